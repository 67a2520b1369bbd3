"""Rates of the drawn network for the hosts of one piece of work: whether it joins them, and at what rate.

Injection is the sum of the living cables of a host. Collectives run as rings in no special order: every host sends to
every other one equally often, so the load of a link, averaged over all orders, is that of an even all-to-all at line
rate, divided over equal paths at every hop (ECMP) or as the routing of the design says. With u the utilisation of the
fullest cable, a host gets

    B_out = injection / max(1, u)

and nothing where two hosts have no path to each other: then no number is told, but the pieces. A job that is placed
along the leaves loads the upper tiers less; what is told here is what a scheduler that does not know the fabric gets.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace as changed

from designer.analysis.chain.rails import RailUse, rail_use
from designer.analysis.chain.shifts import shifted_loads, slowest_each_way
from designer.analysis.chain.work_fabric import MOST_PIECES, Piece, WorkFabric
from designer.analysis.network.cabling import Floats, Ints, cabling_of, sums
from designer.analysis.network.copy_groups import capacity_each_way, grouped, ranked
from designer.analysis.network.ecmp import Demand, ecmp_loads
from designer.analysis.network.endpoints import Roster
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.link_loads import divided_words
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.quantities import summed
from designer.analysis.reach.reachability import components
from designer.analysis.routing.traffic_splitting import loads_by
from designer.model.assumptions.site_choices import ROUTING
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient
from designer.model.parts.part import Medium
from designer.model.wording import listed

FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
NVLINK: Final[tuple[Medium, ...]] = ("nvlink",)
_PLAIN_WORK: Final = 200_000
"""Destinations times edges up to which looking for symmetry takes longer than it saves."""
_BITS_OF_BYTE: Final = 8.0
_BITS: Final = leaf("bits in a byte", _BITS_OF_BYTE)
_SAME: Final = 1e-9
_LINE: Final = "line rate of a host"
_OUT: Final = "what a host gets of the fabric"


@dataclass(frozen=True)
class WorkFabrics:
    """The network of one medium under one set of failures; what was worked out for some hosts is kept for others.

    It lives as long as one analysis and is handed down.

    Attributes:
        survey: The design as its networks see it, with what has failed.
        media: Whose links make up the network.
        flows: Greatest flows from one set of nodes to another, by the network that is taken first, GB/s, for those
            who ask for them again; None where nothing joins them.
    """

    survey: Survey
    media: tuple[Medium, ...] = FABRIC
    flows: dict[tuple[frozenset[str], frozenset[str], Medium], Figure | None] = field(
        default_factory=dict[tuple[frozenset[str], frozenset[str], Medium], Figure | None]
    )
    _known: dict[tuple[frozenset[str], bool], WorkFabric] = field(
        default_factory=dict[tuple[frozenset[str], bool], WorkFabric]
    )
    _beside: dict[tuple[Medium, ...], "WorkFabrics"] = field(default_factory=dict[tuple[Medium, ...], "WorkFabrics"])

    def on(self, media: tuple[Medium, ...]) -> "WorkFabrics":
        """The same for the network of MEDIA."""
        if media == self.media:
            return self
        if media not in self._beside:
            survey = self.survey
            if not set(media) <= survey.roster.media:
                # A network of its own beside those that join machines.
                roster = Roster(survey.design, media)
                cablings = {link.id: cabling_of(survey.design, link) for link in roster.network_links}
                survey = Survey(roster, cablings, survey.failed)
            beside = WorkFabrics(survey, media)
            if survey.failed:
                # The design as drawn is laid out once for each medium.
                beside.__dict__["whole"] = self.whole.on(media)
            self._beside[media] = beside
        return self._beside[media]

    @cached_property
    def whole(self) -> "WorkFabrics":
        """The same before anything failed."""
        if not self.survey.failed:
            return self
        return WorkFabrics(survey_of(self.survey.design, media=self.survey.roster.media), self.media)

    def of(self, hosts: Iterable[Node], *, largest: bool = False) -> WorkFabric:
        """Return the rates of HOSTS; only of those in the LARGEST piece, where that is asked."""
        owners = frozenset(self.survey.roster.owners[host.id] for host in hosts)
        key = owners, largest
        if key not in self._known:
            self._known[key] = _work_fabric(self, owners, largest)
        return self._known[key]

    @cached_property
    def laid(self) -> Fabric | None:
        """The network copy by copy; cables without a known rate are laid with a rate of 1, so that they join."""
        unrated = self.unrated
        if not unrated:
            return self.survey.fabric(self.media)
        one = leaf("rate that is not stated", 1.0, "Gb/s", status="assumed")
        told = {
            i: changed(cabling, rate=one, ahead=one, back=one) if i in unrated else cabling
            for i, cabling in self.survey.cablings.items()
        }
        return Survey(self.survey.roster, told, self.survey.failed).fabric(self.media)

    @cached_property
    def scale_up_drawn(self) -> bool:
        """Return True when any NVLink is drawn, so that the drawing and not a fact tells what it joins."""
        return any(link.medium in NVLINK for link in self.survey.design.links.values())

    @cached_property
    def unrated(self) -> frozenset[str]:
        """Links of which nothing tells the rate, those whose ports do not fit left out."""
        cablings = self.survey.cablings
        return frozenset(i for i in self.survey.unrated(self.media) if not cablings[i].refused)


def living(survey: Survey, owner: str) -> int:
    """Copies of OWNER that have not failed."""
    if owner in survey.failed.nodes:
        return 0
    gone = set[int]().union(*survey.failed.copies.get(owner, ()))
    return survey.design.total_copies(owner) - len(gone)


class _Use(NamedTuple):
    """Use of the fullest cable when all send at line rate.

    Attributes:
        worst: What is asked of it over its rate.
        link: Its link, where that is more than it carries; else "".
        lost: Whether two hosts have no path to each other.
    """

    worst: float
    link: str
    lost: bool


class _Split(NamedTuple):
    """Hosts by the piece that they are in.

    Attributes:
        vertices: Those on the network.
        piece: The piece of each of them, 0 the largest; those without a cable have one of their own.
        number: Pieces, the hosts that are not on the network included.
    """

    vertices: Ints
    piece: Ints
    number: int


def _work_fabric(fabrics: WorkFabrics, owners: frozenset[str], largest: bool) -> WorkFabric:
    survey, fabric = fabrics.survey, fabrics.laid
    cabled = survey.roster.cabled(fabrics.media)
    loose = {i: living(survey, i) for i in survey.roster.order if i in owners and i not in cabled}
    if fabric is None:
        return _folded(fabrics, owners, loose)
    vertices = fabric.vertices(owners)
    split = _split(fabric, vertices, sum(loose.values()))
    pieces = _pieces(fabric, split, loose)
    if largest and split.number > 1 and pieces[0].size > 1:
        vertices = vertices[split.piece == 0]
        split, pieces, loose = _one(vertices), pieces[:1], {}
    hosts = int(vertices.size) + sum(loose.values())
    line = fabric.line_gbps()[vertices]
    if not line.any():
        return WorkFabric(
            hosts=hosts,
            number=split.number,
            pieces=pieces,
            drawn=False,
            each=_usual_each(survey, owners),
            injection_gb_per_s=leaf(_LINE, None, "GB/s", note="No cable that is left ends on them."),
            out_gb_per_s=leaf(_OUT, None, "GB/s", note="No cable that is left ends on them."),
        )
    inside = np.array([survey.roster.accelerators.get(i, 1) for i in fabric.nodes], dtype=np.int64)
    each = inside[fabric.node_of()[vertices]]
    slowest = int(np.argmin(line / each))
    use = _Use(0.0, "", False)
    if vertices.size > 1 and not loose and (split.number == 1 or _hang_together(fabric, vertices)):
        use = _fullest(fabrics, fabric, vertices, each * (line / each).min())
        if split.number > 1 and not use.lost:
            # No place is reached by all of them, but every two meet somewhere.
            split = _one(vertices)
            pieces = _pieces(fabric, split, loose)
    injection = _injection(fabrics, fabric, vertices, line, slowest)
    out, link = leaf(_OUT, None, "GB/s", note="They do not all reach each other."), ""
    if split.number == 1 and not use.lost:
        out, link = injection, use.link
        if link and injection.known:
            alike = not fabrics.unrated and each.min() == each.max()
            rails = rail_use(fabrics.whole.laid or fabric, fabric, vertices) if alike else None
            if rails is not None and rails.gbps > _BITS_OF_BYTE * injection.or_zero / use.worst * (1 + _SAME):
                out, link = _along_rails(rails), rails.link
            else:
                out = _narrowed(survey, injection, use)
    return WorkFabric(
        hosts=hosts,
        number=split.number,
        pieces=pieces,
        drawn=True,
        each=int(each[slowest]),
        injection_gb_per_s=injection,
        out_gb_per_s=out,
        fullest_link=link,
    )


def _one(vertices: Ints) -> _Split:
    return _Split(vertices, np.zeros(vertices.size, np.int64), 1)


def _narrowed(survey: Survey, injection: Figure, use: _Use) -> Figure:
    cabling = survey.cablings[use.link]
    routing = survey.design.settings.choices.get(ROUTING, "")
    asked = leaf(
        f"times its rate that a cable of {cabling.link.name or use.link} is asked for",
        float(f"{use.worst:.12g}"),
        operation="routing",
        subject=use.link,
        note="All hosts of the work send at line rate, evenly to each other, with traffic divided "
        + divided_words(routing),
    )
    return quotient(_OUT, injection, asked, "GB/s", "line rate / use of the fullest cable")


def _along_rails(rails: RailUse) -> Figure:
    held = f"; {rails.link} holds them up" if rails.link else ""
    gbps = leaf(
        f"what {rails.rails} of {rails.of} rails give a host",
        float(f"{rails.gbps:.12g}"),
        "Gb/s",
        operation="routing",
        note=f"The rails that all hosts have left, each at the rate of its cables{held}.",
    )
    return quotient(_OUT, gbps, _BITS, "GB/s", "Gb/s / 8")


def _injection(fabrics: WorkFabrics, fabric: Fabric, vertices: Ints, line: Floats, slowest: int) -> Figure:
    """GB/s of the cables of the host that sets the pace: as drawn where all are alike."""
    survey = fabrics.survey
    links = _links_of(fabric, vertices)
    if fabrics.unrated & {fabric.links[n] for n in links}:
        return leaf(_LINE, None, "GB/s", note="What its cables carry is not known.")
    mine = np.zeros(fabric.size, dtype=np.bool_)
    mine[vertices] = True
    # Only where no cable joins two of them do the drawn capacities add up to what the hosts send.
    apart = not (mine[fabric.tail] & mine[fabric.head]).any()
    capacities = [survey.cablings[fabric.links[n]].capacity(survey.left[fabric.links[n]]) for n in links]
    together = float(line.sum())
    drawn = sum(capacity.or_zero for capacity in capacities)
    if apart and line.min() >= line.max() * (1 - _SAME) and abs(drawn - together) <= _SAME * together:
        number = product("hosts × bits in a byte", (count_of("hosts on the fabric", int(vertices.size)), _BITS), "")
        return quotient(_LINE, summed("fabric of the hosts", capacities, "Gb/s"), number, "GB/s", "Gb/s / 8 / hosts")
    gbps = leaf(
        "line rate of the slowest host",
        float(line[slowest]),
        "Gb/s",
        operation="routing",
        note="Its living cables × the rate of each; all keep its pace.",
    )
    return quotient(_LINE, gbps, _BITS, "GB/s", "Gb/s / 8")


def _links_of(fabric: Fabric, vertices: Ints) -> list[int]:
    """Positions of the links that have a cable at one of VERTICES."""
    mine = np.zeros(fabric.size, dtype=np.bool_)
    mine[vertices] = True
    touching = mine[fabric.tail] | mine[fabric.head]
    return np.unique(fabric.link[touching]).tolist()


def _fullest(fabrics: WorkFabrics, fabric: Fabric, vertices: Ints, gbps: Floats) -> _Use:
    """The fullest cable when each of VERTICES sends GBPS evenly to all others."""
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[vertices] = ranked(gbps)[1]
    network = grouped(fabric, sort)
    at = network.at[vertices]
    sends = sums(at, gbps / (vertices.size - 1), network.size)
    takes = np.bincount(at, minlength=network.size).astype(np.float64)
    demand = Demand(sends[None, :], takes)
    if network.u.size * np.count_nonzero(takes) <= _PLAIN_WORK:
        loads = ecmp_loads(network, demand)
    else:
        hosts = {fabric.nodes[n] for n in np.unique(fabric.node_of()[vertices]).tolist()}
        loads = shifted_loads(fabric, network, demand, fabrics.survey.roster, hosts)
    lost = loads.lost > _SAME * loads.total
    routing = fabrics.survey.design.settings.choices.get(ROUTING, "")
    if routing:
        # By another routing each cable of an edge takes its share by its rate.
        loads = loads_by(fabric, network, demand, loads, routing)
        up, down = capacity_each_way(fabric, network)
    else:
        up, down = (np.maximum(network.cables, 1.0) * rate for rate in slowest_each_way(fabric, network))
    # Per edge: what each direction puts on its cables, over what these carry that way; the fuller one counts.
    use = np.maximum(loads.up.sum(axis=0) / up, loads.down.sum(axis=0) / down)
    # Links that nobody tells the rate of hold nobody up, as far as is known.
    told = np.array([link not in fabrics.unrated for link in fabric.links], dtype=np.bool_)[fabric.link]
    worst = float(use[network.edge[told]].max(initial=0.0))
    if worst <= 1 + _SAME:
        return _Use(worst, "", lost)
    full = np.unique(fabric.link[told & (use[network.edge] >= worst * (1 - _SAME))])
    # Of several that are as full, the one whose name comes first: the order of drawing tells nothing.
    return _Use(worst, min(fabric.links[n] for n in full.tolist()), lost)


def _meetings(fabric: Fabric, vertices: Ints) -> tuple[Ints, Ints]:
    """Return pairs of one of VERTICES and a part of what forwards on which it hangs, as two arrays, once each."""
    # Parts are what vertices that forward make among themselves.
    passes = fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
    count, part = components(fabric.tail[passes], fabric.head[passes], fabric.size)
    mine = np.zeros(fabric.size, dtype=np.bool_)
    mine[vertices] = True
    # Vertices that forward are on their own part; the others on that of the far end of each of their cables.
    own = vertices[fabric.forwards[vertices]]
    to_head = mine[fabric.tail] & ~fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
    to_tail = mine[fabric.head] & ~fabric.forwards[fabric.head] & fabric.forwards[fabric.tail]
    vertex = np.concatenate([own, fabric.tail[to_head], fabric.head[to_tail]])
    reached = part[np.concatenate([own, fabric.head[to_head], fabric.tail[to_tail]])]
    # One number for each pair, sorted and each once, taken apart again.
    key, _ = ranked(vertex * max(count, 1) + reached)
    return key // max(count, 1), key % max(count, 1)


def _hang_together(fabric: Fabric, vertices: Ints) -> bool:
    """Return True when VERTICES are one island when they could pass on what others send."""
    _, island = components(fabric.tail, fabric.head, fabric.size)
    return bool((island[vertices] == island[vertices[0]]).all())


def _split(fabric: Fabric, vertices: Ints, loose: int) -> _Split:
    """VERTICES in pieces: the part that joins the most takes all that hang on it, then the next among the others."""
    vertex, part = _meetings(fabric, vertices)
    place = np.searchsorted(vertices, vertex)
    piece = np.full(vertices.size, -1, dtype=np.int64)
    number = 0
    while place.size:
        counts = np.bincount(part)
        most = int(np.argmax(counts))
        taken = place[part == most]
        piece[taken] = number
        number += 1
        left = ~np.isin(place, taken)
        if counts[most] == 1:
            # Nothing joins the others any more: each is alone.
            rest = np.unique(place[left])
            piece[rest] = number + np.arange(rest.size)
            number += rest.size
            break
        place, part = place[left], part[left]
    alone = np.flatnonzero(piece < 0)
    piece[alone] = number + np.arange(alone.size)
    return _Split(vertices, piece, number + int(alone.size) + loose)


def _pieces(fabric: Fabric, split: _Split, loose: dict[str, int]) -> tuple[Piece, ...]:
    """The first pieces of SPLIT, then the hosts that are not on the network, one by one."""
    found: list[Piece] = []
    node = fabric.node_of()[split.vertices]
    for number in range(min(int(split.piece.max(initial=-1)) + 1, MOST_PIECES)):
        counts = np.bincount(node[split.piece == number], minlength=len(fabric.nodes))
        found.append(Piece(copies={fabric.nodes[n]: int(counts[n]) for n in np.flatnonzero(counts).tolist()}))
    for owner, copies in loose.items():
        found += [Piece(copies={owner: 1})] * min(copies, MOST_PIECES - len(found))
    # Pieces of one size in the order of their names, whatever was drawn first.
    return tuple(sorted(found, key=lambda piece: (-piece.size, sorted(piece.copies))))


def pieces_words(design: Design, fabric: WorkFabric, hosts: Iterable[Node]) -> str:
    """Return in words in how many pieces HOSTS are.

    As "The 32 copies of DGX H100 are in 32 pieces: no fabric joins them.".
    """
    names = listed((host.title for host in hosts), None)
    sizes = [piece.size for piece in fabric.pieces]
    parts = f", the largest of {sizes[0]:,}" if sizes and sizes[0] > 1 else ""
    return f"The {fabric.hosts:,} copies of {names} are in {fabric.number:,} pieces{parts}: no fabric joins them."


def _usual_each(survey: Survey, owners: Collection[str]) -> int:
    return max((survey.roster.accelerators.get(owner, 1) for owner in owners), default=1)


def _folded(fabrics: WorkFabrics, owners: frozenset[str], loose: dict[str, int]) -> WorkFabric:
    """Return what is known of a network too large to lay out: who is joined, by drawn nodes, and not the rate."""
    import networkx as nx

    from designer.analysis.network.folded_graph import folded_graph  # networkx takes a while to load

    survey = fabrics.survey
    # One vertex for each drawn node: tells who is joined, whatever the number of copies.
    graph = folded_graph(survey, fabrics.media)
    found: list[Piece] = []
    for island in nx.connected_components(graph):
        counts = {i: living(survey, i) for i in survey.roster.order if i in island & owners}
        if sum(counts.values()):
            found.append(Piece(copies=counts))
    single = sum(loose.values())
    # Each copy without a cable is a piece by itself, as many as are listed.
    for owner, copies in loose.items():
        found += [Piece(copies={owner: 1})] * min(copies, MOST_PIECES)
    found.sort(key=lambda piece: -piece.size)
    note = "The network is too large to lay out copy by copy, so what it carries is not known."
    joined = sum(1 for piece in found if not piece.copies.keys() <= loose.keys())
    return WorkFabric(
        hosts=sum(living(survey, owner) for owner in owners),
        number=joined + single,
        pieces=tuple(found[:MOST_PIECES]),
        drawn=bool(joined),
        each=_usual_each(survey, owners),
        injection_gb_per_s=leaf(_LINE, None, "GB/s", note=note),
        out_gb_per_s=leaf(_OUT, None, "GB/s", note=note),
    )
