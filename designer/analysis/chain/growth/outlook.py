"""Outlook on growth: what breaks first as demand grows, what the next doubling breaks, and the cheapest step.

Demand of every service grows alike; training does not grow with the users, and of a pipeline the share that is said
to. What a service can answer is taken as proportional to what it runs on, whole replicas of a model at a time. Power
and cooling carry the maxima of all machines already: they are filled by the machines that growth takes.

The lift of a break is the cheapest of all single steps (see `formulas.capacity.growth_limits.single_steps`); what it
drags along on power and cooling is load there from then on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import inf
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.chain.growth.latency import Loads, break_of, promises, waits, writer_of
from designer.analysis.chain.growth.limit_table import LimitTable, table_of
from designer.analysis.chain.growth.limits_of import (
    Ends,
    Limit,
    Work,
    break_ends,
    break_figure,
    layer_of,
    limits_of,
    machines_grown,
    title_of,
)
from designer.analysis.chain.growth.records import GrowthAlso, GrowthBreak, GrowthLift, GrowthOutlook, GrowthStep
from designer.analysis.chain.growth.steps import Candidate, also_price, candidates, times, whole_price
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.results import ServiceLoad
from designer.formulas.capacity.growth_limits import (
    MOST_STEPS,
    Resource,
    SingleStep,
    Step,
    lift_steps,
    single_steps,
)
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, total
from designer.model.kinds import USERS

TARGET: Final = 8.0
"""Growth up to which it is followed: the end of the slider."""
_ROWS: Final = 5
_MOST_BREAKS: Final = 40
"""So many breaks are told."""
_FOLLOWED: Final = 40
"""So many limits are followed while steps are added."""
_MOST_OTHERS: Final = 8
"""So many other steps are told beside the one that is taken."""
_BEYOND: Final = 1.01
"""By so much a growth at which a promise breaks is passed to see what breaks it."""

LoadsAt = Callable[[float], Loads]
"""What each service is asked and does at a growth of the demand that is set."""


def growth_outlook(work: Work, traffic: Mapping[str, Traffic], loads_at: LoadsAt | None = None) -> GrowthOutlook:
    """Return what breaks as the demand of the services of WORK grows.

    Args:
        work: What was worked out of the layers.
        traffic: What each service is asked.
        loads_at: What each service does at a growth; None where no promise of waiting is looked at.
    """
    limits = limits_of(work)
    limited = {one.id for one in limits if one.sort == "service"}
    silent = _silent(work.services, limited)
    keys = [one.key for one in limits]
    # Only limits that growth can reach have ends; the others stay among LIMITS, but break nothing.
    found = {
        key: ends for key, one in zip(keys, limits, strict=True) if (ends := break_ends(work.design, one)) is not None
    }
    if loads_at is not None and limited:
        # The answer time is a limit too, found by working the answers out at several loads.
        for one, figure in _latency(work, limits, found, loads_at):
            limits.append(one)
            keys.append(one.key)
            found[one.key] = Ends(figure.value, figure.low, figure.high)
    # Fixed limits alone do not move with the load: there is nothing to rank.
    if not any(one.variable.value and key in found for key, one in zip(keys, limits, strict=True)):
        return GrowthOutlook(load=work.load, unknown=silent)
    breaks = _first_breaks(work, limits, keys, found)
    lifts, stuck = _lifted(work, limits, keys, traffic)
    return GrowthOutlook(load=work.load, breaks=breaks, lifts=tuple(lifts), unknown=silent, stuck=stuck)


def _first_breaks(
    work: Work, limits: Sequence[Limit], keys: Sequence[str], found: Mapping[str, Ends]
) -> tuple[GrowthBreak, ...]:
    """The breaks that are told, the first one first; only these are given words and reasons."""
    ranked: list[tuple[float, Limit, Figure | None]] = [
        (found[key].value or 0.0, one, None) for key, one in zip(keys, limits, strict=True) if key in found
    ]
    ranked += [
        (figure.or_zero, one, figure) for one, figure in machines_grown(work, limits, found) if one.key not in found
    ]
    ranked.sort(key=lambda row: row[0])
    told: list[GrowthBreak] = []
    for _, one, figure in ranked[:_MOST_BREAKS]:
        # What a promise has is the growth itself at which it is broken.
        at = figure or (one.has if one.sort == "promise" else break_figure(work.design, one))
        if at is not None:
            told.append(_told(one, at, with_machines=figure is not None))
    return tuple(told)


def _told(limit: Limit, at: Figure, *, with_machines: bool = False) -> GrowthBreak:
    return GrowthBreak(
        id=limit.id,
        layer=limit.layer,
        at=at,
        bound=limit.bound,
        promise=limit.sort == "promise",
        with_machines=with_machines,
    )


def _latency(
    work: Work, limits: Sequence[Limit], found: Mapping[str, Ends], loads_at: LoadsAt
) -> Iterator[tuple[Limit, Figure]]:
    """Promises of waiting as limits, with the growth at which each is broken."""
    full = [found[one.key].value or 0.0 for one in limits if one.sort == "service" and one.key in found]
    most = max(1.0, min([TARGET, *(at for at in full if at > 0)]))
    loads_at = cache(loads_at)
    for promise in promises(work.design, work.graph):
        label = f"growth at which {title_of(work.design, promise.id)} breaks its promise"
        at = break_of(
            promise,
            lambda growth, promise=promise: waits(work.design, work.graph, loads_at(growth), promise),
            most,
            label,
        )
        if at is None:
            continue
        # Of several models the one that makes them wait where it breaks is what has to be lifted.
        writer = writer_of(work.graph, loads_at(at.or_zero * _BEYOND or 1.0), promise.id)
        layer = layer_of(work.design, promise.id)
        nothing, one = leaf("nothing", 0.0), leaf("the demand that is set", 1.0)
        yield Limit(promise.id, layer, promise.words, at, nothing, one, writer, "promise"), at


def _lifted(
    work: Work, limits: Sequence[Limit], keys: Sequence[str], traffic: Mapping[str, Traffic]
) -> tuple[list[GrowthLift], str]:
    """One step after the other, each of what breaks first then; and the id of what breaks next and has no step."""
    # What is promised and not kept by an idle service is mended by no machine more.
    kept = {key: one for key, one in zip(keys, limits, strict=True) if one.sort != "promise" or one.has.value}
    state = _early(table_of(list(kept.values()), list(kept)))
    steps: dict[str, list[Candidate]] = {}

    def of(key: str) -> list[Candidate]:
        """The candidates of a limit, worked out once."""
        if key not in steps:
            steps[key] = candidates(work, state.limits[state.places[key]], traffic)
        return steps[key]

    lifts: list[GrowthLift] = []
    while len(lifts) < _ROWS and (first := state.first()) is not None and first.at < TARGET:
        limit = state.limits[state.places[first.resource]]
        full = state.resource(first.resource)
        offered = [enough for one in of(first.resource) if (enough := _enough(one, full, work.load)) is not None]
        if not offered:
            return lifts, limit.id
        resources = _with_own_steps(state, offered, of)
        singles = single_steps(resources, limit.key, [one.step for one in offered])
        by_name = {one.step.name: one for one in offered}
        told = [_step_of(work.design, by_name[one.step.name], one, state, limit, resources) for one in singles]
        (best, after), others = told[0], told[1 : _MOST_OTHERS + 1]
        low, high = state.at(limit.key, 1), state.at(limit.key, 2)
        lifts.append(
            GrowthLift(
                **{name: getattr(best, name) for name in GrowthStep.__struct_fields__},
                id=limit.id,
                bound=limit.bound,
                at=_factor(f"growth at which {title_of(work.design, limit.id)} is full", first.at, low, high, limit.id),
                others=tuple(step for step, _ in others),
            )
        )
        state = after
    return lifts, ""


def _early(table: LimitTable) -> LimitTable:
    """The limits that break first at either end of their ranges, and those that do not grow but can be loaded.

    The others come too late to be met by the few steps that are told.
    """
    if len(table.limits) <= _FOLLOWED:
        return table
    kept = {place for place, one in enumerate(table.limits) if not one.variable.value}
    for row in table.breaks:
        first = np.argsort(row, kind="stable")[:_FOLLOWED]
        kept.update(first[row[first] < inf].tolist())
    return table.kept(sorted(kept))


def _enough(one: Candidate, resource: Resource, load: float) -> Candidate | None:
    """As many of a step as carry the demand that is looked at now, at least one; of a tier there is one alone.

    None of a step that adds next to nothing, as to work that others leave no accelerator.
    """
    has, fixed, variable = (resource.allocatable or 0.0), (resource.fixed or 0.0), (resource.variable or 0.0)
    if one.what:
        return one
    if load * variable + fixed - has > MOST_STEPS * one.step.amount:
        return None
    return times(one, max(1, lift_steps(has, fixed, variable, one.step.amount, load)))


def _with_own_steps(
    state: LimitTable, offered: Sequence[Candidate], of: Callable[[str], list[Candidate]]
) -> list[Resource]:
    """The middle resources, with the cheapest step of each piece on which a candidate puts load."""
    found = state.resources()
    # Pieces on which a candidate puts load need steps of their own, since they may be full before it helps.
    for name in {name for one in offered for name in one.step.drags if name in state.places}:
        steps = sorted((other.step for other in of(name)), key=_price)
        if steps:
            found[state.places[name]] = replace(found[state.places[name]], step=steps[0])
    return found


def _price(step: Step) -> float:
    return step.price_usd.typical if step.price_usd is not None else inf


def _step_of(
    design: Design,
    candidate: Candidate,
    single: SingleStep,
    state: LimitTable,
    limit: Limit,
    resources: Sequence[Resource],
) -> tuple[GrowthStep, LimitTable]:
    """Return the record of CANDIDATE, and the limits after it."""
    also = [(one.step, one.steps) for one in single.additions[1:]]
    # What the step loads elsewhere, as so many of the own step of each of these resources.
    adds: dict[str, float] = {}
    for one in single.additions[1:]:
        own = resources[state.places[one.resource]].step
        assert own is not None
        adds[one.resource] = one.steps * own.amount
    after = _after(state, limit, single.step, adds)
    following = after.first()
    usd = candidate.usd
    if also:
        terms = [usd, *also_price(design, also)]
        # A sum of rents and of prices has to be in one unit: rents become their cost over the years of the design.
        if any(one.unit == "USD/month" for one in terms):
            terms = [whole_price(design, one) for one in terms]
        usd = total("the step with what it takes besides", terms, "USD")
    told = GrowthStep(
        step=candidate.node,
        count=candidate.number,
        what=candidate.what,
        usd=usd,
        watts=candidate.watts,
        ports=candidate.ports,
        also=tuple(GrowthAlso(id=node_id, count=count) for node_id, count in also),
        short=tuple(dict.fromkeys(state.limits[state.places[name]].id for name in single.short)),
        carries=_factor("growth that is then carried", *after.first_at(), limit.id),
        next_id=state.limits[state.places[following.resource]].id if following is not None else "",
    )
    return told, after


def _after(state: LimitTable, limit: Limit, step: Step, adds: Mapping[str, float]) -> LimitTable:
    """The limits after STEP on LIMIT and ADDS to others, at each end of the ranges in the same proportion."""
    gains = dict(adds)
    for key, other in zip(state.keys, state.limits, strict=True):
        if other.lifted != limit.lifted or not limit.has.value:
            continue
        if key == limit.key or (other.sort != "power" and limit.sort != "power"):
            # What the same machines lift grows by the same part.
            gains[key] = gains.get(key, 0.0) + step.amount / limit.has.value * other.has.or_zero
        elif other.sort == limit.sort:
            gains[key] = gains.get(key, 0.0) + step.amount
    return state.grown(gains, step.drags)


def _factor(label: str, value: float | None, low: float | None, high: float | None, subject: str) -> Figure:
    """A factor of the demand that is set; an end that is not known to break is left at the middle."""
    if value is None:
        return leaf(label, None, "", subject=subject, note="Nothing is known that would be full.")
    return leaf(
        label,
        value,
        "",
        low=min(value, value if low is None else low),
        high=max(value, value if high is None else high),
        operation="routing",
        subject=subject,
        note="A factor of the demand that is set.",
    )


def _silent(services: Sequence[ServiceLoad], limited: set[str]) -> tuple[str, ...]:
    """Services that are asked something and say no limit of their own, those that only pass on left out."""
    return tuple(
        service.id
        for service in services
        if service.id not in limited
        and service.offered_per_s.value
        and not service.requests_per_s.known
        and service.kind not in USERS
    )
