"""The bill of materials: every placed part and every cable once, with prices as ranges, as CSV, XLSX or JSON."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.analysis.money.complete import total_label, unpriced_lines, unpriced_words
from designer.analysis.results import CostLine, Results
from designer.catalog.whole_files import write_whole
from designer.export.results_document import prices_document
from designer.model.design import Design
from designer.model.figures import Figure, document_of
from designer.model.money import in_currency, rate_words, shown_currency
from designer.model.parts import Source
from designer.model.pricing import PriceBook
from designer.model.records import Record, RefusedInput

SUFFIXES: Final = (".csv", ".xlsx", ".json")
_HEADINGS: Final = (
    "Part",
    "Part number",
    "Vendor",
    "Description",
    "Kind",
    "Layer",
    "Quantity",
    "Unit low {0}",
    "Unit typical {0}",
    "Unit high {0}",
    "Total low {0}",
    "Total typical {0}",
    "Total high {0}",
    "Price basis",
    "Price date",
    "Price status",
    "Sources",
)
_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠")
_CELL_LETTERS: Final = 32_000
"""A spreadsheet's cell holds 32,767."""


class BillLine(Record, frozen=True, kw_only=True):
    """One part with all its copies, or the cables of one sort whose type is not chosen yet."""

    part: str
    part_number: str
    vendor: str
    name: str
    kind: str
    layer: str
    quantity: int
    unit_usd: Figure
    total_usd: Figure
    basis: str = ""
    price_date: str = ""
    sources: tuple[str, ...] = ()


class Bill(Record, frozen=True, kw_only=True):
    """The lines and what they come to.

    Attributes:
        total_usd: The capital cost of the analysis: the same figure as in the window.
        unpriced: Names of the lines without a price; the total says "at least" for them.
        book: Says in which money the bill is written, and at what rate.
    """

    name: str
    lines: tuple[BillLine, ...]
    total_usd: Figure
    unpriced: tuple[str, ...]
    book: PriceBook = PriceBook()

    def shown(self, figure: Figure) -> Figure:
        """FIGURE, an amount in US dollars, in the money of the bill."""
        return in_currency(figure, self.book)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns, with the currency of the amounts."""
        return tuple(heading.format(shown_currency(self.book)) for heading in _HEADINGS)

    @property
    def gap_line(self) -> str:
        """Which lines have no price, so that the total is a least value; "" where all have one."""
        return unpriced_words(self.unpriced, len(self.lines))

    @property
    def rate_line(self) -> str:
        """What the amounts were converted at: "Exchange rate: 1 EUR = 1.1 USD on 2026-11-20."; "" for US dollars."""
        return f"Exchange rate: {words}." if (words := rate_words(self.book)) else ""


def bill_of(design: Design, results: Results) -> Bill:
    """The bill of DESIGN from its cost analysis.

    Raises:
        RefusedInput: RESULTS hold no cost.
    """
    if results.cost is None:
        raise RefusedInput("The bill needs the cost analysis; run it with cost.")
    known = {**(results.cables.sources if results.cables else {}), **design.sources}
    return Bill(
        name=design.name,
        lines=tuple(_line(design, known, line) for line in results.cost.lines),
        total_usd=results.cost.capex_usd,
        unpriced=tuple(line.name for line in unpriced_lines(results.cost.lines)),
        book=design.settings.prices,
    )


def _line(design: Design, known: Mapping[str, Source], line: CostLine) -> BillLine:
    part = design.parts.get(line.part)
    names = {source for figure in line.unit_usd.walk() for source in figure.sources}
    sources = tuple(_source_text(known, name) for name in sorted(names))
    return BillLine(
        part=line.part,
        part_number=line.part_number or (part.part_number if part else ""),
        vendor=line.vendor,
        name=line.name,
        kind=line.kind,
        layer=line.layer,
        quantity=line.quantity,
        unit_usd=line.unit_usd,
        total_usd=line.total_usd,
        basis=f"{line.basis}, less {line.discount * 100:g}%" if line.discount else line.basis,
        price_date=line.price_date,
        sources=sources,
    )


def _source_text(known: Mapping[str, Source], name: str) -> str:
    source = known.get(name)
    return name if source is None else f"{source.publisher} ({source.published})"


def write_bill(path: Path, bill: Bill) -> None:
    """Write BILL to a .csv, .xlsx or .json file, whole or not at all.

    Raises:
        RefusedInput: the suffix is another, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        write_whole(path, _csv(bill))
    elif suffix == ".xlsx":
        write_whole(path, _xlsx(bill))
    elif suffix == ".json":
        write_whole(path, msgspec.json.format(msgspec.json.encode(_document(bill)), indent=2) + b"\n")
    else:
        raise RefusedInput(f"{path.name}: a bill of materials is written as {', '.join(SUFFIXES)}.")


def safe_cell(text: str) -> str:
    """TEXT with an apostrophe before it when a spreadsheet would take it for a formula, now or after trimming it."""
    text = text[:_CELL_LETTERS]
    first = next((letter for letter in text if letter.isprintable() and not letter.isspace()), "")
    return f"'{text}" if first in _FORMULA_STARTS or text.startswith(("\t", "\r", "\n")) else text


def _words(line: BillLine) -> list[str]:
    return [line.part, line.part_number, line.vendor, line.name, line.kind, line.layer]


def _notes(line: BillLine) -> list[str]:
    known = line.unit_usd.known
    status = line.unit_usd.status if known else "unknown"
    return [line.basis, line.price_date, status, "; ".join(line.sources)]


def _numbers(figure: Figure) -> list[float | None]:
    return [figure.low, figure.value, figure.high]


def _csv(bill: Bill) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(bill.headings)
    for line in bill.lines:
        numbers = [
            "" if number is None else f"{number:.2f}"
            for number in (*_numbers(bill.shown(line.unit_usd)), *_numbers(bill.shown(line.total_usd)))
        ]
        words, notes = ([safe_cell(cell) for cell in cells] for cells in (_words(line), _notes(line)))
        writer.writerow([*words, line.quantity, *numbers, *notes])
    totals = ["" if number is None else f"{number:.2f}" for number in _numbers(bill.shown(bill.total_usd))]
    label = total_label(bill.total_usd)
    label += f": {len(bill.unpriced)} lines have no price" if bill.unpriced else ""
    writer.writerow([label, "", "", "", "", "", "", "", "", "", *totals, "", "", "", ""])
    if bill.rate_line:
        writer.writerow([bill.rate_line, *[""] * (len(_HEADINGS) - 1)])
    return text.getvalue().encode("utf-8-sig")


def _document(bill: Bill) -> dict[str, Any]:
    return {
        "name": bill.name,
        "prices": prices_document(bill.book),
        "total": document_of(bill.shown(bill.total_usd)),
        "total_usd": document_of(bill.total_usd),
        "unpriced": list(bill.unpriced),
        "lines": [
            {
                "part": line.part,
                "part_number": line.part_number,
                "vendor": line.vendor,
                "name": line.name,
                "kind": line.kind,
                "layer": line.layer,
                "quantity": line.quantity,
                "unit": document_of(bill.shown(line.unit_usd)),
                "total": document_of(bill.shown(line.total_usd)),
                "unit_usd": document_of(line.unit_usd),
                "total_usd": document_of(line.total_usd),
                "basis": line.basis,
                "price_date": line.price_date,
                "price_status": line.unit_usd.status if line.unit_usd.known else "unknown",
                "sources": list(line.sources),
            }
            for line in bill.lines
        ],
    }


def _xlsx(bill: Bill) -> bytes:
    """The workbook; only our own total cells hold formulas, everything a person typed stays text."""
    import xlsxwriter

    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        sheet = book.add_worksheet("Bill of materials")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "#,##0.00"})
        strong = book.add_format({"bold": True, "top": 1})
        total = book.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"})
        for column, (heading, width) in enumerate(
            zip(bill.headings, (26, 18, 14, 40, 14, 16, 9, *(14,) * 6, 12, 12, 12, 60), strict=True)
        ):
            sheet.write_string(0, column, heading, head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for row, line in enumerate(bill.lines, start=1):
            for column, cell in enumerate(_words(line)):
                sheet.write_string(row, column, cell[:_CELL_LETTERS])
            sheet.write_number(row, 6, line.quantity)
            for offset, number in enumerate(_numbers(bill.shown(line.unit_usd))):
                if number is None:
                    continue
                sheet.write_number(row, 7 + offset, number, money)
                value = number * line.quantity
                cell = f"{'HIJ'[offset]}{row + 1}"
                sheet.write_formula(row, 10 + offset, f"=G{row + 1}*{cell}", money, value)  # pyright: ignore[reportArgumentType]
            for offset, cell in enumerate(_notes(line)):
                sheet.write_string(row, 13 + offset, cell[:_CELL_LETTERS])
        last = len(bill.lines)
        sheet.write_string(last + 1, 0, total_label(bill.total_usd), strong)
        for offset, number in enumerate(_numbers(bill.shown(bill.total_usd))):
            column = "KLM"[offset]
            formula = f"=SUM({column}2:{column}{last + 1})" if last else "=0"
            sheet.write_formula(last + 1, 10 + offset, formula, total, number or 0)  # pyright: ignore[reportArgumentType]
        for below, text in enumerate(note for note in (bill.gap_line, bill.rate_line) if note):
            sheet.write_string(last + 2 + below, 0, text)
    return body.getvalue()
