"""Power that was measured beside the power that is planned, by device, rack, strip and in all."""

from collections.abc import Iterable, Mapping
from typing import Final

from designer.analysis.power.copy_loads import CopyLoad, copy_loads
from designer.analysis.results import Results
from designer.model.copy_ids import CopyId, copy_id
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.figures.figure import Figure, leaf, total
from designer.model.kinds import FLOOR_RACKS, KINDS, POWER_STAGES
from designer.model.records import RefusedInput
from designer.reality.built.matching import matchings
from designer.reality.built.naming_map import NamingMap
from designer.reality.built.records import Discovered, DrawnDevice, DrawnNetwork, FoundDevice
from designer.reality.readings.records import Measured, PowerReading, Readings, ReadingsComparison

_MOST_DEVICES: Final = 200_000
NO_NAMES: Final = NamingMap()


def compare_readings(
    design: Design, results: Results, readings: Readings, naming: NamingMap = NO_NAMES
) -> ReadingsComparison:
    """Return READINGS beside what DESIGN plans, as RESULTS of its analysis say it.

    Planned power of a device is that of its node divided by its copies; of a rack PDU what the devices that it feeds
    take through it. Sums of plans are of the devices with a reading alone, so that both sides are of the same things.

    Args:
        design: The design.
        results: Of its analysis, with power.
        readings: What was measured.
        naming: Names of the person's own.

    Raises:
        RefusedInput: the analysis has no power.
    """
    if results.power is None:
        raise RefusedInput("The analysis says nothing of power, so that there is no plan to compare with.")
    devices = _devices(design, results)
    found = Discovered(form="table", devices={one.device: FoundDevice(id=one.device) for one in readings.of})
    match = next(iter(matchings(DrawnNetwork(devices=devices, cables=()), found, naming, "names")))
    loads = _loads(design, {devices[device].node for device in match.device.values()})
    of_devices: list[Measured] = []
    strips: list[Measured] = []
    unknown: list[PowerReading] = []
    for reading in readings.of:
        device = match.device.get(reading.device)
        if device is None:
            unknown.append(reading)
            continue
        one = devices[device]
        planned = _planned(design, results, one, loads)
        origins = (reading.origin,) if reading.origin else ()
        row = Measured(device, one.name, *planned, reading.mean_w, reading.most_w, origins=origins)
        (strips if one.node in loads else of_devices).append(row)
    taking = [name for name, one in devices.items() if one.node in results.power.by_node]
    return ReadingsComparison(
        form=readings.form,
        devices=tuple(of_devices),
        racks=tuple(_racks(design, devices, of_devices)),
        strips=tuple(strips),
        total=_sum("", "All devices with a reading", of_devices, len(taking)),
        unknown=tuple(unknown),
        unread=len(set(taking) - {row.id for row in of_devices}),
        notes=(*readings.notes, *match.notes),
    )


def _devices(design: Design, results: Results) -> dict[str, DrawnDevice]:
    """Copies of all that takes or carries power, by id."""
    names = device_names(design)
    drawing = results.power.by_node if results.power is not None else {}
    found: dict[str, DrawnDevice] = {}
    for node in design.nodes_in_order():
        if node.id not in drawing and node.kind not in POWER_STAGES:
            continue
        copies = names.copies(node.id)
        if len(found) + copies > _MOST_DEVICES:
            break
        for copy in range(copies):
            called = [copy_id(node.id, copy), names.of(node.id, copy), *([node.id, node.title] if copies == 1 else [])]
            device = copy_id(node.id, copy)
            found[device] = DrawnDevice(
                device, node.id, copy, names.of(node.id, copy), tuple(dict.fromkeys(called)), ""
            )
    return found


def _loads(design: Design, nodes: Iterable[str]) -> Mapping[str, tuple[CopyLoad, ...]]:
    plant = [node for node in nodes if design.nodes[node].kind in POWER_STAGES]
    try:
        return copy_loads(design, plant) if plant else {}
    except RefusedInput:
        return {}


def _planned(
    design: Design, results: Results, device: DrawnDevice, loads: Mapping[str, tuple[CopyLoad, ...]]
) -> tuple[Figure, Figure]:
    """Planned typical and maximum power of one device."""
    copies = loads.get(device.node)
    if copies is not None:
        load = copies[device.copy] if device.copy < len(copies) else None
        return tuple(
            leaf(f"load of {device.name}", watts, "W", operation="sum", status="derived", subject=device.device)
            for watts in ((load.typical_w, load.max_w) if load is not None else (None, None))
        )  # type: ignore[return-value]  # two figures, as there are two loads
    node = results.power.by_node.get(device.node) if results.power is not None else None
    count = max(design.total_copies(device.node), 1)
    if node is None:
        unknown = leaf(f"power of {device.name}", None, "W", subject=device.device)
        return unknown, unknown
    return _each(node.typical_w, count, device), _each(node.max_w, count, device)


def _each(whole: Figure, count: int, device: DrawnDevice) -> Figure:
    """The share of one of COUNT copies of WHOLE."""
    return leaf(
        f"power of {device.name}",
        None if whole.value is None else whole.value / count,
        "W",
        low=None if whole.low is None else whole.low / count,
        high=None if whole.high is None else whole.high / count,
        operation="fact",
        status="derived",
        subject=device.device,
        note=f"one of {count:,} alike" if count > 1 else "",
    )


def _racks(design: Design, devices: Mapping[str, DrawnDevice], rows: list[Measured]) -> Iterable[Measured]:
    """Yield the racks that hold devices with a reading, with the sums of those."""
    inside: dict[CopyId, list[Measured]] = {}
    whole: dict[CopyId, int] = {}
    for device in devices.values():
        if KINDS[design.nodes[device.node].kind].power_stage is None and (rack := _rack(design, device)):
            whole[rack] = whole.get(rack, 0) + 1
    for row in rows:
        rack = _rack(design, devices[row.id])
        if rack is not None:
            inside.setdefault(rack, []).append(row)
    names = device_names(design)
    for rack, found in inside.items():
        yield _sum(str(rack), names.of(rack.id, rack.copy or 0), found, whole.get(rack, len(found)))


def _rack(design: Design, device: DrawnDevice) -> CopyId | None:
    """The copy of the rack that a device is in; a rack system is its own."""
    here = design.nodes[device.node]
    if here.kind in FLOOR_RACKS:
        return CopyId(here.id, device.copy)
    rack = next((one for one in design.ancestors(here.id) if design.nodes[one].kind in FLOOR_RACKS), None)
    if rack is None:
        return None
    return CopyId(rack, device.copy // max(design.copies_within(here.id, rack), 1))


def _sum(row_id: str, name: str, rows: list[Measured], devices: int) -> Measured:
    return Measured(
        row_id,
        name,
        total(f"planned typical power of {name}", [row.typical_w for row in rows], "W"),
        total(f"planned maximum power of {name}", [row.most_w for row in rows], "W"),
        sum(row.measured_w for row in rows),
        sum(row.peak_w for row in rows),
        len(rows),
        devices,
        tuple(dict.fromkeys(origin for row in rows for origin in row.origins)),
    )
