"""Panels that stand for themselves: each has no more than its tab and the command that shows it."""

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.ui.commands.feature import Feature
from designer.ui.panels.panel import PanelHost, PanelSpec

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QWidget

    from designer.ui.panels.utilisation.utilisation_panel import UtilisationPanel


def _outline(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.outline.outline_panel import OutlinePanel

    panel = OutlinePanel(host.document, parent)
    panel.selection_wanted.connect(host.select)
    panel.go_wanted.connect(host.reveal)
    panel.menu_wanted.connect(host.show_menu)
    host.follow_selection(panel.show_selection)
    return panel


def _findings(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.findings_panel import FindingsPanel

    panel = FindingsPanel(host.document, parent)
    panel.chosen.connect(host.go_to_finding)
    panel.fix_wanted.connect(host.apply_fix)
    panel.fix_all_wanted.connect(partial(host.run, "edit.fix_all"))
    panel.make_real_wanted.connect(partial(host.run, "design.make_real"))
    panel.menu_wanted.connect(host.show_finding_menu)
    panel.counted.connect(partial(host.name_tab, "findings"))
    return panel


def _utilisation(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.utilisation.utilisation_panel import UtilisationPanel

    panel = UtilisationPanel(host.document, parent)
    panel.traffic_chosen.connect(host.choose_traffic)
    panel.link_chosen.connect(host.go_to_one)
    panel.flow_chosen.connect(host.go_to)
    panel.flow_wanted.connect(host.draw_flows)
    panel.asked.connect(host.ask_why)
    host.follow_selection(panel.flows.show_selection)
    host.give_rows_menus(panel.table, partial(_choose_load, host, panel))
    # The table of flows tells the ends of a flow to the canvas as its row becomes the current one.
    host.give_rows_menus(panel.flows.table, lambda index: index.isValid() and host.has_selection)
    return panel


def _choose_load(host: PanelHost, panel: "UtilisationPanel", index: "QModelIndex") -> bool:
    return host.select((panel.table.record(index).id,))


def _cables(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.cables.cables_panel import CablesPanel

    panel = CablesPanel(host.document, parent)
    panel.link_wanted.connect(host.go_to_link)
    panel.export_wanted.connect(partial(host.run, "exports.cables"))
    return panel


def _power(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.charts_panel import ChartsPanel

    return ChartsPanel(host.document, "power", parent)


def _cooling(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.cooling.cooling_panel import CoolingPanel

    panel = CoolingPanel(host.document, parent)
    panel.chosen.connect(host.go_to)
    return panel


def _energy(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.energy.energy_panel import EnergyPanel

    panel = EnergyPanel(host.document, parent)
    panel.asked.connect(host.ask_why)
    return panel


def _history(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.history_panel import HistoryPanel

    return HistoryPanel(host.document, parent)


OUTLINE: Final = Feature(
    panels=(
        PanelSpec(
            "outline", "Outline", _outline, "left", "list", "Ctrl+Shift+O", "Outline of the design", "view.outline"
        ),
    )
)
FINDINGS: Final = Feature(panels=(PanelSpec("findings", "Findings", _findings, icon="warning"),))
UTILISATION: Final = Feature(
    panels=(PanelSpec("utilisation", "Utilisation", _utilisation, icon="chart", lens="utilisation"),)
)
CABLES: Final = Feature(panels=(PanelSpec("cables", "Cables", _cables, icon="cable"),))


FACILITY: Final = Feature(
    panels=(
        PanelSpec("power", "Power", _power, icon="chart", lens="power"),
        PanelSpec("cooling", "Cooling", _cooling, icon="crah", tab="Facility"),
        PanelSpec("energy", "Energy", _energy, icon="crah", tab="Facility"),
    ),
)
HISTORY: Final = Feature(
    panels=(
        PanelSpec("history", "History", _history, "below", "history", "Ctrl+Alt+Z", "History of edits", "view.history"),
    )
)
