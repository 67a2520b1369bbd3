"""The views of one design over each other, with a tab each and a line of words beside them."""

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.looks import Theme
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.fields import label
from designer.ui.floor_page import FloorPage
from designer.ui.focus_rim import FocusRim
from designer.ui.isometric_view import IsometricView
from designer.ui.power_page import PowerPage
from designer.ui.rack_page import RackPage
from designer.ui.stack_view import StackView

Shown = Literal["topology", "floor", "isometric", "stack", "rack", "power"]
Page = CanvasWidget | FloorPage | IsometricView | StackView | RackPage | PowerPage
VIEWS: Final[tuple[tuple[Shown, str], ...]] = (
    ("topology", "Topology"),
    ("floor", "Floor"),
    ("isometric", "Isometric"),
    ("stack", "Stack"),
    ("rack", "Racks"),
    ("power", "Power"),
)


class ViewTabs(QWidget):
    """Topology, floor, isometric, stack, racks and power; one of them is in sight.

    Attributes:
        pages: The parent of what `fill` is given.
    """

    shown_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._views: dict[str, Page] = {}
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

    def fill(
        self,
        canvas: CanvasWidget,
        floor: FloorPage,
        isometric: IsometricView,
        stack: StackView,
        racks: RackPage,
        power: PowerPage,
    ) -> None:
        """Hold the views, which are children of `pages` already."""
        self._views = {
            "topology": canvas,
            "floor": floor,
            "isometric": isometric,
            "stack": stack,
            "rack": racks,
            "power": power,
        }
        for page in self._views.values():
            self.pages.addWidget(page)
            FocusRim(page.focusProxy() or page)
        floor.hint_changed.connect(self._show_hint)
        isometric.hint_changed.connect(self._show_hint)
        stack.hint_changed.connect(self._show_hint)
        racks.hint_changed.connect(self._show_hint)
        power.hint_changed.connect(self._show_hint)

    @property
    def shown(self) -> Shown:
        """Which view is in sight."""
        return VIEWS[self.tabs.currentIndex()][0]

    @property
    def view(self) -> Page:
        """The view in sight."""
        return self._views[self.shown]

    def show_view(self, name: str) -> None:
        """Bring a view into sight."""
        names = [view for view, _ in VIEWS]
        if name in names:
            self.tabs.setCurrentIndex(names.index(name))

    def set_theme(self, theme: Theme) -> None:
        """Paint in THEME."""
        for view in self._views.values():
            view.set_theme(theme)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._views:
            self._show_hint()

    def _turned(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        self._show_hint()
        self.shown_changed.emit(VIEWS[index][0])

    def _show_hint(self) -> None:
        view = self.view
        text = "" if isinstance(view, CanvasWidget) else view.hint
        self.hint.setText(self.hint.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.hint.width()))
        self.hint.setToolTip(text)
        self.hint.setAccessibleDescription(text)
