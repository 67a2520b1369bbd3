"""What a single failure would cost: a ranking of nodes and links, worst first, each to be tried."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip
from typing_extensions import override

from designer.analysis.results import ResilienceResult
from designer.drawing.looks import Theme
from designer.model.design import Design
from designer.model.figure_text import count_text, figure_text, percent_text
from designer.model.figures import Figure
from designer.ui.document import Document
from designer.ui.fields import label
from designer.ui.headline import place_name
from designer.ui.icons import icon_pixmap
from designer.ui.theme import type_font
from designer.ui.what_if import count_of

COLUMNS: Final = ("What fails", "Bisection lost", "Remains", "Accelerators lost", "")
SINGLE: Final = "Single point of failure"
_RIGHT: Final = frozenset({1, 2, 3})
_SPOKEN: Final = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """One failure of the ranking.

    Attributes:
        id: Node or link, one copy or cable of which fails.
        lost: Bisection bandwidth that goes with it; None where it was not tried.
        remaining: Share of the bisection bandwidth that is left.
        accelerators: Cut off by it.
        single: It is a single point of failure.
    """

    id: str
    lost: Figure | None
    remaining: Figure | None
    accelerators: int
    single: bool


def ranking(found: ResilienceResult | None) -> tuple[Row, ...]:
    """All failures that the analysis tried or found, most bandwidth lost first, then most accelerators."""
    if found is None:
        return ()
    single = {point.id: point for point in found.single_points_of_failure}
    rows = [
        Row(one.id, one.lost_gbps, one.remaining_share, one.lost_accelerators, one.id in single)
        for one in found.worst_failures
    ]
    tried = {row.id for row in rows}
    rows += [
        Row(point.id, None, None, point.lost_accelerators, True) for point in single.values() if point.id not in tried
    ]
    return tuple(sorted(rows, key=_place))


def _place(row: Row) -> tuple[float, int, bool]:
    lost = row.lost.value if row.lost and row.lost.value is not None else 0.0
    return -round(lost, 6), -row.accelerators, not row.single


class RankingModel(QAbstractTableModel):
    """The rows of the ranking."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._design: Design | None = None
        self.rows: Sequence[Row] = ()
        self.mark: QPixmap | None = None

    def show_rows(self, design: Design, rows: Sequence[Row]) -> None:
        """Show ROWS as they are."""
        self.beginResetModel()
        self._design, self.rows = design, [row for row in rows if row.id in design.nodes or row.id in design.links]
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole:
            return self.mark if row.single and column == len(COLUMNS) - 1 else None
        if role == Qt.ItemDataRole.FontRole:
            return self._font(row, column)
        if role in _SPOKEN and row.single and column == len(COLUMNS) - 1:
            return SINGLE
        if self._design is None or role not in (Qt.ItemDataRole.DisplayRole, *_SPOKEN):
            return None
        return _texts(self._design, row)[column]

    def _font(self, row: Row, column: int) -> QFont | None:
        return type_font("strong") if row.single and column in (0, len(COLUMNS) - 1) else None


def _texts(design: Design, row: Row) -> tuple[str, ...]:
    count = count_of(design, row.id)
    one, many = ("cable", "cables") if row.id in design.links else ("copy", "copies")
    name = place_name(design, row.id)
    return (
        f"{name}, 1 of {count_text(count)} {many}" if count > 1 else f"{name}, its only {one}",
        figure_text(row.lost) if row.lost else "not tried",
        percent_text(row.remaining.value) if row.remaining else "–",
        count_text(row.accelerators) if row.accelerators else "none",
        "Single point" if row.single else "",
    )


def _alignment(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter


class RankingTable(QTableView):
    """The ranking; Enter tries the row."""

    entered_row = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class FailuresPanel(QWidget):
    """The N−1 ranking: a click goes there, Enter or the button tries it."""

    chosen = Signal(str)
    """Id of a node or link to go to."""

    fail_wanted = Signal(str)
    """Id of a node or link that is to fail, or to be mended."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 10, 0)
        down.setSpacing(6)
        across = QHBoxLayout()
        across.setContentsMargins(6, 0, 6, 0)
        self.summary = label("", "muted", self)
        self.summary.setAccessibleName("About the failures")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.summary, 1)
        self.button = QPushButton("Fail it", self)
        self.button.setProperty("look", "fix")
        self.button.setMinimumWidth(96)
        self.button.clicked.connect(self._try)
        across.addWidget(self.button)
        down.addLayout(across)
        self.model = RankingModel(self)
        self.table = RankingTable(self)
        self._set_up_table()
        down.addWidget(self.table, 1)
        self.hint = label("", "muted", self, wraps=True)
        self.hint.setContentsMargins(6, 4, 6, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.hint, 1)
        document.analysed.connect(self.refresh)
        document.what_if.changed.connect(self._show_button)
        self.set_theme(theme)
        self.refresh()

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName("Failures, worst first")
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 104), (2, 76), (3, 124), (4, 124)):
            header.resizeSection(column, width)
        table.setTabKeyNavigation(False)
        table.clicked.connect(self._clicked)
        table.entered_row.connect(self._try)
        table.selectionModel().currentRowChanged.connect(self._show_button)

    def set_theme(self, theme: Theme) -> None:
        """Tint the mark of single points."""
        self.model.mark = icon_pixmap("warning", theme.colour("warn"), 16)
        self.table.viewport().update()

    def refresh(self) -> None:
        """Show the present ranking, the row that was chosen chosen again."""
        document = self._document
        before = self.current_id()
        results = document.results
        found = results.resilience if results else None
        self.model.show_rows(document.design, ranking(found))
        rows = self.model.rows
        place = next((i for i, row in enumerate(rows) if row.id == before), -1)
        if place >= 0:
            self.table.selectRow(place)
        self.table.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.hint.setText(self._nothing(found))
        self.summary.setText(self._summary(found) if rows else "")
        self.summary.setToolTip(self.summary.text())
        self._show_button()

    def current_id(self) -> str:
        """Id of the row under the keyboard; "" for none."""
        place = self.table.currentIndex().row()
        return self.model.rows[place].id if 0 <= place < len(self.model.rows) else ""

    def _summary(self, found: ResilienceResult | None) -> str:
        single = sum(row.single for row in self.model.rows)
        words = [
            f"{count_text(single)} single point{'s' if single != 1 else ''} of failure." if single
            else "No single point of failure."
        ]  # fmt: skip
        if self._document.results is not None and self._document.results.failed:
            words.append("One more failure, on top of what has failed already.")
        return " ".join([*words, *(found.notes if found else ())])

    def _nothing(self, found: ResilienceResult | None) -> str:
        if found is None:
            return "The first analysis is being worked out …"
        return " ".join([
            "Join servers by switches: what the loss of one copy or one cable would cost is ranked here, worst first.",
            *found.notes,
        ])  # fmt: skip

    def _show_button(self, *_: object) -> None:
        chosen = self.current_id()
        down = bool(chosen) and self._document.what_if.has_failed(chosen)
        self.button.setVisible(bool(self.model.rows))
        self.button.setEnabled(bool(chosen))
        self.button.setText("Mend it" if down else "Fail it")
        name = place_name(self._document.design, chosen) if chosen else ""
        self.button.setAccessibleName(f"{self.button.text()}: {name}" if name else self.button.text())
        self.button.setToolTip("" if chosen else "Choose a row first")

    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.rows[index.row()].id)

    def _try(self, *_: object) -> None:
        chosen = self.current_id()
        if chosen:
            self.fail_wanted.emit(chosen)
