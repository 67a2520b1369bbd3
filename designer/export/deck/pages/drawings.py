"""Drawings on the slides of one deck: each view of the design is drawn once."""

from collections.abc import Sequence

from designer.analysis.results import Results
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_overlays import FloorOverlay
from designer.drawing.slides.sight import drawn_alike, drawn_sight, sight_of
from designer.drawing.text import TextWidths
from designer.drawing.view_request import ViewRequest
from designer.model.design import Design, View
from designer.review.findings import Finding


class SlideDrawings:
    """Draws views of one design, and keeps them."""

    def __init__(
        self, design: Design, results: Results | None, findings: Sequence[Finding], widths: TextWidths
    ) -> None:
        self._design, self._results, self._findings = design, results, findings
        self.widths = widths
        self._known: dict[tuple[View, FloorOverlay], Drawing] = {}

    @property
    def empty(self) -> bool:
        """Return whether nothing is drawn in the design."""
        return not self._design.nodes

    def sight(self, view: View, overlay: FloorOverlay = "") -> tuple[Drawing, Rect]:
        """Return the drawing of VIEW, its racks coloured by OVERLAY, and the part of it that is in sight."""
        # Views that differ in their camera alone share one drawing: a presentation flies from one to the other.
        key = (drawn_alike(view), overlay)
        if key not in self._known:
            findings = () if view.detail == "plain" else self._findings
            request = ViewRequest(
                self._design, view, self.widths, self._results, findings, floor_overlay=overlay, for_slide=True
            )
            self._known[key] = drawn_sight(request)[0]
        return self._known[key], sight_of(view, self._known[key])
