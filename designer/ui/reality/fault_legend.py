"""The legend of what is built otherwise, which floats over the canvas: signs with their numbers, and ways to let go."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.difference import DrawnDifference, How
from designer.export.built.marks import HOWS
from designer.paint.topology.difference import paint_marks
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.reality.found_files import FoundFiles
from designer.ui.reality.reality_work import BuiltFound
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.look import follow_look

_SHORT_BELOW: Final = 640
"""Pixels of the canvas from which on there is room for the words beside the numbers."""
_SAMPLE: Final = QSize(52, 18)


class _Sample(QWidget):
    """A piece of a line as it is marked."""

    def __init__(self, how: How, parent: QWidget) -> None:
        super().__init__(parent)
        self._how: How = how
        self.setFixedSize(_SAMPLE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        path = ((0.0, middle), (float(self.width()), middle))
        # Painted small, so that the sign stands on the line without words.
        painter.scale(0.75, 0.75)
        line = tuple((x / 0.75, y / 0.75) for x, y in path)
        paint_marks(painter, (DrawnDifference("", "", self._how, "", None, line),), scale=0.75)
        painter.end()


class FaultLegend(QFrame):
    """Numbers of missing, swapped, extra and slower cables; hidden while nothing is compared or it is not wanted."""

    def __init__(self, held: FoundFiles[BuiltFound], canvas: CanvasWidget, *, list_wanted: Run) -> None:
        """Make it for CANVAS, below what floats in its upper left corner; LIST_WANTED opens the list of the faults."""
        super().__init__(canvas)
        self._held, self._canvas = held, canvas
        self.setProperty("look", "float")
        self.setAccessibleName("What is built otherwise")
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 4, 6, 4)
        across.setSpacing(6)
        self.title = label("Built", "strong", self)
        across.addWidget(self.title)
        self.samples = {sort: _Sample(how, self) for sort, how in HOWS.items()}
        self.words = {sort: label("", "caption", self) for sort in HOWS}
        for sort, sample in self.samples.items():
            across.addSpacing(6)
            across.addWidget(sample)
            across.addWidget(self.words[sort])
        self.said = label("", "caption", self)
        across.addWidget(self.said)
        across.addSpacing(6)
        hide = push_button("Hide", self, self._hide, look="link", name="Hide what is built otherwise on the canvas")
        drop = push_button("Drop", self, held.drop, look="link", name="Drop the comparison with what is built")
        across.addWidget(push_button("List", self, list_wanted, look="link", name="List what is built otherwise"))
        across.addWidget(hide)
        across.addWidget(drop)
        self._short = False
        canvas.installEventFilter(self)
        connect_given((held.changed, self.refresh))
        follow_look(self.update)
        self.refresh()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._short != (self._canvas.width() < _SHORT_BELOW):
            self.refresh()
        return super().eventFilter(watched, event)

    def _hide(self) -> None:
        self._held.show_on_drawing(False)

    def refresh(self) -> None:
        """Show what came of it as it is now, here and on the canvas."""
        held, found = self._held, self._held.found
        seen = held.shown and found is not None
        self._canvas.stage.show_faults(found.faults if seen and found is not None else None)
        self.setVisible(seen)
        if found is not None:
            counts = found.faults.counts
            self._short = self._canvas.width() < _SHORT_BELOW
            for sort, sample in self.samples.items():
                self.words[sort].setText(f"{counts[sort]:,}" if self._short else f"{counts[sort]:,} {sort}")
                self.words[sort].setToolTip(f"{counts[sort]:,} {sort}")
                sample.setVisible(bool(counts[sort]))
                self.words[sort].setVisible(bool(counts[sort]))
            lost = found.faults.nowhere
            said = "as it is drawn" if not any(counts.values()) else f"{lost:,} between strangers" if lost else ""
            self.said.setText("comparing again …" if held.running else said)
            self.said.setVisible(bool(self.said.text()))
            told = [self.words[sort].toolTip() for sort in HOWS if counts[sort]]
            self.setAccessibleDescription(", ".join([*told, *filter(None, [self.said.text()])]))
            self.adjustSize()
        self._canvas.keep_clear_of_corner(self)
