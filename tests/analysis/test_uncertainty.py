"""Tornado and Monte Carlo against hand-worked trees and the plain evaluation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.uncertainty import (
    _OPERATIONS,
    DRAWS,
    _bounds,
    _of_triangle,
    draws_of,
    evaluated,
    keep_likely,
    monte_carlo,
    tornado,
    with_likely,
)
from designer.formulas.operations import OPERATIONS
from designer.model.figures.figure import (
    Figure,
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


def ranged(low: float, mode: float, high: float, name: str = "x") -> Figure:
    return leaf(name, mode, low=low, high=high, operation="fact", subject=name)


@pytest.mark.parametrize(
    ("low", "mode", "high", "share", "found"),
    [
        # 0, 1, 4: a quarter lies left of the mode; x² / 4 below, 1 − (4 − x)² / 12 above.
        (0.0, 1.0, 4.0, 0.0625, 0.5),
        (0.0, 1.0, 4.0, 0.25, 1.0),
        (0.0, 1.0, 4.0, 0.75, 4.0 - np.sqrt(3.0)),
        (0.0, 1.0, 4.0, 1.0, 4.0),
        # All to the right, or to the left, of the mode.
        (2.0, 2.0, 6.0, 0.4375, 3.0),
        (2.0, 6.0, 6.0, 0.0625, 3.0),
    ],
)
def test_a_triangle_by_its_shares(low, mode, high, share, found):
    assert _of_triangle(np.array([share]), low, high, mode) == pytest.approx(found)


def test_draws_fill_each_slice_once_and_do_not_hang_on_what_is_kept():
    """Of 1,000 draws of 0 to 1 evenly, one lies in each thousandth: the triangle's share of each draw says which."""
    for number in (DRAWS, DRAWS + 1):
        found = np.sort(draws_of(ranged(0.0, 0.0, 1.0), draws=number))
        share = 1 - (1 - found) ** 2
        assert (np.floor(share * number + 1e-9) == np.arange(number)).all()
    assert draws_of(ranged(0.0, 0.0, 1.0), draws=1).size == 1
    other = draws_of(ranged(0.0, 0.0, 1.0, "y"), draws=DRAWS)
    assert not np.allclose(other, draws_of(ranged(0.0, 0.0, 1.0), draws=DRAWS))
    assert not np.allclose(other, draws_of(ranged(0.0, 0.0, 1.0, "y"), draws=DRAWS, seed=1))


NAN, INF = float("nan"), float("inf")
A, B = np.array([4.0, 0.0]), np.array([2.0, 0.0])


@pytest.mark.parametrize(
    ("operation", "terms", "found"),
    [
        ("sum", (A, B, 1.0), [7.0, 1.0]),
        ("sum", (A, None), [4.0, 0.0]),
        ("sum", (None, None), None),
        ("sum", (1.0, 2.0), 3.0),
        ("product", (A, B, 3.0), [24.0, 0.0]),
        ("product", (A, None), None),
        ("difference", (A, B), [2.0, 0.0]),
        ("difference", (A, 1.0), [3.0, -1.0]),
        ("difference", (None, B), None),
        ("quotient", (A, B), [2.0, NAN]),
        ("quotient", (6.0, A), [1.5, NAN]),
        ("quotient", (A, 2.0), [2.0, 0.0]),
        ("quotient", (A, 0.0), [NAN, NAN]),
        ("quotient", (3.0, 2.0), 1.5),
        ("quotient", (3.0, 0.0), NAN),
        ("maximum", (A, 1.0), [4.0, 1.0]),
        ("maximum", (A, None), [4.0, 0.0]),
        ("maximum", (None,), None),
        ("maximum", (3.0, 2.0), 3.0),
        ("minimum", (A, 1.0), [1.0, 0.0]),
        ("minimum", (None, 2.0), 2.0),
        ("annuity", (A, 0.0, 4.0), [1.0, 0.0]),
        # 10 % over two years: 0.1 × 1.21 / 0.21 of it a year.
        ("annuity", (A, 0.1, 2.0), [4 * 0.121 / 0.21, 0.0]),
        ("annuity", (A, None, 2.0), None),
        ("annuity", (2.1, 0.1, 2.0), 1.21),
        ("ceiling", (np.array([2.0 + 1e-10, 2.001]),), [2.0, 3.0]),
        ("ceiling", (1e12 + 0.5,), 1e12),
        ("floor", (np.array([2.0 - 1e-10, 1.999]),), [2.0, 1.0]),
        ("floor", (1e12 - 0.5,), 1e12),
    ],
)
def test_operations_on_draws_and_numbers(operation, terms, found):
    with np.errstate(all="ignore"):
        answer = _OPERATIONS[operation](terms)
    if found is None:
        assert answer is None
        return
    assert isinstance(answer, np.ndarray) == isinstance(found, list)
    assert answer == pytest.approx(found, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "terms"), [("wait", (0.5, 2.0, 3.0)), ("battery", (6.0, 0.4, 1.2, 1.0))], ids=("wait", "battery")
)
def test_waits_and_batteries_are_worked_out_draw_by_draw(name, terms):
    plain = OPERATIONS[name](terms)
    assert plain is not None
    assert _OPERATIONS[name](terms) == pytest.approx(plain)
    assert _OPERATIONS[name]((np.full(2, terms[0]), *terms[1:])) == pytest.approx([plain, plain])
    assert _OPERATIONS[name]((None, *terms[1:])) is None


def test_a_spread_by_hand():
    """Forty bars from the least draw to the largest; what is divided by zero in every draw has none."""
    assert monte_carlo(ranged(0.0, 0.0, 1.0), draws=1).draws == 1
    spread = monte_carlo(ranged(2.0, 2.0, 2.0 + 1e-30), draws=10)
    assert (len(spread.counts), len(spread.edges)) == (40, 41)
    zero = monte_carlo(product("nothing", (ranged(0.0, 0.5, 1.0), leaf("zero", 0.0)), ""), draws=10)
    assert (zero.edges[0], zero.edges[-1], zero.mean) == (-0.5, 0.5, 0.0)
    wide = monte_carlo(ranged(10.0, 15.0, 20.0))
    assert 10.0 <= wide.edges[0] < wide.p10 < 15.0 < wide.p90 < wide.edges[-1] <= 20.0
    assert wide.p50 == pytest.approx(15.0, abs=0.02)
    # Of a triangle of 10, 15 and 20 a tenth lies below 10 + √(0.1 × 10 × 5).
    assert wide.p10 == pytest.approx(10 + np.sqrt(5.0), abs=0.02)
    zero = product("zero", (ranged(1.0, 2.0, 3.0, "y"), leaf("0", 0.0)), "")
    assert monte_carlo(quotient("never", ranged(1.0, 2.0, 3.0), zero, "")) is None


@pytest.mark.parametrize(
    ("low", "high", "bounds"),
    [
        (1.0, 3.0, (1.0, 3.0)),
        (0.0, 0.0, (-0.5, 0.5)),
        (2e9, 2e9, (2e9 - 2, 2e9 + 2)),
        (-4e9, -4e9, (-4e9 - 4, -4e9 + 4)),
    ],
)
def test_bars_have_a_width(low, high, bounds):
    assert _bounds(np.array([low, high])) == pytest.approx(bounds)


def test_a_likely_range_is_drawn_once_and_left_where_there_is_one():
    known = with_likely(ranged(10.0, 15.0, 20.0))
    assert known.likely == pytest.approx((10 + np.sqrt(5.0), 20 - np.sqrt(5.0)), abs=0.02)
    assert with_likely(known) is known
    assert with_likely(NUMBER) is NUMBER
    nobody = leaf("nobody", None)
    assert with_likely(nobody) is nobody
    elsewhere = ranged(1.0, 2.0, 3.0, "elsewhere")
    keep_likely(elsewhere, (1.5, 2.5))
    assert with_likely(elsewhere).likely == (1.5, 2.5)


def test_the_widest_swings_come_first_and_no_more_than_asked():
    """Leaf n moves the sum by n; one with an end only on one side moves by it; a ring of zero moves nothing."""
    leaves = [ranged(10.0, 10.0, 10.0 + number, f"leaf {number}") for number in range(1, 16)]
    swings = tornado(total("all", (*leaves, NUMBER), ""))
    assert [swing.leaf.label for swing in swings] == [f"leaf {number}" for number in range(15, 3, -1)]
    whole = sum(one.value for one in leaves) + 4.0
    assert (swings[0].at_low, swings[0].at_high) == (whole, whole + 15.0)
    nothing = product("nothing", (leaves[0], leaf("zero", 0.0)), "")
    assert tornado(nothing) == ()


def test_what_is_done_is_not_done_again():
    done = {}
    first = draws_of(COST, draws=50, done=done)
    assert set(done) == {id(COST), id(PRICE), id(NUMBER), id(LOAD)}
    assert done[id(NUMBER)] == 4.0
    done[id(COST)] = first + 1.0
    assert draws_of(total("more", (COST, NUMBER), ""), draws=50, done=done) == pytest.approx(first + 5.0)
    fixed = product("fixed", (NUMBER, NUMBER), "")
    assert draws_of(fixed, draws=3).tolist() == [16.0] * 3
