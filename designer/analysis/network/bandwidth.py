"""Network bandwidth of a design: tiers with their oversubscription, bisection, link loads and bottlenecks.

Traffic patterns:
    all-to-all     Each endpoint offers its line rate (all its own fabric cables, one way) evenly to all other
                   endpoints. What cannot get there is not carried, and a note says how much.
    storage-read   Each endpoint asks for its line rate on the storage network, evenly from every copy of the
                   storage. A storage node's utilisation is what is asked of it over what it can read. Where the
                   storage stands on the fabric, the fabric is taken; else all network media together.
    checkpoint-write   The other way round: each endpoint writes its line rate to the storage, against what it writes.
    north-south    Each endpoint sends its line rate to what stands outside, and gets as much from there.
    training       Each training job offers what its accelerators send in an iteration, see training_traffic.
    all-reduce-ring    One ring through all endpoints in design order, each sending its line rate to the next.
    all-reduce-rails   One ring for each cable of the endpoints, that leaves and arrives by that cable.
    all-to-all-cards   Each accelerator sends by its network card to those of all other hosts, over rails or across.
    flows          What a person draws from A to B: the flows of the design, or others that are asked for.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.limits.networks import network_uses
from designer.analysis.limits.records import NetworkUse
from designer.analysis.network.bisection import LABEL, bisection, bisection_folded
from designer.analysis.network.cabling import titles
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.network.tiers import levels, tier_name
from designer.analysis.network.traffic import Traffic
from designer.analysis.network.traffic_assignment import asks_of, lay_apart, loads_of, require_traffic
from designer.analysis.quantities import fact_of
from designer.analysis.reach.pieces import pieces_of
from designer.analysis.reach.records import Pieces
from designer.analysis.results import NO_PATH, NOT_LAID, Bottleneck, Cut, LinkLoad, NetworkResult, Tier
from designer.model.assumptions.site_choices import ROUTING
from designer.model.bulk_records import uninterrupted
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.figures.figure_text import percent_text
from designer.model.network.flow_asks import FlowAsk
from designer.model.network.port_map import passing_links
from designer.model.parts.part import NETWORK_MEDIA, Medium

_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
NOT_YET: Final = leaf(LABEL, None, "Gb/s", note="It is still being worked out.")
_FULL: Final = 0.8
_ALWAYS_SHOWN: Final = 5
_BITS: Final = 8.0
_NOTHING: Final = 1e-9
"""Shares of the traffic below this are the rounding of sums."""
_STORAGE_FACTS: Final = {
    "storage-read": ("read_gb_per_s", "read throughput", "reads"),
    "checkpoint-write": ("write_gb_per_s", "write throughput", "writes"),
}


@uninterrupted()
def network(
    design: Design,
    traffic: str = "all-to-all",
    fail: Collection[str] = (),
    *,
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
    survey: Survey | None = None,
    early: Callable[[NetworkResult], None] | None = None,
) -> NetworkResult:
    """Return tiers, bisection, link loads and bottlenecks of the networks of DESIGN under TRAFFIC, with FAIL failed.

    Args:
        design: The design, with its parts embedded.
        traffic: One of results.TRAFFICS.
        fail: Ids of nodes, containers and links, or single copies and cables as "leaf[0]".
        asks: Flows from A to B; where there are any they are the traffic, instead of those of the design.
        outside: What "north-south" goes to and comes from; empty for all that stands outside.
        survey: DESIGN as its networks see it without FAIL, where that is at hand.
        early: Is told all but the bisection, its cut, the notes on it and the other networks, which take longest.

    Raises:
        RefusedInput: there is no such traffic, no training job to make it, or an end of a flow is not known.
    """
    traffic, asks = asks_of(design, traffic, asks)
    require_traffic(design, traffic, asks, outside)
    survey = survey or survey_of(design, fail)
    notes: list[str] = []
    laids = lay_apart(survey, traffic, notes, asks, outside)
    links = loads_of(survey, laids)
    no_path = _no_path(survey, laids)
    # What has no path lowers the loads, so the bottlenecks must know how much is lacking before they are ordered.
    worst_first = _bottlenecks(survey, links, _storage_nodes(survey, laids[0], traffic), lacking=no_path.or_zero)
    pieces, outlying = _pieces(survey)
    used = {cabling.link.medium for cabling in survey.cablings.values()}
    known = [laid.endpoints for laid in laids if laid is not None]
    offering = sum(known) if known else sum(design.total_copies(i) for i in survey.roster.endpoints(_FABRIC))
    # All but the bisection is complete here: it goes to EARLY at once, because the cut takes longest by far.
    told = NetworkResult(
        traffic=traffic,
        endpoints=offering,
        tiers=tuple(tier for medium in NETWORK_MEDIA if medium in used for tier in _tiers(survey, medium)),
        bisection_gbps=NOT_YET,
        min_cut=Cut(value_gbps=NOT_YET, links=()),
        links=links,
        bottlenecks=worst_first,
        worst=worst_first[0].utilisation if worst_first else leaf("worst bottleneck", None, note="Nothing is sent."),
        pieces=pieces,
        outlying=outlying,
        no_path=no_path,
        routing=survey.design.settings.choices.get(ROUTING, ""),
        notes=tuple(dict.fromkeys((*survey.notes(), *notes))),
    )
    if early is not None:
        early(told)
    uses = _by_network(survey, told, laids)
    figure, cut, simplified = _halved(survey)
    said = dict.fromkeys((*survey.notes(), *simplified, *notes))
    return replace(told, bisection_gbps=figure, min_cut=cut, by_network=uses, notes=tuple(said))


def _by_network(survey: Survey, told: NetworkResult, laids: Sequence[Traffic | None]) -> tuple[NetworkUse, ...]:
    """Return the use of each network, by the traffic TOLD of on those networks where LAIDS carry some of it."""
    known = [laid for laid in laids if laid is not None and laid.loads.total > 0]
    media = {medium for laid in known for medium in laid.fabric.media}
    rows: dict[Medium, list[LinkLoad]] = {}
    for row in told.links:
        if row.medium in media:
            rows.setdefault(row.medium, []).append(row)
    # A network that none of it comes to keeps a traffic of its own.
    rows = {medium: some for medium, some in rows.items() if any(row.load_gbps.value for row in some)}
    return network_uses(
        survey.design,
        survey=survey,
        traffic=told.traffic,
        loads=rows,
        no_path=told.no_path,
        pieces=told.pieces,
    )


def _halved(survey: Survey) -> tuple[Figure, Cut, list[str]]:
    """The bisection of the fabric with its cut, and what had to be simplified for it."""
    fabric = survey.fabric(_FABRIC)
    if fabric is None:
        return bisection_folded(survey, _FABRIC[0])
    figure, cut, simplified = bisection(survey, fabric, _FABRIC[0])
    if fabric.looped:
        looped = f"{titles(survey.cablings, fabric.looped)} joins some copies to themselves; that is left out."
        simplified = [looped, *simplified]
    return figure, cut, simplified


def _pieces(survey: Survey) -> tuple[Pieces | None, Pieces | None]:
    """The pieces of the endpoints, and those of all machines and stores where these are more."""
    computing, machines = survey.roster.endpoints(_FABRIC), survey.roster.machines(_FABRIC)
    if len(machines) == len(computing):
        return pieces_of(survey, _FABRIC[0], computing), None
    outlying = pieces_of(survey, _FABRIC[0], machines)
    if outlying is None or outlying.count != 1 or not computing:
        return pieces_of(survey, _FABRIC[0], computing), outlying
    # Where all machines reach each other, so do the endpoints among them.
    fabric = survey.fabric(_FABRIC)
    living = fabric.vertices(computing).size if fabric is not None else 0
    return Pieces(medium=_FABRIC[0], count=min(1, living)), outlying


def _no_path(survey: Survey, laids: Sequence[Traffic | None]) -> Figure:
    """Share of the traffic LAIDS that has no path; unknown where a link of no known rate may carry it."""
    known = [laid for laid in laids if laid is not None and laid.loads.total > 0]
    whole, lost = sum(laid.loads.total for laid in known), sum(laid.loads.lost for laid in known)
    if not whole:
        return NOT_LAID
    # What rounding leaves over is no lost traffic.
    share = lost / whole if lost > _NOTHING * whole else 0.0
    # A link without a known rate is not laid out, yet may be the very way: nothing can be said of the share then.
    if share and any(survey.unrated(laid.fabric.media) for laid in known):
        return leaf(NO_PATH, None, note="A link whose rate is not known may carry it.")
    return leaf(NO_PATH, share, operation="routing", note="Of all that is sent, what no cables lead to its end.")


def _tiers(survey: Survey, medium: Medium) -> Iterator[Tier]:
    owners = survey.roster.owners
    level = levels(survey.roster, medium, survey.failed.whole)
    down: dict[int, list[Figure]] = {}
    up: dict[int, list[Figure]] = {}
    # Of links with another rate each way, what they carry downwards.
    falling: dict[int, list[Figure]] = {}
    below_falling: dict[int, list[Figure]] = {}
    through = _through_panels(survey, medium)
    # By node, for many links end at each; most of those of a large mesh stay in one tier.
    tier = {node_id: level.get(owner, 0) for node_id, owner in owners.items()}
    links = [cabling.link for cabling in survey.cablings.values()]
    climbing = [link for link in links if link.medium == medium and tier[link.a] != tier[link.b]]
    drawn = [(link.id, link.a, link.b, survey.left[link.id]) for link in climbing if link.id not in through.links]
    for link_id, a, b, left in (*drawn, *through.rows):
        cabling, a_level, b_level = survey.cablings[link_id], tier[a], tier[b]
        if left and a_level != b_level:
            rises, falls = (cabling.ahead, cabling.back) if a_level < b_level else (cabling.back, cabling.ahead)
            capacity = cabling.capacity(left, rises)
            low, high = min(a_level, b_level), max(a_level, b_level)
            up.setdefault(low, []).append(capacity)
            down.setdefault(high, []).append(capacity)
            back = cabling.capacity(left, falls) if cabling.directed else capacity
            falling.setdefault(low, []).append(back)
            below_falling.setdefault(high, []).append(back)
    for step in range(1, max(level.values(), default=0) + 1):
        name = tier_name(medium, step)
        below = total(f"below the {name}", down.get(step, ()), "Gb/s", "sum of the links towards the endpoints")
        above = total(f"above the {name}", up.get(step, ()), "Gb/s", "sum of the links to the next tier")
        ratio = quotient(f"oversubscription of the {name}", below, above, "", "below / above")
        if (below_falling.get(step), falling.get(step)) != (down.get(step), up.get(step)):
            # The direction in which more is asked for what there is counts.
            coming = total(f"below the {name}, downwards", below_falling.get(step, ()), "Gb/s", "sum of the links")
            from_above = total(f"above the {name}, downwards", falling.get(step, ()), "Gb/s", "sum of the links")
            downwards = quotient(f"oversubscription of the {name}, downwards", coming, from_above, "", "below / above")
            if downwards.or_zero > ratio.or_zero:
                below, above, ratio = coming, from_above, downwards
        yield Tier(
            name=name,
            medium=medium,
            nodes=tuple(i for i in level if level[i] == step),
            down_gbps=below,
            up_gbps=above,
            oversubscription=ratio,
        )


class _ThroughPanels(NamedTuple):
    """Links of a medium that touch panels, and (slowest link, node, node, cables) for what panels join of them."""

    links: frozenset[str]
    rows: tuple[tuple[str, str, str, int], ...]


def _through_panels(survey: Survey, medium: Medium) -> _ThroughPanels:
    links = [cabling.link for cabling in survey.cablings.values() if cabling.link.medium == medium]
    touching = frozenset(link.id for link in passing_links(survey.design, links))
    fabric = survey.fabric((medium,)) if touching else None
    if fabric is None or fabric.through is None:
        return _ThroughPanels(touching, ())
    node_of, found = fabric.node_of(), dict[tuple[str, str, str], int]()
    # Pairs through panels stand behind all others.
    first = fabric.through.first
    columns = (fabric.link[first:], node_of[fabric.tail[first:]], node_of[fabric.head[first:]], fabric.cables[first:])
    for link, a, b, cables in zip(*(column.tolist() for column in columns), strict=True):
        key = (fabric.links[link], fabric.nodes[a], fabric.nodes[b])
        found[key] = found.get(key, 0) + cables
    return _ThroughPanels(touching, tuple((*key, cables) for key, cables in found.items()))


def _storage_nodes(survey: Survey, laid: Traffic | None, traffic: str) -> list[Bottleneck]:
    """Return a bottleneck for each storage node: Gb/s asked of one copy over the Gb/s that it can read or write."""
    if laid is None or not laid.loads.total or traffic not in _STORAGE_FACTS:
        return []
    fact, throughput, does = _STORAGE_FACTS[traffic]
    design, fabric = survey.design, laid.fabric
    storage = survey.roster.storage(fabric.media)
    copies = count_of("storage copies", int(fabric.vertices(storage).size))
    # All copies are asked alike: total of the traffic over their number.
    asked = quotient("asked of one storage node", laid.offers[0], copies, "Gb/s")
    found: list[Bottleneck] = []
    for node_id in storage:
        node = design.nodes[node_id]
        bits = leaf("bits in a byte", _BITS, "Gb/GB", operation="fact", subject="unit")
        most = product(f"{throughput} of {node.title}", (fact_of(design, node, fact), bits), "Gb/s")
        use = quotient(f"utilisation of {node.title}", asked, most, "", f"asked of one / what one {does}")
        if use.value is None:
            continue
        reason = f"Endpoints ask each {node.title} for {asked.or_zero:,.0f} Gb/s; it {does} {most.or_zero:,.0f}."
        found.append(Bottleneck(id=node_id, kind="node", utilisation=use, reason=reason))
    return found


def _bottlenecks(
    survey: Survey, links: tuple[LinkLoad, ...], nodes: list[Bottleneck], *, lacking: float
) -> tuple[Bottleneck, ...]:
    """NODES and the links that carry something, worst first: all from 80%, and at least five.

    LACKING is the share of the traffic that has no path, so that it is on none of them.
    """
    endpoints = set(survey.roster.endpoints(_FABRIC)) | set(survey.roster.endpoints(("storage",)))
    owners = survey.roster.owners
    every: list[Bottleneck | LinkLoad] = [*nodes, *(row for row in links if row.utilisation.value)]
    uses = np.array([one.utilisation.or_zero for one in every])
    # Rounded, so that equal uses stay in design order.
    worst_first = np.argsort(-np.round(uses, 9), kind="stable")
    many = max(_ALWAYS_SHOWN, int(np.count_nonzero(uses >= _FULL)))
    shown = [every[place] for place in worst_first[:many].tolist()]
    # Links that are used alike have the same words.
    words: dict[tuple[float, float, bool], str] = {}
    told: list[Bottleneck] = []
    for one in shown:
        if isinstance(one, Bottleneck):
            told.append(one)
            continue
        access = owners[one.a] in endpoints or owners[one.b] in endpoints
        cabling = survey.cablings[one.id]
        rate = {"": cabling.rate, cabling.link.b: cabling.ahead, cabling.link.a: cabling.back}[one.towards]
        key = (one.utilisation.or_zero, rate.or_zero, access)
        if key not in words:
            words[key] = _reason(*key, lacking)
        way = f"Towards {survey.design.nodes[one.towards].title}: " if one.towards else ""
        reason = f"{way}{words[key][:1].lower()}{words[key][1:]}" if way else words[key]
        told.append(Bottleneck(id=one.id, kind="link", utilisation=one.utilisation, reason=reason))
    return tuple(told)


def _reason(use: float, rate: float, access: bool, lacking: float) -> str:
    """Say how full a link is whose fullest cable is used to USE of its RATE; ACCESS where an endpoint hangs on it."""
    if use > 1.0005:
        return (
            f"Its fullest cable is asked for {use * rate:,.0f} of {rate:,.0f} Gb/s, so traffic gets "
            f"{1 / use:.0%} of what it wants."
        )
    if use > 0.9995:
        who = "Endpoints send at their full line rate, so their own cables are just full" if access else "Just full"
        return f"{who}: {rate:,.0f} of {rate:,.0f} Gb/s."
    room = "close to full" if use >= _FULL else "room to spare"
    if lacking:
        # What is not carried would come on top: no room is promised.
        room = f"without the {percent_text(lacking)} of the traffic that has no path"
    return f"Its fullest cable carries {use * rate:,.0f} of {rate:,.0f} Gb/s, {use:.0%}: {room}."
