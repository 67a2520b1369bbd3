"""Dragging tiles and frames, or copies of them: seen at once, committed when let go."""

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.edit.edit_labels import named
from designer.edit.links.insert_in_link import insert_node
from designer.edit.nodes.clipboard import duplicate, pasted_ids
from designer.edit.nodes.grouping import put_into
from designer.edit.nodes.nodes import move_nodes
from designer.edit.selection import contents, outermost
from designer.model.changes import ChangeSet
from designer.model.records import RefusedInput
from designer.ui.canvas.interaction.drop_placement import Landing, landing, moved
from designer.ui.canvas.interaction.snapping import Snapped, snapped
from designer.ui.canvas.port import CanvasPort, Card, Pointer, Preview

MOST_GHOSTS = 200


class MoveDrag:
    """Moves nodes with what stands in them, into and out of containers; one that has no links goes into a link.

    With COPIES they stay where they are, and copies of them go.
    """

    def __init__(self, port: CanvasPort, ids: tuple[str, ...], start: Pointer, *, copies: bool = False) -> None:
        self._port = port
        self._copies = copies
        self._start = start
        design, drawing = port.design, port.drawing
        self._tops = outermost(design, [one for one in ids if one in design.nodes])
        self._marks = [one for one in ids if one in design.marks]
        self._along = contents(design, self._tops)
        held = (drawing.rect_of(one) for one in (*self._tops, *self._marks))
        self._rects = [rect for rect in held if rect is not None]
        # One rectangle around all that moves: it snaps as a whole.
        self._around = self._rects[0] if self._rects else Rect(start.x, start.y, 1, 1)
        for rect in self._rects[1:]:
            self._around = self._around.united(rect)
        # What moves along is no neighbour to snap to, nor is what is around it; copies leave their originals standing.
        along = set[str]() if copies else self._along
        around = {outer for one in self._tops for outer in design.ancestors(one)}
        tiles = drawing.boxes[[i for i, one in enumerate(drawing.tiles.ids) if one not in along]]
        frames = [i for i, frame in enumerate(drawing.frames) if frame.id not in along and frame.id not in around]
        sheets = [mark.rect for mark in drawing.marks if mark.kind != "arrow" and mark.id not in ids]
        marks = np.array([(r.x, r.y, r.right, r.bottom) for r in sheets], dtype=np.float64).reshape(-1, 4)
        # (things, 4): left, top, right and bottom in canvas pixels.
        self._others = np.vstack((tiles, drawing.frame_boxes[frames], marks))
        self._loose = self._loose_node()
        # Refusals by container: trying an edit at each move of the pointer would be slow.
        self._tried: dict[str, str] = {}
        self._refusal = ""

    def _loose_node(self) -> str:
        """The one node that is dragged, when it has no links yet and so may go into one."""
        design = self._port.design
        if len(self._tops) != 1 or self._marks or self._copies or len(self._along) != 1:
            return ""
        (only,) = self._tops
        linked = any(only in (link.a, link.b) for link in design.links.values())
        return only if not linked and design.nodes[only].part is not None else ""

    def move(self, at: Pointer) -> None:
        """Show the things where they would come to rest; of a large design only their outlines."""
        port = self._port
        rest, where, stay = self._rest(at)
        link = self._link(at)
        edit, ghosts = ChangeSet(), ()
        if port.large or self._copies:
            ghosts = tuple(Rect(r.x + rest.dx, r.y + rest.dy, r.width, r.height) for r in self._rects[:MOST_GHOSTS])
        else:
            # The link is cut only when the node is let go: until then it lies there to be seen.
            edit = self._edit(rest, where, stay=stay)
        target = where.parent if where.parent and not stay and not link else ""
        card = Card("", (self._refusal,), "no") if self._refusal else self._promise(link)
        port.preview(
            Preview(edit, ghosts=ghosts, guides=rest.guides, gaps=rest.gaps, target=target, link=link, card=card)
        )

    def _promise(self, link: str) -> Card | None:
        if link:
            return Card("Let go to insert here", (), "ok")
        return Card("Copies", (), "ok") if self._copies else None

    def finish(self, at: Pointer) -> None:
        """Commit the move as one edit."""
        port = self._port
        rest, where, stay = self._rest(at)
        link = self._link(at)
        edit = self._edit(rest, where, stay=stay)
        if link:
            edit = edit.then(insert_node(edit.applied(port.design), link, self._loose))
        port.preview(None)
        if self._refusal:
            port.tell(self._refusal)
        if not edit or not port.commit(edit):
            return
        if self._copies:
            port.select(pasted_ids(edit))
        if link or self._copies:
            port.message(edit.label)

    def _link(self, at: Pointer) -> str:
        """Id of the link that the dragged node would go into here; "" for none."""
        link = self._port.link_at(at.x, at.y) if self._loose and not at.free else ""
        if not link:
            return ""
        if link not in self._tried:
            try:
                insert_node(self._port.design, link, self._loose)
                self._tried[link] = ""
            except RefusedInput as refusal:
                self._tried[link] = str(refusal)
        if self._tried[link]:
            self._refusal = self._tried[link]
            return ""
        return link

    def _rest(self, at: Pointer) -> tuple[Snapped, Landing, bool]:
        """Return how far the things go, what takes them there, and whether they stay in what they stand in."""
        dx, dy = at.x - self._start.x, at.y - self._start.y
        rest = Snapped(dx, dy) if at.free else snapped(self._around, dx, dy, self._near(), self._port.scale)
        where, stay = self._landing(at)
        self._refusal = where.refusal
        return rest, where, stay

    def _edit(self, rest: Snapped, where: Landing, *, stay: bool) -> ChangeSet:
        try:
            if self._copies:
                return self._copied(rest, where, stay=stay)
            return self._moved(rest, where, stay=stay)
        except RefusedInput as refusal:
            self._refusal = str(refusal)
            return ChangeSet()

    def _moved(self, rest: Snapped, where: Landing, *, stay: bool) -> ChangeSet:
        port, edit = self._port, ChangeSet()
        if self._tops:
            edit = moved(port.design, port.drawing, self._tops, rest.dx, rest.dy, where.parent, stay=stay)
        if not self._marks:
            return edit
        after, every = edit.applied(port.design), [*self._tops, *self._marks]
        both = edit.then(move_nodes(after, self._marks, rest.dx, rest.dy))
        both.label = f"Move {named(port.design, every)}"
        return both

    def _copied(self, rest: Snapped, where: Landing, *, stay: bool) -> ChangeSet:
        edit = duplicate(self._port.design, [*self._tops, *self._marks], rest.dx, rest.dy)
        if stay or not self._tops:
            return edit
        label, after = edit.label, edit.applied(self._port.design)
        edit = edit.then(put_into(after, [one for one in pasted_ids(edit) if one in after.nodes], where.parent))
        edit.label = label
        return edit

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
        """Return what takes the things here, and whether they stay in what they stand in."""
        design, drawing = self._port.design, self._port.drawing
        if not self._tops:
            return Landing(None), True
        kinds = {design.nodes[one].kind for one in self._tops}
        where = landing(design, drawing, kinds, at.x, at.y, self._along)
        stay = {design.nodes[one].parent for one in self._tops} == {where.parent}
        return where, stay
