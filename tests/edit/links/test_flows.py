"""Flows from A to B: drawn, given a rate, removed, and kept in step with what they name."""

import pytest

from designer.catalog.library import Library
from designer.edit.links.flows import add_flow, remove_flow, set_flow_rate
from designer.edit.nodes.grouping import group, put_into, ungroup
from designer.edit.nodes.nodes import peel_copy, remove, set_node
from designer.edit.session import Session
from designer.edit.templates.regenerate import regenerate
from designer.edit.templates.templates import build_template
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.network.flow_asks import MOST_FLOWS, FlowAsk
from designer.model.records import RefusedInput

A_TO_B = (("a",), ("b",))


def drawn(*flows: FlowAsk) -> Session:
    nodes = {
        "pod": Node(id="pod", kind="pod", copies=2, name="Pod"),
        "a": Node(id="a", kind="host", copies=4, parent="pod", name="Alpha"),
        "b": Node(id="b", kind="host", copies=3),
        "s": Node(id="s", kind="switch", order=2),
    }
    links = {"up": Link(id="up", a="a", b="s", medium="fabric", cables=4)}
    session = Session(Design(nodes=nodes, links=links))
    for flow in flows:
        session.commit(add_flow(session.design, flow.source, flow.target, flow.gbps))
    return session


def ends(design: Design) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [flow.ends for flow in design.settings.flows]


def test_a_flow_is_one_change_of_the_design():
    session = drawn()
    edit = add_flow(session.design, ["a[7]"], ["b", "b"], 400)
    assert list(edit.changes) == [("settings", "design")]
    assert edit.label == "Draw flow Alpha 8 → b"
    session.commit(edit)
    assert session.design.settings.flows == (FlowAsk(source=("a[7]",), target=("b",), gbps=400),)
    session.commit(set_flow_rate(session.design, (("a[7]",), ("b",)), None))
    assert session.undo_label == "Set flow Alpha 8 → b to line rate"
    assert session.design.settings.flows[0].gbps is None
    session.commit(set_flow_rate(session.design, (("a[7]",), ("b",)), 0.5))
    assert session.undo_label == "Set flow Alpha 8 → b to 0.5 Gb/s"
    session.commit(remove_flow(session.design, (("a[7]",), ("b",))))
    assert session.design.settings.flows == ()
    session.undo()
    assert session.design.settings.flows[0].gbps == 0.5


@pytest.mark.parametrize(
    ("source", "target", "gbps", "words"),
    [
        (["a"], ["a"], None, "to itself"),
        (["a"], ["x"], None, "no node, container or copy"),
        (["a[8]"], ["b"], None, "no node, container or copy"),
        (["up"], ["b"], None, "no node, container or copy"),
        ([], ["b"], None, "nothing that sends"),
        (["pod"], ["a"], None, "stands inside Pod"),
        (["a[0]"], ["pod"], None, "stands inside Pod"),
        (["a"], ["b"], -1, "finite number"),
        (["a"], ["b"], float("nan"), "finite number"),
        (["a"], ["b"], None, "drawn already"),
    ],
)
def test_what_is_no_flow(source: list[str], target: list[str], gbps: float | None, words: str):
    design = drawn(FlowAsk(source=("a",), target=("b",))).design
    with pytest.raises(RefusedInput, match=words):
        add_flow(design, source, target, gbps)


def test_the_other_way_round_and_between_copies_are_flows_of_their_own():
    session = drawn(*(FlowAsk(source=(s,), target=(t,)) for s, t in (("a", "b"), ("b", "a"), ("a[0]", "a[1]"))))
    assert len(session.design.settings.flows) == 3


def test_no_more_flows_than_a_design_holds():
    session = drawn()
    flows = tuple(FlowAsk(source=(f"x{n}",), target=("b",)) for n in range(MOST_FLOWS))
    before = session.design.settings
    session.commit(ChangeSet({("settings", "design"): (before, type(before)(flows=flows))}))
    with pytest.raises(RefusedInput, match="the most"):
        add_flow(session.design, ["a"], ["b"])


def test_a_flow_goes_with_its_node_and_comes_back_with_it():
    session = drawn(
        FlowAsk(source=("a",), target=("b",)),
        FlowAsk(source=("pod",), target=("s",), gbps=5),
        FlowAsk(source=("a[1]", "b"), target=("s",)),
    )
    before = session.design
    session.commit(remove(before, ["pod"]))
    assert ends(session.design) == [(("b",), ("s",))]
    assert len(session.labels) == 4
    session.undo()
    assert session.design == before


def test_a_flow_of_a_copy_goes_when_there_are_fewer():
    session = drawn(FlowAsk(source=("a[7]",), target=("b[2]",)), FlowAsk(source=("a[3]",), target=("b",)))
    session.commit(set_node(session.design, "pod", copies=1))
    assert ends(session.design) == [(("a[3]",), ("b",))]
    session.commit(set_node(session.design, "a", name="Renamed"))
    assert ends(session.design) == [(("a[3]",), ("b",))]


def test_flows_follow_a_copy_that_is_split_off():
    """Of 2 × 4 copies the last of each four leaves: a[3] and a[7] are a-one[0] and a-one[1], a[5] is a[4]."""
    session = drawn(*(FlowAsk(source=(one,), target=("b",), gbps=8) for one in ("a", "a[0]", "a[3]", "a[5]", "a[7]")))
    session.commit(peel_copy(session.design, "a"))
    assert [flow.source for flow in session.design.settings.flows] == [
        ("a", "a-one"),
        ("a[0]",),
        ("a-one[0]",),
        ("a[4]",),
        ("a-one[1]",),
    ]
    assert {flow.gbps for flow in session.design.settings.flows} == {8}


def test_flows_follow_into_and_out_of_groups():
    session = drawn(FlowAsk(source=("a",), target=("b",)))
    session.commit(group(session.design, ["b", "s"], "pod", "Right"))
    (right,) = (node.id for node in session.design.nodes.values() if node.name == "Right")
    session.commit(add_flow(session.design, ["pod"], [right]))
    session.commit(ungroup(session.design, right))
    assert ends(session.design) == [A_TO_B, (("pod",), ("b", "s"))]
    # What now stands in the other end sends itself nothing, and nobody is asked.
    session.commit(put_into(session.design, ["b", "s"], "pod"))
    session.commit(ungroup(session.design, "pod"))
    assert ends(session.design) == [A_TO_B]


def test_a_generator_that_makes_fewer_drops_the_flows_of_what_is_gone(library: Library):
    design = build_template("leaf-spine", library, {})
    for target in ("host[1]", "host[31]"):
        design = add_flow(design, ["host[0]"], [target]).applied(design)
    after = regenerate(design, library, {**design.settings.parameters, "nodes": "16"}).applied(design)
    assert after.total_copies("host") == 16
    assert [flow.target for flow in after.settings.flows] == [("host[1]",)]
