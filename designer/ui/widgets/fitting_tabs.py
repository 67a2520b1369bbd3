"""The tabs below the canvas: closer together where the window is narrow, so that none is cut."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget
from typing_extensions import override

from designer.ui.widgets.theme import type_font

_BESIDE: Final = 30
"""Pixels beside the words of a tab: those of the style sheet, and what Qt and the first tab's edge add."""


class FittingTabs(QTabBar):
    """A bar of tabs that asks for no width of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setProperty("look", "close")
        self.setProperty("narrow", False)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        # Qt measures tabs anew only when one of them changes, not when there is more room for them.
        self.setElideMode(self.elideMode())

    def fit(self) -> None:
        """Move the tabs closer together where they need more than there is."""
        metrics = QFontMetrics(type_font("strong"))
        needed = sum(
            metrics.horizontalAdvance(self.tabText(tab)) + _BESIDE
            for tab in range(self.count())
            if self.isTabVisible(tab)
        )
        narrow = needed > self.width()
        if self.property("narrow") != narrow:
            self.setProperty("narrow", narrow)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()
