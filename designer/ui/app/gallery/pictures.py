"""Pictures for the start page: from the cache where they are kept, else drawn in a process beside the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from designer.ui.app.gallery.picture_cache import PictureWanted, picture_file
from designer.ui.app.gallery.picture_work import SIZE_TEXT, PictureDrawn, draw_pictures
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.timers import every

HASHED_BYTES: Final = 8_000_000
"""A larger project is looked up by the process: to read it would hold up the window."""


class Pictures(QObject):
    """Brings the pictures that are wanted, one at a time, the first ones first."""

    came = Signal(str, QPixmap, str)
    """Key, picture, and how large the design is in words."""

    failed = Signal(str, str)
    """Key, and in one line why there is no picture."""

    def __init__(self, parent: QObject, *, came: Run, failed: Run) -> None:
        super().__init__(parent)
        connect_given((self.came, came), (self.failed, failed))
        self._wanted: list[PictureWanted] = []
        self._to_draw: list[PictureWanted] = []
        self._told: set[str] = set()
        self._next = every(self, 0, self._look_up)
        self._job: BackgroundJob[list[PictureDrawn]] = BackgroundJob(
            self, finished=self._tell, found=self._tell, failed=self._fail
        )

    @property
    def waiting(self) -> bool:
        """Return True when pictures are still to come."""
        return bool(self._wanted or self._to_draw)

    def want(self, wanted: Sequence[PictureWanted]) -> None:
        """Bring WANTED instead of what was wanted before."""
        self.stop()
        self._wanted = list(wanted)
        if self._wanted:
            self._next.start()

    def stop(self) -> None:
        """Bring nothing any more."""
        self._next.stop()
        self._job.close()
        self._wanted, self._to_draw, self._told = [], [], set()

    def _look_up(self) -> None:
        """Show one picture of the cache in each turn of the event loop; draw the others when all were looked for."""
        if not self._wanted:
            self._next.stop()
            if self._to_draw:
                self._job.start(draw_pictures, tuple(self._to_draw))
            return
        one = self._wanted.pop(0)
        try:
            large = bool(one.path) and _size(one.path) > HASHED_BYTES
            file = "" if large else str(picture_file(one))
        except FileNotFoundError:
            self.failed.emit(one.key, "The file is gone")
            return
        except OSError as problem:
            self.failed.emit(one.key, f"Cannot be read: {problem.strerror or problem}")
            return
        if not file or not self._show(one.key, file, one.look.ratio):
            self._to_draw.append(one)

    def _show(self, key: str, file: str, ratio: float) -> bool:
        image = QImage(file)
        if image.isNull():
            return False
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        self.came.emit(key, picture, image.text(SIZE_TEXT))
        return True

    def _tell(self, drawn: list[PictureDrawn]) -> None:
        ratios = {one.key: one.look.ratio for one in self._to_draw}
        for one in drawn:
            if one.key in self._told or one.key not in ratios:
                continue
            self._told.add(one.key)
            if not (one.file and self._show(one.key, one.file, ratios[one.key])):
                self.failed.emit(one.key, one.problem or "There is no picture of it")
        if len(self._told) == len(ratios):
            self._to_draw = []

    def _fail(self, problem: str) -> None:
        left, self._to_draw = [one for one in self._to_draw if one.key not in self._told], []
        for one in left:
            self.failed.emit(one.key, problem)


def _size(path: str) -> int:
    return Path(path).stat().st_size
