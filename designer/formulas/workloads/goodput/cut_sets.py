"""Cut sets: what has to fail together so that something no longer works, how often that happens, and for how long.

A family of cut sets is a frozenset of frozensets of elements, each enough by itself to stop what it belongs to, none
part of another. An empty family is of what never stops.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from math import prod
from typing import Final

from designer.formulas.checks import not_negative, positive, whole

Cut = frozenset[str]
Family = frozenset[Cut]

NEVER: Final[Family] = frozenset()
MOST_ORDER: Final = 3
"""Elements of a cut set at most: four that are down at once are rarer than what is left out anyway."""
EXACT_BELOW: Final = 20
"""Cut sets below which their common probability is worked out exactly."""


def of_element(element: str) -> Family:
    """Return the family of what stops when ELEMENT does."""
    return frozenset({frozenset({element})})


def minimal(cuts: Iterable[Cut], most_order: int = MOST_ORDER) -> Family:
    """Return CUTS of up to MOST_ORDER elements, without those that hold another of them."""
    kept: list[Cut] = []
    for cut in sorted(set(cuts), key=len):
        if len(cut) <= most_order and not any(one <= cut for one in kept):
            kept.append(cut)
    return frozenset(kept)


def needs_all(families: Iterable[Family], most_order: int = MOST_ORDER) -> Family:
    """Return the cut sets of what needs all of FAMILIES: any of theirs stops it."""
    return minimal({cut for family in families for cut in family}, most_order)


def needs_any(families: Iterable[Family], most_order: int = MOST_ORDER) -> Family:
    """Return the cut sets of what needs one of FAMILIES: one of each has to happen."""

    def both(one: Family, other: Family) -> Family:
        return minimal({a | b for a in one for b in other if len(a | b) <= most_order}, most_order)

    several = list(families)
    return reduce(both, several) if several else NEVER


def needs_some(families: Sequence[Family], needed: int, most_order: int = MOST_ORDER) -> Family:
    """Return the cut sets of what needs NEEDED of FAMILIES: one more than can be spared has to stop.

    Raises:
        ValueError: NEEDED is not from 0 to their number.
    """
    spare = len(families) - whole("needed", needed, 0, len(families))
    if needed == 0:
        return NEVER
    if spare >= most_order and len(set(families)) == len(families):
        # More would have to fail than are looked at, save what all of them have in common.
        return needs_any(families, most_order)
    return needs_all((needs_any(some, most_order) for some in combinations(families, spare + 1)), most_order)


def unavailability(mtbf_h: float, repair_h: float) -> float:
    """Return the share of the time that an element does not work: MTTR / (MTBF + MTTR).

    Source: the definition of steady-state availability.

    Raises:
        ValueError: MTBF_H is not above 0 or REPAIR_H is negative.
    """
    repair = not_negative("repair_h", repair_h)
    return repair / (positive("mtbf_h", mtbf_h) + repair)


def probability(cuts: Iterable[Cut], down: Mapping[str, float]) -> float:
    """Return the share of the time in which one of CUTS happens, elements being DOWN by their shares independently.

    Below 20 cut sets it is exact, by conditioning on one element after the other, which gives what inclusion and
    exclusion give; else the sum of their products, which is an upper bound.

    Source: Esary and Proschan, "Coherent structures of non-identical components", Technometrics 5, 1963.
    """
    family = minimal(cuts, most_order=10**6)
    if len(family) < EXACT_BELOW:
        return _exact(family, down, {})
    return min(1.0, sum(prod(down[element] for element in cut) for cut in family))


def _exact(family: Family, down: Mapping[str, float], known: dict[Family, float]) -> float:
    if not family:
        return 0.0
    if frozenset() in family:
        return 1.0
    found = known.get(family)
    if found is None:
        seen: dict[str, int] = {}
        for cut in family:
            for element in cut:
                seen[element] = seen.get(element, 0) + 1
        # The element of the most cut sets: without it the least is left.
        split = max(sorted(seen), key=seen.__getitem__)
        failed = minimal((cut - {split} for cut in family), 10**6)
        works = frozenset(cut for cut in family if split not in cut)
        share = down[split]
        found = share * _exact(failed, down, known) + (1 - share) * _exact(works, down, known)
        known[family] = found
    return found


def often_per_h(cut: Cut, mtbf_h: Mapping[str, float], down: Mapping[str, float]) -> float:
    """Return how often an hour CUT comes about: Σ 1/MTBF of each element × shares of the others that are down.

    Source: Vesely, "A time-dependent methodology for fault tree evaluation", Nuclear Engineering and Design 13, 1970.

    Args:
        cut: Elements that fail together.
        mtbf_h: Mean hours between failures of each element.
        down: Share of the time that each is down.

    Raises:
        ValueError: An MTBF is not above 0.
    """
    return sum(1 / positive("mtbf_h", mtbf_h[one]) * prod(down[other] for other in cut if other != one) for one in cut)
