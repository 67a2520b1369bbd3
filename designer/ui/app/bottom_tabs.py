"""The panels below the drawing, one behind the other under their tabs."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.ui.widgets.fitting_tabs import FittingTabs
from designer.ui.widgets.lazy_pages import keep_place, put_page

TABS: Final = ("Findings", "Utilisation", "Failures", "Cables", "Power", "Cooling", "Energy", "Cost", "History")


class BottomTabs(QWidget):
    """A bar of TABS over their pages.

    Attributes:
        tabs: The bar.
        pages: What each shows, in the same order; all but the first are made when they are first asked for.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-bottom")
        self._make: Mapping[str, Callable[[], QWidget]] = {}
        self._made: set[str] = set()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 1, 0, 0)
        down.setSpacing(0)
        self.tabs = FittingTabs(self)
        self.tabs.setAccessibleName("Findings, charts and history")
        self.pages = QStackedWidget(self)
        down.addWidget(self.tabs)
        down.addWidget(self.pages, 1)

    def fill(self, first: QWidget, make: Mapping[str, Callable[[], QWidget]]) -> None:
        """Hold the FIRST panel, a child of `pages`, and keep a place for each other one.

        Args:
            first: The panel that is in sight first.
            make: Makes the other panels by the titles of their tabs; what it makes is given to `hold`.
        """
        self._make = make
        for title in TABS:
            self.tabs.addTab(title)
        self.pages.addWidget(first)
        for _ in TABS[1:]:
            keep_place(self.pages)

    def hold(self, title: str, panel: QWidget) -> None:
        """Hold a panel that was made just now as a child of `pages`."""
        put_page(self.pages, TABS.index(title), panel)
        self._made.add(title)

    def turn_to(self, place: int) -> None:
        """Bring the panel of a tab into sight."""
        title = TABS[place]
        if place and title not in self._made:
            self._make[title]()
        self.pages.setCurrentIndex(place)
