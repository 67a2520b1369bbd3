"""The single ports of a tile, from nearest by: a square for each, filled where it is used on the fullest copy."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.records import PortDot, Rect, Tile
from designer.drawing.theme_tokens import TILE_TEXT_END, TILE_TEXT_X, mixed
from designer.drawing.topology.anatomy import head_height, plate_rect
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.look import Look

CAGES_FROM: Final = 2.2
"""Scale from which single ports are large enough to be counted."""
_MOST: Final = 200
_ONE_ROW: Final = 24
_TOP: Final = 19.0
"""From the middle of a card, below its words."""
_BOTTOM: Final = 4.0
_INSET: Final = 6.0
_GAP: Final = 3.0
"""Between two port groups."""
_FILLED: Final = 0.8


def paint_cages(painter: QPainter, tile: Tile, look: Look) -> None:
    """The ports of TILE along its lower edge, one group after the other."""
    groups = [dot for dot in tile.ports if dot.total > 0]
    count = sum(dot.total for dot in groups)
    if not groups or count > _MOST or tile.heat is not None:
        return
    rect, theme = tile.rect, look.theme
    rows = 1 if count <= _ONE_ROW else 2
    columns = [-(-dot.total // rows) for dot in groups]
    room = _room(tile)
    wide = room.width - _GAP * (len(groups) - 1)
    pitch = min(room.height / rows, wide / sum(columns))
    left, top = rect.x + room.x, rect.y + room.y
    size, line = pitch * _FILLED, max(0.5 / look.scale, pitch * 0.08)
    for dot, across in zip(groups, columns, strict=True):
        ink = theme.stroke(dot.medium).colour if dot.free >= 0 else theme.colour("error")
        used = min(dot.total - dot.free, dot.total)
        _paint_group(
            painter, dot, (left, top), (pitch, size, line), across, used, ink, mixed(theme.colour("surface"), ink, 0.12)
        )
        left += across * pitch + _GAP
    painter.setPen(NO_PEN)


def _room(tile: Tile) -> Rect:
    """Where the ports of TILE are painted, from its corner: on its plate, else below its words."""
    plate = plate_rect(tile)
    if plate is not None:
        return plate.grown(-_INSET)
    middle = head_height(tile) / 2
    return Rect(TILE_TEXT_X, middle + _TOP, tile.rect.width - TILE_TEXT_X - TILE_TEXT_END, middle - _TOP - _BOTTOM)


def _paint_group(
    painter: QPainter,
    dot: PortDot,
    corner: tuple[float, float],
    sizes: tuple[float, float, float],
    across: int,
    used: int,
    ink: str,
    pale: str,
) -> None:
    (left, top), (pitch, size, line) = corner, sizes
    squares = [
        QRectF(left + port % across * pitch, top + port // across * pitch, size, size) for port in range(dot.total)
    ]
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawRects(squares[:used])
    painter.setPen(pen(ink, line))
    painter.setBrush(brush(pale))
    inset = line / 2
    painter.drawRects([square.adjusted(inset, inset, -inset, -inset) for square in squares[used:]])
