"""Endpoints of a network: the nodes with accelerators, else the hosts; and the host that owns a card's cables."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from designer.analysis.quantities import accelerators_in, drawn_chips, role_of
from designer.model.design import Design, Link, Node
from designer.model.kinds import RACK_SYSTEMS
from designer.model.parts.part import NETWORK_MEDIA, Medium

Ends = tuple[Link, str, str]
"""A link with the owners of its ends a and b."""


class _Neighbours(NamedTuple):
    """Owners that the links of one medium join.

    Attributes:
        near: Owners with the others that they are joined to.
        alone: Owners that a link joins to themselves.
        links: Links between two owners.
    """

    near: dict[str, set[str]]
    alone: set[str]
    links: int


class Roster:
    """The nodes of one design as its networks see them.

    A card or chip that stands in a host is a part of that host: its cables are the host's cables, and its
    accelerators the host's accelerators. "Owner" below is the node that cables belong to in this sense.
    """

    def __init__(self, design: Design, media: Collection[Medium] = NETWORK_MEDIA) -> None:
        self.design = design
        self.media = frozenset(media)
        self.order = [node.id for node in design.nodes_in_order()]
        self._cabled: dict[frozenset[Medium], set[str]] = {}
        self._endpoints: dict[frozenset[Medium], tuple[str, ...]] = {}
        self._neighbours: dict[Medium, _Neighbours] = {}

    @cached_property
    def owners(self) -> dict[str, str]:
        """The owner of every node: itself, or the outermost host that it stands in."""
        nodes = self.design.nodes
        found: dict[str, str] = {}
        for node_id in self.order:
            hosts = [a for a in self.design.ancestors(node_id) if a in nodes and is_device(nodes[a])]
            found[node_id] = hosts[-1] if hosts else node_id
        return found

    @cached_property
    def accelerators(self) -> dict[str, int]:
        """Accelerators in one copy of each owner, owners without any left out."""
        design = self.design
        inside: Counter[str] = Counter()
        drawn = drawn_chips(design)
        for node_id in self.order:
            node = design.nodes[node_id]
            if node_id in drawn:
                continue
            here = sum(accelerators_in(design, design.part_of(node)).values())
            if not here and role_of(node) == "accelerator":
                here = 1
            if here:
                owner = self.owners[node_id]
                inside[owner] += here * (design.total_copies(node_id) // design.total_copies(owner))
        return dict(inside)

    @cached_property
    def network_links(self) -> tuple[Link, ...]:
        """The links of its media, those of all networks unless others were asked for, whose two ends are there."""
        nodes, media = self.design.nodes, self.media
        return tuple(
            [
                link
                for link in self.design.links.values()
                if link.medium in media and link.a in nodes and link.b in nodes
            ]
        )

    @cached_property
    def ends(self) -> list[Ends]:
        """The network links with the owners of their ends."""
        owners = self.owners
        return [(link, owners[link.a], owners[link.b]) for link in self.network_links]

    def links(self, media: Collection[Medium]) -> Iterator[Link]:
        """The network links of MEDIA."""
        return (link for link in self.network_links if link.medium in media)

    def cabled(self, media: Collection[Medium]) -> set[str]:
        """Owners that have a link of MEDIA."""
        key = frozenset(media)
        if key not in self._cabled:
            found = [self._near(medium) for medium in key]
            self._cabled[key] = {owner for one in found for owner in (*one.near, *one.alone)}
        return self._cabled[key]

    def neighbours(self, medium: Medium) -> Mapping[str, set[str]]:
        """Owners with those that a link of MEDIUM joins them to, themselves left out; not to be changed."""
        return self._near(medium).near

    def joins_singly(self, medium: Medium) -> bool:
        """Return True when no two links of MEDIUM join the same two owners, and none an owner to itself."""
        found = self._near(medium)
        return not found.alone and 2 * found.links == sum(len(others) for others in found.near.values())

    def _near(self, medium: Medium) -> "_Neighbours":
        if medium not in self._neighbours:
            near: defaultdict[str, set[str]] = defaultdict(set)
            alone: set[str] = set()
            links = 0
            # Links are mostly drawn node by node: the set of the last one is at hand.
            last, mine = "", set[str]()
            for link, a, b in self.ends:
                if link.medium == medium:
                    if a is not last:
                        last, mine = a, near[a]
                    mine.add(b)
                    near[b].add(a)
                    links += 1
            for a in [a for a, others in near.items() if a in others]:
                near[a].discard(a)
                alone.add(a)
            if alone:
                links -= sum(a == b for link, a, b in self.ends if link.medium == medium)
            self._neighbours[medium] = _Neighbours({a: others for a, others in near.items() if others}, alone, links)
        return self._neighbours[medium]

    def endpoints(self, media: Collection[Medium]) -> tuple[str, ...]:
        """Owners on MEDIA that offer traffic, in design order: those with accelerators, else the hosts."""
        key = frozenset(media)
        if key not in self._endpoints:
            on_media = self.cabled(media)
            cabled = [node_id for node_id in self.order if node_id in on_media]
            nodes = self.design.nodes
            # Where anything computes, plain hosts are no endpoints: they serve the machines.
            computing = tuple(i for i in cabled if i in self.accelerators or nodes[i].kind in RACK_SYSTEMS)
            self._endpoints[key] = computing or tuple(i for i in cabled if role_of(nodes[i]) == "host")
        return self._endpoints[key]

    def storage(self, media: Collection[Medium]) -> tuple[str, ...]:
        """Storage nodes on MEDIA, in design order."""
        cabled = self.cabled(media)
        return tuple(i for i in self.order if i in cabled and role_of(self.design.nodes[i]) == "storage")

    def machines(self, media: Collection[Medium]) -> tuple[str, ...]:
        """Hosts and stores on MEDIA, the endpoints among them, in design order."""
        cabled, computing, nodes = self.cabled(media), set(self.endpoints(media)), self.design.nodes
        return tuple(
            i for i in self.order if i in computing or (i in cabled and role_of(nodes[i]) in {"host", "storage"})
        )

    def switches(self, media: Collection[Medium]) -> set[str]:
        """Owners that pass on what others send over MEDIA.

        A switch that is merely managed over a medium does not forward there: on the management network alone,
        a switch counts only if most of its cables are management cables.
        """
        found = {i for i in self.cabled(media) if role_of(self.design.nodes[i]) == "switch"}
        # A switch with more management cables than others belongs to the management network alone.
        if set(media) != {"management"}:
            return found
        managed: Counter[str] = Counter()
        for link in self.network_links:
            for end in (link.a, link.b):
                managed[self.owners[end]] += link.cables if link.medium == "management" else -link.cables
        return {node_id for node_id in found if managed[node_id] >= 0}


def is_device(node: Node) -> bool:
    """Return True when what stands in NODE is built into it, as a card into a server."""
    return role_of(node) in {"host", "storage", "switch"}
