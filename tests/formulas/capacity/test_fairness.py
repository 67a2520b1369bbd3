"""Max-min fair shares, of one capacity and over many links."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.formulas.capacity.fairness import max_min
from designer.formulas.network.shared_links import max_min_over_links
from tests.long_runs import runs

RATE = st.floats(0, 1e6, allow_subnormal=False)
WEIGHT = st.floats(0.01, 100)


def test_the_weighted_level():
    """9 by weights 1, 2 to unbounded demands: 3 and 6; with 2 asked by the second, the first takes 7."""
    assert max_min(9, [99, 99], [1, 2]) == [3, 6]
    assert max_min(9, [99, 2], [1, 2]) == [7, 2]


def test_a_capacity_above_all_demands_meets_them():
    assert max_min(100, [1, 2, 0]) == [1, 2, 0]


def test_no_capacity_gives_nothing():
    assert max_min(0, [1, 2]) == [0, 0]


@given(RATE, st.lists(st.tuples(RATE, WEIGHT), min_size=1, max_size=20))
def test_shares_are_max_min_fair(capacity, flows):
    """What is given fits, and no flow that wants more has a lower level than another has."""
    demands, weights = [demand for demand, _ in flows], [weight for _, weight in flows]
    rates = max_min(capacity, demands, weights)
    assert sum(rates) == pytest.approx(min(capacity, sum(demands)), rel=1e-9, abs=1e-9)
    assert all(0 <= rate <= demand for rate, demand in zip(rates, demands, strict=True))
    levels = [rate / weight for rate, weight in zip(rates, weights, strict=True)]
    starved = [level for level, rate, demand in zip(levels, rates, demands, strict=True) if rate < demand * (1 - 1e-9)]
    if starved:
        assert min(starved) >= max(levels) * (1 - 1e-6) - 1e-9


@pytest.mark.parametrize(
    ("capacity", "demands", "weights", "message"),
    [
        (-1, [1], [], "capacity must not be negative"),
        (1, [], [], "demands is empty"),
        (1, [-1], [], "demands must not be negative"),
        (1, [1], [0], "weights must be above 0"),
        (1, [1], [1, 2], "2 weights for 1 demands"),
        (float("nan"), [1], [], "capacity must be a finite number"),
    ],
)
def test_impossible_shares_are_refused(capacity, demands, weights, message):
    with pytest.raises(ValueError, match=message):
        max_min(capacity, demands, weights)


def over_links(capacity, routes, demand, weight=None):
    """The rates of flows that are given by the links of each."""
    uses = [(flow, link) for flow, links in enumerate(routes) for link in links]
    flow, link = np.array(uses, dtype=np.intp).reshape(-1, 2).T
    shares = None if weight is None else np.array(weight, float)
    return max_min_over_links(np.array(capacity, float), flow, link, np.array(demand, float), shares)


def test_the_line_network_of_bertsekas():
    """A long flow over both links and one short flow on each: the tighter link halves the long one."""
    rates = over_links([10, 4], [[0, 1], [0], [1]], [np.inf, np.inf, np.inf])
    assert rates.tolist() == [2, 8, 2]


def test_a_flow_that_uses_a_link_twice_takes_twice():
    assert over_links([9], [[0, 0], [0]], [np.inf, np.inf]).tolist() == [3, 3]


@settings(deadline=None)
@given(RATE, st.lists(st.tuples(RATE, WEIGHT), min_size=1, max_size=12))
def test_one_link_gives_what_the_single_capacity_gives(capacity, flows):
    demands, weights = [demand for demand, _ in flows], [weight for _, weight in flows]
    rates = over_links([capacity], [[0]] * len(flows), demands, weights)
    assert rates == pytest.approx(np.array(max_min(capacity, demands, weights)), rel=1e-6, abs=1e-6)


@settings(deadline=None, max_examples=runs(20, 60))
@given(
    st.lists(st.floats(1, 100), min_size=4, max_size=4),
    st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True), min_size=1, max_size=10),
    st.floats(1, 60),
)
def test_every_flow_has_its_demand_or_a_full_link_where_none_has_more(capacity, routes, demand):
    """The bottleneck condition, which only the max-min fair rates meet."""
    rates = over_links(capacity, routes, [demand] * len(routes))
    load = [sum(rates[f] for f, links in enumerate(routes) if link in links) for link in range(4)]
    assert all(load[link] <= capacity[link] * (1 + 1e-9) for link in range(4))
    for flow, links in enumerate(routes):
        has_bottleneck = any(
            load[link] >= capacity[link] * (1 - 1e-9)
            and rates[flow] >= max(rates[f] for f, other in enumerate(routes) if link in other) * (1 - 1e-9)
            for link in links
        )
        assert has_bottleneck or rates[flow] == pytest.approx(demand)


@pytest.mark.parametrize(
    ("capacity", "routes", "demand", "weight", "message"),
    [
        ([-1], [[0]], [1], None, "capacity must not be negative"),
        ([1], [[0]], [np.nan], None, "demand must not be negative or NaN"),
        ([1], [[0]], [1], [0], "weight must be above 0"),
        ([1], [[0]], [1], [1, 1], "weight must be as long as demand"),
        ([1], [[1]], [1], None, "links that exist"),
        ([1], [[]], [np.inf], None, "must use a link"),
    ],
)
def test_impossible_networks_are_refused(capacity, routes, demand, weight, message):
    with pytest.raises(ValueError, match=message):
        over_links(capacity, routes, demand, weight)
