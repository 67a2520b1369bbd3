"""Text on the canvas: laid out once on screens, as real letters in SVG and PDF."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from designer.paint.brushes import pen
from designer.paint.fonts import font, metrics
from designer.paint.prepared import laid_out


def write(painter: QPainter, text: str, style: str, ink: str, x: float, baseline: float, *, vector: bool) -> None:
    """TEXT from X on, standing on BASELINE."""
    if not text:
        return
    painter.setPen(pen(ink, 1.0))
    painter.setFont(font(style))
    if vector:
        painter.drawText(QPointF(x, baseline), text)
    else:
        painter.drawStaticText(QPointF(x, baseline - metrics(style).ascent()), laid_out(text, style))


def written_width(text: str, style: str) -> float:
    """Width of TEXT as `write` writes it."""
    return metrics(style).horizontalAdvance(text)


def middle_baseline(style: str, centre: float) -> float:
    """The baseline that centres capitals and figures of STYLE on the height CENTRE."""
    return centre + metrics(style).capHeight() / 2
