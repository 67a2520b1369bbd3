"""Placing a part without a pointer: beside the selection, else in the middle of what is in sight."""

from designer.drawing.records import Rect
from designer.edit.nodes.nodes import add_node
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, TILE_HEIGHT, TILE_WIDTH
from designer.model.kinds import KINDS
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.drop_placement import GAP, free_place
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
    except RefusedInput as refusal:
        stage.tell(str(refusal))
        return False
    if not stage.commit(edit):
        return False
    stage.last_part = part_id
    stage.select(added(edit))
    where = f" in {stage.design.nodes[parent].title}" if parent else ""
    stage.message.emit(edit.label + where)
    return True


def _place(stage: Stage, part: Part) -> tuple[Rect, str | None]:
    drawing, design = stage.drawing, stage.design
    nodes = stage.selected_nodes()
    chosen = design.nodes[nodes[-1]] if nodes else None
    rect = drawing.rect_of(chosen.id) if chosen is not None else None
    # What is selected guides the place only while it can be seen.
    if chosen is not None and rect is not None and rect.meets(stage.sight):
        # A selected container takes the part below everything that it holds already.
        if chosen.id in drawing.frame_index and _takes(chosen.kind, part):
            inside = [drawing.rect_of(node.id) for node in design.nodes.values() if node.parent == chosen.id]
            lowest = max(
                (one.bottom for one in inside if one is not None), default=rect.y + FRAME_HEADER - FRAME_PADDING
            )
            wanted = Rect(rect.x + FRAME_PADDING, lowest + FRAME_PADDING, TILE_WIDTH, TILE_HEIGHT)
            return wanted, chosen.id
        # Beside a selected node: in the same container, or in the next one around it that may hold the part.
        around = design.nodes.get(chosen.parent) if chosen.parent else None
        if around is not None and not _takes(around.kind, part):
            outer = drawing.rect_of(around.id)
            rect, around = outer or rect, None
        parent = around.id if around is not None and around.id in drawing.frame_index else None
        wanted = Rect(to_grid(rect.right + GAP), rect.y, TILE_WIDTH, TILE_HEIGHT)
        return free_place(drawing, wanted, parent is None), parent
    # Nothing guides it: the middle of what is seen, on the open canvas.
    x, y = stage.sight.centre
    wanted = Rect(to_grid(x - TILE_WIDTH / 2), to_grid(y - TILE_HEIGHT / 2), TILE_WIDTH, TILE_HEIGHT)
    return free_place(drawing, wanted, avoid_frames=True), None


def _takes(kind: str, part: Part) -> bool:
    return part.kind in KINDS and kind in KINDS[part.kind].parents
