"""A panel is known by its row in one table, and nothing else names it."""

import ast
import inspect
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from designer.locations import RESOURCES
from designer.ui.app import panel_tabs
from designer.ui.app.workspace import Workspace
from designer.ui.commands.registry import BY_ID, COMMANDS
from designer.ui.panels.panel import PanelSpec
from designer.ui.panels.registry import PANELS, PANELS_BY_ID

IDS = [panel.id for panel in PANELS]


def test_each_panel_has_an_id_and_a_title_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)
    assert len({panel.title for panel in PANELS}) == len(PANELS)
    assert len(PANELS_BY_ID) == len(PANELS)


@pytest.mark.parametrize("panel", PANELS, ids=IDS)
def test_the_command_of_a_panel_comes_from_its_row(panel: PanelSpec) -> None:
    command = BY_ID[panel.command_id]
    assert (command.title, command.shortcut, command.icon) == (panel.said, panel.keys, panel.icon)
    assert (command.menu, command.when) == ("View/Panels", "design")
    assert not panel.icon or (RESOURCES / "icons" / f"{panel.icon}.svg").is_file()


def test_the_commands_of_panels_stand_together_in_the_order_of_the_tabs() -> None:
    ids = [command.id for command in COMMANDS if command.menu == "View/Panels"]
    assert ids == [panel.command_id for panel in PANELS]


def test_the_tabs_of_both_sides_are_those_of_the_table(superpod) -> None:
    work = superpod.workspace
    for side, place in ((work.side, "left"), (work.bottom, "below")):
        words = [side.tabs.tabText(number) for number in range(side.tabs.count())]
        shown = [panel for panel in PANELS if panel.place == place]
        assert words == list(dict.fromkeys(panel.tab or panel.title for panel in shown))
        without_lens = {panel.tab or panel.title for panel in shown if not panel.lens}
        assert {words[at] for at in range(len(words)) if side.tabs.isTabVisible(at)} == without_lens


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("panel", PANELS, ids=IDS)
def test_the_command_of_a_panel_shows_it_and_puts_the_keyboard_into_it(superpod, panel: PanelSpec) -> None:
    work = superpod.workspace
    superpod.activateWindow()
    side = work.side if panel.place == "left" else work.bottom
    work.frame.fold("palette" if side is work.side else "below")
    assert not side.isVisible()
    work.canvas.setFocus()
    superpod.commands.run(panel.command_id)
    QApplication.processEvents()
    shown = side.pages.currentWidget()
    assert side.isVisible()
    assert (side.shown, side.made[panel.id]) == (panel.id, shown)
    keyboard = QApplication.focusWidget()
    assert keyboard is not None
    # Nothing in a list of cables takes keys while it is being worked out, nor in a history without edits.
    assert keyboard is shown or shown.isAncestorOf(keyboard) or keyboard is side.tabs


def test_going_to_a_row_of_the_outline_on_the_floor_leaves_selected_what_is(superpod) -> None:
    work = superpod.workspace
    work.views.show_view("floor")
    two = tuple(node.id for node in work.document.design.nodes_in_order() if node.kind == "rack")[:2]
    work.canvas.select(two)
    work.outline.go_wanted.emit(two[:1])
    assert set(work.canvas.selected_ids()) == set(two)


def test_one_more_row_is_one_more_tab_with_its_panel(superpod) -> None:
    """A panel that is not in the product: its row alone makes its tab, and its host makes it when it is asked for."""
    made: list[QWidget] = []

    def make(host, parent):
        made.append(QLabel(host.document.design.name, parent))
        return made[-1]

    document = superpod.workspace.document
    more = (*PANELS, PanelSpec("names", "Names", make))
    work = Workspace(document, superpod.commands, superpod.preferences, superpod, more)
    assert made == []
    work.show_panel("names")
    assert work.bottom.tabs.tabText(work.bottom.tabs.currentIndex()) == "Names"
    assert [work.bottom.pages.currentWidget()] == made
    work.deleteLater()


@pytest.mark.parametrize("module", [panel_tabs], ids=["tabs"])
def test_who_holds_the_panels_knows_none_of_them(module: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(module))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    panels = [name for name in imported if name.startswith("designer.ui.panels.")]
    assert panels == ["designer.ui.panels.panel"]
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert words & {*IDS, *(panel.title for panel in PANELS)} == set()
