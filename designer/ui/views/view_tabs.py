"""The views of one design over each other, with a tab each and a line of words beside them."""

from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from designer.drawing.design_views import DESIGN_VIEWS, VIEW_IDS, VIEWS_BY_ID, DesignViewKind
from designer.model.design import ViewId
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.views.design_view import DesignView
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.focus_ring import FocusRim
from designer.ui.widgets.lazy_pages import keep_place, put_page

Page = CanvasWidget | DesignView
_View = TypeVar("_View", bound=DesignView)


class ViewTab(NamedTuple):
    """One tab: what stands on it, and the views that are one behind it in several projections."""

    title: str
    views: tuple[DesignViewKind, ...]


def _tabs() -> tuple[ViewTab, ...]:
    groups: dict[str, list[DesignViewKind]] = {}
    for view in DESIGN_VIEWS:
        groups.setdefault(view.tab or view.title, []).append(view)
    return tuple(ViewTab(title, tuple(views)) for title, views in groups.items())


VIEW_TABS: Final = _tabs()
"""In their order; those of DESIGN_VIEWS with the same word on their tab share one."""
_TAB_OF: Final[Mapping[ViewId, int]] = {view.id: at for at, tab in enumerate(VIEW_TABS) for view in tab.views}


class ViewTabs(QWidget):
    """The views of DESIGN_VIEWS; one of them is in sight.

    Attributes:
        tabs: The bar of tabs; whoever has a title bar may hold it there.
        pages: The parent of what `fill` is given.
        projections: By the title of a tab with several views, the choice between them.
        said_above: Returns the sentence that stands above the views; a hint that begins with it is not shown.
    """

    shown_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._views: dict[ViewId, Page] = {}
        self._make: Callable[[ViewId], DesignView] | None = None
        self.said_above: Callable[[], str] = str
        self._shown: ViewId = VIEW_IDS[0]
        self._turned_to: dict[str, ViewId] = {tab.title: tab.views[0].id for tab in VIEW_TABS}
        self.tabs = QTabBar(self)
        self.tabs.setProperty("look", "views")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("Views of the design")
        for tab in VIEW_TABS:
            self.tabs.addTab(tab.title)
        self.tabs.currentChanged.connect(self._turned)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self._bar = bar = QWidget(self)
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setProperty("look", "bar")
        across = QHBoxLayout(bar)
        across.setContentsMargins(8, 3, 16, 4)
        across.setSpacing(12)
        self.projections: dict[str, Segments] = {}
        for tab in VIEW_TABS:
            if len(tab.views) > 1:
                pages = [(view.id, view.page) for view in tab.views]
                self.projections[tab.title] = made = Segments(tab.title, pages, tab.views[0].id, bar)
                made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
                made.chosen.connect(self.show_view)
                across.addWidget(made)
        self.hint: QLabel = label("", "caption", bar, wraps=True)
        self.hint.setAccessibleName("About this view")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self.hint, 1)
        bar.hide()
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
        return self._shown

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
        found = VIEWS_BY_ID.get(cast("ViewId", name))
        if found is None or found.id == self._shown:
            return
        at = _TAB_OF[found.id]
        self._turned_to[VIEW_TABS[at].title] = found.id
        if self.tabs.currentIndex() != at:
            self.tabs.setCurrentIndex(at)
        else:
            self._turned(at)

    def _turned(self, index: int) -> None:
        tab = VIEW_TABS[index]
        name = self._shown = self._turned_to[tab.title]
        _ = self.view  # is made before it is turned to
        self.pages.setCurrentIndex(VIEW_IDS.index(name))
        for title, choice in self.projections.items():
            choice.setVisible(title == tab.title)
            choice.choose(name)
        self._show_hint()
        self.shown_changed.emit(name)

    def _show_hint(self) -> None:
        view = self.view
        text = "" if isinstance(view, CanvasWidget) else view.hint
        above = self.said_above()
        if above and text.startswith(above):
            text = ""  # it would stand twice, one line over the other
        self.hint.setText(text)
        self.hint.setToolTip(text)
        self.hint.setAccessibleDescription(text)
        chosen = any(not choice.isHidden() for choice in self.projections.values())
        self._bar.setVisible(bool(text) or (chosen and not isinstance(view, CanvasWidget)))
