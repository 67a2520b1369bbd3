"""A view as it is asked to draw itself, without the window: for a slide, a card or a file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.model.design import Design, View

if TYPE_CHECKING:
    from designer.analysis.results import Results
    from designer.drawing.drawing import Drawing
    from designer.drawing.rooms.floor_overlays import FloorOverlay
    from designer.drawing.text import TextWidths
    from designer.drawing.topology.heat_overlay import Overlay
    from designer.review.findings import Finding

MARGIN: Final = 24.0
"""Around what is in sight on a slide, in canvas pixels."""
LEAST_LETTERS: Final = 20.0
"""Letters on a slide are so many of its units high at least: 10 points."""


class ViewRequest(NamedTuple):
    """A view of a design that is to be drawn.

    Attributes:
        design: With its parts embedded.
        view: What is shown of it: the rooms or racks in its focus, detail, quarter, hidden layers and media.
        widths: Measures text as it will be painted.
        results: What the analysis said, None while nothing is known.
        findings: Errors and warnings to mark.
        overlay: What links and devices are coloured by.
        floor_overlay: What racks in a room are coloured by.
        for_slide: Whether it is read from far away, so that a view may draw itself narrower, with larger letters.
        place: Width and height of its place on a slide, in units of 1/1920 of its width; None where that is not known.
    """

    design: Design
    view: View
    widths: "TextWidths"
    results: "Results | None" = None
    findings: "Sequence[Finding]" = ()
    overlay: "Overlay" = ""
    floor_overlay: "FloorOverlay" = ""
    for_slide: bool = False
    place: tuple[float, float] | None = None

    @property
    def focus(self) -> list[str]:
        """Return the ids of the view's focus that the design has."""
        return [one for one in self.view.focus if one in self.design.nodes]

    @property
    def room(self) -> str | None:
        """Return the room that is in focus; None is the first one."""
        return next(iter(self.focus), None)


DrawView = Callable[[ViewRequest], "Drawing"]
"""Draws a view; it loads what it needs when it is called, so that the table of views stays light."""
