"""Port groups as the lists of interfaces, plugs and couplers of a NetBox file."""

import math
from typing import Any, Final, NamedTuple

from designer.catalog.netbox.interface_types import interface_type_of
from designer.catalog.netbox.kind_guess import Form
from designer.catalog.netbox.plug_types import PANEL_TYPES, console_type, inlet_type, outlet_type, panel_type
from designer.catalog.netbox.port_groups import SERIAL
from designer.catalog.netbox.power_groups import DISTRIBUTORS, carried_by
from designer.model.kinds import PATCHING, PLUG_IN_MODULES
from designer.model.parts.part import NETWORK_MEDIA, Part, PortGroup
from designer.model.records import RefusedInput

MAX_PORTS: Final = 5_000
_MAX_NAME: Final = 50
_PANEL_CONNECTORS: Final = frozenset(PANEL_TYPES.values())


class PortLists(NamedTuple):
    """The lists of a file.

    Attributes:
        items: Lists by key.
        lost: Lines about what the form cannot hold.
    """

    items: dict[str, list[dict[str, Any]]]
    lost: list[str]


def port_lists(part: Part, form: Form) -> PortLists:
    """The lists of PART, which is exported as FORM.

    Raises:
        RefusedInput: it has more ports than can be listed one by one.
    """
    found = PortLists({}, [])
    if sum(group.count for group in part.ports) > MAX_PORTS:
        raise RefusedInput(f"{part.name[:80]} has more than {MAX_PORTS:,} ports; NetBox's form lists each by itself.")
    for group in part.ports:
        _add(part, group, found)
    _draw(part, found)
    _supply_bays(part, form, found)
    _pair_couplers(found)
    return found


def _names(group: PortGroup, taken: list[dict[str, Any]]) -> list[str]:
    """A name of its own for each port of GROUP."""
    stem = "".join(letter if letter.isprintable() else " " for letter in group.name)[:_MAX_NAME].strip() or "port"
    used = {item["name"] for item in taken}
    # Names have to differ over all groups of the device, not within one.
    names = [stem] if group.count == 1 else [f"{stem} {number}" for number in range(1, group.count + 1)]
    while any(name in used for name in names):
        stem = f"{stem[: _MAX_NAME - 2]}_"
        names = [f"{stem}{number}" for number in range(len(used) + 1, len(used) + 1 + group.count)]
    return names


def _add(part: Part, group: PortGroup, found: PortLists) -> None:
    items, lost = found
    if "power" in group.media:
        key = "power-outlets" if group.role == "out" else "power-ports"
        sort = outlet_type(group.connector) if group.role == "out" else inlet_type(group.connector)
        if sort == "other":
            lost.append(f"{group.name}: the form has no plug called {group.connector or 'unknown'}; it says other.")
        listed = items.setdefault(key, [])
        listed += [{"name": name, "type": sort} for name in _names(group, listed)]
        return
    if not any(medium in NETWORK_MEDIA for medium in group.media):
        lost.append(f"{group.name}: ports for {' and '.join(group.media) or 'nothing'} have no place in the form.")
        return
    if group.protocols == SERIAL:
        key = "console-server-ports" if group.name.startswith("serial") else "console-ports"
        listed = items.setdefault(key, [])
        listed += [{"name": name, "type": console_type(group.connector)} for name in _names(group, listed)]
        return
    if _is_coupler(part, group):
        key = "rear-ports" if group.name.startswith("rear") else "front-ports"
        listed = items.setdefault(key, [])
        listed += [{"name": name, "type": panel_type(group.connector)} for name in _names(group, listed)]
        return
    sort = interface_type_of(group)
    if sort == "other":
        lost.append(f"{group.name}: the form has no type for {group.connector or 'this port'}; it says other.")
    managing = group.media == ("management",)
    listed = items.setdefault("interfaces", [])
    listed += [
        {"name": name, "type": sort} | ({"mgmt_only": True} if managing else {}) for name in _names(group, listed)
    ]
    if group.cages is not None or group.breakouts:
        lost.append(f"{group.name}: cages and breakouts have no place in the form.")


def _is_coupler(part: Part, group: PortGroup) -> bool:
    passive = group.rate_gbps is None and not group.protocols and group.connector in _PANEL_CONNECTORS
    return passive and part.kind in PATCHING | PLUG_IN_MODULES and group.name.startswith(("front", "rear"))


def _draw(part: Part, found: PortLists) -> None:
    """Writes the draw of the whole part onto its inlets."""
    inlets = found.items.get("power-ports", [])
    # For a distributor the form means what passes through its inlet, which is its capacity.
    if part.kind in DISTRIBUTORS:
        capacity = part.facts.get("capacity_w")
        if inlets and capacity is not None and capacity.value:
            for inlet in inlets:
                inlet["maximum_draw"] = math.ceil(capacity.value)
        return
    rating = part.facts.get("psu_rating_w")
    # For a supply as a module it is the rating.
    if part.kind in PLUG_IN_MODULES and inlets and rating is not None and rating.value:
        for inlet in inlets:
            inlet["maximum_draw"] = math.ceil(rating.value)
        return
    draws = (("maximum_draw", "power_max_w"), ("allocated_draw", "power_typical_w"))
    stated = [(key, part.facts[fact].value) for key, fact in draws if fact in part.facts]
    known = [(key, watts) for key, watts in stated if watts]
    if known and not inlets:
        found.lost.append("Its draw has no place in the form, as it has no power inlet of its own.")
    # The draw is shared over the inlets that carry it when a spare one is lost, rounded up to whole watts.
    for key, watts in known if inlets else ():
        each = math.ceil(watts / carried_by(len(inlets)))
        for inlet in inlets:
            inlet[key] = each
        if len(inlets) > 1:
            words = f"as if {carried_by(len(inlets))} of {len(inlets)} inlets carried all"
            found.lost.append(f"{key}: {watts:,.0f} W are written as {each:,} W on each inlet, {words}.")


def _supply_bays(part: Part, form: Form, found: PortLists) -> None:
    """Writes supplies as bays, where no inlet shows how many there are."""
    supplies = part.facts.get("psu_count")
    if form == "device" and supplies is not None and supplies.value and not found.items.get("power-ports"):
        count = min(int(supplies.value), 64)
        found.items["module-bays"] = [
            {"name": f"PSU {number}", "position": str(number)} for number in range(1, count + 1)
        ]


def _pair_couplers(found: PortLists) -> None:
    """Leads each front port to a rear one, and makes a rear one where there is none."""
    fronts, rears = found.items.get("front-ports", []), found.items.get("rear-ports", [])
    if not fronts:
        for rear in rears:
            rear["positions"] = 1
        return
    if not rears:
        rears = found.items.setdefault("rear-ports", [])
        rears.append({"name": "rear", "type": "other"})
        found.lost.append("The form wants a rear port; one of no type is made.")
    each = math.ceil(len(fronts) / len(rears))
    for number, front in enumerate(fronts):
        front["rear_port"] = rears[number // each]["name"]
        front["rear_port_position"] = number % each + 1
    for rear in rears:
        rear["positions"] = each
