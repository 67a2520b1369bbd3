"""What is fitted lies clear of what floats over the canvas, on large and on low windows."""

import pytest

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint


def looking(width, height, below=0.0, corner=(0.0, 0.0)):
    view = Viewpoint()
    view.resize(width, height)
    view.below, view.corner = below, corner
    return view


@pytest.mark.parametrize("size", [(1400, 900), (900, 520), (560, 300)])
@pytest.mark.parametrize("shape", [(4000, 3000), (8000, 900), (900, 8000)])
def test_nothing_is_fitted_under_the_bar_or_the_corner(size, shape):
    view = looking(*size, below=60.0, corner=(56.0, 58.0))
    view.fit(Rect(-100.0, 50.0, *shape))
    seen = view.rect_to_screen(Rect(-100.0, 50.0, *shape))
    assert seen.bottom <= size[1] - 60 + 1e-6
    assert seen.right <= size[0]
    assert min(seen.x, seen.y) >= 0
    assert seen.x >= 56 - 1e-6 or seen.y >= 58 - 1e-6


def test_what_is_small_stands_in_the_middle_of_what_is_left():
    view = looking(1000, 800, below=60.0, corner=(56.0, 58.0))
    view.fit(Rect(0.0, 0.0, 200.0, 100.0))
    assert view.scale == 1.0
    assert view.to_screen(100.0, 50.0) == (500.0, (32 + 740) / 2)


def test_a_margin_takes_no_more_than_a_low_window_has():
    view = looking(600, 200)
    view.fit(Rect(0.0, 0.0, 220.0, 100.0), most=1.5, margin=96.0)
    assert view.scale > 1.4


def test_the_map_is_left_free_where_that_costs_little():
    view = looking(600, 330, below=60.0, corner=(56.0, 58.0))
    tall = Rect(0.0, 0.0, 600.0, 520.0)
    view.fit(tall)
    scale = view.scale
    view.pane = (200.0, 160.0)
    view.fit(tall)
    seen = view.rect_to_screen(tall)
    assert view.scale == pytest.approx(scale)
    assert seen.right <= 400 + 1e-6
    wide = Rect(0.0, 0.0, 2_000.0, 700.0)
    view.fit(wide)
    before = view.scale
    view.pane = (0.0, 0.0)
    view.fit(wide)
    assert view.scale == before


def test_a_design_that_is_shown_whole_stays_whole_when_a_panel_takes_room(wired):
    canvas = wired.canvas
    canvas.fit()
    before = canvas.zoom()
    canvas.resize(420, 300)
    shown = canvas.stage.viewpoint.rect_to_screen(wired.drawing.bounds)
    assert canvas.zoom() < before
    assert min(shown.x, shown.y) >= 0
    assert shown.right <= 420
    assert shown.bottom <= 300
    canvas.resize(1400, 900)
    assert canvas.zoom() == before


def test_who_looks_at_a_part_of_it_keeps_that_in_the_middle(wired):
    canvas = wired.canvas
    canvas.fit()
    canvas.zoom_in()
    before, middle = canvas.zoom(), canvas.stage.viewpoint.visible.centre
    canvas.resize(420, 300)
    assert canvas.zoom() == before
    assert canvas.stage.viewpoint.visible.centre == pytest.approx(middle)


def test_what_was_added_since_does_not_make_the_sight_leap(wired):
    canvas = wired.canvas
    canvas.fit()
    before = canvas.zoom()
    wired.drop_at("nvidia/dgx-h100", 0.0, -390.0)
    canvas.resize(420, 300)
    assert canvas.zoom() == before
