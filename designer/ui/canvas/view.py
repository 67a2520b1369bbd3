"""The canvas as it is seen: the painted drawing, what lies over it, and where one looks."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.drawing.drawing import Rect
from designer.drawing.looks import Theme
from designer.edit.session import Session
from designer.model.design import Camera, View
from designer.paint.marks import Verdict
from designer.ui.canvas.editing import InPlace
from designer.ui.canvas.flight import Flight
from designer.ui.canvas.fold_turning import hidden_words
from designer.ui.canvas.glide import Glide
from designer.ui.canvas.hands import Hands
from designer.ui.canvas.hover_card import card_at
from designer.ui.canvas.note import paint_hint, paint_note
from designer.ui.canvas.overlay import paint_overlay
from designer.ui.canvas.panes import MapPane
from designer.ui.canvas.port import Card, Fits
from designer.ui.canvas.port_card import chosen_port_card
from designer.ui.canvas.quick_adding import QuickAdding
from designer.ui.canvas.spoken import spoken
from designer.ui.canvas.stage import HANDLE_ASIDE_PX, HANDLE_GAP_PX, HANDLE_PX, Stage, is_drawn
from designer.ui.canvas.surface import Content, Surface
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.canvas.visited import Place, Visited
from designer.ui.heat_legend import HeatLegend
from designer.ui.shown_note import ShownNote

QUIET_MS: Final = 90
"""Without a move for this long the picture is sharpened."""
HOVER_MS: Final = 450
REST_MS: Final = 700
"""A place that is looked at for this long is one to come back to."""
_STEP: Final = 1.25
_PANE_GAP: Final = 16


class CanvasView(QWidget):
    """Everything of the canvas but the hands: it shows, and looks where it is told to look.

    Attributes:
        stage: What stands on the canvas.
        map: The minimap and the zoom.
        legend: What the colours of the overlay mean.
        shown_note: That something is hidden.
        glide: Lets things glide to their places after an edit that moved many.
        adding: The quick add.
        flies: Whether the sight glides to where a command takes it; reduced motion says no.
    """

    selection_changed = Signal(object)
    """Ids of what is selected, as a tuple."""

    message = Signal(str)
    """One plain line for the status bar."""

    zoom_changed = Signal(float)
    tool_changed = Signal(str)

    def __init__(self, session: Session, library: Library, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._viewpoint = Viewpoint()
        self._surface = Surface()
        self._looked = False
        self._pointer: QPointF | None = None
        self._card: Card | None = None
        self._fits: tuple[Fits, dict[tuple[str, str], Verdict]] | None = None
        self._moved_at = 0.0
        self._visited = Visited()
        self._flight = Flight(self.update, self)
        self.flies: Callable[[], bool] = _never
        self.stage = Stage(session, library, self._viewpoint, self)
        self._in_place = InPlace(self.stage, self)
        self._hands = Hands(self.stage, self._in_place, self)
        self.glide = Glide(self.stage, self)
        self.adding = QuickAdding(self.stage, self._hands, theme, self)
        self.map = MapPane(theme, self)
        self.legend = HeatLegend(theme, self)
        self.shown_note = ShownNote(theme, self)
        self._beside: QWidget | None = None
        self._quiet = self._timer(QUIET_MS, self.update)
        self._still = self._timer(HOVER_MS, self._show_hover_card)
        self._rest = self._timer(REST_MS, self._rested)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 120)
        self.setAccessibleName("Canvas")
        self._wire_up()
        self._describe()

    def _wire_up(self) -> None:
        stage, hands = self.stage, self._hands
        stage.repaint.connect(self.update)
        stage.redrawn.connect(self._on_redrawn)
        stage.changed.connect(self._on_changed_elsewhere)
        stage.selection_changed.connect(self._on_selection)
        stage.message.connect(self.message)
        stage.hidden_changed.connect(self._show_hidden)
        hands.tool_changed.connect(self.tool_changed)
        hands.cursor_wanted.connect(self._point)
        hands.view_moved.connect(self._on_view_moved)
        self.glide.moved.connect(self._on_view_moved)
        self._in_place.closed.connect(self._on_editor_closed)
        self.adding.opening.connect(self._close_editor)
        self._in_place.opening.connect(self.adding.close)
        self.adding.closed.connect(self._on_editor_closed)
        self.map.minimap.moved.connect(self._centre_on)
        self.map.zoom_wanted.connect(self._zoom_by_name)

    def _timer(self, interval: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME."""
        self._theme = theme
        self.adding.set_theme(theme)
        self.map.set_theme(theme)
        self.legend.set_theme(theme)
        self.shown_note.set_theme(theme)
        self.update()

    # Where one looks.

    def fit(self) -> None:
        """Show the whole design."""
        before, drawing = self._leave(), self.stage.drawing
        if drawing.tiles or drawing.frames or drawing.marks:
            self._viewpoint.fit(drawing.bounds)
        else:
            self._viewpoint.scale = 1.0
            self._viewpoint.centre_on(0.0, 0.0)
        self._arrive(before)

    def fit_selection(self) -> None:
        """Show all that is selected; the whole design when nothing is."""
        around = self._around(self.stage.selected)
        if around is None:
            self.fit()
            return
        before = self._leave()
        self._viewpoint.fit(around, most=1.5, margin=96)
        self._arrive(before)

    def go_to(self, ids: Sequence[str]) -> None:
        """Select IDS (or what is made of the parts they name) and bring them into sight."""
        design, view = self.stage.design, self._viewpoint
        chosen = [one for one in ids if is_drawn(design, one)]
        chosen += [node.id for node in design.nodes.values() if node.part in ids and node.id not in ids]
        self.stage.select(chosen)
        if hiding := hidden_words(design, chosen):
            self.message.emit(hiding)
        around = self._around(chosen)
        if around is None:
            return
        before = self._leave()
        if view.scale < 0.5 or not _holds(view.visible, around):
            view.fit(around, most=max(min(view.scale, 1.5), 0.9), margin=96)
        self._arrive(before)

    def go_back(self) -> None:
        """Look where one looked before."""
        self._revisit(self._visited.back(self._here()), "There is no earlier place to go back to.")

    def go_forward(self) -> None:
        """Look where one went back from."""
        self._revisit(self._visited.forward(self._here()), "There is no later place to go forward to.")

    def _revisit(self, place: Place | None, nowhere: str) -> None:
        if place is None:
            self.message.emit(nowhere)
            return
        before = self._viewpoint.copy()
        self._viewpoint.scale = place.scale
        self._viewpoint.centre_on(place.x, place.y)
        self._arrive(before)

    def _here(self) -> Place:
        sight = self._viewpoint.visible
        return Place(*sight.centre, sight.width, self._viewpoint.scale)

    def _rested(self) -> None:
        self._visited.rest(self._here())

    def _leave(self) -> Viewpoint:
        """A leap begins: where it begins is a place to come back to."""
        if self._looked and self.isVisible():
            self._rested()
        return self._viewpoint.copy()

    def _arrive(self, before: Viewpoint) -> None:
        """A leap ended; it is seen as a flight where things may move."""
        self._on_view_moved()
        if self._looked and self.isVisible() and self.flies():
            self._flight.start(before)

    def _around(self, ids: Sequence[str]) -> Rect | None:
        rects = [rect for rect in map(self.stage.near_rect_of, ids) if rect is not None]
        if not rects:
            return None
        around = rects[0]
        for rect in rects[1:]:
            around = around.united(rect)
        return around

    def zoom_in(self) -> None:
        """Zoom in at the middle."""
        self._zoom_at_middle(_STEP)

    def zoom_out(self) -> None:
        """Zoom out at the middle."""
        self._zoom_at_middle(1 / _STEP)

    def zoom_to(self, factor: float) -> None:
        """Zoom to FACTOR (1 is 100%), 2% to 800%."""
        self._zoom_at_middle(factor / self._viewpoint.scale)

    def zoom(self) -> float:
        """The zoom, 1 at 100%."""
        return self._viewpoint.scale

    def camera(self) -> Camera:
        """What lies in sight."""
        return self._viewpoint.camera

    def show_view(self, view: View) -> None:
        """Show what a saved view shows: its layers, its detail, its camera or focus."""
        before = self._leave()
        self.stage.set_detail(view.detail)
        self.stage.set_hidden(view.hidden_layers, view.hidden_media)
        around = self._around(view.focus)
        if view.camera is not None:
            self._viewpoint.show(view.camera)
        elif around is not None:
            self._viewpoint.fit(around, most=2.0)
        else:
            self.fit()
        self._looked = True
        self._arrive(before)

    def cursor_position(self) -> tuple[float, float]:
        """Where the pointer is on the canvas; the middle of what is in sight when it is elsewhere."""
        if self._pointer is not None:
            return self._viewpoint.to_canvas(self._pointer.x(), self._pointer.y())
        return self._viewpoint.visible.centre

    def screen_position(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of this widget over a place on the canvas."""
        return self._viewpoint.to_screen(x, y)

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        stage = self.stage
        large, preview = stage.large, stage.shown_preview
        content = Content(
            stage.shown,
            self._theme,
            frozenset() if large else stage.outlined(),
            "" if large or preview else stage.hovered,
            self._verdicts(preview.fits if preview else None),
        )
        moving = time.monotonic() - self._moved_at < QUIET_MS / 1000 or (
            preview is not None and (preview.drawing is not None or (preview.changeset is not None and not large))
        )
        ratio = self.devicePixelRatioF()
        seen = self._flight.seen(self._viewpoint)
        if not self._surface.paint(painter, content, seen, ratio, moving=moving or self._flight.running):
            self._quiet.start()
        if self._flight.running:
            painter.end()
            return
        paint_overlay(painter, stage, self._theme, focus=self.hasFocus() and stage.by_keys, large=large)
        room = QRectF(self.rect())
        if not (stage.design.nodes or stage.design.marks) and preview is None:
            paint_hint(painter, self._theme, room)
        if preview is not None and preview.card is not None:
            paint_note(painter, preview.card, self._theme, *self._card_place(preview.card_at), room)
        elif preview is None and stage.chosen_port is not None:
            self._paint_port_card(painter, room)
        elif preview is None and self._card is not None and self._pointer is not None:
            x, y = self._hover_place()
            paint_note(painter, self._card, self._theme, x, y, self._uncovered(y))
        painter.end()

    def _uncovered(self, y: float) -> QRectF:
        """Where a card at the height Y is not covered by what floats over the lower edge."""
        room = QRectF(self.rect())
        floating = [pane for pane in (self.map, self.legend, self._beside) if pane is not None and pane.isVisible()]
        top = min((pane.geometry().top() for pane in floating), default=self.height())
        if y < top:
            room.setBottom(top)
        return room

    def _paint_port_card(self, painter: QPainter, room: QRectF) -> None:
        """What is free and used of the chosen port, beside it."""
        node_id, port = self.stage.chosen_port or ("", "")
        card, place = chosen_port_card(self.stage.design, node_id, port), self.stage.port_place(node_id, port)
        if card is not None and place is not None:
            paint_note(painter, card, self._theme, *self._viewpoint.to_screen(*place), room)

    def _card_place(self, at: tuple[float, float] | None) -> tuple[float, float]:
        if at is not None:
            return self._viewpoint.to_screen(*at)
        if self._pointer is not None:
            return self._pointer.x(), self._pointer.y()
        return self.width() / 2, self.height() / 2

    def _hover_place(self) -> tuple[float, float]:
        """Below a tile and its connect handle, else at the pointer."""
        stage = self.stage
        rect = stage.drawing.rect_of(stage.hovered) if stage.handle_place(stage.hovered) else None
        if rect is None or self._pointer is None or stage.is_over_port(*self.cursor_position()):
            return self._card_place(None)
        x, y = self._viewpoint.to_screen(rect.x, rect.bottom)
        return x + HANDLE_ASIDE_PX, y + HANDLE_GAP_PX - HANDLE_PX

    def _verdicts(self, fits: Fits | None) -> dict[tuple[str, str], Verdict] | None:
        """FITS as the painter takes them; the same object as long as FITS is."""
        if fits is None:
            self._fits = None
            return None
        if self._fits is None or self._fits[0] is not fits:
            self._fits = (fits, {key: fit.verdict for key, fit in fits.items()})
        return self._fits[1]

    def _show_hover_card(self) -> None:
        if self._pointer is None or self._hands.busy or self.stage.shown_preview is not None:
            return
        card = card_at(self.stage, *self.cursor_position())
        if card != self._card:
            self._card = card
            self.update()

    def refresh_card(self) -> None:
        """Say on the open card what is known by now."""
        if self._card is not None:
            self._show_hover_card()

    def _hide_card(self) -> None:
        self._still.stop()
        if self._card is not None:
            self._card = None
            self.update()

    # What changes around.

    def _on_redrawn(self) -> None:
        self._in_place.follow()
        if self.stage.shown_preview is None:
            self.map.minimap.show_drawing(self.stage.drawing)
            self.map.setVisible(bool(self.stage.design.nodes or self.stage.design.marks))
            self.shown_note.setVisible(bool(self.stage.design.nodes))
            self.legend.show_legend(self.stage.drawing.legend)
            self._place_panes()
            self._describe()
        self.update()

    def _on_changed_elsewhere(self) -> None:
        self._in_place.close(keep=False)
        self.adding.close()

    def _on_selection(self, ids: object) -> None:
        self._describe()
        self.selection_changed.emit(ids)

    def _on_view_moved(self) -> None:
        self._flight.stop()
        self._rest.start()
        self._moved_at = time.monotonic()
        self.stage.look_from_here()
        self._hide_card()
        self._in_place.follow()
        self.adding.follow()
        self.map.minimap.show_sight(self._viewpoint.visible)
        self.map.show_zoom(self._viewpoint.scale)
        self.zoom_changed.emit(self._viewpoint.scale)
        self.update()

    def _close_editor(self) -> None:
        self._in_place.close(keep=True)

    def _on_editor_closed(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def _describe(self) -> None:
        words = spoken(self.stage.design, self.stage.selected)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _point(self, shape: object) -> None:
        if isinstance(shape, Qt.CursorShape) and self.cursor().shape() != shape:
            self.setCursor(shape)

    def _centre_on(self, x: float, y: float) -> None:
        if not self._rest.isActive():
            self._rested()
        self._viewpoint.centre_on(x, y)
        self._on_view_moved()

    def _zoom_at_middle(self, factor: float) -> None:
        before = self._viewpoint.copy()
        self._viewpoint.zoom_at(self.width() / 2, self.height() / 2, factor)
        self._arrive(before)

    def _zoom_by_name(self, name: str) -> None:
        if name == "fit":
            self.fit()
        elif name == "actual":
            self.zoom_to(1.0)
        else:
            self._zoom_at_middle(_STEP if name == "in" else 1 / _STEP)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._viewpoint.resize(self.width(), self.height())
        size = self.map.sizeHint()
        self.map.setGeometry(
            self.width() - size.width() - _PANE_GAP, self.height() - size.height() - _PANE_GAP, size.width(),
            size.height(),
        )  # fmt: skip
        self._place_panes()
        if self._looked:
            self._on_view_moved()

    def keep_clear_of(self, bar: QWidget) -> None:
        """BAR floats over the canvas too, and the legend makes room for it."""
        self._beside = bar

    def _place_panes(self) -> None:
        """The note in the upper left corner, the legend in the lower left one or above what floats there."""
        self.shown_note.move(_PANE_GAP - 4, _PANE_GAP - 4)
        place = QRect(QPoint(_PANE_GAP, self.height() - self.legend.height() - _PANE_GAP), self.legend.size())
        bar = self._beside
        if bar is not None and place.adjusted(-_PANE_GAP, 0, _PANE_GAP // 2, _PANE_GAP).intersects(bar.geometry()):
            place.moveBottom(bar.geometry().top() - _PANE_GAP // 2)
        self.legend.move(place.topLeft())

    def _show_hidden(self) -> None:
        self.shown_note.show_hidden(self.stage.hidden_layers, self.stage.hidden_media)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self.fit()
            self._on_redrawn()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _never() -> bool:
    return False


def _holds(outer: Rect, inner: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom
