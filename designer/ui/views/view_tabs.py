"""The views of one design over each other, with a tab each and a line of words beside them."""

from collections.abc import Callable, Collection, Mapping
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.canvas.widget import CanvasWidget
from designer.ui.views.floor.page import FloorPage
from designer.ui.views.isometric.view import IsometricView
from designer.ui.views.power.page import PowerPage
from designer.ui.views.racks.page import RackPage
from designer.ui.views.stack.view import StackView
from designer.ui.widgets.fields import label
from designer.ui.widgets.focus_ring import FocusRim
from designer.ui.widgets.lazy_pages import keep_place, put_page

Shown = Literal["topology", "floor", "isometric", "stack", "rack", "power"]
Beside = FloorPage | IsometricView | StackView | RackPage | PowerPage
"""A view beside the canvas."""
Page = CanvasWidget | Beside
VIEWS: Final[tuple[tuple[Shown, str], ...]] = (
    ("topology", "Topology"),
    ("floor", "Floor"),
    ("isometric", "Isometric"),
    ("stack", "Stack"),
    ("rack", "Racks"),
    ("power", "Power"),
)
_NAMES: Final[tuple[Shown, ...]] = tuple(name for name, _ in VIEWS)


class ViewTabs(QWidget):
    """Topology, floor, isometric, stack, racks and power; one of them is in sight.

    Attributes:
        pages: The parent of what `fill` is given.
    """

    shown_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._views: dict[Shown, Page] = {}
        self._make: Mapping[Shown, Callable[[], Page]] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        bar = QWidget(self)
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setProperty("look", "bar")
        across = QHBoxLayout(bar)
        across.setContentsMargins(0, 0, 16, 0)
        across.setSpacing(8)
        self.tabs = QTabBar(bar)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("Views of the design")
        for _, title in VIEWS:
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._turned)
        across.addWidget(self.tabs)
        self.hint: QLabel = label("", "caption", bar)
        self.hint.setAccessibleName("About this view")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.hint, 1)
        down.addWidget(bar)
        self.pages = QStackedWidget(self)
        self.pages.setMinimumSize(240, 160)
        down.addWidget(self.pages, 1)

    def fill(self, canvas: CanvasWidget, make: Mapping[Shown, Callable[[], Page]]) -> None:
        """Hold the canvas, a child of `pages`, and keep a place for each other view.

        Args:
            canvas: The view that is in sight first.
            make: Makes the other views by their names; what it makes is given to `hold`.
        """
        self._make = make
        self._views["topology"] = canvas
        self.pages.addWidget(canvas)
        FocusRim(canvas.focusProxy() or canvas)
        for _ in VIEWS[1:]:
            keep_place(self.pages)

    def hold(self, name: Shown, page: Beside) -> None:
        """Hold a view that was made just now as a child of `pages`."""
        put_page(self.pages, _NAMES.index(name), page)
        self._views[name] = page
        FocusRim(page.focusProxy() or page)
        page.hint_changed.connect(self._show_hint)

    @property
    def beside(self) -> Collection[Beside]:
        """The views beside the canvas that are made by now."""
        return [view for view in self._views.values() if not isinstance(view, CanvasWidget)]

    @property
    def shown(self) -> Shown:
        """Return the id of the view in sight."""
        return VIEWS[self.tabs.currentIndex()][0]

    @property
    def view(self) -> Page:
        """The view in sight."""
        return self._views.get(self.shown) or self._make[self.shown]()

    def show_view(self, name: str) -> None:
        """Bring a view into sight."""
        if name in _NAMES:
            self.tabs.setCurrentIndex(_NAMES.index(name))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._views:
            self._show_hint()

    def _turned(self, index: int) -> None:
        _ = self.view  # is made before it is turned to
        self.pages.setCurrentIndex(index)
        self._show_hint()
        self.shown_changed.emit(VIEWS[index][0])

    def _show_hint(self) -> None:
        view = self.view
        text = "" if isinstance(view, CanvasWidget) else view.hint
        self.hint.setText(self.hint.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.hint.width()))
        self.hint.setToolTip(text)
        self.hint.setAccessibleDescription(text)
