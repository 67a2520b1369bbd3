"""Where bandwidth is short: tiers with their oversubscription, bisection, link loads and bottlenecks.

Traffic patterns:
    all-to-all     Each endpoint offers its line rate (all its own fabric cables, one way) evenly to all other
                   endpoints. What cannot get there is not carried, and a note says how much.
    storage-read   Each endpoint asks for its line rate on the storage network, evenly from every copy of the
                   storage. A storage node's utilisation is what is asked of it over what it can read. Where the
                   storage stands on the fabric, the fabric is taken; else all network media together.
    training       Each training job offers what its accelerators send in an iteration, see training_traffic.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from designer.analysis.bisection import bisection, bisection_folded
from designer.analysis.cabling import titles
from designer.analysis.loads import Traffic, all_to_all, link_loads, storage_reads
from designer.analysis.quantities import fact_of
from designer.analysis.results import TRAFFICS, Bottleneck, LinkLoad, NetworkResult, Tier
from designer.analysis.survey import Survey, survey_of
from designer.analysis.tiers import levels, tier_name
from designer.analysis.training_traffic import jobs_of, training_exchange
from designer.model.design import Design
from designer.model.figures import Figure, count_of, leaf, product, quotient, total
from designer.model.parts import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput

_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_STORAGE_WAYS: Final[tuple[tuple[Medium, ...], ...]] = (
    ("storage",), ("fabric",), ("storage", "fabric"), NETWORK_MEDIA,
)  # fmt: skip
_FULL: Final = 0.8
_ALWAYS_SHOWN: Final = 5
_BITS: Final = 8.0
_TOO_LARGE: Final = "The network is too large to lay out copy by copy, so the load of its links is not known."


def network(design: Design, traffic: str = "all-to-all", fail: Collection[str] = ()) -> NetworkResult:
    """What the networks of DESIGN carry under TRAFFIC when FAIL has failed.

    Args:
        design: The design, with its parts embedded.
        traffic: One of results.TRAFFICS.
        fail: Ids of nodes, containers and links, or single copies and cables as "leaf[0]".

    Raises:
        RefusedInput: there is no such traffic, or no training job to make it.
    """
    if traffic not in TRAFFICS:
        raise RefusedInput(f"There is no traffic {traffic!r}; choose from {', '.join(TRAFFICS)}.")
    if traffic == "training":
        jobs_of(design)
    survey = survey_of(design, fail)
    notes = list(survey.notes())
    fabric = survey.fabric(_FABRIC)
    if fabric is None:
        figure, cut, simplified = bisection_folded(survey, _FABRIC[0])
    else:
        endpoints = fabric.vertices(survey.roster.endpoints(_FABRIC))
        figure, cut, simplified = bisection(survey, fabric, endpoints, _FABRIC[0])
        if fabric.looped:
            notes.append(f"{titles(survey.cablings, fabric.looped)} joins some copies to themselves; that is left out.")
    notes += simplified
    laid = _LAID[traffic](survey, notes)
    links = link_loads(survey, laid)
    worst_first = _bottlenecks(survey, links, _storage_nodes(survey, laid) if traffic == "storage-read" else [])
    offering = sum(design.total_copies(i) for i in survey.roster.endpoints(_FABRIC)) if laid is None else laid.endpoints
    return NetworkResult(
        traffic=traffic,
        endpoints=offering,
        tiers=tuple(tier for medium in NETWORK_MEDIA for tier in _tiers(survey, medium)),
        bisection_gbps=figure,
        min_cut=cut,
        links=links,
        bottlenecks=worst_first,
        worst=worst_first[0].utilisation if worst_first else leaf("worst bottleneck", None, note="Nothing is sent."),
        notes=tuple(notes),
    )


def _tiers(survey: Survey, medium: Medium) -> Iterator[Tier]:
    owners = survey.roster.owners
    level = levels(survey.roster, medium, survey.failed.whole)
    down: dict[int, list[Figure]] = {}
    up: dict[int, list[Figure]] = {}
    for link_id, cabling in survey.cablings.items():
        left = survey.left[link_id]
        if cabling.link.medium != medium or not left:
            continue
        ends = [level.get(owners[end], 0) for end in (cabling.link.a, cabling.link.b)]
        if ends[0] != ends[1]:
            capacity = cabling.capacity(left)
            up.setdefault(min(ends), []).append(capacity)
            down.setdefault(max(ends), []).append(capacity)
    for step in range(1, max(level.values(), default=0) + 1):
        name = tier_name(medium, step)
        below = total(f"below the {name}", down.get(step, ()), "Gb/s", "sum of the links towards the endpoints")
        above = total(f"above the {name}", up.get(step, ()), "Gb/s", "sum of the links to the next tier")
        yield Tier(
            name=name, medium=medium, nodes=tuple(i for i in level if level[i] == step), down_gbps=below, up_gbps=above,
            oversubscription=quotient(f"oversubscription of the {name}", below, above, "", "below / above"),
        )  # fmt: skip


def _all_to_all(survey: Survey, notes: list[str]) -> Traffic | None:
    endpoints = survey.roster.endpoints(_FABRIC)
    fabric = survey.fabric(_FABRIC)
    if fabric is None:
        notes.append(_TOO_LARGE)
        return None
    laid = all_to_all(survey, fabric, endpoints)
    if not endpoints:
        notes.append("No server or accelerator is on the fabric, so nothing is sent.")
    elif fabric.vertices(endpoints).size < 2:
        notes.append("There is only one endpoint on the fabric, so it has nobody to send to.")
    _note_losses(laid, notes)
    return laid


def _storage_reads(survey: Survey, notes: list[str]) -> Traffic | None:
    roster = survey.roster
    if not roster.storage(NETWORK_MEDIA):
        notes.append("No storage is on a network, so nothing is read.")
    elif not roster.endpoints(NETWORK_MEDIA):
        notes.append("No server or accelerator is on a network, so nothing is read.")
    ways = [media for media in _STORAGE_WAYS if roster.endpoints(media) and roster.storage(media)]
    best: Traffic | None = None
    for media in ways or _STORAGE_WAYS[:1]:
        fabric = survey.fabric(media)
        if fabric is None:
            notes.append(_TOO_LARGE)
            return None
        laid = storage_reads(survey, fabric, roster.endpoints(media), roster.storage(media))
        best = best or laid
        if laid.loads.lost < laid.loads.total:
            best = laid
            break
    if best:
        if best.fabric.media != ("storage",):
            notes.append(f"Reads go over the {' and '.join(best.fabric.media)} network.")
        _note_losses(best, notes)
    return best


def _training(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric = survey.fabric(_FABRIC)
    if fabric is None:
        notes.append(_TOO_LARGE)
        return None
    laid = training_exchange(survey, fabric, notes)
    _note_losses(laid, notes)
    return laid


_LAID: Final[Mapping[str, Callable[[Survey, list[str]], Traffic | None]]] = {
    "all-to-all": _all_to_all, "storage-read": _storage_reads, "training": _training,
}  # fmt: skip


def _note_losses(laid: Traffic, notes: list[str]) -> None:
    loads = laid.loads
    if loads.total > 0 and loads.lost > 1e-9 * loads.total:
        share = 100 * loads.lost / loads.total
        notes.append(f"{share:.3g}% of the traffic has no path to where it goes and is not carried.")
    if loads.sampled:
        some, every = loads.sampled
        notes.append(
            f"Link loads are worked out for {some:,} of {every:,} groups of destinations, evenly chosen, and are "
            "averages over the cables of a link."
        )


def _storage_nodes(survey: Survey, laid: Traffic | None) -> list[Bottleneck]:
    """How much is asked of each storage node, over what it can read."""
    if laid is None or not laid.loads.total:
        return []
    design, fabric = survey.design, laid.fabric
    storage = survey.roster.storage(fabric.media)
    copies = count_of("storage copies", int(fabric.vertices(storage).size))
    asked = quotient("asked of one storage node", laid.offers[0], copies, "Gb/s")
    found: list[Bottleneck] = []
    for node_id in storage:
        node = design.nodes[node_id]
        bits = leaf("bits in a byte", _BITS, "Gb/GB", operation="fact", subject="unit")
        reads = product(f"read throughput of {node.title}", (fact_of(design, node, "read_gb_per_s"), bits), "Gb/s")
        use = quotient(f"utilisation of {node.title}", asked, reads, "", "asked of one / what one can read")
        if use.value is None:
            continue
        reason = f"Endpoints ask each {node.title} for {asked.value or 0:,.0f} Gb/s; it reads {reads.value or 0:,.0f}."
        found.append(Bottleneck(id=node_id, kind="node", utilisation=use, reason=reason))
    return found


def _bottlenecks(survey: Survey, links: tuple[LinkLoad, ...], nodes: list[Bottleneck]) -> tuple[Bottleneck, ...]:
    """NODES and the links that carry something, worst first: all from 80%, and at least five."""
    endpoints = set(survey.roster.endpoints(_FABRIC)) | set(survey.roster.endpoints(("storage",)))
    found = list(nodes)
    for row in links:
        if row.utilisation.value:
            ends = {survey.roster.owners[row.a], survey.roster.owners[row.b]}
            reason = _reason(survey, row, bool(ends & endpoints))
            found.append(Bottleneck(id=row.id, kind="link", utilisation=row.utilisation, reason=reason))
    # Rounded, so that equal uses stay in design order.
    found.sort(key=lambda bottleneck: -round(bottleneck.utilisation.value or 0.0, 9))
    return tuple(
        bottleneck
        for place, bottleneck in enumerate(found)
        if place < _ALWAYS_SHOWN or (bottleneck.utilisation.value or 0.0) >= _FULL
    )


def _reason(survey: Survey, row: LinkLoad, access: bool) -> str:
    use, rate = row.utilisation.value or 0.0, survey.cablings[row.id].rate.value or 0.0
    if use > 1.0005:
        return (
            f"Its fullest cable is asked for {use * rate:,.0f} of {rate:,.0f} Gb/s, so traffic gets "
            f"{1 / use:.0%} of what it wants."
        )
    if use > 0.9995:
        who = "Endpoints send at their full line rate, so their own cables are just full" if access else "Just full"
        return f"{who}: {rate:,.0f} of {rate:,.0f} Gb/s."
    room = "close to full" if use >= _FULL else "room to spare"
    return f"Its fullest cable carries {use * rate:,.0f} of {rate:,.0f} Gb/s, {use:.0%}: {room}."
