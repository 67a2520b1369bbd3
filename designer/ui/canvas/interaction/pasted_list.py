"""Takes a pasted list of parts to the canvas: at once where every row is clear, else after asking."""

from collections.abc import Sequence
from functools import partial

from designer.drawing.records import Rect
from designer.edit.nodes.pasted_table import GAP, grid_columns, place_rows, read_rows
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.canvas.interaction.drop_placement import landing
from designer.ui.canvas.interaction.making_room import free_rect, surroundings, with_room
from designer.ui.canvas.interaction.paste_table import PasteTableDialog, chosen_of
from designer.ui.canvas.interaction.snapping import to_grid
from designer.ui.canvas.tools.place import added
from designer.ui.canvas.widget import CanvasWidget


class PastedList:
    """Place of a pasted list: a grid, inside the container there when it takes all parts of the list."""

    def __init__(self, document: Document, canvas: CanvasWidget, at: tuple[float, float]) -> None:
        self._document = document
        self._canvas = canvas
        self._at = at

    def paste(self, text: str) -> None:
        """Place what TEXT lists, or open the dialog that asks about the rows that are not clear.

        Raises:
            RefusedInput: it is no list of parts.
        """
        rows = read_rows(self._document.library, text)
        chosen = chosen_of(rows)
        if chosen is None:
            window = self._canvas.window()
            PasteTableDialog(rows, self._document.library, self._place, window).open()
            return
        refusal = self._place(chosen)
        if refusal:
            raise RefusedInput(refusal)

    def _place(self, chosen: Sequence[tuple[str, int]]) -> str:
        """Place parts as one edit and select them; the answer is why not, "" when they stand there."""
        try:
            edit = self._edit(self._document.design, chosen)
        except RefusedInput as refusal:
            return str(refusal)
        refusal = self._document.attempt(partial(_made, edit))
        if not refusal:
            self._canvas.select(added(edit))
        return refusal

    def _edit(self, design: Design, chosen: Sequence[tuple[str, int]]) -> ChangeSet:
        library, drawing, (x, y) = self._document.library, self._canvas.stage.drawing, self._at
        kinds = {library.part(part_id).kind for part_id, _ in chosen}
        parent = landing(design, drawing, kinds, x, y).parent
        columns = grid_columns(len(chosen))
        rows = -(-len(chosen) // columns)
        room = Rect(to_grid(x), to_grid(y), columns * (TILE_WIDTH + GAP) - GAP, rows * (TILE_HEIGHT + GAP) - GAP)
        free = free_rect(surroundings(design, self._canvas.stage.near_drawing, parent), room)
        return with_room(design, place_rows(design, library, chosen, free.x, free.y, parent))[0]


def _made(edit: ChangeSet, design: Design) -> ChangeSet:
    return edit
