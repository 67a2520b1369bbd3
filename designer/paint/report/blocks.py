"""Set the blocks of a report one after the other: paragraphs, tables with repeated headings, bars, boxes, drawings."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from designer.drawing.report_page import (
    SURE_INK,
    Bars,
    Block,
    Firm,
    Heading,
    Note,
    PagePicture,
    Pairs,
    Plate,
    Prose,
    ReportBar,
    ReportTable,
    Said,
)
from designer.paint.report.flow import BOTTOM, INNER, LEFT, ROOM, TOP, Flow
from designer.paint.report.letters import BODY, HEADING, MUTED, NOTE, SMALL, STRONG, Face, Lines, ink, width_of
from designer.paint.report.page_picture import set_page_picture
from designer.paint.report.plates import set_plate

RULE: Final = "#DDE1E8"
_GAP: Final = 9.0
"""Between two blocks."""
_CELL: Final = 5.5
"""Beside the words of a cell."""
_ROW: Final = 2.6
"""Above and below them."""
_MOST_WORD: Final = 0.4
"""A column is made no wider than this share of the page for one word."""
_BAR: Final = 10.0
_LABEL_SHARE: Final = 0.3
_NUMBER_SHARE: Final = 0.22
_INSET: Final = 12.0
CHECK_WORD: Final = "(check)"


def set_block(flow: Flow, block: Block) -> None:
    """Set BLOCK on FLOW."""
    _SETTERS[type(block)](flow, block)


def said_text(said: Sequence[Said]) -> str:
    """Return sentences as one paragraph; those that a person has to look at are marked."""
    return " ".join(f"{one.text} {CHECK_WORD}" if one.check else one.text for one in said)


def rule(painter: QPainter, x: float, y: float, width: float, colour: str = RULE, thick: float = 0.6) -> None:
    """Paint a horizontal line."""
    painter.setPen(QPen(QColor(ink(colour)), thick))
    painter.drawLine(QPointF(x, y), QPointF(x + width, y))


def set_lines(flow: Flow, lines: Lines, x: float = LEFT, after: float = 0.0) -> None:
    """Set LINES here, broken between two of them only where they are longer than a page."""
    count = len(lines.lines)
    most = max(int(ROOM / lines.step), 1)
    for first in range(0, count, most):
        last = min(first + most, count)
        flow.add(
            (last - first) * lines.step,
            lambda painter, y, first=first, last=last: lines.paint(painter, x, y, first, last),
        )
    flow.skip(after)


def _prose(flow: Flow, block: Prose) -> None:
    set_lines(flow, Lines(said_text(block.said), STRONG if block.strong else BODY, INNER), after=_GAP)


def _note(flow: Flow, block: Note) -> None:
    set_lines(flow, Lines(block.text, NOTE, INNER), after=_GAP)


def _heading(flow: Flow, block: Heading) -> None:
    lines = Lines(block.text, HEADING, INNER)
    # A heading stays with what it heads.
    flow.need(lines.height + 40.0)
    flow.skip(3.0)
    set_lines(flow, lines, after=3.0)


# ---- Tables ----


class _Column(NamedTuple):
    """Left edge and width of a column, in points, and whether it has numbers."""

    x: float
    width: float
    number: bool


def _columns(block: ReportTable) -> list[_Column]:
    found: list[_Column] = []
    x = LEFT
    for place, width in enumerate(_widths(block)):
        found.append(_Column(x, width, place in block.numbers))
        x += width
    return found


def _widths(block: ReportTable) -> list[float]:
    """Return the widths of the columns in points: as asked, but none narrower than its longest word where that fits."""
    whole = sum(block.widths)
    asked = [INNER * share / whole for share in block.widths]
    least = [
        min(
            max((width_of(word, BODY) for text in (*column, head) for word in text.split(" ")), default=0.0)
            + 2 * _CELL
            + 0.5,
            INNER * _MOST_WORD,
        )
        for head, column in zip(block.header, zip(*block.rows, strict=True), strict=True)
    ]
    if sum(least) >= INNER:
        return [INNER * need / sum(least) for need in least]
    # What narrow columns lack is taken from the others, in parts of what these have beyond their longest word.
    lacking = sum(max(need - width, 0.0) for need, width in zip(least, asked, strict=True))
    spare = sum(max(width - need, 0.0) for need, width in zip(least, asked, strict=True))
    part = lacking / spare if spare else 0.0
    return [need if width < need else width - (width - need) * part for need, width in zip(least, asked, strict=True)]


def _cells(texts: Sequence[str], columns: Sequence[_Column], face: Face) -> list[Lines]:
    return [
        Lines(text, face, column.width - 2 * _CELL, "right" if column.number else "left")
        for text, column in zip(texts, columns, strict=True)
    ]


def _paint_row(
    painter: QPainter,
    y: float,
    columns: Sequence[_Column],
    cells: Sequence[Lines],
    first: int = 0,
    last: int | None = None,
) -> None:
    for column, cell in zip(columns, cells, strict=True):
        cell.paint(painter, column.x + _CELL, y + _ROW, first, last)


def _table(flow: Flow, block: ReportTable) -> None:
    columns = _columns(block)
    head = _cells(block.header, columns, NOTE)
    head_height = max(cell.height for cell in head) + 2 * _ROW
    rows = [_cells(row, columns, BODY) for row in block.rows]
    heights = [max(cell.height for cell in row) + 2 * _ROW for row in rows]
    title = Lines(block.title, HEADING, INNER) if block.title else None
    # The heading stays with its first two rows, or the first where that is a long one.
    flow.need((title.height + 4.0 if title else 0.0) + head_height + min(sum(heights[:2]), ROOM / 2))
    if title is not None:
        set_lines(flow, title, after=2.0)

    def paint_head(painter: QPainter, y: float) -> None:
        _paint_row(painter, y, columns, head)
        rule(painter, LEFT, y + head_height, INNER, "text", 0.9)

    flow.add(head_height, paint_head)
    most = ROOM - head_height
    for row, height in zip(rows, heights, strict=True):
        pieces = [(0, None, height)] if height <= most else list(_pieces(row, most))
        for first, last, high in pieces:
            if high > flow.room:
                flow.turn()
                flow.add(head_height, paint_head)
            flow.add(high, partial(_painted_row, columns=columns, cells=row, first=first, last=last, high=high))
    flow.skip(3.0 if block.note else _GAP)
    if block.note:
        _note(flow, Note(text=block.note))


def _painted_row(
    painter: QPainter,
    y: float,
    *,
    columns: Sequence[_Column],
    cells: Sequence[Lines],
    first: int,
    last: int | None,
    high: float,
) -> None:
    _paint_row(painter, y, columns, cells, first, last)
    rule(painter, LEFT, y + high, INNER)


def _pieces(row: Sequence[Lines], most: float) -> list[tuple[int, int | None, float]]:
    """Return the parts of a row that is higher than a page: its first and last line, and its height."""
    step = row[0].step
    fit = max(int((most - 2 * _ROW) / step), 1)
    count = max(len(cell.lines) for cell in row)
    return [
        (first, min(first + fit, count), min(fit, count - first) * step + 2 * _ROW) for first in range(0, count, fit)
    ]


# ---- Bars ----


def _bars(flow: Flow, block: Bars) -> None:
    most = max((bar.high for bar in block.bars), default=0.0)
    label, number = INNER * _LABEL_SHARE, INNER * _NUMBER_SHARE
    room = INNER - label - number
    rows = [
        (bar, Lines(bar.label, BODY, label - 6), Lines(bar.number, STRONG, number - 6, "right")) for bar in block.bars
    ]
    title = Lines(block.title, HEADING, INNER)
    flow.need(title.height + 40.0)
    set_lines(flow, title, after=3.0)
    for bar, words, amount in rows:
        height = max(words.height, amount.height, _BAR) + 4.4

        def paint(
            painter: QPainter,
            y: float,
            bar: ReportBar = bar,
            words: Lines = words,
            amount: Lines = amount,
            height: float = height,
        ) -> None:
            words.paint(painter, LEFT, y + (height - words.height) / 2)
            amount.paint(painter, LEFT + INNER - number + 6, y + (height - amount.height) / 2)
            _paint_bar(painter, bar, LEFT + label, y + height / 2, room - 8.0, most)

        flow.add(height, paint)
    flow.skip(2.0 if block.note else _GAP)
    if block.note:
        _note(flow, Note(text=block.note))


def _paint_bar(painter: QPainter, bar: ReportBar, x: float, middle: float, room: float, most: float) -> None:
    if most <= 0:
        return
    scale = room / most
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#3A86B7"))
    painter.drawRoundedRect(QRectF(x, middle - _BAR / 2, max(bar.value * scale, 1.2), _BAR), 1.5, 1.5)
    if bar.high > bar.low:
        low, high = x + bar.low * scale, x + bar.high * scale
        painter.setPen(QPen(QColor(ink("text")), 0.9))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for at in (low, high):
            painter.drawLine(QPointF(at, middle - 3.2), QPointF(at, middle + 3.2))


# ---- The box of what is not included ----


def _pairs(flow: Flow, block: Pairs) -> None:
    """Set the box; what does not fit goes to the next page in a box of its own, under the heading."""
    column = (INNER - 3 * _INSET) / 2
    heads = [(Lines(name, STRONG, column), Lines(said, NOTE, column)) for name, said in block.pairs]
    rows = [heads[place : place + 2] for place in range(0, len(heads), 2)]
    heights = [max(name.height + said.height for name, said in row) + 4.0 for row in rows]
    title = block.title
    first = 0
    while first < len(rows) or not rows:
        head = Lines(title, HEADING, INNER * 0.6)
        top = head.height + 2 * _INSET * 0.6
        if top + (heights[first] if rows else 0.0) + 8.0 > flow.room:
            flow.turn()
        last, used = first, top
        while last < len(rows) and (used + heights[last] + 8.0 <= flow.room or last == first):
            used += heights[last]
            last += 1
        aside = Lines(block.aside, NOTE, INNER * 0.5, "right") if first == 0 else None
        flow.add(
            used + 6.0,
            partial(
                _paint_pairs,
                head=head,
                aside=aside,
                rows=rows[first:last],
                heights=heights[first:last],
                high=used + 2.0,
                column=column,
            ),
        )
        if last >= len(rows):
            break
        first, title = last, f"{block.title}, continued"
    flow.skip(_GAP)


def _paint_pairs(
    painter: QPainter,
    y: float,
    *,
    head: Lines,
    aside: Lines | None,
    rows: Sequence[Sequence[tuple[Lines, Lines]]],
    heights: Sequence[float],
    high: float,
    column: float,
) -> None:
    painter.setPen(QPen(QColor(ink("text")), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(LEFT, y, INNER, high), 5, 5)
    at = y + _INSET * 0.6
    head.paint(painter, LEFT + _INSET, at)
    if aside is not None:
        aside.paint(painter, LEFT + INNER - _INSET - aside.width, at + 2)
    at += head.height + 3.0
    for row, height in zip(rows, heights, strict=True):
        for place, (name, said) in enumerate(row):
            x = LEFT + _INSET + place * (column + _INSET)
            rule(painter, x, at, column)
            name.paint(painter, x, at + 1.5)
            said.paint(painter, x, at + 1.5 + name.height)
        at += height


# ---- How firm the price is ----


def _firm(flow: Flow, block: Firm) -> None:
    title = Lines(block.title, STRONG, INNER * 0.24)
    words = Lines(block.words, SMALL, INNER * 0.4, "right")
    height = max(title.height, words.height) + 4.0

    def paint(painter: QPainter, y: float) -> None:
        title.paint(painter, LEFT, y + (height - title.height) / 2)
        words.paint(painter, LEFT + INNER - words.width, y + (height - words.height) / 2)
        x, room = LEFT + INNER * 0.24, INNER * 0.34
        for one in block.shares:
            wide = room * one.share
            area = QRectF(x, y + (height - _BAR) / 2, max(wide - 1.0, 0.8), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(SURE_INK[one.sure]))
            painter.drawRect(area)
            if one.sure == "estimated":
                _hatch(painter, area)
            x += wide

    flow.add(height, paint)
    flow.skip(_GAP)


def _hatch(painter: QPainter, area: QRectF) -> None:
    """Paint slanted lines over AREA, so that it differs on paper of one ink too."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(QColor("#8A6516"), 0.7))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()))
        x += 3.2
    painter.restore()


_SETTERS: Final[Mapping[type, Callable[[Flow, Any], None]]] = {
    Prose: _prose,
    Note: _note,
    Heading: _heading,
    ReportTable: _table,
    Bars: _bars,
    Pairs: _pairs,
    Firm: _firm,
    Plate: set_plate,
    PagePicture: set_page_picture,
}
__all__ = ["BOTTOM", "MUTED", "TOP", "rule", "said_text", "set_block", "set_lines"]
