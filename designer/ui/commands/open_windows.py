"""The windows beside the main one that are about the open design: one of each sort, closed with the design."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

_Window = TypeVar("_Window", bound=QDialog)


class OpenWindows(QObject):
    """Keeps the windows of one design by their classes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open: dict[type[QDialog], QDialog] = {}

    def opened(self, kind: type[_Window]) -> _Window | None:
        """Return the window of a KIND that is open; None without one."""
        found = self._open.get(kind)
        return found if isinstance(found, kind) else None

    def get(self, kind: type[_Window], make: Callable[[], _Window]) -> _Window:
        """Return the window of a KIND that is open, made now where there is none."""
        found = self.opened(kind)
        if found is None:
            found = self._open[kind] = make()
            found.finished.connect(partial(self._forget, kind))
        return found

    def bring_up(self, window: QDialog) -> None:
        """Show a window above the others and give it the keyboard."""
        window.show()
        window.raise_()
        window.activateWindow()

    def close_all(self) -> None:
        """Close them, for their design is."""
        for window in tuple(self._open.values()):
            window.close()
        self._open.clear()

    def _forget(self, kind: type[QDialog], _: int) -> None:
        self._open.pop(kind, None)
