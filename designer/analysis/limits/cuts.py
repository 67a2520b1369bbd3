"""Max flow between any two selections of nodes, with the links that bound it."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from designer.analysis.limits.records import CutBetween, CutLink, Widening
from designer.analysis.limits.widening import Cut, widenings
from designer.analysis.network.bisection import cables_across, cut_figure
from designer.analysis.network.cabling import Flags, Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.flow_asks import chosen_vertices, media_joining, owners_of, require_known
from designer.analysis.network.max_flow import Network, flow_between, max_flow_and_cut
from designer.analysis.network.network_context import Survey, survey_of
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.figures.figure import count_of, leaf, product
from designer.model.naming import link_name
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

if TYPE_CHECKING:
    from designer.analysis.network.folded_graph import FoldedCut

LABEL: Final = "max flow between the selections"
_FORMULA: Final = "sum over the links in the smallest cut: cables in the cut × rate of one (max flow = min cut)"
_WHY: Final = "Counted in the smallest cut between the two selections; max flow by Dinic's method."
_JOINTS: Final = 5
_FOLDED: Final = (
    "The network is too large to lay out copy by copy. The flow is worked out with all copies of a node taken "
    "together, which can only be too high."
)


class _Found(NamedTuple):
    """Cables of each link in the cut, some pairs of copies that they join, and what was simplified.

    Attributes:
        back: Of the cables, those of links with two rates that cross it from b to a.
    """

    cables: dict[str, float]
    back: dict[str, float]
    joints: dict[str, tuple[str, ...]]
    notes: list[str]


def min_cut_between(
    design: Design, from_ids: Sequence[str], to_ids: Sequence[str], fail: Collection[str] = (), *, widen: bool = True
) -> CutBetween:
    """Return the Gb/s that FROM_IDS can send TO_IDS at once when FAIL has failed, one way, and its cut.

    Args:
        design: The design.
        from_ids: Nodes, containers or single copies ("leaf[0]") that send; all their copies together.
        to_ids: Those that receive.
        fail: What has failed.
        widen: Whether to look for ways to widen the cut.

    Raises:
        RefusedInput: an id is not known, or the selections share a copy.
    """
    sources, targets = require_known(design, from_ids, "a source"), require_known(design, to_ids, "a target")
    survey = survey_of(design, fail)
    media = media_joining(survey, sources, targets)
    found = cut_cables(survey, media, sources, targets)
    notes = [*survey.notes(), *found.notes]
    figure = cut_figure(survey, found.cables, survey.unrated(media), LABEL, _FORMULA, _WHY, found.back)
    rows = [_row(survey, link_id, found) for link_id in found.cables]
    rows.sort(key=lambda row: -row.gbps.or_zero)
    for ids in (sources, targets):
        if not set(owners_of(survey, ids)) & survey.roster.cabled(media):
            notes.append(f"{' and '.join(ids)} has no cable of the {', '.join(media)} network, so nothing gets there.")
    ways: list[Widening] = []
    blocked: list[str] = []
    # With something failed, ways to widen would mend the failure instead of the design.
    if widen and found.cables and fail:
        notes.append("Ways to widen the cut are looked for in the whole design; bring back what failed to see them.")
    elif widen and found.cables:
        ways, blocked = widenings(survey, figure, found.cables, _again(media, sources, targets))
    return CutBetween(
        source=sources,
        target=targets,
        media=media,
        value_gbps=figure,
        links=tuple(rows),
        widenings=tuple(ways),
        blocked=tuple(blocked),
        notes=tuple(dict.fromkeys(notes)),
    )


def _again(media: tuple[Medium, ...], sources: Sequence[str], targets: Sequence[str]) -> Cut:
    """The cut of a changed design, as (Gb/s, cables of each link in it)."""

    def cut(design: Design) -> tuple[float, dict[str, float]]:
        survey = survey_of(design)
        found = cut_cables(survey, media, sources, targets)
        return sum(_carried(survey, found, i) for i in found.cables), found.cables

    return cut


def cut_cables(survey: Survey, media: tuple[Medium, ...], sources: Sequence[str], targets: Sequence[str]) -> _Found:
    """The cables of the smallest cut between SOURCES and TARGETS.

    Raises:
        RefusedInput: they share a copy.
    """
    fabric = survey.fabric(media)
    if fabric is None:
        return _folded(survey, media, sources, targets)
    near_ends, far_ends = chosen_vertices(survey, fabric, sources), chosen_vertices(survey, fabric, targets)
    _require_apart(survey, fabric, near_ends, far_ends)
    if not near_ends.size or not far_ends.size:
        return _Found({}, {}, {}, [])
    network = flow_between(fabric, near_ends, far_ends)
    value, near = max_flow_and_cut(network)
    crossing = _crossing(fabric, network, near)
    found = _Found(*cables_across(fabric, network, near), _joints(survey, fabric, crossing), [])
    # In steps the cut is only as exact as a step; without them cut and flow must agree, or one of both is wrong.
    if not network.exact:
        found.notes.append(f"Capacities were counted in steps of {network.unit:g} Gb/s to find the smallest cut.")
    else:
        kept = sum(_carried(survey, found, i) for i in found.cables)
        if not np.isclose(kept, value, rtol=1e-9):
            raise AssertionError(f"The cut of {kept} Gb/s and the flow of {value} Gb/s differ.")
    return found


def _carried(survey: Survey, found: _Found, link_id: str) -> float:
    """Return the Gb/s that the cables of a link in the cut carry over it; 0 where nothing tells it."""
    cabling, back = survey.cablings[link_id], found.back.get(link_id, 0.0)
    ahead = found.cables[link_id] - back
    return ahead * cabling.ahead.or_zero + back * cabling.back.or_zero


def _crossing(fabric: Fabric, network: Network, near: Flags) -> Flags:
    tail, head = network.at[fabric.tail], network.at[fabric.head]
    # A vertex that takes no part is on no side.
    return (tail >= 0) & (head >= 0) & (near[tail] != near[head])


def _joints(survey: Survey, fabric: Fabric, crossing: Flags) -> dict[str, tuple[str, ...]]:
    """The first pairs of copies across the cut, by link."""
    node_of = fabric.node_of()
    found: dict[str, tuple[str, ...]] = {}
    links = np.unique(fabric.link[crossing])
    # Pairs across the cut, in order of their link; BOUNDS is where each link begins among them.
    pairs = np.flatnonzero(crossing)
    order = np.argsort(fabric.link[pairs], kind="stable")
    bounds = np.searchsorted(fabric.link[pairs][order], links)
    for place, link in enumerate(links.tolist()):
        stop = bounds[place + 1] if place + 1 < bounds.size else order.size
        some = pairs[order[bounds[place] : min(int(stop), int(bounds[place]) + _JOINTS)]]
        found[fabric.links[link]] = tuple(
            " – ".join(copy_of(fabric, node_of, int(end)) for end in (fabric.tail[pair], fabric.head[pair]))
            for pair in some.tolist()
        )
    return found


def copy_of(fabric: Fabric, node_of: Ints, vertex: int) -> str:
    """The name of the copy that VERTEX stands for: "leaf[3]", or "spine" where there is only one."""
    place = int(node_of[vertex])
    first = int(fabric.first[place])
    alone = int(fabric.first[place + 1]) - first == 1
    return fabric.nodes[place] if alone else copy_id(fabric.nodes[place], vertex - first)


def _require_apart(survey: Survey, fabric: Fabric, sources: Ints, targets: Ints) -> None:
    chosen = np.zeros(fabric.size, dtype=np.bool_)
    chosen[sources] = True
    both = np.sort(targets[chosen[targets]])
    if both.size:
        name = copy_of(fabric, fabric.node_of(), int(both[0]))
        raise RefusedInput(f"{name} is in both selections; choose two that share nothing.")


def _folded(survey: Survey, media: tuple[Medium, ...], sources: Sequence[str], targets: Sequence[str]) -> _Found:
    """The same over the folded graph, for what is too large to lay out."""
    from designer.analysis.network.folded_graph import folds_flow  # networkx takes a while to load

    found = folded_between(survey, media, sources, targets)
    notes = [] if folds_flow(survey, media) else [_FOLDED]
    return _Found(*found.cables(survey), {}, notes)


def folded_between(
    survey: Survey, media: tuple[Medium, ...], sources: Sequence[str], targets: Sequence[str]
) -> "FoldedCut":
    """Return the smallest cut between the selections over the folded graph.

    Raises:
        RefusedInput: the selections share a node of which they do not take single copies.
    """
    from designer.analysis.failing import failed_of
    from designer.analysis.network.folded_graph import FoldedCut, folded_cut, folded_graph

    graph = folded_graph(survey, media)
    sides: dict[str, tuple[float, float]] = {}
    for side, ids in enumerate((sources, targets)):
        meant = failed_of(survey.design, ids)
        for owner in owners_of(survey, ids):
            if owner not in graph:
                continue
            # The part of a folded vertex that belongs to each side: all of it, or so many of its copies.
            whole = {survey.roster.owners.get(i, i) for i in meant.nodes}
            spans = meant.copies.get(owner, ())
            part = 1.0 if owner in whole else sum(len(span) for span in spans) / survey.design.total_copies(owner)
            had = sides.get(owner, (0.0, 0.0))
            sides[owner] = (part, had[1]) if side == 0 else (had[0], part)
            # A copy cannot send to itself.
            if sum(sides[owner]) > 1:
                raise RefusedInput(f"{owner} is in both selections; choose two that share nothing.")
    ends = [any(part[n] for part in sides.values()) for n in (0, 1)]
    return folded_cut(survey, media, graph, sides) if all(ends) else FoldedCut(0.0, {}, {})


def _row(survey: Survey, link_id: str, found: _Found) -> CutLink:
    cabling = survey.cablings[link_id]
    link, cables = cabling.link, found.cables[link_id]
    whole = abs(cables - survey.left[link_id]) < 1e-9 * max(1.0, cables)
    name = link_name(survey.design, survey.design.links[link_id])
    counted = (
        count_of(f"cables of {name}", round(cables), link_id)
        if whole
        else leaf(f"cables of {name} in the cut", cables, operation="routing", subject=link_id, note=_WHY)
    )
    back = found.back.get(link_id, 0.0)
    if back and back < cables:
        one = {link_id: cables}
        gbps = cut_figure(survey, one, (), f"{name} across the cut", "cables each way × rate of one", _WHY, found.back)
    else:
        rate = cabling.back if back else cabling.ahead
        gbps = product(f"{name} across the cut", (counted, rate), "Gb/s", "cables in the cut × rate of one")
    joints = () if whole else found.joints.get(link_id, ())
    return CutLink(id=link_id, name=name, a=link.a, b=link.b, cables=cables, whole=whole, gbps=gbps, joints=joints)
