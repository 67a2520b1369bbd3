"""Thousands of boxes a pixel or two in size, painted into one picture at once."""

from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QImage

from designer.drawing.drawing import Floats

LARGEST: Final = 16
"""Pixels across up to which a box is filled pixel by pixel."""


def boxes_image(boxes: Floats, width: int, height: int, colour: QColor) -> QImage | None:
    """BOXES (left, top, right, bottom, in pixels) filled with COLOUR; None where they are too large for that."""
    corners = np.rint(boxes).astype(np.int64)
    across = np.maximum(corners[:, 2] - corners[:, 0], 1)
    down = np.maximum(corners[:, 3] - corners[:, 1], 1)
    if max(int(across.max(initial=0)), int(down.max(initial=0))) > LARGEST:
        return None
    filled = np.zeros((height, width), dtype=np.bool_)
    for x in range(int(across.max(initial=0))):
        for y in range(int(down.max(initial=0))):
            there = (x < across) & (y < down)
            left, top = corners[there, 0] + x, corners[there, 1] + y
            inside = (left >= 0) & (left < width) & (top >= 0) & (top < height)
            filled[top[inside], left[inside]] = True
    share = colour.alphaF()
    red, green, blue = (round(value * share) for value in (colour.red(), colour.green(), colour.blue()))
    pixels = np.where(filled, np.uint32(colour.alpha() << 24 | red << 16 | green << 8 | blue), np.uint32(0))
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the bytes go with this function
