"""A list of cards, each with a check box: Space or a click checks it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.lists.row_list import RowDelegate, RowList, RowModel
from designer.ui.widgets.theme import ink

Index = QModelIndex | QPersistentModelIndex
_BOX_ROOM = 18


class CheckedModel(RowModel):
    """Rows of which some are checked."""

    checked_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._checked: set[str] = set()

    @property
    def checked(self) -> tuple[str, ...]:
        """Keys of the checked rows, from top to bottom."""
        return tuple(row.key for row in self.rows if row.key in self._checked)

    def check(self, keys: Sequence[str]) -> None:
        """Check exactly KEYS."""
        self._checked = set(keys)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
        self.checked_changed.emit()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            checked = self.rows[index.row()].key in self._checked
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        key = self.rows[index.row()].key
        checked = Qt.CheckState(value) == Qt.CheckState.Checked
        self.check([*self._checked, key] if checked else [other for other in self._checked if other != key])
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


class _CheckedDelegate(RowDelegate):
    """A card with a box before it."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        self._box(painter, rect, index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked)
        card = QStyleOptionViewItem(option)
        card.rect = rect.adjusted(_BOX_ROOM, 0, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, card, index)

    @override
    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        if isinstance(event, QKeyEvent):
            wanted = event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        elif isinstance(event, QMouseEvent):
            inside = event.position().x() < rect.left() + 8 + _BOX_ROOM
            wanted = inside and event.type() == QEvent.Type.MouseButtonRelease
        else:
            wanted = False
        if not wanted:
            return False
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        after = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return model.setData(index, after, Qt.ItemDataRole.CheckStateRole)

    def _box(self, painter: QPainter, rect: QRect, checked: bool) -> None:
        box = QRectF(rect.left() + 2.5, rect.center().y() - 7.5, 16, 16)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent" if checked else "muted"), 1.5))
        painter.setBrush(ink("accent" if checked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if checked:
            painter.setPen(QPen(ink("surface"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            x, y = box.left(), box.top()
            painter.drawPolyline([QPointF(x + 4, y + 8.5), QPointF(x + 7, y + 11.5), QPointF(x + 12, y + 5)])
        painter.restore()


class CheckedList(RowList):
    """Cards with check boxes."""

    checked_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, checked_changed: Run | None = None) -> None:
        super().__init__(name, parent)
        self.row_model = self._checks = CheckedModel(self)
        self.setModel(self._checks)
        self._delegate = _CheckedDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setDragEnabled(False)
        self._checks.checked_changed.connect(self.checked_changed)
        connect_given((self.checked_changed, checked_changed))

    @property
    def checked(self) -> tuple[str, ...]:
        """Keys of the checked rows, from top to bottom."""
        return self._checks.checked

    def check(self, keys: Sequence[str]) -> None:
        """Check exactly KEYS."""
        self._checks.check(keys)
