"""The "Why?" of each headline figure leads down to facts, and a changed fact reaches headline, bill and report."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.cli.printing import figure_line
from designer.drawing.report_page import ReportPaper
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.formulas.operations import OPERATIONS
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Design
from designer.model.figures.figure import LEAVES, Figure, recompute
from designer.model.parts.part import Quantity
from designer.review.rules import review
from designer.store.project import write_project
from tests.export.report.reports import bars_told, claims_of, figures_told, report_for

DGX = "nvidia/dgx-h100"
TODAY = date(2026, 11, 24)
HEADLINES: Mapping[str, Callable[[Any], Figure]] = {
    "accelerators": lambda results: results.counts.accelerators,
    "IT, typical": lambda results: results.power.it_typical_w,
    "IT, maximum": lambda results: results.power.it_max_w,
    "facility": lambda results: results.power.facility_w,
    "capital cost": lambda results: results.cost.capex_usd,
    "monthly cost": lambda results: results.cost.monthly_usd,
    "worst bottleneck": lambda results: results.network.worst,
    "bisection": lambda results: results.network.bisection_gbps,
}
# Where the same figures stand in `analyze --json --why`.
PLACES: Mapping[str, tuple[str, ...]] = {
    "accelerators": ("counts", "accelerators", "figure"),
    "IT, typical": ("power", "it_w", "typical"),
    "IT, maximum": ("power", "it_w", "max"),
    "facility": ("power", "facility_w"),
    "capital cost": ("cost", "capex_usd"),
    "monthly cost": ("cost", "monthly_usd"),
    "worst bottleneck": ("network", "worst"),
    "bisection": ("network", "bisection_gbps"),
}


@pytest.fixture(scope="module")
def unit(library: Any) -> Design:
    """One scalable unit: 31 DGX H100."""
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


@pytest.fixture(scope="module")
def known(unit: Design, library: Any) -> Design:
    """The unit with all parts and sources on hand: cables are chosen among them."""
    return replace(unit, parts={**library.parts, **unit.parts}, sources={**library.sources, **unit.sources})


@pytest.fixture(scope="module")
def results(unit: Design, library: Any) -> Results:
    return analyze(unit, library=library)


def leaves_of(figure: Figure) -> Iterator[Figure]:
    return (term for term in figure.walk() if not term.terms)


def part_stands_behind(design: Design, term: Figure) -> bool:
    """Whether a catalog fact is what the embedded part says: a figure, a price, a port's rate or what it contains."""
    part = design.parts[term.subject]
    numbers = [fact.value for fact in part.facts.values()]
    numbers += [price.typical for price in part.prices]
    numbers += [stock.price.typical for stock in part.lengths if stock.price]
    numbers += [group.rate_gbps for group in part.ports]
    numbers += [sum(inside.count for inside in part.contains)]
    return term.value in numbers


@pytest.mark.parametrize("name", HEADLINES)
def test_every_leaf_is_a_fact_a_design_value_an_assumption_or_a_route(
    name: str, unit: Design, known: Design, results: Results
) -> None:
    leaves = list(leaves_of(HEADLINES[name](results)))
    assert leaves
    for term in leaves:
        assert term.operation in LEAVES
        assert term.label
        if term.operation == "assumption":
            assert term.value == ASSUMPTIONS[term.subject].default
            assert term.note == ASSUMPTIONS[term.subject].reason
        elif term.operation == "fact" and term.value is not None:
            assert part_stands_behind(known, term), term.label
            told = results.cables.sources if results.cables else {}
            assert set(term.sources) <= {*unit.sources, *told}, term.label
            # How many chips are inside is the part itself, not a figure of it.
            assert term.sources or term.label.startswith("accelerators in one"), term.label
        elif term.operation == "fact":
            assert term.missing == (term.label,)
        elif term.operation == "routing":
            assert term.subject in unit.links
            assert term.note
        elif term.subject:
            # What nobody states of a part is one question for all of its devices.
            assert term.subject in unit.nodes or term.subject in unit.links or term.subject in unit.parts


@pytest.mark.parametrize("name", HEADLINES)
def test_the_value_follows_from_the_leaves(name: str, results: Results) -> None:
    figure = HEADLINES[name](results)
    assert figure.value is not None
    assert figure.terms, "a headline that is no leaf"
    assert recompute(figure) == pytest.approx(figure.value, rel=1e-12)


@pytest.mark.parametrize("name", ["IT, typical", "IT, maximum", "facility", "capital cost", "monthly cost"])
def test_one_changed_leaf_changes_the_value(name: str, results: Results) -> None:
    figure = HEADLINES[name](results)
    term = next(term for term in leaves_of(figure) if term.subject == DGX)
    assert term.value is not None
    changed = recompute(figure, {(DGX, term.label): term.value * 1.1})
    assert figure.value is not None
    assert changed is not None
    assert changed > figure.value * 1.005


def test_the_power_of_a_unit_is_the_sum_of_its_parts(results: Results) -> None:
    """At most, by the vendors' documents:

    31 DGX H100 · 10,200 W                                       316,200
    18 QM9700 (8 leaf, 4 spine, 2+2+2 storage) · 1,720 W          30,960
     2 AI400X2 · 2,200 W                                           4,400
     4 SN4600C · 466 W (typical: no maximum is published)          1,864
     1 SN2201 · 98 W (typical)                                        98
     2 hosts of the fabric manager: unknown, so "at least"
                                                                 353,522 W

    Typically: 31 · 10,200 · 0.8 + 18 · 747 + 2 · 2,200 · 0.8 + 4 · 466 + 98 = 271,888 W, and what sticks in the QM9700,
    whose 747 W are with passive cables while the 1,720 W are with active ones:

    416 optics of 15 W at most: 416 · 15 · 0.8                     4,992
    72 ends of active copper of 1.5 W: 72 · 1.5 · 0.8                 86.4
    8 active splitters, half of 12 W each: 8 · 6 · 0.8                38.4
                                                                 277,004.8 W

    Nobody says whether 10.2 kW of a system hold its optics: four of 9 W and two of 8 W, cables of 1 and 7 W; they widen
    the range, as those of the other devices do.
    """
    power = results.power
    assert power is not None
    assert power.it_max_w.value == 316_200 + 30_960 + 4_400 + 1_864 + 98 == 353_522
    optics = 416 * 15 * 0.8 + 72 * 1.5 * 0.8 + 8 * 6 * 0.8
    assert power.it_typical_w.value == pytest.approx(252_960 + 13_446 + 3_520 + 1_864 + 98 + optics)
    assert power.it_max_w.high is not None
    assert power.it_max_w.high > power.it_max_w.value == power.it_max_w.low
    assert power.it_max_w.at_least
    assert any("Host" in name for name in power.it_max_w.missing)
    # No plant is drawn: the surveyed PUE of 1.54 stands for it.
    assert power.facility_w.value == pytest.approx(277_004.8 * 1.54)


def test_the_cost_of_a_unit_is_the_sum_of_its_parts(unit: Design, results: Results) -> None:
    """18 QM9700, 4 SN4600C, 2 AI400X2, 1 SN2201, 31 DGX H100, 34 rack PDUs, 2 hosts, 13 racks, panels and cables.

    Optics: four flat ones in each system; on eight leaves 16 for the systems and managers, on two storage leaves 16;
    for 256 uplinks 16 on each leaf and 32 on each of four spines; two in each system for storage; four in the managers.
    """
    numbers = {"nvidia/qm9700": 18, "nvidia/sn4600c": 4, "ddn/ai400x2": 2, "nvidia/sn2201": 1, DGX: 31}
    numbers |= {"apc/ap8886": 34, "generic/host": 2}
    cost, power = results.cost, results.power
    assert cost is not None
    assert power is not None
    bought = [line for line in cost.lines if line.kind in {"cable", "optic"}]
    assert {line.part: line.quantity for line in bought if line.kind == "optic"} == {
        "nvidia/mma4z00-ns-flt": 31 * 4,
        "nvidia/mma4z00-ns": 8 * 16 + 2 * 16 + 8 * 16 + 4 * 32,
        "nvidia/mma1z00-ns400": 31 * 2,
        "nvidia/mma4z00-ns400": 4,
    }
    cables = sum(line.quantity * (line.unit_usd.value or 0.0) for line in bought)
    assert cables > 500_000
    # 13 racks at 4,500 $, and panels at 39 $ for the free ones of 42 units: 7 racks hold four systems of 8 U and one
    # three; 4 spines leave 38, two storage spines 40, two leaves with two stores of 2 U 36, and the network rack with
    # 10 QM9700, 2 SN4600C of 2 U and an SN2201 leaves 27. How high the managers are, nobody knows.
    racks = 13 * 4_500 + (7 * 10 + 18 + 38 + 40 + 36 + 27) * 39
    # 39 patch panels by rule at 80 $, each in a unit that would else be closed. Four systems have 4 · (8 + 2 + 2 + 1)
    # cables that leave their rack, three panels in each of 7 racks; three have 39, two panels; 256 of the spines take
    # 11, 64 + 8 of the storage spines 3, 16 + 8 of the storage 1, 2 + 4 + 16 of the managers 1 in a rack whose free
    # units nobody knows. The network rack has 743 and no room for 31 panels.
    racks += (21 + 2 + 11 + 3 + 1) * (80 - 39) + 80
    # 44 cords of the 10 A class, and 190 of 16 A with two whose inlet nobody told.
    cords = [line for line in cost.lines if line.name.startswith("Power cord ")]
    assert sum(line.quantity * (line.unit_usd.value or 0.0) for line in cords) == 44 * 11 + 192 * 45
    capex = cables + racks + sum(number * unit.parts[part].prices[0].typical for part, number in numbers.items())
    assert cost.capex_usd.value == pytest.approx(capex)
    assert not cost.capex_usd.missing
    assert sum(line.quantity for line in cords) == 236
    # 426.6 kW · 8,760 h · 0.0836 $, 5% of the price for support, and 4 years at 5%: a factor of 0.282012.
    energy = 277.0048 * 1.54 * 8760 * 0.0836
    # Half a person for 100 of 248 accelerators at 135,000 $, and a hall at 184.06 $ for each kW of 353.5 and month.
    assert power.it_max_w.value is not None
    assert power.it_max_w.value == pytest.approx(353_522, abs=10)
    people, hall = 248 / 100 * 0.5 * 135_000, power.it_max_w.value / 1000 * 184.06 * 12
    yearly = energy + 0.05 * capex + 0.282012 * capex + people + hall
    assert cost.monthly_usd.value == pytest.approx(yearly / 12, rel=1e-6)


def with_power(design: Design, watts: float) -> Design:
    part = design.parts[DGX]
    fact = replace(part.facts["power_max_w"], value=watts)
    return with_part_changed(design, facts={**part.facts, "power_max_w": fact})


def with_price(design: Design, typical: float) -> Design:
    prices = design.parts[DGX].prices
    return with_part_changed(design, prices=(replace(prices[0], typical=typical), *prices[1:]))


def with_part_changed(design: Design, **fields: Any) -> Design:
    return replace(design, parts={**design.parts, DGX: replace(design.parts[DGX], **fields)})


def page_of(design: Design) -> ReportPaper:
    results = analyze(design)
    return report_for(design, results, review(design, results, TODAY))


def said_on(page: ReportPaper) -> dict[str, str]:
    draws = next(claim.text for claim in claims_of(page) if claim.text.startswith("In use the equipment draws"))
    return figures_told(page) | bars_told(page) | {"What it draws": draws}


def test_a_changed_power_reaches_headline_and_report(
    unit: Design, results: Results, stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    changed = with_power(unit, 12_200)
    project = tmp_path / "changed.stackwright"
    write_project(project, changed)
    power = stackwright("analyze", project, "--json").document["power"]
    # 31 systems draw 2,000 W more at most and 1,600 W more typically; the site 1.54 times that.
    assert results.power is not None
    assert results.power.facility_w.value is not None
    assert power["it_w"]["max"]["value"] == 353_522 + 62_000
    assert power["it_w"]["value"] == pytest.approx(277_004.8 + 49_600)
    assert power["facility_w"]["value"] == pytest.approx(results.power.facility_w.value + 49_600 * 1.54)
    before, after = said_on(page_of(unit)), said_on(page_of(changed))
    assert before["Power"] != after["Power"]
    assert before["What it draws"] != after["What it draws"]
    assert "416 kW" in after["What it draws"]
    assert before["To buy"] == after["To buy"]


def test_a_changed_price_reaches_headline_bill_and_report(
    unit: Design, results: Results, library: Any, stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    assert results.cost is not None
    old = results.cost.capex_usd.value
    assert old is not None
    typical, high = unit.parts[DGX].prices[0].typical, unit.parts[DGX].prices[0].high
    changed = with_price(unit, high)
    project = tmp_path / "changed.stackwright"
    write_project(project, changed)
    more = 31 * (high - typical)
    assert more > 100_000
    cost = stackwright("analyze", project, "--json").document["cost"]
    assert cost["capex_usd"]["value"] == pytest.approx(old + more)
    stackwright("bom", project, "-o", tmp_path / "bill.json")
    bill = json.loads((tmp_path / "bill.json").read_text("utf-8"))
    line = next(line for line in bill["lines"] if line["part"] == DGX)
    assert bill["total_usd"]["value"] == cost["capex_usd"]["value"]
    assert line["unit_usd"]["value"] == high
    assert line["total_usd"]["value"] == 31 * high
    assert bill_of(changed, analyze(changed, library=library)).total_usd.value == bill["total_usd"]["value"]
    # The page prints ranges, so the range moves: twice the greatest price.
    dearer = with_part_changed(unit, prices=(replace(unit.parts[DGX].prices[0], high=2 * high),))
    before, after = said_on(page_of(unit)), said_on(page_of(dearer))
    assert before["To buy"] != after["To buy"]
    assert before["Servers"] != after["Servers"]
    assert before["Power"] == after["Power"]


def test_a_fact_that_is_taken_away_is_missed_everywhere(
    unit: Design, stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    part = unit.parts[DGX]
    gone = with_part_changed(unit, facts={**part.facts, "power_max_w": Quantity(value=None)}, prices=())
    project = tmp_path / "gone.stackwright"
    write_project(project, gone)
    document = stackwright("analyze", project, "--json").document
    assert any("DGX H100" in name for name in document["power"]["it_w"]["missing"])
    assert document["power"]["it_w"]["max"]["value"] == 353_522 - 316_200
    assert any("DGX H100" in name for name in document["cost"]["capex_usd"]["missing"])
    said = stackwright("analyze", project).out
    assert "at least 37.3 kW" in said
    stackwright("bom", project, "-o", tmp_path / "bill.json")
    assert "DGX H100" in json.loads((tmp_path / "bill.json").read_text("utf-8"))["unpriced"]


def at(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document[name]
    return document


def value_of(figure: Mapping[str, Any]) -> float | None:
    """The value of a figure in JSON, worked out from its leaves alone."""
    if not figure["terms"]:
        return figure["value"]
    return OPERATIONS[figure["operation"]](tuple(value_of(term) for term in figure["terms"]))


def json_leaves(figure: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if not figure["terms"]:
        yield figure
    for term in figure["terms"]:
        yield from json_leaves(term)


def test_the_json_with_why_holds_the_same_trees(
    unit: Design, known: Design, results: Results, stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    project = tmp_path / "unit.stackwright"
    write_project(project, unit)
    document = stackwright("analyze", project, "--json", "--why").document
    for name, path in PLACES.items():
        figure, said = HEADLINES[name](results), at(document, path)
        assert {key: said[key] for key in ("value", "unit", "low", "high", "missing")} == {
            "value": figure.value,
            "unit": figure.unit,
            "low": figure.low,
            "high": figure.high,
            "missing": list(figure.missing),
        }
        assert value_of(said) == pytest.approx(figure.value), name
        leaves = list(json_leaves(said))
        assert [leaf["label"] for leaf in leaves] == [term.label for term in leaves_of(figure)]
        assert {source for leaf in leaves for source in leaf["sources"]} <= set(known.sources)
        assert said["formula"]


def test_without_why_figures_are_short(unit: Design, stackwright: Callable[..., Any], tmp_path: Path) -> None:
    project = tmp_path / "unit.stackwright"
    write_project(project, unit)
    document = stackwright("analyze", project, "--json").document
    for name, path in PLACES.items():
        if name != "accelerators":
            assert set(at(document, path)) >= {"value", "unit", "low", "high", "missing"}
            assert "terms" not in at(document, path)


def test_why_is_printed_for_people_too(
    unit: Design, results: Results, stackwright: Callable[..., Any], tmp_path: Path
) -> None:
    project = tmp_path / "unit.stackwright"
    write_project(project, unit)
    said = stackwright("analyze", project, "--why")
    assert said.code == 0
    for name in HEADLINES:
        figure = HEADLINES[name](results)
        assert f"\n{figure.label}: {figure_line(figure)}" in said.out
    assert "  DGX H100: power, maximum: 10.2 kW  [catalog; nvidia-dgx-h100-guide; " in said.out
