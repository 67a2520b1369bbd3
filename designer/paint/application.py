"""Qt needs an application before it knows fonts; without a display a hidden one does."""

import os
import sys
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from designer.paint.before_qt import prepare_for_qt

_kept: Final[list[QGuiApplication]] = []


def ensure_application() -> QGuiApplication:
    """The running application, or a new one that shows nothing."""
    running = QCoreApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_for_qt()
    made = QGuiApplication([QCoreApplication.applicationName() or "stackwright"])
    _kept.append(made)
    return made
