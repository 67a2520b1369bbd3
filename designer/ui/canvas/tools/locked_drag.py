"""Dragging what is selected: what is locked in place stays, and says why."""

from typing import Final

from designer.ui.canvas.port import CanvasPort, Pointer
from designer.ui.canvas.tools.gesture import Gesture
from designer.ui.canvas.tools.move_drag import WHY_LOCKED, MoveDrag

WHY: Final = WHY_LOCKED


def moving(port: CanvasPort, start: Pointer) -> Gesture:
    """The drag that moves those selected that are not locked, or copies of them all."""
    return MoveDrag(port, [one for one in port.selected if one in port.design.nodes or one in port.design.marks], start)
