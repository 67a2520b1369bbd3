"""The cheapest fabric on the shipped catalog: what it costs, what its design shows, how far it is proven."""

import math
from dataclasses import dataclass

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.explore.optimise.fabric import optimise_fabric
from designer.explore.optimise.needs import FABRIC_PARAMETERS, read_fabric_need
from designer.explore.optimise.program import Program, gap_of
from designer.explore.optimise.records import Optimum
from designer.model.kinds import SWITCHES
from designer.model.records import RefusedInput


@dataclass(frozen=True)
class Shown:
    """What the analysis shows of a design: cost, host ports, worst oversubscription, lone switches, fullest rack."""

    usd: float
    ports: int
    oversubscription: float
    lone_switches: list[str]
    rack_w: float


def solved(library: Library, **settings: str) -> Optimum:
    return optimise_fabric(library, read_fabric_need(library, settings))


def shown(found: Optimum, library: Library) -> Shown:
    design = found.design
    assert design is not None
    results = analyze(design, only=("network", "power", "cost", "cooling", "resilience"), library=library)
    assert results.network
    assert results.cost
    assert results.cooling
    assert results.resilience
    assert results.cost.capex_usd.value is not None
    assert not results.cost.capex_usd.at_least
    hosts = {name for name, node in design.nodes.items() if node.name == "Host"}
    ratios = [tier.oversubscription.value or 0.0 for tier in results.network.tiers]
    lone = results.resilience.single_points_of_failure
    return Shown(
        usd=results.cost.capex_usd.value,
        ports=sum(design.total_cables(link) for link in design.links.values() if link.a in hosts),
        oversubscription=max(ratios),
        lone_switches=[one.id for one in lone if one.id in design.nodes and design.nodes[one.id].kind in SWITCHES],
        rack_w=max(load.max_w.value or 0.0 for load in results.cooling.racks.values()),
    )


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(
            {"nodes": "24", "links_per_node": "2", "survive": "switch", "kw_per_rack": "12"}, marks=pytest.mark.long
        ),
        {"nodes": "40", "links_per_node": "4", "oversubscription": "2", "switch": "nvidia/sn5610"},
        pytest.param(
            {"nodes": "12", "survive": "switch", "host": "nvidia/dgx-h100", "switch": "nvidia/qm9790"},
            marks=pytest.mark.long,
        ),
        pytest.param(
            {"nodes": "300", "links_per_node": "8", "survive": "switch", "switch": "nvidia/qm9790", "feeds": "N+1"},
            marks=pytest.mark.long,
        ),
    ],
)
def test_the_design_shows_what_was_asked_for_and_costs_what_was_found(
    settings: dict[str, str], library: Library
) -> None:
    need, found = read_fabric_need(library, settings), solved(library, **settings)
    seen = shown(found, library)
    assert found.cost == pytest.approx(seen.usd)
    assert found.chosen["usd_by_the_program"] == pytest.approx(seen.usd, abs=0.01)
    assert seen.ports == need.ports
    assert seen.oversubscription <= need.oversubscription * (1 + 1e-9)
    assert seen.rack_w <= need.rack_w * (1 + 1e-9)
    assert found.chosen["kw_fullest_rack"] * 1_000 == pytest.approx(seen.rack_w)
    if need.survive:
        assert not seen.lone_switches
    assert found.low is not None
    assert found.high is not None
    assert found.cost is not None
    assert found.low < found.cost < found.high


def test_a_lone_leaf_is_told_where_no_switch_has_to_be_survived(library: Library) -> None:
    seen = shown(solved(library, nodes="8", links_per_node="1"), library)
    assert len(seen.lone_switches) == 1


def test_in_a_tenth_of_a_second_a_large_need_is_not_proven(library: Library) -> None:
    found = solved(library, nodes="512", survive="switch", switch="nvidia/qm9790", time_limit_s="0.1")
    assert found.cost is not None
    assert found.bound is not None
    assert found.gap is not None
    assert found.bound < found.cost
    assert found.gap > 0
    assert not found.proven
    assert "proven: nothing" not in found.verdict
    assert found.listed_bound is not None
    assert 0 < found.listed_bound <= found.cost


@pytest.mark.long
def test_more_time_lies_between_bound_and_cost(library: Library) -> None:
    short = solved(library, nodes="512", survive="switch", time_limit_s="0.5")
    longer = solved(library, nodes="512", survive="switch")
    assert short.cost is not None
    assert short.bound is not None
    assert longer.cost is not None
    assert short.bound <= longer.cost <= short.cost * (1 + 1e-9)


def test_the_bound_is_the_solvers(library: Library) -> None:
    """A program whose search is stopped has a bound below its cost, and one that ends has none above it."""
    program = Program()
    # Equal piles of unequal weights: easy to bound, hard to end.
    weights = [math.sqrt(n) * 1000 % 997 for n in range(2, 62)]
    picks = [program.variable(weight) for weight in weights]
    program.row(dict(zip(picks, weights, strict=True)), sum(weights) / 2 + 1e-4)
    stopped = program.solve(0.05)
    assert stopped.bound <= stopped.cost
    whole = Program()
    whole.row({whole.variable(3.0, 10.0): 2.0}, 5.0)
    answer = whole.solve(5.0)
    assert (answer.cost, answer.bound) == (pytest.approx(9.0), pytest.approx(9.0))
    assert gap_of(9.0, 6.0) == pytest.approx(1 / 3)
    assert gap_of(9.0, -math.inf) == 1.0


@pytest.mark.parametrize("name", [one.name for one in FABRIC_PARAMETERS])
@pytest.mark.parametrize("value", ["-1", "1e12", "nan", "inf", "many", "", "0x10", "1;2"])
def test_hostile_settings_are_refused_by_name(name: str, value: str, library: Library) -> None:
    if (name, value) == ("budget_usd", "1e12"):
        assert read_fabric_need(library, {name: value}).budget_usd == 1e12
        return
    with pytest.raises(RefusedInput, match=name):
        read_fabric_need(library, {name: value})


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"nodes": "0"}, "nodes"),
        ({"nodes": "100000", "links_per_node": "1024"}, "ports; 200,000 are the most"),
        ({"switch": "no/such"}, "no part"),
        ({"switch": "nvidia/dgx-h100"}, "which is a server"),
        ({"host": "nvidia/qm9700"}, "which is a switch"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_refused_is_said_in_one_line(settings: dict[str, str], words: str, library: Library) -> None:
    with pytest.raises(RefusedInput, match=words):
        read_fabric_need(library, settings)


@pytest.mark.long
@pytest.mark.parametrize("host", ["", "nvidia/dgx-h100"])
@pytest.mark.parametrize("ports", [1_024, 2_048, 4_096])
def test_large_needs_are_within_one_percent_in_a_minute(ports: int, host: str, library: Library) -> None:
    found = solved(library, nodes=str(ports // 8), links_per_node="8", survive="switch", kw_per_rack="40", host=host)
    assert found.gap is not None
    assert found.cost is not None
    print(f"{ports:,} ports {host}: {found.cost:,.0f} USD, gap {found.gap:.2%}, {found.seconds:.1f} s")
    assert found.gap <= 0.01
    assert found.seconds <= 60
    seen = shown(found, library)
    assert seen.usd == pytest.approx(found.cost)
    assert seen.ports == ports
    assert seen.oversubscription <= 1 + 1e-9
    assert seen.rack_w <= 40_000
    assert not seen.lone_switches
