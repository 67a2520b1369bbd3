"""Several designs in one window: a tab for each, with all that it was left with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QWidget
from typing_extensions import override

from designer.ui.app.project_files import ParkedDesign
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.icons import line_icon

if TYPE_CHECKING:
    from designer.ui.app.frame.brief_figures import BriefFigures
    from designer.ui.app.workspace import Workspace

NEW_TAB: Final = "New design"
UNSAVED: Final = "• "
_HIGH: Final = 36


@dataclass(eq=False)
class DesignTab:
    """The state that a tab out of sight was left with; of the one in sight the window has all of it.

    Attributes:
        parked: Its design with its file; None on the start page.
        work: What shows it, with selection, views and camera.
        brief: Its folded figures.
        traffic: The traffic that was worked out.
        overlay: What the drawing is coloured by.
    """

    parked: ParkedDesign | None = None
    work: "Workspace | None" = None
    brief: "BriefFigures | None" = None
    traffic: str = ""
    overlay: str = ""


class TabHost(Protocol):
    """The window as its tabs know it."""

    @property
    def has_design(self) -> bool:
        """Return True when a design is open in the tab in sight."""
        ...

    def put_away(self, tab: DesignTab) -> None:
        """Leave in TAB what is in sight, and show nothing of it."""
        ...

    def take_up(self, tab: DesignTab) -> None:
        """Show what was left in TAB."""
        ...

    def holds(self, path: Path, variant: str | None = None) -> bool:
        """Return True when PATH is open in the tab in sight, or that VARIANT of it."""
        ...


class _Bar(QTabBar):
    """The tabs; the middle button closes the one under it. Names stay whole: where there are many, the bar scrolls."""

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            place = self.tabAt(event.position().toPoint())
            if place >= 0:
                self.tabCloseRequested.emit(place)
            return
        super().mouseReleaseEvent(event)


class DesignTabs(QWidget):
    """The bar of the tabs; in sight with two or more."""

    close_wanted = Signal()
    """The tab in sight is to be closed, asked where work is unsaved."""

    window_wanted = Signal()
    """The tab in sight is to go on in a window of its own."""

    def __init__(self, host: TabHost, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = host
        self.tabs = [DesignTab()]
        self.at = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        self.setFixedHeight(_HIGH)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 0, 8, 1)
        across.setSpacing(4)
        self.bar = _Bar(self)
        self.bar.setProperty("look", "views")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setMovable(True)
        self.bar.setTabsClosable(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.bar.setAccessibleName("Open designs")
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.addTab(NEW_TAB)
        self.bar.currentChanged.connect(self._turned)
        self.bar.tabMoved.connect(self._moved)
        self.bar.tabCloseRequested.connect(self.close_tab)
        self.bar.customContextMenuRequested.connect(self._open_menu)
        across.addWidget(self.bar)
        self.plus = tool_button(self, self.add, name="Another design in a tab of its own")
        self.plus.setIcon(line_icon("plus"))
        across.addWidget(self.plus)
        across.addStretch(1)
        self.hide()

    @property
    def current(self) -> DesignTab:
        """Return the tab in sight."""
        return self.tabs[self.at]

    def add(self) -> None:
        """Show the start page in a tab of its own; a tab that shows it already is gone to."""
        empty = next((place for place in range(len(self.tabs)) if not self._has_design(place)), None)
        if empty is not None:
            self.go_to(empty)
            return
        self.tabs.append(DesignTab())
        self._quietly(partial(self.bar.addTab, NEW_TAB))
        self.go_to(len(self.tabs) - 1)

    def begin(self, begin: Callable[[], object]) -> bool:
        """Have BEGIN open a design: in a tab of its own, which goes again where it opened none; say if it did."""
        before, fresh = self.at, self._host.has_design
        if fresh:
            self.add()
        begin()
        if self._host.has_design:
            return True
        if fresh and len(self.tabs) > 1:
            self._remove(self.at, before)
        return False

    def go_to_path(self, path: Path) -> bool:
        """Go to the tab that has PATH open; the answer is whether there is one."""
        for place, tab in enumerate(self.tabs):
            if self._host.holds(path) if place == self.at else tab.parked is not None and tab.parked.covers(path):
                self.go_to(place)
                return True
        return False

    def go_to_variant(self, path: Path, variant: str) -> bool:
        """Go to the tab that has a VARIANT of the project in PATH open; the answer is whether there is one."""
        for place, tab in enumerate(self.tabs):
            parked = tab.parked
            here = place == self.at and self._host.holds(path, variant)
            if here or (parked is not None and parked.variant == variant and parked.is_of(path)):
                self.go_to(place)
                return True
        return False

    def go_to(self, place: int) -> None:
        """Show the tab at PLACE."""
        if place != self.at:
            self._host.put_away(self.current)
            self.at = place
            self._host.take_up(self.current)
        self._quietly(partial(self.bar.setCurrentIndex, self.at))
        self._show()

    def step(self, by: int) -> None:
        """Go BY tabs on, from the last to the first."""
        self.go_to((self.at + by) % len(self.tabs))

    def close_tab(self, place: int) -> None:
        """Close the tab at PLACE, asked where its work is unsaved."""
        self.go_to(place)
        if self._host.has_design:
            self.close_wanted.emit()
        else:
            self.leave()

    def close_others(self) -> None:
        """Close all tabs but the one in sight."""
        kept = self.current
        for tab in [one for one in self.tabs if one is not kept]:
            self.close_tab(self.tabs.index(tab))
            if tab in self.tabs and len(self.tabs) > 1:
                return  # its work is unsaved, and it stays
        self.go_to(self.tabs.index(kept))

    def leave(self) -> None:
        """Take away the tab in sight, in which nothing is open any more; the last one stays as the start page."""
        if len(self.tabs) > 1:
            self._remove(self.at, max(self.at - 1, 0) if self.at == len(self.tabs) - 1 else self.at + 1)

    def show_state(self, name: str, unsaved: bool) -> None:
        """Show the NAME of the tab in sight and whether its work is UNSAVED."""
        title = name or NEW_TAB
        shown = (UNSAVED if unsaved else "") + title.replace("&", "&&")
        if self.bar.tabText(self.at) != shown:
            self.bar.setTabText(self.at, shown)
        said = f"{title}, not saved" if unsaved else title
        self.bar.setTabToolTip(self.at, said)
        self.bar.setAccessibleTabName(self.at, said)

    def _remove(self, place: int, then: int) -> None:
        """Take away the tab at PLACE, in sight and empty, and show the one at THEN."""
        after = self.tabs[then]
        self._host.put_away(self.current)
        del self.tabs[place]
        self._quietly(partial(self.bar.removeTab, place))
        self.at = self.tabs.index(after)
        self._host.take_up(after)
        self._quietly(partial(self.bar.setCurrentIndex, self.at))
        self._show()

    def _has_design(self, place: int) -> bool:
        return self._host.has_design if place == self.at else self.tabs[place].parked is not None

    def _show(self) -> None:
        self.setVisible(len(self.tabs) > 1)

    def _quietly(self, change: Callable[[], object]) -> None:
        self.bar.blockSignals(True)
        change()
        self.bar.blockSignals(False)

    def _turned(self, place: int) -> None:
        if place >= 0:
            self.go_to(place)

    def _moved(self, start: int, end: int) -> None:
        current = self.current
        self.tabs.insert(end, self.tabs.pop(start))
        self.at = self.tabs.index(current)

    def _open_menu(self, at: QPoint) -> None:
        place = self.bar.tabAt(at)
        if place < 0:
            return
        self.go_to(place)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Close", partial(self.close_tab, place))
        menu.addAction("Close others", self.close_others)
        menu.addAction("Move to a new window", self.window_wanted.emit)
        menu.popup(self.bar.mapToGlobal(at))
