"""Points as pixels: where they fall, which shape they have, which lies on top; and lines between two axes."""

import numpy as np
import pytest

from designer.ui.explore_window.line_density import EXACT, line_density, shade
from designer.ui.explore_window.point_cloud import SHAPES, Layer, fitting_radius, nearest, paint_points, stamp

RED, BLUE = (200, 0, 0, 255), (0, 0, 200, 255)


def picture():
    return np.zeros((60, 80), np.uint32)


def test_a_point_is_painted_where_it_is_and_nowhere_else():
    pixels = picture()
    paint_points(pixels, np.array([40.0]), np.array([20.0]), (Layer(np.array([0]), "circle", RED),), 4.0)
    assert pixels[20, 40] == 0xFFC80000
    rows, columns = np.nonzero(pixels)
    assert (rows.min(), rows.max()) == (16, 24)
    assert (columns.min(), columns.max()) == (36, 44)


def test_points_beyond_the_edges_and_unknown_ones_are_left_out():
    pixels = picture()
    x, y = np.array([-3.0, 200.0, np.nan, 40.0]), np.array([10.0, 10.0, 10.0, np.inf])
    paint_points(pixels, x, y, (Layer(np.arange(4), "square", RED),), 4.0)
    assert not pixels.any()


def test_the_last_layer_lies_on_top():
    pixels = picture()
    x, y = np.array([40.0, 40.0]), np.array([20.0, 20.0])
    layers = (Layer(np.array([0]), "square", RED), Layer(np.array([1]), "circle", BLUE))
    paint_points(pixels, x, y, layers, 4.0)
    assert pixels[20, 40] == 0xFF0000C8
    # A corner of the square that the circle does not reach stays.
    assert pixels[17, 37] == 0xFFC80000


def test_every_shape_is_another_one():
    masks = {shape: frozenset(map(tuple, stamp(shape, 4.0).full.tolist())) for shape in SHAPES}
    assert len(set(masks.values())) == len(SHAPES)
    assert all(masks.values())


def test_faded_colours_are_multiplied_by_their_opacity():
    pixels = picture()
    paint_points(pixels, np.array([40.0]), np.array([20.0]), (Layer(np.array([0]), "circle", (200, 0, 0, 51)),), 3.0)
    assert pixels[20, 40] == (51 << 24) | (40 << 16)


def test_shapes_shrink_where_a_frame_has_no_time_for_them():
    assert fitting_radius(1_000, 4.0) == 4.0
    assert 1.0 <= fitting_radius(100_000, 4.0) < 4.0
    assert fitting_radius(10_000_000, 4.0) == 1.0


@pytest.mark.parametrize(("at", "found"), [((10, 10), 0), ((29, 31), 2), ((60, 60), -1)])
def test_the_nearest_shown_point_is_found(at, found):
    x, y = np.array([10.0, 30.0, 30.0, np.nan]), np.array([10.0, 30.0, 32.0, 5.0])
    shown = np.array([True, False, True, True])
    assert nearest(x, y, shown, at, 8.0) == found


def test_a_line_covers_every_column_and_a_steep_one_every_row():
    flat = line_density(np.array([0.5]), np.array([0.5]), 21, 30)
    assert flat.sum() == 30
    assert (flat[10] == 1).all()
    steep = line_density(np.array([0.0]), np.array([1.0]), 21, 4)
    assert (steep.max(axis=1) == 1).all()
    assert (steep.sum(axis=0) >= 1).all()


def test_many_lines_count_as_many_as_there_are():
    count = EXACT + 1
    found = line_density(np.zeros(count), np.zeros(count), 200, 10)
    assert (found.sum(axis=0) == count).all()
    assert not line_density(np.array([np.nan]), np.array([0.2]), 20, 10).any()


def test_one_line_is_seen_beside_thousands():
    density = np.array([[0.0, 1.0, 5000.0]])
    alpha = shade(density, (0, 0, 255)) >> np.uint32(24)
    assert alpha[0, 0] == 0
    assert 50 < alpha[0, 1] < alpha[0, 2] == 255
