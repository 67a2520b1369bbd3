"""Rows of blocks cut into lines that can be read in a window; disconnected parts beside and under each other."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from designer.edit.layouts.blocks import (
    FRAME_GAP,
    LINE_GAP,
    ROW_GAP,
    TILE_GAP,
    Block,
    Flow,
    Level,
    Spots,
    box_of,
    from_origin,
    on_grid,
)

WINDOW: Final = (1400.0, 875.0)
"""A usual canvas, in screen pixels."""
READABLE: Final = 0.8
"""Scale from which on nothing is gained by fitting better."""
WORTH_CUTTING: Final = 1.6
"""How much larger a row cut into lines must come out."""


class Line(NamedTuple):
    """Blocks side by side.

    Attributes:
        blocks: From left to right.
        gap: Above them, in canvas pixels.
        span: How long a line would be that begins where this one does, and has its end as far from the middle.
    """

    blocks: list[Block]
    gap: float
    span: float


def best_lines(rows: Sequence[list[Block]], worth: float = WORTH_CUTTING) -> list[Line]:
    """ROWS cut into lines, so that all of it can be read in a window.

    Rows are left whole unless cutting them makes everything WORTH times as large in the window: wires to a second
    line cross the first.
    """
    largest = max((block.width for row in rows for block in row), default=0.0)
    widest = max((length(row) for row in rows), default=0.0)
    # Lines shorter by 15 % at a time, until a block would be cut or all is readable; the largest scale wins.
    best, scale = _lines(rows, widest)
    scale *= worth
    while widest > largest and scale < READABLE * worth:
        widest *= 0.85
        lines, found = _lines(rows, widest)
        if found > scale:
            best, scale = lines, found
    return best


def _lines(rows: Sequence[list[Block]], widest: float) -> tuple[list[Line], float]:
    """ROWS cut into lines of about WIDEST, and the scale at which they fill a window."""
    lines: list[Line] = []
    for row in rows:
        cut = _wrapped(row, widest)
        # Alike blocks are filled column by column, so that a row that wraps still lines up.
        columns = len(cut) > 1 and not row[0].large and len({(block.width, block.height) for block in row}) == 1
        if columns:
            cut = _down_columns(row, len(cut))
        longest = length(cut[0]) if columns else 0.0
        lines += [Line(line, LINE_GAP if at else ROW_GAP, longest or length(line)) for at, line in enumerate(cut)]
    width = max((line.span for line in lines), default=0.0)
    height = sum(max(block.height for block in line.blocks) + line.gap for line in lines)
    return lines, min(WINDOW[0] / (width or 1.0), WINDOW[1] / (height or 1.0), READABLE)


def _wrapped(row: list[Block], widest: float) -> list[list[Block]]:
    """ROW cut into lines no longer than WIDEST, and of about equal length."""
    full, gap = length(row), gap_in(row)
    if full <= widest or len(row) < 2:
        return [row]
    # About equal lines look better than full ones with a short rest.
    target = max(full / ceil(full / widest), *(block.width for block in row))
    lines: list[list[Block]] = [[]]
    so_far = 0.0
    for block in row:
        # Half a block of tolerance around the target, but never over the limit.
        if lines[-1] and so_far + block.width > min(widest, target + block.width / 2):
            lines.append([])
            so_far = 0.0
        lines[-1].append(block)
        so_far += block.width + gap
    return lines


def _down_columns(row: list[Block], lines: int) -> list[list[Block]]:
    """ROW in LINES with its order going down the columns, so that what belongs together stands together."""
    return [row[at::lines] for at in range(lines)]


def stacked(lines: Sequence[Line]) -> Spots:
    """LINES under each other, each in the middle, or beginning with the first of its row."""
    full = max((line.span for line in lines), default=0.0)
    spots: Spots = {}
    bottom = 0.0
    for line, gap, span in lines:
        y = bottom + gap if spots else 0.0
        x = on_grid((full - span) / 2)
        between = gap_in(line)
        for block in line:
            spots[block.id] = (x, y)
            x += block.width + between
        bottom = y + max(block.height for block in line)
    return spots


def gap_in(line: Sequence[Block]) -> float:
    """The gap between the blocks of a line, in canvas pixels."""
    return FRAME_GAP if any(block.large for block in line) else TILE_GAP


def length(line: Sequence[Block]) -> float:
    """Return the length of a line of blocks, in canvas pixels."""
    return sum(block.width for block in line) + gap_in(line) * max(len(line) - 1, 0)


def packed(level: Level, flow: Flow, parts: Sequence[Level]) -> Spots:
    """Each of PARTS laid out by FLOW, and packed beside and under each other."""
    if len(parts) < 2:
        return from_origin(flow(level))
    laid = [from_origin(flow(part)) for part in parts]
    # Each part laid out is one block, which is packed as any block is.
    wholes: list[Block] = []
    for part, spots in zip(parts, laid, strict=True):
        wholes.append(Block(part.blocks[0].id, box_of(spots, part.blocks), {}))
    # Corner of each part, by the id of its first block.
    corners = stacked([line._replace(gap=FRAME_GAP) for line in best_lines([wholes], 1.0)])
    found: Spots = {}
    for whole, spots in zip(wholes, laid, strict=True):
        dx, dy = corners[whole.id]
        found |= {block_id: (x + dx, y + dy) for block_id, (x, y) in spots.items()}
    return from_origin(found)
