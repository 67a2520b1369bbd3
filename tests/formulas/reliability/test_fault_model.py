"""Faults of servers fitted and predicted: a published list by quarters, and lists whose law is known."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.availability.fault_list import read_fault_list
from designer.formulas.reliability.fault_model import (
    REPAIR_CV,
    FaultTrace,
    down_each_day,
    fit_faults,
    judge,
    predict,
    until_day,
)
from designer.formulas.workloads.goodput.ranges import RATE_CV

TRACE = Path(__file__).parents[2] / "data" / "measured" / "fault_trace_first_half.csv"


@pytest.fixture(scope="module")
def listed():
    """Return the first half of a published list of 400 servers."""
    return read_fault_list(TRACE, 400).trace


def split(trace, begin, turn, end, draws=400):
    """Return TRACE from BEGIN to TURN fitted, and what that says of TURN to END judged."""
    kept = (trace.start >= begin) & (trace.start < end)
    part = FaultTrace(trace.server[kept], trace.start[kept], trace.end[kept], trace.servers, end, begin)
    model = fit_faults(until_day(part, turn))
    return model, judge(part, predict(model, int(end - turn), draws=draws), turn)


def test_the_second_quarter_of_a_published_list_lies_inside_what_the_first_predicts(listed):
    model = fit_faults(until_day(listed, listed.days / 2))
    found = predict(model, int(listed.days / 2))
    judged = judge(listed, found, listed.days / 2)
    assert judged.mean_inside
    assert judged.faults_inside
    # P10 to P90 are to hold eight of ten; days hang on each other, so that fewer of one quarter may lie inside.
    assert judged.weeks_inside >= 0.8
    assert judged.days_inside >= 0.6
    # And they say something: servers down on the mean are told to a factor of 2.3 either way.
    assert found.mean_down[2] < 5.3 * found.mean_down[0]


def test_windows_of_a_published_list_lie_inside_what_those_before_them_predict(listed):
    """Fifths, quarters, thirds and halves, each judged on as much that follows: near 80%, of few independent ones."""
    parts = [
        (0.0, 0.2),
        (0.2, 0.2),
        (0.4, 0.2),
        (0.6, 0.2),
        (0.1, 0.3),
        (0.25, 0.3),
        (0.4, 0.3),
        (0.1, 0.4),
        (0.0, 0.5),
    ]
    judged = []
    for begin, part in parts:
        _, found = split(listed, *(listed.days * (begin + part * number) for number in range(3)))
        judged.append((found.days_inside, found.weeks_inside, found.mean_inside, found.faults_inside))
    days, weeks, means, faults = np.mean(judged, axis=0)
    assert days > 0.68
    assert weeks > 0.75
    assert means > 0.75
    assert faults > 0.6


def test_without_a_season_of_its_own_the_same_prediction_misses_more(listed):
    """A rate that is taken as known, and weeks that are all alike, leave out what differs: more lies outside."""
    until = listed.days / 2
    model = fit_faults(until_day(listed, until))
    certain = replace(model, rate_cv=0.0, rate_error=0.0, repair_cv=0.0, repair_error=0.0, week_variance=0.0)
    wide, narrow = (judge(listed, predict(one, int(until), draws=500), until) for one in (model, certain))
    assert narrow.days_inside < wide.days_inside - 0.1
    assert narrow.weeks_inside < wide.weeks_inside - 0.4
    assert not narrow.mean_inside
    assert not narrow.faults_inside


def test_made_up_clusters_whose_seasons_differ_as_supposed_lie_inside_eight_of_ten_times():
    """Groups of two that come back together; the second season has a rate and a repair of its own."""
    inside, chance = [], np.random.default_rng(0)
    for _ in range(40):
        start, length = [], []
        for season in range(2):
            rate, longer = (np.exp(chance.normal(0, np.log1p(cv**2) ** 0.5)) for cv in (RATE_CV, REPAIR_CV))
            # Only the judged season is unlike: what is fitted is what it is.
            rate, longer = (rate, longer) if season else (1.0, 1.0)
            start.append(season * 100 + chance.random(chance.poisson(150 * rate)) * 100)
            length.append(chance.lognormal(0.0, 1.0, start[-1].size) * longer)
        first, lasts = np.repeat(np.concatenate(start), 2), np.repeat(np.concatenate(length), 2)
        order = np.argsort(first, kind="stable")
        trace = FaultTrace(np.arange(first.size), first[order], (first + lasts)[order], 5_000, 200.0)
        model, judged = split(trace, 0.0, 100.0, 200.0, draws=200)
        assert model.together > 0.95
        inside.append((judged.mean_inside, judged.faults_inside))
    means, faults = np.mean(inside, axis=0)
    assert 0.65 < means < 0.95
    assert 0.65 < faults < 0.95


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
    # Late ones count more, which leaves open what 0.64 of all faults would: the standard deviation of an exponential
    # law is its mean.
    assert model.rate_error == pytest.approx((0.64 * model.faults) ** -0.5, rel=0.3)
    assert model.repair_error == pytest.approx((0.64 * model.faults) ** -0.5, rel=0.5)
    assert model.week_variance < 0.05
    # One in fifty begins together with another by chance.
    assert model.mean_group < 1.04
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


def test_a_list_that_begins_late_tells_the_same():
    trace = made(4)
    later = FaultTrace(trace.server, trace.start + 300, trace.end + 300, trace.servers, trace.days + 300, 300.0)
    one, other = fit_faults(until_day(trace, 150.0)), fit_faults(until_day(later, 450.0))
    assert one.per_1000_node_days == pytest.approx(other.per_1000_node_days)
    assert one.mean_repair_days == pytest.approx(other.mean_repair_days)
    assert one.days == other.days == 150.0


def test_late_days_tell_more_than_early_ones():
    """A rate that doubles half way is told nearer to what it is in the end."""
    chance = np.random.default_rng(7)
    start = np.sort(np.concatenate([chance.random(100) * 100, 100 + chance.random(200) * 100]))
    model = fit_faults(FaultTrace(np.arange(300), start, start + 1, 1_000, 200.0))
    assert 1.7 < model.per_1000_node_days < 2.0


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
    # A few pairs begin within the same half hour by chance.
    assert np.mean(np.equal(model.group_sizes, 2)) > 0.9
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
    assert predict(replace(model, per_1000_node_days=1e4), 20, 50, draws=50).down.max() <= 50


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
