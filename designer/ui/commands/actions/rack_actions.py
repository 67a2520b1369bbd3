"""The commands of the racks, for menus and the command palette."""

from typing import TYPE_CHECKING

from designer.ui.commands.actions.edit_actions import GetWorkspace

if TYPE_CHECKING:
    from designer.ui.views.racks.page import RackPage


class RackActions:
    """Actions on the racks that are selected, or on all of them; the racks come into sight first."""

    def __init__(self, workspace: GetWorkspace) -> None:
        self._workspace = workspace

    def fill(self) -> None:
        """Fill racks by a rule."""
        if page := self._page():
            page.open_fill()

    def place_all(self) -> None:
        """Give everything that waits a place."""
        if page := self._page():
            page.racks.place_all()

    def close_gaps(self) -> None:
        """Close free units with blanking panels."""
        if page := self._page():
            page.close_gaps()

    def pack(self) -> None:
        """Let everything fall as low as it goes."""
        if page := self._page():
            page.racks.pack()

    def swap(self) -> None:
        """Exchange the places of two devices."""
        if page := self._page():
            page.racks.swap()

    def _page(self) -> "RackPage | None":
        work = self._workspace()
        if work is None:
            return None
        work.views.show_view("rack")
        return work.racks
