"""The picture of two designs with what differs in it, as large as there is space."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.model.design import Design
from designer.paint.text_widths import text_widths
from designer.ui.widgets.theme import ink

if TYPE_CHECKING:
    from designer.drawing.difference import DifferencePicture

_EDGE: Final = 12
_MOST_DRAWN: Final = 800
"""Nodes of both up to which the picture is there at once; of more it would hold up the window."""
_EMPTY: Final = "Tick a design on the left to see what differs."


class DifferenceView(QWidget):
    """Paints what came, went and is otherwise from one design to another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: DifferencePicture | None = None
        self._words = _EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(220)
        self.setAccessibleName("What differs between the two")

    def show_designs(self, first: Design | None, second: Design | None) -> None:
        """Show what differs from FIRST to SECOND; nothing where one is not there."""
        from designer.drawing.difference import draw_difference

        self.picture, self._words = None, _EMPTY
        if first is not None and second is not None:
            many = len(first.nodes.keys() | second.nodes.keys())
            if many > _MOST_DRAWN:
                self._words = f"{many:,} parts in both: write it as a page to see the picture."
            else:
                self.picture = draw_difference(first, second, text_widths())
                counts = self.picture.counts
                told = [f"{number:,} {how}" for how, number in counts.items() if number]
                self._words = ", ".join(told) or "Nothing that is drawn differs."
        self.setAccessibleDescription(self._words)
        self.update()

    @property
    def words(self) -> str:
        """Return how many things differ, or why none is shown."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        from designer.paint.topology.difference import paint_difference

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self.picture is None or not self.picture.drawing.tiles:
            painter.setPen(ink("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        sight = self.picture.drawing.bounds.grown(24.0)
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        scale = min(room.width() / sight.width, room.height() / sight.height)
        painter.setClipRect(self.rect())
        painter.translate(room.center())
        painter.scale(scale, scale)
        painter.translate(-sight.centre[0], -sight.centre[1])
        paint_difference(painter, self.picture, visible=sight, scale=scale)
