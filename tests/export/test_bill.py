"""The bill of materials: what the design holds, safe in every spreadsheet, its totals those of the analysis."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.templates import build_template
from designer.export.bill import Bill, bill_of, safe_cell, write_bill
from designer.model.design import Design, Link, Node
from designer.model.parts import Part, Price, Source, StockLength
from designer.model.pricing import Discount, ExchangeRate, PriceBook
from designer.model.records import RefusedInput

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


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, bill_named(NASTY))
    rows = rows_of(path)
    assert len(rows) == len(NASTY) + 2
    assert {len(row) for row in rows} == {17}
    for row in rows:
        for cell in row:
            assert not cell.startswith(STARTS)
            assert not re.match(r"[\s\ufeff\u202e]*[=+@＝＋－＠-]", cell), cell
    # What was typed is all there, behind the apostrophe.
    for row, name in zip(rows[1:], NASTY, strict=False):
        assert row[3] in {name, f"'{name}"}
        assert row[6].isdecimal()
        assert [float(cell) for cell in row[7:13]]


@pytest.mark.parametrize(("text", "cell"), [("=1", "'=1"), ("a", "a"), ("", ""), ("1-2", "1-2"), ("a=b", "a=b")])
def test_only_what_a_spreadsheet_would_run_is_marked(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


def test_only_our_own_cells_of_a_workbook_are_formulas(tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    found = bill_named(NASTY)
    write_bill(path, found)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    last = len(found.lines) + 1
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                assert cell.column_letter in "KLM"
                assert re.fullmatch(
                    rf"=G{cell.row}\*{'HIJ'['KLM'.index(cell.column_letter)]}{cell.row}"
                    if cell.row <= last
                    else rf"=SUM\({cell.column_letter}2:{cell.column_letter}{last}\)",
                    str(cell.value),
                )
            assert cell.hyperlink is None
    assert sheet.cell(last + 1, 11).data_type == "f"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        relations = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    assert not [name for name in names if re.search(r"vba|macro|externalLink|media", name, re.IGNORECASE)]


def test_the_workbook_adds_up_to_the_analysis(bill: Bill, superpod: Design, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, bill)
    cached = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = [[cell.value for cell in row] for row in cached.iter_rows(min_row=2)]
    lines, total = rows[: len(bill.lines)], rows[len(bill.lines)]
    for line, row in zip(bill.lines, lines, strict=True):
        assert row[6] == line.quantity
        for offset, unit in enumerate((line.unit_usd.low, line.unit_usd.value, line.unit_usd.high)):
            assert row[7 + offset] == unit
            assert row[10 + offset] == (None if unit is None else unit * line.quantity)
    for column, value in zip(
        (10, 11, 12), (bill.total_usd.low, bill.total_usd.value, bill.total_usd.high), strict=True
    ):
        assert total[column] == value
        assert total[column] == pytest.approx(sum(row[column] or 0 for row in lines))
    assert total[0] == "Total, at least"
    assert str(rows[len(bill.lines) + 1][0]).startswith("6 of 13 lines have no known price")


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
    assert sum(line.quantity for line in bill.lines if not line.part) == results.counts.cables
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
    unchosen = [sum(line.quantity for line in bill.lines if not line.part) for bill in (before, after)]
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
    unknown = next(line for line in document["lines"] if line["name"] == "Power cable (type not chosen)")
    assert unknown["unit_usd"]["value"] is None
    assert unknown["price_status"] == "unknown"


def test_the_csv_leaves_what_is_unknown_empty(bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    write_bill(path, bill)
    rows = rows_of(path)
    unknown = next(row for row in rows if row[3] == "Power cable (type not chosen)")
    assert unknown[6] == "236"
    assert unknown[7:13] == [""] * 6
    assert rows[-1][0] == "Total, at least: 6 lines have no price"
    assert float(rows[-1][11]) == bill.total_usd.value


def test_a_bill_of_nothing(tmp_path: Path) -> None:
    design = Design()
    empty = bill_of(design, analyze(design, only=("power", "cost")))
    for suffix in (".csv", ".xlsx", ".json"):
        write_bill(tmp_path / f"bill{suffix}", empty)
    assert len(rows_of(tmp_path / "bill.csv")) == 2
    assert openpyxl.load_workbook(tmp_path / "bill.xlsx").worksheets[0].max_row == 2


def test_soft_links_are_no_cables() -> None:
    nodes = {name: Node(id=name, kind="host") for name in "ab"}
    links = {"l": Link(id="l", a="a", b="b", medium="runs_on"), "m": Link(id="m", a="a", b="b", medium="fabric")}
    design = Design(nodes=nodes, links=links)
    lines = bill_of(design, analyze(design, only=("power", "cost"))).lines
    assert [(line.name, line.quantity) for line in lines if line.kind == "cable"] == [
        ("Fabric cable (type not chosen)", 1)
    ]


@pytest.mark.parametrize("name", ["bill.pdf", "bill.xls", "bill"])
def test_other_files_are_refused(name: str, bill: Bill, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"a bill of materials is written as \.csv, \.xlsx, \.json"):
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
    assert rows[0][7:13] == [
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
    assert float(dgx[8]) == pytest.approx((before.unit_usd.value or 0) * 0.72)
    assert float(dgx[11]) == pytest.approx(31 * (before.unit_usd.value or 0) * 0.72)
    assert dgx[13] == f"{before.basis}, less 10%"
    total = rows[-2]
    assert total[0].startswith("Total, at least")
    assert float(total[11]) == pytest.approx(sum(float(row[11]) for row in rows[1:-2] if row[11]), abs=0.2)
    assert rows[-1] == [RATE_LINE, *[""] * 16]


def test_the_workbook_in_euros_adds_up(euro_bill: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, euro_bill)
    sheet, cached = (openpyxl.load_workbook(path, data_only=only).worksheets[0] for only in (False, True))
    assert [sheet.cell(1, column).value for column in (9, 12)] == ["Unit typical EUR", "Total typical EUR"]
    last = len(euro_bill.lines) + 1
    assert sheet.cell(2, 12).value == "=G2*I2"
    assert sheet.cell(last + 1, 12).value == f"=SUM(L2:L{last})"
    summed = sum(float(str(cached.cell(row, 12).value or 0)) for row in range(2, last + 1))
    assert summed == pytest.approx(float(str(cached.cell(last + 1, 12).value)))
    assert summed == pytest.approx((euro_bill.total_usd.value or 0) / 1.25)
    for row in range(2, last + 1):
        unit, together = cached.cell(row, 9).value, cached.cell(row, 12).value
        if unit is not None:
            assert together == pytest.approx(float(str(unit)) * float(str(cached.cell(row, 7).value)))
    assert RATE_LINE in [cached.cell(row, 1).value for row in range(last + 2, last + 4)]


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
        StockLength(
            length_m=metres, part_number=f"C{metres}", price=Price(low=9, typical=metres * 10, high=99, basis="list")
        )
        for metres in (1, 3)
    )
    cable = Part(
        id="x/c", kind="cable", layer="servers_fabric", vendor="X", name="Cable", part_number="C", lengths=lengths
    )
    ends = {name: Node(id=name, kind="rack") for name in "ab"}
    links = {
        name: Link(id=name, a="a", b="b", medium="fabric", cables=2, cable_part="x/c", length_m=metres)
        for name, metres in (("l", 0.8), ("m", 2.5))
    }
    design = Design(nodes=ends, links=links, parts={"x/c": cable})
    lines = bill_of(design, analyze(design, only=("power", "cost"))).lines
    assert [(line.name, line.part_number, line.quantity, line.total_usd.value) for line in lines] == [
        ("Cable, 1 m", "C1", 2, 20),
        ("Cable, 3 m", "C3", 2, 60),
    ]
