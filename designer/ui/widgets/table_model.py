"""A table of records: each column says its words, its order, its side and what is read aloud of it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from designer.ui.widgets.theme import type_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 30
_SORT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_NONE: Final = QModelIndex()
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Column(Generic[_Record]):
    """One column.

    Attributes:
        title: Its heading; "" for a column of signs.
        text: What stands in a row.
        order: What a row is sorted by; None takes the text.
        right: Whether it stands at the right and is sorted from the largest on, as numbers are.
        width: In pixels; 0 takes the room that is left.
        tip: What is read aloud and shown when the pointer rests there; None takes the text.
        strong: Whether a row is in bold there.
        mark: A picture before the text.
        heading: What its heading is called where `title` is "".
    """

    title: str
    text: Callable[[_Record], str]
    order: Callable[[_Record], Any] | None = None
    right: bool = False
    width: int = 0
    tip: Callable[[_Record], str] | None = None
    strong: Callable[[_Record], bool] | None = None
    mark: Callable[[_Record], QPixmap | None] | None = None
    heading: str = ""


class TableModel(QAbstractTableModel, Generic[_Record]):
    """Records in the order they are given, a row each.

    Attributes:
        rows: The records.
    """

    def __init__(self, columns: Sequence[Column[_Record]], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[_Record] = ()

    def show_rows(self, rows: Sequence[_Record]) -> None:
        """Show ROWS instead of what is there."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title or column.heading
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if column.right else Qt.SortOrder.AscendingOrder
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return (column.tip or column.text)(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.FontRole:
            return type_font("strong") if column.strong is not None and column.strong(row) else None
        if role == Qt.ItemDataRole.DecorationRole:
            return column.mark(row) if column.mark is not None else None
        return (column.order or column.text)(row) if role == _SORT_ROLE else None


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter


class _Order(QSortFilterProxyModel):
    """Rows by what their column is sorted by; equal ones stay as they were given."""

    @override
    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        return source_left.data(_SORT_ROLE) < source_right.data(_SORT_ROLE)


class RecordTable(QTableView, Generic[_Record]):
    """A table of records of one kind: a click on a heading sorts, Enter or a double click wants the row."""

    wanted = Signal()
    """The row under the keyboard is wanted."""

    moved = Signal()
    """Another row is under the keyboard, by hand."""

    def __init__(self, name: str, columns: Sequence[Column[_Record]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.records: TableModel[_Record] = TableModel(columns, self)
        self._order = _Order(self)
        self._order.setSourceModel(self.records)
        self._quiet = False
        self.setModel(self._order)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(self.records.columns):
            if column.width:
                header.resizeSection(place, column.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._double_clicked)

    def show_rows(self, rows: Sequence[_Record], key: Callable[[_Record], Hashable]) -> None:
        """Show ROWS, that under the keyboard kept where one of the same KEY is still there."""
        before = self.current()
        chosen = None if before is None else key(before)
        self._quiet = True
        try:
            self.records.show_rows(rows)
            place = next((n for n, row in enumerate(rows) if chosen is not None and key(row) == chosen), -1)
            if place >= 0:
                self.choose(place)
        finally:
            self._quiet = False

    def current(self) -> _Record | None:
        """The record under the keyboard."""
        place = self._order.mapToSource(self.currentIndex()).row()
        return self.records.rows[place] if 0 <= place < len(self.records.rows) else None

    def choose(self, place: int) -> None:
        """Put the keyboard on the record that was given at PLACE."""
        index = self._order.mapFromSource(self.records.index(place, 0))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def shown_rows(self) -> list[_Record]:
        """The records as they stand in the table, from top to bottom."""
        places = (self._order.mapToSource(self._order.index(n, 0)).row() for n in range(self._order.rowCount()))
        return [self.records.rows[place] for place in places]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.wanted.emit()
            return
        super().keyPressEvent(event)

    def _moved(self, *_: object) -> None:
        if not self._quiet:
            self.moved.emit()

    def _double_clicked(self, _: QModelIndex) -> None:
        self.wanted.emit()
