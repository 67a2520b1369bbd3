"""Pages of a diagram: shapes and the connectors between them, before they are written."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.drawing.records import Rect

NOTHING: Final[Mapping[str, str]] = {}


class Shape(NamedTuple):
    """A shape on a page.

    Attributes:
        id: Unique on its page.
        rect: In pixels of the page; of a shape inside of another too.
        text: What stands on it; lines are parted by line feeds.
        style: Keys and values of its look.
        inside: Id of the shape that holds it; "" is the page.
        values: What its data say: shown in the program, and read back.
        turned_deg: Clockwise about its middle.
        open_rect: Of a folded container, its size when it is opened; None where nothing is folded.
    """

    id: str
    rect: Rect
    text: str
    style: Mapping[str, str]
    inside: str = ""
    values: Mapping[str, str] = NOTHING
    turned_deg: float = 0.0
    open_rect: Rect | None = None


class Connector(NamedTuple):
    """A line that stays attached to two shapes, or lies free between two points.

    Attributes:
        id: Unique on its page.
        a: Id of the shape at its beginning; "" is free.
        b: Id of the shape at its end.
        text: Along it.
        style: Keys and values of its look.
        points: Corners on its way; of a free one both ends too.
        values: As of a shape.
    """

    id: str
    a: str
    b: str
    text: str
    style: Mapping[str, str]
    points: tuple[tuple[float, float], ...] = ()
    values: Mapping[str, str] = NOTHING


class DiagramPage(NamedTuple):
    """One page of a diagram, back to front."""

    id: str
    title: str
    shapes: tuple[Shape, ...]
    connectors: tuple[Connector, ...] = ()
    values: Mapping[str, str] = NOTHING


def exact(value: float) -> str:
    """VALUE as it is read back: whole numbers without a point, others with all their digits."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
