"""The chapter of measured power: what readings say beside what is planned."""

from typing import Final

from designer.drawing.report_page import Block, Note, ReportChapter
from designer.export.deck.records import Claim
from designer.export.readings_files import readings_sentence, row_words, watts_text
from designer.export.report.context import ReportContext
from designer.reality.readings.records import Measured, ReadingsComparison

_COLUMNS: Final = (
    ("", 0.28),
    ("planned typical", 0.15),
    ("maximum", 0.14),
    ("measured", 0.11),
    ("peak", 0.1),
    ("of typical", 0.09),
    ("", 0.13),
)
_NUMBERS: Final = (1, 2, 3, 4, 5)
_MOST_UNKNOWN: Final = 12


def measured_chapter(context: ReportContext, comparison: ReadingsComparison) -> ReportChapter:
    """Return the chapter of measured power, out of a COMPARISON of readings with the plan."""
    blocks: list[Block] = []
    tables = (
        ("In all and by rack", (comparison.total, *comparison.racks)),
        ("By strip", comparison.strips),
        ("By device", comparison.devices),
    )
    for title, rows in tables:
        if rows:
            blocks.append(context.table(title, _COLUMNS, [_cells(row) for row in rows], numbers=_NUMBERS))
    lines = [f"{comparison.unread:,} drawn devices have no reading; sums are of those that have one."]
    unknown = [f"{one.device} ({watts_text(one.mean_w)})" for one in comparison.unknown]
    if unknown:
        more = f" and {len(unknown) - _MOST_UNKNOWN:,} more" if len(unknown) > _MOST_UNKNOWN else ""
        lines.append(f"Not drawn: {', '.join(unknown[:_MOST_UNKNOWN])}{more}.")
    blocks.append(Note(text=" ".join((*lines, *comparison.notes))))
    claim = Claim(text=readings_sentence(comparison))
    return ReportChapter(id="measured", heading="Measured power", claim=claim, blocks=tuple(blocks))


def _cells(row: Measured) -> tuple[str, ...]:
    return (row.name, *row_words(row), row.verdict)
