"""Theme of the windows of this process, and the signal that they wear another."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication

from designer.drawing.current_theme import choose_theme
from designer.drawing.theme_tokens import Theme
from designer.ui.widgets.theme import apply_theme


class Look(QObject):
    """The one theme of all windows; `current_theme()` is it in the window's thread.

    A widget that is painted only when Qt asks it to needs nothing: Qt paints every widget anew after a change. One that
    keeps something in the old colours (a tinted icon, a picture, rich text) makes it anew in a slot that `follow_look`
    connects.
    """

    changed = Signal()
    """The current theme is another one."""

    def wear(self, theme: Theme) -> None:
        """Paint in THEME from now on, and dress the application in it."""
        choose_theme(theme)
        application = QCoreApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self.changed.emit()


@cache
def window_look() -> Look:
    """Return the look of the windows of this process."""
    return Look()


def follow_look(slot: Callable[[], object]) -> None:
    """Call SLOT, a method of a QObject, whenever the look has changed, as long as that object lives."""
    window_look().changed.connect(slot)
