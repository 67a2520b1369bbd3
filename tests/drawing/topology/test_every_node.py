"""Whatever the design, each visible node is drawn exactly once and each visible link ends on what is drawn."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.drawing.topology.topology import draw_topology
from designer.drawing.words import tile_layer
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS
from designer.model.parts.part import LAYERS
from tests.long_runs import runs

KINDS = (*CONTAINERS, "switch", "server", "storage", "accelerator", "pdu")
MEDIA = ("fabric", "storage", "power", "runs_on")
places = st.floats(-5000, 5000, allow_nan=False).map(lambda value: round(value, 1))


@st.composite
def designs(draw):
    count = draw(st.integers(1, 14))
    nodes = {}
    for i in range(count):
        parent = draw(st.one_of(st.none(), st.integers(0, count - 1).map(lambda n: f"n{n}")))
        nodes[f"n{i}"] = Node(
            id=f"n{i}",
            kind=draw(st.sampled_from(KINDS)),
            parent=parent,
            order=i,
            x=draw(places),
            y=draw(places),
            copies=draw(st.integers(1, 40)),
            folded=draw(st.booleans()),
            name=draw(st.text(max_size=12)),
        )
    ends = st.integers(0, count - 1)
    links = {
        f"l{i}": Link(
            id=f"l{i}",
            a=f"n{draw(ends)}",
            b=f"n{draw(ends)}",
            medium=draw(st.sampled_from(MEDIA)),
            cables=draw(st.integers(1, 500)),
        )
        for i in range(draw(st.integers(0, 12)))
    }
    return Design(nodes=nodes, links=links)


def _around(design, node_id):
    """Ids around a node from the innermost out."""
    found, step = [], design.nodes[node_id].parent
    while step is not None and step not in found and step != node_id:
        found.append(step)
        step = design.nodes[step].parent
    return found


def _in_cycle(design, node_id):
    step, seen = design.nodes[node_id].parent, set()
    while step is not None and step not in seen:
        if step == node_id:
            return True
        seen.add(step)
        step = design.nodes[step].parent
    return False


def _holders(design, node_id):
    """Ids around a node as far as the design is sound: no cycle, and no container in what is none."""
    found = []
    for container in _around(design, node_id):
        inner = design.nodes[found[-1] if found else node_id]
        if inner.kind in CONTAINERS and design.nodes[container].kind not in CONTAINERS:
            break
        if _in_cycle(design, container):
            break
        found.append(container)
    return found


@settings(max_examples=runs(10, 150), deadline=None)
@given(designs())
def test_every_node_is_drawn_once_or_folded_away(design):
    drawing = draw_topology(design)
    drawn = [t.id for t in drawing.tiles] + [f.id for f in drawing.frames]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) | set(drawing.drawn_as) == set(design.nodes)
    assert not set(drawn) & set(drawing.drawn_as)
    for node_id, stands_for in drawing.drawn_as.items():
        assert design.nodes[stands_for].folded
        assert stands_for in drawing.tile_index
        assert stands_for in _around(design, node_id)


@settings(max_examples=runs(20, 100), deadline=None)
@given(designs(), st.sets(st.sampled_from(LAYERS), max_size=3))
def test_hidden_layers_are_not_drawn(design, hidden):
    drawing = draw_topology(design, hidden_layers=tuple(hidden))
    for t in drawing.tiles:
        if design.nodes[t.id].kind not in CONTAINERS:
            assert t.layer not in hidden
    drawn = {t.id for t in drawing.tiles} | {f.id for f in drawing.frames} | set(drawing.drawn_as)
    for node in design.nodes.values():
        open_hosts = [design.nodes[one].kind in CONTAINERS for one in _around(design, node.id)]
        if node.kind not in CONTAINERS and all(open_hosts) and tile_layer(node, None) not in hidden:
            assert node.id in drawn


@settings(max_examples=runs(20, 100), deadline=None)
@given(designs())
def test_every_link_is_one_wire_unless_it_lies_in_a_fold(design):
    drawing = draw_topology(design)
    drawn = {t.id for t in drawing.tiles} | {f.id for f in drawing.frames}
    shown = [link for w in drawing.wires for link in (w.links or (w.id,))]
    assert len(shown) == len(set(shown))
    for w in drawing.wires:
        assert {w.a, w.b} <= drawn
        assert all(math.isfinite(value) for point in w.points for value in point)
    for link in design.links.values():
        a, b = (drawing.drawn_as.get(end, end) for end in (link.a, link.b))
        assert (link.id in shown) == (a != b or link.a == link.b)


@settings(max_examples=runs(15, 100), deadline=None)
@given(designs())
def test_frames_hold_their_contents(design):
    drawing = draw_topology(design)
    assert all(f.rect.width > 0 and f.rect.height > 0 for f in drawing.frames)
    for t in drawing.tiles:
        for container in _holders(design, t.id):
            if container in drawing.frame_index:
                outer = drawing.frames[drawing.frame_index[container]].rect
                assert outer.x <= t.rect.x
                assert outer.y <= t.rect.y
                assert outer.right >= t.rect.right
                assert outer.bottom >= t.rect.bottom
