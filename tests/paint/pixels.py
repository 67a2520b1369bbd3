"""What colours a picture has, where and how often, counted in bulk."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from designer.drawing.records import Rect


def pixels_of(image: QImage, area: Rect | None = None) -> npt.NDArray[np.uint32]:
    """Return the colours (rows, columns) of AREA of IMAGE, of all of it without one, as 0xFFRRGGBB."""
    assert image.format() == QImage.Format.Format_RGB32
    whole = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.width()) | 0xFF000000
    if area is None:
        return whole
    left, top = max(int(area.x), 0), max(int(area.y), 0)
    return whole[top : max(int(area.bottom), 0), left : max(int(area.right), 0)]


def count(image: QImage, colour: str, area: Rect | None = None) -> int:
    """Return how many pixels of AREA have exactly COLOUR."""
    return int((pixels_of(image, area) == QColor(colour).rgb()).sum())


def colours(image: QImage) -> int:
    """Return how many colours IMAGE has."""
    return len(np.unique(pixels_of(image)))


def differing(one: QImage, other: QImage) -> npt.NDArray[np.bool_]:
    """Return whether each pixel (rows, columns) of two pictures of one size differs."""
    return pixels_of(one) != pixels_of(other)


def near(image: QImage, colour: str, away_most: int) -> npt.NDArray[np.bool_]:
    """Return whether each pixel is about COLOUR: the differences of red, green and blue sum up to AWAY_MOST."""
    parts = pixels_of(image).view(np.uint8).reshape(image.height(), image.width(), 4)[:, :, 2::-1].astype(int)
    return np.abs(parts - QColor(colour).getRgb()[:3]).sum(axis=2) <= away_most
