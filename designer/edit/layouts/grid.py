"""A plain grid: like things beside each other, containers under the tiles."""

from designer.edit.layouts.blocks import LINE_GAP, TILE_GAP, Block, Level, Spots, from_origin, on_grid
from designer.edit.layouts.lines import best_lines, stacked

_ASPECT = 1.6
"""How much wider than high a grid of tiles is."""


def in_grid(level: Level) -> Spots:
    """Tiles in rows and columns, the highest tier first, then design order; larger blocks in lines below."""
    ordered = sorted(level.blocks, key=lambda block: (-level.tier[block.id], level.column[block.id]))
    tiles = [block for block in ordered if not block.large]
    spots = _cells(tiles)
    bottom = max((y + LINE_GAP for _, y in spots.values()), default=0.0)
    bottom += max((block.height for block in tiles), default=0.0)
    large = [block for block in ordered if block.large]
    lower = stacked([line._replace(gap=LINE_GAP) for line in best_lines([large], 1.0)]) if large else {}
    return from_origin(spots | {block_id: (x, y + on_grid(bottom)) for block_id, (x, y) in lower.items()})


def _cells(tiles: list[Block]) -> Spots:
    if not tiles:
        return {}
    wide = max(block.width for block in tiles) + TILE_GAP
    high = max(block.height for block in tiles) + LINE_GAP
    # Columns such that rows × columns fill the wanted shape: n · aspect · high / wide = across².
    across = max(round((len(tiles) * _ASPECT * high / wide) ** 0.5), 1)
    return {block.id: (place % across * wide, place // across * high) for place, block in enumerate(tiles)}
