"""A drawing of the canvas made ahead in a thread, for a design that is yet to come or figures that came just now."""

from collections.abc import Sequence
from typing import NamedTuple

from designer.analysis.results import Results
from designer.drawing.drawing import Drawing
from designer.drawing.topology.container_tile import FarLevel, far_levels
from designer.drawing.topology.heat_overlay import Overlay
from designer.drawing.topology.incremental import Common, Known
from designer.drawing.topology.places import is_container, places
from designer.drawing.topology.topology import Detail, draw_topology
from designer.model.design import Design
from designer.model.parts.part import Layer, Medium
from designer.paint.text_widths import text_widths
from designer.review.findings import Finding


class Shown(NamedTuple):
    """State in which a design is shown on the canvas.

    Attributes:
        level: 0 is near, with everything; each further one has more containers as tiles.
    """

    results: Results | None = None
    findings: Sequence[Finding] = ()
    overlay: Overlay = ""
    hidden_layers: tuple[Layer, ...] = ()
    hidden_media: tuple[Medium, ...] = ()
    detail: Detail = "full"
    single_points: bool = False
    flows: bool = False
    level: int = 0

    def same_as(self, other: "Shown") -> bool:
        """Return whether a drawing for the one is a drawing for the OTHER."""
        return self.results is other.results and self.findings is other.findings and self[2:] == other[2:]


class DrawnAhead(NamedTuple):
    """A drawing, and what the next one goes on with.

    Attributes:
        design: What is drawn.
        shown: How.
        levels: The levels from which it can be looked at, None where they were not asked for.
        level: Of the drawing.
        as_tiles: Ids of the containers that are tiles in it.
    """

    design: Design
    shown: Shown
    levels: tuple[FarLevel, ...] | None
    level: int
    as_tiles: frozenset[str]
    drawing: Drawing
    known: Known
    common: Common


def draw_ahead(design: Design, shown: Shown) -> DrawnAhead:
    """Return the drawing of DESIGN; nothing is shared with what the window draws meanwhile."""
    common = Common()
    levels: tuple[FarLevel, ...] | None = None
    if shown.level:
        stands = common.stands(design, shown.hidden_layers)
        gathers = any(is_container(node) for node in design.nodes.values())
        levels = far_levels(design, places(design, shown.hidden_layers, stands=stands)) if gathers else ()
    level = min(shown.level, len(levels or ()))
    as_tiles = frozenset(levels[level - 1].as_tiles) if levels and level else frozenset[str]()
    known = Known(common)
    drawing = draw_topology(
        design,
        widths=text_widths(),
        results=shown.results,
        overlay=shown.overlay,
        hidden_layers=shown.hidden_layers,
        hidden_media=shown.hidden_media,
        detail=shown.detail,
        findings=shown.findings,
        single_points=shown.single_points,
        flows=shown.flows,
        as_tiles=as_tiles,
        known=known,
    )
    return DrawnAhead(design, shown, levels, level, as_tiles, drawing, known, common)
