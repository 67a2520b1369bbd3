"""A table to look through what an import found: sorted, filtered, with a check box for each row that can be kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from designer.ui.widgets.theme import ink, type_font

Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(NamedTuple):
    """A column.

    Attributes:
        title: Its heading.
        width: In pixels; 0 for the column that takes what is left.
        number: Whether it is aligned like numbers.
    """

    title: str
    width: int = 0
    number: bool = False


class ReviewRow(NamedTuple):
    """A row.

    Attributes:
        key: What it stands for.
        cells: A text for each column.
        ranks: What to sort by in a column instead of its text.
        checked: Whether it is to be kept at first; None when it cannot be.
        inks: Colour of the theme for a column's text.
        marks: What filters pick it by.
        words: More text that a search looks through.
        tip: Shown when the pointer rests on it.
    """

    key: str
    cells: tuple[str, ...]
    ranks: Mapping[int, float] = {}
    checked: bool | None = None
    inks: Mapping[int, str] = {}
    marks: frozenset[str] = frozenset()
    words: str = ""
    tip: str = ""


class ReviewModel(QAbstractTableModel):
    """Rows with their checks."""

    checks_changed = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[ReviewRow, ...] = ()
        self.checked: set[str] = set()
        self._arrows: dict[int, str] = {}

    def show_rows(self, rows: Iterable[ReviewRow]) -> None:
        """Show ROWS with the checks they have at first."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self._arrows = {}
        self.checked = {row.key for row in self.rows if row.checked}
        self.endResetModel()
        self.checks_changed.emit()

    def check(self, keys: Collection[str], on: bool) -> None:
        """Check or uncheck those of KEYS that can be."""
        able = {row.key for row in self.rows if row.checked is not None and row.key in keys}
        self.checked = self.checked | able if on else self.checked - able
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.checks_changed.emit()

    def sort_rows(self, column: int, *, falling: bool) -> None:
        """Put the rows in the order of COLUMN; Qt's own sorting asks for each value a dozen times."""

        def rank(row: ReviewRow) -> Any:
            found = row.ranks.get(column)
            return row.cells[column].casefold() if found is None else found

        self.beginResetModel()
        self.rows = tuple(sorted(self.rows, key=rank, reverse=falling))
        self._arrows = {column: " ↓" if falling else " ↑"}
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title + self._arrows.get(section, "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        able = index.isValid() and index.column() == 0 and self.rows[index.row()].checked is not None
        return found | Qt.ItemFlag.ItemIsUserCheckable if able else found

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[column]
            case Qt.ItemDataRole.CheckStateRole if column == 0 and row.checked is not None:
                return Qt.CheckState.Checked if row.key in self.checked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self.columns[column].number else _LEFT
            case Qt.ItemDataRole.ForegroundRole if column in row.inks:
                return ink(row.inks[column])
            case Qt.ItemDataRole.FontRole if column == 0 and row.checked is not None:
                return type_font("strong")
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip or row.cells[column]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.columns[column].title}: {row.cells[column]}"
            case _:
                return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.rows[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or row.checked is None:
            return False
        self.checked = self.checked ^ {row.key}
        self.dataChanged.emit(index, index)
        self.checks_changed.emit()
        return True


class _Filter(QSortFilterProxyModel):
    """Rows that carry a mark and hold all the words."""

    def __init__(self, model: ReviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._texts: list[str] = []
        self._words: list[str] = []
        self._mark = ""
        self.setSourceModel(model)
        model.modelReset.connect(self._forget)

    def look_for(self, text: str, mark: str) -> None:
        """Show what holds all words of TEXT and carries MARK ("" is no condition)."""
        self.beginFilterChange()
        self._words, self._mark = text.casefold().split(), mark
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row = self._model.rows[source_row]
        if self._mark and self._mark not in row.marks:
            return False
        if not self._words:
            return True
        if not self._texts:
            self._texts = [" ".join((*one.cells, one.key, one.words)).casefold() for one in self._model.rows]
        return all(word in self._texts[source_row] for word in self._words)

    def _forget(self) -> None:
        self._texts = []


class ReviewTable(QTableView):
    """The table: a click on a heading or Ctrl and its number sorts, Space checks, Ctrl+A takes all that is shown."""

    row_chosen = Signal(str)
    """Key of the row at hand; "" when there is none."""

    checks_changed = Signal()

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.review = ReviewModel(columns, self)
        self._filter = _Filter(self.review, self)
        self.setModel(self._filter)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        for section, column in enumerate(columns):
            if column.width:
                header.resizeSection(section, column.width)
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.sortIndicatorChanged.connect(self._sort)
        self.setAccessibleDescription("Space checks a row; Ctrl and a number sorts by that column.")
        self.review.checks_changed.connect(self.checks_changed)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def show_rows(self, rows: Iterable[ReviewRow]) -> None:
        """Show ROWS in their order, the first one at hand."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.review.show_rows(rows)
        self.choose_first()

    def look_for(self, text: str, mark: str = "") -> None:
        """Show what holds all words of TEXT and carries MARK."""
        self._filter.look_for(text, mark)
        self.choose_first()

    def choose_first(self) -> None:
        """Take the first row that is shown."""
        if self._filter.rowCount():
            self.setCurrentIndex(self._filter.index(0, 0))
            self.scrollToTop()
        else:
            self.row_chosen.emit("")

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the rows that are shown, in their order."""
        return tuple(map(self._key, range(self._filter.rowCount())))

    @property
    def checked(self) -> frozenset[str]:
        """Keys of all rows that are checked, shown or not."""
        return frozenset(self.review.checked)

    def check_shown(self, on: bool) -> None:
        """Check or uncheck the rows that are shown."""
        self.review.check(frozenset(self.shown), on)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            keys = frozenset(self._key(index.row()) for index in self.selectionModel().selectedRows())
            able = {row.key for row in self.review.rows if row.key in keys and row.checked is not None}
            # Space checks all that are selected, and takes the checks away only where all have one.
            self.review.check(able, not able <= self.review.checked)
            return
        column = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and 0 <= column < len(self.review.columns):
            header = self.horizontalHeader()
            # Once more on the same column turns the order around.
            again = header.sortIndicatorSection() == column
            falling = again and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)
            return
        super().keyPressEvent(event)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if column >= 0:
            self.review.sort_rows(column, falling=order == Qt.SortOrder.DescendingOrder)
            self.choose_first()

    def _key(self, row: int) -> str:
        return self.review.rows[self._filter.mapToSource(self._filter.index(row, 0)).row()].key

    def _moved(self, now: QModelIndex) -> None:
        self.row_chosen.emit(self._key(now.row()) if now.isValid() else "")


def filter_choices(
    titles: Sequence[tuple[str, str]], rows: Sequence[ReviewRow], everything: str
) -> list[tuple[str, str]]:
    """Choices of a filter over ROWS: EVERYTHING, then each of TITLES (mark, words) that some row carries, counted."""
    counts = {mark: sum(mark in row.marks for row in rows) for mark, _ in titles}
    marked = [(mark, f"{title} ({counts[mark]})") for mark, title in titles if counts[mark]]
    return [("", f"{everything} ({len(rows)})"), *marked]
