"""Failures and their effects: the panel, the commands that fail and mend, and the sweep over many failures."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions import failures, view
from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec
from designer.ui.panels.panel import PanelHost, PanelSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _failures(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.failures.failures_panel import FailuresPanel

    panel = FailuresPanel(host.document, parent)
    panel.chosen.connect(host.go_to_one)
    panel.fail_wanted.connect(host.fail_one)
    panel.sweep_wanted.connect(partial(host.run, "limits.sweep"))
    host.give_rows_menus(panel.table, lambda _: host.select((panel.current_id(),)))
    return panel


def _sweep(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.limits.sweep_window import SweepWindow

    return SweepWindow(host, parent)


FAILURES: Final = Feature(
    panels=(PanelSpec("failures", "Failures", _failures, icon="error", marks_losses=True),),
    windows=(WindowSpec("sweep", _sweep),),
    commands=(
        Command(
            "failures.toggle",
            "Fail it, or mend it",
            "View/Failures",
            failures.toggle,
            "X",
            "",
            "selection",
            places={"node": 51, "frame": 51, "link": 41, "relation": 41, "several": 61},
        ),
        Command(
            "failures.every",
            "Fail all copies of it, or mend them",
            "View/Failures",
            failures.every,
            "Shift+X",
            "",
            "selection",
            places={"node": 52, "frame": 52, "link": 42, "relation": 42, "several": 62},
        ),
        Command(
            "failures.plane",
            "Fail its plane, or mend it",
            "View/Failures",
            failures.plane,
            "Ctrl+Shift+X",
            "",
            "selection",
            places={"node": 53, "frame": 53, "link": 43, "relation": 43, "several": 63},
        ),
        Command(
            "limits.sweep",
            "Sweep of failures, one or two at a time…",
            "View/Failures",
            open_window("sweep"),
            "Ctrl+Shift+Y",
            "",
            "design",
        ),
        Command("failures.mend", "Mend all that has failed", "View/Failures", failures.mend, "", "", "failures"),
        Command(
            "view.fail",
            "See in the stack what falls with it",
            "View/Failures",
            view.fail,
            "Ctrl+Shift+D",
            "",
            "selection",
        ),
    ),
)
