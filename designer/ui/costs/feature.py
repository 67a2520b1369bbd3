"""Costs of the design: their panel, and the money window with its menu."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec
from designer.ui.panels.panel import PanelHost, PanelSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _cost(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.charts_panel import ChartsPanel

    return ChartsPanel(host.document, "cost", parent)


def _money(host: WindowHost, questions: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.costs.money_window import MoneyWindow

    made = MoneyWindow(host.document, questions, parent)
    made.message.connect(host.tell)
    return made


COSTS: Final = Feature(
    panels=(PanelSpec("cost", "Cost", _cost, icon="bill", lens="cost"),),
    windows=(WindowSpec("money", _money),),
    commands=(
        Command("money.open", "Own, cloud or tokens…", "Money", open_window("money", 0), "Ctrl+M", "chart", "design"),
        Command("money.matters", "What matters…", "Money", open_window("money", 1), "", "", "design"),
        Command("money.growth", "Growth over 36 months…", "Money", open_window("money", 2), "", "", "design"),
        Command("money.places", "Where the money sits…", "Money", open_window("money", 3), "", "", "design"),
    ),
)
