"""The order in which a keyboard walks over tiles: as one reads, line by line."""

from collections.abc import Collection, Sequence
from typing import Literal

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.model.canvas_sizes import TILE_HEIGHT

Direction = Literal["left", "right", "up", "down"]


def reading_order(drawing: Drawing, among: Collection[str] | None = None, *, marks: bool = False) -> list[str]:
    """Ids of the tiles and frames of DRAWING (those AMONG a set; MARKS too), line by line from the top."""
    things = [(Rect(*rect), one) for rect, one in zip(drawing.tiles.rects.tolist(), drawing.tiles.ids, strict=True)]
    things += [(frame.rect, frame.id) for frame in drawing.frames]
    if marks:
        things += [(mark.rect, mark.id) for mark in drawing.marks]
    if among is not None:
        things = [thing for thing in things if thing[1] in among]
    # Tops that differ by less than half a tile are one line, as for a reader; within a line from left to right.
    things.sort(key=lambda thing: (thing[0].y, thing[0].x))
    lines: list[list[tuple[Rect, str]]] = []
    for rect, record_id in things:
        if lines and rect.y - lines[-1][0][0].y < TILE_HEIGHT / 2:
            lines[-1].append((rect, record_id))
        else:
            lines.append([(rect, record_id)])
    return [record_id for line in lines for _, record_id in sorted(line, key=lambda thing: (thing[0].x, thing[1]))]


def following(order: Sequence[str], current: str, step: int) -> str:
    """The one after (STEP 1) or before (STEP −1) CURRENT; "" past either end."""
    if not order:
        return ""
    if current not in order:
        return order[0] if step > 0 else order[-1]
    place = order.index(current) + step
    return order[place] if 0 <= place < len(order) else ""


def towards(drawing: Drawing, current: str, among: Collection[str], direction: Direction) -> str:
    """The nearest of AMONG on one side of CURRENT; CURRENT when there is none."""
    start = drawing.rect_of(current)
    if start is None:
        return current
    x, y = start.centre
    best, least = current, float("inf")
    for record_id in among:
        rect = drawing.rect_of(record_id)
        if rect is None or record_id == current:
            continue
        dx, dy = rect.centre[0] - x, rect.centre[1] - y
        along, across = {
            "left": (-dx, dy),
            "right": (dx, dy),
            "up": (-dy, dx),
            "down": (dy, dx),
        }[direction]
        if along > 1 and along + 2 * abs(across) < least:
            best, least = record_id, along + 2 * abs(across)
    return best
