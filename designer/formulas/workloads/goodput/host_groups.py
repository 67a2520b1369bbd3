"""Hosts in groups that need the same: what takes how many of them, and how many are up at once."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import Final, NamedTuple

import numpy as np

from designer.formulas.workloads.goodput.cut_sets import MOST_ORDER, Cut, Family, minimal
from designer.formulas.workloads.goodput.hosts_up import Place, Shares, conditioned, hosts_up

MOST_TOGETHER: Final = 48
"""Cut sets up to which it is tried which of them together take more hosts than are spare."""
_MOST_SPLIT: Final = 6
"""Cut sets that lie across others, which are set to happened and not in turn; more are taken to fall on other hosts."""


class HostGroup(NamedTuple):
    """Hosts that need the very same.

    Attributes:
        hosts: How many.
        cuts: What stops all of them.
    """

    hosts: int
    cuts: Family


def hosts_taken(groups: Sequence[HostGroup]) -> dict[Cut, int]:
    """Return how many hosts each cut set of GROUPS takes, those that only parts of it stop included."""
    by_cut: dict[Cut, list[int]] = {}
    for number, group in enumerate(groups):
        for cut in group.cuts:
            by_cut.setdefault(cut, []).append(number)
    found: dict[Cut, int] = {}
    for cut in by_cut:
        # What a cut stops includes what any part of it stops already.
        stopped = {number for part in _parts(cut) for number in by_cut.get(part, ())}
        found[cut] = sum(groups[number].hosts for number in stopped)
    return found


def stopping(groups: Sequence[HostGroup], spare: int) -> Family:
    """Return the cut sets of up to three elements that take more than SPARE hosts.

    Up to `MOST_TOGETHER` cut sets are also tried two and three at a time; beyond, those that only together take more
    are left to the law of hosts that are up.
    """
    taken = hosts_taken(groups)
    enough = {cut for cut, hosts in taken.items() if hosts > spare}
    few = [cut for cut in taken if cut not in enough]
    # Cut sets that are bearable alone may take too many hosts together, up to three elements in all.
    if few and len(few) <= MOST_TOGETHER:
        for number in range(2, MOST_ORDER + 1):
            for several in combinations(few, number):
                union = frozenset[str]().union(*several)
                if len(union) <= MOST_ORDER and _hosts_of(groups, union) > spare:
                    enough.add(union)
    return minimal(enough)


def hosts_up_law(groups: Sequence[HostGroup], down: Mapping[str, float]) -> Shares:
    """Return the shares of the time in which 0, 1, 2 … hosts of GROUPS have all they need (hosts + 1,).

    Cut sets are taken to happen independently, with the product of the shares of the time for which their elements
    are DOWN. Those that stop hosts within those of others make a tree and are convolved; the first few that lie across
    are conditioned on; more of them are taken to stop hosts of their own, which counts too many as down.
    """
    sets: dict[frozenset[int], float] = {}
    for cut in {cut for group in groups for cut in group.cuts}:
        inside = frozenset(number for number, group in enumerate(groups) if cut in group.cuts)
        # Cut sets of the very same hosts are one: it works while none of them happens.
        sets[inside] = sets.get(inside, 1.0) * (1 - prod(down[element] for element in cut))
    nested: list[frozenset[int]] = []
    across: list[frozenset[int]] = []
    for one in sorted(sets, key=lambda one: (-len(one), sorted(one))):
        lies = all(one <= other or not one & other for other in nested)
        (nested if lies else across).append(one)
    split, rest = across[:_MOST_SPLIT], across[_MOST_SPLIT:]
    hosts = [group.hosts for group in groups]
    cases: list[tuple[float, Shares]] = []
    for happened in product((False, True), repeat=len(split)):
        chance = prod(1 - sets[one] if gone else sets[one] for one, gone in zip(split, happened, strict=True))
        if chance <= 0:
            continue
        dead = frozenset[int]().union(*(one for one, gone in zip(split, happened, strict=True) if gone))
        law = hosts_up(_tree(frozenset(range(len(hosts))) - dead, nested, sets, hosts))
        cases.append((chance, law))
    law = conditioned(cases)
    law = np.concatenate((law, np.zeros(sum(hosts) + 1 - law.size)))
    for one in rest:
        law = _fewer(law, sum(hosts[number] for number in one), 1 - sets[one])
    return law


def _parts(cut: Cut) -> Iterator[Cut]:
    """All that CUT holds but nothing."""
    for number in range(1, len(cut) + 1):
        yield from map(frozenset, combinations(sorted(cut), number))


def _hosts_of(groups: Sequence[HostGroup], failed: Cut) -> int:
    return sum(group.hosts for group in groups if any(cut <= failed for cut in group.cuts))


def _tree(
    left: frozenset[int], nested: Sequence[frozenset[int]], sets: Mapping[frozenset[int], float], hosts: Sequence[int]
) -> Place:
    """The groups LEFT as places within each other: NESTED from the largest on, each with what works of it."""
    inside: dict[frozenset[int], list[frozenset[int]]] = {}
    tops: list[frozenset[int]] = []
    for place, one in enumerate(nested):
        # The smallest of those before that holds it: the last, as they are in order of size.
        outer = next((other for other in reversed(nested[:place]) if one < other), None)
        (tops if outer is None else inside.setdefault(outer, [])).append(one)

    def built(one: frozenset[int]) -> Place:
        parts = inside.get(one, [])
        own = (one - frozenset[int]().union(*parts)) & left
        return Place(
            availability=sets[one],
            hosts=sum(hosts[number] for number in own),
            places=tuple(built(part) for part in parts if part & left),
        )

    free = left - frozenset[int]().union(*tops)
    return Place(hosts=sum(hosts[number] for number in free), places=tuple(built(one) for one in tops if one & left))


def _fewer(law: Shares, hosts: int, chance: float) -> Shares:
    """LAW of hosts that are up with HOSTS more down for CHANCE of the time."""
    moved = np.zeros_like(law)
    moved[: law.size - hosts] = law[hosts:]
    moved[0] += law[:hosts].sum()
    return (1 - chance) * law + chance * moved
