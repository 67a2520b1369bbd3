"""The table of cables: rows are asked for as they come into sight, so that many thousand are shown at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.figure_text import number_text
from designer.ui.panels.cables.cables_work import CableRow
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import MEDIUM_TITLES

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_DOT: Final = QSize(14, 14)
_ROW_HEIGHT: Final = 30
_SHORT: Final = {"fabric": "Fabric"}
_ALL_FROM: Final = 1_000
"""So many pixels are needed for all columns."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column.

    Attributes:
        width: In pixels; 0 takes the room that is left.
        wide: Whether it is shown only where there is room.
    """

    title: str
    text: Callable[[CableRow], str]
    order: Callable[[CableRow], Any]
    tip: Callable[[CableRow], str]
    right: bool = False
    width: int = 0
    wide: bool = False


def metres(length_m: float | None) -> str:
    """A length as the table has it; unknown is said."""
    return "unknown" if length_m is None else f"{length_m:.1f} m"


def _type(row: CableRow) -> str:
    return row.sort.capitalize() if row.sort else "not chosen"


def _type_tip(row: CableRow) -> str:
    words = [row.part, f"{row.stock_m:g} m" if row.stock_m is not None else "", row.part_number, row.note]
    return ", ".join(word for word in words if word) or "No type is chosen."


def _price(row: CableRow) -> str:
    return number_text(row.price) if row.price is not None else "unknown" if row.sort else ""


COLUMNS: Final[tuple[_Column, ...]] = (
    _Column("From", lambda row: row.a, lambda row: row.a, lambda row: row.a_name),
    _Column("To", lambda row: row.b, lambda row: row.b, lambda row: row.b_name),
    _Column(
        "Medium",
        lambda row: _SHORT.get(row.medium, MEDIUM_TITLES[row.medium]),
        lambda row: row.medium,
        lambda row: MEDIUM_TITLES[row.medium],
        width=124,
    ),
    _Column(
        "Length",
        lambda row: metres(row.length_m),
        lambda row: -1.0 if row.length_m is None else row.length_m,
        lambda row: "With slack and an end at both ports",
        True,
        70,
    ),
    _Column("Type", _type, _type, _type_tip, width=118),
    _Column(
        "Bought as",
        lambda row: "" if row.stock_m is None else metres(row.stock_m),
        lambda row: row.stock_m or 0.0,
        _type_tip,
        True,
        78,
        True,
    ),
    _Column(
        "Price",
        _price,
        lambda row: -1.0 if row.price is None else row.price,
        lambda row: "With its share of optics",
        True,
        76,
        True,
    ),
    _Column("Route", lambda row: row.route, lambda row: row.route, lambda row: row.route, width=124, wide=True),
)


class CableModel(QAbstractTableModel):
    """Cables in the chosen order, those that hold the words that are looked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.every: Sequence[CableRow] = ()
        self.rows: list[CableRow] = []
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self._words: tuple[str, ...] = ()
        self._medium = ""
        self._dots: dict[str, QPixmap] = {}
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._dots.clear()

    def show_rows(self, rows: Sequence[CableRow]) -> None:
        """Show ROWS instead of what is there."""
        self.every = rows
        self._lay_out()

    def look_for(self, words: str, medium: str) -> None:
        """Show those alone that hold all of WORDS and are of MEDIUM; "" is every one."""
        self._words, self._medium = tuple(words.lower().split()), medium
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        words, medium = self._words, self._medium
        self.rows = [
            row
            for row in self.every
            if (not medium or row.medium == medium) and all(word in row.words for word in words)
        ]
        column, order = self._sorted
        if column >= 0:
            self.rows.sort(key=COLUMNS[column].order, reverse=order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order)
        self._lay_out()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return _aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = column.tip(row)
            return said if role == Qt.ItemDataRole.ToolTipRole else f"{column.title}: {column.text(row)}. {said}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        if role == Qt.ItemDataRole.DecorationRole and column.title == "Medium":
            return self._dot(row)
        return None

    def _dot(self, row: CableRow) -> QPixmap:
        if row.medium not in self._dots:
            dot = QPixmap(_DOT * 2)
            dot.setDevicePixelRatio(2.0)
            dot.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_theme().stroke(row.medium).colour))
            painter.drawRoundedRect(1, 5, 12, 4, 2, 2)
            painter.end()
            self._dots[row.medium] = dot
        return self._dots[row.medium]


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class CableTable(QTableView):
    """The cables; a click on a heading sorts, Enter or a double click wants the link of a row."""

    wanted = Signal(str)
    """Id of a link."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cables = CableModel(self)
        self.setAccessibleName("Cables")
        self.setModel(self.cables)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(COLUMNS):
            if column.width:
                header.resizeSection(place, column.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._want)

    def current(self) -> CableRow | None:
        """The cable under the keyboard."""
        place = self.currentIndex().row()
        return self.cables.rows[place] if 0 <= place < len(self.cables.rows) else None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, column in enumerate(COLUMNS):
            if column.wide:
                self.setColumnHidden(place, self.width() < _ALL_FROM)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self._want()
            return
        super().keyPressEvent(event)

    def _want(self, _: object = None) -> None:
        row = self.current()
        if row is not None:
            self.wanted.emit(row.link)
