"""The ends of wires on tiles: plugs go into ports that are seen, relations have arrow heads."""

import math
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.records import Tile, Wire
from designer.drawing.tables import Tiles
from designer.drawing.theme_tokens import STACK_STEP
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_arrow_head
from designer.paint.topology.wires import style_of

_OUT: Final = 6.0
"""How far a plug stands out from the tile's edge."""
_LEAST: Final = 8.0
_MOST: Final = 13.0
"""How wide plugs are along the edge."""
_BAR: Final = (5.0, 9.0)
"""From the right edge, where ports lie, to the bar that leads a wire along it to its port."""
_LEAD: Final = 3.0
_ROUND_FROM: Final = 1.3
"""Scale from which round corners are seen."""


def paint_plugs(painter: QPainter, tiles: Tiles, wires: Iterable[Wire], look: Look) -> None:
    """A plug at each end of WIRES; ends on things without ports have none."""
    found: dict[tuple[str, float], list[QRectF]] = {}
    for wire in wires:
        if wire.flow or wire.emphasis == "failed":
            continue
        if look.theme.stroke(wire.medium, wire.side).arrow:
            continue
        ink, width, _, alpha = style_of(wire, look)
        shapes = found.setdefault((ink, alpha), [])
        half = min(max(width + 5.0, _LEAST), _MOST) / 2
        for end, place, towards in (
            (wire.a, wire.points[0], wire.points[1]),
            (wire.b, wire.points[3], wire.points[2]),
        ):
            row = tiles.rows.get(end)
            tile = tiles[row] if row is not None else None
            if tile is not None and tile.ports:
                shapes += _shapes(tile, wire, place, towards, half)
    painter.setPen(NO_PEN)
    for (ink, alpha), shapes in found.items():
        painter.setBrush(brush(ink, alpha))
        if look.scale < _ROUND_FROM and not look.vector:
            painter.drawRects(shapes)
            continue
        for shape in shapes:
            painter.drawRoundedRect(shape, 1.5, 1.5)
    painter.setBrush(NO_BRUSH)


def paint_arrow_heads(painter: QPainter, tiles: Tiles, wires: Iterable[Wire], look: Look) -> None:
    """The heads of WIRES that are relations, over the cards that peep out behind a tile of which there are several."""
    for wire in wires:
        arrow = "" if wire.flow else look.theme.stroke(wire.medium, wire.side).arrow
        if not arrow:
            continue
        row = tiles.rows.get(wire.a if arrow == "a" else wire.b)
        behind = 2 * STACK_STEP if row is not None and tiles[row].copies > 1 else 0.0
        ink, _, _, alpha = style_of(wire, look)
        painter.setOpacity(alpha)
        paint_arrow_head(painter, wire, ink, arrow, behind)
    painter.setOpacity(1.0)


def _shapes(
    tile: Tile, wire: Wire, place: tuple[float, float], towards: tuple[float, float], half: float
) -> list[QRectF]:
    (x, y), (to_x, to_y) = place, towards
    if abs(to_y - y) >= abs(to_x - x):
        return [QRectF(x - half, y, 2 * half, math.copysign(_OUT, to_y - y)).normalized()]
    port = _port_height(tile, wire) if to_x > x and x >= tile.rect.right - 1.0 else None
    if port is None:
        return [QRectF(x, y - half, math.copysign(_OUT, to_x - x), 2 * half).normalized()]
    # The ports lie on this very edge: a bar leads from where the wire comes to the port that it goes into.
    left, right = _BAR
    top, bottom = min(y - half * 0.6, port - _LEAD), max(y + half * 0.6, port + _LEAD)
    bar = QRectF(x + left, top, right - left, bottom - top)
    return [bar, QRectF(x, port - _LEAD / 2, left + 1.0, _LEAD)]


def _port_height(tile: Tile, wire: Wire) -> float | None:
    """Return the height of the one port of TILE that takes the medium of WIRE; None where several do, or none."""
    found = [dot.y for dot in tile.ports if dot.medium == wire.medium]
    return found[0] if len(found) == 1 else None
