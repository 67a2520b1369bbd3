"""The floor of one design on the screen: which room is drawn, where one looks, what is selected and painted."""

from collections.abc import Callable, Collection
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.rooms.floor_problems import floor_problems
from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing, FloorHit, draw_floor, floor_words, rooms_of
from designer.drawing.rooms.floor_overlays import FloorOverlay, floor_loads
from designer.drawing.rooms.floor_shapes import millimetres
from designer.model.changes import ChangeSet
from designer.model.design import Design, View
from designer.model.device_names import device_names
from designer.model.kinds import ROOMS
from designer.model.rooms.floor_positions import Standing, standing
from designer.paint.background import paint_ground
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.rooms.floor import paint_floor
from designer.review.rooms.floor_rules import rack_weights
from designer.ui.app.document import Document
from designer.ui.canvas.port import Card, Guide
from designer.ui.views.floor.snapping import point_mm
from designer.ui.views.painted_view import PaintedView
from designer.ui.views.scroll_cache import ScrolledPaper
from designer.ui.widgets.theme import ink
from designer.ui.widgets.timers import after_pause

IDLE_MS: Final = 120
_MARGIN: Final = 12.0
_MOST_SCALE: Final = 1.6
_REACH_PX: Final = 7.0
_HANDLE_PX: Final = 4.5
_NOWHERE: Final = np.zeros(0, np.int64)


class FloorSurface(PaintedView[FloorDrawing]):
    """A room of one document as it is seen, without hands.

    Attributes:
        picked: The piece of the room that is picked, None for none.
        ghost: Offset of what is dragged, in units of the drawing.
        guides: Lines to which what is dragged is aligned.
        band: The rectangle that is dragged over things, None for none.
    """

    drawn = Signal()
    """Another drawing is shown: another room, another state of the design, other results."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Floor", parent)
        self._room: str | None = None
        self._overlay: FloorOverlay = ""
        self._moving = False
        self._paper = ScrolledPaper()
        self._stands: tuple[Design, Standing] | None = None
        self._hovered = -1
        self.picked: FloorHit | None = None
        self.ghost: tuple[float, float] = (0.0, 0.0)
        self.guides: tuple[Guide, ...] = ()
        self.band: Rect | None = None
        self._idle = after_pause(self, IDLE_MS, self._rest)
        # Told after the event, so that nothing is shown or hidden while it is painted.
        self._tell = after_pause(self, 0, self._tell_drawn)
        document.changed.connect(self.redraw)
        document.analysed.connect(self._analysed)

    # What is drawn.

    @override
    def _draw_now(self) -> FloorDrawing:
        design, results = self._document.design, self._document.results
        found = self._found()
        rooms = rooms_of(design, found)
        if self._room not in rooms:
            self._room = rooms[0] if rooms else None
        problems = floor_problems(design, found, rack_weights(results))
        return draw_floor(design, self._room, results=results, overlay=self._overlay, problems=problems, found=found)

    @override
    def _look_at(self, drawing: FloorDrawing) -> None:
        if self._fitted:
            self._viewpoint.fit(drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)

    def _found(self) -> Standing:
        """Return where everything stands, worked out once for a design."""
        design = self._document.design
        if self._stands is None or self._stands[0] is not design:
            self._stands = design, standing(design)
        return self._stands[1]

    @property
    def rooms(self) -> list[tuple[str, str]]:
        """(id, title) of the rooms that can be shown."""
        design = self._document.design
        return [(one, design.nodes[one].title if one else "Open floor") for one in rooms_of(design, self._found())]

    @property
    def room(self) -> str:
        """Id of the room that is drawn; "" when there is none."""
        return self.drawing.room

    @property
    def overlay(self) -> FloorOverlay:
        """Return what racks are coloured by."""
        return self._overlay

    def set_overlay(self, overlay: FloorOverlay) -> None:
        """Colour what stands there by OVERLAY; "" for nothing."""
        self._overlay = overlay
        self.redraw()

    def show_room(self, room: str) -> None:
        """Draw another room, all of it in sight."""
        self._room, self.picked, self._fitted = room, None, True
        self.redraw()

    @override
    def _forget(self) -> None:
        super()._forget()
        self._hovered = -1

    @override
    def let_drawing_go(self) -> None:
        super().let_drawing_go()
        self._paper.forget()
        self._stands = None

    @override
    def _announce(self) -> None:
        self._tell.start()

    def _analysed(self) -> None:
        if self._overlay or self._document.fresh:
            self.redraw()

    @property
    @override
    def hint(self) -> str:
        drawing = self.drawing
        if not drawing.room and not drawing.rows.size:
            return ""
        wrong = len(drawing.problems)
        words = f"{drawing.rows.size:,} on the floor"
        return f"{words} · {f'{wrong} to look at' if wrong else 'nothing in the way'}"

    # Selection, shared with the other views.

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids that are selected and stand here, racks and rows."""
        drawing, design = self.drawing, self._document.design
        places = drawing.places_of(self._selected, design)
        held = {drawing.ids[node] for node in drawing.node_of[places].tolist()}
        around = {outer for one in held for outer in design.ancestors(one)} - {drawing.room}
        return tuple(one for one in sorted(self._selected) if one in held or one in around)

    @property
    @override
    def focus(self) -> tuple[str, ...]:
        return (self.room,) if self.room else ()

    @property
    @override
    def floor_overlay(self) -> FloorOverlay:
        return self._overlay

    @property
    @override
    def goes_alone(self) -> bool:
        return True

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS, or the rack that it stands in, is on a floor."""
        design = self._document.design
        return bool(standing_room(design, ids)) or any(one in dict(self.rooms) for one in ids)

    def go_to(self, ids: Collection[str]) -> None:
        """Bring IDS into sight, in the room in which they are."""
        design = self._document.design
        room = standing_room(design, ids) or next((one for one in ids if one in dict(self.rooms)), "")
        if room and room != self.room:
            self.show_room(room)
        rect = self.drawing.rect_around(self.drawing.places_of(ids, design))
        self._reveal(rect, 64.0)

    # Where one looks.

    @override
    def fit(self) -> None:
        self._fitted = True
        self._look_at(self.drawing)
        self.update()

    def fit_selection(self) -> None:
        """Show what is selected; all of the room when nothing is."""
        rect = self._selected_rect()
        if rect is None:
            self.fit()
            return
        self._fitted = False
        self._viewpoint.fit(rect, most=3.0, margin=72.0)
        self.update()

    @override
    def _selected_rect(self) -> Rect | None:
        return self.drawing.rect_around(self.drawing.places_of(self._selected, self._document.design))

    def zoom_actual(self) -> None:
        """A centimetre as a pixel."""
        self.zoom_by(1.0 / self._viewpoint.scale)

    @override
    def pan(self, dx: float, dy: float) -> None:
        super().pan(dx, dy)
        self._rough()

    @override
    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        super().zoom_by(factor, at)
        self._rough()

    def _rough(self) -> None:
        """Paint roughly while the view moves, where all of it takes long."""
        self._moving = self.drawing.rows.size > 400 or self.drawing.picture is not None
        self._idle.start()

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its room and its camera."""
        room = next((one for one in view.focus if one in dict(self.rooms)), None)
        if room is not None:
            self._room = room
        self.redraw()
        if view.camera is None:
            self.fit()
        else:
            self._show_camera(view.camera)

    def screen_rect(self, node_id: str, copy: int = 0) -> QRectF:
        """Return the place of a copy of a node on the screen, in pixels of this widget."""
        drawing = self.drawing
        places = drawing.place_of(node_id)
        return self._on_screen(drawing.rect_around(places[drawing.copy_of[places] == copy]))

    def screen_point(self, x_mm: float, y_mm: float) -> QPointF:
        """The pixel over a place of the room."""
        _ = self.drawing
        return QPointF(*self._viewpoint.to_screen(x_mm / 10, y_mm / 10))

    # What tools may ask.

    @property
    def reach(self) -> float:
        """Slack around lines and corners, in units of the drawing."""
        return _REACH_PX / self._viewpoint.scale

    def at(self, x: float, y: float, *, free: bool) -> tuple[float, float]:
        """A place in mm, on half tiles unless it is FREE."""
        return point_mm(self.drawing.plan, x, y, free=free)

    def middle(self) -> tuple[float, float]:
        """The middle of what is in sight."""
        return self._viewpoint.visible.centre

    def commit(self, make: Callable[[Design], ChangeSet]) -> bool:
        """Make an edit."""
        return self._document.edit(make)

    def say(self, words: str) -> None:
        """One line for the person."""
        self.message.emit(words)

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._viewpoint
        _ = self.drawing
        painter = QPainter(self)
        if self._moving:
            key = (
                self.drawing,
                current_theme().name,
                self._selected,
                self._hovered,
                self.picked,
                self.ghost,
                self.band,
            )
            self._paper.paint(painter, key, view, self.devicePixelRatioF(), self._paint_room)
        else:
            self._paper.forget()
            with self._in_place(painter):
                self._paint_room(painter, view.visible)
        rect = self.screen_rect(self.focused)
        if self.hasFocus() and rect.isValid() and self.focused:
            self._paint_focus(painter, rect.adjusted(-4, -4, 4, 4))
        self._paint_card(painter, self._card)
        painter.end()

    def _paint_room(self, painter: QPainter, visible: Rect) -> None:
        """Paint what of the room lies in VISIBLE, with what hands are doing to it."""
        drawing, scale = self.drawing, self._viewpoint.scale
        paint_ground(painter, visible=visible, scale=scale, grid=False)
        chosen = drawing.places_of(self._selected, self._document.design) if self._selected else _NOWHERE
        names = {drawing.ids[node] for node in drawing.node_of[chosen].tolist()}
        paint_floor(
            painter,
            drawing,
            visible=visible,
            scale=scale,
            moving=self._moving,
            selected=names,
            hovered=self._hovered,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picked(painter, drawing)
        if self.ghost != (0.0, 0.0):
            self._paint_ghost(painter, drawing, chosen.tolist())
        self.paint_tool(painter)
        painter.setPen(pen(current_theme().colour("accent"), 1.0, cosmetic=True))
        painter.drawLines([QLineF(g.x1, g.y1, g.x2, g.y2) for g in self.guides])
        if self.band is not None:
            painter.setPen(pen(current_theme().colour("accent"), 1.0, "dashed", cosmetic=True))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(QRectF(*self.band))

    def paint_tool(self, painter: QPainter) -> None:
        """Paint what a tool is drawing; nothing without hands."""

    def _paint_picked(self, painter: QPainter, drawing: FloorDrawing) -> None:
        """Handles of the walls when the room is selected, and an outline of the piece that is picked."""
        accent = current_theme().colour("accent")
        size = _HANDLE_PX / self._viewpoint.scale
        if drawing.room in self._selected or (self.picked and self.picked.kind in {"corner", "wall"}):
            painter.setPen(pen(accent, 1.5, cosmetic=True))
            painter.setBrush(ink("surface"))
            for x, y in drawing.walls:
                painter.drawRect(QRectF(x - size, y - size, 2 * size, 2 * size))
        rect = self.drawing.piece_rect(self.picked)
        if rect is not None:
            dx, dy = self.ghost
            painter.setPen(pen(accent, 1.5, "dashed", cosmetic=True))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(QRectF(*rect.grown(size)).translated(dx, dy))

    def _paint_ghost(self, painter: QPainter, drawing: FloorDrawing, places: list[int]) -> None:
        dx, dy = self.ghost
        painter.setPen(pen(current_theme().colour("accent"), 1.5, cosmetic=True))
        painter.setBrush(ink("accent_soft"))
        painter.setOpacity(0.6)
        boxes = drawing.feet[places].tolist()
        painter.drawRects([QRectF(a + dx, b + dy, c - a, d - b) for a, b, c, d in boxes])
        painter.setOpacity(1.0)

    @override
    def _card_now(self) -> Card | None:
        drawing = self.drawing
        if not 0 <= self._hovered < drawing.rows.size:
            return None
        node = int(drawing.node_of[self._hovered])
        name = drawing.ids[node]
        called = device_names(self._document.design).of(name, int(drawing.copy_of[self._hovered]))
        x, y = (drawing.feet[self._hovered, :2] * 10).tolist()
        lines = floor_loads(self._document.design, self._document.design.nodes[name], self._document.results)
        return Card(called, (*lines, f"at {millimetres(x)}, {millimetres(y)}"))

    @override
    def _unhover(self) -> None:
        self._hovered = -1

    def _tell_drawn(self) -> None:
        if self.isVisible():
            _ = self.drawing
            self.drawn.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell.start()

    def _rest(self) -> None:
        self._moving = False
        self.update()

    @override
    def _spoken_now(self, drawing: FloorDrawing) -> str:
        if self.focused not in drawing.ids:
            return floor_words(drawing)
        chosen = ", selected" if self.focused in self._selected else ""
        node = drawing.ids.index(self.focused)
        return f"{drawing.titles[node]}, {drawing.counts[node]}{chosen}"


def standing_room(design: Design, ids: Collection[str]) -> str:
    """The room in which the first of IDS that is on a floor stands; "" for none."""
    for one in ids:
        if one in design.nodes:
            around = [one, *design.ancestors(one)]
            if any(design.nodes[a].floor is not None for a in around if a in design.nodes):
                return next((a for a in around if a in design.nodes and design.nodes[a].kind in ROOMS), "")
    return ""
