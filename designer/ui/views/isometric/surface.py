"""The isometric picture of a room on the screen, without hands: its corner, its colours and what floats over it."""

import time
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing, rooms_of
from designer.drawing.rooms.floor_overlays import FloorOverlay, floor_loads
from designer.model.design import Quarter, View
from designer.model.rooms.floor_positions import standing
from designer.ui.app.document import Document
from designer.ui.canvas.port import Card
from designer.ui.views.floor.empty_hint import FloorHint
from designer.ui.views.floor.surface import FloorSurface
from designer.ui.views.isometric.toolbar import IsometricBar
from designer.ui.widgets.heat_legend import HeatLegend
from designer.ui.widgets.theme import ink
from designer.ui.widgets.timers import after_pause

if TYPE_CHECKING:
    from designer.drawing.isometric.isometric import IsometricDrawing

# The picture and its painter are loaded when they are first seen.

_MARGIN: Final = 8.0
_MOST_SCALE: Final = 1.6
_SLOW_MS: Final = 24.0
"""A picture that takes longer is stretched while one zooms, and painted anew when one rests."""
_REST_MS: Final = 140
_EDGE: Final = 12


class IsometricSurface(FloorSurface):
    """A room of one document as people see it who do not read plans.

    Attributes:
        place: The copy that the keyboard stands on, -1 for none.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setAccessibleName("Isometric picture of the room")
        self._quarter: Quarter = 0
        self._took_ms = 0.0
        self._zooming = False
        self.place = -1
        self._around: tuple[IsometricBar, HeatLegend, FloorHint] | None = None
        self._settle = after_pause(self, _REST_MS, self.settle)
        self.drawn.connect(self._show_around)
        document.what_if.changed.connect(self.redraw)

    # What is drawn.

    @property
    def picture(self) -> "IsometricDrawing":
        """Return what is drawn now."""
        return cast("IsometricDrawing", self.drawing)

    @property
    @override
    def quarter(self) -> Quarter:
        return self._quarter

    @property
    def bar(self) -> IsometricBar:
        """Turning, the room and the colours."""
        return self._made_around()[0]

    @property
    def legend(self) -> HeatLegend:
        """Return the legend of what the colours mean."""
        return self._made_around()[1]

    @property
    def empty_hint(self) -> FloorHint:
        """Return the hint that is offered where there is nothing to see."""
        return self._made_around()[2]

    @override
    def _draw_now(self) -> FloorDrawing:
        from designer.drawing.isometric.isometric import draw_isometric

        document = self._document
        found = standing(document.design)
        rooms = rooms_of(document.design, found)
        if self._room not in rooms:
            self._room = rooms[0] if rooms else None
        self._paper.forget()
        return draw_isometric(
            document.design,
            self._room,
            results=document.results,
            overlay=self._overlay,
            quarter=self._quarter,
            failed=document.what_if.failed,
            found=found,
        )

    @override
    def _look_at(self, drawing: FloorDrawing) -> None:
        if self._fitted:
            self._viewpoint.fit(drawing.bounds, most=_MOST_SCALE, margin=_MARGIN)

    @override
    def _forget(self) -> None:
        super()._forget()
        self.place = -1

    @property
    @override
    def hint(self) -> str:
        drawing = self.picture
        if not drawing.rows.size:
            return "" if len(drawing.walls) < 3 else "The room is empty: place racks in it on its plan."
        waits = sum(self._document.design.total_copies(one) for one in drawing.unplaced)
        more = f" · {waits:,} without a place" if waits else ""
        dark = int(drawing.dark.sum())
        gone = f" · {dark:,} failed" if dark else ""
        return f"{drawing.rows.size:,} on the floor{gone}{more} · [ and ] turn the room"

    def turn(self, by: int) -> None:
        """Look from the next corner: 1 turns the room to the right, -1 to the left."""
        focus = self.place
        self._quarter = cast("Quarter", (self._quarter + by) % 4)
        self.redraw()
        self._fitted = True
        self._look_at(self.drawing)
        self.place = focus
        self._describe()

    @override
    def show_view(self, view: View) -> None:
        self._quarter = view.quarter
        super().show_view(view)

    # What floats over it.

    def _made_around(self) -> tuple[IsometricBar, HeatLegend, FloorHint]:
        if self._around is None:
            bar = IsometricBar(self, self._turned, self.show_room, self._overlay_chosen)
            legend, hint = HeatLegend(self), FloorHint(self, self._draw_wanted, self._make_room)
            hint.say("Nothing stands on a floor yet")
            bar.show()
            self._around = bar, legend, hint
        return self._around

    @override
    def keep_right_clear(self, pixels: int) -> None:
        super().keep_right_clear(pixels)
        if self._around is not None:
            self._show_around()

    def _show_around(self) -> None:
        drawing, design = self.picture, self._document.design
        bar, legend, hint = self._made_around()
        bar.offer(self.rooms, drawing.room, self._overlay)
        legend.show_legend(drawing.legend)
        legend.move(self.seen_wide - legend.width() - _EDGE, self.height() - legend.height() - _EDGE)
        if drawing.rows.size or len(drawing.walls) > 2:
            hint.hide()
        else:
            hint.offer(sum(design.total_copies(one) for one in drawing.unplaced))
        self.hint_changed.emit(self.hint)

    def _turned(self, by: int, checked: bool = False) -> None:
        self.turn(by)

    def _overlay_chosen(self, value: str) -> None:
        self.set_overlay(cast("FloorOverlay", value))

    def _draw_wanted(self) -> None:
        self.view_wanted.emit("floor", ())

    def _make_room(self) -> None:
        # The window opens before what edits designs is loaded.
        from designer.edit.rooms.floor_fill import make_room

        if self.commit(lambda design: make_room(design).edit):
            self.fit()

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        from designer.paint.isometric.isometric import paint_chosen, paint_names

        drawing, view = self.picture, self._viewpoint
        painter = QPainter(self)
        stretched = self._paper.stretched(view) if self._zooming else None
        if stretched is not None:
            pixmap, corner, larger = stretched
            painter.fillRect(self.rect(), current_theme().colour("canvas"))
            painter.translate(corner)
            painter.scale(larger, larger)
            painter.drawPixmap(QPointF(0, 0), pixmap)
            painter.resetTransform()
        else:
            began = time.perf_counter()
            key = (drawing, current_theme().name)
            self._paper.paint(painter, key, view, self.devicePixelRatioF(), self._paint_room)
            self._took_ms = max((time.perf_counter() - began) * 1000, self._took_ms * 0.5)
        with self._in_place(painter):
            chosen: set[str] = set()
            if self._selected:
                places = drawing.places_of(self._selected - {drawing.room}, self._document.design)
                chosen = {drawing.ids[node] for node in np.unique(drawing.node_of[places]).tolist()}
            paint_chosen(painter, drawing, selected=chosen, hovered=self._hovered, scale=view.scale)
            if not self._zooming:
                paint_names(painter, drawing, visible=view.visible, scale=view.scale)
        if self.hasFocus() and 0 <= self.place < drawing.rows.size:
            rect = self._on_screen(drawing.rect_around(np.array([self.place])))
            self._paint_focus(painter, rect.adjusted(-4, -4, 4, 4))
        self._paint_card(painter, self._card)
        painter.end()

    @override
    def _paint_room(self, painter: QPainter, visible: Rect) -> None:
        from designer.paint.isometric.isometric import paint_picture

        painter.fillRect(QRectF(visible.x, visible.y, visible.width, visible.height), ink("canvas"))
        paint_picture(painter, self.picture, visible=visible, scale=self._viewpoint.scale)

    @override
    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        super().zoom_by(factor, at)
        if self._took_ms > _SLOW_MS:
            self._zooming = True
            self._settle.start()

    def settle(self) -> None:
        """Paint sharply again after a zoom."""
        self._zooming = False
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._around is not None and self.isVisible():
            self._show_around()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._made_around()

    # What is said.

    @override
    def _card_now(self) -> Card | None:
        from designer.drawing.isometric.isometric import copy_title

        drawing = self.picture
        if not 0 <= self._hovered < drawing.rows.size:
            return None
        node = self._document.design.nodes[drawing.ids[int(drawing.node_of[self._hovered])]]
        lines = list(floor_loads(self._document.design, node, self._document.results))
        if drawing.dark[self._hovered]:
            lines.append("Failed")
        elif drawing.partly[self._hovered]:
            lines.append("Something in it has failed")
        standee = drawing.standees[int(drawing.node_of[self._hovered])]
        if not standee.known:
            lines.append("Height not known; drawn as high as racks are taken to be")
        return Card(copy_title(drawing, self._hovered), tuple(lines))

    @override
    def _spoken_now(self, drawing: FloorDrawing) -> str:
        from designer.drawing.isometric.isometric import isometric_words, place_words

        picture = cast("IsometricDrawing", drawing)
        if not 0 <= self.place < picture.rows.size:
            return isometric_words(picture)
        chosen = ", selected" if picture.ids[int(picture.node_of[self.place])] in self._selected else ""
        return place_words(picture, self.place) + chosen
