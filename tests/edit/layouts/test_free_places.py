"""The nearest free place, against a search of every place of the grid."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.edit.layouts.free_places import CLEAR, Growing, free_offset

NONE = np.zeros((0, 4))


def boxes(*rects):
    return np.array([(x, y, x + w, y + h) for x, y, w, h in rects], dtype=np.float64).reshape(-1, 4)


def too_near(moving, taken, dx, dy, clear):
    for left, top, right, bottom in moving:
        for a, b, c, d in taken:
            if left + dx < c + clear and right + dx > a - clear and top + dy < d + clear and bottom + dy > b - clear:
                return True
    return False


places = st.integers(-40, 40).map(lambda n: n * 13.0)
sizes = st.integers(2, 14).map(lambda n: n * 16.0)
rects = st.tuples(places, places, sizes, sizes)


@settings(max_examples=60, deadline=None)
@given(st.lists(rects, min_size=1, max_size=3), st.lists(rects, max_size=9), st.sampled_from((0.0, 8.0, CLEAR)))
def test_it_is_free_and_no_place_of_the_grid_is_nearer(moved, stands, clear):
    moving, taken = boxes(*moved), boxes(*stands)
    dx, dy = free_offset(moving, taken, clear)
    assert not too_near(moving, taken, dx, dy, clear)
    far = math.hypot(dx, dy)
    if far == 0:
        return
    # All offsets that put the first box on the grid and are nearer.
    first_x, first_y = moving[0, 0] % 8, moving[0, 1] % 8
    span = int(far // 8) + 1
    for across in range(-span, span + 1):
        for down in range(-span, span + 1):
            x, y = across * 8.0 - first_x, down * 8.0 - first_y
            if math.hypot(x, y) < far - 1e-6:
                assert too_near(moving, taken, x, y, clear)


def test_what_is_free_stays():
    assert free_offset(boxes((3, 5, 10, 10)), boxes((100, 0, 50, 50))) == (0.0, 0.0)
    assert free_offset(NONE, boxes((0, 0, 5, 5))) == (0.0, 0.0)
    assert free_offset(boxes((3, 5, 10, 10)), NONE) == (0.0, 0.0)


def test_it_gives_way_on_the_shorter_side():
    # 224 × 64 at (0, 8) over the same at (0, 0): down by 56 + 16 is shorter than across.
    dx, dy = free_offset(boxes((0, 8, 224, 64)), boxes((0, 0, 224, 64)))
    assert (dx, dy) == (0.0, 72.0)


def test_what_stood_near_may_stand_as_near_again():
    stood, stays = boxes((0, 0, 100, 50)), boxes((106, 0, 100, 50))
    moved = boxes((0, 24, 100, 50))
    assert free_offset(moved, stays, stood=stood) == (0.0, 0.0)
    assert free_offset(moved, stays) != (0.0, 0.0)


def test_a_container_grows_where_there_is_room():
    # The container ends at 240; to its right stands another at 260, below there is room.
    box, other = (0.0, 0.0, 240.0, 112.0), boxes((260, 0, 240, 112))
    inside = boxes((16, 32, 200, 64))
    growing = Growing(box, (16.0, 32.0, 16.0, 16.0), other)
    moving = boxes((180, 40, 200, 64))
    dx, dy = free_offset(moving, np.vstack((inside, other)), growing=(growing,))
    left, top = moving[0, 0] + dx, moving[0, 1] + dy
    assert left + 200 + 16 <= 260
    assert top >= 96 + CLEAR or top + 64 + CLEAR <= 32


def test_a_container_walled_in_takes_it_all_the_same():
    walls = boxes((-300, -200, 1000, 190), (-300, 120, 1000, 200), (-300, -10, 290, 130), (250, -10, 400, 130))
    growing = Growing((0.0, 0.0, 240.0, 112.0), (16.0, 32.0, 16.0, 16.0), walls)
    inside = boxes((16, 32, 208, 64))
    moving = boxes((20, 40, 200, 64))
    dx, dy = free_offset(moving, np.vstack((inside, walls)), growing=(growing,))
    assert not too_near(moving, np.vstack((inside, walls)), dx, dy, CLEAR)


@pytest.mark.parametrize("count", [400, 10_000])
def test_a_full_sheet_leaves_the_rim(count):
    side = math.isqrt(count)
    x, y = np.meshgrid(np.arange(side) * 240.0, np.arange(side) * 80.0)
    taken = np.column_stack((x.ravel(), y.ravel(), x.ravel() + 224.0, y.ravel() + 64.0))
    middle = boxes((side * 120.0, side * 40.0, 224, 64))
    dx, dy = free_offset(middle, taken)
    moved = middle + np.array((dx, dy, dx, dy))
    assert not ((moved[0, :2] < taken[:, 2:] + CLEAR) & (moved[0, 2:] > taken[:, :2] - CLEAR)).all(axis=1).any()
