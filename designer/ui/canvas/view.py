"""The canvas as it is seen: the painted drawing, what lies over it, and where one looks."""

import time
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.drawing.current_theme import current_theme
from designer.edit.session import Session
from designer.paint.marks.symbols import Verdict
from designer.ui.canvas.accessible_text import spoken
from designer.ui.canvas.fault_card import MOST_LINES
from designer.ui.canvas.hover_card import card_at
from designer.ui.canvas.interaction.in_place_editing import InPlace
from designer.ui.canvas.interaction.inline_editor import InlineEditor
from designer.ui.canvas.interaction.join_alternatives import OtherWays
from designer.ui.canvas.interaction.note_editor import MarkText
from designer.ui.canvas.interaction.tool_controller import Hands
from designer.ui.canvas.navigation import LookingCanvas
from designer.ui.canvas.port import Card, Fits
from designer.ui.canvas.port_card import chosen_port_card
from designer.ui.canvas.quick_add.controller import QuickAdding
from designer.ui.canvas.rendering.canvas_note import NOTE_WIDTH, paint_hint, paint_note
from designer.ui.canvas.rendering.hidden_layers_badge import ShownNote
from designer.ui.canvas.rendering.layout_animation import Glide
from designer.ui.canvas.rendering.minimap import MapPane
from designer.ui.canvas.rendering.overlay import paint_overlay
from designer.ui.canvas.rendering.surface import Content, Surface
from designer.ui.jobs.window_first import window_first
from designer.ui.widgets.announcing import announce
from designer.ui.widgets.heat_legend import HeatLegend
from designer.ui.widgets.timers import after_pause

QUIET_MS: Final = 90
"""Without a move for this long the picture is sharpened."""
HOVER_MS: Final = 450
TOLD_MS: Final = 9000
"""What was told beside the pointer stands for so long, unless the hands go on before."""
_TOLD_REACH_PX: Final = 360.0
"""Or until the pointer is so far away."""
_PANE_GAP: Final = 16
_BAR_GAP: Final = 6
_CAPTION_ROOM: Final = 14.0
"""Below what floats in the corner: from far away the caption of a frame stands above it."""
_CARD_ASIDE: Final = 32.0
_CARD_BELOW: Final = 10.0
"""From the lower left corner of a tile to its card, which leaves the handle below the tile free."""
_LEAST_FOR_MAP: Final = 300
"""On a lower canvas the map would cover what it is to show."""


class CanvasView(LookingCanvas):
    """Everything of the canvas but the hands: it shows, and looks where it is told to look.

    Attributes:
        map: The minimap and the zoom.
        legend: What the colours of the overlay mean.
        shown_note: That something is hidden.
        glide: Lets things glide to their places after an edit that moved many.
        adding: The quick add.
        ways: Shows in which ways a new link could join its ends.
    """

    selection_changed = Signal(tuple)
    """Ids of what is selected, as a tuple."""

    tool_changed = Signal(str)

    def __init__(self, session: Session, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(session, library, parent)
        self._surface = Surface()
        self._card: Card | None = None
        self._told: tuple[Card, tuple[float, float]] | None = None
        self._fits: tuple[Fits, dict[tuple[str, str], Verdict]] | None = None
        self._moved_at = 0.0
        self._in_place = InPlace(self.stage, self)
        self._hands = Hands(self.stage, self._in_place, self)
        self.glide = Glide(self.stage, self)
        self.adding = QuickAdding(self.stage, self._hands, self)
        self.ways = OtherWays(self.stage, self._in_place, self)
        self.map = MapPane(self)
        self.legend = HeatLegend(self)
        self.shown_note = ShownNote(self)
        self._beside: QWidget | None = None
        self._with_map = False
        self._at_corner: list[QWidget] = []
        self._low = 0  # pixels along the lower edge that a panel floats over
        self._quiet = after_pause(self, QUIET_MS, self.update)
        self._still = after_pause(self, HOVER_MS, self._show_hover_card)
        self._read = after_pause(self, TOLD_MS, self._forget_told)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 120)
        self.setAccessibleName("Canvas")
        self._wire_up()
        self._describe()

    @property
    def busy(self) -> bool:
        """Return True when something is under way that Escape calls off."""
        return self._hands.busy

    @property
    def key_target(self) -> str:
        """Return the id of the node that Enter would join what is drawn by keys to; "" where nothing is drawn so."""
        return self._hands.key_target

    @property
    def editor(self) -> InlineEditor | MarkText | None:
        """Return the line on the canvas into which a name or a count is being typed."""
        return self._in_place.editor

    @property
    def card(self) -> Card | None:
        """Return the card that stands beside what the pointer rests on."""
        return self._card

    @property
    def told(self) -> Card | None:
        """Return what is told beside the pointer: that something was refused, or done in another way."""
        return self._told[0] if self._told is not None else None

    @property
    def told_at(self) -> tuple[float, float] | None:
        """Return the place on the canvas where that is told; None where nothing is."""
        return self._told[1] if self._told is not None else None

    @property
    def fading(self) -> bool:
        """Return True while the picture from before fades over the present one."""
        return self._surface.fading

    def _wire_up(self) -> None:
        stage, hands = self.stage, self._hands
        stage.repaint.connect(self.update)
        stage.redrawn.connect(self._on_redrawn)
        stage.changed.connect(self._on_changed_elsewhere)
        stage.selection_changed.connect(self._on_selection)
        stage.message.connect(self.message)
        stage.told.connect(self._tell)
        stage.hidden_changed.connect(self._show_hidden)
        hands.tool_changed.connect(self.tool_changed)
        hands.cursor_wanted.connect(self._point)
        hands.view_moved.connect(self._on_view_moved)
        self.glide.moved.connect(self._on_view_moved)
        self._in_place.closed.connect(self._on_editor_closed)
        self.adding.opening.connect(self._close_editor)
        self._in_place.opening.connect(self.adding.close)
        self.adding.closed.connect(self._on_editor_closed)
        self.ways.closed.connect(self._on_editor_closed)
        hands.ways_wanted.connect(self.ways.open)
        self.map.minimap.moved.connect(self.centre_on)
        self.map.zoom_wanted.connect(self._zoom_by_name)

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with window_first():
            self._paint_all()

    def _paint_all(self) -> None:
        painter = QPainter(self)
        stage = self.stage
        large, preview = stage.large, stage.shown_preview
        content = Content(
            stage.shown,
            current_theme(),
            # Outlines and hovering are left out of a large picture, since each change of them would paint it anew.
            frozenset() if large else stage.outlined(),
            "" if large or preview else stage.hovered,
            self._verdicts(preview.fits if preview else None),
        )
        moving = time.monotonic() - self._moved_at < QUIET_MS / 1000 or (
            preview is not None and (preview.drawing is not None or (preview.changeset is not None and not large))
        )
        ratio = self.devicePixelRatioF()
        seen = self._flight.seen(self._viewpoint)
        # What was not painted sharply is painted once the view is at rest.
        if not self._surface.paint(painter, content, seen, ratio, moving=moving or self._flight.running):
            self._quiet.start()
        if self._surface.fading:
            self.update()
        # The overlay would run ahead of a picture that is still in flight.
        if self._flight.running:
            painter.end()
            return
        paint_overlay(painter, stage, focus=self.hasFocus() and stage.by_keys, large=large)
        room = QRectF(self.rect())
        if not (stage.design.nodes or stage.design.marks) and preview is None:
            paint_hint(painter, room)
        if preview is not None and preview.card is not None:
            paint_note(painter, preview.card, *self._card_place(preview.card_at), self._beside_panels(), answers=True)
        elif preview is None and self._told is not None:
            place = self._viewpoint.to_screen(*self._told[1])
            paint_note(painter, self._told[0], *place, self._beside_panels(), answers=True)
        elif preview is None and stage.chosen_port is not None:
            self._paint_port_card(painter, room)
        elif preview is None and self._card is not None and self._pointer is not None:
            x, y = self._hover_place()
            paint_note(painter, self._card, x, y, self._uncovered(y))
        painter.end()

    def _beside_panels(self) -> QRectF:
        """Return the room for a card that no panel floats over."""
        room = QRectF(self.rect())
        clear = room.adjusted(0.0, 0.0, -self._viewpoint.right, 0.0)
        return clear if clear.width() >= NOTE_WIDTH + 32 else room

    def _uncovered(self, y: float) -> QRectF:
        """Return the room in which a card at the height Y is not covered by what floats over the lower edge."""
        room = self._beside_panels()
        floating = [pane for pane in (self.map, self.legend, self._beside) if pane is not None and pane.isVisible()]
        top = min((pane.geometry().top() for pane in floating), default=self.height())
        if y < top:
            room.setBottom(top)
        return room

    def _paint_port_card(self, painter: QPainter, room: QRectF) -> None:
        """Paint what is free and used of the chosen port, beside it."""
        node_id, port = self.stage.chosen_port or ("", "")
        card, place = chosen_port_card(self.stage.design, node_id, port), self.stage.port_place(node_id, port)
        if card is not None and place is not None:
            paint_note(painter, card, *self._viewpoint.to_screen(*place), room)

    def _card_place(self, at: tuple[float, float] | None) -> tuple[float, float]:
        if at is not None:
            return self._viewpoint.to_screen(*at)
        if self._pointer is not None:
            return self._pointer.x(), self._pointer.y()
        return self.width() / 2, self.height() / 2

    def _hover_place(self) -> tuple[float, float]:
        """Below a tile and its lower handle, else at the pointer."""
        stage = self.stage
        rect = stage.drawing.rect_of(stage.hovered) if stage.hovered in stage.drawing.tile_index else None
        if rect is None or self._pointer is None or stage.is_over_port(*self.cursor_position()):
            return self._card_place(None)
        x, y = self._viewpoint.to_screen(rect.x, rect.bottom)
        return x + _CARD_ASIDE, y + _CARD_BELOW

    def _verdicts(self, fits: Fits | None) -> dict[tuple[str, str], Verdict] | None:
        """FITS as the painter takes them; the same object as long as FITS is."""
        if fits is None:
            self._fits = None
            return None
        if self._fits is None or self._fits[0] is not fits:
            self._fits = (fits, {key: fit.verdict for key, fit in fits.items()})
        return self._fits[1]

    def _show_hover_card(self) -> None:
        idle = self._told is None and not self._hands.busy and self.stage.shown_preview is None
        if self._pointer is None or not idle:
            return
        card = card_at(self.stage, *self.cursor_position())
        if card != self._card:
            self._card = card
            self.update()

    def refresh_card(self) -> None:
        """Say on the open card what is known by now."""
        if self._card is not None:
            self._show_hover_card()

    def _tell(self, card: Card) -> None:
        """Tell CARD where the hands are: beside the pointer, or below what the keyboard stands on."""
        stage = self.stage
        rects = [stage.rect_of(one) for one in (*stage.selected[-1:], stage.focused) if one]
        rect = next((rect for rect in rects if rect is not None), None)
        if self._pointer is not None and not stage.by_keys:
            place = self.cursor_position()
        else:
            place = (rect.x, rect.bottom) if rect is not None and rect.meets(stage.sight) else stage.sight.centre
        self._told = (card, place)
        self._hide_card()
        self._read.start()
        self.update()
        announce(self, ". ".join((card.title, *card.lines)))

    def _forget_told(self) -> None:
        self._read.stop()
        if self._told is not None:
            self._told = None
            self.update()

    def _leave_told(self) -> None:
        """Forget what was told when the pointer has gone elsewhere."""
        if self._told is None or self._pointer is None or self.stage.by_keys:
            return
        x, y = self._viewpoint.to_screen(*self._told[1])
        if max(abs(self._pointer.x() - x), abs(self._pointer.y() - y)) > _TOLD_REACH_PX:
            self._forget_told()

    def _hide_card(self) -> None:
        self._still.stop()
        if self._card is not None:
            self._card = None
            self.update()

    # What changes around.

    def _on_redrawn(self) -> None:
        with window_first():
            self._follow_drawing()

    def _follow_drawing(self) -> None:
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
        self.ways.close()

    def _on_selection(self, ids: object) -> None:
        self._describe()
        self.selection_changed.emit(ids)

    @override
    def _on_view_moved(self) -> None:
        self._moved_at = time.monotonic()
        level = self.stage.level
        super()._on_view_moved()
        if self.stage.level != level and self.flies():
            self._surface.fade()
        self._hide_card()
        self._in_place.follow()
        self.adding.follow()
        self.ways.close()
        self.map.minimap.show_sight(self._viewpoint.visible)
        self.map.show_zoom(self._viewpoint.scale)

    def _close_editor(self) -> None:
        self._in_place.close(keep=True)

    def _on_editor_closed(self) -> None:
        if self.ways.has_keyboard:
            # From the field of the count one went on to the other ways.
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def _describe(self) -> None:
        words = spoken(self.stage.design, self.stage.selected)
        faults, selected = self.stage.faults, self.stage.selected
        if faults is not None and len(selected) == 1 and (lines := faults.lines(selected[0], MOST_LINES)):
            words = f"{words}. Built otherwise: {'; '.join(lines)}"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _point(self, shape: Qt.CursorShape) -> None:
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A panel that opens must not cut a design that was shown whole; under a hand that draws nothing leaps.
        whole = self.stage.shown_preview is None and self._shows_whole()
        self._viewpoint.resize(self.width(), self.height())
        self._place_map()
        self._place_panes()
        if self._beside is not None:
            self._measure_below()
            self._measure_corner()
        if whole:
            self._fit_whole()
        if self._looked:
            self._on_view_moved()

    def keep_clear_of(self, bar: QWidget) -> None:
        """BAR floats over the canvas too, and the legend makes room for it."""
        self._beside = bar

    def show_map(self, wanted: bool) -> None:
        """Show the map above the zoom where the canvas is high enough for it, or the zoom alone."""
        self._with_map = wanted
        self._place_map()
        self._place_panes()

    def keep_sides_clear(self, right: int, low: int) -> None:
        """Panels float over RIGHT and LOW pixels along two edges: what is selected comes out from under them."""
        view, before = self._viewpoint, (self._viewpoint.right, self._low)
        whole = self._looked and self._shows_whole()
        self._low, view.right = low, float(right)
        self._measure_below()
        if before == (right, low) or not self._looked:
            return
        around = self._around(self.stage.selected)
        # Room that became free again is left as it is: the next thing that is selected would take it anew.
        if whole and (right, low) > before and self._covered():
            self.fit()
        elif around is not None and view.reveal(around):
            self._on_view_moved()

    def keep_clear_of_corner(self, bar: QWidget) -> None:
        """BAR floats at the right of the note in the upper left corner; one that comes after another floats below."""
        if bar not in self._at_corner:
            self._at_corner.append(bar)
        whole, before = self._looked and self._shows_whole(), self._viewpoint.corner
        self._measure_corner()
        # What was seen whole is not left with a corner under a bar that came.
        if whole and self._viewpoint.corner[1] > before[1] and self.stage.shown_preview is None:
            self.fit()

    def _measure_corner(self) -> None:
        # The first bar follows the note only when both are shown; its height is that of the note from the start.
        first, *others = self._at_corner or [self.shown_note]
        outer = self.shown_note if first.isHidden() else first
        right, bottom = outer.geometry().right(), self.shown_note.y() + outer.height()
        for bar in others:
            if not bar.isHidden():
                bar.move(self.shown_note.x(), bottom + _BAR_GAP)
                right, bottom = max(right, bar.geometry().right()), bar.geometry().bottom()
                bar.raise_()
        self._viewpoint.corner = (right + 8.0, bottom + _CAPTION_ROOM)

    def _covered(self) -> bool:
        """Return whether a panel lies over some of the drawing."""
        view = self._viewpoint
        seen = view.rect_to_screen(self.stage.drawing.bounds)
        return seen.right > self.width() - view.right or seen.bottom > self.height() - view.below

    def _measure_below(self) -> None:
        if self._beside is not None:
            self._viewpoint.below = float(max(self.height() - self._beside.geometry().top() + 4, self._low))

    def keep_corner_clear(self, width: int, height: int) -> None:
        """A card floats over the lower right corner; nothing is fitted under it where that costs little."""
        self._viewpoint.pane = (float(width), float(height))

    def _place_map(self) -> None:
        self.map.minimap.setVisible(self._with_map and self.height() >= _LEAST_FOR_MAP)
        self.map.layout_anew()
        size = self.map.sizeHint()
        self.map.setGeometry(_PANE_GAP, self.height() - size.height() - _PANE_GAP, size.width(), size.height())

    def _place_panes(self) -> None:
        """The note in the upper left corner, the legend in the lower left one above what floats there."""
        self.shown_note.move(_PANE_GAP - 4, _PANE_GAP - 4)
        place = QRect(QPoint(_PANE_GAP, self.height() - self.legend.height() - _PANE_GAP), self.legend.size())
        if not self.map.isHidden():
            place.moveBottom(self.map.geometry().top() - _PANE_GAP // 2)
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
            self.begin()
            self._looked = True
            self._on_redrawn()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
