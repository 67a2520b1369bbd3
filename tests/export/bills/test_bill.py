"""The bill of materials: what the design holds, safe in every spreadsheet, its totals those of the analysis."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import write_bill
from designer.export.bills.records import Bill
from designer.export.bills.sections import sections
from designer.export.safe_cells import safe_cell
from designer.model.design import Design, Link, Node
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.parts.part import Part, Price, Source, StockLength
from designer.model.records import RefusedInput
from tests.export.bills.sheets import (
    AT,
    PLACE,
    TOTALS,
    UNITS,
    Sheet,
    book_of,
    cached_of,
    cells,
    line_rows,
    row_of,
    rows_of,
    sheet_of,
)
from tests.shipped import LIBRARY

BELOW = 1 + 7 + 1
"""Rows below the lines: the total, seven steps and the support of a year."""

STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "  @x",
    "\u00a0=1",
    "＝1+1",
    "－2+3",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.invalid","y")',
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C'!A0",
    '=IMPORTXML("http://x.invalid","//a")',
    '=WEBSERVICE("http://x.invalid")',
    "+A1",
    "-A1",
)
NASTY = [
    *FORMULAS,
    *(f"{start}{text}" for start in STARTS for text in FORMULAS),
    '"',
    '""',
    '",=1+1,"',
    "a,b",
    "a;=1+1",
    "a\nb",
    "a\r\nb",
    "<b>x</b>",
    "http://x.invalid",
    "file:///etc/passwd",
    "internal:Sheet1!A1",
    "{=1}",
    "'=1",
    "a" * 20_000,
    "1e5",
    "0012",
    "TRUE",
    "#REF!",
    "null",
    "北京",
    "\u202eevil",
    "\u2028",
    "\x01\x02",
    "_x0041_",
    "&amp;",
    "]]>",
    "%s%n",
    "$(id)",
    "`id`",
    "../../x",
    "a\u0000b",
    "é" * 100,
    "\ufeff=1",
    "=\u200b1",
    "\ud7ff",
    "\ue000",
    "-",
    "+",
    "=",
    "@",
    "—1",
    "−1",
    "•x",
    "…",
    "©=1",
    "\\=1",
    *(f"=A{number}" for number in range(20)),
]


@pytest.fixture(scope="module")
def bill(superpod: Design) -> Bill:
    return bill_of(superpod, analyze(superpod, only=("power", "cost")))


def test_two_hundred_nasty_names_are_tried() -> None:
    assert len(set(NASTY)) >= 200


def named(names: list[str]) -> Design:
    """A design with a part for each name, which is also its vendor, number and the publisher of its price."""
    parts = {
        f"acme/p{number}": Part(
            id=f"acme/p{number}",
            kind="server",
            layer="servers_fabric",
            vendor=name,
            name=name,
            part_number=name,
            prices=(Price(low=1, typical=2, high=3, basis="list", date="2026-01-01", sources=(f"s{number}",)),),
        )
        for number, name in enumerate(names)
    }
    return Design(
        nodes={
            f"n{number}": Node(
                id=f"n{number}", kind="server", part=f"acme/p{number}", copies=number % 3 + 1, order=number
            )
            for number in range(len(names))
        },
        parts=parts,
        sources={f"s{number}": Source(id=f"s{number}", publisher=name) for number, name in enumerate(names)},
    )


def bill_named(names: list[str]) -> Bill:
    design = named(names)
    return bill_of(design, analyze(design, only=("power", "cost")))


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, bill_named(NASTY))
    rows = rows_of(path)
    assert len(rows) == 1 + len(NASTY) + BELOW
    assert {len(row) for row in rows} == {len(PLACE)}
    for row in rows:
        for cell in row:
            assert not cell.startswith(STARTS)
            assert not re.match(r"[\s\ufeff\u202e]*[=+@＝＋－＠-]", cell), cell
    # What was typed is all there, behind the apostrophe.
    for row, name in zip(rows[1:], NASTY, strict=False):
        assert row[PLACE["name"]] in {name, f"'{name}"}
        assert row[PLACE["quantity"]].isdecimal()
        assert [float(cell) for cell in cells(row, *UNITS, *TOTALS)]


@pytest.mark.parametrize(("text", "cell"), [("=1", "'=1"), ("a", "a"), ("", ""), ("1-2", "1-2"), ("a=b", "a=b")])
def test_only_what_a_spreadsheet_would_run_is_marked(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


OURS = re.compile(r"=[-A-Z0-9.+*/(),:$<>=& \"'!–e]+", re.IGNORECASE)
"""What our own formulas are made of: cells of named sheets, sums and products."""
FUNCTIONS = {
    *("SUM", "SUBTOTAL", "SUMPRODUCT", "SUMIFS", "IF", "COUNT", "COUNTA", "MIN", "MAX", "ABS", "FIXED", "ISNUMBER"),
}


def test_only_our_own_cells_of_a_workbook_are_formulas(tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    found = bill_named(NASTY)
    write_bill(path, found)
    typed = set(NASTY)
    for sheet in book_of(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    bare = re.sub(r'"[^"]*"', '""', str(cell.value))
                    assert OURS.fullmatch(bare), cell.value
                    assert set(re.findall(r"([A-Z]+)\(", bare)) <= FUNCTIONS, cell.value
                    assert cell.value not in typed
                assert cell.hyperlink is None or cell.hyperlink.target is None
    sheet = sheet_of(path)
    assert sheet.cell(row_of(sheet, "Total"), AT["total_low"]).data_type == "f"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        relations = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    assert not [name for name in names if re.search(r"vba|macro|externalLink|media", name, re.IGNORECASE)]


def test_the_workbook_adds_up_to_the_analysis(bill: Bill, superpod: Design, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, bill)
    cached = cached_of(path)
    lines = [line for section in sections(bill) for line in section.lines]
    assert sorted(lines, key=str) == sorted(bill.lines, key=str)
    rows = line_rows(cached)
    for line, row in zip(lines, rows, strict=True):
        assert cached.cell(row, AT["quantity"]).value == line.quantity
        for unit, together, amount in zip(
            UNITS, TOTALS, (line.unit_usd.low, line.unit_usd.value, line.unit_usd.high), strict=True
        ):
            assert cached.cell(row, AT[unit]).value == amount
            product = None if amount is None else pytest.approx(amount * line.quantity)
            assert (cached.cell(row, AT[together]).value or None) == product
    total = row_of(cached, "Total")
    for key, value in zip(TOTALS, (bill.total_usd.low, bill.total_usd.value, bill.total_usd.high), strict=True):
        assert cached.cell(total, AT[key]).value == value
        assert value == pytest.approx(sum(cached.cell(row, AT[key]).value or 0 for row in rows))
    assert cached.cell(total, AT["vendor"]).value == "Total, at least"
    gap = cached.cell(total + BELOW, AT["vendor"]).value
    assert str(gap).startswith(f"{len(bill.unpriced)} of {len(bill.lines)} lines have no known price")


@pytest.mark.parametrize(
    ("template", "parameters"),
    [
        ("dgx-superpod-h100", {"scale_units": "1"}),
        ("dgx-superpod-h100", {"scale_units": "3"}),
        ("dgx-superpod-h100", {"scale_units": "64"}),
        ("leaf-spine", {"nodes": "96"}),
        ("fat-tree", {"k": "8"}),
        ("empty", {}),
    ],
)
def test_quantities_are_the_counts_of_the_drawing(template: str, parameters: dict[str, str], library: Library) -> None:
    design = build_template(template, library, parameters)
    results = analyze(design, only=("power", "cost"))
    bill = bill_of(design, results)
    placed = {line.part: line.quantity for line in bill.lines if line.part}
    assert placed == dict(results.counts.by_part)
    # No library is on hand, so no cable has a type; racks and panels are goods without a part, too.
    assert sum(line.quantity for line in bill.lines if line.kind == "cable") == results.counts.cables
    racks = sum(design.total_copies(node.id) for node in design.nodes.values() if node.kind == "rack")
    assert sum(line.quantity for line in bill.lines if line.kind == "rack-cabinet") == racks
    assert results.cost is not None
    assert bill.total_usd == results.cost.capex_usd
    # The same node by node, copies of all containers around it multiplied.
    by_hand: dict[str, int] = {}
    for node in design.nodes.values():
        if node.part:
            by_hand[node.part] = by_hand.get(node.part, 0) + design.total_copies(node.id)
    assert placed == by_hand


def test_chosen_cables_are_a_line_of_their_part(superpod: Design, library: Library) -> None:
    """Without places on the floor: there the lengths of the routes choose what is bought."""
    nodes = {node.id: replace(node, floor=None) for node in superpod.nodes.values()}
    superpod = replace(superpod, nodes=nodes)
    cable = next(part for part in library.parts.values() if part.kind == "cable" and part.price("unit"))
    rails = replace(superpod.links["rails"], cable_part=cable.id)
    design = library.embedded(replace(superpod, links={**superpod.links, "rails": rails}))
    before, after = (bill_of(one, analyze(one, only=("power", "cost"))) for one in (superpod, design))
    line = next(line for line in after.lines if line.part == cable.id)
    # 7 racks of 4 systems with 8 rails each.
    assert line.quantity == 224
    assert line.total_usd.value is not None
    assert before.total_usd.value is not None
    assert after.total_usd.value == before.total_usd.value + line.total_usd.value
    unchosen = [
        sum(line.quantity for line in bill.lines if line.kind == "cable" and not line.part) for bill in (before, after)
    ]
    assert unchosen[0] - unchosen[1] == 224


def test_the_json_says_the_same(bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    write_bill(path, bill)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert document["total_usd"]["value"] == bill.total_usd.value
    assert [line["quantity"] for line in document["lines"]] == [line.quantity for line in bill.lines]
    assert document["unpriced"] == list(bill.unpriced)
    dgx = next(line for line in document["lines"] if line["part"] == "nvidia/dgx-h100")
    assert dgx["quantity"] == 31
    assert dgx["total_usd"]["value"] == 31 * dgx["unit_usd"]["value"]
    assert dgx["price_status"] == bill.lines[0].unit_usd.status
    assert dgx["sources"]
    cord = next(line for line in document["lines"] if line["name"] == "Power cord C20 to C19")
    assert [cord["unit_usd"][bound] for bound in ("low", "value", "high")] == [20, 45, 102]
    assert (cord["basis"], cord["price_status"]) == ("estimate", "assumed")


@pytest.fixture(scope="module")
def gapped() -> Bill:
    """A bill with a store whose price nobody published."""
    design = Design(nodes={"weka": Node(id="weka", kind="file-system", part="weka/data-platform")})
    design = LIBRARY.embedded(design)
    return bill_of(design, analyze(design, only=("power", "cost"), library=LIBRARY))


def test_the_json_says_what_has_no_price(gapped: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    write_bill(path, gapped)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    (unknown,) = document["lines"]
    assert unknown["unit_usd"]["value"] is None
    assert unknown["price_status"] == "unknown"
    assert document["unpriced"] == ["WEKA Data Platform"]


def test_the_csv_leaves_what_is_unknown_empty(gapped: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, gapped)
    rows = rows_of(path)
    (unknown,) = (row for row in rows if row[PLACE["name"]] == "WEKA Data Platform")
    assert unknown[PLACE["quantity"]] == "1"
    assert cells(unknown, *UNITS, *TOTALS) == [""] * 6
    assert rows[2][0] == "Total: 1 line without a price"


def test_cords_are_counted_and_totalled(bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, bill)
    rows = rows_of(path)
    cord = next(row for row in rows if row[PLACE["name"]] == "Power cord C20 to C19")
    # 6 cords for each of 31 systems, 2 for each of two storage systems.
    assert cord[PLACE["quantity"]] == "190"
    assert [float(cell) for cell in cells(cord, *UNITS, *TOTALS)] == [20, 45, 102, 3_800, 8_550, 19_380]
    total = rows[1 + len(bill.lines)]
    assert total[0] == f"Total, at least: {len(bill.unpriced)} lines without a price"
    assert float(total[PLACE["total_typical"]]) == bill.total_usd.value


def test_a_bill_of_nothing(tmp_path: Path) -> None:
    design = Design()
    empty = bill_of(design, analyze(design, only=("power", "cost")))
    for suffix in (".csv", ".xlsx", ".json"):
        write_bill(tmp_path / f"bill{suffix}", empty)
    assert len(rows_of(tmp_path / "bill.csv")) == 2
    sheet = sheet_of(tmp_path / "bill.xlsx")
    assert [sheet.cell(row, AT["vendor"]).value for row in (1, 2)] == ["Maker", "Total"]
    assert not line_rows(sheet)


def test_soft_links_are_no_cables() -> None:
    nodes = {name: Node(id=name, kind="host") for name in "ab"}
    links = {"l": Link(id="l", a="a", b="b", medium="runs_on"), "m": Link(id="m", a="a", b="b", medium="fabric")}
    design = Design(nodes=nodes, links=links)
    lines = bill_of(design, analyze(design, only=("power", "cost"))).lines
    assert [(line.name, line.quantity) for line in lines if line.kind == "cable"] == [
        ("Fabric cable (type not chosen)", 1)
    ]


@pytest.mark.parametrize("name", ["bill.docx", "bill.xls", "bill"])
def test_other_files_are_refused(name: str, bill: Bill, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"a bill of materials is written as \.csv, \.xlsx, \.html, \.pdf, \.json"):
        write_bill(tmp_path / name, bill)
    assert not list(tmp_path.iterdir())


def test_the_cost_analysis_is_needed(superpod: Design) -> None:
    with pytest.raises(RefusedInput, match="needs the cost analysis"):
        bill_of(superpod, analyze(superpod, only=("power",)))


EUROS = PriceBook(
    currency="EUR",
    rates={"EUR": ExchangeRate(usd=1.25, date="2026-11-20")},
    discounts=(Discount(share=0.1, vendor="NVIDIA"),),
)
RATE_LINE = "Exchange rate: 1 EUR = 1.25 USD on 2026-11-20."


@pytest.fixture(scope="module")
def euro_bill(superpod: Design) -> Bill:
    design = replace(superpod, settings=replace(superpod.settings, prices=EUROS))
    return bill_of(design, analyze(design, only=("power", "cost")))


def test_a_bill_in_euros_is_written_in_euros_and_says_the_rate(bill: Bill, euro_bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, euro_bill)
    rows = rows_of(path)
    assert cells(rows[0], *UNITS, *TOTALS) == [
        "Unit low EUR",
        "Unit typical EUR",
        "Unit high EUR",
        "Total low EUR",
        "Total typical EUR",
        "Total high EUR",
    ]
    dgx = next(row for row in rows if row[0] == "nvidia/dgx-h100")
    before = next(line for line in bill.lines if line.part == "nvidia/dgx-h100")
    # What the catalog says × 0.9 / 1.25.
    unit, together = PLACE["unit_typical"], PLACE["total_typical"]
    assert float(dgx[unit]) == pytest.approx((before.unit_usd.value or 0) * 0.72)
    assert float(dgx[together]) == pytest.approx(31 * (before.unit_usd.value or 0) * 0.72)
    assert dgx[PLACE["basis"]] == f"{before.basis}, less 10%"
    lines, total = rows[1 : 1 + len(euro_bill.lines)], rows[1 + len(euro_bill.lines)]
    assert total[0].startswith("Total, at least")
    summed = sum(float(row[together]) for row in lines if row[together])
    assert float(total[together]) == pytest.approx(summed, abs=0.2)
    assert rows[-1] == [RATE_LINE, *[""] * (len(PLACE) - 1)]


def test_the_workbook_in_euros_adds_up(euro_bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, euro_bill)
    sheet, cached = Sheet(sheet_of(path)), cached_of(path)
    unit, together = AT["unit_typical"], AT["total_typical"]
    assert [cached.cell(1, column).value for column in (unit, together)] == ["Each typical", "Typical EUR"]
    total = row_of(cached, "Total")
    assert sheet.value(together, total) == pytest.approx((euro_bill.total_usd.value or 0) / 1.25)
    for row in range(2, total + BELOW):
        written = cached.cell(row, together).value or 0
        assert sheet.value(together, row) == pytest.approx(0.0 if isinstance(written, str) else float(written)), row
    assert RATE_LINE in [cached.cell(row, AT["vendor"]).value for row in range(total + BELOW, cached.max_row + 1)]


def test_the_json_in_euros_keeps_the_dollars(euro_bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    write_bill(path, euro_bill)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert document["prices"] == {"currency": "EUR", "usd_per_unit": 1.25, "date": "2026-11-20"}
    assert (document["total"]["unit"], document["total_usd"]["unit"]) == ("EUR", "USD")
    assert document["total"]["value"] == pytest.approx(document["total_usd"]["value"] / 1.25)
    for line in document["lines"]:
        assert line["unit"]["unit"] == "EUR"
        if line["unit"]["value"] is not None:
            assert line["unit"]["value"] == pytest.approx(line["unit_usd"]["value"] / 1.25)


def test_a_bill_in_dollars_says_no_rate(bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    write_bill(path, bill)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert document["prices"] == {"currency": "USD", "usd_per_unit": 1.0, "date": ""}
    assert document["total"] == document["total_usd"]
    assert bill.rate_line == ""


def test_stock_lengths_have_their_own_lines_and_part_numbers() -> None:
    lengths = tuple(
        StockLength(length_m=metres, part_number=number, price=Price(low=9, typical=metres * 10, high=99, basis="list"))
        for metres, number in ((1, "C1"), (3, "C3"), (5, ""))
    )
    cable = Part(
        id="x/c", kind="cable", layer="servers_fabric", vendor="X", name="Cable", part_number="C", lengths=lengths
    )
    ends = {name: Node(id=name, kind="host") for name in "ab"}
    links = {
        name: Link(id=name, a="a", b="b", medium="fabric", cables=2, cable_part="x/c", length_m=metres)
        for name, metres in (("l", 0.8), ("m", 2.5), ("n", 9.0), ("o", 4.5))
    }
    design = Design(nodes=ends, links=links, parts={"x/c": cable})
    lines = bill_of(design, analyze(design, only=("power", "cost"))).lines
    assert [(line.name, line.part_number, line.quantity, line.total_usd.value) for line in lines] == [
        # 9 m, sold in none so long: no price, and not the number of another length.
        ("Cable", "", 2, None),
        ("Cable, 1 m", "C1", 2, 20),
        ("Cable, 3 m", "C3", 2, 60),
        # No number is known of 5 m.
        ("Cable, 5 m", "", 2, 100),
    ]
