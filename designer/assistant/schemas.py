"""Arguments of tools: their JSON Schema, and reading what a program of others sends by it.

The schemas use a small part of the standard: what they say is checked here, with one plain line for each slip, whatever
was sent: text of megabytes, NaN, lists in lists. So a tool sees only what its schema allows.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.model.records import RefusedInput

Schema = dict[str, Any]
MOST_TEXT: Final = 300
"""Letters of a name, an id or a query."""
MOST_ITEMS: Final = 200
MOST_SHOWN: Final = 60


def text(help: str, *, most: int = MOST_TEXT, choices: Sequence[str] = (), least: int = 1) -> Schema:
    """Return the schema of a text on one line."""
    found: Schema = {"type": "string", "description": help, "minLength": least, "maxLength": most}
    return {**found, "enum": list(choices)} if choices else found


def whole(help: str, least: int = 0, most: int = 1_000_000) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "description": help, "minimum": least, "maximum": most}


def number(help: str, least: float = -1e18, most: float = 1e18) -> Schema:
    """Return the schema of a finite number."""
    return {"type": "number", "description": help, "minimum": least, "maximum": most}


def flag(help: str) -> Schema:
    """Return the schema of true or false."""
    return {"type": "boolean", "description": help}


def listed(help: str, item: Schema, most: int = MOST_ITEMS) -> Schema:
    """Return the schema of a list of ITEMs."""
    return {"type": "array", "description": help, "items": item, "maxItems": most}


def mapped(help: str, most: int = 64) -> Schema:
    """Return the schema of names with texts or numbers."""
    return {
        "type": "object",
        "description": help,
        "maxProperties": most,
        "additionalProperties": {"type": ["string", "number"], "maxLength": MOST_TEXT},
    }


def values(help: str, most: int = 16) -> Schema:
    """Return the schema of names with a value each or a list of them."""
    plain = {"type": ["string", "number"], "maxLength": MOST_TEXT}
    return {
        "type": "object",
        "description": help,
        "maxProperties": most,
        "additionalProperties": {**plain, "type": ["string", "number", "array"], "items": plain, "maxItems": 64},
    }


def arguments(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of all arguments of a tool."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def read_arguments(schema: Schema, sent: object) -> dict[str, Any]:
    """Return what was SENT when SCHEMA allows it.

    Raises:
        RefusedInput: it does not; one line that names the argument.
    """
    given = {} if sent is None else sent
    if not isinstance(given, dict):
        raise RefusedInput("The arguments are an object with names and values.")
    _check(schema, given, "")
    return given


def shown(value: object) -> str:
    """Return VALUE as a refusal shows it: on one line, short."""
    if isinstance(value, int) and abs(value) > 10**18:
        return "a number of more than 18 digits"
    # Of what is large only the beginning is written out at all.
    few: object = value[:MOST_SHOWN] if isinstance(value, str | list) else value  # pyright: ignore[reportUnknownVariableType]
    words = repr(few)[: MOST_SHOWN + 2] if not isinstance(value, dict) else "an object"
    return "".join(letter if letter.isprintable() else "?" for letter in words)


def _check(schema: Schema, value: Any, what: str) -> None:
    # A schema names one sort of value, or several of which any will do.
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    named = what or "The call"
    # In Python true is a whole number too; to whoever wrote the call it is none.
    if isinstance(value, bool) and "boolean" not in kinds:
        raise RefusedInput(f"{named} takes {' or '.join(kinds)}, not {shown(value)}.")
    if isinstance(value, str) and "string" in kinds:
        _check_text(schema, value, named)
    elif isinstance(value, int | float) and not isinstance(value, bool) and {"number", "integer"} & set(kinds):
        _check_number(schema, value, named, whole_only="number" not in kinds)
    elif isinstance(value, list) and "array" in kinds:
        if len(value) > schema["maxItems"]:  # pyright: ignore[reportUnknownArgumentType]
            raise RefusedInput(f"{named} takes at most {schema['maxItems']} entries, not {len(value):,}.")  # pyright: ignore[reportUnknownArgumentType]
        for place, item in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            _check(schema["items"], item, f"{named}[{place}]")
    elif isinstance(value, dict) and "object" in kinds:
        _check_object(schema, value, what)  # pyright: ignore[reportUnknownArgumentType]
    elif not (isinstance(value, bool) and "boolean" in kinds):
        raise RefusedInput(f"{named} takes {' or '.join(kinds)}, not {shown(value)}.")


def _check_text(schema: Schema, value: str, named: str) -> None:
    most = schema.get("maxLength", MOST_TEXT)
    if len(value) > most:
        raise RefusedInput(f"{named} has {len(value):,} letters; it takes at most {most:,}.")
    if len(value) < schema.get("minLength", 0):
        raise RefusedInput(f"{named} is empty.")
    # Line ends, other control signs and halves of surrogates: none belongs into a name, and each breaks something.
    if any(not letter.isprintable() for letter in value):
        raise RefusedInput(f"{named} takes one line of letters that can be seen, not {shown(value)}.")
    if "enum" in schema and value not in schema["enum"]:
        raise RefusedInput(f"{named} is one of {', '.join(schema['enum'])}, not {shown(value)}.")


def _check_number(schema: Schema, value: float, named: str, *, whole_only: bool) -> None:
    least, most = schema.get("minimum", -1e18), schema.get("maximum", 1e18)
    # A whole number of thousands of digits is no float at all, and is compared as it is.
    if (isinstance(value, float) and not math.isfinite(value)) or not least <= value <= most:
        raise RefusedInput(f"{named} is a number from {least:,g} to {most:,g}, not {shown(value)}.")
    if whole_only and value != int(value):
        raise RefusedInput(f"{named} is a whole number, not {shown(value)}.")


def _check_object(schema: Schema, value: Mapping[Any, Any], what: str) -> None:
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", False)
    if len(value) > schema.get("maxProperties", max(len(known), 1)):
        raise RefusedInput(f"{what or 'The call'} has {len(value):,} names, more than it takes.")
    missing = [name for name in schema.get("required", ()) if name not in value]
    if missing:
        raise RefusedInput(f"{missing[0]} is missing.")
    for name, inner in value.items():
        if name in known:
            _check(known[name], inner, name)
        elif rest is False:
            raise RefusedInput(f"There is no argument {shown(name)}; there are {', '.join(known) or 'none'}.")
        else:
            _check_text({}, str(name), f"A name in {what}")
            _check(rest, inner, f"{what}.{name}")
