"""The least that a power chain costs whose load is not chosen yet, as columns and rows of another program.

The load is Σ load[s]·y[s] over structures s of which exactly one is built. Columns are those of `power_plan`: units of
panels p, UPSs u, transformers t and generators g of one side.

    0.8 · Σ units·rating·y ≥ load                              panels; UPSs and what stands before them without a spare
    drawn ≥ load·(1/η* + cooling)                              η* the best efficiency there is
    drawn ≥ load·(1/η + cooling) − most·(1/η − 1/η*)·(1 − y)   for each other efficiency η, y being its UPSs

It is a floor: whatever `power_plan` draws for a fabric meets these rows and costs no less. Strings of one UPS each have
no boards below them, but a transformer, a generator and a board of their own before it. Feeders to panels carry at
least load / 0.8, those to strips half of the load; those to transfer switches are left out.
"""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import Final, NamedTuple

from designer.explore.optimise.power_parts import FULL, INPUTS, PowerParts, usd_of
from designer.explore.optimise.program import Program
from designer.model.parts.part import Part

_MORE: Final = 3
_FLOOR_S: Final = 5.0


class _Column(NamedTuple):
    """Units of a part on one side, what one carries, W, and the variable that chooses it."""

    part: Part
    units: int
    rating_w: float
    variable: int


class ChainFloor:
    """Adds the floor of a chain to a program whose other variables decide the load."""

    def __init__(
        self, program: Program, parts: PowerParts, cooling: float, loads: Mapping[int, float], *, fed: bool
    ) -> None:
        """Add it.

        Args:
            program: That it is added to.
            parts: Of the catalog.
            cooling: Draw past the UPSs, as a share of the load.
            loads: Load in W by variable, of which exactly one is 1.
            fed: Whether all of the load is known to hang on strips.
        """
        self._program, self._parts = program, parts
        least, most = min(loads.values()), max(loads.values())
        self._side_usd, self._fed = float(parts.sides), float(fed)
        program.row({program.variable(parts.sides * usd_of(parts.utility)): 1.0}, 1.0, 1.0)
        upss = self._columns(parts.upss, (least, most), feeders=1, spare=parts.spare)
        panels = self._columns([(one.part, one.rating_w) for one in parts.panels], (least, most), feeders=0, spare=0)
        low, high = least * (1.0 / parts.best + cooling), most * (1.0 / parts.worst + cooling)
        transformers = self._columns(parts.transformers, (low, high), feeders=2, spare=parts.spare)
        generators = self._columns(parts.generators, (low, high), feeders=1, spare=parts.spare)
        drawn = program.variable(0.0, inf, whole=False)
        self._draw(drawn, upss, cooling, loads)
        for columns, spare, under in (
            (panels, 0, {name: -watts for name, watts in loads.items()}),
            (upss, parts.spare, {name: -watts for name, watts in loads.items()}),
            (transformers, parts.spare, {drawn: -1.0}),
            (generators, parts.spare, {drawn: -1.0}),
        ):
            program.row(dict.fromkeys((one.variable for one in columns), 1.0), 1.0, 1.0)
            carried = {one.variable: FULL * (one.units - spare) * one.rating_w for one in columns}
            program.row({**carried, **under}, 0.0)
        self._boards(upss, panels, (transformers, generators), loads)

    def _columns(
        self, rated: Sequence[tuple[Part, float]], watts: tuple[float, float], *, feeders: int, spare: int
    ) -> list[_Column]:
        found: list[_Column] = []
        for part, rating in rated:
            fewest, enough = (max(ceil(one / (FULL * rating) * (1 - 1e-9)), 1) + spare for one in watts)
            for units in range(fewest, enough + _MORE + 1):
                usd = self._side_usd * units * (usd_of(part) + feeders * rating * self._parts.w_usd)
                found.append(_Column(part, units, rating, self._program.variable(usd)))
        return found

    def _draw(self, drawn: int, upss: Sequence[_Column], cooling: float, loads: Mapping[int, float]) -> None:
        """Demand that DRAWN is the load with the losses of the UPS that is chosen, and cooling."""
        most, best = max(loads.values()), 1.0 / self._parts.best
        by_share: dict[float, list[int]] = {}
        for one in upss:
            by_share.setdefault(self._parts.efficiency(one.part), []).append(one.variable)
        for share, chosen in by_share.items():
            more = most * (1.0 / share - best)
            under = {name: -watts * (1.0 / share + cooling) for name, watts in loads.items()}
            self._program.row({drawn: 1.0, **under, **dict.fromkeys(chosen, -more)}, -more)

    def _boards(
        self,
        upss: Sequence[_Column],
        panels: Sequence[_Column],
        above: Sequence[Sequence[_Column]],
        loads: Mapping[int, float],
    ) -> None:
        """Add boards and the feeders between UPSs and panels, or as many strings as there are UPSs."""
        program, w_usd = self._program, self._side_usd * self._parts.w_usd
        gear_usd = self._side_usd * usd_of(self._parts.gear)
        gears, outputs = program.variable(gear_usd, inf), program.variable(gear_usd, inf)
        program.row(
            {gears: float(INPUTS), **{one.variable: -float(one.units) for stage in above for one in stage}}, 0.0
        )
        # Strings of one UPS each take no output boards, but a board of their own before it.
        apart = program.variable()
        alone = [one for one in upss if one.units == 1]
        several = [one for one in upss if one.units > 1]
        units = {one.variable: -float(one.units) for one in several}
        most = float(max((one.units for one in several), default=0))
        program.row({outputs: float(INPUTS), apart: most, **units}, 0.0)
        program.row({gears: 1.0, apart: -most, **units}, -most)
        for stage in above:
            # Each string has a transformer and a generator of its own, at least.
            program.row({**{one.variable: float(one.units) for one in stage}, apart: -most, **units}, -most)
        feeders = program.variable(w_usd, inf, whole=False)
        watts = {one.variable: -one.units * one.rating_w for one in several}
        widest = max((one.units * one.rating_w for one in several), default=0.0)
        program.row({feeders: 1.0, apart: widest, **watts}, 0.0)
        # Feeders to the panels carry no less than the load, filled as far as a stage may be.
        below = program.variable(w_usd, inf, whole=False)
        program.row({below: 1.0, **{name: -watts / FULL for name, watts in loads.items()}}, 0.0)
        widest = max(one.units * one.rating_w for one in panels)
        rated = {one.variable: -one.units * one.rating_w for one in panels}
        lone = dict.fromkeys((one.variable for one in alone), widest)
        program.row({below: 1.0, apart: widest, **lone, **rated}, 0.0)
        for panel in panels:
            for ups in alone:
                pair = min(ups.rating_w, panel.units * panel.rating_w)
                program.row({below: 1.0, panel.variable: -pair, ups.variable: -pair}, -pair)
        # To the strips half of the load at least: beside strips of neither side, or where a panel's last one is unused.
        strips = {name: -watts / 2 * self._fed for name, watts in loads.items()}
        program.row({program.variable(w_usd, inf, whole=False): 1.0, **strips}, 0.0)


def thirds_usd(parts: PowerParts, watts: float) -> float:
    """Return what panels behind transfer switches cost at least that carry half of WATTS when a side is lost."""
    ways = (
        max(ceil(watts / 2 / (FULL * one.rating_w) * (1 - 1e-9)), 1)
        * (usd_of(one.part) + usd_of(parts.transfer) + one.rating_w * parts.w_usd)
        for one in parts.panels
    )
    return min(ways) if watts > 0 else 0.0


def floor_usd(parts: PowerParts, cooling: float, load_w: float) -> float:
    """Return the least that a chain for LOAD_W costs, or anything above it."""
    program = Program()
    one = program.variable()
    program.row({one: 1.0}, 1.0, 1.0)
    ChainFloor(program, parts, cooling, {one: load_w}, fed=False)
    return max(program.solve(_FLOOR_S).bound, 0.0)
