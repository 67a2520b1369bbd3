"""The views of one design over each other, with a tab each and a line of words beside them."""

from collections.abc import Callable, Collection
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.design_views import DESIGN_VIEWS, VIEW_IDS
from designer.model.design import ViewId
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.views.design_view import DesignView
from designer.ui.widgets.fields import label
from designer.ui.widgets.focus_ring import FocusRim
from designer.ui.widgets.lazy_pages import keep_place, put_page

Page = CanvasWidget | DesignView
_View = TypeVar("_View", bound=DesignView)


class ViewTabs(QWidget):
    """The views of DESIGN_VIEWS; one of them is in sight.

    Attributes:
        pages: The parent of what `fill` is given.
    """

    shown_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._views: dict[ViewId, Page] = {}
        self._make: Callable[[ViewId], DesignView] | None = None
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
        for view in DESIGN_VIEWS:
            self.tabs.addTab(view.title)
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

    def fill(self, canvas: CanvasWidget, make: Callable[[ViewId], DesignView]) -> None:
        """Hold the canvas, a child of `pages`, and keep a place for each other view.

        Args:
            canvas: The view that is in sight first.
            make: Makes another view by its id and gives it to `hold`.
        """
        self._make = make
        self._views["topology"] = canvas
        self.pages.addWidget(canvas)
        FocusRim(canvas.focusProxy() or canvas)
        for _ in DESIGN_VIEWS[1:]:
            keep_place(self.pages)

    def hold(self, name: ViewId, page: DesignView) -> None:
        """Hold a view that was made just now as a child of `pages`."""
        put_page(self.pages, VIEW_IDS.index(name), page)
        self._views[name] = page
        FocusRim(page.focusProxy() or page)
        page.hint_changed.connect(self._show_hint)

    @property
    def beside(self) -> Collection[DesignView]:
        """The views beside the canvas that are made by now."""
        return [view for view in self._views.values() if not isinstance(view, CanvasWidget)]

    @property
    def shown(self) -> ViewId:
        """Return the id of the view in sight."""
        return VIEW_IDS[self.tabs.currentIndex()]

    @property
    def view(self) -> Page:
        """The view in sight."""
        return self._page(self.shown)

    def page(self, kind: type[_View], view_id: ViewId) -> _View:
        """Return the view VIEW_ID, which is of a KIND, made now where it was never asked for."""
        page = self._page(view_id)
        assert isinstance(page, kind)
        return page

    def _page(self, view_id: ViewId) -> Page:
        if view_id not in self._views:
            assert self._make is not None
            self._make(view_id)
        return self._views[view_id]

    def show_view(self, name: str) -> None:
        """Bring a view into sight."""
        if name in VIEW_IDS:
            self.tabs.setCurrentIndex(VIEW_IDS.index(name))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._views:
            self._show_hint()

    def _turned(self, index: int) -> None:
        _ = self.view  # is made before it is turned to
        self.pages.setCurrentIndex(index)
        self._show_hint()
        self.shown_changed.emit(VIEW_IDS[index])

    def _show_hint(self) -> None:
        view = self.view
        text = "" if isinstance(view, CanvasWidget) else view.hint
        self.hint.setText(self.hint.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.hint.width()))
        self.hint.setToolTip(text)
        self.hint.setAccessibleDescription(text)
