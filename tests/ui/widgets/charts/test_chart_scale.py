"""Marks of axes: round values, powers of ten, and words that do not lie on each other."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.ui.widgets.charts.chart_scale import amount_text, even_ticks, power_ticks, spread_out


def test_even_marks_are_round_and_within():
    assert even_ticks(0, 20e6) == (0, 5e6, 10e6, 15e6, 20e6)
    assert even_ticks(38_000, 57_000, 5) == (40_000, 45_000, 50_000, 55_000)
    assert even_ticks(3, 3) == (3,)
    assert even_ticks(0, math.inf) == (0,)


@given(st.floats(-1e6, 1e6), st.floats(1, 1e12))
def test_there_are_never_more_marks_than_asked(low, span):
    ticks = even_ticks(low, low + span, 6)
    assert len(ticks) <= 6
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_powers_of_ten_are_filled_where_they_are_few():
    assert power_ticks(0.01, 100) == pytest.approx((0.01, 0.1, 1, 10, 100))
    assert power_ticks(3, 60) == pytest.approx((5, 10, 20, 50))
    assert power_ticks(0, 10) == ()


def test_amounts_are_short():
    assert amount_text(1_234_567, "USD/month") == "1.23 M$"
    assert amount_text(-40_000, "EUR") == "−40 k€"
    assert amount_text(0, "USD") == "0"


@given(st.lists(st.floats(-50, 350), max_size=12))
def test_words_keep_their_distance_and_their_order(places):
    moved = spread_out(places, 17, 0, 300)
    order = sorted(range(len(places)), key=lambda index: places[index])
    values = [moved[index] for index in order]
    assert all(after - before >= 17 - 1e-9 for before, after in pairwise(values))
    assert not values or values[-1] <= 300 + 1e-9
