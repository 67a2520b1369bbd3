"""Cut sets, and how many hosts are up."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.workloads.goodput.cut_sets import (
    NEVER,
    minimal,
    needs_all,
    needs_any,
    needs_some,
    of_element,
    often_per_h,
    probability,
    unavailability,
)
from designer.formulas.workloads.goodput.hosts_up import Place, at_least, conditioned, hosts_up, mean_of, units_enough


def sets(*cuts):
    return frozenset(frozenset(cut.split()) for cut in cuts)


def test_a_host_with_two_feeds_behind_one_bus():
    """It needs feed A or B; each needs its PDU and the one bus: the bus, or both PDUs."""
    feeds = [needs_all([of_element(pdu), of_element("bus")]) for pdu in ("a", "b")]
    assert needs_any(feeds) == sets("bus", "a b")


def test_three_of_four_units_stop_with_two():
    units = [of_element(unit) for unit in "abcd"]
    assert needs_some(units, 3) == sets("a b", "a c", "a d", "b c", "b d", "c d")
    assert needs_some(units, 4) == sets("a", "b", "c", "d")
    assert needs_some(units, 1) == NEVER, "four at once are not looked at"
    assert needs_some(units, 0) == NEVER


def test_what_never_stops_stands_in_for_anything():
    assert needs_any([of_element("a"), NEVER]) == NEVER
    assert needs_all([of_element("a"), NEVER]) == of_element("a")


def test_a_cut_set_holds_no_other_one():
    assert minimal(sets("a b", "b", "a b c", "c d e f")) == sets("b")


def test_2n_behind_a_bus_is_the_published_case():
    """1 − (1 − (5·10⁻⁴)²) · 0.9999."""
    down = {"a": 5e-4, "b": 5e-4, "bus": 1e-4}
    assert probability(sets("bus", "a b"), down) == pytest.approx(1 - (1 - 5e-4**2) * 0.9999, abs=1e-12)


FIVE = st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1, max_size=3), min_size=1, max_size=8)


@given(FIVE, st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_the_probability_is_that_of_all_states(cuts, shares):
    down = dict(zip("abcde", shares, strict=True))
    total = 0.0
    for state in product((False, True), repeat=5):
        failed = {name for name, gone in zip("abcde", state, strict=True) if gone}
        if any(cut <= failed for cut in cuts):
            total += prod(down[name] if name in failed else 1 - down[name] for name in down)
    assert probability(cuts, down) == pytest.approx(total, abs=1e-9)


def test_many_cut_sets_are_added_up():
    cuts = [frozenset({f"a{number}", f"b{number}"}) for number in range(30)]
    down = {element: 0.01 for cut in cuts for element in cut}
    assert probability(cuts, down) == pytest.approx(30 * 1e-4)


def test_how_often_a_pair_fails():
    """Two units of 10,000 h, repaired in 10 h: each falls on the other's repair, 2 · 10⁻⁴ · 0.999·10⁻³."""
    down = {"a": unavailability(10_000, 10), "b": unavailability(10_000, 10)}
    assert down["a"] == pytest.approx(10 / 10_010)
    assert often_per_h(frozenset("ab"), {"a": 1e4, "b": 1e4}, down) == pytest.approx(2e-4 * 10 / 10_010)


def test_racks_take_their_hosts_along():
    shares = hosts_up(Place(0.9995, 16, 0.99, copies=4))
    assert shares.sum() == pytest.approx(1)
    assert mean_of(shares) == pytest.approx(63.3283, abs=1e-4)
    assert (at_least(shares, 64), at_least(shares, 62)) == (
        pytest.approx(0.524546, abs=1e-5),
        pytest.approx(0.971542, abs=1e-5),
    )
    assert at_least(shares, 48) == pytest.approx(0.999234, abs=1e-5)


def test_a_tree_against_all_its_states():
    """A room of 0.9 with two rows of 0.8, in each two hosts of 0.7 and 0.7."""
    shares = hosts_up(Place(0.9, places=(Place(0.8, 2, 0.7, copies=2),)))
    expected = np.zeros(5)
    for room, *states in product((0, 1), repeat=7):
        rows, hosts = states[:2], states[2:]
        chance = (
            (0.9 if room else 0.1) * prod(0.8 if up else 0.2 for up in rows) * prod(0.7 if up else 0.3 for up in hosts)
        )
        expected[sum(room * rows[number // 2] * up for number, up in enumerate(hosts))] += chance
    assert shares == pytest.approx(expected)


def test_many_hosts_and_few_are_the_same_law():
    large, small = hosts_up(Place(1, 100, 0.99)), hosts_up(Place(1, places=(Place(1, 50, 0.99, copies=2),)))
    assert large == pytest.approx(small, abs=1e-12)


def test_shared_feeds_are_conditioned():
    up, down = hosts_up(Place(1, 2, 0.9)), np.array([1.0])
    assert conditioned([(0.99, up), (0.01, down)])[0] == pytest.approx(0.01 + 0.99 * 0.01)


@pytest.mark.parametrize(
    ("units", "needed", "availability", "shared", "found"),
    [(4, 3, 0.999, 1, 0.999994008), (2, 1, 0.9995, 0.9999, 0.99989975)],
)
def test_units(units, needed, availability, shared, found):
    assert units_enough(units, needed, availability, shared) == pytest.approx(found, abs=1e-8)
