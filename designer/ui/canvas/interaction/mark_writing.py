"""Writing of a mark's text: where the field lies, and the edit that its answer makes."""

from typing import Final

from PySide6.QtCore import QRectF

from designer.drawing.marks import TITLE_HEIGHT, half_way, note_height
from designer.drawing.records import Rect
from designer.edit.marks.marks import set_mark
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.paint.text_widths import text_widths
from designer.ui.canvas.canvas_model import Stage

_LINE: Final = 28.0


def written(design: Design, mark_id: str, text: str) -> ChangeSet:
    """Write TEXT on a mark; a note grows where its sheet is too small.

    Raises:
        RefusedInput: the mark is gone, or the text too long.
    """
    mark = design.marks.get(mark_id)
    if mark is None or mark.kind != "note":
        return set_mark(design, mark_id, text=text)
    needed = note_height(text, mark.width, text_widths())
    edit = set_mark(design, mark_id, text=text, height=max(mark.height, needed))
    edit.label = set_mark(design, mark_id, text=text).label
    return edit


def mark_place(stage: Stage, mark_id: str) -> QRectF | None:
    """Return the place of the field on the widget; None when the mark is gone."""
    drawing = stage.drawing
    if mark_id not in drawing.mark_index:
        return None
    mark = drawing.marks[drawing.mark_index[mark_id]]
    rect = mark.rect
    match mark.kind:
        case "frame":
            rect = Rect(rect.x + 4.0, rect.y + 2.0, min(max(rect.width - 8.0, 80.0), 360.0), TITLE_HEIGHT - 4.0)
        case "picture":
            rect = Rect(rect.x, rect.bottom + 2.0, max(rect.width, 120.0), _LINE)
        case "arrow":
            x, y = half_way(mark.path)
            rect = Rect(x - 90.0, y - _LINE / 2, 180.0, _LINE)
        case _:
            pass
    return QRectF(*stage.viewpoint.rect_to_screen(rect))
