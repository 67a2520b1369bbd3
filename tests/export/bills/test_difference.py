"""A bill against another: what was added, is gone or changed, and sums that add up."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.difference import BillDifference, bill_difference
from designer.export.bills.files import write_bill, write_requests
from designer.export.bills.records import Bill
from designer.export.bills.requests import requests
from designer.export.bills.tables import difference_words
from designer.model.design import Design
from designer.model.money.pricing import ExchangeRate, PriceBook
from designer.model.records import RefusedInput
from tests.export.bills.sheets import book_of
from tests.shipped import LIBRARY


def billed(design: Design) -> Bill:
    return bill_of(design, analyze(design, only=("power", "cost"), library=LIBRARY))


@pytest.fixture(scope="module")
def small() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


@pytest.fixture(scope="module")
def against(small: Design) -> BillDifference:
    large = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "2"})
    return bill_difference(billed(small), billed(large))


def test_a_bill_does_not_differ_from_itself(small: Design) -> None:
    same = bill_difference(billed(small), billed(small))
    assert same.changed == ()
    assert difference_words(same) == "no line differs"


def test_counts_and_sums_are_those_of_both_bills(against: BillDifference) -> None:
    old, new = against.old, against.new
    assert sum(line.pieces[0] for line in against.lines) == sum(line.quantity for line in old.lines)
    assert sum(line.pieces[1] for line in against.lines) == sum(line.quantity for line in new.lines)
    before, now = against.totals
    assert (before, now) == (old.total_usd.value, new.total_usd.value)
    more = sum((line.amounts(new)[1] or 0.0) - (line.amounts(new)[0] or 0.0) for line in against.lines)
    assert more == pytest.approx((now or 0.0) - (before or 0.0))
    servers = next(line for line in against.changed if line.line.part == "nvidia/dgx-h100")
    assert (servers.change, servers.pieces) == ("count", (31, 63))


def test_added_gone_and_another_price_are_told_apart(small: Design) -> None:
    nodes = dict(small.nodes)
    leaf = next(node for node in nodes.values() if node.part == "nvidia/qm9700")
    dearer = replace(small, nodes={**nodes, leaf.id: replace(leaf, price_usd=99_000.0)})
    found = bill_difference(billed(small), billed(dearer))
    changes = {(line.change, line.line.name) for line in found.changed}
    assert any(change in {"added", "count and price", "price"} for change, _ in changes)
    turned = bill_difference(billed(dearer), billed(small))
    assert found.counted("added") == turned.counted("gone")
    assert found.counted("gone") == turned.counted("added")


def test_bills_in_two_currencies_are_not_compared(small: Design) -> None:
    book = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.25, date="2026-11-20")})
    euros = replace(small, settings=replace(small.settings, prices=book))
    with pytest.raises(RefusedInput, match="in USD and EUR"):
        bill_difference(billed(small), billed(euros))


def test_every_file_tells_the_difference(against: BillDifference, tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv", ".json", ".html"):
        write_bill(tmp_path / f"bill{suffix}", against.new, against=against)
    told: dict[str, Any] = json.loads((tmp_path / "bill.json").read_text("utf-8"))["against"]
    more = (against.totals[1] or 0.0) - (against.totals[0] or 0.0)
    assert told["total"]["more"] == pytest.approx(more)
    assert len(told["lines"]) == len(against.changed)
    rows = list(csv.reader(io.StringIO((tmp_path / "bill.csv").read_text("utf-8-sig"))))
    assert len(rows) == 1 + len(against.changed) + 2
    assert float(rows[-1][10]) == pytest.approx(more, abs=0.01)
    sheet = book_of(tmp_path / "bill.xlsx", values=True)["Against"]
    assert sheet.cell(sheet.max_row, 11).value == pytest.approx(more)
    typed = book_of(tmp_path / "bill.xlsx")["Against"]
    assert typed.cell(2, 11).value == "=J2-I2"
    assert 'id="against"' in (tmp_path / "bill.html").read_text("utf-8")


def test_each_vendor_gets_a_file_of_its_own_without_prices(small: Design, tmp_path: Path) -> None:
    bill = billed(small)
    paths = write_requests(tmp_path / "asked", bill)
    assert [path.name for path in paths] == [f"Request {one.vendor}.xlsx" for one in requests(bill)]
    prices = {line.unit_usd.value for line in bill.lines if line.unit_usd.value and line.unit_usd.value > 100}
    for path, request in zip(paths, requests(bill), strict=True):
        (sheet,) = book_of(path, values=True).worksheets
        cells = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
        assert sum(cell in prices for cell in cells if isinstance(cell, float)) == 0
        asked = [row[6] for row in sheet.iter_rows(min_row=3, values_only=True)]
        assert sum(asked) == request.pieces
        assert [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)] == [
            line.part_number or None for line in request.lines
        ]
