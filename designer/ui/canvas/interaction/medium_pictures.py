"""Small pictures of how a medium is drawn: its colour, its dashes and its arrow."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from designer.drawing.current_theme import current_theme
from designer.model.parts.part import Medium
from designer.paint.marks.symbols import paint_sample

_SIZE: Final = QSize(28, 16)
_RATIOS: Final = (1.0, 2.0)


def way_icon(medium: Medium) -> QIcon:
    """A short line as links of MEDIUM are drawn."""
    theme = current_theme()
    icon = QIcon()
    for ratio in _RATIOS:
        picture = QPixmap(round(_SIZE.width() * ratio), round(_SIZE.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _SIZE.height() / 2
        paint_sample(painter, theme.stroke(medium), QPointF(1, middle), QPointF(_SIZE.width() - 1, middle))
        painter.end()
        icon.addPixmap(picture)
    return icon
