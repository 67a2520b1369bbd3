"""Loads of power and cooling, and what one machine more would add to each piece of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, Literal, NamedTuple

from designer.analysis.cooling.records import DeviceHeat, HeatResult
from designer.analysis.power.draw import draw_of
from designer.analysis.power.records import PlantResult
from designer.analysis.quantities import is_rented, role_of
from designer.analysis.results import CoolingResult
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, product, quotient, total
from designer.model.kinds import Role
from designer.model.records import RefusedInput

Carried = Literal["power", "power with a failure borne", "cooling"]
_KEEPING: Final = frozenset({"N+1", "2N", "distributed", "block"})
"""Schemes of redundancy that hold capacity back for a failure."""
_DRAWING: Final[frozenset[Role]] = frozenset({"host", "accelerator", "storage", "switch"})


class FacilityLoad(NamedTuple):
    """Load and capacity of one piece of the facility.

    Attributes:
        id: Node id.
        utilisation: Load over capacity.
        load_w: At most, of its fullest copy; of units that bear a failure, of all of them together.
        capacity_w: That it may carry for hours; of units that bear a failure, what is left of all of them.
        bound: What it runs out of.
        copies: How many there are that share the load.
        units: Ids of the units that bear a failure together; none of a single piece.
    """

    id: str
    utilisation: Figure
    load_w: Figure
    capacity_w: Figure
    bound: Carried = "power"
    copies: int = 1
    units: tuple[str, ...] = ()


class Facility(NamedTuple):
    """Power and cooling of a design.

    Attributes:
        loads: What each piece carries.
        drags: W that one more of a machine puts on each (id, bound), on all its copies together.
    """

    loads: tuple[FacilityLoad, ...] = ()
    drags: Callable[[str], Mapping[tuple[str, str], float]] = lambda machine: {}


def facility_of(design: Design, chained: PlantResult | None, cooled: CoolingResult | None) -> Facility:
    """Return what the stages of the power chain and the coolers of DESIGN carry of what they may.

    Args:
        design: The design.
        chained: Its power chain; None where none is drawn or nobody asked.
        cooled: Its cooling; None where nobody asked.
    """
    loads = [*_stages(chained), *_kept(chained)] if chained is not None else []
    if cooled is not None:
        loads += [
            FacilityLoad(one.id, one.utilisation, one.load_max_w, one.capacity_w, "cooling", one.copies)
            for one in cooled.heat.units.values()
        ]
    known = tuple(one for one in loads if one.utilisation.known)

    # Remembered by machine: growth asks again for each limit and step.
    @cache
    def drags(machine: str) -> Mapping[tuple[str, str], float]:
        """Return the W that one more of MACHINE adds to each piece; worked out when first asked for."""
        watts = watts_of(design, machine)
        if not watts:
            return {}
        found: dict[tuple[str, str], float] = {}
        if chained is not None:
            found |= _on_power(design, machine, watts, known)
        if cooled is not None:
            found |= _on_cooling(cooled.heat, machine, watts)
        return found

    return Facility(known, drags)


def watts_of(design: Design, node_id: str) -> float:
    """Return what one more of NODE_ID draws at most, in W; 0 of what is rented, draws nothing or does not say."""
    node = design.nodes[node_id]
    if is_rented(design.part_of(node)) or role_of(node) not in _DRAWING:
        return 0.0
    return draw_of(design, node).max_w.or_zero


def _stages(chained: PlantResult) -> Iterator[FacilityLoad]:
    for one in chained.elements.values():
        if not one.device:
            yield FacilityLoad(one.id, one.utilisation, one.load_max_w, one.capacity_w, "power", one.copies)


def _kept(chained: PlantResult) -> Iterator[FacilityLoad]:
    """Units that hold capacity back for a failure: the whole load over what is then left of them."""
    told = set[tuple[str, ...]]()
    for one in chained.redundancy:
        units = [chained.elements[unit] for unit in one.units if unit in chained.elements]
        # The same units may be recognised for several groups of devices; they hold back once.
        if one.scheme not in _KEEPING or not units or not one.held_back_w.value or one.units in told:
            continue
        told.add(one.units)
        copies = [leaf(f"copies of {unit.id}", float(unit.copies), subject=unit.id) for unit in units]
        loads = [
            product("load of all copies", (count, unit.load_max_w), "W")
            for count, unit in zip(copies, units, strict=True)
        ]
        rated = [
            product("capacity of all copies", (count, unit.capacity_w), "W")
            for count, unit in zip(copies, units, strict=True)
        ]
        load = total("load of the units together", loads, "W")
        left = difference("left of the units after a failure", total("units", rated, "W"), one.held_back_w, "W")
        if left.value and left.value > 0 and all(figure.known for figure in rated):
            used = quotient("load over what is left after a failure", load, left, "")
            yield FacilityLoad(units[0].id, used, load, left, "power with a failure borne", units=one.units)


def _on_power(
    design: Design, machine: str, watts: float, loads: tuple[FacilityLoad, ...]
) -> dict[tuple[str, str], float]:
    """Return the W that WATTS more at one copy of MACHINE put on each stage, on all its copies together."""
    import numpy as np

    from designer.analysis.power.chain import COLUMNS, MAX
    from designer.analysis.power.load_flow import walk
    from designer.analysis.power.power_chain import plant_of

    try:
        plant = plant_of(design)
    except RefusedInput:
        return {}
    chain, limits = plant.chain, plant.limits
    if machine not in chain.first:
        return {}
    # Loads are linear in draws: what one machine adds is the chain walked with that machine alone.
    draws = np.zeros((chain.vertices, len(COLUMNS)))
    draws[chain.first[machine], MAX] = watts
    more = limits.max_w(walk(replace(chain, draws=draws)))
    found: dict[tuple[str, str], float] = {}
    summed: dict[str, float] = {}
    for node_id in chain.order:
        own = chain.range_of(node_id)
        if not chain.devices[own[0]]:
            found[node_id, "power"] = summed[node_id] = float(more[own[0] : own[-1] + 1].sum())
    for one in loads:
        if one.bound == "power with a failure borne":
            found[one.id, one.bound] = sum(summed.get(unit, 0.0) for unit in one.units)
    return {key: value for key, value in found.items() if value > 0}


def _on_cooling(heat: HeatResult, machine: str, watts: float) -> dict[tuple[str, str], float]:
    """Return the W that WATTS more of heat at MACHINE put on the coolers around it, and on what cools those."""
    device = heat.devices.get(machine)
    if device is None:
        return {}
    air = _by_air(device)
    zone = heat.zones.get(device.zone) if device.zone is not None else None
    put: dict[str, float] = {}
    _spread(heat, put, zone.coolers if zone is not None else (), watts * air)
    _spread(heat, put, device.units, watts * (1.0 - air))
    # What cools others stands nearer to the top: the coolers farthest down give on first.
    for unit in sorted(heat.units.values(), key=lambda one: -one.level):
        if unit.id in put:
            _spread(heat, put, unit.sources, put[unit.id])
    return {(name, "cooling"): more for name, more in put.items() if more > 0}


def _spread(heat: HeatResult, put: dict[str, float], units: Sequence[str], watts: float) -> None:
    """Put WATTS on all copies of UNITS together, as they part what they take now."""
    known = [heat.units[one] for one in units if one in heat.units]
    taken = [one.load_max_w.or_zero * one.copies for one in known]
    whole = sum(taken)
    for one, load in zip(known, taken, strict=True):
        put[one.id] = put.get(one.id, 0.0) + (watts * load / whole if whole else watts / len(known))


def _by_air(device: DeviceHeat) -> float:
    """Of the heat of DEVICE, the part that goes into the air; all of it where it gives off none."""
    air, liquid = device.air_max_w.or_zero, device.liquid_max_w.or_zero
    return air / (air + liquid) if air + liquid else 1.0
