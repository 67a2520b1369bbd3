"""The hall as it would stand: the room in an isometric picture, or words where none is drawn."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.drawing.isometric.isometric import IsometricDrawing, draw_isometric, isometric_words
from designer.drawing.records import Rect
from designer.model.design import Design
from designer.model.figures.number_locale import localised
from designer.model.rooms.floor_positions import standing
from designer.paint.painter import paint_drawing
from designer.ui.widgets.theme import ink

_EMPTY: Final = "Nothing stands on a floor yet."
_EDGE: Final = 12
_MOST_DRAWN: Final = 2_000
"""Racks up to which the picture is there at once; of more it would hold up the window."""


class HallView(QWidget):
    """Paints the first room of a design, as large as there is space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: IsometricDrawing | None = None
        self._words = _EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(160)
        self.show_design(None)

    def show_design(self, design: Design | None) -> None:
        """Show the room of DESIGN; none where nothing stands in it."""
        found = standing(design) if design is not None else None
        self._drawing = None
        if design is not None and found is not None and 0 < found.count <= _MOST_DRAWN:
            self._drawing = draw_isometric(design, found=found)
        many = found is not None and found.count > _MOST_DRAWN
        self._words = (
            f"{found.count:,} racks and plant: look at them in the Room view." if found is not None and many else _EMPTY
        )
        words = isometric_words(self._drawing) if self._drawing is not None else self._words
        self.setAccessibleName("The hall as it would stand")
        self.setAccessibleDescription(words)
        self.update()

    @property
    def drawing(self) -> IsometricDrawing | None:
        """Return what is painted."""
        return self._drawing

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 280)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("surface"))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self._drawing is None:
            painter.setPen(ink("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, localised(self._words))
            return
        bounds, room = self._drawing.bounds, QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        scale = min(room.width() / max(bounds.width, 1.0), room.height() / max(bounds.height, 1.0))
        painter.setClipRect(self.rect())
        painter.translate(room.center())
        painter.scale(scale, scale)
        centre_x, centre_y = bounds.centre
        painter.translate(-centre_x, -centre_y)
        paint_drawing(painter, self._drawing, visible=Rect(*bounds), scale=scale)
