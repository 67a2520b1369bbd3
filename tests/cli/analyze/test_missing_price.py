"""One price taken out of any shipped design at random: every place that shows a total of it says "at least"."""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.quantities import is_rented, placed_nodes
from designer.analysis.results import CostResult, Results
from designer.analysis.run import analyze
from designer.api import export_forms, opening
from designer.catalog.library import Library
from designer.cli.commands import bom_command, compare_command, project_commands
from designer.drawing.report_page import Pairs
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import write_bill
from designer.model.design import Design, View
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, leaf, product, quotient
from designer.model.parts.part import Part
from designer.review.rules import review
from designer.store.project import write_project
from designer.ui.app.headline import headlines
from designer.ui.costs.money_table import figure_cell
from designer.ui.explore.why_dialog import why_text
from designer.ui.present.slide import slide_of
from tests.cli.conftest import Stackwright
from tests.export.report.reports import figures_told, report_for
from tests.long_runs import runs

SEED = 20261127
TODAY = date(2026, 11, 27)
BARE = ("leaf-spine", "fat-tree", "rail-optimised", "dual-plane", "dragonfly", "torus")
"""Networks of parts without a vendor: nothing in them has a price that could be taken out."""
SHIPPED = [name for name in TEMPLATES if name not in {"empty", *BARE}]
FEW = ["dgx-superpod-h100", "rag-service", "api-service", "cloud-serving", "cloud-stack", "power-chain"]
"""Bought, rented and paid by use, with work and without: what the default run takes a price out of."""
SUMS = ("opex_usd_per_year", "monthly_usd", "tco_usd")


class Stripped(NamedTuple):
    """A design that lacks the price of one part, with what it comes to."""

    design: Design
    library: Library
    results: Results
    cost: CostResult
    part: Part
    bought: bool
    lacks: tuple[str, ...]


def priced_parts(design: Design, cost: CostResult) -> list[str]:
    """Ids of all parts whose price enters a total: bought, rented or paid by use."""
    lines = [line.part for line in (*cost.lines, *cost.service_lines) if line.part and line.total_usd.known]
    rented = [part.id for node, part in placed_nodes(design) if is_rented(part) and part and node.price_usd is None]
    return sorted(set(lines) | set(rented))


def without_price(part: Part) -> Part:
    lengths = tuple(replace(stock, price=None) for stock in part.lengths)
    return replace(part, prices=(), lengths=lengths)


def stripped(name: str, library: Library) -> Stripped:
    """Template NAME without the price of a part that its totals then lack, drawn at random."""
    design = build_template(name, library, {})
    # Prices that a person set on a node are no prices of the catalog.
    nodes = {one.id: replace(one, price_usd=None) for one in design.nodes.values()}
    design = replace(design, nodes=nodes)
    before = analyze(design, only=("power", "cost"), library=library).cost
    assert before is not None
    names = priced_parts(design, before)
    random.Random(f"{SEED} {name}").shuffle(names)
    for part_id in names:
        part = design.parts.get(part_id) or library.parts[part_id]
        bare = without_price(part)
        parts = {**design.parts, part_id: bare} if part_id in design.parts else design.parts
        poorer = replace(library, parts={**library.parts, part_id: bare})
        cut = replace(design, parts=parts)
        results = analyze(cut, only=("network", "power", "cooling", "cost", "workloads"), library=poorer)
        assert results.cost is not None
        lacking = set(results.cost.tco_usd.missing) - set(before.tco_usd.missing)
        if lacking:
            bought = bool(set(results.cost.capex_usd.missing) - set(before.capex_usd.missing))
            return Stripped(cut, poorer, results, results.cost, part, bought, tuple(lacking))
    raise AssertionError(f"{name}: no price whose loss a total feels among {names}")


@pytest.fixture(scope="module", params=runs(FEW, SHIPPED))
def found(request: pytest.FixtureRequest, library: Library) -> Stripped:
    return stripped(request.param, library)


def totals(cost: CostResult, *, bought: bool) -> list[Figure]:
    return [getattr(cost, name) for name in (("capex_usd",) if bought else ()) + SUMS]


@pytest.mark.scaled
def test_the_sums_name_what_they_lack(found: Stripped) -> None:
    for figure in totals(found.cost, bought=found.bought):
        assert figure.value is not None, figure.label
        assert gaps(figure).bound == "at least", figure.label
        assert set(found.lacks) <= set(gaps(figure).names), figure.label


@pytest.mark.scaled
def test_strip_slide_and_why_say_at_least(found: Stripped) -> None:
    findings = review(found.design, found.results, TODAY)
    strip = {item.name: item for item in headlines(found.design, found.results.counts, found.results, findings, True)}
    slide = slide_of(View(id="all", name="All"), found.design, found.results, findings)
    told = {figure.caption for figure in slide.figures}
    assert strip["run"].caption == "To run, at least"
    assert "To run, at least" in told
    if found.bought:
        assert strip["buy"].caption == "To buy, at least"
        assert "To buy, at least" in told
        assert slide.sentence.startswith("It costs at least")
        capex = strip["buy"].figure
        assert capex is not None
        assert why_text(capex, found.design.sources).startswith(f"{capex.label}: at least")


@pytest.mark.scaled
def test_the_report_says_at_least(found: Stripped) -> None:
    findings = review(found.design, found.results, TODAY)
    page = report_for(found.design, found.results, findings, library=found.library)
    numbers = {figure.label: figure.number for figure in page.front.figures}
    for label in ("To buy", "To run") if found.bought else ("To run",):
        # Where all that is known comes to nothing, the figure is unknown rather than at least 0.
        assert f"{label}, at least" in numbers or numbers[label] == "unknown"
    # What has no price is in the list of what is not included.
    (missing,) = (block for block in page.front.blocks if isinstance(block, Pairs))
    for lack in found.lacks:
        assert any(name == lack or name.endswith(lack.removesuffix(": price")) for name, _ in missing.pairs), lack


@pytest.mark.scaled
def test_the_bill_says_at_least_in_every_form(found: Stripped, tmp_path: Path) -> None:
    bill = bill_of(found.design, found.results)
    if not found.bought:
        # What was taken out is rented: it is in no bill of what is bought.
        assert not any(name.startswith(found.part.name) for name in bill.unpriced)
        return
    assert any(name.startswith(found.part.name) for name in bill.unpriced)
    assert f"{len(bill.unpriced)} of {len(bill.lines)} lines" in bill.gap_line
    write_bill(tmp_path / "bill.csv", bill)
    rows = list(csv.reader((tmp_path / "bill.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1 + len(bill.lines)][0].startswith("Total, at least: ")
    write_bill(tmp_path / "bill.xlsx", bill)
    book = openpyxl.load_workbook(tmp_path / "bill.xlsx", data_only=True)
    cells = [str(row[1].value) for row in book["Lines"].iter_rows()]
    assert "Total, at least" in cells
    assert bill.gap_line in cells
    cover = [cell for row in book["Summary"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert "To buy, at least" in cover
    assert "Total, at least" in cover
    assert bill.gap_line in cover
    assert "No price yet" in cover


@pytest.mark.scaled
def test_the_commands_say_at_least(
    found: Stripped, stackwright: Stackwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (opening, project_commands, bom_command, export_forms, compare_command):
        monkeypatch.setattr(module, "read_library", lambda: found.library)
    path = tmp_path / "cut.stackwright"
    write_project(path, found.design)
    text = stackwright("analyze", path, "--only", "power,cost").out
    rows = ("To buy", "To run", "A month, all told") if found.bought else ("To run", "A month, all told")
    for row in rows:
        assert any(line.strip().startswith(row) and " at least " in line for line in text.splitlines()), row
    document = stackwright("analyze", path, "--only", "power,cost", "--json").document
    for name in SUMS:
        assert set(found.lacks) <= set(document["cost"][name]["missing"]), name
    if found.bought:
        assert "\nTotal: at least " in stackwright("bom", path).out
        out = tmp_path / "bill.json"
        stackwright("bom", path, "-o", out)
        assert found.part.name in out.read_text("utf-8")
    compared = stackwright("compare", path)
    assert compared.code == 0
    if found.bought and alternatives(found.design, found.library, found.results).row("own"):
        # The table of costs comes first, then that of what each way gives.
        own = next(line for line in compared.out.splitlines() if line.startswith("Own: "))
        assert own.count("at least ") >= 3


@pytest.mark.scaled
@pytest.mark.parametrize("name", runs(BARE[:2], BARE))
def test_a_design_without_any_price_has_no_total(name: str, library: Library, stackwright: Stackwright) -> None:
    design = build_template(name, library, {})
    bare = {part_id: without_price(part) for part_id, part in library.parts.items()}
    design = replace(design, parts={part_id: without_price(part) for part_id, part in design.parts.items()})
    poorest = replace(library, parts=bare)
    results = analyze(design, library=poorest)
    assert results.cost is not None
    assert not priced_parts(design, results.cost)
    capex = results.cost.capex_usd
    assert capex.value is None
    assert gaps(capex).number == len(results.cost.lines)
    (buy,) = (item for item in headlines(design, results.counts, results, (), True) if item.name == "buy")
    assert buy.number == "unknown"
    assert figures_told(report_for(design, results, (), library=poorest))["To buy"] == "unknown"


def money_rows(found: Stripped) -> Iterator[tuple[str, Figure]]:
    where = where_it_sits(found.design, found.cost)
    yield "a month", where.usd_per_month
    yield "all years", product("all", (where.usd_per_month, leaf("years", 4.0)), "USD")


@pytest.mark.scaled
def test_the_money_window_signs_what_lacks_something(found: Stripped) -> None:
    for title, figure in money_rows(found):
        cell = figure_cell(figure, title)
        assert cell.text.startswith("≥ "), title
        assert cell.tip.startswith("It is at least this much")
    compared = alternatives(found.design, found.library, found.results)
    own: Sequence[Figure] = [row.usd_per_month for row in compared.rows if row.key == "own"] if found.bought else ()
    for figure in own:
        assert figure_cell(figure, "a month").text.startswith("≥ ")
    hour = quotient("share of the whole", found.cost.monthly_usd, found.cost.monthly_usd, "")
    assert figure_cell(hour, "share").text.startswith("≈ ")
