"""Values that people and files give to fields, checked before they become part of a record."""

import math
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from designer.model.design import FloorPlace, Link, Node, RackPlace, Settings, View
from designer.model.kinds import FACTS
from designer.model.marks import Mark, Picture, mark_problem, require_picture
from designer.model.money.price_validity import require_price_book
from designer.model.parts.part import PortGroup
from designer.model.records import (
    MAX_CABLES,
    MAX_COPIES,
    Record,
    RefusedInput,
    require_count,
    require_quantity,
)
from designer.model.rooms.room_plan import plan_problem
from designer.model.validity import MAX_PORTS

R = TypeVar("R", bound=Record)

FARTHEST = 10_000_000.0
"""Canvas pixels from the origin beyond which nothing may lie: painting stays exact up to there."""
LONGEST_NAME = 200
LONGEST_TEXT = 20_000

_TITLES: Mapping[str, str] = {
    "copies": "The number of copies",
    "cables": "The number of cables",
    "price_usd": "The price",
    "capacity_gbps": "The capacity of a cable",
    "capacity_back_gbps": "The capacity of a cable from the second end to the first",
    "length_m": "The length",
    "x": "The place",
    "y": "The place",
    "order": "The order",
    "name": "The name",
    "note": "The note",
    "width": "The width",
    "height": "The height",
}


def changed(record: R, fields: Mapping[str, Any], allowed: frozenset[str], what: str) -> R:
    """RECORD with FIELDS, every value checked.

    Raises:
        RefusedInput: a field is unknown or its value is of the wrong type, NaN, infinite or out of range.
    """
    types = {field.name: field.type for field in msgspec.structs.fields(type(record))}
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in allowed:
            raise RefusedInput(f"{what} has no field {name!r} that can be set; there are {', '.join(sorted(allowed))}.")
        values[name] = _typed(value, types[name], name)
    result = msgspec.structs.replace(record, **values)
    check_record(result)
    return result


def _typed(value: Any, wanted: Any, name: str) -> Any:
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as problem:
        if value is None:
            raise RefusedInput(f"{_title(name)} is empty; it needs a value.") from None
        reason = str(problem).replace("`", "").split(" - at ")[0]
        raise RefusedInput(f"{_title(name)} cannot be {value!r}: {reason[:1].lower()}{reason[1:]}.") from None


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " ").capitalize())


def check_record(record: Record) -> None:
    """Refuse RECORD when it holds a value that no record of its type may hold.

    Raises:
        RefusedInput: it does.
    """
    match record:
        case Node():
            _check_node(record)
        case Link():
            _check_link(record)
        case View():
            _check_text(record.name, "The view's name", LONGEST_NAME)
            _check_text(record.caption, "The caption", LONGEST_TEXT)
            _check_text(record.notes, "The notes", LONGEST_TEXT)
            if record.camera is not None:
                for value in (record.camera.x, record.camera.y, record.camera.width, record.camera.height):
                    require_place(value)
                if record.camera.width <= 0 or record.camera.height <= 0:
                    raise RefusedInput("A view needs a width and a height above 0.")
        case Mark():
            _check_mark(record)
        case Picture():
            require_picture(record)
        case Settings():
            _check_text(record.name, "The design's name", LONGEST_NAME)
            _check_text(record.description, "The description", LONGEST_TEXT)
            require_price_book(record.prices)
        case _:
            pass


def _check_node(node: Node) -> None:
    require_count(node.copies, "The number of copies", 1, MAX_COPIES)
    require_place(node.x)
    require_place(node.y)
    _check_text(node.name, "The name", LONGEST_NAME)
    _check_text(node.note, "The note", LONGEST_TEXT)
    for size, what in ((node.width, "The width"), (node.height, "The height")):
        if size is not None:
            require_quantity(size, what, 8.0)
            require_place(size)
    if node.price_usd is not None:
        require_quantity(node.price_usd, "The price")
    for name, value in node.facts.items():
        require_fact(name, value)
    if node.floor is not None:
        _check_floor(node.floor)
    if node.rack is not None:
        _check_rack(node.rack)
    if node.plan is not None and (problem := plan_problem(node.plan)):
        raise RefusedInput(f"The room {problem}.")
    _check_ports(node.ports)


def _check_mark(mark: Mark) -> None:
    _check_text(mark.text, "The text", LONGEST_TEXT)
    for value in (mark.x, mark.y, mark.width, mark.height, *(number for point in mark.points for number in point)):
        require_place(value)
    if problem := mark_problem(mark):
        raise RefusedInput(f"The {mark.kind} {problem}.")


def _check_floor(place: FloorPlace) -> None:
    for value in (place.x_mm, place.y_mm, place.rotation_deg):
        if not math.isfinite(value) or abs(value) > 1e9:
            raise RefusedInput(f"A place on the floor cannot be {value}; use millimetres from the room's corner.")
    require_count(place.per_line, "The copies of a line", 0, MAX_COPIES)
    for pitch in (place.pitch_mm, place.line_pitch_mm):
        if pitch is not None:
            require_quantity(pitch, "The distance of copies on the floor")


def _check_rack(place: RackPlace) -> None:
    require_count(place.u, "The rack unit", 1, 100)


def _check_ports(groups: tuple[PortGroup, ...]) -> None:
    names = [group.name for group in groups]
    if len(set(names)) != len(names):
        raise RefusedInput("Two port groups have the same name; give each its own.")
    for group in groups:
        require_count(group.count, f"The number of {group.name} ports", 0, MAX_PORTS)
        if not group.media:
            raise RefusedInput(f"The ports {group.name!r} carry nothing; give them a medium.")
        if group.rate_gbps is not None:
            require_quantity(group.rate_gbps, f"The rate of {group.name}")


def _check_link(link: Link) -> None:
    require_count(link.cables, "The number of cables", 1, MAX_CABLES)
    _check_text(link.name, "The name", LONGEST_NAME)
    if link.capacity_gbps is not None:
        require_quantity(link.capacity_gbps, "The capacity of a cable")
    if link.capacity_back_gbps is not None:
        require_quantity(link.capacity_back_gbps, "The capacity of a cable from the second end to the first")
    if link.length_m is not None:
        require_quantity(link.length_m, "The length")


def _check_text(text: str, what: str, longest: int) -> None:
    if len(text) > longest:
        raise RefusedInput(f"{what} has {len(text):,} characters; it may have at most {longest:,}.")


def require_place(value: float) -> float:
    """VALUE when it can be a coordinate on the canvas.

    Raises:
        RefusedInput: NaN, infinite or farther than 10 million pixels from the origin.
    """
    if not math.isfinite(value) or abs(value) > FARTHEST:
        raise RefusedInput(f"{value} is not a place on the canvas; it reaches {FARTHEST:,.0f} pixels each way.")
    return value


def require_fact(name: str, value: float) -> float:
    """VALUE when fact NAME can have it.

    Raises:
        RefusedInput: there is no such fact, or the value is NaN, infinite, negative or too large.
    """
    kind = FACTS.get(name)
    if kind is None:
        raise RefusedInput(f"There is no fact called {name!r}.")
    require_quantity(value, kind.title)
    if value > kind.most:
        raise RefusedInput(f"{kind.title} is {value:g}; it can be at most {kind.most:g}.")
    return value


def require_text(value: object, what: str) -> str:
    """VALUE when it is text.

    Raises:
        RefusedInput: it is something else.
    """
    if not isinstance(value, str):
        raise RefusedInput(f"{what} must be text, not {type(value).__name__}.")
    return value
