"""Rules about the floor: what stands where it must not, too close or too heavy, and what has no place yet."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from designer.analysis.results import Results
from designer.analysis.rooms.floor_positions import standing
from designer.analysis.rooms.records import FloorProblem, FloorTrouble
from designer.edit.rooms.floor import turn_placed
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.naming import title_of
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import Standing
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix, Severity
from designer.review.registry import rule
from designer.review.words import quantity

_SEVERITY: Final[Mapping[FloorTrouble, Severity]] = {"front": "warning", "rear": "warning", "air": "warning"}
_WHY: Final[Mapping[FloorTrouble, str]] = {
    "no area": "Nothing can stand in it. Draw its walls anew on the floor.",
    "crossing walls": "It is not clear what is inside. Move the corners of the room apart.",
    "outside": "Move it in, or move the wall.",
    "overlap": "Only one of them can stand there. Move one of them.",
    "column": "A column does not give way. Move what stands there.",
    "keep-out": "That floor was marked to stay free. Move what stands there.",
    "door": "The door does not open all the way. Move what stands there, or let the door open the other way.",
    "front": "Equipment goes into a rack and comes out at its front. Move it, or change the clearance assumed.",
    "air": "Its devices run warmer and fans faster, and coolers cool less. Turn it, or change what the aisle is. Where "
    "nothing says which way its air goes, its front is taken for the cold side.",
    "rear": "Cables and power supplies are reached from behind. Move it, or change the clearance assumed.",
    "floor load": "Spread the weight over more floor, take a lighter rack, or ask what the floor really carries.",
}
_MOVABLE: Final = frozenset({"outside", "overlap", "column", "keep-out", "door", "front", "rear", "air"})
_MOST_TRIED: Final = 5
_MOST_STANDING: Final = 500
"""Turning around is only tried in rooms in which that is looked through at once."""


@rule(
    {
        "floor-no-area": "error",
        "floor-crossing-walls": "error",
        "floor-outside": "error",
        "floor-overlap": "error",
        "floor-column": "error",
        "floor-keep-out": "error",
        "floor-door": "error",
        "floor-front": "warning",
        "floor-rear": "warning",
        "floor-floor-load": "error",
        "floor-air": "warning",
    },
    layer="facility",
    reads=("cooling",),
)
def floor_trouble(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Walls that enclose nothing, and what stands outside, on each other, in the way, too close or too heavy."""
    found = standing(design)
    if not found.count and not any(node.plan is not None for node in design.nodes.values()):
        return
    tried = 0
    for problem in _problems(design, found, rack_weights(results)):
        # A fix by turning tries the room anew: only for a few, and in rooms that are small enough.
        tries = problem.trouble in {"front", "rear", "air"} and tried < _MOST_TRIED and found.count <= _MOST_STANDING
        tried += tries
        yield Finding(
            rule=f"floor-{problem.trouble.replace(' ', '-')}",
            severity=_SEVERITY.get(problem.trouble, "error"),
            message=trouble_words(design, problem),
            detail=_WHY[problem.trouble],
            ids=(*problem.ids, *((problem.room,) if problem.room and problem.room not in problem.ids else ())),
            fix=_fix(design, problem, tries_turning=tries),
        )


_known: Final = Remembered[tuple[FloorProblem, ...]]()


def _problems(design: Design, found: Standing, weights_kg: Mapping[str, float | None]) -> tuple[FloorProblem, ...]:
    """Return what is wrong with where things stand; that of before, where no more than links and views was edited."""
    from designer.analysis.rooms.floor_problems import floor_problems  # with shapely, where something stands

    # What is not handed on cannot be read, so that what is kept is true of every design with the same of this.
    alone = Design(settings=design.settings, nodes=design.nodes, parts=design.parts, sources=design.sources)
    things = (found, design.settings, design.nodes, design.parts, design.sources)
    return _known.of(things, tuple(weights_kg.items()), lambda: floor_problems(alone, found, weights_kg))


@rule({"floor-no-place": "note"}, layer="facility")
def rack_without_place(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Racks that have no place on the floor while others have one."""
    found = standing(design)
    if not found.count or not found.unplaced:
        return
    racks = sum(design.total_copies(node_id) for node_id in found.unplaced)
    names = listed([design.nodes[node_id].title for node_id in found.unplaced])
    yield Finding(
        rule="floor-no-place",
        severity="note",
        message=f"{counted(racks, 'rack')} ({names}) {'has' if racks == 1 else 'have'} no place on the floor yet.",
        detail="Cables to it have no length, and its floor is not counted. Place it in the floor view.",
        ids=found.unplaced,
    )


def rack_weights(results: Results | None) -> dict[str, float | None]:
    """Weight of one of each rack, kg, where all that is in it says its own."""
    if results is None or results.cooling is None:
        return {}
    return {rack_id: load.weight_kg.value for rack_id, load in results.cooling.racks.items()}


def trouble_words(design: Design, problem: FloorProblem) -> str:
    """One plain sentence about PROBLEM, with names, millimetres and kilograms."""
    room = design.nodes[problem.room].title if problem.room in design.nodes else "the open floor"
    who = _called(design, problem, 0)
    more = f", as do {problem.copies - 1:,} more of it" if problem.copies > 1 else ""
    amount, limit = quantity(problem.amount), quantity(problem.limit or 0.0)
    match problem.trouble:
        case "no area":
            return f"The walls of {room} enclose no floor."
        case "crossing walls":
            return f"The walls of {room} cross each other."
        case "outside":
            return f"{who} reaches {amount} m² beyond the walls of {room}{more}."
        case "overlap":
            also = f"; {problem.copies - 1:,} more pairs do too" if problem.copies > 1 else ""
            return f"{who} and {_called(design, problem, 1)} stand on each other in {room}, by {amount} m²{also}."
        case "column":
            return f"{who} stands on {problem.piece} of {room}, by {amount} m²{more}."
        case "keep-out":
            return f"{who} stands on floor of {room} that stays free ({problem.piece}), by {amount} m²{more}."
        case "door":
            return f"{problem.piece.capitalize()} of {room} hits {who} when it opens{_also(problem)}."
        case "front" | "rear":
            side = "in front of" if problem.trouble == "front" else "behind"
            last = problem.ids[-1]
            beside = f"; {design.nodes[last].title} is in the way" if len(problem.ids) > 1 else ""
            return f"Only {amount} mm are free {side} {who} in {room}, {limit} mm are needed{beside}{_also(problem)}."
        case "air":
            last = design.nodes[problem.ids[-1]].title if len(problem.ids) > 1 else ""
            words = f"takes in what {last} blows out" if last else problem.piece
            return f"{who} of {room} {words}{_also(problem)}."
        case "floor load":
            return f"{who} puts {amount} kg/m² on the floor of {room}, which carries {limit} kg/m²{more}."


def _also(problem: FloorProblem) -> str:
    return f" ({problem.copies - 1:,} more alike)" if problem.copies > 1 else ""


def _called(design: Design, problem: FloorProblem, place: int) -> str:
    """A copy as people call it: "DGX rack 4", counted from 1."""
    example = problem.example[place] if place < len(problem.example) else problem.ids[0]
    return title_of(design, example)


def _fix(design: Design, problem: FloorProblem, *, tries_turning: bool) -> Fix | None:
    node = design.nodes.get(problem.ids[0])
    if node is None or problem.trouble not in _MOVABLE or node.parent != problem.room or node.pinned:
        return None
    if tries_turning and _turning_helps(design, problem):
        return Fix(label="Turn it around", edit="turn_around", arguments={"node_id": node.id})
    if problem.trouble == "air":
        return None
    return Fix(label="Move it to a free place", edit="move_to_free", arguments={"node_id": node.id})


def _turning_helps(design: Design, problem: FloorProblem) -> bool:
    from designer.analysis.rooms.floor_problems import floor_problems  # with shapely, as above

    try:
        turned = turn_placed(design, [problem.ids[0]], 180.0).applied(design)
    except RefusedInput:
        return False
    after = floor_problems(turned, standing(turned))
    return not any(problem.ids[0] in one.ids for one in after)
