"""Shares of one capacity among the work that asks for it. Many rows together are in `sharing_rows`."""

from collections.abc import Mapping, Sequence
from math import floor, fsum, inf

from msgspec import Struct

from designer.formulas.capacity.fairness import max_min
from designer.formulas.checks import between, not_negative, positive

LARGEST_AMOUNT = 1e100
"""Largest amount that is read: above it sums would leave the floating-point numbers."""

ROUNDING = 1e-9
"""Part of a capacity by which sums of floating-point numbers may miss it."""

LEAST_RESERVED_CORES = 4.0
RESERVED_CORE_SHARE = 0.06
RESERVED_MEMORY_SHARE = 0.05


class Claim(Struct, frozen=True):
    """The claim of one piece of work on a capacity.

    Attributes:
        name: Its name, told apart from the others of the same capacity.
        demand: Amount that it can use, in the unit of the capacity; None for all that there is, which only elastic
            work and work with a share may ask for.
        share: Part of the allocatable capacity that is set for it, from 0 to 1: a guarantee and a limit. None for none.
        elastic: Whether it takes what is left after the others.
        weight: Its part of what is left, in proportion to those of the other elastic ones.
        resident: Whether it holds its demand wholly or not at all, as weights in memory do.
        floor: Part of its demand that it holds wholly or not at all, before all others; without it, it gets nothing.
            Only of inelastic work without a share.
    """

    name: str
    demand: float | None = None
    share: float | None = None
    elastic: bool = False
    weight: float = 1.0
    resident: bool = False
    floor: float = 0.0


class Grant(Struct, frozen=True):
    """The amount that a claim gets.

    Attributes:
        name: Name of the claim.
        granted: Amount that it gets, before rounding to whole devices.
        unmet: Amount of its demand that it does not get; None where it has no demand.
        share: Its share after all were scaled to 1 together; None where none is set.
    """

    name: str
    granted: float
    unmet: float | None
    share: float | None


class Unfit(Struct, frozen=True):
    """A resident claim, or one whose floor, does not fit.

    Attributes:
        name: Name of the claim.
        missing: Amount that must be added for it and the residents before it to fit.
    """

    name: str
    missing: float


class Allocation(Struct, frozen=True):
    """The division of one capacity: the grants, `held` and `idle` add up to `allocatable`.

    Attributes:
        allocatable: Capacity less reserve, never below 0.
        grants: One for each claim, in the given order.
        sum_of_shares: Sum of all shares as they were set.
        scaled: Whether they add up to more than 1 and were divided by their sum.
        unfit: Resident claims, and those whose floors, do not fit, in the given order.
        held: Amount that is kept free for those.
        idle: Amount that nobody takes.
    """

    allocatable: float
    grants: tuple[Grant, ...]
    sum_of_shares: float
    scaled: bool
    unfit: tuple[Unfit, ...]
    held: float
    idle: float

    @property
    def granted(self) -> dict[str, float]:
        """Amount that each claim gets, by its name."""
        return {grant.name: grant.granted for grant in self.grants}

    @property
    def utilisation(self) -> float | None:
        """Part of the allocatable capacity that is granted; None where nothing is allocatable."""
        return fsum(grant.granted for grant in self.grants) / self.allocatable if self.allocatable else None


def allocate(capacity: float, reserve: float, claims: Sequence[Claim]) -> Allocation:
    """Divide a capacity among claims in four steps, each taking what the one before has left.

    1. Residents and floors in the given order, each wholly or not at all. The room of one that does not fit is kept
       free, else less capacity could give more to others; those after it do not take it either.
    2. Shares, each min(demand, share · allocatable). Shares over 1 are divided by their sum. Where residents leave
       less than that, the rest is filled by share.
    3. Inelastic claims: their demand, or in proportion to their demands what there is, none below its floor.
    4. Elastic claims: water filling by weight up to their demands.

    Less capacity never raises a grant; where shares add up to at most 1, a claim that is taken away never lowers
    the grant of another. The order of claims matters for residents and floors that do not all fit, and for nothing
    else.

    Source: the steps and the room kept free are our own rule. Filling is max-min fairness, Bertsekas and Gallager,
    "Data Networks", 1992, section 6.5.2.

    Args:
        capacity: What is there, in any unit.
        reserve: What the system keeps of it, in the same unit.
        claims: What is asked, in the same unit.

    Returns:
        Grants before rounding; `whole_devices` rounds them.

    Raises:
        ValueError: A number is out of range, a name is given twice, or a claim needs a demand and has none.
    """
    room = max(0.0, amount("capacity", capacity) - amount("reserve", reserve))
    for claim in claims:
        _check(claim)
    _check_names(claims)
    sum_of_shares = fsum(claim.share for claim in claims if claim.share is not None)
    shares = [None if claim.share is None else claim.share / max(1.0, sum_of_shares) for claim in claims]
    limits = [
        min(inf if claim.demand is None else claim.demand, inf if share is None else share * room)
        for claim, share in zip(claims, shares, strict=True)
    ]
    granted = [0.0] * len(claims)

    # 1: residents and floors; `kept` is what they take and what is kept free for those that do not fit.
    kept, unfit, refused = 0.0, list[Unfit](), set[int]()
    for i, claim in enumerate(claims):
        whole = claim.demand if claim.resident else min(claim.floor, limits[i])
        if whole:
            kept += min(whole, limits[i])
            beyond_room, beyond_share = kept - room, whole - limits[i]
            if beyond_room <= ROUNDING * room and beyond_share <= ROUNDING * whole:
                granted[i] = whole
            else:
                unfit.append(Unfit(claim.name, max(beyond_room, beyond_share)))
                refused.add(i)
    held = max(0.0, min(kept, room) - fsum(granted))
    left = max(0.0, room - kept)

    # 2 to 4: the others, by what they are.
    others = [i for i, claim in enumerate(claims) if not claim.resident]
    shared = {i: share for i in others if (share := shares[i])}
    inelastic = [i for i in others if shares[i] is None and not claims[i].elastic and i not in refused]
    elastic = [i for i in others if shares[i] is None and claims[i].elastic]
    left = _fill(granted, left, shared, limits)
    left = _in_proportion(granted, left, {i: claims[i].floor for i in inelastic}, limits)
    left = _fill(granted, left, {i: claims[i].weight for i in elastic}, limits)

    _assert_invariants(room, claims, granted)
    return Allocation(
        allocatable=room,
        grants=tuple(
            Grant(claim.name, got, None if claim.demand is None else max(0.0, claim.demand - got), share)
            for claim, got, share in zip(claims, granted, shares, strict=True)
        ),
        sum_of_shares=sum_of_shares,
        scaled=sum_of_shares > 1 + ROUNDING,
        unfit=tuple(unfit),
        held=held,
        idle=left,
    )


def whole_devices(grants: Sequence[float], total: float) -> list[int]:
    """Grants as whole devices: floors, then one each to the largest remainders while there are devices.

    A whole grant stays as it is; one with a fraction is rounded up where devices are left for it. Ties go in the
    given order. As in every method of largest remainders, less capacity may raise one grant by one device.

    Source: the method of largest remainders (Hamilton's), Balinski and Young, "Fair Representation", 1982.

    Args:
        grants: Amounts of devices before rounding.
        total: Devices there are; a fraction of one is none.

    Raises:
        ValueError: A number is negative or not finite, or the grants are more than the devices.
    """
    there = floor_of(amount("total", total))
    floors = [floor_of(amount("grants", grant)) for grant in grants]
    free = there - sum(floors)
    if free < -ROUNDING * there:
        raise ValueError(f"grants are {fsum(grants):g} together, which is more than the {there} whole devices.")
    # Rounded, so that equal fractions tie although they were computed in different ways.
    remainders = [round(max(0.0, grant - whole), 9) for grant, whole in zip(grants, floors, strict=True)]
    order = sorted((i for i, part in enumerate(remainders) if part > 0), key=lambda i: -remainders[i])
    for i in order[: max(0, free)]:
        floors[i] += 1
    return floors


class Reserve(Struct, frozen=True):
    """The part of a host that is kept for its system.

    Attributes:
        cores: CPU cores; None where those of the host are unknown.
        memory_gb: Memory, GB; None where that of the host is unknown.
        accelerators: Accelerators.
    """

    cores: float | None
    memory_gb: float | None
    accelerators: float = 0.0


def system_reserve(
    cores: float | None,
    memory_gb: float | None,
    *,
    least_cores: float = LEAST_RESERVED_CORES,
    core_share: float = RESERVED_CORE_SHARE,
    memory_share: float = RESERVED_MEMORY_SHARE,
) -> Reserve:
    """Return what the system of a host keeps: max(4 cores, 6%) of its CPU, 5% of its memory, no accelerator.

    Source: that a node's allocatable amount is its capacity less reserves for daemons is Kubernetes' practice ("Reserve
    Compute Resources for System Daemons": kube-reserved, system-reserved). The three numbers are our own assumption:
    Kubernetes names none.

    Args:
        cores: CPU cores of the host; None if unknown.
        memory_gb: Memory of the host, GB; None if unknown.
        least_cores: Cores that are kept at least, as far as the host has them.
        core_share: Share of the cores that is kept.
        memory_share: Share of the memory that is kept.

    Raises:
        ValueError: A number is negative, no share, or not finite.
    """
    least, part = not_negative("least_cores", least_cores), between("core_share", core_share, 0, 1)
    of_memory = between("memory_share", memory_share, 0, 1)
    return Reserve(
        cores=None if cores is None else min(cores, max(least, part * amount("cores", cores))),
        memory_gb=None if memory_gb is None else of_memory * amount("memory_gb", memory_gb),
    )


def _fill(granted: list[float], left: float, weights: Mapping[int, float], limits: Sequence[float]) -> float:
    """Grant to the claims of WEIGHTS their limits, or LEFT by weight where it is less; return what is then left."""
    if not weights:
        return left
    asked = fsum(limits[i] for i in weights)
    # Enough for all limits: no water level is needed.
    if asked <= left:
        rates = [limits[i] for i in weights]
    else:
        rates = max_min(left, [min(limits[i], left) for i in weights], list(weights.values()))
    for i, rate in zip(weights, rates, strict=True):
        granted[i] = rate
    return max(0.0, left - fsum(rates))


def _in_proportion(granted: list[float], left: float, floors: Mapping[int, float], limits: Sequence[float]) -> float:
    """Grant to the claims of FLOORS their limits, or LEFT and the floors in proportion to limits where it is less.

    None gets less than its floor, which it has already. Return what is then left.
    """
    pool = left + fsum(min(floor, limits[i]) for i, floor in floors.items())
    asked = fsum(limits[i] for i in floors)
    if asked <= pool:
        for i in floors:
            granted[i] = limits[i]
        return max(0.0, pool - asked)
    free = [i for i in floors if limits[i]]
    while free:
        low = [i for i in free if pool * (limits[i] / asked) < min(floors[i], limits[i])]
        if not low:
            break
        # These stay at their floors; the others share the rest, each with less than before.
        for i in low:
            granted[i] = min(floors[i], limits[i])
            pool -= granted[i]
            free.remove(i)
        asked = fsum(limits[i] for i in free)
    for i in free:
        granted[i] = max(0.0, pool) * (limits[i] / asked)
    return 0.0


def floor_of(value: float) -> int:
    """Return the whole part of VALUE, where 47.999… from rounding is 48."""
    nearest = round(value)
    return nearest if abs(value - nearest) <= ROUNDING else floor(value)


def _assert_invariants(room: float, claims: Sequence[Claim], granted: Sequence[float]) -> None:
    """Assert that no more is granted than there is, and none more than it asks for."""
    assert fsum(granted) <= room * (1 + ROUNDING)
    for claim, got in zip(claims, granted, strict=True):
        assert got >= 0
        assert claim.demand is None or got <= claim.demand * (1 + ROUNDING)


def _check(claim: Claim) -> None:
    """Refuse a claim whose numbers are out of range."""
    demand, weight = claim.demand, claim.weight
    # The plain case first: allocation is worked out thousands of times.
    if (
        claim.share is None
        and not claim.floor
        and demand is not None
        and 0.0 <= demand <= LARGEST_AMOUNT
        and 0.0 < weight <= LARGEST_AMOUNT
    ):
        return
    if claim.demand is not None:
        amount(f"demand of {claim.name}", claim.demand)
    elif claim.resident or claim.floor or (claim.share is None and not claim.elastic):
        raise ValueError(f"{claim.name} needs a demand: only elastic work and work with a share can take all there is.")
    if amount(f"floor of {claim.name}", claim.floor) and (claim.resident or claim.elastic or claim.share is not None):
        raise ValueError(f"{claim.name} can have no floor: only inelastic work without a share has one.")
    if claim.share is not None:
        between(f"share of {claim.name}", claim.share, 0, 1)
    amount(f"weight of {claim.name}", positive(f"weight of {claim.name}", claim.weight))


def _check_names(claims: Sequence[Claim]) -> None:
    """Refuse a name that two claims have."""
    seen = set[str]()
    for claim in claims:
        if claim.name in seen:
            raise ValueError(f"{claim.name} is named twice: give each claim a name of its own.")
        seen.add(claim.name)


def amount(name: str, value: float) -> float:
    """VALUE if it is from 0 to the largest amount that is read."""
    if 0.0 <= value <= LARGEST_AMOUNT:
        return value
    if not_negative(name, value) > LARGEST_AMOUNT:
        raise ValueError(f"{name} must be at most {LARGEST_AMOUNT:g}, not {value:g}.")
    return value
