"""What a list of faults says of the days after it."""

import numpy as np
import pytest

from tests.accuracy.fault_lists import Fault, Recovery, expect, fit_faults, measured, read_faults


def rows(*events):
    return [dict(zip(("server", "day", "event"), event.split(" "), strict=True)) for event in events]


def test_a_list_is_read_with_what_is_cut_at_both_ends():
    faults = read_faults(rows("a 2 end", "b 1 start", "b 3 end", "c 4 start", "d 4 start", "d 4 end"))
    assert faults == [Fault("a", None, 2), Fault("b", 1, 3), Fault("d", 4, 4), Fault("c", 4, None)]


@pytest.mark.parametrize(
    ("events", "message"),
    [(("a x start",), "no day"), (("a 1 stop",), "start or end"), ((" 1 start",), "a server")],
)
def test_a_list_that_can_not_be_is_refused(events, message):
    with pytest.raises(ValueError, match=message):
        read_faults(rows(*events))


def test_a_server_that_fails_while_it_is_down_has_one_longer_fault():
    assert read_faults(rows("a 1 start", "a 2 start", "a 3 end", "a 5 end")) == [Fault("a", 1, 5)]
    assert read_faults(rows("a 1 start", "a 3 end", "a 5 end")) == [Fault("a", 1, 3)], "an end that nothing began"


def test_what_happened_by_hand():
    """Two of ten servers, down for 2 and 1 of 10 days; two interruptions, each with a restart of 864 s, 0.1% each."""
    faults = [Fault("a", 1, 3), Fault("b", 9, None)]
    found = measured(faults, 10, 0, 10, Recovery(write_s=0, restart_s=864))
    assert found.servers_down == pytest.approx(0.3)
    assert found.interruptions_per_day == pytest.approx(0.2)
    assert found.goodput == pytest.approx(0.97 * (1 - 0.002), abs=1e-3)


def test_faults_within_an_hour_are_one_group():
    faults = [Fault(name, day, day + 1) for name, day in (("a", 1.0), ("b", 1.01), ("c", 5.0), ("d", 7.0))]
    model = fit_faults(faults, 10, 0, 10)
    assert model.sizes.tolist() == [2, 1, 1]
    assert model.groups_per_day == pytest.approx(0.3)
    assert model.faults_per_server_day == pytest.approx(0.04)


def test_a_repair_that_is_not_over_is_taken_as_long_as_those_that_were():
    faults = [Fault("a", 0, 2), Fault("b", 1, 9), Fault("c", 5, 15), Fault("d", 9, 20)]
    model = fit_faults(faults, 10, 0, 10)
    assert model.repairs.tolist()[:2] == [2, 8]
    assert model.repairs[2] == 8, "five days so far, as the only longer one"
    assert sorted(model.ages) == [1, 5]


def made(seed, days=120.0, servers=400, rate=0.004, repair=3.0):
    """A cluster that is as it is said to be: Poisson faults, exponential repairs."""
    chance = np.random.default_rng(seed)
    starts = np.sort(chance.random(chance.poisson(rate * servers * days)) * days)
    return [Fault(str(number), start, start + chance.exponential(repair)) for number, start in enumerate(starts)]


def test_most_made_up_clusters_are_inside_of_their_ranges():
    """What the first half says of the second, where nothing drifts: the ranges are for what does, so nearly all."""
    inside = []
    for seed in range(20):
        faults = made(seed)
        expected = expect(fit_faults(faults, 400, 0, 60), 60, draws=500)
        happened = measured(faults, 400, 60, 120)
        for name in ("interruptions_per_day", "servers_down", "goodput"):
            spread = getattr(expected, name)
            inside.append(spread.p10 <= getattr(happened, name) <= spread.p90)
    assert np.mean(inside) > 0.85


def test_the_mean_of_the_draws_is_littles_law():
    """0.004 faults a server-day × 400 servers × 3 days of repair are 4.8 servers."""
    faults = made(1, days=4000.0)
    expected = expect(fit_faults(faults, 400, 0, 4000), 400)
    assert expected.servers_down.mean == pytest.approx(4.8, rel=0.06)
    assert expected.interruptions_per_day.mean == pytest.approx(1.6 * 0.94, rel=0.05), "7% of them within an hour"


def test_too_few_faults_teach_nothing():
    with pytest.raises(ValueError, match="nothing can be learnt"):
        fit_faults([Fault("a", 1, 2)], 10, 0, 10)
