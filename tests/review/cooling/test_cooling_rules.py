"""What is said of cooling, drawn well and drawn wrongly."""

from datetime import date

from designer.analysis.run import analyze
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.rules import review
from tests.analysis.cooling.drawn import pipe, room
from tests.analysis.power.drawn import drawn, node

TODAY = date(2026, 11, 27)
OURS = {
    "rack-dense-for-air",
    "rack-over-its-door",
    "zone-over-capacity",
    "airflow-short",
    "coolant-unit-overloaded",
    "coolant-flow-short",
    "cooler-without-capacity",
    "cooler-idle",
    "needs-coolant",
    "no-cooler-there",
    "supply-too-warm",
    "supply-unusual",
    "coolant-too-warm",
    "coolant-ring",
    "cooling-single-point",
    "cooling-failure-overloads",
    "cooling-too-small",
}
WET = {"power_max_w": 120_000.0, "liquid_heat_share": 0.85}


def found(design: Design) -> dict[str, Finding]:
    """The findings of these rules, the first of each."""
    results = analyze(design, only=("cooling",))
    return {one.rule: one for one in reversed(review(design, results, TODAY)) if one.rule in OURS}


def test_a_sound_hall_has_nothing_to_say() -> None:
    design = drawn(
        room("hall", 20_000, 10_000),
        node("rack", "rack", 4, "hall"),
        node("srv", "server", 3, "rack", power_max_w=10_000.0, airflow_cfm=1_000.0, inlet_max_c=32.0),
        node("crah", "crah", 4, "hall", cooling_capacity_w=50_000.0, airflow_cfm=6_000.0, supply_c=24.0),
    )
    assert found(design) == {}
    assert found(drawn()) == {}


def test_a_room_that_is_short_while_the_whole_is_not() -> None:
    rules = found(
        drawn(
            node("one", "room"),
            node("two", "room", 2),
            node("a", "server", 4, "one", power_max_w=10_000.0),
            node("b", "server", 1, "two", power_max_w=10_000.0),
            node("ca", "crah", 1, "one", cooling_capacity_w=30_000.0),
            node("cb", "crah", 1, "two", cooling_capacity_w=90_000.0),
        )
    )
    over = rules["zone-over-capacity"]
    assert over.severity == "error"
    assert over.message == "one has 40 kW of heat in its air, but its coolers remove 30 kW."
    assert over.ids == ("one", "ca")
    assert "cooling-too-small" not in rules


def test_the_whole_that_is_short_is_said_once() -> None:
    rules = found(drawn(node("a", "server", 4, power_max_w=10_000.0), node("ca", "crah", cooling_capacity_w=3e4)))
    assert "cooling-too-small" in rules
    assert "zone-over-capacity" not in rules


def test_air_that_is_short_and_too_warm() -> None:
    rules = found(
        drawn(
            node("hall", "room"),
            node("dgx", "server", 8, "hall", power_max_w=10_200.0, airflow_cfm=1_105.0, inlet_max_c=30.0),
            node("crah", "crah", 2, "hall", cooling_capacity_w=100_000.0, airflow_cfm=4_000.0, supply_c=31.0),
        )
    )
    assert rules["airflow-short"].message == (
        "The devices in hall take 8,840 CFM of air, but its coolers deliver 8,000 CFM."
    )
    assert rules["supply-too-warm"].message == "The air in hall is supplied at 31 °C, but dgx takes at most 30 °C."
    assert "supply-unusual" not in rules
    cold = found(
        drawn(node("srv", "server", power_max_w=1e3), node("c", "crah", cooling_capacity_w=9e3, supply_c=15.0))
    )
    assert cold["supply-unusual"].message.startswith("The air in the whole design is supplied at 15 °C")


def test_altitude_makes_a_class_too_weak() -> None:
    server = node("srv", "server", power_max_w=1e3, inlet_max_c=30.0)
    cooler = node("crah", "crah", cooling_capacity_w=9e3, supply_c=27.0)
    assert "supply-too-warm" not in found(drawn(server, cooler))
    # 2,100 m are 1,200 m above 900 m: 4 °C less.
    high = found(drawn(server, cooler, assumptions={"altitude_m": 2_100.0}))
    assert high["supply-too-warm"].message.endswith("but srv takes at most 26 °C.")


def test_a_coolant_unit_that_is_too_small_moves_too_little_and_is_too_warm() -> None:
    rules = found(
        drawn(
            node("cdu", "cdu", 2, cooling_capacity_w=400_000.0, flow_l_per_min=300.0, supply_c=45.0),
            node("nvl", "rack-system", 8, **WET, flow_l_per_min=85.0, coolant_max_c=40.0),
            pipe("hoses", "cdu", "nvl", 16, spread="mesh"),
        )
    )
    assert rules["coolant-unit-overloaded"].message == (
        "Each cdu would take 408 kW at maximum (nvl) but may take 400 kW (102%)."
    )
    assert rules["coolant-flow-short"].message == (
        "The devices on cdu take 680 L/min of coolant, but they move 600 L/min."
    )
    assert rules["coolant-too-warm"].message == "cdu gives coolant of 45 °C, but nvl takes at most 40 °C."


def test_a_unit_that_cannot_take_over_and_one_that_nobody_takes_over() -> None:
    both = drawn(
        node("cdu", "cdu", 2, cooling_capacity_w=600_000.0),
        node("nvl", "rack-system", 8, **WET),
        pipe("hoses", "cdu", "nvl", 16, spread="mesh"),
    )
    finding = found(both)["cooling-failure-overloads"]
    assert finding.severity == "warning"
    assert finding.message == "When cdu 1 fails, cdu would take 816 kW but may take 600 kW."
    alone = drawn(
        node("cdu", "cdu", cooling_capacity_w=900_000.0),
        node("nvl", "rack-system", 8, **WET),
        pipe("hoses", "cdu", "nvl", 8),
    )
    point = found(alone)["cooling-single-point"]
    assert point.severity == "note"
    assert point.message == "When cdu fails, 8 devices (nvl) have no coolant."
    assert "within seconds" in point.detail


def test_a_room_that_is_too_warm_says_how_soon() -> None:
    point = found(
        drawn(
            room("hall", 10_000, 10_000),
            node("dgx", "server", 8, "hall", power_max_w=10_000.0, inlet_max_c=30.0),
            node("crah", "crah", 2, "hall", cooling_capacity_w=45_000.0, supply_c=22.0),
            assumptions={"altitude_m": 0.0},
        )
    )["cooling-single-point"]
    # 362,160 J/K · 8 K / 35 kW = 82.8 s.
    assert point.message == "When crah 1 fails, hall keeps 35 kW of its 80 kW of heat."
    assert point.detail.startswith("The air is too warm in about 1.4 minutes")


def test_devices_that_no_coolant_reaches() -> None:
    wet = node("nvl", "rack-system", 2, **WET)
    # 240 kW of liquid-cooled racks are a hall: without coolant they do not run. A rack of a laboratory is a note.
    assert found(drawn(wet))["needs-coolant"].severity == "warning"
    small = node("nvl", "server", 2, **{**WET, "power_max_w": 10_000.0})
    assert found(drawn(small))["needs-coolant"].severity == "note"
    beside = found(drawn(wet, node("cdu", "cdu", cooling_capacity_w=1e6)))
    assert beside["needs-coolant"].severity == "warning"
    assert beside["needs-coolant"].message == "nvl gives heat to a liquid, but no coolant link leads there."
    assert beside["cooler-idle"].message == "Nothing depends on cdu: no coolant link leads from it."


def test_coolers_in_the_wrong_room_and_without_capacity() -> None:
    rules = found(
        drawn(
            node("one", "room"),
            node("two", "room"),
            node("a", "server", 1, "one", power_max_w=5_000.0),
            node("b", "server", 1, "two", power_max_w=5_000.0),
            node("crah", "crah", 1, "one", cooling_capacity_w=0.0),
        )
    )
    assert rules["no-cooler-there"].message == ("No air cooler serves b: the coolers stand in other rooms or rows.")
    assert rules["cooler-without-capacity"].message == "crah removes 0 W of heat by its own figures."


def test_a_rear_door_that_is_too_small() -> None:
    rules = found(
        drawn(
            node("rack", "rack", 2),
            node("srv", "server", 4, "rack", power_max_w=10_200.0),
            node("door", "crah", 1, "rack", cooling_capacity_w=30_000.0),
            node("wall", "crah", cooling_capacity_w=90_000.0),
        )
    )
    assert rules["rack-over-its-door"].message == (
        "rack: 40.8 kW go into the air of a rack whose own coolers remove 30 kW."
    )
    assert "rack-dense-for-air" not in rules
    assert "zone-over-capacity" not in rules


def test_a_ring_of_coolant() -> None:
    ring = found(
        drawn(
            node("a", "cdu", cooling_capacity_w=1e5),
            node("b", "cdu", cooling_capacity_w=1e5),
            pipe("one", "a", "b"),
            pipe("two", "b", "a"),
        )
    )["coolant-ring"]
    assert ring.message == "Coolant runs in a ring: a and b cool each other."
    # A supply and a return pipe are none: chillers cool coolant units, whichever way a pipe is drawn.
    assert "coolant-ring" not in found(
        drawn(node("a", "chiller"), node("b", "cdu"), pipe("one", "a", "b"), pipe("two", "b", "a"))
    )
