"""Edits of views: the saved cameras that make up a presentation."""

from collections.abc import Collection
from typing import Any, Final

import msgspec

from designer.edit.draft import Draft
from designer.edit.fields import changed
from designer.edit.ids import chosen_id
from designer.model.changes import ChangeSet
from designer.model.design import Camera, Design, View
from designer.model.parts.part import Layer, Medium
from designer.model.records import RefusedInput

VIEW_FIELDS: Final = frozenset(
    {
        "name",
        "caption",
        "notes",
        "shows",
        "camera",
        "focus",
        "hidden_layers",
        "hidden_media",
        "detail",
        "order",
        "quarter",
    }
)


def add_view(
    design: Design,
    name: str,
    *,
    caption: str = "",
    notes: str = "",
    shows: str = "topology",
    camera: Camera | None = None,
    focus: Collection[str] = (),
    hidden_layers: Collection[Layer] = (),
    hidden_media: Collection[Medium] = (),
    detail: str = "full",
    quarter: int = 0,
    view_id: str | None = None,
) -> ChangeSet:
    """Save a view at the end of the walk.

    Raises:
        RefusedInput: the name is empty, the focus names what is not there, or a value is not allowed.
    """
    if not name.strip():
        raise RefusedInput("A view needs a name.")
    draft = Draft(design)
    blank = View(
        id=chosen_id(design, view_id, name, "View"),
        name=name.strip(),
        order=max((view.order for view in design.views.values()), default=-1) + 1,
    )
    fields: dict[str, Any] = {
        "caption": caption,
        "notes": notes,
        "shows": shows,
        "camera": camera,
        "focus": tuple(focus),
        "hidden_layers": tuple(hidden_layers),
        "hidden_media": tuple(hidden_media),
        "detail": detail,
        "quarter": quarter,
    }
    view = changed(blank, fields, VIEW_FIELDS, "A view")
    _check_focus(design, view)
    draft.put(view)
    return draft.finished(f"Save view {view.name}")


def set_view(design: Design, view_id: str, **fields: Any) -> ChangeSet:
    """Change fields of a view (see VIEW_FIELDS).

    Raises:
        RefusedInput: there is no such view, a field is unknown or its value is not allowed.
    """
    before = _view(design, view_id)
    view = changed(before, fields, VIEW_FIELDS, "A view")
    if not view.name.strip():
        raise RefusedInput("A view needs a name.")
    if "focus" in fields:
        _check_focus(design, view)
    draft = Draft(design)
    draft.put(view)
    if set(fields) == {"name"}:
        return draft.finished(f"Rename view {before.name} to {view.name}")
    return draft.finished(f"Change view {view.name}")


def move_view(design: Design, view_id: str, place: int) -> ChangeSet:
    """Put a view at PLACE (from 0) in the walk.

    Raises:
        RefusedInput: there is no such view.
    """
    moving = _view(design, view_id)
    rest = [view for view in design.views_in_order() if view.id != view_id]
    rest.insert(max(0, min(place, len(rest))), moving)
    draft = Draft(design)
    for order, view in enumerate(rest):
        if view.order != order:
            draft.put(msgspec.structs.replace(view, order=order))
    return draft.finished(f"Move view {moving.name}")


def remove_view(design: Design, view_id: str) -> ChangeSet:
    """Remove a view.

    Raises:
        RefusedInput: there is no such view.
    """
    view = _view(design, view_id)
    draft = Draft(design)
    draft.drop_view(view_id)
    return draft.finished(f"Remove view {view.name}")


def _view(design: Design, view_id: str) -> View:
    found = design.views.get(view_id)
    if found is None:
        raise RefusedInput(f"There is no view {view_id!r} in this design.")
    return found


def _check_focus(design: Design, view: View) -> None:
    for focused in view.focus:
        if focused not in design.nodes:
            raise RefusedInput(f"There is no {focused!r} to show.")
