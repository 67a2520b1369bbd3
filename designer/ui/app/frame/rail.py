"""Rails: 48 pixels at the edge of the window with a button for each panel that is folded there."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Layer
from designer.ui.app.frame.arrangement import RAIL
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import ink, layer_ink, type_font

SIDE: Final = 36
_MOST: Final = 99
"""Above this the badge says that there are more: three figures have no room in it."""


class RailButton(QToolButton):
    """One button: an icon, the tick of a layer at its left, and how many there are at its upper right.

    Attributes:
        count: What the badge says; 0 is no badge.
        tone: Colour of the badge.
    """

    def __init__(
        self, icon: str, name: str, parent: QWidget, run: Run | None = None, layer: Layer | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._layer: Layer | None = layer
        self.count, self.tone = 0, "accent"
        self.setFixedSize(RAIL, SIDE)
        self.setProperty("look", "rail")
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        connect_given((self.clicked, run))
        self._recolour()
        follow_look(self._recolour)

    @property
    def layer(self) -> Layer | None:
        """Return the layer whose tick it bears."""
        return self._layer

    def show_count(self, count: int, tone: str = "accent", words: str = "") -> None:
        """Show how many there are, COUNT, in the colour TONE; WORDS say it to screen readers."""
        if (count, tone) != (self.count, self.tone) or words != self.accessibleDescription():
            self.count, self.tone = count, tone
            self.setAccessibleDescription(words)
            self.update()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.setIcon(line_icon(self._icon))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        button = QRectF((RAIL - SIDE) / 2, 0, SIDE, SIDE)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setBrush(ink("accent_soft" if self.isChecked() else "surface_2"))
            painter.drawRoundedRect(button, 8, 8)
        if self.hasFocus():
            painter.setPen(ink("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(button.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.setPen(Qt.PenStyle.NoPen)
        if self._layer is not None:
            painter.setBrush(layer_ink(self._layer))
            painter.drawRoundedRect(QRectF(4, (SIDE - 20) / 2, 4, 20), 2, 2)
        side = self.iconSize().width()
        self.icon().paint(painter, QRect((RAIL - side) // 2, (SIDE - side) // 2, side, side))
        if self.count:
            self._paint_badge(painter)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        words = str(self.count) if self.count <= _MOST else f"{_MOST}+"
        font = type_font("caption", weight=600)
        painter.setFont(font)
        wide = max(painter.fontMetrics().horizontalAdvance(words) + 8, 16)
        pill = QRectF(RAIL - wide - 2, 0, wide, 16)
        painter.setBrush(ink(self.tone))
        painter.drawRoundedRect(pill, 8, 8)
        painter.setPen(ink("surface" if current_theme().name != "dark" else "canvas"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, localised(words))


class Rail(QWidget):
    """A column of rail buttons."""

    def __init__(self, name: str, look: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", look)
        self.setAccessibleName(name)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 8, 0, 8)
        self._down.setSpacing(4)

    def add(self, button: RailButton) -> RailButton:
        """Add a button below the others."""
        self._down.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def add_stretch(self) -> None:
        """Push what comes next to the lower end."""
        self._down.addStretch(1)

    def place_beside(self, button: RailButton) -> QPoint:
        """Return the place on the screen at which a menu of BUTTON opens: at its side, towards the canvas."""
        return button.mapToGlobal(QPoint(0, button.height()))
