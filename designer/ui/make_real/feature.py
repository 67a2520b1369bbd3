"""Make it real: the window that turns a sketch into a place."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _make_real(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.make_real.dialog import MakeRealDialog

    made = MakeRealDialog(host.document, parent)
    made.setModal(True)
    # What was drawn stands in racks and rooms now, and elsewhere on the canvas.
    made.applied.connect(partial(host.run, "view.fit"))
    return made


MAKING_REAL: Final = Feature(
    windows=(WindowSpec("make it real", _make_real),),
    commands=(
        Command(
            "design.make_real",
            "Make it real…",
            "Edit",
            open_window("make it real"),
            "Ctrl+Shift+I",
            "room",
            "design",
            part_break=True,
        ),
    ),
)
