"""What happens until a generator runs and until batteries are empty."""

import pytest

from designer.analysis.power.failures import failure_of
from designer.analysis.power.power_chain import plant_of, plant_result
from designer.model.design import Design
from tests.analysis.power.drawn import drawn, feed, node, two_sides


def test_batteries_bridge_the_start_of_the_generator() -> None:
    failure = failure_of(plant_of(two_sides()), ("utility-a",))
    assert not failure.dark
    assert not failure.interrupted
    assert failure.on_battery == ("ups-a",)
    # 40 hosts of 10 kW on two sides: 200 kW on a UPS of 500 kW, so 8 min at full load are 8 / 0.4 = 20 min. An old
    # battery has 80% left: 16 min. At typical load, 80% of it, the share is 0.32, and by Peukert's 1.25 the battery
    # lasts 8 / 0.32^1.25 = 8 / 0.2407 = 33.2 min.
    time = failure.ride_through_min
    assert (time.low, time.value, time.high) == pytest.approx((16.0, 20.0, 33.2), abs=0.05)
    assert failure.battery_min["ups-a"] == time
    assert failure.start_s.value == pytest.approx(10.0)


def test_without_a_generator_the_dark_are_carried_for_a_while() -> None:
    design = drawn(
        node("utility", "utility"),
        node("ups", "ups", battery_min=5.0),
        node("host", "host", 3, power_max_w=500.0),
        feed("in", "utility", "ups"),
        feed("cord", "ups", "host", 3),
    )
    failure = failure_of(plant_of(design), ("utility",))
    assert failure.dark == failure.carried == {"host": 3}
    assert failure.ride_through_min.value == pytest.approx(5.0)
    assert not failure.start_s.known
    at_once = failure_of(plant_of(design), ("ups",))
    assert at_once.dark == {"host": 3}
    assert not at_once.carried


def test_without_a_battery_devices_are_off_until_the_generator_runs() -> None:
    design = drawn(
        node("utility", "utility"),
        node("generator", "generator"),
        node("gear", "switchgear"),
        node("host", "host", power_max_w=500.0),
        feed("in", "utility", "gear"),
        feed("standby", "generator", "gear"),
        feed("cord", "gear", "host"),
    )
    failure = failure_of(plant_of(design), ("utility",))
    assert failure.interrupted == {"host": 1}
    assert not failure.dark
    assert failure_of(plant_of(design), ("utility", "generator")).dark == {"host": 1}


def test_a_transfer_switch_tells_that_it_changed_over_and_an_unknown_battery_stays_unknown() -> None:
    design = drawn(
        node("utility", "utility"),
        node("ups-a", "ups"),
        node("ups-b", "ups"),
        node("sts", "sts"),
        node("host", "host", power_max_w=500.0),
        feed("in", "utility", "ups-a"),
        feed("a", "ups-a", "sts", side="A"),
        feed("b", "ups-b", "sts", side="B"),
        feed("cord", "sts", "host"),
    )
    plant = plant_of(design)
    assert failure_of(plant, ("ups-b",)).transferred == ()
    failure = failure_of(plant, ("utility",))
    assert failure.transferred == ("sts",)
    assert failure.on_battery == ("ups-a",)
    assert not failure.ride_through_min.known
    assert not failure.dark


def chain(assumptions: dict[str, float] | None = None, generator: bool = False, **facts: float) -> Design:
    """A utility, a UPS with FACTS in a room, and ten hosts of 1 kW that hang on it alone."""
    records = [
        node("room", "room"),
        node("utility", "utility"),
        node("ups", "ups", parent="room", **facts),
        node("host", "host", 10, power_max_w=1000.0, power_typical_w=500.0),
        feed("in", "utility", "ups"),
        feed("cord", "ups", "host", 10),
    ]
    if generator:
        records += [node("generator", "generator"), feed("standby", "generator", "ups")]
    return drawn(*records, assumptions=assumptions)


def test_energy_of_a_battery_is_time_at_what_it_carries() -> None:
    # 4 kWh, 0.95 of it reaches the load: 3.8 kWh / 10 kW = 22.8 min; 0.8 of that when old, twice at typical load.
    failure = failure_of(plant_of(chain(battery_kwh=4.0, efficiency=0.95)), ("utility",))
    time = failure.ride_through_min
    assert (time.low, time.value, time.high) == pytest.approx((18.24, 22.8, 45.6))


def test_a_battery_nobody_states_is_unknown_until_the_design_supposes_one() -> None:
    failed = ("utility",)
    assert not failure_of(plant_of(chain(capacity_w=20_000.0)), failed).ride_through_min.known
    supposed = failure_of(plant_of(chain({"ups_ride_through_min": 5.0}, capacity_w=20_000.0)), failed)
    assert supposed.ride_through_min.value == pytest.approx(10.0)
    own = failure_of(plant_of(chain({"ups_ride_through_min": 5.0}, capacity_w=20_000.0, battery_min=3.0)), failed)
    assert own.ride_through_min.value == pytest.approx(6.0)


def test_a_battery_that_is_empty_before_the_generator_runs_bridges_nothing() -> None:
    # Half loaded, 0.05 min at full load are 6 s, and the generator takes 10 s.
    short = failure_of(plant_of(chain(generator=True, battery_min=0.05, capacity_w=20_000.0)), ("utility",))
    assert short.interrupted == {"host": 10}
    assert (
        failure_of(plant_of(chain(generator=True, battery_min=0.1, capacity_w=20_000.0)), ("utility",)).interrupted
        == {}
    )


@pytest.mark.parametrize(("bypass", "dark", "bare"), [(1.0, {}, {"host": 10}), (0.0, {"host": 10}, {})])
def test_a_bypass_keeps_the_load_on_raw_mains(bypass: float, dark: dict[str, int], bare: dict[str, int]) -> None:
    failure = failure_of(plant_of(chain(bypass=bypass, battery_min=5.0)), ("ups",))
    assert (failure.dark, failure.unprotected) == (dark, bare)
    assert failure.bypassed == (("ups",) if bypass else ())
    assert failure.on_battery == ()


def test_on_bypass_the_ups_loses_nothing_and_bridges_nothing() -> None:
    design = chain(bypass=1.0, efficiency=0.95, battery_min=5.0)
    result = plant_result(design, ("ups",))
    assert result is not None
    assert result.elements["utility"].load_max_w.value == pytest.approx(10_000.0)
    assert result.elements["ups"].load_max_w.value == pytest.approx(10_000.0)
    assert result.losses_max_w.value == pytest.approx(0.0)
    assert failure_of(plant_of(design), ("ups", "utility")).dark == {"host": 10}


def test_a_room_that_is_lost_takes_the_bypass_along() -> None:
    plant = plant_of(chain(bypass=1.0))
    assert failure_of(plant, ("room",)).dark == {"host": 10}
    assert failure_of(plant, ("room", "ups")).dark == {"host": 10}


def test_beside_a_second_ups_a_bypass_leaves_nobody_bare() -> None:
    design = two_sides()
    failure = failure_of(plant_of(design), ("ups-a",))
    assert (failure.bypassed, failure.unprotected) == ((), {})


def test_whether_a_bypass_is_there_is_told_where_nobody_says() -> None:
    silent, said = plant_result(chain()), plant_result(chain(bypass=0.0))
    assert silent is not None
    assert said is not None
    assert any("bypass" in note for note in silent.notes)
    assert not any("bypass" in note for note in said.notes)
    assert silent.redundancy[0].single_points == ("utility", "ups")
    kept = plant_result(chain(bypass=1.0))
    assert kept is not None
    assert kept.redundancy[0].single_points == ("utility",)
