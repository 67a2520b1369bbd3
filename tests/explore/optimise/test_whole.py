"""The cheapest fabric with its racks and chain: no whole of the family is cheaper, and none lies below the bound."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.explore.optimise.chain_floor import floor_usd
from designer.explore.optimise.chained import whole_for
from designer.explore.optimise.costing import Costing
from designer.explore.optimise.devices import devices_for
from designer.explore.optimise.fabric import bill_usd
from designer.explore.optimise.fabric_design import fabric_design
from designer.explore.optimise.fabric_program import FabricProgram
from designer.explore.optimise.needs import read_fabric_need
from designer.explore.optimise.power_parts import PowerParts, read_power_need
from designer.explore.optimise.power_plan import optimise_power
from designer.explore.optimise.structures import structures
from designer.model.design import Design
from designer.model.kinds import KINDS, RACK_POWER
from designer.model.records import RefusedInput
from designer.review.rules import review
from tests.explore.optimise.small_catalog import small_catalog


def _small(library: Library) -> Library:
    """Return the small catalog with the chain parts of the shipped one."""
    chain = {
        name: part
        for name, part in library.parts.items()
        if part.kind in KINDS and KINDS[part.kind].power_role and part.kind not in RACK_POWER
    }
    return Library(parts={**small_catalog(library).parts, **chain}, sources=library.sources)


def _every_whole(library: Library, settings: dict[str, str], most: int = 40) -> list[float]:
    """Return the price of every fabric of a need with its chain, structure by structure and content by content."""
    need = read_fabric_need(library, settings)
    devices = devices_for(need, library)
    costing, found = Costing(library, need, devices.host), list[float]()
    for one in structures(need, devices.switches, devices.host):
        costed = costing.costed(one)
        if costed is None:
            continue
        program = FabricProgram([costed], costing)
        for _ in range(most):
            _, fabric = program.solve(5.0, 0.0)
            if fabric is None:
                break
            design = fabric_design(library, need, fabric, devices.host)
            chain = optimise_power(library, design, read_power_need({})).cost
            assert chain is not None
            found.append(bill_usd(design, library)[1] + chain)
            program.forbid(fabric)
    return found


@pytest.mark.parametrize(
    "settings",
    [
        {"nodes": "3", "links_per_node": "2", "switch": "test/six", "survive": "switch"},
        pytest.param({"nodes": "4", "links_per_node": "2", "host": "test/server"}, marks=pytest.mark.long),
        pytest.param(
            {"nodes": "5", "links_per_node": "2", "host": "test/server", "switch": "test/eight", "kw_per_rack": "6"},
            marks=pytest.mark.long,
        ),
        pytest.param({"nodes": "6", "links_per_node": "1", "kw_per_rack": "3"}, marks=pytest.mark.long),
    ],
)
def test_no_fabric_with_its_chain_costs_less(settings: dict[str, str], library: Library) -> None:
    small = _small(library)
    found, every = whole_for(small, settings), _every_whole(small, settings)
    assert len(every) > 1
    assert found.cost is not None
    assert found.bound is not None
    assert found.cost == pytest.approx(min(every))
    assert found.bound <= min(every) * (1 + 1e-9)
    assert found.proven
    assert found.design is not None
    assert bill_usd(found.design, small)[1] == pytest.approx(found.cost)


@pytest.mark.parametrize("feeds", ["N", "N+1", "2N"])
def test_the_floor_lies_below_every_chain(feeds: str, library: Library) -> None:
    need = read_power_need({"feeds": feeds})
    parts = PowerParts(library, Design(), need)
    for load_kw in (3, 140, 2_600):
        chain = optimise_power(library, None, read_power_need({"feeds": feeds, "load_kw": str(load_kw)}))
        assert chain.cost is not None
        least = floor_usd(parts, need.cooling_share, load_kw * 1_000.0)
        assert 0.7 * chain.cost < least + chain.chosen["strips_usd"] <= chain.cost * (1 + 1e-9)


def test_money_that_does_not_suffice_for_the_whole_is_told(library: Library) -> None:
    settings = {"nodes": "3", "links_per_node": "2", "switch": "test/six"}
    found = whole_for(_small(library), {**settings, "budget_usd": "100000"})
    assert found.design is None
    assert found.collision is not None
    assert found.collision.wishes == ("budget_usd",)


def test_the_load_of_a_whole_is_not_told(library: Library) -> None:
    with pytest.raises(RefusedInput, match="load_kw"):
        whole_for(library, {"load_kw": "100"})


@pytest.mark.long
@pytest.mark.parametrize("host", ["", "nvidia/dgx-h100"])
@pytest.mark.parametrize("ports", [1_024, 2_048, 4_096])
def test_large_wholes_stand_the_review(ports: int, host: str, library: Library) -> None:
    found = whole_for(library, {"nodes": str(ports // 8), "survive": "switch", "host": host})
    assert found.design is not None
    assert found.cost is not None
    assert found.gap is not None
    print(f"{ports:,} ports {host}: {found.cost:,.0f} USD, gap {found.gap:.2%}, {found.seconds:.1f} s")
    assert found.gap <= 0.06
    assert found.seconds <= 63
    assert bill_usd(found.design, library)[1] == pytest.approx(found.cost)
    results = analyze(found.design, library=library)
    said = review(found.design, results, date(2026, 11, 29))
    assert not [one for one in said if one.severity == "error" or "above-80" in one.rule]
