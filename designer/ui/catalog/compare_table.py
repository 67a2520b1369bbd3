"""The rows of a comparison as a table: what differs carries a sign, the best a tick, sources small numbers."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from designer.catalog.parts.comparison import NOT_GIVEN, CompareCell, CompareRow, Comparison, cell_text
from designer.catalog.parts.part_sheet import source_line
from designer.model.figures.figure_text import UNKNOWN
from designer.model.figures.number_locale import localised
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable
from designer.ui.widgets.theme import ink, type_font

TITLE_WIDTH: Final = 224
NARROWEST: Final = 60
_PAD: Final = 8
_SIGN: Final = 18
_TAIL_GAP: Final = 7
_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Line(NamedTuple):
    """One line of the table: a heading or source, or a row of the comparison."""

    heading: str = ""
    row: CompareRow | None = None
    source: str = ""


def lines_of(comparison: Comparison, *, only_differences: bool) -> list[Line]:
    """Return what stands in the table, from top to bottom."""
    lines: list[Line] = []
    for group in comparison.groups:
        kept = [row for row in group.rows if row.differs or not only_differences]
        if kept:
            lines.append(Line(heading=group.title))
            lines += [Line(row=row) for row in kept]
    if comparison.sources:
        lines.append(Line(heading="Sources"))
        lines += [Line(source=f"{n}  {source_line(source)}") for n, source in enumerate(comparison.sources, 1)]
    return lines


def _title_column() -> Column[Line]:
    def text(line: Line) -> str:
        # A heading of a group spans the columns.
        if line.row is None:
            return line.heading or line.source
        return f"{line.row.title}, {line.row.unit}" if line.row.unit else line.row.title

    def tip(line: Line) -> str:
        return text(line) if line.row is None else f"{text(line)}: {_difference(line.row)}"

    return Column("What", text, tip=tip, width=TITLE_WIDTH)


def _part_column(place: int, name: str) -> Column[Line]:
    """Return the column of the part NAME, the one at PLACE in each row of the comparison."""

    def text(line: Line) -> str:
        return line.heading or line.source if line.row is None else line.row.cells[place].text

    def tip(line: Line) -> str:
        return line.heading or line.source if line.row is None else cell_text(line.row.cells[place])

    def read(line: Line) -> str:
        if line.row is None:
            return line.heading or line.source
        return f"{name}, {line.row.title}: {tip(line)} {line.row.unit}".rstrip()

    return Column(name, text, tip=tip, read=read, width=NARROWEST)


def _difference(row: CompareRow) -> str:
    return "the parts differ" if row.differs else "all alike"


class _CellDelegate(QStyledItemDelegate):
    """Paints titles with the sign of a difference, cells with unit, tick, numbers of sources and conditions."""

    def __init__(self, table: "CompareTable") -> None:
        super().__init__(table)
        self._table = table

    def room(self, index: Index, width: int) -> tuple[int, int]:
        """Heights of the value and of the note at INDEX in a column of WIDTH."""
        line, cell = self._table.record(index), self._table.cell(index)
        inner = QRect(0, 0, max(width - 2 * _PAD - (_SIGN if cell is None else 0), 40), 10_000)
        if line.row is None:
            style = "caption"
            text = line.heading or line.source
            return QFontMetrics(type_font(style)).boundingRect(inner, int(_WRAPPED), text).height(), 0
        if cell is None:
            return QFontMetrics(type_font("body")).boundingRect(inner, int(_WRAPPED), line.row.title).height(), 0
        value, tail_below = _value_room(line.row, cell, inner.width())
        value += QFontMetrics(_value_font(line.row, cell)).height() if tail_below else 0
        note = QFontMetrics(type_font("caption")).boundingRect(inner, int(_WRAPPED), cell.note).height()
        return value, note if cell.note else 0

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._table.record(index)
        if line.row is None and index.column() > 0:
            return QSize(0, 0)
        whole = self._table.viewport().width()
        width = whole if line.row is None else self._table.columnWidth(index.column())
        value, note = self.room(index, width)
        above = 18 if line.heading else 0 if line.source else 6
        return QSize(width, value + note + above + 6)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, cell = self._table.record(index), self._table.cell(index)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, ink("accent_soft"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(ink("accent"), 1))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if line.row is None:
            self._single(painter, rect, line)
        elif cell is None:
            self._title(painter, rect, line.row)
        else:
            self._cell(painter, rect, line.row, cell, index)
        if line.row is not None:
            painter.setPen(QPen(ink("border"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _single(self, painter: QPainter, rect: QRect, line: Line) -> None:
        inner = rect.adjusted(_PAD, 14 if line.heading else 2, -_PAD, 0)
        painter.setFont(type_font("caption", weight=600 if line.heading else None))
        painter.setPen(ink("muted"))
        painter.drawText(inner, int(_WRAPPED), localised(line.heading or line.source))

    def _title(self, painter: QPainter, rect: QRect, row: CompareRow) -> None:
        if row.differs:
            painter.setFont(type_font("strong"))
            painter.setPen(ink("accent"))
            painter.drawText(rect.adjusted(_PAD, 6, 0, 0), int(Qt.AlignmentFlag.AlignLeft), "≠")
        painter.setFont(type_font("body"))
        painter.setPen(ink("text" if row.differs else "muted"))
        painter.drawText(rect.adjusted(_PAD + _SIGN, 6, -_PAD, 0), int(_WRAPPED), localised(row.title))

    def _cell(self, painter: QPainter, rect: QRect, row: CompareRow, cell: CompareCell, index: Index) -> None:
        inner = rect.adjusted(_PAD, 6, -_PAD, 0)
        painter.setFont(_value_font(row, cell))
        painter.setPen(ink("muted" if _empty(cell) or not row.differs else "text"))
        painter.drawText(inner, int(_WRAPPED), localised(_value(row, cell)))
        self._tail(painter, inner, row, cell)
        if cell.note:
            painter.setFont(type_font("caption"))
            painter.setPen(ink("muted"))
            painter.drawText(
                inner.adjusted(0, self.room(index, rect.width())[0], 0, 0), int(_WRAPPED), localised(cell.note)
            )

    def _tail(self, painter: QPainter, inner: QRect, row: CompareRow, cell: CompareCell) -> None:
        """Paint what follows a value, beside or below it: the tick of the best, its standing, numbers of sources."""
        metrics = QFontMetrics(_value_font(row, cell))
        height, below = _value_room(row, cell, inner.width())
        place = inner.left() + (0 if below else metrics.horizontalAdvance(_value(row, cell)) + _TAIL_GAP)
        top = inner.top() + (height if below else 0)
        small = type_font("caption", weight=600)
        painter.setFont(small)
        for text, tone in _tail_pieces(cell):
            painter.setPen(ink(tone))
            width = QFontMetrics(small).horizontalAdvance(text)
            painter.drawText(
                QRect(place, top, width + 4, metrics.height()), int(Qt.AlignmentFlag.AlignVCenter), localised(text)
            )
            place += width + _TAIL_GAP


def _value_font(row: CompareRow, cell: CompareCell) -> QFont:
    return type_font("strong" if row.differs and not _empty(cell) else "body")


def _value_room(row: CompareRow, cell: CompareCell, width: int) -> tuple[int, bool]:
    """Return the height of a value in WIDTH, and whether what follows it stands in a line below."""
    metrics = QFontMetrics(_value_font(row, cell))
    text = _value(row, cell)
    height = metrics.boundingRect(QRect(0, 0, width, 10_000), int(_WRAPPED), text).height()
    small = QFontMetrics(type_font("caption", weight=600))
    tail = sum(small.horizontalAdvance(piece) + _TAIL_GAP for piece, _ in _tail_pieces(cell))
    return height, bool(tail) and metrics.horizontalAdvance(text) + tail > width


def _empty(cell: CompareCell) -> bool:
    return cell.text in {NOT_GIVEN, UNKNOWN}


def _value(row: CompareRow, cell: CompareCell) -> str:
    return cell.text if _empty(cell) or not row.unit else f"{cell.text} {row.unit}"


def _tail_pieces(cell: CompareCell) -> list[tuple[str, str]]:
    pieces = [("✓ best", "ok")] if cell.best else []
    pieces += [(cell.standing, "warn")] if cell.standing else []
    marks = " ".join(map(str, cell.marks))
    return pieces + ([(f"[{marks}]", "accent")] if marks else [])


class CompareTable(RecordTable[Line]):
    """The table; arrows move, the row heights follow the words."""

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        names = comparison.names
        columns = [_title_column(), *(_part_column(place, name) for place, name in enumerate(names))]
        super().__init__(f"Comparison of {', '.join(names)}", columns, parent, sorts=False)
        self.comparison = comparison
        self._delegate = _CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(40)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.show_rows(lines_of(comparison, only_differences=False))
        self.arrange()

    def cell(self, index: Index) -> CompareCell | None:
        """Return the cell at INDEX; None in headings, sources and titles."""
        row = self.record(index).row
        return row.cells[index.column() - 1] if row is not None and index.column() > 0 else None

    def show_lines(self, *, only_differences: bool) -> None:
        """Show all rows, or those that differ."""
        self.show_rows(lines_of(self.comparison, only_differences=only_differences))
        self.arrange()
        self.take_first()

    def take_first(self) -> None:
        """Put the keyboard on the first row below a heading."""
        self.setCurrentIndex(self.records.index(min(1, len(self.records.rows) - 1), 0))

    def arrange(self) -> None:
        """Give the columns their widths and the rows the heights that their words need."""
        parts = len(self.comparison.names)
        share = max((self.viewport().width() - TITLE_WIDTH) // max(parts, 1), NARROWEST)
        self.setColumnWidth(0, TITLE_WIDTH)
        for column in range(1, parts + 1):
            self.setColumnWidth(column, share)
        self.clearSpans()
        for row, line in enumerate(self.records.rows):
            if line.row is None and parts:
                self.setSpan(row, 0, 1, parts + 1)
            self.setRowHeight(row, self._height(row))

    def cell_room(self, row: int, column: int) -> tuple[int, int]:
        """Return the heights of the words of a cell: its value, and its conditions."""
        return self._delegate.room(self.records.index(row, column), self.columnWidth(column))

    def _height(self, row: int) -> int:
        option = QStyleOptionViewItem()
        columns = range(len(self.records.columns))
        return max(self._delegate.sizeHint(option, self.records.index(row, column)).height() for column in columns)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # No row is wanted here: the dialog around the table takes Enter.
        QTableView.keyPressEvent(self, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
