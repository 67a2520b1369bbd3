import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from designer.analysis.results import TRAFFICS
from designer.cli.printing import figure_line
from designer.drawing.design_views import VIEW_IDS
from designer.model.figures.figure import document_of, recompute
from designer.ui.commands.registry import BY_ID, COMMANDS
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.panels.registry import PANELS
from designer.ui.widgets.icons import ICONS
from tests.export.report.reports import report_for, sentences
from tests.ui.seen import button, said

BELOW = tuple(panel.id for panel in PANELS if panel.place == "below")


def first(design, kind):
    return next(node.id for node in design.nodes_in_order() if node.kind == kind and node.part)


@pytest.mark.usefixtures("figures")
def test_a_template_opens_with_its_figures(superpod):
    work = superpod.workspace
    assert work.document.fresh
    assert work.document.design.settings.made_by == "dgx-superpod-h100"
    strip = work.headline
    assert strip.item("accelerators").number == "248"  # 31 systems of 8
    assert strip.item("accelerators").unit == "H100"
    assert strip.item("it").figure is work.document.results.power.it_typical_w
    assert strip.item("findings").number == str(len(work.document.findings))


@pytest.mark.usefixtures("figures")
def test_every_headline_figure_is_worked_out_from_its_leaves(superpod):
    strip = superpod.workspace.headline
    for name in ("accelerators", "it", "facility", "buy", "run", "bisection", "bottleneck"):
        figure = strip.item(name).figure
        assert recompute(figure) == pytest.approx(figure.value), name


@pytest.mark.usefixtures("figures")
def test_a_click_on_a_headline_figure_opens_its_reason(superpod, qtbot):
    superpod.workspace.ask_headline("buy")
    dialog = superpod.findChild(WhyDialog)
    assert dialog is not None
    model = dialog.tree.model()
    top = model.index(0, 0)
    assert model.rowCount(top) == len(superpod.workspace.document.results.cost.capex_usd.terms)
    assert model.parent(model.index(0, 0, top)) == top
    dialog.copy_all()
    from PySide6.QtGui import QGuiApplication

    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].startswith("purchase price: ")
    assert "DGX H100: price" in text
    dialog.close()


def test_a_part_is_found_and_placed_by_keyboard(window, qtbot):
    window.files.new_empty()
    work = window.workspace
    work.palette_panel.start()
    qtbot.keyClicks(work.palette_panel.search, "dgx h100")
    qtbot.keyClick(work.palette_panel.search, Qt.Key.Key_Return)
    (node,) = work.document.design.nodes.values()
    assert node.part == "nvidia/dgx-h100"
    assert work.canvas.selected_ids() == (node.id,)
    assert work.headline.item("accelerators").number == "8"
    assert work.document.session.undo_label is not None


def test_a_search_without_a_match_says_so(window, qtbot):
    window.files.new_empty()
    panel = window.workspace.palette_panel
    panel.search.setText("zzzz")
    assert not panel.list.isVisible()
    assert "zzzz" in said(panel)


def test_a_layer_narrows_the_parts(window, library):
    window.files.new_empty()
    panel = window.workspace.palette_panel
    row = next(i for i, row in enumerate(panel.layers.row_model.rows) if row.layer == "silicon")
    panel.layers.clicked.emit(panel.layers.row_model.index(row))
    shown = {row.part for row in panel.list.row_model.rows}
    assert shown
    assert all(library.parts[part].layer == "silicon" for part in shown)
    button(panel, "Show the parts of all layers").click()
    assert len([row for row in panel.list.row_model.rows if row.part]) == len(library.parts)


def test_favourites_and_recent_parts_come_first(window):
    window.files.new_empty()
    panel = window.workspace.palette_panel
    panel.toggle_star("nvidia/qm9700")
    panel.place("nvidia/dgx-h100")
    before = panel.list.row_model.rows
    panel.hide()
    panel.show()
    assert [row.star for row in before if row.part == "nvidia/qm9700"] == [True]
    assert before[0].title != "Favourites"
    titles = [row.title for row in panel.list.row_model.rows[:5]]
    assert titles[0] == "Favourites"
    assert panel.list.row_model.rows[1].part == "nvidia/qm9700"
    assert titles[2] == "Placed lately"
    assert panel.list.row_model.rows[3].part == "nvidia/dgx-h100"
    assert titles[4] == "All parts"


def test_undo_and_redo_run_as_commands(window):
    window.files.new_empty()
    work = window.workspace
    assert not window.commands.actions["edit.undo"].isEnabled()
    work.palette_panel.place("nvidia/qm9700")
    assert window.commands.actions["edit.undo"].isEnabled()
    window.commands.actions["edit.undo"].trigger()
    assert not work.document.design.nodes
    window.commands.actions["edit.redo"].trigger()
    assert len(work.document.design.nodes) == 1


def test_copy_and_paste_give_an_equal_part_of_its_own(superpod):
    work = superpod.workspace
    leaf = first(work.document.design, "switch")
    work.canvas.select((leaf,))
    superpod.commands.run("edit.copy")
    before = set(work.document.design.nodes)
    superpod.commands.run("edit.paste")
    (new,) = set(work.document.design.nodes) - before
    assert work.document.design.nodes[new].part == work.document.design.nodes[leaf].part
    assert work.canvas.selected_ids() == (new,)


def test_group_ungroup_and_delete_act_on_the_selection(window):
    window.files.new_empty()
    work = window.workspace
    work.palette_panel.place("nvidia/qm9700")
    work.palette_panel.place("nvidia/dgx-h100")
    ids = tuple(work.document.design.nodes)
    work.canvas.select(ids)
    window.commands.run("arrange.group_rack")
    (rack,) = (node for node in work.document.design.nodes.values() if node.kind == "rack")
    assert {work.document.design.nodes[name].parent for name in ids} == {rack.id}
    assert work.canvas.selected_ids() == (rack.id,)
    assert window.commands.actions["arrange.ungroup"].isEnabled()
    window.commands.run("arrange.ungroup")
    assert rack.id not in work.document.design.nodes
    work.canvas.select(ids)
    window.commands.run("edit.delete")
    assert not work.document.design.nodes


@pytest.mark.usefixtures("figures")
def test_a_fix_is_one_edit(superpod):
    work = superpod.workspace
    leaf = first(work.document.design, "switch")
    work.canvas.select((leaf,))
    superpod.commands.run("edit.duplicate")
    finding = next((finding for finding in work.document.findings if finding.fix), None)
    assert finding is not None
    steps = len(work.document.session.labels)
    work.apply_fix(finding)
    assert len(work.document.session.labels) == steps + 1
    assert finding not in work.document.findings


@pytest.mark.usefixtures("figures")
def test_a_finding_takes_the_canvas_there(superpod, qtbot):
    work = superpod.workspace
    row = next(row for row in work.findings.rows if row.finding.ids)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert set(work.canvas.selected_ids()) <= set(row.finding.ids)
    assert work.canvas.selected_ids()


def test_history_goes_back_to_a_moment(window):
    window.files.new_empty()
    work = window.workspace
    for part in ("nvidia/qm9700", "nvidia/dgx-h100", "nvidia/dgx-h100"):
        work.palette_panel.place(part)
    model = work.history.list.row_model
    assert [row.key for row in model.rows] == ["3", "2", "1", "0"]
    work.history.list.activated.emit(model.index(2))
    assert len(work.document.design.nodes) == 1
    assert [(row.key, row.aside) for row in model.rows] == [("3", "undone"), ("2", "undone"), ("1", "now"), ("0", "")]


@pytest.mark.usefixtures("figures")
def test_the_traffic_is_asked_anew(superpod):
    work = superpod.workspace
    assert work.document.results.network.traffic == "all-to-all"
    work.utilisation.traffic_chosen.emit("storage-read")
    assert work.document.results.network.traffic == "storage-read"
    work.show_panel("utilisation")
    assert work.utilisation.table.model().rowCount() == len(work.document.results.network.links)


@pytest.mark.usefixtures("figures")
def test_a_traffic_that_the_design_cannot_have_is_told_and_left(superpod):
    work = superpod.workspace
    work.utilisation.traffic_chosen.emit("training")
    assert "no training job" in superpod.status.message.text()
    assert work.utilisation.traffic.currentData() == "all-to-all"
    assert work.document.fresh
    assert work.document.results.network.traffic == "all-to-all"


def test_every_traffic_can_be_chosen(superpod):
    offered = [superpod.workspace.utilisation.traffic.itemData(n) for n in range(len(TRAFFICS))]
    assert sorted(offered) == sorted(TRAFFICS)


@pytest.mark.usefixtures("figures")
def test_charts_show_the_bars_of_the_results(superpod, qtbot):
    work = superpod.workspace
    work.show_panel("cost")
    chart = work.cost.charts[0]
    cost = work.document.results.cost
    assert [bar.value for bar in chart.bars] == sorted(
        (f.value for f in cost.by_kind.values() if f.value), reverse=True
    )
    assert chart.bars[0].name == "Servers"
    work.show_panel("power")
    assert work.power.charts[1].bars[0].name == "IT"


def test_colours_change_everywhere(superpod):
    chosen = []
    superpod.colours_chosen.connect(chosen.append)
    superpod.commands.run("view.theme_dark")
    assert chosen == ["dark"]


def test_panels_hide_and_come_back(superpod):
    work = superpod.workspace
    for command, panel in (
        ("view.toggle_palette", work.palette_panel),
        ("view.toggle_inspector", work.inspector),
        ("view.toggle_bottom", work.bottom),
    ):
        superpod.commands.run(command)
        assert not panel.isVisible()
        superpod.commands.run(command)
        assert panel.isVisible()


def test_f6_walks_the_panels(superpod, qtbot):
    superpod.activateWindow()
    seen = []
    for _ in range(4):
        superpod.commands.run("view.next_panel")
        focus = superpod.focusWidget()
        work = superpod.workspace
        panels = (work.palette_panel, work.canvas, work.inspector, work.bottom)
        seen.append(next(i for i, panel in enumerate(panels) if panel is focus or panel.isAncestorOf(focus)))
    assert sorted(seen) == [0, 1, 2, 3]


def test_every_command_has_a_handler_and_an_icon_that_is_there(window):
    for command in COMMANDS:
        assert callable(window.commands.what_runs(command.id)), command.id
        assert not command.icon or (ICONS / f"{command.icon}.svg").is_file(), command.icon
        assert command.when in {"", *window.commands.table.conditions}, command.id


def test_no_two_commands_share_a_key():
    keys = [key for command in COMMANDS for key in command.shortcut.split("; ") if key]
    assert len(keys) == len(set(keys))
    assert BY_ID["files.save"].shortcut == "Ctrl+S"


@pytest.mark.usefixtures("figures")
def test_every_control_has_a_name_and_every_label_is_plain_text(superpod):
    work = superpod.workspace
    assert work.inspector.section.assumptions
    for name in VIEW_IDS:
        work.views.show_view(name)
    for title in BELOW:
        work.show_panel(title)
    assert {work.energy, work.racks} <= set(superpod.findChildren(QWidget))
    unnamed = []
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar)
    for window in (superpod,):
        for widget in window.findChildren(QWidget):
            if isinstance(widget, QLabel) and widget.text():
                assert widget.textFormat() == Qt.TextFormat.PlainText, widget.text()
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and isinstance(widget, kinds)
            inner = isinstance(widget.parentWidget(), QLineEdit | QComboBox | QTabBar | QAbstractItemView)
            if takes_keys and not inner and not (widget.accessibleName() or getattr(widget, "text", str)()):
                unnamed.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert unnamed == []


def test_an_unexpected_error_is_shown_and_the_work_goes_on(superpod, qapp, monkeypatch, capsys):
    import sys

    from designer.ui.app.preferences import Preferences
    from designer.ui.app.studio import Studio, catch_problems

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    studio = Studio(qapp, superpod.shelf.library, superpod.preferences)
    studio.windows.append(superpod)
    catch_problems(studio)
    problem = ZeroDivisionError("a test of the last resort")
    sys.excepthook(type(problem), problem, None)
    assert "a test of the last resort" in superpod.status.message.text()
    assert isinstance(superpod.preferences, Preferences)
    superpod.commands.run("edit.select_all")
    assert superpod.workspace.canvas.selected_ids()


@pytest.mark.usefixtures("figures")
def test_headline_numbers_are_whole_in_the_smallest_window(superpod, qtbot):
    superpod.resize(1100, 700)
    qtbot.waitUntil(lambda: superpod.width() == 1100)
    strip = superpod.workspace.headline
    for name, shown in strip.buttons.items():
        assert shown.width() >= shown.minimumSizeHint().width(), name
        assert shown.geometry().right() <= strip.width(), name
        for words in shown.words_beside():
            assert name == "bottleneck" or words in (shown.item.unit, shown.item.tail), name


@pytest.mark.usefixtures("figures")
def test_a_bisection_that_is_a_range_is_told_as_one_everywhere(window):
    """Of a dragonfly it is known to lie between 6.4 and 8 Tb/s: strip, report, command line and document say so."""
    window.files.new_from("dragonfly", {})
    document = window.workspace.document
    results, figure = document.results, document.results.network.bisection_gbps
    assert (figure.low, figure.value) == (6_400.0, 8_000.0)
    assert window.workspace.headline.item("bisection").number == "6.4–8.0"
    page = report_for(document.design, results, document.findings)
    assert "Any half of the servers can send at least 6.4 Tb/s" in sentences(page)
    assert figure_line(figure) == "8 Tb/s (6.4–8.0 Tb/s)"
    assert document_of(figure)["low"] == 6_400.0
    assert "at most" in figure.formula.lower()


def test_the_first_window_is_no_larger_than_the_screen(superpod, qapp):
    from designer.ui.app.studio import FIRST_SIZE, Studio

    studio = Studio(qapp, superpod.shelf.library, superpod.preferences)
    window = studio.open_window()
    room = window.screen().availableSize()
    assert window.size() == FIRST_SIZE.boundedTo(room).expandedTo(window.minimumSize())
    assert window.height() < FIRST_SIZE.height()  # the screen of the tests is small
    window.close()
