"""A tree from the top: everything in the middle over what depends on it."""

from typing import Final

from designer.edit.layouts.blocks import FRAME_GAP, ROW_GAP, TILE_GAP, Level, Spots, from_origin, on_grid
from designer.edit.layouts.forest import Tree, cluster_spots, trees
from designer.edit.layouts.lines import packed

MOST_IN_A_ROW: Final = 3
"""Leaves of one block up to which they stand side by side."""


def as_tree(level: Level) -> Spots:
    """LEVEL as trees from the top down; disconnected parts beside and under each other."""
    return packed(level, _tree_spots, level.parts())


def _tree_spots(level: Level) -> Spots:
    forest = trees(level, MOST_IN_A_ROW)
    depth = {tree.block.id: 0 for tree in forest}
    order = list(forest)
    # The list grows while it is walked: all trees, breadth first.
    for tree in order:
        for child in tree.under:
            depth[child.block.id] = depth[tree.block.id] + 1
        order.extend(tree.under)
    tops = _row_tops(order, depth)
    width: dict[str, float] = {}
    # From the leaves up: as wide as the block itself or all that stands below it.
    for tree in reversed(order):
        width[tree.block.id] = max(tree.block.width, _below(tree, width))
    spots: Spots = {}
    left = 0.0
    lefts: dict[str, float] = {}
    for tree in forest:
        lefts[tree.block.id] = left
        left += width[tree.block.id] + _gap(tree)
    for tree in order:
        _place(tree, lefts, width, depth, tops, spots)
    return from_origin(spots)


def _place(
    tree: Tree, lefts: dict[str, float], width: dict[str, float], depth: dict[str, int], tops: list[float], spots: Spots
) -> None:
    """Put a block over what depends on it, and say where that begins."""
    block = tree.block
    start, full = lefts[block.id], width[block.id]
    row = depth[block.id]
    spots[block.id] = (on_grid(start + (full - block.width) / 2), tops[row])
    at = on_grid(start + (full - _below(tree, width)) / 2)
    for child in tree.under:
        lefts[child.block.id] = at
        at += width[child.block.id] + _gap(tree)
    if tree.cluster:
        inner, _, _ = cluster_spots(tree.cluster)
        spots |= {one: (at + x, tops[row + 1] + y) for one, (x, y) in inner.items()}


def _gap(tree: Tree) -> float:
    large = tree.block.large or any(child.block.large for child in tree.under)
    return FRAME_GAP if large or tree.cluster or tree.under else TILE_GAP


def _below(tree: Tree, width: dict[str, float]) -> float:
    """Return the width of all that hangs on TREE, whose own widths are known, in canvas pixels."""
    widths = [width[child.block.id] for child in tree.under]
    if tree.cluster:
        widths.append(cluster_spots(tree.cluster)[1])
    return sum(widths) + _gap(tree) * max(len(widths) - 1, 0)


def _row_tops(order: list[Tree], depth: dict[str, int]) -> list[float]:
    """Return the top of every row; a row is as high as the highest in it."""
    heights: dict[int, float] = {}
    for tree in order:
        row = depth[tree.block.id]
        heights[row] = max(heights.get(row, 0.0), tree.block.height)
        if tree.cluster:
            heights[row + 1] = max(heights.get(row + 1, 0.0), cluster_spots(tree.cluster)[2])
    tops = [0.0]
    for row in range(max(heights, default=0)):
        tops.append(on_grid(tops[-1] + heights[row] + ROW_GAP))
    return tops
