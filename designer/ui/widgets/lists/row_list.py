"""Lists of cards: parts, layers and commands as rows with an edge, an icon and two lines."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QHideEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Layer
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.part_carry import PartCarry
from designer.ui.widgets.theme import ink, layer_ink, type_font

PART_MIME = "application/x-stackwright-part"
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
LOW = 36
"""Height of a row of one line."""
Index = QModelIndex | QPersistentModelIndex
_WRAPPED: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_BESIDE_WORDS: Final = 70
"""Pixels of a row beside its words: edge, icon and spaces."""


class Row(NamedTuple):
    """One row.

    Attributes:
        key: What it stands for.
        title: First line.
        line: Second line; "" makes a low row.
        icon: File in resources/icons without ".svg".
        layer: Layer of the coloured edge; None for none.
        aside: Right-aligned, muted.
        heading: Whether it is a caption that cannot be chosen.
        part: Part id for dragging.
        star: Whether it is a favourite.
        dim: Whether it cannot be used now.
    """

    key: str
    title: str
    line: str = ""
    icon: str = ""
    layer: Layer | None = None
    aside: str = ""
    heading: bool = False
    part: str = ""
    star: bool = False
    dim: bool = False


def facts_within(metrics: QFontMetrics, line: str, width: int) -> str:
    """As many whole facts of LINE, parted by " · ", as stand within WIDTH pixels; the first is cut only if it must."""
    facts = line.split(" · ")
    while len(facts) > 1 and metrics.horizontalAdvance(" · ".join(facts)) > width:
        facts.pop()
    return metrics.elidedText(" · ".join(facts), Qt.TextElideMode.ElideMiddle, width)


class RowModel(QAbstractListModel):
    """Rows for a view; parts can be dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show ROWS instead of what is there; where the same stand in the same order, nothing moves on the screen."""
        before, self.rows = self.rows, tuple(rows)
        if before and [(row.key, bool(row.line)) for row in before] == [(row.key, bool(row.line)) for row in rows]:
            self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
            return
        self.beginResetModel()
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "\n".join(text for text in (row.title, row.line, row.aside) if text)
        return row if role == ROW_ROLE else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.rows[index.row()]
        if row.heading:
            return Qt.ItemFlag.ItemIsEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsDragEnabled if row.part else found

    @override
    def mimeTypes(self) -> list[str]:
        return [PART_MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        parts = [self.rows[index.row()].part for index in indexes]
        data.setData(PART_MIME, parts[0].encode() if parts else b"")
        return data

    @override
    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction


class RowDelegate(QStyledItemDelegate):
    """Paints rows as cards.

    Attributes:
        low: Height of a row of one line.
        wraps: Whether what is longer than a row goes on below, as sentences do; names give way in their middle.
    """

    def __init__(self, parent: "RowList") -> None:
        super().__init__(parent)
        self._list = parent
        self.low = LOW
        self.wraps = False

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW_ROLE)
        high = self.height_of(row)
        if self.wraps and not row.heading and row.line:
            aside = QFontMetrics(type_font("caption")).horizontalAdvance(row.aside) + 8 if row.aside else 0
            title, line = self._wrapped(row, self._list.viewport().width() - _BESIDE_WORDS - aside)
            high = max(high, title + line + 16)
        return QSize(120, high)

    @staticmethod
    def _wrapped(row: Row, wide: int) -> tuple[int, int]:
        """Return the heights of both lines of ROW in pixels, each wrapped to WIDE pixels."""
        caption = QFontMetrics(type_font("caption"))
        room = QRect(0, 0, max(wide, 1), 1 << 16)
        # Chosen rows have a stronger title, which must not need another line.
        title = QFontMetrics(type_font("strong")).boundingRect(room, _WRAPPED, row.title).height()
        return title, caption.boundingRect(room, _WRAPPED, row.line).height()

    def height_of(self, row: Row) -> int:
        """Return the height of ROW in pixels."""
        return 30 if row.heading else (48 if row.line else self.low)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = current_theme()
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, rect, row)
            painter.restore()
            return
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink("accent_soft" if chosen else "surface_2"))
            painter.drawRoundedRect(rect.adjusted(8, 1, -8, -1), 6, 6)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(8, 1, -9, -2), 6, 6)
        left = rect.left() + 16
        if row.layer:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(layer_ink(row.layer))
            edge = 34 if row.line else 18
            painter.drawRoundedRect(QRect(left, rect.center().y() - edge // 2, 4, edge), 2, 2)
            left += 14
        if row.icon:
            pixmap = icon_pixmap(row.icon, theme.colour("text" if row.line else "muted"))
            painter.drawPixmap(left, rect.center().y() - 9, pixmap)
        left += 28 if row.icon or row.layer else 0
        self._words(painter, QRect(left, rect.top(), rect.right() - 10 - left, rect.height()), row, chosen)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, row: Row) -> None:
        inside = rect.adjusted(16, 6, -16, 0)
        painter.setPen(ink("muted"))
        painter.setFont(type_font("caption", weight=600))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, localised(row.title))
        painter.setFont(type_font("caption"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, localised(row.aside))

    def _words(self, painter: QPainter, room: QRect, row: Row, chosen: bool) -> None:
        theme = current_theme()
        caption = type_font("caption")
        if row.star:
            star = icon_pixmap("star", theme.colour("accent"), 14)
            painter.drawPixmap(room.right() - 14, room.center().y() - 7, star)
            room = room.adjusted(0, 0, -20, 0)
        if row.aside:
            aside = QFontMetrics(caption).horizontalAdvance(row.aside)
            painter.setFont(caption)
            painter.setPen(ink("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, localised(row.aside))
            room = room.adjusted(0, 0, -aside - 8, 0)
        title = type_font("strong" if chosen and row.line else "body")
        painter.setFont(title)
        painter.setPen(ink("muted" if row.dim else "text"))
        if self.wraps and row.line:
            high, _ = self._wrapped(row, room.width())
            painter.drawText(room.adjusted(0, 7, 0, 0), _WRAPPED, localised(row.title))
            painter.setFont(caption)
            painter.setPen(ink("muted"))
            painter.drawText(room.adjusted(0, 7 + high + 2, 0, 0), _WRAPPED, localised(row.line))
            return
        words = QFontMetrics(title).elidedText(row.title, Qt.TextElideMode.ElideMiddle, room.width())
        if not row.line:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, localised(words))
            return
        painter.drawText(
            room.adjusted(0, 6, 0, -room.height() // 2 + 2), Qt.AlignmentFlag.AlignVCenter, localised(words)
        )
        painter.setFont(caption)
        painter.setPen(ink("muted"))
        words = facts_within(QFontMetrics(caption), row.line, room.width())
        painter.drawText(room.adjusted(0, room.height() // 2, 0, -6), Qt.AlignmentFlag.AlignVCenter, localised(words))


class RowList(QListView):
    """A list of rows."""

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        clicked: Run | None = None,
        activated: Run | None = None,
        current_changed: Run | None = None,
    ) -> None:
        super().__init__(parent)
        self._carry: PartCarry | None = None
        self.setAccessibleName(name)
        self.row_model = RowModel(self)
        self._delegate = RowDelegate(self)
        self.setModel(self.row_model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        connect_given(
            (self.clicked, clicked),
            (self.activated, activated),
            (self.selectionModel().currentChanged, current_changed),
        )

    def set_low_rows(self, height: int) -> None:
        """Make rows of one line HEIGHT pixels high."""
        self._delegate.low = height

    def wrap_words(self) -> None:
        """Let what is longer than a row go on below it."""
        self._delegate.wraps = True
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_rows(self, rows: Sequence[Row], *, choose_first: bool = False) -> None:
        """Show ROWS."""
        if tuple(rows) != self.row_model.rows:
            # Of rows of one height the view asks for that of one alone, not for that of each of hundreds of parts.
            alike = len({self._delegate.height_of(row) for row in rows}) == 1
            self.setUniformItemSizes(alike and not self._delegate.wraps)
            self.row_model.show_rows(rows)
        if choose_first:
            self.choose_first()

    def height_of_rows(self) -> int:
        """Return how high all rows are together, in pixels."""
        return sum(30 if row.heading else (48 if row.line else 36) for row in self.row_model.rows)

    def choose_first(self) -> None:
        """Select the first row that can be chosen."""
        for index, row in enumerate(self.row_model.rows):
            if not row.heading:
                self.setCurrentIndex(self.row_model.index(index))
                return

    def step(self, by: int) -> None:
        """Move the selection BY rows, over headings."""
        rows = self.row_model.rows
        at = self.currentIndex().row()
        while 0 <= at + by < len(rows):
            at += by
            if not rows[at].heading:
                self.setCurrentIndex(self.row_model.index(at))
                return

    @property
    def chosen(self) -> Row | None:
        """The selected row."""
        index = self.currentIndex()
        return self.row_model.rows[index.row()] if index.isValid() else None

    # Rows that stand for parts are carried to the canvas and to other views.

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        indexes = [index for index in self.selectedIndexes() if index.flags() & Qt.ItemFlag.ItemIsDragEnabled]
        if indexes:
            self._carry = PartCarry(self.row_model.mimeData(indexes), self)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._carrying is None:
            super().mouseMoveEvent(event)
        if self._carrying is not None:
            self._carrying.move(event)
        elif event.buttons() & Qt.MouseButton.LeftButton and self._carry is not None:
            # It was called off: until the button is let go nothing is chosen by its moves.
            event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carry, self._carry = self._carrying, None
        if carry is not None and event.button() == Qt.MouseButton.LeftButton:
            carry.drop(event)
        super().mouseReleaseEvent(event)

    @property
    def _carrying(self) -> PartCarry | None:
        return self._carry if self._carry is not None and isValid(self._carry) and not self._carry.over else None

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self._carrying is not None:
            self._carrying.cancel()
        super().hideEvent(event)
