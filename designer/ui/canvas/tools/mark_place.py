"""Drawing notes, frames and arrows: drag, click for the usual size, or press Enter in the middle of the sight."""

from typing import Final, Literal

from PySide6.QtCore import Qt

from designer.drawing.records import Rect
from designer.edit.marks.marks import (
    ARROW_LENGTH,
    FRAME_SIZE,
    LEAST_SIDE,
    NOTE_SIZE,
    add_arrow,
    add_frame,
    add_note,
    added_mark,
)
from designer.model.changes import ChangeSet
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.port import CanvasPort, Card, KeyStroke, Pointer, Preview
from designer.ui.canvas.tools.gesture import Tool

SLACK_PX: Final = 4.0
_AROUND: Final = 24.0
_TITLE: Final = 40.0
"""Room for the title of a frame that is drawn around things."""


class MarkTool(Tool):
    """Tool for one sort of mark: after one the hand is empty again, and its text can be typed."""

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._start: Pointer | None = None
        self._far = False

    @property
    def busy(self) -> bool:
        """Return True when one is being drawn."""
        return self._start is not None

    def press(self, at: Pointer) -> None:
        """Begin."""
        self._start, self._far = at, False

    def move(self, at: Pointer) -> None:
        """Show what letting go would draw."""
        start = self._start
        if start is None:
            return
        self._far = self._far or max(abs(at.screen_x - start.screen_x), abs(at.screen_y - start.screen_y)) >= SLACK_PX
        if self._far:
            self._port.preview(self._shown(start, at))

    def release(self, at: Pointer) -> None:
        """Draw it."""
        start, far = self._start, self._far
        self._start = None
        if start is not None:
            self._keep(self._made(start, at) if far else self._usual(at.x, at.y))

    def key(self, stroke: KeyStroke) -> bool:
        """Enter draws one without a mouse."""
        if stroke.key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self._start is not None:
            return False
        self._keep(self._middle())
        return True

    def cancel(self) -> bool:
        """Call it off."""
        busy, self._start = self._start is not None, None
        self._port.preview(None)
        return busy

    def _keep(self, edit: ChangeSet) -> None:
        port, mark_id = self._port, added_mark(edit)
        port.preview(None)
        if not port.commit(edit):
            return
        port.use_tool("select")
        port.select([mark_id])
        port.reveal(mark_id)
        port.edit_name(mark_id)

    def _shown(self, start: Pointer, at: Pointer) -> Preview:
        raise NotImplementedError

    def _made(self, start: Pointer, at: Pointer) -> ChangeSet:
        raise NotImplementedError

    def _usual(self, x: float, y: float) -> ChangeSet:
        raise NotImplementedError

    def _middle(self) -> ChangeSet:
        return self._usual(*self._port.sight.centre)


class SheetTool(MarkTool):
    """Notes, or frames: rectangles."""

    def __init__(self, port: CanvasPort, name: Literal["note", "frame"]) -> None:
        super().__init__(port)
        self.name = name
        self._size = NOTE_SIZE if name == "note" else FRAME_SIZE
        self._add = add_note if name == "note" else add_frame

    def _rect(self, start: Pointer, at: Pointer) -> Rect:
        rest = float if at.free else to_grid
        left, right = sorted((rest(start.x), rest(at.x)))
        top, bottom = sorted((rest(start.y), rest(at.y)))
        return Rect(left, top, max(right - left, LEAST_SIDE), max(bottom - top, LEAST_SIDE))

    def _shown(self, start: Pointer, at: Pointer) -> Preview:
        return Preview(ghosts=(self._rect(start, at),), label="Note" if self.name == "note" else "Frame")

    def _of(self, rect: Rect) -> ChangeSet:
        return self._add(self._port.design, rect.x, rect.y, width=rect.width, height=rect.height)

    def _made(self, start: Pointer, at: Pointer) -> ChangeSet:
        return self._of(self._rect(start, at))

    def _usual(self, x: float, y: float) -> ChangeSet:
        width, height = self._size
        return self._of(Rect(to_grid(x - width / 2), to_grid(y - height / 2), width, height))

    def _middle(self) -> ChangeSet:
        around = self._port.drawing.around(self._port.selected) if self.name == "frame" else None
        if around is None:
            return super()._middle()
        room = around.grown(_AROUND)
        return self._of(Rect(room.x, room.y - _TITLE, room.width, room.height + _TITLE))


class ArrowTool(MarkTool):
    """Arrows from where the button goes down to where it is let go; ends stick to the tiles and frames below them."""

    name = "arrow"

    def hover(self, at: Pointer) -> None:
        """Light up what an end would stick to."""
        target = self._under(at.x, at.y)
        self._port.preview(Preview(target=target) if target else None)

    def _shown(self, start: Pointer, at: Pointer) -> Preview:
        target = self._under(at.x, at.y)
        card = Card("Sticks to it", (), "ok") if target else None
        if self._port.large:
            return Preview(lasso=((start.x, start.y), (at.x, at.y)), target=target, card=card)
        return Preview(self._made(start, at), target=target, card=card)

    def _made(self, start: Pointer, at: Pointer) -> ChangeSet:
        ends = (self._under(start.x, start.y), self._under(at.x, at.y))
        return add_arrow(self._port.design, [(start.x, start.y), (at.x, at.y)], ends)

    def _usual(self, x: float, y: float) -> ChangeSet:
        half = ARROW_LENGTH / 2
        return add_arrow(self._port.design, [(x - half, y), (x + half, y)])

    def _middle(self) -> ChangeSet:
        """Between the two that are selected, else in the middle of the sight."""
        port = self._port
        nodes = [one for one in port.selected if one in port.design.nodes]
        rects = [rect for rect in (port.drawing.rect_of(one) for one in nodes) if rect is not None]
        if len(nodes) == len(rects) == 2:
            return add_arrow(port.design, [rects[0].centre, rects[1].centre], (nodes[0], nodes[1]))
        return super()._middle()

    def _under(self, x: float, y: float) -> str:
        return sticks_to(self._port, x, y)


def sticks_to(port: CanvasPort, x: float, y: float) -> str:
    """Id of the node that the end of an arrow sticks to at a place; a frame only by its caption or its edge."""
    found = port.hit(x, y)
    if found is None or found.kind not in {"tile", "port", "frame"} or found.id not in port.design.nodes:
        return ""
    rect = port.drawing.rect_of(found.id)
    if found.kind == "frame" and rect is not None:
        inner = rect.grown(-8.0 / port.scale)
        if inner.x < x < inner.right and rect.y + _TITLE < y < inner.bottom:
            return ""
    return found.id
