"""Document of heat and of what takes it away, as `analyze --json` prints it."""

from typing import Any

from designer.analysis.cooling.records import CoolingFailure, HeatResult, TooHot
from designer.model.figures.figure import Figure, document_of
from designer.model.records import Record

Document = dict[str, Any]

_DEVICE = (
    "air_typical_w",
    "air_max_w",
    "liquid_typical_w",
    "liquid_max_w",
    "airflow_cfm",
    "inlet_max_c",
)
_RACK = ("air_typical_w", "air_max_w", "liquid_typical_w", "liquid_max_w", "airflow_cfm")
_ZONE = (
    "heat_w",
    "capacity_w",
    "utilisation",
    "airflow_needed_cfm",
    "airflow_delivered_cfm",
    "supply_c",
    "inlet_max_c",
    "volume_m3",
    "mass_kg",
)
_UNIT = (
    "load_typical_w",
    "load_max_w",
    "capacity_w",
    "utilisation",
    "supply_c",
    "flow_needed_l_per_min",
    "flow_l_per_min",
)


def heat_document(heat: HeatResult, *, why: bool = False) -> Document:
    """The keys that HEAT adds to `cooling`; WHY adds formula, terms and sources to every figure."""
    return {
        "pressure_ratio": document_of(heat.pressure_ratio, why=why),
        "devices": {
            node_id: _figures(one, _DEVICE, why) | {"zone": one.zone, "units": list(one.units)}
            for node_id, one in heat.devices.items()
        },
        "zones": [
            {
                "id": zone.id,
                "copies": zone.copies,
                "coolers": list(zone.coolers),
                "units": zone.units,
                "around": zone.around,
                "strictest": zone.strictest,
                "spare": zone.spare,
            }
            | _figures(zone, _ZONE, why)
            for zone in heat.zones.values()
        ],
        "units": [
            {
                "id": unit.id,
                "kind": unit.kind,
                "level": unit.level,
                "copies": unit.copies,
                "zone": unit.zone,
                "to_air": unit.to_air,
                "sources": list(unit.sources),
                "feeds": list(unit.feeds),
                "devices": dict(unit.devices),
            }
            | _figures(unit, _UNIT, why)
            for unit in heat.units.values()
        ],
        "loops": [
            {
                "devices": list(group.devices),
                "units": list(group.units),
                "unit_copies": group.unit_copies,
                "load_w": document_of(group.load_w, why=why),
                "capacity_w": document_of(group.capacity_w, why=why),
                "one_may_fail": group.holds,
            }
            for group in heat.groups
        ],
        "failures": [failure_document(one, why=why) for one in heat.sweep.failures],
        "failures_tried": heat.sweep.tried,
        "failures_note": heat.sweep.note,
        "failure": None if heat.failure is None else failure_document(heat.failure, why=why),
        "without_coolant": list(heat.dry),
        "without_cooler": list(heat.still),
        "rings": [list(ring) for ring in heat.loops],
        "cooled_by_itself": list(heat.itself),
        "notes": list(heat.notes),
    }


def rack_document(heat: HeatResult, rack_id: str, *, why: bool = False) -> Document:
    """The keys that a rack has besides its loads and limits."""
    rack = heat.racks.get(rack_id)
    if rack is None:
        return {}
    return _figures(rack, _RACK, why) | {
        "air_limit_w": document_of(rack.limit_w, why=why),
        "door": rack.door,
        "over_air_limit": rack.over,
    }


def failure_document(failure: CoolingFailure, *, why: bool = False) -> Document:
    """Return the document of what is left after a failure."""
    return {
        "ids": list(failure.ids),
        "alike": failure.alike,
        "accelerators": failure.accelerators,
        "kept_w": document_of(failure.kept_w, why=why),
        "minutes": document_of(failure.minutes, why=why),
        "uncooled": dict(failure.uncooled),
        "stopped": dict(failure.stopped),
        "too_warm": dict(failure.warm),
        "zones": {zone_id: _hot(one, why) for zone_id, one in failure.zones.items()},
        "overloaded": {node_id: _hot(one, why) for node_id, one in failure.overloaded.items()},
    }


def _hot(one: TooHot, why: bool) -> Document:
    return {
        "copies": one.copies,
        "heat_w": one.heat_w,
        "capacity_w": one.capacity_w,
        "minutes": document_of(one.minutes, why=why),
        "before": one.before,
    }


def _figures(record: Record, names: tuple[str, ...], why: bool) -> Document:
    found: Document = {}
    for name in names:
        figure: Figure = getattr(record, name)
        found[name] = document_of(figure, why=why)
    return found
