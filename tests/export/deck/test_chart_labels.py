"""Words beside charts in PPTX: below bars whole in their slots, at the ends of lines one below the other."""

from itertools import pairwise

import pytest

from designer.export.deck.chart_parts import apart, label_pt


def test_the_longest_word_decides_how_large_labels_are() -> None:
    # "Generators" takes about 5.5 times its size.
    assert label_pt(["Generators", "UPSs"], 120.0, 12.0, 10.0) == 12.0
    assert label_pt(["Generators", "UPSs"], 68.0, 12.0, 10.0) == 11.0
    assert label_pt(["Generators", "UPSs"], 20.0, 12.0, 10.0) == 10.0
    # A label of two words goes on two lines.
    assert label_pt(["Utility feeds"], 50.0, 12.0, 10.0) == 12.0
    assert label_pt([], 50.0, 12.0, 10.0) == 12.0


def test_names_at_the_ends_of_lines_stand_apart_and_above_the_axis() -> None:
    tops, heights = [1.0, 4.6, 4.5, 4.9], [0.5, 0.5, 0.2, 0.7]
    placed = apart(tops, heights, 5.0)
    # From above, by where their lines end.
    assert [place for place, _ in placed] == [0, 2, 1, 3]
    edges = [(top, top + heights[place]) for place, top in placed]
    assert all(after[0] >= before[1] - 1e-9 for before, after in pairwise(edges))
    assert edges[0][0] == 1.0
    assert edges[-1][1] == pytest.approx(5.0)
