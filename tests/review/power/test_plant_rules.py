"""What is said of power chains, drawn well and drawn wrongly."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.design import Design, Node
from designer.model.parts.part import PortGroup
from designer.review.findings import Finding
from designer.review.rules import review
from tests.analysis.power.drawn import drawn, feed, node, two_sides

TODAY = date(2026, 11, 25)
OURS = {
    "stage-overloaded",
    "stage-above-80",
    "failure-overloads",
    "power-single-point",
    "power-loop",
    "fed-by-itself",
    "sides-meet",
    "side-mixed",
    "phases-swapped",
    "phases-unbalanced",
    "unlike-volts",
    "battery-too-short",
    "cooling-unfed",
    "battery-unknown",
    "ups-bypassed",
}


def found(design: Design) -> dict[str, Finding]:
    """The findings of these rules, the first of each."""
    results = analyze(design, only=("power",))
    return {one.rule: one for one in reversed(review(design, results, TODAY)) if one.rule in OURS}


def test_a_sound_2n_chain_has_nothing_to_say() -> None:
    assert found(two_sides()) == {}


def test_a_ups_above_80_percent_and_above_all() -> None:
    above = found(two_sides(ups_w=240_000.0))
    assert above["stage-above-80"].message == "UPS-A carries 200 kW of 240 kW at maximum: 83%, above 80%.".replace(
        "UPS-A", above["stage-above-80"].ids[0]
    )
    over = found(two_sides(ups_w=150_000.0))["stage-overloaded"]
    assert over.severity == "error"
    assert over.message == "ups-a would carry 200 kW at maximum but may carry 150 kW (133%)."


def test_a_side_that_cannot_take_over_alone() -> None:
    finding = found(two_sides(ups_w=390_000.0))["failure-overloads"]
    assert finding.severity == "warning"
    assert "ups-b would carry 400 kW but may carry 390 kW." in finding.message or "ups-a" in finding.message


def test_supplies_that_one_side_does_not_leave_enough_of() -> None:
    # A DGX H100 draws 10.2 kW and has six supplies of 3.3 kW: three of them are too few.
    design = drawn(
        node("pdu-a", "pdu", capacity_w=20_000.0),
        node("pdu-b", "pdu", capacity_w=20_000.0),
        node("dgx", "server", power_max_w=10_200.0, psu_count=6.0, psu_rating_w=3300.0),
        feed("a", "pdu-a", "dgx", 3, side="A"),
        feed("b", "pdu-b", "dgx", 3, side="B"),
    )
    message = found(design)["failure-overloads"].message
    assert message.endswith("the live supplies of dgx give 9.9 kW, but it draws 10.2 kW.")


def test_a_ring_and_a_pdu_fed_by_itself_can_be_mended() -> None:
    design = drawn(
        node("utility", "utility"),
        node("pdu-1", "pdu"),
        node("pdu-2", "pdu"),
        node("host", "host", power_max_w=500.0),
        feed("in", "utility", "pdu-1"),
        feed("down", "pdu-1", "pdu-2"),
        feed("back", "pdu-2", "pdu-1"),
        feed("own", "pdu-2", "pdu-2"),
        feed("cord", "pdu-2", "host"),
    )
    told = found(design)
    ring = told["power-loop"]
    assert ring.message == "Power runs in a ring: pdu-1 and pdu-2 feed each other."
    assert told["fed-by-itself"].message == "pdu-2 is fed by itself."
    for finding in (ring, told["fed-by-itself"]):
        assert finding.fix is not None
        design = FIXES[finding.fix.edit](design, None, **finding.fix.arguments).applied(design)
    assert not {"power-loop", "fed-by-itself"} & found(design).keys()
    assert set(design.links) == {"in", "down", "cord"}


def test_both_sides_on_one_ups_and_a_cord_on_the_wrong_side() -> None:
    design = drawn(
        node("utility", "utility"),
        node("ups", "ups"),
        node("pdu-a", "pdu"),
        node("pdu-b", "pdu"),
        node("host", "host", power_max_w=500.0),
        feed("in", "utility", "ups"),
        feed("to-a", "ups", "pdu-a", side="A"),
        feed("to-b", "ups", "pdu-b", side="B"),
        feed("cord-a", "pdu-a", "host", side="A"),
        feed("cord-b", "pdu-b", "host", side="B"),
    )
    told = found(design)
    assert told["sides-meet"].message == "Both sides of host depend on ups."
    assert told["power-single-point"].message.startswith("When utility fails, 1 device (host) goes dark.")
    wrong = drawn(*design.nodes.values(), *design.links.values(), feed("cord-c", "pdu-a", "host", side="B"))
    assert found(wrong)["side-mixed"].message == "pdu-a to host is of side B, but pdu-a is fed by side A."


def phased(node_id: str, kind: str, role: str) -> tuple[PortGroup, ...]:
    return tuple(PortGroup(name=f"{role} L{n}", media=("power",), count=2, role=role) for n in (1, 2, 3))  # pyright: ignore[reportArgumentType]


def test_swapped_phases_and_phases_that_carry_unlike_loads() -> None:
    records = [node("panel", "rpp"), node("pdu", "pdu"), node("host", "host", 2, power_max_w=900.0)]
    panel = type(records[0])(id="panel", kind="rpp", ports=phased("panel", "rpp", "out"))
    pdu = type(records[0])(id="pdu", kind="pdu", ports=phased("pdu", "pdu", "in"))
    swapped = drawn(
        panel,
        pdu,
        records[2],
        feed("one", "panel", "pdu", a_port="out L1", b_port="in L2"),
        feed("cord", "pdu", "host", 2),
    )
    told = found(swapped)
    assert told["phases-swapped"].message == "panel to pdu joins L1 of panel to L2 of pdu: two phases are swapped."
    fix = told["phases-swapped"].fix
    assert fix is not None
    mended = FIXES[fix.edit](swapped, None, **fix.arguments).applied(swapped)
    assert mended.links["one"].b_port == "in L1"
    assert "phases-swapped" not in found(mended)
    assert found(mended)["phases-unbalanced"].message.startswith(
        "The phases of panel are loaded unevenly: its fullest carries 200% more than the mean "
        "(L1 1.8 kW, L2 0 W, L3 0 W)."
    )


@pytest.mark.parametrize(
    ("inlet", "said"),
    [
        ("in L1-L2-L3", ""),
        ("in L2-L1-L3", "two phases are swapped."),
        ("in L2-L3-L1", "all three phases are shifted."),
        ("in L1-L2", "two phases are swapped."),
    ],
)
def test_three_phases_in_another_order(inlet: str, said: str) -> None:
    panel = Node(id="panel", kind="rpp", ports=(PortGroup(name="out L1-L2-L3", media=("power",), count=2, role="out"),))
    pdu = Node(id="pdu", kind="pdu", ports=(PortGroup(name=inlet, media=("power",), count=1, role="in"),))
    told = found(
        drawn(
            panel,
            pdu,
            node("host", "host", power_max_w=900.0),
            feed("one", "panel", "pdu", a_port="out L1-L2-L3", b_port=inlet),
            feed("cord", "pdu", "host"),
        )
    )
    assert ("phases-swapped" in told) is bool(said)
    if said:
        assert told["phases-swapped"].message.endswith(said)


@pytest.mark.parametrize(
    ("above", "below", "wrong"), [(415.0, 400.0, False), (415.0, 240.0, False), (480.0, 208.0, True)]
)
def test_unlike_voltages_without_a_transformer(above: float, below: float, wrong: bool) -> None:
    design = drawn(
        node("busway", "busway", volts=above),
        node("pdu", "pdu", volts=below),
        node("host", "host", power_max_w=500.0),
        feed("tap", "busway", "pdu"),
        feed("cord", "pdu", "host"),
    )
    assert ("unlike-volts" in found(design)) is wrong


def test_a_battery_that_is_empty_before_the_generator_runs() -> None:
    design = two_sides()
    ups = design.nodes["ups-a"]
    # Loaded to 40%, so that 0.05 min at full load are 7.5 s.
    short = type(ups)(
        **{**{name: getattr(ups, name) for name in ups.__struct_fields__}, "facts": {**ups.facts, "battery_min": 0.05}}
    )
    told = found(
        drawn(*(short if one.id == "ups-a" else one for one in design.nodes_in_order()), *design.links.values())
    )
    assert told["battery-too-short"].message == (
        "The battery of ups-a lasts 7.5 s at maximum load, but a generator takes 10 s to start."
    )


def test_coolers_that_nothing_feeds() -> None:
    design = two_sides()
    warm = drawn(*design.nodes_in_order(), node("crah", "crah", power_max_w=900.0), *design.links.values())
    assert found(warm)["cooling-unfed"].message == "crah has no power cable."


def test_a_ups_without_a_battery_time_offers_to_suppose_one(library: Library) -> None:
    design = drawn(
        node("utility", "utility"),
        node("ups", "ups", bypass=1.0),
        node("host", "host", 3, power_max_w=500.0),
        feed("in", "utility", "ups"),
        feed("cord", "ups", "host", 3),
    )
    said = found(design)
    assert said["battery-unknown"].message == "The battery time of ups is not stated."
    fix = said["battery-unknown"].fix
    assert fix is not None
    mended = FIXES[fix.edit](design, library, **fix.arguments).applied(design)
    assert "battery-unknown" not in found(mended)
    assert said["ups-bypassed"].message == (
        "When ups fails, its bypass keeps 3 devices (host) on, without a battery behind them."
    )
    assert "ups-bypassed" not in found(two_sides())
