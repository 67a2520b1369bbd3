"""The left side of the workspace: the parts, and behind a tab the outline of the design."""

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from designer.ui.panels.outline.outline_panel import OutlinePanel
from designer.ui.panels.parts_panel import PalettePanel

Page = Literal["parts", "outline"]
PAGES: Final[tuple[Page, ...]] = ("parts", "outline")


class SidePanel(QWidget):
    """Two pages under tabs.

    Attributes:
        pages: The parent of what `fill` is given.
    """

    turned = Signal(str)
    """Name of the page that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-left")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Parts and outline")
        for title in ("Parts", "Outline"):
            self.tabs.addTab(title)
        down.addWidget(self.tabs)
        self.pages = QStackedWidget(self)
        down.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._turn)

    def fill(self, palette: PalettePanel, outline: OutlinePanel) -> None:
        """Hold the two pages, which are children of `pages` already."""
        self._palette = palette
        self._outline = outline
        self.pages.addWidget(palette)
        self.pages.addWidget(outline)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return PAGES[self.tabs.currentIndex()]

    def show_page(self, page: Page) -> None:
        """Show PAGE, and the panel where it is hidden."""
        self.tabs.setCurrentIndex(PAGES.index(page))
        self.show()

    def start(self) -> None:
        """Put the keyboard into the page that is shown."""
        if self.page == "outline":
            self._outline.start()
        else:
            self._palette.start_search()

    def start_search(self) -> None:
        """Show the parts and begin to search."""
        self.show_page("parts")
        self._palette.start_search()

    def start_outline(self) -> None:
        """Show the outline and put the keyboard into it."""
        self.show_page("outline")
        self._outline.start()

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.turned.emit(PAGES[page])
