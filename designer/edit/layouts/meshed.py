"""Switches that are all joined to each other, such as the routers of a dragonfly's group, in two lines back to back."""

from collections.abc import Sequence
from typing import Final

from designer.edit.layouts.blocks import ROW_GAP, TILE_GAP, Block, Level, Spots, on_grid

LEAST: Final = 4
MOST: Final = 12
"""So many blocks of one tier, at least and at most, are laid out so."""


def in_mesh(level: Level) -> Spots | None:
    """Return LEVEL with the blocks of its highest tier in two lines and what hangs on each outside of it.

    None where the tier has too few links among its blocks to be a mesh, or where something hangs on several of them: a
    row with arcs over it is then as good.
    """
    highest = max(level.tier[block.id] for block in level.blocks)
    mesh = [block for block in level.blocks if level.tier[block.id] == highest]
    rest = [block for block in level.blocks if level.tier[block.id] != highest]
    if not LEAST <= len(mesh) <= MOST:
        return None
    ids = {block.id for block in mesh}
    among = sum(other in ids for block in mesh for other in level.near.get(block.id, ())) // 2
    hosts: dict[str, list[Block]] = {block.id: [] for block in mesh}
    for block in rest:
        near = level.near.get(block.id, ())
        if len(near) != 1 or near[0] not in hosts:
            return None
        hosts[near[0]].append(block)
    # A path has one link less than blocks and a ring as many: those can be drawn in one line without much ado.
    if among <= len(mesh) or max(map(len, hosts.values())) > 1:
        return None
    half = (len(mesh) + 1) // 2
    return _back_to_back(mesh[:half], mesh[half:], hosts)


def _back_to_back(upper: Sequence[Block], lower: Sequence[Block], hosts: dict[str, list[Block]]) -> Spots:
    """UPPER over LOWER in columns, what hangs on UPPER above it and what hangs on LOWER below."""
    columns = [[block, *hosts[block.id]] for block in (*upper, *lower)]
    wide = max(block.width for column in columns for block in column) + TILE_GAP
    lines = [
        [host for block in upper for host in hosts[block.id]],
        list(upper),
        list(lower),
        [host for block in lower for host in hosts[block.id]],
    ]
    owner = {host.id: block.id for block in (*upper, *lower) for host in hosts[block.id]}
    column = {block.id: place for line in (upper, lower) for place, block in enumerate(line)}
    spots: Spots = {}
    top = 0.0
    for line in lines:
        for block in line:
            middle = column[owner.get(block.id, block.id)] * wide + (wide - TILE_GAP) / 2
            spots[block.id] = (on_grid(middle - block.width / 2), top)
        if line:
            top = on_grid(top + max(block.height for block in line) + ROW_GAP)
    return spots
