"""What happens until a generator runs and until batteries are empty."""

import pytest

from designer.analysis.plant.failures import failure_of
from designer.analysis.plant.plant import plant_of
from tests.analysis.plant.drawn import drawn, feed, node, two_sides


def test_batteries_bridge_the_start_of_the_generator() -> None:
    failure = failure_of(plant_of(two_sides()), ("utility-a",))
    assert not failure.dark
    assert not failure.interrupted
    assert failure.on_battery == ("ups-a",)
    assert failure.ride_through_min.value == pytest.approx(8.0)
    assert failure.start_s.value == pytest.approx(10.0)


def test_without_a_generator_the_dark_are_carried_for_a_while() -> None:
    design = drawn(
        node("utility", "utility"), node("ups", "ups", battery_min=5.0), node("host", "host", 3, power_max_w=500.0),
        feed("in", "utility", "ups"), feed("cord", "ups", "host", 3),
    )  # fmt: skip
    failure = failure_of(plant_of(design), ("utility",))
    assert failure.dark == failure.carried == {"host": 3}
    assert failure.ride_through_min.value == pytest.approx(5.0)
    assert not failure.start_s.known
    at_once = failure_of(plant_of(design), ("ups",))
    assert at_once.dark == {"host": 3}
    assert not at_once.carried


def test_without_a_battery_devices_are_off_until_the_generator_runs() -> None:
    design = drawn(
        node("utility", "utility"), node("generator", "generator"), node("gear", "switchgear"),
        node("host", "host", power_max_w=500.0),
        feed("in", "utility", "gear"), feed("standby", "generator", "gear"), feed("cord", "gear", "host"),
    )  # fmt: skip
    failure = failure_of(plant_of(design), ("utility",))
    assert failure.interrupted == {"host": 1}
    assert not failure.dark
    assert failure_of(plant_of(design), ("utility", "generator")).dark == {"host": 1}


def test_a_transfer_switch_tells_that_it_changed_over_and_an_unknown_battery_stays_unknown() -> None:
    design = drawn(
        node("utility", "utility"), node("ups-a", "ups"), node("ups-b", "ups"), node("sts", "sts"),
        node("host", "host", power_max_w=500.0), feed("in", "utility", "ups-a"), feed("a", "ups-a", "sts", side="A"),
        feed("b", "ups-b", "sts", side="B"), feed("cord", "sts", "host"),
    )  # fmt: skip
    plant = plant_of(design)
    assert failure_of(plant, ("ups-b",)).transferred == ()
    failure = failure_of(plant, ("utility",))
    assert failure.transferred == ("sts",)
    assert failure.on_battery == ("ups-a",)
    assert not failure.ride_through_min.known
    assert not failure.dark
