"""Placing a part: a ghost under the pointer, a click to put it down, again and again until Escape."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.edit.links.insert_in_link import insert_part
from designer.model.changes import ChangeSet
from designer.model.records import MAX_COPIES, RefusedInput
from designer.ui.canvas.interaction.drop_placement import Landing, Placed, landing, placed, resting
from designer.ui.canvas.interaction.making_room import COVERS, gave_way_words, rack_words, size_of_new, with_room
from designer.ui.canvas.interaction.snapping import Snapped, snapped
from designer.ui.canvas.port import CanvasPort, Card, KeyStroke, Pointer, Preview, card_of
from designer.ui.canvas.rendering.ghosts import picture_of_part
from designer.ui.canvas.tools.gesture import Tool, TypedCount
from designer.ui.canvas.tools.resize_drag import neighbours

_BESIDE: Final = 40.0
"""How far below a link that does not take it a part is put."""


class PlaceDrag:
    """A part in the hand: from the palette, or as a stamp."""

    def __init__(self, port: CanvasPort, part_id: str) -> None:
        self._port = port
        self._part = port.library.parts.get(part_id) or port.design.parts.get(part_id)
        self._copies = TypedCount(MAX_COPIES)
        self._last: Pointer | None = None
        self._pictures: dict[int, Drawing] = {}
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
        rect, beside = self._resting(at, rest, Landing() if link else where, refusal)
        many = f" ×{self._copies.value:,}" if self._copies.value > 1 else ""
        port.preview(
            Preview(
                ghosts=(rect,),
                # Where it gives way to what stands there it is in line with nothing.
                guides=() if beside else rest.guides,
                gaps=() if beside else rest.gaps,
                link=link,
                card=self._card(link, refusal or where.refusal, beside),
                target="" if link else where.parent or "",
                label=part.name + many,
                picture=self._picture(),
                shift=(rect.x, rect.y),
            )
        )

    def _picture(self) -> Drawing:
        """Return the tile of what is in the hand, drawn once for each number of copies."""
        copies = self._copies.value or 1
        if copies not in self._pictures:
            port = self._port
            self._pictures = {copies: picture_of_part(port.design, port.library, self.part_id, copies)}
        return self._pictures[copies]

    def finish(self, at: Pointer) -> bool:
        """Put it down and select it; say whether it lies there."""
        port = self._port
        port.preview(None)
        if self._part is None:
            port.tell(f"There is no part {self.part_id!r} in the catalog.")
            return False
        rest = self._rest(at)
        link, refusal = self._link(at)
        where = Landing() if link else landing(port.design, port.drawing, (self._part.kind,), at.x, at.y)
        try:
            if link:
                rect, _ = self._resting(at, rest, where, "")
                edit, told, otherwise = *self._inserted(link, rect), False
            else:
                edit, told, otherwise = self._placed(at, rest, where, refusal)
        except RefusedInput as problem:
            port.tell(str(problem))
            return False
        if not port.commit(edit):
            return False
        port.select(added(edit))
        if otherwise:
            port.tell(told, "info")
        else:
            port.message(told)
        return True

    def _card(self, link: str, refusal: str, beside: str) -> Card | None:
        """Return the card beside the pointer that says what letting go would do; None where it just lies there."""
        design = self._port.design
        if link:
            return Card("Let go to insert here", (), "ok")
        if refusal:
            return card_of(refusal, "no")
        many = f"×{self._copies.value:,}" if self._copies.value else ""
        if beside in design.nodes:
            goes = f"Goes beside {design.nodes[beside].title}"
            return Card(many, (goes,), "ok") if many else Card(goes, (), "info")
        return Card(many, (), "ok") if many else None

    def cancel(self) -> None:
        """Take the ghost away."""
        self._port.preview(None)

    def _inserted(self, link: str, rect: Rect) -> tuple[ChangeSet, str]:
        port, copies = self._port, self._copies.value or 1
        edit = insert_part(port.design, port.library, link, self.part_id, rect.x, rect.y, copies=copies)
        return with_room(port.design, edit)[0], edit.label

    def _placed(self, at: Pointer, rest: Snapped, where: Landing, refusal: str) -> tuple[ChangeSet, str, bool]:
        """Return the edit, what is told of it, and whether it was done in another way than it was asked.

        Below a link that does not take it, and then with the reason.
        """
        port, part = self._port, self._part
        if part is None:
            raise RefusedInput("There is no such part.")
        x, y = self._middle(at, rest, refusal)
        done = placed(
            port.design,
            port.library,
            port.near_drawing,
            part,
            x,
            y,
            self._copies.value or 1,
            where=where,
            free=at.free,
            clear_of=_spot(at) if refusal else None,
        )
        if refusal:
            return done.edit, f"{done.edit.label} beside the link. {refusal}", True
        racked = rack_words(port.design, done.edit)
        told = f"{self._told(done).rstrip('.')}. {racked}" if racked else self._told(done)
        return done.edit, told, bool(where.refusal or done.beside or done.gave_way or racked)

    def _resting(self, at: Pointer, rest: Snapped, where: Landing, refusal: str) -> tuple[Rect, str]:
        """Return where it would lie, and what it would have covered."""
        port, kind = self._port, self._part.kind if self._part is not None else ""
        x, y = self._middle(at, rest, refusal)
        clear_of = _spot(at) if refusal else None
        return resting(port.design, port.near_drawing, kind, x, y, where, free=at.free, clear_of=clear_of)

    def _middle(self, at: Pointer, rest: Snapped, refusal: str) -> tuple[float, float]:
        """Return where its middle would be if there were room."""
        _, height = self._size
        return at.x + rest.dx, at.y + rest.dy + (height / 2 + _BESIDE if refusal else 0.0)

    @property
    def _size(self) -> tuple[float, float]:
        return size_of_new(self._part.kind if self._part is not None else "")

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
        width, height = self._size
        rect = Rect(at.x - width / 2, at.y - height / 2, width, height)
        return snapped(rect, 0.0, 0.0, neighbours(self._port, self._holders(at)), self._port.scale)

    def _holders(self, at: Pointer) -> list[str]:
        """The containers at a place, which are around what is placed and so no neighbours."""
        frames, place = self._port.drawing.frame_boxes, np.array((at.x, at.y))
        inside = np.flatnonzero(np.all((frames[:, :2] <= place) & (place <= frames[:, 2:]), axis=1))
        return [self._port.drawing.frames[number].id for number in inside.tolist()]

    def _told(self, done: Placed) -> str:
        design, edit, where = self._port.design, done.edit, done.where
        if where.refusal:
            return f"{edit.label} beside it. {where.refusal}"
        inside = f" in {design.nodes[where.parent].title}" if where.parent else ""
        if done.beside in design.nodes and done.beside != where.parent:
            name = design.nodes[done.beside].title
            return f"{edit.label}{inside} beside {name}. {gave_way_words(design, done.gave_way) or COVERS}"
        if done.gave_way:
            return f"{edit.label}{inside}. {gave_way_words(design, done.gave_way)}"
        return edit.label + inside


def _spot(at: Pointer) -> Rect:
    """The place of a link under the pointer."""
    return Rect(at.x - 8.0, at.y - 8.0, 16.0, 16.0)


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
