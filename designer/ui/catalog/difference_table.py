"""The differences of a part as a table: field, in the design, in the catalog."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from designer.catalog.parts.differences import FieldDifference
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable

_SIDE, _ABOVE = 11, 6


def _ink_after(row: FieldDifference) -> str:
    # Links that a new part would lose are the one thing to be warned of.
    return "warn" if row.field.startswith("links.") else "text"


_COLUMNS: Final[tuple[Column[FieldDifference], ...]] = (
    Column(
        "Field",
        lambda row: row.title,
        read=lambda row: f"{row.title}: {row.before}, then {row.after}",
        ink=lambda row: "muted",
        top=True,
    ),
    Column("In the design", lambda row: row.before, ink=lambda row: "muted", top=True),
    Column("In the catalog", lambda row: row.after, strong=lambda row: True, ink=_ink_after, top=True),
)


class _Wrapping(QStyledItemDelegate):
    """Cells as high as their wrapped words, the padding of the style sheet counted in."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        assert isinstance(table, QTableView)
        width = max(table.columnWidth(index.column()) - 2 * _SIDE, 40)
        font = index.data(Qt.ItemDataRole.FontRole) or table.font()
        room = QRect(0, 0, width, 100_000)
        wraps = int(Qt.TextFlag.TextWordWrap)
        height = QFontMetrics(font).boundingRect(room, wraps, str(index.data())).height()
        return QSize(width, height + 2 * _ABOVE)


class DifferenceTable(RecordTable[FieldDifference]):
    """Differences that wrap in their columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What is different, field by field", _COLUMNS, parent, sorts=False)
        self.setItemDelegate(_Wrapping(self))
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_differences(self, rows: Sequence[FieldDifference]) -> None:
        """Show ROWS."""
        self.show_rows(rows)
        self.resizeRowsToContents()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resizeRowsToContents()
