"""Painting what differs between two designs over their picture: outline, pattern, sign and words, never colour alone.

Added is a solid blue-green outline with a plus, gone a dashed red one with hatching and a minus, changed a double amber
one with arrows; what is the same has no mark. The colours are those of `resources/look/tokens.json`, told apart with
deuteranopia by sign and pattern.
"""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.drawing.difference import COLOURS, DifferencePicture, DrawnDifference, How
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import type_scale
from designer.paint.brushes import NO_PEN, brush, colour, is_vector, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.marks.symbols import pill
from designer.paint.painter import paint_drawing

_WIDTH: Final = 3.0
_HATCH: Final = 10.0
_PILL: Final = 22.0
_SIGN: Final = 14.0
_LEAST_PX: Final = 9.0
"""Letters that would be smaller on the screen are not painted: the sign alone stands in their place."""
_BADGE: Final = 18.0
"""Of the sign alone, in device pixels."""


def paint_difference(painter: QPainter, picture: DifferencePicture, *, visible: Rect, scale: float) -> None:
    """Paint PICTURE with its marks.

    Args:
        painter: In canvas pixels.
        picture: What is painted.
        visible: What of it is in sight.
        scale: Device pixels for a canvas pixel.
    """
    paint_drawing(painter, picture.drawing, visible=visible, scale=scale, zoom=scale)
    painter.save()
    for one in picture.differences:
        if one.rect is not None:
            _paint_box(painter, one.rect, one.how)
        else:
            _paint_path(painter, one)
    # Words last, so that no outline crosses them.
    for one in picture.differences:
        if scale * type_scale()["caption"].px >= _LEAST_PX:
            _paint_words(painter, one)
        else:
            _paint_badge(painter, one, _BADGE / scale)
    painter.restore()


def _outline(how: How, width: float = _WIDTH) -> QPen:
    made = pen(COLOURS[how], width, "dashed" if how == "gone" else "solid")
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def _paint_box(painter: QPainter, rect: Rect, how: How) -> None:
    box = QRectF(*rect.grown(3.0))
    if how == "gone":
        painter.save()
        painter.setClipRect(box)
        painter.setPen(pen(COLOURS[how], 2.0, alpha=0.35))
        # Lines from lower left to upper right, a fixed distance apart.
        count = int((box.width() + box.height()) / _HATCH) + 1
        painter.drawLines(
            [
                QLineF(box.left() + step * _HATCH - box.height(), box.bottom(), box.left() + step * _HATCH, box.top())
                for step in range(count)
            ]
        )
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_outline(how))
    painter.drawRoundedRect(box, 10, 10)
    if how == "changed":
        painter.setPen(_outline(how, 1.0))
        painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 13, 13)


def _paint_path(painter: QPainter, one: DrawnDifference) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_outline(one.how, 5.0))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in one.path]))


def _paint_words(painter: QPainter, one: DrawnDifference) -> None:
    """Paint the pill with the sign and the words: below the right corner of a tile, in the middle of a line."""
    words = one.words
    width = written_width(words, "caption") + _SIGN + 24.0
    if one.rect is not None:
        left, top = one.rect.right - width + 8.0, one.rect.bottom - _PILL / 2
    else:
        x, y = _middle(one.path)
        left, top = x - width / 2, y - _PILL / 2
    painter.setPen(NO_PEN)
    painter.setBrush(brush(COLOURS[one.how]))
    pill(painter, QRectF(left, top, width, _PILL))
    _paint_sign(painter, one.how, QRectF(left + 8.0, top + (_PILL - _SIGN) / 2, _SIGN, _SIGN))
    baseline = middle_baseline("caption", top + _PILL / 2)
    write(painter, words, "caption", "#FFFFFF", left + _SIGN + 14.0, baseline, vector=is_vector(painter))


def _paint_badge(painter: QPainter, one: DrawnDifference, size: float) -> None:
    """Paint the sign alone in a circle SIZE wide, where the words would stand."""
    x, y = (one.rect.right, one.rect.bottom) if one.rect is not None else _middle(one.path)
    painter.save()
    painter.translate(x, y)
    painter.scale(size / _PILL, size / _PILL)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(COLOURS[one.how]))
    pill(painter, QRectF(-_PILL / 2, -_PILL / 2, _PILL, _PILL))
    _paint_sign(painter, one.how, QRectF(-_SIGN / 2, -_SIGN / 2, _SIGN, _SIGN))
    painter.restore()


def _paint_sign(painter: QPainter, how: How, box: QRectF) -> None:
    """Paint plus, minus, or two arrows past each other."""
    painter.setPen(QPen(colour("#FFFFFF"), 2.0))
    middle, edge = box.center(), 2.0
    if how in {"added", "gone"}:
        painter.drawLine(QPointF(box.left() + edge, middle.y()), QPointF(box.right() - edge, middle.y()))
    if how == "added":
        painter.drawLine(QPointF(middle.x(), box.top() + edge), QPointF(middle.x(), box.bottom() - edge))
    if how == "changed":
        for y, tip in ((middle.y() - 3.0, box.right()), (middle.y() + 3.0, box.left())):
            back = -3.0 if tip == box.right() else 3.0
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.drawLine(QPointF(tip, y), QPointF(tip + back, y - 2.5))
            painter.drawLine(QPointF(tip, y), QPointF(tip + back, y + 2.5))


def _middle(path: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return the middle of the longest straight piece of PATH."""
    pieces = list(pairwise(path))
    (ax, ay), (bx, by) = max(pieces, key=lambda ends: abs(ends[0][0] - ends[1][0]) + abs(ends[0][1] - ends[1][1]))
    return (ax + bx) / 2, (ay + by) / 2
