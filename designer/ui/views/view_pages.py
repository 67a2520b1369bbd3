"""The six views of one design together: which is in sight, what it shows, and what is selected in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from designer.model.design import Camera, View
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.views.floor.page import FloorPage
from designer.ui.views.isometric.view import IsometricView
from designer.ui.views.power.page import PowerPage
from designer.ui.views.racks.page import RackPage
from designer.ui.views.stack.view import StackView
from designer.ui.views.view_tabs import ViewTabs


class ViewPages:
    """Goes to things in the view that is in sight, and to the topology where that does not draw them."""

    def __init__(self, tabs: ViewTabs, canvas: CanvasWidget) -> None:
        self._tabs = tabs
        self._canvas = canvas

    def follow(self, isometric: IsometricView) -> None:
        """Go where the isometric view sends the person."""
        isometric.racks_wanted.connect(self.go_to_racks)
        isometric.floor_wanted.connect(self.go_to_floor)

    def show(self, view: View) -> None:
        """Show what a saved view shows, in the view of the design that it is of."""
        self._tabs.show_view(view.shows)
        page = self._tabs.view
        (page.racks if isinstance(page, RackPage) else page).show_view(view)

    @property
    def camera(self) -> Camera | None:
        """Return what is in sight, where the view in sight keeps that."""
        page = self._tabs.view
        return None if isinstance(page, StackView | PowerPage) else page.camera()

    @property
    def focus(self) -> tuple[str, ...]:
        """Return what the view in sight is of: the room of the floor, the racks that were chosen."""
        page = self._tabs.view
        if isinstance(page, RackPage):
            return page.focus
        return (page.room,) if isinstance(page, FloorPage | IsometricView) and page.room else ()

    def select(self, ids: tuple[str, ...]) -> None:
        """Select IDS in all views beside the canvas that are made by now."""
        for page in self._tabs.beside:
            page.select(ids)

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight."""
        page = self._tabs.view
        if isinstance(page, FloorPage | IsometricView) and page.shows(ids):
            page.go_to(ids)
            return
        if isinstance(page, RackPage) and page.shows(tuple(ids)):
            page.racks.reveal(ids)
            return
        drawn = isinstance(page, StackView | PowerPage) and page.shows(ids)
        if not drawn:
            self._tabs.show_view("topology")
        self._canvas.go_to(ids)

    def go_to_topology(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight on the canvas and go on there."""
        self._tabs.show_view("topology")
        self._canvas.go_to(ids)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_racks(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight among the racks, where they are drawn, and go on there."""
        self._tabs.show_view("rack")
        page = self._tabs.view
        if isinstance(page, RackPage):
            page.racks.reveal(ids)
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_floor(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight on the floor and go on there; draw a room when there are none."""
        self._tabs.show_view("floor")
        page = self._tabs.view
        if not isinstance(page, FloorPage):
            return
        if ids:
            page.go_to(ids)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.take("wall")

    def take_keyboard(self) -> None:
        """Give the keyboard to the view that came into sight; the canvas waits until it is asked."""
        page = self._tabs.view
        if not isinstance(page, CanvasWidget):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
