"""Better halves by moving one vertex after the other, as C. M. Fiduccia and R. M. Mattheyses did (1982)."""

from typing import Final

import numpy as np
from scipy.sparse import csr_array

from designer.analysis.network.cabling import Flags, Floats

PASSES: Final = 6
_PATIENT: Final = 1_000
"""Vertices up to which every one is moved in a pass; of more, a pass ends when a quarter of them moved in vain."""


def refined(matrix: csr_array, weight: Floats, near: Flags, slack: float) -> Flags:
    """Return NEAR, which vertices are on one side, with moves that make the cut smaller.

    Args:
        matrix: Gb/s between vertices, both ways.
        weight: Of each vertex; those without any move freely.
        near: The side to begin with.
        slack: By how much the sides may differ in weight at the end.
    """
    best = near.copy()
    for _ in range(PASSES):
        found, better = _pass(matrix, weight, best, slack)
        if not better:
            return best
        best = found
    return best


def _pass(matrix: csr_array, weight: Floats, near: Flags, slack: float) -> tuple[Flags, bool]:
    """Move every vertex once, the most useful first, and go back to the best moment with balanced sides."""
    side = np.where(near, 1.0, -1.0)
    # Gain of a move: what it joins to the other side less what it joins to its own.
    gain = -side * (matrix @ side)
    heavy, twice, held = weight > 0, 2 * weight, np.zeros(side.size, dtype=np.bool_)
    # The gains of those that have not moved; -inf of those that have.
    waiting = gain.copy()
    bounds: list[int] = np.asarray(matrix.indptr).tolist()
    indices, data = matrix.indices, matrix.data
    lean = float(weight @ side)
    floor = max(slack, 2 * float(weight.max(initial=0.0)))
    moves: list[int] = []
    change = best = 0.0
    kept = 0
    # A start that leans too far is brought into balance first, at whatever cost.
    level = abs(lean) <= slack
    patience = side.size if side.size <= _PATIENT else side.size // 4
    for _ in range(side.size):
        # What has weight moves from the heavier side, or to and fro where both are alike.
        if lean:
            np.less(side * lean, 0, out=held)
            held &= heavy
            held &= abs(lean) + twice > floor
            one = int(np.where(held, -np.inf, waiting).argmax())
            if held[one] or waiting[one] == -np.inf:
                break
        else:
            one = int(waiting.argmax())
            if waiting[one] == -np.inf:
                break
        own = side.item(one)
        change -= gain.item(one)
        lean -= 2 * weight.item(one) * own
        side[one] = own = -own
        begin, stop = bounds[one], bounds[one + 1]
        others = indices[begin:stop]
        more = -2 * side[others] * own * data[begin:stop]
        gain[others] += more
        waiting[others] += more
        waiting[one] = -np.inf
        gain[one] = -gain[one]
        moves.append(one)
        if abs(lean) <= slack and (change < best - 1e-9 or not level):
            best, kept, level = change, len(moves), True
        if level and len(moves) - kept >= patience:
            break
    found = near.copy()
    moved = np.array(moves[:kept], dtype=np.int64)
    found[moved] = ~found[moved]
    return found, kept > 0
