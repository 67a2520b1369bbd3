"""The fewest wishes that collide: a minimal unsatisfiable subset of the least size, found over named wishes.

A set of wishes collides where nothing meets all of them, whatever becomes of the others. All sets are tried by their
size, the small ones first, so that the first that collides is of the least size; as no smaller one does, each of its
wishes is needed, which is what the deletion filter of Chinneck and Dravnieks ("Locating minimal infeasible constraint
sets in linear programs", ORSA Journal on Computing 3, 1991) finds by taking wishes out one by one. A first filter by
deletion bounds the size that has to be looked through.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import isfinite
from typing import Final

from designer.catalog.library import Library
from designer.explore.optimise.fabric_program import FabricProgram, reasons
from designer.explore.optimise.fabric_search import Tells, search
from designer.explore.optimise.needs import FabricNeed, wish_text, wishes_of, without
from designer.explore.optimise.records import Collision

_BUDGET_S: Final = 30.0
_MOST_REASONS: Final = 3


def smallest_collision(wishes: Sequence[str], holds: Callable[[frozenset[str]], bool]) -> tuple[str, ...] | None:
    """Return the fewest of WISHES that do not hold together, in their order; None where all of them do.

    Args:
        wishes: Their names.
        holds: Whether something meets all of a set of them. Whatever meets a set meets what is in it.
    """
    known: dict[frozenset[str], bool] = {}

    def met(some: Iterable[str]) -> bool:
        wanted = frozenset(some)
        # What holds for more wishes holds for fewer, and what collides goes on colliding.
        if any(fine and wanted <= of for of, fine in known.items()):
            return True
        if any(not fine and of <= wanted for of, fine in known.items()):
            return False
        known[wanted] = holds(wanted)
        return known[wanted]

    if met(wishes):
        return None
    # The deletion filter: what is left of it is minimal, though not always of the least size.
    core = list(wishes)
    for name in wishes:
        left = [one for one in core if one != name]
        if not met(left):
            core = left
    # Any smaller collision is found here, the empty set first: it collides where nothing exists at all.
    for size in range(len(core)):
        for some in combinations(wishes, size):
            if not met(some):
                return some
    return tuple(core)


def fabric_collision(library: Library, need: FabricNeed, go_on: Tells | None = None) -> Collision | None:
    """Return the wishes of NEED that collide; None where something meets them all."""
    wishes = wishes_of(need)
    all_of = frozenset(wishes)

    def holds(some: frozenset[str]) -> bool:
        if go_on is not None:
            go_on("Looking for the wishes that collide")
        left = without(need, tuple(sorted(all_of - some)))
        return any(_possible(library, one) for one in left)

    found = smallest_collision(wishes, holds)
    if found is None:
        return None
    alone = without(need, tuple(sorted(all_of - set(found))))
    texts = tuple(wish_text(need, name, library) for name in found)
    return Collision(
        wishes=found,
        texts=texts,
        reasons=tuple(_why(library, need, alone[0], found)),
        relax=tuple(_relax(name, text) for name, text in zip(found, texts, strict=True)),
    )


def plan_collision(
    texts: Mapping[str, str],
    holds: Callable[[frozenset[str]], bool],
    reasons_of: Callable[[Sequence[str]], Sequence[str]],
    relax: Mapping[str, str],
) -> Collision | None:
    """Return the fewest wishes for racks or a chain that collide; None where all hold together.

    Args:
        texts: Wishes in plain words, by their names.
        holds: Whether something meets a set of them.
        reasons_of: Why those that were found collide.
        relax: What to take back, by wish.
    """
    found = smallest_collision(tuple(texts), holds)
    if found is None:
        return None
    return Collision(
        wishes=found,
        texts=tuple(texts[name] for name in found),
        reasons=tuple(reasons_of(found)[:_MOST_REASONS]),
        relax=tuple(relax.get(name, f"Take back: {texts[name]}.") for name in found),
    )


def _possible(library: Library, need: FabricNeed) -> bool:
    """Return whether some fabric meets NEED."""
    # Without a limit of money any structure that exists will do; the solver is not asked.
    if not isfinite(need.budget_usd):
        return bool(search(library, need, any_one=True).costed)
    found = search(library, need)
    if found.best is None:
        return False
    if found.best_usd <= need.budget_usd:
        return True
    # The first fabric was dearer; another structure, or a mix of racks, may still be within the money.
    kept = [one for one in found.costed if one.least_usd <= need.budget_usd]
    if not kept:
        return False
    answer, _ = FabricProgram(kept, found.costing).solve(_BUDGET_S, 0.0)
    # Only a proven bound says that the money does not suffice.
    return answer.cost <= need.budget_usd or (answer.bound <= need.budget_usd and not answer.infeasible)


def _why(library: Library, need: FabricNeed, left: FabricNeed, wishes: Sequence[str]) -> list[str]:
    found = search(library, left, any_one=not isfinite(left.budget_usd))
    said: list[str] = []
    if "budget_usd" in wishes and found.best is not None:
        said.append(f"The cheapest that meets the rest costs {found.best_usd:,.0f} USD.")
    if "survive" in wishes and need.links_per_node < 2:
        said.append("A host with one link is cut off when the switch at the other end of it fails.")
    if found.devices.why_host:
        said.append(f"{found.devices.why_host}.")
    if not found.devices.switches:
        said += list(found.devices.left_out[:_MOST_REASONS]) or ["No switch of the catalog has ports of that rate."]
    said += reasons(found.costing.why)[:_MOST_REASONS]
    if not said and found.devices.switches:
        most = max(found.devices.switches, key=lambda one: one.links)
        said.append(
            f"The switch with the most ports of the rate, {most.part.name}, has {most.links:,}; "
            f"{left.tiers} tiers of such do not reach {left.ports:,} ports."
        )
    return said[:_MOST_REASONS]


def _relax(name: str, text: str) -> str:
    return {
        "survive": "Take survive=none: then the loss of a switch may cut hosts off.",
        "switch": "Leave switch= out: then all switches of the catalog are tried.",
        "protocol": "Take protocol=any.",
        "prices": "Take prices=any: then switches whose price is an estimate are tried too.",
        "tiers": "Allow more tiers, up to 3.",
        "oversubscription": "Allow a higher oversubscription.",
        "kw_per_rack": "Allow more kW a rack, or kw_per_rack=none.",
        "rack_units": "Allow higher racks.",
        "feeds": "Take feeds=N+1 or N.",
        "host": "Leave host= out, or name another host.",
        "rate_gbps": "Ask for another rate.",
        "links_per_node": "Give each host another number of links.",
        "nodes": "Ask for fewer hosts in one fabric.",
        "host_cable_m": "Plan shorter cables to the hosts.",
        "budget_usd": "Allow more money.",
    }.get(name, f"Take back: {text}.")
