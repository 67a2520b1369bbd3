"""The six views of one design together: which is in sight, what it shows, and what is selected in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from designer.model.design import Camera, View
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.floor_page import FloorPage
from designer.ui.isometric_view import IsometricView
from designer.ui.power_page import PowerPage
from designer.ui.rack_page import RackPage
from designer.ui.stack_view import StackView
from designer.ui.view_tabs import ViewTabs


class ViewPages:
    """Goes to things in the view that is in sight, and to the topology where that does not draw them."""

    def __init__(
        self,
        tabs: ViewTabs,
        canvas: CanvasWidget,
        floor: FloorPage,
        isometric: IsometricView,
        stack: StackView,
        racks: RackPage,
        plant: PowerPage,
    ) -> None:
        self._tabs = tabs
        self._canvas, self._stack, self._floor, self._racks, self._plant = canvas, stack, floor, racks, plant
        self._isometric = isometric
        isometric.racks_wanted.connect(self.go_to_racks)
        isometric.floor_wanted.connect(self.go_to_floor)

    def show(self, view: View) -> None:
        """Show what a saved view shows, in the view of the design that it is of."""
        pages = {
            "stack": self._stack,
            "floor": self._floor,
            "isometric": self._isometric,
            "power": self._plant,
            "rack": self._racks.racks,
        }
        page = pages.get(view.shows, self._canvas)
        self._tabs.show_view(view.shows if view.shows in pages else "topology")
        page.show_view(view)

    @property
    def camera(self) -> Camera | None:
        """What is in sight, where the view in sight keeps that."""
        pages = {
            "topology": self._canvas,
            "floor": self._floor,
            "isometric": self._isometric,
            "rack": self._racks,
        }
        page = pages.get(self._tabs.shown)
        return page.camera() if page is not None else None

    @property
    def focus(self) -> tuple[str, ...]:
        """What the view in sight is of: the room of the floor, the racks that were chosen."""
        if self._tabs.shown == "rack":
            return self._racks.focus
        rooms = {"floor": self._floor, "isometric": self._isometric}
        page = rooms.get(self._tabs.shown)
        return (page.room,) if page is not None and page.room else ()

    def select(self, ids: tuple[str, ...]) -> None:
        """Select IDS in all views beside the canvas."""
        for page in (self._stack, self._floor, self._isometric, self._racks, self._plant):
            page.select(ids)

    def go_to(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight."""
        shown = self._tabs.shown
        if shown == "floor" and self._floor.shows(ids):
            self._floor.go_to(ids)
            return
        if shown == "isometric" and self._isometric.shows(ids):
            self._isometric.go_to(ids)
            return
        if shown == "rack" and self._racks.shows(tuple(ids)):
            self._racks.racks.reveal(ids)
            return
        drawn = (shown == "stack" and self._stack.shows(ids)) or (shown == "power" and self._plant.shows(ids))
        if shown != "topology" and not drawn:
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
        self._racks.racks.reveal(ids)
        self._racks.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_floor(self, ids: Sequence[str]) -> None:
        """Bring IDS into sight on the floor and go on there; draw a room when there are none."""
        self._tabs.show_view("floor")
        if ids:
            self._floor.go_to(ids)
            self._floor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._floor.take("wall")

    def take_keyboard(self, shown: str) -> None:
        """Give the keyboard to the view SHOWN that came into sight; the canvas waits until it is asked."""
        pages = {
            "stack": self._stack,
            "floor": self._floor,
            "isometric": self._isometric,
            "power": self._plant,
            "rack": self._racks,
        }
        page = pages.get(shown)
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
