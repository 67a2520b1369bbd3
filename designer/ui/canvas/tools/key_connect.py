"""Drawing a link without a pointer: choose among what fits, Enter connects."""

import math
from typing import Final

from PySide6.QtCore import Qt

from designer.edit.wording import called
from designer.model.kinds import KINDS
from designer.model.records import MAX_CABLES, RefusedInput
from designer.ui.canvas.linking import best_fit, fits_from, promise, proposed_link
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, KeyStroke, Mood, Preview
from designer.ui.canvas.reading_order import Direction, following, reading_order, towards
from designer.ui.canvas.tools.connect_drag import edge_point, join
from designer.ui.canvas.tools.gesture import Tool, TypedCount

ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class KeyConnect(Tool):
    """A wire from one node to one of those that fit it."""

    name = "key-connect"

    def __init__(self, port: CanvasPort, source: str) -> None:
        self._port = port
        self._source = source
        self._fits = fits_from(port.design, source, "")
        fitting = {node for (node, _), fit in self._fits.items() if fit.verdict != "no"}
        self._order = reading_order(port.drawing, fitting)
        self._target = ""
        self._count = TypedCount(MAX_CABLES)

    @property
    def busy(self) -> bool:
        """A wire hangs in the air until Enter or Escape."""
        return True

    @property
    def target(self) -> str:
        """Id of the node that Enter would connect."""
        return self._target

    def start(self) -> bool:
        """Point at the likeliest that fits; false when nothing does."""
        port = self._port
        if not self._order:
            name = called(port.design, port.design.nodes[self._source])
            port.message(f"Nothing on the canvas fits a free port of {name}.")
            return False
        self._target = min(self._order, key=self._unlikeliness)
        self._show()
        return True

    def key(self, stroke: KeyStroke) -> bool:
        """Arrows and Tab choose, a number says how many cables, Enter connects; every other key waits."""
        if stroke.key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._port.preview(None)
            source, target = self._source, self._target
            self._port.use_tool("select")
            join(self._port, source, "", target, "", self._count.value)
            return True
        if self._count.key(stroke):
            self._show()
            return True
        if stroke.key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = -1 if stroke.shift or stroke.key == Qt.Key.Key_Backtab else 1
            self._target = following(self._order, self._target, step) or self._order[0 if step > 0 else -1]
        elif stroke.key in ARROWS:
            self._target = towards(self._port.drawing, self._target, self._order, ARROWS[stroke.key])
        else:
            return False
        self._show()
        return True

    def cancel(self) -> bool:
        """Draw no link."""
        self._port.preview(None)
        return True

    def _unlikeliness(self, node_id: str) -> tuple[bool, bool, float, float]:
        """Sorts targets: a server goes to a switch before another server; then new ones, fast ones, near ones."""
        design, drawing = self._port.design, self._port.drawing
        ends = [KINDS.get(design.nodes[one].kind) for one in (self._source, node_id)]
        alike = all(kind is not None and kind.endpoint for kind in ends)
        joined = any({link.a, link.b} == {self._source, node_id} for link in design.links.values())
        here, there = drawing.rect_of(self._source), drawing.rect_of(node_id)
        if here is None or there is None:
            return alike, joined, 0.0, math.inf
        (x1, y1), (x2, y2) = here.centre, there.centre
        rate = max(
            (fit.rate_gbps or 0.0 for (node, _), fit in self._fits.items() if node == node_id and fit.verdict != "no"),
            default=0.0,
        )
        return alike, joined, -rate, math.hypot(x2 - x1, y2 - y1)

    def _show(self) -> None:
        port = self._port
        here, there = port.drawing.rect_of(self._source), port.drawing.rect_of(self._target)
        if here is None or there is None:
            return
        port.reveal(self._target)
        card, mood = self._card()
        start, end = edge_point(here, there.centre), edge_point(there, here.centre)
        wire = DraggedWire(start, end, mood, self._source)
        place = (there.x, there.bottom)
        port.preview(Preview(wire=wire, fits=self._fits, target=self._target, card=card, card_at=place))
        name = called(port.design, port.design.nodes[self._target])
        port.message(f"Connect to {name}: {card.title}. Enter connects, arrows choose, Escape leaves.")

    def _card(self) -> tuple[Card, Mood]:
        design = self._port.design
        try:
            title, detail = promise(
                design, proposed_link(design, self._source, "", self._target, "", self._count.value)
            )
        except RefusedInput as refusal:
            return Card("", (str(refusal),), "no"), "no"
        verdict = best_fit(self._fits, self._target)
        return Card(title, (detail, "Enter connects"), "ok"), (
            "adapter" if verdict is not None and verdict.verdict == "adapter" else "ok"
        )
