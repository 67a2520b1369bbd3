"""The bill as it stands on paper: its cover and tables as texts, for the painter."""

from collections.abc import Iterator
from typing import Final

from designer.analysis.money.unpriced_lines import total_label
from designer.drawing.paper_table import PaperColumn, PaperCover, PaperRow, PaperShare, PaperTable, PaperTotal
from designer.export.bills.bill import bounded_title
from designer.export.bills.columns import Bound, bound_of
from designer.export.bills.difference import BillDifference
from designer.export.bills.page import cell_text
from designer.export.bills.records import Bill
from designer.export.bills.sections import NO_PRICE, sections
from designer.export.bills.summary import (
    ENGLISH,
    FIRM_WAYS,
    firm_amounts,
    likely_words,
    not_included,
    subtitle,
    three_totals,
)
from designer.export.bills.tables import WORDS, BillTable, bill_tables
from designer.model.figures.figure import Figure, total
from designer.model.figures.number_locale import Locale, localised_in
from designer.model.wording import counted

_LETTER: Final = 0.52
"""Width of a common letter in parts of its size."""
_MOST_GROUPS: Final = 13
"""So many groups stand on a cover; what is beyond them is one row."""
BOUND_NAMES: Final[tuple[Bound, ...]] = ("low", "value", "high")


def bill_papers(
    bill: Bill, against: BillDifference | None = None, locale: Locale = ENGLISH
) -> tuple[PaperCover, tuple[PaperTable, ...]]:
    """Return the cover of BILL and its tables, AGAINST another bill where there is one, numbers written by LOCALE."""
    tables = bill_tables(bill, against)
    return _cover(bill, tables, locale), tuple(paper_table(table, locale) for table in tables)


def _cover(bill: Bill, tables: tuple[BillTable, ...], locale: Locale) -> PaperCover:
    found = firm_amounts(bill)
    return PaperCover(
        kind="Bill of materials",
        title=bill.name,
        subtitle=subtitle(bill),
        totals=tuple(
            PaperTotal(
                one.title,
                one.scaled.span(locale) if one.scaled else "unknown",
                one.scaled.middle(locale) if one.scaled else "",
            )
            for one in three_totals(bill)
        ),
        headings=tuple(f"{word} {bill.currency}" for word in ("Low", "Typical", "High")),
        amounts=tuple(_amounts(bill, locale)),
        note=localised_in(likely_words(bill), locale),
        shares=tuple(
            PaperShare(
                share, way[1], way[2], f"{way[0]}: {way[3]}", cell_text(amount, "money", locale), way[0] == "estimate"
            )
            for way, (_, amount, share) in zip(FIRM_WAYS, found, strict=True)
        )
        if any(amount for _, amount, _ in found)
        else (),
        paragraphs=tuple(localised_in(text, locale) for text in not_included(bill)),
        contents=tuple((table.title, counted(_lines(table), "line")) for table in tables),
    )


def _lines(table: BillTable) -> int:
    return sum(row.sort in {"line", "part"} for row in table.rows)


def _amounts(bill: Bill, locale: Locale) -> Iterator[PaperRow]:
    """Yield what each group comes to, the dearest by themselves, then the total and what comes on top of it."""
    known = [section for section in sections(bill) if not section.unpriced]
    own = known if len(known) <= _MOST_GROUPS else known[: _MOST_GROUPS - 1]
    for section in own:
        title = bounded_title(section.title, section.total_usd)
        yield PaperRow("line", (title, *_bounds(bill, section.total_usd, locale)))
    if rest := known[len(own) :]:
        together = total("further groups", [section.total_usd for section in rest], "USD")
        title = bounded_title(counted(len(rest), "further group"), together)
        yield PaperRow("line", (title, *_bounds(bill, together, locale)))
    for section in sections(bill):
        if section.unpriced:
            yield PaperRow("line", (NO_PRICE, "", "", counted(sum(1 for _ in section.lines), "line")))
    yield PaperRow("total", (total_label(bill.total_usd), *_bounds(bill, bill.total_usd, locale)))
    for step in bill.steps:
        title = bounded_title(step.title, step.usd)
        yield PaperRow("total" if step.is_total else "line", (title, *_bounds(bill, step.usd, locale)))


def _bounds(bill: Bill, figure: Figure, locale: Locale) -> tuple[str, str, str]:
    shown = bill.shown(figure)
    low, value, high = (cell_text(bound_of(shown, bound), "money", locale) for bound in BOUND_NAMES)
    return low, value, high


def paper_table(table: BillTable, locale: Locale) -> PaperTable:
    """Return TABLE as it stands on paper, numbers written by LOCALE."""
    columns = tuple(
        PaperColumn(column.heading, column.kind not in WORDS, column.kind == "mark", column.most * _LETTER)
        for column in table.columns
    )
    rows = tuple(
        PaperRow(
            row.sort,
            tuple(
                # What a step rests on stands with the sources, where its words have room.
                "" if row.sort == "step" and column.heading == "Basis" else cell_text(cell, column.kind, locale)
                for cell, column in zip(row.cells, table.columns, strict=True)
            ),
            row.colours,
        )
        for row in table.rows
        # On paper the lengths of a cable stay folded; the requests have each with its part number.
        if row.sort != "part"
    )
    return PaperTable(table.title, localised_in(table.note, locale), columns, rows, table.pages)
