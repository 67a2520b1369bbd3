"""A drawing as SVG that stands in a page: its bounds alone, without a sheet around it."""

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.text import clean
from designer.paint.application import ensure_application
from designer.paint.painter import paint_drawing
from designer.paint.pictures import CREATOR

_AROUND: Final = 24.0
"""Canvas pixels around the drawing."""


def sight_of(drawing: Drawing) -> Rect:
    """Return what the SVG of DRAWING shows, in canvas pixels."""
    return drawing.bounds.grown(_AROUND)


def drawing_svg(drawing: Drawing, paint: Callable[[QPainter, Rect], None] | None = None) -> str:
    """Return DRAWING as SVG, in the current theme, whose unit is a canvas pixel and whose corner is that of its sight.

    A floor, whose unit is a centimetre, is painted at one pixel for a centimetre.

    Args:
        drawing: What is painted.
        paint: Paints it in another way, such as with marks over it; the painter of the canvas when left out.
    """
    ensure_application()
    sight = sight_of(drawing)
    size = QSize(math.ceil(sight.width), math.ceil(sight.height))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(clean(drawing.title))
    generator.setDescription(f"Drawn with {CREATOR}")
    # At 90 a unit of the painter is a unit of the file: Qt scales fonts by the resolution.
    generator.setResolution(90)
    painter = QPainter(generator)
    painter.translate(-sight.x, -sight.y)
    if paint is not None:
        paint(painter, sight)
    else:
        paint_drawing(painter, drawing, visible=sight, scale=1.0, zoom=1.0)
    painter.end()
    return bytes(buffer.data().data()).decode("utf-8", "replace")
