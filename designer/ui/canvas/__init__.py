"""The canvas: the drawing of a design, and everything that a hand can do to it."""

from designer.ui.canvas.widget import PART_MIME, CanvasWidget

__all__ = ["PART_MIME", "CanvasWidget"]
