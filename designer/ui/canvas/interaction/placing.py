"""Placing a part without a pointer: beside the selection, else in the middle of what is in sight."""

from designer.drawing.records import Rect
from designer.edit.layouts.drawn_boxes import is_frame
from designer.edit.nodes.nodes import add_node
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.kinds import KINDS
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.drop_placement import GAP
from designer.ui.canvas.interaction.making_room import (
    Surroundings,
    covered_too,
    free_rect,
    gave_way_words,
    place_in_folded,
    rack_words,
    size_of_new,
    surroundings,
    with_room,
)
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.tools.place import added


def place_beside(stage: Stage, part_id: str, copies: int = 1) -> bool:
    """Add COPIES of a part and select them; a refusal is told and changes nothing."""
    part = stage.library.parts.get(part_id) or stage.design.parts.get(part_id)
    if part is None:
        stage.tell(f"There is no part {part_id!r} in the catalog.")
        return False
    rect, parent = _place(stage, part)
    try:
        edit = add_node(stage.design, stage.library, part_id, rect.x, rect.y, copies=copies, parent=parent)
        edit, gave_way = with_room(stage.design, edit)
    except RefusedInput as refusal:
        stage.tell(str(refusal))
        return False
    before = stage.design
    if not stage.commit(edit):
        return False
    stage.last_part = part_id
    stage.select(added(edit))
    where = f" in {stage.design.nodes[parent].title}" if parent else ""
    told = " ".join(one for one in (rack_words(before, edit), gave_way_words(before, gave_way)) if one)
    if told:
        stage.tell(f"{edit.label}{where}. {told}", "info")
    else:
        stage.message.emit(edit.label + where)
    return True


def _place(stage: Stage, part: Part) -> tuple[Rect, str | None]:
    wanted, parent = _wanted(stage, part)
    design, drawing = stage.design, stage.near_drawing
    if parent is not None and parent not in drawing.frame_index:
        size = wanted.width, wanted.height
        return Rect(*place_in_folded(design, parent, size), *size), parent
    around = surroundings(design, drawing, parent)
    if around is not None and parent is None:
        # What floats over the canvas would hide it as another tile would.
        around = covered_too(around, stage.viewpoint.floated_over)
        return _nearest_in_sight(stage, around, wanted), None
    return free_rect(around, wanted), parent


def _nearest_in_sight(stage: Stage, around: Surroundings, wanted: Rect) -> Rect:
    """Return a free place at WANTED, or on another side of what is selected where only that can be seen.

    In a small window a place to the right lies under a panel: to show it, the view would leave what it goes beside.
    """
    nodes = stage.selected_nodes()
    beside = stage.drawing.rect_of(nodes[-1]) if nodes else None
    first = free_rect(around, wanted)
    clear = stage.viewpoint.clear
    if beside is None or not beside.meets(clear):
        return first
    sides = (
        (beside.x, beside.bottom + GAP),
        (beside.x - GAP - wanted.width, beside.y),
        (beside.x, beside.y - GAP - wanted.height),
    )
    others = (free_rect(around, Rect(to_grid(x), to_grid(y), wanted.width, wanted.height)) for x, y in sides)
    return next((place for place in (first, *others) if _within(place, clear)), first)


def _within(inner: Rect, outer: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom


def _wanted(stage: Stage, part: Part) -> tuple[Rect, str | None]:
    """Return where the part would go if there were room, and the container that takes it there."""
    drawing, design = stage.drawing, stage.design
    width, height = size_of_new(part.kind)
    nodes = stage.selected_nodes()
    chosen = design.nodes[nodes[-1]] if nodes else None
    rect = drawing.rect_of(chosen.id) if chosen is not None else None
    # What is selected guides the place only while it can be seen.
    if chosen is not None and rect is not None and rect.meets(stage.sight):
        # A selected container takes the part below everything that it holds already.
        if is_frame(chosen) and _takes(chosen.kind, part):
            inside = [drawing.rect_of(node.id) for node in design.nodes.values() if node.parent == chosen.id]
            lowest = max(
                (one.bottom for one in inside if one is not None), default=rect.y + FRAME_HEADER - FRAME_PADDING
            )
            return Rect(rect.x + FRAME_PADDING, lowest + FRAME_PADDING, width, height), chosen.id
        # Beside a selected node: in the same container, or in the next one around it that may hold the part.
        around = design.nodes.get(chosen.parent) if chosen.parent else None
        if around is not None and not _takes(around.kind, part):
            outer = drawing.rect_of(around.id)
            rect, around = outer or rect, None
        parent = around.id if around is not None and around.id in drawing.frame_index else None
        return Rect(to_grid(rect.right + GAP), rect.y, width, height), parent
    # Nothing guides it: the middle of what is seen and lies under nothing, on the open canvas.
    x, y = stage.viewpoint.clear.centre
    return Rect(to_grid(x - width / 2), to_grid(y - height / 2), width, height), None


def _takes(kind: str, part: Part) -> bool:
    return part.kind in KINDS and kind in KINDS[part.kind].parents
