"""One table of columns: a column in the middle moves letters and keeps sums, and the JSON names stay."""

import json
from pathlib import Path

import pytest

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.columns import BILL_COLUMNS, BillColumn
from designer.export.bills.files import bill_document
from designer.export.bills.records import Bill
from designer.export.bills.sections import sections
from designer.export.bills.workbook import FIRST, SHEET_COLUMNS, workbook
from tests.export.bills.sheets import Sheet, row_of, sheet_of
from tests.shipped import LIBRARY

GOLDEN = Path(__file__).parent / "bill_names.json"


@pytest.fixture(scope="module")
def bill() -> Bill:
    design = build_template("ai-stack", LIBRARY, {})
    return bill_of(design, analyze(design, only=("power", "cost"), library=LIBRARY), "kind")


@pytest.mark.parametrize("place", [1, 3, 7, 9, 10, 13, len(SHEET_COLUMNS)])
def test_a_column_added_anywhere_keeps_every_sum_right(place: int, bill: Bill, tmp_path: Path) -> None:
    added = BillColumn(key="added", heading="Added", width=8, kind="number", cell=lambda line: 1_000_003)
    # The first column carries titles of groups, so an added one stands after it.
    columns = (*SHEET_COLUMNS[:place], added, *SHEET_COLUMNS[place:])
    path = tmp_path / "bill.xlsx"
    path.write_bytes(workbook(bill, columns))
    live = sheet_of(path)
    sheet, where = Sheet(live), {column.key: number for number, column in enumerate(columns, start=FIRST + 1)}
    total = row_of(live, "Total")
    totals = [bill.total_usd, *(step.usd for step in bill.steps)]
    for key, bound in (("total_low", "low"), ("total_typical", "value"), ("total_high", "high")):
        for offset, figure in enumerate(totals):
            assert sheet.value(where[key], total + offset) == pytest.approx(getattr(figure, bound) or 0.0)
    row = 2
    for section in sections(bill):
        assert live.cell(row, FIRST + 1).value == section.title
        assert sheet.value(where["quantity"], row) == sum(line.quantity for line in section.lines)
        assert sheet.value(where["total_typical"], row) == pytest.approx(section.total_usd.value or 0.0)
        for entry in section.entries:
            if entry.title:
                row += 1
                assert live.cell(row, where["name"]).value == entry.title
                together = sum(line.total_usd.value or 0.0 for line in entry.lines)
                assert sheet.value(where["total_typical"], row) == pytest.approx(together)
            for line in entry.lines:
                row += 1
                assert sheet.value(where["total_typical"], row) == pytest.approx(line.total_usd.value or 0.0)
        row += 1
    assert row == total


def test_the_json_names_are_those_of_the_golden_file(bill: Bill) -> None:
    document = bill_document(bill)
    names = {
        "bill": list(document),
        "line": list(document["lines"][0]),
        "step": list(document["steps"][0]),
        "yearly": list(document["yearly"][0]),
        "group": list(document["groups"][0]),
        "figure": list(document["total_usd"]),
    }
    assert names == json.loads(GOLDEN.read_text("utf-8"))


def test_every_name_of_before_is_still_there() -> None:
    line = set(json.loads(GOLDEN.read_text("utf-8"))["line"])
    before = "part part_number vendor name kind layer quantity unit total unit_usd total_usd basis price_date"
    assert {*before.split(), "price_status", "sources"} <= line


def test_no_two_columns_have_a_key_in_common() -> None:
    keys = [column.key for column in BILL_COLUMNS]
    assert len(set(keys)) == len(keys)
    for column in BILL_COLUMNS:
        assert column.product is None or set(column.product) <= set(keys)
