"""What is cut to the sight covers what the uncut shape covers there, held against shapely."""

import math

import numpy as np
import pytest
import shapely

from designer.drawing.records import Rect
from designer.paint.clipping import lines_within, polygon_within

SIGHT = Rect(100, 50, 400, 200)
MARGIN = 10.0
"""5% of the smaller side of SIGHT, which is also more than the 8 units of the default."""
SEEN = shapely.box(90, 40, 510, 260)


def area_of(polygon) -> float:
    corners = [(point.x(), point.y()) for point in polygon.toList()]
    return shapely.Polygon(corners).area if len(corners) > 2 else 0.0


@pytest.mark.parametrize("seed", range(40))
def test_a_polygon_keeps_the_area_that_is_in_sight(seed: int):
    random = np.random.default_rng(seed)
    count = int(random.integers(3, 9))
    # Corners around a middle, each at its own distance: concave, and often across an edge of the sight.
    turns = np.sort(random.uniform(0, 2 * math.pi, count))
    far = random.uniform(20, 500, count)
    points = random.uniform(0, 600, 2) + np.stack([np.cos(turns), np.sin(turns)], axis=1) * far[:, None]
    wanted = shapely.Polygon(points).buffer(0).intersection(SEEN).area
    assert area_of(polygon_within(points, SIGHT)) == pytest.approx(wanted, abs=1e-6)


def test_a_polygon_that_is_wholly_in_sight_is_left_as_it_is():
    corners = [(150.0, 60.0), (300.0, 60.0), (300.0, 200.0)]
    found = polygon_within(np.array(corners), SIGHT)
    assert [(point.x(), point.y()) for point in found.toList()] == corners


@pytest.mark.parametrize("move", [(600, 0), (-600, 0), (0, 400), (0, -400)])
def test_a_polygon_beside_the_sight_is_empty(move: tuple[float, float]):
    square = np.array([(100.0, 50.0), (500.0, 50.0), (500.0, 250.0), (100.0, 250.0)])
    assert polygon_within(square + move, SIGHT).isEmpty()


def test_far_edges_may_be_painted_so_many_pixels_outside():
    square = np.array([(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)])
    around = polygon_within(square, SIGHT, pixels=50.0).boundingRect()
    assert around.getRect() == pytest.approx((50, 0, 500, 300))


@pytest.mark.parametrize("seed", range(10))
def test_lines_keep_the_length_that_is_in_sight(seed: int):
    random = np.random.default_rng(seed)
    starts, ends = random.uniform(-200, 800, (60, 2)), random.uniform(-200, 800, (60, 2))
    # Some upright, some level: those never cross two of the edges.
    ends[:10, 0], ends[10:20, 1] = starts[:10, 0], starts[10:20, 1]
    cuts = [shapely.LineString([a, b]).intersection(SEEN) for a, b in zip(starts, ends, strict=True)]
    wanted = [cut for cut in cuts if cut.length > 0]
    found = lines_within(starts, ends, SIGHT)
    assert 0 < len(found) == len(wanted) < 60
    for line, cut in zip(found, wanted, strict=True):
        assert line.length() == pytest.approx(cut.length)
        assert (line.x1(), line.y1(), line.x2(), line.y2()) == pytest.approx([*cut.coords[0], *cut.coords[-1]])


def test_no_lines_are_no_lines():
    assert lines_within(np.zeros((0, 2)), np.zeros((0, 2)), SIGHT) == []
