"""Dragging tiles and frames: seen at once, committed when let go."""

from designer.drawing.drawing import Floats, Rect
from designer.edit.selection import contents, outermost
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.ui.canvas.dropping import Landing, landing, moved
from designer.ui.canvas.port import CanvasPort, Card, Pointer, Preview
from designer.ui.canvas.snapping import Snapped, snapped

MOST_GHOSTS = 200


class MoveDrag:
    """Moves nodes with what stands in them, into and out of containers."""

    def __init__(self, port: CanvasPort, ids: tuple[str, ...], start: Pointer) -> None:
        self._port = port
        self._start = start
        design, drawing = port.design, port.drawing
        self._tops = outermost(design, [one for one in ids if one in design.nodes])
        self._along = contents(design, self._tops)
        self._rects = [rect for rect in (drawing.rect_of(one) for one in self._tops) if rect is not None]
        self._around = self._rects[0] if self._rects else Rect(start.x, start.y, 1, 1)
        for rect in self._rects[1:]:
            self._around = self._around.united(rect)
        self._others = drawing.boxes[[i for i, tile in enumerate(drawing.tiles) if tile.id not in self._along]]
        self._refusal = ""

    def move(self, at: Pointer) -> None:
        """Show the things where they would come to rest; of a large design only their outlines."""
        port = self._port
        rest, where, stay = self._rest(at)
        edit, ghosts = ChangeSet(), ()
        if port.large:
            ghosts = tuple(Rect(r.x + rest.dx, r.y + rest.dy, r.width, r.height) for r in self._rects[:MOST_GHOSTS])
        else:
            edit = self._edit(rest, where, stay=stay)
        target = where.parent if where.parent and not stay else ""
        card = Card("", (self._refusal,), "no") if self._refusal else None
        port.preview(Preview(edit, ghosts=ghosts, guides=rest.guides, target=target, card=card))

    def finish(self, at: Pointer) -> None:
        """Commit the move as one edit."""
        rest, where, stay = self._rest(at)
        edit = self._edit(rest, where, stay=stay)
        self._port.preview(None)
        if self._refusal:
            self._port.message(self._refusal)
        self._port.commit(edit)

    def _rest(self, at: Pointer) -> tuple[Snapped, Landing, bool]:
        """How far the things go, what takes them there, and whether they stay in what they stand in."""
        dx, dy = at.x - self._start.x, at.y - self._start.y
        rest = Snapped(dx, dy) if at.free else snapped(self._around, dx, dy, self._near(), self._port.scale)
        where, stay = self._landing(at)
        self._refusal = where.refusal
        return rest, where, stay

    def _edit(self, rest: Snapped, where: Landing, *, stay: bool) -> ChangeSet:
        port = self._port
        try:
            return moved(port.design, port.drawing, self._tops, rest.dx, rest.dy, where.parent, stay=stay)
        except RefusedInput as refusal:
            self._refusal = str(refusal)
            return ChangeSet()

    def cancel(self) -> None:
        """Leave all where it was."""
        self._port.preview(None)

    def _near(self) -> Floats:
        """Rectangles in sight, for snapping."""
        sight, boxes = self._port.sight, self._others
        if not len(boxes):
            return boxes
        seen = (
            (boxes[:, 0] < sight.right)
            & (boxes[:, 2] > sight.x)
            & (boxes[:, 1] < sight.bottom)
            & (boxes[:, 3] > sight.y)
        )
        return boxes[seen]

    def _landing(self, at: Pointer) -> tuple[Landing, bool]:
        """What takes the things here, and whether they stay in what they stand in."""
        design, drawing = self._port.design, self._port.drawing
        kinds = {design.nodes[one].kind for one in self._tops}
        where = landing(design, drawing, kinds, at.x, at.y, self._along)
        stay = {design.nodes[one].parent for one in self._tops} == {where.parent}
        return where, stay
