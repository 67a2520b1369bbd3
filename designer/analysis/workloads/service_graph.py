"""Graph of services: who asks, reads, writes and tracks what, and what runs on what, by the drawn relations."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final, Literal, NamedTuple, TypeVar

from designer.analysis.quantities import drawn_chips, role_of
from designer.model.design import Design, Link, Node
from designer.model.kinds import (
    CALL_RANKS,
    KINDS,
    MODEL_KINDS,
    RETRIEVAL_KINDS,
    SERVICE_KINDS,
    STORE_KINDS,
    Role,
    kinds_with,
)
from designer.model.parts.part import Medium
from designer.model.relations import RELATION_MEDIA

_T = TypeVar("_T")

NEEDING_MEDIA: Final[frozenset[Medium]] = RELATION_MEDIA - {"feeds", "cools"}
"""Relations in which the first end needs the second."""
DATA_MEDIA: Final[tuple[Medium, ...]] = ("storage", "fabric")
"""Media over which machines reach their data, the one that is taken first in front."""
_SOFTWARE: Final = kinds_with(lambda kind: kind.role == "software")
_CARRIERS: Final[frozenset[Role]] = frozenset({"container", "host", "accelerator"})
"""Roles of what can carry work inside a container."""


class Edge(NamedTuple):
    """One drawn link from A, which needs, to B; link is "" for software that stands in the machine it runs on."""

    link: str
    a: str
    b: str
    medium: Medium

    @property
    def writes(self) -> bool:
        """Return True when data go to B over it; `depends_on` does not say in which direction they go."""
        return self.medium in {"writes", "asks", "depends_on"}

    @property
    def asks(self) -> bool:
        """Return True when requests go over it; `depends_on` to what answers is read as `asks`."""
        return self.medium in {"asks", "depends_on"}


class Need(NamedTuple):
    """One edge of the graph of needs, from A, which needs, to B.

    Attributes:
        key: Id of its link; "in" for a place.
        sort: "relation", "feed", "cool", "cable" or "place".
        medium: Of its link; "" for a place.
        order: Place among the links of the design.
    """

    a: str
    b: str
    key: str
    sort: str
    medium: Medium | Literal[""]
    order: int


class ServiceGraph(NamedTuple):
    """The services of a design.

    Attributes:
        nodes: Ids of all nodes that such a link touches, and of all software, callers before those they ask.
        asks: What each asks, reads, writes, is tracked by or depends on, by its id.
        asked_by: Who asks each.
        hosts: What each runs on in the end: machines, chips, stores and services, past orchestrators, other software
            and the containers in between, each once.
        guests: What runs on each, directly or, on a machine, through others.
        on: What each is drawn to run on.
        lost_ways: Software whose `runs_on` leads round in a ring or to nothing that could carry it, with the way.
        chips: Accelerators drawn inside hosts, see `quantities.drawn_chips`.
        kinds: Kind of each.
        cycles: Rings of nodes that ask each other.
        dropped: Links that close a ring: demand does not go through them.
        cables: Links over which data go, by the id of each end.
        alive: Share of each machine's copies that runs, slowed ones by how far; 1 where it is not named.
        slowed: Speed of each machine that runs, over its full speed; 1 where it is not named.
        usable: Accelerators that fall to a piece of work, where others share its machines.
        down: Nodes that answer nothing: failed, or with nothing left to run on.
    """

    nodes: tuple[str, ...]
    asks: Mapping[str, tuple[Edge, ...]]
    asked_by: Mapping[str, tuple[Edge, ...]]
    hosts: Mapping[str, tuple[str, ...]]
    guests: Mapping[str, tuple[str, ...]]
    on: Mapping[str, tuple[str, ...]]
    lost_ways: Mapping[str, tuple[str, ...]]
    chips: Mapping[str, Mapping[str, int]]
    kinds: Mapping[str, str]
    cycles: tuple[tuple[str, ...], ...]
    dropped: frozenset[str]
    cables: Mapping[str, tuple[Link, ...]]
    alive: Mapping[str, float] = {}
    slowed: Mapping[str, float] = {}
    usable: Mapping[str, float] = {}
    down: frozenset[str] = frozenset()


def services_of(design: Design, needs: Iterable[Need]) -> ServiceGraph:
    """Return the services of DESIGN, in an order in which callers come before those they ask.

    Args:
        design: The design.
        needs: The edges of its graph of needs, see `chain.needs`, with those of links in the order of the links;
            relations, places and cables are read.
    """
    edges: list[Edge] = []
    cabled: list[tuple[str, str]] = []
    standing: list[tuple[str, str]] = []
    # In one pass over thousands of needs: relations, places, and the cables that data may take.
    for need in needs:
        if need.sort == "relation" and need.medium:
            edges.append(Edge(need.key, need.a, need.b, need.medium))
        elif need.sort == "place":
            standing.append((need.a, need.b))
        elif need.sort == "cable" and need.medium in DATA_MEDIA:
            cabled.append((need.a, need.key))
    asking = [edge for edge in edges if edge.medium != "runs_on"]
    resting = [*(edge for edge in edges if edge.medium == "runs_on"), *_inside(design, standing, edges)]
    ordered = design.nodes_in_order()
    place = {node.id: place for place, node in enumerate(ordered)}
    concerned = {end for edge in edges for end in (edge.a, edge.b)}
    concerned |= {end for edge in resting for end in (edge.a, edge.b)}
    concerned |= {node.id for node in ordered if _is_software(node)}
    callers = sorted(concerned, key=place.__getitem__)
    # Whoever asks itself is a ring of one.
    cycles = [(edge.a,) for edge in asking if edge.a == edge.b]
    backward = {(edge.a, edge.b) for edge in asking if edge.a == edge.b}
    pairs = [(edge.a, edge.b) for edge in asking if edge.a != edge.b]
    # An order with callers first exists only without rings; else the fewest edges are turned out of it.
    nodes = callers_first(callers, pairs)
    if nodes is None:
        rings, turned = _rings(callers, pairs, place)
        cycles, backward = [*rings, *cycles], backward | turned
        nodes = callers_first(callers, [pair for pair in pairs if pair not in turned])
        assert nodes is not None
    forward = [edge for edge in asking if (edge.a, edge.b) not in backward] if backward else asking
    on = _grouped((edge.a, edge.b) for edge in resting)
    hosts, lost_ways = _resolved(design, on, forward)
    return ServiceGraph(
        nodes=nodes,
        asks=_grouped((edge.a, edge) for edge in forward),
        asked_by=_grouped((edge.b, edge) for edge in forward),
        hosts=hosts,
        guests=_guests(on, hosts),
        on=on,
        lost_ways=lost_ways,
        chips=drawn_chips(design),
        kinds={node_id: design.nodes[node_id].kind for node_id in concerned},
        cycles=tuple(dict.fromkeys(cycles)),
        dropped=frozenset(edge.link for edge in asking if (edge.a, edge.b) in backward),
        cables=_grouped((end, design.links[key]) for end, key in cabled),
    )


def callers_first(nodes: Sequence[str], pairs: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """Return NODES with the first of each of PAIRS before the second, else as they are given; None where a ring is.

    Source: Kahn, "Topological Sorting of Large Networks", 1962, always with the first node that is free: the order of
    `networkx.lexicographical_topological_sort`, which takes several times as long; a test holds the two equal.
    """
    place = {node: number for number, node in enumerate(nodes)}
    before = [0] * len(nodes)
    after: list[list[int]] = [[] for _ in nodes]
    for a, b in pairs:
        second = place[b]
        after[place[a]].append(second)
        before[second] += 1
    free = [number for number, count in enumerate(before) if not count]
    found: list[str] = []
    while free:
        number = heappop(free)
        found.append(nodes[number])
        for other in after[number]:
            before[other] -= 1
            if not before[other]:
                heappush(free, other)
    return tuple(found) if len(found) == len(nodes) else None


def resting_on(graph: ServiceGraph, failed: str | Collection[str], broken: Collection[str] = ()) -> tuple[str, ...]:
    """Services that fall with FAILED: those that have nowhere else to run, and those that need them, in graph order.

    Over a link in BROKEN nothing is reached; what is asked over such links alone answers nobody.

    A service that runs on several things falls when all of them have; one that asks several of one sort falls when
    all of that sort have.
    """
    gone = {failed} if isinstance(failed, str) else set(failed)
    cut = {(edge.a, edge.b) for edges in graph.asks.values() for edge in edges if edge.link in broken}
    down = set(gone)
    # What falls can take more along: until a whole round finds nothing new.
    changed = True
    while changed:
        changed = False
        for node in graph.nodes:
            if node in down:
                continue
            hosts = graph.hosts.get(node, ())
            # Nowhere else to run, one of its needs wholly gone, or asked over nothing but broken links.
            if (
                (hosts and all(host in down for host in hosts))
                or any(
                    all(other in down or (node, other) in cut for other in alike)
                    for alike in needed_groups(graph, node)
                )
                or _unreached(graph, node, broken)
            ):
                down.add(node)
                changed = True
    return tuple(node for node in graph.nodes if node in down and node not in gone)


def _unreached(graph: ServiceGraph, node: str, broken: Collection[str]) -> bool:
    """Return True when NODE is asked over nothing but links in BROKEN."""
    coming = [edge for edge in graph.asked_by.get(node, ()) if edge.medium in {"asks", "depends_on"}]
    return bool(coming) and bool(broken) and all(edge.link in broken for edge in coming)


def needed_groups(graph: ServiceGraph, node: str) -> Iterator[list[str]]:
    """Yield what NODE cannot do without, in groups of those that can stand in for each other.

    What manages or records is not needed by what runs. When a store is lost, what answers goes on with what it has in
    memory and what trains goes on without saving, while what moves data stops with nothing left to read or write.
    """
    edges = graph.asks.get(node, ())
    yield from _alike(
        graph,
        (
            edge.b
            for edge in edges
            if edge.medium in {"asks", "depends_on"}
            and not _only_manages(graph.kinds[edge.b])
            and graph.kinds[edge.b] not in STORE_KINDS
        ),
    )
    if moves_data(graph.kinds[node]):
        yield from stores_needed(graph, node)


def stores_needed(graph: ServiceGraph, node: str) -> Iterator[list[str]]:
    """Yield what NODE reads, and what it writes to, as far as they hold data."""
    edges = [edge for edge in graph.asks.get(node, ()) if graph.kinds[edge.b] in {*STORE_KINDS, *RETRIEVAL_KINDS}]
    for media in ({"reads"}, {"writes"}, {"depends_on"}):
        stores = [edge.b for edge in edges if edge.medium in media]
        if stores:
            yield stores


def moves_data(kind_id: str) -> bool:
    """Return whether a part of this kind does nothing but move data, so that it stops with nothing left to move."""
    kind = KINDS.get(kind_id)
    return kind is not None and kind.work == "elastic" and not kind.described


def no_machines_words(graph: ServiceGraph, node_id: str) -> str:
    """Return why NODE_ID has no machines: those that it runs on have failed, or none were ever drawn."""
    if node_id in graph.down:
        return "What it runs on has failed, so it gives nothing."
    return "Let it run on servers or instances with accelerators."


def down_with(
    graph: ServiceGraph, failed: Collection[str], alive: Mapping[str, float], broken: Collection[str] = ()
) -> frozenset[str]:
    """Return what gives nothing any more when FAILED have failed, with the shares ALIVE of machines left.

    Nothing is reached over the relations in BROKEN.
    """
    gone = {*failed, *(node_id for node_id, share in alive.items() if share <= 0.0)}
    return frozenset({*gone, *resting_on(graph, gone, broken)}) if gone or broken else frozenset()


def _only_manages(kind_id: str) -> bool:
    """Return True when a part of this kind starts or records others, so that what runs goes on without it."""
    kind = KINDS.get(kind_id)
    return kind is not None and ("tracks" in kind.gives or "runs_on" in kind.gives) and kind.role == "software"


def _alike(graph: ServiceGraph, asked: Iterable[str]) -> Iterable[list[str]]:
    """ASKED in groups of those that can stand in for each other."""
    groups: dict[str, list[str]] = {}
    for node in asked:
        sort = sort_of(graph.kinds[node])
        groups.setdefault(sort if sort in {"model", "retrieval"} else node, []).append(node)
    return groups.values()


def _resolved(
    design: Design, on: Mapping[str, tuple[str, ...]], asking: Iterable[Edge]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return what each node of ON runs on in the end, and the ways of those that lead nowhere.

    Software passes through to what it runs on itself; an orchestrator that is drawn to run on nothing to the machines
    that it is drawn to depend on; a container to the machines and chips inside.
    """
    children = design.children()
    managed = _grouped((edge.a, edge.b) for edge in asking if edge.medium == "depends_on" and _manages(design, edge.a))

    def below(here: str) -> tuple[str, ...] | None:
        """Return the nodes that HERE passes through to; None where it is an end itself."""
        role = role_of(design.nodes[here])
        if role == "container":
            return tuple(node.id for node in children.get(here, ()) if role_of(node) in _CARRIERS)
        if role == "software" and design.nodes[here].kind not in STORE_KINDS:
            return on.get(here, ()) or managed.get(here, ())
        return None

    ends: dict[str, tuple[str, ...]] = {}
    nowhere: dict[str, tuple[str, ...]] = {}

    def follow(here: str, way: tuple[str, ...]) -> tuple[str, ...]:
        """The ends of HERE, reached by WAY; a ring or a dead end is noted for each that was passed."""
        if here in ends:
            if here in nowhere:
                nowhere.setdefault(way[0], (*way, *nowhere[here]))
            return ends[here]
        further = below(here)
        if further is None:
            return (here,)
        if here in way or (not further and role_of(design.nodes[here]) == "software"):
            ring = way.index(here) if here in way else len(way)
            for place, passed in enumerate(way):
                # What stands in the ring comes back to itself; what leads into it comes to where it begins.
                back = way[ring : place + 1] if place >= ring else (here,)
                nowhere.setdefault(passed, (*way[place:], *back))
            return ()
        found = dict.fromkeys(end for other in further for end in follow(other, (*way, here)))
        if here not in way and len(way) <= 1:
            # Only what was reached directly is sure not to have been cut short by a ring further up.
            ends[here] = tuple(found)
        return tuple(found)

    resolved: dict[str, tuple[str, ...]] = {}
    for start, targets in on.items():
        if len(targets) == 1:
            resolved[start] = follow(targets[0], (start,))
        else:
            resolved[start] = tuple(dict.fromkeys(end for other in targets for end in follow(other, (start,))))
    return resolved, {start: way for start, way in nowhere.items() if start in on}


def _manages(design: Design, node_id: str) -> bool:
    kind = KINDS.get(design.nodes[node_id].kind)
    return kind is not None and kind.work == "manager"


def _guests(on: Mapping[str, tuple[str, ...]], hosts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return what runs on each: as drawn, and on machines also what comes through others."""
    names = tuple(on)
    # By their numbers in `on`. Guests that end on the very same machines are gone through once, and so are machines
    # with the same guests.
    together: dict[tuple[str, ...], list[int]] = {}
    same: dict[int, list[int]] = {}
    direct: dict[str, list[int]] = {}
    for number, (guest, targets) in enumerate(on.items()):
        ends = hosts.get(guest, ())
        # The tuple of machines is mostly one object, which is told apart without reading it.
        some = same.get(id(ends))
        if some is None:
            some = same[id(ends)] = together.setdefault(ends, [])
        some.append(number)
        for other in targets:
            direct.setdefault(other, []).append(number)
    through: dict[str, list[int]] = {}
    alike = list(together.values())
    called = [[names[number] for number in some] for some in alike]
    for place, ends in enumerate(together):
        for end in ends:
            through.setdefault(end, []).append(place)
    ordered: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[str, ...]] = {}
    result: dict[str, tuple[str, ...]] = {}
    for other in dict.fromkeys((*direct, *through)):
        key = tuple(direct.get(other, ())), tuple(through.get(other, ()))
        if key not in ordered:
            ordered[key] = tuple(_merged(names, key[0], [(alike[place], called[place]) for place in key[1]]))
        result[other] = ordered[key]
    return result


def _merged(names: Sequence[str], own: Sequence[int], others: Sequence[tuple[Sequence[int], list[str]]]) -> list[str]:
    """Return the NAMES of the numbers of OWN and of all OTHERS, which rise and come with theirs, each once in order."""
    if not others:
        return [names[number] for number in sorted({*own})]
    longest, called = max(others, key=lambda some: len(some[0]))
    rest = {*own, *(number for some, _ in others if some is not longest for number in some)}
    found, start = list[str](), 0
    for number in sorted(rest):
        # The longest run is copied piece by piece, between the few others that come in between.
        stop = bisect_left(longest, number, start)
        found += called[start:stop]
        start = stop
        if stop == len(longest) or longest[stop] != number:
            found.append(names[number])
    found += called[start:]
    return found


def sort_of(kind: str) -> Literal["model", "retrieval", "store", "service", "other"]:
    """Return the sort of service that a caller wants of a node of KIND."""
    if kind in MODEL_KINDS:
        return "model"
    if kind in RETRIEVAL_KINDS:
        return "retrieval"
    if kind in STORE_KINDS:
        return "store"
    return "service" if kind in SERVICE_KINDS else "other"


def relation_edge(design: Design, link: Link) -> Edge | None:
    """Return LINK from what needs to what it needs; None where it is no such relation.

    Both ends must be there. What runs on a machine may be drawn from either end, and `depends_on` goes from the kind
    that asks to the kind that is asked.
    """
    if link.medium not in NEEDING_MEDIA:
        return None
    a, b = design.nodes[link.a], design.nodes[link.b]
    reverse = False
    if link.medium == "runs_on":
        reverse = _is_software(b) and not _is_software(a)
    elif link.medium == "depends_on":
        reverse = CALL_RANKS.get(b.kind, len(CALL_RANKS)) < CALL_RANKS.get(a.kind, len(CALL_RANKS))
    return Edge(link.id, b.id, a.id, link.medium) if reverse else Edge(link.id, a.id, b.id, link.medium)


def _inside(design: Design, standing: Iterable[tuple[str, str]], drawn: Iterable[Edge]) -> Iterator[Edge]:
    """Software STANDING in a machine runs on it, as if that were drawn."""
    known = {(edge.a, edge.b) for edge in drawn if edge.medium == "runs_on"}
    for a, b in standing:
        software = role_of(design.nodes[a]) == "software"
        if software and role_of(design.nodes[b]) == "host" and (a, b) not in known:
            yield Edge("", a, b, "runs_on")


def _is_software(node: Node) -> bool:
    return node.kind in _SOFTWARE


def _rings(
    nodes: Sequence[str], pairs: Iterable[tuple[str, str]], place: Mapping[str, int]
) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
    """Rings of NODES that PAIRS make, and the pairs in them that go back in design order."""
    import networkx as nx  # takes long: the window is open before anybody asks

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pairs)
    cycles: list[tuple[str, ...]] = []
    backward: set[tuple[str, str]] = set()
    for component in nx.strongly_connected_components(graph):
        if len(component) < 2:
            continue
        cycles.append(tuple(sorted(component, key=place.__getitem__)))
        backward |= {(a, b) for a in component for b in graph.successors(a) if b in component and place[b] < place[a]}
    return sorted(cycles), backward


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
