"""Arranging: tiers above each other, on the grid, nothing overlapping, pinned things unmoved, fast."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.catalog.library import Library
from designer.edit.layouts.arrange import arrange
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, GRID, TILE_HEIGHT, TILE_WIDTH
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS
from tests.long_runs import runs

Box = tuple[float, float, float, float]


def boxes(design: Design) -> dict[str, Box]:
    """Left, top, right and bottom of every tile and frame, as they are drawn."""
    children = design.children()
    found: dict[str, Box] = {}

    def box(node: Node) -> Box:
        inner = [box(child) for child in children.get(node.id, ())]
        if node.kind in CONTAINERS and inner:
            left = min(one[0] for one in inner) - FRAME_PADDING
            top = min(one[1] for one in inner) - FRAME_HEADER
            right = max(one[2] for one in inner) + FRAME_PADDING
            found[node.id] = (left, top, right, max(one[3] for one in inner) + FRAME_PADDING)
        else:
            found[node.id] = (node.x, node.y, node.x + TILE_WIDTH, node.y + TILE_HEIGHT)
        return found[node.id]

    for node in children.get(None, ()):
        box(node)
    return found


def overlaps(design: Design) -> list[tuple[str, str]]:
    """Pairs of siblings that overlap."""
    found = boxes(design)
    pairs: list[tuple[str, str]] = []
    for siblings in design.children().values():
        for one, other in combinations(siblings, 2):
            a, b = found[one.id], found[other.id]
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
                pairs.append((one.id, other.id))
    return pairs


def plain(hosts: int, leaves: int, spines: int) -> Design:
    """A two-tier fabric as text designs have it: no places at all."""
    nodes = [Node(id=f"h{i}", kind="host", order=i) for i in range(hosts)]
    nodes += [Node(id=f"l{i}", kind="switch", order=hosts + i) for i in range(leaves)]
    nodes += [Node(id=f"s{i}", kind="switch", order=hosts + leaves + i) for i in range(spines)]
    links = [Link(id=f"hl{i}", a=f"h{i}", b=f"l{i % leaves}", medium="fabric") for i in range(hosts)]
    links += [Link(id=f"l{i}s{j}", a=f"l{i}", b=f"s{j}", medium="fabric") for i in range(leaves) for j in range(spines)]
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})


def test_tiers_lie_above_each_other() -> None:
    design = plain(8, 4, 2)
    design = arrange(design).applied(design)
    rows = {kind: {node.y for node in design.nodes.values() if node.id[0] == kind} for kind in "hls"}
    assert max(rows["s"]) + TILE_HEIGHT < min(rows["l"])
    assert max(rows["l"]) + TILE_HEIGHT < min(rows["h"])
    assert not overlaps(design)
    # Hosts lie below the leaf that they hang on: h0 and h4 on the first leaf, h3 and h7 on the last.
    assert design.nodes["h4"].x < design.nodes["h3"].x


def test_power_lies_below_and_storage_beside(library: Library) -> None:
    design = plain(2, 1, 0)
    nodes = {**design.nodes, "pdu": Node(id="pdu", kind="pdu"), "store": Node(id="store", kind="storage")}
    design = Design(nodes=nodes, links=design.links)
    design = arrange(design).applied(design)
    assert design.nodes["pdu"].y > max(design.nodes["h0"].y, design.nodes["store"].y)
    assert design.nodes["store"].y == design.nodes["h0"].y
    assert design.nodes["store"].x > max(design.nodes["h0"].x, design.nodes["h1"].x)


@pytest.mark.parametrize("units", [1, 3, 64])
def test_the_superpod_is_laid_out(units: int, library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": str(units)})
    found = boxes(design)
    assert not overlaps(design)
    assert all(value % GRID == 0 for node in design.nodes.values() for value in (node.x, node.y))
    # A container's own place is the corner of the frame that wraps its contents.
    for node in design.nodes.values():
        assert (node.x, node.y) == found[node.id][:2]
    assert found["spine-rack"][3] < found["su"][1]
    assert found["leaf"][3] < found["dgx"][1]
    assert found["su"][2] < found["storage-rack"][0] or units in (2, 3, 4)
    assert found["dgx"][3] < found["pdu"][1]
    assert not arrange(design)


def test_pinned_things_stay(library: Library) -> None:
    design = build_template("dgx-superpod-h100", library, {})
    for node_id, x, y in (("leaf", 333.0, 111.0), ("spine-rack", -500.0, 77.0)):
        design = set_node(design, node_id, x=x, y=y, pinned=True).applied(design)
    after = arrange(design).applied(design)
    assert (after.nodes["leaf"].x, after.nodes["leaf"].y) == (333, 111)
    assert (after.nodes["spine-rack"].x, after.nodes["spine-rack"].y) == (-500, 77)
    tiles = {node.id for node in after.nodes.values() if node.part}
    found = boxes(after)
    for one, other in combinations(sorted(tiles), 2):
        a, b = found[one], found[other]
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (one, other)


def test_some_things_are_arranged_where_they_are() -> None:
    design = plain(6, 2, 1)
    moved = {
        node_id: Node(id=node.id, kind=node.kind, order=node.order, x=2000.0 + 3 * place, y=1000.0)
        for place, (node_id, node) in enumerate(design.nodes.items())
    }
    for node_id in design.nodes.keys() - {"h0", "h1", "h2"}:
        moved[node_id] = Node(id=node_id, kind=design.nodes[node_id].kind, x=0.0, y=0.0)
    design = Design(nodes=moved, links=design.links)
    after = arrange(design, ["h0", "h1", "h2"]).applied(design)
    assert {after.nodes[node_id].y for node_id in ("h0", "h1", "h2")} == {1000.0}
    assert sorted(after.nodes[node_id].x for node_id in ("h0", "h1", "h2")) == [2000.0, 2264.0, 2528.0]
    assert after.nodes["l0"] == design.nodes["l0"]


@settings(max_examples=runs(20, 60), deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40))
def test_nothing_overlaps_in_any_design(seed: int, count: int) -> None:
    rnd = Random(seed)
    nodes: dict[str, Node] = {}
    for place in range(count):
        kind = rnd.choice(["host", "switch", "storage", "pdu", "ups", "crah", "rack", "pod", "room", "accelerator"])
        frames = [node.id for node in nodes.values() if node.kind in {"pod", "room"}]
        parent = rnd.choice([None, *frames]) if kind != "room" else None
        nodes[f"n{place}"] = Node(id=f"n{place}", kind=kind, parent=parent, order=place)
    devices = [node.id for node in nodes.values() if node.kind not in CONTAINERS]
    links: dict[str, Link] = {}
    for place in range(count if len(devices) > 1 else 0):
        a, b = rnd.sample(devices, 2)
        links[f"k{place}"] = Link(id=f"k{place}", a=a, b=b, medium=rnd.choice(["fabric", "storage", "power"]))
    design = Design(nodes=nodes, links=links)
    design = arrange(design).applied(design)
    assert overlaps(design) == []
    assert all(value % GRID == 0 for node in design.nodes.values() for value in (node.x, node.y))


def test_a_thousand_nodes_are_of_a_handy_shape() -> None:
    design = plain(880, 80, 40)
    design = arrange(design).applied(design)
    found = boxes(design).values()
    width = max(box[2] for box in found) - min(box[0] for box in found)
    height = max(box[3] for box in found) - min(box[1] for box in found)
    assert 0.7 < width / height < 3.0
