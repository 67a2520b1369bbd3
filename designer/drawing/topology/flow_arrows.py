"""Flows from A to B over the topology: arrows between what is drawn of their ends."""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from designer.drawing.drawing import Drawing, Floats, curve_points
from designer.drawing.records import FlowArrow, Rect
from designer.drawing.text import TextWidths
from designer.drawing.theme_tokens import PILL_HEIGHT, STACK_STEP
from designer.drawing.topology.labels import PILL_PADDING
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.design import Design
from designer.model.figures.figure_text import quantity_text
from designer.model.naming import copy_title
from designer.model.network.flow_asks import FlowAsk, node_of_end

MOST_ARROWS: Final = 200
"""Arrows that are drawn; nobody could tell more of them apart."""
GAP: Final = 5.0
"""Canvas pixels between the end of an arrow and the tile that it leaves or reaches."""
_BOW: Final = 0.14
_LEAST_BOW: Final = 18.0
_MOST_BOW: Final = 72.0
_LANE: Final = 26.0
_LOOP: Final = 44.0
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_Point = tuple[float, float]
_Curve = tuple[_Point, _Point, _Point, _Point]


def flow_arrows(design: Design, drawing: Drawing, widths: TextWidths) -> tuple[FlowArrow, ...]:
    """An arrow from every source to every target of each flow of DESIGN that DRAWING shows.

    It bows to the left of its way, so that there and back lie apart, and each further flow between the same two bows
    more. A flow among the copies of one tile is a loop below it.
    """
    taken: dict[tuple[str, str], int] = {}
    found: list[tuple[FlowAsk, str, str, _Curve, str]] = []
    for flow in design.settings.flows:
        label = flow_label(flow)
        for source, target in _pairs(flow):
            a, b = (_drawn(drawing, node_of_end(end)[0]) for end in (source, target))
            left, reached = (_seen(drawing, one) for one in (a, b))
            if left is None or reached is None or len(found) >= MOST_ARROWS:
                continue
            # The next arrow between the same two bows further out.
            lane = taken[a, b] = taken.get((a, b), -1) + 1
            curve = _loop(left, lane) if a == b else _bowed(left, reached, lane)
            found.append((flow, a, b, curve, label))
            label = ""  # what a flow offers is said once
    spots = _spots(drawing, [(curve, widths(label, "caption") if label else 0.0) for _, _, _, curve, label in found])
    return tuple(
        FlowArrow(flow.id, a, b, curve, label, spot)
        for (flow, a, b, curve, label), spot in zip(found, spots, strict=True)
    )


def flow_label(flow: FlowAsk) -> str:
    """Return the label of the arrow: "copy 4 → copy 18, 400 Gb/s"; the copies only where single ones are meant."""
    rate = "line rate" if flow.gbps is None else quantity_text(flow.gbps, "Gb/s")
    copies = [[node_of_end(one)[1] for one in end] for end in flow.ends]
    if all(copy is None for end in copies for copy in end):
        return rate
    sides = [", ".join("all" if copy is None else copy_title("copy", copy) for copy in end) for end in copies]
    return f"{' → '.join(sides)}, {rate}"


def _pairs(flow: FlowAsk) -> Iterable[tuple[str, str]]:
    return ((source, target) for source in flow.source for target in flow.target)


def _drawn(drawing: Drawing, node_id: str) -> str:
    return drawing.drawn_as.get(node_id, node_id)


def _seen(drawing: Drawing, drawn_id: str) -> Rect | None:
    """Return the rectangle of DRAWN_ID with the copies that peep out behind it; None where it is not drawn."""
    rect = drawing.rect_of(drawn_id)
    if rect is None or drawn_id not in drawing.tile_index:
        return rect
    stack = 2 * STACK_STEP if drawing.tiles[drawing.tile_index[drawn_id]].copies > 1 else 0.0
    return Rect(rect.x, rect.y - stack, rect.width + stack, rect.height + stack)


def _bowed(a: Rect, b: Rect, lane: int) -> _Curve:
    """From the edge of A to the edge of B, bowed to the left of the way."""
    (x1, y1), (x2, y2) = a.centre, b.centre
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    bow = min(max(_BOW * length, _LEAST_BOW), _MOST_BOW) + _LANE * lane
    left = ((y2 - y1) / length * bow, -(x2 - x1) / length * bow)
    through = ((x1 + x2) / 2 + left[0], (y1 + y2) / 2 + left[1])
    start, end = _leaving(a, through), _leaving(b, through)
    reach = 4 / 3 * bow  # of the control points, for a curve that is off by BOW in its middle
    (dx, dy), aside = (end[0] - start[0], end[1] - start[1]), (left[0] / bow * reach, left[1] / bow * reach)
    first = (start[0] + dx / 3 + aside[0] * 0.8, start[1] + dy / 3 + aside[1] * 0.8)
    second = (start[0] + dx * 2 / 3 + aside[0] * 0.8, start[1] + dy * 2 / 3 + aside[1] * 0.8)
    return start, first, second, end


def _leaving(rect: Rect, towards: _Point) -> _Point:
    """Return the point, GAP outside of RECT, at which a line from its middle to a place leaves it."""
    (x, y), wide, high = rect.centre, rect.width / 2 + GAP, rect.height / 2 + GAP
    dx, dy = towards[0] - x, towards[1] - y
    share = min(wide / abs(dx) if abs(dx) > 1e-9 else math.inf, high / abs(dy) if abs(dy) > 1e-9 else math.inf)
    return (x + dx * share, y + dy * share) if math.isfinite(share) else (x, y - high)


def _loop(rect: Rect, lane: int) -> _Curve:
    """From the lower edge of RECT down and back to it, left of the middle where wires leave."""
    half, bottom = min(rect.width / 8, 24.0) + 9.0 * lane, rect.bottom + GAP
    x, down = rect.x + rect.width * 0.27, (_LOOP + _LANE * lane) * 4 / 3
    return (x - half, bottom), (x - 1.6 * half, bottom + down), (x + 1.6 * half, bottom + down), (x + half, bottom)


def _spots(drawing: Drawing, wanted: list[tuple[_Curve, float]]) -> list[Rect]:
    """A pill for each label, clear of tiles and other labels where there is room, else in the middle of its arrow."""
    captions = drawing.frame_boxes.copy()
    # Of a frame only its caption is in the way.
    captions[:, 3] = captions[:, 1] + FRAME_HEADER
    obstacles: Floats = np.vstack((drawing.boxes, drawing.label_boxes, captions))
    spots: list[Rect] = []
    for curve, width in wanted:
        points = curve_points(np.array([curve], dtype=np.float64), 101)[0]
        half, tall = width / 2 + PILL_PADDING, PILL_HEIGHT / 2
        # Places along the arrow from the best on; the first that is clear is taken.
        places = [(float(x), float(y)) for x, y in (points[round(share * 100)] for share in _SHARES)]
        if not width:
            spots.append(Rect(places[0][0], places[0][1], 0.0, 0.0))
            continue
        x, y = next((place for place in places if _clear(obstacles, place, half, tall)), places[0])
        spots.append(Rect(x - half, y - tall, 2 * half, PILL_HEIGHT))
        # A label that was placed is in the way of the next.
        obstacles = np.vstack((obstacles, (x - half, y - tall, x + half, y + tall)))
    return spots


def _clear(boxes: Floats, place: _Point, half: float, tall: float) -> bool:
    x, y = place
    over = (boxes[:, 0] < x + half) & (boxes[:, 2] > x - half) & (boxes[:, 1] < y + tall) & (boxes[:, 3] > y - tall)
    return not bool(over.any())
