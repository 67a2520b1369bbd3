"""The cheapest racks and the cheapest power chain: equal to enumeration, to their bill, and sound in the review."""

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import combinations, product

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.make_real.drawing_in import Side
from designer.explore.optimise.chained import power_for, racks_for
from designer.explore.optimise.fabric import bill_usd, optimise_fabric
from designer.explore.optimise.needs import POWER_PARAMETERS, RACK_PARAMETERS, read_fabric_need
from designer.explore.optimise.power_banks import Banking, Strip, TooManyError
from designer.explore.optimise.power_parts import PowerParts, read_power_need
from designer.explore.optimise.power_plan import optimise_power
from designer.explore.optimise.rack_plan import read_rack_need
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.explore.optimise.small_catalog import (
    CABINETS,
    CORD_USD,
    HOST_UNITS,
    HOST_W,
    PANEL_USD,
    STRIPS,
    small_catalog,
)

SWITCH_W, SWITCH_UNITS = 700.0, 1


def _cheapest_racks(hosts: int, switches: int, rack_w: float) -> float:
    """Return the price of the cheapest racks for so many servers and switches, by trying every content of each."""

    @cache
    def rack(h: int, s: int) -> float:
        draw, high = h * HOST_W + s * SWITCH_W, h * HOST_UNITS + s * SWITCH_UNITS
        if draw > rack_w:
            return float("inf")
        cabinet = min(
            (usd + (tall - high) * PANEL_USD for tall, usd in CABINETS.values() if high <= tall), default=9e99
        )
        ways = [
            number * usd
            for rating, outlets, usd in STRIPS.values()
            for number in (1, 2)
            if -(-h // number) + -(-s // number) <= outlets
            and -(-h // number) * HOST_W + -(-s // number) * SWITCH_W <= rating
        ]
        return cabinet + 2 * (min(ways, default=9e99) + (h + s) * CORD_USD)

    @cache
    def least(h: int, s: int) -> float:
        if not h and not s:
            return 0.0
        held = [one for one in product(range(h + 1), range(s + 1)) if any(one) and rack(*one) < 9e98]
        return min((rack(a, b) + least(h - a, s - b) for a, b in held), default=9e99)

    return least(hosts, switches)


@pytest.mark.parametrize(("hosts", "switches", "kw"), [(1, 1, 8), (5, 3, 8), (7, 2, 9), (4, 9, 12), (11, 5, 20)])
def test_racks_are_the_cheapest_of_all(hosts: int, switches: int, kw: float, library: Library) -> None:
    small = small_catalog(library)
    text = f"test/server*{hosts}, test/six*{switches}"
    found = racks_for(small, None, {"devices": text, "kw_per_rack": str(kw)})
    assert found.cost == pytest.approx(_cheapest_racks(hosts, switches, kw * 1_000), abs=0.01)
    assert found.proven
    assert found.design is not None
    # The devices are there already, so the bill is that of the racks.
    assert bill_usd(found.design, small)[1] == pytest.approx(found.cost)
    results = analyze(found.design, only=("power", "cooling"), library=small)
    assert results.cooling is not None
    assert max(one.max_w.value or 0 for one in results.cooling.racks.values()) <= kw * 1_000
    made = found.design
    counts = {
        part: sum(made.total_copies(node.id) for node in made.nodes.values() if node.part == part)
        for part in ("test/server", "test/six")
    }
    assert counts == {"test/server": hosts, "test/six": switches}


def test_cables_stay_as_they_are_when_devices_go_into_racks(library: Library) -> None:
    need = read_fabric_need(library, {"nodes": "8", "links_per_node": "2", "survive": "switch"})
    fabric = optimise_fabric(library, need).design
    assert fabric is not None
    # The hosts of a fabric with any hosts stand in no rack, and nothing else waits for one.
    with pytest.raises(RefusedInput, match="waits for a rack"):
        racks_for(library, fabric, {})


def test_a_device_that_no_rack_holds_is_named(library: Library) -> None:
    found = racks_for(library, None, {"devices": "nvidia/dgx-h100*2", "kw_per_rack": "5"})
    assert found.design is None
    assert found.collision is not None
    assert set(found.collision.wishes) == {"kw_per_rack", "device-1"}
    assert "10.2 kW" in found.collision.reasons[0]


@pytest.mark.parametrize(
    "settings",
    [
        {"load_kw": "900"},
        pytest.param({"load_kw": "90", "feeds": "N"}, marks=pytest.mark.long),
        {"load_kw": "6000", "feeds": "N+1", "kw_per_rack": "60", "feeder_m": "70"},
        pytest.param({"load_kw": "4000", "cooling_share": "0.2"}, marks=pytest.mark.long),
    ],
)
def test_a_chain_costs_what_its_bill_says_and_stands_the_review(settings: dict[str, str], library: Library) -> None:
    found = power_for(library, None, settings)
    assert found.design is not None
    assert found.cost is not None
    assert found.proven
    assert bill_usd(found.design, library)[1] == pytest.approx(found.cost)
    results = analyze(found.design, library=library)
    assert results.power is not None
    assert results.power.it_max_w.value == pytest.approx(float(settings["load_kw"]) * 1_000)
    said = review(found.design, results, date(2026, 11, 29))
    assert not [one for one in said if one.severity == "error" or "above-80" in one.rule]


def test_more_redundancy_never_costs_less(library: Library) -> None:
    costs = [power_for(library, None, {"load_kw": "1500", "feeds": feeds}).cost for feeds in ("N", "N+1", "2N")]
    assert all(cost is not None for cost in costs)
    assert costs == sorted(costs, key=lambda cost: cost or 0.0)


def test_no_chain_of_other_units_is_cheaper(library: Library) -> None:
    """Of every UPS, taken as the only one that there is, none gives a cheaper chain."""
    need = read_power_need({"load_kw": "1800", "feeds": "N+1"})
    best = optimise_power(library, None, need)
    assert best.cost is not None
    costs: dict[str, float] = {}
    for part in library.parts.values():
        if part.kind != "ups" or "height_u" in part.facts:
            continue
        others = {name: one for name, one in library.parts.items() if one.kind != "ups" or one.id == part.id}
        try:
            cost = optimise_power(Library(parts=others, sources=library.sources), None, need).cost
        except RefusedInput:
            continue
        assert cost is not None
        costs[part.id] = cost
    assert len(costs) > 3
    assert min(costs.values()) == pytest.approx(best.cost)
    assert costs[best.chosen["ups"]] == pytest.approx(best.cost)


def test_a_fabric_with_its_chain(library: Library) -> None:
    settings = {"nodes": "3", "links_per_node": "2", "host": "nvidia/dgx-h100", "switch": "nvidia/qm9790"}
    fabric = optimise_fabric(library, read_fabric_need(library, settings))
    found = power_for(library, None, settings)
    assert fabric.cost is not None
    assert found.cost is not None
    assert found.design is not None
    # Strips of neither side hang behind transfer switches, and the bill is that of fabric and chain.
    assert any(node.kind == "sts" for node in found.design.nodes.values())
    assert bill_usd(found.design, library)[1] == pytest.approx(fabric.cost + found.cost)


def test_every_rack_hangs_on_one_bank_of_a_string_that_carries_it(library: Library) -> None:
    parts = PowerParts(library, Design(), read_power_need({}))
    sides: tuple[Side, ...] = ("A", "B", "")
    strips = [Strip(f"{rack}{side}", 1, side, 22_000.0, str(rack)) for rack in range(150) for side in sides]
    watts = {str(rack): 8_000.0 + 200.0 * rack for rack in range(150)}
    banking = Banking(parts, strips, watts, sum(watts.values()))
    panel = parts.panels[0]
    with pytest.raises(TooManyError):
        banking.whole(panel, 0)
    strings = banking.strings(3)
    loads = [sum(load for load, _, _ in held) for held in strings]
    # Equal but for less than one rack.
    assert max(loads) - min(loads) <= max(watts.values())
    banks = [bank for held in strings for bank in banking.banks(panel, held)]
    fed = [strip.node for bank in banks for held in (*bank.strips.values(), bank.third_strips) for strip in held]
    assert sorted(fed) == sorted(strip.node for strip in strips)
    for bank in banks:
        assert bank.load_w == pytest.approx(sum(watts[strip.rack] for strip in bank.strips["A"]))
        assert bank.load_w <= 0.8 * bank.units * panel.rating_w * (1 + 1e-9)
        assert bank.third is not None
        assert bank.load_w / 2 <= 0.8 * bank.third.units * bank.third.panel.rating_w * (1 + 1e-9)


@pytest.mark.long
@pytest.mark.parametrize("nodes", ["512"])
def test_racks_that_are_drawn_one_by_one_hang_on_banks_of_panels(nodes: str, library: Library) -> None:
    """No panel has outputs for all of them: strings of equal load carry them, for what the bill says."""
    settings = {"nodes": nodes, "survive": "switch", "host": "nvidia/dgx-h100", "kw_per_rack": "12"}
    fabric = optimise_fabric(library, read_fabric_need(library, settings))
    assert fabric.design is not None
    assert fabric.cost is not None
    found = optimise_power(library, fabric.design, read_power_need({}))
    assert found.design is not None
    assert found.cost is not None
    assert found.proven
    assert found.chosen["panel_units_a_side"] > 1
    assert bill_usd(found.design, library)[1] == pytest.approx(fabric.cost + found.cost)
    results = analyze(found.design, library=library)
    said = review(found.design, results, date(2026, 11, 29))
    assert not [one for one in said if one.severity == "error" or "above-80" in one.rule]


@pytest.mark.parametrize("value", ["-1", "1e12", "nan", "many", ""])
def test_hostile_settings_are_refused_by_name(value: str) -> None:
    for one in (one for one in RACK_PARAMETERS if (one.name, value) != ("budget_usd", "1e12")):
        with pytest.raises(RefusedInput, match=one.name):
            read_rack_need({one.name: value})
    for one in (one for one in POWER_PARAMETERS if (one.name, value) != ("budget_usd", "1e12")):
        with pytest.raises(RefusedInput, match=one.name):
            read_power_need({one.name: value})


@pytest.mark.parametrize("text", ["", "nvidia/dgx-h100*0", "nvidia/dgx-h100*x", "no/such*2", "nvidia/dgx-h100*1e9"])
def test_lists_of_devices_that_say_nothing_are_refused(text: str, library: Library) -> None:
    with pytest.raises(RefusedInput):
        racks_for(library, None, {"devices": text})


def _fewest(wishes: dict[str, str], meets: Callable[[dict[str, str]], bool]) -> list[set[str]]:
    """Return all sets of WISHES of the least size that collide, by trying every set."""
    for size in range(len(wishes) + 1):
        found = [set(some) for some in combinations(wishes, size) if not meets({one: wishes[one] for one in some})]
        if found:
            return found
    return []


@pytest.mark.parametrize(
    ("wishes", "devices"),
    [
        ({"kw_per_rack": "2", "rack_units": "42", "feeds": "2N", "cooling": "air"}, "test/server*3"),
        ({"kw_per_rack": "9", "rack_units": "42", "feeds": "2N", "budget_usd": "6000"}, "test/server*5, test/six*2"),
        ({"kw_per_rack": "9", "rack_units": "42", "feeds": "2N", "budget_usd": "9000"}, "test/server*5, test/six*2"),
    ],
)
def test_the_fewest_wishes_for_racks_that_collide(wishes: dict[str, str], devices: str, library: Library) -> None:
    small = small_catalog(library)
    loose = {"kw_per_rack": "none", "rack_units": "60", "feeds": "N", "cooling": "liquid", "budget_usd": "none"}

    def meets(some: dict[str, str]) -> bool:
        return racks_for(small, None, {"devices": devices, **loose, **some}).design is not None

    found = racks_for(small, None, {"devices": devices, "cooling": "liquid", **wishes}).collision
    fewest = _fewest(wishes, meets)
    assert fewest
    assert found is not None
    assert {one for one in found.wishes if not one.startswith("device-")} in fewest


@pytest.mark.parametrize(
    "wishes",
    [
        {"load_kw": "1000", "kw_per_rack": "900", "feeds": "2N", "cooling_share": "0.5", "feeder_m": "30"},
        pytest.param(
            {"load_kw": "1500", "kw_per_rack": "40", "feeds": "2N", "cooling_share": "0.5", "budget_usd": "6000000"},
            marks=pytest.mark.long,
        ),
    ],
)
def test_the_fewest_wishes_for_a_chain_that_collide(wishes: dict[str, str], library: Library) -> None:
    loose = {"load_kw": "1", "feeds": "N", "cooling_share": "0", "feeder_m": "0.5", "budget_usd": "none"}

    def meets(some: dict[str, str]) -> bool:
        each = [some] if "kw_per_rack" in some else [{**some, "kw_per_rack": kw} for kw in ("1", "10", "40")]
        return any(power_for(library, None, {**loose, **one}).design is not None for one in each)

    found = power_for(library, None, wishes).collision
    fewest = _fewest({"feeder_m": "30", **wishes}, meets)
    assert fewest
    assert found is not None
    assert set(found.wishes) in fewest


def test_the_range_of_prices_surrounds_the_cost(library: Library) -> None:
    for found in (racks_for(library, None, {"devices": "nvidia/dgx-h100*4"}), power_for(library, None, {})):
        assert found.design is not None
        assert found.cost is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.cost < found.high
        # Everything else in it is there already, so the range is that of its bill.
        assert bill_usd(found.design, library) == pytest.approx((found.low, found.cost, found.high))


def test_racks_are_planned_anew(library: Library) -> None:
    first = racks_for(library, None, {"devices": "nvidia/dgx-h100*8, nvidia/qm9700*4", "kw_per_rack": "12"})
    assert first.design is not None
    with pytest.raises(RefusedInput, match="--anew"):
        racks_for(library, first.design, {})
    direct = racks_for(library, None, {"devices": "nvidia/dgx-h100*8, nvidia/qm9700*4", "kw_per_rack": "31"})
    again = racks_for(library, first.design, {"kw_per_rack": "31"}, anew=True)
    assert again.cost == pytest.approx(direct.cost)
    assert again.design is not None
    assert bill_usd(again.design, library)[1] == pytest.approx(direct.cost)


def test_racks_without_time_are_still_racks_with_a_bound(library: Library) -> None:
    listed = {"devices": "nvidia/dgx-h100*400, nvidia/qm9700*96, dell/z9664f-on*60", "kw_per_rack": "37"}
    short, whole = racks_for(library, None, {**listed, "time_limit_s": "0.01"}), racks_for(library, None, listed)
    assert short.bound is not None
    assert whole.cost is not None
    assert short.cost is not None
    assert 0.9 * whole.cost < short.bound <= whole.cost * (1 + 1e-9)
    assert short.cost >= whole.cost * (1 - 1e-9)
