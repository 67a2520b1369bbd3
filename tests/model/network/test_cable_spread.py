"""How cables fall on copies, against the rule of one cable at a time."""

from collections import Counter
from typing import get_args

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.network.cabling import joint_arrays, joint_arrays_of_groups
from designer.model.design import Design, Link, Node, Spread
from designer.model.network.cable_spread import (
    cable_ends,
    even_cable,
    folds_exactly,
    joints,
    ports_used,
    spread_problem,
    spread_unit,
)
from designer.model.records import MAX_CABLES, RefusedInput

COPIES = st.integers(1, 40)


@given(cables=st.integers(1, 600), a=COPIES, b=COPIES)
def test_even_is_cable_by_cable(cables: int, a: int, b: int) -> None:
    one_by_one = Counter((cable * a // cables, cable % b) for cable in range(cables))
    assert {(i, j): count for i, j, count in joints("even", cables, a, b)} == one_by_one
    assert Counter(even_cable(cable, cables, a, b) for cable in range(cables)) == one_by_one


@given(cables=st.integers(1, 5000), a=COPIES, b=COPIES)
def test_no_cable_is_lost_and_no_copy_is_two_ahead(cables: int, a: int, b: int) -> None:
    found = joints("even", cables, a, b)
    assert sum(count for _, _, count in found) == cables
    assert found == sorted(found)
    for end, copies in ((0, a), (1, b)):
        loads = Counter[int]()
        for joint in found:
            loads[joint[end]] += joint[2]
        counts = [loads[copy] for copy in range(copies)]
        assert max(counts) - min(counts) <= 1


@given(each=st.integers(1, 9), a=COPIES, b=COPIES)
def test_mesh_and_pairwise(each: int, a: int, b: int) -> None:
    assert joints("mesh", each * a * b, a, b) == [(i, j, each) for i in range(a) for j in range(b)]
    assert joints("pairwise", each * a, a, a) == [(i, i, each) for i in range(a)]
    assert spread_problem("mesh", each * a * b, a, b) is None


@given(cables=st.integers(1, 600), a=COPIES, b=COPIES)
def test_block_is_cable_by_cable(cables: int, a: int, b: int) -> None:
    """Hosts leaf by leaf: both ends in order of their copies."""
    found = joints("block", cables, a, b)
    one_by_one = Counter((cable * a // cables, cable * b // cables) for cable in range(cables))
    assert {(i, j): count for i, j, count in found} == one_by_one
    assert found == sorted(found)


def test_hosts_stand_leaf_by_leaf() -> None:
    assert joints("block", 6, 6, 2) == [(0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 1, 1), (4, 1, 1), (5, 1, 1)]
    assert joints("even", 6, 6, 2) == [(0, 0, 1), (1, 1, 1), (2, 0, 1), (3, 1, 1), (4, 0, 1), (5, 1, 1)]


@given(each=st.integers(1, 4), copies=st.integers(2, 40))
def test_rings_and_complete_graphs_are_those_of_networkx(each: int, copies: int) -> None:
    ring, every = joints("ring", each * copies, copies, copies), each * copies * (copies - 1) // 2
    assert Counter(frozenset(joint[:2]) for joint in ring) == Counter(
        frozenset(edge) for edge in ([(0, 1), (1, 0)] if copies == 2 else nx.cycle_graph(copies).edges)
    )
    complete = joints("complete", every, copies, copies)
    assert sorted(tuple(sorted(joint[:2])) for joint in complete) == sorted(nx.complete_graph(copies).edges)
    for found in (ring, complete):
        assert {joint[2] for joint in found} == {each}
        assert all(i != j for i, j, _ in found)
        assert [joint[0] for joint in found] == sorted(joint[0] for joint in found)


@given(spread=st.sampled_from(get_args(Spread)), cables=st.integers(1, 400), a=COPIES, b=COPIES)
def test_arrays_are_the_joints(spread: Spread, cables: int, a: int, b: int) -> None:
    arrays = joint_arrays(spread, cables, a, b)
    assert list(zip(*(column.tolist() for column in arrays), strict=True)) == joints(spread, cables, a, b)


@given(spread=st.sampled_from(get_args(Spread)), cables=st.integers(1, 2_000), a=COPIES, b=COPIES)
def test_groups_are_one_after_the_other(spread: Spread, cables: int, a: int, b: int) -> None:
    """Whether they are kept or, being many, made anew."""
    ones, others, counts = (column.tolist() for column in joint_arrays(spread, cables, a, b))
    for groups in (1, 3):
        arrays = joint_arrays_of_groups(groups, spread, cables, a, b)
        expected = [
            (group * a + one, group * b + other, count)
            for group in range(groups)
            for one, other, count in zip(ones, others, counts, strict=True)
        ]
        assert list(zip(*(column.tolist() for column in arrays), strict=True)) == expected


def test_joints_that_are_kept_cannot_be_changed() -> None:
    counts = joint_arrays("even", 8, 4, 2)[2]
    with pytest.raises(ValueError, match="read-only"):
        counts[0] = 7


@given(spread=st.sampled_from(("ring", "complete")), each=st.integers(1, 3), copies=st.integers(2, 12))
def test_a_copy_takes_as_many_ports_as_it_has_cables(spread: Spread, each: int, copies: int) -> None:
    cables = each * spread_unit(spread, copies, copies)
    router = Node(id="router", kind="switch", copies=copies)
    link = Link(id="l", a="router", b="router", medium="fabric", cables=cables, spread=spread)
    ends = Counter(end for pair in cable_ends(Design(nodes={"router": router}), link) for end in pair)
    assert set(ends.values()) == {sum(ports_used(Design(nodes={"router": router}), link))}


def test_what_gives_no_ring_says_so() -> None:
    assert "as many copies on both ends, not 2 and 3" in (spread_problem("ring", 6, 2, 3) or "")
    assert "two copies at least" in (spread_problem("complete", 1, 1, 1) or "")
    assert spread_problem("complete", 7, 4, 4) == "A complete graph of 4 copies takes a multiple of 6 cables, not 7."
    assert joints("complete", 7, 4, 4) == joints("even", 7, 4, 4)


def test_one_scalable_unit_by_hand() -> None:
    """31 systems × 8 rails on 8 leaves: each system reaches each leaf once, each leaf has 31."""
    assert joints("even", 248, 31, 8) == [(i, j, 1) for i in range(31) for j in range(8)]


def test_what_does_not_come_out_says_so_and_falls_back_to_even() -> None:
    assert spread_problem("mesh", 7, 2, 3) == "A mesh between 2 and 3 copies takes a multiple of 6 cables, not 7."
    assert "as many copies on both ends" in (spread_problem("pairwise", 4, 2, 3) or "")
    assert "multiples of 2" in (spread_problem("pairwise", 3, 2, 2) or "")
    assert joints("mesh", 7, 2, 3) == joints("even", 7, 2, 3)
    with pytest.raises(RefusedInput, match="10,000,000"):
        joints("even", MAX_CABLES + 1, 1, 1)


def racks(copies: int) -> Design:
    """A rack with 4 servers and 2 strips, and a switch outside."""
    nodes = [
        Node(id="rack", kind="rack", copies=copies),
        Node(id="server", kind="server", parent="rack", copies=4),
        Node(id="strip", kind="pdu", parent="rack", copies=2),
        Node(id="leaf", kind="switch", copies=2),
    ]
    links = [
        Link(id="power", a="strip", b="server", medium="power", cables=8),
        Link(id="rails", a="server", b="leaf", medium="fabric", cables=8 * copies),
    ]
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links})


def test_copies_of_containers_come_one_after_the_other() -> None:
    design = racks(2)
    assert list(cable_ends(design, design.links["power"])) == [
        (0, 0),
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 4),
        (2, 5),
        (2, 6),
        (2, 7),
        (3, 4),
        (3, 5),
        (3, 6),
        (3, 7),
    ]
    assert design.total_cables(design.links["power"]) == 16
    assert Counter(server for server, _ in cable_ends(design, design.links["rails"])) == dict.fromkeys(range(8), 2)


@given(cables=st.integers(1, 400), a=COPIES, b=COPIES)
def test_ports_used_is_the_fullest_copy(cables: int, a: int, b: int) -> None:
    nodes = {"a": Node(id="a", kind="host", copies=a), "b": Node(id="b", kind="switch", copies=b)}
    link = Link(id="l", a="a", b="b", medium="fabric", cables=cables)
    design = Design(nodes=nodes, links={"l": link})
    ends = list(cable_ends(design, link))
    fullest = tuple(max(Counter(end[side] for end in ends).values()) for side in (0, 1))
    assert ports_used(design, link) == fullest
    assert folds_exactly(link, a, b) == (fullest == (cables / a, cables / b))


@given(many=st.integers(1, 6), groups=st.integers(2, 9), each=st.integers(2, 6))
def test_groups_are_joined_each_to_each_alike(many: int, groups: int, each: int) -> None:
    """A dragonfly in one tile: MANY cables for any two groups, none inside one, every group as every other one."""
    cables = many * groups * (groups - 1) // 2
    found = joints("complete", cables, groups * each, groups * each, each)
    assert spread_unit("complete", groups * each, groups * each, each) == groups * (groups - 1) // 2
    between = Counter[frozenset[int]]()
    ports = Counter[int]()
    for i, j, count in found:
        between[frozenset({i // each, j // each})] += count
        ports[i] += count
        ports[j] += count
    assert set(between.values()) == {many}
    assert len(between) == groups * (groups - 1) // 2
    assert all(len(pair) == 2 for pair in between)
    # Every group has its ports on the same copies, and no copy has two more than another.
    assert len({tuple(ports[group * each + copy] for copy in range(each)) for group in range(groups)}) == 1
    assert max(ports[copy] for copy in range(each)) - min(ports[copy] for copy in range(each)) <= 1
    turned = Counter({frozenset({(i + each) % (groups * each), (j + each) % (groups * each)}): n for i, j, n in found})
    assert turned == Counter({frozenset({i, j}): n for i, j, n in found})


@given(
    spread=st.sampled_from(["ring", "complete"]),
    many=st.integers(1, 7),
    groups=st.integers(2, 8),
    each=st.integers(1, 6),
)
def test_groups_as_arrays_are_those_one_by_one(spread: Spread, many: int, groups: int, each: int) -> None:
    cables = many * spread_unit(spread, groups, groups)
    found = joints(spread, cables, groups * each, groups * each, each)
    arrays = joint_arrays(spread, cables, groups * each, groups * each, each)
    assert found == list(zip(*(column.tolist() for column in arrays), strict=True))
    assert sum(count for _, _, count in found) == cables


def test_a_ring_of_groups_joins_the_same_copies() -> None:
    """Three racks of two hosts in a ring, two cables from rack to rack: host by host."""
    assert joints("ring", 6, 6, 6, 2) == [(0, 2, 1), (1, 3, 1), (2, 4, 1), (3, 5, 1), (4, 0, 1), (5, 1, 1)]
    assert spread_problem("complete", 5, 8, 8, 2) == "A complete graph of 4 copies takes a multiple of 6 cables, not 5."
    assert "two copies at least" in (spread_problem("complete", 1, 4, 4, 4) or "")
