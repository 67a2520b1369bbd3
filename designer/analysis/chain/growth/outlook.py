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
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.chain.growth.latency import Loads, break_of, promises, waits, writer_of
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
    Break,
    Resource,
    SingleStep,
    Step,
    breaks_at,
    first_break,
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
_ENDS: Final = ("value", "low", "high")
_OPPOSITE: Final = {"value": "value", "low": "high", "high": "low"}

LoadsAt = Callable[[float], Loads]
"""What each service is asked and does at a growth of the demand that is set."""


class _State(NamedTuple):
    """The limits as resources at each end of their ranges, by `_ENDS`, as steps are added."""

    limits: Mapping[str, Limit]
    ends: tuple[list[Resource], ...]

    def first(self) -> Break | None:
        """Return the first break by the middle of the ranges."""
        return first_break(self.ends[0])

    def carries(self, label: str, subject: str) -> Figure:
        """The growth of the first break, with its range."""
        found = [first_break(resources) for resources in self.ends]
        value, low, high = (None if one is None else one.at for one in found)
        return _factor(label, value, low, high, subject)


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
    # Only limits that growth can reach have ends; the others stay among LIMITS, but break nothing.
    found = {one.key: ends for one in limits if (ends := break_ends(work.design, one)) is not None}
    if loads_at is not None and limited:
        # The answer time is a limit too, found by working the answers out at several loads.
        for one, figure in _latency(work, limits, found, loads_at):
            limits.append(one)
            found[one.key] = Ends(figure.value, figure.low, figure.high)
    # Fixed limits alone do not move with the load: there is nothing to rank.
    if not any(one.variable.value and one.key in found for one in limits):
        return GrowthOutlook(load=work.load, unknown=silent)
    breaks = _first_breaks(work, limits, found)
    lifts, stuck = _lifted(work, limits, traffic)
    return GrowthOutlook(load=work.load, breaks=breaks, lifts=tuple(lifts), unknown=silent, stuck=stuck)


def _first_breaks(work: Work, limits: Sequence[Limit], found: Mapping[str, Ends]) -> tuple[GrowthBreak, ...]:
    """The breaks that are told, the first one first; only these are given words and reasons."""
    ranked: list[tuple[float, Limit, Figure | None]] = [
        (found[one.key].value or 0.0, one, None) for one in limits if one.key in found
    ]
    ranked += [
        (figure.value or 0.0, one, figure)
        for one, figure in machines_grown(work, limits, found)
        if one.key not in found
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
        writer = writer_of(work.graph, loads_at((at.value or 0.0) * _BEYOND or 1.0), promise.id)
        layer = layer_of(work.design, promise.id)
        nothing, one = leaf("nothing", 0.0), leaf("the demand that is set", 1.0)
        yield Limit(promise.id, layer, promise.words, at, nothing, one, writer, "promise"), at


def _lifted(work: Work, limits: Sequence[Limit], traffic: Mapping[str, Traffic]) -> tuple[list[GrowthLift], str]:
    """One step after the other, each of what breaks first then; and the id of what breaks next and has no step."""
    # What is promised and not kept by an idle service is mended by no machine more.
    by_key = {one.key: one for one in limits if one.sort != "promise" or one.has.value}
    by_key = _early(by_key)
    state = _State(by_key, tuple([_resource(one, end) for one in by_key.values()] for end in _ENDS))
    steps: dict[str, list[Candidate]] = {}

    def of(key: str) -> list[Candidate]:
        """The candidates of a limit, worked out once."""
        if key not in steps:
            steps[key] = candidates(work, by_key[key], traffic)
        return steps[key]

    lifts: list[GrowthLift] = []
    while len(lifts) < _ROWS and (first := state.first()) is not None and first.at < TARGET:
        limit = by_key[first.resource]
        offered = [_enough(one, state, limit, work.load) for one in of(first.resource)]
        if not offered:
            return lifts, limit.id
        resources = _with_own_steps(state, offered, of)
        singles = single_steps(resources, limit.key, [one.step for one in offered])
        by_name = {one.step.name: one for one in offered}
        told = [_step_of(work.design, by_name[one.step.name], one, state, limit, resources) for one in singles]
        (best, after), others = told[0], told[1 : _MOST_OTHERS + 1]
        low, high = (_at(resources, limit.key) for resources in state.ends[1:])
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


def _early(by_key: Mapping[str, Limit]) -> dict[str, Limit]:
    """The limits that break first at either end of their ranges, and those that do not grow but can be loaded.

    The others come too late to be met by the few steps that are told.
    """
    if len(by_key) <= _FOLLOWED:
        return dict(by_key)
    keys = list(by_key)
    kept = {key for key, one in by_key.items() if not one.variable.value}
    for end in _ENDS:
        other = _OPPOSITE[end]
        # One number for each limit: what there is, what of it is taken by what stays, and what grows.
        has = np.array([_end(one.has, end) for one in by_key.values()]).clip(0.0)
        fixed = np.array([_end(one.fixed, other) for one in by_key.values()]).clip(0.0)
        variable = np.array([_end(one.variable, other) for one in by_key.values()]).clip(0.0)
        # What does not grow is full from the start or never.
        still = np.where(fixed <= has, inf, -inf)
        at = np.where(variable > 0.0, (has - fixed) / np.where(variable > 0.0, variable, 1.0), still)
        first = np.argsort(at, kind="stable")[:_FOLLOWED]
        kept |= {keys[place] for place in first if at[place] < inf}
    return {key: one for key, one in by_key.items() if key in kept}


def _enough(one: Candidate, state: _State, limit: Limit, load: float) -> Candidate:
    """As many of a step as carry the demand that is looked at now, at least one; of a tier there is one alone."""
    resource = next(found for found in state.ends[0] if found.name == limit.key)
    has, fixed, variable = (resource.allocatable or 0.0), (resource.fixed or 0.0), (resource.variable or 0.0)
    if one.what:
        return one
    return times(one, max(1, lift_steps(has, fixed, variable, one.step.amount, load)))


def _resource(limit: Limit, end: str) -> Resource:
    """LIMIT at one END of what it carries: at the low end there is least and most is asked."""
    other = _OPPOSITE[end]
    has, fixed, variable = _end(limit.has, end), _end(limit.fixed, other), _end(limit.variable, other)
    return Resource(limit.key, max(0.0, has), max(0.0, fixed), max(0.0, variable))


def _end(figure: Figure, end: str) -> float:
    found = figure.low if end == "low" else figure.high if end == "high" else figure.value
    return (figure.value or 0.0) if found is None else found


def _at(resources: Sequence[Resource], key: str) -> float | None:
    one = next(one for one in resources if one.name == key)
    at = breaks_at(one.allocatable, one.fixed, one.variable)
    return None if at is None or at == inf else at


def _with_own_steps(
    state: _State, offered: Sequence[Candidate], of: Callable[[str], list[Candidate]]
) -> list[Resource]:
    """The middle resources, with the cheapest step of each piece on which a candidate puts load."""
    # Pieces on which a candidate puts load need steps of their own, since they may be full before it helps.
    dragged = {name for one in offered for name in one.step.drags}
    found: list[Resource] = []
    for one in state.ends[0]:
        own = of(one.name) if one.name in dragged else []
        steps = sorted((other.step for other in own), key=_price)
        found.append(replace(one, step=steps[0]) if steps else one)
    return found


def _price(step: Step) -> float:
    return step.price_usd.typical if step.price_usd is not None else inf


def _step_of(
    design: Design,
    candidate: Candidate,
    single: SingleStep,
    state: _State,
    limit: Limit,
    resources: Sequence[Resource],
) -> tuple[GrowthStep, _State]:
    """Return the record of CANDIDATE, and the limits after it."""
    also = [(one.step, one.steps) for one in single.additions[1:]]
    own = {one.name: one.step for one in resources if one.step is not None}
    # What the step loads elsewhere, as so many of the own step of each of these resources.
    adds = {one.resource: one.steps * own[one.resource].amount for one in single.additions[1:]}
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
        short=tuple(dict.fromkeys(state.limits[name].id for name in single.short)),
        carries=after.carries("growth that is then carried", limit.id),
        next_id=state.limits[following.resource].id if following is not None else "",
    )
    return told, after


def _after(state: _State, limit: Limit, step: Step, adds: Mapping[str, float]) -> _State:
    """The limits after STEP on LIMIT and ADDS to others, at each end of the ranges in the same proportion."""
    gains = dict(adds)
    for key, other in state.limits.items():
        if other.lifted != limit.lifted or not limit.has.value:
            continue
        if key == limit.key or (other.sort != "power" and limit.sort != "power"):
            # What the same machines lift grows by the same part.
            gains[key] = gains.get(key, 0.0) + step.amount / limit.has.value * (other.has.value or 0.0)
        elif other.sort == limit.sort:
            gains[key] = gains.get(key, 0.0) + step.amount
    return _State(
        state.limits,
        tuple(
            [_grown(one, state.limits[one.name], gains, step.drags, end) for one in resources]
            for end, resources in zip(_ENDS, state.ends, strict=True)
        ),
    )


def _grown(
    resource: Resource, limit: Limit, gains: Mapping[str, float], drags: Mapping[str, float], end: str
) -> Resource:
    gain, whole = gains.get(resource.name, 0.0), limit.has.value or 0.0
    if not gain and resource.name not in drags:
        return resource
    # The gain is of the middle value; at an end of the range it is in proportion to what the limit has there.
    if gain and whole:
        gain *= _end(limit.has, end) / whole
    return replace(
        resource,
        allocatable=(resource.allocatable or 0.0) + gain,
        fixed=(resource.fixed or 0.0) + drags.get(resource.name, 0.0),
    )


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
