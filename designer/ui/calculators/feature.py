"""Calculators: the command and its window."""

from typing import Final

from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature


def _calculators(context: Context) -> None:
    """Open the calculators; they ask nothing of the open design."""
    from designer.ui.calculators.window import CalculatorsWindow

    known = context.window.findChild(CalculatorsWindow)
    window = known or CalculatorsWindow(context.window)
    window.show()
    window.raise_()
    window.activateWindow()


CALCULATING: Final = Feature(commands=(Command("calculators.open", "Calculators…", "Analyse", _calculators),))
