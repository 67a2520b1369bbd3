"""Filled shapes and lines that are worked out once and painted often, as far as they are in sight."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QBrush, QPainter, QPen

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.paint.brushes import NO_BRUSH, NO_PEN
from designer.paint.clipping import lines_within, polygon_within


class Piece(NamedTuple):
    """A polygon, or lines one by one.

    Attributes:
        points: Corners (n, 2); of lines, their starts and then as many ends.
        around: The rectangle around them.
        fill: None for lines and for what is not filled.
        edge: None for no edge.
        lines: Whether they are lines.
    """

    points: Floats
    around: Rect
    fill: QBrush | None
    edge: QPen | None
    lines: bool = False


def piece(points: Floats, fill: QBrush | None, edge: QPen | None = None) -> Piece:
    """A polygon of POINTS (n, 2)."""
    return Piece(points, _around(points), fill, edge)


def line_piece(starts: Floats, ends: Floats, edge: QPen) -> Piece:
    """Lines from STARTS to ENDS (n, 2)."""
    points = np.concatenate([starts.reshape(-1, 2), ends.reshape(-1, 2)])
    return Piece(points, _around(points), None, edge, lines=True)


def _around(points: Floats) -> Rect:
    if not len(points):
        return Rect(0.0, 0.0, 0.0, 0.0)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Rect(left, top, right - left, bottom - top)


def paint_pieces(painter: QPainter, pieces: Iterable[Piece], visible: Rect, slack: float) -> None:
    """Paint those of PIECES that VISIBLE shows; SLACK is half of the widest edge, in units of the drawing."""
    for one in pieces:
        if not one.around.grown(slack).meets(visible):
            continue
        painter.setPen(one.edge if one.edge is not None else NO_PEN)
        if one.lines:
            half = len(one.points) // 2
            painter.drawLines(lines_within(one.points[:half], one.points[half:], visible))
            continue
        painter.setBrush(one.fill if one.fill is not None else NO_BRUSH)
        painter.drawPolygon(polygon_within(one.points, visible, slack))
