"""Values that people and files give to fields, checked before they become part of a record."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

from designer.model.deck_settings import require_deck
from designer.model.design import Node, Settings
from designer.model.kinds import FACTS
from designer.model.marks import Mark, Picture, mark_problem, require_picture
from designer.model.money.price_validity import require_price_book
from designer.model.record_problems import fact_words, place_words, problems
from designer.model.records import Record, RefusedInput
from designer.model.rooms.room_plan import plan_problem

R = TypeVar("R", bound=Record)

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
    types = _types(type(record))
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in allowed:
            raise RefusedInput(f"{what} has no field {name!r} that can be set; there are {', '.join(sorted(allowed))}.")
        values[name] = _typed(value, types[name], name)
    result = msgspec.structs.replace(record, **values)
    check_record(result)
    return result


@cache
def _types(kind: type[Record]) -> Mapping[str, Any]:
    """Return the type of each field of KIND, read once: that takes longer than the rest of an edit of one record."""
    return {field.name: field.type for field in msgspec.structs.fields(kind)}


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
    for problem in problems(record):
        raise RefusedInput(problem.sentence)
    match record:
        case Node():
            if record.plan is not None and (problem := plan_problem(record.plan)):
                raise RefusedInput(f"The room {problem}.")
        case Mark():
            if problem := mark_problem(record):
                raise RefusedInput(f"The {record.kind} {problem}.")
        case Picture():
            require_picture(record)
        case Settings():
            require_price_book(record.prices)
            require_deck(record.deck)
        case _:
            pass


def require_place(value: float) -> float:
    """VALUE when it can be a coordinate on the canvas.

    Raises:
        RefusedInput: NaN, infinite or farther than 10 million pixels from the origin.
    """
    if words := place_words(value):
        raise RefusedInput(f"The place {words}")
    return value


def require_fact(name: str, value: float) -> float:
    """VALUE when fact NAME can have it.

    Raises:
        RefusedInput: there is no such fact, or the value is NaN, infinite, negative or too large.
    """
    kind = FACTS.get(name)
    if kind is None:
        raise RefusedInput(f"There is no fact called {name!r}.")
    if words := fact_words(name, value):
        raise RefusedInput(f"{kind.title} {words}")
    return value


def require_text(value: object, what: str) -> str:
    """VALUE when it is text.

    Raises:
        RefusedInput: it is something else.
    """
    if not isinstance(value, str):
        raise RefusedInput(f"{what} must be text, not {type(value).__name__}.")
    return value
