"""Rules about places in racks: collisions, outside, too deep, air against the others, liquid without a link."""

from collections.abc import Iterator
from datetime import date

from designer.analysis.results import Results
from designer.analysis.rooms.rack_fit import has_coolant
from designer.model.design import Design, Node
from designer.model.kinds import RACKS
from designer.model.rooms.rack_airflow import direction, main_air
from designer.model.rooms.rack_slots import RackSlots, SlotProblem, all_rack_slots, box_of, slot_problems, takes_place
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix, Severity
from designer.review.registry import rule


@rule(
    {
        "rack-overlap": "error",
        "rack-outside": "error",
        "rack-too-deep": "error",
        "rack-tight": "note",
        "rack-side-taken": "warning",
    },
    layer="facility",
)
def places_in_racks(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices that meet in a rack, stand outside of it, are too deep for it or hang where another hangs."""
    for rack_id, slots in all_rack_slots(design).items():
        for problem in slot_problems(design, slots):
            yield _told(design, design.nodes[rack_id], slots, problem)


def _told(design: Design, rack: Node, slots: RackSlots, problem: SlotProblem) -> Finding:
    names = [design.nodes[name].title for name in problem.nodes]
    moved, each = problem.nodes[-1], "Each " if rack.copies > 1 else ""
    severity: Severity = "error"
    assumed = "" if slots.units_known else " That height is assumed: set the rack's units where it is higher."
    fix: Fix | None = Fix(label="Move it to the nearest free place", edit="seat_in_rack", arguments={"node_id": moved})
    if problem.trouble == "overlap":
        message = f"{each}{rack.title}: {names[0]} and {names[-1]} both take U{problem.u}."
        detail = "Two devices cannot be mounted in the same place. Move one of them, or take it to the other face."
        if len(problem.nodes) == 1:
            message = f"{each}{rack.title}: copies of {names[0]} meet at U{problem.u}."
    elif problem.trouble == "outside":
        message = (
            f"{each}{rack.title}: {names[0]}, placed at U{problem.u}, stands {problem.amount:g}U outside of its "
            f"{problem.limit:g}U."
        )
        detail = f"Move it down, take fewer copies, or choose a higher rack.{assumed}"
    elif problem.trouble == "too deep":
        message = f"{names[0]} is {problem.amount:,.0f} mm deep, and {rack.title} is {problem.limit:,.0f} mm."
        detail = "The doors do not close, or it does not go in at all. Choose a deeper rack or another device." + (
            "" if slots.depth_known else " The depth of the rack is assumed; set it where you know it."
        )
        fix = None
    elif problem.trouble == "tight":
        severity = "note"
        message = (
            f"{names[0]} leaves {problem.limit - problem.amount:,.0f} mm for cables in {rack.title} "
            f"({problem.limit:,.0f} mm deep)."
        )
        detail = "Plugs and the bend of cables need room behind a device; see the assumption “Room for cables”."
        fix = None
    else:
        severity = "warning"
        message = f"{each}{rack.title}: {listed(names)} hang in the same place beside the units."
        if len(problem.nodes) == 1:
            message = f"{each}{rack.title}: there are more of {names[0]} than the four places beside the units."
        detail = "Hang one of them on another side, or choose shorter or fewer ones."
    return Finding(
        rule=f"rack-{problem.trouble.replace(' ', '-')}",
        severity=severity,
        message=message,
        detail=detail,
        ids=(*problem.nodes, rack.id),
        fix=fix,
    )


@rule({"rack-airflow": "warning"}, layer="facility")
def air_against_the_others(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices that blow against most of their rack."""
    for rack_id, slots in all_rack_slots(design).items():
        main = main_air(slots)
        ways = {seat.node: direction(slots.boxes[seat.node], seat.face) for seat in slots.seats if not seat.zero_u}
        if not main and len({way for way in ways.values() if way}) > 1:
            main = 1  # as many each way: the usual one is from the front
        against = [name for name, way in ways.items() if main and way == -main]
        if against:
            rack = design.nodes[rack_id]
            yield Finding(
                rule="rack-airflow",
                severity="warning",
                message=f"{rack.title}: {listed([design.nodes[name].title for name in against])} "
                f"{'blows' if len(against) == 1 else 'blow'} against the other devices.",
                detail="It takes in the warm air of the others and blows it to their inlets. Order it with fans for "
                "the other way, or mount it at the other face.",
                ids=(*against, rack_id),
                # One at a time: the next look may find another majority.
                fix=Fix(label="Turn it to the other face", edit="turn_in_rack", arguments={"node_id": against[0]}),
            )


@rule({"rack-no-coolant": "warning"}, layer="facility")
def liquid_without_link(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices that a liquid cools, in racks to which no coolant is led: one finding for all."""
    dry: list[Node] = []
    for node in design.nodes_in_order():
        parent = design.nodes.get(node.parent or "")
        if parent is None or parent.kind not in RACKS or not takes_place(node):
            continue
        if box_of(design, node).liquid and not has_coolant(design, parent.id, node.id):
            dry.append(node)
    if dry:
        yield Finding(
            rule="rack-no-coolant",
            severity="warning",
            message=f"{listed([node.title for node in dry])} {'is' if len(dry) == 1 else 'are'} cooled by liquid, and "
            "no coolant link leads there.",
            detail="Place a coolant unit in the rack or draw a coolant link to it, or take the air-cooled version.",
            ids=tuple(node.id for node in dry),
        )


@rule({"rack-no-place": "note"}, layer="facility")
def waiting_for_places(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Devices without a place in racks in which others have one: one note for all."""
    waiting: list[str] = []
    for slots in all_rack_slots(design).values():
        if slots.seats:
            waiting.extend(slots.unplaced)
    if waiting:
        yield Finding(
            rule="rack-no-place",
            severity="note",
            message=f"{counted(len(waiting), 'device')} ({listed([design.nodes[name].title for name in waiting])}) "
            f"{'has' if len(waiting) == 1 else 'have'} no place in the rack yet.",
            detail="They count for its units, weight and power, but not where they stand.",
            ids=tuple(waiting),
            fix=Fix(label="Place all that wait", edit="seat_all"),
        )
