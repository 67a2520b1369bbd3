"""From one slide to the same with other figures: numbers count, boxes glide, and the end is the other slide itself."""

import pytest

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.motion import between, counted_on, flown, seen_of, shared_drawing
from designer.drawing.slides.page import BoxItem, DrawingItem, LineItem, SlidePage, TextItem


@pytest.mark.parametrize(
    ("before", "after", "share", "shown"),
    [
        ("1.73 MW", "1.93 MW", 0.5, "1.83 MW"),
        ("37.5–46.0", "39.5–50.0", 0.25, "38.0–47.0"),
        ("1\u202f016", "3\u202f016", 0.5, "2\u202f016"),
        ("998", "1\u202f002", 0.5, "1\u202f000"),
        ("100%", "0%", 0.25, "75%"),
        ("4,023 cables", "1,023 cables", 1 / 3, "3,023 cables"),
        ("It answers all", "It answers 3 of 4", 0.4, "It answers all"),
        ("It answers all", "It answers 3 of 4", 0.6, "It answers 3 of 4"),
    ],
)
def test_numbers_count_in_as_many_digits_as_the_end_has(before, after, share, shown):
    assert counted_on(before, after, share) == shown


def page(*items):
    return SlidePage("money", "A title", (), "", items)


def test_a_box_glides_and_what_is_new_is_there_at_once():
    before = page(
        BoxItem("bar", Rect(0, 100, 40, 200)), LineItem("line", ((0, 0), (10, 10))), TextItem("gone", 0, 0, "x", 20)
    )
    after = page(
        BoxItem("bar", Rect(0, 200, 40, 100)), LineItem("line", ((0, 0), (20, 30))), TextItem("new", 0, 0, "y", 20)
    )
    bar, line, new = between(before, after, 0.5).items
    assert bar.rect == Rect(0, 150, 40, 150)
    assert line.points == ((0, 0), (15, 20))
    assert new == after.items[2]
    assert between(before, after, 1.0) is after


def test_the_eye_flies_over_a_drawing_that_two_slides_share():
    drawing = Drawing()
    place = Rect(100.0, 200.0, 800.0, 400.0)
    far = DrawingItem("left/0", place, drawing, Rect(0.0, 0.0, 1600.0, 800.0), "All")
    near = DrawingItem("left/0", place, drawing, Rect(0.0, 0.0, 400.0, 200.0), "A part")
    assert shared_drawing(page(far), page(near))
    assert not shared_drawing(page(far), page(near._replace(drawing=Drawing())))
    assert not shared_drawing(page(), page(near))
    # Half of the way by factors: a quarter is a half of a half.
    half = flown(far, near, 0.5)
    assert half.sight.width == pytest.approx(800.0)
    assert half.sight.height == pytest.approx(400.0)
    # The upper left corner is that of both, and lies still.
    assert (half.sight.x, half.sight.y) == (pytest.approx(0.0), pytest.approx(0.0))
    assert flown(far, near, 1.0) is near
    aside = near._replace(sight=Rect(1200.0, 600.0, 400.0, 200.0))
    assert flown(near, aside, 0.5).sight.centre == (pytest.approx(800.0), pytest.approx(400.0))
    # A slide on its way holds the drawing on its way.
    assert between(page(far), page(near), 0.5).drawings[0].sight == half.sight


def test_what_fills_the_place_of_a_drawing_has_its_proportions():
    item = DrawingItem("left/0", Rect(0.0, 0.0, 800.0, 400.0), Drawing(), Rect(0.0, 0.0, 400.0, 400.0), "A square")
    assert seen_of(item) == Rect(-200.0, 0.0, 800.0, 400.0)
    # A small drawing is not blown up, so that more around it is seen.
    small = item._replace(sight=Rect(0.0, 0.0, 100.0, 50.0), most=2.0)
    assert seen_of(small) == Rect(-150.0, -75.0, 400.0, 200.0)
