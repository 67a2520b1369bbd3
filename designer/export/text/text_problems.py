"""Problems of a file, in words for the person who wrote it."""

import re
from typing import Any, Final

import yaml

_TYPES: Final = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "yes or no",
    "null": "nothing",
    "array": "a list",
    "object": "a mapping",
    "int | null": "a whole number",
    "float | null": "a number",
    "str | null": "text",
    "date": "a date",
}
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_EXPECTED: Final = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_CHOICE: Final = re.compile(r"Invalid enum value (.+)")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.+)`")
_MISSING: Final = re.compile(r"Object missing required field `(.+)`")
_SINGULAR: Final = {
    "nodes": "node",
    "links": "link",
    "views": "view",
    "parts": "part",
    "sources": "source",
    "marks": "mark",
    "pictures": "picture",
    "prices": "price",
    "discounts": "discount",
}


def parser_words(problem: Exception) -> str:
    """Return what a parser says about a file, on one line and with hardly any of the file's own text."""
    mark = getattr(problem, "problem_mark", None)
    if mark is not None:
        return f"{getattr(problem, 'problem', None) or 'it breaks off'}, in line {mark.line + 1}"
    if isinstance(problem, yaml.reader.ReaderError):
        return "it holds a character that is not allowed"
    if "integer string conversion" in str(problem):
        return "it holds a number of thousands of digits"
    return short(" ".join(str(problem).partition(" - at")[0].split()).rstrip("."), 200)


def plain_problem(message: str, document: Any) -> str:
    """MESSAGE of a failed conversion of DOCUMENT as people say it: "link 'rails': cables must be a whole number"."""
    problem, _, path = message.partition(" - at `$")
    owner, field = _place(path.rstrip("`"), document)
    # The decoder's messages in words of the document: expected types, choices, unknown and missing names.
    if expected := _EXPECTED.match(problem):
        problem = f"{field or 'it'} must be {_unlike(*expected.groups())}"
    elif choice := _CHOICE.match(problem):
        problem = f"{field or 'it'} cannot be {choice[1]}; `stackwright schema` lists what it can be"
    elif unknown := _UNKNOWN.match(problem):
        problem = f"there is no field '{short(unknown[1])}'{f' in {field}' if field else ''}"
    elif missing := _MISSING.match(problem):
        problem = f"{missing[1]} is missing{f' in {field}' if field else ''}"
    elif field:
        problem = f"{field}: {problem[:1].lower()}{problem[1:]}"
    text = f"{owner}: {problem}" if owner else problem
    return " ".join(text.replace("`", "'").split()).rstrip(".")


def _unlike(wanted: str, got: str) -> str:
    if wanted.startswith("int") and got == "float":
        return "a whole number, without a fraction"
    hint = "; put it in quotes" if wanted == "str" and got in {"int", "float", "bool"} else ""
    return f"{_TYPES.get(wanted, wanted)}, not {_TYPES.get(got, got)}{hint}"


def _place(path: str, document: Any) -> tuple[str, str]:
    """The record that PATH leads to, by its id, and the field in it."""
    owner: list[str] = []
    fields: list[str] = []
    here = document
    # Along the path of the problem: names of fields, and numbers of records whose id is looked up on the way.
    for name, index in _STEP.findall(path):
        if name:
            fields.append(name)
            here = here.get(name) if isinstance(here, dict) else None
        elif index.isdecimal():
            here = here[int(index)] if isinstance(here, (list, tuple)) and int(index) < len(here) else None
            table = fields.pop() if fields else "entry"
            if table == "a value" and fields:  # of a mapping of lists, which is named in the step before
                table = fields.pop()
            known = here.get("id") if isinstance(here, dict) else None
            title = short(str(known)) if known is not None else ""
            owner.append(f"{_SINGULAR.get(table, table)} {title!r}" if title else f"{table} number {int(index) + 1}")
        else:
            fields.append("a value")
    return ", ".join(owner), " of ".join(reversed(fields))


def short(text: str, most: int = 60) -> str:
    """TEXT, cut where it is longer than a message should quote."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
