"""The front or rear of a device on paper: the drawing of the rack view as boxes and outlines in millimetres."""

import math
from typing import Final

from designer.drawing.paper.records import Box, Item, Line, Shape
from designer.drawing.racks.part_shapes import PartPicture
from designer.drawing.racks.part_shapes import Shape as Piece
from designer.drawing.theme_tokens import mixed

_PAPER: Final = "#FFFFFF"
_EDGE: Final = "#5B6673"
_LEAST_MM: Final = 0.35
"""What is smaller in both directions cannot be seen on paper."""
_CORNERS: Final = 12
"""Of the outline that stands for a disc."""
_TURNS: Final = tuple(
    (math.cos(2 * math.pi * place / _CORNERS), math.sin(2 * math.pi * place / _CORNERS)) for place in range(_CORNERS)
)
_COLOURED: Final = frozenset({"cage", "plug", "memory", "many", "chip"})
"""Roles in the colour of the layer, as on the screen; the others are grey."""


def front_items(picture: PartPicture, x: float, y: float, width: float, height: float, ink: str) -> list[Item]:
    """Return PICTURE in a box on paper, mm; ports and chips in the INK of its layer."""
    across, down = width / picture.width, height / picture.height
    found: list[Item] = []
    for piece in picture.shapes:
        wide, high = piece.width * across, piece.height * down
        if piece.form in {"text", "icon"} or max(wide, high) < _LEAST_MM:
            continue
        found.append(_item(piece, x + piece.x * across, y + piece.y * down, wide, high, ink))
    return found


def _item(piece: Piece, x: float, y: float, wide: float, high: float, ink: str) -> Item:
    if piece.form == "line":
        return Line(x, y, x + wide, y + high, 0.1, _EDGE)
    edge = ink if piece.role in _COLOURED else _EDGE
    fill = "" if piece.role == "body" else mixed(_PAPER, edge, 0.22 if piece.role in _COLOURED else 0.1)
    if piece.form == "disc":
        middle = (x + wide / 2, y + high / 2)
        # As its width and height are scaled alike, a disc stays one.
        corners = tuple((middle[0] + wide / 2 * cos, middle[1] + high / 2 * sin) for cos, sin in _TURNS)
        return Shape(corners, fill, edge, 0.1)
    return Box(x, y, wide, high, fill, edge, 0.1)
