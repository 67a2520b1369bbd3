"""The upright parts of a room in an isometric picture, the figure for scale, and the trays and roofs above."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath

from designer.drawing.drawing import Floats
from designer.drawing.isometric.isometric import IsometricDrawing
from designer.drawing.isometric.room import Solid, door_height
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_shapes import MM, TrayShape, Zone
from designer.drawing.theme_tokens import mixed
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.isometric.floor import zone_ink
from designer.paint.isometric.look import LIGHT, STEPS, Shades
from designer.paint.pieces import Piece, line_piece, paint_pieces, piece

_BESIDE: Final = 60.0
_RUNG: Final = 30.0
_FEWEST_RUNG_PX: Final = 3.0
_BODY_OF_FIGURE: Final = (
    (19, 0.80),
    (17, 0.47),
    (11, 0.47),
    (10, 0.0),
    (2, 0.0),
    (0.8, 0.42),
    (-0.8, 0.42),
    (-2, 0.0),
    (-10, 0.0),
    (-11, 0.47),
    (-17, 0.47),
)
"""Outline of a standing person below the shoulders: centimetres to the right, share of the height."""


class RoomPainter:
    """Paints the room of one drawing in one look; what does not hang on the scale is worked out once."""

    def __init__(self, drawing: IsometricDrawing, look: Shades) -> None:
        self._drawing = drawing
        self._look = look
        self._solids = [list(self._solid_pieces(solid)) for solid in drawing.solids]
        self._around = [_around(pieces) for pieces in self._solids]
        self._above = [made for zone in drawing.zones if zone.contained for made in self._roof_pieces(zone)]
        self._rungs: list[Piece] = []
        for number, tray in enumerate(drawing.trays):
            up = drawing.plan.trays[number].above_mm / MM
            if len(tray.line) > 1 and up > 0:
                self._above += self._tray_pieces(tray, drawing.plan.trays[number].depth_mm / MM, up)
        self._tray_shadows = [
            piece(drawing.eye.placed(bed), brush("#000000", look.shadow * 0.4))
            for tray in drawing.trays
            for _, _, bed in _beds(tray)
        ]

    def paint_solid(self, painter: QPainter, number: int, visible: Rect, scale: float) -> None:
        """Paint a piece of a wall, a column or the figure."""
        solid = self._drawing.solids[number]
        if solid.kind == "figure":
            self._paint_figure(painter, solid, visible)
        elif self._around[number].meets(visible):
            paint_pieces(painter, self._solids[number], visible, 2.0 / scale)

    def paint_below(self, painter: QPainter, visible: Rect, scale: float) -> None:
        """Paint what trays leave on the floor below them."""
        paint_pieces(painter, self._tray_shadows, visible, 1.0 / scale)

    def paint_above(self, painter: QPainter, visible: Rect, scale: float) -> None:
        """Paint roofs over contained aisles and cable trays, which one looks through."""
        paint_pieces(painter, self._above, visible, 2.0 / scale)
        if _RUNG * scale > _FEWEST_RUNG_PX:
            paint_pieces(painter, self._rungs, visible, 1.0 / scale)

    # Walls, doors and columns.

    def _solid_pieces(self, solid: Solid) -> Iterator[Piece]:
        if solid.kind == "figure":
            return
        eye, look = self._drawing.eye, self._look
        after = np.roll(solid.corners, -1, axis=0)
        along = after - solid.corners
        lengths = np.maximum(np.linalg.norm(along, axis=1)[:, None], 1e-9)
        normals = np.stack([along[:, 1], -along[:, 0]], axis=1) / lengths
        if _doubled_area(solid.corners) < 0:
            # The side of a wall towards the room comes first, and the corners run the other way about.
            normals = -normals
        kind = "wall" if solid.kind in {"wall", "door", "column"} else "slab"
        for number, seen in enumerate(eye.faces_eye(normals).tolist()):
            if not seen:
                continue
            low = eye.placed(np.stack([solid.corners[number], after[number]]), solid.low)
            high = eye.placed(np.stack([after[number], solid.corners[number]]), solid.high)
            fill = look.side(round((float(eye.turned(normals[number]) @ LIGHT) + 1) / 2 * STEPS), kind)
            yield self._face(np.concatenate([low, high]), fill)
            if solid.kind == "door" and number == 0:
                yield from self._door_pieces(solid, fill)
        top = look.wall_top if kind == "wall" else mixed(look.slab, look.wall_top, 0.5)
        yield self._face(eye.placed(solid.corners, solid.high), top)

    def _face(self, points: Floats, fill: str) -> Piece:
        look = self._look
        ink, alpha = (look.rim, 0.6) if look.outlined else (fill, 1.0)
        return piece(points, brush(fill), pen(ink, 1.0, alpha=alpha, cosmetic=True))

    def _door_pieces(self, solid: Solid, wall: str) -> Iterator[Piece]:
        """The leaf in a standing wall, with its handle."""
        eye, high, ink = self._drawing.eye, door_height(solid), self._look.theme.layer("facility")
        a, b = solid.corners[0], solid.corners[1]
        inset = (b - a) * 0.05
        a, b = a + inset, b - inset
        leaf = np.concatenate([eye.placed(np.stack([a, b]), 0.0), eye.placed(np.stack([b, a]), high)])
        yield piece(leaf, brush(mixed(wall, ink, 0.3)), pen(ink, 1.0, alpha=0.7, cosmetic=True))
        bar = a + (b - a) * np.array([[0.84], [0.92]])
        yield line_piece(eye.placed(bar[:1], high * 0.48), eye.placed(bar[1:], high * 0.48), pen(ink, 3.0))

    # The figure.

    def _paint_figure(self, painter: QPainter, solid: Solid, visible: Rect) -> None:
        """A person, as on architects' drawings: flat, without a face."""
        x, y = self._drawing.eye.placed(solid.corners.mean(axis=0)).tolist()
        high, look = solid.high, self._look
        if not Rect(x - 60, y - high * 1.02, 120, high * 1.1).meets(visible):
            return
        painter.setPen(NO_PEN)
        painter.setBrush(brush("#000000", min(look.shadow * 1.6, 0.4)))
        painter.drawEllipse(QPointF(x + 8, y - 2), 26, 10)
        painter.setBrush(brush(look.figure))
        body = QPainterPath()
        body.moveTo(x - 19, y - high * 0.80)
        body.cubicTo(x - 17, y - high * 0.865, x + 17, y - high * 0.865, x + 19, y - high * 0.80)
        for right, share in _BODY_OF_FIGURE:
            body.lineTo(x + right, y - high * share)
        body.closeSubpath()
        painter.drawPath(body)
        painter.drawEllipse(QPointF(x, y - high * 0.925), high * 0.06, high * 0.075)

    # What hangs above.

    def _roof_pieces(self, zone: Zone) -> Iterator[Piece]:
        """A roof over a contained aisle between the racks beside it, with doors at its ends."""
        if len(zone.corners) < 3:
            return
        drawing, corners = self._drawing, np.array(zone.corners)
        low, high = corners.min(axis=0) - _BESIDE, corners.max(axis=0) + _BESIDE
        feet = drawing.feet
        # Things beside the aisle, by their boxes on the plan: the roof lies on the highest of them.
        beside = (feet[:, 0] < high[0]) & (feet[:, 2] > low[0]) & (feet[:, 1] < high[1]) & (feet[:, 3] > low[1])
        if not beside.any():
            return
        up, ink, eye = float(drawing.heights[beside].max()), zone_ink(zone, self._look), drawing.eye
        edge = pen(ink, 1.25, alpha=0.75, cosmetic=True)
        yield piece(eye.placed(corners, up), brush(ink, 0.2), edge)
        after = np.roll(corners, -1, axis=0)
        # Outward direction of each edge; doors hang in the short ends that face the eye.
        along = after - corners
        normals = np.stack([along[:, 1], -along[:, 0]], axis=1)
        lengths = np.linalg.norm(along, axis=1)
        for number in np.flatnonzero((lengths <= lengths.min() * 1.01) & eye.faces_eye(normals)).tolist():
            foot = eye.placed(np.stack([corners[number], after[number]]))
            top = eye.placed(np.stack([after[number], corners[number]]), up)
            yield piece(np.concatenate([foot, top]), brush(ink, 0.16), edge)

    def _tray_pieces(self, tray: TrayShape, lip: float, up: float) -> Iterator[Piece]:
        eye, ink = self._drawing.eye, self._look.theme.colour("accent")
        edge = pen(ink, 1.0, alpha=0.85, cosmetic=True)
        for left, right, bed in _beds(tray):
            yield piece(eye.placed(bed, up), brush(ink, 0.22))
            if tray.ladder:
                length = max(float(np.linalg.norm(left[1] - left[0])), 1e-9)
                # One rung a step, at most 2,000 of a tray however long it is.
                shares = (np.arange(_RUNG / 2, length, max(_RUNG, length / 2_000)) / length)[:, None]
                one, two = (eye.placed(side[0] + (side[1] - side[0]) * shares, up) for side in (left, right))
                self._rungs.append(line_piece(one, two, pen(ink, 1.0, alpha=0.7, cosmetic=True)))
            for side in (left, right):
                wall = np.concatenate([eye.placed(side, up), eye.placed(side[::-1], up + lip)])
                yield piece(wall, brush(ink, 0.3), edge)
        ends = np.array([tray.line[0], tray.line[-1]])
        yield line_piece(eye.placed(ends), eye.placed(ends, up), pen(ink, 1.0, "dotted", alpha=0.45, cosmetic=True))


def _beds(tray: TrayShape) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Both edges of every straight piece of a tray (2, 2), and the corners between them (4, 2), on the plan."""
    half = max(tray.width / 2, 1.0)
    for a, b in pairwise(tray.line):
        start, end = np.array(a), np.array(b)
        length = float(np.linalg.norm(end - start))
        if not length > 0:
            continue
        # Half the width to the left of the piece's direction.
        out = np.array([end[1] - start[1], start[0] - end[0]]) / length * half
        left, right = np.stack([start + out, end + out]), np.stack([start - out, end - out])
        yield left, right, np.concatenate([left, right[::-1]])


def _around(pieces: list[Piece]) -> Rect:
    found = Rect(0.0, 0.0, 0.0, 0.0)
    for number, one in enumerate(pieces):
        found = one.around if not number else found.united(one.around)
    return found.grown(4.0)


def _doubled_area(corners: Floats) -> float:
    after = np.roll(corners, -1, axis=0)
    return float((corners[:, 0] * after[:, 1] - after[:, 0] * corners[:, 1]).sum())
