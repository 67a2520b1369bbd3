"""Single failures: single points of failure, and the worst loss of one copy or one cable.

Measures:
    single point of failure   The loss of one copy or one cable cuts endpoints off from the others. Its Gb/s are
                              the line rate of the endpoints cut off; an endpoint itself is not one. Looked for in
                              each network by itself: the compute fabric, where computing machines are the
                              endpoints, then storage, management and NVLink, where every machine and store is.
                              Stores that hang on the compute fabric count there too. Accelerators lose their
                              storage where they reached a store over that network before and none after.
    worst failures            The bisection bandwidth before and after the loss of one copy of a switch or of one
                              cable of a link, the halves staying as they are, and the accelerators cut off.
    uplinks                   How many uplinks a switch can lose before it is oversubscribed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from designer.analysis.halving.halves import halves_of
from designer.analysis.limits.uplinks import rooms_of
from designer.analysis.network.bisection import LABEL, between_halves, bisection
from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, grouped, ranked
from designer.analysis.network.fabric import Fabric, pairs_and_links
from designer.analysis.network.max_flow import found_between
from designer.analysis.network.network_context import Survey, alone_on, survey_of
from designer.analysis.resilience.connectivity import Separations, Weight, keep_worst, separations
from designer.analysis.resilience.cut_off import accelerators_lost
from designer.analysis.resilience.losses import Kind, Loss, single_losses
from designer.analysis.resilience.transit import cut_without_transit
from designer.analysis.results import Failure, ResilienceResult, SinglePoint
from designer.analysis.routing.panel_losses import panel_flows, panels_cut_off, untried
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, quotient
from designer.model.identity_cache import Remembered
from designer.model.naming import ends_title, link_name
from designer.model.parts.part import Medium
from designer.model.wording import counted

_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)
_OTHERS: Final[tuple[Medium, ...]] = ("storage", "management", "nvlink")
_READ_OVER: Final[frozenset[Medium]] = frozenset({"fabric", "storage"})
_MOST_SEARCHED: Final = 1_000_000
_SHOWN: Final = 50


def resilience(design: Design, fail: Collection[str] = (), survey: Survey | None = None) -> ResilienceResult:
    """Return what one more failure would take along when FAIL has failed, on the fabric of DESIGN.

    SURVEY is the design as its networks see it without FAIL, where that is at hand.
    """
    survey = survey or survey_of(design, fail)
    fabric = survey.fabric(_FABRIC)
    if fabric is None or fabric.tail.size > _MOST_SEARCHED:
        return _folded(survey)
    endpoints = fabric.vertices(survey.roster.endpoints(_FABRIC))
    cut_off, left_out = _separated(survey, fabric, endpoints, _FABRIC)
    points = (*_fabric_points(survey, fabric, cut_off), *_other_networks(survey))
    without: dict[tuple[Kind, str], int] = {
        (point.kind, point.id): point.accelerators_without_storage for point in points if point.medium == _FABRIC[0]
    }
    failures, skipped = _failures(survey, fabric, cut_off, without)
    notes: tuple[str, ...] = ()
    if skipped or left_out:
        untried = counted(skipped + left_out, "node or link", "nodes and links")
        notes = (f"Not tried one by one: {untried} that can lose the least.",)
    return ResilienceResult(
        single_points_of_failure=points,
        worst_failures=failures,
        notes=notes,
        lost_accelerators=accelerators_lost(survey),
        uplinks=rooms_of(survey),
    )


_Cuts = dict[tuple[Kind, str], Weight]


def _separated(survey: Survey, fabric: Fabric, endpoints: Ints, media: tuple[Medium, ...]) -> tuple[_Cuts, int]:
    """Return what the loss of one copy or cable of each id cuts off of ENDPOINTS, and how many ids were not tried."""
    inside = np.array([survey.roster.accelerators.get(i, 0) for i in fabric.nodes], dtype=np.int64)[fabric.node_of()]
    stores = np.zeros(fabric.size, dtype=np.bool_)
    stores[fabric.vertices(_stores(survey, media))] = True
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[endpoints] = 2 * inside[endpoints] + stores[endpoints]
    network = grouped(fabric, sort)
    apart = separations(network, _weights(fabric, network, endpoints, inside, stores))
    switches = survey.roster.switches(media)
    switched = np.array([i in switches for i in fabric.nodes], dtype=np.bool_)[fabric.node_of()]
    without = cut_without_transit(fabric, endpoints, inside, switched, stores)
    # The graph tells of islands in which every host has one way, and of what was not tried.
    cut_off = _by_id(fabric, network, apart, ~without.islands)
    if without.untried:
        whole = _by_id(fabric, network, apart, np.ones(fabric.size, dtype=np.bool_))
        cut_off |= {key: lost for key, lost in whole.items() if key in without.untried}
    for key, lost in without.found.items():
        keep_worst(cut_off, key, lost)
    for key, lost in panels_cut_off(fabric, endpoints, inside, stores).items():
        keep_worst(cut_off, key, lost)
    return cut_off, len(without.untried)


def _points(cut_off: _Cuts, medium: Medium) -> Iterator[SinglePoint]:
    """The single points of one network: most accelerators first, cut off or without storage."""
    for (kind, i), lost in sorted(cut_off.items(), key=lambda item: (-max(item[1][1], item[1][3]), -item[1][2])):
        yield SinglePoint(
            id=i,
            kind=kind,
            lost_gbps=_line_rate(i, lost),
            lost_accelerators=round(lost[1]),
            medium=medium,
            lost_endpoints=round(lost[0]),
            accelerators_without_storage=round(lost[3]),
        )


def _fabric_points(survey: Survey, fabric: Fabric, cut_off: _Cuts) -> Iterator[SinglePoint]:
    """The single points of the computing machines on the fabric, which CUT_OFF tells, then those of its stores."""
    if not survey.roster.storage(_FABRIC):
        yield from _points(cut_off, _FABRIC[0])
        return
    stores, _ = _separated(survey, fabric, fabric.vertices(survey.roster.machines(_FABRIC)), _FABRIC)
    for key, (_, _, _, without) in stores.items():
        if key in cut_off:
            cut_off[key] = (*cut_off[key][:3], without)
    yield from _points(cut_off, _FABRIC[0])
    yield from _points({key: lost for key, lost in stores.items() if key not in cut_off}, _FABRIC[0])


def _other_networks(survey: Survey) -> Iterator[SinglePoint]:
    """The single points of the networks beside the compute fabric."""
    for medium in _OTHERS:
        yield from _points_in(survey, medium)


_found: Final = Remembered[tuple[SinglePoint, ...]](kept=4 * len(_OTHERS))


def _points_in(survey: Survey, medium: Medium) -> tuple[SinglePoint, ...]:
    """The single points of the network of MEDIUM; those of before, where nothing has failed and no more was edited."""
    if survey.failed:
        return tuple(_points_of(survey, medium))
    alone, things = alone_on(survey.design, (medium,))
    return _found.of(things, medium, lambda: tuple(_points_of(survey_of(alone, (), (medium,)), medium)))


def _points_of(survey: Survey, medium: Medium) -> Iterator[SinglePoint]:
    """The single points of the network of MEDIUM, all machines and stores on it taken as its endpoints."""
    # A network whose medium is not laid out for the fabric needs a view of its own.
    if medium not in survey.roster.media:
        survey = replace(survey_of(survey.design, (), (medium,)), failed=survey.failed)
    if not survey.roster.cabled((medium,)):
        return
    fabric = survey.fabric((medium,))
    if fabric is None or fabric.tail.size > _MOST_SEARCHED:
        yield from _folded_points(survey, medium)
        return
    cut_off, _ = _separated(survey, fabric, fabric.vertices(survey.roster.machines((medium,))), (medium,))
    yield from _points(cut_off, medium)


def _stores(survey: Survey, media: tuple[Medium, ...]) -> tuple[str, ...]:
    """Return what accelerators read from over MEDIA: nothing over management or NVLink."""
    return survey.roster.storage(media) if set(media) <= _READ_OVER else ()


def _weights(fabric: Fabric, network: Grouped, endpoints: Ints, inside: Ints, stores: Flags) -> Floats:
    """Return endpoints, accelerators (INSIDE each vertex), line rate and STORES per merged vertex."""
    at = network.at[endpoints]
    return np.stack(
        [
            sums(at, np.ones(at.size), network.size),
            sums(at, inside[endpoints], network.size),
            sums(at, fabric.line_gbps()[endpoints], network.size),
            sums(at, stores[endpoints].astype(np.float64), network.size),
        ]
    )


def _by_id(fabric: Fabric, network: Grouped, apart: Separations, told: Flags) -> _Cuts:
    """The worst of the copies of every node and of the cables of every link that cuts endpoints off, of those TOLD."""
    found: _Cuts = {}
    # Copies that are merged into one vertex, and cables merged into one edge, take the same along: one row each.
    if apart.by_vertex:
        cut = np.isin(network.at, list(apart.by_vertex)) & told
        for node, merged in _different(fabric.node_of()[cut], network.at[cut]):
            keep_worst(found, ("node", fabric.nodes[node]), apart.by_vertex[merged])
    if apart.by_edge:
        pair, link_of = pairs_and_links(fabric)
        cut = (np.isin(network.edge, list(apart.by_edge)) & told[fabric.tail])[pair]
        for link, merged in _different(link_of[cut], network.edge[pair[cut]]):
            keep_worst(found, ("link", fabric.links[link]), apart.by_edge[merged])
    return found


def _different(a: Ints, b: Ints) -> list[tuple[int, int]]:
    """Return the different pairs among (A, B), two columns of numbers from 0 on, in order of A and then of B."""
    width = int(b.max(initial=0)) + 1
    keys, _ = ranked(a * width + b)
    return list(zip((keys // width).tolist(), (keys % width).tolist(), strict=True))


def _line_rate(node_or_link: str, lost: Weight) -> Figure:
    return leaf(
        "line rate of the endpoints cut off",
        lost[2],
        "Gb/s",
        operation="routing",
        subject=node_or_link,
        note="1 endpoint loses the others." if lost[0] == 1 else f"{lost[0]:,.0f} endpoints lose the others.",
    )


def _failures(
    survey: Survey, fabric: Fabric, cut_off: _Cuts, without: Mapping[tuple[Kind, str], int]
) -> tuple[tuple[Failure, ...], int]:
    halves = halves_of(survey, fabric)
    before = between_halves(bisection(survey, fabric, _FABRIC[0])[0])
    if halves is None or not before.value:
        return (), 0
    losses = single_losses(fabric, *found_between(fabric, halves.near, halves.far), survey.roster.switches(_FABRIC))
    worst = dict(losses.worst)
    worst.update({("node", i): loss for i, loss in panel_flows(fabric, halves, losses.before).items()})
    rows = [_failure(survey, loss, before, cut_off.get(key), without.get(key, 0)) for key, loss in worst.items()]
    return tuple(_ranked(rows)[:_SHOWN]), losses.skipped + untried(fabric)


def _ranked(rows: Iterable[Failure]) -> list[Failure]:
    return sorted(rows, key=lambda row: (-round(row.lost_gbps.or_zero, 6), -row.lost_accelerators))


def _failure(survey: Survey, loss: Loss, before: Figure, cut_off: Weight | None, without: int) -> Failure:
    after = leaf(
        f"{LABEL} without it",
        loss.flow,
        "Gb/s",
        operation="routing",
        subject=loss.id,
        note="Max flow between the same halves, worst of the copies and cables that are not alike.",
    )
    lost = difference("bisection bandwidth lost", before, after, "Gb/s")
    share = quotient("bisection bandwidth that remains", after, before, "")
    accelerators = round(cut_off[1]) if cut_off else 0
    if loss.kind == "node":
        what = f"One {survey.design.nodes[loss.id].title} lost"
    else:
        # Several links may have the same name: then their ends tell which.
        link = survey.design.links[loss.id]
        same_name = sum(other.name == link.name for other in survey.design.links.values()) > 1
        title = f"{link.name} ({ends_title(survey.design, link)})" if link.name and same_name else None
        title = title or link_name(survey.design, link)
        what = f"One cable of {title} lost"
    if lost.value:
        said = f"{what}: {lost.value:,.0f} of {before.or_zero:,.0f} Gb/s between the halves go with it"
    else:
        said = f"{what}: the halves keep their full bandwidth"
    if cut_off:
        number, things = (accelerators, "accelerator") if accelerators else (round(cut_off[0]), "endpoint")
        said += f", and {number:,} {things}{'s are' if number != 1 else ' is'} cut off"
    if without:
        said += f", and {without:,} accelerator{'s lose their' if without != 1 else ' loses its'} storage"
    return Failure(
        id=loss.id,
        kind=loss.kind,
        lost_gbps=lost,
        lost_accelerators=accelerators,
        remaining_share=share,
        reason=said + ".",
    )


def _folded(survey: Survey) -> ResilienceResult:
    """Return what is known of a network too large to lay out.

    Only a node that stands there once can be a single point of it.
    """
    points = (
        *_folded_points(survey, _FABRIC[0]),
        *(point for medium in _OTHERS for point in _points_in(survey, medium)),
    )
    note = (
        "The network is too large to lay out copy by copy: only nodes that exist only once were checked as single "
        "points of failure, and no failures were tried."
    )
    return ResilienceResult(
        single_points_of_failure=points, worst_failures=(), notes=(note,), lost_accelerators=accelerators_lost(survey)
    )


def _folded_points(survey: Survey, medium: Medium) -> Iterator[SinglePoint]:
    """Single points of a network too large to lay out, among the switches that stand there once."""
    from designer.analysis.network.folded_graph import folded_single_points  # networkx takes a while to load

    ends = survey.roster.endpoints(_FABRIC) if medium == _FABRIC[0] else survey.roster.machines((medium,))
    found = folded_single_points(survey, (medium,), ends, _stores(survey, (medium,)))
    yield from _points({("node", i): lost for i, lost in found}, medium)
