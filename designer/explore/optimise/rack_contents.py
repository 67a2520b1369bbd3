"""Contents of a rack and what it costs: the cheapest cabinet that holds them, and the strips that feed them."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import ceil, floor
from typing import Final, NamedTuple

from designer.analysis.money.prices import unit_price
from designer.catalog.library import Library
from designer.edit.make_real.cabinets import BESIDE_KG
from designer.edit.make_real.fitting import fact
from designer.edit.make_real.strips import MOST_STRIPS, Cords, strips_for, strips_of
from designer.explore.optimise.devices import BOOK, Device
from designer.explore.optimise.needs import FabricNeed
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import CABINETS
from designer.model.parts.part import Part
from designer.model.power.power_plugs import cord_between

SIDES: Final = ("A", "B", "")
_LARGE: Final = ("C19", "C20")
"""Plugs of 16 A, by which the bill prices a cord."""
_OPEN_RACKS: Final = frozenset({"open rack", "orv3", "busbar"})


class Side(NamedTuple):
    """Strips on one side of a rack.

    Attributes:
        side: "A", "B" or "" for strips of neither.
        part: The strip.
        strips: How many.
        cords: (which device, cords, outlet group) of each sort that hangs on them.
    """

    side: str
    part: Part
    strips: int
    cords: tuple[tuple[int, int, str], ...]


class Rack(NamedTuple):
    """A rack with so many of each device.

    Attributes:
        counts: Devices of each sort, in the order in which they were asked for.
        cabinet: That holds them.
        sides: That feed them.
        usd: Cabinet, strips, cords and blanking panels, without the devices.
        watts: Most that it draws, of what says so.
        units: Rack units that are taken.
    """

    counts: tuple[int, ...]
    cabinet: Part
    sides: tuple[Side, ...]
    usd: float
    watts: float
    units: int


class Racking:
    """Racks for devices of a need, each content worked out once.

    A rack holds what fits its units, the weight that its cabinet carries, the depth, the wish for its draw and what the
    strips feed: each side of 2N carries everything, at N+1 all but one strip do. Of the cabinets and strips that do,
    the cheapest are taken.
    """

    def __init__(self, library: Library, need: FabricNeed) -> None:
        self._need, design = need, Design()
        parts = sorted(library.parts.values(), key=lambda one: one.id)
        figure = partial(assumed, design)
        self._panel_usd = figure("blanking_panel_usd").value or 0.0
        self._panel_share = figure("blanking_share").value or 0.0
        self._cord_usd = {large: figure(f"power_cord_{'16a' if large else '10a'}_usd").value or 0.0 for large in (0, 1)}
        self._room_mm = figure("rack_cable_depth_mm").value or 0.0
        self._strips = [part for part in strips_of(design, library) if _usd(part) is not None]
        self._cabinets = sorted(
            (
                part
                for part in parts
                if part.kind in CABINETS
                and "announced" not in part.tags
                and not _OPEN_RACKS & set(part.tags)
                and _usd(part) is not None
                and 0 < (fact(part, "rack_units") or 0) <= need.rack_units
            ),
            key=lambda one: (_usd(one) or 0.0, one.id),
        )
        self._known: dict[tuple[tuple[str, ...], tuple[int, ...]], Rack | None] = {}

    def rack(self, devices: Sequence[Device], counts: Sequence[int]) -> Rack | None:
        """Return the cheapest rack that holds COUNTS of DEVICES; None where none does."""
        key = (tuple(one.part.id for one in devices), tuple(counts))
        if key not in self._known:
            self._known[key] = self._made(devices, key[1])
        return self._known[key]

    def racks(self, devices: Sequence[Device], most: Sequence[int]) -> list[Rack]:
        """Return every content of a rack with up to MOST of each of DEVICES, one or two sorts, that some rack holds."""
        found: list[Rack] = []
        for first in range(most[0] + 1):
            held = 0
            for second in range((most[1] if len(most) > 1 else 0) + 1):
                counts = (first, second)[: len(most)]
                if not any(counts):
                    held += 1
                    continue
                rack = self.rack(devices, counts)
                # More of anything only asks for more.
                if rack is None:
                    break
                held += 1
                found.append(rack)
            if not held:
                break
        return found

    def mixed(self, devices: Sequence[Device], most: Sequence[int], sorts: int, limit: int) -> list[Rack] | None:
        """Return every content of a rack with at most SORTS sorts of DEVICES; None where there are more than LIMIT."""
        found: list[Rack] = []
        # (sort that comes next, counts so far): a tree in which each step adds one more of one sort.
        waiting: list[tuple[int, tuple[int, ...]]] = [(0, (0,) * len(devices))]
        while waiting:
            first, counts = waiting.pop()
            for sort in range(first, len(devices)):
                more = (*counts[:sort], counts[sort] + 1, *counts[sort + 1 :])
                if more[sort] > most[sort] or sum(count > 0 for count in more) > sorts:
                    continue
                rack = self.rack(devices, more)
                if rack is None:
                    continue
                found.append(rack)
                if len(found) > limit:
                    return None
                waiting.append((sort, more))
        return found

    def _made(self, devices: Sequence[Device], counts: tuple[int, ...]) -> Rack | None:
        held = [(device, count) for device, count in zip(devices, counts, strict=True) if count]
        units = sum((device.units or 0) * count for device, count in held)
        watts = sum((device.watts or 0.0) * count for device, count in held)
        if watts > self._need.rack_w * (1 + 1e-9):
            return None
        depths = [device.depth_mm for device, _ in held if device.depth_mm is not None]
        cabinets = self._holding(
            units, sum(device.kg * count for device, count in held), max(depths) + self._room_mm if depths else None
        )
        if not cabinets:
            return None
        sides = self.strips(devices, counts)
        if sides is None:
            return None
        strips, strips_usd = sides
        costs = [(_usd(one) or 0.0) + self._panels_usd(one, units) for one in cabinets]
        cabinet = cabinets[costs.index(min(costs))]
        return Rack(counts, cabinet, strips, min(costs) + strips_usd, watts, units)

    def _panels_usd(self, cabinet: Part, units: int) -> float:
        free = floor((fact(cabinet, "rack_units") or 0.0) - units)
        return floor(max(free, 0) * self._panel_share) * self._panel_usd

    def _holding(self, units: int, kg: float, depth_mm: float | None) -> list[Part]:
        return [
            part
            for part in self._cabinets
            if units <= (fact(part, "rack_units") or 0.0)
            and kg + BESIDE_KG <= (fact(part, "load_limit_kg") or float("inf"))
            # A depth that nobody states holds only what states none.
            and (depth_mm is None or (fact(part, "depth_mm") or 0.0) >= depth_mm)
        ]

    def strips(self, devices: Sequence[Device], counts: tuple[int, ...]) -> tuple[tuple[Side, ...], float] | None:
        """Return the cheapest strips of each side and what they cost with their cords; None where none carry them."""
        shares = [(which, side, cords) for which, device in enumerate(devices) for side, cords in self._shares(device)]
        among = len({side for which, side, _ in shares if counts[which]})
        found: list[Side] = []
        usd = 0.0
        for side in SIDES:
            cords = [
                Cords(str(which), one.group, one.cords * counts[which], one.each_w)
                for which, where, one in shares
                if where == side and counts[which]
            ]
            if not cords:
                continue
            best = min(self._ways(cords, side, among), key=lambda one: (one[1], one[0].part.id), default=None)
            if best is None:
                return None
            found.append(best[0])
            usd += best[1]
        return tuple(found), usd

    def _ways(self, cords: Sequence[Cords], side: str, among: int) -> Iterator[tuple[Side, float]]:
        """Yield each strip that carries CORDS, as often as needed, with the price of it and the cords."""
        spare = 1 if self._need.feeds == "N+1" else 0
        for part in self._strips:
            made = strips_for([part], cords, MOST_STRIPS // max(among, 1), spare, least=2 if spare else 1)
            if made is None:
                continue
            connectors = {group.name: group.connector for group in part.ports}
            usd = made.strips * (_usd(part) or 0.0)
            for one, outlet in zip(cords, made.outlets, strict=True):
                cord = cord_between(connectors[outlet], one.group.connector)
                usd += one.cords * self._cord_usd[int(any(plug in cord for plug in _LARGE))]
            hung = tuple((int(one.node), one.cords, outlet) for one, outlet in zip(cords, made.outlets, strict=True))
            yield Side(side, part, made.strips, hung), usd

    def _shares(self, device: Device) -> Iterator[tuple[str, Cords]]:
        """Yield the cords of one DEVICE on each side, and what each of them carries when another side is lost."""
        if device.inlets is None:
            return
        group, count, watts = device.inlets.group, device.inlets.group.count, device.watts or 0.0
        if self._need.feeds != "2N":
            yield "", Cords("", group, count, watts / count)
            return
        third, half = ceil(count / 3), ceil(count / 2)
        asked = ceil(watts / device.inlets.rating_w * (1 - 1e-9)) if device.inlets.rating_w and watts else None
        # Six supplies of which four have to live hang on three strips, as `make_real.rack_power` draws them.
        if asked is not None and count // 2 < asked <= count - third and count > 2 * third:
            for side, cords in zip(SIDES, (third, third, count - 2 * third), strict=True):
                yield side, Cords("", group, cords, watts / (count - third))
            return
        yield "A", Cords("", group, half, watts / half)
        if count > half:
            yield "B", Cords("", group, count - half, watts / (count - half))


def fewest(racks: Sequence[Rack], wanted: Sequence[int], most: int = 100_000) -> int | None:
    """Return in how few of RACKS the devices WANTED, one or two sorts, stand; None where they do not in MOST.

    Exact: after n racks the most of the second sort that fits beside each number of the first is kept.
    """
    first, second = wanted[0], wanted[1] if len(wanted) > 1 else 0
    # By number of the first sort: the most of the second that one rack holds with it.
    beside: dict[int, int] = {}
    for rack in racks:
        held, *others = rack.counts
        beside[held] = max(beside.get(held, 0), sum(others))
    if not first and not second:
        return 0
    kept = {0: 0}
    for count in range(1, most + 1):
        following: dict[int, int] = {}
        for held, most_beside in kept.items():
            for more, with_it in (*beside.items(), (0, beside.get(0, 0))):
                whole = min(held + more, first)
                following[whole] = max(following.get(whole, -1), min(most_beside + with_it, second))
        if following.get(first, -1) >= second:
            return count
        if following == kept:
            return None
        kept = following
    return None


def _usd(part: Part) -> float | None:
    return unit_price(part, part.name, part.id, BOOK).figure.value
