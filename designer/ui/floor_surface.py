"""The floor of one design on the screen: which room is drawn, where one looks, what is selected and painted."""

from collections.abc import Callable, Collection
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.analysis.rooms.floor_problems import floor_problems
from designer.drawing.floor import FloorDrawing, FloorHit, draw_floor, floor_words, rooms_of
from designer.drawing.floor_overlays import FloorOverlay, floor_loads
from designer.drawing.floor_shapes import millimetres
from designer.drawing.looks import Theme
from designer.drawing.records import Rect
from designer.model.changes import ChangeSet
from designer.model.design import Camera, Design, View
from designer.model.floor_standing import standing
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.floor import paint_floor
from designer.paint.ground import paint_ground
from designer.review.floor_rules import rack_weights
from designer.ui.canvas.note import paint_note
from designer.ui.canvas.port import Card, Guide
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.document import Document
from designer.ui.floor_snapping import point_mm
from designer.ui.theme import ink

HOVER_MS: Final = 450
IDLE_MS: Final = 120
_MARGIN: Final = 12.0
_STEP: Final = 1.25
_MOST_SCALE: Final = 1.6
_REACH_PX: Final = 7.0
_HANDLE_PX: Final = 4.5


class FloorSurface(QWidget):
    """A room of one document as it is seen, without hands.

    Attributes:
        picked: The piece of the room that is picked, None for none.
        ghost: Offset of what is dragged, in units of the drawing.
        guides: Lines to which what is dragged is aligned.
        band: The rectangle that is dragged over things, None for none.
        focused: Id of the node that the keyboard stands on.
    """

    selection_wanted = Signal(object)
    """Ids that the person chose, as a tuple."""

    message = Signal(str)
    hint_changed = Signal(str)
    drawn = Signal()
    """Another drawing is shown: another room, another state of the design, other results."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._viewpoint = Viewpoint()
        self._drawing: FloorDrawing | None = None
        self._room: str | None = None
        self._overlay: FloorOverlay = ""
        self._fitted = True
        self._moving = False
        self._selected: frozenset[str] = frozenset()
        self._hovered = -1
        self._card: Card | None = None
        self._last = QPointF()
        self.picked: FloorHit | None = None
        self.ghost: tuple[float, float] = (0.0, 0.0)
        self.guides: tuple[Guide, ...] = ()
        self.band: Rect | None = None
        self.focused = ""
        self._still = QTimer(self, singleShot=True, interval=HOVER_MS)
        self._still.timeout.connect(self._show_card)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._rest)
        # Told after the event, so that nothing is shown or hidden while it is painted.
        self._tell = QTimer(self, singleShot=True, interval=0)
        self._tell.timeout.connect(self._tell_drawn)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 100)
        self.setAccessibleName("Floor")
        document.changed.connect(self.redraw)
        document.analysed.connect(self._analysed)

    # What is drawn.

    @property
    def drawing(self) -> FloorDrawing:
        """What is drawn now."""
        if self._drawing is None:
            design, results = self._document.design, self._document.results
            found = standing(design)
            rooms = rooms_of(design, found)
            if self._room not in rooms:
                self._room = rooms[0] if rooms else None
            problems = floor_problems(design, found, rack_weights(results))
            self._drawing = draw_floor(
                design, self._room, results=results, overlay=self._overlay, problems=problems, found=found
            )
            if self._fitted:
                self._viewpoint.fit(self._drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)
            self._describe()
        return self._drawing

    @property
    def rooms(self) -> list[tuple[str, str]]:
        """(id, title) of the rooms that can be shown."""
        design = self._document.design
        return [(one, design.nodes[one].title if one else "Open floor") for one in rooms_of(design, standing(design))]

    @property
    def room(self) -> str:
        """Id of the room that is drawn; "" when there is none."""
        return self.drawing.room

    @property
    def overlay(self) -> FloorOverlay:
        """What racks are coloured by."""
        return self._overlay

    def set_overlay(self, overlay: FloorOverlay) -> None:
        """Colour what stands there by OVERLAY; "" for nothing."""
        self._overlay = overlay
        self.redraw()

    def show_room(self, room: str) -> None:
        """Draw another room, all of it in sight."""
        self._room, self.picked, self._fitted = room, None, True
        self.redraw()

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME."""
        self._theme = theme
        self.update()

    def redraw(self) -> None:
        """Draw the design as it is now."""
        self._drawing, self._card, self._hovered = None, None, -1
        self._tell.start()
        self.update()

    def _analysed(self) -> None:
        if self._overlay or self._document.fresh:
            self.redraw()

    @property
    def hint(self) -> str:
        """One line about the room in sight."""
        drawing = self.drawing
        if not drawing.room and not drawing.rows.size:
            return ""
        wrong = len(drawing.problems)
        words = f"{drawing.rows.size:,} on the floor"
        return f"{words} · {f'{wrong} to look at' if wrong else 'nothing in the way'}"

    # Selection, shared with the other views.

    def select(self, ids: Collection[str]) -> None:
        """Outline what IDS are, and the racks around them."""
        self._selected = frozenset(ids)
        if self._drawing is not None:
            self._describe()
        self.update()

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids that are selected and stand here, racks and rows."""
        drawing, design = self.drawing, self._document.design
        places = drawing.places_of(self._selected, design)
        held = {drawing.ids[node] for node in drawing.node_of[places].tolist()}
        around = {outer for one in held for outer in design.ancestors(one)} - {drawing.room}
        return tuple(one for one in sorted(self._selected) if one in held or one in around)

    def shows(self, ids: Collection[str]) -> bool:
        """Whether any of IDS, or the rack that it stands in, is on a floor."""
        design = self._document.design
        return bool(standing_room(design, ids)) or any(one in dict(self.rooms) for one in ids)

    def go_to(self, ids: Collection[str]) -> None:
        """Bring IDS into sight, in the room in which they are."""
        design = self._document.design
        room = standing_room(design, ids) or next((one for one in ids if one in dict(self.rooms)), "")
        if room and room != self.room:
            self.show_room(room)
        rect = self.drawing.rect_around(self.drawing.places_of(ids, design))
        if rect is not None and not self._fitted:
            self._viewpoint.reveal(rect, 64.0)
        self.update()

    # Where one looks.

    def fit(self) -> None:
        """Show all of the room."""
        self._fitted = True
        _ = self.drawing
        self._viewpoint.fit(self.drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)
        self.update()

    def fit_selection(self) -> None:
        """Show what is selected; all of the room when nothing is."""
        rect = self.drawing.rect_around(self.drawing.places_of(self._selected, self._document.design))
        if rect is None:
            self.fit()
            return
        self._fitted = False
        self._viewpoint.fit(rect, most=3.0, margin=72.0)
        self.update()

    def zoom_in(self) -> None:
        """Closer."""
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        """Farther."""
        self.zoom_by(1 / _STEP)

    def zoom_actual(self) -> None:
        """A centimetre as a pixel."""
        self.zoom_by(1.0 / self._viewpoint.scale)

    def zoom(self) -> float:
        """Pixels for a centimetre."""
        _ = self.drawing
        return self._viewpoint.scale

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by FACTOR about a pixel, the middle when None."""
        place = at or QPointF(self.width() / 2, self.height() / 2)
        _ = self.drawing
        self._fitted = False
        self._viewpoint.zoom_at(place.x(), place.y(), factor)
        self.update()

    def pan(self, dx: float, dy: float) -> None:
        """Push the paper by pixels; rough while it moves."""
        self._fitted = False
        self._viewpoint.pan(dx, dy)
        self._moving = self.drawing.rows.size > 400
        self._idle.start()
        self.update()

    def camera(self) -> Camera | None:
        """What is in sight, None when all of it is."""
        return None if self._fitted else self._viewpoint.camera

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its room and its camera."""
        room = next((one for one in view.focus if one in dict(self.rooms)), None)
        if room is not None:
            self._room = room
        self.redraw()
        if view.camera is None:
            self.fit()
        else:
            _ = self.drawing
            self._fitted = False
            self._viewpoint.show(view.camera)

    def screen_rect(self, node_id: str, copy: int = 0) -> QRectF:
        """Where a copy of a node is on the screen, in pixels of this widget."""
        drawing = self.drawing
        places = drawing.place_of(node_id)
        rect = drawing.rect_around(places[drawing.copy_of[places] == copy])
        return QRectF() if rect is None else QRectF(*self._viewpoint.rect_to_screen(rect))

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
        drawing, view = self.drawing, self._viewpoint
        painter = QPainter(self)
        painter.save()
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        paint_ground(painter, self._theme, visible=view.visible, scale=view.scale, grid=False)
        chosen = drawing.places_of(self._selected, self._document.design) if self._selected else np.zeros(0, np.int64)
        names = {drawing.ids[node] for node in drawing.node_of[chosen].tolist()}
        paint_floor(
            painter, drawing, self._theme, visible=view.visible, scale=view.scale, moving=self._moving,
            selected=names, hovered=self._hovered,
        )  # fmt: skip
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picked(painter, drawing)
        if self.ghost != (0.0, 0.0):
            self._paint_ghost(painter, drawing, chosen.tolist())
        self.paint_tool(painter)
        painter.setPen(pen(self._theme.colour("accent"), 1.0, cosmetic=True))
        painter.drawLines([QLineF(g.x1, g.y1, g.x2, g.y2) for g in self.guides])
        if self.band is not None:
            painter.setPen(pen(self._theme.colour("accent"), 1.0, "dashed", cosmetic=True))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(QRectF(*self.band))
        painter.restore()
        rect = self.screen_rect(self.focused)
        if self.hasFocus() and rect.isValid() and self.focused:
            painter.setPen(QPen(ink(self._theme, "accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(rect.adjusted(-4, -4, 4, 4))
        if self._card is not None:
            paint_note(painter, self._card, self._theme, self._last.x(), self._last.y(), QRectF(self.rect()))
        painter.end()

    def paint_tool(self, painter: QPainter) -> None:
        """What a tool is drawing; nothing without hands."""

    def _paint_picked(self, painter: QPainter, drawing: FloorDrawing) -> None:
        """Handles of the walls when the room is selected, and an outline of the piece that is picked."""
        accent = self._theme.colour("accent")
        size = _HANDLE_PX / self._viewpoint.scale
        if drawing.room in self._selected or (self.picked and self.picked.kind in {"corner", "wall"}):
            painter.setPen(pen(accent, 1.5, cosmetic=True))
            painter.setBrush(ink(self._theme, "surface"))
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
        painter.setPen(pen(self._theme.colour("accent"), 1.5, cosmetic=True))
        painter.setBrush(ink(self._theme, "accent_soft"))
        painter.setOpacity(0.6)
        boxes = drawing.feet[places].tolist()
        painter.drawRects([QRectF(a + dx, b + dy, c - a, d - b) for a, b, c, d in boxes])
        painter.setOpacity(1.0)

    def _show_card(self) -> None:
        drawing = self.drawing
        if not 0 <= self._hovered < drawing.rows.size:
            return
        node = int(drawing.node_of[self._hovered])
        name, count = drawing.ids[node], drawing.counts[node]
        x, y = (drawing.feet[self._hovered, :2] * 10).tolist()
        number = f" {int(drawing.copy_of[self._hovered]) + 1}" if count > 1 else ""
        lines = floor_loads(self._document.design, self._document.design.nodes[name], self._document.results)
        self._card = Card(f"{drawing.titles[node]}{number}", (*lines, f"at {millimetres(x)}, {millimetres(y)}"))
        self.update()

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

    def _describe(self) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        words = floor_words(drawing)
        if self.focused in drawing.ids:
            chosen = ", selected" if self.focused in self._selected else ""
            node = drawing.ids.index(self.focused)
            words = f"{drawing.titles[node]}, {drawing.counts[node]}{chosen}"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._viewpoint.resize(self.width(), self.height())
        if self._fitted and self._drawing is not None:
            self._viewpoint.fit(self._drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def standing_room(design: Design, ids: Collection[str]) -> str:
    """The room in which the first of IDS that is on a floor stands; "" for none."""
    for one in ids:
        if one in design.nodes:
            around = [one, *design.ancestors(one)]
            if any(design.nodes[a].floor is not None for a in around if a in design.nodes):
                return next((a for a in around if a in design.nodes and design.nodes[a].kind == "room"), "")
    return ""
