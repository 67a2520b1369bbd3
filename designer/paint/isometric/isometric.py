"""A room in an isometric picture, painted from the farthest thing to the nearest, with names over it."""

from collections.abc import Set
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.isometric.isometric import IsometricDrawing
from designer.drawing.isometric.labels import PADDING, Label, labels_of, near_enough
from designer.drawing.records import Rect
from designer.model.bulk_records import uninterrupted
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, is_vector, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.isometric.floor import FloorPainter
from designer.paint.isometric.look import Shades, shades
from designer.paint.isometric.racks import RackPainter
from designer.paint.isometric.roofs import RoofPainter
from designer.paint.isometric.room import RoomPainter
from designer.paint.text_widths import text_widths

_MANY: Final = 400
"""Of more copies in sight, edges are rough while the picture moves."""
_THIN_BELOW: Final = 0.3
_SIGN_PX: Final = 7.0
_LABELLED: Final = 8


class _Prepared:
    """Values of one drawing in one look that are worked out once."""

    def __init__(self, drawing: IsometricDrawing, look: Shades) -> None:
        self._drawing = drawing
        self.floor = FloorPainter(drawing, look)
        self.room = RoomPainter(drawing, look)
        self.racks = RackPainter(drawing, look)
        self.roofs = RoofPainter(drawing, look)
        self._labels: dict[float, list[Label]] = {}

    def labels(self, scale: float) -> list[Label]:
        """The names at SCALE."""
        if scale not in self._labels:
            if len(self._labels) >= _LABELLED:
                self._labels.clear()
            self._labels[scale] = labels_of(self._drawing, scale, text_widths())
        return self._labels[scale]


def paint_isometric(
    painter: QPainter,
    drawing: IsometricDrawing,
    *,
    visible: Rect,
    scale: float,
    moving: bool = False,
    selected: Set[str] = frozenset(),
    hovered: int = -1,
    afar: bool = False,
) -> None:
    """Paint what VISIBLE shows of DRAWING.

    Args:
        painter: Already scaled and moved, so that it takes the drawing's centimetres.
        drawing: What to paint.
        visible: The part in sight.
        scale: Screen pixels for a centimetre.
        moving: The view is on the move: many racks are drawn without their devices.
        selected: Ids of nodes whose copies are outlined.
        hovered: Place of the copy that the pointer is on, -1 for none.
        afar: Words that lie on the floor are left out where they are too small to be read on paper.
    """
    paint_picture(painter, drawing, visible=visible, scale=scale, moving=moving, afar=afar)
    paint_chosen(painter, drawing, selected=selected, hovered=hovered, scale=scale)
    paint_names(painter, drawing, visible=visible, scale=scale)


def paint_picture(
    painter: QPainter,
    drawing: IsometricDrawing,
    *,
    visible: Rect,
    scale: float,
    moving: bool = False,
    afar: bool = False,
) -> None:
    """The room and what stands in it, without names."""
    ready = _prepared(drawing)
    racks = ready.racks
    vector = is_vector(painter)
    places = drawing.seen(visible)
    rough = moving and places.size > _MANY
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not rough)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    with uninterrupted():
        ready.floor.paint(painter, visible, scale, rough=rough, vector=vector, afar=afar)
        ready.room.paint_below(painter, visible, scale)
        shown = np.zeros(drawing.rows.size, dtype=bool)
        shown[places] = True
        count, roofs = drawing.rows.size, near_enough(drawing, scale) and not rough
        seen = shown.tolist()
        for number in drawing.order.tolist():
            if number >= count:
                ready.room.paint_solid(painter, number - count, visible, scale)
            elif seen[number]:
                racks.paint(painter, number, scale, rough=rough)
                if roofs:
                    ready.roofs.paint(painter, number, scale, vector=vector)
        ready.room.paint_above(painter, visible, scale)
    painter.restore()


def paint_names(painter: QPainter, drawing: IsometricDrawing, *, visible: Rect, scale: float) -> None:
    """Names over groups of racks, and a sign on what has partly failed."""
    vector = is_vector(painter)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(1 / scale, 1 / scale)
    for place in np.flatnonzero(drawing.partly).tolist()[:200]:
        _paint_sign(painter, drawing, place, scale)
    sight = Rect(visible.x * scale, visible.y * scale, visible.width * scale, visible.height * scale)
    for label in _prepared(drawing).labels(scale):
        if label.rect.meets(sight):
            _paint_label(painter, label, vector=vector)
    painter.restore()


def paint_chosen(
    painter: QPainter, drawing: IsometricDrawing, *, selected: Set[str], hovered: int, scale: float
) -> None:
    """Edges around what is selected and what lies under the pointer, also where something stands before it."""
    racks = _prepared(drawing).racks
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = current_theme().colour("accent")
    if selected:
        chosen = [number for number, one in enumerate(drawing.ids) if one in selected]
        mine = np.flatnonzero(np.isin(drawing.node_of, chosen)).tolist()
        edge = pen(accent, 2.5 if scale > _THIN_BELOW else 1.5, cosmetic=True)
        racks.outline(painter, mine, edge, brush(accent, 0.28))
    if 0 <= hovered < drawing.rows.size:
        racks.outline(painter, [hovered], pen(accent, 1.5, cosmetic=True), NO_BRUSH)
    painter.restore()


def _prepared(drawing: IsometricDrawing) -> "_Prepared":
    theme = current_theme()
    known = drawing.painted.get(theme.name)
    if not isinstance(known, _Prepared):
        known = drawing.painted[theme.name] = _Prepared(drawing, shades(theme.name))
    return known


def _paint_label(painter: QPainter, label: Label, *, vector: bool) -> None:
    theme = current_theme()
    x, y = label.anchor
    rect = label.rect
    painter.setPen(pen(theme.colour("muted"), 1.0))
    painter.drawLine(QPointF(x, rect.bottom), QPointF(x, y))
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("muted")))
    painter.drawEllipse(QPointF(x, y), 2.0, 2.0)
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(brush(theme.colour("surface"), 0.96))
    painter.drawRoundedRect(QRectF(*rect), 5, 5)
    base = middle_baseline("caption", rect.centre[1])
    write(painter, label.text, "caption", theme.colour("text"), rect.x + PADDING, base, vector=vector)
    if label.reading:
        at = rect.right - PADDING - written_width(label.reading, "caption")
        write(painter, label.reading, "caption", theme.colour("muted"), at, base, vector=vector)


def _paint_sign(painter: QPainter, drawing: IsometricDrawing, place: int, scale: float) -> None:
    """An exclamation mark over a rack in which something has failed."""
    theme = current_theme()
    x, y = (drawing.tops[place].mean(axis=0) * scale).tolist()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("error")))
    painter.drawEllipse(QPointF(x, y), _SIGN_PX, _SIGN_PX)
    painter.setPen(pen(theme.colour("canvas"), 1.75))
    painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 1))
    painter.drawPoint(QPointF(x, y + 3.5))
