"""The table of cables: rows are asked for as they come into sight, so that many thousand are shown at once."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.figure_text import number_text
from designer.ui.panels.cables.cables_work import CableRow
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.part_words import MEDIUM_TITLES

_DOT: Final = QSize(14, 14)
_SHORT: Final = {"fabric": "Fabric"}
_ALL_FROM: Final = 1_000
"""So many pixels are needed for all columns."""


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


def _medium(row: CableRow) -> str:
    return _SHORT.get(row.medium, MEDIUM_TITLES[row.medium])


def _stock(row: CableRow) -> str:
    return "" if row.stock_m is None else metres(row.stock_m)


def _dot(row: CableRow) -> QPixmap:
    return _dot_in(current_theme().stroke(row.medium).colour)


@lru_cache(maxsize=64)
def _dot_in(colour: str) -> QPixmap:
    """Return the sign of a medium in COLOUR."""
    dot = QPixmap(_DOT * 2)
    dot.setDevicePixelRatio(2.0)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(1, 5, 12, 4, 2, 2)
    painter.end()
    return dot


def _column(
    title: str,
    text: Callable[[CableRow], str],
    tip: Callable[[CableRow], str],
    order: Callable[[CableRow], Any] | None = None,
    *,
    right: bool = False,
    width: int = 0,
    mark: Callable[[CableRow], QPixmap] | None = None,
) -> Column[CableRow]:
    """Return a column of which heading, words and tip are read aloud, sorted from the smallest on."""

    def read(row: CableRow) -> str:
        return f"{title}: {text(row)}. {tip(row)}"

    return Column(title, text, order, right=right, rising=True, width=width, tip=tip, read=read, mark=mark)


COLUMNS: Final[tuple[Column[CableRow], ...]] = (
    _column("From", lambda row: row.a, lambda row: row.a_name),
    _column("To", lambda row: row.b, lambda row: row.b_name),
    _column("Medium", _medium, lambda row: MEDIUM_TITLES[row.medium], lambda row: row.medium, width=124, mark=_dot),
    _column(
        "Length",
        lambda row: metres(row.length_m),
        lambda row: "With slack and an end at both ports",
        lambda row: -1.0 if row.length_m is None else row.length_m,
        right=True,
        width=70,
    ),
    _column("Type", _type, _type_tip, width=118),
    _column("Bought as", _stock, _type_tip, lambda row: row.stock_m or 0.0, right=True, width=78),
    _column(
        "Price",
        _price,
        lambda row: "With its share of optics",
        lambda row: -1.0 if row.price is None else row.price,
        right=True,
        width=76,
    ),
    _column("Route", lambda row: row.route, lambda row: row.route, width=124),
)
_WIDE: Final = frozenset({"Bought as", "Price", "Route"})
"""Columns that are shown only where there is room."""


class CableTable(RecordTable[CableRow]):
    """The cables; a click on a heading sorts, Enter or a double click wants the link of a row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Cables", COLUMNS, parent)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    @property
    def every(self) -> Sequence[CableRow]:
        """Return all cables, those too that are filtered out."""
        return self.records.given

    def look_for(self, words: str, medium: str) -> None:
        """Show those alone that hold all of WORDS and are of MEDIUM; "" is every one."""
        wanted = words.lower().split()
        self.records.filter_rows(
            lambda row: (not medium or row.medium == medium) and all(word in row.words for word in wanted)
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, column in enumerate(COLUMNS):
            if column.title in _WIDE:
                self.setColumnHidden(place, self.width() < _ALL_FROM)
