"""The graph of needs: everything that is drawn, and what each needs of what, as one typed networkx graph.

An edge goes from what needs to what it needs. Each has its `sort`:

    relation  software and services: `asks`, `runs_on`, `reads`, `writes`, `tracks`, `depends_on`
    feed      power, by cords or by `feeds`
    cool      coolant, by hoses or by `cools`
    cable     a network cable; both ends need each other, so there is an edge each way
    place     what stands in a container or a machine needs it

Copies are folded: a node stands for all of them, and says how many there are. The graph is made once for a design, and
every section reads it: services and their machines, what falls with a failure, what power, coolant and networks
reach, single points. Where a section goes on with arrays of its own, tests hold them against this graph.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from designer.analysis.chain.supplies import with_supplies
from designer.analysis.power.directions import Directions, directed
from designer.analysis.quantities import role_of
from designer.analysis.workloads.service_graph import Need, ServiceGraph, relation_edge, services_of
from designer.model.design import Design, Link
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.power.power_order import is_turned

if TYPE_CHECKING:
    import networkx as nx

_CABLES: Final = frozenset({*NETWORK_MEDIA, "nvlink", "pcie"})
_KEPT: Final = 4
"""Of so many designs the graphs are kept: one that is edited, what it was before, and what it is compared with."""

_recent: "OrderedDict[int, Needs]" = OrderedDict()


@dataclass(frozen=True, eq=False)
class Needs:
    """Needs of one design; each view of them is made when it is first asked for, and then kept.

    Attributes:
        design: The design.
    """

    design: Design

    @cached_property
    def supplied(self) -> Design:
        """The design with `feeds` and `cools` as the cords and hoses that they stand for."""
        return with_supplies(self.design)

    @cached_property
    def feeds(self) -> Directions:
        """Return the directions of the power links: which end of each feeds the other."""
        return directed(self.supplied, "power", is_turned)

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The graph of needs.

        Nodes carry `kind`, `role` and `copies` (in the whole design), edges their `sort`, `medium` and `order`, the
        place among the links of the design. The key of an edge is the id of its link, or "in" for a place. Links to
        nodes that are not there are left out, and so is a cable from a node to itself.
        """
        import networkx as nx  # takes long: the window is open before anybody asks

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.design.nodes_in_order():
            graph.add_node(node.id, kind=node.kind, role=role_of(node), copies=self.design.total_copies(node.id))
        for a, b, key, sort, medium, order in self.edges:
            graph.add_edge(a, b, key=key, sort=sort, medium=medium, order=order)
        return graph

    @cached_property
    def edges(self) -> tuple[Need, ...]:
        """The edges of the graph: places, then those of links in the order of the design, then power and coolant."""
        return tuple(self._edges())

    def _edges(self) -> Iterator[Need]:
        design = self.design
        for node in design.nodes.values():
            if node.parent is not None and node.parent in design.nodes and node.parent != node.id:
                yield Need(node.id, node.parent, "in", "place", "", 0)
        for order, link in enumerate(design.links.values()):
            if link.a not in design.nodes or link.b not in design.nodes:
                continue
            relation = relation_edge(design, link)
            if relation is not None:
                yield Need(relation.a, relation.b, link.id, "relation", link.medium, order)
            elif link.medium in _CABLES and link.a != link.b:
                yield Need(link.a, link.b, link.id, "cable", link.medium, order)
                yield Need(link.b, link.a, link.id, "cable", link.medium, order)
        for feed in self.feeds.feeds:
            yield Need(feed.fed, feed.source, feed.link, "feed", "power", 0)
        for link in self.supplied.links.values():
            if link.medium == "coolant" and link.a != link.b and {link.a, link.b} <= design.nodes.keys():
                # Which end of a hose gives is told by what the ends are: what is no cooler takes.
                gives = role_of(design.nodes[link.a]) == "cooling"
                fed, source = (link.b, link.a) if gives else (link.a, link.b)
                yield Need(fed, source, link.id, "cool", "coolant", 0)

    @cached_property
    def services(self) -> ServiceGraph:
        """Return the graph of services: who asks, reads, writes and tracks what, and what runs on what.

        Thousands of services are read from its edges, before networkx has made a graph of them.
        """
        return services_of(self.design, self.edges)

    @cached_property
    def network_links(self) -> Mapping[str, tuple[Link, ...]]:
        """Network cables at each node, in the order of the design."""
        found: dict[str, list[Link]] = {}
        for link in self.design.links.values():
            if link.medium in NETWORK_MEDIA:
                for end in dict.fromkeys((link.a, link.b)):
                    found.setdefault(end, []).append(link)
        return {end: tuple(links) for end, links in found.items()}

    @cached_property
    def once(self) -> frozenset[str]:
        """Return the ids of what stands there once in the whole design."""
        return frozenset(node_id for node_id, attributes in self.graph.nodes.items() if attributes["copies"] == 1)

    def of_sort(self, *sorts: str) -> "nx.DiGraph[str]":
        """Return the edges whose `sort` is one of SORTS, one for each pair of nodes."""
        import networkx as nx

        found: nx.DiGraph[str] = nx.DiGraph()
        found.add_nodes_from(self.graph)
        found.add_edges_from((a, b) for a, b, sort in self.graph.edges(data="sort") if sort in sorts)
        return found

    def hanging_on(self, node_id: str, *sorts: str) -> tuple[str, ...]:
        """Return what needs NODE_ID over edges of SORTS, directly or through others, in design order."""
        import networkx as nx

        below = nx.ancestors(self.of_sort(*sorts), node_id)
        return tuple(one for one in self.graph if one in below)


def needs_of(design: Design) -> Needs:
    """Return what DESIGN needs; for a design that was asked for lately what was made then, as it cannot change."""
    found = _recent.get(id(design))
    if found is None:
        found = _recent[id(design)] = Needs(design)
        if len(_recent) > _KEPT:
            _recent.popitem(last=False)
    else:
        _recent.move_to_end(id(design))
    return found


def reach(needs: Needs, links: Collection[str], dead: Collection[str], cut: Collection[str]) -> dict[str, set[str]]:
    """Return what each node stands on in a network: ids of joined groups of switches, and of cables to other nodes.

    Args:
        needs: Of the design.
        links: Ids of the cables that count.
        dead: Nodes that pass nothing on.
        cut: Links that carry nothing.
    """
    import networkx as nx

    passing: nx.Graph[str] = nx.Graph()
    cables = [
        (a, b, key)
        for a, b, key, sort in needs.graph.edges(keys=True, data="sort")
        if sort == "cable" and key in links and key not in cut and a not in dead and b not in dead
    ]
    roles = needs.graph.nodes
    for a, b, _ in cables:
        ends = [end for end in (a, b) if roles[end]["role"] == "switch"]
        passing.add_nodes_from(ends)
        if len(ends) == 2:
            passing.add_edge(*ends)
    group = {one: f"switches {number}" for number, part in enumerate(nx.connected_components(passing)) for one in part}
    found: dict[str, set[str]] = {}
    for a, b, key in cables:
        # Each cable is there from both ends, so each end is told once.
        found.setdefault(a, set()).add(group.get(b) or group.get(a) or key)
    return found
