"""The rows of the ledger: machines with what they have of one resource, and what is told of how it is divided."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.analysis.chain.ledger.askings import Asking, Fold
from designer.analysis.chain.ledger.records import RESOURCE_WORDS, UNITS, LedgerGrant, LedgerRow, Resource
from designer.formulas.capacity.sharing import ROUNDING, Allocation, floor_of
from designer.model.design import Design
from designer.model.figures.figure import Figure, known_like, leaf

_HARDLY: Final = 1e-9
"""Part of an amount below which a difference is rounding."""
_FEW: Final = 64
"""Up to so many numbers lists are faster than arrays."""
_MANY: Final = 10**9
_TIE: Final = 5e-10
"""Remainders that differ by no more are equal: half of their last digit, which arrays round in another way."""
_DIGITS: Final = 9
"""Remainders that agree in so many digits are equal, as in `sharing.whole_devices`."""


class Row(NamedTuple):
    """Machines that carry the same work, the group of that number, with what they have of one resource.

    `speed` is what they have over what they would have at full speed.
    """

    group: int
    resource: Resource
    copies: float
    hosts: tuple[str, ...]
    works: tuple[str, ...]
    capacity: float
    reserve: float
    speed: float = 1.0

    @property
    def room(self) -> float:
        """Return the amount that can be had of it."""
        return max(0.0, self.capacity - self.reserve)


class _One(NamedTuple):
    """A piece of work as it is told: the number of the grant and fold that it is part of, and its place there."""

    number: int
    inside: int


def told_row(
    design: Design,
    row: Row,
    division: Allocation,
    missed: Mapping[str, float | None],
    by_id: Mapping[str, Asking],
    folds: Mapping[str, Fold],
    missing: Mapping[tuple[str, Resource], float],
    most: int,
) -> LedgerRow:
    """Return what is told of ROW.

    Args:
        design: The design.
        row: The machines.
        division: What each piece of work gets, those that are alike as one.
        missed: What each misses of what it asks of the row; None of what takes all that is left.
        by_id: What each asks.
        folds: What each stands for.
        missing: What must be added for work to fit that holds its part wholly or not at all.
        most: So many pieces of work are told one by one.
    """
    unit, words = UNITS[row.resource], RESOURCE_WORDS[row.resource]
    names = " and ".join(design.nodes[host].title for host in row.hosts[:2])
    where = names if len(row.hosts) <= 2 else f"{design.nodes[row.hosts[0]].title} and {len(row.hosts) - 1} more"

    def amount(label: str, value: float, note: str = "") -> Figure:
        return known_like(_amount_of(unit, note), label, value, row.hosts[0])

    grants = {grant.name: grant for grant in division.grants}
    asked = {name: grant.granted + (missed[name] or 0.0) for name, grant in grants.items()}
    wanted = sum(asked.values())
    pressing = sum(one for name, one in asked.items() if missed[name] is not None or not by_id[name].elastic)

    def over(label: str, value: float) -> Figure:
        share = value / division.allocatable if division.allocatable else None
        return leaf(label, share, "", operation="routing", subject=row.hosts[0], note="Asked over what can be had.")

    def grant_of(one: _One, whole: int | None) -> LedgerGrant:
        grant, fold = division.grants[one.number], some[one.number]
        work, name, part = grant.name, fold.ids[one.inside], float(fold.parts[one.inside])
        title, everything = design.nodes[name].title, missed[work] is None
        return LedgerGrant(
            id=name,
            asked=leaf(
                f"{words} that {title} asks for",
                None,
                unit,
                operation="routing",
                subject=row.hosts[0],
                note="All that is left.",
            )
            if everything
            else amount(f"{words} that {title} asks for", asked[work] * part),
            granted=amount(f"{words} that {title} gets", grant.granted * part),
            whole=whole,
            share=grant.share,
            elastic=by_id[work].elastic,
            missing=missing.get((work, row.resource), 0.0),
        )

    some = [folds[grant.name] for grant in division.grants]
    told = _first_ones(some, most)
    # Slices of a device are told as they are.
    sliced = any(grant.share is not None and 0.0 < grant.granted < 1.0 - _HARDLY for grant in division.grants)
    wholes: Sequence[int | None] = [None] * len(told)
    if row.resource == "silicon" and not sliced and told:
        wholes = whole_devices_of([grant.granted for grant in division.grants], some, told, division.allocatable)
    several = sum(len(fold.ids) for fold in some)
    return LedgerRow(
        resource=row.resource,
        hosts=row.hosts,
        capacity=amount(f"{words} of {where}", row.capacity, "What is drawn and runs."),
        reserve=amount(f"{words} that the system keeps of {where}", row.reserve),
        idle=amount(f"{words} of {where} not taken", division.idle),
        utilisation=over(f"{words} of {where} in use", wanted),
        pressure=over(f"{words} of {where} that are asked for", pressing),
        more=max(0, several - most),
        copies=row.copies,
        grants=tuple([grant_of(one, whole) for one, whole in zip(told, wholes, strict=True)]),
        sum_of_shares=division.sum_of_shares,
    )


@lru_cache(maxsize=64)
def _amount_of(unit: str, note: str) -> Figure:
    """Return the pattern of the amounts of a row."""
    return leaf("amount", 0.0, unit, operation="routing", note=note)


def _first_ones(folds: Sequence[Fold], most: int) -> list[_One]:
    """The first MOST pieces of work of FOLDS, in design order."""
    firsts = [
        (place, _One(number, inside))
        for number, fold in enumerate(folds)
        for inside, place in enumerate(fold.places[:most].tolist())
    ]
    return [one for _, one in sorted(firsts)[:most]]


def whole_devices_of(
    granted: Sequence[float], folds: Sequence[Fold], told: Sequence[tuple[int, int]], total: float
) -> list[int]:
    """Return `sharing.whole_devices` of all work of FOLDS, for what is TOLD; a test holds the two equal.

    Args:
        granted: What the work of each fold gets together.
        folds: Work that is alike.
        told: Of which it is told: (number of the fold, place in it).
        total: Devices there are; a fraction of one is none.
    """
    # Grants that differ (k,) with how many there are of each: of a fold with equal parts one.
    begins, grants, counts = [0], list[float](), list[int]()
    for amount, fold in zip(granted, folds, strict=True):
        if fold.even:
            grants.append(amount * float(fold.parts[0]))
            counts.append(len(fold.ids))
        else:
            grants += (amount * fold.parts).tolist()
            counts += [1] * len(fold.ids)
        begins.append(len(grants))
    last, rest = _last_remainder(grants, counts, total)
    found: list[int] = []
    known: dict[float, tuple[int, float]] = {}
    tied: list[NDArray[np.intp]] | None = None
    for number, inside in told:
        fold = folds[number]
        grant = grants[begins[number] + (0 if fold.even else inside)]
        # Much of what is told has the same grant as others.
        whole, remainder = known.get(grant) or known.setdefault(grant, (floor_of(grant), _remainder(grant)))
        if remainder > last + _TIE:
            whole += 1
        elif rest > 0 and remainder >= last - _TIE:
            if tied is None:
                tied = [_tied(some, grants[start:], last) for some, start in zip(folds, begins, strict=False)]
            place = int(fold.places[inside])
            whole += sum([int(some.searchsorted(place)) for some in tied if some.size]) < rest
        found.append(whole)
    return found


def _tied(fold: Fold, grants: Sequence[float], last: float) -> NDArray[np.intp]:
    """Return the places of the work of FOLD, whose GRANTS come first, that has LAST above its whole devices."""
    if fold.even:
        return fold.places if abs(_remainder(grants[0]) - last) <= _TIE else fold.places[:0]
    kept = [abs(_remainder(one) - last) <= _TIE for one in grants[: len(fold.ids)]]
    return fold.places[np.array(kept, dtype=np.bool_)]


def _last_remainder(grants: Sequence[float], counts: Sequence[int], total: float) -> tuple[float, int]:
    """Return the remainder at which the devices that are left end, and how many are left for those that have it.

    Going from the largest remainder of GRANTS (k,), COUNTS (k,) of each, down; infinite where none is left.
    """
    if len(grants) <= _FEW:
        pairs = [(grant, floor_of(grant), count) for grant, count in zip(grants, counts, strict=True)]
        free = floor_of(total) - sum([floor * count for _, floor, count in pairs])
        above = [(round(max(0.0, grant - floor), _DIGITS), count) for grant, floor, count in pairs]
        ranked = sorted(above, reverse=True)
    else:
        amounts, several = np.array(grants), np.array(counts)
        nearest = np.rint(amounts)
        whole = np.where(np.abs(amounts - nearest) <= ROUNDING, nearest, np.floor(amounts))
        free = floor_of(total) - int(whole @ several)
        remainders = np.round(np.maximum(0.0, amounts - whole), _DIGITS)
        order = np.argsort(-remainders)
        ranked = list(zip(remainders[order].tolist(), several[order].tolist(), strict=True))
    assert free >= -ROUNDING * total, f"more is granted than the {total:g} devices"
    last, rest = inf, max(0, free)
    for remainder, group in groupby(ranked, key=itemgetter(0)):
        if remainder <= 0.0 or rest <= 0:
            break
        last, alike = remainder, sum(count for _, count in group)
        if alike > rest:
            return last, rest
        rest -= alike
    # All that have as much or more get one.
    return (last, _MANY) if last < inf else (inf, 0)


def _remainder(grant: float) -> float:
    """Return the part of GRANT above its whole devices, as `sharing.whole_devices` compares it."""
    return round(max(0.0, grant - floor_of(grant)), _DIGITS)
