"""Tornado and Monte Carlo against hand-worked trees and the plain evaluation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.uncertainty import _OPERATIONS, DRAWS, draws_of, evaluated, monte_carlo, tornado, with_likely
from designer.formulas.operations import OPERATIONS
from designer.model.figures.figure import (
    annuity,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    recompute,
    rounded_up,
    total,
)

PRICE = leaf("price", 100.0, "USD", low=80.0, high=150.0, operation="fact", subject="part")
NUMBER = leaf("number", 4.0)
LOAD = leaf("load", 0.5, low=0.4, high=0.9, operation="assumption", subject="load")
COST = product("cost", (PRICE, NUMBER, LOAD), "USD")


def test_a_tornado_by_hand():
    """100 × 4 × 0.5: the load moves it from 160 to 360, the price from 160 to 300."""
    swings = tornado(COST)
    assert [(swing.leaf.label, swing.at_low, swing.at_high) for swing in swings] == [
        ("load", pytest.approx(160), pytest.approx(360)),
        ("price", pytest.approx(160), pytest.approx(300)),
    ]
    assert tornado(COST, most=1)[0].span == pytest.approx(200)


def test_what_has_no_range_moves_nothing():
    assert tornado(NUMBER) == ()
    assert tornado(product("unknown", (PRICE, leaf("nobody knows", None)), "USD")) == ()
    spread = monte_carlo(NUMBER)
    assert (spread.p10, spread.p50, spread.p90) == (4, 4, 4)
    assert monte_carlo(leaf("nobody knows", None)) is None


def test_the_same_seed_gives_the_same_draws():
    first, again, other = monte_carlo(COST, seed=7), monte_carlo(COST, seed=7), monte_carlo(COST, seed=8)
    assert first == again
    assert first.p50 != other.p50
    assert sum(first.counts) == first.draws == DRAWS
    assert first.p10 < first.p50 < first.p90
    assert COST.low <= first.p10
    assert first.p90 <= COST.high


def test_one_triangle_has_its_closed_form():
    """Mean (a+b+c)/3; its median for a mode left of the middle is b − √((b−a)(b−c)/2)."""
    spread = monte_carlo(PRICE, draws=200_000)
    assert spread.mean == pytest.approx((80 + 100 + 150) / 3, rel=0.005)
    assert spread.p50 == pytest.approx(150 - np.sqrt(70 * 50 / 2), rel=0.005)


def test_a_leaf_that_enters_twice_is_drawn_once():
    assert monte_carlo(difference("nothing", COST, COST, "USD")).p90 == pytest.approx(0, abs=1e-9)


def test_equal_sums_have_equal_ranges_wherever_their_terms_stand():
    """Price + rent, rent + price, and both below others: what a fact draws does not hang on its place."""
    rent = leaf("rent", 60.0, "USD", low=30.0, high=70.0, operation="assumption", subject="rent")
    here = total("here", (PRICE, rent), "USD")
    there = total("there", (total("rents", (rent,), "USD"), leaf("nothing", 0.0, "USD"), PRICE), "USD")
    assert with_likely(here).likely == with_likely(there).likely
    beside = total("all", (COST, there), "USD")
    assert draws_of(difference("rest", beside, COST, "USD"), draws=DRAWS) == pytest.approx(draws_of(here, draws=DRAWS))


def test_an_unrelated_fact_moves_no_other():
    """LOAD stands before and after PRICE; the price draws what it draws alone, with few draws and with many."""
    for number in (DRAWS, 5_000):
        alone = draws_of(PRICE, draws=number)
        for terms in ((LOAD, PRICE), (PRICE, LOAD)):
            both = draws_of(total("both", terms, "USD"), draws=number)
            assert both - draws_of(LOAD, draws=number) == pytest.approx(alone)


def test_facts_are_drawn_independently_of_each_other():
    """Of three hundred facts, no pair goes together by more than chance: |r| of 1,000 draws has σ = 0.032."""
    rows = [draws_of(leaf("price", 2.0, low=1.0, high=3.0, subject=f"part {n}"), draws=1_000) for n in range(300)]
    together = np.corrcoef(rows)[np.triu_indices(300, 1)]
    assert float(together.std()) == pytest.approx(1_000**-0.5, rel=0.05)
    assert abs(float(together.mean())) < 0.001
    assert float(np.abs(together).max()) < 0.2


def test_one_fact_with_ends_of_its_own_in_each_place():
    """One fact of two devices, 0–10 W on one and 0–30 W on the other: both at their ends together, 0 to 40."""
    few, many = (
        leaf("optics", 0.0, "W", low=0.0, high=high, operation="design", subject="part") for high in (10.0, 30.0)
    )
    both = total("both", (few, many), "W")
    assert [(swing.at_low, swing.at_high) for swing in tornado(both)] == [(0, 40)]
    assert draws_of(both, draws=DRAWS) == pytest.approx(4 * draws_of(few, draws=DRAWS))
    assert draws_of(both, draws=DRAWS).max() > 30


def test_unknown_terms_are_left_out_of_sums_as_everywhere():
    some = total("some", (PRICE, leaf("nobody knows", None)), "USD")
    assert monte_carlo(some).p50 == monte_carlo(PRICE).p50


@given(st.lists(st.floats(0.5, 2.0), min_size=4, max_size=4))
def test_the_pass_over_arrays_is_the_plain_evaluation(scales):
    a, b, c, d = (
        leaf(name, value, low=value / 2, high=value * 3, subject=name)
        for name, value in zip("abcd", scales, strict=True)
    )
    tree = maximum(
        "top",
        (
            annuity("yearly", product("capital", (a, b), ""), leaf("rate", 0.05), c, ""),
            quotient("share", total("both", (a, d), ""), minimum("least", (b, c), ""), ""),
            rounded_up("whole", difference("rest", d, a, "")),
        ),
        "",
    )
    for key in ("a", "b", "c", "d"):
        values = {(key, key): np.array([0.7, 1.3])}
        found = evaluated(tree, lambda one, values=values: values.get((one.subject, one.label)), 2)
        for place, value in enumerate((0.7, 1.3)):
            assert found[place] == pytest.approx(recompute(tree, {(key, key): value}))


def test_every_operation_of_figures_is_known():
    assert set(_OPERATIONS) == set(OPERATIONS)


@pytest.mark.parametrize("draws", [0, -1, 10**9])
def test_a_number_of_draws_that_cannot_be_is_refused(draws):
    with pytest.raises(ValueError, match="draws must be"):
        monte_carlo(COST, draws=draws)


def test_draws_that_differ_by_rounding_alone_have_bars():
    """3 × 1e15/3 of a leaf whose range is one step of a float: numpy alone would refuse to part it."""
    step = leaf("step", 1e15, "USD", low=1e15, high=1e15 + 0.125, operation="fact", subject="part")
    spread = monte_carlo(product("thrice", (step, leaf("three", 3.0)), "USD"), draws=100)
    assert spread.p50 == pytest.approx(3e15)
    assert sum(spread.counts) == 100
    assert list(spread.edges) == sorted(set(spread.edges))
