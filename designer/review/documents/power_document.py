"""The power chain as the plain document that `analyze --json` prints."""

from typing import Any

from designer.analysis.power.records import PlantElement, PlantFailure, PlantResult
from designer.model.figures.figure import Figure, document_of

Document = dict[str, Any]


def plant_document(plant: PlantResult, *, why: bool = False) -> Document:
    """PLANT as JSON-ready values; WHY adds formula, terms and sources to every figure."""

    def figure(value: Figure) -> Document:
        return document_of(value, why=why)

    return {
        "input_w": {"typical": figure(plant.input_typical_w), "max": figure(plant.input_max_w)},
        "devices_w": {"typical": figure(plant.devices_typical_w), "max": figure(plant.devices_max_w)},
        "losses_w": {"typical": figure(plant.losses_typical_w), "max": figure(plant.losses_max_w)},
        "elements": [_element(element, why) for element in plant.elements.values()],
        "redundancy": [
            {
                "scheme": one.scheme,
                "loads": list(one.loads),
                "units": list(one.units),
                "unit_copies": one.unit_copies,
                "why": one.why,
                "single_points": list(one.single_points),
                "held_back_w": figure(one.held_back_w),
            }
            for one in plant.redundancy
        ],
        "stranded": [
            {"id": one.id, "cause": one.cause, "stranded_w": figure(one.stranded_w), "why": one.why}
            for one in plant.stranded
        ],
        "failures": [failure_document(one, why=why) for one in plant.sweep.failures],
        "failures_tried": plant.sweep.tried,
        "failures_note": plant.sweep.note,
        "failure": None if plant.failure is None else failure_document(plant.failure, why=why),
        "loops": [list(ring) for ring in plant.loops],
        "fed_by_itself": list(plant.itself),
        "unfed": list(plant.unfed),
        "notes": list(plant.notes),
    }


def failure_document(failure: PlantFailure, *, why: bool = False) -> Document:
    """Return the document of what is left after a failure."""
    return {
        "ids": list(failure.ids),
        "alike": failure.alike,
        "accelerators": failure.accelerators,
        "lost_w": document_of(failure.lost_w, why=why),
        "dark": dict(failure.dark),
        "interrupted": dict(failure.interrupted),
        "carried_by_battery": dict(failure.carried),
        "unpowered": dict(failure.unpowered),
        "overloaded": {
            node_id: {
                "copies": one.copies,
                "load_w": one.load_w,
                "capacity_w": one.capacity_w,
                "before": one.before,
            }
            for node_id, one in failure.overloaded.items()
        },
        "on_battery": list(failure.on_battery),
        "transferred": list(failure.transferred),
        "on_bypass": list(failure.bypassed),
        "unprotected": dict(failure.unprotected),
        "battery_min": {node_id: document_of(time, why=why) for node_id, time in failure.battery_min.items()},
        "ride_through_min": document_of(failure.ride_through_min, why=why),
        "generator_start_s": document_of(failure.start_s, why=why),
    }


def _element(element: PlantElement, why: bool) -> Document:
    def figure(value: Figure) -> Document:
        return document_of(value, why=why)

    return {
        "id": element.id,
        "kind": element.kind,
        "side": element.side,
        "level": element.level,
        "copies": element.copies,
        "device": element.device,
        "load_w": {"typical": figure(element.load_typical_w), "max": figure(element.load_max_w)},
        "losses_w": figure(element.losses_w),
        "rating_w": figure(element.rating_w),
        "capacity_w": figure(element.capacity_w),
        "limit": element.limit,
        "utilisation": figure(element.utilisation),
        "phases_w": [figure(one) for one in element.phases_w],
        "imbalance": figure(element.imbalance),
        "battery_min": None if element.battery_min is None else figure(element.battery_min),
        "sources": list(element.sources),
        "feeds": list(element.feeds),
    }
