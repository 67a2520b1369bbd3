"""Work that waits until it is seen: a panel behind another one follows when it comes into sight."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, SignalInstance
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class InSight(QObject):
    """Refreshes a widget whenever something is told, but only once it is visible.

    Attributes:
        behind: Whether something was told that the widget does not show yet.
    """

    def __init__(self, widget: QWidget, refresh: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._refresh = refresh
        self.behind = False
        widget.installEventFilter(self)

    def follow(self, signal: SignalInstance) -> None:
        """Refresh at SIGNAL, or when the widget is shown after it."""
        signal.connect(self._told)

    def catch_up(self) -> None:
        """Refresh now if something was told since, seen or not."""
        if self.behind:
            self.behind = False
            self._refresh()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.catch_up()
        return super().eventFilter(watched, event)

    def _told(self) -> None:
        self.behind = True
        if self._widget.isVisible():
            self.catch_up()
