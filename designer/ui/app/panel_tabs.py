"""The panels of one side of the drawing, one behind the other under their tabs."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from designer.ui.panels.panel import PanelSpec, start_in
from designer.ui.widgets.fitting_tabs import FittingTabs
from designer.ui.widgets.lazy_pages import keep_place, put_page

_Panel = TypeVar("_Panel", bound=QWidget)


class PanelTabs(QWidget):
    """A bar of tabs over their panels.

    Attributes:
        tabs: The bar.
        pages: What each shows, in the same order, and the parent of all panels.
        made: The panels that are made by now, by their ids.
    """

    turned = Signal(str)
    """Id of the panel that came into sight."""

    def __init__(self, kind: type[QTabBar], name: str, look: str, margin: int, parent: QWidget) -> None:
        """Put a bar over a stack of panels.

        Args:
            kind: Makes the bar.
            name: Of the bar, for screen readers.
            look: Name of its style.
            margin: Pixels above the bar.
            parent: Who holds it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", look)
        self._specs: Sequence[PanelSpec] = ()
        self._make: Callable[[PanelSpec, QWidget], QWidget] | None = None
        self.made: dict[str, QWidget] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, margin, 0, 0)
        down.setSpacing(0)
        self.tabs = kind(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(name)
        self.pages = QStackedWidget(self)
        down.addWidget(self.tabs)
        down.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._turn)

    def fill(
        self, specs: Sequence[PanelSpec], make: Callable[[PanelSpec, QWidget], QWidget], *, at_once: bool = False
    ) -> None:
        """Make the first panel and keep a place for each other one.

        Args:
            specs: The panels, in the order of their tabs.
            make: Makes a panel as a child of `pages`.
            at_once: Whether all are made now; else each is when it is first asked for.
        """
        self._make = make
        for number, spec in enumerate(specs):
            if number == 0 or at_once:
                self.made[spec.id] = panel = make(spec, self.pages)
                self.pages.addWidget(panel)
            else:
                keep_place(self.pages)
        # A bar whose first tab comes turns to it, which is heard when the panels are known.
        self._specs = tuple(specs)
        for spec in specs:
            self.tabs.addTab(spec.title)

    @property
    def shown(self) -> str:
        """Id of the panel in sight."""
        return self._specs[self.tabs.currentIndex()].id

    def panel(self, kind: type[_Panel], panel_id: str) -> _Panel:
        """Return a panel, which is of a KIND, made now where it was never asked for."""
        panel = self._panel(panel_id)
        assert isinstance(panel, kind)
        return panel

    def _panel(self, panel_id: str) -> QWidget:
        if panel_id not in self.made:
            assert self._make is not None
            place = self._place(panel_id)
            self.made[panel_id] = panel = self._make(self._specs[place], self.pages)
            put_page(self.pages, place, panel)
        return self.made[panel_id]

    def show_panel(self, panel_id: str) -> None:
        """Bring a panel into sight, and this side where it is hidden."""
        self.show()
        self.tabs.setCurrentIndex(self._place(panel_id))

    def start(self) -> None:
        """Put the keyboard into the panel in sight, or on its tab where nothing in it takes keys yet."""
        if not start_in(self._panel(self.shown)):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def name_tab(self, panel_id: str, words: str) -> None:
        """Show other words on the tab of a panel."""
        self.tabs.setTabText(self._place(panel_id), words)

    def _place(self, panel_id: str) -> int:
        return [spec.id for spec in self._specs].index(panel_id)

    def _turn(self, place: int) -> None:
        panel_id = self._specs[place].id
        self._panel(panel_id)
        self.pages.setCurrentIndex(place)
        self.turned.emit(panel_id)


def left_tabs(parent: QWidget) -> PanelTabs:
    """Return the left side of the workspace."""
    return PanelTabs(QTabBar, "Parts and outline", "panel-left", 0, parent)


def bottom_tabs(parent: QWidget) -> PanelTabs:
    """Return what stands below the drawing."""
    return PanelTabs(FittingTabs, "Findings, charts and history", "panel-bottom", 1, parent)
