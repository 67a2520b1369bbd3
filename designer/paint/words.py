"""Text on the canvas: laid out once on screens, as real letters in SVG and PDF."""

from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath

from designer.drawing.looks import type_scale
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.fonts import font, font_of, metrics
from designer.paint.prepared import laid_out


def write(painter: QPainter, text: str, style: str, ink: str, x: float, baseline: float, *, vector: bool) -> None:
    """TEXT from X on, standing on BASELINE."""
    if not text:
        return
    painter.setPen(pen(ink, 1.0))
    if vector:
        painter.setFont(font_of(style, type_scale()[style].px))
        painter.drawText(QPointF(x, baseline), text)
    else:
        painter.setFont(font(style))
        painter.drawStaticText(QPointF(x, baseline - metrics(style).ascent()), laid_out(text, style))


def write_over(
    painter: QPainter, text: str, style: str, ink: str, ground: str, x: float, baseline: float, *, vector: bool
) -> None:
    """TEXT as `write` writes it, with a rim of the GROUND colour that keeps it readable across wires."""
    if not text:
        return
    painter.save()
    painter.setBrush(NO_BRUSH)
    painter.translate(x, baseline)
    painter.strokePath(_outlines(text, style), pen(ground, 4.0, alpha=0.9))
    painter.restore()
    write(painter, text, style, ink, x, baseline, vector=vector)


@lru_cache(maxsize=2_000)
def _outlines(text: str, style: str) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), font(style), text)
    return path


@lru_cache(maxsize=20_000)
def written_width(text: str, style: str) -> float:
    """Width of TEXT as `write` writes it."""
    return metrics(style).horizontalAdvance(text)


def middle_baseline(style: str, centre: float) -> float:
    """The baseline that centres capitals and figures of STYLE on the height CENTRE."""
    return centre + metrics(style).capHeight() / 2
