"""Set a bill on paper: a cover and its tables on A4 in landscape, the headings again on each page, as PDF."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from designer.drawing.paper_table import (
    BESIDE,
    PaperCover,
    PaperRow,
    PaperTable,
    broken,
    fit_columns,
    span_of,
)
from designer.model.records import RefusedInput
from designer.paint.application import ensure_application
from designer.paint.fonts import font_of
from designer.paint.paper.page_picture import page_picture
from designer.paint.pictures import CREATOR, whole_file

_DPI: Final = 300
_POINTS_IN_INCH: Final = 72
_MARGIN: Final = 36.0
_FOOT: Final = 22.0
_WIDTH: Final = 297 / 25.4 * _POINTS_IN_INCH
_HEIGHT: Final = 210 / 25.4 * _POINTS_IN_INCH
_INNER: Final = _WIDTH - 2 * _MARGIN
_BOTTOM: Final = _HEIGHT - _MARGIN - _FOOT
_LINE: Final = 1.32
"""Height of a line of words, in parts of their size."""
_MOST_TITLE_LINES, _MOST_NOTE_LINES = 4, 3
"""Of a row of the cover, and beside the title of a table: only a name of hundreds of letters has more."""
_MEASURED: Final = 100
"""Size at which widths are measured, so that they are not rounded to pixels."""
_INK: Final = "#1C2430"
_MUTED: Final = "#4A5668"
_RULE: Final = "#DDE3EA"
_FILLS: Final = {"group": "#E6EEF7", "open": "#F7EEE2"}
_INDENT: Final = 8.0


def write_bill_pages(path: Path, title: str, cover: PaperCover, tables: Sequence[PaperTable]) -> None:
    """Write COVER and TABLES to PATH as a PDF called TITLE, whole or not at all.

    Raises:
        RefusedInput: the file cannot be written.
    """
    ensure_application()
    # The pages are counted first, because each says how many there are.
    sheets = [(laid, rows) for laid in map(_laid, tables) for rows in _pages(laid)]
    with whole_file(path) as device:
        writer = QPdfWriter(device)
        writer.setTitle(title)
        writer.setCreator(CREATOR)
        writer.setResolution(_DPI)
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
        )
        painter = QPainter()
        if not painter.begin(writer):
            raise RefusedInput(f"{path.name} could not be written.")
        # All lengths below are points; the painter makes dots of them.
        painter.scale(_DPI / _POINTS_IN_INCH, _DPI / _POINTS_IN_INCH)
        setting = _Setting(painter, title, 1 + len(sheets))
        setting.cover(cover)
        for laid, rows in sheets:
            writer.newPage()
            setting.table(laid, rows)
        painter.end()


def bill_page_picture(title: str, page: PaperCover | PaperTable, pages: int, pixels: int) -> bytes:
    """Return a cover, or the first page of a table, as a PNG that is so many PIXELS wide.

    Args:
        title: Of the document, at its foot.
        page: What is on it.
        pages: How many pages its foot says that there are.
        pixels: Width of the picture.
    """

    def paint(painter: QPainter, _: float) -> None:
        setting = _Setting(painter, title, pages)
        if isinstance(page, PaperCover):
            setting.cover(page)
        else:
            laid = _laid(page)
            setting.table(laid, _pages(laid)[0])

    return page_picture(_WIDTH, _HEIGHT, pixels, paint)


@lru_cache(maxsize=16_384)
def text_width(text: str, bold: bool) -> float:
    """Return how wide TEXT is on paper at a size of one point."""
    ensure_application()
    return _metrics(bold).horizontalAdvance(text) / _MEASURED


@lru_cache(maxsize=2)
def _metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(_MEASURED, bold))


def _font(size: int, bold: bool = False) -> QFont:
    made = QFont(font_of("body", size))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


class _Laid(NamedTuple):
    """A table with the widths of its columns and the size of its letters, both in points."""

    table: PaperTable
    widths: tuple[float, ...]
    size: int


def _laid(table: PaperTable) -> _Laid:
    fitted = fit_columns(table, _INNER, text_width)
    return _Laid(table, fitted.widths, fitted.size)


def _pages(laid: _Laid) -> list[list[PaperRow]]:
    """Return the rows of TABLE page by page; no title of a group stands last on one."""
    found: list[list[PaperRow]] = [[]]
    table = laid.table
    room = _BOTTOM - _MARGIN - 30.0 - _head_height(laid)
    used = 0.0
    for number, row in enumerate(table.rows):
        height = _height(laid, row)
        follow = _height(laid, table.rows[number + 1]) if row.sort == "group" and number + 1 < len(table.rows) else 0.0
        # A title at the foot of a page would stand there without its lines.
        if found[-1] and (used + height + follow > room or (table.pages and row.sort == "group")):
            found.append([])
            used = 0.0
        found[-1].append(row)
        used += height
    return found


def _head_height(laid: _Laid) -> float:
    table, widths, _ = laid
    rows = [
        len(_broken(column.heading, width - BESIDE, 8)) for column, width in zip(table.columns, widths, strict=True)
    ]
    return 8 * _LINE * max(rows) + 6.0


def _height(laid: _Laid, row: PaperRow) -> float:
    table, widths, size = laid
    if row.spans:
        return size * _LINE + (7.0 if row.strong else 5.0)
    rows = max(
        len(_broken(text, width - BESIDE, size)) if text and not column.number else 1
        for text, width, column in zip(row.cells, widths, table.columns, strict=True)
    )
    return size * _LINE * rows + 5.0


def _broken(text: str, width: float, size: int, *, bold: bool = False) -> list[str]:
    return broken(text, width + 0.5, lambda one: text_width(one, bold) * size)


class _Setting:
    """Sets pages from top to bottom, in points from the upper left corner."""

    def __init__(self, painter: QPainter, title: str, pages: int) -> None:
        self._painter, self._title, self._pages = painter, title, pages
        self._page = 0

    # ---- Cover ----

    def cover(self, cover: PaperCover) -> None:
        """Set COVER on a page."""
        y = self._text(_MARGIN, _MARGIN, cover.kind, 9, _MUTED)
        size = 22 if len(cover.title) < 70 else 13
        for line in _broken(cover.title, _INNER, size, bold=True)[:3]:
            y = self._text(_MARGIN, y + 2, line, size, bold=True)
        y = self._text(_MARGIN, y + 2, cover.subtitle, 9, _MUTED) + 14
        for number, total in enumerate(cover.totals):
            x = _MARGIN + number * _INNER / 3
            below = self._text(x, y, total.title, 9, _MUTED)
            below = self._text(x, below + 1, total.whole, 22, bold=True)
            self._text(x, below + 1, total.middle or " ", 9, _MUTED)
        y += 9 * _LINE * 2 + 22 * _LINE + 18
        half = _INNER * 0.52
        self._amounts(cover, y, half)
        self._beside(cover, y, _MARGIN + half + 28, _INNER - half - 28)
        self._foot()

    def _amounts(self, cover: PaperCover, y: float, width: float) -> None:
        """Set the amounts in WIDTH, in smaller letters where there are many."""
        room = width - 245.0

        def height(size: int) -> float:
            titles = (_broken(row.cells[0], room, size, bold=row.strong) for row in cover.amounts)
            return size * _LINE + 4 + sum(len(lines) * size * _LINE + 4 for lines in titles)

        size = next((one for one in (9, 8, 7) if y + height(one) < _BOTTOM - 24), 7)
        ends = [_MARGIN + width - 160.0, _MARGIN + width - 80.0, _MARGIN + width]
        for text, right in zip(cover.headings, ends, strict=True):
            self._right(right, y, text, size, _MUTED)
        y += size * _LINE + 3
        self._rule(y, _INK, width, 1.0)
        for row in cover.amounts:
            if y > _BOTTOM - size * _LINE - 6:
                self._text(_MARGIN, y + 2, "The other groups stand with the lines.", size, _MUTED)
                return
            if row.strong:
                self._rule(y, _INK, width, 1.0)
            below = y + 2
            for line in _broken(row.cells[0], room, size, bold=row.strong)[:_MOST_TITLE_LINES]:
                below = self._text(_MARGIN, below, line, size, bold=row.strong)
            for text, right in zip(row.cells[1:], ends, strict=True):
                self._right(right, y + 2, text, size, bold=row.strong)
            y = below + 2
            self._rule(y, _RULE, width)
        for line in _broken(cover.note, width, 8):
            y = self._text(_MARGIN, y + 3, line, 8, _MUTED)

    def _beside(self, cover: PaperCover, y: float, x: float, width: float) -> None:
        if cover.shares:
            y = self._text(x, y, "How firm, typical", 9, bold=True) + 4
            at = x
            for share in cover.shares:
                if share.share:
                    self._bar(QRectF(at, y, max(share.share * width - 2, 1.0), 12), share.colour, hatched=share.hatched)
                at += share.share * width
            y += 18
            for share in cover.shares:
                self._text(x, y, share.sign, 9, share.colour)
                self._text(x + 14, y, f"{share.share:.0%} {share.words}", 9)
                y = self._right(x + width, y, share.amount, 9, _MUTED) + 2
            y += 8
        if cover.paragraphs:
            y = self._text(x, y, "Not included", 9, bold=True) + 2
            for paragraph in cover.paragraphs:
                for line in _broken(paragraph, width, 8):
                    if y > _BOTTOM - 60:
                        break
                    y = self._text(x, y, line, 8, _MUTED)
                y += 3
            y += 6
        if cover.contents and y < _BOTTOM - 24:
            y = self._text(x, y, "Pages", 9, bold=True) + 2
            for title, told in cover.contents:
                if y < _BOTTOM - 9:
                    self._text(x, y, title, 9)
                    y = self._right(x + width, y, told, 9, _MUTED) + 1

    def _bar(self, area: QRectF, colour: str, *, hatched: bool) -> None:
        """Fill AREA; hatched where it is told from others in one ink, too."""
        self._painter.fillRect(area, QColor(colour))
        if hatched:
            self._painter.save()
            self._painter.setClipRect(area)
            self._painter.setPen(QPen(QColor("#FFFFFF"), 1.6))
            for step in range(int((area.width() + area.height()) / 5) + 1):
                x = area.left() + 5 * step
                self._painter.drawLine(QPointF(x, area.top()), QPointF(x - area.height(), area.bottom()))
            self._painter.restore()

    # ---- Tables ----

    def table(self, laid: _Laid, rows: Sequence[PaperRow]) -> None:
        """Set ROWS of a table on a page, with its title and headings."""
        table, widths, _ = laid
        self._text(_MARGIN, _MARGIN - 4, table.title, 15, bold=True)
        notes = _broken(table.note, _INNER * 0.6, 8)[:_MOST_NOTE_LINES]
        # The last line stands beside the foot of the title, others above it.
        at = _MARGIN + 4 - 8 * _LINE * (len(notes) - 1)
        for line in notes:
            at = self._right(_MARGIN + _INNER, at, line, 8, _MUTED)
        y = _MARGIN + 30
        heights = _head_height(laid)
        x = _MARGIN
        for column, width in zip(table.columns, widths, strict=True):
            lines = _broken(column.heading, width - BESIDE, 8)
            top = y + heights - 5 - 8 * _LINE * len(lines)
            for line in lines:
                if column.number:
                    top = self._right(x + width - BESIDE, top, line, 8, _MUTED)
                else:
                    top = self._text(x, top, line, 8, _MUTED)
            x += width
        y += heights
        self._rule(y, _INK, _INNER, 1.2)
        for row in rows:
            height = _height(laid, row)
            self._row(laid, row, y, height)
            y += height
        self._foot()

    def _row(self, laid: _Laid, row: PaperRow, y: float, height: float) -> None:
        table, widths, size = laid
        if row.sort in _FILLS:
            self._painter.fillRect(QRectF(_MARGIN, y, _INNER, height), QColor(_FILLS[row.sort]))
        x = _MARGIN
        for place, (column, text, width) in enumerate(zip(table.columns, row.cells, widths, strict=True)):
            ink = row.inks.get(place, _MUTED if row.sort == "part" else _INK)
            top = y + (3.5 if row.strong else 2.5)
            if text and column.number:
                self._right(x + width - BESIDE, top, text, size, ink, bold=row.strong)
            elif text and row.spans:
                room = sum(widths[place : place + span_of(row.cells, place)]) - BESIDE
                muted = _MUTED if place > 1 and not row.strong else ink
                line = _broken(text, room, size, bold=row.strong)[0]
                self._text(x, top, line, size, muted, bold=row.strong)
            elif text:
                indent = _INDENT if row.sort == "part" and place == 2 else 0.0
                for line in _broken(text, width - BESIDE - indent, size):
                    top = self._text(x + indent, top, line, size, ink)
            x += width
        strong = row.sort == "total"
        self._rule(y if strong else y + height, _INK if strong else _RULE, _INNER, 1.2 if strong else 0.5)

    # ---- Marks ----

    def _text(self, x: float, y: float, text: str, size: int, ink: str = _INK, *, bold: bool = False) -> float:
        """Write TEXT with its upper edge at Y; return its lower edge."""
        self._painter.setFont(_font(size, bold))
        self._painter.setPen(QColor(ink))
        self._painter.drawText(QPointF(x, y + size), text)
        return y + size * _LINE

    def _right(self, x: float, y: float, text: str, size: int, ink: str = _INK, *, bold: bool = False) -> float:
        return self._text(x - text_width(text, bold) * size, y, text, size, ink, bold=bold)

    def _rule(self, y: float, ink: str, width: float, strength: float = 0.5) -> None:
        self._painter.setPen(QPen(QColor(ink), strength))
        self._painter.drawLine(QPointF(_MARGIN, y), QPointF(_MARGIN + width, y))

    def _foot(self) -> None:
        self._page += 1
        self._text(_MARGIN, _HEIGHT - _MARGIN, _broken(self._title, _INNER - 80, 8)[0], 8, _MUTED)
        self._right(_MARGIN + _INNER, _HEIGHT - _MARGIN, f"{self._page} of {self._pages}", 8, _MUTED)
