"""Reality: the windows that set what is built beside what is drawn, and the command that brings a site in."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions

BRING_IN_KINDS: Final = (
    "NetBox sites, topograph models, ibnetdiscover (*.zip *.json *.yaml *.yml *.csv *.out *.txt *.log *.topo);;"
    "All files (*)"
)


def _built(host: WindowHost, questions: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.reality.built_window import BuiltWindow

    return BuiltWindow(host, questions, parent)


def _readings(host: WindowHost, questions: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.reality.readings_window import ReadingsWindow

    return ReadingsWindow(host, questions, parent)


def bring_in(context: Context) -> None:
    """Ask for a file of another system and open it as a new design."""
    path = context.questions.file_to_open("Bring in", context.folder("reality"), BRING_IN_KINDS)
    if path is not None:
        context.folders["reality"] = path.parent
        context.files.bring_in(path)


REALITY: Final = Feature(
    windows=(WindowSpec("built", _built), WindowSpec("readings", _readings)),
    commands=(
        Command("files.bring_in", "Bring in…", "File", bring_in),
        Command(
            "reality.built",
            "Built against drawn…",
            "Analyse",
            open_window("built"),
            "Ctrl+Alt+1",
            "",
            "design",
        ),
        Command("reality.readings", "Power readings…", "Analyse", open_window("readings"), "", "", "design"),
    ),
)
