"""Settled records: what stands on the screen for long is taken out of the search for garbage."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

SETTLED_MS: Final = 500


def freeze_when_settled(owner: QObject) -> None:
    """Leave what is there in a moment out of the search for garbage, unless OWNER is gone by then.

    Among the hundreds of thousands of records of a design that is shown a search takes as long as a whole edit, and
    finds nothing. They are searched again when the design is closed.
    """
    QTimer.singleShot(SETTLED_MS, owner, gc.freeze)
