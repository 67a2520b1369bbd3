"""What is wrong with a file, in words for the person who wrote it."""

import re
from typing import Any, Final

import yaml

_TYPES: Final = {
    "int": "a whole number", "float": "a number", "str": "text", "bool": "yes or no", "null": "nothing",
    "array": "a list", "object": "a mapping", "int | null": "a whole number", "float | null": "a number",
    "str | null": "text", "date": "a date",
}  # fmt: skip
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_EXPECTED: Final = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_SINGULAR: Final = {"nodes": "node", "links": "link", "views": "view", "parts": "part", "sources": "source"}


def parser_words(problem: Exception) -> str:
    """What a parser says about a file, on one line and with hardly any of the file's own text."""
    mark = getattr(problem, "problem_mark", None)
    if mark is not None:
        return f"{getattr(problem, 'problem', None) or 'it breaks off'}, in line {mark.line + 1}"
    if isinstance(problem, yaml.reader.ReaderError):
        return "it holds a character that is not allowed"
    return short(" ".join(str(problem).split()).rstrip("."), 200)


def plain_problem(message: str, document: Any) -> str:
    """MESSAGE of a failed conversion of DOCUMENT as people say it: "link 'rails': cables must be a whole number"."""
    problem, _, path = message.partition(" - at `$")
    owner, field = _place(path.rstrip("`"), document)
    expected = _EXPECTED.match(problem)
    if expected is not None:
        wanted, got = (_TYPES.get(name, name) for name in expected.groups())
        problem = f"{field or 'it'} must be {wanted}, not {got}"
    elif field:
        problem = f"{field}: {problem[:1].lower()}{problem[1:]}"
    text = f"{owner}: {problem}" if owner else problem
    return " ".join(text.replace("`", "'").split()).rstrip(".")


def _place(path: str, document: Any) -> tuple[str, str]:
    """The record that PATH leads to, by its id, and the field in it."""
    owner: list[str] = []
    fields: list[str] = []
    here = document
    for name, index in _STEP.findall(path):
        if name:
            fields.append(name)
            here = here.get(name) if isinstance(here, dict) else None
        elif index.isdecimal():
            here = here[int(index)] if isinstance(here, (list, tuple)) and int(index) < len(here) else None
            table = fields.pop() if fields else "entry"
            known = here.get("id") if isinstance(here, dict) else None
            title = short(str(known)) if known is not None else ""
            owner.append(f"{_SINGULAR.get(table, table)} {title!r}" if title else f"{table} number {int(index) + 1}")
        else:
            fields.append("an entry")
    return ", ".join(owner), ".".join(fields)


def short(text: str, most: int = 60) -> str:
    """TEXT, cut where it is longer than a message should quote."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
