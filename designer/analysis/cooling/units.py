"""Load of each cooler, coolant unit and chiller, and the devices that hang on each."""

from collections.abc import Sequence

import numpy as np

from designer.analysis.cooling.cooling_state import Coolant
from designer.analysis.cooling.pipes import is_cooler
from designer.analysis.cooling.records import CoolingSweep, CoolingUnit, LoopGroup
from designer.analysis.cooling.supply import supply_of
from designer.analysis.quantities import fact_of
from designer.model.copy_ids import base_of
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.kinds import AIR_HANDLERS, COOLANT_UNITS


def units_of(coolant: Coolant) -> dict[str, CoolingUnit]:
    """Every cooler by id, in design order."""
    chain, design = coolant.chain, coolant.design
    above: dict[str, dict[str, None]] = {node_id: {} for node_id in chain.order}
    below: dict[str, dict[str, None]] = {node_id: {} for node_id in chain.order}
    for feed in chain.directions.feeds:
        above[feed.fed][feed.source] = None
        below[feed.source][feed.fed] = None
    zone_of = {one.node: area.id for area in coolant.air.areas for one in area.coolers}
    emitters = {chain.order[int(place)] for place in np.unique(chain.owner[coolant.emitters])}
    found: dict[str, CoolingUnit] = {}
    for node_id in chain.order:
        node = design.nodes[node_id]
        if not is_cooler(node):
            continue
        # The copy shown for a node is the one with the greatest load.
        own = np.array(chain.range_of(node_id))
        fullest = int(own[np.argmax(coolant.base.load[own])])
        most = _taken(coolant, node_id, float(coolant.base.load[fullest]), "at maximum")
        devices = _devices_below(coolant, node_id)
        needed, moved = _flows(coolant, node_id, devices)
        capacity = coolant.capacities[node_id]
        found[node_id] = CoolingUnit(
            id=node_id,
            kind=node.kind,
            level=chain.directions.levels.get(node_id, 0),
            copies=chain.copies[node_id],
            zone=zone_of.get(node_id),
            to_air=node_id in emitters,
            load_typical_w=_taken(coolant, node_id, float(coolant.typical.load[own].max()), "typically"),
            load_max_w=most,
            capacity_w=capacity,
            utilisation=quotient(f"{node.title}: heat over capacity", most, capacity, ""),
            supply_c=supply_of(design, chain, node_id),
            flow_needed_l_per_min=needed,
            flow_l_per_min=moved,
            sources=tuple(above[node_id]),
            feeds=tuple(below[node_id]),
            devices=devices,
        )
    return found


def groups_of(coolant: Coolant, swept: CoolingSweep | None) -> tuple[LoopGroup, ...]:
    """Devices by the coolant units that they hang on; SWEPT tells whether one of the units may fail."""
    chain, design = coolant.chain, coolant.design
    above: dict[str, list[str]] = {}
    for feed in chain.directions.feeds:
        above.setdefault(feed.fed, []).append(feed.source)
    groups: dict[tuple[str, ...], list[str]] = {}
    for target, devices in coolant.hanging.items():
        # The key is all units above a device: devices on the same units share their spare ones.
        units = tuple(dict.fromkeys(one for one in above.get(target, ()) if is_cooler(design.nodes[one])))
        if units:
            groups.setdefault(units, []).extend(device for device, _ in devices)
    return tuple(
        LoopGroup(
            devices=tuple(devices),
            units=units,
            unit_copies=sum(chain.copies[one] for one in units),
            load_w=total(
                "liquid heat",
                [
                    product(
                        f"{design.nodes[one].title}: all together",
                        (
                            count_of("copies", design.total_copies(one), one),
                            coolant.heats[one].liquid_max_w,
                        ),
                        "W",
                    )
                    for one in devices
                ],
                "W",
            ),
            capacity_w=total("what the units take", [_all(coolant, one) for one in units], "W"),
            holds=_holds(units, devices, swept),
        )
        for units, devices in groups.items()
    )


def _holds(units: Sequence[str], devices: Sequence[str], swept: CoolingSweep | None) -> bool | None:
    if swept is None or swept.note:
        return None
    for failure in swept.failures:
        if base_of(failure.ids[0]) in units and (
            any(one in failure.uncooled for one in devices) or any(one in failure.newly_overloaded for one in units)
        ):
            return False
    return True


def _all(coolant: Coolant, node_id: str) -> Figure:
    copies = count_of("copies", coolant.chain.copies[node_id], node_id)
    title = coolant.design.nodes[node_id].title
    return product(f"{title}: all together", (copies, coolant.capacities[node_id]), "W")


def _taken(coolant: Coolant, node_id: str, watts: float, when: str) -> Figure:
    return leaf(
        f"{coolant.design.nodes[node_id].title}: heat it takes {when}",
        watts,
        "W",
        operation="routing",
        status="derived",
        subject=node_id,
        formula="its share of the air around it, by capacity"
        if coolant.design.nodes[node_id].kind in AIR_HANDLERS
        else "what depends on it, each shared evenly over its hoses",
    )


def _devices_below(coolant: Coolant, node_id: str) -> dict[str, int]:
    """Devices whose liquid reaches a unit, with how many of each."""
    chain = coolant.chain
    reached = np.zeros(chain.vertices, dtype=np.bool_)
    reached[list(chain.range_of(node_id))] = True
    for _, _, start, stop in chain.slices:
        reached[chain.fed[start:stop][reached[chain.source[start:stop]]]] = True
    numbers = np.bincount(chain.owner[reached], minlength=len(chain.order))
    found: dict[str, int] = {}
    for target, devices in coolant.hanging.items():
        copies = int(numbers[chain.order.index(target)])
        for device, number in devices:
            if copies:
                found[device] = found.get(device, 0) + number * copies
    return found


def _flows(coolant: Coolant, node_id: str, devices: dict[str, int]) -> tuple[Figure, Figure]:
    """(coolant that the devices on a unit take, what all its copies move)."""
    design: Design = coolant.design
    node = design.nodes[node_id]
    moved = product(
        f"{node.title}: coolant moved, all copies",
        (count_of("copies", coolant.chain.copies[node_id], node_id), fact_of(design, node, "flow_l_per_min")),
        "L/min",
    )
    if node.kind not in COOLANT_UNITS or not devices:
        return leaf("coolant needed", None, "L/min"), moved
    terms = [
        product(
            f"{design.nodes[one].title}: coolant, all together",
            (count_of("copies", number, one), fact_of(design, design.nodes[one], "flow_l_per_min")),
            "L/min",
        )
        for one, number in devices.items()
    ]
    return total("coolant needed", terms, "L/min"), moved
