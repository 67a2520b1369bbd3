"""Live fields in a person's own words on a slide: {cost.capex}, {servers} and what they say of the design as it is.

A name is a headline figure (`buy`), a count (`servers`), or a place in `analyze --json` (`network.bisection_gbps`), in
which the unit at the end of a key may be left out (`cost.capex`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from typing import Any, Final, NamedTuple, cast

from designer.export.deck.context import DeckContext
from designer.export.deck.records import Bound
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, number_text
from designer.model.kinds import KINDS, RACKS
from designer.review.headline_figures import BY_KEY

_FIELD: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z][^{}\n]{0,119})\}")
NOT_KNOWN: Final = "not known"
_MOST_LISTED: Final = 400
_NOT_LISTED: Final = frozenset(
    {"by_node", "optics", "racks", "devices", "lines", "elements", "links", "findings", "by_part", "by_link", "by_tier"}
)
"""Parts of the document with a row for each part or cable: they can be named, and would drown the list."""
_SAME: Final[Mapping[str, str]] = {
    "headlines.accelerators": "accelerators",
    "power.it_w": "it",
    "power.it_w.max": "it_max",
    "power.facility_w": "facility",
    "cost.capex_usd": "buy",
    "cost.monthly_usd": "month",
    "cost.usd_per_gpu_hour": "accelerator_hour",
    "cost.tco_usd": "ownership",
    "network.bisection_gbps": "bisection",
    "network.worst": "busiest",
    "cooling.heat_w": "heat",
    "cooling.airflow_cfm": "airflow",
}
"""Places of headline figures: they say what the headline says, which has the range to plan with."""
_COUNTS: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "hosts": ("Machines of one's own", lambda kind: KINDS[kind].role == "host" and not KINDS[kind].managed),
    "instances": ("Rented instances", lambda kind: KINDS[kind].role == "host" and KINDS[kind].managed),
    "switches": ("Switches", lambda kind: KINDS[kind].role == "switch"),
    "storage": ("Storage", lambda kind: KINDS[kind].role == "storage"),
}


class Field(NamedTuple):
    """One field that can be written.

    Attributes:
        name: Between the braces.
        title: What it is, in words.
        text: What it says now, at the level of the deck.
    """

    name: str
    title: str
    text: str


class Resolved(NamedTuple):
    """Words with their fields filled in.

    Attributes:
        text: The words.
        bounds: The figures that they say.
        problems: One line for each name that there is not.
    """

    text: str
    bounds: tuple[Bound, ...]
    problems: tuple[str, ...]


def resolved(context: DeckContext, text: str) -> Resolved:
    """Return TEXT with its fields as they are now; {{ and }} stand for the braces themselves."""
    bounds: list[Bound] = []
    problems: list[str] = []

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]
        found = _found(context, name.strip())
        if isinstance(found, str):
            problems.append(found)
            return NOT_KNOWN
        words, bound = found
        if bound is not None:
            bounds.append(bound)
        return words

    return Resolved(_FIELD.sub(filled, text), tuple(bounds), tuple(dict.fromkeys(problems)))


def fields_of(context: DeckContext) -> tuple[Field, ...]:
    """Return what can be written, the usual first: headline figures, counts, then places in `analyze --json`."""
    named = [(key, one.title) for key, one in BY_KEY.items() if context.headline(key) is not None]
    named += [(name, title) for name, title in _counted_names(context)]
    named += [("name", "Name of the design"), ("date", "Date of the figures")]
    named += [(path, _title(path)) for path in _places(context.document)]
    rows = (
        (name, title, found)
        for name, title in named[:_MOST_LISTED]
        if not isinstance(found := _found(context, name), str)
    )
    return tuple(Field(name, title, found[0]) for name, title, found in rows)


def _counted_names(context: DeckContext) -> Iterator[tuple[str, str]]:
    yield from ((name, title) for name, (title, _) in _COUNTS.items() if _count(context, name))
    yield from (
        ("servers", "Servers that talk to each other"),
        ("racks", "Racks"),
        ("parts", "Parts"),
        ("cables", "Cables"),
    )


def _count(context: DeckContext, name: str) -> int:
    """Return how many of the kinds behind NAME are drawn, in all copies."""
    one_of = _COUNTS[name][1]
    return sum(number for kind, number in context.results.counts.by_kind.items() if kind in KINDS and one_of(kind))


def _found(context: DeckContext, name: str) -> tuple[str, Bound | None] | str:
    """Return what NAME says with its figure, else the line that says what would fit."""
    if name in BY_KEY:
        return _headline(context, name)
    counts = context.results.counts
    if name in _COUNTS:
        return _number(f"counts.{name}", _count(context, name))
    if name == "servers":
        # The same as the claims count: those with accelerators, else all hosts.
        network = context.results.network
        ends = network.endpoints if network is not None else _count(context, "hosts")
        return _number("network.endpoints" if network is not None else "counts.hosts", ends)
    if name == "racks":
        racks = sum(
            context.design.total_copies(node.id) for node in context.design.nodes.values() if node.kind in RACKS
        )
        return _number("design.racks", racks)
    if name == "parts":
        return _number("counts.nodes.total", counts.nodes)
    if name == "cables":
        return _number("counts.cables.total", counts.cables)
    if name == "name":
        return context.design.name, None
    if name == "date":
        return f"{context.today.day} {context.today:%B %Y}", None
    return _at(context, name)


def _headline(context: DeckContext, key: str) -> tuple[str, Bound]:
    figure = context.headline(key)
    if figure is None or not figure.known:
        return NOT_KNOWN, Bound(path=f"headlines.{key}", value=None)
    return context.words(figure, ranged=BY_KEY[key].ranged), context.bound(key)


def _number(path: str, number: int) -> tuple[str, Bound]:
    return count_text(number), Bound(path=path, value=float(number))


def _at(context: DeckContext, name: str) -> tuple[str, Bound | None] | str:
    """Return what stands at a place of the document."""
    here: object = context.document
    path: list[str] = []
    waiting = name.split(".")
    while waiting:
        step = _step(here, waiting)
        if step is None:
            return _no_such(context, name)
        key, here, used = step
        path.append(key)
        del waiting[:used]
    place = ".".join(path)
    if place in _SAME:
        return _headline(context, _SAME[place])
    return _said(context, place, here) or _no_such(context, name)


def _step(here: object, waiting: Sequence[str]) -> tuple[str, Any, int] | None:
    """Return the key that begins WAITING in HERE, what stands there, and how many pieces it took."""
    if isinstance(here, list):
        rows = cast("list[Any]", here)
        index = int(waiting[0]) if waiting[0].isdigit() and len(waiting[0]) < 7 else len(rows)
        return (waiting[0], rows[index], 1) if index < len(rows) else None
    if not isinstance(here, dict):
        return None
    fields = cast("dict[str, Any]", here)
    # Ids of parts and nodes may hold dots themselves: the longest key that fits is meant.
    for used in range(len(waiting), 0, -1):
        key = ".".join(waiting[:used])
        if key in fields:
            return key, fields[key], used
    near = [key for key in fields if key.startswith(f"{waiting[0]}_")]
    return (near[0], fields[near[0]], 1) if len(near) == 1 else None


def _said(context: DeckContext, place: str, value: object) -> tuple[str, Bound | None] | None:
    """Return a value of the document in words; None where it is no single one."""
    if value is None:
        return NOT_KNOWN, Bound(path=place, value=None)
    if isinstance(value, bool):
        return ("yes" if value else "no"), Bound(path=place, value=float(value))
    if isinstance(value, int | float):
        text = count_text(value) if float(value).is_integer() else number_text(value)
        return (text if isfinite(value) else NOT_KNOWN), Bound(path=place, value=float(value))
    if isinstance(value, str):
        return value or NOT_KNOWN, None
    if isinstance(value, dict) and {"value", "unit", "low", "high"} <= value.keys():
        told = cast("dict[str, Any]", value)
        figure = Figure(
            value=told["value"], unit=told["unit"], low=told["low"], high=told["high"], missing=tuple(told["missing"])
        )
        bound = Bound(path=place, value=figure.value)
        return (context.words(context.money(figure)) if figure.known else NOT_KNOWN), bound
    return None


def _no_such(context: DeckContext, name: str) -> str:
    """Return one line that says that there is no field NAME, and which are near."""
    every = [*BY_KEY, *(one for one, _ in _counted_names(context)), "name", "date", *_places(context.document)]
    inside = [one for one in every if one.startswith(f"{name}.")]
    # What was begun rightly is completed; else by likeness, without the unit that may be left out.
    short = {re.sub(r"_(usd|w|gbps|kg|m|s)(?=_per|$).*", "", one): one for one in reversed(every)}
    near = inside[:3] or [short[one] for one in get_close_matches(name, short, n=3, cutoff=0.5)]
    near = near or get_close_matches(name, every, n=3, cutoff=0.0)
    return f"There is no figure {{{name}}}; {', '.join(f'{{{one}}}' for one in near)} would fit."


def _places(document: object, path: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the places of single figures and counts in DOCUMENT, without those of each part."""
    if isinstance(document, dict):
        fields = cast("dict[str, Any]", document)
        if {"value", "unit"} <= fields.keys():
            yield path
            return
        if depth < 4:
            for key, inner in fields.items():
                if key not in _NOT_LISTED and not key.startswith("headlines"):
                    yield from _places(inner, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(document, int | float) and not isinstance(document, bool) and path:
        yield path
    elif isinstance(document, list):
        for place, inner in enumerate(cast("list[Any]", document)[:2]):
            yield from _places(inner, f"{path}.{place}", depth + 1)


def _title(path: str) -> str:
    """Return a place of the document as words: "Cost: energy a year"."""
    section, _, rest = path.partition(".")
    words = re.sub(r"_(usd|w|gbps|kg|m|s|cfm)(?=_|\.|$)", "", rest).replace("_per_", " a ").replace("_", " ")
    return f"{section.capitalize()}: {words.replace('.', ', ')}"
