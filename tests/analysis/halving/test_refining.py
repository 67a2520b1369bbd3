"""Moves that make a cut smaller are those of the method, vertex by vertex, whatever keeps the gains."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from designer.analysis.halving import refining
from designer.analysis.halving.refining import PASSES, refined


def moved_once(joined, weight, near, slack):
    """One pass of Fiduccia and Mattheyses in plain numbers: the side at its best moment, and whether it is better."""
    size = len(near)
    side = [1.0 if one else -1.0 for one in near]
    free = set(range(size))
    lean = sum(w * s for w, s in zip(weight, side, strict=True))
    floor = max(slack, 2 * max(weight))
    moves, kept, change, best, level = [], 0, 0.0, 0.0, abs(lean) <= slack
    while free:
        gains = {
            one: -side[one] * sum(gbps * side[other] for other, gbps in joined[one].items())
            for one in sorted(free)
            if not (lean and side[one] * lean < 0 and weight[one] > 0 and abs(lean) + 2 * weight[one] > floor)
        }
        if not gains:
            break
        one = max(gains, key=gains.__getitem__)
        change -= gains[one]
        lean -= 2 * weight[one] * side[one]
        side[one] = -side[one]
        free.remove(one)
        moves.append(one)
        if abs(lean) <= slack and (change < best - 1e-9 or not level):
            best, kept, level = change, len(moves), True
    found = list(near)
    for one in moves[:kept]:
        found[one] = not found[one]
    return found, kept > 0


@pytest.mark.parametrize("rows", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_the_side_is_the_one_of_the_method(seed, rows, monkeypatch):
    chance = np.random.default_rng(seed)
    size = int(chance.integers(2, 24))
    ends = chance.integers(0, size, (3 * size, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    gbps = chance.choice([100.0, 200.0, 400.0], len(ends))
    u, v = np.concatenate([ends, ends[:, ::-1]]).T
    matrix = csr_array((np.concatenate([gbps, gbps]), (u, v)), shape=(size, size))
    weight = chance.choice([0.0, 2400.0, 3200.0], size)
    near = chance.random(size) < 0.5
    slack = float(weight.max())
    joined = [{other: gbps for other, gbps in enumerate(row) if gbps} for row in matrix.toarray().tolist()]
    expected = near.tolist()
    for _ in range(PASSES):
        found, better = moved_once(joined, weight.tolist(), expected, slack)
        if not better:
            break
        expected = found
    if not rows:
        # As in a network of so many vertices that only what a vertex is joined to is looked at, none given up early.
        monkeypatch.setattr(refining, "MOST_ROWS", 0)
    assert refined(matrix, weight, near, slack).tolist() == expected
