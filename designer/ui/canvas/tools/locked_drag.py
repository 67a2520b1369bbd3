"""Dragging what is locked in place: it stays, and says why."""

from typing import Final

from designer.edit.nodes.locks import unlocked
from designer.ui.canvas.port import CanvasPort, Card, Pointer, Preview
from designer.ui.canvas.tools.gesture import Gesture
from designer.ui.canvas.tools.move_drag import MoveDrag

WHY: Final = "It is locked in place; Alt+L unlocks it."


class LockedDrag:
    """A drag that moves nothing."""

    def __init__(self, port: CanvasPort) -> None:
        self._port = port

    def move(self, at: Pointer) -> None:
        """Say why nothing moves."""
        self._port.preview(Preview(card=Card("", (WHY,), "no")))

    def finish(self, at: Pointer) -> None:
        """Say it once more where it stays to be read."""
        self._port.preview(None)
        self._port.tell(WHY)

    def cancel(self) -> None:
        """There is nothing to take back."""
        self._port.preview(None)


def moving(port: CanvasPort, start: Pointer) -> Gesture:
    """The drag that moves those selected that are not locked."""
    things = [one for one in port.selected if one in port.design.nodes or one in port.design.marks]
    # Only where all are locked is the drag refused; else those that are free go without the others.
    free = unlocked(port.design, things)
    return MoveDrag(port, tuple(free), start) if free or not things else LockedDrag(port)
