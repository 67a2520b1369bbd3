"""Rows of the tab of cooling: rooms, rows and units, and what single failures take along."""

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

from designer.analysis.cooling.records import CoolingFailure, CoolingUnit, HeatResult, TooHot, Zone
from designer.model.copy_ids import CopyId, base_of, copy_id
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.figures.figure_text import count_text, figure_text
from designer.model.kinds import KINDS
from designer.model.naming import title_of
from designer.model.wording import listed
from designer.review.words import soon, watts
from designer.ui.app.headline import place_name
from designer.ui.widgets.lists.row_list import Row

_MOST: Final = 60


class CoolingRow(NamedTuple):
    """A zone of air, or a coolant unit or chiller.

    Attributes:
        id: Of the container or unit.
        ids: To go to.
        fails: What Enter takes as failed; "" for nothing.
        told: Further words, for the tip.
        used: Heat over capacity.
        needed: Air or coolant that the devices take; None where that says nothing.
        delivered: That the coolers give.
        spare: How many may be out, in words.
    """

    id: str
    title: str
    ids: tuple[str, ...]
    fails: str
    told: str
    heat: Figure
    capacity: Figure
    used: Figure
    needed: Figure | None
    delivered: Figure | None
    supply: Figure | None
    spare: str


def known_in(design: Design, heat: HeatResult) -> bool:
    """Return True when all that HEAT speaks of is in DESIGN; the last results may be of nodes that are gone."""
    return {*heat.units, *(zone for zone in heat.zones if zone), *heat.devices} <= design.nodes.keys()


def place_rows(design: Design, heat: HeatResult) -> list[CoolingRow]:
    """Zones first, those around others before them, then coolant units and what cools them; with what has failed."""
    zones = [_zone(design, zone) for zone in reversed(tuple(heat.zones.values()))]
    units = [one for one in heat.units.values() if one.zone is None]
    units.sort(key=lambda one: -one.level)
    rows = zones + [_unit(design, heat, unit) for unit in units]
    if heat.failure is None:
        return rows
    hit = {**heat.failure.zones, **heat.failure.overloaded}
    return [_with_failure(row, hit[row.id]) if row.id in hit else row for row in rows]


def _with_failure(row: CoolingRow, hot: TooHot) -> CoolingRow:
    """ROW with the heat of its worst copy and what is left to take it."""
    heat = leaf("heat, with what has failed", hot.heat_w, "W", operation="routing", status="derived")
    left = leaf("capacity that is left", hot.capacity_w, "W", operation="routing", status="derived")
    used = quotient("heat over capacity", heat, left, "")
    return row._replace(heat=heat, capacity=left, used=used if used.known else leaf("all of it", inf))


def _zone(design: Design, zone: Zone) -> CoolingRow:
    title = place_name(design, zone.id) if zone.id else "Whole design"
    told = [f"Cooled by {listed([place_name(design, one) for one in zone.coolers])}"]
    if zone.inlet_max_c.value is not None and zone.strictest in design.nodes:
        told.append(
            f"{place_name(design, zone.strictest)} takes air of at most {figure_text(zone.inlet_max_c, ranged=False)}"
        )
    if zone.airflow_delivered_cfm.known:
        told.append(
            f"{figure_text(zone.airflow_needed_cfm, ranged=False)} of air needed, "
            f"{figure_text(zone.airflow_delivered_cfm, ranged=False)} delivered"
        )
    told.append(f"Air of {figure_text(zone.supply_c, ranged=False)}")
    if zone.spare is not None:
        told.append(f"{zone.spare} of {zone.units} coolers may be out")
    first = zone.coolers[0]
    return CoolingRow(
        id=zone.id,
        title=f"{zone.copies:,} × {title}" if zone.copies > 1 else title,
        ids=(*((zone.id,) if zone.id else ()), *zone.coolers),
        fails=_one_of(design, first),
        told="\n".join(told),
        heat=zone.heat_w,
        capacity=zone.capacity_w,
        used=zone.utilisation,
        needed=zone.airflow_needed_cfm,
        delivered=zone.airflow_delivered_cfm,
        supply=zone.supply_c,
        spare="" if zone.spare is None else f"{zone.spare} of {zone.units}",
    )


def _unit(design: Design, heat: HeatResult, unit: CoolingUnit) -> CoolingRow:
    title = place_name(design, unit.id)
    told = [KINDS[unit.kind].title] if unit.kind in KINDS else []
    if unit.devices:
        told.append(f"takes the liquid heat of {listed([place_name(design, one) for one in unit.devices])}")
    if unit.to_air:
        told.append("gives it to the air of its room")
    # Units that share devices stand in for each other: only as a group can one of them be out.
    group = next((one for one in heat.groups if unit.id in one.units), None)
    needed = unit.flow_needed_l_per_min if unit.flow_needed_l_per_min.known else None
    return CoolingRow(
        id=unit.id,
        title=f"{unit.copies:,} × {title}" if unit.copies > 1 else title,
        ids=(unit.id,),
        fails=_one_of(design, unit.id),
        told=", ".join(told),
        heat=unit.load_max_w,
        capacity=unit.capacity_w,
        used=unit.utilisation,
        needed=needed,
        delivered=unit.flow_l_per_min if needed is not None or unit.flow_l_per_min.known else None,
        supply=unit.supply_c if unit.supply_c.known else None,
        spare="" if group is None or group.holds is None else "1" if group.holds else "none",
    )


def failure_rows(design: Design, heat: HeatResult, failed: Sequence[str]) -> list[Row]:
    """Return what single failures make too warm, the worst first, then those that everything survives."""
    if heat.sweep.note:
        return [
            Row("", "When one thing fails", heading=True),
            Row("", "Too many to try at once", "stackwright analyze --sweep tries them all", "info"),
        ]
    rows = [Row("", "When one thing fails", heading=True)]
    told = [one for one in heat.sweep.failures if _known(design, one)]
    rows += [_failure(design, one, set(failed)) for one in sorted(told, key=lambda one: one.holds)[:_MOST]]
    return rows if len(rows) > 1 else []


def _failure(design: Design, failure: CoolingFailure, failed: set[str]) -> Row:
    name = failure.ids[0]
    base, copy = CopyId.read(name)
    title = place_name(design, base)
    if copy is not None and failure.alike == 1:
        title = title_of(design, name)
    said = failure_words(design, failure)
    icon = "error" if name in failed else "connect" if base in design.links else KINDS[design.nodes[base].kind].icon
    aside = f"any of {count_text(failure.alike)}" if failure.alike > 1 else ""
    return Row(
        name, title, " · ".join(said) or "Everything stays cool", icon, "facility", aside=aside, dim=failure.holds
    )


def failure_words(design: Design, failure: CoolingFailure) -> list[str]:
    """Return what a failure takes along, in a few words each, the most urgent first."""
    said: list[str] = []
    for zone_id, one in failure.newly_warm.items():
        title = place_name(design, zone_id) if zone_id else "All air"
        when = f" {soon(one.minutes)}" if one.minutes.known else ""
        said.append(f"{title} too warm{when}")
        said.append(f"{watts(one.heat_w - one.capacity_w)} too much there")
    if failure.uncooled:
        number = sum(failure.uncooled.values())
        names = listed([place_name(design, one) for one in failure.uncooled])
        said.append(f"{count_text(number)} without coolant: {names}")
    if failure.newly_overloaded:
        said.append(f"overloads {listed([place_name(design, one) for one in failure.newly_overloaded])}")
    return said


def _known(design: Design, failure: CoolingFailure) -> bool:
    base = base_of(failure.ids[0])
    return base in design.nodes or base in design.links


def _one_of(design: Design, node_id: str) -> str:
    return copy_id(node_id, 0) if design.total_copies(node_id) > 1 else node_id
