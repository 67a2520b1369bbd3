"""The views of one design together: which is in sight, what it shows, and what is selected in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from designer.drawing.design_views import WHOLE_VIEWS
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.model.design import Camera, Quarter, View
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.views.view_tabs import ViewTabs


class ViewPages:
    """Goes to things in the view that is in sight, and to the topology where that does not draw them."""

    def __init__(self, tabs: ViewTabs, canvas: CanvasWidget) -> None:
        self._tabs = tabs
        self._canvas = canvas

    def show(self, view: View) -> None:
        """Show what a saved view shows, in the view of the design that it is of."""
        self._tabs.show_view(view.shows)
        self._tabs.view.show_view(view)

    @property
    def camera(self) -> Camera | None:
        """Return what is in sight, where the view in sight keeps that."""
        return None if self._tabs.shown in WHOLE_VIEWS else self._tabs.view.camera()

    @property
    def focus(self) -> tuple[str, ...]:
        """Return what the view in sight is of: the room of the floor, the racks that were chosen."""
        page = self._tabs.view
        return () if isinstance(page, CanvasWidget) else page.focus

    @property
    def floor_overlay(self) -> FloorOverlay:
        """Return what racks in a room are coloured by in the view in sight."""
        page = self._tabs.view
        return "" if isinstance(page, CanvasWidget) else page.floor_overlay

    @property
    def quarter(self) -> Quarter:
        """Return by how many quarters the view in sight turns its room."""
        page = self._tabs.view
        return 0 if isinstance(page, CanvasWidget) else page.quarter

    def place_part(self, part_id: str) -> None:
        """Place a part in the view in sight, and on the canvas where that view has no places for parts."""
        page = self._tabs.view
        if isinstance(page, CanvasWidget) or not page.place_part(part_id):
            self._canvas.place_part(part_id)

    def select(self, ids: tuple[str, ...]) -> None:
        """Select IDS in all views beside the canvas that are made by now."""
        for page in self._tabs.beside:
            page.select(ids)

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight."""
        page = self._tabs.view
        if isinstance(page, CanvasWidget) or not page.shows(ids):
            self._tabs.show_view("topology")
        else:
            page.go_to(ids)
            if page.goes_alone:
                return
        self._canvas.go_to(ids)

    def let_drawings_go(self) -> None:
        """Keep no drawing beside that of the canvas while the design is out of sight."""
        for page in self._tabs.beside:
            page.let_drawing_go()

    def turn_to(self, view_id: str, ids: Sequence[str]) -> None:
        """Show another view and IDS in it, and go on there; none begins what that view is for."""
        self._tabs.show_view(view_id)
        page = self._tabs.view
        if ids or isinstance(page, CanvasWidget):
            page.go_to(ids)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.begin()

    def take_keyboard(self) -> None:
        """Give the keyboard to the view that came into sight; the canvas waits until it is asked."""
        page = self._tabs.view
        if not isinstance(page, CanvasWidget):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
