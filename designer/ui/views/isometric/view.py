"""The isometric picture of a room under mouse and keys: looked at from four corners, chosen in, never edited."""

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from designer.ui.views.isometric.surface import IsometricSurface
from designer.ui.views.painted_view import ADDING

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class IsometricView(IsometricSurface):
    """A room of one document, in which things are chosen and failed."""

    # The pointer.

    def _place_at(self, at: QPointF) -> int:
        place = self.picture.standing_at(*self._viewpoint.to_canvas(at.x(), at.y()))
        return -1 if place is None else place

    def node_at(self, place: int) -> str:
        """Id of what stands at a place; "" for none."""
        drawing = self.picture
        return drawing.ids[int(drawing.node_of[place])] if 0 <= place < drawing.rows.size else ""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._place_at(event.position())
            self.place = place
            if place >= 0:
                self.choose((self.node_at(place),), adding=bool(event.modifiers() & ADDING))
            self._panning = True
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._move_paper(event):
            return
        hovered = self._place_at(event.position())
        if hovered != self._hovered:
            self._hovered, self._card = hovered, None
            self.update()
        self._still.start()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.place >= 0:
            # A click on a rack has chosen it already.
            self._pressed = None
        self._let_paper_go(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place >= 0:
            self.view_wanted.emit("rack", (self.node_at(place),))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.place = self._place_at(QPointF(event.pos()))
            where = event.globalPos()
            if self.place >= 0 and self.node_at(self.place) not in self._selected:
                self.choose((self.node_at(self.place),))
        else:
            rect = self._on_screen(self.picture.rect_around(np.array([self.place]))) if self.place >= 0 else None
            where = self.mapToGlobal(rect.center().toPoint() if rect is not None else self.rect().center())
        self.context_menu(self.place).popup(where)
        event.accept()

    def context_menu(self, place: int) -> QMenu:
        """The menu of what stands at PLACE; -1 for nothing."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        node = self.node_at(place)
        if node:
            drawing = self.picture
            name = f"{node}[{int(drawing.copy_of[place])}]" if drawing.counts[int(drawing.node_of[place])] > 1 else node
            down = bool(drawing.dark[place])
            words = "Bring it back" if down else "Fail this one"
            menu.addAction(words, partial(self._fail, node, name, down))
            menu.addAction("Show in the racks", partial(self.view_wanted.emit, "rack", (node,)))
            menu.addAction("Show on the floor", partial(self.view_wanted.emit, "floor", (node,)))
            menu.addSeparator()
        menu.addActions(self._context_actions)
        return menu

    def _fail(self, node: str, name: str, down: bool, checked: bool = False) -> None:
        what_if = self._document.what_if
        if not down or name in what_if.failed:
            what_if.toggle_names((name,))
        elif node in what_if.failed:
            what_if.toggle_names((node,))
        else:
            self.say("It went with what stands around it; mend that.")

    # Keys.

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hide_card()
        key = event.key()
        if key in _ARROWS:
            self._step(*_ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.place >= 0:
            node = self.node_at(self.place)
            # Enter on what is selected already opens its rack.
            if node in self._selected and not event.modifiers() & ADDING:
                self.view_wanted.emit("rack", (node,))
            else:
                self.choose((node,), adding=bool(event.modifiers() & ADDING))
        elif key == Qt.Key.Key_Escape and (self.place >= 0 or self._selected):
            self.place = -1
            self.selection_wanted.emit(())
        elif event.text() == "0":
            self.fit()
        elif not self._zoom_key(event.text()):
            super().keyPressEvent(event)
        self._describe()
        self.update()

    def _step(self, along: int, rows: int) -> None:
        """To the next copy in the row, or to the nearest one in the next row."""
        drawing, walk = self.picture, self.picture.walk()
        if not walk:
            return
        if not 0 <= self.place < drawing.rows.size:
            self._stand_on(walk[0])
            return
        if along:
            at = walk.index(self.place) + along
            self._stand_on(walk[min(max(at, 0), len(walk) - 1)])
            return
        lines = drawing.lines()
        mine = lines[self.place]
        others = sorted({int(one) for one in lines if (one - mine) * rows > 0}, key=lambda one: abs(one - mine))
        if others:
            row = np.flatnonzero(lines == others[0])
            middles = drawing.sights[:, :2] + drawing.sights[:, 2:]
            self._stand_on(int(row[np.argmin(np.abs(middles[row, 0] - middles[self.place, 0]))]))

    def _stand_on(self, place: int) -> None:
        self.place = place
        self._reveal(self.picture.rect_around(np.array([place])), 48.0)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks over what stands there, one kind of rack after the other, before it leaves the picture."""
        drawing = self.picture
        stops = [int(np.flatnonzero(drawing.node_of == node)[0]) for node in dict.fromkeys(drawing.node_of.tolist())]
        mine = int(drawing.node_of[self.place]) if 0 <= self.place < drawing.rows.size else -1
        nodes = [int(drawing.node_of[stop]) for stop in stops]
        at = (nodes.index(mine) if mine in nodes else (-1 if next else len(stops))) + (1 if next else -1)
        if 0 <= at < len(stops):
            self._by_keys = True
            self._stand_on(stops[at])
            self._describe()
            return True
        self.place = -1
        self._describe()
        self.update()
        return super().focusNextPrevChild(next)
