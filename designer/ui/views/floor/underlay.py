"""Laying a drawing under the room in sight: large pictures and pages of a PDF are made beside the window."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from designer.edit.rooms.room_plan import set_underlay
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.app.document import Document
from designer.ui.jobs.background import BackgroundJob
from designer.ui.views.floor.ask_bar import AskBar
from designer.ui.views.floor.underlay_work import Pages, is_large, pdf_page, pdf_pages, smaller_picture
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import read_count
from designer.ui.widgets.timers import after_pause

MOST_S: Final = 45
"""A page that takes longer is given up."""


class UnderlayLayer(QObject):
    """Lays drawings under rooms of one document."""

    told = Signal(str)
    """One line: why there is no drawing."""

    laid = Signal()

    def __init__(self, document: Document, bar: AskBar, parent: QObject, *, told: Run, laid: Run) -> None:
        super().__init__(parent)
        connect_given((self.told, told), (self.laid, laid))
        self._document = document
        self._bar = bar
        self._room = ""
        self._path = Path()
        self._name = ""
        self.job = BackgroundJob(self, finished=self._came, failed=self._failed)
        self._late = after_pause(self, MOST_S * 1000, self._too_late)

    def lay_picture(self, room: str, name: str, data: bytes) -> None:
        """Lay the picture in DATA under ROOM.

        Raises:
            RefusedInput: it is no picture.
        """
        self._room, self._name = room, name
        if is_large(data, name):
            self._wait(f"Making {name} smaller…")
            self.job.start(smaller_picture, data, name)
        else:
            self._lay(data)

    def lay_pdf(self, room: str, path: Path) -> None:
        """Lay a page of a PDF under ROOM; which one is asked for, unless there is one alone."""
        self._room, self._path = room, path
        self._name = f"{path.stem} page 1"
        self._wait(f"Opening {path.name}…")
        self.job.start(pdf_pages, path)

    def _wait(self, words: str) -> None:
        self._bar.wait(words, self._give_up)
        self._late.start()

    def _give_up(self) -> None:
        self._late.stop()
        self.job.close()

    def _came(self, found: Pages | bytes) -> None:
        self._late.stop()
        self._bar.done()
        if not isinstance(found, Pages):
            self._lay(found)
        elif found.only is not None:
            self._lay(found.only)
        else:
            self._bar.ask("Page", f"1 to {found.number:,}", "", partial(self._page, found.number))

    def _page(self, count: int, text: str) -> str:
        try:
            number = read_count(text, "Page")
        except RefusedInput as problem:
            return str(problem)
        if number > count:
            return f"{self._path.name} has {counted(count, 'page')}; there is no page {number}."
        self._name = f"{self._path.stem} page {number}"
        self._wait(f"Drawing page {number} of {self._path.name}…")
        self.job.start(pdf_page, self._path, number)
        return ""

    def _lay(self, data: bytes) -> None:
        room, name = self._room, self._name
        if problem := self._document.attempt(lambda design: set_underlay(design, room, name, data)):
            self.told.emit(problem)
        else:
            self.laid.emit()

    def _failed(self, line: str) -> None:
        self._late.stop()
        self._bar.done()
        self.told.emit(line)

    def _too_late(self) -> None:
        self._give_up()
        self._failed(f"{self._path.name} takes too long to draw; export the page as PNG and take that.")
