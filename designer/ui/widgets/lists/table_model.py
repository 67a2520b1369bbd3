"""A table of records: typed columns say what is written, sorted by, coloured, checked, edited and read aloud."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.widgets.theme import ink, type_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 30
_NONE: Final = QModelIndex()
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Column(Generic[_Record]):
    """One column.

    Attributes:
        title: Its heading; "" for a column of signs.
        text: What stands in a row.
        order: What a row is sorted by; None takes the text.
        group: What is sorted by before that and is never turned around, so that what is unknown stays last.
        right: Whether it stands at the right and is sorted from the largest on, as numbers are.
        rising: Whether it is sorted from the smallest on although it stands at the right.
        sorts: Whether rows can be sorted by it at all.
        width: In pixels; 0 takes the room that is left.
        top: Whether it stands at the top of a row of several lines.
        tip: What is shown when the pointer rests there; None takes the text.
        read: What is read aloud; None takes the tip.
        strong: Whether a row is in bold there.
        ink: The colour of a row's text there, by its name in the theme; "" is that of the table.
        mark: A picture before the text.
        heading: What its heading is called where `title` is "".
        about: What is shown when the pointer rests on its heading.
        checked: Whether a row is checked there; None for one that cannot be.
        check: Turn the check of a row around; None where no box is to be pressed.
        edited: What an editor begins with.
        typed: Take what was typed into a row; the answer is whether it could be. None where no cell can be edited.
    """

    title: str
    text: Callable[[_Record], str]
    order: Callable[[_Record], Any] | None = None
    group: Callable[[_Record], Any] | None = None
    right: bool = False
    rising: bool = False
    sorts: bool = True
    width: int = 0
    top: bool = False
    tip: Callable[[_Record], str] | None = None
    read: Callable[[_Record], str] | None = None
    strong: Callable[[_Record], bool] | None = None
    ink: Callable[[_Record], str] | None = None
    mark: Callable[[_Record], QPixmap | QIcon | None] | None = None
    heading: str = ""
    about: str = ""
    checked: Callable[[_Record], bool | None] | None = None
    check: Callable[[_Record], None] | None = None
    edited: Callable[[_Record], str] | None = None
    typed: Callable[[_Record, str], bool] | None = None


class TableModel(QAbstractTableModel, Generic[_Record]):
    """Records as rows: those that a filter keeps, in the order of a column or as they were given.

    Sorting and filtering are done here and not by a proxy: each value is asked for once, not a dozen times a row.

    Attributes:
        columns: The columns.
        given: All records, in the order they were given.
        rows: The records that are shown, from top to bottom.
    """

    def __init__(self, columns: Sequence[Column[_Record]], parent: QWidget, *, arrows: bool = False) -> None:
        """Make a table without rows; ARROWS: the heading that is sorted by carries ↑ or ↓ in its words."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.given: Sequence[_Record] = ()
        self.rows: Sequence[_Record] = ()
        self._arrows = arrows
        self._keep: Callable[[_Record], bool] | None = None
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[_Record]) -> None:
        """Show ROWS instead of what is there."""
        self.beginResetModel()
        self.given = list(rows)
        self.rows = self._arranged()
        self.endResetModel()

    def show_table(self, columns: Sequence[Column[_Record]], rows: Sequence[_Record]) -> None:
        """Show ROWS in other COLUMNS, in the order they are given."""
        self.beginResetModel()
        self.columns, self.given = tuple(columns), list(rows)
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self.rows = self._arranged()
        self.endResetModel()

    def renew_rows(self, rows: Sequence[_Record]) -> None:
        """Show ROWS in the places of those that are there, as many; what is selected or being edited stays so."""
        self.given = list(rows)
        self.rows = self._arranged()
        self.touch(0, len(self.columns) - 1)

    def filter_rows(self, keep: Callable[[_Record], bool] | None) -> None:
        """Show those alone that KEEP says yes to; None shows all."""
        self.beginResetModel()
        self._keep = keep
        self.rows = self._arranged()
        self.endResetModel()

    def touch(self, first: int, last: int) -> None:
        """Have the columns FIRST to LAST drawn anew: what they say of the same records has changed."""
        if self.rows:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.rows) - 1, last))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self.rows[index.row()], index.column()) for index in before]
        able = 0 <= column < len(self.columns) and self.columns[column].sorts
        self._sorted = (column if able else -1, order)
        self.rows = self._arranged()
        places = {id(record): place for place, record in enumerate(self.rows)}
        # What is selected stays so, wherever its row stands now.
        self.changePersistentIndexList(before, [self.index(places[id(record)], at) for record, at in kept])
        self.layoutChanged.emit()
        if self._arrows:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

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
            return column.title + self._arrow(section)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title or column.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.about or None
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            falling = column.right and not column.rising
            return Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        return _side(column) | Qt.AlignmentFlag.AlignVCenter if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return localised(column.text(row))
            case Qt.ItemDataRole.ToolTipRole:
                return localised((column.tip or column.text)(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return localised((column.read or column.tip or column.text)(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column) | (Qt.AlignmentFlag.AlignTop if column.top else Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.FontRole if column.strong is not None and column.strong(row):
                return type_font("strong")
            case Qt.ItemDataRole.ForegroundRole if column.ink is not None and (name := column.ink(row)):
                return ink(name)
            case Qt.ItemDataRole.DecorationRole if column.mark is not None:
                return column.mark(row)
            case Qt.ItemDataRole.CheckStateRole if column.checked is not None:
                on = column.checked(row)
                return None if on is None else Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.EditRole if column.edited is not None:
                return column.edited(row)
            case _:
                return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        row, column = self.rows[index.row()], self.columns[index.column()]
        if column.check is not None and column.checked is not None and column.checked(row) is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if column.typed is not None else flags

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and column.check is not None:
            column.check(row)
            self.dataChanged.emit(index, index)
            return True
        if role == Qt.ItemDataRole.EditRole and column.typed is not None:
            return column.typed(row, str(value).strip())
        return False

    def _arrow(self, section: int) -> str:
        at, order = self._sorted
        if not self._arrows or section != at:
            return ""
        return " ↑" if order == Qt.SortOrder.AscendingOrder else " ↓"

    def _arranged(self) -> list[_Record]:
        """Return the records that the filter keeps, in the chosen order; equal ones stay as they were given."""
        rows = [row for row in self.given if self._keep is None or self._keep(row)]
        at, order = self._sorted
        if at >= 0:
            column = self.columns[at]
            rows.sort(key=column.order or column.text, reverse=order == Qt.SortOrder.DescendingOrder)
            if column.group is not None:
                rows.sort(key=column.group)
        return rows


def _side(column: Column[Any]) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft


class RecordTable(QTableView, Generic[_Record]):
    """A table of records of one kind: a click on a heading sorts, Enter or a double click wants the row."""

    wanted = Signal()
    """The row under the keyboard is wanted."""

    moved = Signal()
    """Another row is under the keyboard, by hand."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[_Record]],
        parent: QWidget | None = None,
        *,
        sorts: bool = True,
        arrows: bool = False,
    ) -> None:
        """Make a table called NAME; SORTS: headings sort; ARROWS: which one does stands in its words."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.records: TableModel[_Record] = TableModel(columns, self, arrows=arrows)
        self._quiet = False
        self.setModel(self.records)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the whole of a name stands in its tool tip
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(self.records.columns):
            if column.width:
                header.resizeSection(place, column.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        if sorts:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._double_clicked)

    def show_rows(self, rows: Sequence[_Record], key: Callable[[_Record], Hashable] | None = None) -> None:
        """Show ROWS, that under the keyboard kept where one of the same KEY is still there."""
        before = self.current()
        chosen = None if before is None or key is None else key(before)
        self._quiet = True
        try:
            self.records.show_rows(rows)
            if key is not None and chosen is not None:
                place = next((n for n, row in enumerate(rows) if key(row) == chosen), -1)
                if place >= 0:
                    self.choose(place)
        finally:
            self._quiet = False

    def widen(self, place: int, most: int) -> None:
        """Let the column at PLACE be as wide as the cells of it that are in sight, MOST pixels at most."""
        self.setColumnWidth(place, max(self.columnWidth(place), min(self.sizeHintForColumn(place), most)))

    def current(self) -> _Record | None:
        """The record under the keyboard."""
        index = self.currentIndex()
        return self.records.rows[index.row()] if index.isValid() else None

    def record(self, index: Index) -> _Record:
        """Return the record of INDEX."""
        return self.records.rows[index.row()]

    def choose(self, place: int) -> None:
        """Put the keyboard on the record that was given at PLACE, if the filter keeps it."""
        given = self.records.given
        record = given[place] if 0 <= place < len(given) else None
        row = next((n for n, one in enumerate(self.records.rows) if one is record), -1)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.records.index(row, 0), flags)

    def shown_rows(self) -> list[_Record]:
        """The records as they stand in the table, from top to bottom."""
        return list(self.records.rows)

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
