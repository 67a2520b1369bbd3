"""Mouse, keys and the menu of the stack: they choose tiles, move the view and let things fail."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.drawing.looks import Theme
from designer.drawing.records import Rect, Tile
from designer.ui.canvas.reading_order import Direction, following, reading_order, towards
from designer.ui.canvas.widget import PART_MIME, part_in
from designer.ui.document import Document
from designer.ui.stack_surface import StackSurface

_WHEEL: Final = 1.0016
_CLICK_PX: Final = 4.0
_ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down",
}  # fmt: skip


class StackView(StackSurface):
    """The stack of one document."""

    part_dropped = Signal(str)
    """Id of a part of the palette that was dropped here."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(document, theme, parent)
        self._pressed: QPointF | None = None
        self._panning = False
        self._context_actions: list[QAction] = []
        self.setAcceptDrops(True)

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Further actions for the menu on a right click."""
        self._context_actions = list(actions)

    # The pointer.

    def _at(self, place: QPointF) -> tuple[str, tuple[str, ...]]:
        """(id of what is drawn, ids of the records behind it) at a pixel."""
        drawing = self.drawing
        x, y = self._viewpoint.to_canvas(place.x(), place.y())
        found = drawing.hit(x, y, 6.0 / self._viewpoint.scale)
        if found is None:
            return "", ()
        tile = self._tile(found.id)
        if tile is not None:
            return tile.id, tile.members
        wire = drawing.wires[drawing.wire_index[found.id]]
        return wire.id, wire.links

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hide_card()
        self._by_keys = False
        self._pressed = self._last = event.position()
        self._panning = event.button() == Qt.MouseButton.MiddleButton
        if event.button() == Qt.MouseButton.LeftButton:
            name, ids = self._at(event.position())
            if ids:
                self._choose(name, ids, adding=bool(event.modifiers() & _ADDING))
            else:
                self._panning = True
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position() - self._last
        self._last = event.position()
        if self._panning and self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() > _CLICK_PX:
                self._fitted = False
                self._viewpoint.pan(moved.x(), moved.y())
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        name, _ = self._at(event.position())
        if name != self._hovered:
            self._hovered = name
            self._card = None
            self.update()
        self._still.start()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        still = self._pressed is not None and (event.position() - self._pressed).manhattanLength() <= _CLICK_PX
        if self._panning and still and event.button() == Qt.MouseButton.LeftButton:
            self.focused = ""
            self.selection_wanted.emit(())
        self._panning = False
        self._pressed = None
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hide_card()
        self._hovered = ""
        self.update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, modifiers = event.pixelDelta(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self._hide_card()
        if not pixels.isNull() and not control:
            self._fitted = False
            self._viewpoint.pan(pixels.x(), pixels.y())
            self.update()
        else:
            amount = event.angleDelta().y() or pixels.y()
            self._zoom(_WHEEL ** max(min(amount, 1200), -1200), event.position())
        event.accept()

    def _choose(self, name: str, ids: tuple[str, ...], *, adding: bool = False) -> None:
        if self._tile(name) is not None:
            self.focused = name
        if adding:
            before = self._selected
            kept = before.difference(ids) if before.issuperset(ids) else before.union(ids)
            ids = tuple(one for one in (*before, *ids) if one in kept)
        self.selection_wanted.emit(tuple(dict.fromkeys(ids)))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            name, ids = self._at(QPointF(event.pos()))
            if ids and not self._selected.issuperset(ids):
                self._choose(name, ids)
            place = event.globalPos()
        else:
            name = self.focused or next(iter(sorted(self._tiles_of(self._selected))), "")
            place = self.mapToGlobal(self._menu_place(name))
        self.context_menu(self._tile(name)).popup(place)
        event.accept()

    def context_menu(self, tile: Tile | None) -> QMenu:
        """The menu of a tile, or of none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if tile is not None:
            down = set(self.outage.failed).issuperset(tile.members)
            fail = menu.addAction("Bring it back" if down else "Fail it")
            fail.setEnabled(self.can_fail(tile))
            fail.setData(tile.members)
            fail.triggered.connect(self._fail_chosen)
            show = menu.addAction("Show in the topology")
            show.setData(tile.members)
            show.triggered.connect(self._show_chosen)
            menu.addSeparator()
        menu.addActions(self._context_actions)
        return menu

    def _fail_chosen(self) -> None:
        self.toggle_failed(_data_of(self.sender))

    def _show_chosen(self) -> None:
        self.topology_wanted.emit(_data_of(self.sender))

    def _menu_place(self, name: str) -> QPoint:
        rect = self.screen_rect(name)
        return rect.center().toPoint() if rect.isValid() else self.rect().center()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(PART_MIME):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        part_id = part_in(event.mimeData())
        if part_id:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.part_dropped.emit(part_id)

    # Keys.

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hide_card()
        key = event.key()
        if key in _ARROWS:
            self._arrow(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            tile = self._tile(self.focused)
            if tile is not None:
                self._choose(tile.id, tile.members, adding=bool(event.modifiers() & _ADDING))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif event.text() in ("+", "="):
            self.zoom_in()
        elif event.text() in ("-", "−", "_"):
            self.zoom_out()
        elif event.text() == "0":
            self._zoom(1.0 / self._viewpoint.scale)
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        if self.outage.failed:
            self.mend()
        else:
            self.focused = ""
            self.selection_wanted.emit(())

    def _arrow(self, direction: Direction) -> None:
        drawing = self.drawing
        if self.focused not in drawing.tile_index:
            self._focus(next(iter(self._order()), ""))
            return
        self._focus(towards(drawing, self.focused, list(drawing.tile_index), direction))

    def _order(self) -> list[str]:
        """The tiles as one reads them, without the frames around them."""
        return [one for one in reading_order(self.drawing) if one in self.drawing.tile_index]

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over the tiles before it leaves the stack."""
        found = following(self._order(), self.focused, 1 if next else -1)
        if found:
            self._focus(found)
            return True
        self.focused = ""
        self.update()
        return super().focusNextPrevChild(next)

    def _focus(self, tile_id: str) -> None:
        rect = self.drawing.rect_of(tile_id)
        self.focused, self._by_keys = tile_id, True
        if rect is not None and not self._fitted:
            self._viewpoint.reveal(Rect(*rect))
        self._describe()
        self.update()


_ADDING: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def _data_of(sender: Callable[[], object]) -> tuple[str, ...]:
    """The ids that the action that was chosen carries."""
    action = sender()
    return tuple(action.data()) if isinstance(action, QAction) else ()
