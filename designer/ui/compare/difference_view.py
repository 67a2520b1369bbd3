"""The picture of two designs: what differs between them, or one of them alone in the same place, to flip between."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.model.design import Design
from designer.model.figures.number_locale import localised
from designer.paint.text_widths import text_widths
from designer.ui.widgets.focus_ring import FocusRim
from designer.ui.widgets.theme import ink

if TYPE_CHECKING:
    from designer.drawing.difference import DifferencePicture
    from designer.drawing.drawing import Drawing

Side = Literal["a", "both", "b"]
"""The first design alone, both with what differs, the second alone."""
_EDGE: Final = 12
MOST_DRAWN: Final = 800
"""Nodes of both up to which the picture is there at once; of more it would hold up the window."""
_EMPTY: Final = "Tick a design on the left to see what differs."
_HELD: Final = 0.35
"""Seconds after which Space is held, not tapped: what was in sight comes back when it is let go."""


class DifferenceView(QWidget):
    """Paints what came, went and is otherwise from one design to another, or one of them; Space flips A and B.

    Attributes:
        picture: Both with what differs; None where nothing is drawn.
        side: What is in sight.
    """

    def __init__(self, parent: QWidget | None = None, flipped: Callable[[Side], object] | None = None) -> None:
        super().__init__(parent)
        self.picture: DifferencePicture | None = None
        self.side: Side = "both"
        self._designs: tuple[Design, Design] | None = None
        self._alone: dict[Side, Drawing] = {}
        self._words = _EMPTY
        self._flipped = flipped
        self._alone_last: Side = "a"
        self._held: tuple[float, Side] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(220)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What differs between the two; Space flips A and B")
        self._rim = FocusRim(self)

    def show_designs(self, first: Design | None, second: Design | None) -> None:
        """Show what differs from FIRST to SECOND; nothing where one is not there."""
        from designer.drawing.difference import draw_difference

        self.picture, self._words, self._designs = None, _EMPTY, None
        self._alone.clear()
        if first is not None and second is not None:
            many = len(first.nodes.keys() | second.nodes.keys())
            if many > MOST_DRAWN:
                self._words = f"{many:,} parts in both: write it as a page to see the picture."
            else:
                self._designs = first, second
                self.picture = draw_difference(first, second, text_widths())
                counts = self.picture.counts
                told = [f"{number:,} {how}" for how, number in counts.items() if number]
                self._words = ", ".join(told) or "Nothing that is drawn differs."
        self.setAccessibleDescription(self._words)
        self.update()

    def show_picture(self, picture: "DifferencePicture | None", words: str) -> None:
        """Show a PICTURE that was drawn elsewhere; WORDS stand there where it is None, and count what differs else."""
        self.picture, self._designs = picture, None
        self._alone.clear()
        self._words = words or ", ".join(one.words for one in picture.differences[:6]) if picture is not None else words
        self.setAccessibleDescription(self._words)
        self.update()

    @property
    def words(self) -> str:
        """Return how many things differ, or why none is shown."""
        return self._words

    def show_side(self, side: Side) -> None:
        """Show one of the designs alone, or both with what differs."""
        self.side = side
        if side != "both":
            self._alone_last = side
        self.update()

    def flip(self) -> None:
        """Show B where A was in sight last, else A."""
        self.show_side("b" if self._alone_last == "a" and self.side != "both" else "a")
        if self._flipped is not None:
            self._flipped(self.side)

    def take_space(self, event: QEvent) -> bool:
        """Flip at a press of Space, and back when it is let go after a while; the answer is whether it was Space."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space or event.modifiers():
            return False
        if event.isAutoRepeat() or self.picture is None:
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._held = monotonic(), self.side
            self.flip()
        elif event.type() == QEvent.Type.KeyRelease and self._held is not None:
            since, before = self._held
            self._held = None
            if monotonic() - since > _HELD:
                self.show_side(before)
                if self._flipped is not None:
                    self._flipped(before)
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Buttons of the switch beside it would take Space for a press of themselves.
        return event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease} and self.take_space(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_space(event):
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.take_space(event):
            super().keyReleaseEvent(event)

    def _drawing(self) -> "Drawing | None":
        """Return the design that is in sight alone, drawn when it is asked for first."""
        from designer.drawing.difference import draw_alone

        if self._designs is None or self.side == "both":
            return None
        if self.side not in self._alone:
            self._alone[self.side] = draw_alone(self._designs[self.side == "b"], text_widths())
        return self._alone[self.side]

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        from designer.paint.painter import paint_drawing
        from designer.paint.topology.difference import paint_difference

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self.picture is None or not self.picture.drawing.tiles:
            painter.setPen(ink("muted"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, localised(self._words)
            )
            return
        # One sight for all three, so that nothing moves when they are flipped.
        sight = self.picture.drawing.bounds.grown(24.0)
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        scale = min(room.width() / sight.width, room.height() / sight.height)
        painter.setClipRect(self.rect())
        painter.translate(room.center())
        painter.scale(scale, scale)
        painter.translate(-sight.centre[0], -sight.centre[1])
        alone = self._drawing()
        if alone is None:
            paint_difference(painter, self.picture, visible=sight, scale=scale)
        else:
            paint_drawing(painter, alone, visible=sight, scale=scale, zoom=scale)
