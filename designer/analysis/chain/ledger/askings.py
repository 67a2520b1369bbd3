"""Claims of work on the machines under it, and which pieces of work are alike, so that they are divided as one.

Thousands of services on one orchestrator ask the same machines in the same way: together they get what one piece of
work would get that asks for all of it, and of that each gets the part that it asks for. Both rules of division allow
it: inelastic work gets the same part of every demand, elastic work without a bound the same for each unit of weight.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.analysis.chain.ledger.records import Resource

_DIGITS: Final = 12
"""Ratios that agree in so many digits are the same."""


_ALL: Final = np.ones(1)
_FEW: Final = 64
"""Up to so many pieces of work the parts of those that are alike are kept for others with the same sizes."""


class Asking(NamedTuple):
    """Claim of one piece of work on the machines under it.

    Attributes:
        id: Node id.
        hosts: Ids of the machines that it runs on in the end.
        demand: Amount of each resource; None for all that is left.
        elastic: Whether it takes what the others leave.
        resident: Resources that it holds wholly or not at all.
        share: Share that is set for it; None for none.
        weight: Its part of what is left, against those of other elastic work.
        floors: Parts of its demands that it holds wholly or not at all, before all others; without one it gets nothing
            of that resource. Only of inelastic work without a share.
        hosts_most: Copies of machines that it takes of those that it runs on; None for all.
        over_racks: Whether it takes one of each rack in turn.
    """

    id: str
    hosts: tuple[str, ...]
    demand: Mapping[Resource, float | None]
    elastic: bool = False
    resident: frozenset[Resource] = frozenset()
    share: float | None = None
    weight: float = 1.0
    floors: Mapping[Resource, float] = {}
    hosts_most: float | None = None
    over_racks: bool = False


class Fold(NamedTuple):
    """Pieces of work that are divided as one.

    Attributes:
        ids: Their node ids (n,), in design order.
        places: Their places among all that ask (n,).
        parts: Of what they get together, the part of each (n,); together 1.
        even: Whether these parts are equal.
        last: The last of their ids by name; the one that stands for them has the first.
    """

    ids: tuple[str, ...]
    places: NDArray[np.intp]
    parts: NDArray[np.float64]
    even: bool
    last: str


def folded(askings: Sequence[Asking]) -> tuple[list[Asking], dict[str, Fold]]:
    """Return ASKINGS with those that are alike as one, in design order, and what each stands for, by its id.

    Alike is work on the same machines that holds nothing wholly, has no share set and asks for its resources in the
    same proportion: to each other, and where it is elastic to its weight. Its id is the first of theirs by name, so
    that the order of drawing changes nothing.

    Source: weights that are split leave max-min fairness as it is, Bertsekas and Gallager, "Data Networks", 1992,
    section 6.5.2.
    """
    machines: dict[int, int] = {}
    known: dict[tuple[str, ...], int] = {}
    said: dict[object, object] = {}
    alike: dict[object, list[int]] = {}
    for place, asking in enumerate(askings):
        # The tuple of machines is mostly one object, which is told apart without reading it.
        number = machines.get(id(asking.hosts))
        if number is None:
            number = machines[id(asking.hosts)] = known.setdefault(asking.hosts, len(known))
        everything = None in asking.demand.values() and not asking.elastic
        if asking.resident or asking.share is not None or asking.floors or everything:
            alike[place] = [place]
            continue
        raw = (*asking.demand.items(), asking.elastic, asking.weight)
        ratios = said.get(raw)
        if ratios is None:
            ratios = said[raw] = _ratios(asking)
        alike.setdefault((number, asking.hosts_most, asking.over_racks, ratios), []).append(place)
    found: list[Asking] = []
    folds: dict[str, Fold] = {}
    for places in alike.values():
        some = [askings[place] for place in places]
        one = some[0] if len(some) == 1 else _together(some)
        parts, even = (_ALL, True) if len(some) == 1 else _parts(tuple([_size(one) for one in some]))
        found.append(one)
        folds[one.id] = Fold(
            ids=tuple([asking.id for asking in some]),
            places=np.array(places, dtype=np.intp),
            parts=parts,
            even=even,
            last=max(asking.id for asking in some),
        )
    return found, folds


def _ratios(asking: Asking) -> object:
    """Return the key in which two pieces of work on the same machines agree that are alike."""
    whole = _size(asking)
    # What nobody has taken is parted evenly where nobody asks, which may be of one resource alone.
    some = any(amount == 0.0 for amount in asking.demand.values()) and whole > 0.0
    return (
        asking.elastic,
        bool(whole),
        whole if some else None,
        frozenset(
            (resource, None if amount is None else float(f"{amount / whole:.{_DIGITS}g}") if whole else 0.0)
            for resource, amount in asking.demand.items()
        ),
    )


def _size(asking: Asking) -> float:
    """By what ASKING counts against those that are like it."""
    return asking.weight if asking.elastic else fsum(amount or 0.0 for amount in asking.demand.values())


def _parts(sizes: tuple[float, ...]) -> tuple[NDArray[np.float64], bool]:
    """Return the parts of work of SIZES, and whether they are equal; not to be changed, as like work has the same."""
    return _few_parts(sizes) if len(sizes) <= _FEW else _parts_of(sizes)


def _parts_of(sizes: tuple[float, ...]) -> tuple[NDArray[np.float64], bool]:
    columns = np.array(sizes)
    whole = columns.sum()
    parts = columns / whole if whole > 0.0 else np.full(len(sizes), 1.0 / len(sizes))
    parts.flags.writeable = False
    return parts, bool((parts == parts[0]).all())


_few_parts: Final = lru_cache(maxsize=256)(_parts_of)


def _together(some: Sequence[Asking]) -> Asking:
    """SOME, which are alike, as one piece of work."""
    demand: dict[Resource, float | None] = {}
    for resource in some[0].demand:
        # One unknown amount makes the sum unknown; as zero it would give the others its part.
        amounts = [one.demand[resource] for one in some]
        demand[resource] = None if None in amounts else fsum(amount or 0.0 for amount in amounts)
    # Work with floors is never folded, so there is none to add up.
    return some[0]._replace(
        id=min(one.id for one in some), demand=demand, weight=fsum(one.weight for one in some), floors={}
    )
