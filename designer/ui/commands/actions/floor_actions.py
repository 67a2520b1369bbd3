"""The commands of the floor: rooms for racks, rows, quarter turns, and the drawing under a room."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from designer.files.reading import bytes_of
from designer.model.records import RefusedInput
from designer.ui.commands.actions.edit_actions import GetWorkspace
from designer.ui.widgets.message_boxes import Questions

if TYPE_CHECKING:
    from designer.ui.views.floor.page import FloorPage

UNDERLAY_KINDS: Final = "Drawings (*.png *.jpg *.jpeg *.pdf)"


class FloorActions:
    """Actions on the floor, on whatever workspace is open."""

    def __init__(self, workspace: GetWorkspace, questions: Questions) -> None:
        self._workspace = workspace
        self._questions = questions
        self.folder = Path.home()

    def draw(self) -> None:
        """Draw the walls of a room."""
        if page := self._page():
            page.take("wall")

    def measure(self) -> None:
        """Measure a distance."""
        if page := self._page():
            page.take("measure")

    def make_room(self) -> None:
        """Make a room for the racks without a place."""
        if page := self._page():
            page.make_room()

    def place(self) -> None:
        """Place the racks without a place in the room in sight."""
        if page := self._page():
            page.place_racks()

    def fill(self) -> None:
        """Ask how many racks are to fill the room."""
        if page := self._page():
            page.ask_fill()

    def mark_aisles(self) -> None:
        """Mark the aisles between the rows of the room in sight."""
        if page := self._page():
            page.mark_aisles()

    def turn(self) -> None:
        """Turn what is selected by a quarter."""
        if page := self._page():
            page.view.turn()

    def underlay(self) -> None:
        """Ask for a picture or a page and lay it under the room in sight."""
        page, work = self._page(), self._workspace()
        if page is None or work is None:
            return
        if not page.room:
            work.message.emit("Draw a room first; the drawing is laid under one.")
            return
        path = self._questions.file_to_open("Drawing to lay under the room", self.folder, UNDERLAY_KINDS)
        if path is None:
            return
        self.folder = path.parent
        try:
            if path.suffix.lower() == ".pdf":
                page.lay_drawing(path)
            else:
                page.lay_drawing(path, read_drawing(path))
        except RefusedInput as problem:
            work.message.emit(str(problem))

    def _page(self) -> "FloorPage | None":
        work = self._workspace()
        if work is None:
            return None
        work.views.show_view("floor")
        return work.floor


def read_drawing(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        RefusedInput: it cannot be read, or is too large.
    """
    return bytes_of(path, "picture", advice="make it smaller first")
