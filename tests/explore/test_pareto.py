"""The front of all designs, against a look at every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from designer.explore.pareto import HIGHER, LOWER, front, lost_to

NUMBERS = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e9, 1e9), st.just(float("nan")))


@st.composite
def clouds(draw: st.DrawFn) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=40))
    ways = draw(st.lists(st.sampled_from([LOWER, HIGHER]), min_size=width, max_size=width))
    return np.array(rows, dtype=np.float64), np.array(ways)


def beats(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool((one <= other).all() and (one < other).any())


def by_pairs(values: NDArray[np.float64], ways: NDArray[np.int64]) -> list[bool]:
    costs = values * -ways
    known = ~np.isnan(costs).any(axis=1)
    return [
        bool(known[row]) and not any(beats(costs[one], costs[row]) for one in range(len(costs)))
        for row in range(len(costs))
    ]


@given(clouds())
def test_the_front_is_what_no_pair_beats(cloud: tuple[NDArray[np.float64], NDArray[np.int64]]) -> None:
    values, ways = cloud
    assert front(values, ways).tolist() == by_pairs(values, ways)


@given(clouds())
def test_a_point_that_lost_is_told_which_front_point_beats_it_and_by_what(
    cloud: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> None:
    values, ways = cloud
    best = by_pairs(values, ways)
    for row in range(len(values)):
        found = lost_to(values, ways, row)
        if best[row] or np.isnan(values[row]).any():
            assert found is None
            continue
        assert found is not None
        assert best[found.by]
        assert np.array_equal(found.gains, (values[row] - values[found.by]) * -ways)
        assert (found.gains >= 0).all()
        assert (found.gains > 0).any()


@pytest.mark.parametrize("width", [2, 3, 4])
def test_many_points_are_judged_as_few_are(width: int) -> None:
    # More than are compared at a time. Nothing of a sphere is beaten, which is the most that there is to do; what
    # stands behind it is, by some point of it.
    rng = np.random.default_rng(width)
    sphere = rng.random((9_000, width))
    sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
    values = rng.permutation(np.concatenate((sphere, sphere[:2_000] + rng.random((2_000, width)))))
    found = front(values, [LOWER] * width)
    kept = values[found]
    assert len(kept) == len(sphere)
    for row in rng.choice(np.flatnonzero(~found), 100, replace=False):
        assert ((kept <= values[row]).all(axis=1) & (kept < values[row]).any(axis=1)).any()
    for row in rng.choice(np.flatnonzero(found), 50, replace=False):
        assert not ((values <= values[row]).all(axis=1) & (values < values[row]).any(axis=1)).any()


def test_equal_points_stand_side_by_side_and_unknown_ones_nowhere() -> None:
    nan = float("nan")
    assert front([[1.0, 2.0], [1.0, 2.0], [nan, 0.0], [2.0, 1.0], [2.0, 2.0]], [LOWER, LOWER]).tolist() == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert front([[1.0, 5.0], [2.0, 9.0]], [LOWER, HIGHER]).tolist() == [True, True]
    assert front([[1.0, 9.0], [2.0, 5.0]], [LOWER, HIGHER]).tolist() == [True, False]
    assert front(np.empty((0, 2)), [LOWER, LOWER]).tolist() == []
