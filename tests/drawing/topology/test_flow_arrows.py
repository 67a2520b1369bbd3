"""Flows as arrows: which way they go, what they say, and that they stay clear of each other."""

import pytest
from msgspec.structs import replace

from designer.analysis.network.bandwidth import network
from designer.analysis.results import Counts, NetworkResult, Results
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.topology.flow_arrows import MOST_ARROWS, flow_label
from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure import leaf
from designer.model.network.flow_asks import FlowAsk
from tests.shipped import LIBRARY


def flow(source: str, target: str, gbps: float | None = None) -> FlowAsk:
    return FlowAsk(source=tuple(source.split()), target=tuple(target.split()), gbps=gbps)


def drawn(*flows: FlowAsk, **fields: bool) -> Drawing:
    nodes = {
        "pod": Node(id="pod", kind="pod"),
        "a": Node(id="a", kind="host", copies=4, parent="pod", x=50, y=50),
        "b": Node(id="b", kind="host", x=800, y=50),
        "c": Node(id="c", kind="switch", x=450, y=500),
    }
    design = Design(settings=Settings(flows=flows), nodes=nodes)
    for node_id, folded in fields.items():
        design = set_node(design, node_id, folded=folded).applied(design)
    return draw_topology(design, flows=True)


def test_an_arrow_goes_from_edge_to_edge():
    (arrow,) = drawn(flow("a", "b", 400)).flows
    (x1, _), (x2, _) = arrow.points[0], arrow.points[3]
    left, right = drawn().rect_of("a"), drawn().rect_of("b")
    assert left is not None
    assert right is not None
    assert left.right < x1 < x2 < right.x
    assert (arrow.a, arrow.b, arrow.label) == ("a", "b", "400 Gb/s")
    assert arrow.label_rect.width > 0


def test_there_and_back_and_twice_lie_apart():
    there, back, again = drawn(flow("a", "b"), flow("b", "a"), flow("a", "b[0] b", 5)).flows[:3]
    heights = [(arrow.points[1][1] + arrow.points[2][1]) / 2 for arrow in (there, back, again)]
    assert heights[2] < heights[0] - 20 < heights[1] - 60


def test_a_flow_among_copies_is_a_loop_and_names_them():
    (arrow,) = drawn(flow("a[0]", "a[3]", 1600)).flows
    rect = drawn().rect_of("a")
    assert rect is not None
    assert arrow.label == "copy 1 → copy 4, 1.6 Tb/s"
    assert arrow.points[0][1] == arrow.points[3][1] > rect.bottom
    assert arrow.points[1][1] > arrow.points[0][1]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (flow("a", "b"), "line rate"),
        (flow("a", "b", 0), "0 Gb/s"),
        (flow("a[1]", "b", 0.5), "copy 2 → all, 0.5 Gb/s"),
        (flow("a b[2]", "c"), "all, copy 3 → all, line rate"),
    ],
)
def test_what_an_arrow_says(one: FlowAsk, words: str):
    assert flow_label(one) == words


def test_several_ends_are_several_arrows_that_speak_once():
    arrows = drawn(flow("a b", "c", 100)).flows
    assert [(arrow.a, arrow.b, arrow.label) for arrow in arrows] == [("a", "c", "100 Gb/s"), ("b", "c", "")]


def test_arrows_reach_what_stands_for_the_folded():
    (arrow,) = drawn(flow("a[1]", "b"), pod=True).flows
    assert (arrow.a, arrow.b) == ("pod", "b")
    assert drawn(flow("a[1]", "a[2]"), pod=True).flows[0].a == "pod"


def test_labels_keep_clear_of_each_other_and_the_drawing_holds_them():
    drawing = drawn(*(flow(f"a[{n}]", "b", 100 * n) for n in range(4)))
    spots = [arrow.label_rect for arrow in drawing.flows]
    assert not any(one.meets(other) for n, one in enumerate(spots) for other in spots[n + 1 :])
    for arrow in drawing.flows:
        for x, y in (*arrow.points, (arrow.label_rect.x, arrow.label_rect.bottom)):
            assert Rect(x, y, 0, 0).united(drawing.bounds) == drawing.bounds
    assert drawing.cropped(Rect(700, 0, 400, 200)).flows == ()
    assert drawing.cropped(drawing.bounds).flows == drawing.flows


def test_no_more_arrows_than_can_be_told_apart():
    assert len(drawn(*(flow("a b", "c", n) for n in range(MOST_ARROWS))).flows) == MOST_ARROWS


def test_they_are_drawn_where_they_are_the_traffic():
    design = build_template("leaf-spine", LIBRARY, {})
    ends = [node.id for node in design.nodes_in_order() if node.part][:2]
    design = replace(design, settings=replace(design.settings, flows=(flow(*ends),)))

    def results(traffic: str) -> Results:
        none = leaf("none", None)
        counts = Counts(
            nodes=0,
            by_part={},
            by_kind={},
            by_tier={},
            accelerators=none,
            accelerators_rented=0,
            accelerators_by_part={},
            cables=0,
            cables_by_medium={},
            cables_by_link={},
        )
        found: NetworkResult = network(design, traffic)
        return Results(counts=counts, network=found)

    assert len(draw_topology(design, results=results("flows")).flows) == 1
    assert draw_topology(design, results=results("all-to-all")).flows == ()
    assert draw_topology(design, results=results("flows"), flows=False).flows == ()
    assert draw_topology(design).flows == ()
