"""Things gliding to their new places after an edit that moved many: seen alone, the design has changed already."""

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.drawing import Drawing
from designer.drawing.motion import on_the_way
from designer.drawing.records import Rect
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.port import Preview
from designer.ui.canvas.rendering.camera_animation import between
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.timers import every

GLIDE_MS: Final = 250
MOST_TILES: Final = 3000
"""Above so many tiles things are simply there."""
_FRAME_MS: Final = 16
_ENDS_IT: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
        QEvent.Type.DragEnter,
        QEvent.Type.NativeGesture,
        QEvent.Type.Hide,
    }
)


class Glide(QObject):
    """One glide at a time on one canvas; any press, key or edit ends it where things are."""

    moved = Signal()
    """The view moved."""

    ended = Signal()

    def __init__(self, stage: Stage, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._stage = stage
        self._canvas = canvas
        self._before: Drawing | None = None
        self._shown: Preview | None = None
        self._looks: tuple[Viewpoint, Viewpoint] | None = None
        self._begun = 0.0
        self._revision = 0
        self._timer = every(self, _FRAME_MS, self._step)

    @property
    def running(self) -> bool:
        """Return True when things are on their way."""
        return self._before is not None

    def start(self, before: Drawing, onto: Rect | None) -> None:
        """Glide from BEFORE to what the stage shows now; the view goes along to show all of ONTO."""
        self.finish()
        stage = self._stage
        if len(stage.drawing.tiles) > MOST_TILES:
            self._look(onto)
            self.ended.emit()
            return
        self._before, self._revision = before, stage.session.revision
        self._looks = None
        if onto is not None:
            there = stage.viewpoint.copy()
            there.fit(onto)
            self._looks = (stage.viewpoint.copy(), there)
        self._begun = 0.0
        self._canvas.installEventFilter(self)
        self._show(0.0)
        self._timer.start()

    def finish(self) -> None:
        """Be there at once."""
        if self._before is None:
            return
        self._timer.stop()
        self._canvas.removeEventFilter(self)
        looks, self._before, self._looks = self._looks, None, None
        stage = self._stage
        if stage.shown_preview is self._shown:
            stage.preview(None)
        self._shown = None
        if looks is not None:
            self._take(looks[1])
        stage.redrawn.emit()
        self.ended.emit()

    def _step(self) -> None:
        stage = self._stage
        # The first picture of a new drawing takes longest; the time runs from when it is seen.
        self._begun = self._begun or time.monotonic()
        share = (time.monotonic() - self._begun) * 1000 / GLIDE_MS
        if share >= 1.0 or stage.session.revision != self._revision or stage.shown_preview is not self._shown:
            self.finish()
            return
        self._show(1 - (1 - share) ** 3)

    def _show(self, share: float) -> None:
        if self._before is None:
            return
        if self._looks is not None:
            here, there = self._looks
            self._take(between(here, there, share))
        self._shown = Preview(drawing=on_the_way(self._before, self._stage.drawing, share))
        self._stage.preview(self._shown)

    def _look(self, onto: Rect | None) -> None:
        if onto is not None:
            self._stage.viewpoint.fit(onto)
            self.moved.emit()

    def _take(self, look: Viewpoint) -> None:
        view = self._stage.viewpoint
        view.scale, view.x, view.y = look.scale, look.x, look.y
        self.moved.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ENDS_IT:
            self.finish()
        return False
