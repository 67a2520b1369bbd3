"""Radial: the root in the middle, and what depends on it on rings around it."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, hypot, pi, sin
from typing import Final, NamedTuple

import numpy as np

from designer.edit.layouts.blocks import TILE_GAP, Block, Level, Spots, from_origin
from designer.edit.layouts.forest import Tree, cluster_spots, trees
from designer.edit.layouts.lines import packed
from designer.edit.layouts.tree import as_tree
from designer.model.canvas_sizes import GRID

MOST_IN_A_FAN: Final = 6
"""Leaves of one block up to which they stand on the ring one by one."""
MOST_AROUND_ROOT: Final = 24
_FLATTER: Final = (0.45, 0.6, 0.8)
"""Rings are pressed flat by the first of these that leaves everything apart, for tiles and windows are wide."""
_UP: Final = -pi / 2


class _Arc(NamedTuple):
    """A block or a cluster on a ring, with what depends on it.

    Attributes:
        blocks: Corners of its blocks from its own corner.
        width: Canvas pixels.
        height: Canvas pixels.
        under: Farther out.
    """

    blocks: Spots
    width: float
    height: float
    under: tuple["_Arc", ...]

    @property
    def across(self) -> float:
        """From corner to corner, with the gap to the next."""
        return hypot(self.width, self.height) + TILE_GAP


def in_rings(level: Level) -> Spots:
    """LEVEL around its roots; disconnected parts beside and under each other, and trees inside of containers."""
    if level.inside:
        return as_tree(level)
    return packed(level, _ring_spots, level.parts())


def _ring_spots(level: Level) -> Spots:
    forest = trees(level, MOST_IN_A_FAN, MOST_AROUND_ROOT)
    arcs = [_arc(tree) for tree in forest]
    # Several trees hang on an empty middle.
    root = arcs[0] if len(arcs) == 1 else _Arc({}, 0.0, 0.0, tuple(arcs))
    rings = _rings(root)
    radii = _radii(rings)
    centres = _centres(root, rings, radii)
    # Ellipses, the flattest first, as windows are wide: the first in which no two tiles come too near.
    for flatter in _FLATTER:
        spots = _spots(centres, flatter)
        if _apart(level.blocks, spots, TILE_GAP / 2):
            return from_origin(spots)
    return from_origin(_spots(centres, 1.0))


def _arc(tree: Tree) -> _Arc:
    """TREE as arcs, from below, for it may be deep."""
    # Every tree before those that hang on it; gone through backwards, those are made first.
    order = [tree]
    for one in order:
        order.extend(one.under)
    made: dict[str, _Arc] = {}
    for one in reversed(order):
        under = [made[child.block.id] for child in one.under]
        if one.cluster:
            inner, width, height = cluster_spots(one.cluster)
            under.append(_Arc(inner, width, height, ()))
        made[one.block.id] = _Arc({one.block.id: (0.0, 0.0)}, one.block.width, one.block.height, tuple(under))
    return made[tree.block.id]


def _rings(root: _Arc) -> list[list[_Arc]]:
    rings = [[root]]
    while True:
        outer = [arc for one in rings[-1] for arc in one.under]
        if not outer:
            return rings
        rings.append(outer)


def _radii(rings: list[list[_Arc]]) -> list[float]:
    """The radius of every ring: rings apart, and room on each for all that stands on it."""
    radii = [0.0]
    # By ring: its largest arc from corner to corner, pixels.
    thick = [max(arc.across for arc in ring) for ring in rings]
    for inner, outer in pairwise(thick):
        radii.append(radii[-1] + (inner + outer) / 2 + TILE_GAP)
    needed = _angles(rings, radii)[id(rings[0][0])]
    if needed > 2 * pi:
        grown = needed / (2 * pi)
        radii = [radius * grown for radius in radii]
    # The angle is not quite in proportion to the radius, for chords are shorter than arcs.
    while _angles(rings, radii)[id(rings[0][0])] > 2 * pi:
        radii = [radius * 1.05 for radius in radii]
    return radii


def _angles(rings: list[list[_Arc]], radii: list[float]) -> dict[int, float]:
    """Return the angle that each arc needs with all that hangs on it, radians, by the arc's identity."""
    found: dict[int, float] = {}
    for ring, radius in zip(reversed(rings), reversed(radii), strict=True):
        for arc in ring:
            # The angle over which a chord as long as the arc is wide spans its ring.
            own = 2 * asin(min(arc.across / (2 * radius), 1.0)) if radius else 0.0
            found[id(arc)] = max(own, sum(found[id(one)] for one in arc.under))
    return found


def _centres(root: _Arc, rings: list[list[_Arc]], radii: list[float]) -> list[tuple[_Arc, float, float]]:
    """Return every arc with the place of its middle; what is left of the circle is shared out by need."""
    needs = _angles(rings, radii)
    # By arc: the angle at which its share of the circle begins, and how wide that is, radians.
    begins: dict[int, tuple[float, float]] = {id(root): (_UP - pi, 2 * pi)}
    found: list[tuple[_Arc, float, float]] = []
    for ring, radius in zip(rings, radii, strict=True):
        for arc in ring:
            begin, full = begins[id(arc)]
            middle = begin + full / 2
            found.append((arc, radius * cos(middle), radius * sin(middle)))
            total = sum(needs[id(one)] for one in arc.under)
            for one in arc.under:
                share = full * needs[id(one)] / total
                begins[id(one)] = (begin, share)
                begin += share
    return found


def _spots(centres: list[tuple[_Arc, float, float]], flatter: float) -> Spots:
    spots: Spots = {}
    for arc, x, y in centres:
        # Corner of the arc on the grid; its blocks lie at their own corners from there.
        left = round((x - arc.width / 2) / GRID) * GRID
        top = round((y * flatter - arc.height / 2) / GRID) * GRID
        spots |= {block_id: (left + dx, top + dy) for block_id, (dx, dy) in arc.blocks.items()}
    return spots


def _apart(blocks: Sequence[Block], spots: Spots, gap: float) -> bool:
    """Return True when no two of BLOCKS are nearer than GAP."""
    # (n, 4): left, top, right and bottom of each block at its place, pixels.
    table = np.array([block.box.at(*spots[block.id]) for block in blocks], dtype=np.float64)
    # By left edge: those that can be near a block follow it, up to the first that begins beyond its right edge.
    table = table[np.argsort(table[:, 0], kind="stable")]
    ends = np.searchsorted(table[:, 0], table[:, 2] + gap)
    for place, end in enumerate(ends.tolist()):
        _, top, _, bottom = table[place]
        later = table[place + 1 : end]
        if bool(((later[:, 1] < bottom + gap) & (top < later[:, 3] + gap)).any()):
            return False
    return True
