"""Every network by itself: who is on it, whether it hangs together, and how full it runs under a traffic of its own.

Traffic of its own:
    compute fabric   Every endpoint offers its line rate evenly to all others.
    storage, NVLink  Every machine asks the stores on it for its line rate; without stores on it all send to all.
    management       All send to all, in two ways that share no interface of a machine: over what is in-band, at the
                     line rate of that, and over the slow ports beside it (out-of-band).

All of it is divided over ways as the design's routing says.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from designer.analysis.limits.records import NetworkUse
from designer.analysis.network.cabling import IN_BAND_GBPS
from designer.analysis.network.fabric import lay_out, too_large
from designer.analysis.network.link_loads import all_to_all, link_loads, storage_reads
from designer.analysis.network.network_context import Survey, alone_on, remembered_by, survey_of
from designer.analysis.network.traffic import Traffic
from designer.analysis.reach.pieces import pieces_of
from designer.analysis.reach.records import Pieces
from designer.analysis.results import LinkLoad
from designer.analysis.routing.traffic_splitting import rerouted
from designer.model.assumptions.site_choices import ROUTING
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.identity_cache import Remembered
from designer.model.parts.part import NETWORK_MEDIA, NETWORK_WORDS, Medium

_NOBODY: Final = leaf("utilisation of the fullest link", None, note="Nothing is sent on it.")
_LOST: Final = 1e-9
_found: Final = Remembered[NetworkUse](kept=4 * len(NETWORK_WORDS))


def network_uses(
    design: Design,
    fail: Collection[str] = (),
    *,
    survey: Survey | None = None,
    traffic: str = "",
    loads: Mapping[Medium, Sequence[LinkLoad]] | None = None,
    no_path: Figure | None = None,
    pieces: Pieces | None = None,
) -> tuple[NetworkUse, ...]:
    """Return how full each network of DESIGN runs without FAIL, those without a cable left out.

    Args:
        design: The design.
        fail: What has failed.
        survey: DESIGN as its networks see it without FAIL, where that is at hand.
        traffic: What was laid already on the networks in LOADS, which are told by that instead of one of their own.
        loads: The loads of the links of these networks.
        no_path: Share of TRAFFIC that has no path.
        pieces: Of the endpoints of the compute fabric, where they are known.
    """
    shared = survey or survey_of(design, fail)
    laid = loads or {}
    found: list[NetworkUse] = []
    drawn = {link.medium for link in design.links.values()}
    for medium in NETWORK_WORDS:
        if medium not in drawn:
            continue
        # Power, NVLink and the like need a view of the design by that medium alone.
        own = shared if medium in NETWORK_MEDIA else replace(survey_of(design, (), (medium,)), failed=shared.failed)
        if not own.roster.cabled((medium,)):
            continue
        # A network that the chosen traffic runs over has been worked out already.
        if medium in laid:
            known = pieces if medium == "fabric" else None
            found.append(_told(own, medium, traffic, laid[medium], no_path or _NOBODY, known))
        else:
            found.append(_remembered(own, medium))
    return tuple(found)


def _remembered(survey: Survey, medium: Medium) -> NetworkUse:
    """The use of the network of MEDIUM; that of before, where nothing has failed and no more than others was edited."""
    if survey.failed or medium == "fabric":
        return _use_of(survey, medium)
    things, key = remembered_by(survey, medium)

    def alone() -> NetworkUse:
        media = NETWORK_MEDIA if medium == "management" else (medium,)
        return _use_of(survey_of(alone_on(survey.design, media)[0], (), media), medium)

    return _found.of(things, key, alone)


def _machines(survey: Survey, medium: Medium) -> tuple[str, ...]:
    roster = survey.roster
    return roster.endpoints((medium,)) if medium == "fabric" else roster.machines((medium,))


def _told(
    survey: Survey, medium: Medium, traffic: str, rows: Sequence[LinkLoad], no_path: Figure, pieces: Pieces | None
) -> NetworkUse:
    """The use of the network of MEDIUM by TRAFFIC, of which its links carry ROWS."""
    machines = _machines(survey, medium)
    fullest = max(rows, key=lambda row: row.utilisation.or_zero, default=None)
    used = fullest is not None and bool(fullest.utilisation.value)
    return NetworkUse(
        medium=medium,
        machines=sum(survey.design.total_copies(node_id) for node_id in machines),
        pieces=pieces or pieces_of(survey, medium, machines),
        traffic=traffic,
        fullest=fullest.id if used and fullest else "",
        worst=fullest.utilisation if used and fullest else _NOBODY,
        no_path=no_path,
    )


def _use_of(survey: Survey, medium: Medium) -> NetworkUse:
    """The use of the network of MEDIUM by a traffic of its own."""
    roster = survey.roster
    machines = _machines(survey, medium)
    # Where stores stand on a network of their own, machines read from them; else all talk to all.
    stores = roster.storage((medium,)) if medium not in {"fabric", "management"} else ()
    asking = tuple(node_id for node_id in machines if node_id not in stores)
    reads = bool(stores and asking)
    traffic = "storage-read" if reads else "all-to-all"
    if too_large(roster, survey.cablings, (medium,)):
        note = "The network is too large to lay out copy by copy."
        nothing = leaf("utilisation of the fullest link", None, note=note)
        count = sum(survey.design.total_copies(node_id) for node_id in machines)
        return NetworkUse(medium=medium, machines=count, pieces=None, traffic=traffic, fullest="", worst=nothing)
    laids: list[Traffic] = []
    if medium == "management":
        laids += _ways(survey, machines)
    elif (fabric := survey.fabric((medium,))) is not None:
        laid = survey.shared.get(fabric.media) if medium == "fabric" else None
        every = storage_reads(survey, fabric, asking, stores) if reads else None
        laids.append(laid or every or all_to_all(survey, fabric, machines))
    routing = survey.design.settings.choices.get(ROUTING, "")
    laids = [rerouted(laid, routing).traffic for laid in laids]
    rows = [row for laid in laids for row in link_loads(survey, laid) if row.medium == medium]
    whole, lost = sum(laid.loads.total for laid in laids), sum(laid.loads.lost for laid in laids)
    share = _share(lost if lost > _LOST * whole else 0.0, whole, known=not survey.unrated((medium,)))
    return _told(survey, medium, traffic, rows, share, None)


def _ways(survey: Survey, machines: Collection[str]) -> Iterator[Traffic]:
    """Yield the traffic of all MACHINES over management: over in-band ports, and over the slow ones beside them."""
    owners, whole = survey.roster.owners, frozenset(machines)
    cables = {i: cabling for i, cabling in survey.cablings.items() if cabling.link.medium == "management"}
    at = {i: whole & {owners[cabling.link.a], owners[cabling.link.b]} for i, cabling in cables.items()}
    slow = {i for i, cabling in cables.items() if cabling.rate.or_zero < IN_BAND_GBPS}
    slow_on, fast_on = (frozenset[str]().union(*(at[i] for i in some)) for some in (slow, cables.keys() - slow))
    both = slow_on & fast_on
    if not both:
        yield all_to_all(survey, lay_out(survey.roster, cables, ("management",), survey.failed), tuple(machines))
        return
    for on, others in ((fast_on, slow), (slow_on, cables.keys() - slow)):
        # A machine that has ports of both sorts sends on those of one sort by themselves.
        taken = {i: cabling for i, cabling in cables.items() if i not in others or not at[i] & on}
        fabric = lay_out(survey.roster, taken, ("management",), survey.failed)
        yield all_to_all(survey, fabric, [node_id for node_id in machines if node_id in on])


def _share(lost: float, total: float, *, known: bool) -> Figure:
    label = "traffic without a path"
    if not total or (lost and not known):
        return leaf(label, None, note="A link of no known rate may carry it." if total else "Nothing is sent.")
    return leaf(label, lost / total, operation="routing", note="Of all that is sent, what no cables lead to its end.")
