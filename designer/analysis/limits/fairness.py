"""Max-min fair rates of flows that compete for the cables of their ECMP paths."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.limits.records import FairRate, FairRates
from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, capacity_each_way, grouped
from designer.analysis.network.ecmp import shortest_ways, spread
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.flow_asks import chosen_vertices, networks_of, require_asks
from designer.analysis.network.network_context import Survey, survey_of
from designer.formulas.network.shared_links import max_min_over_links
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, total
from designer.model.naming import link_name
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput

MOST_FLOWS: Final = 50_000
"""Pairs of copies that are shared out one by one."""
_CELLS: Final = 4_000_000
_FULL: Final = 1e-9
_SHOWN: Final = 5


class _Pairs(NamedTuple):
    """Every pair of copies: its ask, its ends, and what it asks for."""

    ask: Ints
    source: Ints
    target: Ints
    gbps: Floats


class _Uses(NamedTuple):
    """Share of each pair on each arc, one row an entry; `joined` are pairs that have a path."""

    pair: Ints
    arc: Ints
    part: Floats
    joined: Ints


def fair_rates(design: Design, flows: Sequence[FlowAsk], fail: Collection[str] = ()) -> FairRates:
    """Return the rates of FLOWS where all rise together until a cable on the way is full (max-min fairness).

    Every pair of copies is a flow of its own, divided over its shortest paths hop by hop as in ECMP; what a flow asks
    for is divided evenly over its pairs, and one that asks for nothing in particular takes what there is.

    Args:
        design: The design.
        flows: From one selection to another.
        fail: What has failed.

    Raises:
        RefusedInput: an end of a flow is not known, its ends share a node, or there are too many pairs.
    """
    require_asks(design, flows)
    survey = survey_of(design, fail)
    networks = networks_of(survey, flows)
    if len(networks) > 1:
        return _joined(design, flows, networks.values(), fail)
    media = next(iter(networks), NETWORK_MEDIA)
    notes = list(survey.notes())
    fabric = survey.fabric(media)
    if fabric is None:
        notes.append("The network is too large to lay out copy by copy, so the rates are not known.")
        rows = [_row(survey, flow, None, (), 0) for flow in flows]
        return FairRates(media=media, rates=tuple(rows), total_gbps=_total(rows), notes=tuple(notes))
    pairs = _pairs(survey, fabric, flows, notes)
    network = _network(fabric, pairs)
    uses = _uses(network, pairs)
    both = np.concatenate(capacity_each_way(fabric, network))
    # (pairs,) Gb/s; a pair without a path keeps 0.
    rates = np.zeros(pairs.ask.size)
    # Joined pairs are numbered from 0 for the filling, which knows no others.
    place = np.full(pairs.ask.size, -1, dtype=np.int64)
    place[uses.joined] = np.arange(uses.joined.size)
    rates[uses.joined] = max_min_over_links(both, place[uses.pair], uses.arc, pairs.gbps[uses.joined], part=uses.part)
    apart = pairs.ask.size - uses.joined.size
    if apart:
        notes.append(f"{apart:,} of {pairs.ask.size:,} pairs of copies have no path and get nothing.")
    # The links that hold a flow back: full, and no flow on them gets more.
    holding = _holding(fabric, network, pairs, uses, rates, both)
    rows: list[FairRate] = []
    for number, flow in enumerate(flows):
        mine = pairs.ask == number
        rows.append(_row(survey, flow, rates[mine], holding.get(number, ()), int(mine.sum())))
    return FairRates(media=media, rates=tuple(rows), total_gbps=_total(rows), notes=tuple(notes))


def _joined(
    design: Design, flows: Sequence[FlowAsk], groups: Collection[Sequence[int]], fail: Collection[str]
) -> FairRates:
    """The rates of flows over networks that share no link, each shared out by itself, in the order of FLOWS."""
    # Networks that share no link cannot hold each other's flows back.
    apart = [fair_rates(design, [flows[place] for place in places], fail) for places in groups]
    rows: dict[int, FairRate] = {}
    for places, found in zip(groups, apart, strict=True):
        rows |= dict(zip(places, found.rates, strict=True))
    rates = tuple(rows[place] for place in range(len(flows)))
    media: dict[Medium, None] = {medium: None for found in apart for medium in found.media}
    notes = dict.fromkeys(note for found in apart for note in found.notes)
    return FairRates(media=tuple(media), rates=rates, total_gbps=_total(rates), notes=tuple(notes))


def _pairs(survey: Survey, fabric: Fabric, flows: Sequence[FlowAsk], notes: list[str]) -> _Pairs:
    columns: list[tuple[Ints, Ints, Ints, Floats]] = []
    count = 0
    for number, flow in enumerate(flows):
        source, target = chosen_vertices(survey, fabric, flow.source), chosen_vertices(survey, fabric, flow.target)
        target = np.setdiff1d(target, source)
        size = int(source.size * target.size)
        if not size:
            notes.append(f"{flow.title} gets nothing: an end of it is not on the {' and '.join(fabric.media)} network.")
            continue
        count += size
        if count > MOST_FLOWS:
            raise RefusedInput(
                f"The flows join {count:,} pairs of copies; {MOST_FLOWS:,} can be shared out. Choose single copies."
            )
        each = np.inf if flow.gbps is None else flow.gbps / size
        columns.append(
            (
                # One row for each pair of copies: the flow, where it starts, where it ends, Gb/s asked (infinite: as
                # much as there is).
                np.full(size, number, np.int64),
                np.repeat(source, target.size),
                np.tile(target, source.size),
                np.full(size, each),
            )
        )
    none = np.zeros(0, np.int64)
    return _Pairs(
        np.concatenate([none, *(column[0] for column in columns)]),
        np.concatenate([none, *(column[1] for column in columns)]),
        np.concatenate([none, *(column[2] for column in columns)]),
        np.concatenate([np.zeros(0), *(column[3] for column in columns)]),
    )


def _network(fabric: Fabric, pairs: _Pairs) -> Grouped:
    """FABRIC with the ends of PAIRS apart from all others: their cables are theirs alone."""
    sort = np.full(fabric.size, -1, dtype=np.int64)
    ends = np.unique(np.concatenate([pairs.source, pairs.target]))
    sort[ends] = np.arange(ends.size)
    return grouped(fabric, sort)


def _uses(network: Grouped, pairs: _Pairs) -> _Uses:
    matrix = network.matrix()
    # As many pairs at a time as the cells that a dense matrix may have.
    width = max(1, min(1024, _CELLS // max(network.u.size, network.size, 1)))
    found: list[tuple[Ints, Ints, Floats]] = []
    joined: list[Ints] = []
    # By destination, so that pairs of one destination share a breadth-first search.
    order = np.argsort(network.at[pairs.target], kind="stable")
    for first in range(0, order.size, width):
        some = order[first : first + width]
        start, end = network.at[pairs.source[some]], network.at[pairs.target[some]]
        ways = shortest_ways(network, matrix, end)
        columns = np.arange(some.size)
        # (merged vertices, pairs): 1 Gb/s put in at the start of each pair; what it becomes on each arc is the share.
        injected = np.zeros((network.size, some.size))
        injected[start, columns] = 1.0
        reached = ways.steps[start, columns] > 0
        joined.append(some[reached])
        injected[:, ~reached] = 0.0
        # Up first, then down: arc e + edges is edge e from v to u.
        for offset, part in enumerate(spread(network, matrix, injected, ways)):
            arc, column = np.nonzero(part)
            found.append((some[column], arc + offset * network.u.size, part[arc, column]))
    none = np.zeros(0, np.int64)
    return _Uses(
        np.concatenate([none, *(one[0] for one in found)]),
        np.concatenate([none, *(one[1] for one in found)]),
        np.concatenate([np.zeros(0), *(one[2] for one in found)]),
        np.sort(np.concatenate([none, *joined])),
    )


def _holding(
    fabric: Fabric, network: Grouped, pairs: _Pairs, uses: _Uses, rates: Floats, capacity: Floats
) -> dict[int, tuple[str, ...]]:
    """By ask, the links that are full and where none of those that share them gets more than it."""
    # (arcs,) Gb/s over each edge and direction.
    carried = sums(uses.arc, rates[uses.pair] * uses.part, capacity.size)
    full = carried >= capacity * (1 - _FULL)
    # The greatest rate among the pairs on each arc: a pair is held by an arc only where no other gets more.
    most = np.zeros(capacity.size)
    np.maximum.at(most, uses.arc, rates[uses.pair])
    short = rates[uses.pair] < pairs.gbps[uses.pair] * (1 - _FULL)
    holds = full[uses.arc] & short & (rates[uses.pair] >= most[uses.arc] * (1 - _FULL))
    of_edge: dict[int, list[str]] = {}
    # The condition of max-min fairness: each pair that gets less than it asks has such an arc (Bertsekas and Gallager).
    wanted = np.unique(uses.arc[holds] % max(1, network.u.size))
    where = np.flatnonzero(np.isin(network.edge, wanted))
    for edge, link in sorted({(int(network.edge[n]), int(fabric.link[n])) for n in where.tolist()}):
        of_edge.setdefault(edge, []).append(fabric.links[link])
    found: dict[int, tuple[str, ...]] = {}
    seen = np.unique(np.stack([pairs.ask[uses.pair[holds]], uses.arc[holds] % max(1, network.u.size)]), axis=1)
    for ask, edge in seen.T.tolist():
        found[ask] = tuple(dict.fromkeys((*found.get(ask, ()), *of_edge.get(edge, ()))))
    return {ask: found.get(ask, ()) for ask in range(int(pairs.ask.max(initial=-1)) + 1)}


def _row(survey: Survey, flow: FlowAsk, rates: Floats | None, holding: tuple[str, ...], pairs: int) -> FairRate:
    label = f"fair rate of {flow.title}"
    asked = leaf(f"asked by {flow.title}", flow.gbps, "Gb/s", status="user")
    if rates is None:
        gbps, slow, fast = leaf(label, None, "Gb/s", operation="routing"), 0.0, 0.0
    else:
        note = f"Max-min fair over {pairs:,} pairs of copies and their shortest paths."
        gbps = leaf(label, float(rates.sum()), "Gb/s", operation="routing", note=note)
        slow, fast = float(rates.min(initial=np.inf)) if rates.size else 0.0, float(rates.max(initial=0.0))
    got = gbps.or_zero
    names = ", ".join(link_name(survey.design, survey.design.links[link]) for link in holding[:_SHOWN])
    if rates is None:
        said = f"{flow.title}: not known."
    elif flow.gbps is not None and got >= flow.gbps * (1 - _FULL):
        said = f"{flow.title} gets all of the {got:,.4g} Gb/s that it asks for."
    elif not got:
        said = f"{flow.title} gets nothing."
    else:
        asks = "" if flow.gbps is None else f" of {flow.gbps:,.4g}"
        said = f"{flow.title} gets {got:,.4g}{asks} Gb/s" + (f"; {names} is full." if names else ".")
    return FairRate(
        source=flow.source,
        target=flow.target,
        asked_gbps=asked,
        gbps=gbps,
        slowest_gbps=slow,
        fastest_gbps=fast,
        pairs=pairs,
        limited_by=holding,
        reason=said,
    )


def _total(rows: Sequence[FairRate]) -> Figure:
    return total("all flows together", [row.gbps for row in rows], "Gb/s", "sum of the rates")
