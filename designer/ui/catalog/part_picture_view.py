"""The line drawing of a part in a quiet field."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.racks.part_picture import part_picture
from designer.drawing.racks.part_shapes import PartPicture
from designer.model.parts.part import Layer, Part
from designer.paint.racks.part_picture import paint_part_picture
from designer.ui.widgets.theme import ink


class PartPictureView(QWidget):
    """The drawing of a part, as large as there is room."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 132) -> None:
        super().__init__(parent)
        self._height = height
        self._picture: PartPicture | None = None
        self._layer: Layer = "facility"
        self.setFixedHeight(height)

    @property
    def picture(self) -> PartPicture | None:
        """Return what is drawn."""
        return self._picture

    def show_part(self, part: Part | None) -> None:
        """Draw PART."""
        self._picture = part_picture(part) if part is not None else None
        self._layer = part.layer if part is not None else "facility"
        words = self._picture.caption if self._picture is not None else ""
        self.setAccessibleName(f"Drawing: {words}" if words else "No drawing")
        self.setToolTip(f"{words}. Our own drawing.\nPorts and plugs as counted, on one side." if words else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self._height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self._picture is not None:
            room = QRectF(self.rect()).adjusted(16, 12, -16, -12)
            paint_part_picture(painter, self._picture, room, self._layer)
