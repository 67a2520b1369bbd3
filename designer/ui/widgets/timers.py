"""Timers that are made in one call with what they run."""

from PySide6.QtCore import QObject, QTimer

from designer.ui.widgets.callbacks import Run


def after_pause(parent: QObject, pause_ms: int, run: Run) -> QTimer:
    """Return a timer that calls RUN once, PAUSE_MS after it was last started; starting it anew waits anew."""
    made = every(parent, pause_ms, run)
    made.setSingleShot(True)
    return made


def every(parent: QObject, pause_ms: int, run: Run) -> QTimer:
    """Return a timer that calls RUN each PAUSE_MS while it runs; 0 is each time that nothing else is to be done."""
    made = QTimer(parent)
    made.setInterval(pause_ms)
    made.timeout.connect(run)
    return made
