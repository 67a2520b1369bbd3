"""The sight gliding to where one looks from now on: seen alone, hands and keys are there at once."""

import math
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.timers import every

FLIGHT_MS: Final = 160
_FRAME_MS: Final = 16


class Flight(QObject):
    """One flight at a time."""

    def __init__(self, repaint: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._from: Viewpoint | None = None
        self._begun = 0.0
        self._timer = every(self, _FRAME_MS, repaint)

    @property
    def running(self) -> bool:
        """Return True when the sight is on its way."""
        return self._from is not None

    def start(self, before: Viewpoint) -> None:
        """Set out from where one looked BEFORE."""
        self._from, self._begun = before, 0.0
        self._timer.start()

    def stop(self) -> None:
        """Be there."""
        self._from = None
        self._timer.stop()

    def seen(self, there: Viewpoint) -> Viewpoint:
        """Return the viewpoint to paint now on the way THERE."""
        if self._from is None:
            return there
        # The first picture takes longest; the time runs from when it is seen.
        self._begun = self._begun or time.monotonic()
        share = (time.monotonic() - self._begun) * 1000 / FLIGHT_MS
        if share >= 1.0 or (self._from.width, self._from.height) != (there.width, there.height):
            self.stop()
            return there
        return between(self._from, there, 1 - (1 - share) ** 3)


def between(here: Viewpoint, there: Viewpoint, share: float) -> Viewpoint:
    """The view on its way; zooming goes by factors, not by steps."""
    made = here.copy()
    made.scale = math.exp(math.log(here.scale) * (1 - share) + math.log(there.scale) * share)
    x, y = here.visible.centre
    to_x, to_y = there.visible.centre
    made.centre_on(x + (to_x - x) * share, y + (to_y - y) * share)
    return made
