"""Dragging tiles and frames, or copies of them: seen at once, committed when let go."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from designer.drawing.records import Rect
from designer.edit.edit_labels import named
from designer.edit.links.insert_in_link import insert_node
from designer.edit.nodes.bulk_edit import set_numbers
from designer.edit.nodes.clipboard import duplicate, pasted_ids
from designer.edit.nodes.grouping import put_into
from designer.edit.nodes.locks import unlocked
from designer.edit.nodes.nodes import move_nodes
from designer.model.changes import ChangeSet
from designer.model.records import MAX_COPIES, RefusedInput
from designer.ui.canvas.interaction.drop_placement import Landing, covered, landing, moved
from designer.ui.canvas.interaction.making_room import (
    COVERS,
    gave_way_words,
    place_in_folded,
    rack_words,
    shift_to_free,
    with_room,
)
from designer.ui.canvas.interaction.snapping import Snapped, snapped
from designer.ui.canvas.port import CanvasPort, Card, KeyStroke, Pointer, Preview, card_of
from designer.ui.canvas.tools.gesture import TypedCount
from designer.ui.canvas.tools.load import Load

MOST_GHOSTS = 200
_MOST_PICTURED = 40
"""Of so many things the ghosts show their tiles; of more they are outlines, and of MOST_GHOSTS one around all."""
WHY_LOCKED = "It is locked in place; Alt+L unlocks it."


class _Rest(NamedTuple):
    """The place at which things come to rest.

    Attributes:
        snapped: By how much they would go, and what they are in line with.
        dx: By how much they go, where nothing is covered.
        dy: The same.
        where: What takes them.
        stay: Whether they stay in what they stand in.
        beside: Id of what they would have covered.
    """

    snapped: Snapped
    dx: float
    dy: float
    where: Landing
    stay: bool
    beside: str = ""

    @property
    def gives_way(self) -> bool:
        """Return True when they go elsewhere than they were let go."""
        return (self.dx, self.dy) != (self.snapped.dx, self.snapped.dy)


class MoveDrag:
    """Moves nodes with what stands in them, into and out of containers; one that has no links goes into a link.

    While Ctrl is held they stay where they are, and copies of them go. A number says how many each of them, or each
    copy, stands for. What is locked in place may be copied and not be moved.
    """

    def __init__(self, port: CanvasPort, ids: Sequence[str], start: Pointer) -> None:
        self._port = port
        self._ids = tuple(ids)
        self._start = start
        self._last = start
        self._count = TypedCount(MAX_COPIES)
        self._loads: dict[bool, Load] = {}
        self._loose: str | None = None
        # Refusals by container: trying an edit at each move of the pointer would be slow.
        self._tried: dict[str, str] = {}
        self._refusal = ""

    def _load(self, at: Pointer) -> Load:
        """Return the load: with Ctrl copies of everything, else all that is not locked."""
        if at.copies not in self._loads:
            design, start = self._port.design, self._start
            ids = self._ids if at.copies else unlocked(design, self._ids)
            around = Rect(start.x, start.y, 1, 1)
            self._loads[at.copies] = Load(self._port, ids, around, copies=at.copies)
        return self._loads[at.copies]

    @property
    def _loose_node(self) -> str:
        """The one node that is dragged, when it has no links yet and so may go into one."""
        if self._loose is None:
            design, load = self._port.design, self._load(self._start._replace(copies=False))
            only = load.tops[0] if len(load.tops) == 1 and not load.marks and len(load.along) == 1 else ""
            linked = any(only in (link.a, link.b) for link in design.links.values())
            self._loose = only if only and not linked and design.nodes[only].part is not None else ""
        return self._loose

    def key(self, stroke: KeyStroke) -> bool:
        """A digit, Backspace, + or − says for how many each stands; the answer is whether it was one of them."""
        if not self._load(self._last).tops or not self._count.key(stroke):
            return False
        self.move(self._last)
        return True

    def move(self, at: Pointer) -> None:
        """Show the things where they would come to rest; of a large design only their outlines."""
        port, self._last = self._port, at
        port.point(Qt.CursorShape.DragCopyCursor if at.copies else Qt.CursorShape.ArrowCursor)
        load = self._load(at)
        if not (load.tops or load.marks):
            port.preview(Preview(card=card_of(WHY_LOCKED, "no")))
            return
        rest, link = self._rest(at), self._link(at)
        edit, ghosts = ChangeSet(), ()
        if port.large or at.copies:
            ghosts = _outlines(load, rest)
        else:
            # The link is cut only when the node is let go: until then it lies there to be seen.
            edit = self._edit(at, rest._replace(dx=rest.snapped.dx, dy=rest.snapped.dy), counted=False)
            if rest.gives_way:
                # The things hang on the pointer, and their ghosts tell where they go.
                ghosts = _outlines(load, rest)
        target = rest.where.parent if rest.where.parent and not rest.stay and not link else ""
        lines = rest.snapped if not rest.gives_way else Snapped(0.0, 0.0)
        port.preview(
            Preview(
                edit,
                ghosts=ghosts,
                guides=lines.guides,
                gaps=lines.gaps,
                target=target,
                link=link,
                card=self._card(at, rest, link),
                picture=load.picture if ghosts and len(load.rects) <= _MOST_PICTURED else None,
                shift=(rest.dx, rest.dy),
            )
        )

    def _card(self, at: Pointer, rest: _Rest, link: str) -> Card | None:
        """Return the card beside the pointer that says what letting go would do."""
        design = self._port.design
        if self._refusal:
            return card_of(self._refusal, "no")
        if link:
            return Card("Let go to insert here", (), "ok")
        many = f"×{self._count.value:,}" if self._count.value else ""
        beside = f"Goes beside {design.nodes[rest.beside].title}" if rest.beside in design.nodes else ""
        if at.copies:
            return Card(f"Copy {many}".rstrip(), (beside,) if beside else (), "copy")
        if many:
            return Card(many, (beside,) if beside else (), "ok")
        return Card(beside, (), "info") if beside else None

    def finish(self, at: Pointer) -> None:
        """Commit the move as one edit."""
        port, load = self._port, self._load(at)
        port.point(Qt.CursorShape.ArrowCursor)
        port.preview(None)
        if not (load.tops or load.marks):
            port.tell(WHY_LOCKED)
            return
        rest, link = self._rest(at), self._link(at)
        refusal = self._refusal
        edit = self._edit(at, rest, counted=True)
        refusal = self._refusal or refusal
        if link:
            edit = edit.then(insert_node(edit.applied(port.design), link, self._loose_node))
        before = port.design
        edit, gave_way = with_room(before, edit)
        done = bool(edit) and port.commit(edit)
        if done and at.copies:
            port.select(pasted_ids(edit))
        if refusal:
            port.tell(refusal)
        elif done and rest.beside in before.nodes:
            port.tell(
                f"{edit.label} beside {before.nodes[rest.beside].title}. {gave_way_words(before, gave_way) or COVERS}",
                "info",
            )
        elif done and gave_way:
            port.tell(f"{edit.label}. {gave_way_words(before, gave_way)}", "info")
        elif done and (racked := rack_words(before, edit)):
            port.tell(f"{edit.label}. {racked}", "info")
        elif done and (link or at.copies or self._count.value):
            port.message(edit.label)

    def _link(self, at: Pointer) -> str:
        """Id of the link that the dragged node would go into here; "" for none."""
        link = "" if at.copies or at.free or not self._loose_node else self._port.link_at(at.x, at.y)
        if not link:
            return ""
        if link not in self._tried:
            try:
                insert_node(self._port.design, link, self._loose_node)
                self._tried[link] = ""
            except RefusedInput as refusal:
                self._tried[link] = str(refusal)
        if self._tried[link]:
            self._refusal = self._tried[link]
            return ""
        return link

    def _rest(self, at: Pointer) -> _Rest:
        """Return how far the things go, what takes them there, and whether they stay in what they stand in."""
        port, load = self._port, self._load(at)
        dx, dy = at.x - self._start.x, at.y - self._start.y
        lined = Snapped(dx, dy) if at.free else snapped(load.around, dx, dy, load.near(), port.scale)
        where, stay = self._landing(at)
        self._refusal = where.refusal
        give_x, give_y = self._gives_way(at, lined, where, stay=stay)
        beside = ""
        if (give_x, give_y) != (0.0, 0.0):
            beside = where.refused or covered(
                port.near_drawing, _shifted(load.around, lined.dx, lined.dy), load.leaving
            )
        return _Rest(lined, lined.dx + give_x, lined.dy + give_y, where, stay, beside)

    def _gives_way(self, at: Pointer, lined: Snapped, where: Landing, *, stay: bool) -> tuple[float, float]:
        """Return by how much the things give way to what stands where they would go."""
        port, load = self._port, self._load(at)
        room = load.surroundings(where.parent) if load.stood else None
        if room is None:
            return 0.0, 0.0
        if where.parent is not None and where.parent not in port.near_drawing.frame_index:
            if stay:
                return 0.0, 0.0
            x, y = place_in_folded(port.design, where.parent, (load.around.width, load.around.height))
            return x - load.around.x - lined.dx, y - load.around.y - lined.dy
        going = [_shifted(rect, lined.dx, lined.dy) for rect in load.stood]
        return shift_to_free(room, going, () if at.copies else load.stood, free=at.free)

    def _edit(self, at: Pointer, rest: _Rest, *, counted: bool) -> ChangeSet:
        try:
            edit = self._copied(at, rest) if at.copies else self._moved(at, rest)
            return self._counted(at, edit) if counted else edit
        except RefusedInput as refusal:
            self._refusal = str(refusal)
            return ChangeSet()

    def _moved(self, at: Pointer, rest: _Rest) -> ChangeSet:
        port, load, edit = self._port, self._load(at), ChangeSet()
        if load.tops:
            edit = moved(port.design, port.drawing, load.tops, rest.dx, rest.dy, rest.where.parent, stay=rest.stay)
        if not load.marks:
            return edit
        after, every = edit.applied(port.design), [*load.tops, *load.marks]
        both = edit.then(move_nodes(after, load.marks, rest.dx, rest.dy))
        both.label = f"Move {named(port.design, every)}"
        return both

    def _copied(self, at: Pointer, rest: _Rest) -> ChangeSet:
        load = self._load(at)
        edit = duplicate(self._port.design, [*load.tops, *load.marks], rest.dx, rest.dy)
        if rest.stay or not load.tops:
            return edit
        label, after = edit.label, edit.applied(self._port.design)
        inside = [one for one in pasted_ids(edit) if one in after.nodes]
        edit = edit.then(put_into(after, inside, rest.where.parent))
        edit.label = label
        return edit

    def _counted(self, at: Pointer, edit: ChangeSet) -> ChangeSet:
        """EDIT, with as many of each as was typed."""
        count = self._count.value
        if not count:
            return edit
        after = edit.applied(self._port.design)
        ids = [one for one in (pasted_ids(edit) if at.copies else self._load(at).tops) if one in after.nodes]
        label = edit.label or f"Move {named(self._port.design, ids)}"
        edit = edit.then(set_numbers(after, ids, "copies", lambda now: float(count)))
        edit.label = f"{label}, ×{count:,}"
        return edit

    def cancel(self) -> None:
        """Leave all where it was."""
        self._port.point(Qt.CursorShape.ArrowCursor)
        self._port.preview(None)

    def _landing(self, at: Pointer) -> tuple[Landing, bool]:
        """Return what takes the things here, and whether they stay in what they stand in."""
        design, drawing, load = self._port.design, self._port.drawing, self._load(at)
        if not load.tops:
            return Landing(None), True
        kinds = {design.nodes[one].kind for one in load.tops}
        where = landing(design, drawing, kinds, at.x, at.y, load.along)
        stay = {design.nodes[one].parent for one in load.tops} == {where.parent}
        return where, stay


def _outlines(load: Load, rest: _Rest) -> tuple[Rect, ...]:
    """Return where each thing comes to rest; one rectangle around all where they are very many."""
    rects = load.rects if len(load.rects) <= MOST_GHOSTS else [load.around]
    return tuple(_shifted(rect, rest.dx, rest.dy) for rect in rects)


def _shifted(rect: Rect, dx: float, dy: float) -> Rect:
    return Rect(rect.x + dx, rect.y + dy, rect.width, rect.height)
