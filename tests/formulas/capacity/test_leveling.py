"""Totals of work on several capacities are as level as its places allow."""

from math import fsum, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.capacity.leveling import even_rows, level_rows
from tests.formulas.capacity import leveling_in_turn


def totals(given_on):
    found = {}
    for one in given_on:
        for name, amount in one.items():
            found[name] = found.get(name, 0.0) + amount
    return found


def nothing(start):
    return [{} for _ in start]


def test_one_capacity_is_divided_in_proportion_to_weights():
    given_on = level_rows([80], [{"a": 0.0, "b": 0.0}], {"a": 60, "b": 40}, {"a": 60, "b": 40}, [{}])
    assert given_on == [{"a": pytest.approx(48), "b": pytest.approx(32)}]


def test_who_can_go_elsewhere_makes_room():
    start = [{"a": 2.0, "b": 2.0}, {"a": 2.0}]
    given_on = level_rows([4, 4], start, {"a": 4, "b": 4}, {"a": 4, "b": 4}, nothing(start))
    assert totals(given_on) == {"a": pytest.approx(4), "b": pytest.approx(4)}
    # With 6 asked by a of 8 in all, and 6 by b of 4 alone: b has all of its 4 and a the other 4.
    given_on = level_rows([4, 4], start, {"a": 6, "b": 6}, {"a": 6, "b": 6}, nothing(start))
    assert totals(given_on) == {"a": pytest.approx(4), "b": pytest.approx(4)}


def test_who_has_the_most_stays_as_he_is_and_who_takes_all_does_not():
    start = [{"a": 0.1, "b": 0.3}, {"a": 0.2}]
    # 0.1 + 0.2 is not 0.3 to the last bit: that is rounding, and nothing is to be moved for it.
    assert level_rows([4, 4], start, {"a": 1, "b": 1}, {"a": 0.3, "b": 0.3}, nothing(start)) == start
    given_on = level_rows([4, 4], start, {"a": 1, "b": 1}, {"a": 0.3, "b": inf}, nothing(start))
    assert totals(given_on) == {"a": pytest.approx(0.3), "b": pytest.approx(3.9)}


def test_the_most_the_least_and_the_limits_hold():
    start = [{"a": 5.0, "b": 0.0}, {"b": 0.0}]
    given_on = level_rows([10, 2], start, {"a": 1, "b": 1}, {"a": inf, "b": 3}, [{"a": 5.0}, {}], [{"b": 1.0}, {}])
    assert given_on == [{"a": pytest.approx(9), "b": pytest.approx(1)}, {"b": pytest.approx(2)}]


@st.composite
def capacities(draw):
    names = [f"w{number}" for number in range(draw(st.integers(1, 4)))]
    pools = draw(st.lists(st.floats(0.5, 20), min_size=1, max_size=4))
    start = [dict.fromkeys(draw(st.lists(st.sampled_from(names), min_size=1, unique=True)), 0.0) for _ in pools]
    demands = {name: draw(st.floats(0.1, 30)) for name in names}
    return pools, start, demands


@given(capacities())
def test_no_total_could_be_raised_but_by_lowering_one_that_is_no_higher(case):
    pools, start, demands = case
    given_on = level_rows(pools, start, demands, demands, nothing(start))
    found = totals(given_on)
    for pool, one in zip(pools, given_on, strict=True):
        assert fsum(one.values()) <= pool * (1 + 1e-9)
        assert all(amount >= 0 for amount in one.values())
        for low in one:
            if found[low] >= demands[low] * (1 - 1e-6):
                continue
            # It is short, so that the capacity is full, and who else has some of it is no better off.
            assert fsum(one.values()) == pytest.approx(pool)
            for other, amount in one.items():
                if amount > 1e-6 * pool:
                    assert found[other] / demands[other] <= found[low] / demands[low] * (1 + 1e-5) + 1e-6


@given(capacities(), st.integers(0, 3), st.floats(0, 1))
def test_less_of_a_capacity_raises_no_total(case, place, left):
    pools, start, demands = case
    whole = totals(level_rows(pools, start, demands, demands, nothing(start)))
    less = [pool * left if number == place % len(pools) else pool for number, pool in enumerate(pools)]
    found = totals(level_rows(less, start, demands, demands, nothing(start)))
    assert all(found[name] <= whole[name] * (1 + 1e-6) + 1e-6 for name in whole)


@st.composite
def bounded(draw):
    """Capacities with work on them that keeps some of each and may have no more than so much of each and in all."""
    pools, start, demands = draw(capacities())
    weights = {name: draw(st.floats(0.1, 10)) for name in demands}
    most = {name: draw(st.just(inf) | st.just(demand)) for name, demand in demands.items()}
    limits = [{name: draw(st.just(inf) | st.floats(0, 10)) for name in one} for one in start]
    least = [
        {name: draw(st.floats(0, 1)) * min(pool / len(one), limits[row][name], most[name] / len(pools)) for name in one}
        for row, (pool, one) in enumerate(zip(pools, start, strict=True))
    ]
    return pools, [dict(one) for one in least], weights, most, least, limits


@given(bounded())
def test_arrays_fill_as_plain_python_does(case):
    fast, slow = level_rows(*case), leveling_in_turn.level_rows(*case)
    assert [list(one) for one in fast] == [list(one) for one in slow]
    for one, other in zip(fast, slow, strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_totals_are_spread_so_that_capacities_are_evenly_full():
    # 6 on capacities of 4 and 8, of which others have 3 and 1: (3 + x) / 4 = (1 + 6 − x) / 8 at x = 1/3.
    (small, large) = even_rows([4, 8], [3, 1], [{"a": 1.0}, {"a": 5.0}], [{}, {}])
    assert (small["a"], large["a"]) == (pytest.approx(1 / 3), pytest.approx(17 / 3))
    assert (3 + small["a"]) / 4 == pytest.approx((1 + large["a"]) / 8)
    # What it keeps and what it may have at most of one stays so.
    assert even_rows([4, 8], [3, 1], [{"a": 1.0}, {"a": 5.0}], [{"a": 0.5}, {}])[0]["a"] == pytest.approx(0.5)
    assert even_rows([4, 4], [0, 0], [{"a": 0.0}, {"a": 3.0}], [{}, {}], [{"a": 1.0}, {}])[0]["a"] == pytest.approx(1)


@given(capacities())
def test_spreading_keeps_totals_and_capacities_and_is_told_by_the_totals(case):
    pools, start, demands = case
    given_on = level_rows(pools, start, demands, demands, nothing(start))
    found = even_rows(pools, [0.0] * len(pools), given_on, nothing(start))
    assert totals(found) == pytest.approx(totals(given_on), abs=1e-9)
    for pool, one in zip(pools, found, strict=True):
        assert fsum(one.values()) <= pool * (1 + 1e-9)
        assert all(amount >= 0.0 for amount in one.values())
    full = [fsum(one.values()) / pool for pool, one in zip(pools, found, strict=True)]
    for row, one in enumerate(found):
        for name, amount in one.items():
            # Nobody has anything on a capacity while another of his is less full.
            others = [full[other] for other, there in enumerate(found) if name in there]
            assert amount <= 1e-6 * pools[row] or full[row] <= min(others) + 1e-5
