"""Prices that were found, beside those that are planned today: which to keep, and for whom."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceOffer, PriceReport
from designer.model.figures.figure_text import count_text
from designer.model.money.pricing import PriceBook
from designer.model.wording import counted
from designer.ui.catalog.imports.import_dialog import push
from designer.ui.catalog.prices.price_words import BASIS_TITLES, change_of, paid_for, price_text
from designer.ui.widgets.fields import Choice, Segments, label, line_edit
from designer.ui.widgets.lists.review_table import Heading, ReviewRow, ReviewTable, filter_choices

EVERYWHERE: Final = "everywhere"
PROJECT: Final = "project"
_OFFER_COLUMNS: Final = (
    Heading("Part"),
    Heading("Paid for", 184),
    Heading("New price", 146, True),
    Heading("Planned today", 106, True),
    Heading("Change", 104, True),
    Heading("Basis", 92),
    Heading("Region", 120),
    Heading("Date", 104),
)
_REASON_COLUMNS: Final = (Heading("Row that gave no price, and why"),)
_FILTERS: Final = (
    ("new", "New prices"),
    ("known", "Known already"),
    ("up", "Dearer than planned"),
    ("down", "Cheaper than planned"),
    ("another", "Of another basis than planned"),
    ("first", "First price of its kind"),
    ("used", "Of parts in this project"),
)


def offer_row(
    number: int, offer: PriceOffer, library: Library, book: PriceBook, used: frozenset[str], *, known: bool
) -> ReviewRow:
    """OFFER as a row; its key is its NUMBER; KNOWN ones are not checked."""
    part = library.parts.get(offer.part)
    price = offer.price
    change = change_of(part, price, book)
    exact = f"{price.low:g} – {price.typical:g} – {price.high:g} {price.currency}"
    marks = {"known" if known else "new"}
    inks: dict[int, str] = {}
    if known:
        inks = dict.fromkeys(range(1, len(_OFFER_COLUMNS)), "muted")
    elif change.share:
        if change.alike:
            marks.add("up" if change.share > 0 else "down")
            inks[4] = "warn" if change.share > 0 else "ok"
        else:
            marks.add("another")
            inks[4] = "muted"
    elif change.words == "first price":
        marks.add("first")
        inks[4] = "accent"
    if offer.part in used:
        marks.add("used")
    return ReviewRow(
        key=str(number),
        cells=(
            part.name if part else offer.part,
            paid_for(price),
            price_text(price),
            change.planned,
            "known" if known else change.words,
            BASIS_TITLES[price.basis],
            price.region,
            price.date,
        ),
        ranks={2: price.typical, 4: 0.0 if change.share is None else change.share},
        checked=not known,
        inks=inks,
        marks=frozenset(marks),
        words=f"{offer.part} {offer.row} {price.note} {part.vendor if part else ''}",
        tip="\n".join(line for line in (offer.part, exact, change.tip, offer.row, price.note) if line),
    )


class PriceReviewPage(QWidget):
    """The offers of a PriceReport with check boxes, the rows that were not taken, and where to keep.

    Attributes:
        report: What is looked at.
    """

    keep_wanted = Signal()
    back_wanted = Signal()
    destination_chosen = Signal(str)
    close_wanted = Signal()

    def __init__(self, parent: QWidget, *, has_project: bool) -> None:
        super().__init__(parent)
        self.report = PriceReport()
        self._known: frozenset[str] = frozenset()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self._summary = label("", "muted", self, wraps=True)
        down.addWidget(self._summary)
        across = QHBoxLayout()
        self.search = line_edit(
            "Search in the prices",
            self,
            placeholder="Search in parts, vendors, regions and rows",
            clears=True,
            changed=self._look,
        )
        self.filter = Choice("Which prices are shown", self, chosen=self._look)
        self.filter.setMinimumWidth(220)
        check_all, check_none = push("Check all", self, self._check_all), push("Check none", self, self._check_none)
        for button in (check_all, check_none):
            button.setToolTip("Every price that is shown")
        self.which = Segments(
            "What is shown", (("offers", "Prices"), ("reasons", "Not taken")), "offers", self, chosen=self._switch
        )
        across.addWidget(self.which)
        across.addWidget(self.search, 1)
        for widget in (self.filter, check_all, check_none):
            across.addWidget(widget)
        self._for_offers = (self.filter, check_all, check_none)
        down.addLayout(across)
        self._tables = QStackedWidget(self)
        self.offers = ReviewTable("Prices that were found", _OFFER_COLUMNS, self._tables)
        self.offers.checks_changed.connect(self._count)
        self.reasons = ReviewTable("Rows that gave no price", _REASON_COLUMNS, self._tables)
        self._tables.addWidget(self.offers)
        self._tables.addWidget(self.reasons)
        down.addWidget(self._tables, 1)
        self._hint = label("", "muted", self, wraps=True)
        down.addWidget(self._hint)
        down.addLayout(self._foot(has_project))

    @property
    def destination(self) -> str:
        """EVERYWHERE or PROJECT."""
        return self.target.value

    @property
    def chosen(self) -> tuple[PriceOffer, ...]:
        """The offers that are checked."""
        return tuple(self.report.offers[int(key)] for key in sorted(self.offers.checked, key=int))

    @property
    def known_before(self) -> int:
        """Return how many offers were known and are not checked."""
        return len(self._known - self.offers.checked)

    def show_report(self, report: PriceReport, library: Library, book: PriceBook, used: frozenset[str]) -> None:
        """Show what was found; LIBRARY and BOOK say what is planned today, USED which parts the project has."""
        self.report = report
        rows = [
            offer_row(number, offer, library, book, used, known=self._is_known(offer, library, book))
            for number, offer in enumerate(report.offers)
        ]
        self._known = frozenset(row.key for row in rows if "known" in row.marks)
        parts = len({offer.part for offer in report.offers})
        self._summary.setText(
            f"{counted(len(rows), 'price')} of {counted(parts, 'part')}, {count_text(len(self._known))} known already; "
            f"{counted(len(report.not_taken), 'row')} not taken."
        )
        self.filter.show_choices(filter_choices(_FILTERS, rows, "All prices"), "")
        self.search.clear()
        self.offers.look_for("", "")
        self.offers.show_rows(rows)
        self.reasons.show_rows(
            ReviewRow(key=str(number), cells=(reason,)) for number, reason in enumerate(report.not_taken)
        )
        self.which.choose("offers")
        self._switch("offers")
        self._count()

    def _is_known(self, offer: PriceOffer, library: Library, book: PriceBook) -> bool:
        part = library.parts.get(offer.part)
        known = book.prices.get(offer.part, ()) if self.destination == PROJECT else part.prices if part else ()
        return offer.price in known

    def _foot(self, has_project: bool) -> QHBoxLayout:
        across = QHBoxLayout()
        back = push("Bring others…", self, self.back_wanted)
        across.addWidget(back)
        across.addStretch(1)
        across.addWidget(label("Keep", "muted", self))
        places = [(EVERYWHERE, "For all projects")]
        if has_project:
            places.append((PROJECT, "In this project's price book"))
        self.target = Segments("Where prices are kept", places, EVERYWHERE, self, chosen=self.destination_chosen)
        across.addWidget(self.target)
        across.addSpacing(8)
        close = push("Close", self, self.close_wanted)
        self.keep_button = push("Keep", self, self.keep_wanted, primary=True)
        across.addWidget(close)
        across.addWidget(self.keep_button)
        return across

    def _switch(self, which: str) -> None:
        self._tables.setCurrentWidget(self.offers if which == "offers" else self.reasons)
        for widget in self._for_offers:
            widget.setVisible(which == "offers")
        self._look()

    def _look(self) -> None:
        self.offers.look_for(self.search.text(), str(self.filter.currentData() or ""))
        self.reasons.look_for(self.search.text())
        self._say_when_empty()

    def _say_when_empty(self) -> None:
        table: Sequence[str] = self.offers.shown if self.which.value == "offers" else self.reasons.shown
        if table:
            text = ""
        elif self.which.value == "reasons":
            text = "Nothing was left out." if not self.report.not_taken else "No row holds these words."
        elif self.report.offers:
            text = "No price holds these words: search for less, or show all prices."
        else:
            text = "No price was found for a part of the catalog; the reasons stand under “Not taken”."
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _check_all(self) -> None:
        self.offers.check_shown(True)

    def _check_none(self) -> None:
        self.offers.check_shown(False)

    def _count(self) -> None:
        number = len(self.offers.checked)
        self.keep_button.setText(f"Keep {counted(number, 'price')}" if number else "Nothing to keep")
        self.keep_button.setEnabled(bool(number))
