"""A table to look through what an import found: sorted, filtered, with a check box for each row that can be kept."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget
from typing_extensions import override

from designer.ui.widgets.lists.table_model import Column, RecordTable


class Heading(NamedTuple):
    """The heading of a column of cells.

    Attributes:
        title: Its words.
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


class ReviewTable(RecordTable[ReviewRow]):
    """The table: a click on a heading or Ctrl and its number sorts, Space checks, Ctrl+A takes all that is shown."""

    row_chosen = Signal(str)
    """Key of the row at hand; "" when there is none."""

    checks_changed = Signal()

    def __init__(self, name: str, headings: Sequence[Heading], parent: QWidget | None = None) -> None:
        columns = [self._column(place, heading) for place, heading in enumerate(headings)]
        super().__init__(name, columns, parent, arrows=True)
        self._checked: set[str] = set()
        self._searched: dict[str, str] = {}
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        # The arrow stands in the words of the heading, and there is always an order once one was chosen.
        header.setSortIndicatorShown(False)
        header.setSortIndicatorClearable(False)
        header.sortIndicatorChanged.connect(self._sorted)
        self.setAccessibleDescription("Space checks a row; Ctrl and a number sorts by that column.")
        self.selectionModel().currentRowChanged.connect(self._tell_row)

    def _column(self, place: int, heading: Heading) -> Column[ReviewRow]:
        """Return the column PLACE, of which the first one carries the checks."""
        first = place == 0

        def text(row: ReviewRow) -> str:
            return row.cells[place]

        def rank(row: ReviewRow) -> Any:
            found = row.ranks.get(place)
            return row.cells[place].casefold() if found is None else found

        return Column(
            heading.title,
            text,
            rank,
            right=heading.number,
            rising=True,
            width=heading.width,
            tip=lambda row: row.tip or text(row),
            read=lambda row: f"{heading.title}: {text(row)}",
            ink=lambda row: row.inks.get(place, ""),
            strong=(lambda row: row.checked is not None) if first else None,
            checked=self._check_of if first else None,
            check=self._turn if first else None,
        )

    @override
    def show_rows(self, rows: Iterable[ReviewRow], key: Callable[[ReviewRow], Hashable] | None = None) -> None:
        """Show ROWS in their order with the checks they have at first, the first one at hand."""
        found = tuple(rows)
        self._checked = {row.key for row in found if row.checked}
        self._searched = {}
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        super().show_rows(found, key)
        self.checks_changed.emit()
        self.choose_first()

    def look_for(self, text: str, mark: str = "") -> None:
        """Show what holds all words of TEXT and carries MARK ("" is no condition)."""
        words = text.casefold().split()

        def keep(row: ReviewRow) -> bool:
            if mark and mark not in row.marks:
                return False
            return not words or all(word in self._text_of(row) for word in words)

        self.records.filter_rows(keep)
        self.choose_first()

    def choose_first(self) -> None:
        """Take the first row that is shown."""
        if self.records.rows:
            self.setCurrentIndex(self.records.index(0, 0))
            self.scrollToTop()
        else:
            self.row_chosen.emit("")

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the rows that are shown, in their order."""
        return tuple(row.key for row in self.records.rows)

    @property
    def checked(self) -> frozenset[str]:
        """Keys of all rows that are checked, shown or not."""
        return frozenset(self._checked)

    def check_shown(self, on: bool) -> None:
        """Check or uncheck the rows that are shown."""
        self._check(self.records.rows, on)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            rows = [self.record(index) for index in self.selectionModel().selectedRows()]
            able = {row.key for row in rows if row.checked is not None}
            # Space checks all that are selected, and takes the checks away only where all have one.
            self._check(rows, not able <= self._checked)
            return
        column = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and 0 <= column < len(self.records.columns):
            header = self.horizontalHeader()
            # Once more on the same column turns the order around.
            again = header.sortIndicatorSection() == column
            falling = again and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # No row is wanted here: the dialog around the table takes Enter.
            QTableView.keyPressEvent(self, event)
            return
        super().keyPressEvent(event)

    def _check(self, rows: Iterable[ReviewRow], on: bool) -> None:
        """Check or uncheck those of ROWS that can be."""
        able = {row.key for row in rows if row.checked is not None}
        self._checked = self._checked | able if on else self._checked - able
        self.records.touch(0, 0)
        self.checks_changed.emit()

    def _turn(self, row: ReviewRow) -> None:
        self._checked ^= {row.key}
        self.checks_changed.emit()

    def _check_of(self, row: ReviewRow) -> bool | None:
        return None if row.checked is None else row.key in self._checked

    def _text_of(self, row: ReviewRow) -> str:
        """Return what a search looks through in ROW; put together once, as each letter that is typed asks for it."""
        if row.key not in self._searched:
            self._searched[row.key] = " ".join((*row.cells, row.key, row.words)).casefold()
        return self._searched[row.key]

    def _sorted(self, column: int, _: Qt.SortOrder) -> None:
        if column >= 0:
            self.choose_first()

    def _tell_row(self, now: QModelIndex) -> None:
        self.row_chosen.emit(self.record(now).key if now.isValid() else "")


def filter_choices(
    titles: Sequence[tuple[str, str]], rows: Sequence[ReviewRow], everything: str
) -> list[tuple[str, str]]:
    """Choices of a filter over ROWS: EVERYTHING, then each of TITLES (mark, words) that some row carries, counted."""
    counts = {mark: sum(mark in row.marks for row in rows) for mark, _ in titles}
    marked = [(mark, f"{title} ({counts[mark]})") for mark, title in titles if counts[mark]]
    return [("", f"{everything} ({len(rows)})"), *marked]
