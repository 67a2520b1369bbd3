"""Dates of phases, held against a calendar worked out by hand, closed forms and the same draws twice."""

from datetime import date

import numpy as np
import pytest

from designer.analysis.phases.schedule import MONTH, Plan, Wait, day_of, schedule, weeks_drawn
from designer.model.phase_plan import Weeks


def sure(weeks: float) -> Weeks:
    return Weeks(least=weeks, likely=weeks, most=weeks)


def plan(
    phase_id: str, day: str, waits: dict[str, Weeks], *, after: int | None = None, power: str = "", last: str = ""
):
    ends = (date.fromisoformat(power).toordinal(), date.fromisoformat(last or power).toordinal()) if power else None
    made = tuple(Wait(name, "delivery", name, weeks) for name, weeks in waits.items())
    return Plan(phase_id, date.fromisoformat(day).toordinal(), made, after, ends, sure(6), sure(8), sure(0))


def days(values: np.ndarray) -> set[str]:
    return {day_of(float(one)) for one in values}


def test_without_ranges_every_day_is_the_one_of_the_calendar() -> None:
    """Ordered on Monday 4 January 2027; the dearest wait is 52 weeks: Monday 3 January 2028, as 2027 has 365 days."""
    one = plan("a", "2027-01-04", {"switchgear": sure(52), "UPS": sure(32)})
    found = schedule([one], [0], 50, 0)
    (drawn,) = found.drawn
    assert days(drawn.gate) == {"2028-01-03"}
    assert days(drawn.installed) == {"2028-02-14"}
    assert days(drawn.running) == {"2028-04-10"}
    assert days(drawn.full) == {"2028-04-10"}
    assert {found.causes[number].name for number in drawn.cause} == {"switchgear"}


def test_power_that_comes_later_holds_up_commissioning_alone() -> None:
    found = schedule([plan("a", "2027-01-04", {"UPS": sure(32)}, power="2028-06-05")], [0], 20, 0)
    (drawn,) = found.drawn
    assert days(drawn.installed) == {"2027-09-27"}
    assert days(drawn.running) == {"2028-07-31"}
    assert found.causes[drawn.cause[0]].step == "energisation"
    # Power that is there before nothing else is ready holds up nothing.
    early = schedule([plan("a", "2027-01-04", {"UPS": sure(32)}, power="2027-02-01")], [0], 20, 0)
    assert days(early.drawn[0].running) == {"2027-11-22"}
    assert early.causes[early.drawn[0].cause[0]].name == "UPS"


def test_a_later_phase_waits_for_the_first_and_for_the_one_that_it_comes_after() -> None:
    first = plan("a", "2027-01-04", {"transformer": sure(90)})
    quick = plan("b", "2027-01-04", {"server": sure(4)})
    behind = plan("c", "2027-01-04", {"server": sure(4)}, after=1)
    found = schedule([first, quick, behind], [0, 1, 2], 10, 0)
    a, b, c = found.drawn
    assert days(a.installed) == {"2028-11-06"}
    # Mounted long before, the second is powered when the first is mounted.
    assert days(b.installed) == {"2027-03-15"}
    assert days(b.running) == days(a.running) == {"2029-01-01"}
    assert found.causes[b.cause[0]].name == "transformer"
    # The third begins when the second runs: 6 + 8 weeks later.
    assert days(c.running) == {"2029-04-09"}


def test_an_order_that_waits_for_nothing_begins_on_its_day() -> None:
    (drawn,) = schedule([plan("a", "2027-01-04", {})], [0], 10, 0).drawn
    assert days(drawn.running) == {"2027-04-12"}
    assert set(drawn.cause) == {-1}


def test_a_triangle_has_the_mean_and_the_median_of_its_closed_form() -> None:
    low, mode, high = 20.0, 26.0, 40.0
    found = weeks_drawn(Weeks(least=low, likely=mode, most=high), 20_000, 1, "x")
    assert found.min() >= low
    assert found.max() <= high
    assert found.mean() == pytest.approx((low + mode + high) / 3, abs=0.01)
    # Above the mode lies more than half: the median is high − √(½ (high − low)(high − mode)).
    assert np.median(found) == pytest.approx(high - np.sqrt((high - low) * (high - mode) / 2), abs=0.02)


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    one = plan("a", "2027-01-04", {"UPS": Weeks(least=28, likely=32, most=36)}, power="2027-06-01", last="2028-06-01")
    first, again, other = (schedule([one], [0], 500, seed).drawn[0].running for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.median(first) == pytest.approx(np.median(other), abs=7)


def test_one_part_comes_late_in_all_phases_or_in_none() -> None:
    weeks = Weeks(least=10, likely=20, most=60)
    a, b = schedule(
        [plan("a", "2027-01-04", {"x": weeks}), plan("b", "2027-01-04", {"x": weeks})], [0, 1], 200, 3
    ).drawn
    assert np.array_equal(a.ready, b.ready)


def test_criticality_of_two_alike_is_even() -> None:
    weeks = Weeks(least=10, likely=20, most=30)
    found = schedule([plan("a", "2027-01-04", {"x": weeks, "y": weeks})], [0], 20_000, 0)
    share = np.mean(found.drawn[0].cause == 0)
    # The error of a share of 20,000 draws is 0.0035.
    assert share == pytest.approx(0.5, abs=0.015)


def test_a_ramp_is_counted_in_months_of_the_mean_year() -> None:
    one = plan("a", "2027-01-04", {})._replace(ramp_months=sure(12))
    (drawn,) = schedule([one], [0], 5, 0).drawn
    assert drawn.full - drawn.running == pytest.approx(np.full(5, 12 * MONTH))
