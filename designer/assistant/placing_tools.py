"""Tools that propose where things stand: on the canvas, in racks, on the floor; and in which place and when."""

from typing import Final

from designer.assistant.proposal_tools import proposed, proposing_tool
from designer.assistant.schemas import flag, listed, mapped, number, text, whole
from designer.assistant.tool import Answer, Arguments, held
from designer.assistant.workbench import Workbench
from designer.edit.fabrics.protocols import PROTOCOL_TITLES
from designer.edit.layouts.tidy import STYLES, tidy
from designer.edit.phases import TITLES, remove_phase
from designer.edit.settings import stand_at
from designer.model.assumptions.places import PLACES
from designer.model.assumptions.site_choices import SITE_CHOICES


def _arrange(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().edit(tidy, given.get("style", "tiers"), given.get("ids") or None)
    return proposed(bench, one)


def _place(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().put_on_canvas(given["id"], given["x"], given["y"])
    return proposed(bench, one, changed=[given["id"]])


def _rack(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    document = one.to_edit()
    document.put_in_rack(given["id"], given["rack"], u=given.get("u"), face=given.get("face", "front"))
    place = document.nodes[given["id"]].rack
    return proposed(bench, one, changed=[given["id"]], u=None if place is None else place.u)


def _floor(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    turned = given.get("rotation_deg", 0.0)
    one.to_edit().put_on_floor(given["id"], given["x_mm"], given["y_mm"], rotation_deg=turned, room=given.get("room"))
    return proposed(bench, one, changed=[given["id"]])


def _fabric(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().swap_fabric(given["to"], storage=given.get("storage", False))
    return proposed(bench, one)


def _add_phase(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    fields = {name: str(value) for name, value in given.get("fields", {}).items()}
    made = one.to_edit().add_phase(given["order_date"], **fields)
    return proposed(bench, one, added=f"phase:{made}")


def _remove_phase(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().edit(remove_phase, given["phase"].removeprefix("phase:"))
    return proposed(bench, one, removed=[given["phase"]])


def _stand(bench: Workbench, given: Arguments) -> Answer:
    one = held(bench, given)
    one.to_edit().edit(stand_at, PLACES[given["place"]], given.get("economizer", ""))
    return proposed(bench, one, place=PLACES[given["place"]].title)


_NODE: Final = text("Id of the node.")
_MOST_PX, _MOST_MM = 1e7, 1e7
_ECONOMIZERS: Final = tuple(value for value, _ in SITE_CHOICES["economizer"].options if value)
TOOLS: Final = (
    proposing_tool(
        "arrange",
        "Propose a layout",
        "Lay the canvas out, or some nodes with their contents; nothing overlaps afterwards.",
        _arrange,
        None,
        {
            "style": text("How: in tiers (the usual), as a tree, in rings or in a grid.", choices=tuple(STYLES)),
            "ids": listed("These alone.", text("Id of a node.")),
        },
    ),
    proposing_tool(
        "place_on_canvas",
        "Propose a place on the canvas",
        "Put a node with its contents at a place of the canvas.",
        _place,
        {
            "id": _NODE,
            "x": number("Left edge, pixels at full zoom, to the right.", -_MOST_PX, _MOST_PX),
            "y": number("Top edge, pixels, downwards.", -_MOST_PX, _MOST_PX),
        },
    ),
    proposing_tool(
        "put_in_rack",
        "Propose a place in a rack",
        "Put a device into a rack, at a rack unit or where it fits first.",
        _rack,
        {"id": _NODE, "rack": text("Id of the rack.")},
        {
            "u": whole("Lowest rack unit that it takes, counted from 1 at the bottom.", 1, 100),
            "face": text("The side that it is mounted on.", choices=("front", "rear")),
        },
    ),
    proposing_tool(
        "put_on_floor",
        "Propose a place on the floor",
        "Put a rack, a row or a device on the floor of its room.",
        _floor,
        {
            "id": _NODE,
            "x_mm": number("From the left wall of the room to its corner, mm.", -_MOST_MM, _MOST_MM),
            "y_mm": number("From the rear wall to its corner, mm.", -_MOST_MM, _MOST_MM),
        },
        {
            "rotation_deg": number("Turned by so many degrees, clockwise.", -360.0, 360.0),
            "room": text("Id of another room that it goes to."),
        },
    ),
    proposing_tool(
        "swap_fabric",
        "Propose another protocol",
        "Put Ethernet in place of a drawn InfiniBand fabric or the other way round, with switches, optics and cables.",
        _fabric,
        {"to": text("What it is to be.", choices=tuple(PROTOCOL_TITLES))},
        {"storage": flag("The storage network too.")},
    ),
    proposing_tool(
        "add_phase",
        "Propose a phase",
        "Add a phase in which the design grows; set_fields changes it by the id that is returned (phase:phase-1).",
        _add_phase,
        {"order_date": text("When it is ordered, ISO: 2027-03-01.")},
        {"fields": mapped(f"Any of {', '.join(TITLES)}; weeks are 26 or 20/26/40 (least/likely/most).")},
    ),
    proposing_tool(
        "remove_phase",
        "Propose to remove a phase",
        "Remove a phase; its devices stay.",
        _remove_phase,
        {"phase": text("Its id, such as phase-1.")},
    ),
    proposing_tool(
        "stand_at",
        "Propose another place",
        "Let the design stand in another place, with its climate, its grid and its price of electricity; "
        "compare_places says what that changes.",
        _stand,
        {"place": text("The place.", choices=tuple(PLACES))},
        {"economizer": text("What cools without compressors there.", choices=_ECONOMIZERS)},
    ),
)
