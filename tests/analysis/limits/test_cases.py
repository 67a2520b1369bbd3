"""Published cases through what a person calls; those of throughput, fairness, paths and sweeps stand with theirs."""

from itertools import combinations

import networkx as nx
import pytest

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.network.bandwidth import network
from tests.analysis.conftest import drawn, fat_tree


def test_complete_graph():
    """FLOW-04: K50 with capacity 5, from 1 to 2."""
    lines = [f"n{i}: switch" for i in range(50)]
    lines += [f"l{i}-{j}: n{i} -- n{j} at 5" for i, j in combinations(range(50), 2)]
    found = min_cut_between(drawn("\n".join(lines)), ["n1"], ["n2"], widen=False)
    assert found.value_gbps.value == 245
    assert len(found.links) == 49


def test_all_to_all_on_a_fat_tree():
    """NET-16: a host offers 100 to 1,023 others; an edge uplink carries 1,016 such parts and a core link 960."""
    uses = {row.id: row.utilisation.value for row in network(fat_tree(16)).links}
    assert uses["up"] == pytest.approx(1016 / 1023)
    assert uses["top"] == pytest.approx(960 / 1023)


@pytest.mark.parametrize(
    ("graph", "connectivity"),
    [
        (nx.petersen_graph(), 3),
        (nx.tutte_graph(), 3),
        (nx.dodecahedral_graph(), 3),
        (nx.octahedral_graph(), 4),
        (nx.icosahedral_graph(), 5),
    ],
)
def test_edge_connectivity_of_famous_graphs(graph, connectivity):
    """CONN-01: these graphs are as connected by edges as by vertices; the least cut from one vertex to any other."""
    lines = [f"n{i}: switch" for i in graph] + [f"l{a}-{b}: n{a} -- n{b} at 1" for a, b in graph.edges]
    design = drawn("\n".join(lines))
    least = min(
        min_cut_between(design, ["n0"], [f"n{other}"], widen=False).value_gbps.value for other in graph if other != 0
    )
    assert least == connectivity
