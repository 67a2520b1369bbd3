"""The panels below the drawing, one behind the other under their tabs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.ui.fitting_tabs import FittingTabs

TABS: Final = ("Findings", "Utilisation", "Failures", "Cables", "Power", "Cooling", "Energy", "Cost", "History")


class BottomTabs(QWidget):
    """A bar of TABS over their pages.

    Attributes:
        tabs: The bar.
        pages: What each shows, in the same order.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-bottom")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 1, 0, 0)
        down.setSpacing(0)
        self.tabs = FittingTabs(self)
        self.tabs.setAccessibleName("Findings, charts and history")
        self.pages = QStackedWidget(self)
        down.addWidget(self.tabs)
        down.addWidget(self.pages, 1)

    def fill(self, panels: Sequence[QWidget]) -> None:
        """Hold PANELS, a tab each; they are children of `pages` already."""
        for title, panel in zip(TABS, panels, strict=True):
            self.tabs.addTab(title)
            self.pages.addWidget(panel)
