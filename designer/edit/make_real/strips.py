"""Power strips of a rack: which of the catalog carry its cords, and how many of them."""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.make_real.fitting import MOST_OTHERS, fact, parts_of, priced, rating_w
from designer.edit.make_real.records import Redundancy, Wishes
from designer.model.design import Design
from designer.model.kinds import RACK_POWER
from designer.model.network.ports import fit
from designer.model.parts.part import Part, PortGroup
from designer.model.rooms.rack_slots import CHANNELS

_VOLTS: Final = frozenset({230.0, 400.0, 415.0})
"""Strips of one system: 400 and 415 V between phases, 230 V to neutral (IEC 60038)."""
MOST_STRIPS: Final = len(CHANNELS)
"""So many hang beside the units of a rack."""


class Cords(NamedTuple):
    """Cords of one sort that strips of one side have to feed, in one copy of a rack.

    Attributes:
        node: The device.
        group: Its inlets.
        cords: How many.
        each_w: What one of them carries when only this side is left.
    """

    node: str
    group: PortGroup
    cords: int
    each_w: float


class Strips(NamedTuple):
    """Strips for one side of a rack.

    Attributes:
        part: The strip.
        strips: How many.
        outlets: Port group of the outlets for the cords, in their order.
        others: Ids of strips that would carry the same.
    """

    part: Part
    strips: int
    outlets: tuple[str, ...]
    others: tuple[str, ...]


def sides_of(redundancy: Redundancy) -> int:
    """Return on how many sides the cords of a device are spread."""
    return 2 if redundancy == "2N" else 1


def strips_of(design: Design, library: Library) -> list[Part]:
    """Return the strips that hang beside the units of a rack and say what they carry.

    Strips with banks are left out: how cords fall on banks is chosen by hand.
    """
    return [
        part
        for part in parts_of(design, library, RACK_POWER)
        if fact(part, "height_u") == 0.0
        and rating_w(part)
        and fact(part, "volts") in _VOLTS
        and not fact(part, "banks")
    ]


def most_of_a_rack_w(design: Design, library: Library, wishes: Wishes) -> float:
    """Return the most that one rack can be fed with by the strips that hang in it, W."""
    ratings = [rating_w(part) or 0.0 for part in strips_of(design, library)]
    if not ratings:
        return inf
    carrying = MOST_STRIPS // 2 if wishes.redundancy == "2N" else MOST_STRIPS - (wishes.redundancy == "N+1")
    return max(ratings) * carrying


def strips_for(
    parts: Sequence[Part], cords: Sequence[Cords], most: int, spare: int, chosen: str = "", least: int = 1
) -> Strips | None:
    """Return the fewest strips that carry CORDS, the smallest of them; None where none of PARTS does.

    Cords fall on strips evenly; a strip carries the load of those that fall on it, and has an outlet for each of them.

    Args:
        parts: What there is.
        cords: Of one side of one copy of a rack.
        most: So many strips may be taken.
        spare: How many more than needed; the load is carried without them.
        chosen: Id of the strip that the person wants; it wins where it carries them.
        least: So many there are at least, the spare ones too.
    """
    # (sort key, strip, how many, outlets): the person's choice first, then the fewest, priced and smallest.
    ranked: list[tuple[tuple[bool, int, bool, float, str], Part, int, tuple[str, ...]]] = []
    for part in parts:
        found = _count(part, cords, max(least - spare, 1), most - spare)
        if found is not None:
            count, outlets = found
            key = (part.id != chosen, count, not priced(part), rating_w(part) or inf, part.id)
            ranked.append((key, part, count + spare, outlets))
    if not ranked:
        return None
    ranked.sort(key=lambda row: row[0])
    _, part, count, outlets = ranked[0]
    return Strips(part, count, outlets, tuple(row[1].id for row in ranked[1 : MOST_OTHERS + 1]))


def _count(part: Part, cords: Sequence[Cords], least: int, most: int) -> tuple[int, tuple[str, ...]] | None:
    groups = [group for group in part.ports if "power" in group.media and group.role == "out"]
    return next(
        (
            (count, outlets)
            for count in range(least, most + 1)
            if (outlets := outlets_for(groups, {}, cords, count, rating_w(part) or 0.0)) is not None
        ),
        None,
    )


def outlets_for(
    groups: Sequence[PortGroup],
    taken: Mapping[str, int],
    cords: Sequence[Cords],
    strips: int,
    rating: float,
    load_w: float = 0.0,
) -> tuple[str, ...] | None:
    """Return the group of outlets for each of CORDS on STRIPS strips; None where they do not carry them.

    Args:
        groups: Outlets of one strip.
        taken: Outlets that are in use on the fullest strip, by group.
        cords: What is to be fed.
        strips: How many strips there are.
        rating: What one carries, W.
        load_w: What one carries already.
    """
    left = {group.name: group.count - taken.get(group.name, 0) for group in groups}
    found: list[str] = []
    for one in cords:
        # The fullest of the strips gets one more where the cords do not divide.
        most = ceil(one.cords / strips)
        load_w += most * one.each_w
        fitting = [(fit(group, one.group).verdict, number) for number, group in enumerate(groups)]
        # Outlets that match the inlet before those that take a cord of two unlike ends.
        order = [number for want in ("yes", "adapter") for verdict, number in fitting if verdict == want]
        name = next((groups[number].name for number in order if left[groups[number].name] >= most), None)
        if name is None:
            return None
        left[name] -= most
        found.append(name)
    return tuple(found) if load_w <= rating * (1 + 1e-9) else None
