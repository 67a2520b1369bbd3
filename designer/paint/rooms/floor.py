"""A room to scale, painted: floor and walls below, what stands there in bulk, words last."""

from collections.abc import Mapping, Set
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.names_in_full import NamesInFull, names_in_full
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing
from designer.drawing.text import broken_lines, clean, elide, elide_name
from designer.drawing.theme_tokens import mixed
from designer.model.bulk_records import uninterrupted
from designer.model.rooms.floor_positions import Floats, Ints
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, is_vector, pen
from designer.paint.canvas_text import middle_baseline, write, write_over, written_width
from designer.paint.rooms.floor_plan import paint_measures, paint_plan_above, paint_plan_below

_STEPS: Final = 24
"""Colours of a heat scale that are told apart."""
_NAMED_PX: Final = 46.0
"""Racks wider than this on the screen bear their names."""
_PAPER_ROW: Final = 12.5
"""From one line of a name to the next on paper, canvas pixels."""
_NUMBERED_PX: Final = 20.0
_MOST_NAME_LINES: Final = 3
_NAME_ROW_PX: Final = 17.0
_MOST_BLOCKS_MOVING: Final = 300
"""Rooms with more bear no labels far out while the view moves."""
_SIGN_PX: Final = 7.0
_PREPARED: Final["WeakKeyDictionary[FloorDrawing, _Prepared]"] = WeakKeyDictionary()


_AIR_SHARE: Final = 0.24
"""Of the depth of a rack that each of its sides is coloured."""


class _Prepared:
    """Qt values of a drawing that are made once."""

    def __init__(self, drawing: FloorDrawing) -> None:
        self.rects = [QRectF(a, b, c - a, d - b) for a, b, c, d in drawing.feet.tolist()]
        self.fronts = [QLineF(x1, y1, x2, y2) for (x1, y1), (x2, y2) in drawing.fronts.tolist()]
        self.polygons: Mapping[int, QPolygonF] = {
            int(place): QPolygonF([QPointF(x, y) for x, y in drawing.corners[place].tolist()])
            for place in np.flatnonzero(~drawing.upright)
        }
        self.bars = [
            None if np.isnan(share) else self._bar(drawing, place, float(share))
            for place, share in enumerate(drawing.shares.tolist())
        ]

        self._air: tuple[list[QPolygonF], list[QPolygonF], list[tuple[QLineF, QLineF, QLineF] | None]] | None = None

    def air(
        self, drawing: FloorDrawing
    ) -> tuple[list[QPolygonF], list[QPolygonF], list[tuple[QLineF, QLineF, QLineF] | None]]:
        """The cold side, the hot side and the arrow of the air of every footprint; no arrow where it has no sides."""
        if self._air is None:
            cold: list[QPolygonF] = []
            hot: list[QPolygonF] = []
            arrows: list[tuple[QLineF, QLineF, QLineF] | None] = []
            for corners, way in zip(drawing.corners, drawing.ways.tolist(), strict=True):
                front, rear = (corners[[3, 2]], corners[[0, 1]]) if way >= 0 else (corners[[0, 1]], corners[[3, 2]])
                depth = rear - front
                cold.append(_quad(front, front + depth * _AIR_SHARE))
                hot.append(_quad(rear - depth * _AIR_SHARE, rear))
                start, end = (front.mean(axis=0) + depth[0] * share for share in (_AIR_SHARE + 0.06, 0.94 - _AIR_SHARE))
                half = (front[1] - front[0]) * 0.16
                barb = end - depth[0] * 0.12
                arrows.append((_line(start, end), _line(end, barb - half), _line(end, barb + half)) if way else None)
            self._air = cold, hot, arrows
        return self._air

    @staticmethod
    def _bar(drawing: FloorDrawing, place: int, share: float) -> QPolygonF | QRectF:
        """The part of a footprint that its share fills, from the front backwards."""
        corners = drawing.corners[place]
        inset = 0.07
        across, back = corners[2] - corners[3], corners[0] - corners[3]
        length = max(share, 0.03) * (1 - 2 * inset)
        start = corners[3] + across * inset + back * inset
        points = [
            start,
            start + across * (1 - 2 * inset),
            start + across * (1 - 2 * inset) + back * length,
            start + back * length,
        ]
        if drawing.upright[place]:
            (left, top), (right, bottom) = np.min(points, axis=0), np.max(points, axis=0)
            return QRectF(float(left), float(top), float(right - left), float(bottom - top))
        return QPolygonF([QPointF(float(x), float(y)) for x, y in points])


def paint_floor(
    painter: QPainter,
    drawing: FloorDrawing,
    *,
    visible: Rect,
    scale: float,
    moving: bool = False,
    selected: Set[str] = frozenset(),
    hovered: int = -1,
    whole: bool = False,
) -> None:
    """Paint what VISIBLE shows of DRAWING.

    Args:
        painter: Already scaled and moved, so that it takes the drawing's centimetres.
        drawing: What to paint.
        visible: The part in sight.
        scale: Screen pixels for a centimetre.
        moving: The view is on the move: no smooth edges, and no words below the middle size.
        selected: Ids of nodes whose copies are outlined.
        hovered: Place of the copy that the pointer is on, -1 for none.
        whole: Names that would have to be cut are left out, as on paper.
    """
    ready = _PREPARED.get(drawing)
    if ready is None:
        ready = _PREPARED[drawing] = _Prepared(drawing)
    vector = is_vector(painter)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not moving)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    with uninterrupted():
        paint_plan_below(painter, drawing, visible, scale, vector=vector, moving=moving)
        places = drawing.seen(visible)
        _paint_standing(painter, drawing, ready, places, scale, selected, hovered)
        paint_plan_above(painter, drawing, scale, vector=vector)
        _paint_words(painter, drawing, ready, places, scale, vector=vector, moving=moving, whole=whole)
        _paint_signs(painter, ready, drawing, places, scale)
        paint_measures(painter, drawing, scale, vector=vector)
    painter.restore()


def _paint_standing(
    painter: QPainter,
    drawing: FloorDrawing,
    ready: _Prepared,
    places: Ints,
    scale: float,
    selected: Set[str],
    hovered: int,
) -> None:
    theme = current_theme()
    # Upright rectangles go in one call; turned ones are polygons, one by one.
    upright = places[drawing.upright[places]]
    slanted = places[~drawing.upright[places]].tolist()
    ground = theme.colour("surface")
    edge = pen(mixed(theme.colour("border"), theme.colour("muted"), 0.35), 1.0, cosmetic=True)
    painter.setPen(edge)
    painter.setBrush(brush(ground))
    rects = [ready.rects[place] for place in upright.tolist()]
    painter.drawRects(rects)
    for place in slanted:
        painter.drawPolygon(ready.polygons[place])
    if drawing.overlay == "air":
        _paint_air(painter, drawing, ready, places, scale)
    elif drawing.overlay:
        _paint_heat(painter, drawing, ready, places)
    painter.setPen(pen(theme.colour("text"), 2.0 if scale > 0.25 else 1.5, cosmetic=True))
    painter.drawLines([ready.fronts[place] for place in places.tolist()])
    painter.setBrush(NO_BRUSH)
    if selected:
        chosen = [number for number, node_id in enumerate(drawing.ids) if node_id in selected]
        mine = places[np.isin(drawing.node_of[places], chosen)].tolist()
        _outline(painter, ready, mine, pen(theme.colour("accent"), 2.5, cosmetic=True))
    if hovered >= 0 and hovered in places:
        _outline(painter, ready, [hovered], pen(theme.colour("accent"), 1.5, cosmetic=True))
    wrong = places[drawing.troubled[places]].tolist()
    _outline(painter, ready, wrong, pen(theme.colour("error"), 2.0, cosmetic=True))


def _outline(painter: QPainter, ready: _Prepared, places: list[int], edge: QPen) -> None:
    if not places:
        return
    painter.setPen(edge)
    painter.setBrush(NO_BRUSH)
    painter.drawRects([ready.rects[place] for place in places if place not in ready.polygons])
    for place in places:
        if place in ready.polygons:
            painter.drawPolygon(ready.polygons[place])


def _paint_heat(painter: QPainter, drawing: FloorDrawing, ready: _Prepared, places: Ints) -> None:
    # Shares in a few steps, so that each colour is set once; −1 where nothing is known.
    steps = np.nan_to_num(np.rint(drawing.shares[places] * _STEPS), nan=-1.0).astype(np.int64)
    painter.setPen(NO_PEN)
    for step in np.unique(steps).tolist():
        if step < 0:
            continue
        painter.setBrush(brush(current_theme().heat_colour(step / _STEPS)))
        bars = [ready.bars[place] for place in places[steps == step].tolist()]
        painter.drawRects([bar for bar in bars if isinstance(bar, QRectF)])
        for bar in bars:
            if isinstance(bar, QPolygonF):
                painter.drawPolygon(bar)


def _paint_air(painter: QPainter, drawing: FloorDrawing, ready: _Prepared, places: Ints, scale: float) -> None:
    """The cold and the hot side, and an arrow from one to the other, so that colour is not the only sign."""
    theme = current_theme()
    cold, hot, arrows = ready.air(drawing)
    shown = places[drawing.ways[places] != 0].tolist()
    painter.setPen(NO_PEN)
    for sides, share in ((cold, 0.0), (hot, 1.0)):
        painter.setBrush(brush(theme.heat_colour(share)))
        for place in shown:
            painter.drawPolygon(sides[place])
    painter.setPen(pen(theme.colour("muted"), 1.5 if scale > 0.25 else 1.0, cosmetic=True))
    painter.drawLines([line for place in shown for line in (arrows[place] or ())])


def _quad(a: Floats, b: Floats) -> QPolygonF:
    """From the edge A to the edge B."""
    return QPolygonF([QPointF(float(x), float(y)) for x, y in (a[0], a[1], b[1], b[0])])


def _line(a: Floats, b: Floats) -> QLineF:
    return QLineF(float(a[0]), float(a[1]), float(b[0]), float(b[1]))


def _paint_words(
    painter: QPainter,
    drawing: FloorDrawing,
    ready: _Prepared,
    places: Ints,
    scale: float,
    *,
    vector: bool,
    moving: bool,
    whole: bool,
) -> None:
    """Names on racks that are large enough, else one label for those that stand together."""
    theme = current_theme()
    if not places.size:
        return
    near = scale
    narrow = (drawing.feet[places, 2:] - drawing.feet[places, :2]).min(axis=1)
    wide = narrow * near
    if float(np.median(wide)) < _NUMBERED_PX:
        if moving and drawing.rows.size > _MOST_BLOCKS_MOVING:
            return
        _paint_blocks(painter, drawing, near, vector=vector, whole=whole)
        return
    ink, muted = theme.colour("text"), theme.colour("muted")
    full = names_in_full()
    for place, width in zip(places.tolist(), wide.tolist(), strict=True):
        if width < _NUMBERED_PX:
            continue
        node, rect = int(drawing.node_of[place]), ready.rects[place]
        if full is not None and not drawing.overlay:
            _paint_whole_name(painter, drawing.copy_name(place), rect, near, full, vector=vector)
            continue
        number = f"{int(drawing.copy_of[place]) + 1}" if drawing.counts[node] > 1 else ""
        title = clean(drawing.titles[node])
        named = width >= _NAMED_PX
        lines = [(line, "caption") for line in _wrapped(title, rect.width() * near - 6)] if named else []
        # A long number is small rather than wider than its rack.
        lines += [(number, "strong" if written_width(number, "strong") <= width - 2 else "caption")] if number else []
        if not lines:
            long = max(rect.width(), rect.height()) * near - 8
            if whole and written_width(title, "caption") > long:
                continue
            many = max(1, int(width // _NAME_ROW_PX))
            lines = [(line, "caption") for line in _wrapped(title, long, many)]
        lines += _reading(drawing, drawing.ids[node], width - 4, named=named, turned=not number)
        painter.save()
        painter.translate(rect.center())
        painter.scale(1 / near, 1 / near)
        if not named and not number and rect.height() > rect.width():
            painter.rotate(-90)
        hot = drawing.overlay == "air" or (drawing.overlay and ready.bars[place] is not None)
        for line, (text, style) in enumerate(lines):
            y = (line - (len(lines) - 1) / 2) * 15.0
            x = -written_width(text, style) / 2
            if hot:
                write_over(
                    painter, text, style, ink, theme.colour("surface"), x, middle_baseline(style, y), vector=vector
                )
            else:
                write(
                    painter,
                    text,
                    style,
                    muted if style == "caption" else ink,
                    x,
                    middle_baseline(style, y),
                    vector=vector,
                )
        painter.restore()


def _paint_whole_name(
    painter: QPainter, name: str, rect: QRectF, near: float, full: NamesInFull, *, vector: bool
) -> None:
    """Write the NAME of a copy along its footprint on paper, in as many lines as it holds; else its number of FULL."""
    long, short = sorted((rect.width() * near, rect.height() * near), reverse=True)

    def width(text: str) -> float:
        return written_width(text, "caption")

    lines = broken_lines(clean(name), long - 6.0, width)
    if len(lines) * _PAPER_ROW > short - 2.0 or " ".join(lines) != clean(name):
        lines = [full.mark(name)]
    painter.save()
    painter.translate(rect.center())
    painter.scale(1 / near, 1 / near)
    if rect.height() > rect.width():
        painter.rotate(-90)
    for number, text in enumerate(lines):
        y = (number - (len(lines) - 1) / 2) * _PAPER_ROW
        baseline = middle_baseline("caption", y)
        write(painter, text, "caption", current_theme().colour("text"), -width(text) / 2, baseline, vector=vector)
    painter.restore()


def _reading(drawing: FloorDrawing, node_id: str, width: float, *, named: bool, turned: bool) -> list[tuple[str, str]]:
    """Return the words and figures of the overlay for a rack, short where it is narrow and its text stands upright."""
    if not drawing.overlay:
        return []
    whole, short = drawing.readings.get(node_id, ""), drawing.short.get(node_id, "")
    if named:
        return [(elide(whole, "caption", width, written_width), "caption")] if whole else []
    if turned:
        return [(whole, "caption")] if short else []
    return [(short, "caption")] if short and written_width(short, "caption") <= width + 7 else []


def _wrapped(title: str, width: float, many: int = _MOST_NAME_LINES) -> list[str]:
    """Return TITLE on up to MANY lines, each as long as WIDTH at most."""
    lines: list[str] = []
    for word in title.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and written_width(joined, "caption") <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > many:
        lines[many - 1 :] = [" ".join(lines[many - 1 :])]
    return [elide_name(line, "caption", width, written_width) for line in lines]


def _paint_blocks(painter: QPainter, drawing: FloorDrawing, near: float, *, vector: bool, whole: bool) -> None:
    theme = current_theme()
    taken: list[Rect] = []
    for block in sorted(drawing.blocks, key=lambda one: -one.copies):
        many = f" ×{block.copies:,}" if block.copies > 1 else ""
        reading = drawing.readings.get(block.node, "") if drawing.short else ""
        many += f" · {reading}" if reading else ""
        room = max(block.rect.width, block.rect.height if not many else 0.0) * near
        name = clean(block.title)
        text = f"{elide_name(name, 'caption', max(room - written_width(many, 'caption'), 36.0), written_width)}{many}"
        width = written_width(text, "caption")
        x, y = block.rect.centre
        area = Rect(x - width / 2 / near, y - 8 / near, width / near, 16 / near)
        # On paper a name is whole, or not there.
        cut = whole and (width > room or not text.startswith(name))
        if cut or (width > room + 24 and room < 40) or any(area.meets(other) for other in taken):
            continue
        taken.append(area)
        painter.save()
        painter.translate(x, y)
        painter.scale(1 / near, 1 / near)
        write_over(
            painter,
            text,
            "caption",
            theme.colour("text"),
            theme.colour("surface"),
            -width / 2,
            middle_baseline("caption", 0.0),
            vector=vector,
        )
        painter.restore()


def _paint_signs(painter: QPainter, ready: _Prepared, drawing: FloorDrawing, places: Ints, scale: float) -> None:
    """An exclamation mark on what is wrong, so that colour is not the only sign."""
    theme = current_theme()
    for place in places[drawing.troubled[places]].tolist()[:200]:
        rect = ready.rects[place]
        if min(rect.width(), rect.height()) * scale < 2 * _SIGN_PX:
            continue
        corner = rect.topRight()
        painter.save()
        painter.translate(corner)
        painter.scale(1 / scale, 1 / scale)
        painter.setPen(NO_PEN)
        painter.setBrush(brush(theme.colour("error")))
        painter.drawEllipse(QPointF(-2, 2), _SIGN_PX, _SIGN_PX)
        painter.setPen(pen(theme.colour("canvas"), 1.75))
        painter.drawLine(QPointF(-2, -2), QPointF(-2, 3))
        painter.drawPoint(QPointF(-2, 5.5))
        painter.restore()
