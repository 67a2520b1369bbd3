"""Menus in the panels around the canvas: a row of a table or a finding has the menu of what it is about."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint

from designer.review.findings import Finding
from designer.ui.commands.context_menus import RowMenus
from designer.ui.panels.failures.failures_panel import FailuresPanel
from designer.ui.panels.utilisation.utilisation_panel import UtilisationPanel

if TYPE_CHECKING:
    from designer.ui.app.workspace import Workspace


class PanelMenus(QObject):
    """Gives the rows of the panels below the canvas the menus of what they stand for."""

    def __init__(self, work: "Workspace") -> None:
        super().__init__(work)
        self._work = work
        work.findings.menu_wanted.connect(self._finding_menu)

    def of_utilisation(self, panel: UtilisationPanel) -> None:
        """Give the rows of links and of flows their menus."""
        RowMenus(panel.table, self._choose_load, self._work.canvas.context_menu)
        RowMenus(panel.flows.table, self._choose_flow, self._work.canvas.context_menu)

    def of_failures(self, panel: FailuresPanel) -> None:
        """Give the rows of failures their menus."""
        RowMenus(panel.table, self._choose_failure, self._work.canvas.context_menu)

    def _choose_load(self, index: QModelIndex) -> bool:
        return self._select_row(self._work.utilisation.table.record(index).id)

    def _choose_flow(self, index: QModelIndex) -> bool:
        # The table tells the flow's ends to the canvas as its row becomes the current one.
        return index.isValid() and bool(self._work.canvas.selected_ids())

    def _choose_failure(self, _: QModelIndex) -> bool:
        return self._select_row(self._work.failures.current_id())

    def _select_row(self, record_id: str) -> bool:
        self._work.canvas.select((record_id,))
        return bool(self._work.canvas.selected_ids())

    def _finding_menu(self, finding: Finding, place: QPoint) -> None:
        """Open the menu of what can be done about a finding, and with what it is about."""
        self._work.canvas.select(finding.ids)
        menu = self._work.menus.of(self._work.canvas.menu_place())
        first = menu.actions()[0]
        if self._work.canvas.selected_ids():
            menu.insertAction(first, menu.addAction("Show on canvas", partial(self._work.go_to_finding, finding)))
        if finding.fix is not None:
            menu.insertAction(first, menu.addAction(finding.fix.label, partial(self._work.apply_fix, finding)))
        menu.insertSeparator(first)
        menu.popup(place)
