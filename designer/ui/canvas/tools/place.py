"""Placing a part: a ghost under the pointer, a click to put it down, again and again until Escape."""

from PySide6.QtCore import Qt

from designer.drawing.drawing import Rect
from designer.edit.wording import called
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.model.sizes import TILE_HEIGHT, TILE_WIDTH
from designer.ui.canvas.dropping import Landing, landing, placed
from designer.ui.canvas.port import CanvasPort, Card, Guide, Pointer, Preview
from designer.ui.canvas.snapping import snapped
from designer.ui.canvas.tools.gesture import Tool


class PlaceDrag:
    """A part in the hand: from the palette, or as a stamp."""

    def __init__(self, port: CanvasPort, part_id: str) -> None:
        self._port = port
        self._part = port.library.parts.get(part_id) or port.design.parts.get(part_id)
        self.part_id = part_id

    def move(self, at: Pointer) -> None:
        """Show the ghost and what would take it."""
        if self._part is None:
            return
        rect, guides = self._rest(at)
        where = landing(self._port.design, self._port.drawing, (self._part.kind,), at.x, at.y)
        card = Card("", (where.refusal,), "no") if where.refusal else None
        self._port.preview(
            Preview(ghosts=(rect,), guides=guides, target=where.parent or "", card=card, label=self._part.name)
        )

    def finish(self, at: Pointer) -> bool:
        """Put it down and select it; say whether it lies there."""
        port = self._port
        port.preview(None)
        if self._part is None:
            port.message(f"There is no part {self.part_id!r} in the catalog.")
            return False
        rect, _ = self._rest(at)
        x, y = rect.centre
        try:
            edit, where, _ = placed(port.design, port.library, port.drawing, self._part, x, y)
        except RefusedInput as refusal:
            port.message(str(refusal))
            return False
        if not port.commit(edit):
            return False
        port.select(added(edit))
        port.message(self._told(edit, where))
        return True

    def cancel(self) -> None:
        """Take the ghost away."""
        self._port.preview(None)

    def _rest(self, at: Pointer) -> tuple[Rect, tuple[Guide, ...]]:
        rect = Rect(at.x - TILE_WIDTH / 2, at.y - TILE_HEIGHT / 2, TILE_WIDTH, TILE_HEIGHT)
        if at.free:
            return rect, ()
        found = snapped(rect, 0.0, 0.0, self._port.drawing.boxes, self._port.scale)
        return Rect(rect.x + found.dx, rect.y + found.dy, rect.width, rect.height), found.guides

    def _told(self, edit: ChangeSet, where: Landing) -> str:
        if where.refusal:
            return f"{edit.label} beside it. {where.refusal}"
        if where.parent:
            return f"{edit.label} in {called(self._port.design, self._port.design.nodes[where.parent])}"
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
        """Whether a part is in the hand."""
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
        else:
            self._port.message("Choose a part in the palette first.")

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
