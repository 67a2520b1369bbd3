"""The lens over the canvas: by what the drawing is coloured, which is also the panel that is open below."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.design_views import DESIGN_VIEWS
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import Segments

PICTURES: Final = tuple((view.id, view.page) for view in DESIGN_VIEWS if view.tab == "Topology")
LENSES: Final = (("", "Plain"), ("utilisation", "Utilisation"), ("power", "Power"), ("cost", "Cost"))


class LensBar(QFrame):
    """Plain or a lens, beside the note of what is hidden in the upper left corner of the canvas.

    Attributes:
        segments: The choices.
        pictures: The physical and the logical picture.
    """

    chosen = Signal(str)
    picture_wanted = Signal(str)
    """Id of the view of the design that is wanted in place of the canvas."""

    def __init__(self, canvas: QWidget, beside: QWidget, *, chosen: Run, picture_wanted: Run) -> None:
        super().__init__(canvas)
        self._beside = beside
        self.setProperty("look", "float")
        across = QHBoxLayout(self)
        across.setContentsMargins(1, 1, 1, 1)
        self.segments = Segments("Lens", LENSES, "", self, chosen=self.chosen)
        across.addWidget(self.segments)
        self.pictures = Segments("Picture", PICTURES, PICTURES[0][0], self, chosen=self.picture_wanted)
        # The canvas is the physical one: the other is a view of its own, and here this one is always pressed.
        connect_given((self.picture_wanted, self._stay), (self.picture_wanted, picture_wanted), (self.chosen, chosen))
        across.addWidget(self.pictures)
        beside.installEventFilter(self)
        self._place()

    def _stay(self) -> None:
        self.pictures.choose(PICTURES[0][0])

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
