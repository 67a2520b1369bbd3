"""Tiers: switches above what they serve, power below, storage beside, software on top."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.edit.layouts.blocks import Block, Level, Spots
from designer.edit.layouts.crossings import fewest_crossings
from designer.edit.layouts.lines import best_lines, packed, stacked
from designer.edit.layouts.meshed import in_mesh
from designer.edit.layouts.straight import straightened

_MOST_PASSING: Final = 2_000
"""Links past other rows up to which each has a place in them."""


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
    mesh = in_mesh(level)
    if mesh is not None:
        return mesh
    tiers: dict[float, list[Block]] = {}
    for block in level.blocks:
        tiers.setdefault(level.tier[block.id], []).append(block)
    rows: list[list[Block]] = []
    above: dict[str, float] = {}
    beside = level.inside and max(tiers) >= 1 and _beside(level)
    for tier in sorted(tiers, reverse=True):
        row = _under(tiers[tier], level, above)
        # Place of each block as a share of its row, 0 at the left and 1 at the right.
        above |= {block.id: place / max(len(row) - 1, 1) for place, block in enumerate(row)}
        # Inside of a frame what has no tier joins the lowest row.
        if beside and tier < 0 and rows:
            rows[-1] = [*rows[-1], *row]
        else:
            rows.append(row)
    rows = _untangled(rows, level, beside=beside)
    lines = best_lines(rows)
    spots = stacked(lines)
    # A row that was cut into lines stands as it was cut.
    return straightened(lines, level, spots) if len(lines) == len(rows) else spots


def _beside(level: Level) -> bool:
    """Return whether what feeds and cools stands beside the lowest row of a container."""
    if level.power_beside != "alone":
        return level.power_beside == "always"
    return all(len(level.near.get(block.id, ())) < 2 for block in level.blocks if level.tier[block.id] < 0)


def _under(row: Sequence[Block], level: Level, above: Mapping[str, float]) -> list[Block]:
    """ROW from left to right: by what it carries, then under its neighbours in the rows above, then design order."""
    design_order = {block.id: place for place, block in enumerate(level.blocks)}

    def key(block: Block) -> tuple[float, float, int]:
        near = [above[other] for other in level.near.get(block.id, ()) if other in above]
        middle = sum(near) / len(near) if near else 0.5
        return level.column[block.id], middle, design_order[block.id]

    return sorted(row, key=key)


def _untangled(rows: list[list[Block]], level: Level, *, beside: bool) -> list[list[Block]]:
    """ROWS with as few links crossing as can be found, what stands last in a row by rule kept last.

    What the blocks are linked to outside counts as a row above and a row below, which stay as they are.
    """
    blocks = {block.id: block for row in rows for block in row}
    column = {
        # Ten columns further right: what has no tier stays behind all others.
        block.id: level.column[block.id] + (10.0 if level.tier[block.id] < 0 and beside else 0.0)
        for block in blocks.values()
    }
    near = {block_id: list(level.near.get(block_id, ())) for block_id in blocks}
    rims: list[list[str]] = [[], []]
    for place, outer in enumerate(sorted(level.outside, key=lambda one: (one.x, one.id))):
        if outer.block not in blocks:
            continue
        # A name that no node can have: each link to the outside is a place of its own on the rim.
        rim = f"\0{place}"
        rims[not outer.above].append(rim)
        column[rim] = float(place)
        near[rim] = [outer.block]
        near[outer.block].append(rim)
    # Rows of ids, between the links to the outside above and below.
    ids = [rims[0], *([block.id for block in row] for row in rows), rims[1]]
    _pass_through(ids, near, column)
    found = fewest_crossings(ids, near, column)
    return [[blocks[block_id] for block_id in row if block_id in blocks] for row in found[1:-1]]


def _pass_through(rows: list[list[str]], near: dict[str, list[str]], column: dict[str, float]) -> None:
    """Give each link between rows that are not next to each other a place in every row that it passes.

    Those are the dummy nodes of K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical
    system structures", IEEE Transactions on Systems, Man and Cybernetics 11, 1981. All three arguments are changed.
    """
    row_of = {one: place for place, row in enumerate(rows) for one in row}
    # Links (upper, lower) that pass at least one row.
    far = [
        (one, other)
        for one, others in near.items()
        for other in others
        if one in row_of and other in row_of and row_of[other] > row_of[one] + 1
    ]
    if len(far) > _MOST_PASSING:
        return
    for place, (upper, lower) in enumerate(far):
        near[upper].remove(lower)
        if upper in near.get(lower, ()):
            near[lower].remove(upper)
        chain = upper
        for row in range(row_of[upper] + 1, row_of[lower]):
            passing = f"\0{place} {row}"
            rows[row].append(passing)
            column[passing] = column[lower if upper.startswith("\0") else upper]
            near[passing] = [chain]
            near[chain].append(passing)
            chain = passing
        near[chain].append(lower)
        near[lower].append(chain)
