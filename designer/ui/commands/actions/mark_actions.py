"""The commands that draw notes, frames, arrows and pictures."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt

from designer.ui.commands.actions.edit_actions import GetWorkspace
from designer.ui.widgets.message_boxes import Questions

HOW: Final = {
    "note": "Drag out a note, click for one of the usual size, or press Enter for one in the middle.",
    "frame": "Drag out a frame, or press Enter for one around what is selected.",
    "arrow": "Drag from where the arrow begins to its tip, or press Enter for one between the two selected.",
}


class MarkActions:
    """Actions on what is no equipment, on whatever workspace is open."""

    def __init__(self, workspace: GetWorkspace, questions: Questions) -> None:
        self._workspace = workspace
        self._questions = questions
        self.folder = Path.home()

    def note_tool(self) -> None:
        """Write a note."""
        self._tool("note")

    def frame_tool(self) -> None:
        """Draw a frame."""
        self._tool("frame")

    def arrow_tool(self) -> None:
        """Draw an arrow."""
        self._tool("arrow")

    def picture(self) -> None:
        """Ask for a file and put its picture into the middle of the sight."""
        from designer.ui.canvas.interaction.mark_pictures import PICTURE_KINDS, put_pictures

        work = self._workspace()
        if work is None:
            return
        path = self._questions.file_to_open("Picture from a file", self.folder, PICTURE_KINDS)
        if path is not None:
            self.folder = path.parent
            work.views.show_view("topology")
            put_pictures(work.canvas.stage, [path], work.canvas.stage.sight.centre)

    def _tool(self, name: str) -> None:
        work = self._workspace()
        if work is not None:
            work.views.show_view("topology")
            work.set_tool(name)
            work.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            work.message.emit(HOW[name])
