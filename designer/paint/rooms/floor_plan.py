"""The plan of a room, painted: the drawing under it, tiles, aisles, walls with doors, columns, trays, dimensions."""

from functools import lru_cache
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing
from designer.drawing.rooms.floor_shapes import MM, Path, Zone
from designer.drawing.text import clean
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, write_over, written_width

_FEWEST_TILE_PX: Final = 7.0
_MOST_LINES: Final = 2_000
_BAR_STEPS_MM: Final = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
_BAR_PX: Final = 70.0
"""A scale bar is at least so long on the screen."""


def paint_plan_below(
    painter: QPainter, drawing: FloorDrawing, visible: Rect, scale: float, *, vector: bool, moving: bool
) -> None:
    """All that lies under what stands there."""
    theme = current_theme()
    outline = _polygon(drawing.walls)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("canvas" if theme.name == "print" else "surface_2"), 0.45))
    painter.drawPolygon(outline)
    paint_underlay(painter, drawing, moving=moving)
    _paint_tiles(painter, drawing, visible, scale)
    for zone in drawing.zones:
        if not _bounds(zone.corners).meets(visible):
            continue
        _paint_zone(painter, zone, scale, over=drawing.picture is not None, vector=vector)


def paint_plan_above(painter: QPainter, drawing: FloorDrawing, scale: float, *, vector: bool) -> None:
    """Walls, doors, columns and trays."""
    theme = current_theme()
    ink = theme.colour("text")
    painter.setBrush(NO_BRUSH)
    if len(drawing.walls) > 2:
        painter.setPen(pen(ink, 3.0, cosmetic=True))
        painter.drawPolygon(_polygon(drawing.walls))
    for door in drawing.doors:
        painter.setPen(pen(theme.colour("canvas"), 5.0, cosmetic=True))
        painter.drawPolyline(_polygon(door.opening))
        painter.setPen(pen(ink, 1.0, "dashed", cosmetic=True))
        painter.drawPolyline(_polygon(door.arc if door.arc else door.opening))
        if door.leaf:
            painter.setPen(pen(ink, 2.5, cosmetic=True))
            painter.drawPolyline(_polygon(door.leaf))
    for column in drawing.columns:
        painter.setPen(pen(ink, 1.5, cosmetic=True))
        painter.setBrush(brush(theme.colour("muted")))
        painter.drawRect(QRectF(*column))
        painter.setPen(pen(theme.colour("canvas"), 1.0, cosmetic=True))
        painter.drawLine(QPointF(column.x, column.y), QPointF(column.right, column.bottom))
        painter.drawLine(QPointF(column.right, column.y), QPointF(column.x, column.bottom))
    painter.setBrush(NO_BRUSH)
    for tray in drawing.trays:
        accent = theme.colour("accent")
        painter.setPen(pen(accent, tray.width, alpha=0.16))
        painter.drawPolyline(_polygon(tray.line))
        painter.setPen(pen(accent, 2.0, "dashed" if tray.ladder else "dotted", cosmetic=True))
        painter.drawPolyline(_polygon(tray.line))
        if len(tray.line) > 1 and tray.width * scale > 4:
            (x0, y0), (x1, y1) = tray.line[0], tray.line[1]
            _say(painter, tray.words, accent, (x0 + x1) / 2, (y0 + y1) / 2 - 14 / scale, scale, vector=vector)


def paint_measures(painter: QPainter, drawing: FloorDrawing, scale: float, *, vector: bool) -> None:
    """Dimension lines, and the scale bar at the lower left."""
    ink = current_theme().colour("muted")
    tick = 4.0 / scale
    for measure in drawing.measures:
        paint_measure(painter, measure.a, measure.b, measure.words, scale, vector=vector)
    bounds = drawing.bounds
    length = next((mm for mm in _BAR_STEPS_MM if mm / MM * scale >= _BAR_PX), _BAR_STEPS_MM[-1])
    x, y = bounds.x + 10.0 / scale, bounds.bottom - 12.0 / scale
    painter.setPen(pen(ink, 2.0, cosmetic=True))
    painter.drawLine(QPointF(x, y), QPointF(x + length / MM, y))
    for end in (x, x + length / MM):
        painter.drawLine(QPointF(end, y - tick), QPointF(end, y + tick))
    _say(painter, f"{length / 1000:g} m", ink, x + length / MM / 2, y - 12 / scale, scale, vector=vector)


def paint_measure(
    painter: QPainter,
    a: tuple[float, float],
    b: tuple[float, float],
    words: str,
    scale: float,
    *,
    vector: bool = False,
    ink: str = "",
) -> None:
    """A line from A to B with ticks across its ends and its length in the middle."""
    theme = current_theme()
    ink = ink or theme.colour("muted")
    start, end = np.array(a), np.array(b)
    length = float(np.linalg.norm(end - start))
    if not length:
        return
    # A direction along the line, and a tick of 5 pixels at a right angle to it.
    along = (end - start) / length
    across = np.array([-along[1], along[0]]) * 5.0 / scale
    painter.setPen(pen(ink, 1.0, cosmetic=True))
    for p, q in ((start, end), (start - across, start + across), (end - across, end + across)):
        painter.drawLine(QPointF(float(p[0]), float(p[1])), QPointF(float(q[0]), float(q[1])))
    middle = (start + end) / 2
    upright = abs(along[1]) > abs(along[0])
    painter.save()
    painter.translate(float(middle[0]), float(middle[1]))
    painter.scale(1 / scale, 1 / scale)
    if upright:
        painter.rotate(-90)
    write_over(
        painter,
        words,
        "caption",
        ink,
        theme.colour("canvas"),
        -written_width(words, "caption") / 2,
        -5.0,
        vector=vector,
    )
    painter.restore()


def paint_underlay(painter: QPainter, drawing: FloorDrawing, *, moving: bool) -> None:
    """The picture that lies under the room."""
    under, picture = drawing.plan.underlay, drawing.picture
    if under is None or picture is None:
        return
    image = _decoded(picture.data)
    if image.isNull():
        return
    painter.save()
    painter.setOpacity(under.opacity)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not moving)
    painter.translate(under.x_mm / MM, under.y_mm / MM)
    painter.rotate(under.rotation_deg)
    painter.drawImage(
        QRectF(0, 0, picture.width_px * under.mm_per_px / MM, picture.height_px * under.mm_per_px / MM), image
    )
    painter.restore()


@lru_cache(maxsize=4)
def _decoded(data: bytes) -> QImage:
    """A picture, of no size when it cannot be read."""
    image = QImage()
    image.loadFromData(data)
    return image


def _paint_tiles(painter: QPainter, drawing: FloorDrawing, visible: Rect, scale: float) -> None:
    plan = drawing.plan
    step = plan.tile_mm / MM
    if step <= 0 or step * scale < _FEWEST_TILE_PX or len(drawing.walls) < 3:
        return
    walls = np.array(drawing.walls)
    # Only the part of the floor that is in sight, from the first line of the grid there.
    low = np.maximum(walls.min(axis=0), [visible.x, visible.y])
    high = np.minimum(walls.max(axis=0), [visible.right, visible.bottom])
    if (high <= low).any() or float(((high - low) / step).sum()) > _MOST_LINES:
        return
    origin = np.array([plan.tile_x_mm, plan.tile_y_mm]) / MM
    first = origin + np.ceil((low - origin) / step) * step
    lines = [QLineF(x, low[1], x, high[1]) for x in np.arange(first[0], high[0], step).tolist()]
    lines += [QLineF(low[0], y, high[0], y) for y in np.arange(first[1], high[1], step).tolist()]
    painter.save()
    clip = QPainterPath()
    clip.addPolygon(_polygon(drawing.walls))
    painter.setClipPath(clip)
    painter.setPen(pen(current_theme().colour("border"), 1.0, alpha=0.55, cosmetic=True))
    painter.drawLines(lines)
    painter.restore()


def _paint_zone(painter: QPainter, zone: Zone, scale: float, *, over: bool, vector: bool) -> None:
    theme = current_theme()
    if len(zone.corners) < 3:
        return
    shape = _polygon(zone.corners)
    if zone.kind == "keep-out":
        ink = theme.colour("warn")
        painter.setPen(pen(ink, 1.0, alpha=0.55, cosmetic=True))
        painter.drawLines([QLineF(*line[0], *line[1]) for line in zone.hatch if len(line) > 1])
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(ink, 1.5, "dashed", cosmetic=True))
        painter.drawPolygon(shape)
    else:
        ink = theme.layer("servers_fabric") if zone.kind == "cold" else theme.colour("error")
        painter.setPen(pen(ink, 1.5, cosmetic=True) if zone.contained else NO_PEN)
        painter.setBrush(brush(ink, 0.13))
        painter.drawPolygon(shape)
        if zone.contained:
            _paint_containment(painter, zone, ink)
    xs, ys = [x for x, _ in zone.corners], [y for _, y in zone.corners]
    width, height = (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale
    words = clean(zone.words)
    wide, upright = written_width(words, "caption"), height > width
    if max(width, height) < wide + 12 or min(width, height) < 15:
        return
    painter.save()
    middle = (min(ys) + max(ys)) / 2
    if upright:
        painter.translate((min(xs) + max(xs)) / 2, max(ys))
        painter.scale(1 / scale, 1 / scale)
        painter.rotate(-90)
    else:
        painter.translate(min(xs), middle)
        painter.scale(1 / scale, 1 / scale)
    baseline = middle_baseline("caption", 0.0)
    if over:
        write_over(painter, words, "caption", ink, theme.colour("canvas"), 8.0, baseline, vector=vector)
    else:
        write(painter, words, "caption", ink, 8.0, baseline, vector=vector)
    painter.restore()


def _paint_containment(painter: QPainter, zone: Zone, ink: str) -> None:
    """Doors across both ends of a closed aisle, with the gap of their leaves in the middle."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = zone.corners[:4]
    ends = (
        ((ax, ay, dx, dy), (bx, by, cx, cy)) if abs(bx - ax) >= abs(dy - ay) else ((ax, ay, bx, by), (dx, dy, cx, cy))
    )
    for x0, y0, x1, y1 in ends:
        painter.setPen(pen(ink, 5.0, cosmetic=True))
        painter.drawLine(QLineF(x0, y0, x1, y1))
        painter.setPen(pen(current_theme().colour("surface"), 5.0, cosmetic=True))
        mid_x, mid_y, gap_x, gap_y = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * 0.03, (y1 - y0) * 0.03
        painter.drawLine(QLineF(mid_x - gap_x, mid_y - gap_y, mid_x + gap_x, mid_y + gap_y))


def _say(painter: QPainter, words: str, ink: str, x: float, y: float, scale: float, *, vector: bool) -> None:
    painter.save()
    painter.translate(x, y)
    painter.scale(1 / scale, 1 / scale)
    write_over(
        painter,
        words,
        "caption",
        ink,
        current_theme().colour("canvas"),
        -written_width(words, "caption") / 2,
        middle_baseline("caption", 0.0),
        vector=vector,
    )
    painter.restore()


def _bounds(path: Path) -> Rect:
    xs, ys = [x for x, _ in path] or [0.0], [y for _, y in path] or [0.0]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(1.0)


def _polygon(path: Path) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in path])
