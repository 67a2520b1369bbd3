"""Rules about phases, each where it speaks and where it is silent."""

from datetime import date

from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.rules import review
from tests.analysis.phases.test_growth import first, pods, second
from tests.shipped import LIBRARY

NAMES = {
    "phase-order-late",
    "phase-empty",
    "phase-too-late",
    "power-after-wanted",
    "phase-time-unknown",
    "phase-holds-unknown",
}


def told(design: Design, today: date = date(2026, 11, 29)) -> dict[str, Finding]:
    found = review(design, analyze(design, library=LIBRARY), today, library=LIBRARY)
    return {one.rule: one for one in found if one.rule in NAMES}


def known(**fields: object) -> Design:
    """One phase in which all that is bought comes in 20 weeks."""
    kinds = {line.kind for line in analyze(pods(), library=LIBRARY).cost.lines}  # pyright: ignore
    weeks = {"least": 20.0, "likely": 20.0, "most": 20.0}
    return pods(first(lead_weeks=dict.fromkeys(sorted(kinds), weeks), **fields))


def test_all_is_well_where_the_day_is_kept_and_all_times_are_known() -> None:
    assert told(known(wanted="2027-08-30")) == {}
    assert told(pods()) == {}


def test_a_day_too_early_says_when_to_order_instead() -> None:
    late = told(known(wanted="2027-08-20"))["phase-too-late"]
    assert late.message == "a runs by 20 August 2027, the day on which it is wanted, in 0% of the draws."
    # Ten days late: ordered on 25 December 2026 it would be kept.
    assert "ordered on 25 December 2026, every second draw keeps it" in late.detail
    past = told(known(wanted="2027-08-20"), date(2027, 1, 1))["phase-too-late"]
    assert "25 December 2026, which is past" in past.detail
    utility = told(known(wanted="2028-02-01", energised="2028-01-01"))["phase-too-late"]
    assert "an earlier order alone does not help" in utility.detail


def test_power_before_it_comes_is_told() -> None:
    found = told(known(wanted="2027-12-01", energised="2028-01-01"))
    assert "from 1 January 2028 on" in found["power-after-wanted"].message


def test_what_is_ordered_too_late_and_who_holds_nothing_is_told() -> None:
    late = told(known(wanted="2027-08-23"))["phase-order-late"]
    # A week before 30 August, for which all had to be ordered on 4 January.
    assert "is ordered on 4 January 2027, and had to be by 28 December 2026, to run by 23 August 2027" in late.message
    assert "phase-order-late" not in told(known(wanted="2027-08-30"))
    empty = told(pods(first(), second(holds={})))["phase-empty"]
    assert empty.message.startswith("b holds nothing")


def test_unknown_times_are_named() -> None:
    found = told(pods(first(lead_weeks={}, energised=""), optical=True))
    note = found["phase-time-unknown"]
    assert note.severity == "note"
    assert "Optical circuit switch" in note.message


def test_what_is_gone_or_too_much_is_told() -> None:
    found = told(pods(first(), second(holds={"pod": 9})))
    assert found["phase-holds-unknown"].message == "b holds 9 of pod, of which there are 4."
    design = pods(first(), second())
    gone = replace(design, nodes={"spine": design.nodes["spine"]})
    assert told(gone)["phase-holds-unknown"].message == "b holds 3 of pod, of which there are 0."
