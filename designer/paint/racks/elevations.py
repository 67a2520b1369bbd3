"""Paints rack elevations: on the screen, on paper, and as files."""

from collections.abc import Set
from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.racks.device_faces import face_picture
from designer.drawing.racks.elevations import (
    BAR_PX,
    FRONT_PX,
    NUMBERS_PX,
    UNIT_PX,
    Elevation,
    NameTag,
    RackBox,
    RackColumn,
    RackDrawing,
)
from designer.drawing.racks.part_shapes import PartPicture
from designer.drawing.records import Rect
from designer.drawing.text import broken_lines, clean
from designer.drawing.theme_tokens import mixed
from designer.model.design import Design
from designer.model.figures.number_locale import localised
from designer.model.kinds import PLAIN_FRONT
from designer.model.rooms.rack_slots import Face
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, colour, pen
from designer.paint.fonts import font_of
from designer.paint.racks.part_picture import paint_part_picture

FAR: Final = 0.4
"""Below this scale devices are blocks of colour."""
NEAR: Final = 0.5
"""From this scale on their fronts are drawn."""
_BODY_PX: Final = 13.0
_HATCH: Final = 7.0
_BAR_WIDTH: Final = 120.0


class RackPainter:
    """Paints racks of one design.

    Attributes:
        least_px: Smallest letters in canvas pixels; on paper larger than on the screen where the scale is small.
    """

    def __init__(self, design: Design, scale: float, *, least_px: float = 0.0) -> None:
        self._design = design
        self._scale = scale
        self.least_px = least_px
        self._pictures: dict[tuple[str, Face], PartPicture | None] = {}

    def paint(
        self,
        painter: QPainter,
        drawing: RackDrawing,
        visible: Rect,
        *,
        selected: Set[str] = frozenset(),
        hovered: str = "",
    ) -> None:
        """Paint what VISIBLE shows; PAINTER takes canvas coordinates already."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for column in drawing.columns:
            if column.rect.grown(40.0).meets(visible):
                self._column(painter, column, selected, hovered)
        painter.restore()

    def _column(self, painter: QPainter, column: RackColumn, selected: Set[str], hovered: str) -> None:
        theme = current_theme()
        chosen = column.rack in selected
        first = column.elevations[0].outline if column.elevations else column.rect
        size = max(self.least_px, 15.0) if self._scale >= FAR else 11.0 / max(self._scale, 0.05)
        ink = theme.colour("accent" if chosen else "text")
        width = column.rect.right - first.x
        # Far away the letters are larger than the room above the rack, and grow upwards.
        heading = Rect(first.x, first.y - 58 - (max(size, 20.0) - 20.0), width, max(size, 20.0))
        self._words(painter, column.title, heading, "strong", size, ink, rising=True)
        for elevation in column.elevations:
            self._elevation(painter, elevation, column, selected, hovered)
        if self._scale < FAR:
            return
        self._words(
            painter, column.subtitle, Rect(first.x, first.y - 38, width, 16), "caption", _BODY_PX, theme.colour("muted")
        )
        for tag in column.names:
            self._tag(painter, tag, column, selected)
        self._bars(painter, column, first)

    def _elevation(
        self, painter: QPainter, elevation: Elevation, column: RackColumn, selected: Set[str], hovered: str
    ) -> None:
        theme, outline, field = current_theme(), elevation.outline, elevation.field
        painter.setPen(pen(theme.colour("accent" if elevation.rack in selected else "border"), 1.5))
        painter.setBrush(brush(theme.colour("surface_2")))
        painter.drawRoundedRect(QRectF(*outline.grown(3.0)), 4, 4)
        painter.setPen(NO_PEN)
        painter.setBrush(brush(theme.colour("canvas")))
        painter.drawRect(QRectF(*field))
        if self._scale >= FAR:
            self._grid(painter, elevation, column)
        for box in elevation.boxes:
            self._box(painter, box, elevation, selected, hovered)

    def _grid(self, painter: QPainter, elevation: Elevation, column: RackColumn) -> None:
        theme, field = current_theme(), elevation.field
        title = "Front" if elevation.face == "front" else "Rear"
        where = Rect(elevation.outline.x, elevation.outline.y - 20, elevation.outline.width, 16)
        self._words(painter, title, where, "caption", _BODY_PX, theme.colour("muted"), centred=True)
        line = mixed(theme.colour("canvas"), theme.colour("border"), 0.55)
        painter.setPen(pen(line, 0.75))
        for unit in range(column.units + 1):
            y = field.bottom - unit * UNIT_PX
            painter.drawLine(QLineF(field.x, y, field.right, y))
        first = column.elevations[0] is elevation
        if not first:
            return
        size = max(12.0, self.least_px)
        every = 1 if self._scale >= 0.45 and size <= UNIT_PX - 4 else 5
        for unit in range(1, column.units + 1):
            if every == 1 or unit == 1 or unit % every == 0:
                y = field.bottom - unit * UNIT_PX
                at = Rect(elevation.outline.x - 2 * NUMBERS_PX, y, 2 * NUMBERS_PX - 8, UNIT_PX)
                self._words(painter, str(unit), at, "caption", size, theme.colour("muted"), right=True)

    def _box(self, painter: QPainter, box: RackBox, elevation: Elevation, selected: Set[str], hovered: str) -> None:
        theme, rect = current_theme(), QRectF(*box.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        ink = theme.layer(box.layer)
        if self._scale < FAR:
            painter.setPen(NO_PEN)
            fill = theme.colour("error") if box.emphasis == "error" else mixed(theme.colour("surface"), ink, 0.55)
            painter.setBrush(brush(fill))
            painter.drawRect(rect)
        elif box.seen == "blank":
            self._hatched(painter, rect)
        elif box.seen == "beside":
            painter.setPen(pen(ink, 1.0))
            painter.setBrush(brush(mixed(theme.colour("surface"), ink, 0.22)))
            painter.drawRoundedRect(rect, 3, 3)
            self._upright(painter, box, rect)
        elif box.seen == "back" and not self._paint_face(painter, box, rect, "rear"):
            painter.setPen(pen(mixed(theme.colour("surface"), ink, 0.6), 1.0))
            painter.setBrush(brush(mixed(theme.colour("surface"), ink, 0.07)))
            painter.drawRoundedRect(rect, 2, 2)
            inside = Rect(box.rect.x + 8, box.rect.y, box.rect.width - 16, box.rect.height)
            self._words(painter, box.title, inside, "caption", 12.0, theme.colour("muted"), centred=True)
        elif box.seen == "front":
            self._front(painter, box, rect, ink)
        self._marks(painter, box, rect, elevation, selected, hovered)

    def _front(self, painter: QPainter, box: RackBox, rect: QRectF, ink: str) -> None:
        theme = current_theme()
        painter.setPen(pen(mixed(theme.colour("surface"), ink, 0.75), 1.0))
        painter.setBrush(brush(mixed(theme.colour("surface"), ink, 0.14)))
        painter.drawRoundedRect(rect, 2, 2)
        if not self._paint_face(painter, box, rect, "front"):
            inside = Rect(box.rect.x + 6, box.rect.y, box.rect.width - 12, box.rect.height)
            self._words(painter, box.title, inside, "caption", 12.0, theme.colour("text"), centred=True)

    def _paint_face(self, painter: QPainter, box: RackBox, rect: QRectF, face: Face) -> bool:
        """Paint one FACE of a device; False where its size is not known, or it takes half the width only."""
        picture = self._picture(box.part, face) if self._scale >= NEAR else None
        if picture is None or box.rect.width < FRONT_PX * 0.75:
            return False
        if face == "rear":
            # Seen from behind it is a little greyer than what is mounted on this side.
            theme = current_theme()
            ink = theme.layer(box.layer)
            painter.setPen(pen(mixed(theme.colour("surface"), ink, 0.6), 1.0))
            painter.setBrush(brush(mixed(theme.colour("surface_2"), ink, 0.1)))
            painter.drawRoundedRect(rect, 2, 2)
        paint_part_picture(painter, picture, QRectF(*box.rect).adjusted(-1, -1, 1, 1), box.layer)
        return True

    def _picture(self, part_id: str, face: Face) -> PartPicture | None:
        """One face of a part to scale; None for a part whose size nobody knows."""
        key = part_id, face
        if key not in self._pictures:
            part = self._design.parts.get(part_id)
            picture = face_picture(part, face) if part is not None and part.kind not in PLAIN_FRONT else None
            self._pictures[key] = picture if picture is not None and picture.to_scale else None
        return self._pictures[key]

    def _hatched(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        painter.save()
        painter.setPen(pen(theme.colour("border"), 1.0))
        painter.setBrush(brush(theme.colour("surface_2")))
        painter.drawRect(rect)
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(pen(mixed(theme.colour("surface_2"), theme.colour("muted"), 0.5), 0.8))
        steps = int((rect.width() + rect.height()) / _HATCH) + 1
        for step in range(steps):
            x = rect.x() + step * _HATCH
            painter.drawLine(QLineF(x, rect.y(), x - rect.height(), rect.bottom()))
        painter.restore()

    def _upright(self, painter: QPainter, box: RackBox, rect: QRectF) -> None:
        painter.save()
        painter.translate(rect.center())
        painter.rotate(-90)
        inside = Rect(-rect.height() / 2 + 8, -rect.width() / 2, rect.height() - 16, rect.width())
        self._words(painter, f"{box.title} · 0U", inside, "caption", 12.0, current_theme().colour("text"), centred=True)
        painter.restore()

    def _marks(
        self, painter: QPainter, box: RackBox, rect: QRectF, elevation: Elevation, selected: Set[str], hovered: str
    ) -> None:
        theme = current_theme()
        if box.emphasis == "error":
            painter.setPen(pen(theme.colour("error"), 2.5))
            painter.setBrush(brush(theme.colour("error"), 0.18))
            painter.drawRect(rect)
            if self._scale >= FAR and box.seen != "back":
                spot = QRectF(rect.right() - 17, rect.y() + 2, 15, 15)
                painter.setPen(NO_PEN)
                painter.setBrush(brush(theme.colour("error")))
                painter.drawEllipse(spot)
                self._words(
                    painter,
                    "!",
                    Rect(spot.x(), spot.y(), 15, 15),
                    "strong",
                    12.0,
                    theme.colour("surface"),
                    centred=True,
                )
        if box.node in selected or box.node == hovered:
            strong = box.node in selected
            painter.setBrush(NO_BRUSH)
            painter.setPen(pen(theme.colour("accent"), (2.5 if strong else 1.5) / max(min(self._scale, 1.0), 0.2)))
            painter.drawRoundedRect(rect, 2, 2)

    def _tag(self, painter: QPainter, tag: NameTag, column: RackColumn, selected: Set[str]) -> None:
        theme, rect = current_theme(), tag.rect
        chosen = tag.node in selected
        size = max(_BODY_PX, self.least_px)
        room = self._width(tag.units, "caption", size) + 8
        ink = "error" if tag.emphasis else "accent" if chosen else "text"
        painter.setPen(NO_PEN)
        painter.setBrush(brush(theme.layer(tag.layer)))
        painter.drawRoundedRect(QRectF(rect.x, rect.y + 4, 3, rect.height - 8), 1.5, 1.5)
        title = tag.title + (" (rear)" if tag.rear else "")
        self._words(
            painter,
            title,
            Rect(rect.x + 9, rect.y, rect.width - 9 - room, rect.height),
            "body",
            size,
            theme.colour(ink),
        )
        at = Rect(rect.right - room, rect.y, room, rect.height)
        self._words(painter, tag.units, at, "caption", size, theme.colour("muted"), right=True)

    def _bars(self, painter: QPainter, column: RackColumn, first: Rect) -> None:
        theme = current_theme()
        y = first.bottom + 18
        for bar in column.bars:
            self._words(painter, bar.caption, Rect(first.x, y, 66, 18), "caption", _BODY_PX, theme.colour("muted"))
            x = first.x + 68
            track = QRectF(x, y + 5, _BAR_WIDTH, 8)
            painter.setPen(NO_PEN)
            if bar.share is not None:
                painter.setBrush(brush(mixed(theme.colour("surface_2"), theme.colour("border"), 0.6)))
                painter.drawRoundedRect(track, 4, 4)
                full = min(max(bar.share, 0.0), 1.0)
                painter.setBrush(brush(theme.colour("error") if bar.emphasis else theme.colour("accent")))
                painter.drawRoundedRect(QRectF(x, y + 5, max(_BAR_WIDTH * full, 4.0 if full else 0.0), 8), 4, 4)
                x += _BAR_WIDTH + 10
            ink = theme.colour("error" if bar.emphasis else "text")
            self._words(painter, bar.text, Rect(x, y, column.rect.right - x, 18), "caption", _BODY_PX, ink)
            y += BAR_PX

    def _width(self, text: str, style: str, px: float) -> float:
        return QFontMetricsF(font_of(style, px)).horizontalAdvance(text)

    def _words(
        self,
        painter: QPainter,
        text: str,
        rect: Rect,
        style: str,
        px: float,
        ink: str,
        *,
        centred: bool = False,
        right: bool = False,
        rising: bool = False,
    ) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter
        flags |= (
            Qt.AlignmentFlag.AlignHCenter
            if centred
            else Qt.AlignmentFlag.AlignRight
            if right
            else Qt.AlignmentFlag.AlignLeft
        )
        size, lines = self._fitted(clean(text), style, max(px, self.least_px), rect.width + 0.5)
        font = font_of(style, size)
        painter.setFont(font)
        painter.setPen(colour(ink))
        high = QFontMetricsF(font).height()
        # What is higher than its place reaches over it on both sides alike; a heading only upwards, off the line below.
        top = rect.y + (rect.height - high * len(lines)) / 2
        if rising and high * len(lines) > rect.height:
            top = rect.bottom - high * len(lines)
        for number, line in enumerate(lines):
            area = QRectF(rect.x, top + number * high, rect.width, high)
            painter.drawText(area, int(flags) | int(Qt.TextFlag.TextSingleLine), localised(line))

    def _fitted(self, text: str, style: str, px: float, room: float) -> tuple[float, list[str]]:
        """Size and lines of TEXT in ROOM canvas pixels: cut on a screen; on paper smaller, then broken, never cut."""
        measured = QFontMetricsF(font_of(style, px))
        if measured.horizontalAdvance(text) <= room:
            return px, [text]
        if not self.least_px:
            return px, [measured.elidedText(text, Qt.TextElideMode.ElideMiddle, room)]
        px = min(px, self.least_px)
        measured = QFontMetricsF(font_of(style, px))
        return px, broken_lines(text, room, measured.horizontalAdvance)
