"""Dragging one end of a link to another node or port."""

import msgspec

from designer.edit.links.rewire import End, rewire
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.interaction.link_answers import refused_card
from designer.ui.canvas.interaction.linking import best_fit, fits_from
from designer.ui.canvas.port import CanvasPort, Card, DraggedWire, Fits, Mood, Pointer, Preview
from designer.ui.canvas.tools.connect_drag import edge_point
from designer.ui.canvas.tools.drop_target import drop_target


class RewireDrag:
    """The loose end of a link on the pointer; the other end stays where it is."""

    def __init__(self, port: CanvasPort, link_id: str, end: End, start: Pointer) -> None:
        self._canvas = port
        self._link = link_id
        self._end: End = end
        self._start = start
        link = port.design.links[link_id]
        self._moving, self._fixed = (link.a, link.b) if end == "a" else (link.b, link.a)
        self._fixed_port = (link.b_port if end == "a" else link.a_port) or ""
        self._relation = link.medium in RELATION_MEDIA
        self._fits: Fits = {} if self._relation else self._cable_fits(port.design)

    def move(self, at: Pointer) -> None:
        """Show the wire from its fixed end, what fits, and what letting go here would do."""
        canvas = self._canvas
        target, target_port = self._target(at)
        card, mood = self._judged(target, target_port)
        drawing = canvas.drawing
        here = drawing.rect_of(self._fixed)
        there = drawing.rect_of(target) if target else None
        end = edge_point(there, here.centre) if here and there and mood in {"ok", "adapter"} else (at.x, at.y)
        start = edge_point(here, end) if here else (self._start.x, self._start.y)
        wire = DraggedWire(start, end, mood, self._fixed, "", target_port)
        canvas.preview(Preview(wire=wire, fits=self._fits or None, card=card, target=target))

    def finish(self, at: Pointer) -> None:
        """Take the end there, or say why it stays."""
        canvas = self._canvas
        target, target_port = self._target(at)
        canvas.preview(None)
        if not target:
            canvas.tell("The end stays where it was: let go over a port or a tile.")
            return
        refusal = self._refusal(target, target_port)
        if refusal:
            canvas.tell(refusal)
            return
        edit = rewire(canvas.design, self._link, self._end, target, None if self._relation else target_port or None)
        if edit and canvas.commit(edit):
            canvas.select([self._link])
            canvas.message(edit.label)

    def cancel(self) -> None:
        """Leave the end where it was."""
        self._canvas.preview(None)

    def _cable_fits(self, design: Design) -> Fits:
        fits = fits_from(_without(design, self._link), self._fixed, self._fixed_port)
        # A cable stays one: what could only be related does not light up.
        return {key: fit for key, fit in fits.items() if key[1] or key[0] == self._fixed}

    def _target(self, at: Pointer) -> tuple[str, str]:
        target = drop_target(self._canvas, self._fixed, at)
        if not self._relation and target.node in self._canvas.drawing.frame_index:
            return "", ""
        return target.node, target.port

    def _judged(self, target: str, target_port: str) -> tuple[Card | None, Mood]:
        if not target:
            return None, "open"
        refusal = self._refusal(target, target_port)
        if refusal:
            ports = (self._fixed_port, target_port)
            return refused_card(self._canvas.design, self._fits, self._fixed, target, ports, refusal), "no"
        design = self._canvas.design
        name = design.nodes[target].title
        # Let go where it was: nothing changes, and it is no error.
        if target == self._moving and not target_port:
            return Card(f"Stays at {name}", (), "ok"), "ok"
        verdict = best_fit(self._fits, target, target_port)
        reason = verdict.reason if verdict is not None and verdict.verdict == "adapter" else ""
        words = f"to {target_port} of {name}" if target_port and not self._relation else f"to {name}"
        return Card(f"Rewire {words}", (reason,) if reason else (), "ok"), "adapter" if reason else "ok"

    def _refusal(self, target: str, target_port: str) -> str:
        """Return the reason why the end cannot go there; "" when it can."""
        design = self._canvas.design
        verdict = best_fit(self._fits, target, target_port)
        try:
            rewire(design, self._link, self._end, target, None if self._relation else target_port or None)
        except RefusedInput as refusal:
            return str(refusal)
        return verdict.reason if verdict is not None and verdict.verdict == "no" else ""


def _without(design: Design, link_id: str) -> Design:
    return msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != link_id})
