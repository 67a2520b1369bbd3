"""The legend of a heat overlay that floats over the canvas."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Legend
from designer.model.figures.number_locale import localised
from designer.ui.widgets.theme import ink, type_font

_EDGE: Final = 12
_LEAST: Final = 136
_BAR: Final = 9.0
_THIN: Final = 0.25


class HeatLegend(QFrame):
    """Legend of what the colours mean: a wedge from cold and thin to hot and thick, with both ends in figures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.legend: Legend | None = None
        self.hide()

    @override
    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(type_font("caption", weight=600)).horizontalAdvance(self._title)
        return QSize(max(round(wide) + 2 * _EDGE + 2, _LEAST), 66)

    @property
    def _title(self) -> str:
        if self.legend is None:
            return ""
        return self.legend.title if self.legend.known else f"{self.legend.title}: waiting"

    def show_legend(self, legend: Legend | None) -> None:
        """Show LEGEND; None hides it."""
        if legend != self.legend:
            self.legend = legend
            self.setAccessibleName(legend.words if legend is not None else "")
            self.resize(self.sizeHint())
        self.setVisible(legend is not None)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.legend is None:
            return
        painter = QPainter(self)
        painter.setFont(type_font("caption", weight=600))
        painter.setPen(ink("muted"))
        painter.drawText(QPointF(_EDGE, 20), localised(self._title))
        bar = QRectF(_EDGE, 28, self.width() - 2 * _EDGE, _BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        steps = current_theme().heat
        for i, colour in enumerate(steps):
            gradient.setColorAt(i / (len(steps) - 1), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(gradient)
        painter.setOpacity(1.0 if self.legend.known else 0.35)
        thin = QPointF(bar.left(), bar.bottom() - _BAR * _THIN)
        painter.drawPolygon(QPolygonF([bar.bottomLeft(), thin, bar.topRight(), bar.bottomRight()]))
        painter.setOpacity(1.0)
        painter.setPen(ink("text"))
        painter.setFont(type_font("caption"))
        foot = QRectF(_EDGE, 40, self.width() - 2 * _EDGE, 18)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | middle), localised(self.legend.low))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | middle), localised(self.legend.high))
        painter.end()
