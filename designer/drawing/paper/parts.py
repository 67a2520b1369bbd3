"""A drawing on several sheets of a pack: the overview of its parts, and the match lines at which they go on."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from designer.drawing.drawing import Drawing
from designer.drawing.paper.composing import Composer
from designer.drawing.paper.records import GREY, LEAST_PT
from designer.drawing.records import Rect

_MOST_WIRES: Final = 5_000


def draw_overview(paper: Composer, drawing: Drawing, areas: Sequence[Rect], room: Rect, sheets: Sequence[int]) -> None:
    """Draw outlines of DRAWING in ROOM mm, and which of SHEETS has which of AREAS; words would be too small."""
    bounds = drawing.bounds
    scale = min(room.width / bounds.width, room.height / bounds.height)
    left = room.x + (room.width - bounds.width * scale) / 2
    top = room.y + (room.height - bounds.height * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - bounds.x) * scale, top + (y - bounds.y) * scale

    if 0 < len(drawing.wires) <= _MOST_WIRES:
        for path in drawing.paths(range(len(drawing.wires))).tolist():
            points = [at(x, y) for x, y in path]
            for (x1, y1), (x2, y2) in pairwise(points):
                if (x1, y1) != (x2, y2):
                    paper.line(x1, y1, x2, y2, 0.12, GREY)
    for x1, y1, x2, y2 in drawing.boxes.tolist():
        x, y = at(x1, y1)
        paper.box(x, y, (x2 - x1) * scale, (y2 - y1) * scale, fill="#F0F2F5", line=0.15)
    for number, area in zip(sheets, areas, strict=True):
        x, y = at(area.x, area.y)
        wide, high = area.width * scale, area.height * scale
        paper.box(x, y, wide, high, line=0.4, dashed=True)
        words = f"sheet {number}"
        room_mm = paper.measure(words, 12, True) + 3
        paper.box(x + wide / 2 - room_mm / 2, y + high / 2 - 4, room_mm, 6.5, fill="#FFFFFF", line=0)
        paper.words(words, x + wide / 2, y + high / 2 + 0.8, 12, bold=True, align="middle")


def draw_match_lines(paper: Composer, areas: Sequence[Rect], number: int, edges: Rect, sheets: Sequence[int]) -> None:
    """Draw the edges of part NUMBER, which stands at EDGES mm, at which others of AREAS go on, with their SHEETS."""
    here = areas[number]
    for sheet, there in zip(sheets, areas, strict=True):
        words = f"match line, sheet {sheet}"
        beside = abs(there.y - here.y) < 1.0 and there.x <= here.right and here.x <= there.right
        below = abs(there.x - here.x) < 1.0 and there.y <= here.bottom and here.y <= there.bottom
        if beside and abs(there.x - here.x) > 1.0:
            after = there.x > here.x
            x = edges.right if after else edges.x
            paper.line(x, edges.y, x, edges.bottom, 0.4, dashed=True)
            middle = edges.y + edges.height / 2
            paper.words(words, x + 2.6 if after else x - 0.6, middle, LEAST_PT, align="middle", turned=True)
        elif below and abs(there.y - here.y) > 1.0:
            after = there.y > here.y
            y = edges.bottom if after else edges.y
            paper.line(edges.x, y, edges.right, y, 0.4, dashed=True)
            paper.words(words, edges.x + edges.width / 2, y + 2.5 if after else y - 0.6, LEAST_PT, align="middle")
