"""The price book of a project: own prices, discounts, money and basis, with what they come to always in sight."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from designer import clock
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.model.money.conversion import rate_words
from designer.review.headline_figures import BY_KEY, headline_value
from designer.ui.app.document import Document
from designer.ui.catalog.prices.currency_page import MoneyPage
from designer.ui.catalog.prices.discounts_page import DiscountsPage
from designer.ui.catalog.prices.own_prices_page import OwnPricesPage
from designer.ui.explore.change_effects import change_words, figure_words
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

PAUSE_MS = 20
TABS = ("Own prices", "Discounts", "Currency and basis")


class PriceBookDialog(QDialog):
    """Dialog of the prices of the open design; every change is an edit that can be undone."""

    def __init__(self, document: Document, parent: QWidget | None = None, *, today: date | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._before = _costs(document)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Price book")
        resize_within_screen(self, 1000, 680, (880, 600))
        day = today or clock.today()
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label("Price book", "title", self))
        head.addStretch(1)
        self.rate = label("", "caption", self)
        head.addWidget(self.rate)
        down.addLayout(head)
        down.addWidget(
            label(
                "How this project is priced; saved with it, and every change can be undone.", "muted", self, wraps=True
            )
        )
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Parts of the price book")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for title in TABS:
            self.tabs.addTab(title)
        down.addWidget(self.tabs)
        down.addWidget(line(self))
        self.own_prices = OwnPricesPage(document, day, self)
        self.discounts = DiscountsPage(document, self)
        self.money = MoneyPage(document, day, self)
        self._stack = QStackedWidget(self)
        for page in (self.own_prices, self.discounts, self.money):
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        down.addWidget(self._stack, 1)
        down.addWidget(line(self))
        down.addLayout(self._make_foot())
        # The sums follow an edit in a turn of their own, so that the field that was typed into answers at once.
        self._work = after_pause(self, PAUSE_MS, self._show_sums)
        for keys, slot in (
            (QKeySequence.StandardKey.Undo, document.undo),
            (QKeySequence.StandardKey.Redo, document.redo),
            (QKeySequence.StandardKey.NextChild, self._next_tab),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        document.changed.connect(self._on_change)
        document.library_changed.connect(self._refresh)
        self._show_sums()
        self.own_prices.picker.search.setFocus()

    def _make_foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(label(BY_KEY["buy"].title, "muted", self))
        self.capital = label("", "strong", self)
        across.addWidget(self.capital)
        self.capital_change = label("", "caption", self)
        across.addWidget(self.capital_change)
        across.addSpacing(16)
        across.addWidget(label(BY_KEY["month"].title, "muted", self))
        self.monthly = label("", "strong", self)
        across.addWidget(self.monthly)
        self.monthly_change = label("", "caption", self)
        across.addWidget(self.monthly_change)
        across.addWidget(label("since it was opened", "caption", self))
        across.addStretch(1)
        close = push_button("Close", self, self.accept, takes_enter=False)
        across.addWidget(close)
        return across

    def _next_tab(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def _on_change(self, _: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        for page in (self.own_prices, self.discounts, self.money):
            page.refresh()
        self._work.start()

    @property
    def settled(self) -> bool:
        """Return True when the sums shown are those of the book as it is."""
        return not self._work.isActive()

    def _show_sums(self) -> None:
        """Say what it comes to now, and by how much that has changed since the dialog was opened."""
        now, book = _costs(self._document), self._document.design.settings.prices
        for key, number, change in (
            ("buy", self.capital, self.capital_change),
            ("month", self.monthly, self.monthly_change),
        ):
            title = BY_KEY[key].title
            money, before = (headline_value(key, results, book) for results in (now, self._before))
            assert money is not None
            assert before is not None
            number.setText(figure_words(money, ranged=True))
            change.setText(change_words(before, money))
            change.setToolTip("Since this was opened")
            number.setAccessibleName(f"{title}: {number.text()}")
            change.setAccessibleName(f"{title}, change since this was opened: {change.text()}")
        self.rate.setText(rate_words(book))


def _costs(document: Document) -> Results:
    return analyze(document.design, only=("cost",), library=document.library)
