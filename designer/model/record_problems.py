"""The values that a single record may not hold: one judgement for opening, editing and the text form."""

import math
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple, get_type_hints

import msgspec

from designer.model.design import Camera, FloorPlace, Link, Node, Settings, View
from designer.model.kinds import FACTS
from designer.model.marks import Mark
from designer.model.parts.part import PortGroup
from designer.model.record_limits import FARTHEST, FARTHEST_KEY, LONGEST_KEY
from designer.model.records import MAX_CABLES, MAX_COPIES, Record, count_words, quantity_words

MAX_PORTS: Final = 100_000
LEAST_SIZE: Final = 8.0
"""Canvas pixels of a side of a tile."""
_FARTHEST_MM: Final = 1e9
_MOST_UNITS: Final = 100

_TITLES: Final[dict[tuple[type[Record], str], str]] = {
    (View, "name"): "The view's name",
    (Settings, "name"): "The design's name",
    (Node, "x"): "The place",
    (Node, "y"): "The place",
    (Mark, "x"): "The place",
    (Mark, "y"): "The place",
}
"""Of fields that are not called "The" and their name."""


class Problem(NamedTuple):
    """A value that a record may not hold.

    Attributes:
        field: Its field, as the text form calls it; "" where several are meant.
        title: What people call it.
        words: What is wrong with it and what may be, after either of the two.
    """

    field: str
    title: str
    words: str

    @property
    def sentence(self) -> str:
        """Return it for a person who edits."""
        return f"{self.title} {self.words}"


def problems(record: Record) -> Iterator[Problem]:
    """Yield what is wrong with the values of RECORD by itself, without the design that it stands in."""
    # Designs have a hundred thousand nodes and links, nearly all of them sound: what is fine costs a comparison each.
    for field, longest, _ in _limits(type(record)):
        held: Any = getattr(record, field)
        if not (-FARTHEST <= held <= FARTHEST if longest is None else len(held) <= longest):
            yield from _declared(record)
            break
    match record:
        case Node():
            yield from _of_node(record)
        case Link():
            if words := count_words(record.cables, 1, MAX_CABLES):
                yield Problem("cables", "The number of cables", words)
            for field, title in _LINK_AMOUNTS:
                value: float | None = getattr(record, field)
                if value is not None:
                    yield from _told(field, title, quantity_words(value))
        case View(camera=Camera() as camera):
            yield from _declared(camera)
            if camera.width <= 0 or camera.height <= 0:
                yield Problem("", "A view", "needs a width and a height above 0.")
        case Mark():
            for number in (number for point in record.points for number in point):
                yield from _told("points", "The place", place_words(number))
        case _:
            pass


_LINK_AMOUNTS: Final = (
    ("capacity_gbps", "The capacity of a cable"),
    ("capacity_back_gbps", "The capacity of a cable from the second end to the first"),
    ("length_m", "The length"),
)


def place_words(value: float) -> str:
    """Return why VALUE is no coordinate of the canvas; "" where it is one."""
    if math.isfinite(value) and abs(value) <= FARTHEST:
        return ""
    return f"is {value}, which is not a place on the canvas; it reaches {FARTHEST:,.0f} pixels each way."


def _declared(record: Record) -> Iterator[Problem]:
    """Yield what goes beyond the limits that the fields of RECORD declare by their types."""
    for field, longest, _ in _limits(type(record)):
        value = getattr(record, field)
        if longest is None:
            # Most coordinates are near; a comparison with NaN is never true.
            if not -FARTHEST <= value <= FARTHEST:
                yield Problem(field, _title(type(record), field), place_words(value))
        elif len(value) > longest:
            words = f"has {len(value):,} characters; it may have at most {longest:,}."
            yield Problem(field, _title(type(record), field), words)


@cache
def _limits(kind: type[Record]) -> tuple[tuple[str, int | None, float | None], ...]:
    """Return each field of KIND that declares a limit, with the longest text or the farthest place."""
    found: list[tuple[str, int | None, float | None]] = []
    for field, wanted in get_type_hints(kind, include_extras=True).items():
        for meta in getattr(wanted, "__metadata__", ()):
            extra: dict[str, Any] = (meta.extra if isinstance(meta, msgspec.Meta) else None) or {}
            if LONGEST_KEY in extra or FARTHEST_KEY in extra:
                found.append((field, extra.get(LONGEST_KEY), extra.get(FARTHEST_KEY)))
    return tuple(found)


def _title(kind: type[Record], field: str) -> str:
    return _TITLES.get((kind, field), f"The {field}")


def _told(field: str, title: str, words: str) -> Iterator[Problem]:
    if words:
        yield Problem(field, title, words)


def _of_node(node: Node) -> Iterator[Problem]:
    if words := count_words(node.copies, 1, MAX_COPIES):
        yield Problem("copies", "The number of copies", words)
    for field, size in (("width", node.width), ("height", node.height)):
        if size is not None:
            yield from _told(field, f"The {field}", quantity_words(size, LEAST_SIZE) or place_words(size))
    if node.price_usd is not None:
        yield from _told("price_usd", "The price", quantity_words(node.price_usd))
    for name, value in node.facts.items():
        # A fact of a newer version is kept as it is, and judged as any amount.
        yield from _told(name, FACTS[name].title if name in FACTS else name, fact_words(name, value))
    if node.floor is not None:
        yield from _of_floor(node.floor)
    if node.rack is not None:
        yield from _told("rack: u", "The rack unit", count_words(node.rack.u, 1, _MOST_UNITS))
    if node.ports:
        yield from _of_ports(node.ports)


def fact_words(name: str, value: float) -> str:
    """Return why fact NAME can not be VALUE; "" where it can."""
    words = quantity_words(value)
    if not words and name in FACTS and value > FACTS[name].most:
        words = f"is {value:g}; it can be at most {FACTS[name].most:g}."
    return words


def _of_floor(place: FloorPlace) -> Iterator[Problem]:
    for value in (place.x_mm, place.y_mm, place.rotation_deg):
        if not math.isfinite(value) or abs(value) > _FARTHEST_MM:
            words = f"cannot be {value}; use millimetres from the room's corner."
            yield Problem("", "A place on the floor", words)
    yield from _told("copies of a line", "The copies of a line", count_words(place.per_line, 0, MAX_COPIES))
    for pitch in (place.pitch_mm, place.line_pitch_mm):
        if pitch is not None:
            yield from _told("", "The distance of copies on the floor", quantity_words(pitch))


def _of_ports(groups: Iterable[PortGroup]) -> Iterator[Problem]:
    seen: set[str] = set()
    for group in groups:
        if group.name in seen:
            yield Problem("", "Two port groups", "have the same name; give each its own.")
        seen.add(group.name)
        yield from _told(
            f"ports {group.name}", f"The number of {group.name} ports", count_words(group.count, 0, MAX_PORTS)
        )
        if not group.media:
            yield Problem("", f"The ports {group.name!r}", "carry nothing; give them a medium.")
        if group.rate_gbps is not None:
            yield from _told(f"rate_gbps of {group.name}", f"The rate of {group.name}", quantity_words(group.rate_gbps))
