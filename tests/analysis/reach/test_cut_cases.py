"""The cases of METHOD_CUTS (shared/cases/cuts.json), each by its number, to the last digit."""

import numpy as np
import pytest

from designer.analysis.network.bandwidth import network
from designer.analysis.network.copy_groups import grouped
from designer.analysis.network.ecmp import Demand, ecmp_loads
from designer.analysis.network.network_context import survey_of
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from tests.analysis.conftest import drawn
from tests.shipped import LIBRARY


def leaf_spine(leaves, hosts, uplinks, gbps, spread="even"):
    text = f"h: host x{leaves * hosts}\nl: switch x{leaves}\ns: switch x{uplinks}\n"
    return drawn(f"{text}a: h -- l x{leaves * hosts} {spread} at {gbps}\nu: l -- s x{leaves * uplinks} mesh at {gbps}")


def torus(*sides):
    """Hosts that pass on what others send, one link of 400 Gb/s each way along every side."""
    places = list(np.ndindex(*sides))
    nodes = {name(place): Node(id=name(place), kind="host", order=n) for n, place in enumerate(places)}
    links = {}
    for place in places:
        for axis in range(len(sides)):
            other = tuple((at + (axis == n)) % side for n, (at, side) in enumerate(zip(place, sides, strict=True)))
            link = f"{name(place)}/{axis}"
            links[link] = Link(id=link, a=name(place), b=name(other), medium="fabric", capacity_gbps=400.0)
    return Design(nodes=nodes, links=links)


def name(place):
    return "-".join(map(str, place))


def test_cut_01_leaf_spine():
    """8 leaves × 8 uplinks × 400 = 25.6 Tb/s, whether hosts are listed leaf by leaf or round robin."""
    in_turn = leaf_spine(16, 32, 8, 400)
    assert network(in_turn).bisection_gbps.value == 25_600.0
    racks = "\n".join(f"h{n}: host x32\na{n}: h{n} -- l{n} x32 at 400\nl{n}: switch" for n in range(16))
    up = "\n".join(f"u{n}: l{n} -- s x8 mesh at 400" for n in range(16))
    figure = network(drawn(f"s: switch x8\n{racks}\n{up}")).bisection_gbps
    assert (figure.low, figure.value) == (25_600.0, 25_600.0)


def test_cut_02_fat_tree():
    figure = network(build_template("fat-tree", LIBRARY, {"k": "32"})).bisection_gbps
    assert (figure.low, figure.value) == (1_638_400.0, 1_638_400.0)


@pytest.mark.long
def test_cut_03_torus():
    figure = network(torus(16, 16, 16)).bisection_gbps
    assert (figure.low, figure.value) == (204_800.0, 204_800.0)


def test_cut_03_torus_of_a_size_for_every_run():
    figure = network(torus(8, 4, 4)).bisection_gbps
    assert (figure.low, figure.value) == (2 * 4 * 4 * 400.0, 2 * 4 * 4 * 400.0)


def test_cut_06_three_leaves():
    figure = network(leaf_spine(3, 4, 2, 1)).bisection_gbps
    assert (figure.low, figure.value) == (4.0, 4.0)


def test_cut_08_dragonfly():
    """8 groups of 8 switches of 4 hosts, 4 links a pair of groups: 4 × 4 × 4 × 400 = 25.6 Tb/s."""
    # Every switch is a node of its own, so that local and global cables can be drawn one by one.
    nodes, links = {}, {}
    for g in range(8):
        for s in range(8):
            switch, hosts = f"s{g}.{s}", f"h{g}.{s}"
            nodes[hosts] = Node(id=hosts, kind="host", copies=4, order=len(nodes))
            nodes[switch] = Node(id=switch, kind="switch", order=len(nodes))
            links[f"a{g}.{s}"] = Link(id=f"a{g}.{s}", a=hosts, b=switch, medium="fabric", cables=4, capacity_gbps=400.0)
            for other in range(s):
                link = f"l{g}.{s}.{other}"
                links[link] = Link(id=link, a=switch, b=f"s{g}.{other}", medium="fabric", cables=4, capacity_gbps=400.0)
    ports = dict.fromkeys(range(8), 0)
    for g in range(8):
        for other in range(g):
            for n in range(4):
                a, b = ports[g] % 8, ports[other] % 8
                ports[g], ports[other] = ports[g] + 1, ports[other] + 1
                link = f"g{g}.{other}.{n}"
                links[link] = Link(
                    id=link, a=f"s{g}.{a}", b=f"s{other}.{b}", medium="fabric", cables=1, capacity_gbps=400.0
                )
    figure = network(Design(nodes=nodes, links=links)).bisection_gbps
    assert figure.value == 25_600.0
    assert 0 < figure.low <= figure.value


def load_of_a_torus(side):
    """The largest load of a link of a torus of three sides of SIDE when every host sends every other 1."""
    survey = survey_of(torus(side, side, side))
    fabric = survey.fabric(("fabric",))
    network_ = grouped(fabric, np.zeros(fabric.size, dtype=np.int64))
    ones = np.ones(network_.size)
    loads = ecmp_loads(network_, Demand(ones[None, :], ones), most_work=10**12)
    return float(max(loads.up.max(), loads.down.max()))


@pytest.mark.long
def test_cut_10_ecmp_on_a_torus():
    """k^(n+1) / 8 a link: 8,192."""
    assert load_of_a_torus(16) == pytest.approx(8_192)


def test_cut_10_ecmp_on_a_torus_of_a_size_for_every_run():
    """The same with k = 4: 4^4 / 8 = 32."""
    assert load_of_a_torus(4) == pytest.approx(32)
