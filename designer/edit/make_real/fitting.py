"""Choice of a part by what it has to do: how many of which carry a load, and which others would."""

from collections.abc import Callable, Iterable
from math import ceil
from typing import NamedTuple

from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.parts.part import Part

MOST_OTHERS = 8
"""So many other parts are offered for a line."""
_MOST_UNITS = 24
"""Of more units than this a larger part is taken, where there is one."""


class Choice(NamedTuple):
    """So many of a part, and the ids of others that fit."""

    part: Part
    units: int
    others: tuple[str, ...]


def parts_of(design: Design, library: Library, kinds: Iterable[str]) -> list[Part]:
    """Return the parts of KINDS on hand, those of the design before those of the library, by id."""
    wanted = set(kinds)
    found = {part.id: part for part in library.parts.values() if part.kind in wanted}
    found.update({part.id: part for part in design.parts.values() if part.kind in wanted})
    return [found[name] for name in sorted(found) if "announced" not in found[name].tags]


def fact(part: Part, name: str) -> float | None:
    """Return fact NAME of PART; None where it is not known."""
    quantity = part.facts.get(name)
    return quantity.value if quantity is not None else None


def rating_w(part: Part) -> float | None:
    """Return what a piece of power equipment carries, W, volt-amperes taken as watts; None where it is not stated."""
    return fact(part, "capacity_w") or fact(part, "capacity_va")


def priced(part: Part) -> bool:
    """Return whether the catalog knows what PART costs."""
    return part.price() is not None


def units_for(
    parts: Iterable[Part],
    need: float,
    rating: Callable[[Part], float | None],
    spare: int,
    chosen: str = "",
    most: int = _MOST_UNITS,
) -> Choice | None:
    """Return the part of which the least has to be installed for NEED, and how many of it, SPARE more than needed.

    Of what comes to the same, that with a price and then the fewest units are taken; CHOSEN wins where it is on hand.

    Args:
        parts: What there is.
        need: Watts, or whatever RATING answers in.
        rating: What one unit does; None where it is not stated, and then the part is passed over.
        spare: How many more than needed.
        chosen: Id of the part that the person wants.
        most: Of more units than this a larger part is taken, where there is one.
    """
    ranked: list[tuple[tuple[bool, bool, float, int, str], Part, int]] = []
    for part in parts:
        each = rating(part)
        if not each:
            continue
        count = max(ceil(need / each * (1 - 1e-9)), 1) + spare
        ranked.append(((count > most, not priced(part), each * count, count, part.id), part, count))
    ranked.sort(key=lambda row: row[0])
    best = next((row for row in ranked if row[1].id == chosen), ranked[0] if ranked else None)
    if best is None:
        return None
    others = tuple(part.id for _, part, _ in ranked if part.id != best[1].id)
    return Choice(best[1], best[2], others[:MOST_OTHERS])


def watts_text(watts: float) -> str:
    """Return WATTS as people write it: "850 W", "10.2 kW", "1.43 MW"."""
    for size, unit in ((1e6, "MW"), (1e3, "kW")):
        if watts >= size * 0.9995:
            return f"{watts / size:.3g} {unit}"
    return f"{watts:.3g} W"
