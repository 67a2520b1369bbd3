"""Fields of notes, frames, arrows and pictures."""

from typing import Final, Literal

from designer.edit.marks.marks import LEAST_SIDE, resize_mark, set_mark
from designer.edit.nodes.bulk_edit import edit_each
from designer.edit.selection import next_front
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.typed_arithmetic import Typed
from designer.model.marks import Mark, MarkColour, MarkKind
from designer.ui.inspector.field_spec import FieldSpec, Selected, choice, line, required, text_box
from designer.ui.widgets.mark_words import COLOUR_TITLES

_PLACES: Final = (("front", "In front"), ("behind", "Behind"))


def _text(kind: MarkKind, title: str, help_text: str) -> FieldSpec[Mark]:
    """Return the field of what one mark of KIND says."""
    return FieldSpec(
        key="text",
        title=title,
        help=help_text,
        kinds=lambda at: at.alone is not None and at.alone.kind == kind,
        read=lambda _, mark: mark.text,
        editor=text_box if kind == "note" else line,
        write=lambda at, text: edit_each(at.design, at.ids, lambda design, one: set_mark(design, one, text=text)),
    )


def _set_colour(at: Selected[Mark], value: str) -> ChangeSet:
    colours: dict[str, MarkColour] = {one: one for one in COLOUR_TITLES}
    colour = colours[value]
    label = f"Colour {COLOUR_TITLES[colour].lower()}"
    return edit_each(at.design, at.ids, lambda design, one: set_mark(design, one, colour=colour), label)


def _set_place(at: Selected[Mark], value: str) -> ChangeSet:
    behind = value == "behind"
    fronts = [mark.front for mark in at.design.marks.values()]
    front = min((*fronts, 0)) - 1 if behind else next_front(at.design)
    label = f"Put {'behind' if behind else 'in front of'} the equipment"
    return edit_each(at.design, at.ids, lambda design, one: set_mark(design, one, front=front), label)


def _side(side: Literal["width", "height"]) -> FieldSpec[Mark]:
    """Return the field of one measure of what is no arrow, which has no size of its own."""

    def read(_design: Design, mark: Mark) -> float:
        return mark.width if side == "width" else mark.height

    def write(at: Selected[Mark], typed: Typed) -> ChangeSet:
        def edit(design: Design, mark_id: str) -> ChangeSet:
            mark = design.marks[mark_id]
            sizes = {"width": mark.width, "height": mark.height}
            sizes[side] = max(typed.value(sizes[side]), LEAST_SIDE)
            return resize_mark(design, mark_id, mark.x, mark.y, sizes["width"], sizes["height"])

        return edit_each(at.design, at.ids, edit, f"Set the {side} of {len(at.records)} marks")

    return FieldSpec(
        key=side,
        title=side.capitalize(),
        unit="px",
        help=f"On the canvas at 100%, at least {LEAST_SIDE:.0f}.",
        kinds=lambda at: at.alone is not None and at.alone.kind != "arrow",
        read=read,
        text=lambda value: f"{value:g}" if isinstance(value, float) else "",
        write=required("px", side.capitalize(), write),
    )


MARK_FIELDS: Final[tuple[FieldSpec[Mark], ...]] = (
    _text("note", "Text", "What the note says; Ctrl+Enter takes it."),
    _text("frame", "Title", "What stands above the frame."),
    _text("arrow", "Words", "What stands beside the arrow."),
    _text("picture", "Caption", "What stands below the picture."),
    FieldSpec(
        key="colour",
        title="Colour",
        help="Of note, frame or arrow; a picture has colours of its own.",
        kinds=lambda at: any(mark.kind != "picture" for mark in at.records),
        read=lambda _, mark: mark.colour,
        editor=choice(lambda _: tuple(COLOUR_TITLES.items())),
        write=_set_colour,
    ),
    FieldSpec(
        key="place",
        title="Place",
        help="In front of the equipment, or behind it.",
        read=lambda _, mark: "behind" if mark.front < 0 else "front",
        editor=choice(lambda _: _PLACES),
        write=_set_place,
    ),
    _side("width"),
    _side("height"),
)
