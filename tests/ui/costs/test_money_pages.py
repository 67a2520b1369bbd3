"""The pages of the money window: their figures are those of the analysis, and all can be done by keys."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.money.growth import growth
from designer.analysis.uncertainty import monte_carlo, tornado, with_likely
from designer.model.figures.figure_text import percent_text
from designer.review.headline_figures import headline_value
from designer.review.workloads.way_figures import given_by
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.explore.change_effects import figure_words
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.widgets.charts.chart_scale import amount_text
from designer.ui.widgets.charts.line_charts import DASHES, line_ink
from tests.ui.money_hands import press, type_over, work_out
from tests.ui.seen import said

P5, HAIKU = "aws/p5.48xlarge", "anthropic/claude-haiku-4-5"


# Own, cloud, tokens ---------------------------------------------------------------------------------------------------


def test_the_table_of_ways_shows_what_the_analysis_says(opened_money, library):
    money, document = opened_money
    found = alternatives(document.design, library, document.results)
    table = money.ways.table
    assert [row.key for row in table.shown_rows()] == [row.key for row in found.rows]
    for row in found.rows:
        assert table.text_at(row.key, "A month") == figure_words(row.usd_per_month, ranged=True)
        assert table.text_at(row.key, "To buy") == figure_words(row.capex_usd, ranged=True)
        assert table.text_at(row.key, "A million tokens") == figure_words(row.usd_per_million_tokens, ranged=True)
        request = table.cell(found.rows.index(row), table.titles.index("A request")).figure
        assert request.value == pytest.approx(row.usd_per_month.value / found.requests_per_month.value)
    assert table.text_at("own", "GPUs") == f"{found.rows[0].accelerators.value:g}"
    assert money.ways.pane.rows["accelerators_needed"].text_shown.strip() == f"{found.accelerators_needed.value:g}"


def test_each_way_tells_how_fast_it_serves_and_why_where_it_is_not_known(opened_money):
    money, document = opened_money
    table = money.ways.table
    for place, row in enumerate(money.ways.found.rows):
        given = {one.caption: (figure, sure) for one, figure, sure in given_by(row, document.results)}
        assert list(given) == ["Time per token", "First token", "Tokens"]
        for title, (figure, sure) in given.items():
            cell = table.cell(place, table.titles.index(title))
            assert cell.figure is figure
            assert cell.text == figure_words(figure, ranged=True).removesuffix(" 1/month")
            assert cell.tip == (sure.words if sure is not None else figure.note)
    own = table.titles.index("Time per token")
    assert "ms" in table.cell(0, own).text
    money.ways.pane.pick([P5, HAIKU])
    unknown = money.ways.found.row(f"api:{HAIKU}")
    assert "how fast Claude Haiku 4.5 writes" in unknown.untold
    money.ways.choose_way(unknown.key)
    assert unknown.untold in money.ways.about.text()


def test_each_way_has_a_line_of_its_own_stroke_and_its_name(opened_money):
    money, _ = opened_money
    chart = money.ways.time
    assert [line.name for line in chart.lines] == [row.name for row in money.ways.ways if row.compared]
    strokes = {(DASHES[line.place % len(DASHES)], line_ink(line.place).name()) for line in chart.lines}
    assert len(strokes) == len(chart.lines)
    own = next(curve for curve in money.ways.found.over_time if curve.key == "own")
    assert list(chart.lines[0].ys) == list(own.usd)


def test_the_chosen_way_tells_its_crossing_and_marks_it(opened_money, qtbot):
    money, _ = opened_money
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


def test_what_moves_the_crossing_is_its_tornado(opened_money):
    money, _ = opened_money
    ways = money.ways
    way = ways.ways[2]
    ways.choose_way(way.key)
    ways.show_view("sensitivity")
    crossing = next(one for one in ways.found.crossings if one.than == way.key and one.over == "months")
    assert [(b.at_low, b.at_high) for b in ways.tornado.blades] == [(s.at_low, s.at_high) for s in crossing.tornado]
    assert ways.tornado.middle == crossing.at.value
    assert money.export_button.isEnabled()


def test_a_model_api_is_added_by_keys_and_taken_out_again(opened_money, qtbot):
    money, _ = opened_money
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


def test_a_basis_of_rent_can_be_left_out(opened_money, qtbot):
    money, _ = opened_money
    assert any(row.key.endswith(":spot") for row in money.ways.table.shown_rows())
    box = money.ways.pane.basis_boxes["spot"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not any(row.key.endswith(":spot") for row in money.ways.table.shown_rows())
    assert not any("spot" in line.name for line in money.ways.time.lines)


def test_a_way_without_a_price_says_so_and_has_no_line(opened_money):
    money, _ = opened_money
    ways = money.ways
    ways.pane.pick([P5, "anthropic/claude-api"])
    (api,) = [row for row in ways.found.rows if row.way == "api"]
    assert not api.compared
    ways.choose_way(api.key)
    assert api.reason in ways.about.text()
    assert ways.table.text_at(api.key, "A month") == "unknown"
    assert api.name not in [line.name for line in ways.time.lines]


def test_an_instance_that_holds_no_accelerators_is_refused_in_words(opened_money, library):
    money, document = opened_money
    bare = replace(library.parts[P5], id="own/bare", contains=())
    document.set_library(replace(library, parts={**library.parts, bare.id: bare}))
    money.ways.pane.pick([bare.id])
    assert "holds no accelerators" in said(money.ways.pane.list)
    assert [row.key for row in money.ways.pane.list.rows.row_model.rows] == [bare.id]
    money.ways.pane.pick([])
    assert "holds no accelerators" not in said(money.ways.pane.list)
    assert money.ways.found.rows


# What matters ---------------------------------------------------------------------------------------------------------


def test_tornado_and_draws_are_those_of_the_figure(opened_money):
    money, document = opened_money
    money.turn_to(1)
    sheet = money.matters
    for name, field in (
        ("capex", "capex_usd"),
        ("monthly", "monthly_usd"),
        ("tco", "tco_usd"),
        ("usd_per_gpu_hour", "usd_per_gpu_hour"),
    ):
        sheet.choose(name)
        sheet.draw()
        figure = getattr(document.results.cost, field)
        swings, spread = tornado(figure), monte_carlo(figure, seed=0)
        ends = [(blade.at_low, blade.at_high) for blade in sheet.tornado.blades]
        assert ends == [(swing.at_low, swing.at_high) for swing in swings], name
        assert len(sheet.table.shown_rows()) == len(swings), name
        assert sheet.histogram.spread == spread, name
        assert amount_text(spread.p90, figure.unit) in sheet.sentence.text(), name
        assert sheet.sentence.text().startswith("Nine times out of ten"), name


def test_a_request_has_its_spread_too(opened_money):
    money, document = opened_money
    money.turn_to(1)
    money.matters.choose("usd_per_request")
    money.matters.draw()
    assert money.matters.spread == monte_carlo(document.results.workloads.usd_per_request, seed=0)


def test_the_seed_is_typed_and_counted_on_and_refused(opened_money, qtbot):
    money, document = opened_money
    money.turn_to(1)
    sheet = money.matters
    type_over(qtbot, sheet.seed, "41")
    assert sheet.spread == monte_carlo(document.results.cost.monthly_usd, seed=41)
    sheet.again.setFocus()
    qtbot.keyClick(sheet.again, Qt.Key.Key_Space)
    assert sheet.seed.text() == "42"
    assert sheet.spread == monte_carlo(document.results.cost.monthly_usd, seed=42)
    type_over(qtbot, sheet.seed, "-3")
    assert "from 0 to" in said(sheet)
    assert sheet.spread.seed == 42


# Growth ---------------------------------------------------------------------------------------------------------------


def test_growth_shows_the_bill_of_the_months_and_when_it_is_too_small(opened_money):
    money, document = opened_money
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


def test_another_growth_is_a_what_if_until_it_is_kept(opened_money, qtbot):
    money, document = opened_money
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
    qtbot.waitUntil(lambda: money.settled)
    assert sheet.standing.text() == "As the design says."
    assert not sheet.keep_button.isEnabled()
    document.undo()
    assert document.design.nodes["app"].facts["growth_per_month"] == pytest.approx(0.06)


def test_a_growth_that_is_none_is_refused_and_one_looked_at_is_taken_back(opened_money, qtbot):
    money, document = opened_money
    money.turn_to(2)
    sheet = money.growth
    type_over(qtbot, sheet.field, "much")
    assert "is not a number" in sheet.problem.text()
    assert sheet.rate is None
    type_over(qtbot, sheet.field, "20")
    # 66.7 requests a second today are 80 in a month, more than the 72.4 that twelve copies answer.
    assert sheet.found.runs_out == 1
    sheet.back_button.setFocus()
    qtbot.keyClick(sheet.back_button, Qt.Key.Key_Space)
    assert sheet.rate is None
    assert sheet.field.text() == "6"
    assert sheet.found == growth(document.design, document.results)


# Where it sits --------------------------------------------------------------------------------------------------------


def test_the_money_sits_where_the_analysis_says(opened_money):
    money, document = opened_money
    money.turn_to(3)
    sheet = money.places
    for by in ("layer", "kind", "vendor", "year"):
        sheet.choose(by)
        shares = getattr(where_it_sits(document.design, document.results.cost), f"by_{by}")
        assert [row.key for row in sheet.table.shown_rows()] == [share.key for share in shares], by
        for share in shares:
            # P10 to P90 of all ranges at once, as everywhere; the corners stand in "Why?".
            month = figure_words(with_likely(share.usd_per_month), ranged=True)
            assert sheet.table.text_at(share.key, "A month") == month, by
            assert sheet.table.text_at(share.key, "Share") == percent_text(share.share.value), by
        if by != "year":
            known = [share.usd_per_month.value for share in shares if share.usd_per_month.value]
            assert sorted(bar.value for bar in sheet.bars.bars) == pytest.approx(sorted(known)), by


def test_bars_table_and_headline_have_one_range(opened_money):
    money, document = opened_money
    money.turn_to(3)
    sheet = money.places
    sheet.choose("year")
    bought = headline_value("buy", document.results, document.design.settings.prices)
    assert bought is not None
    assert bought.likely is not None
    bar = next(bar for bar in sheet.bars.bars if bar.name.startswith("Year 0"))
    assert bar.words == sheet.table.text_at("0", "To buy") == figure_words(bought, ranged=True)
    assert (bar.low, bar.high) == (min(bought.likely[0], bought.value), max(bought.likely[1], bought.value))


def test_enter_on_a_figure_opens_its_reason(opened_money, qtbot):
    money, document = opened_money
    press(qtbot, Qt.Key.Key_4)
    table = money.places.table
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    why = money.findChild(WhyDialog)
    share = where_it_sits(document.design, document.results.cost).by_layer[0]
    assert why.windowTitle() == f"Why? {share.name}: to buy"
    assert why.figure == share.capex_usd


def test_machines_of_one_name_are_told_apart_by_their_vendor(opened_money):
    money, _ = opened_money
    money.ways.pane.pick(("runpod/1x-h100-sxm", "lambda/1x-h100"))
    rows = money.ways.pane.list.rows.row_model.rows
    assert [row.title for row in rows] == ["1 × H100 SXM", "1 × H100 SXM"]
    assert [row.line.partition(" · ")[0] for row in rows] == ["RunPod", "Lambda"]
