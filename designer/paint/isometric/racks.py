"""Racks and other equipment of an isometric picture: sides, fronts with their devices, roofs."""

from typing import Final, NamedTuple

import numpy as np
import shapely
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Floats
from designer.drawing.isometric.isometric import FRONT, REAR, IsometricDrawing
from designer.drawing.isometric.racks import FRONT_CM, UNIT_CM, Panel, Standee
from designer.drawing.racks.part_picture import part_picture
from designer.drawing.racks.part_shapes import PartPicture
from designer.drawing.theme_tokens import mixed
from designer.model.kinds import PLAIN_FRONT, RACK_SYSTEMS
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.icons import icon_renderer
from designer.paint.isometric.look import LIGHT, STEPS, Shades
from designer.paint.racks.part_picture import paint_part_picture

_BANDS_PX: Final = 0.75
"""From this height of a rack unit on, devices are told apart."""
_DETAIL_PX: Final = 3.2
"""From this height on they have an edge and lamps."""
_PORTS_PX: Final = 11.0
"""From this height on their own fronts are drawn."""
_MOST_JOINED: Final = 600
_SLOTS_SCALE: Final = 0.3
_POST: Final = 2.6
_GAUGE: Final = 0.13


class _Front(NamedTuple):
    """One face of a rack in its own centimetres, from its upper left corner: paths by colour, the last on top."""

    field: QRectF
    paths: tuple[tuple[str, QPainterPath], ...]
    fine: tuple[tuple[str, QPainterPath], ...]


class RackPainter:
    """Paints what stands in one drawing in one look."""

    def __init__(self, drawing: IsometricDrawing, look: Shades) -> None:
        self._drawing = drawing
        self._look = look
        self._fronts: dict[tuple[int, bool], _Front] = {}
        self._pictures: dict[str, PartPicture | None] = {}
        self._tops: list[list[list[float]]] = drawing.tops.tolist()
        self._faces: list[list[list[list[float]]]] = drawing.sides.tolist()
        self._wide: list[list[float]] = np.linalg.norm(
            np.roll(drawing.corners, -1, axis=1) - drawing.corners, axis=-1
        ).tolist()
        self._high: list[float] = drawing.heights.tolist()
        self._towards: list[list[bool]] = drawing.eye.faces_eye(drawing.normals).tolist()
        self._openings: dict[int, QPainterPath] = {}
        self._joined: tuple[tuple[int, ...], QPainterPath] | None = None
        self._roofs: dict[int, QPolygonF] = {}
        self._fills: dict[tuple[str, int, str], str] = {}
        # Cosine of the angle between each side and the light, in a few steps, so that equal shades are mixed once.
        light = drawing.eye.turned(drawing.normals) @ LIGHT
        self._steps = np.clip(np.rint((light + 1) / 2 * STEPS), 0, STEPS).astype(np.int64).tolist()
        self._seen: list[list[bool]] = drawing.seen_sides.tolist()
        self._sides: dict[tuple[int, int], QPolygonF] = {}
        self._shares: list[float] = drawing.shares.tolist()
        self._dark: list[bool] = drawing.dark.tolist()
        self._nodes: list[int] = drawing.node_of.tolist()
        self._rims: dict[int, list[QLineF]] = {}

    def paint(self, painter: QPainter, place: int, scale: float, *, rough: bool) -> None:
        """Paint the copy at PLACE; ROUGH leaves devices out."""
        drawing, look = self._drawing, self._look
        standee = drawing.standees[self._nodes[place]]
        off, share = self._dark[place], self._shares[place]
        finish = "off" if off else "rack" if standee.units or standee.kind in RACK_SYSTEMS else "cabinet"
        heat = look.theme.heat_colour(share) if share == share and not off else ""
        shown = scale * UNIT_CM
        for side, seen in enumerate(self._seen[place]):
            if not seen:
                # NaN is a share that is not known: it is the only number that differs from itself.
                continue
            self._fill(painter, self._side(place, side), self._shade(finish, self._steps[place][side], heat), scale)
            if side in (FRONT, REAR) and standee.units:
                self._front(
                    painter,
                    place,
                    standee,
                    rear=side == REAR,
                    # Devices are drawn while a rack unit is some pixels high; below that, only the field.
                    off=off,
                    heat=heat,
                    scale=scale,
                    rough=rough or shown < _BANDS_PX,
                )
            elif side == FRONT and standee.icon and not rough:
                self._sign(painter, place, standee, heat, scale)
        top = look.off[2] if off else look.top if finish == "rack" else look.cabinet[2]
        self._fill(painter, self._roof(place), heat or top, scale)
        if finish == "rack" and not heat and not rough and scale >= _SLOTS_SCALE:
            self._slots(painter, place)
        if not rough and scale > 0.12:
            painter.setPen(pen(look.rim if not off else look.theme.colour("error"), 1.0, alpha=0.8, cosmetic=True))
            painter.drawLines(self._rim(place))
        if off:
            self._cross(painter, place, scale)

    def _fill(self, painter: QPainter, shape: QPolygonF, fill: str, scale: float) -> None:
        # An edge of its own colour closes the seam that smooth edges leave between two faces.
        if self._look.outlined:
            painter.setPen(pen(self._look.rim, 1.0 if scale > 0.2 else 0.5, alpha=0.85, cosmetic=True))
        else:
            painter.setPen(pen(fill, 1.0, cosmetic=True))
        painter.setBrush(brush(fill))
        painter.drawConvexPolygon(shape)

    def _side(self, place: int, side: int) -> QPolygonF:
        key = (place, side)
        if key not in self._sides:
            self._sides[key] = QPolygonF([QPointF(x, y) for x, y in self._faces[place][side]])
        return self._sides[key]

    def _roof(self, place: int) -> QPolygonF:
        if place not in self._roofs:
            self._roofs[place] = QPolygonF([QPointF(x, y) for x, y in self._tops[place]])
        return self._roofs[place]

    def _shade(self, kind: str, step: int, heat: str) -> str:
        key = (kind, step, heat)
        if key not in self._fills:
            fill = self._look.side(step, kind)
            self._fills[key] = mixed(fill, heat, 0.22) if heat else fill
        return self._fills[key]

    def _rim(self, place: int) -> list[QLineF]:
        """The upper edges of the sides that are seen."""
        if place not in self._rims:
            faces, towards = self._faces[place], self._towards[place]
            self._rims[place] = [QLineF(*faces[side][2], *faces[side][3]) for side in range(4) if towards[side]]
        return self._rims[place]

    def face_transform(self, place: int, side: int) -> tuple[QTransform, float, float]:
        """From centimetres of a side, right and down from its upper left corner, to the picture; its width, height."""
        (left, foot), (right, other), _, (x, y) = self._faces[place][side]
        wide = max(self._wide[place][side], 1e-9)
        made = QTransform((right - left) / wide, (other - foot) / wide, 0.0, 1.0, x, y)
        return made, wide, self._high[place]

    def _slots(self, painter: QPainter, place: int) -> None:
        """The openings in a roof through which cables go, near its front and its rear."""
        if place not in self._openings:
            rear_left, rear_right, _, front_left = (np.array(point) for point in self._tops[place])
            across, back = rear_right - rear_left, front_left - rear_left
            made = QPainterPath()
            for near, far in ((0.05, 0.13), (0.87, 0.94)):
                for left, right in ((0.12, 0.44), (0.56, 0.88)):
                    spots = ((left, near), (right, near), (right, far), (left, far))
                    made.addPolygon(_polygon(np.array([rear_left + across * a + back * b for a, b in spots])))
                    made.closeSubpath()
            self._openings[place] = made
        painter.fillPath(self._openings[place], brush(mixed(self._look.top, self._look.field, 0.55)))

    # Fronts.

    def _front(
        self,
        painter: QPainter,
        place: int,
        standee: Standee,
        *,
        rear: bool,
        off: bool,
        heat: str,
        scale: float,
        rough: bool,
    ) -> None:
        look = self._look
        made, wide, high = self.face_transform(place, REAR if rear else FRONT)
        front = self._made_front(self._nodes[place], standee, wide, high, rear=rear)
        painter.save()
        painter.setTransform(made, True)
        painter.setPen(NO_PEN)
        painter.setBrush(brush(look.field if not off else look.off[1]))
        painter.drawRect(front.field)
        if heat:
            self._gauge(painter, front.field, self._shares[place], heat)
        elif not rough and not off:
            detailed = scale * UNIT_CM >= _DETAIL_PX
            for fill, path in front.paths:
                painter.fillPath(path, brush(fill))
            if detailed:
                for fill, path in front.fine:
                    painter.fillPath(path, brush(fill))
            if scale * UNIT_CM >= _PORTS_PX:
                self._ports(painter, standee, front.field, scale, rear=rear)
        elif not off:
            lit = [panel for panel in (standee.rear if rear else standee.front) if panel.seen == "front"]
            if lit:
                ink = mixed(look.face, look.device_ink(_most_of(lit).layer), 0.3)
                share = min(sum(one.high - one.low for one in lit) / max(standee.units, 1), 1.0)
                field = front.field
                painter.setBrush(brush(ink))
                painter.drawRect(
                    QRectF(field.x(), field.bottom() - field.height() * share, field.width(), field.height() * share)
                )
        painter.restore()

    def _gauge(self, painter: QPainter, field: QRectF, share: float, heat: str) -> None:
        """The share of the scale as a column from the bottom: what is much is also tall."""
        inset = field.width() * _GAUGE
        tall = (field.height() - 2 * inset) * min(max(share, 0.02), 1.0)
        painter.setBrush(brush(heat))
        painter.drawRect(QRectF(field.x() + inset, field.bottom() - inset - tall, field.width() - 2 * inset, tall))

    def _made_front(self, node: int, standee: Standee, wide: float, high: float, *, rear: bool) -> _Front:
        key = (node, rear)
        if key not in self._fronts:
            self._fronts[key] = self._make_front(standee, wide, high, rear=rear)
        return self._fronts[key]

    def _make_front(self, standee: Standee, wide: float, high: float, *, rear: bool) -> _Front:
        look = self._look
        inside = min(max(wide - 2 * _POST, wide * 0.6), FRONT_CM + 2 * _POST)
        left = (wide - inside) / 2
        tall = standee.units * UNIT_CM
        field = QRectF(left, high - standee.foot - tall, inside, tall)
        paths: dict[str, QPainterPath] = {}
        fine: dict[str, QPainterPath] = {}
        for panel in standee.rear if rear else standee.front:
            self._panel(panel, field, paths, fine)
        strips = QPainterPath()
        if rear and standee.units:
            # Perforated doors.
            for number in range(1, 6):
                x = field.x() + field.width() * number / 6
                strips.addRect(QRectF(x - 0.15, field.y(), 0.3, field.height()))
            fine[mixed(look.field, look.bright, 0.35)] = strips
        return _Front(field, tuple(paths.items()), tuple(fine.items()))

    def _panel(
        self, panel: Panel, field: QRectF, paths: dict[str, QPainterPath], fine: dict[str, QPainterPath]
    ) -> None:
        look = self._look
        ink = look.device_ink(panel.layer)
        bottom, top = field.bottom() - panel.low * UNIT_CM, field.bottom() - panel.high * UNIT_CM
        if panel.seen == "beside":
            x = field.x() if panel.left == 0 else field.right() - _POST
            rect = QRectF(x, top + 2, _POST, bottom - top - 4)
            _path(paths, mixed(look.face, ink, 0.55)).addRect(rect)
            return
        gap = min(UNIT_CM * 0.09, (bottom - top) * 0.08)
        ear = _POST * 0.7
        room = field.width() - 2 * ear
        x = field.x() + ear + room * panel.left
        rect = QRectF(x, top + gap, room * (panel.right - panel.left), bottom - top - 2 * gap)
        if panel.seen == "blank":
            _path(paths, mixed(look.field, look.face, 0.5)).addRect(rect)
            return
        if panel.seen == "back":
            _path(paths, mixed(look.face, look.field, 0.35)).addRect(rect)
            # Fans and exhaust.
            count = max(int(rect.width() / 7), 1)
            for number in range(count if rect.height() > 6 else 0):
                size = min(rect.height() * 0.34, 3.0)
                middle = QPointF(rect.x() + rect.width() * (number + 0.5) / count, rect.center().y())
                _path(fine, mixed(look.face, look.field, 0.75)).addEllipse(middle, size, size)
            return
        body = mixed(look.face, ink, 0.17)
        _path(paths, body).addRect(rect)
        _path(fine, mixed(body, "#FFFFFF", 0.16)).addRect(QRectF(rect.x(), rect.y(), rect.width(), 0.35))
        edge = QRectF(rect.x(), rect.y(), max(rect.width() * 0.045, 1.2), rect.height())
        _path(paths, ink).addRect(edge)
        # A grille, and a lamp at the right.
        grille = mixed(body, look.field, 0.45) if not look.outlined else mixed(body, ink, 0.25)
        if rect.height() > 2.2 * UNIT_CM:
            lines = int(rect.height() / UNIT_CM) * 2
            for line in range(1, lines):
                y = rect.y() + rect.height() * line / lines
                _path(fine, grille).addRect(QRectF(rect.x() + rect.width() * 0.12, y - 0.3, rect.width() * 0.72, 0.6))
        else:
            _path(fine, grille).addRect(
                QRectF(
                    rect.x() + rect.width() * 0.12,
                    rect.center().y() - rect.height() * 0.2,
                    rect.width() * 0.7,
                    rect.height() * 0.4,
                )
            )
        lamp = QPointF(rect.right() - rect.width() * 0.06, rect.y() + min(rect.height() / 2, 3.0))
        _path(fine, look.device.colour("ok") if not look.outlined else ink).addEllipse(lamp, 0.75, 0.75)

    def _ports(self, painter: QPainter, standee: Standee, field: QRectF, scale: float, *, rear: bool) -> None:
        """The fronts of devices as the rack view draws them."""
        ear = _POST * 0.7
        for panel in standee.rear if rear else standee.front:
            if panel.seen != "front" or panel.right - panel.left < 1:
                continue
            picture = self._picture(panel.part)
            if picture is None:
                continue
            painter.save()
            painter.scale(1 / scale, 1 / scale)
            rect = QRectF(
                (field.x() + ear) * scale,
                (field.bottom() - panel.high * UNIT_CM) * scale,
                (field.width() - 2 * ear) * scale,
                (panel.high - panel.low) * UNIT_CM * scale,
            )
            with in_theme(self._look.device):
                paint_part_picture(painter, picture, rect, panel.layer, most_scale=1e3)
            painter.restore()

    def _picture(self, part_id: str) -> PartPicture | None:
        if part_id not in self._pictures:
            part = self._drawing.design.parts.get(part_id)
            picture = part_picture(part) if part is not None and part.kind not in PLAIN_FRONT else None
            self._pictures[part_id] = picture if picture is not None and picture.to_scale else None
        return self._pictures[part_id]

    # Other equipment, and what has failed.

    def _sign(self, painter: QPainter, place: int, standee: Standee, heat: str, scale: float) -> None:
        """The icon of its kind on the front of what is no rack, and a grille below it."""
        made, wide, high = self.face_transform(place, FRONT)
        size = min(wide, high) * 0.34
        if size * scale < 7:
            return
        look = self._look
        painter.save()
        painter.setTransform(made, True)
        ink = look.theme.layer(standee.layer) if not look.outlined else look.rim
        dark = standee.kind in RACK_SYSTEMS
        if dark:
            ink = look.device_ink(standee.layer)
        painter.setPen(pen(mixed(look.cabinet[1] if not dark else look.dim, ink, 0.35), 1.0, cosmetic=True))
        lines = [
            QLineF(wide * 0.12, y, wide * 0.88, y) for y in np.arange(high * 0.5, high * 0.94, max(high * 0.03, 3.0))
        ]
        painter.drawLines(lines)
        icon_renderer(standee.icon, ink).render(painter, QRectF((wide - size) / 2, high * 0.13, size, size))
        painter.restore()

    def _cross(self, painter: QPainter, place: int, scale: float) -> None:
        """Cross out what has failed on its roof, so that its colour is not the only sign."""
        a, b, c, d = (QPointF(x, y) for x, y in self._tops[place])
        painter.setPen(pen(self._look.theme.colour("error"), 2.0 if scale > 0.3 else 1.0, cosmetic=True))
        painter.drawLines([QLineF(a, c), QLineF(b, d)])

    def outline(self, painter: QPainter, places: list[int], edge: QPen, fill: QBrush | Qt.BrushStyle) -> None:
        """Draw the edges of what stands at PLACES, over everything that may hide it; those of neighbours as one."""
        painter.setPen(edge)
        painter.setBrush(fill)
        if not 1 < len(places) <= _MOST_JOINED:
            for place in places:
                painter.drawPath(self.silhouette(place))
            return
        key = tuple(places)
        if self._joined is None or self._joined[0] != key:
            self._joined = key, self._join(places)
        painter.drawPath(self._joined[1])

    def _join(self, places: list[int]) -> QPainterPath:
        hulls = [
            [(point.x(), point.y()) for point in self.silhouette(place).toFillPolygon().toList()] for place in places
        ]
        # A hair wider, so that those that only touch become one.
        shape = shapely.union_all([shapely.Polygon(hull).buffer(0.4, join_style="mitre") for hull in hulls])
        path = QPainterPath()
        for part in shapely.get_parts(shape):
            if isinstance(part, shapely.Polygon):
                for ring in (part.exterior, *part.interiors):
                    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.coords]))
        return path

    def silhouette(self, place: int) -> QPainterPath:
        """All of one copy in the picture."""
        path = QPainterPath()
        path.addPolygon(_hull(np.concatenate([self._drawing.tops[place], self._drawing.sides[place, :, 0]])))
        path.closeSubpath()
        return path


def _most_of(panels: list[Panel]) -> Panel:
    """The panel of the layer that takes most units."""
    units: dict[str, float] = {}
    for panel in panels:
        units[panel.layer] = units.get(panel.layer, 0.0) + panel.high - panel.low
    best = max(units, key=units.__getitem__)
    return next(panel for panel in panels if panel.layer == best)


def _path(paths: dict[str, QPainterPath], fill: str) -> QPainterPath:
    return paths.setdefault(fill, QPainterPath())


def _polygon(points: Floats) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _hull(points: Floats) -> QPolygonF:
    """The convex outline of a few points, by Andrew's monotone chain."""
    ordered = sorted({(round(x, 6), round(y, 6)) for x, y in points.tolist()})
    halves: list[list[tuple[float, float]]] = []
    for run in (ordered, ordered[::-1]):
        chain: list[tuple[float, float]] = []
        for point in run:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        halves.append(chain[:-1])
    return QPolygonF([QPointF(x, y) for half in halves for x, y in half])


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
