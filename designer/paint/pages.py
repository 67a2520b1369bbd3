"""A drawing on as many pages of paper as its words take: an overview, its parts with match lines, names in full."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.drawing.names_in_full import names_in_full
from designer.drawing.records import Rect
from designer.drawing.text import broken_lines
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.brushes import NO_BRUSH, brush, pen
from designer.paint.fonts import font_of
from designer.paint.sheet import BLOCK_HEIGHT, MARGIN, PIXELS_PER_INCH, Titles, paint_sheet, sheet_areas

_PAPERS: Final = (
    QPageSize.PageSizeId.A4,
    QPageSize.PageSizeId.A3,
    QPageSize.PageSizeId.A2,
    QPageSize.PageSizeId.A1,
    QPageSize.PageSizeId.A0,
)
_MOST_PARTS: Final = 40
"""On one size of paper; more go on the next larger one."""
_NOTE_PX: Final = 11.0
"""Of words beside match lines and in the list of names, canvas pixels: 8 points."""
_HEAD_PX: Final = 16.0
_MARK_PX: Final = 60.0
_MOST_WIRES: Final = 20_000


class Pages:
    """The pages of one PDF."""

    def __init__(self, writer: QPdfWriter, titles: Titles, scale: float, path: Path) -> None:
        """Begin with what WRITER writes to, SCALE device pixels for a canvas pixel; PATH is named in refusals."""
        self._writer = writer
        self._titles = titles
        self._scale = scale
        self._path = path
        self._painter = QPainter()

    def write(self, drawing: Drawing, first: Drawing | None) -> None:
        """Write DRAWING; FIRST before it where it takes several pages.

        Raises:
            RefusedInput: nothing can be written there.
        """
        size, areas = self._fitted(drawing)
        if first is not None and len(areas) > 1:
            self._all_of(first, *self._fitted(first), "logical picture")
        self._all_of(drawing, size, areas, "")
        self._names()
        self._painter.end()

    def _page(self, paper: QPageSize.PageSizeId, *, upright: bool) -> tuple[float, float]:
        """Begin a page; returns its width and height in canvas pixels."""
        turned = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
        self._writer.setPageLayout(QPageLayout(QPageSize(paper), turned, QMarginsF(0, 0, 0, 0)))
        if not self._painter.isActive():
            if not self._painter.begin(self._writer):
                raise RefusedInput(f"{self._path.name} could not be written.")
        else:
            self._writer.newPage()
        self._painter.resetTransform()
        self._painter.scale(self._scale, self._scale)
        return self._writer.width() / self._scale, self._writer.height() / self._scale

    def _fitted(self, drawing: Drawing) -> tuple[tuple[QPageSize.PageSizeId, bool], list[Rect]]:
        """Return paper, whether it stands upright, and the parts of DRAWING that go on it: the fewest of all ways."""
        found: list[tuple[int, int, QPageSize.PageSizeId, bool, list[Rect]]] = []
        for rank, paper in enumerate(_PAPERS):
            upright_size = QPageSize.size(paper, QPageSize.Unit.Inch)
            sides = (upright_size.height() * PIXELS_PER_INCH, upright_size.width() * PIXELS_PER_INCH)
            for upright, (width, height) in ((False, sides), (True, (sides[1], sides[0]))):
                areas = sheet_areas(drawing, width, height)
                if drawing.to_scale and upright != (drawing.bounds.height > drawing.bounds.width * 1.2):
                    continue
                found.append((rank, len(areas), paper, upright, areas))
            if min(count for _, count, *_ in found) <= _MOST_PARTS:
                break
        _, _, paper, upright, areas = min(found, key=lambda one: (one[1] > _MOST_PARTS, one[1], one[0], one[3]))
        return (paper, upright), areas

    def _all_of(self, drawing: Drawing, size: tuple[QPageSize.PageSizeId, bool], areas: list[Rect], what: str) -> None:
        if len(areas) > 1:
            self._overview(drawing, size, areas, what)
        self._parts(drawing, size, areas, what)

    def _parts(self, drawing: Drawing, size: tuple[QPageSize.PageSizeId, bool], areas: list[Rect], what: str) -> None:
        for number, area in enumerate(areas):
            width, height = self._page(size[0], upright=size[1])
            sheets = f"sheet {number + 1} of {len(areas)}" if len(areas) > 1 else ""
            said = " · ".join(words for words in (self._titles.subtitle, what, sheets) if words)
            part = area if len(areas) > 1 else None
            paint_sheet(
                self._painter,
                drawing,
                width,
                height,
                self._titles._replace(subtitle=said),
                pixels=self._scale,
                area=part,
            )
            if part is not None:
                self._match_lines(areas, number, width, height)

    def _place(self, bounds: Rect, width: float, height: float) -> tuple[float, float, float]:
        """Return the scale and the corner at which `paint_sheet` puts BOUNDS on a page of WIDTH × HEIGHT."""
        room = Rect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN - BLOCK_HEIGHT)
        scale = min(room.width / bounds.width, room.height / bounds.height, 1.5)
        (x, y) = room.centre
        return scale, x - bounds.width * scale / 2, y - bounds.height * scale / 2

    def _match_lines(self, areas: list[Rect], number: int, width: float, height: float) -> None:
        """Draw the edges at which other parts go on, and say on which sheet."""
        area = areas[number]
        across, down = [one.x for one in areas], [one.y for one in areas]
        scale, left, top = self._place(area, width, height)
        right, bottom = left + area.width * scale, top + area.height * scale
        self._painter.setPen(pen(current_theme().colour("text"), 1.2, "dashed"))
        for other, place in enumerate(areas):
            words = f"goes on: sheet {other + 1}"
            if abs(place.y - area.y) < 1.0:
                if _next_to(across, area.x, place.x):
                    self._painter.drawLine(QLineF(right, top, right, bottom))
                    self._say(words, right + 12, (top + bottom) / 2, upright=True)
                elif _next_to(across, place.x, area.x):
                    self._painter.drawLine(QLineF(left, top, left, bottom))
                    self._say(words, left - 5, (top + bottom) / 2, upright=True)
            elif abs(place.x - area.x) < 1.0:
                if _next_to(down, area.y, place.y):
                    self._painter.drawLine(QLineF(left, bottom, right, bottom))
                    self._say(words, (left + right) / 2, bottom + 13, upright=False)
                elif _next_to(down, place.y, area.y):
                    self._painter.drawLine(QLineF(left, top, right, top))
                    self._say(words, (left + right) / 2, top - 5, upright=False)

    def _say(self, words: str, x: float, y: float, *, upright: bool) -> None:
        font = font_of("body", _NOTE_PX)
        self._painter.save()
        self._painter.translate(x, y)
        if upright:
            self._painter.rotate(-90)
        self._painter.setFont(font)
        self._painter.drawText(QPointF(-QFontMetricsF(font).horizontalAdvance(words) / 2, 0.0), localised(words))
        self._painter.restore()

    def _overview(
        self, drawing: Drawing, size: tuple[QPageSize.PageSizeId, bool], areas: list[Rect], what: str
    ) -> None:
        """Draw outlines alone, with the sheets that have the parts: words would be too small to be read."""
        width, height = self._page(size[0], upright=size[1])
        bounds = drawing.bounds
        overview = f"overview of {len(areas)} sheets"
        said = " · ".join(words for words in (self._titles.subtitle, what, overview) if words)
        empty = Drawing(title=drawing.title)
        empty.bounds = bounds
        paint_sheet(self._painter, empty, width, height, self._titles._replace(subtitle=said), pixels=self._scale)
        scale, left, top = self._place(bounds, width, height)
        theme, painter = current_theme(), self._painter

        def box(x: float, y: float, right: float, bottom: float) -> QRectF:
            return QRectF(
                left + (x - bounds.x) * scale, top + (y - bounds.y) * scale, (right - x) * scale, (bottom - y) * scale
            )

        painter.save()
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(theme.colour("border"), 0.6))
        for corners in drawing.frame_boxes.tolist():
            painter.drawRect(box(*corners))
        painter.setPen(pen(theme.colour("muted"), 0.4))
        count = len(drawing.wires)
        if 0 < count <= _MOST_WIRES:
            for line in drawing.paths(range(count)).tolist():
                points = [QPointF(left + (x - bounds.x) * scale, top + (y - bounds.y) * scale) for x, y in line]
                painter.drawPolyline(QPolygonF(points))
        painter.setPen(pen(theme.colour("text"), 0.6))
        painter.setBrush(brush(theme.colour("surface_2")))
        for corners in drawing.boxes.tolist():
            painter.drawRect(box(*corners))
        painter.setBrush(NO_BRUSH)
        for number, area in enumerate(areas):
            painter.setPen(pen(theme.colour("accent"), 1.4, "dashed"))
            place = box(area.x, area.y, area.right, area.bottom)
            painter.drawRect(place)
            middle = place.center()
            words = f"sheet {number + 1}"
            font = font_of("strong", _HEAD_PX)
            wide = QFontMetricsF(font).horizontalAdvance(words)
            painter.fillRect(QRectF(middle.x() - wide / 2 - 4, middle.y() - 13, wide + 8, 19), brush("#FFFFFF"))
            painter.setFont(font)
            painter.setPen(pen(theme.colour("accent"), 1.0))
            painter.drawText(QPointF(middle.x() - wide / 2, middle.y() + 3), localised(words))
        painter.restore()

    def _names(self) -> None:
        """Write the list of names that found no room, on pages of A4."""
        full = names_in_full()
        rows = full.rows if full is not None else ()
        if not rows:
            return
        font, strong = font_of("body", _NOTE_PX), font_of("strong", _HEAD_PX)
        step = _NOTE_PX * 1.35
        bottom = width = at = 0.0
        ink = pen(current_theme().colour("text"), 1.0)
        for mark, text in rows:
            room = width - 2 * MARGIN - _MARK_PX
            lines = broken_lines(text, room, QFontMetricsF(font).horizontalAdvance) if room > 0 else [text]
            if at + step * len(lines) > bottom:
                width, height = self._page(QPageSize.PageSizeId.A4, upright=True)
                bottom, at = height - MARGIN, MARGIN + 2 * step
                self._painter.setPen(ink)
                self._painter.setFont(strong)
                self._painter.drawText(QPointF(MARGIN, MARGIN), "What found no room, in full")
                room = width - 2 * MARGIN - _MARK_PX
                lines = broken_lines(text, room, QFontMetricsF(font).horizontalAdvance)
            self._painter.setFont(font)
            self._painter.drawText(QPointF(MARGIN, at), localised(mark))
            for line in lines:
                self._painter.drawText(QPointF(MARGIN + _MARK_PX, at), localised(line))
                at += step
            at += step * 0.25


def _next_to(starts: list[float], here: float, there: float) -> bool:
    """Return whether what begins at THERE comes right after what begins at HERE."""
    after = [start for start in starts if start > here + 1.0]
    return bool(after) and abs(min(after) - there) < 1.0
