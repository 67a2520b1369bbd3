"""The tool in the hand most of the time: select, move, resize, draw a rubber band, pull wires out of ports."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from designer.drawing.records import DrawnMark, Hit, Rect
from designer.edit.nodes.locks import unlocked
from designer.model.canvas_sizes import FRAME_HEADER
from designer.model.kinds import CONTAINERS
from designer.ui.canvas.interaction.folding import on_chevron, turn_fold
from designer.ui.canvas.port import CanvasPort, KeyStroke, Pointer
from designer.ui.canvas.tools.band_drag import BandDrag
from designer.ui.canvas.tools.gesture import CountedGesture, Gesture, KeyedGesture, Tool
from designer.ui.canvas.tools.holding import held_beside, held_copy, held_port
from designer.ui.canvas.tools.locked_drag import moving
from designer.ui.canvas.tools.mark_drag import GRIP_PX, chosen_mark, handle_at, held_mark
from designer.ui.canvas.tools.resize_drag import Handle, ResizeDrag, handle_places

SLACK_PX = 4.0
"""How far the pointer may stray before a click is a drag."""
_GRIP_PX = 8.0
_BADGE_WIDTH = 64.0

_SHAPES = {
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}


class SelectTool(Tool):
    """Press, then either let go (a click) or move (a drag that depends on what was pressed)."""

    name = "select"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._start: Pointer | None = None
        self._gesture: Gesture | None = None
        self._begin: Callable[[Pointer], Gesture] | None = None
        self._click: Callable[[], None] | None = None

    @property
    def busy(self) -> bool:
        """Return True when a drag is under way."""
        return self._gesture is not None

    def press(self, at: Pointer) -> None:
        """Remember what a click and what a drag would do."""
        port = self._port
        self._start, self._gesture, self._begin, self._click = at, None, None, None
        grip = self._grip_at(at)
        if grip is not None:
            node_id, handle = grip
            self._begin = lambda start: ResizeDrag(port, node_id, handle, start)
            return
        self._begin = held_mark(port, at)
        if self._begin is not None:
            return
        held = held_beside(port, at)
        if held is not None:
            self._begin, self._click = held
            return
        found = port.hit(at.x, at.y)
        if found is None:
            self._press_nothing(at)
        elif found.kind == "frame" and not self._grabs(found.id, at):
            self._press_nothing(at, inside=found.id)
        else:
            self._press_thing(found, at)

    def _press_nothing(self, at: Pointer, inside: str = "") -> None:
        port = self._port
        self._begin = lambda start: BandDrag(port, start, adds=at.many, takes=at.free)
        if inside:
            self._click = lambda: port.select(_toggled(port.selected, inside) if at.many else [inside])
        elif not (at.many or at.free):
            self._click = lambda: port.select([])

    def _press_thing(self, found: Hit, at: Pointer) -> None:
        port = self._port
        if on_chevron(port, found, at) and not at.many:
            self._begin, self._click = partial(moving, port), partial(turn_fold, port, found.id)
            return
        held = held_copy(port, found, at)
        if held is not None:
            self._begin, self._click = held
            return
        # On what is selected only a click that ends without a drag changes the selection: several stay to be dragged
        # together.
        chosen = found.id in port.selected
        if not chosen:
            port.select([*port.selected, found.id] if at.many else [found.id])
        elif at.many:
            self._click = lambda: port.select(_toggled(port.selected, found.id))
        else:
            self._click = lambda: port.select([found.id])
        if found.kind == "port" and not at.many:
            self._begin, self._click = held_port(port, found)
        elif found.kind in {"tile", "frame", "mark"}:
            self._begin = lambda start: moving(port, start)

    def move(self, at: Pointer) -> None:
        """Begin the drag when the pointer has gone far enough, then carry it on."""
        if self._start is None:
            return
        if self._gesture is None:
            far = max(abs(at.screen_x - self._start.screen_x), abs(at.screen_y - self._start.screen_y)) >= SLACK_PX
            if not far or self._begin is None:
                return
            self._gesture = self._begin(self._start)
        self._gesture.move(at)

    def release(self, at: Pointer) -> None:
        """End the drag, or take it as a click."""
        gesture, click, pressed = self._gesture, self._click, self._start is not None
        self._forget()
        if gesture is not None:
            gesture.finish(at)
        elif click is not None and pressed:
            click()

    def key(self, stroke: KeyStroke) -> bool:
        """A key in mid-drag, such as a number of cables."""
        return isinstance(self._gesture, KeyedGesture) and self._gesture.key(stroke)

    def step(self, by: int) -> bool:
        """The wheel in mid-drag."""
        if not isinstance(self._gesture, CountedGesture):
            return False
        self._gesture.step(by)
        return True

    def hover(self, at: Pointer) -> None:
        """Show by the pointer's shape what a press would do."""
        grip = self._grip_at(at)
        if grip is not None:
            _, handle = grip
            across, down = (handle.across, handle.down) if handle.across >= 0 else (-handle.across, -handle.down)
            self._port.point(_SHAPES[across, abs(down) if across == 0 else down])
            return
        mark = chosen_mark(self._port)
        if mark is not None and self._point_at_grip(mark, at):
            return
        if self._port.wire_end_at(at.x, at.y) or self._port.handle_at(at.x, at.y):
            self._port.point(Qt.CursorShape.CrossCursor)
            return
        found = self._port.hit(at.x, at.y)
        if found is None:
            self._port.point(Qt.CursorShape.ArrowCursor)
        elif found.kind == "port":
            self._port.point(Qt.CursorShape.CrossCursor)
        elif found.kind in {"wire", "flow"}:
            self._port.point(Qt.CursorShape.PointingHandCursor)
        elif found.kind == "mark" or (found.kind == "frame" and self._grabs(found.id, at)):
            self._port.point(Qt.CursorShape.SizeAllCursor)
        else:
            self._port.point(Qt.CursorShape.ArrowCursor)

    def _point_at_grip(self, mark: DrawnMark, at: Pointer) -> bool:
        """Show what a grip of the selected mark does; false away from all of them."""
        if held_mark(self._port, at) is None:
            return False
        if mark.kind == "arrow":
            self._port.point(Qt.CursorShape.PointingHandCursor)
            return True
        handle = handle_at(mark.rect, at, GRIP_PX / self._port.scale)
        across, down = handle or (1, 1)
        across, down = (across, down) if across >= 0 else (-across, -down)
        self._port.point(_SHAPES[across, abs(down) if across == 0 else down])
        return True

    def double(self, at: Pointer) -> None:
        """Edit in place what was clicked twice; fold or unfold a container; on empty ground, offer parts."""
        port = self._port
        self._forget()
        found = port.hit(at.x, at.y)
        if found is None or (found.kind == "frame" and not self._on_caption(found.id, at)):
            port.offer_parts(at)
            return
        if found.kind in {"wire", "flow"}:
            port.edit_count(found.id)
            return
        if found.kind == "mark":
            port.select([found.id])
            port.edit_name(found.id)
            return
        node = port.design.nodes.get(found.id)
        if node is None:
            return
        if node.part is None and node.kind in CONTAINERS:
            if not on_chevron(port, found, at):
                # The first of two clicks on the chevron has turned it already.
                turn_fold(port, node.id)
            return
        port.select([node.id])
        rect = port.drawing.rect_of(node.id)
        if node.copies > 1 and rect is not None and at.x > rect.right - _BADGE_WIDTH:
            port.edit_count(node.id)
        else:
            port.edit_name(node.id)

    def cancel(self) -> bool:
        """Call the drag off."""
        gesture = self._gesture
        self._forget()
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def _forget(self) -> None:
        self._start, self._gesture, self._begin, self._click = None, None, None, None

    def _grabs(self, frame_id: str, at: Pointer) -> bool:
        """Return True when a drag here moves the frame, not a band in it: at its caption or rim, or selected."""
        if frame_id in self._port.selected:
            return True
        rect = self._port.drawing.rect_of(frame_id)
        if rect is None:
            return False
        rim = 5.0 / self._port.scale
        inner = Rect(rect.x + rim, rect.y + rim, rect.width - 2 * rim, rect.height - 2 * rim)
        on_rim = not (inner.x < at.x < inner.right and inner.y < at.y < inner.bottom)
        return on_rim or at.y <= rect.y + FRAME_HEADER

    def _on_caption(self, frame_id: str, at: Pointer) -> bool:
        rect = self._port.drawing.rect_of(frame_id)
        folded = frame_id in self._port.design.nodes and self._port.design.nodes[frame_id].folded
        return folded or rect is None or at.y <= rect.y + FRAME_HEADER

    def _grip_at(self, at: Pointer) -> tuple[str, Handle] | None:
        """The handle of the one selected frame under the pointer."""
        port = self._port
        if len(port.selected) != 1 or port.selected[0] not in port.drawing.frame_index:
            return None
        rect = port.drawing.rect_of(port.selected[0])
        if rect is None or not unlocked(port.design, port.selected):
            return None
        reach = _GRIP_PX / port.scale
        for handle, x, y in handle_places(rect):
            if abs(x - at.x) <= reach and abs(y - at.y) <= reach:
                return port.selected[0], handle
        return None


def _toggled(selected: tuple[str, ...], record_id: str) -> list[str]:
    return [one for one in selected if one != record_id] if record_id in selected else [*selected, record_id]
