"""Pane of what owning is compared with: instances and model APIs, the bases of rent, and the demand."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from designer.analysis.money.records import Alternatives
from designer.model.figures.figure import Figure
from designer.model.figures.number_locale import localised
from designer.model.kinds import INSTANCE, KINDS, MODEL_API, MODEL_APIS
from designer.review.headline_figures import headline_sure, headline_values, shown_in
from designer.ui.app.document import Document
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.lists.removable_list import RemovableList
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.part_words import part_line

WIDTH: Final = 252
BASES: Final = (("on-demand", "On demand"), ("reserved", "Reserved"), ("spot", "Spot"))
KINDS_COMPARED: Final = (INSTANCE, MODEL_API)
FROM_DESIGN: Final = "Chosen for you: what holds the drawn sort of accelerator."
PICKED: Final = "As you picked."


class ComparedPane(QWidget):
    """The pane beside the comparison.

    Attributes:
        picked: Ids of the parts that a person picked; empty when they are chosen for them.
    """

    changed = Signal()
    """Other parts are compared now."""

    bases_changed = Signal()
    """Rent of other bases is shown now."""

    asked = Signal(str, Figure)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: tuple[str, ...] = ()
        self.picked: tuple[str, ...] = ()
        self.setFixedWidth(WIDTH)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self.list = RemovableList(
            "Compared with",
            "Compared with",
            "Remove from the comparison",
            "Add an instance or a model API to compare with.",
            self,
        )
        self.list.remove_wanted.connect(self._remove)
        self.list.setMinimumHeight(120)
        down.addWidget(self.list, 1)
        adds = QHBoxLayout()
        adds.setSpacing(8)
        self.add_buttons = {
            kind: push_button(
                title, self, partial(self._choose, kind), name=f"Add {what} to the comparison", takes_enter=False
            )
            for kind, title, what in (
                (INSTANCE, "Instance…", "an instance"),
                (MODEL_API, "Model API…", "a model API"),
            )
        }
        for button in self.add_buttons.values():
            adds.addWidget(button, 1)
        down.addLayout(adds)
        self.standing = label("", "caption", self, wraps=True)
        down.addWidget(self.standing)
        self.for_me = push_button(
            "Choose for me",
            self,
            self._choose_for_me,
            name="Compare with what is chosen for you",
            look="link",
            takes_enter=False,
        )
        across = QHBoxLayout()
        across.addWidget(self.for_me)
        across.addStretch(1)
        down.addLayout(across)
        down.addWidget(line(self))
        down.addLayout(self._make_bases())
        down.addWidget(line(self))
        down.addWidget(label("Demand", "section", self))
        self.rows = {
            name: FigureRow(title, self, asked=self.asked)
            for name, title in (
                ("requests_per_month", "Requests a month"),
                ("tokens_per_month", "Tokens a month"),
                ("accelerators_needed", "Accelerators needed"),
                ("accelerators_drawn", "Drawn"),
            )
        }
        for row in self.rows.values():
            down.addWidget(row)
        self.work_heading = label("What it gives, as drawn", "section", self)
        down.addWidget(self.work_heading)
        self.work_rows = {one.key: FigureRow(one.caption, self, asked=self.asked) for one in shown_in("compare")}
        for row in self.work_rows.values():
            down.addWidget(row)

    def _make_bases(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(10)
        self.basis_boxes: dict[str, QCheckBox] = {}
        for name, title in BASES:
            box = check_box(title, self, self._toggled, checked=True, name=f"Show rent {title.lower()}")
            across.addWidget(box)
            self.basis_boxes[name] = box
        across.addStretch(1)
        return across

    @property
    def bases(self) -> frozenset[str]:
        """The bases of rent that are shown."""
        return frozenset(name for name, box in self.basis_boxes.items() if box.isChecked())

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Ids of the picked parts of KIND."""
        parts = self._document.library.parts
        return tuple(name for name in self.picked if name in parts and parts[name].kind == kind)

    def show_found(self, found: Alternatives | None, problem: str = "") -> None:
        """Show what FOUND compares, with its demand; PROBLEM says why something cannot be."""
        # The drawn machines are always compared and cannot be taken out.
        parts = {row.part: None for row in found.rows if row.way != "own"} if found else {}
        self._shown = tuple(dict.fromkeys([*(name for name in self.picked), *parts]))
        self.list.show_rows([self._row(name) for name in self._shown])
        self.list.remove_button.setEnabled(bool(self._shown))
        self.list.complain(problem)
        self.standing.setText(PICKED if self.picked else FROM_DESIGN if self._shown else "")
        self.for_me.setVisible(bool(self.picked))
        for name, row in self.rows.items():
            row.show_figure(getattr(found, name) if found else None, ranged=False, unit=" ")
        self._show_work()

    def _show_work(self) -> None:
        """Show what serving and training give; what the design does not do has no row."""
        results, book = self._document.results, self._document.design.settings.prices
        told = headline_values("compare", results, book)
        self.work_heading.setVisible(any(figure is not None for _, figure in told))
        for one, figure in told:
            row = self.work_rows[one.key]
            row.setVisible(figure is not None)
            row.show_figure(figure, ranged=one.ranged)
            sure = headline_sure(one.key, results)
            row.setToolTip(localised(sure.words if sure is not None else ""))

    def pick(self, part_ids: Sequence[str]) -> None:
        """Compare with PART_IDS; none lets them be chosen."""
        self.picked = tuple(dict.fromkeys(part_ids))
        self.changed.emit()

    def _row(self, part_id: str) -> Row:
        part = self._document.library.parts.get(part_id)
        if part is None:
            return Row(part_id, part_id)
        kind = KINDS.get(part.kind)
        # The vendor comes first: several rent a machine of one name.
        about = part.vendor
        if part.kind not in MODEL_APIS:
            about = " · ".join(word for word in (part.vendor, part_line(part, self._document.library.parts)) if word)
        return Row(part_id, part.name, about, kind.icon if kind else "other", part.layer)

    def _choose(self, kind: str) -> None:
        dialog = PartChoiceDialog(self._document, kind, "", self, chosen=self._add)
        dialog.none_button.hide()
        dialog.open()

    def _add(self, part_id: str) -> None:
        if part_id:
            self.pick([*self._shown, part_id])

    def _remove(self) -> None:
        row = self.list.rows.chosen
        if row is not None:
            left = [name for name in self._shown if name != row.key]
            self.pick(left)

    def _choose_for_me(self) -> None:
        self.pick(())

    def _toggled(self, _: bool) -> None:
        self.bases_changed.emit()
