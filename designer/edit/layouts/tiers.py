"""Tiers: switches above what they serve, power below, storage beside, software on top."""

from collections.abc import Mapping, Sequence

from designer.edit.layouts.blocks import Block, Level, Spots
from designer.edit.layouts.crossings import fewest_crossings
from designer.edit.layouts.lines import best_lines, packed, stacked


def in_tiers(level: Level) -> Spots:
    """A row for each tier, highest first; disconnected parts beside each other, what is linked to nothing in rows.

    Inside a container power stands beside switches, out of the way of the cables that run down from them.
    """
    parts = level.parts()
    linked = [part for part in parts if len(part.blocks) > 1]
    if len(linked) < 2:
        return packed(level, _rows, [level])
    largest = max(linked, key=lambda part: len(part.blocks))
    # What is linked to nothing goes with the largest part instead of making parts of its own.
    alone = [part.blocks[0].id for part in parts if len(part.blocks) == 1]
    parts = [level.of([*alone, *(block.id for block in part.blocks)]) if part is largest else part for part in linked]
    return packed(level, _rows, parts)


def _rows(level: Level) -> Spots:
    tiers: dict[float, list[Block]] = {}
    for block in level.blocks:
        tiers.setdefault(level.tier[block.id], []).append(block)
    rows: list[list[Block]] = []
    above: dict[str, float] = {}
    for tier in sorted(tiers, reverse=True):
        row = _under(tiers[tier], level, above)
        above |= {block.id: place / max(len(row) - 1, 1) for place, block in enumerate(row)}
        # Inside of a frame what has no tier joins the lowest row.
        if level.inside and tier < 0 and rows and max(tiers) >= 1:
            rows[-1] = [*rows[-1], *row]
        else:
            rows.append(row)
    return stacked(best_lines(_untangled(rows, level)))


def _under(row: Sequence[Block], level: Level, above: Mapping[str, float]) -> list[Block]:
    """ROW from left to right: by what it carries, then under its neighbours in the rows above, then design order."""
    design_order = {block.id: place for place, block in enumerate(level.blocks)}

    def key(block: Block) -> tuple[float, float, int]:
        near = [above[other] for other in level.near.get(block.id, ()) if other in above]
        middle = sum(near) / len(near) if near else 0.5
        return level.column[block.id], middle, design_order[block.id]

    return sorted(row, key=key)


def _untangled(rows: list[list[Block]], level: Level) -> list[list[Block]]:
    """ROWS with as few links crossing as can be found, what stands last in a row by rule kept last."""
    blocks = {block.id: block for row in rows for block in row}
    column = {
        # Ten columns further right: what has no tier stays behind all others.
        block.id: level.column[block.id] + (10.0 if level.tier[block.id] < 0 else 0.0)
        for block in blocks.values()
    }
    ids = fewest_crossings([[block.id for block in row] for row in rows], level.near, column)
    return [[blocks[block_id] for block_id in row] for row in ids]
