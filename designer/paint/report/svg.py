"""A drawing of a report as SVG, for a page of HTML: shapes and letters, nothing from outside."""

import math
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from designer.drawing.current_theme import in_theme
from designer.drawing.report_page import Plate
from designer.drawing.theme_tokens import theme_named
from designer.paint.application import ensure_application
from designer.paint.fonts import family
from designer.paint.painter import paint_drawing

SVG_WIDE: Final = 960.0
"""Pixels of the column of text on a screen."""
_MOST_HIGH: Final = 900.0
_MARGIN: Final = 10.0
GENERIC: Final = "Segoe UI, Helvetica, Arial, sans-serif"
PER_INCH: Final = 90
"""Qt scales letters by the resolution: at this one a unit of the painter is a unit of the file."""


def svg_of(plate: Plate, wide: float = SVG_WIDE) -> str:
    """Return the drawing of PLATE as SVG; words that would be too small to be read are left out as from afar.

    Args:
        plate: The drawing.
        wide: Pixels that it has at most across.
    """
    ensure_application()
    bounds = plate.drawing.bounds.grown(_MARGIN)
    scale = min(wide / bounds.width, _MOST_HIGH / bounds.height, 1.0)
    width, height = math.ceil(bounds.width * scale), math.ceil(bounds.height * scale)
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRect(0, 0, width, height))
    generator.setResolution(PER_INCH)
    painter = QPainter(generator)
    with in_theme(theme_named(plate.theme)):
        painter.scale(scale, scale)
        painter.translate(-bounds.x, -bounds.y)
        paint_drawing(painter, plate.drawing, visible=bounds, scale=scale, afar=True)
    painter.end()
    text = bytes(device.data().data()).decode("utf-8", "replace")
    # The font may be missing where the page is read; a page has no fonts from outside.
    return text.replace(f'font-family="{family()}"', f'font-family="{family()}, {GENERIC}"')
