"""Every part, cable, optic and rack of a design is in its bill once, and all files say the same sums."""

import csv
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import write_bill
from designer.export.bills.groups import GROUPINGS
from designer.export.bills.records import Bill
from designer.model.design import Design
from tests.export.bills.page_table import Table, is_line
from tests.export.bills.recount import bought_cables, copies, devices, pdus_by_rule, racks, random_design
from tests.export.bills.sheets import AT, TOTALS, Sheet, cached_of, line_rows, row_of, sheet_of
from tests.long_runs import runs
from tests.shipped import LIBRARY

LARGE = {"ten-thousand-h100"}
CASES = [name for name in TEMPLATES if name not in runs(LARGE, set[str]())]
CASES += [f"random {seed}" for seed in range(runs(6, 20))]


@cache
def billed(case: str) -> tuple[Design, Results, Bill]:
    """Return the design of a case, its figures and its bill."""
    number = case.removeprefix("random ")
    design = random_design(int(number), LIBRARY) if number != case else build_template(case, LIBRARY, {})
    results = analyze(design, only=("power", "cost"), library=LIBRARY)
    return design, results, bill_of(design, results)


@pytest.mark.scaled
@pytest.mark.parametrize("case", CASES)
def test_every_part_cable_optic_and_rack_is_in_the_bill_once(case: str) -> None:
    design, results, bill = billed(case)
    found: Counter[str] = Counter()
    for line in bill.lines:
        found[line.part] += line.quantity
    measured = frozenset(results.cables.by_link) if results.cables is not None else frozenset[str]()
    cabled = bought_cables(design, LIBRARY, measured)
    expected = devices(design) + cabled.parts
    del found[""]
    assert found == expected
    unnamed: Counter[str] = Counter()
    for line in bill.lines:
        unnamed[line.kind] += 0 if line.part else line.quantity
    assert unnamed["cable"] == cabled.open_ones
    assert unnamed["rack-cabinet"] == racks(design)
    assert unnamed["pdu"] == pdus_by_rule(design)


@pytest.mark.scaled
@pytest.mark.parametrize("case", CASES)
def test_lines_totals_and_all_files_say_the_same(case: str, tmp_path: Path) -> None:
    _, results, bill = billed(case)
    assert results.cost is not None
    assert bill.total_usd == results.cost.capex_usd
    for low_to_high, amount in zip(
        ("low", "value", "high"), (bill.total_usd.low, bill.total_usd.value, bill.total_usd.high), strict=True
    ):
        prices = [(line.quantity, getattr(line.unit_usd, low_to_high)) for line in bill.lines]
        by_hand = sum(number * price for number, price in prices if price is not None)
        assert (amount or 0.0) == pytest.approx(by_hand)
    missing = {line.name for line in bill.lines if line.unit_usd.value is None}
    assert set(bill.unpriced) == missing
    assert bill.total_usd.at_least == bool(missing)
    for suffix in (".csv", ".xlsx", ".html", ".json"):
        write_bill(tmp_path / f"bill{suffix}", bill)
    # The page, of whose words the print is made: each line and sum as the CSV has them.
    page = [row for row in Table((tmp_path / "bill.html").read_text("utf-8"), "lines").rows if is_line(row)]
    assert len(page) == len(bill.lines)
    document = json.loads((tmp_path / "bill.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "bill.csv").read_bytes().decode("utf-8-sig"))))
    live, last = sheet_of(tmp_path / "bill.xlsx"), len(bill.lines)
    sheet, total = Sheet(live), row_of(live, "Total")
    assert len(line_rows(live)) == last
    assert [line["quantity"] for line in document["lines"]] == [line.quantity for line in bill.lines]
    assert [int(row["Quantity"]) for row in rows[:last]] == [line.quantity for line in bill.lines]
    by_name = {(row["Description"], row["Quantity"]): row for row in rows[:last]}
    for _, said in page:
        row = by_name[said[2], said[4].replace(",", "")]
        for place, heading in zip((7, 8, 9), ("Total low USD", "Total typical USD", "Total high USD"), strict=True):
            # Paper and page show whole amounts from a thousand on.
            amount = float(said[place].replace(",", "")) if said[place] else None
            near = 0.006 if amount is None or amount < 1000 else 0.51
            assert (float(row[heading]) if row[heading] else None) == (
                None if amount is None else pytest.approx(amount, abs=near)
            )
    # The total, and each step below it: what the workbook's formulas come to is what the other files have.
    steps = [document["total"], *(step["amount"] for step in document["steps"])]
    for offset, step in enumerate(steps):
        for key, bound, heading in zip(
            TOTALS, ("low", "value", "high"), ("Total low USD", "Total typical USD", "Total high USD"), strict=True
        ):
            amount = step[bound] or 0.0
            assert sheet.value(AT[key], total + offset) == pytest.approx(amount, rel=1e-9, abs=1e-6)
            assert float(rows[last + offset][heading] or 0) == pytest.approx(amount, abs=0.006)


@pytest.mark.scaled
@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("case", runs(["power-chain", "random 7"], ["ai-stack", "power-chain", "random 3", "random 7"]))
def test_groups_hold_the_same_pieces_and_sums_as_the_bill(case: str, by: str, tmp_path: Path) -> None:
    design, results, bill = billed(case)
    grouped = bill_of(design, results, by)
    pieces: Counter[tuple[str, str, str]] = Counter()
    spares: Counter[tuple[str, str, str]] = Counter()
    for group in grouped.groups:
        summed = sum(line.total_usd.value or 0.0 for line in group.lines)
        assert (group.total_usd.value or 0.0) == pytest.approx(summed)
        for line in group.lines:
            pieces[line.part, line.name, line.kind] += line.quantity
            spares[line.part, line.name, line.kind] += line.spares
    whole: Counter[tuple[str, str, str]] = Counter()
    kept: Counter[tuple[str, str, str]] = Counter()
    for line in bill.lines:
        whole[line.part, line.name, line.kind] += line.quantity
        kept[line.part, line.name, line.kind] += line.spares
    assert (pieces, spares) == (whole, kept)
    assert len({group.title for group in grouped.groups}) >= 1
    path = tmp_path / "bill.xlsx"
    write_bill(path, grouped)
    sheet, cached = Sheet(sheet_of(path)), cached_of(path)
    total = row_of(sheet.sheet, "Total")
    for key, amount in zip(TOTALS, (bill.total_usd.low, bill.total_usd.value, bill.total_usd.high), strict=True):
        assert sheet.value(AT[key], total) == pytest.approx(amount)
        for row in range(2, total + 8):
            written = cached.cell(row, AT[key]).value or 0
            assert sheet.value(AT[key], row) == pytest.approx(0.0 if isinstance(written, str) else float(written))


def test_pieces_are_told_by_the_room_and_rack_that_they_stand_in() -> None:
    design, results, _ = billed("power-chain")
    by_rack = bill_of(design, results, "rack")
    standing = Counter(node.parent for node in copies(design) if node.part == "nvidia/dgx-h100")
    for rack, number in standing.items():
        title = design.nodes[rack or ""].title
        copies_of = design.nodes[rack or ""].copies
        group = next(g for g in by_rack.groups if g.title in {title, f"{title} (×{copies_of})"})
        assert next(line.quantity for line in group.lines if line.part == "nvidia/dgx-h100") == number
