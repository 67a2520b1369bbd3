"""Shares of several capacities at once, among work that needs a fixed mix of them."""

from collections.abc import Mapping, Sequence
from math import inf

from msgspec import Struct

from designer.formulas.capacity.sharing import ROUNDING, Allocation, Claim, allocate


class Bundle(Struct, frozen=True):
    """The share that a piece of work gets of all the resources that it needs.

    Attributes:
        name: Name of the work.
        fraction: Part of its demands that it can use, the least over its resources; None where it has no demand.
        granted: Amount of each resource that it uses.
        binding: Resource that keeps the fraction below 1; None where it is 1 or None.
    """

    name: str
    fraction: float | None
    granted: Mapping[str, float]
    binding: str | None


class BundleAllocation(Struct, frozen=True):
    """The division of several resources among work that needs them together.

    Attributes:
        bundles: One for each piece of work, in the order in which it is first named.
        rows: The division of each resource by itself, before the unused parts went back: shares, residents that do
            not fit, what is allocatable.
        idle: Amount of each resource that nobody uses.
    """

    bundles: tuple[Bundle, ...]
    rows: Mapping[str, Allocation]
    idle: Mapping[str, float]

    @property
    def fractions(self) -> dict[str, float | None]:
        """Part of its demands that each piece of work can use, by its name."""
        return {bundle.name: bundle.fraction for bundle in self.bundles}


class _Need(Struct):
    """One resource of one piece of work while it is divided: its claim, what it uses, and what more it could use.

    Attributes:
        claim: What it asks.
        limit: Most that it may use, share included; infinite for no limit.
        granted: What the first round gives.
        used: What it uses of that.
        headroom: Part of the demand by which it could still grow on this resource alone.
        second: What the second round adds.
    """

    claim: Claim
    limit: float
    granted: float
    used: float = 0.0
    headroom: float = 0.0
    second: float = 0.0

    @property
    def is_rated(self) -> bool:
        """Return whether it takes part in the fraction: it has a demand above 0."""
        return bool(self.claim.demand)

    def part(self, amount: float) -> float:
        """AMOUNT as a part of the demand."""
        assert self.claim.demand
        return amount / self.claim.demand


def allocate_bundles(
    capacities: Mapping[str, float],
    reserves: Mapping[str, float],
    claims: Mapping[str, Sequence[Claim]],
    *,
    give_back: bool = True,
) -> BundleAllocation:
    """Divide each resource by itself, take the least fraction φ = min G/D of each work, give back the rest once.

    A second round divides what is idle and what the others hold and cannot use, among those that can use it: each
    asks for no more than the free amounts of all its resources allow. Residents keep what they hold. Work that takes
    all it is given of a resource gets nothing of it while its fraction is 0.

    More of one resource alone may lower the fraction of other work, for a neighbour can then use what it had given
    back: no division that gives back and guarantees shares is free of this (Ghodsi and others, "Dominant Resource
    Fairness", NSDI 2011, section 6). Without giving back, more capacity never lowers a fraction.

    Source: the two rounds are our own rule; a fixed mix of resources as in dominant resource fairness.

    Args:
        capacities: Capacity of each resource, each in a unit of its own.
        reserves: What the system keeps of each; a resource that is left out keeps nothing.
        claims: What is asked of each resource. Claims of one name on several resources are one piece of work.
        give_back: Whether there is a second round.

    Raises:
        ValueError: A number is out of range, or claims name a resource that has no capacity.
    """
    for resource in (*reserves, *claims):
        if resource not in capacities:
            raise ValueError(f"{resource} has no capacity: give it one, 0 where there is none.")
    rows = {
        resource: allocate(capacity, reserves.get(resource, 0.0), claims.get(resource, ()))
        for resource, capacity in capacities.items()
    }
    work: dict[str, dict[str, _Need]] = {}
    for resource, row in rows.items():
        for claim, grant in zip(claims.get(resource, ()), row.grants, strict=True):
            limit = min(
                inf if claim.demand is None else claim.demand,
                inf if grant.share is None else grant.share * row.allocatable,
            )
            work.setdefault(claim.name, {})[resource] = _Need(claim, limit, grant.granted)

    # First round: what each can use of its grants, and what is then free.
    fractions = {name: _fraction(needs) for name, needs in work.items()}
    for name, needs in work.items():
        for need in needs.values():
            need.used = _use(need, fractions[name])
    free = {resource: row.allocatable - row.held for resource, row in rows.items()}
    for needs in work.values():
        for resource, need in needs.items():
            free[resource] = max(0.0, free[resource] - need.used)

    # Second round: the same rules for what is free, each asking for what it could use.
    again: dict[str, list[Claim]] = {resource: [] for resource in rows}
    for name, needs in work.items():
        extra = _extra(needs, fractions[name], free)
        for resource, need in needs.items():
            more = extra * need.claim.demand if need.claim.demand is not None else max(0.0, need.limit - need.used)
            is_hopeless = fractions[name] == 0 and extra == 0
            if not give_back or need.claim.resident or more == 0 or is_hopeless:
                continue
            elastic = need.claim.elastic or more == inf
            demand = None if more == inf else more
            again[resource].append(Claim(name, demand, elastic=elastic, weight=need.claim.weight))
    for resource, asked in again.items():
        for name, amount in allocate(free[resource], 0.0, asked).granted.items():
            work[name][resource].second = amount

    bundles = tuple(_bundle(name, needs, fractions[name]) for name, needs in work.items())
    idle = {resource: row.allocatable - row.held for resource, row in rows.items()}
    for bundle in bundles:
        for resource, amount in bundle.granted.items():
            idle[resource] -= amount
    assert all(rest >= -ROUNDING * rows[resource].allocatable for resource, rest in idle.items())
    return BundleAllocation(bundles, rows, {resource: max(0.0, rest) for resource, rest in idle.items()})


def _fraction(needs: Mapping[str, _Need]) -> float | None:
    """Return the least part of a demand that the first round grants; None where there is no demand."""
    return min((min(1.0, need.part(need.granted)) for need in needs.values() if need.is_rated), default=None)


def _use(need: _Need, fraction: float | None) -> float:
    """Return what is used of a grant where FRACTION of the demands is met."""
    if need.claim.resident:
        return need.granted
    if need.claim.demand is None:
        return 0.0 if fraction == 0 else need.granted
    return min(need.granted, (fraction or 0.0) * need.claim.demand)


def _extra(needs: Mapping[str, _Need], fraction: float | None, free: Mapping[str, float]) -> float:
    """Return by what part of its demands a piece of work could grow on all FREE amounts; note it for each resource."""
    if fraction is None:
        return 0.0
    rated = {resource: need for resource, need in needs.items() if need.is_rated}
    for resource, need in rated.items():
        if need.claim.resident:
            need.headroom = need.part(need.granted) - fraction
        else:
            need.headroom = min(need.part(need.limit) - fraction, need.part(free[resource]))
    return max(0.0, min(need.headroom for need in rated.values()))


def _bundle(name: str, needs: Mapping[str, _Need], first: float | None) -> Bundle:
    """Return what a piece of work gets in both rounds together, FIRST being its fraction after the first."""
    rated = {resource: need for resource, need in needs.items() if need.is_rated}
    grown = {
        resource: need.headroom if need.claim.resident else need.part(need.second) for resource, need in rated.items()
    }
    fraction = None if first is None else min(1.0, first + max(0.0, min(grown.values())))
    granted = {
        resource: need.used + (need.second if fraction != 0 else 0.0)
        if need.claim.resident or need.claim.demand is None
        else min(need.used + need.second, (fraction or 0.0) * need.claim.demand)
        for resource, need in needs.items()
    }
    binding = None
    if fraction is not None and fraction < 1 - ROUNDING:
        if fraction == first:
            # What the first round gave the least of.
            binding = min(rated, key=lambda resource: rated[resource].part(rated[resource].granted))
        else:
            # What grew least; where all grew as asked, what would not let it ask for more.
            binding = min(rated, key=lambda resource: (round(grown[resource], 9), rated[resource].headroom))
    return Bundle(name, fraction, granted, binding)
