"""Mouse, keys and the menu of the stack: they choose tiles, move the view and let things fail."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from designer.drawing.records import Tile
from designer.ui.app.document import Document
from designer.ui.canvas.interaction.reading_order import Direction, following, reading_order, towards
from designer.ui.canvas.widget import part_in, take_part
from designer.ui.views.painted_view import ADDING
from designer.ui.views.stack.surface import StackSurface

_ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class StackView(StackSurface):
    """The stack of one document."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setAcceptDrops(True)

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
        self._press(event)
        if event.button() == Qt.MouseButton.LeftButton:
            name, ids = self._at(event.position())
            if ids:
                self._choose(name, ids, adding=bool(event.modifiers() & ADDING))
            else:
                self._panning = True
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._move_paper(event):
            return
        name, _ = self._at(event.position())
        if name != self._hovered:
            self._hovered = name
            self._card = None
            self.update()
        self._still.start()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_paper_go(event)

    def _choose(self, name: str, ids: tuple[str, ...], *, adding: bool = False) -> None:
        if self._tile(name) is not None:
            self.focused = name
        self.choose(ids, adding=adding)

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
            words = "Bring it back" if down else "Fail it"
            fail = menu.addAction(words, partial(self.toggle_failed, tile.members))
            fail.setEnabled(self.can_fail(tile))
            menu.addAction("Show in the topology", partial(self.view_wanted.emit, "topology", tile.members))
            menu.addSeparator()
        menu.addActions(self._context_actions)
        return menu

    def _menu_place(self, name: str) -> QPoint:
        rect = self.screen_rect(name)
        return rect.center().toPoint() if rect.isValid() else self.rect().center()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_part(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        part_id = part_in(event.mimeData())
        if part_id and take_part(event):
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
                self._choose(tile.id, tile.members, adding=bool(event.modifiers() & ADDING))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif event.text() == "0":
            self.zoom_by(1.0 / self._viewpoint.scale)
        elif not self._zoom_key(event.text()):
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
        self._describe()
        self._reveal(rect)
