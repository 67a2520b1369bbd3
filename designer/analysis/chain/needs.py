"""The graph of needs: everything that is drawn, and what each needs of what, as one typed networkx graph.

An edge goes from what needs to what it needs. Each has its `sort`:

    relation  software and services: `asks`, `runs_on`, `reads`, `writes`, `tracks`, `depends_on`
    feed      power, by cords or by `feeds`
    cool      coolant, by hoses or by `cools`
    cable     a network cable; both ends need each other, so there is an edge each way
    place     what stands in a container or a machine needs it

Copies are folded: a node stands for all of them, and says how many there are.
"""

from typing import TYPE_CHECKING, Final

from designer.analysis.chain.supplies import with_supplies
from designer.analysis.plant.directions import directed, is_turned
from designer.analysis.quantities import role_of
from designer.model.design import Design
from designer.model.parts import NETWORK_MEDIA
from designer.model.relations import RELATION_MEDIA

if TYPE_CHECKING:
    import networkx as nx

NEEDING: Final = RELATION_MEDIA - {"feeds", "cools"}
"""Relations whose first end needs the second."""
_CABLES: Final = frozenset({*NETWORK_MEDIA, "nvlink", "pcie"})


def needs_graph(design: Design) -> "nx.MultiDiGraph[str]":
    """Return the graph of needs of DESIGN.

    Nodes carry `kind`, `role` and `copies` (in the whole design), edges their `sort` and `medium`; the key of an edge
    is the id of its link, or "in" for a place. Links to nodes that are not there and to themselves are left out.
    """
    import networkx as nx  # takes long: the window is open before anybody asks

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in design.nodes_in_order():
        graph.add_node(node.id, kind=node.kind, role=role_of(node), copies=design.total_copies(node.id))
    for node in design.nodes.values():
        if node.parent is not None and node.parent in design.nodes and node.parent != node.id:
            graph.add_edge(node.id, node.parent, key="in", sort="place", medium="")
    for link in design.links.values():
        if link.a == link.b or not {link.a, link.b} <= design.nodes.keys():
            continue
        if link.medium in NEEDING:
            graph.add_edge(link.a, link.b, key=link.id, sort="relation", medium=link.medium)
        elif link.medium in _CABLES:
            graph.add_edge(link.a, link.b, key=link.id, sort="cable", medium=link.medium)
            graph.add_edge(link.b, link.a, key=link.id, sort="cable", medium=link.medium)
    supplied = with_supplies(design)
    for feed in directed(supplied, "power", is_turned).feeds:
        graph.add_edge(feed.fed, feed.source, key=feed.link, sort="feed", medium="power")
    for link in supplied.links.values():
        if link.medium == "coolant" and link.a != link.b and {link.a, link.b} <= design.nodes.keys():
            # Which end of a hose gives is told by what the ends are: what is no cooler takes.
            gives = role_of(design.nodes[link.a]) == "cooling"
            fed, source = (link.b, link.a) if gives else (link.a, link.b)
            graph.add_edge(fed, source, key=link.id, sort="cool", medium="coolant")
    return graph


def standing_once(graph: "nx.MultiDiGraph[str]") -> set[str]:
    """Return what stands there once in the whole design."""
    return {node_id for node_id, attributes in graph.nodes.items() if attributes["copies"] == 1}


def needs_of_sort(graph: "nx.MultiDiGraph[str]", *sorts: str) -> "nx.DiGraph[str]":
    """Return the edges of GRAPH whose `sort` is one of SORTS, one for each pair of nodes."""
    import networkx as nx

    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(graph)
    found.add_edges_from((a, b) for a, b, sort in graph.edges(data="sort") if sort in sorts)
    return found
