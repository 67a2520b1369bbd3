"""Proposals of an assistant: the window in which a person accepts or discards them."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions

PROPOSALS: Final = "proposals"


def _proposals(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.assistant.proposals_window import ProposalsWindow

    return ProposalsWindow(host, parent)


ASSISTANT: Final = Feature(
    windows=(WindowSpec(PROPOSALS, _proposals),),
    commands=(
        Command(
            "assistant.proposals",
            "Proposals of an assistant…",
            "Edit",
            open_window(PROPOSALS),
            "Ctrl+Alt+Q",
            "",
            "design",
            part_break=True,
        ),
    ),
)
