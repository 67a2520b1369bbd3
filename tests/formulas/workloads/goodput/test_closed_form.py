"""Share of the time that trains, in closed form and drawn, and spares."""

from math import exp, expm1, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import pdtr

from designer.formulas.calculators import run_calculator
from designer.formulas.workloads.goodput.closed_form import best_interval_s, goodput, mtbf_s
from designer.formulas.workloads.goodput.ranges import goodput_draws, spread_of, triangle
from designer.formulas.workloads.goodput.spares import (
    down_shares,
    effective_price,
    kept_share,
    mean_down,
    p_enough,
    spares_for,
    spot_rate_per_day,
)
from tests.yardstick import sums_as_long

LLAMA = 419 / 54


def test_llama_3_by_hand():
    """419 in 54 days are 11,135 s; τ = √(2·10·11,135) = 471.9 s; (1 − (240 + 236)/11,135) / (1 + 10/471.9)."""
    mean = mtbf_s(LLAMA)
    interval = best_interval_s(10, mean)
    assert (mean, interval) == (pytest.approx(11_135, abs=1), pytest.approx(471.9, abs=0.1))
    assert goodput(mean, 10, 240, interval) == pytest.approx((1 - 475.95 / 11_135) / (1 + 10 / 471.9), abs=1e-5)


def test_the_range_of_llama_3_holds_what_was_published():
    """The method gives 0.918 to 0.955; Meta reports more than 0.90."""
    spread = spread_of(goodput_draws(LLAMA, 54, 10, 240, 471.9))
    assert (spread.p10, spread.p90) == (pytest.approx(0.918, abs=0.002), pytest.approx(0.955, abs=0.002))
    assert spread.mean == pytest.approx(0.937, abs=0.002)


def test_draws_agree_with_each_interruption_drawn_by_itself():
    """Ten days of 50 interruptions a day, each with its own part of an interval and its own restart."""
    chance = np.random.default_rng(7)
    plain = []
    for number in chance.poisson(chance.gamma(1 / 0.35**2, 500 * 0.35**2, 2000)):
        lost = chance.uniform(0, 300, number).sum() + chance.gamma(4, 100 / 4, number).sum()
        plain.append(max(0.0, 1 - lost / 864_000) / (1 + 5 / 300))
    drawn = spread_of(goodput_draws(50, 10, 5, 100, 300))
    expected = spread_of(np.array(plain))
    assert (drawn.p10, drawn.p50, drawn.p90) == pytest.approx((expected.p10, expected.p50, expected.p90), abs=0.006)


def test_the_same_seed_draws_the_same_and_quickly():
    """At most 0.2 s where a fixed sum takes 4 ms."""
    drawn = []
    assert sums_as_long(lambda: drawn.append(goodput_draws(LLAMA, 54, 10, 240, 471.9, seed=3)), tries=2) < 50
    one, two = drawn
    assert np.array_equal(one, two)
    assert not np.array_equal(one, goodput_draws(LLAMA, 54, 10, 240, 471.9, seed=4))


def test_many_interruptions_take_dalys_form():
    """M = 1,000 s, R = 600 s, w = 20 s: τ = 200 s and 0.7 of the time lost, so each is in the way of the next."""
    assert goodput(1000, 20, 600, 200) == pytest.approx(200 * exp(-0.6) / (1000 * expm1(0.22)))


@given(st.floats(0, 600), st.floats(0, 3600), st.floats(60, 1e5), st.lists(st.floats(1, 1e7), min_size=2, max_size=5))
def test_fewer_interruptions_never_train_less(write, restart, interval, means):
    shares = [goodput(mean, write, restart, interval) for mean in sorted(means)]
    assert all(0 <= share <= 1 for share in shares)
    assert np.all(np.diff(shares) >= -1e-12)


def test_a_job_that_is_never_interrupted():
    assert mtbf_s(0) == inf
    assert goodput(inf, 10, 240, 990) == 0.99
    assert best_interval_s(10, inf) == inf
    assert goodput(inf, 10, 240, inf) == 1
    assert goodput(1000, 10, 240, inf) == 0


def test_a_checkpoint_is_written_once_a_minute_at_most():
    assert best_interval_s(0.001, 1000) == 60


@pytest.mark.parametrize(("spares", "enough"), [(40, 0.12), (60, 0.945), (80, 1.0)])
def test_spares_as_the_method_tells(spares, enough):
    """2,048 hosts, 4.2 faults in 1,000 host-days, 5.54 days of repair."""
    assert p_enough(mean_down(2048, spares, 0.0042, 5.54), spares) == pytest.approx(enough, abs=0.002)


def test_the_fewest_spares_for_a_target():
    wanted = spares_for(2048, 0.0042, 5.54, 0.9)
    assert p_enough(mean_down(2048, wanted, 0.0042, 5.54), wanted) >= 0.9
    assert p_enough(mean_down(2048, wanted - 1, 0.0042, 5.54), wanted - 1) < 0.9
    assert spares_for(2048, 0, 5, 0.999) == 0


def test_no_spares_are_enough_for_hosts_that_are_always_in_repair():
    with pytest.raises(ValueError, match="never up"):
        spares_for(8, 0.5, 2, 0.9)


def test_a_job_goes_on_with_the_groups_that_are_left():
    """Four hosts in groups of four: any that is in repair stops all. In groups of one, what is up goes on."""
    assert kept_share(4, 0, 0.1, 4) == pytest.approx(exp(-0.1))
    assert kept_share(1000, 0, 20, 1) == pytest.approx(0.98, abs=1e-6)
    assert kept_share(1000, 60, 20, 1) == pytest.approx(1, abs=1e-9)
    assert kept_share(960, 0, 20, 16) < kept_share(960, 0, 20, 8) < 1 - 20 / 960


@pytest.mark.parametrize("mean", [250_000.5, 4e7, 5.3e9, 3e12])
@pytest.mark.parametrize("deviations", [-7.9, -3, -0.001, 0, 0.5, 2, 7.9])
def test_very_many_hosts_in_repair_follow_the_same_law(mean, deviations):
    """Held against the incomplete gamma function of Cephes, which is another way to the same law."""
    spares = int(mean + deviations * mean**0.5)
    assert p_enough(mean, spares) == pytest.approx(pdtr(spares, mean), abs=1e-11)


def test_runs_of_numbers_are_summed_to_the_same_means():
    mean = 4e7
    shares = down_shares(mean, 10**9)
    assert len(shares) < 10_000
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
    found = sum(share * down for down, share in shares.items())
    spread = sum(share * (down - found) ** 2 for down, share in shares.items())
    assert found == pytest.approx(mean, rel=1e-7)
    assert spread == pytest.approx(mean, rel=1e-4)
    # 10⁹ hosts of which 4·10⁷ are in repair: 96% go on, in groups of one as in small ones.
    assert kept_share(10**9, 0, mean, 1) == pytest.approx(0.96, abs=1e-8)
    assert kept_share(10**9, 10**6, mean, 8) == pytest.approx(0.961, abs=1e-7)
    # Half of the time more than the mean are out, by 0.4 of a deviation of 6,325 in the mean.
    assert kept_share(10**9, int(mean), mean, 1) == pytest.approx(1 - 6_325 * 0.3989 / 1e9, abs=1e-9)


def test_no_spares_are_enough_and_all_are_where_the_mean_is_far_off():
    assert p_enough(4e7, 39_900_000) == 0
    assert p_enough(4e7, 40_100_000) == 1


def test_spot():
    """5% in an hour are 1.2 a day; an hour of progress at half the goodput costs twice as much."""
    assert spot_rate_per_day(0.05, 1) == pytest.approx(1.2)
    assert effective_price(9.83, 0.5) == pytest.approx(19.66)


@pytest.mark.parametrize(("share", "expected"), [(0.05, 0.89), (0.10, 0.83)])
def test_spot_of_the_method(share, expected):
    """Eight hosts of which 5 or 10% are taken away in an hour, 30 s for a checkpoint and 300 s for a restart."""
    found = run_calculator(
        "spot-goodput",
        {
            "hosts": "8",
            "share_interrupted": str(share),
            "per_hours": "1",
            "write_s": "30",
            "restart_s": "300",
            "usd_per_h": "1",
        },
    )
    assert found["goodput"] == pytest.approx(expected, abs=0.005)
    assert found["effective_usd_per_h"] == pytest.approx(1 / found["goodput"])


def test_too_few_hosts_take_their_share():
    asked = {"interruptions_per_day": str(LLAMA), "write_s": "10", "restart_s": "240"}
    alone, short = run_calculator("goodput", asked), run_calculator("goodput", asked | {"p_enough": "0.9"})
    assert short["goodput"] == pytest.approx(0.9 * alone["goodput"])
    assert short["goodput_p10"] == pytest.approx(0.9 * alone["goodput_p10"])


def test_a_range_without_width_is_no_draw():
    assert triangle(2, 2, 2) == 2
    drawn = triangle(1, 2, 6)
    assert (drawn.min() >= 1, drawn.max() <= 6, drawn.mean()) == (True, True, pytest.approx(3, abs=0.1))
