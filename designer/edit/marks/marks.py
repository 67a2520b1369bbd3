"""Edits of notes, frames, arrows and pictures; moving, locking, stacking and deleting them is with the nodes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import MARK_TITLES, mark_called
from designer.edit.fields import changed
from designer.edit.ids import new_id
from designer.edit.marks.arrow_ends import Point, through
from designer.edit.marks.picture_files import picture_facts
from designer.edit.selection import next_front
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.marks import Mark, MarkColour, MarkKind, Picture
from designer.model.records import RefusedInput

NOTE_SIZE: Final = (208.0, 112.0)
FRAME_SIZE: Final = (416.0, 256.0)
ARROW_LENGTH: Final = 160.0
PICTURE_SIDE: Final = 480.0
"""A picture is put down no longer or higher than this."""
LEAST_SIDE: Final = 16.0
MARK_FIELDS: Final = frozenset({"x", "y", "width", "height", "text", "colour", "points", "ends", "front", "pinned"})
_COLOURS: Final[Mapping[MarkKind, MarkColour]] = {"note": "yellow", "frame": "blue", "arrow": "plain"}


def add_note(
    design: Design, x: float, y: float, text: str = "", *, width: float = NOTE_SIZE[0], height: float = NOTE_SIZE[1]
) -> ChangeSet:
    """Lay a note down with its upper left corner at a place.

    Raises:
        RefusedInput: the place, the size or the text is not allowed.
    """
    return _added(design, Mark(id="note", kind="note", x=x, y=y, width=width, height=height, text=text))


def add_frame(
    design: Design, x: float, y: float, text: str = "", *, width: float = FRAME_SIZE[0], height: float = FRAME_SIZE[1]
) -> ChangeSet:
    """Draw a titled frame behind the equipment.

    Raises:
        RefusedInput: the place, the size or the text is not allowed.
    """
    return _added(design, Mark(id="frame", kind="frame", x=x, y=y, width=width, height=height, text=text))


def add_arrow(design: Design, points: Sequence[Point], ends: tuple[str, str] = ("", ""), text: str = "") -> ChangeSet:
    """Draw an arrow through POINTS of the canvas; its ends stick to the nodes that ENDS names.

    Raises:
        RefusedInput: there are fewer than two points, or a node is not there.
    """
    if len(points) < 2:
        raise RefusedInput("An arrow needs a beginning and an end.")
    return _added(design, through(Mark(id="arrow", kind="arrow", text=text, ends=ends), points))


def add_picture(design: Design, name: str, data: bytes, x: float, y: float) -> ChangeSet:
    """Put the picture in DATA down with its middle at a place; one that the design holds is not held twice.

    Raises:
        RefusedInput: it is neither PNG nor JPEG, too large, or its size cannot be read.
    """
    form, wide, high = picture_facts(data, name)
    draft = Draft(design)
    held = next((one for one in design.pictures.values() if one.data == data), None)
    if held is None:
        stem = name.rpartition(".")[0] or name
        held = Picture(id=new_id(design, stem), name=name[:200], form=form, data=data, width_px=wide, height_px=high)
        draft.put(held)
    scale = min(PICTURE_SIDE / max(wide, high), 1.0)
    width, height = max(wide * scale, LEAST_SIDE), max(high * scale, LEAST_SIDE)
    mark = Mark(
        id=new_id(design, "picture", (held.id,)),
        kind="picture",
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        picture=held.id,
        front=next_front(design),
    )
    draft.put(mark)
    return draft.finished(f"Add picture {name}")


def _added(design: Design, mark: Mark) -> ChangeSet:
    draft = Draft(design)
    _require_ends(design, mark)
    # A new frame goes behind all others, so that it can be drawn around them.
    front = min((one.front for one in design.marks.values()), default=0)
    place = min(front, 0) - 1 if mark.kind == "frame" else next_front(design)
    draft.put(
        msgspec.structs.replace(
            mark, id=new_id(design, mark.kind), front=place, colour=_COLOURS.get(mark.kind, "plain")
        )
    )
    return draft.finished(f"Add {mark_called(mark)}")


def added_mark(edit: ChangeSet) -> str:
    """Id of the mark that EDIT added; "" for none."""
    return next((key for (table, key), (before, _) in edit.changes.items() if table == "marks" and before is None), "")


def set_mark(design: Design, mark_id: str, **fields: Any) -> ChangeSet:
    """Change fields of one mark, see MARK_FIELDS.

    Raises:
        RefusedInput: there is no such mark, a field is unknown, or its value is not allowed.
    """
    mark = _mark(design, mark_id)
    after = changed(mark, fields, MARK_FIELDS, "A mark")
    _require_ends(design, after)
    draft = Draft(design)
    draft.put(after)
    return draft.finished(_label(mark, after, fields))


def _label(mark: Mark, after: Mark, fields: Collection[str]) -> str:
    who = mark_called(mark)
    match sorted(fields):
        case ["text"]:
            return f"Write on {who}"
        case ["colour"]:
            return f"Colour {who} {after.colour}"
        case ["front"]:
            return f"Put {who} {'behind' if after.front < 0 else 'in front of'} the equipment"
        case ["pinned"]:
            return f"Lock {who} in place" if after.pinned else f"Unlock {who}"
        case _:
            return f"Change {who}"


def resize_mark(design: Design, mark_id: str, x: float, y: float, width: float, height: float) -> ChangeSet:
    """Give a note, frame or picture another place and size.

    Raises:
        RefusedInput: it is an arrow, or the size is too small or not allowed.
    """
    mark = _mark(design, mark_id)
    if mark.kind == "arrow":
        raise RefusedInput("An arrow has no size of its own; move its points.")
    if width < LEAST_SIDE or height < LEAST_SIDE:
        raise RefusedInput(f"{MARK_TITLES[mark.kind]}s are at least {LEAST_SIDE:.0f} pixels wide and high.")
    draft = Draft(design)
    draft.put(changed(mark, {"x": x, "y": y, "width": width, "height": height}, MARK_FIELDS, "A mark"))
    return draft.finished(f"Resize {mark_called(mark)}")


def bend_arrow(design: Design, mark_id: str, points: Sequence[Point], ends: tuple[str, str] | None = None) -> ChangeSet:
    """Run an arrow through other POINTS of the canvas, with other ENDS where they are given.

    Raises:
        RefusedInput: it is no arrow, there are fewer than two points, or a node is not there.
    """
    mark = _mark(design, mark_id)
    if mark.kind != "arrow" or len(points) < 2:
        raise RefusedInput("Only an arrow of two points or more can be bent.")
    after = through(mark, points)
    if ends is not None:
        after = msgspec.structs.replace(after, ends=ends)
    _require_ends(design, after)
    draft = Draft(design)
    draft.put(after)
    return draft.finished(f"Bend {mark_called(mark)}")


def _mark(design: Design, mark_id: str) -> Mark:
    found = design.marks.get(mark_id)
    if found is None:
        raise RefusedInput(f"There is no note, frame, arrow or picture {mark_id!r} in this design.")
    return found


def _require_ends(design: Design, mark: Mark) -> None:
    for end in mark.ends:
        if end and end not in design.nodes:
            raise RefusedInput(f"There is no {end!r} that an arrow could stick to.")
