"""The panels of one side of the drawing, one behind the other under their tabs."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from designer.ui.app.frame.floating import PanelButtons
from designer.ui.panels.panel import PanelSpec, start_in
from designer.ui.widgets.fields import Segments
from designer.ui.widgets.fitting_tabs import FittingTabs
from designer.ui.widgets.lazy_pages import keep_place, put_page

_Panel = TypeVar("_Panel", bound=QWidget)


class Tab(NamedTuple):
    """One tab: what stands on it, its pages, and the lens without which it is not there."""

    title: str
    pages: tuple[PanelSpec, ...]
    lens: str = ""


def tabs_of(specs: Sequence[PanelSpec]) -> tuple[Tab, ...]:
    """Return the tabs of SPECS in their order; those with the same word on their tab share one."""
    groups: dict[str, list[PanelSpec]] = {}
    for spec in specs:
        groups.setdefault(spec.tab or spec.title, []).append(spec)
    return tuple(Tab(title, tuple(pages), pages[0].lens) for title, pages in groups.items())


class PanelTabs(QWidget):
    """A bar of tabs over their panels.

    Attributes:
        tabs: The bar.
        buttons: The pin and the fold, which whoever places this side listens to.
        pages: What each shows, in the same order, and the parent of all panels.
        made: The panels that are made by now, by their ids.
    """

    turned = Signal(str)
    """Id of the panel that came into sight."""

    def __init__(self, kind: type[QTabBar], name: str, what: str, look: str, margin: int, parent: QWidget) -> None:
        """Put a bar over a stack of panels.

        Args:
            kind: Makes the bar.
            name: Of the bar, for screen readers.
            what: Words for all of it in a sentence, for its buttons.
            look: Name of its style.
            margin: Pixels above the bar.
            parent: Who holds it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", look)
        self._specs: Sequence[PanelSpec] = ()
        self._tabs: tuple[Tab, ...] = ()
        self._turned_to: dict[str, str] = {}  # the page of a tab that was in sight last
        self._shown = ""
        self._segments: dict[str, Segments] = {}
        self._make: Callable[[PanelSpec, QWidget], QWidget] | None = None
        self.made: dict[str, QWidget] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(1, margin, 1, 1)
        down.setSpacing(0)
        self._across = across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.tabs = kind(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(name)
        across.addWidget(self.tabs, 1)
        self.pages = QStackedWidget(self)
        self._what = what
        down.addLayout(across)
        down.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._turn)

    def fill(self, specs: Sequence[PanelSpec], make: Callable[[PanelSpec, QWidget], QWidget]) -> None:
        """Make the first panel and keep a place for each other one, which is made when it is first asked for.

        Args:
            specs: The panels, in the order of their tabs.
            make: Makes a panel as a child of `pages`.
        """
        self._make = make
        for number, spec in enumerate(specs):
            if number == 0:
                self.made[spec.id] = panel = make(spec, self.pages)
                self.pages.addWidget(panel)
            else:
                keep_place(self.pages)
        # A bar whose first tab comes turns to it, which is heard when the panels are known.
        self._specs, self._tabs = tuple(specs), tabs_of(specs)
        for number, tab in enumerate(self._tabs):
            self._turned_to[tab.title] = tab.pages[0].id
            if len(tab.pages) > 1:
                self._add_segments(tab)
            self.tabs.addTab(tab.title)
            self.tabs.setTabVisible(number, not tab.lens)

        # Made last, so that they come after the pages in the order of the Tab key.
        self.buttons = PanelButtons(self._what, self)
        self._across.addWidget(self.buttons)

    def _add_segments(self, tab: Tab) -> None:
        made = Segments(tab.title, [(spec.id, spec.title) for spec in tab.pages], tab.pages[0].id, self)
        made.chosen.connect(self.show_panel)
        made.hide()
        self._across.insertWidget(1, made)
        self._segments[tab.title] = made

    @property
    def shown_tabs(self) -> tuple[Tab, ...]:
        """Return the tabs that are there without a lens, in their order."""
        return tuple(tab for tab in self._tabs if not tab.lens)

    @property
    def shown(self) -> str:
        """Id of the panel in sight."""
        return self._shown

    def panel(self, kind: type[_Panel], panel_id: str) -> _Panel:
        """Return a panel, which is of a KIND, made now where it was never asked for."""
        panel = self._panel(panel_id)
        assert isinstance(panel, kind)
        return panel

    def _panel(self, panel_id: str) -> QWidget:
        if panel_id not in self.made:
            assert self._make is not None
            place = self._page(panel_id)
            self.made[panel_id] = panel = self._make(self._specs[place], self.pages)
            put_page(self.pages, place, panel)
        return self.made[panel_id]

    def spec(self, panel_id: str) -> PanelSpec | None:
        """Return the row of a panel of this side; None of another one's."""
        return next((spec for spec in self._specs if spec.id == panel_id), None)

    def show_panel(self, panel_id: str) -> None:
        """Turn to a panel; whoever places this side brings it into sight."""
        place = self._tab(panel_id)
        self._turned_to[self._tabs[place].title] = panel_id
        if self._tabs[place].lens:
            self.show_lens(self._tabs[place].lens)
        if self.tabs.currentIndex() != place:
            self.tabs.setCurrentIndex(place)
        else:
            self._turn(place)

    def show_lens(self, lens: str) -> None:
        """Have the tab of a LENS and of no other; "" is none, and what was in sight of one gives way to the first."""
        at = self.tabs.currentIndex()
        if at >= 0 and self._tabs[at].lens not in ("", lens):
            self.tabs.setCurrentIndex(0)
        for number, tab in enumerate(self._tabs):
            if tab.lens:
                self.tabs.setTabVisible(number, tab.lens == lens)

    def start(self) -> None:
        """Put the keyboard into the panel in sight, or on its tab where nothing in it takes keys yet."""
        if not start_in(self._panel(self.shown)):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def name_tab(self, panel_id: str, words: str) -> None:
        """Show other words on the tab of a panel."""
        self.tabs.setTabText(self._tab(panel_id), words)

    def _page(self, panel_id: str) -> int:
        return [spec.id for spec in self._specs].index(panel_id)

    def _tab(self, panel_id: str) -> int:
        return next(number for number, tab in enumerate(self._tabs) if panel_id in [one.id for one in tab.pages])

    def _turn(self, place: int) -> None:
        tab = self._tabs[place]
        panel_id = self._turned_to[tab.title]
        self._panel(panel_id)
        self.pages.setCurrentIndex(self._page(panel_id))
        for title, segments in self._segments.items():
            segments.setVisible(title == tab.title)
            segments.choose(panel_id)
        if panel_id != self._shown:
            self._shown = panel_id
            self.turned.emit(panel_id)


def left_tabs(parent: QWidget) -> PanelTabs:
    """Return the left side of the workspace."""
    return PanelTabs(QTabBar, "Parts and outline", "the parts", "panel-left", 0, parent)


def bottom_tabs(parent: QWidget) -> PanelTabs:
    """Return what stands below the drawing."""
    return PanelTabs(FittingTabs, "Findings, charts and history", "findings and charts", "panel-bottom", 1, parent)
