"""The bill on paper and as a page: the same rows, sums and gaps as everywhere, and nothing that a browser would run."""

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl.utils import column_index_from_string
from pypdf import PdfReader

from designer.analysis.run import analyze
from designer.analysis.uncertainty import with_likely
from designer.drawing.paper_table import BESIDE, PaperColumn, PaperRow, PaperTable, broken, fit_columns
from designer.edit.templates.templates import build_template
from designer.export.bills.bill import bill_of, bounded_title
from designer.export.bills.files import write_bill
from designer.export.bills.page import bill_page, cell_text
from designer.export.bills.paper import bill_papers
from designer.export.bills.records import Bill
from designer.export.bills.requests import free_lines, requests
from designer.export.bills.sections import NO_PRICE, sections
from designer.export.bills.summary import Scaled
from designer.export.bills.tables import bill_tables, lines_table
from designer.export.cables.cable_schedule import cable_schedule
from designer.model.design import Design, Node
from designer.model.figures.number_locale import locale_of
from tests.export.bills.page_table import Table, is_line
from tests.export.bills.sheets import AT, Sheet, book_of
from tests.review.effects.broken_pod import broken_pod
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)
TYPICAL = 8
"""Place of the typical amount in the lines of page and paper."""


def bill_for(design: Design, by: str = "") -> Bill:
    return bill_of(design, analyze(design, only=("power", "cost"), library=LIBRARY), by, TODAY)


@pytest.fixture(scope="module")
def stack() -> Design:
    return build_template("ai-stack", LIBRARY, {})


@pytest.fixture(scope="module")
def whole(stack: Design) -> Bill:
    return bill_for(stack)


@pytest.fixture(scope="module")
def gapped() -> Bill:
    nodes = (
        Node(id="weka", kind="file-system", part="weka/data-platform", order=1),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", order=2),
    )
    return bill_for(LIBRARY.embedded(Design(nodes={one.id: one for one in nodes})))


def number(text: str) -> float:
    return float(text.replace(",", "") or 0)


# ---- Groups and folds ----


def test_lines_are_grouped_and_the_lengths_of_a_cable_fold(whole: Bill) -> None:
    found = sections(whole)
    assert sorted((line for one in found for line in one.lines), key=str) == sorted(whole.lines, key=str)
    amounts = [one.total_usd.value or 0.0 for one in found if one.title != "Software"]
    assert amounts == sorted(amounts, reverse=True)
    cables = next(one for one in found if one.title == "Cables")
    fibre = next(entry for entry in cables.entries if entry.title.startswith("MFP7E10"))
    assert fibre.title == "MFP7E10 multimode fibre, 5–10 m"
    assert [line.length_m for line in fibre.lines] == [5, 7, 10]
    assert len({line.part for line in fibre.lines}) == 1
    # Each length is ordered by a part number of its own.
    assert len({line.part_number for line in fibre.lines}) == 3


def test_what_has_no_price_is_the_last_group_and_never_zero(gapped: Bill) -> None:
    *_, last = sections(gapped)
    assert (last.title, last.unpriced) == (NO_PRICE, True)
    rows = lines_table(gapped).rows
    title = next(row for row in rows if row.sort == "open")
    assert title.cells[7:10] == ("unknown",) * 3
    line = rows[rows.index(title) + 1]
    assert line.cells[2] == "WEKA Data Platform"
    assert line.cells[5:10] == (None, None, "", "", "")
    assert line.cells[12] == "? ask"


def test_by_rack_all_that_stands_in_one_stays_there(stack: Design) -> None:
    by_rack = bill_for(stack, "rack")
    assert [one.title for one in sections(by_rack)] == [group.title for group in by_rack.groups]


# ---- Page ----


def test_the_page_has_every_line_sum_and_step_of_the_bill(whole: Bill) -> None:
    table = Table(bill_page(whole), "lines")
    (_, heads), *rows = table.rows
    assert heads[0] == "No"
    lines = [row for row in rows if is_line(row)]
    assert [cells[0] for _, cells in lines] == [f"{n}" for n in range(1, len(whole.lines) + 1)]
    expected = [line for one in sections(whole) for line in one.lines]
    for line, (_, cells) in zip(expected, lines, strict=True):
        assert (cells[1], cells[2], cells[3]) == (line.vendor, line.name, line.part_number)
        assert cells[4] == f"{line.quantity:,}"
        assert cells[TYPICAL] == cell_text(line.total_usd.value, "money")
    # Groups add up to the total, which is that of the analysis, but for the cents that are not shown.
    sums = [number(cells[TYPICAL]) for sort, cells in rows if sort == "group"]
    (all_lines, *_) = [number(cells[TYPICAL]) for sort, cells in rows if sort == "total"]
    assert sum(sums) == pytest.approx(all_lines, abs=len(sums))
    assert all_lines == pytest.approx(whole.total_usd.value or 0, abs=0.51)
    for step in whole.steps:
        assert any(step.title in cells[1] for _, cells in rows)


def test_the_page_has_all_parts_of_the_bill(whole: Bill) -> None:
    page = bill_page(whole)
    for table in bill_tables(whole):
        shown = Table(page, table.key).rows
        assert len(shown) == 1 + len(table.rows), table.key
        assert f'href="#{table.key}"' in page


def test_the_page_sorts_and_folds_without_a_script(whole: Bill) -> None:
    page = bill_page(whole)
    assert "<script" not in page
    assert ".lines:has(#by-typical:checked) tbody tr { order: var(--typical); }" in page
    orders = [int(found) for found in re.findall(r"--typical:([0-9]+)", page) if int(found) < 1_000_000]
    assert sorted(orders) == list(range(len(whole.lines)))
    rows = Table(page, "lines").rows
    amounts = [number(cells[TYPICAL]) for sort, cells in rows if is_line((sort, cells))]
    # The dearest line comes first in that order.
    assert orders[amounts.index(max(amounts))] == 0
    folded = sum("folded" in sort for sort, _ in rows)
    assert folded == page.count('type="checkbox"') > 0


def test_what_has_no_price_is_told_and_marked(gapped: Bill) -> None:
    page = bill_page(gapped)
    assert "1 of 2 lines has no known price and is not in the total: WEKA Data Platform." in page
    (missing,) = [cells for sort, cells in Table(page, "lines").rows if "missing" in sort]
    assert missing[7:10] == [""] * 3
    assert missing[10] == "unknown"
    total = next(cells for sort, cells in Table(page, "lines").rows if sort == "total")
    assert total[1] == "Total, at least"
    assert "1 of 2 lines not in it" in total


def test_words_of_people_stay_words() -> None:
    node = Node(id="x", kind="switch", name="<script>alert(1)</script>", price_usd=5.0)
    design = Design(nodes={"x": node})
    design = Design(nodes={"x": node}, settings=design.settings.__class__(name='"><img src=x onerror=alert(1)>'))
    page = bill_page(bill_for(design))
    assert Table(page, "lines").tags <= {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "nav", "a", "h1", "h2", "p"),
        *("div", "span", "b", "i", "input", "label", "table", "thead", "tbody", "tr", "th", "td"),
    }
    assert "&lt;script&gt;" in page


def test_numbers_are_written_as_the_country_writes_them(whole: Bill, tmp_path: Path) -> None:
    assert cell_text(1234.6, "money", locale_of("de-AT")) == "1.235"
    assert cell_text(12.5, "money", locale_of("fr")) == "12,50"
    path = tmp_path / "bill.csv"
    write_bill(path, whole, locale=locale_of("de"))
    body = path.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = [line.split(";") for line in body.decode("utf-8-sig").splitlines()]
    assert rows[0][0] == "Part"
    assert "13500,00" in next(row for row in rows if row[0] == "generic/host")


# ---- Print ----


@pytest.mark.parametrize("by", ["", pytest.param("layer", marks=pytest.mark.long)])
def test_the_print_has_the_lines_sums_and_sources(stack: Design, by: str, tmp_path: Path) -> None:
    bill = bill_for(stack, by)
    path = tmp_path / "bill.pdf"
    write_bill(path, bill)
    reader = PdfReader(path)
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    assert reader.metadata is not None
    assert reader.metadata.title == f"{bill.name}: bill of materials"
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(842, 595)}
    for row in lines_table(bill).rows:
        if row.sort == "part":
            continue
        amount = row.cells[TYPICAL]
        if isinstance(amount, float):
            assert cell_text(amount, "money") in text
        if row.sort in {"line", "folded", "group"}:
            assert re.sub(r"\s+", "", str(row.cells[2] or row.cells[1])) in text
    assert "28November2026" in text
    assert re.sub(r"\s+", "", bill.lead_line) in text
    assert "Leadtimesarepublishedfor5of" in text  # transformers, switchgear, chillers, generators and UPS
    assert f"1of{len(reader.pages)}" in text
    for source in {source for line in bill.lines for source in line.sources}:
        assert re.sub(r"\s+", "", source) in text
    for step in bill.steps:
        assert re.sub(r"\s+", "", step.rests_on) in text
    # Every length of a cable stands in the requests, with its part number.
    for line in bill.lines:
        if line.part_number:
            assert re.sub(r"\s+", "", line.part_number) in text


@pytest.mark.parametrize("width", [1118.0, 770.0])
def test_no_word_and_no_figure_breaks_on_paper(whole: Bill, width: float) -> None:
    """Every column is as wide as its longest word and figure; on narrow paper the letters are smaller instead."""

    def measure(text: str, bold: bool) -> float:
        return 0.55 * len(text) * (1.1 if bold else 1.0)

    _, tables = bill_papers(whole)
    seen = 0
    for table in tables:
        widths, size = fit_columns(table, width, measure)
        assert sum(widths) <= width + 0.01
        for row in table.rows:
            for column, text, wide in zip(table.columns, row.cells, widths, strict=True):
                if row.spans and not column.number:
                    continue
                words = [text] if column.number or column.whole else text.split()
                longest = max((measure(word, row.strong) * size for word in words), default=0.0)
                assert longest <= wide - BESIDE + 0.01, (table.title, text)
                seen += 1
    assert seen > 1000


def test_a_word_that_is_wider_than_its_column_breaks_inside() -> None:
    table = PaperTable(
        "", "", (PaperColumn("A", False, False, 20.0),), (PaperRow("line", ("x" * 400,)), PaperRow("line", ("y",)))
    )
    fitted = fit_columns(table, 100.0, lambda text, _: 0.5 * len(text))
    assert sum(fitted.widths) <= 100.0
    lines = broken("x" * 400, 40.0, lambda text: 0.5 * fitted.size * len(text))
    assert "".join(lines) == "x" * 400
    assert max(map(len, lines)) * 0.5 * fitted.size <= 40.0


# ---- Workbook ----


def test_the_workbook_has_its_further_sheets(stack: Design, whole: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, whole, lambda: cable_schedule(stack, LIBRARY.parts))
    book = book_of(path, values=True)
    assert book.sheetnames == [
        *("Summary", "Lines", "Services", "By rack", "Requests", "Reconciliation", "Cables", "Places", "Sources")
    ]
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9), sheet.title
        assert "of &N" in sheet.oddFooter.right.text
        if sheet.title != "Summary":
            assert sheet.print_title_rows == "$1:$1"
    texts = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    total = whole.total_usd
    scale = 1e6
    assert f"{(total.low or 0) / scale:,.1f}–{(total.high or 0) / scale:,.1f} M$" in texts
    assert f"typical {(total.value or 0) / scale:,.1f} M$" in texts
    least, most = with_likely(total).likely or (0.0, 0.0)
    words = f"All prices at their ends; eight of ten draws of all ranges give {least / 1e6:,.1f}–{most / 1e6:,.1f} M$"
    # Strip and report reach from the plan to P90 here: both ends of what they tell can be found on the bill.
    assert (total.value or 0) < least
    assert f"{words}, the plan is {(total.value or 0) / 1e6:,.1f} M$." in texts
    shares = [row[9].value for row in book["Summary"].iter_rows(min_row=10, max_row=12)]
    assert sum(shares) == pytest.approx(1.0)
    assert book["Cables"].max_row - 1 == len(cable_schedule(stack, LIBRARY.parts)) == whole.cables_drawn
    # Each piece of a device stands somewhere.
    places = list(book["Places"].iter_rows(min_row=2, values_only=True))
    standing = sum(row[7] for row in places if row[4] == "nvidia/dgx-h100")
    assert standing == next(line.quantity for line in whole.lines if line.part == "nvidia/dgx-h100")
    named = {row[0] for row in book["Sources"].iter_rows(min_row=2, values_only=True)}
    beside = {step.title for step in (*whole.steps, *whole.yearly) if step.rests_on}
    assert named == {line.name for line in whole.lines} | beside


def test_no_cell_of_a_printed_column_is_wider_than_its_column(whole: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, whole)
    sheet = book_of(path, values=True)["Lines"]
    for key in ("quantity", "total_low", "total_typical", "total_high", "price_date"):
        letter = sheet.cell(1, AT[key]).column_letter
        shown = [sheet.cell(row, AT[key]).value for row in range(2, sheet.max_row + 1)]
        texts = [f"{one:,.0f}" if isinstance(one, int | float) else str(one or "") for one in shown]
        # A column's width counts digits of 11 points; the cells have letters of 9.
        assert max(len(text) for text in texts) * 0.9 <= sheet.column_dimensions[letter].width, key


def test_the_amounts_of_the_cover_follow_the_lines(whole: Bill, tmp_path: Path) -> None:
    """Every amount is a formula on the sheet of the lines, and comes to what was written beside it."""
    path = tmp_path / "bill.xlsx"
    write_bill(path, whole)
    live, cached = book_of(path), book_of(path, values=True)
    lines = Sheet(live["Lines"])
    seen = 0
    for row in live["Summary"].iter_rows(min_row=10, min_col=3, max_col=5):
        for cell in row:
            if cell.data_type != "f":
                continue
            seen += 1
            wanted = cached["Summary"].cell(cell.row, cell.column).value
            found = re.fullmatch(r"='Lines'!\$([A-Z]+)\$([0-9]+)", cell.value)
            assert found, cell.value
            assert lines.value(column_index_from_string(found[1]), int(found[2])) == pytest.approx(wanted)
    assert seen == 3 * (len(sections(whole)) + 1 + len(whole.steps))


def test_every_sum_that_has_to_be_equal_is(whole: Bill, tmp_path: Path) -> None:
    path = tmp_path / "bill.xlsx"
    write_bill(path, whole)
    live, cached = book_of(path)["Reconciliation"], book_of(path, values=True)
    rows = list(cached["Reconciliation"].iter_rows(min_row=2, values_only=True))
    assert {row[6] for row in rows} == {"OK"}
    told = {row[0]: row for row in rows}
    assert told["To buy, typical"][4] == pytest.approx(whole.total_usd.value)
    assert told["To run, a year, typical"][4] == pytest.approx(whole.run_usd.value if whole.run_usd else None)
    assert told["Pieces of nvidia/dgx-h100"][3:5] == (10, 10)
    for row in live.iter_rows(min_row=2, max_col=7):
        assert row[5].data_type == row[6].data_type == "f"
        assert "f" in {row[3].data_type, row[4].data_type}, row[0].value


def test_requests_have_every_piece_once_and_no_price(whole: Bill, tmp_path: Path) -> None:
    asked = requests(whole)
    pieces = sum(one.pieces for one in asked) + sum(line.quantity + line.spares for line in free_lines(whole))
    assert pieces == sum(line.quantity + line.spares for line in whole.lines)
    path = tmp_path / "bill.xlsx"
    write_bill(path, whole)
    book = book_of(path, values=True)
    rows = list(book["Requests"].iter_rows(min_row=2, values_only=True))
    assert {row[7] for row in rows} == {None}
    assert [row[1] for row in rows if isinstance(row[6], int) and not row[0]][:-1] == [one.vendor for one in asked]
    assert len(book["Requests"].row_breaks.brk) == len(asked) - 1


def test_a_bill_of_nothing_has_a_cover_too(tmp_path: Path) -> None:
    empty = Design()
    bill = bill_of(empty, analyze(empty))
    write_bill(tmp_path / "bill.xlsx", bill)
    book = book_of(tmp_path / "bill.xlsx", values=True)
    assert "Total" in [row[1].value for row in book["Summary"].iter_rows()]
    for suffix in (".html", ".pdf"):
        write_bill(tmp_path / f"bill{suffix}", bill)
    assert "Nothing is placed yet." in (tmp_path / "bill.html").read_text("utf-8")


def test_what_is_free_and_runs_nowhere_is_reconciled_with_nothing(tmp_path: Path) -> None:
    """No service is a row of nothing, not the heading above: that would be an error in a spreadsheet."""
    free = bill_for(LIBRARY.embedded(Design(nodes={"app": Node(id="app", kind="app", part="langchain/langchain")})))
    assert not free.services
    path = tmp_path / "bill.xlsx"
    write_bill(path, free)
    live, cached = book_of(path), book_of(path, values=True)
    assert [cell.value for cell in cached["Services"]["A"]] == ["Maker", "Nothing."]
    formulas = [str(cell.value) for row in live["Reconciliation"].iter_rows(min_row=2) for cell in row if cell.value]
    assert formulas
    assert not any("Services!" in one for one in formulas)


def test_a_title_of_the_cover_that_is_too_long_for_a_line_goes_on(tmp_path: Path) -> None:
    """ "At least" is said of every sum with a part unknown, at the end of its title."""
    design = broken_pod()
    bill = bill_for(design)
    titles = [bounded_title(step.title, step.usd) for step in bill.steps]
    assert "Delivered, installed and taxed, at least" in titles
    write_bill(tmp_path / "bill.pdf", bill)
    with pypdfium2.PdfDocument(tmp_path / "bill.pdf") as document:
        cover = " ".join(document[0].get_textpage().get_text_range().split())
        pages = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for title in titles:
        assert title in cover
    for table in bill_tables(bill):
        assert all(word in pages for word in table.note.split()), table.note


def test_halves_are_rounded_up_by_their_decimal_digits_as_a_spreadsheet_does() -> None:
    # 444.15 is 444.149999999999977… in binary.
    amount = Scaled(1e3, 1, "k$", (444_150.0, 720_000.0), 500_250.0, None)
    assert amount.span() == "444.2–720.0 k$"
    assert amount.middle() == "typical 500.3 k$"
