"""Painting what differs between two designs over their picture: outline, pattern, sign and words, never colour alone.

Added is a solid blue-green outline with a plus, gone a dashed red one with hatching and a minus, changed a double amber
one with arrows, slower a dotted violet one with an arrow down; what is the same has no mark. In the dark theme the
colours are the lighter ones of `resources/look/tokens.json`; they are told apart with deuteranopia by sign and pattern.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.difference import COLOURS, DifferencePicture, DrawnDifference, How
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import Pattern, type_scale
from designer.paint.brushes import NO_PEN, brush, colour, is_vector, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.marks.symbols import pill
from designer.paint.painter import paint_drawing

_WIDTH: Final = 3.0
_LEAST_WIDTH_PX: Final = 2.0
_LANE: Final = 8.0
_LEAST_LANE_PX: Final = 4.0
"""From one of several marks on a line to the next."""
_HATCH: Final = 10.0
_PILL: Final = 22.0
_SIGN: Final = 14.0
_LEAST_PX: Final = 9.0
"""Letters that would be smaller on the screen are not painted: the sign alone stands in their place."""
_BADGE: Final = 18.0
"""Of the sign alone, in device pixels."""
_DARK: Final[Mapping[How, str]] = {"added": "accent", "gone": "error", "changed": "warn", "slower": "flow"}
_PATTERNS: Final[Mapping[How, Pattern]] = {"gone": "dashed", "slower": "dotted"}


def paint_difference(painter: QPainter, picture: DifferencePicture, *, visible: Rect, scale: float) -> None:
    """Paint PICTURE with its marks.

    Args:
        painter: In canvas pixels.
        picture: What is painted.
        visible: What of it is in sight.
        scale: Device pixels for a canvas pixel.
    """
    paint_drawing(painter, picture.drawing, visible=visible, scale=scale, zoom=scale)
    paint_marks(painter, picture.differences, scale=scale)


def paint_marks(
    painter: QPainter, marks: Sequence[DrawnDifference], *, scale: float, worded: int | None = None
) -> None:
    """Paint MARKS over a picture that is there.

    Args:
        painter: In canvas pixels.
        marks: What is marked.
        scale: Device pixels for a canvas pixel; lines are never thinner than some of these.
        worded: So many of them, the first ones, have their words or sign; None is all.
    """
    painter.save()
    for one in marks:
        if one.rect is not None:
            _paint_box(painter, one.rect, one.how, scale)
        else:
            _paint_path(painter, one, scale)
    # Words last, so that no outline crosses them.
    for one in marks[:worded]:
        if scale * type_scale()["caption"].px >= _LEAST_PX:
            _paint_words(painter, one)
        else:
            _paint_badge(painter, one, _BADGE / scale)
    painter.restore()


def mark_colour(how: How) -> str:
    """Return the colour of a mark in the current theme."""
    theme = current_theme()
    return theme.colour(_DARK[how]) if theme.name == "dark" else COLOURS[how]


def _letters() -> str:
    """The colour of signs and words on a mark."""
    theme = current_theme()
    return theme.colour("canvas") if theme.name == "dark" else "#FFFFFF"


def _outline(how: How, width: float, scale: float) -> QPen:
    made = QPen(pen(mark_colour(how), max(width, _LEAST_WIDTH_PX / scale), _PATTERNS.get(how, "solid")))
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def _paint_box(painter: QPainter, rect: Rect, how: How, scale: float) -> None:
    box = QRectF(*rect.grown(3.0))
    if how == "gone":
        painter.save()
        painter.setClipRect(box)
        painter.setPen(pen(mark_colour(how), 2.0, alpha=0.35))
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
    painter.setPen(_outline(how, _WIDTH, scale))
    painter.drawRoundedRect(box, 10, 10)
    if how == "changed":
        painter.setPen(_outline(how, 1.0, scale))
        painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 13, 13)


def _paint_path(painter: QPainter, one: DrawnDifference, scale: float) -> None:
    aside = one.lane * max(_LANE, _LEAST_LANE_PX / scale)
    (left, right), (top, bottom) = ((min(all_of), max(all_of)) for all_of in zip(*one.path, strict=True))
    # A straight line is shifted across itself alone, so that its ends stay at its tiles.
    dx, dy = aside if bottom - top >= 1.0 else 0.0, aside if right - left >= 1.0 else 0.0
    line = QPolygonF([QPointF(x + dx, y + dy) for x, y in one.path])
    ground = current_theme().colour("canvas")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if one.how == "changed":
        # A double line: what goes elsewhere than it is drawn.
        painter.setPen(_outline(one.how, 7.0, scale))
        painter.drawPolyline(line)
        painter.setPen(pen(ground, max(2.5, 1.0 / scale)))
    else:
        if one.how in _PATTERNS:
            # Between dashes and dots nothing is seen of the line below, which would look like another pattern.
            painter.setPen(pen(ground, max(5.0, _LEAST_WIDTH_PX / scale)))
            painter.drawPolyline(line)
        painter.setPen(_outline(one.how, 5.0, scale))
    painter.drawPolyline(line)


def _paint_words(painter: QPainter, one: DrawnDifference) -> None:
    """Paint the pill with the sign and the words: below the right corner of a tile, in the middle of a line."""
    words = one.words
    width = written_width(words, "caption") + _SIGN + 24.0
    if one.rect is not None:
        left, top = one.rect.right - width + 8.0, one.rect.bottom - _PILL / 2
    else:
        x, y = _middle(one.path)
        left, top = x - width / 2, y - _PILL / 2 + one.lane * (_PILL + 3.0)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(mark_colour(one.how)))
    pill(painter, QRectF(left, top, width, _PILL))
    _paint_sign(painter, one.how, QRectF(left + 8.0, top + (_PILL - _SIGN) / 2, _SIGN, _SIGN))
    baseline = middle_baseline("caption", top + _PILL / 2)
    write(painter, words, "caption", _letters(), left + _SIGN + 14.0, baseline, vector=is_vector(painter))


def _paint_badge(painter: QPainter, one: DrawnDifference, size: float) -> None:
    """Paint the sign alone in a circle SIZE wide, where the words would stand."""
    x, y = (one.rect.right, one.rect.bottom) if one.rect is not None else _middle(one.path)
    painter.save()
    painter.translate(x, y + one.lane * size)
    painter.scale(size / _PILL, size / _PILL)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(mark_colour(one.how)))
    pill(painter, QRectF(-_PILL / 2, -_PILL / 2, _PILL, _PILL))
    _paint_sign(painter, one.how, QRectF(-_SIGN / 2, -_SIGN / 2, _SIGN, _SIGN))
    painter.restore()


def _paint_sign(painter: QPainter, how: How, box: QRectF) -> None:
    """Paint plus, minus, two arrows past each other, or an arrow down."""
    painter.setPen(QPen(colour(_letters()), 2.0))
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

    if how == "slower":
        painter.drawLine(QPointF(middle.x(), box.top() + 1.0), QPointF(middle.x(), box.bottom() - 1.0))
        for x in (-3.5, 3.5):
            painter.drawLine(QPointF(middle.x(), box.bottom() - 1.0), QPointF(middle.x() + x, box.bottom() - 4.5))


def _middle(path: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return the middle of the longest straight piece of PATH."""
    pieces = list(pairwise(path))
    (ax, ay), (bx, by) = max(pieces, key=lambda ends: abs(ends[0][0] - ends[1][0]) + abs(ends[0][1] - ends[1][1]))
    return (ax + bx) / 2, (ay + by) / 2
