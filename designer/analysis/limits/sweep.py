"""Failures one by one or two by two over chosen kinds, ranked by what services lose, then by what the fabric loses.

One at a time everything that is drawn may fail: machines, switches and cables, power, cooling, places, orchestrators,
stores, APIs. Each is worked out whole where services are drawn. Two at a time what has to do with the fabric may fail,
and its bandwidth is what is told.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from math import comb
from typing import Final, Literal, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.limits.elements import (
    CARRYING,
    LINK,
    MOST_ELEMENTS,
    NEVER_FAILING,
    Element,
    bearing_each,
    elements_of,
    untouched,
)
from designer.analysis.limits.records import Sweep, SweepLoss
from designer.analysis.limits.service_losses import (
    ServiceLoss,
    ServiceTrials,
    answers_figure,
    days_figure,
    loss_sentence,
)
from designer.analysis.limits.swept_network import FABRIC, SweptNetwork, survey_for, swept_network
from designer.analysis.network.bisection import flow_network
from designer.analysis.network.cabling import Flags, Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import Network, max_flow
from designer.analysis.network.network_context import Survey
from designer.analysis.quantities import role_of
from designer.analysis.reach.reachability import cut_off, forwarding, memberships
from designer.analysis.sparse import csr_array
from designer.model.design import Design
from designer.model.figures.figure import difference, leaf, quotient
from designer.model.kinds import KINDS, SWITCH
from designer.model.naming import link_name, title_of
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

Progress = Callable[[int, int], None]
"""(combinations worked out, combinations to work out)."""
SoFar = Callable[[Callable[[], Sweep]], None]
"""Given what works out the ranking of what was found so far, which takes a moment; to be called there or not at all."""

MOST_TRIED: Final = 20_000
_EVERY_PAIR: Final = 3_000
"""Up to so many pairs are tried one by one; beyond, the first of each pair stands for those that look alike."""
_SHOWN: Final = 50


class _Lost(NamedTuple):
    """Losses without some elements.

    Attributes:
        gbps: Bisection bandwidth that is lost.
        accelerators: That failed or are cut off.
        cut_off: Endpoints that have not failed and no longer reach the others.
        services: What services lose.
    """

    gbps: float = 0.0
    accelerators: int = 0
    cut_off: int = 0
    services: ServiceLoss = ServiceLoss()


_Key = tuple[tuple[str, ...], _Lost]
"""Ids as drawn, and what is lost with one copy or cable of each."""


@dataclass(slots=True)
class _Tally:
    """Findings so far: by what is lost, an example and how many are alike."""

    rows: dict[_Key, tuple[tuple[str, ...], int]] = field(default_factory=dict["_Key", tuple[tuple[str, ...], int]])
    tried: int = 0
    harmless: int = 0


def sweep(
    design: Design,
    kinds: Collection[str] = (SWITCH, LINK),
    order: int = 2,
    *,
    medium: Medium = FABRIC,
    fail: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    so_far: SoFar | None = None,
    most: int = MOST_TRIED,
) -> Sweep:
    """Return what services and the fabric lose when ORDER elements of KINDS fail at the same time.

    An element is one copy of a node or container, with all that stands in it, or one cable of a link. Bandwidth is
    the bisection between the halves as they are without a failure. Where there are too many pairs, the first of each
    pair is taken once of all that look alike from everywhere (colour refinement), and a note says so. One at a time
    each failure is also worked out whole (`ServiceTrials`); of what has no cable in the fabric the first copy stands
    for all copies of its node.

    Args:
        design: The design.
        kinds: Kinds of nodes and containers ("switch", "ups", "chiller", "rack", "orchestrator" ...), and "link" for
            the cables of the fabric.
        order: 1 or 2.
        medium: The network whose switches and cables are tried and whose bandwidth counts. On another one than the
            fabric it is that between its machines and stores, or between its halves where it has no stores.
        fail: What has failed already.
        progress: Told from time to time how far it is.
        cancelled: Asked from time to time; what was found until then is the answer.
        so_far: Offered the ranking of what was found so far, from time to time.
        most: Combinations that are worked out at most.

    Raises:
        RefusedInput: a kind or the order is not known.
    """
    wanted = tuple(dict.fromkeys(kinds))
    unknown = [kind for kind in wanted if kind != LINK and kind not in KINDS]
    if unknown:
        raise RefusedInput(f"There is no kind {unknown[0]!r} that could fail; choose {LINK} or a kind of node.")
    if order not in {1, 2}:
        raise RefusedInput(f"{order} failures at a time cannot be swept; choose 1 or 2.")
    survey = survey_for(design, medium, tuple(fail))
    notes = list(survey.notes())
    swept = swept_network(survey, medium)
    fabric, endpoints, before = swept.fabric, swept.endpoints, swept.before
    if fabric is None:
        notes.append("The network is too large to lay out copy by copy, so no failures of its parts were tried.")
    elements: list[Element] = []
    trial: _Trial | None = None
    if fabric is not None and swept.sides is not None:
        network = flow_network(fabric, swept.sides)
        elements = elements_of(survey, fabric, network, wanted)
        trial = _Trial(survey, fabric, network, endpoints)
    whole = ServiceTrials(design, fail) if order == 1 else None
    others = whole is not None and medium == FABRIC
    outside = _outside(survey, wanted, {one.id for one in elements}, whole) if whole is not None and others else []
    if fabric is not None and not before.value and (endpoints.size or not outside):
        notes.append(f"Nothing gets {swept.between}, so nothing can be lost between them.")
    if not elements and not outside:
        return _empty(order, wanted, medium, "too large" if fabric is None else "done", notes)
    if len(elements) > MOST_ELEMENTS:
        notes.append(f"There are more than {MOST_ELEMENTS:,} elements of these kinds; the first of them were taken.")
        elements = elements[:MOST_ELEMENTS]
    tries, count = _tries(elements, order, notes)
    tries, count = chain(tries, outside), count + len(outside)
    size = len(elements) + sum(copies for _, copies in outside)
    if order == 2 and any(role_of(node) == "software" for node in design.nodes.values()):
        notes.append("Two at a time the fabric alone is looked at; one at a time services are as well.")
    tally = _Tally()
    ended: Literal["done", "cancelled", "limit", "too large"] = "done"

    def ranking(ended: Literal["done", "cancelled", "limit", "too large", "running"] = "running") -> Sweep:
        rows = sorted(tally.rows.items(), key=_worst_first)
        more = [f"The {_SHOWN} worst of {len(rows):,} different losses are listed."] if len(rows) > _SHOWN else []
        return Sweep(
            order=order,
            kinds=wanted,
            network=medium,
            elements=size,
            tried=tally.tried,
            combinations=comb(size, order),
            ended=ended,
            losses=tuple(_loss(survey, swept, key, *row) for key, row in rows[:_SHOWN]),
            harmless=tally.harmless,
            harmful=sum(alike for _, (_, alike) in rows),
            cutting=sum(alike for (_, lost), (_, alike) in rows if lost.cut_off),
            stopping=sum(alike for (_, lost), (_, alike) in rows if lost.services.lost),
            notes=(*notes, *more),
        )

    for number, (chosen, alike) in enumerate(tries):
        if cancelled is not None and cancelled():
            ended = "cancelled"
            notes.append(f"Stopped after {tally.tried:,} of {count:,} combinations.")
            break
        if number >= most:
            ended = "limit"
            notes.append(f"{most:,} of {count:,} combinations were tried; the rest was left.")
            break
        _count(tally, chosen, alike, _lost_with(design, chosen, trial, whole, before.or_zero))
        if progress is not None:
            progress(tally.tried, min(count, most))
        if so_far is not None:
            so_far(ranking)
    return ranking(ended)


def _worst_first(row: tuple[_Key, tuple[tuple[str, ...], int]]) -> tuple[object, ...]:
    (_, lost), (names, _) = row
    return *lost.services.rank, -round(lost.gbps, 6), -lost.accelerators, -lost.cut_off, names


def _outside(
    survey: Survey, kinds: Collection[str], inside: Collection[str], whole: ServiceTrials
) -> list[tuple[tuple[Element, ...], int]]:
    """Return of KINDS what has nothing to do with the fabric: a copy of each node, and how many of it still stand.

    Where nothing is served, only what machines hang on by power and cooling.
    """
    found: list[tuple[tuple[Element, ...], int]] = []
    for node in survey.design.nodes_in_order():
        if node.kind not in kinds or node.id in inside or node.kind in NEVER_FAILING:
            continue
        # What hangs on nothing takes nothing along.
        if not (whole.works or (whole.supplied and role_of(node) in CARRYING)):
            continue
        copies = survey.design.total_copies(node.id)
        standing = untouched(survey.failed, node.id, 0, copies)
        if standing:
            name = node.id if copies == 1 else f"{node.id}[{min(standing)}]"
            none = np.zeros(0, np.int64)
            found.append(((Element(name, node.id, none, none, one=False, colour=()),), len(standing)))
    return found


def _lost_with(
    design: Design, chosen: Sequence[Element], trial: "_Trial | None", whole: ServiceTrials | None, before: float
) -> _Lost:
    """Return the losses with CHOSEN: of a bisection of BEFORE, and in the services where they can lose something."""
    cabled = any(one.vertices.size or one.pairs.size for one in chosen)
    lost = trial.without(chosen, before) if trial is not None and cabled else _Lost()
    # Where nothing is served, a switch or cable takes along what the fabric says.
    passing = all(one.id in design.links or role_of(design.nodes[one.id]) == "switch" for one in chosen)
    if whole is None or not (whole.works or (whole.supplied and not (cabled and passing))):
        return lost
    services = whole.without([one.name for one in chosen])
    return lost._replace(services=services, accelerators=max(lost.accelerators, services.accelerators))


def _empty(
    order: int, kinds: tuple[str, ...], medium: Medium, ended: Literal["done", "too large"], notes: Sequence[str]
) -> Sweep:
    return Sweep(
        order=order,
        kinds=kinds,
        network=medium,
        elements=0,
        tried=0,
        combinations=0,
        ended=ended,
        losses=(),
        harmless=0,
        notes=tuple(notes),
    )


def _tries(
    elements: Sequence[Element], order: int, notes: list[str]
) -> tuple[Iterator[tuple[tuple[Element, ...], int]], int]:
    """The combinations to try, how many each of them stands for, and how many are to be tried."""
    # Elements of one colour look alike from everywhere: the first of each stands for all.
    kinds: dict[tuple[int, ...], list[int]] = {}
    for place, one in enumerate(elements):
        kinds.setdefault(one.colour, []).append(place)
    first = sorted(places[0] for places in kinds.values())
    if order == 1:
        if len(first) < len(elements):
            notes.append(f"{len(first):,} of {len(elements):,} were tried; the others look like them from everywhere.")
        return (((elements[n],), len(kinds[elements[n].colour])) for n in first), len(first)
    count = comb(len(elements), 2)
    if count <= _EVERY_PAIR or len(first) == len(elements):
        return ((pair, 1) for pair in combinations(elements, 2)), count
    # Of all pairs only those whose first element stands for a colour; a pair of two such counts once.
    notes.append(
        f"Of {count:,} pairs those were tried whose first is one of {len(first):,} elements that stand for all that "
        "look alike from everywhere."
    )
    taken = set(first)
    pairs = (
        ((elements[one], other), 1)
        for one in first
        for place, other in enumerate(elements)
        if place != one and not (place in taken and place < one)
    )
    return pairs, len(first) * (len(elements) - 1) - comb(len(first), 2)


class _Trial:
    """The fabric, ready to lose elements one after the other."""

    def __init__(self, survey: Survey, fabric: Fabric, network: Network, endpoints: Ints) -> None:
        self._fabric = fabric
        self._network = network
        arcs = network.arcs
        arcs.sort_indices()
        rows = np.repeat(np.arange(network.size), np.diff(arcs.indptr))
        keys = rows * network.size + arcs.indices
        at = network.at
        start, end = at[fabric.tail], at[fabric.head]
        # Of each pair, where its arc stands among those of the flow and what one cable carries that way.
        ways = ((start, end, fabric.to_head), (end, start, fabric.to_tail))
        self._arcs = [
            (_places(keys, a, b, network.size), np.rint(gbps[fabric.link] / network.unit).astype(np.int64))
            for a, b, gbps in ways
        ]
        accelerators = survey.roster.accelerators
        each = np.array([accelerators.get(i, 0) for i in fabric.nodes], dtype=np.int64)
        self._accelerators = each[fabric.node_of()]
        self._is_end = np.zeros(fabric.size, dtype=np.bool_)
        self._is_end[endpoints] = True
        self._weights = np.where(self._is_end, np.maximum(self._accelerators, 1), 0).astype(np.float64)
        self._endpoints = endpoints
        self._before = memberships(fabric, endpoints)
        switches = survey.roster.switches(fabric.media)
        self._is_switch = np.array([i in switches for i in fabric.nodes], dtype=np.bool_)[fabric.node_of()]
        self._joins_hosts = bool((~self._is_switch[fabric.tail] & ~self._is_switch[fabric.head]).any())
        self._failed = survey.failed
        self._bearing = bearing_each(survey)

    def without(self, chosen: Sequence[Element], before: float) -> _Lost:
        """Return the losses with CHOSEN, of a bisection of BEFORE Gb/s."""
        fabric, network = self._fabric, self._network
        # (pairs,): cables lost of each; two elements may take the same cable, so never more than there are.
        lost = np.zeros(fabric.tail.size, dtype=np.int64)
        for one in chosen:
            lost[one.pairs] += 1 if one.one else fabric.cables[one.pairs]
        lost = np.minimum(lost, fabric.cables)
        pairs = np.flatnonzero(lost)
        # Capacities of the arcs of the flow network, less what the lost cables carried in each direction.
        data = network.arcs.data.astype(np.int64)
        for places, each in self._arcs:
            there = pairs[places[pairs] >= 0]
            np.subtract.at(data, places[there], lost[there] * each[there])
        arcs = csr_array(
            (np.maximum(data, 0).astype(np.int32), network.arcs.indices, network.arcs.indptr), shape=network.arcs.shape
        )
        flow = max_flow(Network(arcs, network.size, network.unit, network.exact, network.at))
        cut_off = self._cut_off(chosen, pairs[lost[pairs] >= fabric.cables[pairs]])
        accelerators = int(self._accelerators[cut_off].sum()) + self._failing(chosen)
        return _Lost(round(before - min(flow, before), 6), accelerators, int(cut_off.sum()))

    def _cut_off(self, chosen: Sequence[Element], gone: Ints) -> Flags:
        """The endpoints that stand without CHOSEN and whose way to the others led over the pairs GONE."""
        fabric = self._fabric
        if not gone.size:
            return np.zeros(fabric.size, dtype=np.bool_)
        # The network without the lost pairs, and which endpoints still stand; parts before and after are compared.
        kept = np.ones(fabric.tail.size, dtype=np.bool_)
        kept[gone] = False
        standing = self._is_end.copy()
        standing[np.concatenate([one.vertices for one in chosen])] = False
        tail, head = fabric.tail[kept], fabric.head[kept]
        left = replace(
            fabric,
            tail=tail,
            head=head,
            cables=fabric.cables[kept],
            link=fabric.link[kept],
            forwards=self._forwards(tail, head),
        )
        found = np.zeros(fabric.size, dtype=np.bool_)
        after = memberships(left, self._endpoints)
        found[cut_off(self._before, after, np.flatnonzero(standing), self._weights)] = True
        return found

    def _forwards(self, tail: Ints, head: Ints) -> Flags:
        """Return a flag for each vertex that forwards when just TAIL – HEAD is left.

        Where an island lost its switches, its endpoints forward.
        """
        if not self._joins_hosts:
            return self._fabric.forwards
        return forwarding(self._is_switch, self._is_end, tail, head)

    def _failing(self, chosen: Sequence[Element]) -> int:
        """Accelerators in CHOSEN that had not failed before."""
        copies: dict[str, set[int]] = {}
        for one in chosen:
            for node_id, first, stop in one.bearing:
                copies.setdefault(node_id, set()).update(untouched(self._failed, node_id, first, stop))
        return sum(self._bearing[node_id] * len(gone) for node_id, gone in copies.items())


def _places(keys: Ints, start: Ints, end: Ints, size: int) -> Ints:
    """Return the place among KEYS of the arc of each pair (pairs,), −1 where it takes no part."""
    if not keys.size:
        return np.full(start.size, -1, dtype=np.int64)
    # Row · size + column names a cell of the matrix; KEYS are those of its entries, in order.
    wanted = start * size + end
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    there = (start >= 0) & (end >= 0) & (keys[place] == wanted)
    return np.where(there, place, -1)


def _count(tally: _Tally, chosen: Sequence[Element], alike: int, lost: _Lost) -> None:
    tally.tried += 1
    if lost.gbps <= 1e-9 and not lost.accelerators and not lost.cut_off and not lost.services.harms:
        tally.harmless += alike
        return
    key = (tuple(one.id for one in chosen), lost)
    known = tally.rows.get(key)
    tally.rows[key] = (known[0], known[1] + alike) if known else (tuple(one.name for one in chosen), alike)


def _loss(survey: Survey, swept: SweptNetwork, key: _Key, ids: tuple[str, ...], alike: int) -> SweepLoss:
    drawn, (lost, accelerators, cut_off, services) = key
    before, label, between = swept.before, swept.label, swept.between
    names = " and ".join(ids)
    after = leaf(
        f"{label} without {names}",
        None if before.value is None else max(0.0, before.value - lost),
        "Gb/s",
        operation="routing",
        note="Max flow between the same ends.",
    )
    figure = difference(f"{label} lost", before, after, "Gb/s")
    what = " and ".join(_called(survey.design, one, name) for one, name in zip(drawn, ids, strict=True))
    # Services first, then bandwidth: what people feel comes before what explains it.
    felt = [sentence] if (sentence := loss_sentence(survey.design, services)) else []
    if lost > 1e-9:
        felt.append(f"{lost:,.0f} of {before.or_zero:,.0f} Gb/s {between} go")
    elif before.value is not None and not felt:
        felt.append(f"no bandwidth {between} goes")
    gone = f"{accelerators:,} accelerator{'s' if accelerators != 1 else ''}" if accelerators else ""
    if gone and not felt:
        gone += " stop" if accelerators != 1 else " stops"
    said = f"{what}: {'; '.join(felt)}"
    if gone and not (cut_off and swept.named_by_ends):
        said += f", and {gone}" if felt else gone
    elif cut_off:
        said += f", and {cut_off:,} endpoint{'s are' if cut_off != 1 else ' is'} cut off"
    if alike > 1:
        said += f"; {alike:,} combinations alike"
    return SweepLoss(
        ids=ids,
        alike=alike,
        lost_gbps=figure,
        lost_accelerators=accelerators,
        cut_off=cut_off,
        remaining_share=quotient(f"{label} that remains", after, before, ""),
        reason=said + ".",
        answers_lost=answers_figure(services, names),
        days_added=days_figure(services, names),
        lost_services=services.lost,
        degraded_services=services.degraded,
    )


def _called(design: Design, drawn: str, name: str) -> str:
    """A copy by the title of its node, by its id where others are called so too; a cable by its link."""
    if drawn not in design.nodes:
        return f"a cable of {link_name(design, design.links[drawn])}"
    title = design.nodes[drawn].title
    alone = sum(node.title == title for node in design.nodes.values()) == 1
    return title_of(design, name) if alone else name
