"""The discounts of a project: what is taken off catalog prices, by vendor and kind."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.edit.money.price_book import set_discount
from designer.model.kinds import KINDS
from designer.model.money.price_validity import discount_words
from designer.model.money.pricing import Discount
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, Form, label, line_edit, read_number
from designer.ui.widgets.lists.removable_list import RemovableList
from designer.ui.widgets.lists.row_list import Row

EMPTY: Final = (
    "No discounts yet. Say at the right how much a vendor takes off the prices of the catalog; own prices take no "
    "discount."
)
RULE: Final = "The most exact one counts alone: of vendor and kind, then of the vendor, then of the kind."


class DiscountsPage(QWidget):
    """Discounts of the open design."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addWidget(self._make_list(), 1)
        across.addWidget(self._make_form(), 1)
        self._fill_choices()
        self.refresh()

    def _make_list(self) -> QWidget:
        held = RemovableList("Discounts", "Discounts", "Remove the chosen discount", EMPTY, self)
        held.remove_wanted.connect(self.remove)
        self.held, self.list, self.remove_button = held, held.rows, held.remove_button
        self.list.selectionModel().currentChanged.connect(self._chosen)
        return held

    def _make_form(self) -> QWidget:
        right = QWidget(self)
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(label("Set a discount", "section", right))
        down.addWidget(label(RULE, "muted", right, wraps=True))
        self.form = Form(right, label_width=64)
        self.vendor = Choice("Vendor", right)
        self.form.add("Vendor", self.vendor)
        self.kind = Choice("Kind of part", right)
        self.form.add("Kind", self.kind)
        self.percent = line_edit("Discount in percent", right, placeholder="15", entered=self.set)
        self.form.add("Off", self.percent, unit="%")
        self.note = line_edit("Note", right, placeholder="Frame contract, who granted it", entered=self.set)
        self.form.add("Note", self.note)
        down.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.set_button = push_button("Set discount", right, self.set, look="primary", takes_enter=False)
        buttons.addWidget(self.set_button)
        down.addLayout(buttons)
        down.addStretch(1)
        return right

    def refresh(self) -> None:
        """Show the discounts as they are now."""
        chosen = self.list.currentIndex().row()
        discounts = self._document.design.settings.prices.discounts
        self.held.show_rows(
            [
                Row(str(place), f"{discount.share * 100:g}% off {discount_words(discount)}", discount.note or "no note")
                for place, discount in enumerate(discounts)
            ]
        )
        if discounts and chosen >= 0:
            self.list.setCurrentIndex(self.list.row_model.index(min(chosen, len(discounts) - 1)))
        self.remove_button.setEnabled(self._discount is not None)

    def set(self) -> None:
        """Set the discount of the form; what is wrong is told beside its field, and nothing is lost."""
        self.form.complain(self.percent, "")
        vendor, kind = str(self.vendor.currentData() or ""), str(self.kind.currentData() or "")
        note = self.note.text().strip()
        try:
            share = round(read_number(self.percent.text().strip().rstrip("%"), "The discount") / 100.0, 12)
        except RefusedInput as problem:
            self.form.complain(self.percent, str(problem))
            self.percent.setFocus()
            return
        problem = self._document.attempt(partial(set_discount, share=share, vendor=vendor, kind=kind, note=note))
        self.form.complain(self.percent, problem)
        if problem:
            self.percent.setFocus()
            return
        places = [(discount.vendor, discount.kind) for discount in self._document.design.settings.prices.discounts]
        self.list.setCurrentIndex(self.list.row_model.index(places.index((vendor, kind))))

    def remove(self) -> None:
        """Take the chosen discount away."""
        discount = self._discount
        if discount is not None:
            make = partial(set_discount, share=None, vendor=discount.vendor, kind=discount.kind)
            self.held.complain(self._document.attempt(make))

    @property
    def _discount(self) -> Discount | None:
        row, discounts = self.list.chosen, self._document.design.settings.prices.discounts
        return discounts[int(row.key)] if row is not None and int(row.key) < len(discounts) else None

    def _chosen(self, *_: object) -> None:
        """Take the chosen discount into the form, to be changed there."""
        discount = self._discount
        self.remove_button.setEnabled(discount is not None)
        if discount is None:
            return
        self.vendor.setCurrentIndex(self.vendor.findData(discount.vendor))
        self.kind.setCurrentIndex(self.kind.findData(discount.kind))
        self.percent.setText(f"{discount.share * 100:g}")
        self.note.setText(discount.note)
        self.form.complain(self.percent, "")

    def _fill_choices(self) -> None:
        """Vendors and kinds of the design first, then all others."""
        design, library = self._document.design, self._document.library
        of_design = {part.vendor for part in design.parts.values()}
        every = {part.vendor for part in library.parts.values()}
        every |= {discount.vendor for discount in design.settings.prices.discounts} - {""}
        vendors = [*sorted(of_design, key=str.lower), *sorted(every - of_design, key=str.lower)]
        self.vendor.show_choices([("", "Every vendor"), *((vendor, vendor) for vendor in vendors if vendor)], "")
        used = [kind for kind in KINDS if any(part.kind == kind for part in design.parts.values())]
        # Containers cost nothing, so there is nothing to discount.
        kinds = [*used, *(kind.id for kind in KINDS.values() if kind.id not in used and not kind.container)]
        self.kind.show_choices([("", "Every kind"), *((kind, KINDS[kind].title) for kind in kinds)], "")
