"""Zones of air: which coolers serve which devices, and how heat is shared between them.

A cooler serves the innermost container around it in which there is heat: its rack, its row, its room. What the
coolers of a rack or row leave goes to those of the room around it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from designer.analysis.cooling.pipes import gives_to_air
from designer.analysis.cooling.records import OPEN, DeviceHeat
from designer.analysis.power.chain import Chain, Flags, Floats
from designer.analysis.quantities import fact_of
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.kinds import AIR_HANDLERS, COOLANT_UNITS


@dataclass(frozen=True)
class Coolers:
    """The air coolers of one zone that are of one node.

    Attributes:
        node: Their id.
        each: How many serve one copy of the zone.
        capacity: Heat that one removes.
    """

    node: str
    each: int
    capacity: Figure


@dataclass(frozen=True)
class Area:
    """A zone as it is drawn.

    Attributes:
        id: Of the container; OPEN is the whole design.
        copies: In the whole design.
        around: Place of the zone around it; None where there is none.
        coolers: That serve it.
        devices: (id, how many in one copy) of devices whose nearest zone it is.
        emitters: The same of coolant units that give their heat to its air.
        inner: Places of the zones that spill into it.
    """

    id: str
    copies: int
    around: int | None
    coolers: tuple[Coolers, ...]
    devices: tuple[tuple[str, int], ...]
    emitters: tuple[tuple[str, int], ...]
    inner: tuple[int, ...] = ()


@dataclass(frozen=True)
class Air:
    """All zones, inner ones before those around them.

    Attributes:
        areas: In that order.
        zone_of: Place of the zone of each device.
    """

    areas: tuple[Area, ...]
    zone_of: Mapping[str, int]


@dataclass(frozen=True)
class Aired:
    """Heat of each copy of each zone, and what its coolers take of it.

    Attributes:
        heat: That its coolers have to take, by zone and copy.
        capacity: Of those that work.
        endless: Whether the capacity of one that works is not known.
        left: Heat that its own coolers do not take.
        kept: Of that, what no zone around takes either.
        taken: By each cooler, by vertex of the coolant chain.
    """

    heat: tuple[Floats, ...]
    capacity: tuple[Floats, ...]
    endless: tuple[Flags, ...]
    left: tuple[Floats, ...]
    kept: tuple[Floats, ...]
    taken: Floats


def air_of(design: Design, heats: Mapping[str, DeviceHeat]) -> Air:
    """The zones of DESIGN."""
    # Containers with heat in them: a cooler serves the innermost of these around it.
    warm = {OPEN}
    for device in (*heats, *_emitters(design)):
        warm.update(containers(design, device))
    serving: dict[str, list[str]] = {}
    for node in design.nodes_in_order():
        if node.kind in AIR_HANDLERS:
            zone = next((one for one in containers(design, node.id) if one in warm), OPEN)
            serving.setdefault(zone, []).append(node.id)
    # Inner zones first: what they leave goes to those around, whose turn comes later.
    order = sorted(serving, key=lambda zone: -_depth(design, zone))
    place = {zone: number for number, zone in enumerate(order)}
    zone_of = {
        device: place[zone]
        for device in (*heats, *_emitters(design))
        if (zone := _zone_around(design, device, place)) is not None
    }
    inside: dict[int, list[str]] = {}
    for device, number in zone_of.items():
        inside.setdefault(number, []).append(device)
    areas: list[Area] = []
    for number, zone in enumerate(order):
        copies = design.total_copies(zone) if zone else 1
        # Everything here is of one copy of the zone, which may stand several times.
        around = _zone_around(design, zone, place) if zone else None
        members = [(one, design.total_copies(one) // copies) for one in inside.get(number, ())]
        areas.append(
            Area(
                id=zone,
                copies=copies,
                around=place[around] if around is not None else None,
                coolers=tuple(
                    Coolers(
                        one,
                        design.total_copies(one) // copies,
                        fact_of(design, design.nodes[one], "cooling_capacity_w"),
                    )
                    for one in serving[zone]
                ),
                devices=tuple(member for member in members if member[0] in heats),
                emitters=tuple(member for member in members if member[0] not in heats),
                inner=tuple(inner for inner in range(number) if areas[inner].around == number),
            )
        )
    return Air(tuple(areas), zone_of)


def shared_out(
    air: Air, watts: Mapping[str, float], chain: Chain, works: Flags, gone: Mapping[str, Flags], emitted: Floats
) -> Aired:
    """Return how the heat is shared between the coolers that work, W by zone and copy.

    Args:
        air: The zones.
        watts: Heat that one copy of each device gives to the air.
        chain: The coolant loops, every cooler among them.
        works: Whether each vertex of the chain does.
        gone: Copies that have failed, by device; those that are whole are left out.
        emitted: Heat that each vertex gives to the air around it.
    """
    heat: list[Floats] = []
    capacity: list[Floats] = []
    endless: list[Flags] = []
    left: list[Floats] = []
    kept: list[Floats] = []
    taken = np.zeros(chain.vertices)
    # Inner zones stand before those around them, so what they leave is known when its turn comes.
    for area in air.areas:
        # (copies of the area,) W: the heat of its devices, less that of failed ones.
        own = np.full(area.copies, sum(number * watts[one] for one, number in area.devices), dtype=np.float64)
        for one, number in area.devices:
            if one in gone:
                own -= gone[one].reshape(area.copies, number).sum(axis=1) * watts[one]
        # What coolant units give to the air, and what inner zones could not take.
        for one, number in area.emitters:
            own += emitted[chain.range_of(one)].reshape(area.copies, number).sum(axis=1)
        for inner in area.inner:
            own += left[inner].reshape(area.copies, -1).sum(axis=1)
        # (copies, coolers of one sort): True for those that work; MOST is what they can take together.
        live = [(one, works[chain.range_of(one.node)].reshape(area.copies, one.each)) for one in area.coolers]
        most = sum((row.sum(axis=1) * one.capacity.or_zero for one, row in live), np.zeros(area.copies))
        unknown = np.zeros(area.copies, dtype=np.bool_)
        for one, row in live:
            if not one.capacity.known:
                unknown |= row.any(axis=1)
        # A cooler without a known capacity takes all there is.
        served = np.where(unknown, own, np.minimum(own, most))
        _take(chain, taken, live, served, most)
        rest = own - served
        heat.append(own)
        capacity.append(most)
        endless.append(unknown)
        left.append(rest)
        # What the outermost zone leaves is kept: nothing around takes it.
        kept.append(rest if area.around is None else np.zeros(area.copies))
    return Aired(tuple(heat), tuple(capacity), tuple(endless), tuple(left), tuple(kept), taken)


def _take(chain: Chain, taken: Floats, live: list[tuple[Coolers, Flags]], served: Floats, most: Floats) -> None:
    """Share what is SERVED between LIVE coolers by their capacity; alike where none is known."""
    running = sum((row.sum(axis=1) for _, row in live), np.zeros(len(served)))
    # Without any known capacity each running cooler takes the same part.
    for one, row in live:
        part = 1.0 / np.maximum(running, 1.0)
        np.divide(one.capacity.or_zero, most, out=part, where=most > 0)
        taken[chain.range_of(one.node)] = (row * (served * part)[:, None]).ravel()


def area_devices(air: Air, number: int) -> Iterator[tuple[str, int]]:
    """(device, how many in one copy of the zone) of all that stand in a zone, in those within it too."""
    area = air.areas[number]
    yield from area.devices
    for inner in area.inner:
        times = air.areas[inner].copies // area.copies
        for device, count in area_devices(air, inner):
            yield device, count * times


def containers(design: Design, node_id: str) -> Iterator[str]:
    """Return the ids of the containers around a node, innermost first, as far as they are there."""
    return (one for one in design.ancestors(node_id) if one in design.nodes)


def _emitters(design: Design) -> list[str]:
    return [node.id for node in design.nodes_in_order() if node.kind in COOLANT_UNITS and gives_to_air(design, node)]


def _zone_around(design: Design, node_id: str, zones: Mapping[str, int]) -> str | None:
    around = next((one for one in design.ancestors(node_id) if one in zones), None)
    return OPEN if around is None and OPEN in zones else around


def _depth(design: Design, zone: str) -> int:
    return 1 + sum(1 for _ in design.ancestors(zone)) if zone else 0
