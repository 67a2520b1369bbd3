"""The load of a drag: the things, where they lie, and what they snap to and may not cover."""

from collections.abc import Sequence

import numpy as np

from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.edit.selection import contents, outermost
from designer.ui.canvas.interaction.making_room import Surroundings, surroundings
from designer.ui.canvas.port import CanvasPort
from designer.ui.canvas.rendering.ghosts import picture_of


class Load:
    """Nodes with what stands in them, and marks, for as long as the design stays as it is.

    Attributes:
        tops: Ids of the outermost nodes.
        marks: Ids of the marks.
        along: Ids of all nodes that go along.
        rects: Where the nodes and the marks lie, as they are seen.
        around: One rectangle around all of them, which snaps as a whole.
        others: (n, 4) left, top, right and bottom of what they snap to.
        leaving: Ids of what leaves its place: all that goes along, unless COPIES of it go.
    """

    def __init__(self, port: CanvasPort, ids: Sequence[str], around: Rect, *, copies: bool) -> None:
        self._port = port
        design, drawing = port.design, port.drawing
        self.tops = outermost(design, [one for one in ids if one in design.nodes])
        self.marks = [one for one in ids if one in design.marks]
        self.along = contents(design, self.tops)
        held = (drawing.rect_of(one) for one in (*self.tops, *self.marks))
        self.rects = [rect for rect in held if rect is not None]
        self.around = self.rects[0] if self.rects else around
        for rect in self.rects[1:]:
            self.around = self.around.united(rect)
        # What moves along is no neighbour to snap to, nor is what is around it; copies leave their originals standing.
        self.leaving = set[str]() if copies else self.along
        outer = {one for top in self.tops for one in design.ancestors(top)}
        tiles = np.delete(drawing.boxes, [drawing.tile_index[i] for i in self.leaving if i in drawing.tile_index], 0)
        gone = [drawing.frame_index[i] for i in (*self.leaving, *outer) if i in drawing.frame_index]
        sheets = [mark.rect for mark in drawing.marks if mark.kind != "arrow" and mark.id not in ids]
        marks = np.array([(r.x, r.y, r.right, r.bottom) for r in sheets], dtype=np.float64).reshape(-1, 4)
        self.others: Floats = np.vstack((tiles, np.delete(drawing.frame_boxes, gone, axis=0), marks))
        self._surroundings: dict[str | None, Surroundings | None] = {}
        self._stood: list[Rect] | None = None
        self._picture: Drawing | None = None

    @property
    def picture(self) -> Drawing:
        """Return the tiles of all that goes along, as they look, drawn once."""
        if self._picture is None:
            self._picture = picture_of(self._port.design, self.tops)
        return self._picture

    @property
    def stood(self) -> list[Rect]:
        """Return the rectangles of the nodes as the drawing from near by has them, canvas pixels."""
        if self._stood is None:
            drawing = self._port.near_drawing
            self._stood = [rect for rect in map(drawing.rect_of, self.tops) if rect is not None]
        return self._stood

    def surroundings(self, parent: str | None) -> Surroundings | None:
        """Return what may not be covered in PARENT; None where things have no places of their own there."""
        if parent not in self._surroundings:
            self._surroundings[parent] = surroundings(self._port.design, self._port.near_drawing, parent, self.leaving)
        return self._surroundings[parent]

    def near(self) -> Floats:
        """(n, 4) those in sight of what it snaps to."""
        sight, boxes = self._port.sight, self.others
        seen = (
            (boxes[:, 0] < sight.right)
            & (boxes[:, 2] > sight.x)
            & (boxes[:, 1] < sight.bottom)
            & (boxes[:, 3] > sight.y)
        )
        return boxes[seen]
