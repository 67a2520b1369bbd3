"""The money of a project: currency, dated exchange rates, and the basis to plan with."""

from datetime import date
from functools import partial
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from designer.edit.money.price_book import (
    PURCHASE_BASES,
    RENT_BASES,
    set_currency,
    set_price_region,
    set_purchase_basis,
    set_rate,
    set_rent_basis,
    set_rent_term,
)
from designer.model.money.price_validity import require_currency, require_date
from designer.model.money.pricing import USD
from designer.model.parts.part import TERM_WORDS, Basis, Term
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.catalog.prices.own_prices_page import BASIS_TITLES
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, Form, label, line, line_edit, read_number
from designer.ui.widgets.lists.row_list import Row, RowList

EMPTY: Final = (
    "No exchange rates yet. Money is shown in US dollars; a rate with its date lets it be shown in another currency."
)
PREFERRED: Final = "As each part's preferred price"
ANY_TERM: Final = "Any term, the newest price"


class MoneyPage(QWidget):
    """Currency, rates and basis of the open design."""

    def __init__(self, document: Document, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._today = today
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addWidget(self._make_list(), 1)
        across.addWidget(self._make_right(), 1)
        self.refresh()

    def _make_list(self) -> QWidget:
        left = QWidget(self)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(label("Exchange rates", "section", left))
        self.list = RowList("Exchange rates", left, current_changed=self._chosen)
        self.list.setDragEnabled(False)
        down.addWidget(self.list, 1)
        self._empty = label(EMPTY, "muted", left, wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._empty, 1)
        self.rate_form = Form(left, label_width=64)
        self.code = self._field("Currency of the rate", "EUR")
        self.code.textEdited.connect(self._upper_case)
        self.rate_form.add("Currency", self.code)
        self.usd = self._field("US dollars for one unit of it", "1.1")
        self.rate_form.add("Is worth", self.usd, unit="USD")
        self.date = self._field("Date of the rate", "2026-11-24")
        self.rate_form.add("On", self.date)
        self.note = self._field("Where the rate was read", "Where it was read")
        self.rate_form.add("Note", self.note)
        down.addSpacing(4)
        down.addWidget(self.rate_form)
        down.addSpacing(4)
        buttons = QHBoxLayout()
        self.remove_button = push_button("Remove", left, self.remove, name="Remove the chosen rate", takes_enter=False)
        buttons.addWidget(self.remove_button)
        self._list_problem = label("", "problem", left, wraps=True)
        buttons.addWidget(self._list_problem, 1)
        self.set_button = push_button(
            "Set rate", left, self.set, look="primary", name="Set the rate", takes_enter=False
        )
        buttons.addWidget(self.set_button)
        down.addLayout(buttons)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self.remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.date.setText(self._today.isoformat())
        return left

    def _make_right(self) -> QWidget:
        right = QWidget(self)
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(label("Money", "section", right))
        self.form = Form(right, label_width=88)
        self.currency = Choice("Currency to show money in", self, chosen=self._set_currency)
        self.form.add("Shown in", self.currency)
        down.addWidget(self.form)
        down.addSpacing(8)
        down.addWidget(line(right))
        down.addWidget(label("Basis to plan with", "section", right))
        words = "Where no price of the basis is known, that of the part's preferred price is taken."
        down.addWidget(label(words, "muted", right, wraps=True))
        self.basis_form = Form(right, label_width=88)
        self.purchase = Choice("Basis of purchases", self, chosen=self._set_purchase)
        self.basis_form.add("Purchases", self.purchase)
        self.rent = Choice("Basis of rent by the hour", self, chosen=self._set_rent)
        self.basis_form.add("Rent", self.rent)
        self.term = Choice("For how long to reserve", self, chosen=self._set_term)
        self.basis_form.add(
            "Reserved for",
            self.term,
            help_text="Of what is reserved: where no price of that term is known, the newest reserved one counts.",
        )
        self.region = Choice("Region to rent in", self, chosen=self._set_region)
        self.basis_form.add("Rent in", self.region)
        down.addWidget(self.basis_form)
        down.addStretch(1)
        return right

    def _field(self, name: str, hint: str) -> QLineEdit:
        return line_edit(name, self, placeholder=hint, entered=self.set)

    # What it shows --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show currency, rates and basis as they are now."""
        book = self._document.design.settings.prices
        chosen = self.list.chosen
        self.list.show_rows(
            [
                Row(
                    code,
                    f"1 {code} = {rate.usd:g} USD",
                    f"{rate.date}{f', {rate.note}' if rate.note else ''}",
                    aside="shown" if code == book.currency else "",
                )
                for code, rate in sorted(book.rates.items())
            ]
        )
        self.list.setVisible(bool(book.rates))
        self._empty.setVisible(not book.rates)
        self._go_to(chosen.key if chosen else "")
        self.remove_button.setEnabled(self.list.chosen is not None)
        codes = [USD, *sorted(code for code in book.rates if code != USD)]
        self.currency.show_choices([(code, "US dollars" if code == USD else code) for code in codes], book.currency)
        self.purchase.show_choices(_basis_choices(PURCHASE_BASES, book.purchase_basis), book.purchase_basis or "")
        self.rent.show_choices(_basis_choices(RENT_BASES, book.rent_basis), book.rent_basis or "")
        self.term.show_choices(
            [(term, f"{words[:1].upper()}{words[1:]}" or ANY_TERM) for term, words in TERM_WORDS.items()],
            book.rent_term,
        )
        self.region.show_choices([("", PREFERRED), *((name, name) for name in self._regions())], book.region)

    def _regions(self) -> list[str]:
        """Regions that parts of the design are rented in, then all others that are known."""
        design, library = self._document.design, self._document.library
        of_design = {price.region for part in design.parts.values() for price in part.prices if price.per == "hour"}
        every = {price.region for part in library.parts.values() for price in part.prices if price.per == "hour"}
        every |= {design.settings.prices.region}
        return [name for name in (*sorted(of_design), *sorted(every - of_design)) if name]

    def _go_to(self, code: str) -> None:
        codes = [row.key for row in self.list.row_model.rows]
        if code in codes:
            self.list.setCurrentIndex(self.list.row_model.index(codes.index(code)))

    def _chosen(self, *_: object) -> None:
        """Take the chosen rate into the form, to be changed there."""
        row = self.list.chosen
        self.remove_button.setEnabled(row is not None)
        rate = self._document.design.settings.prices.rates.get(row.key) if row else None
        if row is None or rate is None:
            return
        self.code.setText(row.key)
        self.usd.setText(f"{rate.usd:.12g}")
        self.date.setText(rate.date)
        self.note.setText(rate.note)
        self._complain()

    def _upper_case(self, text: str) -> None:
        place = self.code.cursorPosition()
        self.code.setText(text.upper())
        self.code.setCursorPosition(place)

    # What it does ---------------------------------------------------------------------------------------------------

    def set(self) -> None:
        """Set the rate of the form; what is wrong is told beside its field, and nothing is lost."""
        self._complain()
        code, written = self.code.text().strip().upper(), self.date.text().strip()
        try:
            require_currency(code)
        except RefusedInput as problem:
            self._refuse(self.code, str(problem))
            return
        try:
            usd = read_number(self.usd.text(), "The rate")
        except RefusedInput as problem:
            self._refuse(self.usd, str(problem))
            return
        try:
            require_date(written, "The date of the rate", whole=True)
        except RefusedInput as problem:
            self._refuse(self.date, str(problem))
            return
        make = partial(set_rate, currency=code, usd=usd, date=written, note=self.note.text().strip())
        problem = self._document.attempt(make)
        if problem:
            self._refuse(self.code if code == USD else self.usd, problem)
            return
        self._go_to(code)

    def remove(self) -> None:
        """Take the chosen rate away."""
        row = self.list.chosen
        if row is not None:
            self._list_problem.setText(self._document.attempt(partial(set_rate, currency=row.key, usd=None)))

    def _refuse(self, field: QLineEdit, problem: str) -> None:
        self.rate_form.complain(field, problem)
        field.setFocus()

    def _complain(self) -> None:
        """Take all complaints back."""
        self._list_problem.setText("")
        for field in (self.code, self.usd, self.date, self.note):
            self.rate_form.complain(field, "")

    def _set_currency(self, code: str) -> None:
        self.form.complain(self.currency, self._document.attempt(partial(set_currency, currency=code)))

    def _set_purchase(self, basis: str) -> None:
        make = partial(set_purchase_basis, basis=cast("Basis", basis) if basis else None)
        self.basis_form.complain(self.purchase, self._document.attempt(make))

    def _set_rent(self, basis: str) -> None:
        make = partial(set_rent_basis, basis=cast("Basis", basis) if basis else None)
        self.basis_form.complain(self.rent, self._document.attempt(make))

    def _set_term(self, term: str) -> None:
        self.basis_form.complain(self.term, self._document.attempt(partial(set_rent_term, term=cast("Term", term))))

    def _set_region(self, region: str) -> None:
        self.basis_form.complain(self.region, self._document.attempt(partial(set_price_region, region=region)))


def _basis_choices(bases: tuple[Basis, ...], present: Basis | None) -> list[tuple[str, str]]:
    """The bases to plan with; one that a file brought along is offered too."""
    more = (present,) if present is not None and present not in bases else ()
    return [("", PREFERRED), *((basis, BASIS_TITLES.get(basis, basis)) for basis in (*bases, *more))]
