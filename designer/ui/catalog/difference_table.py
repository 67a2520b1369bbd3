"""The differences of a part as a table: field, in the design, in the catalog."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from designer.catalog.parts.differences import FieldDifference
from designer.ui.widgets.theme import ink, type_font

COLUMNS: Final = ("Field", "In the design", "In the catalog")
Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_SIDE, _ABOVE = 11, 6


class _Differences(QAbstractTableModel):
    """One row for each difference."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[FieldDifference, ...] = ()

    def show_rows(self, rows: Sequence[FieldDifference]) -> None:
        """Show ROWS instead of what is there."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        words = (row.title, row.before, row.after)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words if index.column() else f"{row.title}: {row.before}, then {row.after}"
        if role == Qt.ItemDataRole.FontRole and index.column() == 2:
            return type_font("strong")
        if role == Qt.ItemDataRole.ForegroundRole:
            # Links that a new part would lose are the one thing to be warned of.
            if row.field.startswith("links.") and index.column() == 2:
                return ink("warn")
            return ink("text" if index.column() == 2 else "muted")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None


class _Wrapping(QStyledItemDelegate):
    """Cells as high as their wrapped words, the padding of the style sheet counted in."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        assert isinstance(table, QTableView)
        width = max(table.columnWidth(index.column()) - 2 * _SIDE, 40)
        font = index.data(Qt.ItemDataRole.FontRole) or table.font()
        room = QRect(0, 0, width, 100_000)
        wraps = int(Qt.TextFlag.TextWordWrap)
        height = QFontMetrics(font).boundingRect(room, wraps, str(index.data())).height()
        return QSize(width, height + 2 * _ABOVE)


class DifferenceTable(QTableView):
    """Differences that wrap in their columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is different, field by field")
        self._differences = _Differences(self)
        self.setModel(self._differences)
        self.setItemDelegate(_Wrapping(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)

    @property
    def rows(self) -> tuple[FieldDifference, ...]:
        """Return what is shown."""
        return self._differences.rows

    def show_differences(self, rows: Sequence[FieldDifference]) -> None:
        """Show ROWS."""
        self._differences.show_rows(rows)
        self.resizeRowsToContents()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resizeRowsToContents()
