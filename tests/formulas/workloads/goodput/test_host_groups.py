"""What takes how many hosts, and how many are up."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.workloads.goodput.cut_sets import minimal
from designer.formulas.workloads.goodput.host_groups import HostGroup, hosts_taken, hosts_up_law, stopping


def cuts(*words):
    return minimal(frozenset(word.split()) for word in words)


RACKS = [HostGroup(4, cuts("room", f"rack{number}", f"a{number} b{number}")) for number in range(3)]


def test_a_room_takes_all_racks_and_a_pair_of_feeds_one():
    taken = hosts_taken(RACKS)
    assert taken[frozenset({"room"})] == 12
    assert taken[frozenset({"rack1"})] == 4
    assert taken[frozenset({"a2", "b2"})] == 4


def test_a_pair_takes_what_one_of_it_takes_elsewhere_too():
    groups = [HostGroup(4, cuts("a")), HostGroup(3, cuts("a b"))]
    assert hosts_taken(groups) == {frozenset({"a"}): 4, frozenset({"a", "b"}): 7}


def test_what_takes_more_hosts_than_are_spare():
    assert stopping(RACKS, 4) == cuts(
        "room",
        "rack0 rack1",
        "rack0 rack2",
        "rack1 rack2",
        *(f"rack{i} a{j} b{j}" for i in range(3) for j in range(3) if i != j),
    )
    assert stopping(RACKS, 0) == cuts("room", *(f"rack{i}" for i in range(3)), *(f"a{i} b{i}" for i in range(3)))
    assert stopping(RACKS, 12) == frozenset()


ELEMENTS = "abcde"
FAMILIES = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.lists(st.frozensets(st.sampled_from(ELEMENTS), min_size=1, max_size=1), max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@given(FAMILIES, st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_the_law_is_that_of_all_states_where_elements_are_not_shared_by_cut_sets(drawn, shares):
    """Cut sets of one element each, across groups in any way: up to six of them are conditioned on."""
    groups = [HostGroup(hosts, minimal(some)) for hosts, some in drawn]
    down = dict(zip(ELEMENTS, shares, strict=True))
    total = sum(group.hosts for group in groups)
    expected = np.zeros(total + 1)
    for state in product((False, True), repeat=5):
        failed = {name for name, gone in zip(ELEMENTS, state, strict=True) if gone}
        chance = prod(down[name] if name in failed else 1 - down[name] for name in ELEMENTS)
        expected[sum(group.hosts for group in groups if not any(cut <= failed for cut in group.cuts))] += chance
    assert hosts_up_law(groups, down) == pytest.approx(expected, abs=1e-9)


def test_the_published_racks():
    """Four racks of 16 hosts at 0.99 each: the case AVAIL-03 of the method."""
    groups = [HostGroup(1, cuts(f"host{number}", f"rack{number // 16}")) for number in range(64)]
    down = {f"host{number}": 0.01 for number in range(64)} | {f"rack{number}": 0.0005 for number in range(4)}
    law = hosts_up_law(groups, down)
    assert law @ np.arange(65) == pytest.approx(63.3283, abs=1e-4)
    assert law[62:].sum() == pytest.approx(0.971542, abs=1e-5)


def test_many_across_count_too_many_as_down():
    groups = [
        HostGroup(1, cuts(*(f"x{number}" for number in range(9) if place in (number, number + 1))))
        for place in range(10)
    ]
    down = {f"x{number}": 0.01 for number in range(9)}
    law = hosts_up_law(groups, down)
    assert law.sum() == pytest.approx(1)
    assert law @ np.arange(11) <= 10 - 9 * 2 * 0.01 + 0.01
