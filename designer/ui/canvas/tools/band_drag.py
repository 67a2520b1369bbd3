"""The rubber band, and what every drag over an area does with the selection."""

from collections.abc import Iterable

from designer.drawing.records import Rect
from designer.edit.nodes.locks import unlocked
from designer.ui.canvas.port import CanvasPort, Pointer, Preview


class AreaDrag:
    """Selects what an area holds: instead of what was selected, beside it, or taken away from it."""

    def __init__(self, port: CanvasPort, *, adds: bool = False, takes: bool = False) -> None:
        self._port = port
        self._before = port.selected
        self._adds = adds
        self._takes = takes

    def choose(self, found: Iterable[str]) -> None:
        """Select by what the area holds now; what is locked in place is selected by a click alone."""
        held = unlocked(self._port.design, found)
        if self._takes:
            gone = set(held)
            self._port.select([one for one in self._before if one not in gone])
        else:
            self._port.select((*self._before, *held) if self._adds else held)

    def cancel(self) -> None:
        """Go back to what was selected before."""
        self._port.preview(None)
        self._port.select(self._before)


class BandDrag(AreaDrag):
    """Selects the tiles that a rectangle touches and the frames that lie all in it."""

    def __init__(self, port: CanvasPort, start: Pointer, *, adds: bool = False, takes: bool = False) -> None:
        super().__init__(port, adds=adds, takes=takes)
        self._start = start

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
        self.choose(found)
        self._port.preview(Preview(band=band))

    def finish(self, at: Pointer) -> None:
        """Keep the selection."""
        self.move(at)
        self._port.preview(None)
