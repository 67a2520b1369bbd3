"""The table of found parts: a mark to compare, name over maker, kind, rate, power, height, price and standing."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
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

from designer.catalog.filters import STATUSES, Traits
from designer.drawing.current_theme import current_theme
from designer.model.parts.part import Part
from designer.ui.catalog.part_columns import COLUMN_TITLES, Column, cell_text, sort_key, standing_tone
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.theme import ink, layer_ink, type_font

PART_ROLE: Final = int(Qt.ItemDataRole.UserRole)
MOST_COMPARED: Final = 4
ROW_HEIGHT: Final = 44
WIDTHS: Final = {
    Column.MARK: 36,
    Column.KIND: 120,
    Column.RATE: 60,
    Column.POWER: 78,
    Column.HEIGHT: 68,
    Column.PRICE: 104,
    Column.STANDING: 92,
}
RIGHT: Final = frozenset({Column.RATE, Column.POWER, Column.HEIGHT, Column.PRICE})
NAME_ROOM: Final = 160
HEAD_TIPS: Final = {
    Column.MARK: "Marked for comparison",
    Column.STANDING: "Sort by how well the weakest figure is known",
}
GIVEN_UP: Final = (Column.KIND, Column.STANDING, Column.HEIGHT)
"""Columns that give way first where the table is narrow."""
_HEADER: Final = (
    "QHeaderView::section { padding: 6px 8px 6px 6px; }"
    "QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }"
)
"""The arrow stands in the title: Qt paints its own over right-aligned words."""
Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()


class PartModel(QAbstractTableModel):
    """Parts as rows; a cell is put into words when it is looked at."""

    marked_changed = Signal()

    def __init__(self, traits: Callable[[Part], Traits], parent: QWidget) -> None:
        super().__init__(parent)
        self.traits = traits
        self.parts: list[Part] = []
        self._given: tuple[Part, ...] = ()
        self._rows: dict[str, int] = {}
        self._sorted: tuple[Column, Qt.SortOrder] | None = None
        self.marked: tuple[str, ...] = ()
        self.stars: frozenset[str] = frozenset()
        self.own: frozenset[str] = frozenset()

    def show_parts(self, parts: Sequence[Part], stars: frozenset[str], own: frozenset[str]) -> None:
        """Show PARTS, in their order unless a column is sorted by."""
        self.beginResetModel()
        self._given, self.stars, self.own = tuple(parts), stars, own
        self._order()
        self.endResetModel()

    def row_of(self, part_id: str) -> int:
        """The row of a part; -1 when it is not shown."""
        return self._rows.get(part_id, -1)

    def mark(self, part_id: str) -> bool:
        """Mark a part for comparison, or take the mark away; False when four are marked already."""
        if part_id in self.marked:
            self.marked = tuple(other for other in self.marked if other != part_id)
        elif len(self.marked) < MOST_COMPARED:
            self.marked = (*self.marked, part_id)
        else:
            return False
        self._tell_marks()
        return True

    def keep_marks(self, part_ids: Sequence[str]) -> None:
        """Have exactly PART_IDS marked."""
        self.marked = tuple(part_ids)
        self._tell_marks()

    def _tell_marks(self) -> None:
        if self.parts:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.parts) - 1, 0))
        self.marked_changed.emit()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.parts)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMN_TITLES[column] + self._arrow(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return HEAD_TIPS.get(column, f"Sort by {COLUMN_TITLES[column].lower()}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        part, column = self.parts[index.row()], Column(index.column())
        if role == PART_ROLE:
            return part
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        # The column of marks has no words: only a check and how a screen reader says it.
        if column == Column.MARK:
            marked = part.id in self.marked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if marked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "marked for comparison" if marked else "not marked"
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = cell_text(part, self.traits(part), column)
            if role == Qt.ItemDataRole.DisplayRole:
                return words
            if column == Column.NAME:
                return ", ".join(
                    word
                    for word in (
                        part.name,
                        part.vendor,
                        part.part_number,
                        "yours" if part.id in self.own else "",
                        "favourite" if part.id in self.stars else "",
                    )
                    if word
                )
            return f"{COLUMN_TITLES[column]}: {words.replace(chr(10), ' ' if column == Column.POWER else ', ')}"
        return None

    def _arrow(self, column: Column) -> str:
        if self._sorted is None or self._sorted[0] != column:
            return ""
        return " ↑" if self._sorted[1] == Qt.SortOrder.AscendingOrder else " ↓"

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self.parts[index.row()].id, index.column()) for index in before]
        self._sorted = (Column(column), order) if column > Column.MARK else None
        self._order()
        self.changePersistentIndexList(before, [self.index(self._rows[part_id], at) for part_id, at in kept])
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _order(self) -> None:
        """The parts in order: the unknown stand last, however it is sorted."""
        self.parts = list(self._given)
        if self._sorted is not None:
            column, order = self._sorted
            keys = [(sort_key(part, self.traits(part), column), part) for part in self.parts]
            known = [(key, part) for key, part in keys if key is not None]
            # Stable sorts: by the value in the wanted direction, then by its measure, which is never turned.
            known.sort(key=lambda pair: pair[0][1:], reverse=order == Qt.SortOrder.DescendingOrder)
            known.sort(key=lambda pair: pair[0][0])
            self.parts = [part for _, part in known] + [part for key, part in keys if key is None]
        self._rows = {part.id: row for row, part in enumerate(self.parts)}


class _PartDelegate(QStyledItemDelegate):
    """Paints cells of one or two lines."""

    def __init__(self, model: PartModel, table: QTableView) -> None:
        super().__init__(table)
        self._model = model
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        part: Part = index.data(PART_ROLE)
        column = Column(index.column())
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, ink("accent_soft"))
            if self._table.hasFocus():
                for top in (rect.top(), rect.bottom()):
                    painter.fillRect(QRect(rect.left(), top, rect.width(), 1), ink("accent"))
        elif index.row() == self._table.property("hovered"):
            painter.fillRect(rect, ink("surface_2"))
        if column == Column.MARK:
            if chosen:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), ink("accent"))
            self._box(painter, rect, part.id in self._model.marked)
        elif column == Column.NAME:
            self._name(painter, rect.adjusted(4, 0, -8, 0), part, chosen)
        elif column == Column.STANDING:
            self._standing(painter, rect.adjusted(12, 0, -4, 0), part, index.data())
        else:
            self._lines(painter, rect.adjusted(6, 0, -8, 0), column, index.data())
        painter.restore()

    def _box(self, painter: QPainter, rect: QRect, marked: bool) -> None:
        box = QRectF(rect.center().x() - 7.5, rect.center().y() - 7.5, 16, 16)
        painter.setPen(QPen(ink("accent" if marked else "border"), 1.5))
        painter.setBrush(ink("accent" if marked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if marked:
            painter.setPen(QPen(ink("surface"), 2))
            x, y = box.left(), box.top()
            painter.drawPolyline([QPointF(x + 4, y + 8.5), QPointF(x + 7, y + 11.5), QPointF(x + 12, y + 5)])

    def _name(self, painter: QPainter, room: QRect, part: Part, chosen: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(layer_ink(part.layer))
        painter.drawRoundedRect(QRect(room.left(), room.center().y() - 14, 4, 29), 2, 2)
        room = room.adjusted(14, 0, 0, 0)
        if part.id in self._model.stars:
            star = icon_pixmap("star", current_theme().colour("accent"), 14)
            painter.drawPixmap(room.right() - 14, room.center().y() - 7, star)
            room = room.adjusted(0, 0, -20, 0)
        if part.id in self._model.own:
            room = room.adjusted(0, 0, -self._chip(painter, room, "yours"), 0)
        below = part.vendor
        if self._table.isColumnHidden(Column.KIND):
            below = f"{below} · {cell_text(part, self._model.traits(part), Column.KIND)}"
        self._two(painter, room, part.name, below, Qt.AlignmentFlag.AlignLeft, strong=chosen)

    def _chip(self, painter: QPainter, room: QRect, words: str) -> int:
        font = type_font("caption")
        width = QFontMetrics(font).horizontalAdvance(words) + 14
        chip = QRect(room.right() - width, room.center().y() - 9, width, 19)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("surface_2"))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setFont(font)
        painter.setPen(ink("muted"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        return width + 6

    def _standing(self, painter: QPainter, room: QRect, part: Part, words: str) -> None:
        """A dot that is fuller the better the weakest figure is known, and the word."""
        worst = self._model.traits(part).worst
        colour = ink(standing_tone(worst))
        dot = QRectF(room.left(), room.center().y() - 4, 9, 9)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine if worst != "unverified" else Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if worst is not None:
            painter.drawEllipse(dot)
            if worst in STATUSES[:3]:
                painter.setBrush(colour)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawPie(dot.adjusted(-0.7, -0.7, 0.7, 0.7), 90 * 16, (180 if worst == "derived" else 360) * 16)
        painter.setFont(type_font("caption"))
        painter.setPen(ink("muted"))
        painter.drawText(room.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _lines(self, painter: QPainter, room: QRect, column: Column, words: str) -> None:
        first, _, second = words.partition("\n")
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
        if second:
            self._two(painter, room, first, second, side)
            return
        painter.setFont(type_font("body"))
        painter.setPen(ink("muted" if first in ("", "—") or column == Column.KIND else "text"))
        self._elided(painter, room, first, side)

    def _two(
        self, painter: QPainter, room: QRect, first: str, second: str, side: Qt.AlignmentFlag, *, strong: bool = False
    ) -> None:
        painter.setFont(type_font("strong" if strong else "body"))
        painter.setPen(ink("text"))
        self._elided(painter, QRect(room.left(), room.top() + 4, room.width(), 18), first, side)
        painter.setFont(type_font("caption"))
        painter.setPen(ink("muted"))
        self._elided(painter, QRect(room.left(), room.top() + 22, room.width(), 17), second, side)

    def _elided(self, painter: QPainter, room: QRect, words: str, side: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


class PartTable(QTableView):
    """Parts to choose from; the columns that matter less give way where it is narrow."""

    def __init__(self, traits: Callable[[Part], Traits], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Parts that were found")
        self.setAccessibleDescription("Enter places, Space marks for comparison, star makes a favourite.")
        self.parts = PartModel(traits, self)
        self.setModel(self.parts)
        self._delegate = _PartDelegate(self.parts, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setProperty("hovered", -1)
        self.entered.connect(self._hover)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setStyleSheet(_HEADER)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    @property
    def chosen(self) -> Part | None:
        """The part of the current row."""
        index = self.currentIndex()
        return self.parts.parts[index.row()] if index.isValid() else None

    def choose(self, row: int) -> None:
        """Make ROW the current one, as near as there is."""
        last = len(self.parts.parts) - 1
        if last >= 0:
            self.setCurrentIndex(self.parts.index(min(max(row, 0), last), Column.NAME))

    def step(self, by: int) -> None:
        """Move BY rows."""
        self.choose(self.currentIndex().row() + by if self.currentIndex().isValid() else 0)

    @property
    def page(self) -> int:
        """Rows of a page."""
        return max(self.viewport().height() // ROW_HEIGHT - 1, 1)

    def _hover(self, index: QModelIndex) -> None:
        self.setProperty("hovered", index.row())
        self.viewport().update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.setProperty("hovered", -1)
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid() and index.column() == Column.MARK:
            self.parts.mark(self.parts.parts[index.row()].id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - NAME_ROOM - sum(WIDTHS.values())
        for column in GIVEN_UP:
            self.setColumnHidden(column, room < 0)
            if room < 0:
                room += WIDTHS[column]


def _aligned(column: Column) -> Qt.AlignmentFlag:
    right = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
    return right | Qt.AlignmentFlag.AlignVCenter
