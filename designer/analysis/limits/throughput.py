"""Share of a traffic that a fabric could carry with the best routing, the share under ECMP, and why they differ."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.limits.concurrent_flow import Concurrent, asked_of, concurrent_flow
from designer.analysis.limits.records import Bound, UnevenLink
from designer.analysis.network.cabling import Floats, sums
from designer.analysis.network.copy_groups import capacity_each_way
from designer.analysis.network.ecmp import sent_and_taken
from designer.analysis.network.fabric import pairs_and_links
from designer.analysis.network.flow_asks import networks_of
from designer.analysis.network.link_loads import link_loads
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.network.traffic import Traffic
from designer.analysis.network.traffic_assignment import asks_of, lay, require_traffic
from designer.analysis.results import LinkLoad
from designer.model.assumptions.site_choices import ROUTING_WORDS
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.figures.figure_text import percent_text
from designer.model.naming import link_name
from designer.model.network.flow_asks import FlowAsk

_ALL: Final = leaf("all that is asked", 1.0, note="A share of 1 is the whole demand.")
_LABEL: Final = "throughput with the best routing"
_SAME: Final = 1e-6
_LOST: Final = 1e-9
"""Shares of the demand below this are the rounding of sums."""
_SHOWN: Final = 10
_TIMES: Final = 2.0
"""From here on a share is said as a multiple."""
_BY_HAND: Final = "what ECMP reaches is what the cables of the ends carry, so no routing does better"
_BY_PATHS: Final = "what ECMP reaches is what all cables carry over the shortest paths, so no routing does better"
_BOUNDED: Final = "too large to solve: at least what ECMP reaches, at most what the bounds allow"


class _Bounds(NamedTuple):
    """Bounds that no routing can pass, and the mean length of the paths."""

    by_path: Figure
    by_access: Figure
    mean_hops: Figure


def throughput_bound(
    design: Design,
    traffic: str = "all-to-all",
    fail: Collection[str] = (),
    *,
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
) -> Bound:
    """Return the share of TRAFFIC that the fabric of DESIGN could carry when FAIL has failed.

    Max concurrent flow by linear program where that is small enough; else the range between what ECMP reaches and
    what bounds allow. It is 0 where some of the demand has no path: no share of every demand can be carried then.

    Args:
        design: The design.
        traffic: One of results.TRAFFICS.
        fail: What has failed.
        asks: Flows from A to B; where there are any they are the traffic, instead of those of the design.
        outside: What "north-south" goes to and comes from.

    Raises:
        RefusedInput: there is no such traffic, or nothing that could make it.
    """
    traffic, asks = asks_of(design, traffic, asks)
    require_traffic(design, traffic, asks, outside)
    survey = survey_of(design, fail)
    groups = networks_of(survey, asks)
    if len(groups) > 1:
        apart = [[asks[place] for place in places] for places in groups.values()]
        return _least([throughput_bound(design, traffic, fail, asks=own, outside=outside) for own in apart])
    notes = list(survey.notes())
    laid = lay(survey, traffic, notes, asks, outside)
    if laid is None or not laid.loads.total:
        return _nothing(traffic, notes)
    rows = [row for row in link_loads(survey, laid) if row.utilisation.value]
    worst = max(rows, key=lambda row: row.utilisation.or_zero, default=None)
    if laid.loads.lost > _LOST * laid.loads.total:
        return _without_paths(survey, traffic, laid, worst, notes)
    if worst is None:
        return _nothing(traffic, notes)
    way = ROUTING_WORDS[laid.routing]
    ecmp = quotient(f"throughput under {way}", _ALL, worst.utilisation, "", "1 / the worst utilisation")
    capacity = capacity_each_way(laid.fabric, laid.network)
    bounds = _bounds(laid, capacity)
    reached, most = ecmp.or_zero, min(b.value for b in bounds[:2] if b.value is not None)
    best: Concurrent | None = None
    if reached >= most * (1 - _SAME):
        by_access = bounds.by_access.value is not None and bounds.by_access.value <= most * (1 + _SAME)
        figure, exact, method = _figure(reached, reached), True, _by(way, _BY_HAND if by_access else _BY_PATHS)
    else:
        asked = asked_of(laid)
        own = None if laid.own is None else (laid.own.up.sum(axis=0), laid.own.down.sum(axis=0))
        best = concurrent_flow(laid.network, capacity, asked, own) if asked else None
        if best is None:
            figure, exact, method = _figure(reached, most), False, _by(way, _BOUNDED)
        else:
            figure, exact = _figure(best.share, best.share), True
            method = (
                f"linear program of {best.variables:,} flows by destination, {best.folded:,} once alike ones are one"
            )
    figure = replace(figure, formula=f"max concurrent flow: {method}")
    uneven: tuple[UnevenLink, ...] = ()
    if best is not None and best.share > reached * (1 + 1e-4):
        uneven = _uneven(survey, laid, rows, best)
    return Bound(
        traffic=traffic,
        throughput=figure,
        exact=exact,
        method=method,
        ecmp=ecmp,
        path_bound=bounds.by_path,
        access_bound=bounds.by_access,
        mean_hops=bounds.mean_hops,
        uneven=uneven,
        reason=_by(way, _reason(survey, figure, ecmp, worst, uneven, exact=exact)),
        notes=tuple(notes),
    )


def _by(way: str, words: str) -> str:
    """WORDS about ECMP said of the routing that is called WAY."""
    if way == ROUTING_WORDS[""]:
        return words
    words = words.replace("ECMP takes the shortest paths alone", "not all of the best ways are taken")
    said = words.replace("ECMP", way)
    return said[:1].upper() + said[1:] if words[:1].isupper() else said


def _figure(low: float, high: float) -> Figure:
    return leaf(_LABEL, low, low=low, high=max(low, high), operation="routing", note="A share of every demand.")


def _bounds(laid: Traffic, capacity: tuple[Floats, Floats]) -> _Bounds:
    """Return the bounds that no routing can pass, of edges that carry CAPACITY up and down, Gb/s."""
    # Paths are as long as the shortest, whatever way the traffic takes.
    network, loads = laid.network, laid.shortest or laid.loads
    up, down = capacity
    carried = float(loads.up.sum() + loads.down.sum())
    both_ways = leaf(
        "capacity of all cables, both ways",
        float(up.sum() + down.sum()),
        "Gb/s",
        operation="routing",
        note="Cables × rate, summed over the network.",
    )
    over_paths = leaf(
        "demand × shortest path",
        carried,
        "Gb/s",
        operation="routing",
        note="Every Gb/s that is asked for takes up this much of cables at the least.",
    )
    demand = leaf("demand that has a path", loads.total - loads.lost, "Gb/s", operation="routing")
    least = np.inf
    # (merged vertices,) Gb/s of all cables that leave each, and that come to it.
    leaving = sums(network.u, up, network.size) + sums(network.v, down, network.size)
    coming = sums(network.u, down, network.size) + sums(network.v, up, network.size)
    out, into = sent_and_taken(network, laid.demands)
    # No end sends more than its cables carry out, or takes more than they carry in: the scarcest end bounds all.
    for asked, at_vertex in ((out, leaving), (into, coming)):
        ends = (asked > 0) & (at_vertex > 0)
        least = min(least, float((at_vertex[ends] / asked[ends]).min(initial=np.inf)))
    # What is fixed to an edge, such as a rail, is bounded by that edge alone.
    if laid.own is not None:
        for own, room in ((laid.own.up.sum(axis=0), up), (laid.own.down.sum(axis=0), down)):
            least = min(least, float((room[own > 0] / own[own > 0]).min(initial=np.inf)))
    access = leaf(
        "what the cables of the ends allow",
        least if np.isfinite(least) and not loads.lost else None,
        operation="routing",
        note="The least over the ends of cables × rate / what it sends or receives.",
    )
    return _Bounds(
        quotient(
            "what the lengths of the paths allow", both_ways, over_paths, "", "capacity / (demand × shortest path)"
        ),
        access,
        quotient("mean hops", over_paths, demand, "", "demand × shortest path / demand"),
    )


def _uneven(survey: Survey, laid: Traffic, rows: Sequence[LinkLoad], best: Concurrent) -> tuple[UnevenLink, ...]:
    """Links whose fullest cable is filled more than the best routing would, or more than the rest of the link."""
    uses, way = _best_uses(laid, best), ROUTING_WORDS[laid.routing]
    found: list[UnevenLink] = []
    for row in rows:
        fullest, wanted = row.utilisation.or_zero, uses[row.id]
        mean = row.load_gbps.or_zero / (row.capacity_gbps.value or np.inf)
        # Neither above the best routing nor above the mean of its cables: shared out evenly.
        if fullest <= wanted * (1 + 1e-4) and fullest <= mean * (1 + 1e-4):
            continue
        name = link_name(survey.design, survey.design.links[row.id])
        said = (
            f"{name}: its fullest cable takes {fullest:.0%} under {way}, its cables {mean:.0%} on average; the best "
            f"routing puts {wanted:.0%} on them."
        )
        found.append(UnevenLink(id=row.id, name=name, fullest=fullest, mean=mean, best=wanted, reason=said))
    found.sort(key=lambda link: -link.fullest)
    return tuple(found[:_SHOWN])


def _best_uses(laid: Traffic, best: Concurrent) -> dict[str, float]:
    """Mean utilisation of every link, in its busier direction, with the best routing of the whole demand."""
    fabric, network = laid.fabric, laid.network
    room = capacity_each_way(fabric, network)
    # True where the pair runs as its edge does: from the lower merged vertex to the other.
    along = network.at[fabric.tail] == network.u[network.edge]
    up, down = ((carried / each)[network.edge] for carried, each in zip((best.up, best.down), room, strict=True))
    size = len(fabric.links)
    pair, link = pairs_and_links(fabric)
    # (links,): cables of each, to take the mean over them; never 0.
    whole = np.maximum(sums(link, fabric.cables[pair], size), 1e-300)
    ahead = sums(link, (np.where(along, up, down) * fabric.cables)[pair], size) / whole
    back = sums(link, (np.where(along, down, up) * fabric.cables)[pair], size) / whole
    return dict(zip(fabric.links, np.maximum(ahead, back).tolist(), strict=True))


def _reason(
    survey: Survey, figure: Figure, ecmp: Figure, worst: LinkLoad, uneven: Sequence[UnevenLink], *, exact: bool
) -> str:
    best, reached = figure.or_zero, ecmp.or_zero
    name = link_name(survey.design, survey.design.links[worst.id])
    # Only bounds are known: say what ECMP reaches and what no routing can pass.
    if not exact:
        return (
            f"ECMP carries {_share(reached)} of the demand; the best routing carries at most "
            f"{_share(figure.high or 0.0)}. {name} is what ECMP fills first."
        )
    if best <= reached * (1 + 1e-4):
        return f"ECMP carries {_share(reached)} of the demand, and no routing carries more. {name} is full first."
    said = f"The best routing carries {_share(best)} of the demand, ECMP {_share(reached)}"
    first = next((link for link in uneven if link.id == worst.id), None)
    # The link that ECMP fills first is loaded evenly; the best routing just takes longer paths as well.
    if first is None:
        return f"{said}: ECMP takes the shortest paths alone."
    # Uneven over the cables of one link, or too much on that link as a whole.
    if first.fullest > first.mean * (1 + 1e-4):
        said += (
            f": it fills one cable of {name} to {first.fullest:.0%} where its cables carry {first.mean:.0%} on average"
        )
    else:
        said += f": it puts {first.fullest:.0%} on {name}"
    if first.best < first.mean * (1 - 1e-4):
        said += f", and the best routing takes {first.best:.0%} that way and the rest by ways that ECMP leaves"
    return said + "."


def _share(share: float) -> str:
    return f"{share:.1%}" if share < _TIMES else f"{share:,.1f} times all"


def _least(bounds: Sequence[Bound]) -> Bound:
    """The bound of flows over networks that share no link: that of the one which carries the least of its own."""
    known = [bound for bound in bounds if bound.throughput.value is not None] or bounds
    least = min(known, key=lambda bound: bound.throughput.or_zero)
    notes = dict.fromkeys(note for bound in bounds for note in bound.notes)
    return replace(least, notes=tuple(notes))


def _without_paths(survey: Survey, traffic: str, laid: Traffic, worst: LinkLoad | None, notes: Sequence[str]) -> Bound:
    """The bound where some of the demand has no path: 0, but unknown where a link of no known rate may carry it."""
    loads, unrated = laid.loads, survey.unrated(laid.fabric.media)
    share = percent_text(loads.lost / loads.total)
    # The path that is missing may be there, at a rate that nobody states: unknown, not 0.
    if unrated:
        why = f"Links whose rate is not known may carry the {share} of the demand that has no other path."
        figure = leaf(_LABEL, None, operation="routing", note=why)
    else:
        why = f"{share} of the demand has no path, so no routing carries any share of all of it."
        if worst is not None and worst.utilisation.value:
            why += f" ECMP carries {_share(1 / worst.utilisation.value)} of what has one."
        figure = leaf(
            _LABEL, 0.0, operation="routing", note=why, formula="max concurrent flow: the least of all demands"
        )
    carried = leaf("demand that has a path", loads.total - loads.lost, "Gb/s", operation="routing")
    hops = leaf("demand × shortest path", float(loads.up.sum() + loads.down.sum()), "Gb/s", operation="routing")
    return Bound(
        traffic=traffic,
        throughput=figure,
        exact=figure.known,
        method="some of the demand has no path",
        ecmp=replace(figure, label="throughput under ECMP"),
        path_bound=figure,
        access_bound=figure,
        mean_hops=quotient("mean hops", hops, carried, "", "demand × shortest path / demand, of what has a path"),
        uneven=(),
        reason=why,
        notes=tuple(notes),
    )


def _nothing(traffic: str, notes: Sequence[str]) -> Bound:
    none = leaf(_LABEL, None, operation="routing", note="Nothing is sent.")
    return Bound(
        traffic=traffic,
        throughput=none,
        exact=False,
        method="nothing is sent",
        ecmp=none,
        path_bound=none,
        access_bound=none,
        mean_hops=none,
        uneven=(),
        reason="Nothing is sent, so there is nothing to bound.",
        notes=tuple(notes),
    )
