"""Folding and unfolding: everything lies where it lay, to the pixel, whatever was folded before."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.folding import fold, folded_around, to_fold
from designer.edit.nodes.nodes import move_nodes
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.records import RefusedInput
from tests.long_runs import runs


def hall() -> Design:
    nodes = [
        Node(id="room", kind="room"),
        Node(id="rack", kind="rack", parent="room"),
        Node(id="pod", kind="pod", parent="room", order=1),
        Node(id="a", kind="host", parent="rack", x=0.5, y=13.25, copies=32),
        Node(id="b", kind="host", parent="pod", x=400, y=0),
        Node(id="c", kind="switch", x=40, y=500),
        Node(id="d", kind="switch", parent="pod", x=400, y=120),
    ]
    links = [
        Link(id="ac", a="a", b="c", medium="fabric", cables=256, capacity_gbps=400),
        Link(id="bc", a="c", b="b", medium="fabric", cables=2, capacity_gbps=400),
        Link(id="bd", a="b", b="d", medium="fabric", cables=2, capacity_gbps=400),
    ]
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})


GROUPS = ("room", "rack", "pod")


def places(design: Design) -> dict[str, object]:
    drawing = draw_topology(design)
    return {one.id: one.rect for one in (*drawing.tiles, *drawing.frames)}


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.booleans()), max_size=12))
@settings(max_examples=runs(15, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_unfolding_restores_every_place(steps: list[tuple[str, bool]]) -> None:
    design = before = hall()
    for group, folded in steps:
        edit = fold(design, [group], folded=folded)
        if edit:
            assert edit.inverted().applied(edit.applied(design)) == design
        design = edit.applied(design)
        outside = places(design)["c"]
        assert outside == places(before)["c"]
    design = fold(design, list(GROUPS), folded=False).applied(design)
    assert design == before
    assert places(design) == places(before)


@given(st.sets(st.sampled_from(GROUPS), min_size=1), st.integers(-400, 400), st.integers(-400, 400))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_moved_while_folded_is_moved_as_a_whole(groups: set[str], dx: int, dy: int) -> None:
    start = hall()
    folded = fold(start, sorted(groups), folded=True).applied(start)
    moved = move_nodes(folded, ["room"], dx, dy).applied(folded)
    after = places(fold(moved, sorted(groups), folded=False).applied(moved))
    for one, rect in places(start).items():
        if one == "c":
            assert after[one] == rect
        else:
            assert after[one] == rect._replace(x=rect.x + dx, y=rect.y + dy)  # type: ignore[attr-defined]


def test_labels_and_refusals() -> None:
    design = hall()
    assert fold(design, ["rack"], folded=True).label == "Fold rack"
    assert fold(design, ["rack", "pod"], folded=True).label == "Fold 2 items"
    with pytest.raises(RefusedInput, match="is no group"):
        fold(design, ["a"], folded=True)
    with pytest.raises(RefusedInput, match="Select a site"):
        fold(design, [], folded=True)


def test_what_folding_is_about_and_what_hides_things() -> None:
    design = hall()
    assert to_fold(design, ["a", "b", "c"]) == ["rack", "pod"]
    assert to_fold(design, ["rack", "b"]) == ["rack"]
    assert to_fold(design, ["c"]) == []
    design = fold(design, ["rack", "room"], folded=True).applied(design)
    assert set(folded_around(design, ["a"])) == {"rack", "room"}
    assert folded_around(design, ["rack"]) == ["room"]
    assert set(folded_around(design, ["ac"])) == {"rack", "room"}
    assert folded_around(design, ["c"]) == []


def test_a_superpod_folds_and_unfolds(library) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    before = places(design)
    groups = to_fold(design, design.nodes)
    folded = fold(design, groups, folded=True).applied(design)
    assert len(places(folded)) < len(before)
    again = fold(folded, [one for one in groups if not design.nodes[one].folded], folded=False).applied(folded)
    assert places(again) == before
