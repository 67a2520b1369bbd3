"""Which variants meet what is asked, which is best, which no other beats, and why one lost."""

import numpy as np
import pytest

from designer.explore.sweep.table import FigureColumn, SweepTable, words_of
from designer.model.figures.figure_text import NARROW_SPACE
from designer.ui.explore_window.variant_words import Tried, VariantWords, could_save
from designer.ui.explore_window.variants import Own, Range, Variants
from tests.ui.explore_window.sweep_rows import B200, COST, COUNTS, H100, POWER, SPEED, many_rows, six_rows

NAMES = {H100: "DGX H100", B200: "DGX B200"}


@pytest.fixture
def variants():
    return Variants(six_rows(), COUNTS)


@pytest.fixture
def words(variants):
    return VariantWords(variants, lambda name: NAMES.get(name, name))


def test_a_range_leaves_out_what_is_beyond_it_and_what_is_unknown(variants):
    assert variants.meeting().tolist() == [True] * 5 + [False]
    variants.ask(SPEED, Range(low=80e3))
    assert np.flatnonzero(variants.meeting()).tolist() == [1, 2, 3, 4]
    variants.ask(POWER, Range(high=200e3))
    assert np.flatnonzero(variants.meeting()).tolist() == [1, 3]
    # What is asked of one figure is not looked at by its own histogram, so that its bars stay.
    assert np.flatnonzero(variants.meeting((SPEED,))).tolist() == [0, 1, 3]
    variants.ask(SPEED, Range())
    variants.ask(POWER, Range())
    assert not variants.asked
    assert int(variants.meeting().sum()) == 5


def test_ticks_leave_out_parts_and_count_what_remains(variants):
    variants.tick("server", 1, on=False)
    assert np.flatnonzero(variants.meeting()).tolist() == [0, 1, 2]
    assert variants.tick_counts("server").tolist() == [3, 2]
    variants.tick("server", 1, on=True)
    assert not variants.unticked


def test_the_best_is_the_cheapest_that_meets_all(variants):
    assert variants.best(COST) == 0
    variants.ask(SPEED, Range(low=80e3))
    assert variants.best(COST) == 3
    assert variants.ranked(COST, 3).tolist() == [3, 1, 4]
    # Two are as fast: the one that costs less stands first.
    assert variants.ranked(SPEED, 2).tolist() == [4, 2]
    variants.ask(POWER, Range(high=1.0))
    assert variants.best(COST) == -1


def test_the_front_holds_what_no_other_beats_beyond_the_goal_too(variants):
    # By price and speed 4 M$ and 8 M$ of H100 are beaten by 3 M$ and 6 M$ of B200 that are as fast.
    assert variants.front(COST, SPEED).tolist() == [0, 3, 4]
    variants.ask(SPEED, Range(low=100e3))
    assert variants.front(COST, SPEED).tolist() == [0, 3, 4]
    variants.tick("server", 1, on=False)
    assert variants.front(COST, SPEED).tolist() == [0, 1, 2]
    assert not len(variants.front(COST, "servers")), "no number of servers is better than another"


def test_why_a_point_lost_is_said_with_the_gain(variants, words):
    assert variants.beaten(2) == (4, {COST: 2e6, SPEED: 0.0})
    assert words.verdict(2) == "Beaten by variant 14: 2 M$ cheaper at the same tokens a second."
    assert words.verdict(0).startswith("Nothing beats it")
    assert words.verdict(5) == "No leaf has so many ports."
    variants.ask(POWER, Range(high=100e3))
    assert "Whole site, typical is 160 kW, asked at most 100 kW" in words.verdict(1)


def test_proven_is_said_of_all_combinations_alone(variants, words):
    best = variants.best(COST)
    assert words.proof(Tried(6, 6, whole=True), best) == "all 6 combinations tried"
    assert words.proof(Tried(5, 6), best) == "best of 5 tried"
    assert "This is no proof: 5 of 6 combinations were tried" in words.bound(Tried(5, 6), best)
    assert "none below 2 M$" in words.bound(Tried(6, 6, whole=True), best)
    assert "Of 1 of them this figure is unknown" in words.bound(Tried(6, 6, whole=True), best)
    assert words.is_proven(Tried(6, 6, whole=True))
    assert not words.is_proven(Tried(5, 6))


def test_a_price_with_unknown_parts_proves_nothing():
    table = six_rows()
    from tests.ui.explore_window.sweep_rows import table_of_columns

    figures = table.figures
    unknown = table_of_columns(
        table.parameters["servers"],
        [table.parameters["server"][row] for row in range(6)],
        figures[COST].value,
        figures[SPEED].value,
        figures[POWER].value,
        missing=['["Host"]', *[""] * 5],
    )
    variants = Variants(unknown, COUNTS)
    words = VariantWords(variants, str)
    assert words.figure(COST, 0) == "at least 2 M$"
    assert not words.is_proven(Tried(6, 6, whole=True))
    assert "parts without" in words.bound(Tried(6, 6, whole=True), 0)


def test_a_limit_that_is_met_only_as_far_as_known_is_no_proof():
    unknown = six_rows()
    figures = dict(unknown.figures)
    power = figures[POWER]
    figures[POWER] = FigureColumn(power.value, power.low, power.high, "W", words_of(['["Host"]'] * 6))
    variants = Variants(SweepTable(unknown.numbers, unknown.parameters, figures, unknown.problems), COUNTS)
    words = VariantWords(variants, str)
    assert words.is_proven(Tried(6, 6, whole=True))
    variants.ask(POWER, Range(high=200e3))
    assert not words.is_proven(Tried(6, 6, whole=True))
    assert "parts of its power are unknown" in words.bound(Tried(6, 6, whole=True), variants.best(COST))


def test_words_of_a_variant_have_names_and_units(words):
    assert words.title(4) == "Servers 16 · DGX B200"
    assert words.figures(4) == f"6 M$ · 160{NARROW_SPACE}000 1/s"
    assert words.whole(4) == f"Variant 14: Servers 16 · DGX B200 · {words.figures(4)}"
    assert "unknown" in words.figures(5)


def test_what_could_be_saved_is_the_difference_to_the_own_design(variants):
    own = Own("Mine", {COST: 5e6, SPEED: 80e3})
    assert could_save(variants, own, variants.best(COST)) == (COST, 3e6)
    assert could_save(variants, None, 0) is None
    assert could_save(variants, Own("Mine", {}), 0) is None


def test_what_is_asked_stays_while_rows_come_in(variants):
    variants.ask(SPEED, Range(low=80e3))
    variants.tick("server", 0, on=False)
    more = Variants(many_rows(50), COUNTS)
    more.ask_again(variants)
    assert more.asked == variants.asked
    left = {more.classes["server"].labels[code] for code in more.unticked["server"]}
    assert left == {H100}


def test_histograms_count_all_and_what_remains(variants):
    variants.tick("server", 1, on=False)
    found = variants.histogram(COST)
    assert int(found.all.sum()) == 5
    assert int(found.left.sum()) == 3
    assert found.edges[0] == 2e6
    assert found.edges[-1] == 8e6


def test_points_are_coloured_by_words_or_by_quarters_of_a_figure(variants):
    labels, codes = variants.colours("server")
    assert labels == (H100, B200)
    assert codes.tolist() == [0, 0, 0, 1, 1, 1]
    labels, codes = variants.colours(POWER)
    assert len(labels) == 4
    assert labels[0].startswith("under")
    assert codes[5] == -1
    assert codes[0] == 0
