"""Tools that draw a room: walls, doors, columns, keep-outs, aisles and trays, as small state machines."""

import math
from typing import Final

import shapely
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_shapes import MM, millimetres
from designer.edit.rooms.room_plan import Piece, add_piece, add_room, set_outline
from designer.model.design import Design
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, Tray
from designer.paint.brushes import NO_BRUSH, brush, pen
from designer.paint.rooms.floor_plan import paint_measure
from designer.ui.views.floor.tools import CalibrateTool, FloorPort, FloorTool, MeasureTool

COLUMN_MM: Final = 400.0
AISLE_MM: Final = (4_800.0, 1_200.0)
ROOM_MM: Final = (12_000.0, 8_000.0)
_LEAST_MM: Final = 50.0


class _LineTool(FloorTool):
    """Clicks that make a line of corners."""

    least = 2

    def __init__(self, port: FloorPort) -> None:
        super().__init__(port)
        self.points: list[tuple[float, float]] = []
        self._pointer: tuple[float, float] | None = None

    @override
    def press(self, x: float, y: float, *, free: bool) -> None:
        point = self.port.at(x, y, free=free)
        if len(self.points) >= self.least and math.dist(point, self.points[0]) <= self.port.reach * MM:
            self.finish()
        elif self.points and math.dist(point, self.points[-1]) < _LEAST_MM:
            self.finish()  # a second click on the same place
        else:
            self.points.append(point)

    @override
    def move(self, x: float, y: float, *, free: bool) -> None:
        self._pointer = self.port.at(x, y, free=free)

    @override
    def step_back(self) -> bool:
        if self.points:
            self.points.pop()
            return True
        return False

    @override
    def cancel(self) -> bool:
        begun = bool(self.points)
        self.points = []
        return begun

    @override
    def paint(self, painter: QPainter, scale: float) -> None:
        path = [*self.points, *([self._pointer] if self._pointer is not None and self.points else [])]
        accent = current_theme().colour("accent")
        painter.setPen(pen(accent, 2.5, cosmetic=True))
        painter.setBrush(NO_BRUSH)
        painter.drawPolyline(QPolygonF([QPointF(x / MM, y / MM) for x, y in path]))
        painter.setBrush(brush(accent))
        for x, y in self.points:
            painter.drawEllipse(QPointF(x / MM, y / MM), 4 / scale, 4 / scale)
        if len(path) > 1:
            a, b = path[-2], path[-1]
            ends = (a[0] / MM, a[1] / MM), (b[0] / MM, b[1] / MM)
            paint_measure(painter, *ends, millimetres(math.dist(a, b)), scale, ink=accent)


class WallTool(_LineTool):
    """Corner after corner; the first one again, Enter or a second click on the last one closes the room."""

    hint = "Click corner after corner; the first one again, or Enter, closes the room. Enter alone: 12 × 8 m."
    least = 3

    @override
    def finish(self) -> bool:
        points = self.points
        if not points:
            wide, deep = ROOM_MM
            points = [(0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep)]
        if len(points) < self.least:
            self.port.say("A room needs at least three corners.")
            return True
        drawing = self.port.drawing
        room = drawing.room
        self.points = []
        if room and not drawing.walls:
            done = self.port.commit(lambda design: set_outline(design, room, points))
        else:
            done = self.port.commit(lambda design: add_room(design, points, x=_right_of(design)))
        if done:
            self.port.added(None)
        return True


class TrayTool(_LineTool):
    """Click after click along the tray; Enter or a second click on the last one ends it."""

    hint = "Click along the tray; Enter, or a second click, ends it. Enter alone: one across the middle."

    @override
    def finish(self) -> bool:
        points = self.points
        walls = self.port.drawing.walls
        if not points and len(walls) > 2:
            _, y = self.port.middle()
            xs = [x * MM for x, _ in walls]
            points = [(min(xs), round(y * MM)), (max(xs), round(y * MM))]
        if len(points) < self.least:
            self.port.say("A tray needs a beginning and an end.")
            return True
        tray = Tray(id="", line=tuple(Point(x_mm=x, y_mm=y) for x, y in points))
        self.points = []
        _add(self.port, tray)
        return True


class _BoxTool(FloorTool):
    """A rectangle from corner to corner; a click puts a usual one there."""

    usual = (COLUMN_MM, COLUMN_MM)

    def __init__(self, port: FloorPort) -> None:
        super().__init__(port)
        self._start: tuple[float, float] | None = None
        self._end = (0.0, 0.0)

    @override
    def press(self, x: float, y: float, *, free: bool) -> None:
        self._start = self._end = self.port.at(x, y, free=free)

    @override
    def move(self, x: float, y: float, *, free: bool) -> None:
        if self._start is not None:
            self._end = self.port.at(x, y, free=free)

    @override
    def release(self, x: float, y: float, *, free: bool) -> None:
        if self._start is None:
            return
        self._end = self.port.at(x, y, free=free)
        box, self._start = self._box(self._start, self._end), None
        _add(self.port, self.piece(box))

    @override
    def finish(self) -> bool:
        x, y = self.port.middle()
        wide, deep = self.usual
        middle = self.port.at(x - wide / 2 / MM, y - deep / 2 / MM, free=False)
        _add(self.port, self.piece(self._box(middle, middle)))
        return True

    @override
    def cancel(self) -> bool:
        begun, self._start = self._start is not None, None
        return begun

    def piece(self, box: Box) -> Piece:
        """Return what a rectangle becomes."""
        return box

    def _box(self, a: tuple[float, float], b: tuple[float, float]) -> Box:
        wide, deep = abs(b[0] - a[0]), abs(b[1] - a[1])
        if wide < _LEAST_MM or deep < _LEAST_MM:
            return Box(x_mm=a[0], y_mm=a[1], width_mm=self.usual[0], depth_mm=self.usual[1])
        return Box(x_mm=min(a[0], b[0]), y_mm=min(a[1], b[1]), width_mm=wide, depth_mm=deep)

    @override
    def paint(self, painter: QPainter, scale: float) -> None:
        if self._start is None:
            return
        (ax, ay), (bx, by) = self._start, self._end
        accent = current_theme().colour("accent")
        painter.setPen(pen(accent, 1.5, "dashed", cosmetic=True))
        painter.setBrush(brush(accent, 0.12))
        painter.drawRect(QRectF(QPointF(ax / MM, ay / MM), QPointF(bx / MM, by / MM)).normalized())
        x0, y0, x1, y1 = min(ax, bx) / MM, min(ay, by) / MM, max(ax, bx) / MM, max(ay, by) / MM
        away = 14 / scale
        paint_measure(painter, (x0, y0 - away), (x1, y0 - away), millimetres((x1 - x0) * MM), scale, ink=accent)
        paint_measure(painter, (x0 - away, y0), (x0 - away, y1), millimetres((y1 - y0) * MM), scale, ink=accent)


class ColumnTool(_BoxTool):
    """A column."""

    hint = "Drag a column from corner to corner; a click or Enter puts one of 400 mm."


class KeepOutTool(_BoxTool):
    """A part of the floor that stays free."""

    hint = "Drag over the floor that is to stay free; a click or Enter marks a square of 1,200 mm."
    usual = (1_200.0, 1_200.0)

    @override
    def piece(self, box: Box) -> Piece:
        """A keep-out of four corners."""
        x0, y0, x1, y1 = box.x_mm, box.y_mm, box.x_mm + box.width_mm, box.y_mm + box.depth_mm
        return KeepOut(corners=tuple(Point(x_mm=x, y_mm=y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))))


class AisleTool(_BoxTool):
    """An aisle: cold where what stands there breathes in, else hot."""

    hint = "Drag an aisle between two rows; it is cold where racks breathe in. A right click changes that."
    usual = AISLE_MM

    @override
    def piece(self, box: Box) -> Piece:
        """An aisle of the air that what borders it asks for."""
        drawing = self.port.drawing
        area = Rect(box.x_mm / MM, box.y_mm / MM, box.width_mm / MM, box.depth_mm / MM).grown(20.0)
        cold = hot = 0
        for place in drawing.seen(area).tolist():
            if not drawing.ways[place]:
                continue
            edge = drawing.corners[place, [3, 2] if drawing.ways[place] > 0 else [0, 1]]
            (x0, y0), (x1, y1) = edge.tolist()
            inlet = Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)).grown(1e-6)
            cold += inlet.meets(area)
            hot += not inlet.meets(area)
        return Aisle(kind="hot" if hot > cold else "cold", area=box)


class DoorTool(FloorTool):
    """A door in the wall that is clicked; it opens outwards, or inwards where the pointer is dragged into the room."""

    hint = "Click a wall: a door that opens outwards; drag into the room to let it open inwards."

    def __init__(self, port: FloorPort) -> None:
        super().__init__(port)
        self._start: tuple[float, float] | None = None

    @override
    def press(self, x: float, y: float, *, free: bool) -> None:
        self._start = (x, y)

    @override
    def release(self, x: float, y: float, *, free: bool) -> None:
        start, self._start = self._start, None
        if start is not None:
            self._put(start, inwards=math.dist(start, (x, y)) > self.port.reach and self._inside(x, y))

    @override
    def finish(self) -> bool:
        self._put(self.port.middle(), inwards=False)
        return True

    @override
    def cancel(self) -> bool:
        begun, self._start = self._start is not None, None
        return begun

    def _inside(self, x: float, y: float) -> bool:
        walls = self.port.drawing.walls
        return len(walls) > 2 and shapely.Polygon(walls).covers(shapely.Point(x, y))

    def _put(self, near: tuple[float, float], *, inwards: bool) -> None:
        drawing = self.port.drawing
        if len(drawing.walls) < 3:
            self.port.say("Draw the walls first; a door hangs in one.")
            return
        number = drawing.wall_at(*near)
        a, b = drawing.walls[number], drawing.walls[(number + 1) % len(drawing.walls)]
        length = math.dist(a, b)
        width = min(Door(x_mm=0, y_mm=0).width_mm, length * MM)
        along = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        wall = shapely.LineString([a, b])
        middle = wall.project(shapely.Point(near)) - width / MM / 2
        hinge = wall.interpolate(min(max(middle, 0.0), length - width / MM))
        x, y = round(hinge.x * MM), round(hinge.y * MM)
        # Walls may run either way around: try which side is inside.
        probe = math.radians(along + 90.0)
        centre = wall.interpolate(0.5, normalized=True)
        right_is_in = self._inside(centre.x + math.cos(probe), centre.y + math.sin(probe))
        swing = 90.0 if right_is_in == inwards else -90.0
        _add(self.port, Door(x_mm=x, y_mm=y, width_mm=width, along_deg=along % 360.0, swing_deg=swing))


def _add(port: FloorPort, piece: Piece) -> None:
    room = port.drawing.room
    if not room:
        port.say("Draw a room first; this belongs into one.")
    elif port.commit(lambda design: add_piece(design, room, piece)):
        port.added(piece)


def _right_of(design: Design) -> float:
    """A place on the canvas beside everything."""
    return max((node.x for node in design.nodes.values() if node.parent is None), default=-400.0) + 400.0


TOOLS: Final[dict[str, tuple[str, str, type[FloorTool]]]] = {
    "wall": ("Draw walls", "floor-wall", WallTool),
    "door": ("Hang a door", "floor-door", DoorTool),
    "column": ("Put a column", "floor-column", ColumnTool),
    "keep_out": ("Keep floor free", "floor-keep-out", KeepOutTool),
    "aisle": ("Mark an aisle", "floor-aisle", AisleTool),
    "tray": ("Lay a tray", "floor-tray", TrayTool),
    "measure": ("Measure", "floor-measure", MeasureTool),
    "calibrate": ("Calibrate the drawing under the room", "floor-calibrate", CalibrateTool),
}
