"""Limits of the network: the windows about cuts and collectives."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _smallest_cut(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.limits.cut_dialog import CutDialog

    return CutDialog(host, parent)


def _collectives(host: WindowHost, questions: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.limits.collectives_window import CollectivesWindow

    return CollectivesWindow(host, questions, parent)


LIMITS: Final = Feature(
    windows=(WindowSpec("smallest cut", _smallest_cut), WindowSpec("collectives", _collectives)),
    commands=(
        Command(
            "limits.between",
            "Smallest cut between two selections…",
            "View",
            open_window("smallest cut"),
            "B",
            "",
            "design",
            places={"several": 72},
        ),
        Command(
            "limits.collectives",
            "What collectives cost…",
            "View",
            open_window("collectives"),
            "Ctrl+Shift+L",
            "",
            "design",
        ),
    ),
)
