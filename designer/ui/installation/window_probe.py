"""A try to open a window, in a process of its own: Qt ends the process where it cannot, and `doctor` goes on."""

import sys
from typing import TYPE_CHECKING

import msgspec

from designer.installation.check import WindowProbe

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication


def probe_window() -> int:
    """Start Qt as the window does, print a `WindowProbe` as JSON, and return the exit code."""
    try:
        answer = _answer()
    except ImportError as problem:
        answer = WindowProbe(problem=" ".join(str(problem).split()))
    # As bytes: a pipe on Windows has letters of its own, and JSON is UTF-8. A program without a console has no output.
    if sys.stdout is not None:
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.flush()
    return 1 if answer.problem else 0


def _answer() -> WindowProbe:
    # Imported here: that this fails is an answer.
    import PySide6.QtSvg  # noqa: F401 # pyright: ignore[reportUnusedImport]
    from PySide6.QtWidgets import QApplication

    from designer.paint.before_qt import prepare_for_qt

    prepare_for_qt()
    return probe_of(QApplication([sys.argv[0]]))


def probe_of(application: "QGuiApplication") -> WindowProbe:
    """Return what APPLICATION draws on, and which fonts it has."""
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QFontDatabase

    from designer.paint.fonts import family, family_source

    systems = QFontDatabase.WritingSystem
    east = (systems.Japanese, systems.SimplifiedChinese, systems.TraditionalChinese, systems.Korean)
    return WindowProbe(
        qt=qVersion(),
        platform=application.platformName(),
        screens=tuple(f"{screen.size().width()}×{screen.size().height()}" for screen in application.screens()),
        font=family(),
        font_from=family_source(),
        families=len(QFontDatabase.families()),
        east_asian=any(QFontDatabase.families(system) for system in east),
    )
