"""Spread of the cables of a link over the copies of its two ends: as arrays, and in words.

Copy i of one end and copy j of the other are joined by `count` cables:

    even      cable c joins a-copy floor(c·A/cables) to b-copy c mod B
    mesh      every pair, cables / (A·B) each
    pairwise  copy i to copy i
    block     cable c joins a-copy floor(c·A/cables) to b-copy floor(c·B/cables): hosts leaf by leaf
    ring      copy i to the next one, the last to the first
    complete  every copy to every other once

Rings and complete graphs are of the copies of one tile, or of two with as many copies; no cable joins a copy to itself.

Where a link goes across the copies of a container (`Link.across`), g groups of `each` copies, the groups are what is
joined, by cables / (g·(g − 1)/2) cables a pair, or by cables / g from one to the next of a ring:

    complete  the group that is d on has the global ports (d − 1)·ℓ up to d·ℓ of a group, ℓ cables to each other one;
              port p is at copy floor(p·each / ((g − 1)·ℓ)): the same for every group
    ring      cable c of ℓ joins copy floor(c·each/ℓ) of a group to the same copy of the next

The first is the relative arrangement of a dragonfly, by which any group can stand in the place of any other (C.
Camarero, E. Vallejo, R. Beivide, "Topological characterization of Hamming and dragonfly networks and its implications
on routing", ACM TACO 2014).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from designer.model.design import WITHIN_ONE, Design, Link, Spread
from designer.model.records import MAX_CABLES, RefusedInput

Joint = tuple[int, int, int]
"""(copy of a, copy of b, cables between them)."""

EVENED: Final[frozenset[Spread]] = frozenset({"even", "block"})
"""Spreads that come out with any number of cables."""
COPY_TO_COPY: Final[frozenset[Spread]] = frozenset({"pairwise", "ring", "complete"})
"""Spreads that tell copies apart by their numbers, so that none can go alone."""


def spread_unit(spread: Spread, a_copies: int, b_copies: int, each: int = 1) -> int:
    """Of how many cables a link of SPREAD takes a multiple; EACH copies are one group that is joined as a whole."""
    if each > 1 and spread in WITHIN_ONE:
        a_copies, b_copies = a_copies // each, b_copies // each
    if spread == "mesh":
        return a_copies * b_copies
    if spread == "complete":
        return max(1, a_copies * (a_copies - 1) // 2)
    return 1 if spread in EVENED else a_copies


def spread_problem(spread: Spread, cables: int, a_copies: int, b_copies: int, each: int = 1) -> str | None:
    """Return why CABLES cannot be spread so, in plain words; None when they can. EACH copies are one group."""
    if spread == "mesh" and cables % (a_copies * b_copies):
        return (
            f"A mesh between {a_copies} and {b_copies} copies takes a multiple of {a_copies * b_copies} cables, "
            f"not {cables}."
        )
    if spread == "pairwise" and a_copies != b_copies:
        return f"Pairwise cables need as many copies on both ends, not {a_copies} and {b_copies}."
    if spread == "pairwise" and cables % a_copies:
        return f"Pairwise cables between {a_copies} copies come in multiples of {a_copies}, not {cables}."
    if spread not in WITHIN_ONE:
        return None
    shape = "ring" if spread == "ring" else "complete graph"
    if a_copies != b_copies:
        return f"A {shape} needs as many copies on both ends, not {a_copies} and {b_copies}."
    # Copies in groups of EACH: the shape is between groups.
    a_copies, b_copies = a_copies // each, b_copies // each
    if a_copies < 2:
        return f"A {shape} takes two copies at least; one has no other to be joined to."
    unit = spread_unit(spread, a_copies, b_copies)
    return f"A {shape} of {a_copies} copies takes a multiple of {unit} cables, not {cables}." if cables % unit else None


def joints(spread: Spread, cables: int, a_copies: int, b_copies: int, each: int = 1) -> list[Joint]:
    """Return the pairs of copies joined and by how many cables, in order of the a-copies; EACH copies are one group.

    A spread that does not come out even falls back to "even", as the finding about it says.

    Raises:
        RefusedInput: there are more than 10 million cables to lay out one by one.
    """
    if cables > MAX_CABLES:
        raise RefusedInput(f"{cables:,} cables in one link are more than can be laid out ({MAX_CABLES:,}).")
    # A spread that cannot be falls back to an even one, and a finding says so.
    if spread == "even" or spread_problem(spread, cables, a_copies, b_copies, each) is not None:
        return _even(cables, a_copies, b_copies)
    many = cables // spread_unit(spread, a_copies, b_copies, each)
    if spread in WITHIN_ONE and each > 1:
        return _between_groups(spread, many, a_copies // each, each)
    match spread:
        case "mesh":
            return [(i, j, many) for i in range(a_copies) for j in range(b_copies)] if many else []
        case "block":
            return _blocks(cables, a_copies, b_copies)
        case "ring":
            return [(i, (i + 1) % a_copies, many) for i in range(a_copies)]
        case "complete":
            return [(i, (i + step) % a_copies, many) for i in range(a_copies) for step in _steps(i, a_copies)]
        case _:
            return [(i, i, many) for i in range(a_copies)]


def _between_groups(spread: Spread, many: int, groups: int, each: int) -> list[Joint]:
    """MANY cables between any two of GROUPS that are joined, each of EACH copies; see the head of this module."""
    found: list[Joint] = []
    for group in range(groups):
        for step in _steps(group, groups) if spread == "complete" else (1,):
            near, far, ports = 0, 0, many
            if spread == "complete":
                near, far, ports = (step - 1) * many, (groups - step - 1) * many, (groups - 1) * many
            other = (group + step) % groups
            cables: dict[tuple[int, int], int] = {}
            for cable in range(many):
                pair = tuple(start * each // ports for start in (near + cable, far + cable))
                cables[pair[0], pair[1]] = cables.get((pair[0], pair[1]), 0) + 1
            found += [(group * each + i, other * each + j, count) for (i, j), count in cables.items()]
    return found


def _steps(copy: int, copies: int) -> range:
    """Return how far on the copies are that COPY of a complete graph has a cable to.

    That is half of the others, so that each pair is joined once.
    """
    half = copies // 2
    return range(1, half + (copies % 2 == 1 or copy < half))


def _blocks(cables: int, a_copies: int, b_copies: int) -> list[Joint]:
    """Both ends in order: whoever has its share of the cables makes room for the next."""
    # The first cable of every copy of either end; from one such cable to the next nothing changes.
    firsts = {-(-i * cables // copies) for copies in (a_copies, b_copies) for i in range(copies)}
    starts = sorted(first for first in firsts if first < cables)
    return [
        (start * a_copies // cables, start * b_copies // cables, stop - start)
        for start, stop in zip(starts, [*starts[1:], cables], strict=True)
    ]


def _even(cables: int, a_copies: int, b_copies: int) -> list[Joint]:
    found: list[Joint] = []
    start = 0
    for i in range(a_copies):
        # floor(c·A/cables) = i holds for c from ceil(i·cables/A) up to ceil((i+1)·cables/A).
        stop = -(-(i + 1) * cables // a_copies)
        rounds, rest = divmod(stop - start, b_copies)
        first = start % b_copies
        extra = {(first + step) % b_copies for step in range(rest)}
        found.extend((i, j, rounds + (j in extra)) for j in (range(b_copies) if rounds else sorted(extra)))
        start = stop
    return found


def even_cable(cable: int, cables: int, a_copies: int, b_copies: int) -> tuple[int, int]:
    """The copies that cable number CABLE (from 0) of an even spread joins."""
    return cable * a_copies // cables, cable % b_copies


def cable_ends(design: Design, link: Link) -> Iterator[tuple[int, int]]:
    """The (a-copy, b-copy) of every physical cable of LINK in the whole design, as flat copy numbers.

    Copies of containers come one after the other: copy g of the common container holds a-copies
    g·A … g·A + A − 1.
    """
    container = design.holder(link)
    groups = design.total_copies(container) if container else 1
    a_copies = design.copies_within(link.a, container)
    b_copies = design.copies_within(link.b, container)
    within = joints(link.spread, link.cables, a_copies, b_copies, design.each_group(link))
    for group in range(groups):
        for i, j, count in within:
            for _ in range(count):
                yield group * a_copies + i, group * b_copies + j


def folds_exactly(link: Link, a_copies: int, b_copies: int) -> bool:
    """Return True when every copy of either end has the same number of cables of LINK."""
    return link.cables % a_copies == 0 and link.cables % b_copies == 0


def ports_used(design: Design, link: Link) -> tuple[int, int]:
    """Cables on the fullest copy of a and of b, for LINK alone.

    A mesh of coolant is a header that all share, so that each copy has one connection to it.
    """
    if link.medium == "coolant" and link.spread == "mesh":
        return 1, 1
    container = design.holder(link)
    a_copies = design.copies_within(link.a, container)
    b_copies = design.copies_within(link.b, container)
    each = design.each_group(link)
    if link.spread in WITHIN_ONE and each > 1:
        ends: Counter[int] = Counter()
        for i, j, count in joints(link.spread, link.cables, a_copies, b_copies, each):
            ends[i] += count
            ends[j] += count
        every = max(ends.values(), default=0)
        return every // 2, every - every // 2
    if (
        link.spread == "complete"
        and link.a == link.b
        and not spread_problem("complete", link.cables, a_copies, b_copies)
    ):
        # Each copy has as many as there are others, however the ends of a cable are called.
        every = 2 * link.cables // a_copies
        return every // 2, every - every // 2
    # Of an even spread, too: copy 0 of either end has its part rounded up, and no copy has more.
    return -(-link.cables // a_copies), -(-link.cables // b_copies)
