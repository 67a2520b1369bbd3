"""Drawing a wire: what fits lights up, what does not says why."""

from designer.drawing.records import Rect
from designer.edit.nodes.folding import fold
from designer.model.records import MAX_CABLES, RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.interaction.link_answers import refused_card, taken_card
from designer.ui.canvas.interaction.linking import (
    fits_from,
    is_folded,
    link_of,
    offered,
    proposed_link,
    takes_relation,
    why_not,
)
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, KeyStroke, LooseWire, Mood, Pointer, Preview
from designer.ui.canvas.tools.drop_target import DropTarget, drop_target
from designer.ui.canvas.tools.gesture import TypedCount


class ConnectDrag:
    """A wire from a port, or from any port of a tile, to the pointer."""

    def __init__(self, port: CanvasPort, node_id: str, port_name: str, start: Pointer) -> None:
        self._canvas = port
        self._node = node_id
        self._port = port_name
        self._start = start
        self._fits = fits_from(port.design, node_id, port_name)
        self._shown: tuple[str, str] | None = None
        self._card: Card | None = None
        self._mood: Mood = "open"
        self._count = TypedCount(MAX_CABLES)
        self._likely = 1
        self._last = start

    def key(self, stroke: KeyStroke) -> bool:
        """A digit, Backspace, + or − says how many cables; the answer is whether it was one of them."""
        if not self._count.key(stroke):
            return False
        self._again()
        return True

    def step(self, by: int) -> None:
        """BY cables more, or fewer."""
        self._count.step(by, self._likely)
        self._again()

    def _again(self) -> None:
        self._shown = None
        self.move(self._last)

    def move(self, at: Pointer) -> None:
        """Show the wire, what fits, and what would become of it here."""
        canvas, self._last = self._canvas, at
        target, target_port = self._target(at)
        if self._shown != (target, target_port):
            self._shown = (target, target_port)
            self._card, self._mood = self._judged(target, target_port)
        end = (at.x, at.y)
        rect = canvas.drawing.rect_of(target) if target else None
        if rect is not None and self._mood in {"ok", "adapter"}:
            end = self._port_place(target, target_port) or edge_point(rect, self._from())
        wire = DraggedWire(self._from(end), end, self._mood, self._node, self._port, target_port)
        canvas.preview(Preview(wire=wire, fits=self._fits, card=self._card, target=target))

    def finish(self, at: Pointer) -> None:
        """Make the link, or say why there is none."""
        canvas = self._canvas
        target, target_port = self._target(at)
        canvas.preview(None)
        if not target:
            self._let_go(at)
            return
        if self._unfolds(target):
            name = canvas.design.nodes[target].title
            if canvas.commit(fold(canvas.design, [target], folded=False)):
                canvas.tell(f"{name} is unfolded: let the cable go on one of the devices inside.", "info")
            return
        refusal = why_not(canvas.design, self._fits, self._node, self._port, target, target_port)
        if refusal:
            canvas.tell(refusal)
            return
        join(canvas, self._node, self._port, target, target_port, self._count.value, at)

    def _let_go(self, at: Pointer) -> None:
        """Over nothing: offer what fits, unless the wire never left its tile."""
        canvas = self._canvas
        found = canvas.hit(at.x, at.y)
        if found is not None and found.kind not in {"frame", "wire", "flow"}:
            canvas.tell("Nothing was connected: let go over another tile.")
            return
        canvas.offer_fitting(LooseWire(self._node, self._port, self._count.value, at.x, at.y))

    def cancel(self) -> None:
        """Draw no link."""
        self._canvas.preview(None)

    def _target(self, at: Pointer) -> DropTarget:
        target = drop_target(self._canvas, self._node, at)
        same = target.node == self._node and target.port == self._port
        return DropTarget() if same and not _far(self._start, at) else target

    def _unfolds(self, target: str) -> bool:
        """Return True when TARGET is a folded group to which a cable, not a relation, would go."""
        design = self._canvas.design
        return is_folded(design, target) and (bool(self._port) or not takes_relation(design, self._node, target))

    def _judged(self, target: str, target_port: str) -> tuple[Card | None, Mood]:
        count = self._count.value
        if not target:
            many = f"{count:,} cable{'s' if count != 1 else ''}" if count else ""
            return Card(many, ("Let go to add what fits",)), "open"
        design = self._canvas.design
        if self._unfolds(target):
            return Card("Let go to unfold it", ("Then connect to a device inside.",), "info"), "open"
        # The fit of the ports is known from the start of the drag; the trial edit finds what only the design knows.
        ports = (self._port, target_port)
        refusal = why_not(design, self._fits, self._node, self._port, target, target_port)
        if refusal:
            return refused_card(design, self._fits, self._node, target, ports, refusal), "no"
        try:
            edit = proposed_link(design, self._node, self._port, target, target_port, count)
        except RefusedInput as problem:
            return refused_card(design, self._fits, self._node, target, ports, str(problem)), "no"
        # Remembered for the wheel, which counts on from the number that would be taken.
        self._likely = link_of(edit).cables
        card = taken_card(design, edit, self._node, target, ports)
        return card, "adapter" if card.mood == "info" else "ok"

    def _from(self, towards: tuple[float, float] | None = None) -> tuple[float, float]:
        place = self._port_place(self._node, self._port)
        if place is not None:
            return place
        rect = self._canvas.drawing.rect_of(self._node)
        if rect is None:
            return self._start.x, self._start.y
        return edge_point(rect, towards) if towards else rect.centre

    def _port_place(self, node_id: str, port_name: str) -> tuple[float, float] | None:
        drawing = self._canvas.drawing
        if not port_name or node_id not in drawing.tile_index:
            return None
        for dot in drawing.tiles[drawing.tile_index[node_id]].ports:
            if dot.port == port_name:
                return dot.x, dot.y
        return None


def join(
    canvas: CanvasPort, a: str, a_port: str, b: str, b_port: str, cables: int = 0, at: Pointer | None = None
) -> bool:
    """Link two nodes in the likeliest way and select the link; a refusal is told, and that is all.

    Where there are several ways they are offered at a place; the count of cables is asked for unless it was told.
    """
    before = canvas.design
    try:
        edit = proposed_link(before, a, a_port, b, b_port, cables)
    except RefusedInput as refusal:
        canvas.tell(str(refusal))
        return False
    if not canvas.commit(edit):
        return False
    link = link_of(edit)
    canvas.select([link.id])
    canvas.message(edit.label)
    relation = link.medium in RELATION_MEDIA
    if not cables and not relation:
        canvas.edit_count(link.id, joins_last=True)
    if not cables or relation:
        canvas.offer_ways(offered(before, link, a, a_port, b, b_port), at)
    return True


def edge_point(rect: Rect, towards: tuple[float, float]) -> tuple[float, float]:
    """Return the place where a line from the middle of RECT to a place crosses its edge."""
    x, y = rect.centre
    dx, dy = towards[0] - x, towards[1] - y
    if abs(dx) < 1e-9 and abs(dy) < 1e-9:
        return x, y
    share = min(
        rect.width / 2 / abs(dx) if abs(dx) > 1e-9 else float("inf"),
        rect.height / 2 / abs(dy) if abs(dy) > 1e-9 else float("inf"),
    )
    return (x + dx * share, y + dy * share) if share < 1 else towards


def _far(start: Pointer, at: Pointer) -> bool:
    return abs(start.screen_x - at.screen_x) + abs(start.screen_y - at.screen_y) > 12
