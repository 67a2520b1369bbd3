"""The lens over the canvas: by what the drawing is coloured, which is also the panel that is open below."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from designer.ui.widgets.fields import Segments

LENSES: Final = (("", "Plain"), ("utilisation", "Utilisation"), ("power", "Power"), ("cost", "Cost"))


class LensBar(QFrame):
    """Plain or a lens, beside the note of what is hidden in the upper left corner of the canvas.

    Attributes:
        segments: The choices.
    """

    chosen = Signal(str)

    def __init__(self, canvas: QWidget, beside: QWidget) -> None:
        super().__init__(canvas)
        self._beside = beside
        self.setProperty("look", "float")
        across = QHBoxLayout(self)
        across.setContentsMargins(1, 1, 1, 1)
        self.segments = Segments("Lens", LENSES, "", self, chosen=self.chosen)
        across.addWidget(self.segments)
        beside.installEventFilter(self)
        self._place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._beside.geometry().topRight() + QPoint(8, 0))
        self.setVisible(not self._beside.isHidden())
        self.raise_()
