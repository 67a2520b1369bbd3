"""Promise 9: NaN, infinite, negative and absurd numbers stop at the border, and are never stored."""

import json
from typing import Any

import msgspec

from designer.catalog.library import Library
from designer.edit.templates import build_template
from designer.export.text_form import document_of_design, read_text_design
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.store.project import read_project, write_project
from tests.shipped import LIBRARY
from tests.trust.registry import Measured, Run, row

BAD = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e308", "-1", "-1e300")


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where in a document a number stands."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [path]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, one in inside for place in _places(one, (*path, key))]


def _kind(path: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return PATH without its positions: each field is tried once."""
    return tuple("*" if isinstance(key, int) else key for key in path)


def _with(document: Any, path: tuple[Any, ...], word: str) -> str:
    copied = json.loads(json.dumps(document))
    inside = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = "@bad@"
    return json.dumps(copied).replace('"@bad@"', word)


def _is_finite(design: Design) -> bool:
    text = json.dumps(msgspec.to_builtins(design))
    return "NaN" not in text and "Infinity" not in text


@row(9, "NaN, infinite, negative and 1e308 in every number of a design as text", quick=40, whole=2_000)
def bad_numbers(run: Run) -> Measured:
    design = build_template("ai-stack", LIBRARY, {})
    document = msgspec.json.decode(msgspec.json.encode(document_of_design(design, Library())))
    places = list({_kind(place): place for place in _places(document) if place != ("version",)}.values())
    tries = [(place, word) for place in places for word in BAD]
    step = max(1, len(tries) // run.size)
    refused = stored = crashed = fields = 0
    wrong: list[str] = []
    for place, word in tries[::step]:
        fields += 1
        path = run.folder / "d.json"
        path.write_text(_with(document, place, word), "utf-8")
        try:
            read = read_text_design(path, LIBRARY)
        except RefusedInput as problem:
            refused += "\n" not in str(problem)
            continue
        except Exception as problem:
            crashed += 1
            wrong.append(f"{place[-3:]} {word}: {type(problem).__name__}")
            continue
        # Taken: where a sign means something (a place on the floor), and then it is finite, and saved and read equal.
        write_project(run.folder / "p.stackwright", read)
        again = read_project(run.folder / "p.stackwright").design
        if not _is_finite(again) or again != read or word in BAD[:5]:
            stored += 1
            wrong.append(f"{place[-3:]} {word}: stored")
        require_valid(again)
    words = f"{stored} stored and {crashed} crashes of {fields} tries in {len(places)} fields: {refused} refused"
    return Measured(not wrong and refused > 0, words + (f"; {wrong[:5]}" if wrong else ""))
