"""What holds a network together, against networkx."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.network.rail_checks import cut_vertices
from tests.long_runs import runs


def joined(graph: "nx.Graph[int]") -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for a, b in graph.edges:
        near.setdefault(f"s{a}", set()).add(f"s{b}")
        near.setdefault(f"s{b}", set()).add(f"s{a}")
    return near


@settings(max_examples=runs(30, 200), deadline=None)
@given(size=st.integers(2, 14), share=st.sampled_from((0.1, 0.2, 0.3, 0.5)), seed=st.integers(0, 10**6))
def test_cut_vertices_are_those_of_networkx(size: int, share: float, seed: int) -> None:
    for graph in (nx.gnp_random_graph(size, share, seed), nx.bipartite.random_graph(size, size, share, seed)):
        assert set(cut_vertices(joined(graph))) == {f"s{vertex}" for vertex in nx.articulation_points(graph)}


@pytest.mark.parametrize(
    ("graph", "cuts"),
    [(nx.star_graph(6), {"s0"}), (nx.complete_bipartite_graph(5, 4), set()), (nx.path_graph(4), {"s1", "s2"})],
)
def test_twins_are_left_out_without_a_difference(graph: "nx.Graph[int]", cuts: set[str]) -> None:
    assert set(cut_vertices(joined(graph))) == cuts
