"""Drawing a link without a pointer: choose among what fits by arrows, Tab or its name; Enter joins."""

import math
from typing import Final

from PySide6.QtCore import Qt

from designer.edit.links.join_options import join_options
from designer.model.design import Node
from designer.model.kinds import KINDS
from designer.model.records import MAX_CABLES, RefusedInput
from designer.model.relations import kind_relations, what_would_fit
from designer.ui.canvas.interaction.link_answers import refused_card, taken_card
from designer.ui.canvas.interaction.linking import (
    best_fit,
    fits_from,
    fitting_nodes,
    is_folded,
    proposed_link,
    takes_relation,
)
from designer.ui.canvas.interaction.reading_order import Direction, following, reading_order, towards
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, KeyStroke, Mood, Preview
from designer.ui.canvas.tools.connect_drag import edge_point, join
from designer.ui.canvas.tools.gesture import Tool, TypedCount

ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_LAST: Final = 100
"""The place of a relation that the source does not begin, and of groups behind all single things."""


class KeyConnect(Tool):
    """A wire from one node to one of those that fit it."""

    name = "key-connect"

    def __init__(self, port: CanvasPort, source: str) -> None:
        self._port = port
        self._source = source
        self._fits = fits_from(port.design, source, "")
        fitting = fitting_nodes(self._fits, source)
        if join_options(port.design, source, source):
            fitting = {*fitting, source}
        self._order = reading_order(port.drawing, fitting)
        self._target = ""
        self._typed = ""
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
            node = port.design.nodes[self._source]
            where = "a free port of " if port.design.ports_of(node) else ""
            message = f"Nothing on the canvas fits {where}{node.title}. {what_would_fit(node)}"
            port.tell(message.rstrip())
            return False
        self._target = min(self._order, key=self._unlikeliness)
        self._show()
        return True

    def key(self, stroke: KeyStroke) -> bool:
        """Arrows, Tab and letters choose, a number says how many cables, Enter joins; every other key waits."""
        if stroke.key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._port.preview(None)
            source, target = self._source, self._target
            self._port.use_tool("select")
            join(self._port, source, "", target, "", self._count.value)
            return True
        # Letters name the target, digits count: what is typed is looked for first.
        if self._type(stroke):
            return True
        if self._count.key(stroke):
            self._show()
            return True
        self._typed = ""
        if stroke.key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = -1 if stroke.shift or stroke.key == Qt.Key.Key_Backtab else 1
            self._target = following(self._order, self._target, step) or self._order[0 if step > 0 else -1]
        elif stroke.key in ARROWS:
            self._target = towards(self._port.drawing, self._target, self._order, ARROWS[stroke.key])
        else:
            return False
        self._show()
        return True

    def _type(self, stroke: KeyStroke) -> bool:
        """A letter of the name of what is meant, or a digit in it; the answer is whether it was one."""
        text = stroke.text.casefold()
        if stroke.key == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif len(text) == 1 and (text.isalpha() or (self._typed and (text.isdigit() or text in " -."))):
            self._typed += text
        else:
            return False
        named = [one for one in sorted(self._order, key=self._unlikeliness) if self._match(one) >= 0]
        if named and self._typed:
            # Names that begin with what was typed come before those that only hold it.
            self._target = min(named, key=self._match)
            self._show()
        elif self._typed:
            self._port.tell(f"Nothing that fits is called {self._typed!r}.")
        return True

    def _match(self, node_id: str) -> int:
        """Return the place in the name of a node at which stands what was typed; -1 for nowhere."""
        design = self._port.design
        return design.nodes[node_id].title.casefold().find(self._typed)

    def cancel(self) -> bool:
        """Draw no link."""
        self._port.preview(None)
        return True

    def _unlikeliness(self, node_id: str) -> tuple[bool, bool, bool, int, float, float]:
        """Sorts targets: the likeliest to be meant first.

        A server goes to a switch before another server; then come new ones, cables before relations, the likeliest
        relation, fast ones, near ones.
        """
        design, drawing = self._port.design, self._port.drawing
        if node_id == self._source:
            # Its own copies come last: the arrows and its name lead there.
            return True, True, True, 3 * _LAST, 0.0, math.inf
        first, second = design.nodes[self._source], design.nodes[node_id]
        ends = [KINDS.get(node.kind) for node in (first, second)]
        alike = all(kind is not None and kind.endpoint for kind in ends)
        joined = any({link.a, link.b} == {self._source, node_id} for link in design.links.values())
        cabled = best_fit(self._fits, node_id)
        related = cabled is None or cabled.verdict == "no"
        rank = self._rank(first, second) if related else 0
        here, there = drawing.rect_of(self._source), drawing.rect_of(node_id)
        if here is None or there is None:
            return alike, joined, related, rank, 0.0, math.inf
        (x1, y1), (x2, y2) = here.centre, there.centre
        rate = max(
            (fit.rate_gbps or 0.0 for (node, _), fit in self._fits.items() if node == node_id and fit.verdict != "no"),
            default=0.0,
        )
        return alike, joined, related, rank, -rate, math.hypot(x2 - x1, y2 - y1)

    def _rank(self, first: Node, second: Node) -> int:
        """Return how far the likeliest relation is from what FIRST needs most; groups come after single things."""
        kind, other = KINDS.get(first.kind), KINDS.get(second.kind)
        related = kind_relations(first.kind, second.kind)
        if kind is None or not related:
            return _LAST
        medium, turned = related[0]
        place = _LAST if turned or medium not in kind.needs else kind.needs.index(medium)
        return place + (_LAST if other is not None and other.container else 0)

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
        name = port.design.nodes[self._target].title
        if card.mood != "no":
            port.message(
                f"Connect to {name}: {card.title}, {card.lines[0]}. "
                "Enter connects, arrows or its name choose, Escape leaves."
            )
        else:
            port.message(f"{card.title}. {' '.join(card.lines)} Arrows choose another, Escape leaves.")

    def _card(self) -> tuple[Card, Mood]:
        design = self._port.design
        if is_folded(design, self._target) and not takes_relation(design, self._source, self._target):
            return Card("It is folded", ("Unfold it, then connect to a device inside.",), "no"), "no"
        try:
            edit = proposed_link(design, self._source, "", self._target, "", self._count.value)
        except RefusedInput as refusal:
            return refused_card(design, self._fits, self._source, self._target, ("", ""), str(refusal)), "no"
        card = taken_card(design, edit, self._source, self._target, ("", ""))
        return card._replace(lines=(*card.lines, "Enter connects")), "adapter" if card.mood == "info" else "ok"
