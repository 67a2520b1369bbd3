"""Drawings on the slides of one deck: each view of the design is drawn once."""

from collections.abc import Sequence
from typing import Final

from designer.analysis.results import Results
from designer.drawing.drawing import Drawing
from designer.drawing.logical.overview import EDGE, Room, draw_overview
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.drawing.slides.page import DrawingItem
from designer.drawing.slides.sight import drawn_alike, drawn_sight, sight_of
from designer.drawing.text import TextWidths
from designer.drawing.view_request import ViewRequest
from designer.model.design import Design, View
from designer.review.findings import Finding

_WHOLE: Final = Room(1696.0, 712.0)
"""A picture over the whole slide, in its units."""
_CAPTIONS: Final = 44.0
"""Above the uppermost frame of a drawing, in units."""


class SlideDrawings:
    """Draws views of one design, and keeps them."""

    def __init__(
        self, design: Design, results: Results | None, findings: Sequence[Finding], widths: TextWidths
    ) -> None:
        self._design, self._results, self._findings = design, results, findings
        self.widths = widths
        self._known: dict[tuple[View, FloorOverlay, Room | None], Drawing] = {}

    @property
    def empty(self) -> bool:
        """Return whether nothing is drawn in the design."""
        return not self._design.nodes

    def sight(self, view: View, overlay: FloorOverlay = "", room: Room = _WHOLE) -> tuple[Drawing, Rect]:
        """Return the drawing of VIEW, its racks coloured by OVERLAY, and the part of it that is in sight.

        ROOM is its place on the slide: a logical picture of which all is seen is as fine as can be read there.
        """
        # Views that differ in their camera alone share one drawing: a presentation flies from one to the other.
        fitted = view.shows == "topology-logical" and view.camera is None and not view.focus
        key = (drawn_alike(view), overlay, room if fitted or view.shows == "stack" else None)
        if key not in self._known:
            findings = () if view.detail == "plain" else self._findings
            request = ViewRequest(
                self._design,
                view,
                self.widths,
                self._results,
                findings,
                floor_overlay=overlay,
                for_slide=True,
                place=room,
            )
            self._known[key] = draw_overview(request, room) if fitted else drawn_sight(request)[0]
        drawing = self._known[key]
        return drawing, drawing.bounds.grown(EDGE) if fitted else sight_of(view, drawing)

    def item(self, key: str, view: View, room: Rect, alt: str, overlay: FloorOverlay = "") -> DrawingItem:
        """Return the drawing of VIEW in ROOM of a slide, whose KEY and ALT say what it is."""
        drawing, sight = self.sight(view, overlay, Room(room.width, room.height))
        return DrawingItem(key, room, drawing, _with_captions(drawing, sight, room), alt)


def _with_captions(drawing: Drawing, sight: Rect, room: Rect) -> Rect:
    """Return SIGHT with place above it for the captions of frames, whose letters do not shrink with the drawing."""
    if not drawing.frames:
        return sight
    scale = min(room.width / max(sight.width, 1.0), (room.height - _CAPTIONS) / max(sight.height, 1.0))
    above = _CAPTIONS / scale
    return Rect(sight.x, sight.y - above, sight.width, sight.height + above)
