"""The table of found parts: a mark to compare, name over maker, kind, rate, power, height, price and standing."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from designer.catalog.filters import STATUSES, Traits
from designer.drawing.current_theme import current_theme
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Part
from designer.ui.catalog.part_columns import COLUMN_TITLES, PartColumn, cell_text, sort_key, standing_tone
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable
from designer.ui.widgets.theme import ink, layer_ink, type_font

MOST_COMPARED: Final = 4
ROW_HEIGHT: Final = 44
WIDTHS: Final = {
    PartColumn.MARK: 36,
    PartColumn.KIND: 120,
    PartColumn.RATE: 60,
    PartColumn.POWER: 78,
    PartColumn.HEIGHT: 68,
    PartColumn.PRICE: 104,
    PartColumn.STANDING: 92,
}
RIGHT: Final = frozenset({PartColumn.RATE, PartColumn.POWER, PartColumn.HEIGHT, PartColumn.PRICE})
NAME_ROOM: Final = 160
HEAD_TIPS: Final = {
    PartColumn.MARK: "Marked for comparison",
    PartColumn.STANDING: "Sort by how well the weakest figure is known",
}
GIVEN_UP: Final = (PartColumn.KIND, PartColumn.STANDING, PartColumn.HEIGHT)
"""Columns that give way first where the table is narrow."""
_HEADER: Final = (
    "QHeaderView::section { padding: 6px 8px 6px 6px; }"
    "QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }"
)
"""The arrow stands in the title: Qt paints its own over right-aligned words."""


class _PartDelegate(QStyledItemDelegate):
    """Paints cells of one or two lines."""

    def __init__(self, table: "PartTable") -> None:
        super().__init__(table)
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        part = self._table.record(index)
        column = PartColumn(index.column())
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
        if column == PartColumn.MARK:
            if chosen:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), ink("accent"))
            self._box(painter, rect, part.id in self._table.marked)
        elif column == PartColumn.NAME:
            self._name(painter, rect.adjusted(4, 0, -8, 0), part, chosen)
        elif column == PartColumn.STANDING:
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
        if part.id in self._table.stars:
            star = icon_pixmap("star", current_theme().colour("accent"), 14)
            painter.drawPixmap(room.right() - 14, room.center().y() - 7, star)
            room = room.adjusted(0, 0, -20, 0)
        if whose := self._table.whose.get(part.id, ""):
            room = room.adjusted(0, 0, -self._chip(painter, room, whose), 0)
        below = part.vendor
        if self._table.isColumnHidden(PartColumn.KIND):
            below = f"{below} · {cell_text(part, self._table.traits(part), PartColumn.KIND)}"
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
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, localised(words))
        return width + 6

    def _standing(self, painter: QPainter, room: QRect, part: Part, words: str) -> None:
        """A dot that is fuller the better the weakest figure is known, and the word."""
        worst = self._table.traits(part).worst
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
        painter.drawText(room.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, localised(words))

    def _lines(self, painter: QPainter, room: QRect, column: PartColumn, words: str) -> None:
        first, _, second = words.partition("\n")
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
        if second:
            self._two(painter, room, first, second, side)
            return
        painter.setFont(type_font("body"))
        painter.setPen(ink("muted" if first in ("", "—") or column == PartColumn.KIND else "text"))
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
        # In smaller type before anything of it is left out.
        if painter.fontMetrics().horizontalAdvance(words) > room.width():
            painter.setFont(type_font("caption"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, localised(shown))


class PartTable(RecordTable[Part]):
    """Parts to choose from; the columns that matter less give way where it is narrow.

    Attributes:
        traits: What the filters know of a part.
        marked: Ids of the parts that are marked for comparison, in the order of marking.
        stars: Ids of the favourites.
        whose: "yours" of the person's own parts, or which plug-in gave them, by their ids.
    """

    marked_changed = Signal()

    def __init__(self, traits: Callable[[Part], Traits], parent: QWidget | None = None) -> None:
        super().__init__("Parts that were found", [self._column(one) for one in PartColumn], parent, arrows=True)
        self.traits = traits
        self.marked: tuple[str, ...] = ()
        self.stars: frozenset[str] = frozenset()
        self.whose: Mapping[str, str] = {}
        self.setAccessibleDescription("Enter places, Space marks for comparison, star makes a favourite.")
        self._delegate = _PartDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setProperty("hovered", -1)
        self.entered.connect(self._hover)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setStyleSheet(_HEADER)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(PartColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)

    def _column(self, column: PartColumn) -> Column[Part]:
        """Return what COLUMN says of a part; a cell is put into words when it is looked at."""
        title = COLUMN_TITLES[column]
        about = HEAD_TIPS.get(column, f"Sort by {title.lower()}")
        if column == PartColumn.MARK:
            # The column of marks has no words: only a check and how a screen reader says it.
            return Column(
                title,
                lambda part: "",
                sorts=False,
                about=about,
                checked=lambda part: part.id in self.marked,
                read=lambda part: "marked for comparison" if part.id in self.marked else "not marked",
            )

        def text(part: Part) -> str:
            return cell_text(part, self.traits(part), column)

        def order(part: Part) -> tuple[float | str, ...]:
            key = sort_key(part, self.traits(part), column)
            return () if key is None else key[1:]

        def group(part: Part) -> float:
            # The unknown stand last, however it is sorted.
            key = sort_key(part, self.traits(part), column)
            return math.inf if key is None else key[0]

        def tip(part: Part) -> str:
            return f"{title}: {text(part).replace(chr(10), ' ' if column == PartColumn.POWER else ', ')}"

        return Column(
            title,
            text,
            order,
            group,
            right=column in RIGHT,
            rising=True,
            about=about,
            tip=self._whole_name if column == PartColumn.NAME else tip,
        )

    def _whole_name(self, part: Part) -> str:
        standing = (self.whose.get(part.id, ""), "favourite" if part.id in self.stars else "")
        return ", ".join(word for word in (part.name, part.vendor, part.part_number, *standing) if word)

    def show_parts(self, parts: Sequence[Part], stars: frozenset[str], whose: Mapping[str, str]) -> bool:
        """Show PARTS, in their order unless a column is sorted by; the answer is whether the same stood there."""
        self.stars, self.whose = stars, whose
        same = bool(parts) and [part.id for part in parts] == [part.id for part in self.records.given]
        if same:
            self.records.renew_rows(parts)
        else:
            self.show_rows(parts)
        return same

    def row_of(self, part_id: str) -> int:
        """The row of a part; -1 when it is not shown."""
        return next((row for row, part in enumerate(self.records.rows) if part.id == part_id), -1)

    def mark(self, part_id: str) -> bool:
        """Mark a part for comparison, or take the mark away; False when four are marked already."""
        if part_id in self.marked:
            self.keep_marks(tuple(other for other in self.marked if other != part_id))
        elif len(self.marked) < MOST_COMPARED:
            self.keep_marks((*self.marked, part_id))
        else:
            return False
        return True

    def keep_marks(self, part_ids: Sequence[str]) -> None:
        """Have exactly PART_IDS marked."""
        self.marked = tuple(part_ids)
        self.records.touch(PartColumn.MARK, PartColumn.MARK)
        self.marked_changed.emit()

    @property
    def chosen(self) -> Part | None:
        """The part of the current row."""
        return self.current()

    def choose_row(self, row: int) -> None:
        """Make ROW the current one, as near as there is."""
        last = len(self.records.rows) - 1
        if last >= 0:
            self.setCurrentIndex(self.records.index(min(max(row, 0), last), PartColumn.NAME))

    def step(self, by: int) -> None:
        """Move BY rows."""
        self.choose_row(self.currentIndex().row() + by if self.currentIndex().isValid() else 0)

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
        if index.isValid() and index.column() == PartColumn.MARK:
            self.mark(self.record(index).id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - NAME_ROOM - sum(WIDTHS.values())
        for column in GIVEN_UP:
            self.setColumnHidden(column, room < 0)
            if room < 0:
                room += WIDTHS[column]
