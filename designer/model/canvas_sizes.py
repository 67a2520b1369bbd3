"""Sizes on the canvas that arranging and drawing agree on, in canvas pixels at 100%."""

from typing import Final

GRID: Final = 8.0
TILE_WIDTH: Final = 224.0
TILE_HEIGHT: Final = 64.0
FRAME_HEADER: Final = 32.0
FRAME_PADDING: Final = 16.0
EMPTY_FRAME_WIDTH: Final = TILE_WIDTH + 2 * FRAME_PADDING
EMPTY_FRAME_HEIGHT: Final = TILE_HEIGHT + FRAME_HEADER + FRAME_PADDING
"""A container that holds nothing is drawn as if it held one tile."""
