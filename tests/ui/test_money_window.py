"""The money window: its figures are those of the analysis, and all of it can be done by keys."""

import xml.etree.ElementTree as ElementTree
from functools import reduce

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPushButton
from shiboken6 import isValid

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.growth import growth
from designer.analysis.money.where_it_sits import where_it_sits
from designer.analysis.run import analyze
from designer.analysis.uncertainty import monte_carlo, tornado
from designer.drawing.looks import theme_named
from designer.edit.links import add_link
from designer.edit.nodes import add_node, set_choice, set_fact
from designer.edit.price_book import set_currency, set_rate
from designer.edit.session import Session
from designer.model.design import Design
from designer.model.figure_text import percent_text
from designer.model.money import in_currency
from designer.ui import money_work
from designer.ui.change_effects import figure_words
from designer.ui.chart_scale import amount_text
from designer.ui.document import Document
from designer.ui.line_charts import DASHES, line_ink
from designer.ui.money_window import MoneyWindow
from designer.ui.part_choice_dialog import PartChoiceDialog
from designer.ui.theme import apply_theme
from designer.ui.why_dialog import WhyDialog

P5, HAIKU = "aws/p5.48xlarge", "anthropic/claude-haiku-4-5"
FACTS = {
    "users": 20_000, "requests_per_user_hour": 6, "input_tokens": 1500, "output_tokens": 300, "growth_per_month": 0.06,
}  # fmt: skip


@pytest.fixture(scope="module")
def service(library):
    """A chat on vLLM on six DGX H100 whose users grow by 6% a month."""
    placed = (("app", "langchain/langchain", 1), ("engine", "vllm/vllm", 1), ("dgx", "nvidia/dgx-h100", 6))
    design = Design()
    for name, part, copies in placed:
        design = add_node(design, library, part, 0, 0, copies=copies, node_id=name, name=name).applied(design)
    design = add_link(design, "app", "engine", medium="depends_on").applied(design)
    design = add_link(design, "engine", "dgx", medium="runs_on").applied(design)
    design = set_choice(design, library, "engine", "model", "meta/llama-3.1-70b").applied(design)
    return reduce(lambda made, fact: set_fact(made, "app", fact[0], fact[1]).applied(made), FACTS.items(), design)


@pytest.fixture
def open_money(qapp, qtbot, library, questions):
    if not qapp.styleSheet():
        apply_theme(qapp, theme_named("light"))
    opened = []

    def open_on(design):
        document = Document(Session(design), library)
        document.set_results(analyze(design), ())
        money = MoneyWindow(document, questions, theme_named("light"))
        opened.append(money)
        money.show()
        money.activateWindow()
        qtbot.waitUntil(money.isActiveWindow)
        return money, document

    yield open_on
    for money in opened:
        if isValid(money):
            money.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(open_money, service):
    return open_money(service)


def work_out(document):
    """What the analysis process would answer."""
    document.set_results(analyze(document.design), ())


def press(qtbot, *keys):
    for key in keys:
        modifiers = Qt.KeyboardModifier.NoModifier
        if isinstance(key, tuple):
            modifiers, key = key
        qtbot.keyClick(QGuiApplication.focusWindow(), key, modifiers)


def type_over(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


CTRL = Qt.KeyboardModifier.ControlModifier


# Own, cloud, tokens ---------------------------------------------------------------------------------------------------


def test_the_table_of_ways_shows_what_the_analysis_says(opened, library):
    money, document = opened
    found = alternatives(document.design, library, document.results)
    table = money.ways.table
    assert [row.key for row in table.rows.rows] == [row.key for row in found.rows]
    for row in found.rows:
        assert table.text_at(row.key, "A month") == figure_words(row.usd_per_month, ranged=True)
        assert table.text_at(row.key, "To buy") == figure_words(row.capex_usd, ranged=True)
        assert table.text_at(row.key, "A million tokens") == figure_words(row.usd_per_million_tokens, ranged=True)
    assert table.text_at("own", "GPUs") == f"{found.rows[0].accelerators.value:g}"
    assert money.ways.pane.rows["accelerators_needed"].text_shown.strip() == f"{found.accelerators_needed.value:g}"


def test_each_way_has_a_line_of_its_own_stroke_and_its_name(opened):
    money, _ = opened
    chart = money.ways.time
    assert [line.name for line in chart.lines] == [row.name for row in money.ways.ways if row.compared]
    theme = theme_named("light")
    strokes = {(DASHES[line.place % len(DASHES)], line_ink(theme, line.place).name()) for line in chart.lines}
    assert len(strokes) == len(chart.lines)
    own = next(curve for curve in money.ways.found.over_time if curve.key == "own")
    assert list(chart.lines[0].ys) == list(own.usd)


def test_the_chosen_way_tells_its_crossing_and_marks_it(opened, qtbot):
    money, _ = opened
    ways = money.ways
    ways.table.setFocus()
    qtbot.keyClick(ways.table, Qt.Key.Key_Down)
    way = ways.ways[1]
    mine = [crossing for crossing in ways.found.crossings if crossing.than == way.key]
    assert ways.crossing.text() == " ".join(crossing.words for crossing in mine)
    months = next(crossing for crossing in mine if crossing.over == "months")
    (mark,) = [mark for mark in ways.time.marks if mark.words]
    assert mark.x == months.at.value
    assert [line.name for line in ways.time.lines if line.strong] == [way.name]
    assert months.words in ways.time.accessibleDescription()


def test_what_moves_the_crossing_is_its_tornado(opened):
    money, _ = opened
    ways = money.ways
    way = ways.ways[2]
    ways.choose_way(way.key)
    ways.show_view("sensitivity")
    crossing = next(one for one in ways.found.crossings if one.than == way.key and one.over == "months")
    assert [(b.at_low, b.at_high) for b in ways.tornado.blades] == [(s.at_low, s.at_high) for s in crossing.tornado]
    assert ways.tornado.middle == crossing.at.value
    assert money.export_button.isEnabled()


def test_a_model_api_is_added_by_keys_and_taken_out_again(opened, qtbot):
    money, _ = opened
    pane = money.ways.pane
    pane.add_buttons["model-api"].setFocus()
    qtbot.keyClick(pane.add_buttons["model-api"], Qt.Key.Key_Space)
    dialog = pane.findChild(PartChoiceDialog)
    qtbot.keyClicks(dialog.picker.search, HAIKU)
    qtbot.keyClick(dialog.picker.search, Qt.Key.Key_Return)
    assert pane.picked[-1] == HAIKU
    row = money.ways.found.row(f"api:{HAIKU}")
    assert money.ways.table.text_at(row.key, "A million tokens") == figure_words(
        row.usd_per_million_tokens, ranged=True
    )
    assert row.name in [line.name for line in money.ways.tokens.lines]
    place = [one.key for one in pane.list.rows.row_model.rows].index(HAIKU)
    pane.list.rows.setCurrentIndex(pane.list.rows.row_model.index(place))
    pane.list.rows.setFocus()
    qtbot.keyClick(pane.list.rows, Qt.Key.Key_Delete)
    assert HAIKU not in pane.picked
    assert money.ways.found.row(row.key) is None
    qtbot.mouseClick(pane.for_me, Qt.MouseButton.LeftButton)
    assert pane.picked == ()
    assert not pane.for_me.isVisibleTo(pane)


def test_a_basis_of_rent_can_be_left_out(opened, qtbot):
    money, _ = opened
    assert any(row.key.endswith(":spot") for row in money.ways.table.rows.rows)
    box = money.ways.pane.basis_boxes["spot"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not any(row.key.endswith(":spot") for row in money.ways.table.rows.rows)
    assert not any("spot" in line.name for line in money.ways.time.lines)


def test_a_part_that_cannot_be_compared_is_told(opened):
    money, _ = opened
    money.ways.pane.pick(["aws/s3-standard", P5])
    assert [row.part for row in money.ways.found.rows if row.way == "cloud"] == [P5] * 3


# What matters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field"),
    [("capex", "capex_usd"), ("monthly", "monthly_usd"), ("tco", "tco_usd"), ("usd_per_gpu_hour", "usd_per_gpu_hour")],
)
def test_tornado_and_draws_are_those_of_the_figure(opened, name, field):
    money, document = opened
    money.turn_to(1)
    sheet = money.matters
    sheet.choose(name)
    sheet.draw()
    figure = getattr(document.results.cost, field)
    swings, spread = tornado(figure), monte_carlo(figure, seed=0)
    assert [(blade.at_low, blade.at_high) for blade in sheet.tornado.blades] == [(s.at_low, s.at_high) for s in swings]
    assert len(sheet.table.rows.rows) == len(swings)
    assert sheet.histogram.spread == spread
    assert amount_text(spread.p90, figure.unit) in sheet.sentence.text()
    assert sheet.sentence.text().startswith("Nine times out of ten")


def test_a_request_has_its_spread_too(opened):
    money, document = opened
    money.turn_to(1)
    money.matters.choose("usd_per_request")
    money.matters.draw()
    assert money.matters.spread == monte_carlo(document.results.workloads.usd_per_request, seed=0)


def test_the_seed_is_typed_and_counted_on_and_refused(opened, qtbot):
    money, document = opened
    money.turn_to(1)
    sheet = money.matters
    type_over(qtbot, sheet.seed, "41")
    assert sheet.spread == monte_carlo(document.results.cost.monthly_usd, seed=41)
    sheet.again.setFocus()
    qtbot.keyClick(sheet.again, Qt.Key.Key_Space)
    assert sheet.seed.text() == "42"
    assert sheet.spread == monte_carlo(document.results.cost.monthly_usd, seed=42)
    type_over(qtbot, sheet.seed, "-3")
    assert "from 0 to" in sheet._problem.text()
    assert sheet.spread.seed == 42


# Growth ---------------------------------------------------------------------------------------------------------------


def test_growth_shows_the_bill_of_the_months_and_when_it_is_too_small(opened):
    money, document = opened
    money.turn_to(2)
    found, sheet = growth(document.design, document.results), money.growth
    for place, line in enumerate(found.lines):
        for month in (0, 12, 24, 36):
            title = "Today" if month == 0 else f"Month {month}"
            assert sheet.table.text_at(f"line {place}", title) == figure_words(line.at[month], ranged=True)
    assert sheet.table.text_at("total", "Month 36") == figure_words(found.total[36], ranged=True)
    assert sheet.sentence.text() == found.words
    assert sheet.stack.moment[0] == found.runs_out > 0
    assert [list(area.ys) for area in sheet.stack.areas] == [list(line.usd_per_month) for line in found.lines]


def test_another_growth_is_a_what_if_until_it_is_kept(opened, qtbot):
    money, document = opened
    press(qtbot, Qt.Key.Key_3)
    sheet = money.growth
    assert sheet.field.hasFocus()
    before, soon = document.design, sheet.found.runs_out
    type_over(qtbot, sheet.field, "2")
    assert document.design is before
    assert sheet.found.runs_out > soon
    assert "What if; the design says 6" in sheet.standing.text()
    sheet.keep_button.setFocus()
    qtbot.keyClick(sheet.keep_button, Qt.Key.Key_Space)
    assert document.design.nodes["app"].facts["growth_per_month"] == pytest.approx(0.02)
    work_out(document)
    qtbot.waitUntil(lambda: not money._pause.isActive())
    assert sheet.standing.text() == "As the design says."
    assert not sheet.keep_button.isEnabled()
    document.undo()
    assert document.design.nodes["app"].facts["growth_per_month"] == pytest.approx(0.06)


def test_a_growth_that_is_none_is_refused_and_one_looked_at_is_taken_back(opened, qtbot):
    money, document = opened
    money.turn_to(2)
    sheet = money.growth
    type_over(qtbot, sheet.field, "much")
    assert "is not a number" in sheet.problem.text()
    assert sheet.rate is None
    type_over(qtbot, sheet.field, "20")
    assert sheet.found.runs_out == 2
    sheet.back_button.setFocus()
    qtbot.keyClick(sheet.back_button, Qt.Key.Key_Space)
    assert sheet.rate is None
    assert sheet.field.text() == "6"
    assert sheet.found == growth(document.design, document.results)


# Where it sits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["layer", "kind", "vendor", "year"])
def test_the_money_sits_where_the_analysis_says(opened, by):
    money, document = opened
    money.turn_to(3)
    sheet = money.places
    sheet.choose(by)
    shares = getattr(where_it_sits(document.design, document.results.cost), f"by_{by}")
    assert [row.key for row in sheet.table.rows.rows] == [share.key for share in shares]
    for share in shares:
        assert sheet.table.text_at(share.key, "A month") == figure_words(share.usd_per_month, ranged=True)
        assert sheet.table.text_at(share.key, "Share") == percent_text(share.share.value)
    if by != "year":
        known = [share.usd_per_month.value for share in shares if share.usd_per_month.value]
        assert sorted(bar.value for bar in sheet.bars.bars) == pytest.approx(sorted(known))


def test_enter_on_a_figure_opens_its_reason(opened, qtbot):
    money, document = opened
    press(qtbot, Qt.Key.Key_4)
    table = money.places.table
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    why = money.findChild(WhyDialog)
    share = where_it_sits(document.design, document.results.cost).by_layer[0]
    assert why.windowTitle() == f"Why? {share.name}: to buy"
    assert why._figure == share.capex_usd


# The window -----------------------------------------------------------------------------------------------------------


def test_pages_turn_by_keys(opened, qtbot):
    money, _ = opened
    for key, place in ((Qt.Key.Key_2, 1), (Qt.Key.Key_4, 3), (Qt.Key.Key_1, 0)):
        press(qtbot, key)
        assert money.tabs.currentIndex() == place
        assert money._stack.currentWidget() is money.sheets[place]
    press(qtbot, (CTRL, Qt.Key.Key_Tab))
    assert money.tabs.currentIndex() == 1
    press(qtbot, (CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Backtab))
    assert money.tabs.currentIndex() == 0


def test_a_digit_typed_into_a_field_turns_no_page(opened, qtbot):
    money, _ = opened
    money.turn_to(1)
    type_over(qtbot, money.matters.seed, "123")
    assert money.tabs.currentIndex() == 1
    assert money.matters.seed.text() == "123"


def test_the_table_is_copied_as_text(opened, qtbot):
    money, _ = opened
    press(qtbot, Qt.Key.Key_4)
    qtbot.keyClick(money.places.table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Layer", "To buy"]
    assert len(lines) == 1 + len(money.places.table.rows.rows)
    assert money.places.table.text_at("facility", "A month") in lines[-1]


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_the_chart_is_written_as_svg_and_png(opened, questions, tmp_path, page):
    money, _ = opened
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


def test_a_chart_that_cannot_be_written_is_told(opened, questions, tmp_path):
    money, _ = opened
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
    assert "Nobody asks anything yet" in money.ways.demand.accessibleDescription()


def test_figures_stand_until_the_analysis_of_the_new_design_is_there(opened, qtbot):
    money, document = opened
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


def test_sums_of_a_large_design_are_done_beside_the_window(open_money, service, qtbot, monkeypatch):
    monkeypatch.setattr(money_work, "INLINE_NODES", 2)
    money, document = open_money(service)
    assert money.ways.found is None
    assert money.work.text() == "working it out …"
    qtbot.waitUntil(lambda: money.ways.found is not None, timeout=60_000)
    assert money.ways.found == alternatives(document.design, document.library, document.results)
    assert money.work.text() == ""
    money.ways.pane.pick(["generic/host"])
    qtbot.waitUntil(lambda: money.ways.pane.list._problem.text() != "" or not money.ways._sums.working, timeout=60_000)
    money.turn_to(2)
    qtbot.waitUntil(lambda: money.growth.found is not None, timeout=60_000)
    assert money.growth.found.words == growth(document.design, document.results).words


def test_all_controls_are_named(opened):
    money, _ = opened
    for page in range(4):
        money.turn_to(page)
        money.matters.draw()
        for widget in [*money.sheet.findChildren(QPushButton), *money.sheet.findChildren(QLineEdit)]:
            assert widget.accessibleName(), widget
        for chart in money.sheet.charts:
            assert chart.accessibleName()
            assert chart.accessibleDescription()


def test_the_window_opens_by_key_follows_edits_and_goes_with_its_design(window, service, qtbot):
    window.open_session(Session(service))
    qtbot.waitUntil(window.isActiveWindow)
    window.commands.actions["money.open"].trigger()
    money = window.money.money_window
    assert money.isVisible()
    assert window.commands.actions["money.open"].shortcut().toString() == "Ctrl+M"
    before = money.ways.table.text_at("own", "A month")
    window.workspace.document.edit(lambda design: set_fact(design, "app", "users", 100_000.0))
    qtbot.waitUntil(lambda: money.ways.table.text_at("own", "A month") != before)
    window.commands.run("money.places")
    assert window.money.money_window is money
    assert money.tabs.currentIndex() == 3
    window.show_welcome()
    assert window.money.money_window is None
    window.open_session(Session(service))
    window.commands.run("money.growth")
    assert window.money.money_window is not money
    assert window.money.money_window.tabs.currentIndex() == 2


def test_the_tour_stays_whole_in_the_dark(opened):
    money, _ = opened
    for page in range(4):
        money.turn_to(page)
        money.set_theme(theme_named("dark"))
        assert money.sheet.chart.plot.backgroundBrush().color().name().upper() == theme_named("dark").colour("surface")
