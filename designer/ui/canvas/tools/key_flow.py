"""Drawing a flow without a pointer: choose who receives, Enter draws it."""

import math

from PySide6.QtCore import Qt

from designer.edit.links.flows import add_flow, flow_words
from designer.model.kinds import KINDS
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from designer.ui.canvas.interaction.reading_order import following, reading_order, towards
from designer.ui.canvas.port import CanvasPort, Card, KeyStroke, Preview
from designer.ui.canvas.tools.gesture import Tool
from designer.ui.canvas.tools.key_connect import ARROWS


class KeyFlow(Tool):
    """A flow from one node or group to another that is drawn."""

    name = "key-flow"

    def __init__(self, port: CanvasPort, source: str) -> None:
        self._port = port
        self._source = source
        design = port.design
        own = {source, *design.ancestors(source)}
        apart = [one for one in reading_order(port.drawing) if one not in own and source not in design.ancestors(one)]
        self._order = apart
        self._target = ""

    @property
    def busy(self) -> bool:
        """A flow hangs in the air until Enter or Escape."""
        return True

    @property
    def target(self) -> str:
        """Id of what Enter would send to."""
        return self._target

    def start(self) -> bool:
        """Point at the likeliest; false when there is nothing else."""
        if not self._order:
            name = self._port.design.nodes[self._source].title
            self._port.tell(f"There is nothing else on the canvas that {name} could send to.")
            return False
        self._target = min(self._order, key=self._unlikeliness)
        self._show()
        return True

    def key(self, stroke: KeyStroke) -> bool:
        """Arrows and Tab choose, Enter draws; every other key waits."""
        port = self._port
        if stroke.key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            source, target = self._source, self._target
            port.preview(None)
            port.use_tool("select")
            edit = add_flow(port.design, [source], [target])
            if port.commit(edit):
                port.message(edit.label)
            return True
        if stroke.key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = -1 if stroke.shift or stroke.key == Qt.Key.Key_Backtab else 1
            self._target = following(self._order, self._target, step) or self._order[0 if step > 0 else -1]
        elif stroke.key in ARROWS:
            self._target = towards(port.drawing, self._target, self._order, ARROWS[stroke.key])
        else:
            return False
        self._show()
        return True

    def cancel(self) -> bool:
        """Draw no flow."""
        self._port.preview(None)
        return True

    def _unlikeliness(self, node_id: str) -> tuple[bool, float]:
        """Sorts targets: what sends and receives by itself before switches and groups, then near before far."""
        port = self._port
        kind = KINDS.get(port.design.nodes[node_id].kind) if node_id in port.design.nodes else None
        here, there = port.drawing.rect_of(self._source), port.drawing.rect_of(node_id)
        if here is None or there is None:
            return True, math.inf
        (x1, y1), (x2, y2) = here.centre, there.centre
        return kind is None or not kind.endpoint, math.hypot(x2 - x1, y2 - y1)

    def _show(self) -> None:
        port = self._port
        there = port.drawing.rect_of(self._target)
        if there is None:
            return
        port.reveal(self._target)
        words = flow_words(port.design, FlowAsk(source=(self._source,), target=(self._target,)))
        place = (there.x, there.bottom)
        try:
            edit = add_flow(port.design, [self._source], [self._target])
        except RefusedInput as refusal:
            card = Card("", (str(refusal),), "no")
            port.preview(Preview(target=self._target, card=card, card_at=place))
            port.message(str(refusal))
            return
        card = Card(words, ("Enter draws the flow",), "ok")
        port.preview(Preview(edit, target=self._target, card=card, card_at=place))
        port.message(f"Flow {words}. Enter draws it, arrows choose, Escape leaves.")
