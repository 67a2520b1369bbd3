"""Better halves by moving one vertex after the other, as C. M. Fiduccia and R. M. Mattheyses did (1982)."""

from typing import Final

import numpy as np

from designer.analysis.network.cabling import Flags, Floats
from designer.analysis.sparse import csr_array

PASSES: Final = 6
_PATIENT: Final = 1_000
"""Vertices up to which every one is moved in a pass; of more, a pass ends when a quarter of them moved in vain."""


MOST_ROWS: Final = 1_000
"""Vertices up to which a row of all of them is kept for each."""


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
    # The gain of moving each vertex, what it joins to the other side less what it joins to its own; -inf once it moved.
    waiting = -side * (matrix @ side)
    joined = _Joined(matrix, side)
    heavy, twice = weight > 0, 2 * weight
    lean = float(weight @ side)
    floor = max(slack, 2 * float(weight.max(initial=0.0)))
    sides: list[float] = side.tolist()
    doubled: list[float] = twice.tolist()
    open_to = np.empty(side.size)
    kept_back: dict[float, Floats] = {}
    moves: list[int] = []
    change = best = 0.0
    kept = 0
    # A start that leans too far is brought into balance first, at whatever cost.
    level = abs(lean) <= slack
    patience = side.size if side.size <= _PATIENT else side.size // 4
    for _ in range(side.size):
        if lean:
            # What has weight moves from the heavier side, or to and fro where both are alike: the rest is kept back.
            # Who waits is on the side where it began, so that what is kept back at a lean is so each time.
            back = kept_back.get(lean)
            if back is None:
                held = (side * lean < 0) & heavy & (abs(lean) + twice > floor)
                back = kept_back[lean] = np.where(held, -np.inf, 0.0)
            one = int(np.add(waiting, back, out=open_to).argmax())
            gain = open_to.item(one)
        else:
            one = int(waiting.argmax())
            gain = waiting.item(one)
        if gain == -np.inf:
            break
        change -= gain
        lean -= doubled[one] * sides[one]
        joined.moved(one, -sides[one], waiting)
        waiting[one] = -np.inf
        moves.append(one)
        if abs(lean) <= slack and (change < best - 1e-9 or not level):
            best, kept, level = change, len(moves), True
        if level and len(moves) - kept >= patience:
            break
    found = near.copy()
    moved = np.array(moves[:kept], dtype=np.int64)
    found[moved] = ~found[moved]
    return found, kept > 0


class _Joined:
    """By how much a move changes the gains of the others, by the sides on which these began.

    Up to `MOST_ROWS` vertices a row of all of them is added, else what a vertex is joined to alone.
    """

    def __init__(self, matrix: csr_array, side: Floats) -> None:
        self._rows: list[Floats] | None = None
        self._bounds: list[int] = []
        self._others, self._twice = matrix.indices, 2 * matrix.data * side[matrix.indices]
        if side.size <= MOST_ROWS:
            # (vertices, vertices): row i is twice what i is joined to each other by, below 0 where that began far.
            self._rows = list(2 * matrix.toarray() * side)
        else:
            self._bounds = np.asarray(matrix.indptr).tolist()

    def moved(self, one: int, onto: float, gains: Floats) -> None:
        """Change the GAINS of those that wait, since ONE is now on the side ONTO, 1 or -1."""
        if self._rows is not None:
            here, row = gains, self._rows[one]
            (np.subtract if onto > 0 else np.add)(here, row, out=here)
            return
        begin, stop = self._bounds[one], self._bounds[one + 1]
        gains[self._others[begin:stop]] -= onto * self._twice[begin:stop]
