"""The money window: its keys, its files, its money, what it says when it is empty and while it works."""

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPushButton

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.growth import growth
from designer.analysis.uncertainty import monte_carlo
from designer.drawing.theme_tokens import theme_named
from designer.edit.money.price_book import set_currency, set_rate
from designer.edit.nodes.nodes import set_fact
from designer.edit.session import Session
from designer.model.design import Design
from designer.model.money.conversion import in_currency
from designer.ui.costs import money_work
from designer.ui.costs.money_window import MoneyWindow
from designer.ui.explore.change_effects import figure_words
from tests.ui.money_hands import CTRL, press, type_over, work_out

# The window -----------------------------------------------------------------------------------------------------------


def test_pages_turn_by_keys(opened_money, qtbot):
    money, _ = opened_money
    for key, place in ((Qt.Key.Key_2, 1), (Qt.Key.Key_4, 3), (Qt.Key.Key_1, 0)):
        press(qtbot, key)
        assert money.tabs.currentIndex() == place
        assert money.sheets[place].isVisible()
    press(qtbot, (CTRL, Qt.Key.Key_Tab))
    assert money.tabs.currentIndex() == 1
    press(qtbot, (CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Backtab))
    assert money.tabs.currentIndex() == 0


def test_a_digit_typed_into_a_field_turns_no_page(opened_money, qtbot):
    money, _ = opened_money
    money.turn_to(1)
    type_over(qtbot, money.matters.seed, "123")
    assert money.tabs.currentIndex() == 1
    assert money.matters.seed.text() == "123"


def test_the_table_is_copied_as_text(opened_money, qtbot):
    money, _ = opened_money
    press(qtbot, Qt.Key.Key_4)
    qtbot.keyClick(money.places.table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Layer", "To buy"]
    assert len(lines) == 1 + len(money.places.table.shown_rows())
    assert money.places.table.text_at("facility", "A month") in lines[-1]


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_the_chart_is_written_as_svg_and_png(opened_money, questions, tmp_path, page):
    money, _ = opened_money
    money.turn_to(page)
    money.matters.draw()
    questions.path = tmp_path / "chart.svg"
    money.export_button.click()
    words = " ".join(ElementTree.parse(questions.path).getroot().itertext())
    chart = money.sheet.chart
    assert chart.title in words
    assert {0: "Own: DGX H100", 1: "Years in use", 2: "As it stands", 3: "Facility"}[page] in words
    questions.path = tmp_path / "chart.png"
    money.export_button.click()
    image = QImage(str(questions.path))
    assert image.width() == 2 * chart.plot.width()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert theme_named("light").colour("surface").lower() in {QColor(pixel).name() for pixel in seen}
    assert len(seen) > 2


def test_a_chart_that_cannot_be_written_is_told(opened_money, questions, tmp_path):
    money, _ = opened_money
    questions.path = tmp_path / "no folder" / "chart.svg"
    money.export_chart()
    questions.path = tmp_path / "chart.txt"
    money.export_chart()
    assert len(questions.told) == 2
    assert "end it in .svg or .png" in questions.told[1]


def test_amounts_are_in_the_money_of_the_price_book(open_money, service):
    design = set_rate(service, "EUR", 1.25, "2026-11-20").applied(service)
    design = set_currency(design, "EUR").applied(design)
    money, document = open_money(design)
    book, own = design.settings.prices, money.ways.found.rows[0]
    assert money.ways.table.text_at("own", "A month") == figure_words(in_currency(own.usd_per_month, book), ranged=True)
    assert "€" in money.ways.table.text_at("own", "A month")
    curve = next(curve for curve in money.ways.found.over_time if curve.key == "own")
    assert money.ways.time.lines[0].ys[0] == pytest.approx(curve.usd[0] / 1.25)
    money.turn_to(1)
    money.matters.draw()
    spread = monte_carlo(document.results.cost.monthly_usd, seed=0)
    assert money.matters.spread.p90 == pytest.approx(spread.p90 / 1.25)
    assert "1 EUR = 1.25 USD" in money.rate.text()


def test_empty_pages_say_what_would_fill_them(open_money):
    money, _ = open_money(Design())
    for page, words in enumerate(("place a server", "Place parts with prices", "place an application", "Place parts")):
        money.turn_to(page)
        chart = money.sheets[page].charts[0]
        assert words in chart.accessibleDescription()
        assert not money.export_button.isEnabled()
        assert not money.copy_button.isEnabled()
    money.ways.show_view("demand")
    assert "Nothing is asked for yet" in money.ways.demand.accessibleDescription()


def test_figures_stand_until_the_analysis_of_the_new_design_is_there(opened_money, qtbot):
    money, document = opened_money
    before = money.ways.table.text_at("own", "To buy")
    document.edit(lambda design: set_fact(design, "app", "users", 100_000.0))
    assert money.work.text() == "working it out …"
    money.refresh()
    assert money.ways.table.text_at("own", "To buy") == before
    work_out(document)
    qtbot.waitUntil(lambda: money.ways.table.text_at("own", "To buy") != before)
    own = money.ways.found.rows[0]
    assert money.ways.table.text_at("own", "To buy") == figure_words(own.capex_usd, ranged=True)
    assert money.work.text() == ""


@pytest.mark.usefixtures("real_processes")
def test_sums_of_a_large_design_are_done_beside_the_window(open_money, service, qtbot, monkeypatch):
    monkeypatch.setattr(money_work, "INLINE_NODES", 2)
    money, document = open_money(service)
    qtbot.waitUntil(lambda: money.ways.found is not None, timeout=60_000)
    assert money.ways.found == alternatives(document.design, document.library, document.results)
    assert money.work.text() == ""
    before, awaited = money.ways.found, []
    money.ways.busy.connect(awaited.append)
    document.edit(lambda design: set_fact(design, "app", "users", 100_000.0))
    work_out(document)
    qtbot.waitUntil(lambda: money.ways.found != before, timeout=60_000)
    # What is done at once is never awaited.
    assert True in awaited
    assert awaited[-1] is False
    assert money.ways.found == alternatives(document.design, document.library, document.results)
    assert money.work.text() == ""
    money.turn_to(2)
    qtbot.waitUntil(lambda: money.growth.found is not None, timeout=60_000)
    assert money.growth.found.words == growth(document.design, document.results).words


def test_all_controls_are_named(opened_money):
    money, _ = opened_money
    for page in range(4):
        money.turn_to(page)
        money.matters.draw()
        for widget in [*money.sheet.findChildren(QPushButton), *money.sheet.findChildren(QLineEdit)]:
            assert widget.accessibleName(), widget
        for chart in money.sheet.charts:
            assert chart.accessibleName()
            assert chart.accessibleDescription()


@pytest.mark.usefixtures("figures")
def test_the_window_opens_by_key_follows_edits_and_goes_with_its_design(window, service, qtbot):
    window.open_session(Session(service))
    qtbot.waitUntil(window.isActiveWindow)
    window.commands.actions["money.open"].trigger()
    money = window.windows.opened(MoneyWindow)
    assert money.isVisible()
    assert window.commands.actions["money.open"].shortcut().toString() == "Ctrl+M"
    before = money.ways.table.text_at("own", "A month")
    window.workspace.document.edit(lambda design: set_fact(design, "app", "users", 100_000.0))
    qtbot.waitUntil(lambda: money.ways.table.text_at("own", "A month") != before)
    window.commands.run("money.places")
    assert window.windows.opened(MoneyWindow) is money
    assert money.tabs.currentIndex() == 3
    window.show_welcome()
    assert window.windows.opened(MoneyWindow) is None
    window.open_session(Session(service))
    window.commands.run("money.growth")
    assert window.windows.opened(MoneyWindow) is not money
    assert window.windows.opened(MoneyWindow).tabs.currentIndex() == 2


def test_the_tour_stays_whole_in_the_dark(opened_money, wear):
    money, _ = opened_money
    for page in range(4):
        money.turn_to(page)
    for name in ("dark", "light"):
        wear(name)
        for page in range(4):
            money.turn_to(page)
            ground = money.sheet.chart.plot.backgroundBrush().color().name().upper()
            assert ground == theme_named(name).colour("surface"), (page, name)
