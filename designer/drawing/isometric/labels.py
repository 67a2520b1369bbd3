"""Names over an isometric picture that stand clear of each other: of groups of racks, or of single ones when near."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.isometric.isometric import IsometricDrawing
from designer.drawing.records import Rect
from designer.drawing.text import TextWidths, clean, elide_name
from designer.model.rooms.floor_positions import Ints

HEIGHT: Final = 20.0
PADDING: Final = 8.0
RISE: Final = 16.0
"""From what a label names up to it, in pixels of the screen."""
_CLEAR: Final = 4.0
_MOST_NAME: Final = 168.0
NAMED_PX: Final = 40.0
"""Racks whose roofs are so wide on the screen bear their names there."""


class Label(NamedTuple):
    """A name with a stem to what it names, in pixels of the screen, from the origin of the drawing.

    Attributes:
        node: What is named.
        text: Its name, and how many.
        reading: What the overlay says of it.
        anchor: Where the stem ends.
        rect: Around the words.
    """

    node: str
    text: str
    reading: str
    anchor: tuple[float, float]
    rect: Rect


def near_enough(drawing: IsometricDrawing, scale: float) -> bool:
    """Return whether single racks bear their names on their roofs at SCALE."""
    return bool(drawing.rows.size) and _roof_px(drawing, scale) >= NAMED_PX


def _roof_px(drawing: IsometricDrawing, scale: float) -> float:
    sides = np.linalg.norm(drawing.corners[:, 1] - drawing.corners[:, 0], axis=-1)
    return float(np.median(sides)) * scale


def labels_of(drawing: IsometricDrawing, scale: float, widths: TextWidths) -> list[Label]:
    """The labels at SCALE, those of most racks first; one that would cover another is left out."""
    if near_enough(drawing, scale):
        return []
    found: list[Label] = []
    for node, places in sorted(_groups(drawing), key=lambda group: -len(group[1])):
        made = _label(drawing, node, places, scale, widths)
        # A name much longer than what it names would stand over others.
        spread = drawing.rect_around(places)
        if spread is None or (made.rect.width > 3 * spread.width * scale and len(found) > 24):
            continue
        if not any(made.rect.grown(_CLEAR).meets(other.rect) for other in found):
            found.append(made)
    return found


def _groups(drawing: IsometricDrawing) -> Iterator[tuple[int, Ints]]:
    """Copies of one node that stand side by side."""
    for node in dict.fromkeys(drawing.node_of.tolist()):
        mine = np.flatnonzero(drawing.node_of == node)
        # (m, 2): a gap wider than a rack between two that follow each other begins another group.
        centres = drawing.corners[mine].mean(axis=1)
        size = float(np.linalg.norm(drawing.corners[mine[0], 2] - drawing.corners[mine[0], 0]))
        far = np.linalg.norm(np.diff(centres, axis=0), axis=1) > 1.2 * size
        for part in np.split(mine, np.flatnonzero(far) + 1):
            yield int(node), part


def _label(drawing: IsometricDrawing, node: int, places: Ints, scale: float, widths: TextWidths) -> Label:
    middle = drawing.corners[places].mean(axis=(0, 1))
    high = float(drawing.heights[places].max())
    x, y = (drawing.eye.placed(middle, high) * scale).tolist()
    many = f" ×{len(places):,}" if len(places) > 1 else ""
    name = elide_name(clean(drawing.titles[node]), "caption", _MOST_NAME, widths)
    reading = drawing.readings.get(drawing.ids[node], "")
    gone = int(drawing.dark[places].sum())
    if gone:
        reading = f"{gone:,} failed" if len(places) > 1 else "failed"
    text = name + many
    wide = widths(text, "caption") + 2 * PADDING + (widths(reading, "caption") + PADDING if reading else 0.0)
    return Label(drawing.ids[node], text, reading, (x, y), Rect(x - wide / 2, y - RISE - HEIGHT, wide, HEIGHT))
