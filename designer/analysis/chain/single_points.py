"""Single points in every layer: elements that stand there once and without which a service answers nothing.

What a service cannot do without is followed through the graph of needs: all of what it needs, and of things that can
stand in for each other only what all of them need. On the power side that is what dominates a device in the graph of
feeds: every way from a source to it leads over it. What a network takes along is followed by what reaches what: each
switch that stands there once, and each place that holds switches, is taken away in turn.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from designer.analysis.chain.failing import with_network
from designer.analysis.chain.needs import Needs, needs_of
from designer.analysis.chain.surviving_copies import Standing
from designer.analysis.failing import failed_of
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.results import ServicePoint
from designer.analysis.workloads.service_graph import down_with, needed_groups
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_MEDIA, Layer

_SOURCE: Final = "\0source"
"""A node that feeds everything that nothing else feeds; no id has such a character."""


def service_points(needs: Needs) -> tuple[ServicePoint, ...]:
    """Return the single points of the services of a design, those that take the most along first."""
    if not needs.services.nodes:
        return ()
    design, vital = needs.design, vital_elements(needs)
    falling: dict[str, list[str]] = {}
    for service, elements in vital.items():
        # A service is no single point of itself.
        for element in elements - {service}:
            falling.setdefault(element, []).append(service)
    for element, services in cut_by_networks(needs).items():
        known = falling.setdefault(element, [])
        known += [service for service in services if service not in known]
    place = {node_id: number for number, node_id in enumerate(needs.graph)}
    points = [
        ServicePoint(id=element, layer=_layer(design, element), services=tuple(sorted(services, key=place.__getitem__)))
        for element, services in falling.items()
    ]
    # Those that stop the most services first; ties in the order of the graph.
    return tuple(sorted(points, key=lambda point: (-len(point.services), place[point.id])))


def points_left(needs: Needs, left: Standing, fail: Collection[str] = ()) -> tuple[ServicePoint, ...]:
    """Return the single points of the services that still stand, on what is LEFT when FAIL has failed.

    What stood in for what is gone has become one.
    """
    if not left.failed and not left.alive:
        return service_points(needs)
    design = needs.design
    # Without what has failed, without what has no copy left, and without the services that are down with it.
    down = down_with(needs.services, left.failed, left.alive, left.broken)
    gone = {*left.failed, *(node_id for node_id, share in left.alive.items() if share <= 0.0), *down}
    # One copy fewer for each failed one, so that the last of two is a single point.
    copies = {node_id: set[int]().union(*ranges) for node_id, ranges in failed_of(design, fail).copies.items()}
    nodes = {
        # Links whose end is gone would be read as errors of the design.
        node_id: replace(node, copies=max(1, node.copies - len(copies.get(node_id, ()))))
        if design.total_copies(node_id) == node.copies
        else node
        for node_id, node in design.nodes.items()
        if node_id not in gone
    }
    links = {i: link for i, link in design.links.items() if {link.a, link.b} <= nodes.keys() and i not in left.broken}
    return service_points(needs_of(replace(design, nodes=nodes, links=links)))


def vital_elements(needs: Needs) -> Mapping[str, frozenset[str]]:
    """Return the elements that stand there once and without which each service, by id, answers nothing."""
    graph, once = needs.services, needs.once
    carried = _carried_by(needs)
    found: dict[str, frozenset[str]] = {}
    # Work that runs on the very same machines cannot do without the same.
    under: dict[tuple[str, ...], frozenset[str]] = {}
    # Callers come first in the order of the graph, so from its end on all that is asked is known.
    for service in reversed(graph.nodes):
        kind = KINDS.get(graph.kinds[service])
        if kind is None or kind.role != "software":
            found[service] = _alone(service, once) | carried.get(service, frozenset())
            continue
        vital = {service} & once
        hosts = graph.hosts.get(service, ())
        if hosts not in under:
            under[hosts] = _common(_alone(host, once) | carried.get(host, frozenset()) for host in hosts)
        vital |= under[hosts]
        for alike in needed_groups(graph, service):
            vital |= _common(found.get(other, frozenset()) for other in alike)
        found[service] = frozenset(vital)
    return {service: elements for service, elements in found.items() if service in graph.kinds}


def cut_by_networks(needs: Needs) -> dict[str, tuple[str, ...]]:
    """Return the services that answer nothing without each switch, or place that holds switches, that stands once.

    Its power and what else stands in it fail with a place. Networks too slow to carry requests cut no service off.
    """
    design, graph = needs.design, needs.services
    joined = {end for link in design.links.values() if link.medium in NETWORK_MEDIA for end in (link.a, link.b)}
    switches = [one for one in joined if one in design.nodes and role_of(design.nodes[one]) == "switch"]
    # A rack or room that holds a switch takes it along.
    places = {one for switch in switches for one in (switch, *design.ancestors(switch))}
    found: dict[str, tuple[str, ...]] = {}
    if not graph.nodes:
        return found
    # Only those that stand once: of others a copy is left. Each is taken out, and the networks are asked again.
    for node_id in places & needs.once:
        gone = Standing({}, {}, frozenset(failed_of(design, (node_id,)).nodes))
        left = with_network(needs, gone, (node_id,))
        down = down_with(graph, left.failed, left.alive, left.broken) - {node_id}
        services = tuple(one for one in graph.nodes if one in down and one in graph.kinds)
        if services:
            found[node_id] = services
    return found


def _alone(node_id: str, once: frozenset[str]) -> frozenset[str]:
    return frozenset({node_id} & once)


def _common(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    every = list(sets)
    return frozenset.intersection(*every) if every else frozenset()


def _carried_by(needs: Needs) -> dict[str, frozenset[str]]:
    """Return, by machine, the ids that stand there once and feed, cool or hold it, whichever way one goes."""
    import networkx as nx

    design = needs.design
    found: dict[str, set[str]] = {node_id: set() for node_id in needs.graph}
    for sort in ("feed", "cool"):
        # Turned around, from what gives to what takes; what nothing gives to hangs on one common source.
        giving = needs.of_sort(sort).reverse(copy=True)
        taking = {node_id for node_id in giving if giving.in_degree(node_id)}
        giving.add_node(_SOURCE)
        giving.add_edges_from((_SOURCE, node_id) for node_id in needs.graph if not giving.in_degree(node_id))
        before = nx.immediate_dominators(giving, _SOURCE)
        for node_id in taking & before.keys():
            here = before[node_id]
            while here is not None and here != _SOURCE and here != before.get(here):
                found[node_id].add(here)
                here = before[here]
    places = needs.of_sort("place")
    for node_id in needs.graph:
        if is_rented(design.part_of(design.nodes[node_id])):
            found[node_id].clear()
        around = nx.descendants(places, node_id)
        found[node_id] |= around
        for outer in around:
            found[node_id] |= found[outer]
    return {node_id: frozenset(elements & needs.once) for node_id, elements in found.items()}


def _layer(design: Design, node_id: str) -> Layer:
    node = design.nodes[node_id]
    part = design.part_of(node)
    return part.layer if part else KINDS[node.kind].layer
