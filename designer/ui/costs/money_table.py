"""A table of amounts: names at the left, figures at the right; Enter on a figure asks why, Ctrl+C copies all of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import spoken_text
from designer.ui.explore.change_effects import figure_words
from designer.ui.widgets.charts.line_charts import line_pen
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable
from designer.ui.widgets.theme import ink

SWATCH: Final = QSize(30, 12)
NAME_LEAST: Final = 150
CELL_ROOM: Final = 24


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


def _cell(row: MoneyRow, place: int) -> Cell:
    """Return the cell of ROW in the column PLACE; the first is the name."""
    return Cell(row.name, tip=row.tip) if place == 0 else row.cells[place - 1]


def _column(place: int, title: str) -> Column[MoneyRow]:
    """Return the column PLACE: names at the left, amounts at the right."""

    def text(row: MoneyRow) -> str:
        return _cell(row, place).text

    def tip(row: MoneyRow) -> str:
        cell = _cell(row, place)
        asks = "Enter or a double click opens why." if cell.figure is not None else ""
        return "\n".join(line for line in (cell.text, cell.tip, asks) if line)

    def read(row: MoneyRow) -> str:
        # Signs such as ≥ and ± are said in words.
        spoken = spoken_text(text(row))
        return f"{row.name}, {title}: {spoken}" if place else spoken

    return Column(
        title,
        text,
        right=place > 0,
        rising=True,
        width=NAME_LEAST,
        tip=tip,
        read=read,
        strong=lambda row: row.strong,
        ink=lambda row: "muted" if text(row) == "unknown" else "text",
        mark=None if place else lambda row: None if row.place is None else _swatch(row.place),
    )


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

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # stubs leave the fields of options out
        if state & QStyle.StateFlag.State_HasFocus:
            rect: QRect = option.rect  # type: ignore[attr-defined]
            painter.setPen(ink("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


class MoneyTable(RecordTable[MoneyRow]):
    """Lines of amounts that can be asked why."""

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    row_chosen = Signal(str)
    """Key of the line that is chosen now."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, (_column(0, ""),), parent, sorts=False)
        self.setItemDelegate(_Focused(self))
        self.setIconSize(SWATCH)
        self.setCornerWidget(QWidget(self))
        self.setMinimumHeight(96)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        self.wanted.connect(self._ask)

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the headings, the first being that of the names."""
        return tuple(column.title for column in self.records.columns)

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell in the line ROW from the top; the first COLUMN holds the names."""
        return _cell(self.records.rows[row], column)

    def show_amounts(self, titles: Sequence[str], rows: Sequence[MoneyRow]) -> None:
        """Show ROWS under TITLES, the first being that of the names; the chosen place stays chosen."""
        at, before = self.currentIndex().column(), self.current()
        self.records.show_table([_column(place, title) for place, title in enumerate(titles)], rows)
        self.fit_columns()
        place = next((n for n, row in enumerate(rows) if before is not None and row.key == before.key), 0)
        if rows:
            self.setCurrentIndex(self.records.index(place, min(max(at, 0), len(titles) - 1)))

    def fit_columns(self) -> None:
        """Give each column the width of its words."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Where the columns do not fit, the names keep what they need and the table scrolls sideways.
        needed = sum(self.sizeHintForColumn(column) for column in range(1, len(self.titles))) + CELL_ROOM
        if needed + NAME_LEAST > self.viewport().width():
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    def text_at(self, key: str, title: str) -> str:
        """Return what stands in the line KEY under TITLE."""
        row = next(n for n, row in enumerate(self.records.rows) if row.key == key)
        return self.cell(row, self.titles.index(title)).text

    def as_text(self) -> str:
        """All of it, columns parted by tabs."""
        lines = ["\t".join(self.titles)]
        lines += ["\t".join([row.name, *(cell.text for cell in row.cells)]) for row in self.records.rows]
        return "\n".join(lines) + "\n"

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        QGuiApplication.clipboard().setText(self.as_text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        index, row = self.currentIndex(), self.current()
        cell = _cell(row, index.column()) if row is not None else None
        if row is not None and cell is not None and cell.figure is not None:
            self.asked.emit(f"{row.name}: {cell.title}", cell.figure)

    def _tell_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self.record(index).key)
