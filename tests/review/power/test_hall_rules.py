"""A hall without plant, and plant that carries less than the whole site."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.review.findings import Finding
from designer.review.power import hall_rules
from designer.review.rules import review
from tests.analysis.power.drawn import drawn, feed, node, two_sides
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)
RULES = (hall_rules.hall_without_plant, hall_rules.site_over_supply)


def said(design: Design) -> dict[str, Finding]:
    results = analyze(design, only=("power", "cooling"))
    return {one.rule: one for one in review(design, results, TODAY, rules=RULES)}


def test_28_mw_without_anything_is_a_warning_and_never_an_error() -> None:
    finding = said(drawn(node("host", "server", 2_000, power_max_w=14_000.0)))["hall-without-plant"]
    assert finding.severity == "warning"
    assert (
        finding.message == "At full load the equipment here draws 28 MW, and no utility feed, UPS, generator or "
        "cooling is drawn."
    )


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (("utility",), "no UPS, generator or cooling is drawn."),
        (("utility", "ups", "generator"), "no cooling is drawn."),
        (("utility", "ups", "generator", "chiller"), ""),
        (("ups", "crah"), "no utility feed or generator is drawn."),
    ],
)
def test_only_what_is_not_drawn_is_named(plant: tuple[str, ...], words: str) -> None:
    hall = drawn(node("host", "server", 20, power_max_w=10_000.0), *(node(kind, kind) for kind in plant))
    found = said(hall)
    assert ("hall-without-plant" in found) == bool(words)
    if words:
        assert found["hall-without-plant"].message.endswith(words)


def test_a_laboratory_and_rented_machines_are_no_hall() -> None:
    assert "hall-without-plant" not in said(drawn(node("host", "server", 9, power_max_w=10_000.0)))
    assert "hall-without-plant" in said(drawn(node("host", "server", 10, power_max_w=10_000.0)))
    rented = next(part for part in LIBRARY.parts.values() if part.kind == "instance" and part.contains)
    design = drawn(node("vm", "instance", 5_000))
    vm = design.nodes["vm"]
    assert said(replace(design, nodes={"vm": replace(vm, part=rented.id)}, parts={rented.id: rented})) == {}


def test_a_hall_that_has_no_power_drawn_can_have_a_chain_drawn() -> None:
    design = add_node(Design(), LIBRARY, "nvidia/dgx-h100", 0, 0, node_id="dgx").applied(Design())
    design = set_node(design, "dgx", copies=32).applied(design)
    fix = said(design)["hall-without-plant"].fix
    assert fix is not None
    assert fix.edit == "draw_power_chain"


def chain(utility_w: float, transformer_w: float, ups_w: float, pue: float = 1.5) -> Design:
    """8 MW of IT of which one server alone hangs on the chain by a cable."""
    return drawn(
        node("grid", "utility", capacity_w=utility_w),
        node("trafo", "transformer", 2, capacity_w=transformer_w / 2),
        node("ups", "ups", 4, capacity_w=ups_w / 4),
        node("wired", "server", power_max_w=8_000.0),
        node("host", "server", 999, power_max_w=8_000.0),
        feed("f1", "grid", "trafo", 2),
        feed("f2", "trafo", "ups", 4),
        feed("f3", "ups", "wired"),
        assumptions={"pue": pue},
    )


def test_a_chain_that_carries_the_whole_site_says_nothing() -> None:
    assert "site-over-supply" not in said(chain(12e6, 12e6, 8e6))


def test_the_whole_site_is_held_against_the_utility_with_the_design_pue() -> None:
    # 8 MW × 1.5 = 12 MW.
    finding = said(chain(11e6, 12e6, 8e6))["site-over-supply"]
    assert finding.message == "At its maximum the site takes 12 MW (8 MW of IT × PUE 1.5), but its utility feeds " + (
        "carry 11 MW."
    )
    assert finding.severity == "warning"
    assert finding.detail.startswith("Add 1 MW there")
    assert "The PUE is an assumption" in finding.detail
    assert finding.ids == ("grid",)


def test_transformers_are_held_against_it_too() -> None:
    finding = said(chain(12e6, 7e6, 8e6))["site-over-supply"]
    assert "its transformers carry 7 MW" in finding.message
    assert finding.severity == "error"  # IT alone is more than they carry, whatever the PUE


def test_a_ups_carries_the_it_without_the_cooling() -> None:
    assert "site-over-supply" not in said(chain(99e6, 99e6, 8e6, pue=2.0))
    finding = said(chain(99e6, 99e6, 7.2e6))["site-over-supply"]
    assert finding.message == "At its maximum the site takes 8 MW of IT, but its UPSs carry 7.2 MW."


def test_it_whose_cables_lead_past_the_ups_is_not_asked_of_it() -> None:
    past = drawn(
        node("grid", "utility", capacity_w=99e6),
        node("ups", "ups", capacity_w=50_000.0),
        node("kept", "server", 4, power_max_w=10_000.0),
        node("raw", "server", 100, power_max_w=10_000.0),
        feed("f1", "grid", "ups"),
        feed("f2", "ups", "kept", 4),
        feed("f3", "grid", "raw", 100),
    )
    assert "site-over-supply" not in said(past)


def test_of_two_sides_either_carries_all() -> None:
    # 40 hosts of 10 kW; each UPS carries 500 kW alone. 60 more that no cable feeds yet make a million watts.
    design = two_sides()
    assert "site-over-supply" not in said(design)
    more = node("more", "server", 60, power_max_w=10_000.0)
    finding = said(replace(design, nodes={**design.nodes, "more": more}))["site-over-supply"]
    assert finding.message == (
        "At its maximum the site takes 1 MW of IT, but its UPSs of one side alone (ups-a) carry 500 kW."
    )
    assert finding.severity == "warning"


def test_nothing_is_held_against_what_nobody_states() -> None:
    silent = drawn(
        node("grid", "utility"),
        node("ups", "ups"),
        node("host", "server", 999, power_max_w=8_000.0),
        node("one", "server", power_max_w=8_000.0),
        feed("f1", "grid", "ups"),
        feed("f2", "ups", "one"),
    )
    assert "site-over-supply" not in said(silent)
