"""Tables of a deck in PPTX: native, in sizes that can be read, with what finds no room left for another slide."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from designer.export.deck.pptx_sheet import BODY_PT, SMALL_PT, PptxSheet, lines_of
from designer.export.deck.records import Table

_MARKS: Final[Mapping[str, tuple[str, str]]] = {"fits": ("✓", "ok"), "ask": ("?", "warn"), "short": ("!", "error")}
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)%")
_SIGN: Final = 0.5
_EDGE: Final = 0.1
"""Of a cell, at both sides together."""
_LEAST_ROW, _MOST_ROW = 0.3, 0.42
_LINE: Final = 1.2


def write_table(
    sheet: PptxSheet, block: Table, left: float, top: float, wide: float, high: float
) -> tuple[float, Table | None]:
    """Write the rows of BLOCK that find room in WIDE × HIGH inches.

    Returns:
        How high they are, and a table of the other rows; None where all are written.
    """
    marked = bool(block.marks)
    room = wide - (_SIGN if marked else 0.0)
    shares = block.widths or tuple(1 / len(block.header) for _ in block.header)
    widths = [room * share for share in shares]
    note = 0.1 + 0.22 * lines_of(block.note, wide, SMALL_PT) if block.note else 0.0
    size, heights = BODY_PT, _heights(block, widths, BODY_PT)
    if _LEAST_ROW + sum(heights) > high - note:
        size, heights = SMALL_PT, _heights(block, widths, SMALL_PT)
    kept = len(heights)
    while kept > 1 and _LEAST_ROW + sum(heights[:kept]) > high - note:
        kept -= 1
    rest = None
    # The line below stands on the last slide alone, where all rows were read.
    if kept < len(heights):
        rest = replace(block, rows=block.rows[kept:], marks=block.marks[kept:])
        block, heights, note = (
            replace(block, rows=block.rows[:kept], marks=block.marks[:kept], note=""),
            heights[:kept],
            0,
        )
    # Rows stand apart as far as there is room, and no further than reads well.
    spare = (high - note - _LEAST_ROW - sum(heights)) / (len(heights) + 1)
    heights = [max(tall, min(tall + max(spare, 0.0), _MOST_ROW)) for tall in heights]
    head = min(_LEAST_ROW + max(spare, 0.0), _MOST_ROW)
    _write_cells(sheet, block, (left, top, wide), widths, [head, *heights], size)
    _write_bars(sheet, block, left, top, widths, [head, *heights], size)
    used = head + sum(heights)
    if block.note:
        sheet.text(block.note, left, top + used + 0.1, wide, note - 0.1, SMALL_PT, ink="muted")
        used += note + 0.1
    return used, rest


def _heights(block: Table, widths: Sequence[float], size: float) -> list[float]:
    """Return how high each row is at SIZE points, by its fullest cell."""
    return [
        max(
            _LEAST_ROW,
            max((lines_of(text, wide - _EDGE, size) for text, wide in zip(row, widths, strict=True)), default=1)
            * size
            * _LINE
            / 72
            + 0.08,
        )
        for row in block.rows
    ]


def _write_cells(
    sheet: PptxSheet,
    block: Table,
    place: tuple[float, float, float],
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
) -> None:
    from pptx.util import Inches

    left, top, wide = place
    marked = bool(block.marks)
    columns = len(block.header) + marked
    shape = sheet.slide.shapes.add_table(
        len(block.rows) + 1, columns, Inches(left), Inches(top), Inches(wide), Inches(sum(heights))
    )
    shape.name = ", ".join(filter(None, block.header))
    table = shape.table
    table.horz_banding = False
    for column, width in enumerate(widths):
        table.columns[column].width = Inches(width)
    if marked:
        table.columns[columns - 1].width = Inches(_SIGN)
    for row, tall in zip(table.rows, heights, strict=True):
        row.height = Inches(tall)
    for column, words in enumerate(block.header):
        _write_cell(sheet, table.cell(0, column), words, "muted", SMALL_PT, right=column in block.numbers)
    if marked:
        _write_cell(sheet, table.cell(0, columns - 1), "", "muted", SMALL_PT)
    for number, row in enumerate(block.rows, 1):
        for column, words in enumerate(row):
            _write_cell(sheet, table.cell(number, column), words, "text", size, right=column in block.numbers)
        if marked:
            sign, ink = _MARKS.get(block.marks[number - 1], ("", "text"))
            _write_cell(sheet, table.cell(number, columns - 1), sign, ink, BODY_PT, right=True, bold=True)


def _write_bars(
    sheet: PptxSheet,
    block: Table,
    left: float,
    top: float,
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
) -> None:
    """Draw a bar beside each percentage of a column that holds nothing else, where its cells leave room."""
    start = left
    # A cell that wraps may be higher in another program, and bars would not stand beside their words.
    wraps = any(
        lines_of(text, wide - _EDGE, size) > 1 for row in block.rows for text, wide in zip(row, widths, strict=True)
    )
    for column, wide in enumerate(widths):
        start += wide
        found = [_PERCENT.fullmatch(row[column]) for row in block.rows]
        bar = wide - 0.85
        if column not in block.numbers or wraps or bar < 0.8 or not found or None in found:
            continue
        y = top + heights[0]
        for match, tall in zip(found, heights[1:], strict=True):
            kept = min(float(match[1]) / 100, 1.0) if match is not None else 0.0
            sheet.box(start - wide + 0.1, y + tall / 2 - 0.06, bar, 0.12, fill=sheet.code("surface_2"), name="Whole")
            if kept:
                sheet.box(start - wide + 0.1, y + tall / 2 - 0.06, bar * kept, 0.12, fill=sheet.code("ok"), name="Kept")
            y += tall


def _write_cell(
    sheet: PptxSheet, cell: Any, text: str, ink: str, size: float, *, right: bool = False, bold: bool = False
) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    cell.fill.background()
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    sheet.write(cell.text_frame, text, size, sheet.code(ink), bold=bold, right=right)
    cell.margin_left = cell.margin_right = Inches(_EDGE / 2)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
