"""Islands and who is cut off are the same whether few are looked at one by one or many in a matrix."""

import numpy as np
import pytest

from designer.analysis.reach import reachability
from designer.analysis.reach.reachability import Memberships, components, cut_off


@pytest.fixture
def as_many(monkeypatch):
    """Take the ways of many from now on, however few there are."""

    def take():
        monkeypatch.setattr(reachability, "_FEW", -1)
        monkeypatch.setattr(reachability, "_SMALL", -1)

    return take


def both(as_many, ask, cases):
    """What ASK says of each of CASES, by the ways of few and by those of many."""
    few = [ask(*case) for case in cases]
    as_many()
    return few, [ask(*case) for case in cases]


def edges(seed):
    chance = np.random.default_rng(seed)
    size = int(chance.integers(1, 40))
    tail, head = chance.integers(0, size, (2, int(chance.integers(0, 2 * size))))
    return tail, head, size


def on_parts(chance, ends, parts):
    """Each of ENDS on none to three of PARTS, each pair once, sorted."""
    pairs = {(end, int(part)) for end in range(ends) for part in chance.integers(0, parts, chance.integers(0, 4))}
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Memberships(table[:, 0], table[:, 1], parts)


def memberships(seed):
    chance = np.random.default_rng(seed)
    ends, parts = int(chance.integers(2, 16)), int(chance.integers(1, 7))
    before, after = on_parts(chance, ends, parts), on_parts(chance, ends, parts)
    return before, after, np.arange(ends), chance.integers(1, 9, ends).astype(np.float64)


def test_islands(as_many):
    few, many = both(as_many, components, [edges(seed) for seed in range(60)])
    for (count, island), (same_count, same) in zip(few, many, strict=True):
        assert count == same_count
        assert island.tolist() == same.tolist()
    assert max(count for count, _ in few) > 10


def test_islands_by_hand():
    """0 – 3 – 5 and 1 – 2, and 4 alone: numbered by their first vertices."""
    count, island = components(np.array([5, 2, 3]), np.array([3, 1, 0]), 6)
    assert (count, island.tolist()) == (3, [0, 1, 1, 0, 2, 0])


def test_who_is_cut_off(as_many):
    few, many = both(as_many, cut_off, [memberships(seed) for seed in range(60)])
    assert [one.tolist() for one in few] == [one.tolist() for one in many]
    assert sum(one.size > 0 for one in few) > 20
