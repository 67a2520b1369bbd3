"""Figures of the analysis that the steps of making a design real ask for: draws, and heat that nothing takes."""

from designer.analysis.quantities import fact_of
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.make_real.records import Draws, Heat
from designer.model.design import Design
from designer.model.kinds import AIR_HANDLERS, COOLANT_UNITS, KINDS, OUTDOORS, RACKS, ROOMS
from designer.review.power.hall_rules import is_hall

_SECTIONS = ("power", "cooling")


def power_and_heat(design: Design, library: Library) -> Results:
    """Return the sums of power and cooling alone of DESIGN."""
    return analyze(design, only=_SECTIONS, library=library)


def draws_of(design: Design, results: Results) -> Draws:
    """Return the maximum draw of devices with the cards and chips in them; coolers are no load of the racks."""
    if results.power is None:
        return Draws()
    found: dict[str, float] = {}
    for name, entry in results.power.by_node.items():
        node = design.nodes[name]
        # A least value counts all the same: what is known of it has to be fed.
        if KINDS[node.kind].role == "cooling" or not entry.max_w.value:
            continue
        host = _host(design, name)
        found[host] = found.get(host, 0.0) + entry.max_w.value / design.total_copies(host)
    return Draws(max_w=found, hall=is_hall(results))


def _host(design: Design, name: str) -> str:
    """Return the outermost device that NAME stands in: a card draws through its server."""
    outermost = name
    for around in design.ancestors(name):
        node = design.nodes.get(around)
        if node is None or KINDS[node.kind].container:
            break
        outermost = around
    return outermost


def heat_of(design: Design, results: Results) -> Heat:
    """Return the heat of DESIGN that nothing takes away yet, by rooms, racks, devices and units."""
    cooling = results.cooling
    if cooling is None:
        return Heat()
    heat = cooling.heat
    air: dict[str, float] = {}
    draw: dict[str, float] = {}
    cfm: dict[str, float] = {}
    for name, device in heat.devices.items():
        # What UPSs lose is added as a share of what hangs on them, whether they are drawn yet or not.
        if KINDS[design.nodes[name].kind].role == "power":
            continue
        room = _room(design, name)
        copies = design.copies_within(name, room or None)
        air[room] = air.get(room, 0.0) + (device.air_max_w.value or 0.0) * copies
        whole = (device.air_max_w.value or 0.0) + (device.liquid_max_w.value or 0.0)
        draw[room] = draw.get(room, 0.0) + whole * copies
        cfm[room] = cfm.get(room, 0.0) + (device.airflow_cfm.value or 0.0) * copies
    removed: dict[str, float] = {}
    for node in design.nodes_in_order():
        if node.kind in AIR_HANDLERS:
            room = _room(design, node.id)
            each = fact_of(design, node, "cooling_capacity_w").value
            # One that does not say what it removes is taken to remove all: nothing is added to what is drawn.
            taken = each * design.copies_within(node.id, room or None) if each is not None else air.get(room, 0.0)
            removed[room] = removed.get(room, 0.0) + taken
    # Coolers that stand in no room serve the whole design.
    for room in air:
        if room and "" in removed:
            removed[room] = removed.get(room, 0.0) + removed[""]
    doors = {name for name, rack in heat.racks.items() if rack.door}
    racks = {
        name: rack.air_max_w.value or 0.0
        for name, rack in heat.racks.items()
        if name not in doors and design.nodes[name].kind in RACKS
    }
    # Also those whose draw is not known: a hose has to lead there all the same.
    hosed = {end for link in design.links.values() if link.medium == "coolant" for end in (link.a, link.b)}
    liquid = {
        name: device.liquid_max_w.value or 0.0
        for name, device in heat.devices.items()
        if (device.liquid_max_w.value or device.liquid_max_w.missing)
        and hosed.isdisjoint((name, *design.ancestors(name)))
    }
    free = {
        unit.id: (unit.capacity_w.value - (unit.load_max_w.value or 0.0)) * unit.copies
        for unit in heat.units.values()
        if unit.kind in COOLANT_UNITS and unit.capacity_w.value is not None
    }
    plant = sum(
        (fact_of(design, node, "cooling_capacity_w").value or 0.0) * design.total_copies(node.id)
        for node in design.nodes_in_order()
        if node.kind in OUTDOORS
    )
    return Heat(
        air_w=air,
        draw_w=draw,
        airflow_cfm=cfm,
        removed_w=removed,
        rack_air_w=racks,
        liquid_w=liquid,
        unit_w=free,
        heat_w=cooling.heat_w.value or 0.0,
        plant_w=plant,
    )


def _room(design: Design, name: str) -> str:
    return next((one for one in design.ancestors(name) if one in design.nodes and design.nodes[one].kind in ROOMS), "")
