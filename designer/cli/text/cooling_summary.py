"""Lines of `analyze` on coolers, coolant units and their failures."""

from designer.analysis.cooling.records import CoolingFailure, HeatResult, Zone
from designer.cli.printing import figure_line
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.kinds import KINDS
from designer.model.wording import counted, listed
from designer.review.words import quantity, soon, watts

_MOST = 5


def cooling_rows(design: Design, heat: HeatResult) -> list[tuple[str, str]]:
    """Label and value of each line."""
    rows: list[tuple[str, str]] = []
    if heat.pressure_ratio.value != 1:
        rows.append(("Air pressure ratio", figure_line(heat.pressure_ratio)))
    rows += [(zone_kind(design, zone), _zone(design, zone)) for zone in list(heat.zones.values())[:_MOST]]
    units = [one for one in heat.units.values() if one.zone is None]
    for unit in sorted(units, key=lambda one: -(one.utilisation.value or 0.0))[:_MOST]:
        copies = f"{unit.copies} × " if unit.copies > 1 else ""
        rows.append(
            (
                KINDS[unit.kind].title if unit.kind in KINDS else unit.kind,
                f"{copies}{design.nodes[unit.id].title}: {figure_text(unit.load_max_w, ranged=False)} of "
                f"{figure_text(unit.capacity_w, ranged=False)}, {percent_text(unit.utilisation.value)}",
            )
        )
    for group in heat.groups[:_MOST]:
        held = {True: "any one unit may fail", False: "no unit may fail", None: "failures were not tried"}[group.holds]
        rows.append(
            (
                "Liquid",
                f"{listed([design.nodes[one].title for one in group.devices])} on "
                f"{listed([design.nodes[one].title for one in group.units])}: "
                f"{figure_text(group.load_w, ranged=False)} of {figure_text(group.capacity_w, ranged=False)}, {held}",
            )
        )
    over = [rack_id for rack_id, rack in heat.racks.items() if rack.over]
    if over:
        rows.append(("Too hot for air", listed([design.nodes[one].title for one in over])))
    if heat.dry:
        rows.append(("Without coolant", listed([design.nodes[one].title for one in heat.dry])))
    if heat.failure is not None:
        rows.append(("With these failed", cooling_failure_line(design, heat.failure)))
    worst = [one for one in heat.sweep.failures if not one.holds]
    rows += [(f"Without {one.ids[0]}", cooling_failure_line(design, one)) for one in worst[:_MOST]]
    if heat.sweep.note:
        rows.append(("Single failures", f"{heat.sweep.note} (--sweep)"))
    elif not worst and heat.sweep.tried:
        rows.append(("Single failures", f"none of {count_text(heat.sweep.tried)} leaves anything too warm"))
    return rows + [("Note", note) for note in heat.notes]


def zone_kind(design: Design, zone: Zone) -> str:
    """Room, row, rack; the whole design where the coolers stand in nothing."""
    if zone.id not in design.nodes:
        return "Air, whole design"
    kind = design.nodes[zone.id].kind
    return f"Air, {KINDS[kind].title.lower() if kind in KINDS else kind}"


def _zone(design: Design, zone: Zone) -> str:
    title = design.nodes[zone.id].title if zone.id in design.nodes else design.name
    copies = f"{zone.copies} × " if zone.copies > 1 else ""
    said = [
        f"{copies}{title}: {figure_text(zone.heat_w, ranged=False)} of {figure_text(zone.capacity_w, ranged=False)}"
        + (f", {percent_text(zone.utilisation.value)}" if zone.utilisation.known else ""),
        f"air {figure_text(zone.airflow_needed_cfm, ranged=False)} of "
        f"{figure_text(zone.airflow_delivered_cfm, ranged=False)}",
        f"supply {quantity(zone.supply_c.value or 0.0)} °C",
    ]
    if zone.inlet_max_c.value is not None:
        said.append(f"inlets up to {quantity(zone.inlet_max_c.value)} °C")
    if zone.spare is not None:
        said.append(f"{counted(zone.spare, 'cooler')} may be out" if zone.spare else "no cooler may be out")
    return "; ".join(said)


def cooling_failure_line(design: Design, failure: CoolingFailure) -> str:
    """Return what gets too warm, how soon, and what is overloaded, in one line."""
    said: list[str] = []
    if failure.uncooled:
        names = ", ".join(f"{count_text(count)} × {design.nodes[one].title}" for one, count in failure.uncooled.items())
        said.append(f"without coolant: {names}")
    for zone_id, one in failure.zones.items():
        title = design.nodes[zone_id].title if zone_id in design.nodes else design.name
        already = ", as before" if one.before else ""
        said.append(
            f"{title} has {watts(one.heat_w)} of heat for {watts(one.capacity_w)}{already}: "
            f"too warm {soon(one.minutes)}"
        )
    if failure.overloaded:
        said.append(f"overloaded: {listed([design.nodes[one].title for one in failure.overloaded])}")
    if failure.stopped and said:
        said.append(f"without water: {listed([design.nodes[one].title for one in failure.stopped])}")
    if failure.accelerators:
        said.append(f"{counted(failure.accelerators, 'accelerator')} in all")
    text = "; ".join(said) or "everything stays cool"
    return f"{text}; {failure.alike - 1} more alike" if failure.alike > 1 else text
