"""The own prices of a project: the list with older ones in sight, and the form for another one."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from designer.catalog.parts.differences import price_words
from designer.edit.money.price_book import PURCHASE_BASES, RENT_BASES, add_own_price, remove_own_price
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.money.price_validity import require_currency, require_date
from designer.model.money.pricing import PlannedPrice, date_rank, planned_price
from designer.model.parts.part import PER_WORDS, PURCHASES, TERM_WORDS, Basis, Part, Per, Price, Term
from designer.model.records import RefusedInput, require_quantity
from designer.ui.app.document import Document
from designer.ui.catalog.part_picker import PartPicker
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, Form, label, line_edit, read_number
from designer.ui.widgets.lists.removable_list import RemovableList
from designer.ui.widgets.lists.row_list import Row
from designer.ui.widgets.theme import set_look

BASIS_TITLES: Final[dict[Basis, str]] = {
    "user": "Own",
    "quote": "Quote",
    "list": "List",
    "street": "Street",
    "estimate": "Estimate",
    "on-demand": "On demand",
    "reserved": "Reserved",
    "spot": "Spot",
}
SEPARATOR: Final = "\n"
EMPTY: Final = (
    "No own prices yet. Choose a part at the right and say what it costs you: an own price counts before those of the "
    "catalog and takes no discount."
)


def per_title(per: Per) -> str:
    """Return what a price is paid for, for people."""
    return f"per {PER_WORDS[per]}" if PER_WORDS[per] else "each"


class OwnPricesPage(QWidget):
    """Own prices of the open design."""

    def __init__(self, document: Document, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._today = today
        self._picked = ""
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addWidget(self._make_list(), 1)
        across.addWidget(self._make_form(), 1)
        self._fill_choices()
        self.refresh()

    # What it is made of ---------------------------------------------------------------------------------------------

    def _make_list(self) -> QWidget:
        held = RemovableList("Own prices", "Own prices, newest first", "Remove the chosen price", EMPTY, self)
        held.remove_wanted.connect(self.remove)
        self.held, self.list, self.remove_button = held, held.rows, held.remove_button
        self.list.activated.connect(self._use_again)
        self.list.selectionModel().currentChanged.connect(self._allow)
        return held

    def _make_form(self) -> QWidget:
        right = QWidget(self)
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(label("Another price", "section", right))
        self.picker = PartPicker(self._document, right)
        self.picker.picked.connect(self._part_picked)
        down.addWidget(self.picker, 1)
        self._planned = label("", "muted", right, wraps=True)
        down.addWidget(self._planned)
        self.form = Form(right, label_width=80)
        self.low, self.typical, self.high = (self._field(f"{word} price", word) for word in ("Low", "Typical", "High"))
        self._amounts = self._row(self.low, self.typical, self.high)
        self.form.add("Price", self._amounts, help_text="One value is enough; a range needs all three.")
        self.per = Choice("What the price is paid for", right, chosen=self._fill_bases)
        self.item = Choice("Which of several things it is the price of", right)
        self.basis = Choice("Basis of the price", right, chosen=self._allow_term)
        self.form.add("Paid", self._row(self.per, self.item, self.basis))
        self.currency = self._field("Currency", "EUR")
        self.currency.textEdited.connect(self._upper_case)
        self.date = self._field("Date of the price", "2026-11-24")
        self._money = self._row(self.currency, self.date)
        self.form.add("Money, date", self._money)
        self.quote = self._field("Number of the quote", "Q-2026-017")
        self.valid_until = self._field("Last day of the quote", "2026-12-31")
        self._quoted = self._row(self.quote, self.valid_until)
        self.form.add("Quote, until", self._quoted, help_text="Where a vendor quoted it; leave both empty else.")
        self.term = Choice("For how long it binds", right)
        self.term.show_choices([(term, words or "Any time") for term, words in TERM_WORDS.items()], "")
        self.upfront = self._field("Share that is paid up front", "100%")
        self._bound = self._row(self.term, self.upfront)
        self.form.add("Term, upfront", self._bound, help_text="Of an hour that is reserved.")
        self.note = self._field("Note", "Who quoted it")
        self.form.add("Note", self.note)
        down.addWidget(self.form)
        buttons = QHBoxLayout()
        self._problem = label("", "problem", right, wraps=True)
        buttons.addWidget(self._problem, 1)
        self.add_button = push_button("Add price", right, self.add, look="primary", takes_enter=False)
        buttons.addWidget(self.add_button)
        down.addLayout(buttons)
        self.picker.taken.connect(self.typical.setFocus)
        self.date.setText(self._today.isoformat())
        self.currency.setText(self._document.design.settings.prices.currency)
        return right

    def _field(self, name: str, hint: str) -> QLineEdit:
        return line_edit(name, self, placeholder=hint, entered=self.add)

    def _row(self, *fields: QWidget) -> QWidget:
        holder = QWidget(self)
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for field in fields:
            across.addWidget(field, 1)
        holder.setFocusProxy(fields[0])
        return holder

    # What it shows --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the own prices as they are now."""
        chosen = self.list.currentIndex().row()
        rows = list(self._rows())
        self.held.show_rows(rows)
        if rows:
            place = min(max(chosen, 1), len(rows) - 1)
            self.list.setCurrentIndex(self.list.row_model.index(place - rows[place].heading))
        self.picker.refresh()
        self._allow()

    def _rows(self) -> Sequence[Row]:
        book = self._document.design.settings.prices
        rows: list[Row] = []
        for part_id, prices in sorted(book.prices.items(), key=lambda item: self._part(item[0]).name.lower()):
            part = self._part(part_id)
            rows.append(Row(part_id, part.name, heading=True, aside=part.vendor))
            newest_first = sorted(enumerate(prices), key=lambda item: date_rank(item[1].date), reverse=True)
            for place, price in newest_first:
                planned = planned_price(part, price.per, book, price.item)
                standing = _standing(price, planned, book.converts(price.currency), self._today)
                details = price_words(price).partition(", ")[2]
                rows.append(Row(f"{place}{SEPARATOR}{part_id}", _amount(price), details, aside=standing))
        return rows

    def _part(self, part_id: str) -> Part:
        """The part, a bare one when nobody knows it any more."""
        found = self._document.library.parts.get(part_id)
        return found or Part(id=part_id, kind="", layer="facility", vendor="", name=part_id)

    def _part_picked(self, part_id: str) -> None:
        if part_id != self._picked:
            self._picked = part_id
            self._problem.setText("")
            self._fill_choices()
        self._say_planned()

    def _say_planned(self) -> None:
        part = self.picker.part
        if part is None:
            self._planned.setText("Choose a part.")
            return
        planned = planned_price(part, self._per(), self._document.design.settings.prices, self._item())
        per = per_title(self._per())
        if planned is None:
            self._planned.setText(f"{part.name}: no price {per} is known.")
            return
        off = f", less {percent_text(planned.discount.share)}" if planned.discount and planned.discount.share else ""
        whose = "own" if planned.own else "catalog"
        self._planned.setText(f"{part.name}, planned now ({whose}): {price_words(planned.price)}{off}.")

    def _fill_choices(self) -> None:
        """Ways to pay for the chosen part first, then all others."""
        part = self.picker.part
        own: list[Per] = list(dict.fromkeys(price.per for price in part.prices)) if part else []
        pers: list[Per] = list(dict.fromkeys([*own, *PER_WORDS]))
        present = cast("Per", self.per.currentData()) if self.per.currentIndex() >= 0 and not own else pers[0]
        self.per.show_choices([(per, per_title(per)) for per in pers], present)
        self._fill_bases()

    def _fill_bases(self, *_: object) -> None:
        bases: tuple[Basis, ...] = ("user", *(PURCHASE_BASES if self._per() in PURCHASES else ("quote", *RENT_BASES)))
        # The basis stays as long as it makes sense for the new unit.
        present = str(self.basis.currentData())
        value = present if present in bases else "user"
        self.basis.show_choices([(basis, BASIS_TITLES[basis]) for basis in bases], value)
        self._allow_term()
        part = self.picker.part
        items = [price.item for price in part.prices if price.per == self._per() and price.item] if part else []
        items = list(dict.fromkeys(items))
        self.item.show_choices([(item, item) for item in items], items[0] if items else "")
        self.item.setVisible(bool(items))
        self._say_planned()

    def _allow_term(self, *_: object) -> None:
        """Only an hour that is reserved binds for a time and is paid up front."""
        self._bound.setEnabled(self._reserved())

    def _reserved(self) -> bool:
        return self.basis.currentData() == "reserved" and self._per() == "hour"

    def _per(self) -> Per:
        return cast("Per", self.per.currentData() or "unit")

    def _item(self) -> str:
        return str(self.item.currentData() or "")

    def _allow(self, *_: object) -> None:
        row = self.list.chosen
        self.remove_button.setEnabled(row is not None and not row.heading)

    def _upper_case(self, text: str) -> None:
        place = self.currency.cursorPosition()
        self.currency.setText(text.upper())
        self.currency.setCursorPosition(place)

    # What it does ---------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add the price of the form; what is wrong with it is told beside its field, and nothing is lost."""
        self._complain()
        part = self.picker.part
        if part is None:
            self._problem.setText("Choose the part that it is the price of.")
            self.picker.search.setFocus()
            return
        price = self._read()
        if price is None:
            return
        problem = self._document.attempt(partial(add_own_price, part_id=part.id, price=price))
        self._problem.setText(problem)
        if problem:
            return
        for field in (self.low, self.typical, self.high, self.quote, self.valid_until, self.upfront, self.note):
            field.clear()
        self.list.setFocus()
        self._choose(part.id, price)

    def remove(self) -> None:
        """Take the chosen price out of the book."""
        row = self.list.chosen
        if row is None or row.heading:
            return
        place, part_id = _place_of(row)
        problem = self._document.attempt(partial(remove_own_price, part_id=part_id, place=place))
        self.held.complain(problem)

    def _read(self) -> Price | None:
        """The price of the form; None when a field cannot be read."""
        amounts = self._read_amounts()
        currency, written = self.currency.text().strip().upper(), self.date.text().strip()
        # One complaint at a time, from the top; the amounts have been read and complained of already.
        good = self._accepts(self.currency, self._money, partial(require_currency, currency))
        if good and written:
            good = self._accepts(self.date, self._money, partial(require_date, written, "The date of the price"))
        until = self.valid_until.text().strip()
        if good and until:
            last = partial(require_date, until, "The last day of the quote", whole=True)
            good = self._accepts(self.valid_until, self._quoted, last)
        upfront = self._read_upfront() if good else None
        if amounts is None or upfront is None:
            return None
        low, typical, high = amounts
        return Price(
            low=low,
            typical=typical,
            high=high,
            basis=self._read_basis(),
            per=self._per(),
            item=self._item(),
            currency=currency,
            date=written,
            valid_until=until,
            quote=self.quote.text().strip(),
            term=cast("Term", self.term.currentData()) if self._reserved() else "",
            upfront_share=upfront,
            status="user",
            note=self.note.text().strip(),
        )

    def _read_upfront(self) -> float | None:
        """The share that is paid up front, 0 where nothing is said or reserved; None where it is no share."""
        text = self.upfront.text().strip().rstrip("%")
        if not text or not self._reserved():
            return 0.0
        try:
            share = read_number(text, "What is paid up front") / 100
            if not 0 <= share <= 1:
                raise RefusedInput("Write the share that is paid up front from 0 to 100%.")
        except RefusedInput as problem:
            self._refuse(self._bound, self.upfront, str(problem))
            return None
        return share

    def _read_basis(self) -> Basis:
        """The chosen basis; an own price with a number or a last day is a quote."""
        chosen = cast("Basis", self.basis.currentData())
        quoted = self.quote.text().strip() or self.valid_until.text().strip()
        return "quote" if chosen == "user" and quoted else chosen

    def _read_amounts(self) -> tuple[float, float, float] | None:
        """Low, typical and high; one value alone is all three."""
        found: list[float] = []
        fields = (self.low, self.typical, self.high)
        filled = [field for field in fields if field.text().strip()]
        for field in filled:
            try:
                found.append(require_quantity(read_number(field.text(), field.accessibleName()), "A price"))
            except RefusedInput as problem:
                self._refuse(self._amounts, field, str(problem))
                return None
        if len(found) == 1:
            return found[0], found[0], found[0]
        missing = next((field for field in (self.typical, self.low, self.high) if field not in filled), None)
        if missing is not None:
            self._refuse(self._amounts, missing, "Give one value, or all three: low, typical and high.")
            return None
        low, typical, high = found
        if not low <= typical <= high:
            self._refuse(self._amounts, self.typical, "The typical price must lie between low and high.")
            return None
        return low, typical, high

    def _accepts(self, field: QLineEdit, row: QWidget, check: Callable[[], object]) -> bool:
        try:
            check()
        except RefusedInput as problem:
            self._refuse(row, field, str(problem))
            return False
        return True

    def _refuse(self, row: QWidget, field: QLineEdit, problem: str) -> None:
        self.form.complain(row, problem)
        set_look(field, "problem")
        field.setFocus()

    def _complain(self) -> None:
        """Take all complaints back."""
        self._problem.setText("")
        for row in (self._amounts, self._money, self._quoted, self._bound):
            self.form.complain(row, "")
        for field in (self.low, self.typical, self.high, self.currency, self.date, self.valid_until, self.upfront):
            set_look(field, "")

    def _choose(self, part_id: str, price: Price) -> None:
        """Take the list to PRICE."""
        prices = self._document.design.settings.prices.prices.get(part_id, ())
        keys = [row.key for row in self.list.row_model.rows]
        if price in prices:
            place = keys.index(f"{prices.index(price)}{SEPARATOR}{part_id}")
            self.list.setCurrentIndex(self.list.row_model.index(place))

    def _use_again(self, _: QModelIndex) -> None:
        """Take the chosen price into the form, to start the next one from it."""
        row = self.list.chosen
        if row is None or row.heading:
            return
        place, part_id = _place_of(row)
        price = self._document.design.settings.prices.prices[part_id][place]
        self.picker.pick(part_id)
        for field, amount in ((self.low, price.low), (self.typical, price.typical), (self.high, price.high)):
            field.setText(number_text(amount, 12) if price.low != price.high or field is self.typical else "")
        self.per.setCurrentIndex(self.per.findData(price.per))
        self._fill_bases()
        self.basis.setCurrentIndex(max(self.basis.findData(price.basis), 0))
        self.item.setCurrentIndex(self.item.findData(price.item))
        self.currency.setText(price.currency)
        self.quote.setText(price.quote)
        self.valid_until.setText(price.valid_until)
        self.term.setCurrentIndex(self.term.findData(price.term))
        self.upfront.setText(f"{price.upfront_share:.0%}" if price.upfront_share else "")
        self.note.setText(price.note)
        self.typical.setFocus()
        self.typical.selectAll()


def _place_of(row: Row) -> tuple[int, str]:
    """Return which price of which part a row is."""
    place, _, part_id = row.key.partition(SEPARATOR)
    return int(place), part_id


def _amount(price: Price) -> str:
    """The amount alone: "262 500 USD per hour"."""
    return price_words(price).partition(", ")[0]


def _standing(price: Price, planned: PlannedPrice | None, converts: bool, today: date) -> str:
    """Return how a plan takes PRICE, in a word or two; a quote that no longer holds is told."""
    if not converts:
        return f"no rate for {price.currency}"
    expired = price.expired(today.isoformat())
    if planned is None or planned.price == price:
        return "counts as an estimate, expired" if expired else "counts"
    if expired:
        return "expired"
    return "older" if date_rank(price.date) < date_rank(planned.price.date) else "not taken"
