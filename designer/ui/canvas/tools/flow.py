"""The tool for flows: a drag from one node or group to another lets the first send to the second; two clicks do too."""

from typing import Final

from PySide6.QtCore import Qt

from designer.edit.links.flows import add_flow, flow_words
from designer.model.changes import ChangeSet
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, Pointer, Preview
from designer.ui.canvas.tools.connect_drag import edge_point
from designer.ui.canvas.tools.gesture import Tool

STARTS: Final = frozenset({"tile", "port", "frame"})
_SLACK_PX: Final = 6.0
_RATE: Final = "At line rate; the list of flows takes another."


class FlowTool(Tool):
    """Draws flows, one after the other."""

    name = "flow"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._source = ""
        self._start: Pointer | None = None
        self._fresh = False
        self._judged: tuple[str, ChangeSet | None, str] | None = None

    @property
    def busy(self) -> bool:
        """Return True when a flow hangs on the pointer."""
        return bool(self._source)

    def press(self, at: Pointer) -> None:
        """Take a flow out of what is pressed, unless one hangs on the pointer already."""
        if self._source:
            self._fresh = False
            return
        source = self._under(at)
        if not source:
            self._port.tell("Start on a node or a group to draw a flow.")
            return
        self._source, self._start, self._fresh = source, at, True
        self._port.select([source])

    def move(self, at: Pointer) -> None:
        """Show the flow, and what would become of it here."""
        if not self._source:
            return
        self._fresh = self._fresh and not self._strayed(at)
        target = self._under(at)
        if target == self._source and self._fresh:
            target = ""
        edit, refusal = self._judge(target)
        port = self._port
        rect = port.drawing.rect_of(self._source)
        start = edge_point(rect, (at.x, at.y)) if rect is not None else (at.x, at.y)
        wire = DraggedWire(start, (at.x, at.y), "no" if refusal else "ok" if edit else "open", self._source)
        if refusal:
            port.preview(Preview(wire=wire, target=target, card=Card("", (refusal,), "no")))
        elif edit is not None:
            card = Card(self._words(target), (_RATE,), "ok")
            # A design that is not large is drawn with the arrow itself.
            port.preview(Preview(edit, wire=wire if port.large else None, target=target, card=card))
        else:
            port.preview(Preview(wire=wire))

    def hover(self, at: Pointer) -> None:
        """Pull the flow along between two clicks."""
        self._port.point(Qt.CursorShape.CrossCursor)
        self.move(at)

    def release(self, at: Pointer) -> None:
        """Draw the flow to what it was let go on; a click without a drag leaves it on the pointer."""
        if not self._source or (self._fresh and not self._strayed(at)):
            return
        port, target = self._port, self._under(at)
        if not target:
            self.cancel()
            port.tell("No flow was drawn: let go over a node or a group.")
            return
        edit, refusal = self._judge(target)
        self.cancel()
        if edit is None:
            port.tell(refusal)
        elif port.commit(edit):
            port.message(f"{edit.label}. {_RATE}")

    def cancel(self) -> bool:
        """Draw no flow."""
        held, self._source, self._judged = bool(self._source), "", None
        if held:
            self._port.preview(None)
        return held

    def _under(self, at: Pointer) -> str:
        found = self._port.hit(at.x, at.y)
        return found.id if found is not None and found.kind in STARTS else ""

    def _strayed(self, at: Pointer) -> bool:
        start = self._start
        return start is not None and abs(at.screen_x - start.screen_x) + abs(at.screen_y - start.screen_y) >= _SLACK_PX

    def _words(self, target: str) -> str:
        return flow_words(self._port.design, FlowAsk(source=(self._source,), target=(target,)))

    def _judge(self, target: str) -> tuple[ChangeSet | None, str]:
        """The edit that letting go over TARGET makes, or why it makes none; worked out once for each target."""
        if not target:
            return None, ""
        if self._judged is None or self._judged[0] != target:
            try:
                self._judged = (target, add_flow(self._port.design, [self._source], [target]), "")
            except RefusedInput as refusal:
                self._judged = (target, None, str(refusal))
        return self._judged[1], self._judged[2]
