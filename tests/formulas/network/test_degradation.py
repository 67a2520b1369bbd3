"""What a failure leaves of power, fabric and hosts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.network.degradation import cap_factor, hosts_not_restored, lose_rails, shed

HOSTS = st.dictionaries(st.text(max_size=3), st.integers(0, 1000), min_size=1, max_size=6)


def test_chain_05_a_module_of_the_ups_is_lost(chain_cases):
    case = chain_cases["CHAIN-05"]
    given_ones, expected = case["inputs"], case["expected"]
    load = given_ones["hosts"] * given_ones["kw_per_host"]
    remaining = (given_ones["ups"] - 1) * given_ones["ups_kw"]
    assert (load, remaining) == (expected["load_kw"], expected["capacity_after_kw"])
    hosts = {"serving": given_ones["serving_hosts"], "training": given_ones["training_hosts"]}
    left = shed(load, remaining, given_ones["kw_per_host"], hosts)
    assert sum(left.values()) == expected["hosts_up"]
    assert left == {"serving": expected["serving_hosts_up"], "training": expected["training_hosts_up"]}
    served = given_ones["answers_per_s"] * left["serving"] / hosts["serving"]
    days = given_ones["training_days"] * hosts["training"] / left["training"]
    assert served == expected["answers_per_s"]
    assert days == pytest.approx(expected["training_days"], abs=case["tolerance"])


def test_chain_06_the_leaf_of_a_rail_is_lost(chain_cases):
    case = chain_cases["CHAIN-06"]
    given_ones, expected = case["inputs"], case["expected"]
    after = lose_rails(
        given_ones["rails"], given_ones["rail_gb_s"], 1, given_ones["step_s"], given_ones["exposed_fabric_s"]
    )
    assert after.host_gb_per_s == expected["host_gb_s_after"]
    assert after.step_s == pytest.approx(expected["step_s"], abs=case["tolerance"])
    assert given_ones["step_days"] * after.slowdown == pytest.approx(expected["training_days"], abs=case["tolerance"])


def test_chain_08_an_orchestrator_is_out(chain_cases):
    case = chain_cases["CHAIN-08"]
    given_ones, expected = case["inputs"], case["expected"]
    lost = hosts_not_restored(given_ones["host_failures_per_day"], given_ones["outage_h"])
    assert lost == pytest.approx(expected["capacity_not_restored_hosts_expected"], abs=case["tolerance"])


def test_all_is_slowed_to_what_is_left():
    assert cap_factor(540, 400) == pytest.approx(0.7407, abs=1e-4)
    assert (cap_factor(400, 540), cap_factor(0, 0), cap_factor(10, 0)) == (1, 1, 0)


def test_other_load_stays_and_hosts_go():
    """100 of 550 kW are not the hosts': of 400 left, 300 carry 33 hosts of 9 kW; 50 carry 22 and 28 others none."""
    hosts = {"a": 25, "b": 25}
    assert shed(550, 400, 9, hosts) == {"a": 17, "b": 16}
    assert shed(550, 99, 9, hosts) == {"a": 0, "b": 0}
    assert shed(550, 550, 9, hosts) == hosts
    assert shed(100, 50, 9, {"a": 0}) == {"a": 0}


def test_hosts_that_just_fit_stay():
    """4.5 kW are 45 hosts of 0.1, although 4.5 / 0.1 is not 45 in every rounding."""
    assert sum(shed(6.0, 4.5, 0.1, {"a": 30, "b": 30}).values()) == 45
    assert sum(shed(0.7, 0.3, 0.1, {"a": 7}).values()) == 3


@given(HOSTS, st.floats(0.1, 100), st.floats(0, 1))
def test_what_is_left_is_carried_and_in_proportion(hosts, unit, part):
    load = sum(hosts.values()) * unit
    left = shed(load, load * part, unit, hosts)
    assert list(left) == list(hosts)
    stay, total = sum(left.values()), sum(hosts.values())
    assert stay * unit <= load * part * (1 + 1e-9)
    assert (stay + 1) * unit > load * part * (1 - 1e-9) or stay == total
    for name, count in left.items():
        assert 0 <= count <= hosts[name]
        assert abs(count - stay * hosts[name] / max(1, total)) < 1


@given(st.integers(1, 64), st.floats(0, 10), st.floats(0, 10))
def test_no_rail_lost_changes_nothing_and_each_more_slows(rails, exposed, rest):
    steps = [lose_rails(rails, 50, lost, exposed + rest + 1, exposed).step_s for lost in range(rails)]
    assert steps[0] == pytest.approx(exposed + rest + 1)
    assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: cap_factor(-1, 1), "load must not be negative"),
        (lambda: cap_factor(1, float("nan")), "remaining must be a finite number"),
        (lambda: shed(10, 5, 0, {"a": 1}), "unit must be above 0"),
        (lambda: shed(10, 5, 9, {"a": 2}), "load 10 is less than that of its 2 hosts of 9 each"),
        (lambda: shed(10, 5, 9, {"a": -1}), "hosts of a must be at least 0"),
        (lambda: shed(10, 5, 9, {"a": 0.5}), "hosts of a must be a whole number"),
        (lambda: lose_rails(8, 50, 8, 8, 1), "without a rail, work that spans hosts stops"),
        (lambda: lose_rails(8, 50, 1, 1, 2), "exposed_s must be at most the step of 1 s"),
        (lambda: lose_rails(8, 0, 1, 8, 1), "rail_gb_per_s must be above 0"),
        (lambda: hosts_not_restored(-1, 1), "host_failures_per_day must not be negative"),
        (lambda: hosts_not_restored(1, float("inf")), "outage_h must be a finite number"),
    ],
)
def test_what_cannot_be_is_refused(ask, message):
    with pytest.raises(ValueError, match=message):
        ask()
