"""Place blocks in their rows so that as many links as possible run straight down."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from designer.edit.layouts.blocks import Block, Level, Spots, on_grid
from designer.edit.layouts.lines import Line, gap_in
from designer.model.canvas_sizes import GRID

_ROUNDS = 8
"""Sweeps down and up the rows; more moved nothing in the templates."""
_WEAK = 0.01
"""Weight of a block that is linked to nothing in another row: it stays where it is unless it is in the way."""


class _Pull(NamedTuple):
    """An end that a block would stand over: of another block, or a place that does not move."""

    block: str
    shift: float


def straightened(lines: Sequence[Line], level: Level, spots: Spots) -> Spots:
    """SPOTS of LINES, each block moved along its line towards the middle of what it is linked to in other lines.

    Line by line, down and up in turn, the sum of squares of what is left of the ways is made least under the order and
    the gaps of the line, by pooling neighbours that want to overlap (M. Ayer and others, "An empirical distribution
    function for sampling with incomplete information", Annals of Mathematical Statistics 26, 1955). Where each block
    wants to stand is the median over its links, as in Gansner and others 1993, section 4.2, which makes whole chains
    straight where U. Brandes and B. Köpf ("Fast and simple horizontal coordinate assignment", 2001) align them too.
    """
    row_of = {block.id: row for row, line in enumerate(lines) for block in line.blocks}
    pulls: dict[str, list[_Pull]] = {block_id: [] for block_id in row_of}
    for a, a_at, b, b_at in level.joints:
        if a in row_of and b in row_of and row_of[a] != row_of[b]:
            pulls[a].append(_Pull(b, b_at - a_at))
            pulls[b].append(_Pull(a, a_at - b_at))
    still: dict[str, list[float]] = {}
    for outer in level.outside:
        if outer.block in row_of:
            still.setdefault(outer.block, []).append(outer.x - outer.at)
    lefts = {block_id: x for block_id, (x, _) in spots.items()}
    for round_ in range(_ROUNDS):
        before = dict(lefts)
        for line in lines if round_ % 2 else reversed(lines):
            _settle(line.blocks, pulls, still, lefts)
        if before == lefts:
            break
    return {block_id: (x, spots[block_id][1]) for block_id, x in _snapped(lines, lefts).items()}


def _settle(
    line: Sequence[Block],
    pulls: Mapping[str, Sequence[_Pull]],
    still: Mapping[str, Sequence[float]],
    lefts: dict[str, float],
) -> None:
    """Move the blocks of LINE to where they want to stand, kept in order and apart; LEFTS is changed."""
    gap = gap_in(line)
    offset = 0.0
    # Each pool: the weight and the sum of weighted wishes, less the room of what stands before, and how many blocks.
    pools: list[tuple[float, float, int]] = []
    offsets: list[float] = []
    for block in line:
        wishes = [lefts[pull.block] + pull.shift for pull in pulls[block.id]]
        outer = still.get(block.id, ())
        weight = float(len(wishes)) + 0.5 * len(outer)
        wish = median([*wishes, *outer] if len(wishes) < 2 else wishes) if weight else lefts[block.id]
        weight = weight or _WEAK
        offsets.append(offset)
        pools.append((weight, weight * (wish - offset), 1))
        offset += block.width + gap
        while len(pools) > 1 and pools[-2][1] / pools[-2][0] > pools[-1][1] / pools[-1][0]:
            (w1, s1, n1), (w2, s2, n2) = pools[-2:]
            pools[-2:] = [(w1 + w2, s1 + s2, n1 + n2)]
    at = 0
    for weight, total, count in pools:
        for place in range(at, at + count):
            lefts[line[place].id] = total / weight + offsets[place]
        at += count


def _snapped(lines: Sequence[Line], lefts: Mapping[str, float]) -> dict[str, float]:
    """LEFTS on the grid, still apart and in order."""
    found: dict[str, float] = {}
    for line in lines:
        least, gap = float("-inf"), gap_in(line.blocks)
        for block in line.blocks:
            wanted = round(lefts[block.id] / GRID) * GRID
            found[block.id] = max(wanted, on_grid(least)) if least > float("-inf") else wanted
            least = found[block.id] + block.width + gap
    return found
