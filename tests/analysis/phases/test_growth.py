"""Growth of designs in phases: what belongs where, money and power by quarter, delay, and what is not known."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.phases.growth import phases_result
from designer.analysis.phases.quarters import Payment, planned_quarters
from designer.analysis.phases.records import PhasesResult
from designer.analysis.phases.schedule import Plan, schedule
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.text.text_form import design_of_document
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.model.phase_plan import Weeks
from designer.review.documents.results_document import results_document
from tests.shipped import LIBRARY

SURE: dict[str, Any] = {
    "installation": {"least": 6.0, "likely": 6.0, "most": 6.0},
    "commissioning": {"least": 8.0, "likely": 8.0, "most": 8.0},
    "ramp_months": 0.0,
}


def weeks(number: float) -> dict[str, float]:
    return {"least": number, "likely": number, "most": number}


def pods(*phases: dict[str, Any], users: bool = False, optical: bool = False, **more: Any) -> Design:
    """Four pods of two servers at 100,000 $ and 5 kW each, one switch at 40,000 $, an optical one at 10,000 $."""
    nodes: list[dict[str, Any]] = [
        {"id": "pod", "kind": "pod", "copies": 4},
        {
            "id": "host",
            "part": "generic/host",
            "parent": "pod",
            "copies": 2,
            "price_usd": 100_000.0,
            "facts": {"power_max_w": 5_000.0, "power_typical_w": 4_000.0},
        },
        {
            "id": "spine",
            "part": "generic/switch",
            "price_usd": 40_000.0,
            "facts": {"power_max_w": 1_000.0, "power_typical_w": 800.0},
        },
    ]
    if optical:
        nodes.append({"id": "light", "part": "generic/optical-switch", "price_usd": 10_000.0})
    if users:
        nodes.append({"id": "app", "part": "generic/users", "facts": {"users": 1_000.0}})
    document = {"format": "stackwright-design", "version": 1, "nodes": nodes, "phases": list(phases), **more}
    return design_of_document(document, LIBRARY)


def first(**fields: Any) -> dict[str, Any]:
    told = {"host": weeks(20.0), "switch": weeks(10.0)}
    return {"id": "a", "order_date": "2027-01-04", "energised": "2027-01-01", "lead_weeks": told, **SURE, **fields}


def second(**fields: Any) -> dict[str, Any]:
    return {"id": "b", "order_date": "2028-01-03", "holds": {"pod": 3}, **SURE, **fields}


def found(design: Design, library: Library | None = None) -> PhasesResult:
    made = analyze(design, only=("power", "cost"), library=library).phases
    assert made is not None
    return made


def test_a_plan_worked_out_by_hand() -> None:
    """One pod and the switch in January 2027, three pods a year later; everything takes a known time.

    Ordered on 4 January 2027, servers are there 20 weeks later on 24 May, mounted on 5 July, running on 30 August. The
    second: 3 January 2028, 22 May, 3 July, 28 August. The price is paid by 30% with the order.
    """
    design = pods(first(), second(), assumptions={"paid_at_order_share": 0.3})
    got = found(design)
    assert [(one.running.p10, one.running.p50, one.running.p90) for one in got.phases] == [
        ("2027-08-30",) * 3,
        ("2028-08-28",) * 3,
    ]
    assert not got.at_least
    assert got.undated_usd == 0
    a, b = got.phases
    assert (a.capex_usd.value, b.capex_usd.value) == (240_000.0, 600_000.0)
    assert (a.load_share, b.load_share) == pytest.approx((11_000 / 41_000, 30_000 / 41_000))
    spent = {one.quarter: round(one.spend_usd) for one in got.quarters if round(one.spend_usd)}
    assert spent == {
        "2027 Q1": 84_000 - 12_000 + 28_000,  # 30% of 240,000, and the rest of the switch on 15 March
        "2027 Q2": 140_000,
        "2028 Q1": 180_000,
        "2028 Q2": 420_000,
    }
    assert got.quarters[-1].spent_usd == pytest.approx(840_000)
    site = analyze(design, only=("power",)).power
    assert site is not None
    whole = site.facility_max_w.value
    assert whole is not None
    peaks = {one.quarter: one.peak_w_p50 for one in got.quarters}
    assert peaks["2027 Q2"] == 0
    assert peaks["2027 Q3"] == pytest.approx(whole * 11 / 41)
    assert peaks["2028 Q2"] == pytest.approx(whole * 11 / 41)
    assert peaks["2028 Q3"] == pytest.approx(whole)


def test_money_and_power_of_all_phases_are_those_of_the_design() -> None:
    design = build_template("power-chain", LIBRARY, {})
    plan = pods(first(lead_weeks={}), second(holds={}, order_date="2027-06-01")).settings.phases
    racks = next(node.id for node in design.nodes.values() if node.kind == "rack" and design.total_copies(node.id) > 3)
    plan = (plan[0], replace(plan[1], holds={racks: 3}))
    design = replace(design, settings=replace(design.settings, phases=plan))
    results = analyze(design, only=("power", "cost"))
    got = results.phases
    assert got is not None
    assert results.cost is not None
    assert results.power is not None
    assert sum(one.capex_usd.value or 0 for one in got.phases) == pytest.approx(results.cost.capex_usd.value)
    assert sum(one.power_max_w.value or 0 for one in got.phases) == pytest.approx(results.power.facility_max_w.value)
    assert sum(one.load_share for one in got.phases) == pytest.approx(1)
    paid = got.quarters[-1].spent_usd + got.undated_usd
    assert paid == pytest.approx(results.cost.capex_usd.value)
    # What a month costs: the write-off of the design, by phase and all together.
    month = (results.cost.amortisation_usd_per_year.value or 0) / 12
    assert got.delay_usd_per_month.value == pytest.approx(month)
    assert sum(one.delay_usd_per_month.value or 0 for one in got.phases) == pytest.approx(month)
    assert got.rent_usd_per_month is None
    assert (got.money_usd_per_month.value or 0) == pytest.approx((results.cost.capex_usd.value or 0) * 0.05 / 12)


def test_an_unknown_time_is_never_nothing() -> None:
    got = found(pods(first(energised=""), optical=True))
    (a,) = got.phases
    assert got.at_least
    assert a.at_least
    optical = a.items[-1]
    assert a.missing == (optical.name, "the day on which the utility gives power")
    assert (optical.lead, optical.delivered, optical.order_by) == (None, None, None)
    # 70% of it are paid when it comes, and nobody knows when.
    assert got.undated_usd == pytest.approx(0.7 * 10_000)
    assert {step.key for step in a.steps if step.at_least} == {"delivery", "installation", "commissioning", "ramp"}


def test_the_utility_may_be_what_everything_waits_for() -> None:
    got = found(pods(first(energised="2028-01-01", energised_latest="2028-12-31", wanted="2028-06-01")))
    (a,) = got.phases
    assert (a.critical_step, a.critical_share) == ("energisation", 1.0)
    # Evenly between both days: the median is 1 July 2028, and 8 weeks of commissioning follow.
    assert a.running.p50 == "2028-08-27"
    # 1 June less 8 weeks is 6 April: 96 of 365 days.
    assert a.chance_of_wanted == pytest.approx(96 / 365, abs=0.002)


def test_what_is_in_a_room_waits_for_the_room_to_be_built() -> None:
    design = pods(first(building=weeks(104.0)))
    (a,) = found(design).phases
    assert a.critical == "the building"
    assert a.running.p50 == "2029-04-09"
    assert [step.key for step in a.steps] == [
        "delivery",
        "building",
        "installation",
        "energisation",
        "commissioning",
        "ramp",
    ]


def test_each_thing_has_its_day_of_order() -> None:
    """To run on 30 August 2027 all has to be there on 24 May: servers are ordered 20 weeks before, the switch 10."""
    wanted = first(wanted="2027-08-30", orders={"host": "2026-11-02"})
    host, switch = (
        next(one for one in found(pods(wanted)).phases[0].items if one.kind == kind) for kind in ("host", "switch")
    )
    assert (host.ordered, host.own_day) == ("2026-11-02", True)
    assert host.delivered is not None
    assert host.delivered.p50 == "2027-03-22"
    assert (switch.ordered, switch.own_day) == ("2027-01-04", False)
    assert [one.order_by and (one.order_by.p50, one.order_by.p90) for one in (host, switch)] == [
        ("2027-01-04", "2027-01-04"),
        ("2027-03-15", "2027-03-15"),
    ]
    # Without a wished day nothing may hold up what comes last; a wide lead time has to be ordered earlier to be sure.
    wide = first(lead_weeks={"host": weeks(30.0), "switch": {"least": 10.0, "likely": 12.0, "most": 40.0}})
    switch = next(one for one in found(pods(wide)).phases[0].items if one.kind == "switch")
    assert switch.order_by is not None
    assert switch.order_by.p90 < switch.order_by.p50


def test_what_nobody_was_asked_is_supposed_by_its_sort_and_told_so() -> None:
    design = pods(first(lead_weeks={}), assumptions={"lead_server_weeks": 30.0, "lead_switch_weeks": 26.0})
    (a,) = found(design).phases
    assert {(one.kind, one.lead.likely if one.lead else None, one.supposed) for one in a.items} == {
        ("host", 30.0, True),
        ("switch", 26.0, True),
    }
    assert set(a.supposed) == {one.name for one in a.items}
    assert a.missing == ()
    stack = build_template("power-chain", LIBRARY, {})
    stack = replace(stack, settings=replace(stack.settings, phases=pods(first(energised="")).settings.phases))
    (b,) = found(stack).phases
    # Four years in the mean from the order to a connection, where a utility is drawn and no day is known of it.
    assert b.critical_step == "energisation"
    assert "the connection to the grid" in b.supposed


def test_p90_of_what_is_paid_is_that_of_its_triangle() -> None:
    price = leaf("servers", 100.0, "USD", low=80.0, high=200.0)
    plan = schedule([Plan("a", 739_000, (), None, None, *[Weeks(least=0, likely=0, most=0)] * 3)], [0], 20_000, 0)
    rows = planned_quarters(plan, 739_000, [Payment(price, 1.0, np.full(20_000, 739_000.0))], np.ones(1), 20_000, 0)
    assert rows[-1].spent_usd == pytest.approx(100.0)
    # The share q of a triangle above its mode lies below high − √((1 − q) (high − low)(high − mode)).
    for share, told in ((0.5, rows[-1].spent_usd_p50), (0.9, rows[-1].spent_usd_p90)):
        assert told == pytest.approx(200.0 - np.sqrt((1 - share) * 120.0 * 100.0), rel=1e-3)
    assert rows[-1].spend_usd_p90 <= rows[-1].spent_usd_p90


def test_users_come_evenly_over_the_ramp() -> None:
    got = found(pods(first(ramp_months=12.0), users=True))
    by_month = {one.month: one for one in got.months}
    # Running on 30 August 2027: on 1 March 2028, 184 of 365.25 days later, half of the users are there.
    half = by_month["2028-03-01"]
    assert half.load_share == pytest.approx(184 / 365.25, abs=1e-6)
    assert half.users == pytest.approx(1_000 * half.load_share)
    assert by_month["2027-08-01"].load_share == 0
    assert got.months[-1].load_share == 1


def test_a_phase_cannot_hold_more_than_there_is_and_names_that_are_gone_are_left_out() -> None:
    got = found(pods(first(), second(holds={"pod": 9, "gone": 4})))
    assert [one.capex_usd.value for one in got.phases] == [40_000.0, 800_000.0]


def test_the_same_seed_says_the_same_and_other_draws_are_near() -> None:
    design = pods(first(lead_weeks={"host": {"least": 10.0, "likely": 20.0, "most": 60.0}, "switch": weeks(1.0)}))
    results = analyze(design, only=("power", "cost"))
    one, again, other = (phases_result(design, results, seed=seed) for seed in (4, 4, 5))
    assert one == again != other
    with pytest.raises(ValueError, match="draws"):
        phases_result(design, results, draws=0)


def test_a_month_late_takes_cloud_machines_where_the_library_has_some() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    design = replace(design, settings=replace(design.settings, phases=pods(first()).settings.phases))
    got = analyze(design, only=("power", "cost", "workloads"), library=LIBRARY).phases
    assert got is not None
    assert got.rent_usd_per_month is not None
    assert got.rented_as == "248 machines of 1 × H100 SXM"
    assert got.delay_usd_per_month.value == pytest.approx(
        sum(one.value or 0 for one in got.delay_usd_per_month.terms), rel=1e-9
    )
    assert got.rent_usd_per_month in got.delay_usd_per_month.terms


def test_the_document_has_a_section_only_where_phases_are() -> None:
    design = pods()
    assert analyze(design).phases is None
    assert "phases" not in results_document(analyze(design))
    told = results_document(analyze(pods(first())))["phases"]
    assert told["phases"][0]["running"] == {"p10": "2027-08-30", "p50": "2027-08-30", "p90": "2027-08-30"}
    assert told["delay_usd_per_month"]["unit"] == "USD/month"
