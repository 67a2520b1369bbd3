"""A graph as trees: every block under one of those it hangs on, evenly shared out."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.edit.layouts.blocks import Block, Level
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH

_CLUSTER_GAP: Final = 40.0
_FABRIC_COLUMN: Final = 1.0


class Tree(NamedTuple):
    """A block with what depends on it.

    Attributes:
        block: At the top.
        under: Trees below.
        cluster: Leaves below that are gathered.
    """

    block: Block
    under: tuple["Tree", ...]
    cluster: tuple[Block, ...]


def trees(level: Level, most_apart: int, most_at_root: int = 0) -> list[Tree]:
    """LEVEL, which is connected, as trees.

    A block hangs on the neighbour in a higher tier that carries the fabric and has least below it. Blocks of one
    tier that have nobody above them and are linked to each other hang on the one with most links. More leaves on one
    block than MOST_APART are gathered; on a root it takes more than MOST_AT_ROOT (0 is the same number).
    """
    blocks = {block.id: block for block in level.blocks}
    place = {block.id: number for number, block in enumerate(level.blocks)}
    near = {block_id: [other for other in level.near.get(block_id, ()) if other in blocks] for block_id in blocks}
    hanging: dict[str, list[str]] = {block_id: [] for block_id in blocks}
    roots: list[str] = []
    for block_id in sorted(blocks, key=lambda one: (-level.tier[one], place[one])):
        higher = [other for other in near[block_id] if level.tier[other] > level.tier[block_id]]
        if not higher:
            roots.append(block_id)
            continue
        # From the highest tier down each block goes under a higher neighbour: the fabric's first, then the emptiest.
        above = min(
            higher,
            key=lambda one: (level.column[one] != _FABRIC_COLUMN, len(hanging[one]), place[one]),
        )
        hanging[above].append(block_id)
    roots = _joined(roots, near, level, hanging)
    most = (most_apart, most_at_root or most_apart)
    return [_tree(root, hanging, blocks, most) for root in sorted(roots, key=lambda one: place[one])]


def _joined(roots: Sequence[str], near: dict[str, list[str]], level: Level, hanging: dict[str, list[str]]) -> list[str]:
    """ROOTS, those linked to each other in one tier hung on one of them."""
    waiting = set(roots)
    found: list[str] = []

    def beside(one: str) -> list[str]:
        return [other for other in near[one] if other in waiting and level.tier[other] == level.tier[one]]

    # The one with the most neighbours in its tier begins, and reaches the others breadth first.
    for start in sorted(roots, key=lambda one: -len(beside(one))):
        if start not in waiting:
            continue
        found.append(start)
        waiting.discard(start)
        front = [start]
        while front:
            reached: dict[str, list[str]] = {}
            for one in front:
                for other in beside(one):
                    reached.setdefault(other, []).append(one)
            for other, above in reached.items():
                hanging[min(above, key=lambda one: len(hanging[one]))].append(other)
            waiting -= reached.keys()
            front = list(reached)
    return found


def _tree(root: str, hanging: dict[str, list[str]], blocks: dict[str, Block], most: tuple[int, int]) -> Tree:
    """The tree under ROOT, built from below, for it may be deep."""
    order = [root]
    for one in order:
        order.extend(hanging[one])
    # From the leaves up, in reversed order of discovery: a deep tree would exceed Python's recursion limit.
    made: dict[str, Tree] = {}
    for one in reversed(order):
        leaves = [child for child in hanging[one] if not hanging[child]]
        # Many leaves of one parent are gathered into a cluster instead of a row.
        gathered = leaves if len(leaves) > most[one == root] else []
        under = tuple(made[child] for child in hanging[one] if child not in gathered)
        made[one] = Tree(blocks[one], under, tuple(blocks[child] for child in gathered))
    return made[root]


def cluster_spots(cluster: Sequence[Block]) -> tuple[dict[str, tuple[float, float]], float, float]:
    """CLUSTER in a grid that is about as wide as it is high: corners from (0, 0), width and height."""
    wide = max((block.width for block in cluster), default=TILE_WIDTH) + _CLUSTER_GAP
    high = max((block.height for block in cluster), default=TILE_HEIGHT) + _CLUSTER_GAP
    across = max(round((len(cluster) * high / wide) ** 0.5), 1)
    spots = {block.id: (place % across * wide, place // across * high) for place, block in enumerate(cluster)}
    rows = -(-len(cluster) // across)
    return spots, min(across, len(cluster)) * wide - _CLUSTER_GAP, rows * high - _CLUSTER_GAP
