"""A network copy by copy, as arrays: every copy of a node is a vertex, every joined pair of copies an edge."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.failing import Failed
from designer.analysis.network.cabling import Cabling, Flags, Floats, Ints, joint_arrays_of_groups, sums
from designer.analysis.network.endpoints import Roster
from designer.analysis.routing.patch_panels import ends_of, passages_of
from designer.analysis.sparse import connected_components, coo_array
from designer.limits import MOST_WORKED_OUT
from designer.model.network.port_map import passing_links
from designer.model.parts.part import Medium
from designer.model.records import Arrays

MOST_PAIRS: Final = 3_000_000
"""More pairs of joined copies than this are not laid out one by one."""


class Fabric(Arrays, frozen=True):
    """The network of some media, copies and failures worked in.

    Attributes:
        media: Whose links make it up.
        nodes: Ids of the nodes (owners) that have vertices, in design order.
        first: First vertex of each node; one more at the end.
        forwards: Per vertex, whether it passes on what others send.
        alive: Per vertex, whether it has not failed.
        links: Ids of the links laid out.
        gbps: Per link, what one cable carries one way, in the slower direction.
        tail: Per pair, the vertex at the link's a.
        head: Per pair, the vertex at the link's b.
        cables: Per pair, how many cables join it.
        link: Per pair, the position in `links`.
        looped: Links some of whose cables join a copy to itself.
        ahead: Per link, what one cable carries from its a to its b; None where no link has two rates.
        back: The same from its b to its a.
        through: Cables that panels join, which are pairs of the slowest of their links.
    """

    media: tuple[Medium, ...]
    nodes: tuple[str, ...]
    first: Ints
    forwards: Flags
    alive: Flags
    links: tuple[str, ...]
    gbps: Floats
    tail: Ints
    head: Ints
    cables: Ints
    link: Ints
    looped: tuple[str, ...]
    ahead: Floats | None = None
    back: Floats | None = None
    through: "Through | None" = None

    @property
    def directed(self) -> bool:
        """Return True when some link carries more one way than the other."""
        return self.ahead is not None

    @property
    def to_head(self) -> Floats:
        """Per link, what one cable carries from tail to head, a to b."""
        return self.gbps if self.ahead is None else self.ahead

    @property
    def to_tail(self) -> Floats:
        """Per link, what one cable carries from head to tail, b to a."""
        return self.gbps if self.back is None else self.back

    def evened(self) -> "Fabric":
        """The same with the rate of the slower direction both ways."""
        return replace(self, ahead=None, back=None) if self.directed else self

    @property
    def size(self) -> int:
        """Vertices."""
        return int(self.first[-1])

    def vertices(self, node_ids: Collection[str]) -> Ints:
        """The living vertices of NODE_IDS, in design order."""
        wanted = frozenset(node_ids)
        # One flag a node, repeated for each of its copies: FIRST holds where the copies of each node begin.
        chosen = np.array([node_id in wanted for node_id in self.nodes], dtype=np.bool_)
        return np.flatnonzero(np.repeat(chosen, np.diff(self.first)) & self.alive)

    def node_of(self) -> Ints:
        """Per vertex, the position of its node in `nodes`."""
        return np.repeat(np.arange(len(self.nodes)), np.diff(self.first))

    def line_gbps(self, *, into: bool = False) -> Floats:
        """Per vertex, what its cables carry together one way: out of it, or INTO it."""
        out, back = (self.to_tail, self.to_head) if into else (self.to_head, self.to_tail)
        at_tail, at_head = self.cables * out[self.link], self.cables * back[self.link]
        return sums(self.tail, at_tail, self.size) + sums(self.head, at_head, self.size)


class Through(Arrays, frozen=True):
    """Pairs that run through patch panels.

    Attributes:
        first: The first pair that does; all behind it do.
        ride_pair: Pairs whose cables run along a further link.
        ride_link: That link, as its position in `Fabric.links`.
        panel_pair: Pairs that go through a copy of a panel.
        panel: The vertex of that copy.
    """

    first: int
    ride_pair: Ints
    ride_link: Ints
    panel_pair: Ints
    panel: Ints


def pairs_and_links(fabric: Fabric) -> tuple[Ints, Ints]:
    """Every pair with every link that its cables run along: one, or all on the way through panels."""
    every = np.arange(fabric.tail.size)
    if fabric.through is None:
        return every, fabric.link
    through = fabric.through
    return np.concatenate([every, through.ride_pair]), np.concatenate([fabric.link, through.ride_link])


def too_large(roster: Roster, cablings: Mapping[str, Cabling], media: Collection[Medium]) -> bool:
    """Return True when the copies of MEDIA are too many to lay out."""
    pairs = sum(cabling.pairs for cabling in cablings.values() if cabling.link.medium in media)
    vertices = sum(roster.design.total_copies(node_id) for node_id in roster.cabled(media))
    return pairs > MOST_PAIRS or vertices > MOST_WORKED_OUT


def lay_out(
    roster: Roster, cablings: Mapping[str, Cabling], media: Collection[Medium], failed: Failed | None = None
) -> Fabric:
    """The network of MEDIA without what has FAILED. Links without a known, positive rate are left out."""
    failed = failed or Failed()
    design = roster.design
    on_media = roster.cabled(media)
    nodes = tuple(node_id for node_id in roster.order if node_id in on_media)
    position = {node_id: n for n, node_id in enumerate(nodes)}
    # Vertices are numbered node by node: copies of nodes[n] are first[n] … first[n + 1] − 1.
    first = np.concatenate([[0], np.cumsum([design.total_copies(i) for i in nodes])]).astype(np.int64)
    owners, start = roster.owners, dict(zip(nodes, first.tolist(), strict=False))
    columns: list[tuple[Ints, Ints, Ints, Ints]] = []
    singles: list[tuple[int, int, int, int]] = []
    links: list[str] = []
    gbps: list[float] = []
    each_way: list[tuple[float, float]] = []
    looped: list[str] = []
    touching = {link.id for link in passing_links(design, [one.link for one in cablings.values()])}
    passing: dict[Medium, dict[str, int]] = {}
    healthy = not failed
    for link_id, cabling in cablings.items():
        drawn = cabling.link
        if drawn.medium not in media:
            # Links through patch panels are laid out last, panel by panel, since one joins what several links lead to.
            continue
        rate, ahead, back = cabling.rate.value, cabling.ahead.value, cabling.back.value
        if rate is None or ahead is None or back is None or rate <= 0:
            continue
        links.append(link_id)
        gbps.append(rate)
        each_way.append((ahead, back))
        if link_id in touching:
            passing.setdefault(drawn.medium, {})[link_id] = len(links) - 1
            continue
        # One copy at either end is one row: most links of a large drawn design are such, and need no arrays of their
        # own.
        if healthy and cabling.single:
            a_at, b_at = start[owners[drawn.a]], start[owners[drawn.b]]
            if a_at == b_at:
                looped.append(link_id)
            elif drawn.cables > 0:
                singles.append((a_at, b_at, drawn.cables, len(links) - 1))
            continue
        a, b, cables, _ = living_joints(cabling, failed)
        tail = vertices_of(roster, drawn.a, a, first, position)
        head = vertices_of(roster, drawn.b, b, first, position)
        # A cable that begins and ends at one vertex carries nothing between vertices; its link is only named.
        apart = tail != head
        if not apart.all():
            looped.append(link_id)
            tail, head, cables = tail[apart], head[apart], cables[apart]
        columns.append((tail, head, cables, np.full(tail.size, len(links) - 1)))
    before = len(singles) + sum(column[0].size for column in columns)
    through: list[Through] = []
    for places in passing.values():
        column, found, loops = _through(roster, cablings, places, gbps, first, position, failed, before)
        columns.append(column)
        through.append(found)
        looped += loops
        before += column[0].size
    # (links, 2): Gb/s from a to b and from b to a; kept only where some link differs by direction.
    rates = np.array(each_way).reshape(-1, 2)
    directed = bool((rates[:, 0] != rates[:, 1]).any())
    # Four columns, tail, head, cables and link, one row for each joined pair of copies.
    plain = np.array(singles, dtype=np.int64).reshape(-1, 4)
    tail, head, cables, link = (np.concatenate([plain[:, n], *(column[n] for column in columns)]) for n in range(4))
    return Fabric(
        media=tuple(media),
        nodes=nodes,
        first=first,
        forwards=_forwards(roster, media, nodes, first, tail, head),
        alive=_alive(nodes, first, failed),
        links=tuple(links),
        gbps=np.array(gbps),
        tail=tail,
        head=head,
        cables=cables,
        link=link,
        looped=tuple(looped),
        ahead=rates[:, 0] if directed else None,
        back=rates[:, 1] if directed else None,
        through=_together(through),
    )


def _through(
    roster: Roster,
    cablings: Mapping[str, Cabling],
    places: Mapping[str, int],
    gbps: list[float],
    first: Ints,
    position: Mapping[str, int],
    failed: Failed,
    before: int,
) -> tuple[tuple[Ints, Ints, Ints, Ints], Through, list[str]]:
    """The pairs that links of one medium make through panels, what they run along, and the links that loop.

    Args:
        roster: The nodes.
        cablings: The cables of every link.
        places: Position in the fabric's links of those that touch panels.
        gbps: Rates of the fabric's links.
        first: First vertex of each node.
        position: Position of each node.
        failed: What is gone.
        before: How many pairs come before these.
    """
    links, at = [cablings[i].link for i in places], np.array(list(places.values()), dtype=np.int64)
    ends = ends_of(roster.design, links, failed)
    rows = passages_of(ends, [gbps[place] for place in places.values()])
    vertex = np.zeros(rows.copy.shape, dtype=np.int64)
    for n, name in enumerate(ends.nodes):
        here = rows.node == n
        if here.any():
            vertex[here] = vertices_of(roster, name, rows.copy[here], first, position)
    apart = vertex[:, 0] != vertex[:, 1]
    loops = [links[n].id for n in np.unique(rows.link[~apart]).tolist()]
    # Where the rows that are kept stand; loops are left out.
    kept = np.where(apart, np.cumsum(apart) - 1, -1)
    rides, panels = kept[rows.ride_row] >= 0, kept[rows.panel_row] >= 0
    start = np.array([first[position[roster.owners[name]]] for name in ends.nodes], dtype=np.int64)
    found = Through(
        first=before,
        ride_pair=before + kept[rows.ride_row[rides]],
        ride_link=at[rows.ride_link[rides]],
        panel_pair=before + kept[rows.panel_row[panels]],
        panel=start[rows.panel_node[panels]] + rows.panel_copy[panels],
    )
    return (vertex[apart, 0], vertex[apart, 1], rows.cables[apart], at[rows.link[apart]]), found, loops


def _together(through: list[Through]) -> Through | None:
    """Return the pairs of several media that run through panels as one record; None where there are none."""
    if len(through) < 2:
        return through[0] if through else None
    columns = [(one.ride_pair, one.ride_link, one.panel_pair, one.panel) for one in through]
    return Through(through[0].first, *(np.concatenate([column[n] for column in columns]) for n in range(4)))


class Joints(NamedTuple):
    """Pairs of copies that the cables of a link join, in the order of the cables' numbers.

    Attributes:
        a: Flat copy of a, for all copies of the container.
        b: Flat copy of b.
        cables: How many living cables join them.
        number: The lowest number of a living one, counted as `spread.cable_ends` lays them out.
    """

    a: Ints
    b: Ints
    cables: Ints
    number: Ints


def living_joints(cabling: Cabling, failed: Failed) -> Joints:
    """The joints of a link, failures taken out."""
    link = cabling.link
    if {link.id, link.a, link.b} & failed.whole:
        return Joints(*(np.zeros(0, np.int64) for _ in range(4)))
    # The pattern inside one copy of the container, repeated for each of its copies with the flat numbers shifted.
    a, b, laid = joint_arrays_of_groups(
        cabling.groups, link.spread, link.cables, cabling.a_copies, cabling.b_copies, cabling.each_group
    )
    # Cables are numbered through the pairs: pair k holds the numbers ENDS[k] − LAID[k] up to before ENDS[k].
    ends = np.cumsum(laid)
    number = ends - laid
    if not failed and (cabling.groups == 1 or laid.all()):
        return Joints(a, b, laid, number)
    cables = laid.astype(np.int64)
    gone = failed.cables.get(link.id)
    if gone:
        # Each failed cable is taken from the pair that holds its number.
        numbers = np.array(sorted(gone), dtype=np.int64)
        places = np.searchsorted(ends, numbers, side="right")
        np.subtract.at(cables, places, 1)
        for place, one in zip(places.tolist(), numbers.tolist(), strict=True):
            # Where the lowest number itself failed, the next one becomes the lowest that lives.
            number[place] += one == number[place]
    keep = cables > 0
    # Pairs of which a copy has failed go as a whole.
    for node_id, copies in ((link.a, a), (link.b, b)):
        for span in failed.copies.get(node_id, ()):
            keep &= (copies < span.start) | (copies >= span.stop)
    found = Joints(a, b, cables, number)
    return found if keep.all() else Joints(*(column[keep] for column in found))


def vertices_of(roster: Roster, node_id: str, copies: Ints, first: Ints, position: Mapping[str, int]) -> Ints:
    """Vertices of COPIES of a node: its own, or those of the host that it stands in."""
    owner = roster.owners[node_id]
    if owner != node_id:
        copies = copies // (roster.design.total_copies(node_id) // roster.design.total_copies(owner))
    return first[position[owner]] + copies


def _alive(nodes: tuple[str, ...], first: Ints, failed: Failed) -> Flags:
    alive = np.ones(int(first[-1]), dtype=np.bool_)
    for n, node_id in enumerate(nodes):
        if node_id in failed.nodes:
            alive[first[n] : first[n + 1]] = False
        for span in failed.copies.get(node_id, ()):
            alive[first[n] + span.start : first[n] + span.stop] = False
    return alive


def _forwards(
    roster: Roster, media: Collection[Medium], nodes: tuple[str, ...], first: Ints, tail: Ints, head: Ints
) -> Flags:
    """Switches forward; where an island has none (a ring or torus of hosts), its endpoints do so themselves."""
    switches, endpoints = roster.switches(media), frozenset(roster.endpoints(media))
    forwards = np.repeat(np.array([i in switches for i in nodes], dtype=np.bool_), np.diff(first))
    size = forwards.size
    if not size or forwards.all():
        return forwards
    joined = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(size, size))
    count, island = connected_components(joined, directed=False)
    switched = np.zeros(count, dtype=np.bool_)
    switched[island[forwards]] = True
    own = np.repeat(np.array([i in endpoints for i in nodes], dtype=np.bool_), np.diff(first))
    # What has no cable left has nothing to pass on, and stays alike with others of its kind.
    cabled = np.zeros(size, dtype=np.bool_)
    cabled[tail] = cabled[head] = True
    return forwards | (own & cabled & ~switched[island])
