"""Drawing a wire: what fits lights up, what does not says why."""

from designer.drawing.drawing import Rect
from designer.model.records import RefusedInput
from designer.ui.canvas.linking import best_fit, fits_from, link_of, promise, proposed_link, why_not
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, Mood, Pointer, Preview


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

    def move(self, at: Pointer) -> None:
        """Show the wire, what fits, and what would become of it here."""
        canvas = self._canvas
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
            canvas.message("Nothing was connected: let go over a port or a tile.")
            return
        join(canvas, self._node, self._port, target, target_port)

    def cancel(self) -> None:
        """Draw no link."""
        self._canvas.preview(None)

    def _target(self, at: Pointer) -> tuple[str, str]:
        found = self._canvas.hit(at.x, at.y)
        if found is None or found.kind not in {"tile", "port"}:
            return "", ""
        if found.id == self._node and found.port == self._port and not _far(self._start, at):
            return "", ""
        return found.id, found.port

    def _judged(self, target: str, target_port: str) -> tuple[Card | None, Mood]:
        if not target:
            return None, "open"
        design = self._canvas.design
        refusal = why_not(design, self._fits, self._node, self._port, target, target_port)
        if not refusal:
            try:
                title, detail = promise(design, proposed_link(design, self._node, self._port, target, target_port))
            except RefusedInput as problem:
                return Card("", (str(problem),), "no"), "no"
            verdict = best_fit(self._fits, target, target_port)
            if verdict is not None and verdict.verdict == "adapter":
                return Card(title, (detail, verdict.reason), "ok"), "adapter"
            return Card(title, (detail,), "ok"), "ok"
        return Card("", (refusal,), "no"), "no"

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


def join(canvas: CanvasPort, a: str, a_port: str, b: str, b_port: str) -> bool:
    """Link two tiles, select the link and ask for its count; a refusal is told and changes nothing."""
    try:
        edit = proposed_link(canvas.design, a, a_port, b, b_port)
    except RefusedInput as refusal:
        canvas.message(str(refusal))
        return False
    if not canvas.commit(edit):
        return False
    link = link_of(edit)
    canvas.select([link.id])
    canvas.message(edit.label)
    canvas.edit_count(link.id, joins_last=True)
    return True


def edge_point(rect: Rect, towards: tuple[float, float]) -> tuple[float, float]:
    """Where a line from the middle of RECT to a place crosses its edge."""
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
