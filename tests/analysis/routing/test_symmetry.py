"""Destinations that are alike are worked through once: the loads are those of the routine that goes through all."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.network.bandwidth import network
from designer.analysis.network.copy_groups import Grouped, grouped
from designer.analysis.network.ecmp import Demand, ecmp_loads, laid_one_by_one
from designer.analysis.network.network_context import survey_of
from designer.analysis.routing.symmetry import orbits_of
from designer.model.design import Design
from tests.analysis.routing.shapes import dragonfly, torus
from tests.long_runs import runs


def merged(design: Design, line: bool = False) -> tuple[Grouped, Demand]:
    """Fabric and all-to-all traffic, 1 Gb/s a pair, or what each can send."""
    survey = survey_of(design)
    fabric = survey.fabric(("fabric",))
    assert fabric is not None
    hosts = fabric.vertices(survey.roster.endpoints(("fabric",)))
    found = grouped(fabric, fabric.node_of())
    each = np.bincount(found.at[hosts], minlength=found.size).astype(float)
    sends = np.bincount(found.at[hosts], fabric.line_gbps()[hosts], found.size) if line else each
    return found, Demand(sends[None, :], each)


def same(found, expected) -> None:
    for mine, theirs in ((found.up, expected.up), (found.down, expected.down)):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)
    assert found.total == pytest.approx(expected.total)
    assert found.lost == pytest.approx(expected.lost)
    assert found.sampled is None


@pytest.mark.parametrize("sides", [(8, 8), (16, 16), (8, 8, 8), (6, 4, 3)])
def test_torus_is_one_orbit_with_the_closed_form(sides):
    """k-ary n-cubes: k^(n+1)/8 on every link for even k (W. J. Dally 1990; METHOD_CUTS 3)."""
    net, demand = merged(torus(*sides))
    orbits = orbits_of(net, np.concatenate([demand.sends, demand.takes[None, :]]))
    assert orbits is not None
    assert set(orbits.vertex.tolist()) == {0}
    found = laid_one_by_one(net, demand, demand.destinations())
    same(ecmp_loads(net, demand), found)
    if len(set(sides)) == 1:
        np.testing.assert_allclose(found.up, sides[0] ** (len(sides) + 1) / 8)


def test_torus_of_4096_has_the_closed_forms():
    """All-to-all puts 8,192 pairs on a link; the cut is 2 · 16² links and exact."""
    result = network(torus(16, 16, 16))
    assert result.bisection_gbps.low == result.bisection_gbps.value == 2 * 256 * 400.0
    # 2,400 Gb/s of each to 4,095 others.
    assert {round(row.load_gbps.value or 0, 6) for row in result.links} == {round(8192 * 2400 / 4095, 6)}
    assert result.notes == ()


@pytest.mark.parametrize(("groups", "routers", "hosts", "ports", "each"), [(9, 4, 2, 2, 1), (13, 8, 3, 6, 4)])
def test_dragonfly_turns_by_groups(groups, routers, hosts, ports, each):
    net, demand = merged(dragonfly(groups, routers, hosts, ports, each))
    orbits = orbits_of(net, np.concatenate([demand.sends, demand.takes[None, :]]))
    assert orbits is not None
    assert int(np.bincount(orbits.vertex).min()) >= groups
    all_of_it = laid_one_by_one(net, demand, demand.destinations())
    firsts = np.unique(orbits.vertex, return_index=True)[1]
    turned = laid_one_by_one(net, demand, firsts, np.bincount(orbits.vertex).astype(float))
    up, down = orbits.even(turned.up, turned.down)
    np.testing.assert_allclose(up, all_of_it.up, rtol=1e-9)
    np.testing.assert_allclose(down, all_of_it.down, rtol=1e-9)


def test_fat_tree_has_one_orbit_a_tier(fat_tree):
    net, demand = merged(fat_tree(8))
    orbits = orbits_of(net, np.concatenate([demand.sends, demand.takes[None, :]]))
    assert orbits is not None
    assert sorted(np.bincount(orbits.vertex).tolist()) == [16, 32, 32, 32]


def test_a_hundred_thousand_hosts_are_worked_out_whole(fat_tree):
    """k = 74 holds 101,306 hosts; each of their cables is full and no destination is left out."""
    result = network(fat_tree(74))
    assert result.endpoints == 101_306
    assert result.notes == ()
    uses = {row.id: row.utilisation.value for row in result.links}
    assert uses["access"] == pytest.approx(1.0)
    # All but what stays with the 36 others of the switch, and with the 1,368 others of the pod, goes further.
    assert uses["up"] == pytest.approx(1 - 36 / 101_305)
    assert uses["top"] == pytest.approx(1 - 1368 / 101_305)


def test_colours_alone_prove_nothing():
    """The Frucht graph is regular, so refinement gives it one colour, and has no symmetry at all (R. Frucht 1939)."""
    u, v = np.array(nx.frucht_graph().edges).T
    order = np.argsort(np.minimum(u, v) * 12 + np.maximum(u, v))
    ones = np.ones(12)
    frucht = Grouped(
        at=np.arange(12),
        members=np.ones(12, np.int64),
        forwards=np.ones(12, np.bool_),
        u=np.minimum(u, v)[order],
        v=np.maximum(u, v)[order],
        cables=np.ones(18),
        edge=np.arange(18),
    )
    assert np.bincount(np.concatenate([frucht.u, frucht.v])).tolist() == [3] * 12
    assert orbits_of(frucht, np.stack([ones, ones])) is None


@settings(max_examples=runs(20, 60), deadline=None)
@given(st.data())
def test_turned_loads_are_those_of_every_destination(data):
    """Rings of copies in random weights and chords: where an orbit is found, the loads are the same to the last."""
    turns, inner = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 4))
    size = turns * inner
    if size < 3:
        return
    pairs: dict[tuple[int, int], float] = {}
    for _ in range(data.draw(st.integers(1, 4))):
        start, step = data.draw(st.integers(0, inner - 1)), data.draw(st.integers(1, size - 1))
        cables = float(data.draw(st.integers(1, 3)))
        for turn in range(turns):
            a, b = start + turn * inner, (start + turn * inner + step) % size
            pairs[min(a, b), max(a, b)] = cables
    if data.draw(st.booleans()):
        pairs[0, data.draw(st.integers(1, size - 1))] = 7.0
    keys = np.array(sorted(pairs))
    sends, takes = (
        np.tile(data.draw(st.lists(st.integers(0, 3), min_size=inner, max_size=inner)), turns) for _ in "st"
    )
    net = Grouped(
        at=np.arange(size),
        members=np.ones(size, np.int64),
        forwards=np.ones(size, np.bool_),
        u=keys[:, 0],
        v=keys[:, 1],
        cables=np.array([pairs[a, b] for a, b in keys.tolist()]),
        edge=np.arange(len(keys)),
    )
    demand = Demand(sends[None, :].astype(float), takes.astype(float))
    orbits = orbits_of(net, np.concatenate([demand.sends, demand.takes[None, :]]))
    destinations = demand.destinations()
    if orbits is None or not destinations.size:
        return
    firsts, many = np.unique(orbits.vertex[destinations], return_index=True, return_counts=True)[1:]
    turned = laid_one_by_one(net, demand, destinations[firsts], many.astype(float))
    up, down = orbits.even(turned.up, turned.down)
    expected = laid_one_by_one(net, demand, destinations)
    np.testing.assert_allclose(up, expected.up, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(down, expected.down, rtol=1e-9, atol=1e-9)
    assert turned.lost == pytest.approx(expected.lost)
