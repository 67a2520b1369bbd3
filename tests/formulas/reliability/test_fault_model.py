"""Faults of servers fitted and predicted: a published list by quarters, and lists whose law is known."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest

from designer.formulas.reliability.fault_model import (
    FaultModel,
    FaultTrace,
    compare,
    down_each_day,
    fit_faults,
    judge,
    predict,
    until_day,
)

DATA = Path(__file__).parents[2] / "data"


@dataclass
class Quarters:
    """The first quarter of a published list as fitted, and what came in the second."""

    model: FaultModel
    down: np.ndarray
    weekly: np.ndarray
    faults: int


def quarters():
    told = msgspec.json.decode((DATA / "fault_quarters.json").read_bytes())
    repairs, came = told["repair_quantiles_days"], told["judged"]
    sizes = tuple(int(size) for size, number in told["group_sizes"].items() for _ in range(number))
    model = FaultModel(
        servers=told["servers"],
        days=told["fitted_days"],
        faults=told["faults"],
        per_1000_node_days=told["faults"] / told["servers"] / told["fitted_days"] * 1_000,
        group_sizes=sizes,
        week_variance=told["week_variance"],
        repair_days=tuple(repairs),
        repair_shares=(1 / len(repairs),) * len(repairs),
        mean_repair_days=sum(repairs) / len(repairs),
        repair_error=told["repair_error"],
        rate_cv=0.35,
        repair_cv=0.35,
        down_since=tuple(told["down_since_days"]),
    )
    return Quarters(model, np.array(came["down"]), np.array(came["weekly"]), came["faults"])


def test_the_second_quarter_of_a_published_list_lies_inside_what_the_first_predicts():
    told = quarters()
    found = predict(told.model, told.down.size)
    judged = compare(found, told.down, told.weekly, told.faults)
    assert judged.mean_inside
    assert judged.faults_inside
    # P10 to P90 are to hold eight of ten; days hang on each other, so that fewer of one quarter may lie inside.
    assert judged.weeks_inside >= 0.8
    assert judged.days_inside >= 0.6
    # And they say something: servers down on the mean are told to a factor of four.
    assert found.mean_down[2] < 4 * found.mean_down[0]


def test_without_a_season_of_its_own_the_same_prediction_misses_more():
    """A rate that is taken as known, and weeks that are all alike, leave out what differs: fewer days are inside."""
    told = quarters()
    certain = msgspec.structs.replace(told.model, rate_cv=0.0, repair_cv=0.0, repair_error=0.0, week_variance=0.0)
    judged = compare(predict(certain, told.down.size), told.down, told.weekly, told.faults)
    wide = compare(predict(told.model, told.down.size), told.down, told.weekly, told.faults)
    assert judged.days_inside < wide.days_inside - 0.2


def made(seed, *, servers=500, days=200.0, per_day=3.0, repair=4.0):
    """A list of single faults at a steady rate with exponential repairs."""
    chance = np.random.default_rng(seed)
    start = np.sort(chance.random(chance.poisson(per_day * days)) * days)
    end = start + chance.exponential(repair, start.size)
    return FaultTrace(chance.integers(0, servers, start.size), start, end, servers, days)


def test_a_steady_law_is_found_again():
    trace = made(1)
    model = fit_faults(until_day(trace, 150.0))
    assert model.per_1000_node_days == pytest.approx(3.0 / 500 * 1_000, rel=0.1)
    assert model.mean_repair_days == pytest.approx(4.0, rel=0.1)
    assert model.repair_error == pytest.approx(1 / model.faults**0.5, rel=0.5)
    assert model.week_variance < 0.05
    assert np.mean(model.group_sizes) < 1.02
    # As many are down as are on the mean: rate × repair.
    assert len(model.down_since) == pytest.approx(12, abs=8)


@pytest.mark.parametrize("seed", range(4))
def test_days_of_a_steady_law_lie_inside_nine_of_ten_times(seed):
    """Seasons that could differ and do not: more than eight of ten days are inside."""
    trace = made(seed)
    model = fit_faults(until_day(trace, 150.0))
    judged = judge(trace, predict(model, 50), 150.0)
    assert judged.days_inside > 0.8
    assert judged.weeks_inside >= 0.6
    assert judged.mean_inside


def test_repairs_under_way_count_for_as_long_as_they_have_lasted():
    """Of ten repairs of 10 days, five are cut after 5: left out, the mean would be 10 all the same; as 5, 7.5."""
    start = np.array([0.0, 1, 2, 3, 4, 15, 15.5, 16, 16.5, 17])
    end = start + 10
    model = fit_faults(until_day(FaultTrace(np.arange(10), start, end, 10, 20.0), 20.0))
    assert model.mean_repair_days == pytest.approx(10.0)
    assert len(model.down_since) == 5


def test_what_is_known_on_a_day_ends_there():
    trace = until_day(made(2), 100.0)
    assert trace.start.max() < 100
    assert not ((trace.end > 100) & np.isfinite(trace.end)).any()
    assert trace.days == 100.0


def test_groups_and_bad_weeks_are_seen():
    chance = np.random.default_rng(5)
    weeks = np.repeat([0.2, 1.8], 15)
    start = np.concatenate([(week + chance.random(chance.poisson(20 * part))) * 7 for week, part in enumerate(weeks)])
    start = np.sort(np.repeat(start, 2))
    trace = FaultTrace(np.arange(start.size), start, start + 1, 10_000, 210.0)
    model = fit_faults(trace)
    assert set(model.group_sizes) == {2}
    # Factors 0.2 and 1.8 have the variance 0.64.
    assert model.week_variance == pytest.approx(0.64, rel=0.25)
    weekly = predict(model, 210, draws=500).weekly
    assert weekly[2].mean() > 1.6 * weekly[1].mean()


def test_down_servers_of_a_day_are_those_at_its_middle():
    trace = FaultTrace(np.arange(3), np.array([0.0, 0.6, 2.0]), np.array([0.5, 1.4, np.inf]), 3, 5.0)
    assert down_each_day(trace, 0.0, 5).tolist() == [0, 0, 1, 1, 1]
    assert down_each_day(trace, 0.4, 2).tolist() == [1, 0]


def test_more_servers_have_more_faults_and_the_same_seed_the_same():
    model = fit_faults(made(3))
    one, again, other = predict(model, 60), predict(model, 60), predict(model, 60, seed=1)
    np.testing.assert_array_equal(one.down, again.down)
    assert not np.array_equal(one.down, other.down)
    assert predict(model, 60, 5_000, draws=300).mean_down[1] == pytest.approx(10 * one.mean_down[1], rel=0.15)
    # Never more than there are.
    assert predict(msgspec.structs.replace(model, per_1000_node_days=1e4), 20, 50, draws=50).down.max() <= 50


@pytest.mark.parametrize(
    ("trace", "words"),
    [
        (FaultTrace(np.arange(3), np.arange(3.0), np.arange(3.0) + 1, 3, 5.0), "too few"),
        (FaultTrace(np.arange(20), np.arange(20.0), np.arange(20.0) + 1, 0, 30.0), "servers"),
        (FaultTrace(np.arange(20), np.arange(20.0), np.arange(20.0) + 1, 30, 0.0), "days"),
    ],
)
def test_what_tells_nothing_is_refused(trace, words):
    with pytest.raises(ValueError, match=words):
        fit_faults(trace)


def test_what_cannot_be_predicted_is_refused():
    model = fit_faults(made(3))
    for days, servers, draws in ((0, 10, 10), (10, 0, 10), (10, 10, 0), (36_500, 10_000_000, 100_000)):
        with pytest.raises(ValueError, match=r"days|servers|draws|drawn"):
            predict(model, days, servers, draws=draws)
    with pytest.raises(ValueError, match="ends before"):
        judge(made(3), predict(model, 5), 199.9)
    with pytest.raises(ValueError, match="day"):
        until_day(made(3), 0.0)
