"""The price book's window: every change is an edit of the design, refused input stays where it was typed."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from shiboken6 import isValid

from designer.analysis.run import analyze
from designer.catalog.search import search
from designer.drawing.theme_tokens import theme_named
from designer.edit.money.price_book import add_own_price, set_currency, set_purchase_basis, set_rate
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.money.pricing import Discount, ExchangeRate
from designer.model.parts.part import Price
from designer.review.headline_figures import BY_KEY, headline_value
from designer.ui.app.document import Document
from designer.ui.catalog.prices import discounts_page, own_prices_page
from designer.ui.catalog.prices.price_book_dialog import PriceBookDialog
from designer.ui.explore.change_effects import figure_words
from designer.ui.widgets.lists.row_list import RowList
from designer.ui.widgets.look import window_look
from tests.ui.seen import said, texts

DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"
TODAY = date(2026, 11, 24)


@pytest.fixture
def design(library):
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


@pytest.fixture
def open_dialog(qapp, qtbot, library):
    if not qapp.styleSheet():
        window_look().wear(theme_named("light"))
    dialogs = []

    def open_on(design):
        document = Document(Session(design), library)
        dialog = PriceBookDialog(document, today=TODAY)
        dialogs.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog, document

    yield open_on
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(open_dialog, design):
    return open_dialog(design)


def book(document):
    return document.design.settings.prices


def settle(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.settled)


def choose(choice, value):
    choice.setCurrentIndex(choice.findData(value))
    choice.chosen.emit(value)


def test_a_part_of_the_design_is_found_before_others(opened, library):
    dialog, document = opened
    other = next(part for part in search(library, "qm9") if part.id not in document.design.parts)
    dialog.own_prices.picker.search.setText(other.id.rpartition("/")[2][:3])
    found = [row.key for row in dialog.own_prices.picker.list.row_model.rows]
    used = [part_id in document.counts.by_part for part_id in found]
    assert True in used
    assert used == sorted(used, reverse=True)


# Own prices -----------------------------------------------------------------------------------------------------------


def test_an_own_price_is_added_by_keyboard_alone(opened, qtbot):
    dialog, document = opened
    page = dialog.own_prices
    qtbot.keyClicks(page.picker.search, "dgx h100")
    qtbot.keyClick(page.picker.search, Qt.Key.Key_Return)
    assert page.picker.part.id == DGX
    qtbot.keyClicks(page.typical, "262,500")
    qtbot.keyClicks(page.note, "Quote 4802")
    qtbot.keyClick(page.note, Qt.Key.Key_Return)
    price = Price(
        low=262500, typical=262500, high=262500, basis="user", date="2026-11-24", status="user", note="Quote 4802"
    )
    assert book(document).prices == {DGX: (price,)}
    assert document.session.labels == ["Set an own price of DGX H100"]
    assert page.typical.text() == ""
    assert (page.list.chosen.title, page.list.chosen.aside) == ("262\u202f500 USD", "counts")
    document.undo()
    assert book(document).prices == {}


def test_a_range_with_basis_currency_and_date(opened):
    dialog, document = opened
    page = dialog.own_prices
    page.picker.pick(LEAF)
    for field, text in (
        (page.low, "20000"),
        (page.typical, "21000"),
        (page.high, "24000"),
        (page.currency, "EUR"),
        (page.date, "2026-10"),
    ):
        field.setText(text)
    choose(page.basis, "street")
    page.add_button.click()
    assert book(document).prices[LEAF] == (
        Price(low=20000, typical=21000, high=24000, basis="street", currency="EUR", date="2026-10", status="user"),
    )
    assert page.list.chosen.aside == "no rate for EUR"


def test_a_quote_keeps_its_number_and_last_day_and_says_when_it_is_over(opened):
    dialog, document = opened
    page = dialog.own_prices
    page.picker.pick(LEAF)
    page.typical.setText("30000")
    page.quote.setText("Q-17")
    page.valid_until.setText("2026-12")
    page.add_button.click()
    assert book(document).prices == {}
    assert any("write it as 2026-11-24" in one.text() for one in page.findChildren(QLabel) if one.isVisible())
    page.valid_until.setText("2026-11-23")
    page.add_button.click()
    (price,) = book(document).prices[LEAF]
    assert (price.basis, price.quote, price.valid_until) == ("quote", "Q-17", "2026-11-23")
    assert page.list.chosen.aside == "counts as an estimate, expired"
    assert "quote Q-17, valid until 2026-11-23" in page.list.chosen.line
    page.list.activated.emit(page.list.currentIndex())
    assert (page.quote.text(), page.valid_until.text()) == ("Q-17", "2026-11-23")


def test_any_part_of_the_library_can_be_priced_as_it_is_paid(opened, library):
    dialog, document = opened
    page = dialog.own_prices
    rented = next(part for part in library.parts.values() if part.prices and part.prices[0].per == "hour")
    assert rented.id not in document.design.parts
    page.picker.pick(rented.id)
    assert page.per.currentData() == "hour"
    assert [page.basis.itemData(place) for place in range(page.basis.count())] == [
        "user",
        "quote",
        "on-demand",
        "reserved",
        "spot",
    ]
    choose(page.basis, "reserved")
    page.typical.setText("12.5")
    page.add()
    (price,) = book(document).prices[rented.id]
    assert (price.per, price.basis, price.typical) == ("hour", "reserved", 12.5)


REFUSED_PRICES = [
    ({"typical": "many"}, "is not a number"),
    ({"typical": "-5"}, "must be a finite number"),
    ({"low": "1", "high": "3"}, "Give one value, or all three"),
    ({}, "Give one value, or all three"),
    ({"low": "5", "typical": "1", "high": "9"}, "must lie between low and high"),
    ({"typical": "1", "currency": "EURO"}, "three capital letters"),
    ({"typical": "1", "date": "yesterday"}, "write it as 2026"),
    ({"typical": "1", "date": "2026-02-30"}, "write it as 2026"),
]


def test_refused_prices_say_why_beside_the_field_and_keep_what_was_typed(opened, design):
    dialog, document = opened
    page = dialog.own_prices

    def told(words):
        return [text for text in page.form.findChildren(QLabel) if text.isVisible() and words in text.text()]

    for fields, words in REFUSED_PRICES:
        page.picker.pick(DGX)
        for name in ("low", "typical", "high"):
            getattr(page, name).clear()
        for name, text in fields.items():
            getattr(page, name).setText(text)
        page.add()
        assert document.design is design, words
        assert len(told(words)) == 1, words
        assert {name: getattr(page, name).text() for name in fields} == fields
        page.low.clear()
        page.high.clear()
        page.typical.setText("7")
        page.currency.setText("USD")
        page.date.setText("2026")
        page.add()
        assert len(book(document).prices[DGX]) == 1
        assert told(words) == []
        document.undo()
        assert book(document).prices == {}
        design = document.design


def test_without_a_part_and_twice_the_same(opened):
    dialog, document = opened
    page = dialog.own_prices
    page.typical.setText("5")
    page.add()
    assert book(document).prices == {}
    assert "Choose the part that it is the price of." in texts(page)
    page.picker.pick(DGX)
    for _ in range(2):
        page.typical.setText("5")
        page.add()
    assert len(book(document).prices[DGX]) == 1
    assert "already" in said(page)
    assert page.typical.text() == "5"


def test_older_prices_stay_in_sight_and_any_can_be_removed(open_dialog, qtbot, design):
    old = Price(low=1, typical=2, high=3, basis="user", date="2026-01-05", status="user")
    new = Price(low=4, typical=4, high=4, basis="user", date="2026-11-20", status="user")
    for price in (old, new):
        design = add_own_price(design, DGX, price).applied(design)
    dialog, document = open_dialog(design)
    page = dialog.own_prices
    rows = page.list.row_model.rows
    assert [(row.title, row.aside) for row in rows] == [
        ("DGX H100", "NVIDIA"),
        ("4 USD", "counts"),
        ("2 (1–3) USD", "older"),
    ]
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.row_model.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert book(document).prices == {DGX: (old,)}
    assert page.list.row_model.rows[1].aside == "counts"
    page.remove_button.click()
    assert book(document).prices == {}
    assert own_prices_page.EMPTY in texts(page.held)
    assert not page.remove_button.isEnabled()


def test_a_newer_price_of_another_basis_than_the_wanted_one_is_not_taken(open_dialog, design):
    listed = Price(low=1, typical=1, high=1, basis="list", date="2026-01-05", status="user")
    quoted = Price(low=2, typical=2, high=2, basis="user", date="2026-11-20", status="user")
    for price in (listed, quoted):
        design = add_own_price(design, DGX, price).applied(design)
    dialog, _ = open_dialog(set_purchase_basis(design, "list").applied(design))
    rows = dialog.own_prices.list.row_model.rows[1:]
    assert [(row.title, row.aside) for row in rows] == [("2 USD", "not taken"), ("1 USD", "counts")]


def test_a_price_can_be_the_start_of_the_next_one(open_dialog, qtbot, design):
    price = Price(
        low=1000,
        typical=2000,
        high=3000,
        basis="street",
        currency="EUR",
        date="2026-01-05",
        status="user",
        note="first",
    )
    dialog, _ = open_dialog(add_own_price(design, LEAF, price).applied(design))
    page = dialog.own_prices
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.picker.part.id == LEAF
    assert [field.text() for field in (page.low, page.typical, page.high, page.currency, page.note)] == [
        "1\u202f000",
        "2\u202f000",
        "3\u202f000",
        "EUR",
        "first",
    ]
    assert page.basis.currentData() == "street"
    assert page.date.text() == "2026-11-24"


def test_a_price_of_a_part_that_nobody_knows_can_be_seen_and_removed(open_dialog, design):
    price = Price(low=1, typical=1, high=1, basis="user", date="2026", status="user")
    dialog, document = open_dialog(add_own_price(design, "gone/part", price).applied(design))
    assert [row.title for row in dialog.own_prices.list.row_model.rows] == ["gone/part", "1 USD"]
    dialog.own_prices.remove_button.click()
    assert book(document).prices == {}


# Discounts ------------------------------------------------------------------------------------------------------------


def test_a_discount_is_set_changed_and_removed(opened, qtbot):
    dialog, document = opened
    dialog.tabs.setCurrentIndex(1)
    page = dialog.discounts
    choose(page.vendor, "NVIDIA")
    choose(page.kind, "switch")
    qtbot.keyClicks(page.percent, "12.5%")
    qtbot.keyClicks(page.note, "Frame contract")
    qtbot.keyClick(page.note, Qt.Key.Key_Return)
    assert book(document).discounts == (Discount(share=0.125, vendor="NVIDIA", kind="switch", note="Frame contract"),)
    assert page.list.chosen.title == "12.5% off NVIDIA switches"
    page.percent.setText("14")
    page.set_button.click()
    assert [discount.share for discount in book(document).discounts] == [0.14]
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert book(document).discounts == ()
    assert discounts_page.EMPTY in texts(page.held)


def test_refused_discounts(opened, design):
    for text, words in [("", "is not a number"), ("half", "is not a number"), ("140", "0 to 100%")]:
        dialog, document = opened
        dialog.tabs.setCurrentIndex(1)
        page = dialog.discounts
        page.percent.setText(text)
        page.set()
        assert document.design is design, (text, words)
        assert page.percent.text() == text, (text, words)
        assert [label for label in page.form.findChildren(QLabel) if label.isVisible() and words in label.text()], (
            text,
            words,
        )


# Currency and basis ---------------------------------------------------------------------------------------------------


def test_a_rate_lets_money_be_shown_in_its_currency(opened, qtbot):
    dialog, document = opened
    dialog.tabs.setCurrentIndex(2)
    page = dialog.money
    assert page.currency.count() == 1
    qtbot.keyClicks(page.code, "eur")
    qtbot.keyClicks(page.usd, "1.25")
    page.date.setText("2026-11-20")
    qtbot.keyClicks(page.note, "Central bank")
    qtbot.keyClick(page.note, Qt.Key.Key_Return)
    assert book(document).rates == {"EUR": ExchangeRate(usd=1.25, date="2026-11-20", note="Central bank")}
    choose(page.currency, "EUR")
    assert book(document).currency == "EUR"
    settle(qtbot, dialog)
    assert "€" in dialog.capital.text()
    assert dialog.capital_change.text() == "no change"
    assert dialog.rate.text() == "1 EUR = 1.25 USD on 2026-11-20"
    page.list.setCurrentIndex(page.list.row_model.index(0))
    page.remove_button.click()
    assert "EUR" in book(document).rates
    assert "Money is shown in EUR" in said(page)
    choose(page.currency, "USD")
    page.remove_button.click()
    assert book(document).rates == {}


def test_refused_rates(opened, design):
    for code, usd, day, words in [
        ("EURO", "1", "2026-11-20", "three capital letters"),
        ("EUR", "one", "2026-11-20", "is not a number"),
        ("EUR", "0", "2026-11-20", "above 0"),
        ("EUR", "1", "2026-11", "write it as 2026-11-24"),
        ("EUR", "1", "", "write it as 2026-11-24"),
        ("USD", "1", "2026-11-20", "always one US dollar"),
    ]:
        dialog, document = opened
        dialog.tabs.setCurrentIndex(2)
        page = dialog.money
        for field, text in ((page.code, code), (page.usd, usd), (page.date, day)):
            field.setText(text)
        page.set()
        assert document.design is design, (code, usd, day, words)
        assert (page.code.text(), page.usd.text(), page.date.text()) == (code, usd, day), (code, usd, day, words)
        assert [
            label for label in page.rate_form.findChildren(QLabel) if label.isVisible() and words in label.text()
        ], (code, usd, day, words)


def test_basis_and_region(opened):
    dialog, document = opened
    dialog.tabs.setCurrentIndex(2)
    page = dialog.money
    choose(page.purchase, "list")
    choose(page.rent, "spot")
    choose(page.region, "us-east-1")
    now = book(document)
    assert (now.purchase_basis, now.rent_basis, now.region) == ("list", "spot", "us-east-1")
    for choice in (page.purchase, page.rent, page.region):
        choose(choice, "")
    now = book(document)
    assert (now.purchase_basis, now.rent_basis, now.region) == (None, None, "")
    document.undo()
    assert page.region.currentData() == "us-east-1"


def test_the_term_of_what_is_reserved(opened, qtbot):
    dialog, document = opened
    dialog.tabs.setCurrentIndex(2)
    page = dialog.money
    assert page.term.accessibleName() == "For how long to reserve"
    page.term.setFocus()
    choose(page.term, "3-years")
    assert book(document).rent_term == "3-years"
    document.undo()
    assert book(document).rent_term == ""
    assert page.term.currentText() == "Any term, the newest price"
    document.redo()
    assert page.term.currentText() == "3 years"
    # By keyboard: the next choice of the list.
    qtbot.keyClick(page.term, Qt.Key.Key_Down)
    assert page.term.currentData() == "capacity-block"


def test_an_own_reserved_price_has_a_term_and_a_share_up_front(opened, qtbot, library):
    dialog, document = opened
    page = dialog.own_prices
    page.picker.pick("aws/p5.48xlarge")
    choose(page.per, "hour")
    assert not page.term.isEnabled()
    choose(page.basis, "reserved")
    assert page.term.isEnabled()
    page.typical.setText("30")
    choose(page.term, "1-year")
    page.upfront.setText("150%")
    page.add()
    assert "aws/p5.48xlarge" not in book(document).prices
    shown = [text.text() for text in page.form.findChildren(QLabel) if text.isVisible()]
    assert "Write the share that is paid up front from 0 to 100%." in shown
    page.upfront.setText("50%")
    page.add()
    (price,) = book(document).prices["aws/p5.48xlarge"]
    assert (price.basis, price.term, price.upfront_share, price.typical) == ("reserved", "1-year", 0.5, 30)
    # What is bought binds for no time, whatever the fields still say.
    choose(page.per, "unit")
    assert not page.term.isEnabled()


# What it comes to -----------------------------------------------------------------------------------------------------


def test_the_foot_tells_the_costs_and_their_change_since_the_opening(opened, qtbot, library):
    dialog, document = opened
    before = analyze(document.design, only=["cost"]).cost.capex_usd.value
    assert dialog.capital_change.text() == "no change"
    page = dialog.own_prices
    page.picker.pick(DGX)
    page.typical.setText("1000000")
    page.add()
    settle(qtbot, dialog)
    after = analyze(document.design, only=["cost"]).cost.capex_usd.value
    assert after > before
    assert dialog.capital_change.text() == f"+{(after - before) / 1e6:.3g} M$"
    assert dialog.monthly_change.text().startswith("+")
    document.undo()
    settle(qtbot, dialog)
    assert dialog.capital_change.text() == "no change"


def test_the_foot_tells_the_headline_figures(opened):
    dialog, document = opened
    results = analyze(document.design, only=["cost"], library=document.library)
    for key, told in (("buy", dialog.capital), ("month", dialog.monthly)):
        figure = headline_value(key, results, document.design.settings.prices)
        assert figure.likely is not None
        assert told.text() == figure_words(figure, ranged=True)
        assert told.accessibleName() == f"{BY_KEY[key].title}: {told.text()}"
        assert BY_KEY[key].title in said(dialog)


def test_a_change_of_currency_alone_changes_no_cost(open_dialog, qtbot, design):
    design = set_rate(design, "EUR", 1.25, "2026-11-20").applied(design)
    dialog, document = open_dialog(set_currency(design, "EUR").applied(design))
    document.session.commit(set_currency(document.design, "USD"))
    settle(qtbot, dialog)
    assert "$" in dialog.capital.text()
    assert dialog.capital_change.text() == dialog.monthly_change.text() == "no change"


def test_enter_and_escape_are_safe(opened, qtbot, design):
    dialog, document = opened
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.own_prices.picker.search.setText("zzzz")
    qtbot.keyClick(dialog.own_prices.picker.search, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.own_prices.picker.search, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    assert document.design is design
    document.session.commit(set_rate(design, "EUR", 1.25, "2026-11-20"))


def test_an_empty_design_has_a_price_book_too(open_dialog):
    dialog, document = open_dialog(Design())
    assert "search the catalog" in said(dialog.own_prices.picker)
    dialog.own_prices.picker.pick(DGX)
    dialog.own_prices.typical.setText("5")
    dialog.own_prices.add()
    assert DGX in book(document).prices


def test_all_controls_have_names_and_can_be_reached_by_keyboard(opened):
    dialog, _ = opened
    pages = (dialog.own_prices, dialog.discounts, dialog.money)
    controls = [
        widget
        for page in pages
        for kind in (QLineEdit, QComboBox, QPushButton, RowList)
        for widget in page.findChildren(kind)
    ]
    assert len(controls) == 37
    for widget in controls:
        assert widget.accessibleName() or getattr(widget, "text", str)(), widget
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget
    dialog.resize(dialog.minimumSize())
    for words in (dialog.capital, dialog.capital_change, dialog.monthly, dialog.monthly_change):
        assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width() + 1
