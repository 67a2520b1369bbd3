"""Records and designs as lines of text, so that a test compares a whole answer at once."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from textwrap import wrap
from typing import Any

import msgspec
import numpy as np

from designer.edit.make_real.records import Line as MadeLine
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure


def drawn_in(before: Design, after: Design) -> list[str]:
    """Return the nodes and links that AFTER has and BEFORE has not, or has otherwise, a line each, by their ids.

    "ups-a: ups big x2 in hall; UPS A; capacity_w 225000" is a node: kind, part, copies, container, name and facts.
    "ups-a -> panel-a x3 A; power" is a link: cables, side, medium, and where they are named its ports and its spread.
    What is gone is "gone: ID".
    """
    old: Mapping[str, Node | Link] = {**before.nodes, **before.links}
    new: Mapping[str, Node | Link] = {**after.nodes, **after.links}
    changed = [_line(one) for name, one in new.items() if old.get(name) != one]
    return sorted(changed) + sorted(f"gone: {name}" for name in old if name not in new)


def _line(one: Node | Link) -> str:
    if isinstance(one, Node):
        head = f"{one.id}: {one.kind}{f' {one.part}' if one.part else ''}{f' x{one.copies}' if one.copies != 1 else ''}"
        inside = f" in {one.parent}" if one.parent else ""
        seat = f"; U{one.rack.u}{' 0U' if one.rack.zero_u else ''}" if one.rack else ""
        facts = "".join(f"; {name} {value:g}" for name, value in sorted(one.facts.items()))
        return f"{head}{inside}{f'; {one.name}' if one.name else ''}{facts}{seat}"
    ports = "".join(f" {end} {port}" for end, port in (("from", one.a_port), ("to", one.b_port)) if port)
    spread = f" {one.spread}" if one.spread != "even" else ""
    side = f" {one.side}" if one.side else ""
    return f"{one.a} -> {one.b} x{one.cables}{side}; {one.medium}{ports}{spread}"


def line_text(line: MadeLine) -> list[str]:
    """Return a line of a proposal: "* KEY PART x2 or OTHER: its title; why", wrapped as the lines of a program are."""
    others = f" or {', '.join(line.others)}" if line.others else ""
    marks = "".join(f" ({word})" for word, so in (("left out", not line.taken), ("a problem", line.problem)) if so)
    head = f"* {line.key}{line.part and ' '}{line.part} x{line.count}{others}{marks}"
    return wrap(f"{head}: {line.title}; {line.why}", 112, subsequent_indent="    ", break_on_hyphens=False)


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines of TEXT below each "## NAME" in it, without empty ones at the end."""
    found: dict[str, list[str]] = {}
    for part in text.split("## ")[1:]:
        name, _, rest = part.partition("\n")
        found[name] = rest.rstrip().split("\n") if rest.strip() else []
    return found


def told(record: Any, *, skip: tuple[str, ...] = ()) -> list[str]:
    """Return all that RECORD tells, a line for each record in it: "links[0]: id up, load_gbps 800 Gb/s".

    What is empty, None, unknown or False is left out, so that a line holds what a reader looks for.

    Args:
        record: A record, a figure, a mapping or a sequence of them.
        skip: Names of fields that are left out.
    """
    return list(_records("", record, skip))


def _records(path: str, value: Any, skip: tuple[str, ...]) -> Iterator[str]:
    plain: list[str] = []
    deeper: list[tuple[str, Any]] = []
    for name, one in _fields(value):
        if name in skip or one is None or one is False or (isinstance(one, _HOLDS) and not one):
            continue
        if isinstance(one, Figure) and not one.known:
            continue
        text = value_text(one)
        if text is None:
            deeper.append((f"{path}.{name}" if path and not name.startswith("[") else f"{path}{name}", one))
        else:
            plain.append(f"{name} {text}".strip())
    if plain:
        yield from wrap(
            f"{path}: {', '.join(plain)}" if path else ", ".join(plain),
            112,
            subsequent_indent="    ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    for name, one in deeper:
        yield from _records(name, one, skip)


_HOLDS = (str, tuple, list, Mapping, set, frozenset)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the names and values in VALUE: fields, keys in brackets, places in brackets."""
    if isinstance(value, msgspec.Struct):
        yield from ((name, getattr(value, name)) for name in value.__struct_fields__)
    elif is_dataclass(value):
        yield from ((one.name, getattr(value, one.name)) for one in fields(value))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from zip(value._fields, value, strict=True)
    elif isinstance(value, Mapping):
        yield from ((f"[{key}]", one) for key, one in sorted(value.items(), key=lambda row: str(row[0])))
    elif isinstance(value, (list, tuple)):
        yield from ((f"[{number}]", one) for number, one in enumerate(value))
    else:
        yield "", value


def value_text(value: Any) -> str | None:
    """Return VALUE as a few words; None where it holds records."""
    if isinstance(value, Figure):
        return figure_text(value)
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    if isinstance(value, np.ndarray):
        return value_text(value.tolist())
    if isinstance(value, (set, frozenset)):
        return "{" + " ".join(sorted(map(str, value))) + "}"
    if isinstance(value, (msgspec.Struct, Mapping)) or is_dataclass(value) or hasattr(value, "_fields"):
        return None
    if isinstance(value, (list, tuple)):
        texts = [value_text(one) for one in value]
        return None if None in texts else f"({' '.join(map(str, texts))})"
    return str(value)


def figure_text(figure: Figure) -> str:
    """Return FIGURE as "12 W", "12 W (10 to 15)" or "?", and "; 2 missing" where so many things are not in it."""
    value = "?" if figure.value is None else f"{figure.value:.6g} {figure.unit}".strip()
    low, high = figure.low, figure.high
    span = f" ({low:.6g} to {high:.6g})" if low is not None and high is not None and low != high else ""
    return f"{value}{span}{f'; {len(figure.missing)} missing' if figure.missing and figure.known else ''}"
