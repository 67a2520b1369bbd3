"""Edits of phases: what each text means, what is refused, and that removing one leaves the others whole."""

import pytest

from designer.edit.phases import TITLES, add_phase, hold_in_phase, remove_phase, set_phase, text_of
from designer.edit.set_field import set_field
from designer.model.design import Design, Node
from designer.model.phase_plan import Weeks
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

PODS = Design(nodes={"pod": Node(id="pod", kind="pod", copies=4), "hall": Node(id="hall", kind="room")})


@pytest.fixture
def two() -> Design:
    design = add_phase(PODS, {"order_date": "2027-03-01"}).applied(PODS)
    return add_phase(design, {"order_date": "2028-03-01", "holds": "pod=3", "title": "More"}).applied(design)


def test_a_text_of_each_field_means_what_it_says(two: Design) -> None:
    said = {
        "title": "First hall",
        "order_date": "2027-05-01",
        "holds": "pod=1",
        "lead_weeks": "server=20/26/40, switch=12",
        "energised": "2028-01-01",
        "energised_latest": "2028-06-01",
        "wanted": "2028-07-01",
        "building": "30/52/60",
        "installation": "4",
        "commissioning": "0",
        "ramp_months": "2.5",
        "orders": "server=2026-11-02, switch=2027-04-01",
    }
    design = two
    for field, text in said.items():
        design = set_field(design, LIBRARY, "phase:phase-1", field, text).applied(design)
    first = design.settings.phases[0]
    assert {field: text_of(first, field) for field in said} == said
    assert first.building == Weeks(least=30, likely=52, most=60)
    assert first.commissioning == Weeks(least=0, likely=0, most=0)
    assert set(TITLES) == {*said, "after"}
    for field in ("building", "ramp_months", "holds", "energised_latest", "energised"):
        design = set_phase(design, "phase-1", field, "").applied(design)
    first = design.settings.phases[0]
    assert (first.building, first.ramp_months, dict(first.holds), first.energised) == (None, None, {}, "")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("colour", "red", "no field"),
        ("holds", "pod=2", "other phases hold 3"),
        ("holds", "nobody=1", "no 'nobody'"),
        ("holds", "pod", "NAME=VALUE"),
        ("holds", "pod=-1", "whole number"),
        ("holds", "pod=1, pod=1", "twice"),
        ("lead_weeks", "unicorn=4", "neither a kind nor a part"),
        ("building", "4/5", "least/likely/most"),
        ("building", "9/5/7", "least/likely/most"),
        ("order_date", "", "is no date"),
        ("after", "phase-2", "wait for each other"),
        ("ramp_months", "many", "many"),
    ],
)
def test_what_it_cannot_be_is_refused(two: Design, field: str, text: str, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        set_phase(two, "phase-1", field, text)


def test_a_removed_phase_leaves_none_that_comes_after_it(two: Design) -> None:
    design = add_phase(two, {"order_date": "2029-01-01", "after": "phase-2"}).applied(two)
    after = remove_phase(design, "phase-2").applied(design)
    assert [(phase.id, phase.after) for phase in after.settings.phases] == [("phase-1", ""), ("phase-3", "")]
    again = add_phase(after, {"order_date": "2030-01-01"}).applied(after)
    assert again.settings.phases[-1].id == "phase-2"
    with pytest.raises(RefusedInput, match="no phase"):
        remove_phase(PODS, "phase-1")
    with pytest.raises(RefusedInput, match="order date"):
        add_phase(PODS, {"title": "When?"})


def test_copies_go_from_one_phase_to_another(two: Design) -> None:
    with pytest.raises(RefusedInput, match="there are 4, of which other phases hold 3"):
        hold_in_phase(two, "phase-1", "pod", 2)
    design = hold_in_phase(two, "phase-2", "pod", 0).applied(two)
    assert dict(design.settings.phases[1].holds) == {}
