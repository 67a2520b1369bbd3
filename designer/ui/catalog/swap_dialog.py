"""Swapping parts with a preview: which cables stay and where, which fit nowhere and why, and what it comes to."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.money.prices import unit_price
from designer.edit.nodes.swap import CableEnd, Swap, planned_swap, swap_parts
from designer.model.design import Design
from designer.model.figures.figure import difference, leaf, product, total
from designer.model.figures.figure_text import quantity_text
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.catalog.part_picker import PartPicker
from designer.ui.panels.outline.outline_tree import link_title
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.lists.row_list import Row, RowList

_SIGNS: Final = {"yes": "check", "adapter": "warning", "no": "error"}
NOT_KNOWN: Final = "not known"


def swappable(design: Design, ids: Sequence[str]) -> list[str]:
    """Those of IDS that are of one part.

    Raises:
        RefusedInput: none has a part, or they are of several.
    """
    nodes = [design.nodes[one] for one in ids if one in design.nodes and design.nodes[one].part]
    if not nodes:
        raise RefusedInput("Select a part first; containers and links have none to swap.")
    if len({node.part for node in nodes}) > 1:
        raise RefusedInput("These are different parts; select ones of the same part to swap them together.")
    return [node.id for node in nodes]


class SwapDialog(QDialog):
    """A part is chosen at the left; at the right stands what swapping would do."""

    def __init__(self, document: Document, ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document = document
        self._ids = list(ids)
        self.plan: Swap | None = None
        node = document.design.nodes[self._ids[0]]
        part = document.design.part_of(node)
        name = part.name if part else node.part or ""
        self.setWindowTitle("Swap for another part")
        room = parent.size() if parent is not None else None
        self.resize(min(920, room.width() - 40) if room else 920, min(620, room.height() - 60) if room else 620)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        what = node.title if len(self._ids) == 1 else f"{len(self._ids):,} × {name}"
        down.addWidget(label(f"Swap {what} for another part", "title", self))
        across = QHBoxLayout()
        across.setSpacing(20)
        down.addLayout(across, 1)
        across.addLayout(self._make_pickers(node.kind), 5)
        across.addLayout(self._make_preview(), 6)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        buttons = QHBoxLayout()
        self.removes = QCheckBox("Remove cables that fit nowhere", self)
        self.removes.setToolTip("Otherwise they stay as drawn, and the findings tell which they are.")
        buttons.addWidget(self.removes, 1)
        cancel = push_button("Cancel", self, self.reject, takes_enter=False)
        self.apply = push_button("Swap", self, self.swap, look="primary", takes_enter=False)
        buttons.addWidget(cancel)
        buttons.addWidget(self.apply)
        down.addLayout(buttons)
        document.changed.connect(self._changed)
        self.refresh()
        self.picker.search.setFocus()

    def _make_pickers(self, kind: str) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self._pickers = QStackedWidget(self)
        for one in (kind, ""):
            picker = PartPicker(self._document, self, kind=one)
            picker.picked.connect(self.refresh)
            picker.taken.connect(self.swap)
            self._pickers.addWidget(picker)
        down.addWidget(self._pickers, 1)
        title = KINDS[kind].plural.lower() if kind in KINDS else "such parts"
        tip = f"Otherwise {title} alone are offered."
        self.other_kinds = check_box("Parts of every kind", self, self._turn, tip=tip)
        down.addWidget(self.other_kinds)
        return down

    def _make_preview(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self.told = label("", "strong", self, wraps=True)
        self.told.setAccessibleName("What swapping would do")
        down.addWidget(self.told)
        holder = QWidget(self)
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        down.addWidget(holder)
        self.notes = label("", "caption", self, wraps=True)
        down.addWidget(self.notes)
        down.addWidget(line(self))
        self.cables = RowList("Cables that stay and cables that do not fit", self, current_changed=self._explain)
        self.cables.wrap_words()
        self.cables.setDragEnabled(False)
        down.addWidget(self.cables, 1)
        self.reason = label("", "caption", self, wraps=True)
        self.reason.setAccessibleName("Why")
        down.addWidget(self.reason)
        self._no_cables = label("", "muted", self, wraps=True)
        self._no_cables.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._no_cables, 1)
        return down

    @property
    def picker(self) -> PartPicker:
        """The picker that is shown."""
        picker = self._pickers.currentWidget()
        assert isinstance(picker, PartPicker)
        return picker

    def refresh(self) -> None:
        """Show what taking the chosen part would do."""
        if not hasattr(self, "apply"):
            return
        part, design = self.picker.part, self._document.design
        self.plan, problem = None, ""
        present = design.nodes[self._ids[0]].part if self._ids[0] in design.nodes else None
        if part is not None and part.id != present:
            try:
                self.plan = planned_swap(design, self._document.library, self._ids, part.id)
            except RefusedInput as refusal:
                problem = str(refusal)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.apply.setEnabled(self.plan is not None)
        self._show(design, part is not None and part.id == present)

    def swap(self) -> None:
        """Swap, as one edit."""
        if self.plan is None:
            return
        make = partial(
            swap_parts,
            library=self._document.library,
            ids=self._ids,
            part_id=self.plan.part.id,
            removes_lost=self.removes.isChecked(),
        )
        self._document.changed.disconnect(self._changed)
        problem = self._document.attempt(make)
        if not problem:
            self.accept()
            return
        self._document.changed.connect(self._changed)
        self.problem.setText(problem)
        self.problem.show()

    def _show(self, design: Design, same: bool) -> None:
        plan = self.plan
        self._show_figures(design, plan)
        self.notes.setText(" ".join(plan.notes) if plan else "")
        self.notes.setVisible(bool(self.notes.text()))
        self.removes.setEnabled(plan is not None and bool(plan.lost))
        rows: list[Row] = []
        if plan is None:
            self.told.setText("That is the present part." if same else "Choose a part to see what it changes.")
        else:
            kept, lost = len(plan.kept), len(plan.lost)
            links = "1 cable bundle stays" if kept == 1 else f"{kept:,} cable bundles stay"
            self.told.setText(f"{links}; {f'{lost:,} fit nowhere' if lost else 'nothing is lost'}.")
            rows += _under("Do not fit", [_row(design, end) for end in plan.lost])
            rows += _under("Stay", [_row(design, end) for end in plan.kept])
        self.cables.show_rows(rows)
        # What is lost is the reason to look twice, so that it is chosen first.
        if plan is not None and plan.lost:
            self.cables.choose_first()
        self._explain()
        self.cables.setVisible(bool(rows))
        self._no_cables.setVisible(not rows)
        self._no_cables.setText("Nothing is plugged in here." if plan is not None else "")

    # Rows differ from part to part, so that the grid is filled anew.
    def _show_figures(self, design: Design, plan: Swap | None) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if plan is None:
            return
        rows = [
            (one.title, one.before, one.after, one.unit)
            for one in plan.differences
            if one.before is not None or one.after is not None
        ]
        shown = [(title, *_texts(before, after, unit)) for title, before, after, unit in rows]
        shown.append(("Price", *self._prices(design, plan)))
        for place, (title, before, after, step, grows) in enumerate(shown):
            for column, (text, look) in enumerate(
                ((title, "muted"), (before, "muted"), (after, "strong"), (step, "warn-caption" if grows else "caption"))
            ):
                made = label(text, look, self)
                if column:
                    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(made, place, column)

    def _prices(self, design: Design, plan: Swap) -> tuple[str, str, str, bool]:
        """Return what all copies cost before and after, where it is known."""
        book = design.settings.prices
        sums = [
            total(
                "price",
                [
                    product(
                        "price",
                        (
                            leaf("own price", node.price_usd, "USD")
                            if node.price_usd is not None
                            else unit_price(part, part.name if part else "", part.id if part else "", book).figure,
                            leaf("copies", float(design.total_copies(node.id))),
                        ),
                        "USD",
                    )
                    for node in (design.nodes[one] for one in plan.nodes)
                    for part in (design.part_of(node) if which == "before" else plan.part,)
                ],
                "USD",
            )
            for which in ("before", "after")
        ]
        before, after = (in_currency(figure, book) for figure in sums)
        # "At least" on either side makes the step unknown.
        if before.value is None or after.value is None or before.at_least or after.at_least:
            texts = [
                NOT_KNOWN if one.value is None or one.at_least else quantity_text(one.value, one.unit)
                for one in (before, after)
            ]
            return texts[0], texts[1], "", False
        step = difference("step", after, before, after.unit).value or 0.0
        return (
            quantity_text(before.value, before.unit),
            quantity_text(after.value, after.unit),
            _step(step, after.unit),
            step > 0,
        )

    def _explain(self) -> None:
        """The whole reason of the row at hand, which may be longer than the row."""
        row = self.cables.chosen
        self.reason.setText(row.line if row is not None and not row.heading else "")
        self.reason.setVisible(bool(self.reason.text()))

    def _turn(self, wanted: bool) -> None:
        words = self.picker.search.text()
        self._pickers.setCurrentIndex(int(wanted))
        self.picker.search.setText(words)
        self.refresh()

    def _changed(self, _: object) -> None:
        """The design changed below the dialog: what is gone is no longer swapped."""
        self._ids = [one for one in self._ids if one in self._document.design.nodes]
        if self._ids:
            self.refresh()
        else:
            self.reject()


def _texts(before: float | None, after: float | None, unit: str) -> tuple[str, str, str, bool]:
    first, second = (NOT_KNOWN if value is None else quantity_text(value, unit) for value in (before, after))
    if before is None or after is None:
        return first, second, "", False
    return first, second, _step(after - before, unit), after > before


def _step(value: float, unit: str) -> str:
    if abs(value) < 1e-9:
        return "the same"
    return f"{'+' if value > 0 else '−'}{quantity_text(abs(value), unit)}"


def _under(heading: str, rows: list[Row]) -> list[Row]:
    return [Row(heading, heading, aside=f"{len(rows):,}", heading=True), *rows] if rows else []


def _row(design: Design, end: CableEnd) -> Row:
    cables = f"{end.cables:,} cable{'s' if end.cables != 1 else ''}"
    places = f"{end.before or 'any port'} → {end.after}" if end.after else end.before or "any port"
    words = end.reason if end.verdict != "yes" else places
    return Row(
        f"{end.link_id}:{end.end}",
        link_title(design, design.links[end.link_id]),
        words if end.verdict == "no" else f"{places} · {words}" if words != places else places,
        _SIGNS[end.verdict],
        aside=cables,
    )
