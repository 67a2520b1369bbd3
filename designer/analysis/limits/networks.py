"""Every network by itself: who is on it, whether it hangs together, and how full it runs under a traffic of its own."""

from typing import Final

from designer.analysis.limits.records import NetworkUse
from designer.analysis.loads import Traffic, all_to_all, link_loads, storage_reads
from designer.analysis.reach.pieces import pieces_of
from designer.analysis.survey import Survey, survey_of
from designer.model.design import Design
from designer.model.figures import Figure, leaf
from designer.model.parts import NETWORK_MEDIA, NETWORK_WORDS, Medium

_NOBODY: Final = leaf("utilisation of the fullest link", None, note="Nobody sends anybody anything on it.")
_LOST: Final = 1e-9


def network_uses(design: Design, fail: tuple[str, ...] = ()) -> tuple[NetworkUse, ...]:
    """Return how full each network of DESIGN runs without FAIL, those without a cable left out.

    On the compute fabric every endpoint offers its line rate evenly to all others. On another network every machine
    asks the stores for its line rate where there are stores on it; else all machines send each other as on the fabric.
    """
    shared = survey_of(design, fail)
    found: list[NetworkUse] = []
    for medium in NETWORK_WORDS:
        survey = shared if medium in NETWORK_MEDIA else survey_of(design, fail, (medium,))
        if survey.roster.cabled((medium,)):
            found.append(_use_of(survey, medium))
    return tuple(found)


def _use_of(survey: Survey, medium: Medium) -> NetworkUse:
    roster, fabric = survey.roster, survey.fabric((medium,))
    machines = roster.endpoints((medium,)) if medium == "fabric" else roster.machines((medium,))
    stores = roster.storage((medium,)) if medium != "fabric" else ()
    asking = tuple(node_id for node_id in machines if node_id not in stores)
    count = sum(survey.design.total_copies(node_id) for node_id in machines)
    reads = bool(stores and asking)
    traffic = "storage-read" if reads else "all-to-all"
    if fabric is None:
        note = "The network is too large to lay out copy by copy."
        nothing = leaf("utilisation of the fullest link", None, note=note)
        return NetworkUse(medium=medium, machines=count, pieces=None, traffic=traffic, fullest="", worst=nothing)
    laid: Traffic = storage_reads(survey, fabric, asking, stores) if reads else all_to_all(survey, fabric, machines)
    rows = [row for row in link_loads(survey, laid) if row.medium == medium and row.utilisation.value]
    fullest = max(rows, key=lambda row: row.utilisation.value or 0.0, default=None)
    lost = laid.loads.lost if laid.loads.lost > _LOST * laid.loads.total else 0.0
    return NetworkUse(
        medium=medium,
        machines=count,
        pieces=pieces_of(survey, medium, machines),
        traffic=traffic,
        fullest=fullest.id if fullest else "",
        worst=fullest.utilisation if fullest else _NOBODY,
        no_path=_share(lost, laid.loads.total, known=not survey.unrated((medium,))),
    )


def _share(lost: float, total: float, *, known: bool) -> Figure:
    label = "traffic without a path"
    if not total or (lost and not known):
        return leaf(label, None, note="A link of no known rate may carry it." if total else "Nothing is sent.")
    return leaf(label, lost / total, operation="routing", note="Of all that is sent, what no cables lead to its end.")
