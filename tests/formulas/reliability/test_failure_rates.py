"""Availability, failure rates and checkpoints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.reliability.availability import availability_from_times, combine_availability
from designer.formulas.reliability.failure_rates import (
    checkpoint_interval_h,
    effective_training_ratio,
    failure_rate,
    job_mttf_h,
)
from designer.formulas.workloads.storage import stall_min_per_day


def test_two_in_parallel_behind_one_in_series():
    """0.99 · (1 − 0.1²) = 0.9801, so 0.0199 of 8,760 h are lost."""
    chain = combine_availability([0.99], [0.9, 0.9])
    assert chain.parallel == pytest.approx(0.99)
    assert chain.combined == pytest.approx(0.9801)
    assert chain.downtime_h_per_year == pytest.approx(0.0199 * 8760)


def test_an_empty_group_takes_nothing_away():
    assert combine_availability([0.5], []).parallel == 1
    assert combine_availability([], [0.5]).series == 1


def test_many_nines_keep_their_downtime():
    """Two units of six nines in parallel fail together 1e-12 of the time."""
    assert combine_availability([], [0.999999, 0.999999]).downtime_h_per_year == pytest.approx(8.76e-9, rel=1e-6)


@pytest.mark.parametrize(("series", "parallel"), [([0], []), ([], [0, 0]), ([0.9, 0], [0.5])])
def test_a_dead_part_is_down_all_year(series, parallel):
    chain = combine_availability(series, parallel)
    assert (chain.combined, chain.downtime_h_per_year) == (0, 8760)


@given(st.lists(st.floats(0, 1), max_size=6), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_redundancy_never_harms_and_a_chain_is_no_better_than_its_parts(series, parallel):
    chain = combine_availability(series, parallel)
    assert chain.parallel >= max(parallel) - 1e-12
    assert chain.combined <= min([*series, chain.parallel])
    assert chain.downtime_h_per_year == pytest.approx((1 - chain.combined) * 8760, abs=1e-6)


@pytest.mark.parametrize(("series", "parallel"), [([], []), ([1.1], []), ([], [-0.1]), ([float("nan")], [])])
def test_impossible_availability_is_refused(series, parallel):
    with pytest.raises(ValueError, match=r"empty|must be"):
        combine_availability(series, parallel)


def test_availability_from_times():
    assert availability_from_times(999, 1) == 0.999


def test_small_jobs_are_outside_the_formula():
    """128 nodes at 0.0065: 28.8 h, where 7.9 h was measured."""
    assert job_mttf_h(1024, 8, 0.0065) == pytest.approx(28.8, abs=0.05)


def test_a_node_used_in_part_counts_whole():
    assert job_mttf_h(9, 8, 1) == 12


def test_a_rate_gives_back_the_time_it_was_counted_from():
    rate = failure_rate([300, 119], 47, 16_384, 8, 54)
    assert job_mttf_h(16_384, 8, rate.failures_per_node_day) == pytest.approx(rate.mean_h_between)
    assert sum(rate.shares) == pytest.approx(1)


def test_no_interruption_gives_no_rate():
    with pytest.raises(ValueError, match="counts are all 0"):
        failure_rate([0, 0], 0, 8, 8, 1)


def test_checkpoint_interval():
    """Writing 0.02 h, a failure every 4 h: √(2·0.02·4) − 0.02 = 0.38 h."""
    assert checkpoint_interval_h(0.02, 4) == pytest.approx(0.38)


def test_effective_training_ratio():
    """(1 − (0.1 + 0.2)/4) / (1 + 0.02/0.4) = 0.925/1.05."""
    assert effective_training_ratio(4, 0.1, 0.4, 0.02) == pytest.approx(0.925 / 1.05)


def test_a_job_that_always_fails_trains_nothing():
    assert effective_training_ratio(0.1, 1, 1, 0.1) == 0


@given(st.floats(1e-4, 0.05), st.floats(5, 200))
def test_the_optimal_interval_is_near_the_best(write_h, mttf_h):
    """No interval between a fifth and five times of it trains 1% more."""
    best = checkpoint_interval_h(write_h, mttf_h)
    at_best = effective_training_ratio(mttf_h, 0, best, write_h)
    others = [effective_training_ratio(mttf_h, 0, best * factor, write_h) for factor in (0.2, 0.5, 0.8, 1.25, 2, 5)]
    assert max(others) <= at_best * 1.01


def test_stall_minutes_per_day():
    """120 s every 2 h: 12 times 2 minutes; no more than the day has."""
    assert stall_min_per_day(120, 2) == 24
    assert stall_min_per_day(7200, 1) == 1440
