"""The mapping step of an own price list: which column says what, with the rows above and what they come to below."""

from typing import Final, get_args

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from designer import clock
from designer.catalog.library import Library
from designer.catalog.prices.price_table import PriceColumns, PriceTable, guess_columns, table_prices
from designer.model.money.price_validity import require_currency, require_date
from designer.model.parts.part import PER_WORDS, Basis, Per
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.catalog.imports.import_dialog import push
from designer.ui.catalog.prices.price_words import BASIS_TITLES, paid_for, price_text
from designer.ui.widgets.fields import Choice, Form, label
from designer.ui.widgets.lists.review_table import Heading, ReviewRow, ReviewTable
from designer.ui.widgets.theme import set_look
from designer.ui.widgets.timers import after_pause

LIVE_ROWS: Final = 200
SHOWN_ROWS: Final = 50
DEBOUNCE_MS: Final = 150
FIT_COLUMNS: Final = 7
_FIELDS: Final = (
    ("part", "Part", "Part numbers, ids or names of parts"),
    ("price", "Price", "What one costs"),
    ("low", "Least", "The lower end of a range"),
    ("high", "Most", "The upper end of a range"),
    ("currency", "Currency", "USD, EUR ..."),
    ("per", "Paid per", "Unit, hour, month ..."),
    ("basis", "Basis", "list, street, reserved ..."),
    ("region", "Region", "Where it holds"),
    ("date", "Date", "As of which day"),
    ("item", "Item", "Which of several things: input or output of tokens"),
    ("quote", "Quote", "Number of the quote"),
    ("valid_until", "Valid until", "Last day of the quote"),
    ("note", "Note", "A remark to keep with it"),
)
_BASES: Final = tuple((basis, BASIS_TITLES[basis]) for basis in get_args(Basis) if basis not in {"rented", "not-sold"})
_CAME_COLUMNS: Final = (
    Heading("Part", 240),
    Heading("Price", 170, True),
    Heading("Paid for", 150),
    Heading("Basis", 90),
    Heading("Date", 104),
    Heading("Row"),
)


class PriceColumnsPage(QWidget):
    """Maps the columns of a PriceTable; what the first rows come to follows each change."""

    read_wanted = Signal()
    """The whole table is to be read under `columns`."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = Library()
        self.table: PriceTable | None = None
        self.columns = PriceColumns()
        self._later = after_pause(self, DEBOUNCE_MS, self.show_result)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self._intro = label("", "muted", self, wraps=True)
        self._down.addWidget(self._intro)
        self.rows = ReviewTable("First rows of the file", (Heading(""),), self)
        self._down.addWidget(self.rows, 4)
        self._down.addWidget(self._mapping())
        self._said = label("", "strong", self, wraps=True)
        self._down.addWidget(self._said)
        self.came = ReviewTable("What the first rows come to", _CAME_COLUMNS, self)
        self._down.addWidget(self.came, 5)
        self._reasons = label("", "warn-caption", self, wraps=True)
        self._down.addWidget(self._reasons)
        buttons = QHBoxLayout()
        back = push("Back", self, self.back_wanted)
        self.read_button = push("Read all rows", self, self._read, primary=True)
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(self.read_button)
        self._down.addLayout(buttons)

    def show_table(self, table: PriceTable, library: Library) -> None:
        """Begin with TABLE and the columns that its headings suggest."""
        self.table, self._library = table, library
        self.columns = guess_columns(table)
        self._intro.setText(
            f"{table.name}: {counted(len(table.rows), 'row')}. Say which column is what; what is empty takes the value "
            "at the right."
        )
        self._show_first_rows(table)
        headings = [("", "—"), *((heading, heading or "(no heading)") for heading in dict.fromkeys(table.headings))]
        for field, choice in self.choices.items():
            choice.show_choices(headings, getattr(self.columns, field))
        self._currency.setText(self.columns.default_currency)
        self._date.setText(self.columns.default_date)
        self._basis.show_choices(_BASES, self.columns.default_basis)
        self._per.show_choices([(per, PER_WORDS[per] or "unit") for per in get_args(Per)], self.columns.default_per)
        self.show_result()
        self.choices["part"].setFocus()

    def show_result(self) -> None:
        """Show what the first rows come to under the present columns."""
        table = self.table
        if table is None:
            return
        self.columns, problem = self._columns()
        self.read_button.setEnabled(False)
        self._reasons.setText("")
        if problem or not self.columns.part or not (self.columns.price or self.columns.low or self.columns.high):
            self.came.show_rows(())
            self._say(problem or "Choose the column of the part and the column of the price.", "warn")
            return
        first = replace(table, rows=table.rows[:LIVE_ROWS])
        try:
            report = table_prices(first, self.columns, self._library, clock.today())
        except RefusedInput as refused:
            self.came.show_rows(())
            self._say(str(refused), "error")
            return
        parts = self._library.parts
        self.came.show_rows(
            ReviewRow(
                key=str(number),
                cells=(
                    parts[offer.part].name if offer.part in parts else offer.part,
                    price_text(offer.price),
                    paid_for(offer.price),
                    BASIS_TITLES[offer.price.basis],
                    offer.price.date,
                    offer.row,
                ),
                ranks={1: offer.price.typical},
            )
            for number, offer in enumerate(report.offers[:SHOWN_ROWS])
        )
        which = f"Of the first {LIVE_ROWS} rows" if len(table.rows) > LIVE_ROWS else "The rows come to"
        self._say(
            f"{which}: {counted(len(report.offers), 'price')}, {len(report.not_taken)} not taken.",
            "strong" if report.offers else "warn",
        )
        more = len(report.not_taken) - 2
        self._reasons.setText("  ".join(report.not_taken[:2]) + (f"  … and {more} more." if more > 0 else ""))
        self.read_button.setEnabled(True)

    def _mapping(self) -> QWidget:
        holder = QWidget(self)
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(20)
        self.choices: dict[str, Choice] = {}
        forms = [Form(holder, label_width=62) for _ in range(4)]
        for number, (field, title, help_text) in enumerate(_FIELDS):
            choice = Choice(f"Column of: {title}", holder, chosen=self._soon)
            forms[number // 4].add(title, choice, help_text=help_text)
            self.choices[field] = choice
        self._currency, self._date = QLineEdit(holder), QLineEdit(holder)
        self._basis, self._per = Choice("Basis where the file has none", holder), Choice("Paid per", holder)
        self._currency.setAccessibleName("Currency where the file has none")
        self._date.setAccessibleName("Date where the file has none")
        self._date.setPlaceholderText("today")
        self._per.setAccessibleName("Paid per, where the file has none")
        for line in (self._currency, self._date):
            line.textEdited.connect(self._soon)
        for choice in (self._basis, self._per):
            choice.chosen.connect(self._soon)
        rest = forms[3]
        rest.add("Currency", self._currency, help_text="Where the file says nothing else")
        rest.add("Paid per", self._per, help_text="Where the file says nothing else")
        rest.add("Basis", self._basis, help_text="Where the file says nothing else")
        rest.add("Date", self._date, help_text="Where the file says nothing else, as 2026-11-24")
        for title, form in zip(("Columns", "", "", "Where a column is empty"), forms, strict=True):
            down = QVBoxLayout()
            down.setSpacing(2)
            down.addWidget(label(title or " ", "section", holder))
            down.addWidget(form)
            down.addStretch(1)
            across.addLayout(down, 1)
        return holder

    def _show_first_rows(self, table: PriceTable) -> None:
        # Few columns share the width; many keep a readable one and are scrolled.
        width = 0 if len(table.headings) <= FIT_COLUMNS else 140
        columns = [Heading(heading or "(no heading)", width) for heading in table.headings]
        rows = ReviewTable("First rows of the file", columns, self)
        rows.show_rows(
            # A short row is filled up and a long one cut, since tables of other tools are not always even.
            ReviewRow(key=str(number), cells=(*row, *[""] * len(columns))[: len(columns)])
            for number, row in enumerate(table.rows[:SHOWN_ROWS])
        )
        self._down.replaceWidget(self.rows, rows)
        self.rows.hide()
        self.rows.deleteLater()
        self.rows = rows

    def _columns(self) -> tuple[PriceColumns, str]:
        """The columns as they are chosen, and why a default cannot be."""
        chosen = {field: str(choice.currentData() or "") for field, choice in self.choices.items()}
        columns = replace(
            self.columns,
            **chosen,
            default_currency=self._currency.text().strip().upper(),
            default_basis=self._basis.currentData(),
            default_per=self._per.currentData(),
            default_date=self._date.text().strip(),
        )
        try:
            require_currency(columns.default_currency)
            if columns.default_date:
                require_date(columns.default_date, "The date")
        except RefusedInput as problem:
            return columns, str(problem)
        return columns, ""

    def _say(self, line: str, look: str) -> None:
        self._said.setText(line)
        set_look(self._said, look)

    def _soon(self) -> None:
        self._later.start()

    def _read(self) -> None:
        self._later.stop()
        self.show_result()
        if self.read_button.isEnabled():
            self.read_wanted.emit()
