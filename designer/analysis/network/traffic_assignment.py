"""Each traffic laid on the network that it uses, with notes on what it could not do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from designer.analysis.network.fabric import Fabric
from designer.analysis.network.flow_asks import networks_of, owners_of, require_asks, require_known
from designer.analysis.network.link_loads import all_to_all, link_loads, storage_reads
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic import Traffic
from designer.analysis.network.traffic_patterns import (
    all_reduce_rails,
    all_reduce_ring,
    asked_flows,
    checkpoint_writes,
    north_south,
    outside_nodes,
    silent,
)
from designer.analysis.network.training_traffic import jobs_of, training_exchange
from designer.analysis.results import FLOWS, TRAFFICS, LinkLoad
from designer.analysis.routing.rail_traffic import all_to_all_cards
from designer.analysis.routing.traffic_splitting import rerouted
from designer.model.assumptions.site_choices import ROUTING
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput

FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_STORAGE_WAYS: Final[tuple[tuple[Medium, ...], ...]] = (
    ("storage",),
    ("fabric",),
    ("storage", "fabric"),
    NETWORK_MEDIA,
)
_OUTSIDE_WAYS: Final[tuple[tuple[Medium, ...], ...]] = (("fabric",), ("management",), ("storage",), NETWORK_MEDIA)
_TOO_LARGE: Final = "The network is too large to lay out copy by copy, so the load of its links is not known."


def require_traffic(design: Design, traffic: str, asks: Sequence[FlowAsk] = (), outside: Sequence[str] = ()) -> None:
    """Refuse a traffic that DESIGN cannot have.

    Raises:
        RefusedInput: there is no such traffic, no training job to make it, or an end of a flow is not known.
    """
    if traffic not in TRAFFICS:
        raise RefusedInput(f"There is no traffic {traffic!r}; choose from {', '.join(TRAFFICS)}.")
    if traffic == "training":
        jobs_of(design)
    if traffic == FLOWS:
        require_asks(design, asks)
    if outside:
        require_known(design, outside, "outside")


def asks_of(design: Design, traffic: str, asks: Sequence[FlowAsk]) -> tuple[str, Sequence[FlowAsk]]:
    """The traffic and the flows that are meant: ASKS where there are any, else those that DESIGN holds."""
    if asks:
        return FLOWS, asks
    return traffic, design.settings.flows if traffic == FLOWS else ()


def lay(
    survey: Survey, traffic: str, notes: list[str], asks: Sequence[FlowAsk] = (), outside: Sequence[str] = ()
) -> Traffic | None:
    """TRAFFIC on the network of SURVEY; None, with the reason in NOTES, where that is too large to lay out."""
    if traffic == FLOWS:
        laid = _flows(survey, asks, notes)
    elif traffic == "north-south":
        laid = _north_south(survey, outside, notes)
    else:
        laid = _LAID[traffic](survey, notes)
    if laid is None:
        return None
    routing = survey.design.settings.choices.get(ROUTING, "")
    if routing:
        laid, said = rerouted(laid, routing)
        notes += [said] if said else []
    _note_losses(laid, notes)
    return laid


def lay_apart(
    survey: Survey, traffic: str, notes: list[str], asks: Sequence[FlowAsk] = (), outside: Sequence[str] = ()
) -> list[Traffic | None]:
    """TRAFFIC on every network that it uses: flows that share none are laid apart, each on its own; see `lay`."""
    if traffic != FLOWS or not asks:
        return [lay(survey, traffic, notes, asks, outside)]
    groups = networks_of(survey, asks).values()
    return [lay(survey, traffic, notes, [asks[place] for place in places], outside) for places in groups]


def loads_of(survey: Survey, laids: Sequence[Traffic | None]) -> tuple[LinkLoad, ...]:
    """The load of every network link under LAIDS, which share no link."""
    tables = [link_loads(survey, laid) for laid in laids]
    if len(tables) == 1:
        return tables[0]
    rows: list[LinkLoad] = []
    # Traffics share no link, so that each link has its load from the one that runs over its medium.
    for place, row in enumerate(tables[0]):
        using = [n for n, laid in enumerate(laids) if laid is not None and row.medium in laid.fabric.media]
        rows.append(tables[using[0]][place] if using else row)
    return tuple(rows)


def _fabric(survey: Survey, notes: list[str], media: Sequence[Medium] = FABRIC) -> Fabric | None:
    fabric = survey.fabric(media)
    if fabric is None:
        notes.append(_TOO_LARGE)
    return fabric


def _among_endpoints(survey: Survey, notes: list[str]) -> tuple[Fabric | None, tuple[str, ...]]:
    """The fabric and its endpoints; NOTES tell where there are too few of them."""
    endpoints = survey.roster.endpoints(FABRIC)
    fabric = _fabric(survey, notes)
    if fabric is not None and not endpoints:
        notes.append("No server or accelerator is on the fabric, so nothing is sent.")
    elif fabric is not None and fabric.vertices(endpoints).size < 2:
        notes.append("There is only one endpoint on the fabric, so it has no partner to send to.")
    return fabric, endpoints


def _all_to_all(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric, endpoints = _among_endpoints(survey, notes)
    if fabric is None:
        return None
    laid = survey.shared.get(fabric.media) or all_to_all(survey, fabric, endpoints)
    if laid.loads.sampled is None:
        survey.shared[fabric.media] = laid
    return laid


def _ring(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric, endpoints = _among_endpoints(survey, notes)
    return None if fabric is None else all_reduce_ring(survey, fabric, endpoints)


def _rails(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric = _fabric(survey, notes)
    return None if fabric is None else all_reduce_rails(survey, fabric, survey.roster.endpoints(FABRIC), notes)


def _cards(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric = _fabric(survey, notes)
    return None if fabric is None else all_to_all_cards(survey, fabric, survey.roster.endpoints(FABRIC), notes)


def _reads(survey: Survey, notes: list[str]) -> Traffic | None:
    return _storage(survey, notes, storage_reads, ("read", "Reads"))


def _writes(survey: Survey, notes: list[str]) -> Traffic | None:
    return _storage(survey, notes, checkpoint_writes, ("written", "Writes"))


def _storage(
    survey: Survey,
    notes: list[str],
    lay_on: Callable[[Survey, Fabric, Sequence[str], Sequence[str]], Traffic],
    words: tuple[str, str],
) -> Traffic | None:
    roster = survey.roster
    if not roster.storage(NETWORK_MEDIA):
        notes.append(f"No storage is on a network, so nothing is {words[0]}.")
    elif not roster.endpoints(NETWORK_MEDIA):
        notes.append(f"No server or accelerator is on a network, so nothing is {words[0]}.")
    # The storage network of its own first, the fabric next, all networks together last.
    ways = [media for media in _STORAGE_WAYS if roster.endpoints(media) and roster.storage(media)]
    best: Traffic | None = None
    for media in ways or _STORAGE_WAYS[:1]:
        fabric = _fabric(survey, notes, media)
        if fabric is None:
            return None
        laid = lay_on(survey, fabric, roster.endpoints(media), roster.storage(media))
        best = best or laid
        # The first network over which anything arrives; else the first that was tried, to show what is lost.
        if laid.loads.lost < laid.loads.total:
            best = laid
            break
    if best and best.fabric.media != ("storage",):
        notes.append(f"{words[1]} go over the {' and '.join(best.fabric.media)} network.")
    return best


def _training(survey: Survey, notes: list[str]) -> Traffic | None:
    fabric = _fabric(survey, notes)
    return None if fabric is None else training_exchange(survey, fabric, notes)


def _north_south(survey: Survey, outside: Sequence[str], notes: list[str]) -> Traffic | None:
    roster = survey.roster
    away = tuple(outside) or outside_nodes(survey, NETWORK_MEDIA)
    if not away:
        notes.append("Nothing that is drawn stands outside, so nothing goes there; choose a node as outside.")
    elif not roster.endpoints(NETWORK_MEDIA):
        notes.append("No server or accelerator is on a network, so nothing is sent.")
    there = set(owners_of(survey, away)) if away else set[str]()
    # In order of preference, only networks that have both somebody to send and something outside.
    ways = [media for media in _OUTSIDE_WAYS if there & roster.cabled(media) and roster.endpoints(media)]
    best: Traffic | None = None
    for media in ways or _OUTSIDE_WAYS[:1]:
        fabric = _fabric(survey, notes, media)
        if fabric is None:
            return None
        laid = silent(fabric, "offered to outside")
        if there and roster.endpoints(media):
            laid = north_south(survey, fabric, roster.endpoints(media), away)
        best = best or laid
        if laid.loads.lost < laid.loads.total:
            best = laid
            break
    if best and best.loads.total and best.fabric.media != FABRIC:
        notes.append(f"What goes outside takes the {' and '.join(best.fabric.media)} network.")
    return best


def _flows(survey: Survey, asks: Sequence[FlowAsk], notes: list[str]) -> Traffic | None:
    if not asks:
        notes.append("No flow is drawn, so nothing is sent; draw one from A to B.")
        fabric = _fabric(survey, notes)
        return None if fabric is None else silent(fabric, "offered by the flows")
    found = networks_of(survey, asks)
    fabric = _fabric(survey, notes, next(iter(found)) if len(found) == 1 else NETWORK_MEDIA)
    return None if fabric is None else asked_flows(survey, fabric, asks, notes)


_LAID: Final[Mapping[str, Callable[[Survey, list[str]], Traffic | None]]] = {
    "all-to-all": _all_to_all,
    "storage-read": _reads,
    "training": _training,
    "checkpoint-write": _writes,
    "all-reduce-ring": _ring,
    "all-reduce-rails": _rails,
    "all-to-all-cards": _cards,
}


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
