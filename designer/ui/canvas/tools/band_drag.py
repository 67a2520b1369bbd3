"""The rubber band."""

from designer.drawing.drawing import Rect
from designer.ui.canvas.port import CanvasPort, Pointer, Preview


class BandDrag:
    """Selects the tiles that a rectangle touches and the frames that lie all in it."""

    def __init__(self, port: CanvasPort, start: Pointer, *, keeps: bool) -> None:
        self._port = port
        self._start = start
        self._before = port.selected
        self._kept = port.selected if keeps else ()

    def move(self, at: Pointer) -> None:
        """Show the rectangle and select what it holds."""
        x, y = min(at.x, self._start.x), min(at.y, self._start.y)
        band = Rect(x, y, abs(at.x - self._start.x), abs(at.y - self._start.y))
        drawing = self._port.drawing
        found = drawing.within(band)
        found += [
            frame.id
            for frame in drawing.frames
            if band.x <= frame.rect.x
            and band.y <= frame.rect.y
            and band.right >= frame.rect.right
            and band.bottom >= frame.rect.bottom
        ]
        self._port.select((*self._kept, *found))
        self._port.preview(Preview(band=band))

    def finish(self, at: Pointer) -> None:
        """Keep the selection."""
        self.move(at)
        self._port.preview(None)

    def cancel(self) -> None:
        """Go back to what was selected before."""
        self._port.preview(None)
        self._port.select(self._before)
