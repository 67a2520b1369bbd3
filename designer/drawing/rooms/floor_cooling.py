"""The floor coloured by cooling: racks against what air takes, coolers against what they may, and what fails."""

from collections import Counter
from collections.abc import Sequence

from designer.analysis.cooling.records import CoolingFailure, HeatResult
from designer.model.copy_ids import CopyId, base_of
from designer.model.design import Design
from designer.model.figures.figure_text import number_text

HOT = 1.0
"""Share of the scale of what gets too warm."""


def cooling_shares(design: Design, ids: Sequence[str], heat: HeatResult) -> tuple[dict[str, float], dict[str, str]]:
    """(share of the scale, reading in words) of each of IDS that cooling says something of."""
    shares: dict[str, float] = {}
    readings: dict[str, str] = {}
    hit, some = _hit(design, heat.failure), _some_failed(heat.failure)
    for node_id in ids:
        share, reading = _one(heat, node_id)
        if node_id in hit:
            share, reading = HOT, hit[node_id]
        elif node_id in some:
            reading = f"{some[node_id]} failed, {reading}"
        if share is not None:
            shares[node_id] = min(max(share, 0.0), HOT)
        readings[node_id] = reading or "not known"
    return shares, readings


def _one(heat: HeatResult, node_id: str) -> tuple[float | None, str]:
    """Of a rack, its air over what air takes; of a cooler, its heat over its capacity; of a device, its air."""
    unit = heat.units.get(node_id)
    if unit is not None:
        load, capacity = unit.load_max_w.value, unit.capacity_w.value
        if load is None:
            return None, ""
        return unit.utilisation.value, _kw(load) if capacity is None else f"{_kw(load, '')} of {_kw(capacity)}"
    rack, device = heat.racks.get(node_id), heat.devices.get(node_id)
    found = rack or device
    if found is None or found.air_max_w.value is None:
        return None, ""
    air, liquid = found.air_max_w.value, found.liquid_max_w.value or 0.0
    words = f"{_kw(air)} air" + (f", {_kw(liquid)} liquid" if liquid else "")
    limit = rack.limit_w.value if rack is not None else None
    # A device outside of racks is measured against what air takes out of a rack without a rear door cooler.
    if rack is None:
        limit = next((one.limit_w.value for one in heat.racks.values() if not one.door), 40_000.0)
    return (air / limit if limit else None), words


def _hit(design: Design, failure: CoolingFailure | None) -> dict[str, str]:
    """Return what is wrong with each thing that FAILURE hits, containers around devices included, in words by id."""
    if failure is None:
        return {}
    found: dict[str, str] = {}
    for devices, words in ((failure.warm, "too warm"), (failure.uncooled, "no coolant")):
        for device in devices:
            found.update(dict.fromkeys((device, *design.ancestors(device)), words))
    for cooler in failure.stopped:
        found[cooler] = "no water"
    for unit in failure.overloaded:
        found[unit] = "overloaded"
    for name in failure.ids:
        base = base_of(name)
        if base in design.nodes and base == name:
            found.setdefault(base, "failed")
    return found


def _some_failed(failure: CoolingFailure | None) -> Counter[str]:
    """Return the number of single copies of each node that have failed."""
    named = [CopyId.read(name) for name in (failure.ids if failure else ())]
    return Counter(one.id for one in named if one.copy is not None)


def _kw(watts: float, unit: str = " kW") -> str:
    return f"{number_text(watts / 1000, 3)}{unit}"
