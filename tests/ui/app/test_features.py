"""A feature is known by its row in one tuple: its panels, windows and commands come from there, and nowhere else."""

import ast
import inspect
from collections import Counter
from dataclasses import replace
from types import ModuleType

import pytest
from PySide6.QtWidgets import QDialog

from designer.locations import RESOURCES
from designer.ui.app import features, window
from designer.ui.app.features import FEATURES
from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import OpenWindows, WindowSpec
from designer.ui.commands.registry import COMMANDS
from designer.ui.panels.registry import PANELS

WINDOWS = [spec for feature in FEATURES for spec in feature.windows]


class Counting(QDialog):
    """Says how many things are selected."""

    def show_count(self, ids: tuple[str, ...]) -> None:
        self.setWindowTitle(f"{len(ids)} selected")


def test_each_panel_window_and_command_is_brought_by_one_feature() -> None:
    for ids in (
        [panel.id for feature in FEATURES for panel in feature.panels],
        [spec.id for spec in WINDOWS],
        [command.id for feature in FEATURES for command in feature.commands],
    ):
        assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert all(feature != Feature() for feature in FEATURES)


def test_the_tables_are_the_features_in_their_order() -> None:
    assert list(PANELS) == [panel for feature in FEATURES for panel in feature.panels]
    assert list(COMMANDS) == [command for feature in FEATURES for command in feature.commands]


@pytest.mark.parametrize("spec", WINDOWS, ids=[spec.id for spec in WINDOWS])
def test_a_command_of_the_same_feature_opens_each_window_and_it_closes_with_the_design(superpod, spec: WindowSpec):
    feature = next(one for one in FEATURES if spec in one.windows)
    before = set(superpod.findChildren(QDialog))
    opening: list[QDialog] = []
    for command in feature.commands:
        if getattr(command.run, "keywords", {}).get("window_id") == spec.id:
            superpod.commands.run(command.id)
            opening.append(superpod.windows.opened(QDialog))
    assert len(set(map(id, opening))) == 1
    assert opening[0].isVisible()
    assert opening[0] not in before
    superpod.windows.close_all()
    assert superpod.windows.opened(QDialog) is None


def test_one_more_row_is_one_more_window_with_its_command(superpod) -> None:
    """A feature that is not in the product: its command opens its window, once, with what the host knows."""
    made: list[Counting] = []

    def make(host, questions, parent) -> QDialog:
        made.append(Counting(parent))
        host.follow_selection(made[-1].show_count)
        host.tell(f"Asks with {type(questions).__name__}")
        return made[-1]

    more = Feature(
        windows=(WindowSpec("counting", make),),
        commands=(Command("counting.open", "How many…", "View", open_window("counting")),),
    )
    context = replace(superpod.context, windows=OpenWindows(more.windows, superpod.questions, superpod))
    for _ in range(2):
        more.commands[0].run(context)
    assert len(made) == 1
    assert superpod.status.message.text() == f"Asks with {type(superpod.questions).__name__}"
    superpod.workspace.canvas.select_all()
    assert len(superpod.workspace.selected) > 1
    assert made[0].windowTitle() == f"{len(superpod.workspace.selected)} selected"
    made[0].close()
    more.commands[0].run(context)
    assert len(made) == 2
    context.windows.close_all()
    for one in made:
        one.deleteLater()


def test_the_tuple_names_no_panel_and_no_window_itself() -> None:
    assert [name for name in _imported(features) if not name.endswith("feature")] == []


def test_the_window_knows_no_window_about_the_design() -> None:
    folders = tuple({spec.make.__module__.rpartition(".")[0] for spec in WINDOWS})
    assert [name for name in _imported(window) if name.startswith(folders)] == []


def _imported(module: ModuleType) -> list[str]:
    found = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.ImportFrom)]
    return [node.module for node in found if node.module and node.module.startswith("designer.")]


def test_no_signal_of_the_window_carries_just_an_object() -> None:
    sources = (RESOURCES.parent / "designer" / "ui").rglob("*.py")
    assert [path.name for path in sources if "Signal(object" in path.read_text(encoding="utf-8")] == []
