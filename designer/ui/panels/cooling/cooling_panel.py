"""The tab of cooling: what each room, row, coolant unit and chiller takes against what it may, and single failures."""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.results import CoolingResult
from designer.drawing.current_theme import current_theme
from designer.model.copy_ids import base_of
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text, number_text, percent_text, shown
from designer.ui.app.document import Document
from designer.ui.panels.cooling.cooling_rows import CoolingRow, failure_rows, known_in, place_rows
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.lists.row_list import ROW_ROLE, Row, RowList
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.look import follow_look

SIDE_WIDTH: Final = 280
_NARROW: Final = 760
_NARROW_SIDE: Final = 244
_FULL: Final = 1.0 + 1e-9
_ONLY_WIDE: Final = (4, 5, 6, 7)
"""Columns that a narrow panel leaves out; the tip of a row says what they do."""
EMPTY: Final = (
    "No coolers are drawn yet. Place air handlers into a room, a row or a rack, and coolant units with coolant links "
    "to what they cool: what each has to take, and what gets too warm without it, is listed here."
)


class CoolingPanel(QWidget):
    """A table of coolers and beside it what fails; a click goes there, Enter fails what is under the keyboard."""

    chosen = Signal(tuple)
    """Ids to go to."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._warning = QPixmap()
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 0, 0)
        down.setSpacing(6)
        self.summary = label("", "muted", self)
        self.summary.setContentsMargins(6, 0, 16, 0)
        self.summary.setAccessibleName("About cooling")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        down.addWidget(self.summary)
        self._told = QWidget(self)
        across = QHBoxLayout(self._told)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.table: RecordTable[CoolingRow] = RecordTable("Coolers and what they take", self._columns(), self)
        self.table.clicked.connect(self._clicked)
        self.table.wanted.connect(self._fail_unit)
        across.addWidget(self.table, 1)
        self.list = RowList(
            "What gets too warm when one thing fails", self, clicked=self._fail_row, activated=self._fail_row
        )
        self.list.wrap_words()
        across.addWidget(self.list)
        down.addWidget(self._told, 1)
        self.hint = label(EMPTY, "muted", self, wraps=True)
        self.hint.setContentsMargins(6, 4, 16, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.hint, 1)
        document.analysed.connect(self.refresh)
        document.what_if.changed.connect(self.refresh)
        self._recolour()
        self.refresh()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._warning = icon_pixmap("warning", current_theme().colour("warn"), 16)

    def refresh(self) -> None:
        """Show what the analysis says now."""
        document = self._document
        results, design = document.results, document.design
        found = results.cooling if results else None
        heat = found.heat if found else None
        # Results may be of the design before the last edit: with things that are gone they are not shown.
        usable = heat is not None and known_in(design, heat)
        rows = place_rows(design, heat) if heat is not None and usable else []
        # Single failures are of the design without a failure, whatever is tried out now.
        before = document.standing[0]
        swept = before.cooling.heat if before and before.cooling else None
        failures = failure_rows(design, swept, document.what_if.failed) if swept and known_in(design, swept) else []
        self.table.show_rows(rows, _key)
        self.list.show_rows(failures if rows else [])
        self._told.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.summary.setVisible(found is not None and bool(found.heat_w.value))
        if found is not None:
            self.summary.setText(_summary(design, found))
            self.summary.setToolTip("\n".join([self.summary.text(), *found.heat.notes]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() <= _NARROW
        self.list.setFixedWidth(_NARROW_SIDE if narrow else SIDE_WIDTH)
        for column in _ONLY_WIDE:
            self.table.setColumnHidden(column, narrow)

    def _columns(self) -> tuple[Column[CoolingRow], ...]:
        return (
            Column("Where", lambda row: row.title, strong=_over, mark=self._mark, tip=_row_tip),
            Column("Heat", lambda row: _brief(row.heat), _order("heat"), right=True, width=86, tip=_heat_tip),
            Column("Takes", lambda row: _said(row, "capacity"), _order("capacity"), right=True, width=72),
            Column("Used", lambda row: _used(row), _order("used"), right=True, width=58, strong=_over),
            Column("Air needed", lambda row: _said(row, "needed"), _order("needed"), right=True, width=108),
            Column(
                "Delivered",
                lambda row: _said(row, "delivered"),
                _order("delivered"),
                right=True,
                width=108,
                strong=_airless,
            ),
            Column("Supply", lambda row: _degrees(row), _order("supply"), right=True, width=72),
            Column("May be out", lambda row: row.spare, right=True, width=80, tip=_spare_tip),
        )

    def _mark(self, row: CoolingRow) -> QPixmap | None:
        return self._warning if _over(row) or _airless(row) else None

    def _clicked(self, _: QModelIndex) -> None:
        row = self.table.current()
        if row is not None:
            self.chosen.emit(row.ids)

    def _fail_unit(self) -> None:
        row = self.table.current()
        if row is not None and row.fails:
            self._toggle((row.fails,))

    def _fail_row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row) and row.key:
            self._toggle((row.key,))

    def _toggle(self, names: Sequence[str]) -> None:
        what_if = self._document.what_if
        ids = tuple(base_of(name) for name in names)
        if set(what_if.failed) == set(names):
            what_if.mend()
        else:
            what_if.fail_just(names)
        self.chosen.emit(ids)


def _summary(design: Design, found: CoolingResult) -> str:
    liquid = (found.liquid_share.value or 0.0) > 0
    words = [f"{figure_text(found.heat_w, ranged=False)} of heat at full load"]
    if liquid:
        words[0] += (
            f", {percent_text(found.air_share.value)} into the air and {percent_text(found.liquid_share.value)} into "
            "a coolant"
        )
    hot = sum(design.nodes[one].copies for one, rack in found.heat.racks.items() if rack.over and one in design.nodes)
    if hot:
        words.append(f"{count_text(hot)} rack{'s' if hot != 1 else ''} too hot for air")
    if found.heat.dry:
        words.append(f"{count_text(len(found.heat.dry))} without coolant")
    if found.heat.pressure_ratio.value not in (None, 1.0):
        words.append(f"air pressure ratio {number_text(found.heat.pressure_ratio.value or 0.0, 3)}")
    told = "; ".join(words)
    return f"{told[0].upper()}{told[1:]}."


def _key(row: CoolingRow) -> str:
    return row.id


def _over(row: CoolingRow) -> bool:
    return (row.used.value or 0.0) > _FULL


def _airless(row: CoolingRow) -> bool:
    needed, delivered = row.needed, row.delivered
    if needed is None or delivered is None or delivered.value is None or delivered.at_least:
        return False
    return (needed.value or 0.0) > delivered.value * _FULL


def _order(name: str) -> Callable[[CoolingRow], float]:
    def order(row: CoolingRow) -> float:
        figure = getattr(row, name)
        return -1.0 if figure is None or figure.value is None else figure.value

    return order


def _brief(figure: Figure) -> str:
    """Return FIGURE with a sign where it is a bound, as short as a column is narrow."""
    if figure.value is None:
        return figure_text(figure, ranged=False)
    pieces = shown(figure, ranged=False)
    return f"{pieces.signed_number} {pieces.unit}".rstrip()


def _heat_tip(row: CoolingRow) -> str:
    return figure_text(row.heat, ranged=False)


def _said(row: CoolingRow, name: str) -> str:
    figure = getattr(row, name)
    if figure is None:
        return ""
    return _brief(figure) if figure.value is not None else "not known"


def _used(row: CoolingRow) -> str:
    used = row.used.value
    return "–" if used is None else percent_text(used) if isfinite(used) else "all gone"


def _degrees(row: CoolingRow) -> str:
    return f"{number_text(row.supply.value, 3)} °C" if row.supply is not None and row.supply.value is not None else ""


def _row_tip(row: CoolingRow) -> str:
    return "\n".join(one for one in (row.title, row.told, "Enter fails one of it" if row.fails else "") if one)


def _spare_tip(row: CoolingRow) -> str:
    return f"{row.spare}: how many may fail with everything still cool" if row.spare else ""
