"""The flows that are drawn from A to B: what each offers, what it reaches, and what holds it back."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.analysis.limits.records import FairRate
from designer.analysis.results import FLOWS
from designer.edit.links.flows import flow_words, remove_flow, set_flow_rate
from designer.model.figures.figure_text import figure_text, number_text, quantity_text
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.network.flow_asks import FlowAsk, node_of_end
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.app.headline import place_name
from designer.ui.widgets.fields import label
from designer.ui.widgets.theme import ink

COLUMNS: Final = ("Flow", "Offers", "Reaches", "Held back by")
LINE_RATE: Final = "line rate"
_OFFERS: Final = 1
Index = QModelIndex | QPersistentModelIndex


class FlowModel(QAbstractTableModel):
    """The flows of a document, in the order in which they were drawn."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.flows: tuple[FlowAsk, ...] = ()
        self._reached: Sequence[FairRate] = ()

    def refresh(self) -> None:
        """Show the present flows and what is known of them; the rows stay where they are as long as the flows do."""
        flows = self._document.design.settings.flows
        rates = self._document.beside.rates
        if [flow.ends for flow in flows] != [flow.ends for flow in self.flows]:
            self.beginResetModel()
            self.flows = flows
            self._reached = rates.rates if rates is not None else ()
            self.endResetModel()
            return
        self.flows = flows
        self._reached = rates.rates if rates is not None else ()
        if flows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(flows) - 1, len(COLUMNS) - 1))

    def reached(self, row: int) -> FairRate | None:
        """Return what the flow in ROW reaches; None where that is not known."""
        flow = self.flows[row]
        found = self._reached[row] if row < len(self._reached) else None
        return found if found is not None and (found.source, found.target) == flow.ends else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.flows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _OFFERS else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        flow, reached = self.flows[row], self.reached(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.EditRole:
            return "" if flow.gbps is None else f"{number_text(flow.gbps, 12)} Gb/s"
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = (column == _OFFERS and flow.gbps is None) or (column == 3 and reached is None)
            return ink("muted") if quiet else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._whole(row, column)
        return self._text(row, column) if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        flow, text = self.flows[index.row()], str(value).strip()
        try:
            gbps = None if text in ("", LINE_RATE) else typed_quantity(text, "Gb/s", "The rate of the flow")
        except RefusedInput as problem:
            self._document.refused.emit(str(problem))
            return False
        return self._document.edit(partial(set_flow_rate, ends=flow.ends, gbps=gbps))

    def _text(self, row: int, column: int) -> str:
        flow, reached = self.flows[row], self.reached(row)
        if column == 0:
            return flow_words(self._document.design, flow)
        if column == _OFFERS:
            return LINE_RATE if flow.gbps is None else quantity_text(flow.gbps, "Gb/s")
        if column == 2:
            # Rates are worked out beside the results: until they come, dots.
            waiting = not self._document.beside.rates_problem
            return figure_text(reached.gbps) if reached is not None else "…" if waiting else "not known"
        if reached is None:
            return ""
        if not reached.limited_by:
            asked, got = reached.asked_gbps.value, reached.gbps.value
            # Held back by no link: without a path at all, or by nothing but what it offers.
            return "" if got is None else "no path" if not got and asked != 0 else "nothing"
        return ", ".join(place_name(self._document.design, one) for one in reached.limited_by[:3])

    def _whole(self, row: int, column: int) -> str:
        """Return what a cell says when it is pointed at or read aloud."""
        reached, text = self.reached(row), self._text(row, column)
        if column == _OFFERS:
            return f"Offers {text}. Press F2 to change it, such as 400 Gb/s or 0.4 Tb/s; empty is line rate."
        if column >= 2 and reached is not None:
            return f"{COLUMNS[column]} {text}. {reached.reason}"
        return text or self._document.beside.rates_problem


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (1, 2) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _RateDelegate(QStyledItemDelegate):
    """Edits a rate in a line that says what empty means."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setPlaceholderText(LINE_RATE)
        editor.setAccessibleName("Rate of the flow")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setFrame(False)
        return editor


class _FlowTable(QTableView):
    """A table of which Delete takes a row away."""

    delete_wanted = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()  # or the window would delete what is selected on the canvas
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(_OFFERS))
            return
        super().keyPressEvent(event)


class FlowList(QWidget):
    """The list, with buttons to draw a flow and to remove one."""

    chosen = Signal(object)
    """Ids of the nodes at the ends of a flow."""

    draw_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.model = FlowModel(document, self)
        self.table = _FlowTable(self)
        self.table.setAccessibleName("Drawn flows")
        self.table.setModel(self.model)
        self._delegate = _RateDelegate(self)
        self.table.setItemDelegateForColumn(_OFFERS, self._delegate)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        for column, width in ((1, 110), (2, 110)):
            header.resizeSection(column, width)
        for column in (0, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.delete_wanted.connect(self.remove)
        self.table.clicked.connect(self._clicked)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        down.addWidget(self.table, 1)
        self._hint = label(
            "No flow is drawn. Press T and drag from one node or group to another, or select two and choose "
            "“Flow between the two selected”.",
            "muted",
            self,
            wraps=True,
        )
        self._hint.setContentsMargins(6, 4, 6, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._hint, 1)
        self._note = label("", "caption", self, wraps=True)
        self._note.setContentsMargins(6, 0, 6, 6)
        down.addWidget(self._note)
        self.draw = QPushButton("Draw", self)
        self.draw.setAccessibleName("Draw a flow")
        self.draw.setToolTip("Draw a flow: drag from one node or group to another (T)")
        self.draw.clicked.connect(self.draw_wanted)
        self.remove_button = QPushButton("Remove", self)
        self.remove_button.setAccessibleName("Remove the chosen flow")
        self.remove_button.setToolTip("Remove the chosen flow (Delete)")
        self.remove_button.clicked.connect(self.remove)
        document.beside.changed.connect(self.refresh)
        self.refresh()

    def buttons(self, across: QHBoxLayout) -> None:
        """Put the buttons into a row above the list."""
        for button in (self.draw, self.remove_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            across.addWidget(button)

    def refresh(self) -> None:
        """Show the present flows, and ask what they reach while the list is in sight."""
        self.model.refresh()
        some = bool(self.model.flows)
        self.table.setVisible(some)
        self._hint.setVisible(not some)
        self._selected()
        self._note.setText(self._said() if some else "")
        self._note.setVisible(bool(self._note.text()))
        if some and self.isVisible():
            self._document.beside.want_rates()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _said(self) -> str:
        """Return what the analysis notes about these flows, or why it cannot tell what they reach."""
        results, beside = self._document.results, self._document.beside
        network = results.network if results is not None else None
        if network is None or network.traffic != FLOWS:
            return ""
        return " ".join(note for note in (beside.rates_problem, *network.notes) if note)

    def chosen_flow(self) -> FlowAsk | None:
        """The flow of the chosen row."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.flows[rows[0].row()] if rows else None

    def show_selection(self, ids: Sequence[str]) -> None:
        """Choose the row of the one flow whose arrow is selected on the canvas."""
        rows = [row for row, flow in enumerate(self.model.flows) if flow.id in ids]
        if len(rows) == 1:
            self.table.selectRow(rows[0])

    def remove(self) -> None:
        """Remove the chosen flow; the next one is chosen then."""
        flow = self.chosen_flow()
        if flow is None:
            self._document.refused.emit("Choose a flow in the list first.")
            return
        row = self.table.currentIndex().row()
        if self._document.edit(partial(remove_flow, ends=flow.ends)) and self.model.flows:
            self.table.selectRow(min(max(row, 0), len(self.model.flows) - 1))

    def _selected(self) -> None:
        self.remove_button.setEnabled(self.chosen_flow() is not None)

    def _clicked(self, index: QModelIndex) -> None:
        flow = self.model.flows[index.row()]
        self.chosen.emit(tuple(dict.fromkeys(node_of_end(end)[0] for end in (*flow.source, *flow.target))))
