"""The Explore window from the first tick to the opened design, by the hands of a person."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from designer.analysis.run import analyze
from designer.edit.set_field import set_field
from designer.explore.sweep import run
from designer.explore.sweep.run import run_sweep
from designer.explore.sweep.variant import worked_out
from designer.model.records import RefusedInput
from designer.ui.compare.compare_dialog import CompareDialog
from designer.ui.explore_window import sweep_work
from designer.ui.explore_window import window as explore_window
from designer.ui.explore_window.sweep_work import Found, sweep_folder
from designer.ui.explore_window.variants import Range
from tests.ui.explore_window.sweep_rows import COST, SPEED

COPIES, PART = "dgx.copies", "dgx.part"
NUMBER = "Number of DGX H100 in each DGX rack"


@pytest.fixture
def explorer(window):
    window.files.new_from("rag-service", {})
    window.commands.run("explore.designs")
    found = window.context.explorer
    yield found
    if isValid(found):
        found.close()


_kept: list[Found] = []
"""What the sweep of six variants found: most tests ask what the window makes of it."""


def find_once(teller, *arguments):
    """Find the variants of the six, as the first test that asked for them did."""
    if not _kept:
        _kept.append(sweep_work.find_variants(teller, *arguments))
    return _kept[0]


def start_six(explorer, qtbot):
    """Start the sweep of one, two and four machines of two sorts, and wait for its end."""
    explorer.plan.vary(COPIES, "1, 2, 4")
    explorer.plan.vary(PART, "DGX H100, DGX B200")
    QTest.mouseClick(explorer.plan.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: explorer.state == "done", timeout=60_000)
    return explorer


@pytest.fixture
def swept(explorer, qtbot, monkeypatch):
    """The window with six variants."""
    monkeypatch.setattr(explore_window, "find_variants", find_once)
    return start_six(explorer, qtbot)


def columns(explorer):
    return [column.title for column in explorer.results.table.records.columns]


def row_of(explorer, copies, part):
    table = explorer.results.variants.table
    names, parts = table.parameters[NUMBER], table.parameters["Part of DGX H100"]
    return next(row for row in range(len(table)) if names[row] == copies and parts[row] == part)


def test_the_plan_offers_what_may_vary_and_counts_combinations(explorer):
    plan = explorer.plan
    assert not plan.start_button.isEnabled()
    assert plan.said.text() == "Tick what may vary at the left."
    plan.search.setText("DGX H100 number of")
    (offer,) = plan.vary_table.shown_rows()
    plan.vary_table.choose(0)
    index = plan.vary_table.records.index(0, 0)
    assert plan.vary_table.records.setData(index, 2, Qt.ItemDataRole.CheckStateRole)
    assert plan.said.text().startswith("3 combinations.")
    assert plan.values_line.text() == offer.suggested
    plan.values_line.setFocus()
    plan.values_line.selectAll()
    QTest.keyClicks(plan.values_line, "1 to 10 by 1")
    QTest.keyClick(plan.values_line, Qt.Key.Key_Return)
    assert plan.said.text().startswith("10 combinations.")
    plan.vary(PART, "DGX H100, DGX B200")
    assert plan.said.text().startswith("10 × 2 = 20 combinations.")
    plan.values_line.selectAll()
    QTest.keyClicks(plan.values_line, "many")
    QTest.keyClick(plan.values_line, Qt.Key.Key_Return)
    assert "is not a number" in plan.said.text()
    assert len(plan.space()) == 20


def test_the_keyboard_begins_at_what_may_vary_and_escape_leaves_unless_a_sweep_runs(explorer):
    assert explorer.focusWidget() is explorer.plan.vary_table
    explorer.state = "running"
    QTest.keyClick(explorer.plan.vary_table, Qt.Key.Key_Escape)
    assert explorer.isVisible()
    explorer.state = "plan"
    QTest.keyClick(explorer.plan.vary_table, Qt.Key.Key_Escape)
    assert not explorer.isVisible()


def test_goals_are_typed_with_units(explorer):
    plan = explorer.plan
    plan.vary(COPIES, "1, 2")
    asks = {ask.key: place for place, ask in enumerate(plan.count_table.shown_rows())}
    records = plan.count_table.records
    assert records.setData(records.index(asks["power.facility_w"], 3), "0.1 MW")
    assert records.setData(records.index(asks[SPEED], 2), "5 k")
    assert not records.setData(records.index(asks[COST], 3), "cheap")
    assert "is not a number" in plan.said.text()
    counted = {one.key: one for one in plan.space().count}
    assert counted["power.facility_w"].at_most == 100_000
    assert counted[SPEED].at_least == 5_000
    assert counted[SPEED].better == "higher"


def test_rows_are_those_of_the_engine_and_the_own_design_stands_among_them(explorer, qtbot, library):
    swept = start_six(explorer, qtbot)
    results = swept.results
    gathered = []
    base = swept.plan.base.design
    run_sweep(swept.plan.space(), library, base=base, workers=1, on_rows=gathered.append)
    costs = np.concatenate([table.figures[COST].value for table in gathered])
    assert results.variants.table.figures[COST].value.tolist() == costs.tolist()
    same = row_of(swept, 2, "nvidia/dgx-h100")
    assert results.own.values[COST] == results.variants.table.figures[COST].value[same]
    # Where parts are unknown, one's own figure is told as "at least", as that of the same variant is.
    open_ended = {key for key, rows in results.variants.at_least.items() if rows[same]}
    assert open_ended
    assert results.own.at_least == open_ended
    assert results.words.title(row_of(swept, 4, "nvidia/dgx-b200")) == "4 × DGX B200 in each DGX rack"
    assert [cell.caption for cell in results.strip.cells][:2] == ["Meet the goal", "Cheapest"]
    assert results.tried.whole
    assert "all 6 combinations tried" in results.strip.cells[1].after


def test_a_brush_over_the_bars_leaves_out_and_a_double_click_takes_it_back(swept):
    results = swept.results
    speed = results.filters.ranges[SPEED]
    middle = speed.end_at("low") + (speed.end_at("high") - speed.end_at("low")) / 2
    QTest.mousePress(speed, Qt.MouseButton.LeftButton, pos=QPoint(round(middle), 30))
    QTest.mouseMove(speed, QPoint(speed.width() - 2, 30))
    QTest.mouseRelease(speed, Qt.MouseButton.LeftButton, pos=QPoint(speed.width() - 2, 30))
    values = results.variants.axes[SPEED].values
    asked = results.variants.asked[SPEED]
    assert values.min() < asked.low < values.max()
    assert results.meeting.tolist() == (values >= asked.low).tolist()
    assert results.filters.remains.text() == f"{int(results.meeting.sum())} of 6 meet the goal"
    cheapest = results.variants.best(COST)
    assert results.best == cheapest
    assert results.meeting[cheapest]
    QTest.mouseDClick(speed, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    assert SPEED not in results.variants.asked
    assert results.meeting.all()


def test_handles_move_by_keys(swept):
    cost = swept.results.filters.ranges[COST]
    cost.setFocus()
    low, high = cost.wanted
    assert (low, high) == (-np.inf, np.inf)
    QTest.keyClick(cost, Qt.Key.Key_Left)
    assert cost.wanted.high < float(np.nanmax(swept.results.variants.axes[COST].values))
    QTest.keyClick(cost, Qt.Key.Key_X)
    QTest.keyClick(cost, Qt.Key.Key_Right)
    assert cost.wanted.low > float(np.nanmin(swept.results.variants.axes[COST].values))
    assert cost.accessibleName().startswith("To buy: ")
    QTest.keyClick(cost, Qt.Key.Key_Delete)
    assert not cost.wanted.asks


def test_a_click_on_a_point_says_why_it_lost(swept):
    results = swept.results
    results.ask(COST, Range())
    scatter = results.scatter
    row = row_of(swept, 4, "nvidia/dgx-b200")
    place = scatter.place_of(row)
    QTest.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert results.chosen == row
    assert results.card.isVisible()
    assert results.card.title.text() == "4 × DGX B200 in each DGX rack"
    assert results.why_title.text() == "Why it is not the best"
    QTest.keyClick(scatter, Qt.Key.Key_Escape)
    assert results.chosen == -1
    assert not results.card.isVisible()


def test_arrow_keys_go_from_point_to_point_and_enter_opens(swept, window, qtbot):
    scatter = swept.results.scatter
    scatter.setFocus()
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    assert swept.results.chosen == swept.results.best
    before = scatter.place_of(scatter.chosen)
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    assert scatter.place_of(scatter.chosen).x() > before.x()
    tabs = window.tabs.bar.count()
    QTest.keyClick(scatter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.tabs.bar.count() == tabs + 1, timeout=20_000)


def test_a_drag_pans_the_wheel_zooms_and_0_shows_all(swept):
    scatter = swept.results.scatter
    row = swept.results.best
    before, sight = scatter.place_of(row), (scatter.sight.low, scatter.sight.high)
    start = scatter.area().center().toPoint()
    QTest.mousePress(scatter, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(scatter, start + QPoint(30, -20))
    QTest.mouseRelease(scatter, Qt.MouseButton.LeftButton, pos=start + QPoint(30, -20))
    after = scatter.place_of(row)
    assert (round(after.x() - before.x()), round(after.y() - before.y())) == (30, -20)
    scatter.zoom(2.0, after)
    assert (scatter.place_of(row) - after).manhattanLength() < 1
    QTest.keyClick(scatter, Qt.Key.Key_0)
    assert (scatter.sight.low, scatter.sight.high) == sight


def test_a_box_drawn_with_shift_asks_for_both_axes(swept):
    results, scatter = swept.results, swept.results.scatter
    place = scatter.place_of(row_of(swept, 2, "nvidia/dgx-h100")).toPoint()
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(scatter, Qt.MouseButton.LeftButton, shift, place - QPoint(15, 15))
    QTest.mouseMove(scatter, place + QPoint(15, 15))
    QTest.mouseRelease(scatter, Qt.MouseButton.LeftButton, shift, place + QPoint(15, 15))
    assert {COST, SPEED} <= set(results.variants.asked)
    assert results.meeting[row_of(swept, 2, "nvidia/dgx-h100")]
    assert int(results.meeting.sum()) < 6


def test_the_table_has_all_sorts_and_filters(swept):
    results = swept.results
    swept.views.choose("table")
    results.turn_to("table")
    assert columns(swept)[:3] == ["Variant", NUMBER, "Part of DGX H100"]
    table = results.table
    table.sortByColumn(columns(swept).index("To buy"), Qt.SortOrder.AscendingOrder)
    costs = results.variants.axes[COST].values
    assert [float(costs[row]) for row in table.shown_rows()] == sorted(costs)
    results.ask(COST, Range(high=float(np.median(costs))))
    results.only_meeting.setChecked(True)
    assert len(table.shown_rows()) == int(results.meeting.sum()) == 3


def test_parallel_axes_are_brushed_and_cleared(swept):
    results = swept.results
    results.turn_to("axes")
    axes = results.axes
    axes.resize(900, 500)
    keys = [shelf.axis.key for shelf in axes.shelves]
    place = keys.index("Part of DGX H100")
    x = round(axes.axis_x(place))
    label = axes.shelves[place].labels.index("DGX B200")
    y = round(axes.axis_y(place, label))
    QTest.mousePress(axes, Qt.MouseButton.LeftButton, pos=QPoint(x, y - 8))
    QTest.mouseMove(axes, QPoint(x, y + 8))
    QTest.mouseRelease(axes, Qt.MouseButton.LeftButton, pos=QPoint(x, y + 8))
    kept = results.variants.table.parameters["Part of DGX H100"]
    assert {kept[row] for row in np.flatnonzero(results.meeting)} == {"nvidia/dgx-b200"}
    QTest.mouseClick(axes, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert results.meeting.all()
    axes.setFocus()
    axes.at = keys.index(COST)
    QTest.keyClick(axes, Qt.Key.Key_Up)
    assert results.variants.asked[COST].low > 0


def test_a_variant_opens_as_a_design_of_its_own(swept, window, qtbot, library):
    results = swept.results
    row = row_of(swept, 4, "nvidia/dgx-b200")
    results.pick(row)
    QTest.mouseClick(results.card.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspace.document.design.nodes["dgx"].copies == 4, timeout=20_000)
    design = window.workspace.document.design
    assert design.nodes["dgx"].part == "nvidia/dgx-b200"
    assert design.name == f"Answers from documents, 4,000 users, variant {results.words.number(row)}"
    assert window.files.path is None
    assert analyze(design, library=library).cost.capex_usd.value == results.variants.axes[COST].values[row]


def test_the_deck_of_a_variant_is_presented(swept, window, qtbot, monkeypatch):
    presented = []
    monkeypatch.setattr("designer.ui.explore_window.feature.present", presented.append)
    swept.results.pick(row_of(swept, 4, "nvidia/dgx-h100"))
    QTest.mouseClick(swept.results.present_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(presented), timeout=20_000)
    assert presented == [window.context]
    assert window.workspace.document.design.nodes["dgx"].copies == 4


def test_a_variant_is_compared_with_the_design_that_it_is_of_though_its_own_tab_is_in_sight(swept, window, qtbot):
    results = swept.results
    mine = window.workspace.document.design
    results.pick(row_of(swept, 1, "nvidia/dgx-h100"))
    QTest.mouseClick(results.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspace.document.design is not mine, timeout=20_000)
    QTest.mouseClick(results.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(swept.findChildren(CompareDialog)), timeout=20_000)
    (dialog,) = swept.findChildren(CompareDialog)
    assert [one.name for one in dialog.chosen] == [f"Variant {results.words.number(results.chosen)}"]
    qtbot.waitUntil(lambda: dialog.comparison is not None, timeout=60_000)
    assert window.workspace.document.design is mine
    assert "16 accelerators fewer" in dialog.sentence.text()
    dialog.close()


def test_ones_own_point_follows_the_edits_of_the_design(swept, window, qtbot, library):
    document = window.workspace.document
    assert document.edit(lambda design: set_field(design, library, "dgx", "copies", "4"))
    same = row_of(swept, 4, "nvidia/dgx-h100")
    cost = swept.results.variants.table.figures[COST].value[same]
    qtbot.waitUntil(lambda: swept.results.own.values[COST] == cost, timeout=20_000)
    assert "Yours follows your edits" in swept.problem.text()
    # What is begun next is begun with the design as it is now.
    swept.plan.renew()
    assert next(one for one in swept.plan.offers if one.path == COPIES).now == "4"


def test_the_same_sweep_again_is_there_at_once(explorer, qtbot, monkeypatch):
    swept = start_six(explorer, qtbot)
    assert [path.suffix for path in sweep_folder().iterdir()] == [".csv"]
    worked = []

    def work_out(sweep, number, values):
        worked.append(number)
        return worked_out(sweep, number, values)

    monkeypatch.setattr(run, "worked_out", work_out)
    swept.start()
    qtbot.waitUntil(lambda: swept.state == "done", timeout=20_000)
    assert len(swept.results.variants) == 6
    assert len(worked) <= 1, "one row is looked at again, so that a changed catalog is noticed"


def test_rows_of_an_older_catalog_begin_anew(explorer, qtbot):
    swept = start_six(explorer, qtbot)
    costs = swept.results.variants.table.figures[COST].value.tolist()
    (path,) = sweep_folder().iterdir()
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index(COST)
    cells = lines[1].split(",")
    cells[place] = "1"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    swept.start()
    qtbot.waitUntil(lambda: swept.state == "done", timeout=20_000)
    assert swept.results.variants.table.figures[COST].value.tolist() == costs
    assert not swept.problem.isVisible()


def test_results_open_another_day_with_their_space_and_design(swept, questions, tmp_path, qtbot, window):
    questions.path = tmp_path / "rows.csv"
    before = swept.results.variants.table
    swept.export_table()
    qtbot.waitUntil(lambda: questions.path.exists() and "Wrote" in swept.problem.text(), timeout=10_000)
    swept.ask_results()
    qtbot.waitUntil(lambda: swept.state == "read", timeout=10_000)
    table = swept.results.variants.table
    assert table.figures[COST].value.tolist() == before.figures[COST].value.tolist()
    assert table.parameters_of(0) == before.parameters_of(0)
    # The file says what it is of: it is judged, proven and opened as on the day of the sweep.
    assert swept.results.tried.whole
    assert "all 6 combinations tried" in swept.results.strip.cells[1].after
    assert swept.results.own.values[COST] > 0
    assert set(swept.plan.chosen) == {COPIES, PART}
    swept.open_row(row_of(swept, 4, "nvidia/dgx-b200"))
    qtbot.waitUntil(lambda: window.workspace.document.design.nodes["dgx"].copies == 4, timeout=20_000)
    # Without what stands beside it the table is one of any program: it is shown, and says what it lacks.
    (tmp_path / "rows.csv.space.yaml").unlink()
    swept.open_results(questions.path)
    qtbot.waitUntil(lambda: "read from a file" in swept.progress.text(), timeout=10_000)
    assert not swept.results.tried.whole
    assert "best of 6 tried" in swept.results.strip.cells[1].after


def test_a_file_that_holds_no_results_is_refused_in_one_line(explorer, questions, tmp_path, qtbot):
    questions.path = tmp_path / "other.csv"
    questions.path.write_text("a,b\n1,2\n")
    explorer.ask_results()
    qtbot.waitUntil(lambda: "holds no results of a sweep" in explorer.problem.text(), timeout=10_000)
    assert explorer.pages.currentWidget() is explorer.plan


def test_a_missing_library_is_told_with_how_to_install_it(explorer, qtbot, monkeypatch):
    def without(*_, **__):
        raise RefusedInput('A sweep on several processes needs dask: pip install "stackwright[explore]".')

    monkeypatch.setattr("designer.ui.explore_window.sweep_work.run_sweep", without)
    explorer.plan.vary(COPIES, "1, 2")
    explorer.start()
    qtbot.waitUntil(lambda: "pip install" in explorer.problem.text(), timeout=10_000)
    assert explorer.pages.currentWidget() is explorer.plan


def test_a_space_is_saved_and_opened_again(explorer, questions, tmp_path, window):
    plan = explorer.plan
    plan.base_choice.chosen.emit(str(next(n for n, base in enumerate(plan.bases) if base.template == "rag-service")))
    plan.vary(COPIES, "1, 2, 4")
    plan.vary(PART, "DGX H100, DGX B200")
    before = plan.space()
    questions.path = tmp_path / "space.yaml"
    explorer.save_space()
    plan.chosen.clear()
    explorer.ask_space()
    after = plan.space()
    assert (after.vary, after.count, after.template) == (before.vary, before.count, "rag-service")


def test_without_a_design_templates_are_offered(window):
    window.commands.run("explore.designs")
    explorer = window.context.explorer
    assert explorer.plan.bases[0].template
    assert explorer.plan.offers
    assert not explorer.plan.start_button.isEnabled()
    assert explorer.back_button.isHidden()
    explorer.close()


class ImpatientTeller:
    """Says stop once four variants are there, as a person who presses the button then."""

    def __init__(self, teller):
        self._teller = teller
        self.partial = teller.partial

    def __call__(self, done, total, name):
        # The sweep tells ten times a second: sixteen more take several times as long.
        return self._teller(done, total, name) and done < 4


def find_some(teller, *arguments):
    """Find variants until somebody stops it."""
    return sweep_work.find_variants(ImpatientTeller(teller), *arguments)


def test_rows_that_came_before_a_stop_are_kept_and_gone_on_with(explorer, qtbot, monkeypatch):
    explorer.plan.vary(COPIES, "1 to 20 by 1")
    with monkeypatch.context() as patch:
        patch.setattr(explore_window, "find_variants", find_some)
        explorer.start()
        qtbot.waitUntil(lambda: explorer.state == "stopped", timeout=60_000)
    first = explorer.results.variants.table
    assert 0 < len(first) < 20
    assert explorer.resume_button.isVisible()
    assert f"best of {len(first)} tried" in explorer.results.strip.cells[1].after
    assert "of 20, stopped" in explorer.progress.text()
    QTest.mouseClick(explorer.resume_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: explorer.state == "done", timeout=60_000)
    table = explorer.results.variants.table
    assert table.numbers.tolist() == list(range(20))
    assert table.figures[COST].value[first.numbers].tolist() == first.figures[COST].value.tolist()
