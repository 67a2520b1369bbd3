"""Base of every painted view: a drawing that follows the design, where one looks, and what is selected in it."""

from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAction,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.records import Rect
from designer.model.design import Camera
from designer.paint.brushes import NO_BRUSH
from designer.ui.app.document import Document
from designer.ui.canvas.port import Card
from designer.ui.canvas.rendering.canvas_note import paint_note
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.views.design_view import DesignView
from designer.ui.widgets.theme import ink
from designer.ui.widgets.timers import after_pause

ADDING: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
"""Held while a click adds to what is selected, or takes from it."""
CLICK_PX: Final = 4.0
"""A pointer that moved less was not dragged."""
HOVER_MS: Final = 450
_STEP: Final = 1.25
_WHEEL: Final = 1.0016
_MOST_TURN: Final = 1200

_Drawn = TypeVar("_Drawn")


class PaintedView(DesignView, Generic[_Drawn]):
    """One drawing of a document on the screen.

    Attributes:
        focused: Id of what the keyboard stands on, "" for nothing.
    """

    def __init__(self, document: Document, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._viewpoint = Viewpoint()
        self._drawing: _Drawn | None = None
        self._fitted = True
        self._selected: frozenset[str] = frozenset()
        self._card: Card | None = None
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._panning = False
        self._by_keys = False
        self._cursor = Qt.CursorShape.ArrowCursor
        self._context_actions: list[QAction] = []
        self.focused = ""
        self._still = after_pause(self, HOVER_MS, self._show_card)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 100)
        self.setAccessibleName(name)

    # What each view says for itself.

    def _draw_now(self) -> _Drawn:
        """The drawing of the design as it is now."""
        raise NotImplementedError

    def _look_at(self, drawing: _Drawn) -> None:
        """Bring DRAWING into sight, while where one looks still follows it."""

    def _spoken_now(self, drawing: _Drawn) -> str:
        """DRAWING, or what is focused in it, for those who do not see it."""
        raise NotImplementedError

    def _card_now(self) -> Card | None:
        """Return what is said about the thing under the pointer."""
        return None

    def _unhover(self) -> None:
        """Nothing lies under the pointer any more."""

    def fit(self) -> None:
        """Show all of it."""
        raise NotImplementedError

    @property
    def selection(self) -> frozenset[str]:
        """Return the ids that are selected, as they are in every view."""
        return self._selected

    @property
    def viewpoint(self) -> Viewpoint:
        """Return where one looks from and how near; a copy, moving it moves nothing."""
        return self._viewpoint.copy()

    @property
    def hint(self) -> str:
        """One line about what is in sight."""
        raise NotImplementedError

    # What is drawn.

    @property
    def drawing(self) -> _Drawn:
        """Return what is drawn now."""
        if self._drawing is None:
            self._drawing = self._draw_now()
            self._look_at(self._drawing)
            if self._fitted:
                self._look_aside()
            self._describe()
        return self._drawing

    def redraw(self) -> None:
        """Draw the design as it is now."""
        self._forget()
        self._announce()
        self.update()

    def _forget(self) -> None:
        self._drawing, self._card = None, None

    @override
    def let_drawing_go(self) -> None:
        self._forget()

    def _announce(self) -> None:
        if self.isVisible():
            self.hint_changed.emit(self.hint)

    # Selection, shared with the other views.

    def select(self, ids: Collection[str]) -> None:
        """Outline what IDS are."""
        self._selected = frozenset(ids)
        self._describe()
        self.update()

    def choose(self, ids: Sequence[str], *, adding: bool = False) -> None:
        """Ask for IDS to be selected; when ADDING, beside what is, or no more when all of them are."""
        if adding:
            before = self._selected
            kept = before.difference(ids) if before.issuperset(ids) else before.union(ids)
            ids = [one for one in (*sorted(before), *ids) if one in kept]
        self.selection_wanted.emit(tuple(dict.fromkeys(ids)))

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Further actions for the menu on a right click."""
        self._context_actions = list(actions)

    # Where one looks.

    def zoom_in(self) -> None:
        """Closer."""
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        """Farther."""
        self.zoom_by(1 / _STEP)

    def zoom(self) -> float:
        """The zoom, 1 at 100%."""
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
        """Push the paper by pixels."""
        _ = self.drawing
        self._fitted = False
        self._viewpoint.pan(dx, dy)
        self.update()

    def camera(self) -> Camera | None:
        """Return what is in sight, None when where one looks follows the drawing."""
        _ = self.drawing
        return None if self._fitted else self._viewpoint.camera

    def _show_camera(self, camera: Camera) -> None:
        _ = self.drawing
        self._fitted = False
        self._viewpoint.show(camera)
        self.update()

    def _reveal(self, rect: Rect | None, margin: float = 32.0) -> None:
        """Bring RECT into sight, unless all of it is."""
        if rect is not None and not self._fitted:
            self._viewpoint.reveal(rect, margin)
        self.update()

    def _selected_rect(self) -> Rect | None:
        """Return the place of what is selected in the drawing; None where nothing of it is drawn."""
        return None

    @property
    def seen_wide(self) -> int:
        """Return the pixels in width over which nothing floats."""
        return self.width() - int(self._viewpoint.right)

    @override
    def keep_right_clear(self, pixels: int) -> None:
        view, before = self._viewpoint, self._viewpoint.right
        view.right = float(pixels)
        # Room that became free again is left as it is: the next thing that is selected would take it anew.
        if pixels <= before or not self.isVisible():
            return
        self._look_at(self.drawing)
        self._look_aside()
        self.update()

    def _look_aside(self) -> None:
        """Bring out what is selected from under what floats over the right edge."""
        around = self._selected_rect() if self._viewpoint.right else None
        if around is not None:
            self._viewpoint.reveal(around)

    def _on_screen(self, rect: Rect | None) -> QRectF:
        return QRectF() if rect is None else QRectF(*self._viewpoint.rect_to_screen(rect))

    # Painting.

    @contextmanager
    def _in_place(self, painter: QPainter) -> Generator[None]:
        """Paint in units of the drawing."""
        view = self._viewpoint
        painter.save()
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        yield
        painter.restore()

    def _paint_focus(self, painter: QPainter, rect: QRectF, radius: float = 0.0) -> None:
        """The dashed line around what the keyboard stands on, RECT in pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(NO_BRUSH)
        painter.drawRoundedRect(rect, radius, radius)

    def _paint_card(self, painter: QPainter, card: Card | None) -> None:
        """A note beside the pointer."""
        if card is not None:
            paint_note(painter, card, self._last.x(), self._last.y(), QRectF(self.rect()))

    @property
    def card(self) -> Card | None:
        """Return the card that stands beside what the pointer rests on."""
        return self._card

    def _show_card(self) -> None:
        self._card = self._card_now()
        self.update()

    def _hide_card(self) -> None:
        self._still.stop()
        self._card = None

    def _describe(self) -> None:
        if self._drawing is None:
            return
        words = self._spoken_now(self._drawing)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # The pointer, as far as it moves the paper.

    def _press(self, event: QMouseEvent) -> None:
        """The pointer goes down; with the middle button it holds the paper."""
        self._hide_card()
        self._by_keys = False
        self._pressed = self._last = event.position()
        self._panning = event.button() == Qt.MouseButton.MiddleButton

    def _was_dragged(self, event: QMouseEvent) -> bool:
        """Return True when the pointer went farther than a click since it went down."""
        return self._pressed is not None and (event.position() - self._pressed).manhattanLength() > CLICK_PX

    def _move_paper(self, event: QMouseEvent) -> bool:
        """Push the paper with the pointer; False when the pointer does not hold it."""
        moved = event.position() - self._last
        self._last = event.position()
        if not self._panning or self._pressed is None:
            return False
        if self._was_dragged(event):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(moved.x(), moved.y())
        return True

    def _let_paper_go(self, event: QMouseEvent) -> None:
        """The pointer goes up; a click beside everything selects nothing."""
        still = self._pressed is not None and not self._was_dragged(event)
        if self._panning and still and event.button() == Qt.MouseButton.LeftButton:
            self.focused = ""
            self.selection_wanted.emit(())
        self._panning, self._pressed = False, None
        self.setCursor(self._cursor)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hide_card()
        self._unhover()
        self.update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta()
        self._hide_card()
        if not pixels.isNull() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(pixels.x(), pixels.y())
        else:
            self._turn_wheel(event)
        event.accept()

    def _turn_wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        amount = event.angleDelta().y() or event.pixelDelta().y()
        self.zoom_by(_WHEEL ** max(min(amount, _MOST_TURN), -_MOST_TURN), event.position())

    def _zoom_key(self, text: str) -> bool:
        """Zoom by the key that was typed; False when it is another."""
        if text and text in "+=":
            self.zoom_in()
        elif text and text in "-−_":
            self.zoom_out()
        else:
            return False
        return True

    # The widget.

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._viewpoint.resize(self.width(), self.height())
        self._resized()

    def _resized(self) -> None:
        """The widget has another size."""
        if self._fitted and self._drawing is not None:
            self._look_at(self._drawing)
            self._look_aside()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
