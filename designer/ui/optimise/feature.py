"""Optimise: the command and its window."""

from functools import partial
from typing import Final

from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature


def _optimise(context: Context) -> None:
    """Show the window that finds the cheapest fabric, racks or power chain."""
    from designer.ui.optimise.dialog import OptimiseDialog

    work = context.workspace
    design = work.document.design if work is not None and work.document.design.nodes else None
    OptimiseDialog(context.shelf.library, design, partial(_open, context), context.window).open()


def _open(context: Context, message: bytes) -> None:
    """Open the design in MESSAGE in a tab of its own."""
    if context.tabs is not None:
        context.tabs.begin(partial(context.files.begin_with_packed, message))


OPTIMISING: Final = Feature(
    commands=(Command("explore.optimise", "Optimise…", "Analyse", _optimise, "Ctrl+Alt+U", "chart"),),
)
