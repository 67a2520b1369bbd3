"""Oracles: the halves that the analysis found, by the names of copies, and who meets whom, by networkx alone."""

import itertools

import networkx as nx

from designer.analysis.halving.halves import halves_of
from designer.analysis.network.network_context import survey_of


def found_halves(design, fail=()):
    """The copies (node, number) of the one half and of the other; both are empty without two endpoints."""
    survey = survey_of(design, fail)
    fabric = survey.fabric(("fabric",))
    halves = halves_of(survey, fabric)
    if halves is None:
        return set(), set()
    node_of = fabric.node_of()
    return tuple(
        {(fabric.nodes[node_of[vertex]], int(vertex - fabric.first[node_of[vertex]])) for vertex in side.tolist()}
        for side in (halves.near, halves.far)
    )


def passing(graph):
    """Who passes on what others send: switches, and the cabled hosts of an island that has none."""
    found = set()
    for island in nx.connected_components(graph):
        switches = {vertex for vertex in island if graph.nodes[vertex]["kind"] == "switch"}
        found |= switches or {vertex for vertex in island if graph.degree(vertex)}
    return found


def meeting(graph):
    """Every pair of hosts that meets: over switches that hang together, or by a cable of their own."""
    hosts = {vertex for vertex, kind in graph.nodes(data="kind") if kind != "switch"}
    passes = passing(graph)
    pairs = {frozenset((a, b)) for a, b in graph.edges() if a in hosts and b in hosts}
    for part in nx.connected_components(graph.subgraph(passes)):
        near = part.union(*(graph[vertex] for vertex in part)) & hosts
        pairs |= {frozenset(pair) for pair in itertools.combinations(near, 2)}
    return pairs


def parted_hosts(before, after):
    """How many hosts are cut off when the pairs that meet are AFTER instead of BEFORE.

    Whoever meets nobody any more, and the fewest others without whom all that are left meet as before.
    """
    met, meets = (set().union(*pairs) for pairs in (before, after))
    nobody = met - meets
    lost = nx.Graph([tuple(pair) for pair in before - after if not pair & nobody])
    kept, _ = nx.max_weight_clique(nx.complement(lost), weight=None)
    return len(nobody) + len(lost) - len(kept)
