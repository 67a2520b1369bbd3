"""The commands that draw notes, frames, arrows and pictures."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt

from designer.ui.commands.context import Context, Run

HOW: Final = {
    "note": "Drag out a note, click for one of the usual size, or press Enter for one in the middle.",
    "frame": "Drag out a frame, or press Enter for one around what is selected.",
    "arrow": "Drag from where the arrow begins to its tip, or press Enter for one between the two selected.",
}


def picture(context: Context) -> None:
    """Ask for a file and put its picture into the middle of the sight."""
    from designer.ui.canvas.interaction.mark_pictures import PICTURE_KINDS, put_pictures

    work = context.workspace
    if work is None:
        return
    path = context.questions.file_to_open("Picture from a file", context.folder("marks"), PICTURE_KINDS)
    if path is not None:
        context.folders["marks"] = path.parent
        work.views.show_view("topology")
        put_pictures(work.canvas.stage, [path], work.canvas.stage.sight.centre)


def tool(name: str) -> Run:
    """Return what chooses a tool that draws a mark."""
    return partial(_tool, name=name)


def _tool(context: Context, name: str) -> None:
    work = context.workspace
    if work is not None:
        work.views.show_view("topology")
        work.set_tool(name)
        work.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        work.message.emit(HOW[name])
