"""The flows that are drawn from A to B: what each offers, what it reaches, and what holds it back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
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
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable

LINE_RATE: Final = "line rate"
_OFFERS: Final = 1


class FlowRow(NamedTuple):
    """A drawn flow and what it reaches; None where that is not known."""

    flow: FlowAsk
    reached: FairRate | None


def _offers(row: FlowRow) -> str:
    return LINE_RATE if row.flow.gbps is None else quantity_text(row.flow.gbps, "Gb/s")


def _rate(row: FlowRow) -> str:
    """Return what an editor of the rate begins with."""
    return "" if row.flow.gbps is None else f"{number_text(row.flow.gbps, 12)} Gb/s"


def _offer_ink(row: FlowRow) -> str:
    return "muted" if row.flow.gbps is None else ""


def _cause_ink(row: FlowRow) -> str:
    return "muted" if row.reached is None else ""


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


class _FlowTable(RecordTable[FlowRow]):
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

    chosen = Signal(tuple)
    """Ids of the nodes at the ends of a flow."""

    draw_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.table = _FlowTable("Drawn flows", self._columns(), self, sorts=False)
        self._delegate = _RateDelegate(self)
        self.table.setItemDelegateForColumn(_OFFERS, self._delegate)
        self.table.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self.table.delete_wanted.connect(self.remove)
        self.table.clicked.connect(self._clicked)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        down.addWidget(self.table, 1)
        self.hint = label(
            "No flow is drawn. Press T and drag from one node or group to another, or select two and choose "
            "“Flow between the two selected”.",
            "muted",
            self,
            wraps=True,
        )
        self.hint.setContentsMargins(6, 4, 6, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.hint, 1)
        self.note = label("", "caption", self, wraps=True)
        self.note.setContentsMargins(6, 0, 6, 6)
        down.addWidget(self.note)
        self.draw = push_button(
            "Draw",
            self,
            self.draw_wanted,
            name="Draw a flow",
            tip="Draw a flow: drag from one node or group to another (T)",
        )
        self.remove_button = push_button(
            "Remove", self, self.remove, name="Remove the chosen flow", tip="Remove the chosen flow (Delete)"
        )
        document.beside.changed.connect(self.refresh)
        self.refresh()

    def buttons(self, across: QHBoxLayout) -> None:
        """Put the buttons into a row above the list."""
        for button in (self.draw, self.remove_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            across.addWidget(button)

    def refresh(self) -> None:
        """Show the present flows, and ask what they reach while the list is in sight."""
        self._show_flows()
        some = bool(self.flows)
        self.table.setVisible(some)
        self.hint.setVisible(not some)
        self._selected()
        self.note.setText(self._said() if some else "")
        self.note.setVisible(bool(self.note.text()))
        if some and self.isVisible():
            self._document.beside.want_rates()

    @property
    def flows(self) -> tuple[FlowAsk, ...]:
        """Return the flows that are listed."""
        return tuple(row.flow for row in self.table.shown_rows())

    def _columns(self) -> tuple[Column[FlowRow], ...]:
        def column(title: str, text: Callable[[FlowRow], str], **more: Any) -> Column[FlowRow]:
            return Column(title, text, tip=partial(self._whole, title, text), **more)

        return (
            column("Flow", self._name),
            column("Offers", _offers, right=True, width=110, ink=_offer_ink, edited=_rate, typed=self._offer),
            column("Reaches", self._reaches, right=True, width=110),
            column("Held back by", self._held, ink=_cause_ink),
        )

    def _show_flows(self) -> None:
        """Show the present flows and what is known of them; the rows stay where they are as long as the flows do."""
        flows, rates = self._document.design.settings.flows, self._document.beside.rates
        found = rates.rates if rates is not None else ()
        rows: list[FlowRow] = []
        for place, flow in enumerate(flows):
            rate = found[place] if place < len(found) else None
            fits = rate is not None and (rate.source, rate.target) == flow.ends
            rows.append(FlowRow(flow, rate if fits else None))
        if [flow.ends for flow in flows] == [flow.ends for flow in self.flows]:
            self.table.records.renew_rows(rows)
        else:
            self.table.show_rows(rows)

    def _name(self, row: FlowRow) -> str:
        return flow_words(self._document.design, row.flow)

    def _reaches(self, row: FlowRow) -> str:
        # Rates are worked out beside the results: until they come, dots.
        waiting = not self._document.beside.rates_problem
        return figure_text(row.reached.gbps) if row.reached is not None else "…" if waiting else "not known"

    def _held(self, row: FlowRow) -> str:
        reached = row.reached
        if reached is None:
            return ""
        if not reached.limited_by:
            asked, got = reached.asked_gbps.value, reached.gbps.value
            # Held back by no link: without a path at all, or by nothing but what it offers.
            return "" if got is None else "no path" if not got and asked != 0 else "nothing"
        return ", ".join(place_name(self._document.design, one) for one in reached.limited_by[:3])

    def _whole(self, title: str, words: Callable[[FlowRow], str], row: FlowRow) -> str:
        """Return what a cell says when it is pointed at or read aloud."""
        text = words(row)
        if title == "Offers":
            return f"Offers {text}. Press F2 to change it, such as 400 Gb/s or 0.4 Tb/s; empty is line rate."
        if title in ("Reaches", "Held back by") and row.reached is not None:
            return f"{title} {text}. {row.reached.reason}"
        return text or self._document.beside.rates_problem

    def _offer(self, row: FlowRow, text: str) -> bool:
        """Let the flow of ROW offer TEXT, which was typed."""
        try:
            gbps = None if text in ("", LINE_RATE) else typed_quantity(text, "Gb/s", "The rate of the flow")
        except RefusedInput as problem:
            self._document.refused.emit(str(problem))
            return False
        return self._document.edit(partial(set_flow_rate, ends=row.flow.ends, gbps=gbps))

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
        return self.table.record(rows[0]).flow if rows else None

    def show_selection(self, ids: Sequence[str]) -> None:
        """Choose the row of the one flow whose arrow is selected on the canvas."""
        rows = [row for row, flow in enumerate(self.flows) if flow.id in ids]
        if len(rows) == 1:
            self.table.selectRow(rows[0])

    def remove(self) -> None:
        """Remove the chosen flow; the next one is chosen then."""
        flow = self.chosen_flow()
        if flow is None:
            self._document.refused.emit("Choose a flow in the list first.")
            return
        row = self.table.currentIndex().row()
        if self._document.edit(partial(remove_flow, ends=flow.ends)) and self.flows:
            self.table.selectRow(min(max(row, 0), len(self.flows) - 1))

    def _selected(self) -> None:
        self.remove_button.setEnabled(self.chosen_flow() is not None)

    def _clicked(self, index: QModelIndex) -> None:
        flow = self.table.record(index).flow
        self.chosen.emit(tuple(dict.fromkeys(node_of_end(end)[0] for end in (*flow.source, *flow.target))))
