"""Placing a part: a ghost under the pointer, a click to put it down, again and again until Escape."""

from typing import Final

from PySide6.QtCore import Qt

from designer.drawing.records import Rect
from designer.edit.links.insert_in_link import insert_part
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.kinds import KINDS
from designer.model.records import MAX_COPIES, RefusedInput
from designer.ui.canvas.interaction.drop_placement import Landing, landing, placed
from designer.ui.canvas.interaction.snapping import Snapped, snapped
from designer.ui.canvas.port import CanvasPort, Card, KeyStroke, Pointer, Preview
from designer.ui.canvas.tools.gesture import Tool, TypedCount

_BESIDE: Final = 40.0
"""How far below a link that does not take it a part is put."""


class PlaceDrag:
    """A part in the hand: from the palette, or as a stamp."""

    def __init__(self, port: CanvasPort, part_id: str) -> None:
        self._port = port
        self._part = port.library.parts.get(part_id) or port.design.parts.get(part_id)
        self._copies = TypedCount(MAX_COPIES)
        self._last: Pointer | None = None
        self._refusals: tuple[int, dict[str, str]] = (id(port.design), {})
        self.part_id = part_id

    def key(self, stroke: KeyStroke) -> bool:
        """A digit, Backspace, + or − says how many copies."""
        return self._copies.key(stroke) and self._again()

    def step(self, by: int) -> None:
        """BY copies more, or fewer."""
        self._copies.step(by, 1)
        self._again()

    def _again(self) -> bool:
        self._refusals = (0, {})
        if self._last is not None:
            self.move(self._last)
        return True

    def move(self, at: Pointer) -> None:
        """Show the ghost and what would take it: a link, else a frame, else the open canvas."""
        part, port, self._last = self._part, self._port, at
        if part is None:
            return
        rest = self._rest(at)
        where = landing(port.design, port.drawing, (part.kind,), at.x, at.y)
        link, refusal = self._link(at)
        card = Card("", (refusal or where.refusal,), "no") if refusal or where.refusal else None
        if link:
            card = Card("Let go to insert here", (), "ok")
        kind = KINDS.get(part.kind)
        many = f" ×{self._copies.value:,}" if self._copies.value > 1 else ""
        port.preview(
            Preview(
                ghosts=(self._rect(at, rest),),
                guides=rest.guides,
                gaps=rest.gaps,
                link=link,
                card=card,
                target="" if link else where.parent or "",
                label=part.name + many,
                icon=kind.icon if kind else "other",
                layer=part.layer,
            )
        )

    def finish(self, at: Pointer) -> bool:
        """Put it down and select it; say whether it lies there."""
        port = self._port
        port.preview(None)
        if self._part is None:
            port.tell(f"There is no part {self.part_id!r} in the catalog.")
            return False
        rect = self._rect(at, self._rest(at))
        link, refusal = self._link(at)
        try:
            edit, told = self._inserted(link, rect) if link else self._placed(rect, refusal)
        except RefusedInput as problem:
            port.tell(str(problem))
            return False
        if not port.commit(edit):
            return False
        port.select(added(edit))
        port.message(told)
        return True

    def cancel(self) -> None:
        """Take the ghost away."""
        self._port.preview(None)

    def _inserted(self, link: str, rect: Rect) -> tuple[ChangeSet, str]:
        port, copies = self._port, self._copies.value or 1
        edit = insert_part(port.design, port.library, link, self.part_id, rect.x, rect.y, copies=copies)
        return edit, edit.label

    def _placed(self, rect: Rect, refusal: str) -> tuple[ChangeSet, str]:
        """Return the edit where it was let go; below a link that does not take it, and then with the reason."""
        port, part, (x, y) = self._port, self._part, rect.centre
        if part is None:
            raise RefusedInput("There is no such part.")
        copies = self._copies.value or 1
        if refusal:
            y += rect.height / 2 + _BESIDE
        edit, where, _ = placed(port.design, port.library, port.drawing, part, x, y, copies)
        if refusal:
            return edit, f"{edit.label} beside the link. {refusal}"
        return edit, self._told(edit, where)

    def _link(self, at: Pointer) -> tuple[str, str]:
        """The link under the pointer that takes the part, or why it does not."""
        port = self._port
        link = "" if at.free else port.link_at(at.x, at.y)
        if not link:
            return "", "" if at.free else self._bundled(at)
        # Refusals by link, for one state of the design: a trial edit at each move of the pointer would be slow.
        if self._refusals[0] != id(port.design):
            self._refusals = (id(port.design), {})
        known = self._refusals[1]
        if link not in known:
            # The edit itself is tried, so that what is promised and what is done cannot differ.
            try:
                insert_part(port.design, port.library, link, self.part_id, 0, 0, copies=self._copies.value or 1)
                known[link] = ""
            except RefusedInput as refusal:
                known[link] = str(refusal)
        return ("", known[link]) if known[link] else (link, "")

    def _bundled(self, at: Pointer) -> str:
        """Return the reason why a wire of several links takes nothing in between; "" where there is none."""
        drawing = self._port.drawing
        found = self._port.hit(at.x, at.y)
        if found is None or found.kind != "wire":
            return ""
        many = len(drawing.wires[drawing.wire_index[found.id]].links)
        return f"{many} links are drawn as one here; unfold what they lead to and drop onto one of them."

    def _rest(self, at: Pointer) -> Snapped:
        if at.free:
            return Snapped(0.0, 0.0)
        rect = Rect(at.x - TILE_WIDTH / 2, at.y - TILE_HEIGHT / 2, TILE_WIDTH, TILE_HEIGHT)
        return snapped(rect, 0.0, 0.0, self._port.drawing.boxes, self._port.scale)

    @staticmethod
    def _rect(at: Pointer, rest: Snapped) -> Rect:
        return Rect(at.x - TILE_WIDTH / 2 + rest.dx, at.y - TILE_HEIGHT / 2 + rest.dy, TILE_WIDTH, TILE_HEIGHT)

    def _told(self, edit: ChangeSet, where: Landing) -> str:
        if where.refusal:
            return f"{edit.label} beside it. {where.refusal}"
        if where.parent:
            return f"{edit.label} in {self._port.design.nodes[where.parent].title}"
        return edit.label


def added(edit: ChangeSet) -> list[str]:
    """Ids of the nodes that EDIT adds."""
    return [key[1] for key, (before, after) in edit.changes.items() if key[0] == "nodes" and before is None and after]


class PlaceTool(Tool):
    """Stamps one part wherever a person clicks."""

    name = "place"

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._drag: PlaceDrag | None = None
        self.part_id = ""

    @property
    def busy(self) -> bool:
        """Return True when a part is in the hand."""
        return bool(self.part_id)

    def take(self, part_id: str) -> None:
        """Take a part into the hand."""
        self.part_id = part_id
        self._drag = PlaceDrag(self._port, part_id)

    def hover(self, at: Pointer) -> None:
        """Carry the ghost along."""
        self._port.point(Qt.CursorShape.CrossCursor)
        if self._drag is not None:
            self._drag.move(at)

    def move(self, at: Pointer) -> None:
        """Carry the ghost along."""
        self.hover(at)

    def release(self, at: Pointer) -> None:
        """Put one down and keep the stamp."""
        if self._drag is not None:
            self._drag.finish(at)
            self._drag.move(at)
        else:
            self._port.tell("Choose a part in the palette first.")

    def key(self, stroke: KeyStroke) -> bool:
        """A number says how many copies each click places."""
        return self._drag is not None and self._drag.key(stroke)

    def cancel(self) -> bool:
        """Take the ghost away."""
        held = self._drag is not None
        if self._drag is not None:
            self._drag.cancel()
        return held

    def leave(self) -> None:
        """Put the part back."""
        self.cancel()
        self._drag, self.part_id = None, ""
