"""Elements that may fail: copies of nodes and containers with all that stands in them, and single cables."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Final

import numpy as np

from designer.analysis.failing import Failed
from designer.analysis.network.cabling import Ints
from designer.analysis.network.fabric import Fabric, Joints, living_joints, vertices_of
from designer.analysis.network.max_flow import Network
from designer.analysis.network.network_context import Survey
from designer.analysis.quantities import accelerators_in, role_of
from designer.analysis.resilience.losses import colours_of
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.kinds import KINDS, USERS
from designer.model.network.port_map import passes
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import Arrays

LINK: Final = "link"
CARRYING: Final = frozenset({"power", "cooling", "container", "host"})
"""Roles of what takes machines along, whether or not services are drawn."""
NEVER_FAILING: Final = USERS
"""Kinds that only ask, so that nothing goes with them."""
MOST_ELEMENTS: Final = 20_000
_NONE: Final[Ints] = np.zeros(0, np.int64)


class Element(Arrays, frozen=True):
    """One thing that may fail.

    Attributes:
        name: As `--fail` takes it.
        id: Of the drawn node or link.
        vertices: Vertices of the fabric that go with it.
        pairs: Pairs of the fabric that lose cables.
        one: Whether they lose a single cable, and not all.
        colour: Equal for elements that look alike from everywhere.
        bearing: Copies with accelerators that go with it: (node, first, one past the last).
    """

    name: str
    id: str
    vertices: Ints
    pairs: Ints
    one: bool
    colour: tuple[int, ...]
    bearing: tuple[tuple[str, int, int], ...] = ()


class _Laid(Arrays, frozen=True):
    """Pairs of the fabric that hold the cables of one link: one for every joint."""

    pairs: Ints
    joints: Joints


def elements_of(survey: Survey, fabric: Fabric, network: Network, kinds: Collection[str]) -> list[Element]:
    """Every copy and cable of KINDS that has to do with the fabric; copies that take the same along once.

    A card in a host takes its own cables along and leaves the host standing.
    """
    finder = _Finder(survey, fabric, network)
    found: list[Element] = []
    seen: set[tuple[bytes, bytes]] = set()
    for node in survey.design.nodes_in_order():
        if node.kind in kinds:
            for element in finder.copies(node.id):
                key = (element.vertices.tobytes(), element.pairs.tobytes())
                if key not in seen:
                    seen.add(key)
                    found.append(element)
    if LINK in kinds:
        found.extend(islice(finder.cables(), MOST_ELEMENTS + 1))
    return found


def failing_kinds(design: Design) -> tuple[str, ...]:
    """Return every kind of DESIGN of which something may fail, "link" last where cables are drawn."""
    drawn = {node.kind for node in design.nodes.values()} - NEVER_FAILING
    cabled = any(link.medium in NETWORK_MEDIA for link in design.links.values())
    return (*(kind for kind in KINDS if kind in drawn), *((LINK,) if cabled else ()))


def bearing_each(survey: Survey) -> dict[str, int]:
    """Accelerators in one copy of every node itself, what stands in it left out; nodes without any left out."""
    design = survey.design
    found: dict[str, int] = {}
    for node in design.nodes.values():
        each = sum(accelerators_in(design, design.part_of(node)).values())
        each = each or int(role_of(node) == "accelerator")
        if each:
            found[node.id] = each
    return found


class _Finder:
    """Finds the elements of one fabric."""

    def __init__(self, survey: Survey, fabric: Fabric, network: Network) -> None:
        self._survey = survey
        self._fabric = fabric
        self._at = network.at
        self._colours = colours_of(fabric, network)
        self._place = {node_id: n for n, node_id in enumerate(fabric.nodes)}
        self._bearing = bearing_each(survey)
        self._touched = _pairs_of(fabric)
        self._node_of = fabric.node_of()
        order = np.argsort(fabric.link, kind="stable")
        bounds = np.searchsorted(fabric.link[order], np.arange(len(fabric.links) + 1))
        self._laid = {
            link_id: _Laid(order[bounds[n] : bounds[n + 1]], self._joints(link_id))
            for n, link_id in enumerate(fabric.links)
        }
        if fabric.through is not None:
            # What runs through panels is lost with them, copy by copy, and not told apart by its cables.
            for link_id, laid in self._laid.items():
                if not laid.joints.a.size:
                    self._laid[link_id] = _Laid(_NONE, laid.joints)
        self._looks: dict[int, int] = {}
        self._signs: dict[tuple[int, ...], int] = {}
        self._rank = {node_id: n for n, node_id in enumerate(survey.roster.order)}

    def _joints(self, link_id: str) -> Joints:
        """The joints of a link that join two vertices, as the fabric has them."""
        survey, fabric = self._survey, self._fabric
        cabling = survey.cablings[link_id]
        if passes(survey.design, cabling.link.a) or passes(survey.design, cabling.link.b):
            return Joints(_NONE, _NONE, _NONE, _NONE)
        found = living_joints(cabling, survey.failed)
        ends = (
            vertices_of(survey.roster, end, copies, fabric.first, self._place)
            for end, copies in ((cabling.link.a, found.a), (cabling.link.b, found.b))
        )
        apart = np.not_equal(*ends)
        return found if apart.all() else Joints(*(column[apart] for column in found))

    def copies(self, node_id: str) -> Iterator[Element]:
        """Every copy of a node or container."""
        design, roster = self._survey.design, self._survey.roster
        count = design.total_copies(node_id)
        inside = [i for i in roster.order if i == node_id or node_id in design.ancestors(i)]
        whole = [i for i in inside if roster.owners[i] == i]
        places = [self._place[i] for i in whole if i in self._place]
        # The cables of a card go with its host where that fails too.
        cards = [i for i in inside if roster.owners[i] not in whole]
        ends = self._card_ends(frozenset(cards))
        bearing = [(i, design.total_copies(i) // count) for i in inside if i in self._bearing]
        if not places and not ends:
            return
        for copy in range(min(count, MOST_ELEMENTS + 1)):
            vertices = np.concatenate([_NONE, *(_of_copy(self._fabric, place, copy, count) for place in places)])
            vertices = vertices[self._fabric.alive[vertices]]
            pairs = np.concatenate(
                [_NONE, *(self._touched(v) for v in vertices.tolist())]
                + [pairs[of == copy] for pairs, of in self._by_copy(ends, count)]
            )
            if pairs.size > 1:
                pairs = np.unique(pairs)
            if vertices.size or pairs.size:
                yield Element(
                    node_id if count == 1 else copy_id(node_id, copy),
                    node_id,
                    vertices,
                    pairs,
                    False,
                    self._colour(node_id, vertices, pairs),
                    tuple((i, copy * each, (copy + 1) * each) for i, each in bearing),
                )

    def _card_ends(self, cards: frozenset[str]) -> list[tuple[str, _Laid, Ints]]:
        """(card, cables, its copy at each of them) for every link of CARDS."""
        found: list[tuple[str, _Laid, Ints]] = []
        for link_id, laid in self._laid.items() if cards else ():
            link = self._survey.cablings[link_id].link
            found += [(i, laid, n) for i, n in ((link.a, laid.joints.a), (link.b, laid.joints.b)) if i in cards]
        return found

    def _by_copy(self, ends: list[tuple[str, _Laid, Ints]], count: int) -> Iterator[tuple[Ints, Ints]]:
        """Pairs, and which of COUNT copies each of them goes with."""
        for card, laid, copies in ends:
            yield laid.pairs, copies // (self._survey.design.total_copies(card) // count)

    def _colour(self, node_id: str, vertices: Ints, pairs: Ints) -> tuple[int, ...]:
        fabric = self._fabric
        kind = self._rank[node_id]
        merged = self._at[vertices]
        # A copy of a patch panel: equal where it joins vertices that look alike, over the same links and cables.
        if vertices.size == 1 and passes(self._survey.design, fabric.nodes[int(self._node_of[vertices[0]])]):
            ends = np.sort(np.stack([self._looks_of(fabric.tail[pairs]), self._looks_of(fabric.head[pairs])]), axis=0)
            rows = np.concatenate([ends, fabric.cables[pairs][None, :], fabric.link[pairs][None, :]])
            return (-5, kind, *rows[:, np.lexsort(rows)].T.ravel().tolist())
        # All its copies share merged vertices with others: alike where the colours of those are.
        if vertices.size and (merged > 1).all():
            return (-3, kind, *sorted(self._colours[merged].tolist()))
        # A cable or a part of a host: only the host that owns the pairs, the end that passes nothing on, tells it
        # apart.
        tail, head = fabric.tail[pairs], fabric.head[pairs]
        own = np.where(fabric.forwards[tail], head, tail)
        own = np.unique(own) if own.size > 1 else own
        # Anything else looks like nothing but itself.
        if own.size != 1 or fabric.forwards[own].any() or vertices.size > 1:
            return (-1, int(vertices[0]) if vertices.size else -1, int(pairs[0]) if pairs.size else -1, kind)
        host = int(own[0])
        return (-4, kind, vertices.size, self._look(host), *self._hung(host, pairs))

    def _looks_of(self, vertices: Ints) -> Ints:
        return np.array([self._look(vertex) for vertex in vertices.tolist()], dtype=np.int64)

    def _look(self, vertex: int) -> int:
        """Equal for vertices that look alike: all senders are one in the flow, but not to what cuts them off."""
        merged = int(self._at[vertex])
        if merged > 1:
            return int(self._colours[merged])
        if vertex not in self._looks:
            alone = self._fabric.forwards[vertex]  # a host that passes on what others send is like no other
            sign = (vertex,) if alone else (-1, merged, *self._hung(vertex, self._touched(vertex)))
            self._looks[vertex] = self._signs.setdefault(sign, self._colours.size + len(self._signs))
        return self._looks[vertex]

    def _hung(self, host: int, pairs: Ints) -> list[int]:
        """By which of PAIRS a host hangs on what."""
        fabric = self._fabric
        # The far merged vertex of each pair; a host that is merged with no other has its own colour, −1.
        far = self._at[np.where(fabric.tail[pairs] == host, fabric.head[pairs], fabric.tail[pairs])]
        seen = np.where(far > 1, self._colours[np.maximum(far, 0)], -1)
        hung = np.stack([fabric.link[pairs], seen, fabric.cables[pairs]])
        return hung[:, np.lexsort(hung)].T.ravel().tolist()

    def cables(self) -> Iterator[Element]:
        """One cable of every pair of copies, named by its number in the link."""
        fabric = self._fabric
        for link, (link_id, laid) in enumerate(self._laid.items()):
            for pair, number in zip(laid.pairs.tolist(), laid.joints.number.tolist(), strict=True):
                ends = self._look(int(fabric.tail[pair])), self._look(int(fabric.head[pair]))
                yield Element(
                    copy_id(link_id, number),
                    link_id,
                    _NONE,
                    np.array([pair]),
                    True,
                    (-2, link, *ends, int(fabric.cables[pair])),
                )


def _of_copy(fabric: Fabric, place: int, copy: int, copies: int) -> Ints:
    """The vertices of a node that stand in copy COPY of what has COPIES."""
    first, stop = int(fabric.first[place]), int(fabric.first[place + 1])
    each = (stop - first) // copies
    return np.arange(first + copy * each, first + (copy + 1) * each)


def _pairs_of(fabric: Fabric) -> Callable[[int], Ints]:
    every = np.arange(fabric.tail.size)
    # A pair touches its two ends, and the panels on its way.
    through = fabric.through
    panels, passing = (through.panel, through.panel_pair) if through is not None else (_NONE, _NONE)
    ends = np.concatenate([fabric.tail, fabric.head, panels])
    order = np.argsort(ends, kind="stable")
    bounds = np.searchsorted(ends[order], np.arange(fabric.size + 1))
    pair = np.concatenate([every, every, passing])[order]
    return lambda vertex: pair[bounds[vertex] : bounds[vertex + 1]]


def untouched(failed: Failed, node_id: str, first: int, stop: int) -> set[int]:
    """Of the copies FIRST up to STOP of a node, those that have not failed yet."""
    if node_id in failed.nodes:
        return set()
    return set(range(first, stop)).difference(*failed.copies.get(node_id, ()))
