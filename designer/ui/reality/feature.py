"""Reality: the windows that set what is built beside what is drawn, and what brings a site in."""

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


def show_faults(context: Context) -> None:
    """Mark what is built otherwise on the canvas, or take the marks off; without a comparison say how to make one."""
    work = context.workspace
    if work is None:
        return
    held = work.document.built
    if held.found is None:
        work.tell("Nothing is compared yet: Analyse › Built against drawn… compares.")
        return
    held.show_on_drawing(not held.shown)
    work.tell(f"Faults of what is built are {'marked' if held.shown else 'no longer marked'} on the canvas.")


def drop_built(context: Context) -> None:
    """Forget what was found of the built network."""
    if context.workspace is not None:
        context.workspace.document.built.drop()


REALITY: Final = Feature(
    windows=(WindowSpec("built", _built), WindowSpec("readings", _readings)),
    commands=(
        Command(
            "reality.built",
            "Built against drawn…",
            "Analyse",
            open_window("built"),
            "Ctrl+Alt+1",
            "",
            "design",
        ),
        Command("reality.show_faults", "Faults of what is built, on or off", "Analyse", show_faults, "", "", "design"),
        Command(
            "reality.drop_built", "Drop the comparison with what is built", "Analyse", drop_built, "", "", "design"
        ),
        Command("reality.readings", "Power readings…", "Analyse", open_window("readings"), "", "", "design"),
    ),
)
