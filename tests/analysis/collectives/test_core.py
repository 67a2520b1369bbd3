"""Loads between switches are those of ECMP on the whole network, with one vertex standing for all that are alike."""

import numpy as np
import pytest
from scipy.sparse import coo_array, csc_array

from designer.analysis.collectives.core import Core, Flows
from designer.analysis.network.copy_groups import capacity_each_way, grouped
from designer.analysis.network.ecmp import PairDemand, ecmp_loads
from designer.analysis.network.network_context import survey_of
from tests.analysis.conftest import drawn

NETWORKS = {
    "three tiers": """
        pod: pod x3
        host: gpu-server x4 in pod
        leaf: switch x4 in pod
        spine: switch x4 in pod
        core: switch x6
        a: host -- leaf x16 mesh at 400
        b: leaf -- spine x32 mesh at 200
        c: spine -- core x24 at 400
        """,
    "uneven": """
        host: gpu-server x8
        leaf: switch x4
        spine: switch x3
        more: switch x2
        a: host -- leaf x32 mesh at 400
        b: leaf -- spine x10 at 100
        c: leaf -- more x8 mesh at 400
        """,
}


@pytest.mark.parametrize("name", list(NETWORKS))
@pytest.mark.parametrize("fail", [(), ("b[1]",), ("c[0]", "b[3]")])
@pytest.mark.parametrize("seed", range(3))
def test_the_fullest_link_is_that_of_ecmp(name, fail, seed):
    fabric = survey_of(drawn(NETWORKS[name]), fail).fabric(("fabric",))
    random = np.random.default_rng(seed)
    leaves = fabric.vertices(("leaf",))
    start, end = random.choice(leaves, (2, 30))
    flows = Flows(start, end, random.random(30) * 400)
    (use,) = Core(fabric, leaves, hosts=False).use([flows])
    # Each vertex by itself, nothing merged.
    network = grouped(fabric, np.arange(fabric.size))
    apart = start != end
    at = network.at
    table = (flows.gbps[apart], (at[start[apart]], at[end[apart]]))
    pairs = csc_array(coo_array(table, shape=(network.size, network.size)))
    loads = ecmp_loads(network, PairDemand((pairs,)))
    up, down = capacity_each_way(fabric, network)
    expected = max((loads.up[0] / up).max(), (loads.down[0] / down).max())
    assert use.asked == pytest.approx(expected)
    assert not use.lost


def test_switches_that_are_alike_are_one():
    even = NETWORKS["three tiers"].replace("core x24", "core x72 mesh")
    fabric = survey_of(drawn(even)).fabric(("fabric",))
    leaves = fabric.vertices(("leaf",))
    core = Core(fabric, leaves, hosts=False)
    # From each leaf to the spines of its pod, from the spines of each pod to the core: 15 edges, no longer 120.
    assert core.work == (12 + 3) * 12
