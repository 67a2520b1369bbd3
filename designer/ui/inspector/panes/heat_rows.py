"""Rows of heat in the inspector: of a device, a rack, a cooler, a room."""

from collections.abc import Mapping
from typing import Final

from designer.analysis.cooling.records import HeatResult
from designer.model.figures.figure import Figure

HEAT_TITLES: Final = (
    "Heat into the air",
    "Heat into a coolant",
    "Heat to take",
    "Heat removed",
    "Air needed",
    "Air delivered",
)
_FULL: Final = 1.0 + 1e-9


def heat_rows(heat: HeatResult, node_id: str) -> Mapping[str, tuple[Figure, bool]]:
    """(figure, whether it is too much) by title, of one copy of a node at maximum load; only titles that say some."""
    found: dict[str, tuple[Figure, bool]] = {}
    zone, unit = heat.zones.get(node_id), heat.units.get(node_id)
    if zone is not None:
        over = (zone.utilisation.value or 0.0) > _FULL
        found |= {"Heat to take": (zone.heat_w, over), "Heat removed": (zone.capacity_w, False)}
        needed, given = zone.airflow_needed_cfm, zone.airflow_delivered_cfm
        # "At least" so much air may well be enough, so only a full figure can fall short.
        short = given.value is not None and not given.at_least and (needed.value or 0.0) > given.value * _FULL
        found |= {"Air needed": (needed, short), "Air delivered": (given, False)}
    elif unit is not None:
        found["Heat to take"] = unit.load_max_w, (unit.utilisation.value or 0.0) > _FULL
    rack, device = heat.racks.get(node_id), heat.devices.get(node_id)
    shown = rack or device
    # A room is a zone and shows its balance; a rack or device in it shows what it gives off.
    if shown is not None and zone is None:
        found["Heat into the air"] = shown.air_max_w, rack is not None and rack.over
        found["Air needed"] = shown.airflow_cfm, False
        if shown.liquid_max_w.value:
            found["Heat into a coolant"] = shown.liquid_max_w, node_id in heat.dry
    return {title: told for title, told in found.items() if told[0].known}
