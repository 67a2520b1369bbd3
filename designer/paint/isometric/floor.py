"""The floor of an isometric picture: the slab with its tiles, aisles and shadows, words that lie on it, the ruler."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF, QTransform

from designer.drawing.drawing import Floats
from designer.drawing.isometric.isometric import IsometricDrawing
from designer.drawing.isometric.projection import Isometry
from designer.drawing.isometric.room import SLAB
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_shapes import MM, Zone
from designer.drawing.text import clean
from designer.paint.brushes import brush, pen
from designer.paint.canvas_text import write, written_width
from designer.paint.clipping import polygon_within
from designer.paint.isometric.look import Shades
from designer.paint.pieces import Piece, line_piece, paint_pieces, piece
from designer.paint.rooms.floor_plan import paint_underlay

_SOFT: Final = ((46.0, 0.25), (26.0, 0.35), (10.0, 0.5))
"""How far the shadow of the slab reaches, and how dark it is there."""
_FEWEST_TILE_PX: Final = 7.0
_MOST_LINES: Final = 2_000
_MANY_SHADOWS: Final = 600
_RULER_STEPS: Final = (100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0)
_RULER_AWAY: Final = 46.0
_RULER_WIDE: Final = 9.0
_LEAST_WORDS_PX: Final = 7.0
_LEAST_TITLE_PX: Final = 4.0
_LEAST_PAPER_PX: Final = 12.0
"""On paper, since letters that lie are seen half as high."""
_BODY: Final = 11.0
_STRONG: Final = 13.0
_PLAIN: Final = Isometry()


class _Words(NamedTuple):
    """Words that lie on the floor: parts side by side, each with its style and colour."""

    parts: tuple[tuple[str, str, str], ...]
    made: QTransform
    size: float
    centred: bool
    least_px: float
    around: Rect


class FloorPainter:
    """Paints the floor of one drawing in one look; all that does not hang on the scale is worked out once."""

    def __init__(self, drawing: IsometricDrawing, look: Shades) -> None:
        self._drawing = drawing
        self._look = look
        self._soft = list(self._soft_pieces())
        self._slab = [] if drawing.outer is None else [piece(self._placed(drawing.outer), brush(look.floor))]
        self._tiles = self._tile_piece()
        self._zones = [made for zone in drawing.zones for made in self._zone_pieces(zone)]
        self._doors = list(self._door_pieces())
        self._words = [*self._zone_words(), *self._title_words()]
        found = drawing.shadows
        self._shadows = [(quads, quads.min(axis=1), quads.max(axis=1)) for quads in (found.cast, found.rim)]

    def paint(
        self, painter: QPainter, visible: Rect, scale: float, *, rough: bool, vector: bool, afar: bool = False
    ) -> None:
        """Paint what VISIBLE shows; ROUGH leaves shadows and tiles out."""
        drawing, slack = self._drawing, 3.0 / scale
        if not rough:
            paint_pieces(painter, self._soft, visible, slack)
        paint_pieces(painter, self._slab, visible, slack)
        if drawing.picture is not None:
            painter.save()
            painter.setTransform(floor_transform(drawing.eye), True)
            paint_underlay(painter, drawing, moving=rough)
            painter.restore()
        if not rough:
            self._paint_tiles(painter, visible, scale)
        paint_pieces(painter, self._zones, visible, slack)
        paint_pieces(painter, self._doors, visible, slack)
        if not rough:
            self._paint_shadows(painter, visible)
        least = _LEAST_PAPER_PX / _BODY if afar else 0.0
        for words in self._words:
            if words.size * scale >= max(words.least_px, least) and words.around.meets(visible):
                _paint_words(painter, words, vector=vector)
        self._paint_ruler(painter, visible, scale, vector=vector)

    def _placed(self, points: Floats, up: float = 0.0) -> Floats:
        return self._drawing.eye.placed(points, up)

    def _soft_pieces(self) -> Iterator[Piece]:
        if self._drawing.outer is None:
            return
        slab = self._placed(self._drawing.outer, -SLAB)
        away = slab - slab.mean(axis=0)
        away /= np.maximum(np.linalg.norm(away, axis=1)[:, None], 1e-9)
        for grown, share in _SOFT:
            yield piece(slab + away * grown, brush("#000000", self._look.shadow * share))

    def _tile_piece(self) -> Piece | None:
        """The grid of the floor tiles inside the walls."""
        plan, inner = self._drawing.plan, self._drawing.inner
        step = plan.tile_mm / MM
        if step <= 0 or inner is None:
            return None
        low, high = inner.min(axis=0), inner.max(axis=0)
        if float(((high - low) / step).sum()) > _MOST_LINES:
            return None
        origin = np.array([plan.tile_x_mm, plan.tile_y_mm]) / MM
        # First line at or after the low wall that lies on the grid of tiles.
        first = origin + np.ceil((low - origin) / step + 1e-9) * step
        xs, ys = (np.arange(first[axis], high[axis] - 1e-6, step) for axis in (0, 1))
        starts = np.concatenate([_pairs(xs, low[1]), _pairs(low[0], ys)])
        # Lines across, then lines deep: (n, 2) starts and ends.
        ends = np.concatenate([_pairs(xs, high[1]), _pairs(high[0], ys)])
        edge = pen(self._look.theme.colour("border"), 1.0, alpha=0.55, cosmetic=True)
        return line_piece(self._placed(starts), self._placed(ends), edge)

    def _paint_tiles(self, painter: QPainter, visible: Rect, scale: float) -> None:
        if self._tiles is None or self._drawing.plan.tile_mm / MM * scale < _FEWEST_TILE_PX:
            return
        inner = self._drawing.inner
        painter.save()
        if inner is not None and len(inner) > 4:
            self._clip_to_room(painter, inner, visible)
        paint_pieces(painter, [self._tiles], visible, 1.0 / scale)
        painter.restore()

    def _clip_to_room(self, painter: QPainter, inner: Floats, visible: Rect) -> None:
        room = QPainterPath()
        room.addPolygon(polygon_within(self._placed(inner), visible))
        room.closeSubpath()
        painter.setClipPath(room, Qt.ClipOperation.IntersectClip)

    def _zone_pieces(self, zone: Zone) -> Iterator[Piece]:
        if len(zone.corners) < 3:
            return
        corners, warn = self._placed(np.array(zone.corners)), self._look.theme.colour("warn")
        if zone.kind != "keep-out":
            yield piece(corners, brush(zone_ink(zone, self._look), 0.16 if self._look.outlined else 0.2))
            return
        hatch = self._placed(np.array([line[:2] for line in zone.hatch if len(line) > 1]).reshape(-1, 2, 2))
        yield line_piece(hatch[:, 0], hatch[:, 1], pen(warn, 1.0, alpha=0.5, cosmetic=True))
        yield piece(corners, None, pen(warn, 1.25, "dashed", cosmetic=True))

    def _door_pieces(self) -> Iterator[Piece]:
        muted = self._look.theme.colour("muted")
        for door in self._drawing.doors:
            if door.arc:
                arc, leaf = self._placed(np.array(door.arc)), self._placed(np.array(door.leaf))
                yield line_piece(arc[:-1:2], arc[1::2], pen(muted, 1.0, alpha=0.8, cosmetic=True))
                yield line_piece(leaf[:1], leaf[1:], pen(muted, 2.0, cosmetic=True))

    def _paint_shadows(self, painter: QPainter, visible: Rect) -> None:
        """Paint the shadows that fall to the back of everything, and a dark rim close around every foot."""
        inner = self._drawing.inner
        painter.save()
        if self._drawing.shadows.outside and inner is not None:
            self._clip_to_room(painter, inner, visible)
        for (quads, low, high), alpha in zip(self._shadows, (self._look.shadow, self._look.shadow * 0.8), strict=True):
            near = (low[:, 0] < visible.right) & (high[:, 0] > visible.x) & (low[:, 1] < visible.bottom)
            near &= high[:, 1] > visible.y
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            for quad in quads[near].tolist():
                path.addPolygon(QPolygonF([QPointF(x, y) for x, y in quad]))
            # Smooth edges of thousands of pieces take longer than all racks, and are too small to be seen.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, int(near.sum()) < _MANY_SHADOWS)
            painter.fillPath(path, brush("#000000", alpha))
        painter.restore()

    # Words that lie on the floor.

    def _zone_words(self) -> Iterator[_Words]:
        for zone in self._drawing.zones:
            if len(zone.corners) < 3:
                continue
            corners = np.array(zone.corners)
            low, high = corners.min(axis=0), corners.max(axis=0)
            wide, deep = (high - low).tolist()
            size = min(min(wide, deep) * 0.3, 34.0)
            words = clean(zone.words)
            if size <= 0 or written_width(words, "caption") * size / _BODY > max(wide, deep) * 0.94:
                continue
            turned = self._drawing.eye.turned(np.array([1.0, 0.0] if wide >= deep else [0.0, 1.0]))
            # Down to the right along x, or up to the right against y: so they are never upside down.
            right = np.array([1.0, 0.0]) if abs(turned[0]) >= abs(turned[1]) else np.array([0.0, -1.0])
            middle = self._drawing.eye.turned((low + high) / 2)
            yield _lying(
                ((words, "caption", zone_ink(zone, self._look)),),
                middle,
                right,
                size / _BODY,
                centred=True,
                least_px=_LEAST_WORDS_PX / _BODY,
            )

    def _title_words(self) -> Iterator[_Words]:
        """The room's name and size before it, at the left, clear of doors that open there."""
        drawing, theme = self._drawing, self._look.theme
        if drawing.outer is None or drawing.inner is None:
            return
        left, size = self._before()[0], drawing.title_size / _STRONG
        sides = np.ptp(drawing.inner, axis=0) * MM / 1000
        spot = np.array([left, drawing.title_front])
        parts = (
            (clean(drawing.title), "strong", theme.colour("text")),
            (f"{sides[0]:.3g} × {sides[1]:.3g} m{_counted(drawing)}", "caption", theme.colour("muted")),
        )
        yield _lying(parts, spot, np.array([1.0, 0.0]), size, centred=False, least_px=_LEAST_TITLE_PX / _STRONG)

    def _before(self) -> tuple[float, float, float, float]:
        """On the turned plan: left end and front of the room, and how wide and deep it is."""
        outer = self._drawing.outer
        flat = self._drawing.eye.turned(outer if outer is not None else np.zeros((1, 2)))
        (left, back), (right, front) = flat.min(axis=0).tolist(), flat.max(axis=0).tolist()
        return left, front, right - left, front - back

    def _paint_ruler(self, painter: QPainter, visible: Rect, scale: float, *, vector: bool) -> None:
        """A ruler in metres before the room, at the right."""
        if self._drawing.outer is None:
            return
        left, front, wide, deep = self._before()
        step = next((one for one in _RULER_STEPS if one * scale >= 26.0), _RULER_STEPS[-1])
        count = min(max(int(deep / step), 1), 5)
        x = left + wide + _RULER_AWAY
        muted, surface = self._look.theme.colour("muted"), self._look.theme.colour("surface")
        edge = pen(muted, 1.0, cosmetic=True)
        made: list[Piece] = []
        for number in range(count):
            a, b = front - number * step, front - (number + 1) * step
            corners = np.array([(x, a), (x, b), (x + _RULER_WIDE, b), (x + _RULER_WIDE, a)])
            made.append(piece(_PLAIN.placed(corners), brush(surface if number % 2 else muted), edge))
        paint_pieces(painter, made, visible, 2.0 / scale)
        for number in (0, count):
            spot = _PLAIN.placed(np.array([x + _RULER_WIDE, front - number * step])).tolist()
            words = f"{number * step / 100:g} m" if number else "0"
            painter.save()
            painter.translate(*spot)
            painter.scale(1 / scale, 1 / scale)
            write(painter, words, "caption", muted, 4.0, 12.0, vector=vector)
            painter.restore()


def floor_transform(eye: Isometry) -> QTransform:
    """From centimetres of the plan to the picture."""
    (ax, ay), (bx, by) = eye.placed(np.eye(2)).tolist()
    return QTransform(ax, ay, bx, by, 0.0, 0.0)


def zone_ink(zone: Zone, look: Shades) -> str:
    """The colour of an aisle or a keep-out."""
    kinds = {"cold": look.theme.layer("servers_fabric"), "hot": look.theme.colour("error")}
    return kinds.get(zone.kind, look.theme.colour("warn"))


def _counted(drawing: IsometricDrawing) -> str:
    count = int(drawing.rows.size)
    if not count:
        return ""
    racks = all(drawing.standees[node].units for node in set(drawing.node_of.tolist()))
    thing = ("rack" if count == 1 else "racks") if racks else "on the floor"
    return f" · {count:,} {thing}"


def _lying(
    parts: tuple[tuple[str, str, str], ...], spot: Floats, right: Floats, size: float, *, centred: bool, least_px: float
) -> _Words:
    """Words from SPOT of the turned plan on, towards RIGHT, SIZE centimetres for a pixel of their font."""
    # DOWN is at a right angle to RIGHT on the plan; the transform lays a pixel of the font along both.
    down = np.array([-right[1], right[0]])
    x, y = _PLAIN.placed(spot).tolist()
    (ax, ay), (bx, by) = _PLAIN.placed(np.stack([right, down])).tolist()
    made = QTransform(ax * size, ay * size, bx * size, by * size, x, y)
    wide = sum(written_width(text, style) + _BODY for text, style, _ in parts)
    half = wide * size if not centred else wide * size / 2
    reach = half + 2 * _STRONG * size
    return _Words(parts, made, size, centred, least_px, Rect(x - reach, y - reach, 2 * reach, 2 * reach))


def _paint_words(painter: QPainter, words: _Words, *, vector: bool) -> None:
    painter.save()
    painter.setTransform(words.made, True)
    x = -sum(written_width(text, style) for text, style, _ in words.parts) / 2 if words.centred else 0.0
    for text, style, ink in words.parts:
        write(painter, text, style, ink, x, 4.0 if words.centred else 0.0, vector=vector)
        x += written_width(text, style) + _BODY
    painter.restore()


def _pairs(xs: Floats | float, ys: Floats | float) -> Floats:
    return np.stack(np.broadcast_arrays(xs, ys), axis=-1).astype(float).reshape(-1, 2)
