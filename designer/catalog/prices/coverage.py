"""Coverage of a catalog by prices, by kind, and how sure the prices are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, get_args

from designer.catalog.library import Library
from designer.model.figures.figure import Status
from designer.model.kinds import KINDS
from designer.model.parts.part import PURCHASES, Part, Price
from designer.model.records import Record

Sureness = Literal["firm", "published", "estimate"]
"""A price that was quoted to the person or set by them; one that was printed for the part; one that is planned with."""
SURENESSES: Final[tuple[Sureness, ...]] = get_args(Sureness)
FIRM_BASES: Final = frozenset({"quote", "user"})
_BOUGHT_ROLES: Final = frozenset({"accelerator", "host", "switch", "storage", "power", "cooling", "other"})


class KindCoverage(Record, frozen=True, kw_only=True):
    """The parts of one kind that can be bought.

    Attributes:
        parts: How many parts.
        priced: How many have a price or a planning range.
        by_sureness: The priced ones by the surest price of each.
        unpriced: Ids of those that have none.
    """

    kind: str
    parts: int
    priced: int
    by_sureness: Mapping[Sureness, int]
    unpriced: tuple[str, ...]


def sureness(basis: str, status: Status) -> Sureness:
    """Return how sure a price of BASIS and STATUS is.

    Published is what a document prints for the part or for a compatible one: status "sourced" and no planning value.
    All else is an estimate: planning values, ranges worked out from other figures, documents that nobody read.
    """
    if basis in FIRM_BASES:
        return "firm"
    return "published" if basis != "estimate" and status == "sourced" else "estimate"


def can_be_bought(part: Part) -> bool:
    """Return True when PART has a purchase price, known or not: no software, nothing rented, free or not sold."""
    kind = KINDS.get(part.kind)
    return (
        kind is not None
        and kind.role in _BOUGHT_ROLES
        and not kind.described
        and part.layer != "cloud"
        and part.availability in {"sold", "unknown"}
    )


def coverage_by_kind(library: Library, today: date) -> tuple[KindCoverage, ...]:
    """Return the coverage of every kind in LIBRARY that can be bought, in the order of the kinds' names.

    A quote that no longer holds on TODAY is an estimate.
    """
    groups: dict[str, list[Part]] = {}
    for part in library.parts.values():
        if can_be_bought(part):
            groups.setdefault(part.kind, []).append(part)
    return tuple(_coverage(kind, groups[kind], today.isoformat()) for kind in sorted(groups))


def _coverage(kind: str, parts: Iterable[Part], day: str) -> KindCoverage:
    parts = tuple(parts)
    best = {part.id: _surest(part, day) for part in parts}
    found = [one for one in best.values() if one is not None]
    return KindCoverage(
        kind=kind,
        parts=len(parts),
        priced=len(found),
        by_sureness={name: found.count(name) for name in SURENESSES},
        unpriced=tuple(sorted(part_id for part_id, one in best.items() if one is None)),
    )


def _surest(part: Part, day: str) -> Sureness | None:
    """The sureness of the surest purchase price of PART on DAY; None where it has none."""
    prices: list[Price] = [price for price in part.prices if price.per in PURCHASES]
    prices += [stock.price for stock in part.lengths if stock.price is not None]
    found = {sureness("estimate" if price.expired(day) else price.basis, price.status) for price in prices}
    return next((one for one in SURENESSES if one in found), None)
