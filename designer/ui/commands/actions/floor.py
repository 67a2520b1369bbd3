"""The commands of the floor: rooms for racks, rows, quarter turns, and the drawing under a room."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from designer.files.reading import bytes_of
from designer.model.records import RefusedInput
from designer.ui.commands.context import Context

if TYPE_CHECKING:
    from designer.ui.views.floor.page import FloorPage

UNDERLAY_KINDS: Final = "Drawings (*.png *.jpg *.jpeg *.pdf)"


def draw(context: Context) -> None:
    """Draw the walls of a room."""
    if page := _page(context):
        page.take("wall")


def measure(context: Context) -> None:
    """Measure a distance."""
    if page := _page(context):
        page.take("measure")


def make_room(context: Context) -> None:
    """Make a room for the racks without a place."""
    if page := _page(context):
        page.make_room()


def place(context: Context) -> None:
    """Place the racks without a place in the room in sight."""
    if page := _page(context):
        page.place_racks()


def fill(context: Context) -> None:
    """Ask how many racks are to fill the room."""
    if page := _page(context):
        page.ask_fill()


def mark_aisles(context: Context) -> None:
    """Mark the aisles between the rows of the room in sight."""
    if page := _page(context):
        page.mark_aisles()


def turn(context: Context) -> None:
    """Turn what is selected by a quarter."""
    if page := _page(context):
        page.view.turn()


def underlay(context: Context) -> None:
    """Ask for a picture or a page and lay it under the room in sight."""
    page, work = _page(context), context.workspace
    if page is None or work is None:
        return
    if not page.room:
        work.message.emit("Draw a room first; the drawing is laid under one.")
        return
    path = context.questions.file_to_open("Drawing to lay under the room", context.folder("floor"), UNDERLAY_KINDS)
    if path is None:
        return
    context.folders["floor"] = path.parent
    try:
        if path.suffix.lower() == ".pdf":
            page.lay_drawing(path)
        else:
            page.lay_drawing(path, read_drawing(path))
    except RefusedInput as problem:
        work.message.emit(str(problem))


def _page(context: Context) -> "FloorPage | None":
    work = context.workspace
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
