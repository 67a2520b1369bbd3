"""Sizes on the canvas that arranging and drawing agree on, in canvas pixels at 100%."""

from collections.abc import Mapping
from typing import Final

from designer.model.kinds import KINDS, Role

GRID: Final = 8.0
TILE_WIDTH: Final = 224.0
PLATE_HEIGHT: Final = 48.0
"""Of the picture on a tile, where its role asks for no other."""
TILE_WORDS_HEIGHT: Final = 56.0
"""What a tile has besides its plate: 8 above it, then the name and a line of figures."""
COMPACT_HEIGHT: Final = 64.0
"""Of a tile without a plate: icon and two lines side by side."""

_PLATES: Final[Mapping[Role, float]] = {"switch": 40.0, "host": 56.0}
"""A switch is the lowest device of a rack, a machine with accelerators the highest."""
_TILES: Final[Mapping[str, float]] = {
    kind.id: _PLATES.get(kind.role, PLATE_HEIGHT) + TILE_WORDS_HEIGHT for kind in KINDS.values()
}
TILE_HEIGHT: Final = max(_TILES.values())
"""Of the highest tile: room for this much is room for any."""

FRAME_HEADER: Final = 32.0
FRAME_PADDING: Final = 16.0
EMPTY_FRAME_WIDTH: Final = TILE_WIDTH + 2 * FRAME_PADDING
EMPTY_FRAME_HEIGHT: Final = TILE_HEIGHT + FRAME_HEADER + FRAME_PADDING
"""A container that holds nothing is drawn as if it held one tile."""


def tile_height(kind: str) -> float:
    """Return how high the tile of a node of KIND is where it has no height of its own, in canvas pixels."""
    return _TILES.get(kind, PLATE_HEIGHT + TILE_WORDS_HEIGHT)
