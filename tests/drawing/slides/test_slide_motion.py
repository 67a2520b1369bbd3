"""From one slide to the same with other figures: numbers count, boxes glide, and the end is the other slide itself."""

import pytest

from designer.drawing.records import Rect
from designer.drawing.slides.motion import between, counted_on
from designer.drawing.slides.page import BoxItem, LineItem, SlidePage, TextItem


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
