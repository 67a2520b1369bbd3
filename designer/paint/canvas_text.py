"""Text on the canvas: laid out once on screens, as real letters in SVG and PDF."""

from functools import lru_cache
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from designer.drawing.theme_tokens import type_scale
from designer.model.figures.number_locale import localised
from designer.paint.brushes import NO_BRUSH, pen
from designer.paint.fonts import font, font_of, metrics
from designer.paint.prepared import laid_out

_RIM: Final = 4.0
"""Width of the rim around words, in the pixels that they are laid out in."""
_PARTS: Final = 8
"""Into so many parts a pixel is divided where the picture of a rim may begin."""
_MOST_SCALE: Final = 4.0
"""Pixels of the paper for one of those beyond which no picture of a rim is kept."""


def write(painter: QPainter, text: str, style: str, ink: str, x: float, baseline: float, *, vector: bool) -> None:
    """TEXT from X on, standing on BASELINE, with numbers as the chosen language writes them."""
    if text:
        _write(painter, localised(text), style, ink, x, baseline, vector=vector)


def _write(painter: QPainter, text: str, style: str, ink: str, x: float, baseline: float, *, vector: bool) -> None:
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
    text = localised(text)
    if vector or not _paint_rim(painter, text, style, ground, x, baseline):
        painter.save()
        painter.setBrush(NO_BRUSH)
        painter.translate(x, baseline)
        painter.strokePath(_outlines(text, style), _rim_pen(ground))
        painter.restore()
    _write(painter, text, style, ink, x, baseline, vector=vector)


def _rim_pen(ground: str) -> QPen:
    return pen(ground, _RIM, alpha=0.9)


def _paint_rim(painter: QPainter, text: str, style: str, ground: str, x: float, baseline: float) -> bool:
    """Paint the rim of TEXT from a picture of it; whether it could be, which it cannot where the paper is turned.

    A rim takes milliseconds to stroke and stays the same from one painting to the next.
    """
    way, device = painter.worldTransform(), painter.device()
    if way.isRotating() or way.m11() != way.m22() or painter.viewTransformEnabled():
        return False
    ratio = device.devicePixelRatio()
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    place = way.map(QPointF(x, baseline))
    across, down = place.x() * ratio, place.y() * ratio
    # The pixel on which it stands, and where in that pixel, to an eighth.
    left, top = floor(across), floor(down)
    part_x, part_y = (round((at - whole) * _PARTS) / _PARTS for at, whole in ((across, left), (down, top)))
    scale = round(way.m11() * ratio, 4)
    if not 0.0 < scale <= _MOST_SCALE:
        return False
    picture, beside, above = _rim(text, style, ground, scale, part_x, part_y, smooth)
    painter.save()
    painter.setWorldTransform(QTransform.fromScale(1.0 / ratio, 1.0 / ratio))
    painter.drawImage(QPointF(left + beside, top + above), picture)
    painter.restore()
    return True


@lru_cache(maxsize=1_024)
def _rim(
    text: str, style: str, ground: str, scale: float, part_x: float, part_y: float, smooth: bool
) -> tuple[QImage, int, int]:
    """A picture of the rim of TEXT at SCALE, and where its corner is from the pixel on which it stands."""
    path = _outlines(text, style)
    box = path.boundingRect().adjusted(-_RIM, -_RIM, _RIM, _RIM)
    left, top = floor(box.left() * scale), floor(box.top() * scale)
    width, height = ceil(box.width() * scale) + 2, ceil(box.height() * scale) + 2
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    painter.translate(part_x - left, part_y - top)
    painter.scale(scale, scale)
    painter.fillPath(_stroked(text, style), _rim_pen(ground).brush())
    painter.end()
    return picture, left, top


@lru_cache(maxsize=2_000)
def _stroked(text: str, style: str) -> QPainterPath:
    """Return the area that the rim of TEXT covers: to find it takes a third of the time of a rim."""
    return QPainterPathStroker(_rim_pen("#000000")).createStroke(_outlines(text, style))


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
