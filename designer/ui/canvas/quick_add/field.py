"""The small search field that opens on the canvas: type a part, Enter places it there."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.canvas.quick_add.rows import Offer, found_rows
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.lists.row_list import RowList

WIDTH: Final = 320
MOST_HEIGHT: Final = 376
_EDGE: Final = 8
_LIST_MOST: Final = 288


class _Search(QLineEdit):
    """Tells when the keyboard went elsewhere."""

    left = Signal()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return True


class QuickAdd(QFrame):
    """A search over what can be placed; Enter takes, arrows choose, Escape leaves."""

    chosen = Signal(str, int, bool)
    """Key of the row, copies, and whether Shift was held: keep it in the hand."""

    closed = Signal()

    def __init__(self, offer: Offer, place: Callable[[], QPoint | None], parent: QWidget) -> None:
        """PLACE tells where on PARENT it belongs; None closes it."""
        super().__init__(parent)
        self._offer = offer
        self._place = place
        self._done = False
        self._above = False
        self.copies = 1
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Add a part")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        down = QVBoxLayout(self)
        down.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        down.setSpacing(4)
        self.search = _Search(self)
        self.search.setAccessibleName("Part to add, with a number for several")
        self.search.setPlaceholderText("Add a part, such as “8 qm9700”")
        self.search.setMinimumHeight(32)
        self.search.setMaxLength(200)
        glass = QAction(self)
        glass.setIcon(line_icon("plus", "muted"))
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.refresh)
        self.search.left.connect(self._left)
        self.search.installEventFilter(self)
        down.addWidget(self.search)
        self.list = RowList("Parts that can be added", self, clicked=self._clicked, current_changed=self._say_current)
        self.list.setDragEnabled(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.list)
        self._nothing = label("", "muted", self, wraps=True)
        self._nothing.setContentsMargins(8, 4, 8, 4)
        down.addWidget(self._nothing)
        self._hint = label("", "caption", self)
        self._hint.setContentsMargins(8, 2, 8, 0)
        down.addWidget(self._hint)
        self.setFocusProxy(self.search)
        self.setFixedWidth(WIDTH)
        self.hide()

    def begin(self) -> None:
        """Show it and take the keyboard."""
        self.refresh()
        at, parent = self._place(), self.parentWidget()
        if at is not None and parent is not None:
            # Which side it opens on is chosen once: with fewer rows it does not jump to the other side of its place.
            self._above = at.y() + 12 + self.height() > parent.rect().bottom() - _EDGE
            self.follow()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what the words find."""
        text = self.search.text().strip()
        found = found_rows(self._offer, text)
        self.copies = found.copies
        self.list.show_rows(found.rows, choose_first=True)
        self.list.setVisible(bool(found.rows))
        self.list.setFixedHeight(min(max(self.list.height_of_rows(), 36), _LIST_MOST))
        self._nothing.setVisible(not found.rows)
        where = "Nothing that fits" if self._offer.fitting is not None else "No part"
        self._nothing.setText(f"{where} matches “{text}”." if text else "The catalog holds nothing that fits here.")
        many = f"places ×{self.copies:,}" if self.copies > 1 else "places it here"
        self._hint.setText(f"Enter {many} · Shift+Enter keeps it in hand" if found.rows else "Escape leaves")
        self.follow()

    def follow(self) -> None:
        """Go where it belongs now, inside its parent."""
        at, parent = self._place(), self.parentWidget()
        if at is None or parent is None:
            self.leave()
            return
        self.setFixedHeight(min(self.sizeHint().height(), MOST_HEIGHT))
        room: QRect = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        left = max(min(at.x() - 24, room.right() - self.width()), room.left())
        # Above its place the search keeps its height too, and the list grows towards the place.
        top = at.y() - MOST_HEIGHT - 12 if self._above else at.y() + 12
        self.move(left, max(min(top, room.bottom() - self.height()), room.top()))

    def leave(self) -> None:
        """Close, nothing chosen."""
        if not self._done:
            self._done = True
            self.closed.emit()
            self.hide()
            self.deleteLater()

    def take(self, *, keep: bool = False) -> None:
        """Take the chosen row, if there is one, and close."""
        row = self.list.chosen
        if row is None or row.heading or self._done:
            return
        self._done = True
        # Whoever hears of it takes the keyboard; hidden first, Qt would pass it on as Tab does.
        self.closed.emit()
        self.hide()
        self.chosen.emit(row.key, self.copies, keep)
        self.deleteLater()

    def _say_current(self) -> None:
        """Tell what Enter would take to those who hear the field and do not see the list."""
        row = self.list.chosen
        words = ", ".join(text for text in (row.title, row.line, row.aside) if text) if row is not None else ""
        if words != self.search.accessibleDescription():
            self.search.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self.search, QAccessible.Event.DescriptionChanged))

    def _left(self) -> None:
        self.leave()

    def _clicked(self, index: QModelIndex) -> None:
        if not self.list.row_model.rows[index.row()].heading:
            self.take()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.search or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        # Escape is a shortcut of the window too: taken here, it closes the field and nothing else.
        if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _ in range(5):
                self.list.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(keep=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return super().eventFilter(watched, event)
        return True
