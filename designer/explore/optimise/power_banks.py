"""Panels for the strips of racks: how many one part takes, and banks of them where racks are drawn one by one.

A panel has outputs for so many strips. Where each rack is drawn by itself, the strips of all of them would hang on the
first copy of a panel; every bank of panels then has racks of its own, and banks stand in strings of equal load.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

from designer.edit.make_real.drawing_in import Side
from designer.explore.optimise.power_parts import FULL, PowerParts, RatedPanel, usd_of

_OUTPUTS: Final = 80
"""Cables that leave a panel at most, of the 100 outputs of the catalog's."""
_MOST_PANELS: Final = 100_000


class TooManyError(Exception):
    """Strips that are drawn one by one take more outputs than panels have that feed all of them."""


class Strip(NamedTuple):
    """Strips that one node draws: how many in all, on which side, what one carries, W, and the rack that they feed."""

    node: str
    strips: int
    side: Side
    rating_w: float
    rack: str


class Bank(NamedTuple):
    """Panels of one side that feed the same strips, which are all strips where one bank does.

    Attributes:
        units: Panels of one side.
        strips: By the side that feeds them.
        third_strips: Of neither side.
        third: Panels behind transfer switches that feed these; None where there are none.
        load_w: Of their racks.
    """

    units: int
    strips: Mapping[Side, Sequence[Strip]]
    third_strips: Sequence[Strip]
    third: "Third | None"
    load_w: float


class Third(NamedTuple):
    """Panels behind as many transfer switches, and what they cost with both and their feeders, USD."""

    panel: RatedPanel
    units: int
    usd: float


class Banking:
    """Panels and banks for the strips of one design.

    Attributes:
        strips: All that nothing feeds yet.
        load_w: Of all racks.
    """

    def __init__(self, parts: PowerParts, strips: Sequence[Strip], rack_w: Mapping[str, float], load_w: float) -> None:
        self._parts, self.strips, self.load_w = parts, strips, load_w
        racks: dict[str, list[Strip]] = {}
        for strip in strips:
            racks.setdefault(strip.rack, []).append(strip)
        # What stands in no rack is drawn by all of them.
        scale = load_w / (sum(rack_w.get(rack, 0.0) for rack in racks) or 1.0)
        self._racks = sorted(
            ((rack_w.get(rack, 0.0) * scale, rack, held) for rack, held in racks.items()),
            key=lambda one: (-one[0], one[1]),
        )

    @property
    def racks(self) -> int:
        """Return how many racks are drawn."""
        return len(self._racks)

    def whole(self, panel: RatedPanel, more: int) -> list[Bank]:
        """Return banks of PANEL that each feed all strips: with the fewest units, and with up to MORE beyond.

        Raises:
            TooManyError: no number of them has outputs for all strips.
        """
        third = [strip for strip in self.strips if not strip.side] if self._parts.sides == 2 else []
        sides = self._fed(self.strips)
        fewest = self._panel_units(panel.rating_w, self.load_w, list(sides.values()))
        held = self._third_of(third, self.load_w)
        return [Bank(fewest + one, sides, third, held, self.load_w) for one in range(more + 1)]

    def strings(self, number: int) -> list[list[tuple[float, str, list[Strip]]]]:
        """Return the racks of each of NUMBER strings: the heaviest first, each to the string that has least."""
        found: list[list[tuple[float, str, list[Strip]]]] = [[] for _ in range(number)]
        loads = [0.0] * number
        for rack in self._racks:
            place = loads.index(min(loads))
            found[place].append(rack)
            loads[place] += rack[0]
        return found

    def banks(self, panel: RatedPanel, racks: Sequence[tuple[float, str, list[Strip]]]) -> list[Bank]:
        """Return banks of PANEL for the RACKS of a string, each with racks of its own: each rack where it fits first.

        A rack that is drawn with copies and outgrows one panel has a bank for itself.

        Raises:
            TooManyError: no number of panels feeds one of the racks.
        """
        rating = panel.rating_w
        open_ones: list[tuple[list[Strip], float]] = []
        found: list[Bank] = []
        for load, _, strips in racks:
            for place, (held, taken) in enumerate(open_ones):
                if self._one_feeds(rating, [*held, *strips], taken + load):
                    open_ones[place] = ([*held, *strips], taken + load)
                    break
            else:
                if self._one_feeds(rating, strips, load):
                    open_ones.append((strips, load))
                else:
                    found.append(self._bank(rating, strips, load))
        return found + [self._bank(rating, strips, load) for strips, load in open_ones]

    def _one_feeds(self, rating: float, strips: Sequence[Strip], load_w: float) -> bool:
        """Return whether one panel of a side feeds all of STRIPS, and LOAD_W of their racks."""
        fullest = max(sum(one.strips for one in held) for held in self.by_side(strips).values())
        return load_w <= FULL * rating * (1 + 1e-9) and fullest < _OUTPUTS

    def _bank(self, rating: float, strips: Sequence[Strip], load_w: float) -> Bank:
        sides = self._fed(strips)
        third = [strip for strip in strips if not strip.side] if self._parts.sides == 2 else []
        units = self._panel_units(rating, load_w, list(sides.values()))
        return Bank(units, sides, third, self._third_of(third, load_w), load_w)

    def _fed(self, strips: Sequence[Strip]) -> dict[Side, list[Strip]]:
        """Return STRIPS by their side, without those of neither side of two."""
        found = self.by_side(strips)
        if self._parts.sides == 2:
            found.pop("", None)
        return found

    def by_side(self, strips: Sequence[Strip]) -> dict[Side, list[Strip]]:
        """Return STRIPS by the side that feeds them; those of neither side under "", and all where there is one."""
        found: dict[Side, list[Strip]] = {}
        for strip in strips:
            found.setdefault(strip.side if self._parts.sides == 2 else "", []).append(strip)
        return found

    def _third_of(self, strips: Sequence[Strip], load_w: float) -> Third | None:
        """Return the panels behind transfer switches that feed STRIPS of neither side of 2N; None where there are none.

        When a side is lost these carry half of LOAD_W beside the other side.
        """
        if not strips:
            return None
        ways: list[Third] = []
        for panel in self._parts.panels:
            rating, units = panel.rating_w, self._panel_units(panel.rating_w, load_w / 2, [strips])
            usd = units * (usd_of(panel.part) + usd_of(self._parts.transfer) + rating * self._parts.w_usd)
            usd += sum(s.strips * min(s.rating_w, rating / ceil(s.strips / units)) for s in strips) * self._parts.w_usd
            ways.append(Third(panel, units, usd))
        return min(ways, key=lambda one: (one.usd, one.units, one.panel.part.id))

    def _panel_units(self, rating: float, load_w: float, sides: Sequence[Sequence[Strip]]) -> int:
        """Return the fewest panels of RATING that carry LOAD_W and have outputs for the strips of each side."""
        units = max(ceil(load_w / (FULL * rating) * (1 - 1e-9)), 1)
        # However many panels: the fullest holds one of every node that draws strips.
        if any(self._too_full(rating, load_w, strips, _MOST_PANELS) for strips in sides):
            raise TooManyError
        while any(self._too_full(rating, load_w, strips, units) for strips in sides):
            units += 1
            # Each strip that is drawn by itself takes an output of every panel's fullest copy.
            if units > _MOST_PANELS:
                raise TooManyError
        return units

    def _too_full(self, rating: float, load_w: float, strips: Sequence[Strip], units: int) -> bool:
        """Return whether the fullest of UNITS panels has too few outputs, or carries more than its share allows."""
        fullest = sum(ceil(strip.strips / units) for strip in strips)
        each_w = load_w / sum(strip.strips for strip in strips)
        return fullest > _OUTPUTS or fullest * each_w > FULL * rating * (1 + 1e-9)

    def below_usd(self, rating: float, bank: Bank) -> float:
        """Return the price of the feeders below the panels of BANK, and of the panels behind its transfer switches."""
        # To each strip a feeder of what it carries or of its share of a panel; to transfer switches one of a panel's.
        down = sum(
            strip.strips * min(strip.rating_w, rating / ceil(strip.strips / bank.units))
            for strips in bank.strips.values()
            for strip in strips
        )
        if bank.third is None:
            return down * self._parts.w_usd
        switches = bank.third.units
        across = self._parts.sides * switches * rating / ceil(switches / bank.units)
        return (down + across) * self._parts.w_usd + bank.third.usd
