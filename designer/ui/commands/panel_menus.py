"""Menus in the panels around the canvas: a row of a table or a finding has the menu of what it is about."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPoint

from designer.review.findings import Finding
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.commands.context_menus import ContextMenus, RowMenus
from designer.ui.panels.failures.failures_panel import FailuresPanel
from designer.ui.panels.findings_panel import FindingsPanel
from designer.ui.panels.utilisation.utilisation_panel import UtilisationPanel


class PanelMenus(QObject):
    """Gives the rows of the panels below the canvas the menus of what they stand for."""

    def __init__(self, canvas: CanvasWidget, menus: ContextMenus, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._menus = menus

    def of_findings(
        self, panel: FindingsPanel, go_to: Callable[[Finding], object], apply_fix: Callable[[Finding], object]
    ) -> None:
        """Give the findings their menus, which go to what one is about and apply its fix."""
        panel.menu_wanted.connect(partial(self._finding_menu, go_to, apply_fix))

    def of_utilisation(self, panel: UtilisationPanel) -> None:
        """Give the rows of links and of flows their menus."""
        RowMenus(panel.table, partial(self._choose_load, panel), self._canvas.context_menu)
        RowMenus(panel.flows.table, self._choose_flow, self._canvas.context_menu)

    def of_failures(self, panel: FailuresPanel) -> None:
        """Give the rows of failures their menus."""
        RowMenus(panel.table, partial(self._choose_failure, panel), self._canvas.context_menu)

    def _choose_load(self, panel: UtilisationPanel, index: QModelIndex) -> bool:
        return self._select_row(panel.table.record(index).id)

    def _choose_flow(self, index: QModelIndex) -> bool:
        # The table tells the flow's ends to the canvas as its row becomes the current one.
        return index.isValid() and bool(self._canvas.selected_ids())

    def _choose_failure(self, panel: FailuresPanel, _: QModelIndex) -> bool:
        return self._select_row(panel.current_id())

    def _select_row(self, record_id: str) -> bool:
        self._canvas.select((record_id,))
        return bool(self._canvas.selected_ids())

    def _finding_menu(
        self,
        go_to: Callable[[Finding], object],
        apply_fix: Callable[[Finding], object],
        finding: Finding,
        place: QPoint,
    ) -> None:
        """Open the menu of what can be done about a finding, and with what it is about."""
        self._canvas.select(finding.ids)
        menu = self._menus.of(self._canvas.menu_place())
        first = menu.actions()[0]
        if self._canvas.selected_ids():
            menu.insertAction(first, menu.addAction("Show on canvas", partial(go_to, finding)))
        if finding.fix is not None:
            menu.insertAction(first, menu.addAction(finding.fix.label, partial(apply_fix, finding)))
        menu.insertSeparator(first)
        menu.popup(place)
