"""Rules about power, heat and racks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from math import ceil
from typing import Final

from designer.analysis.quantities import fact_of, is_rented, placed_nodes, role_of, value_of
from designer.analysis.results import Results
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure
from designer.model.kinds import OUTDOORS, RACK_POWER
from designer.model.network.ports import best_pair
from designer.model.rooms.rack_slots import takes_place
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.network.port_rules import has_room
from designer.review.power.enough_units import second_of
from designer.review.power.hall_rules import is_hall
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import quantity, watts

_STRIPS: Final = Fix(label="Draw strips and cords for every supply that has none", edit="feed_unfed")


@rule({"no-power-drawn": "note", "no-power": "warning"}, layer="facility", reads=("power",))
def no_power(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Equipment that nothing feeds; one note while no power is drawn at all."""
    hungry = [
        node
        for node, part in placed_nodes(design)
        if role_of(node) in {"host", "switch", "storage"}
        and not is_rented(part)
        and any("power" in group.media and group.role != "out" for group in design.ports_of(node))
    ]
    if not hungry:
        return
    cords = _cords(design)
    if not cords and not any(role_of(node) == "power" for node in design.nodes.values()):
        if is_hall(results):
            return  # that nothing feeds a whole hall is a warning of its own
        load = results.power.it_max_w.value if results.power else None
        yield Finding(
            rule="no-power-drawn",
            severity="note",
            message="No power distribution is drawn"
            + (f", so it is unknown whether {watts(load)} can be fed." if load else "."),
            detail="Add PDUs, a UPS and a utility feed, and draw power links to the supplies.",
            fix=Fix(label="Draw a simple power chain", edit="draw_power_chain"),
        )
        return
    unfed = [node for node in hungry if node.id not in cords]
    if unfed:
        yield Finding(
            rule="no-power",
            severity="warning",
            fix=(_to_the_pdu(design, unfed[0]) if len(unfed) == 1 else None) or _STRIPS,
            message=f"{listed([node.title for node in unfed])} {'has' if len(unfed) == 1 else 'have'} no power cable.",
            detail="Draw a power link from a PDU to its supplies; two PDUs, so that one may fail.",
            ids=tuple(node.id for node in unfed),
        )


def _to_the_pdu(design: Design, node: Node) -> Fix | None:
    """One cord for every supply of NODE from the first PDU that has outlets for them."""
    for source in design.nodes_in_order():
        if source.kind not in RACK_POWER:
            continue
        pair = best_pair(design.ports_of(source), design.ports_of(node), "power")
        cables = pair[1].count * node.copies if pair else 0
        link = Link(id="a cord that is not there yet", a=source.id, b=node.id, medium="power", cables=cables)
        if cables and has_room(design, link):
            return Fix(
                label=f"Feed it from {source.title} with {counted(cables, 'cord')}",
                edit="add_power_link",
                arguments={"source": source.id, "node_id": node.id, "cables": cables},
            )
    return None


def _cords(design: Design) -> dict[str, list[Link]]:
    """Power links by the node at either end."""
    found: dict[str, list[Link]] = {}
    for link in design.links.values():
        if link.medium == "power" and link.a in design.nodes and link.b in design.nodes:
            for end in dict.fromkeys((link.a, link.b)):
                found.setdefault(end, []).append(link)
    return found


@rule({"one-power-side": "note"}, layer="facility")
def one_power_side(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Equipment with several supplies that all hang on one side."""
    for node_id, links in _cords(design).items():
        node = design.nodes[node_id]
        if role_of(node) not in {"host", "switch", "storage"}:
            continue
        # One cord for each copy cannot have two sides.
        if sum(link.cables for link in links) <= node.copies:
            continue
        sources = {link.b if link.a == node_id else link.a for link in links}
        sides = {link.side for link in links}
        one_feed = len(sources) == 1 and design.total_copies(next(iter(sources))) == 1
        one_side = len(sides) == 1 and "" not in sides
        if one_feed or one_side:
            name = listed([design.nodes[source].title for source in sorted(sources)])
            yield Finding(
                rule="one-power-side",
                severity="note",
                message=f"All supplies of {node.title} are on "
                + (f"side {next(iter(sides))}." if one_side else f"one feed, {name}."),
                detail="When that side fails or is serviced, it goes dark. Move half of the supplies to another.",
                ids=(node_id, *sorted(sources), *(link.id for link in links)),
                fix=second_of(design, results, next(iter(sources))) if one_feed else None,
            )


@rule({"power-unknown": "note"}, layer="facility", reads=("power",))
def power_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Equipment whose power is not known."""
    if results.power is None or not results.power.it_max_w.missing:
        return
    dark = [entry.id for entry in results.power.by_node.values() if entry.max_w.at_least]
    names = [name.removesuffix(": power, maximum") for name in results.power.it_max_w.missing]
    yield Finding(
        rule="power-unknown",
        severity="note",
        message=f"The power is at least what is shown: that of {listed(names)} is not known.",
        detail="Unknown is not zero. Set the maximum power in the inspector when you know it.",
        ids=tuple(dark),
    )


@rule({"typical-above-maximum": "warning"}, layer="facility", reads=("power",))
def typical_above_maximum(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Equipment whose typical power is higher than its maximum."""
    if results.power is None:
        return
    for entry in results.power.by_node.values():
        typical, most = entry.typical_w.value, entry.max_w.value
        if typical is not None and most is not None and typical > most * (1 + 1e-9):
            node = design.nodes[entry.id]
            yield Finding(
                rule="typical-above-maximum",
                severity="warning",
                message=f"{node.title} typically draws {watts(typical)}, more than its maximum of {watts(most)}.",
                detail="One of the two numbers is wrong, and so are the totals. Correct it in the inspector.",
                ids=(entry.id,),
                fix=_typical_at_most(design, node),
            )


def _typical_at_most(design: Design, node: Node) -> Fix | None:
    """The fix that takes the maximum of NODE for its typical power too."""
    most = fact_of(design, node, "power_max_w").value
    if most is None:
        return None
    label = f"Take {watts(most)} as typical too"
    return Fix(label=label, edit="set_fact", arguments={"node_id": node.id, "fact": "power_typical_w", "value": most})


@rule({"rack-power": "error", "rack-units": "error", "rack-weight": "error"}, layer="facility", reads=("cooling",))
def rack_over_limit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Racks that hold more kW, weight or rack units than they may."""
    if results.cooling is None:
        return
    for rack_id, load in results.cooling.racks.items():
        rack = design.nodes[rack_id]
        yield from _over(design, rack, "rack-power", load.max_w, load.power_limit_w, watts)
        yield from _over(design, rack, "rack-weight", load.weight_kg, load.load_limit_kg, quantity)
        yield from _over(design, rack, "rack-units", load.used_u, load.height_u, quantity)


_OVER_WORDS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "rack-power": ("draws {} but is fed for {}", "power_max_w", "power_limit_w", "Feed and cool it for {}"),
    "rack-weight": ("holds {} kg but carries {} kg", "weight_kg", "load_limit_kg", "Take one that carries {} kg"),
    "rack-units": ("needs {}U but has {}U", "height_u", "rack_units", ""),
}
"""By rule: what is said, the fact of a device, the limit of a rack, and the fix that raises it, if any."""


def _over(
    design: Design, rack: Node, rule: str, load: Figure, limit: Figure, write: Callable[[float], str]
) -> Iterator[Finding]:
    if load.value is None or limit.value is None or load.value <= limit.value * (1 + 1e-9):
        return
    words, fact, limit_name, raised = _OVER_WORDS[rule]
    other = Fix(
        label=raised.format(write(load.value)),
        edit="set_fact",
        arguments={"node_id": rack.id, "fact": limit_name, "value": load.value},
    )
    yield Finding(
        rule=rule,
        severity="error",
        message=f"{'Each ' if rack.copies > 1 else ''}{rack.title} "
        + words.format(("at least " if load.at_least else "") + write(load.value), write(limit.value))
        + ".",
        detail="Move equipment to another rack, or raise the limit if the rack can take it."
        + (f" Not counted: {listed(list(load.missing))}." if load.at_least else ""),
        ids=(rack.id,),
        fix=_relief(design, rack, fact, load.value - limit.value),
        other_fix=other if raised else None,
    )


def _relief(design: Design, rack: Node, fact: str, excess: float) -> Fix | None:
    """Return the fix that moves as few devices as take EXCESS of FACT away from RACK to a new one.

    Those of which each takes most are asked first; None where no single kind of device is enough.
    """
    movable = [node for node in design.nodes_in_order() if node.parent == rack.id and node.kind not in RACK_POWER]
    shares = [(value_of(design, node, fact) or 0.0, node) for node in movable if takes_place(node)]
    for each, node in sorted(shares, key=lambda share: -share[0]):
        copies = ceil(excess / each * (1 - 1e-9)) if each > 0 else 0
        # A rack that is left empty is no relief.
        if not 0 < copies <= node.copies or (copies == node.copies and len(movable) == 1):
            continue
        return Fix(
            label=f"Move {copies:,} × {node.title} to a new rack",
            edit="to_new_rack",
            arguments={"rack_id": rack.id, "node_id": node.id, "copies": copies},
        )
    return None


@rule({"rack-without-budget": "note"}, layer="facility", reads=("cooling",))
def rack_without_budget(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Racks that draw power and have no limit set: one note for all."""
    if results.cooling is None:
        return
    open_racks = [
        design.nodes[rack_id]
        for rack_id, load in results.cooling.racks.items()
        if load.max_w.value and not load.power_limit_w.known
    ]
    if open_racks:
        yield Finding(
            rule="rack-without-budget",
            severity="note",
            message=f"{listed([rack.title for rack in open_racks])} {'has' if len(open_racks) == 1 else 'have'} "
            "no power limit set.",
            detail="Set what the rack is fed and cooled for, and it is checked.",
            ids=tuple(rack.id for rack in open_racks),
        )


@rule({"cooling-too-small": "error"}, layer="facility", reads=("cooling",))
def cooling_too_small(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers that remove less heat than there is."""
    if results.cooling is None:
        return
    heat, capacity = results.cooling.heat_w, results.cooling.capacity_w
    if heat.value is None or capacity.value is None or capacity.at_least or heat.value <= capacity.value:
        return
    yield Finding(
        rule="cooling-too-small",
        severity="error",
        message=f"The coolers remove {watts(capacity.value)}, but there are {watts(heat.value)} of heat at full load.",
        detail="Add coolers, and one more so that one may fail.",
        ids=tuple(node.id for node in design.nodes_in_order() if role_of(node) == "cooling"),
        fix=_more_coolers(design, heat.value - capacity.value),
    )


def _more_coolers(design: Design, missing_w: float) -> Fix | None:
    """More of the first cooler in the room that can be multiplied, for the heat that nothing removes."""
    for node in design.nodes_in_order():
        if role_of(node) != "cooling" or node.kind in OUTDOORS:
            continue
        each = fact_of(design, node, "cooling_capacity_w").value
        around = design.total_copies(node.id) // node.copies if node.copies else 0
        if each and around and (fix := more_of(design, node.id, node.copies + ceil(missing_w / each / around))):
            return fix
    return None


@rule({"plant-unknown": "note"}, layer="facility", reads=("power",))
def plant_unknown(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Coolers whose power is not known, so that the facility's power is a least value."""
    if results.power is None:
        return
    silent = [
        design.nodes[node_id]
        for node_id, entry in results.power.by_node.items()
        if role_of(design.nodes[node_id]) == "cooling" and entry.typical_w.at_least
    ]
    if silent:
        yield Finding(
            rule="plant-unknown",
            severity="note",
            message=f"The facility's power is at least what is shown: the power of {counted(len(silent), 'cooler')} "
            f"({listed([node.title for node in silent])}) is not known.",
            detail="The PUE follows from the coolers that are drawn. Set their power, or take them out and the "
            "assumed PUE holds.",
            ids=tuple(node.id for node in silent),
        )
