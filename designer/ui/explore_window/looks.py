"""Looks of classes of points: a colour and a shape each, so that neither is the only sign."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from designer.model.parts.part import Layer
from designer.ui.explore_window.point_cloud import SHAPES, Shape, paint_points
from designer.ui.explore_window.point_cloud import Layer as PointLayer
from designer.ui.widgets.theme import layer_ink

_INKS: Final[tuple[Layer, ...]] = (
    "servers_fabric",
    "silicon",
    "data_storage",
    "serving_apps",
    "training",
    "facility",
)
"""The colours of the layers, which people with any sight of colours tell apart, each with a shape of its own."""


class ClassLook(NamedTuple):
    """The look of one class of points."""

    colour: QColor
    shape: Shape


def class_looks(count: int) -> tuple[ClassLook, ...]:
    """Return the looks of COUNT classes; more than there are looks begin anew."""
    return tuple(ClassLook(layer_ink(_INKS[n % len(_INKS)]), SHAPES[n % len(SHAPES)]) for n in range(count))


def paint_mark(painter: QPainter, at: QPointF, look: ClassLook, radius: float) -> None:
    """Paint the mark of a class at a pixel, by what paints the points, so that both are the same."""
    import numpy as np

    ratio = painter.device().devicePixelRatioF()
    side = int(2 * (radius + 3) * ratio) + 1
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(side, image.bytesPerLine() // 4)
    colour = (look.colour.red(), look.colour.green(), look.colour.blue(), 255)
    middle = np.array([side // 2], np.float64)
    paint_points(pixels, middle, middle, (PointLayer(np.array([0]), look.shape, colour),), radius * ratio)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(at - QPointF(side / 2 / ratio, side / 2 / ratio), image)
