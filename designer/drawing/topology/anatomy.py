"""Places on a tile, in canvas pixels from its upper left corner: the plate, the name below it, figures and ×N."""

from typing import Final

from designer.drawing.names_in_full import names_in_full
from designer.drawing.records import Rect, Tile
from designer.drawing.text import TextWidths, elide_middle, wrapped
from designer.drawing.theme_tokens import BADGE_HEIGHT, TILE_TEXT_END, TILE_TEXT_X
from designer.model.canvas_sizes import COMPACT_HEIGHT, TILE_WORDS_HEIGHT

PLATE_LEFT: Final = 12.0
PLATE_TOP: Final = 8.0
PLATE_RIGHT: Final = 8.0
LEAST_PLATE: Final = 24.0
"""A tile without room for a plate of this height is a compact one: its icon stands beside its words."""
NAME_ROW: Final = 16.0
"""What a second line of the name takes from the plate."""
MOST_NAME_ROWS: Final = 2

_NAME_BELOW: Final = (18.0, 21.0)
"""From the plate to the baseline of the name: usual, and in everyday words, whose type is larger."""
_LINE_BELOW: Final = (34.0, 40.0)
_BADGE_CENTRE: Final = 30.0


def plate_height(height: float) -> float:
    """Return how high the plate on a tile of HEIGHT is; 0 where the tile is too low for one."""
    room = height - TILE_WORDS_HEIGHT
    return room if room >= LEAST_PLATE else 0.0


def plate_rect(tile: Tile) -> Rect | None:
    """Return where the plate of TILE is; None of a compact tile."""
    if tile.plate is None:
        return None
    width = max(tile.rect.width - PLATE_LEFT - PLATE_RIGHT, 1.0)
    return Rect(PLATE_LEFT, PLATE_TOP, width, tile.plate.height)


def head_height(tile: Tile) -> float:
    """Return how high the part of TILE with its own plate and words is: chips in sockets stand below it."""
    if tile.plate is None:
        return min(tile.rect.height, COMPACT_HEIGHT)
    return tile.plate.height + (tile.plate.name_rows - 1) * NAME_ROW + TILE_WORDS_HEIGHT


def text_left(tile: Tile) -> float:
    """Return where the words of TILE begin."""
    return TILE_TEXT_X if tile.plate is None else PLATE_LEFT


def name_baselines(tile: Tile, *, plain: bool) -> tuple[float, ...]:
    """Return the baseline of each line of the name of a tile with a plate."""
    if tile.plate is None:
        return ()
    first = PLATE_TOP + tile.plate.height + _NAME_BELOW[plain]
    return tuple(first + row * NAME_ROW for row in range(tile.plate.name_rows))


def line_baseline(tile: Tile, *, plain: bool) -> float:
    """Return the baseline of the line of figures of a tile with a plate."""
    return head_height(tile) - TILE_WORDS_HEIGHT + PLATE_TOP + _LINE_BELOW[plain]


def badge_centre(tile: Tile) -> float:
    """Return the height of the middle of the ×N pill of TILE."""
    if tile.plate is None:
        return head_height(tile) / 2
    return head_height(tile) - TILE_WORDS_HEIGHT + PLATE_TOP + _BADGE_CENTRE


def badge_box(tile: Tile, width: float) -> Rect:
    """Return the place of a ×N pill of WIDTH."""
    return Rect(tile.rect.width - TILE_TEXT_END - width, badge_centre(tile) - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)


def name_room(width: float, *, plated: bool) -> float:
    """Return how wide a line of the name may be on a tile of WIDTH, where no pill stands beside it."""
    return max(width - (PLATE_LEFT if plated else TILE_TEXT_X) - (PLATE_RIGHT if plated else TILE_TEXT_END), 0.0)


def cut_name(text: str, style: str, room: float, widths: TextWidths) -> str:
    """Return a name as far as two lines of ROOM hold it; what is longer is cut in its middle."""

    def fits(name: str) -> bool:
        lines = wrapped(name, style, room, widths)
        return len(lines) <= MOST_NAME_ROWS and all(widths(line, style) <= room for line in lines)

    if fits(text):
        return text
    full = names_in_full()
    if full is not None:
        return full.mark(text)
    low, high = 0, len(text)
    # The longest of the texts cut in their middle that two lines hold.
    while low < high:
        kept = (low + high + 1) // 2
        low, high = (kept, high) if fits(elide_middle(text, kept)) else (low, kept - 1)
    return elide_middle(text, low)


def name_place(tile: Tile) -> Rect:
    """Return the box around the name of TILE, in canvas pixels of the drawing, for a field that edits it."""
    rect = tile.rect
    if tile.plate is None:
        return Rect(rect.x + TILE_TEXT_X - 9, rect.y + 6, rect.width - TILE_TEXT_X - TILE_TEXT_END + 12, 28)
    top = rect.y + PLATE_TOP + tile.plate.height
    return Rect(rect.x + PLATE_LEFT - 9, top, rect.width - PLATE_LEFT - PLATE_RIGHT + 12, 28)
