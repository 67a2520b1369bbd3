"""The small list at the pointer that shows in which ways two things could be joined; the first is joined already."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from designer.model.parts.part import Medium
from designer.model.relations import RELATIONS
from designer.ui.canvas.interaction.medium_pictures import way_icon
from designer.ui.canvas.port import Offered
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.theme import type_font

_EDGE: Final = 8
_ROW: Final = 28
_PICTURE: Final = 28
_LEAST_WIDTH: Final = 240
_MOST_WIDTH: Final = 560
_KEYED: Final = 9
"""So many rows have a digit that takes them."""
_PASSING: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class WayChooser(QFrame):
    """The ways, the present one marked: digits or arrows and Enter take another, everything else keeps it.

    Attributes:
        list: The rows.
        offered: What they show.
    """

    chosen = Signal(int)
    """Number of the way that was taken."""

    closed = Signal()

    def __init__(self, offered: Offered, parent: QWidget, *, chosen: Run, closed: Run) -> None:
        super().__init__(parent)
        connect_given((self.chosen, chosen), (self.closed, closed))
        self.offered = offered
        self._done = False
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Ways to join the two")
        down = QVBoxLayout(self)
        down.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        down.setSpacing(4)
        self.list = _Rows(self)
        for place, option in enumerate(offered.options):
            row = QListWidgetItem(f"{place + 1}   {option.words}" if place < _KEYED else option.words)
            row.setIcon(way_icon(option.medium))
            row.setSizeHint(QSize(0, _ROW))
            row.setToolTip(way_help(option.medium))
            said = f"{option.words}, as it is now" if place == offered.chosen else option.words
            row.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(row)
        self.list.setCurrentRow(offered.chosen)
        self.list.digit.connect(self._take)
        self.list.entered_row.connect(self._take)
        self.list.left.connect(self.leave)
        self.list.clicked.connect(self._clicked)
        down.addWidget(self.list)
        many = f"1–{min(len(offered.options), _KEYED)}"
        self.hint = label(f"{many} or arrows and Enter change it · Esc keeps it", "caption", self)
        self.hint.setContentsMargins(4, 0, 4, 0)
        down.addWidget(self.hint)
        self.setFocusProxy(self.list)
        self.hide()

    def open_at(self, place: QPoint, *, focused: bool) -> None:
        """Show it with its corner near PLACE of its parent, inside that; the keyboard goes to it when FOCUSED."""
        size = self.list.fontMetrics()
        words = [size.horizontalAdvance(self.list.item(row).text()) for row in range(self.list.count())]
        width = max(words) + _PICTURE + 6 * _EDGE
        self.list.setFixedHeight(_ROW * self.list.count() + 2)
        self.setFixedWidth(min(max(width, self.hint.sizeHint().width() + 3 * _EDGE, _LEAST_WIDTH), _MOST_WIDTH))
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            room = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            x = max(min(place.x() + 16, room.right() - self.width()), room.left())
            y = max(min(place.y() + 16, room.bottom() - self.height()), room.top())
            self.move(x, y)
        self.show()
        self.raise_()
        if focused:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard(self, step: int) -> None:
        """Take the keyboard from the field of the count, STEP rows from the present way."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))

    def leave(self) -> None:
        """Close and keep the way that it is."""
        if not self._done:
            self._done = True
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, number: int) -> None:
        if self._done or not 0 <= number < len(self.offered.options):
            return
        if number != self.offered.chosen:
            self.chosen.emit(number)
        self.leave()


class _Rows(QListWidget):
    """Rows that are taken by a digit, and leave on every key that is not theirs."""

    digit = Signal(int)
    entered_row = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Ways to join the two")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(_PICTURE, 16))
        self.setFont(type_font("body"))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_row.emit(self.currentRow())
        elif len(text) == 1 and text in "123456789" and int(text) <= self.count():
            self.digit.emit(int(text) - 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self.left.emit()
        return True

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()


def way_help(medium: Medium) -> str:
    """Return what a way to join carries, for a tooltip."""
    return RELATIONS[medium].help if medium in RELATIONS else "Cables between ports that fit."
