"""The bill on paper and as a page: the same rows, sums and gaps as everywhere, and nothing that a browser would run."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.utils import column_index_from_string
from pypdf import PdfReader

from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.columns import BILL_COLUMNS
from designer.export.bills.files import write_bill
from designer.export.bills.page import Paper, bill_page
from designer.export.bills.records import Bill
from designer.export.bills.rows import bill_rows
from designer.export.cables.cable_schedule import cable_schedule
from designer.model.design import Design, Node
from tests.export.bills.page_table import Table
from tests.export.bills.sheets import Sheet
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)
PLACE = {column.key: number for number, column in enumerate(BILL_COLUMNS)}


def bill_for(design: Design, by: str = "") -> Bill:
    return bill_of(design, analyze(design, only=("power", "cost"), library=LIBRARY), by, TODAY)


@pytest.fixture(scope="module")
def stack() -> Design:
    return build_template("ai-stack", LIBRARY, {})


@pytest.fixture(scope="module")
def grouped(stack: Design) -> Bill:
    return bill_for(stack, "kind")


def number(text: str) -> float:
    return float(text.replace(",", "") or 0)


def test_the_page_has_every_row_and_column_of_the_bill(grouped: Bill) -> None:
    table = Table(bill_page(grouped))
    (_, heads), *rows = table.rows
    assert len(heads) == 1 + len(BILL_COLUMNS)
    expected = [row for row in bill_rows(grouped) if row.sort != "note"]
    assert len(rows) == len(expected)
    lines = 0
    for row, (sort, cells) in zip(expected, rows, strict=True):
        assert len(cells) == 1 + len(BILL_COLUMNS)
        assert sort in {row.sort.replace(" ", "-"), "missing"}
        for bound in ("low", "typical", "high"):
            amount = row.cells[PLACE[f"total_{bound}"]]
            assert number(cells[1 + PLACE[f"total_{bound}"]]) == pytest.approx(float(amount or 0), abs=0.006)
        if row.sort == "line":
            lines += 1
            assert cells[0] == f"{lines}"
            for key in ("part", "name", "basis", "price_date", "price_status", "rests_on", "sources"):
                assert cells[1 + PLACE[key]] == row.cells[PLACE[key]]
    # Groups add up to the total, which is that of the analysis.
    sums = [number(cells[1 + PLACE["total_typical"]]) for sort, cells in rows if sort == "group"]
    (whole,) = [number(cells[1 + PLACE["total_typical"]]) for sort, cells in rows if sort == "total"]
    assert sum(sums) == pytest.approx(whole, abs=0.01 * len(sums))
    assert whole == pytest.approx(grouped.total_usd.value or 0, abs=0.006)


def test_what_has_no_price_is_told_and_marked() -> None:
    nodes = (
        Node(id="weka", kind="file-system", part="weka/data-platform", order=1),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", order=2),
    )
    bill = bill_for(LIBRARY.embedded(Design(nodes={one.id: one for one in nodes})))
    page = bill_page(bill)
    assert "1 of 2 lines has no known price and is not in the total: WEKA Data Platform." in page
    (missing,) = [cells for sort, cells in Table(page).rows if sort == "missing"]
    assert [missing[1 + PLACE[f"total_{bound}"]] for bound in ("low", "typical", "high")] == ["unknown"] * 3
    (total,) = [cells for sort, cells in Table(page).rows if sort == "total"]
    assert "".join(total[: 1 + PLACE["quantity"]]).startswith("Total, at least: 1 line without a price")


def test_words_of_people_stay_words() -> None:
    node = Node(id="x", kind="switch", name="<script>alert(1)</script>", price_usd=5.0)
    design = Design(nodes={"x": node})
    design = Design(nodes={"x": node}, settings=design.settings.__class__(name='"><img src=x onerror=alert(1)>'))
    page = bill_page(bill_for(design))
    assert Table(page).tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "p", "b"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("by", ["", "layer"])
def test_the_print_has_the_lines_sums_and_sources(stack: Design, by: str, tmp_path: Path) -> None:
    bill = bill_for(stack, by)
    path = tmp_path / "bill.pdf"
    write_bill(path, bill)
    reader = PdfReader(path)
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    assert reader.metadata is not None
    assert reader.metadata.title == f"{bill.name}: bill of materials"
    for row in bill_rows(bill):
        if row.sort == "line":
            assert re.sub(r"\s+", "", str(row.cells[PLACE["name"]])) in text
        amount = row.cells[PLACE["total_typical"]]
        if isinstance(amount, float):
            assert f"{amount:,.2f}" in text
    assert "28November2026" in text
    assert re.sub(r"\s+", "", bill.lead_line) in text
    assert "Leadtimesarepublishedfor5of" in text  # transformers, switchgear, chillers, generators and UPS
    assert f"1of{len(reader.pages)}" in text
    for source in {source for line in bill.lines for source in line.sources}:
        assert re.sub(r"\s+", "", source) in text


def test_the_workbook_has_its_further_sheets(stack: Design, grouped: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, grouped, lambda: cable_schedule(stack, LIBRARY.parts))
    book = openpyxl.load_workbook(path, data_only=True)
    assert book.sheetnames == ["Summary", "Bill of materials", "Cables", "Places", "Sources"]
    rows = list(book["Summary"].iter_rows(min_col=2, max_col=5, values_only=True))
    summary = {row[0]: row[1:] for row in rows if row[0]}
    total = grouped.total_usd
    assert summary["Total"] == pytest.approx((total.low, total.value, total.high))
    scale = 1e6
    assert f"{total.low / scale:,.1f}–{total.high / scale:,.1f} M$" in summary
    assert f"typical {total.value / scale:,.1f} M$" in summary
    least, most = with_likely(total).likely or (0.0, 0.0)
    assert any(
        f"eight of ten draws of all ranges give {least / 1e6:,.1f}–{most / 1e6:,.1f} M$" in one for one in summary
    )
    delivered = next(step.usd for step in grouped.steps if step.key == "delivered")
    assert summary["Delivered and installed"][1] == pytest.approx(delivered.value)
    kinds = [summary[group.title][1] for group in grouped.groups]
    assert sum(kinds) == pytest.approx(total.value)
    shares = [row[3] for row in rows if str(row[0]).startswith(("Firm:", "Published:", "Estimate:"))]
    assert len(shares) == 3
    assert sum(shares) == pytest.approx(1.0)
    assert summary["Lines, with subtotals by group"][2] == len(grouped.lines)
    assert summary["Where each part stands"][2] == book["Places"].max_row - 1
    assert book["Cables"].max_row - 1 == len(cable_schedule(stack, LIBRARY.parts))
    # Each piece of a device stands somewhere.
    places = list(book["Places"].iter_rows(min_row=2, values_only=True))
    standing = sum(row[7] for row in places if row[4] == "nvidia/dgx-h100")
    assert standing == next(line.quantity for line in grouped.lines if line.part == "nvidia/dgx-h100")
    assert all(row[0] for row in places if row[4] == "nvidia/dgx-h100")
    named = {row[1] for row in book["Sources"].iter_rows(min_row=2, values_only=True)}
    assert named == {line.name for line in grouped.lines}


def test_the_amounts_of_the_cover_follow_the_lines(grouped: Bill, tmp_path: Path) -> None:
    """Every amount is a formula on the sheet of the lines, and comes to what was written beside it."""
    path = tmp_path / "bill.xlsx"
    write_bill(path, grouped)
    live, cached = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    lines = Sheet(live["Bill of materials"])
    kind = PLACE["kind"] + 1
    seen = 0
    for row in live["Summary"].iter_rows(min_col=3, max_col=5):
        for cell in row:
            if cell.data_type != "f":
                continue
            seen += 1
            wanted = cached["Summary"].cell(cell.row, cell.column).value
            found = re.fullmatch(r"='Bill of materials'!\$([A-Z]+)\$([0-9]+)", cell.value)
            if found:
                assert lines.value(column_index_from_string(found[1]), int(found[2])) == pytest.approx(wanted)
                continue
            found = re.fullmatch(r"=SUMIF\(.+?\$E\$2:\$E\$([0-9]+),\"(.+)\",.+!\$([A-Z]+)\$2:.+\)", cell.value)
            assert found, cell.value
            column = column_index_from_string(found[3])
            mine = [n for n in range(2, int(found[1]) + 1) if lines.sheet.cell(n, kind).value == found[2]]
            assert sum(lines.value(column, n) for n in mine) == pytest.approx(wanted)
    kinds = {line.kind for line in grouped.lines}
    assert seen == 3 * (len(kinds) + 1 + len(grouped.steps))


def test_a_bill_of_nothing_has_a_cover_too(tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    empty = Design()
    write_bill(path, bill_of(empty, analyze(empty)))
    book = openpyxl.load_workbook(path, data_only=True)
    assert "Total" in [row[1].value for row in book["Summary"].iter_rows()]


@pytest.mark.parametrize("width", [1118.0, 700.0])
def test_no_word_and_no_figure_breaks_on_paper(grouped: Bill, width: float) -> None:
    """Every column is as wide as its longest word and figure; on narrow paper the letters are smaller instead."""
    page = bill_page(grouped, paper=Paper(width, 5.9, lambda text, bold: 4.0 * len(text) * (1.1 if bold else 1.0)))
    (size,) = [float(found) for found in re.findall(r"font-size: ([0-9.]+)pt; }\n</style>", page)]
    shares = [float(share) / 100 for share in re.findall(r'<th [^>]*width="([0-9.]+)%"', page)]
    headings = [re.sub(r"<.*?>", "", one) for one in re.findall(r"<th .*?</th>", page)]
    assert sum(shares) == pytest.approx(1.0, abs=1e-3)
    assert len(shares) == len(headings)
    assert "Layer" not in headings
    assert size == pytest.approx(5.9) if width > 1000 else size < 5.9
    seen = 0
    for row in re.findall(r'<tr class="(?:line|missing)".*?</tr>', page):
        cells = [re.sub(r"<.*?>", "", one) for one in re.findall(r"<td.*?</td>", row)]
        assert len(cells) == len(shares)
        for text, share in zip(cells, shares, strict=True):
            longest = max((4.0 * len(word) for word in text.split()), default=0.0)
            # The cells keep 3 points on either side.
            assert longest * size / 5.9 + 6.0 <= share * width + 0.5, text
            seen += 1
    assert seen > 500


def test_columns_in_which_nothing_stands_are_left_out_on_paper(grouped: Bill) -> None:
    groups = [replace(one, lines=tuple(replace(n, lead_time_weeks=None) for n in one.lines)) for one in grouped.groups]
    bare = replace(grouped, groups=tuple(groups))
    paper = Paper(1118.0, 5.9, lambda text, bold: 4.0 * len(text))
    assert "Lead time" in bill_page(grouped, paper=paper)
    assert "Lead time, weeks" not in bill_page(bare, paper=paper)
    assert "Lead time, weeks" in bill_page(bare)


def test_long_words_of_the_workbook_wrap_so_that_a_printed_page_is_read(stack: Design, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    bill = bill_for(stack)
    write_bill(path, bill)
    sheet = openpyxl.load_workbook(path)["Bill of materials"]
    for key in ("rests_on", "sources"):
        cells = [row[PLACE[key]] for row in sheet.iter_rows(min_row=2, max_row=1 + len(bill.lines))]
        told = [cell for cell in cells if cell.value]
        assert told
        assert all(cell.alignment.wrap_text and cell.alignment.vertical == "top" for cell in told)
    assert not sheet.cell(2, PLACE["part"] + 1).alignment.wrap_text
