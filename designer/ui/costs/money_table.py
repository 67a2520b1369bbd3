"""A table of amounts: names at the left, figures at the right; Enter on a figure asks why, Ctrl+C copies all of it."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import spoken_text
from designer.ui.explore.change_effects import figure_words
from designer.ui.widgets.charts.line_charts import line_pen
from designer.ui.widgets.theme import ink, type_font

Index = QModelIndex | QPersistentModelIndex
SWATCH: Final = QSize(30, 12)
NAME_LEAST: Final = 150
CELL_ROOM: Final = 24
_NONE: Final = QModelIndex()


class Cell(NamedTuple):
    """Cell of a table of amounts.

    Attributes:
        figure: What "Why?" opens; None for words alone.
        title: What the figure is called there.
        tip: More about it.
    """

    text: str
    figure: Figure | None = None
    title: str = ""
    tip: str = ""


class MoneyRow(NamedTuple):
    """One line.

    Attributes:
        place: Of its line or area in the chart, shown as a stroke before its name; None for none.
        strong: Whether it is a sum.
    """

    key: str
    name: str
    cells: tuple[Cell, ...]
    place: int | None = None
    strong: bool = False
    tip: str = ""


def figure_cell(figure: Figure | None, title: str, *, ranged: bool = True) -> Cell:
    """FIGURE, in whatever money it already is, as a cell; None leaves it empty."""
    if figure is None:
        return Cell("")
    words = figure_words(figure, ranged=ranged).removesuffix(" 1/month").removesuffix(" / h")
    return Cell(words, figure, title, gaps(figure).sentence)


class _Rows(QAbstractTableModel):
    """Lines and their cells."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ("",)
        self.rows: tuple[MoneyRow, ...] = ()

    def show_rows(self, titles: Sequence[str], rows: Sequence[MoneyRow]) -> None:
        """Show ROWS under TITLES."""
        self.beginResetModel()
        self.titles, self.rows = tuple(titles), tuple(rows)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """The cell at INDEX; the first is the name."""
        row = self.rows[index.row()]
        return Cell(row.name, tip=row.tip) if index.column() == 0 else row.cells[index.column() - 1]

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return _aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, cell = self.rows[index.row()], self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # Signs such as ≥ and ± are said in words.
            spoken = spoken_text(cell.text)
            return f"{row.name}, {self.titles[index.column()]}: {spoken}" if index.column() else spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            asks = "Enter or a double click opens why." if cell.figure is not None else ""
            return "\n".join(text for text in (cell.text, cell.tip, asks) if text)
        if role == Qt.ItemDataRole.FontRole:
            return type_font("strong" if row.strong else "body")
        if role == Qt.ItemDataRole.ForegroundRole:
            return ink("muted" if cell.text == "unknown" else "text")
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and row.place is not None:
            return _swatch(row.place)
        return None


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _swatch(place: int) -> QIcon:
    ratio = 2.0
    pixmap = QPixmap(SWATCH * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen(place, 2.5))
    painter.drawLine(0, SWATCH.height() // 2, SWATCH.width() - 4, SWATCH.height() // 2)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else the style would tint it
    return icon


class _Focused(QStyledItemDelegate):
    """Frames the cell that the keyboard stands on."""

    def __init__(self, rows: _Rows, table: QTableView) -> None:
        super().__init__(table)
        self._rows = rows

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # stubs leave the fields of options out
        if state & QStyle.StateFlag.State_HasFocus:
            rect: QRect = option.rect  # type: ignore[attr-defined]
            painter.setPen(ink("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


class MoneyTable(QTableView):
    """Lines of amounts that can be asked why."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    row_chosen = Signal(str)
    """Key of the line that is chosen now."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = _Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Focused(self.rows, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(SWATCH)
        self.setCornerWidget(QWidget(self))
        self.setMinimumHeight(96)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._ask)

    def show_rows(self, titles: Sequence[str], rows: Sequence[MoneyRow]) -> None:
        """Show ROWS under TITLES, the first being that of the names; the chosen place stays chosen."""
        at = self.currentIndex()
        key = self.rows.rows[at.row()].key if at.isValid() else ""
        self.rows.show_rows(titles, rows)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Where the columns do not fit, the names keep what they need and the table scrolls sideways.
        needed = sum(self.sizeHintForColumn(column) for column in range(1, len(titles))) + CELL_ROOM
        if needed + NAME_LEAST > self.viewport().width():
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        place = next((n for n, row in enumerate(rows) if row.key == key), 0)
        if rows:
            self.setCurrentIndex(self.rows.index(place, min(max(at.column(), 0), len(titles) - 1)))

    def text_at(self, key: str, title: str) -> str:
        """Return what stands in the line KEY under TITLE."""
        column = self.rows.titles.index(title)
        place = next(n for n, row in enumerate(self.rows.rows) if row.key == key)
        return self.rows.cell(self.rows.index(place, column)).text

    def as_text(self) -> str:
        """All of it, columns parted by tabs."""
        lines = ["\t".join(self.rows.titles)]
        lines += ["\t".join([row.name, *(cell.text for cell in row.cells)]) for row in self.rows.rows]
        return "\n".join(lines) + "\n"

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        QGuiApplication.clipboard().setText(self.as_text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _ask(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        cell = self.rows.cell(index)
        if cell.figure is not None:
            self.asked.emit(f"{self.rows.rows[index.row()].name}: {cell.title}", cell.figure)

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self.rows.rows[index.row()].key)
