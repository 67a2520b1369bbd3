"""A drawing of the canvas made ahead in a thread, for a design that is yet to come or figures that came just now."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

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

RIM: Final = 0.92
"""Containers become tiles a little farther away than they open again, so that nothing flickers between two levels."""
_LESS: Final = 0.8
"""So much smaller than would fit a design is shown at most, for margins and what floats over the canvas."""


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
        others: The same of other levels, by these.
    """

    design: Design
    shown: Shown
    levels: tuple[FarLevel, ...] | None
    level: int
    as_tiles: frozenset[str]
    drawing: Drawing
    known: Known
    common: Common
    others: Mapping[int, "OfLevel"] = MappingProxyType({})

    @property
    def all_known(self) -> dict[frozenset[str], Known]:
        """The state that the next drawing goes on with, by the containers that are tiles in it."""
        return {self.as_tiles: self.known, **{one.as_tiles: one.known for one in self.others.values()}}

    @property
    def drawings(self) -> dict[int, Drawing]:
        """The drawings by level."""
        return {self.level: self.drawing, **{level: one.drawing for level, one in self.others.items()}}


class OfLevel(NamedTuple):
    """A drawing of one level, and what the next one goes on with."""

    as_tiles: frozenset[str]
    drawing: Drawing
    known: Known


def level_at(levels: Sequence[FarLevel], scale: float) -> int:
    """Return the number of the one of LEVELS that is shown at SCALE by who comes from near by."""
    level = 0
    while level < len(levels) and scale < levels[level].below * RIM:
        level += 1
    return level


def draw_ahead(design: Design, shown: Shown, sight: tuple[float, float] | None = None) -> DrawnAhead:
    """Return the drawing of DESIGN; nothing is shared with what the window draws meanwhile.

    Args:
        design: What is drawn.
        shown: How.
        sight: Width and height of a canvas that is going to show all of it: the levels that it may show then are
            drawn as well.
    """
    common = Common()
    levels: tuple[FarLevel, ...] | None = None
    if shown.level or sight is not None:
        stands = common.stands(design, shown.hidden_layers)
        gathers = any(is_container(node) for node in design.nodes.values())
        levels = far_levels(design, places(design, shown.hidden_layers, stands=stands)) if gathers else ()
    level = min(shown.level, len(levels or ()))
    as_tiles = frozenset(levels[level - 1].as_tiles) if levels and level else frozenset[str]()
    near = _drawn(design, shown, as_tiles, common)
    others: dict[int, OfLevel] = {}
    if sight is not None and levels:
        bounds = near.drawing.bounds
        fits = min(sight[0] / bounds.width, sight[1] / bounds.height, 1.0)
        for scale in (fits * _LESS, fits):
            one = level_at(levels, scale)
            if one != level and one not in others:
                others[one] = _drawn(design, shown, frozenset(levels[one - 1].as_tiles if one else ()), common)
    return DrawnAhead(design, shown, levels, level, as_tiles, near.drawing, near.known, common, others)


def _drawn(design: Design, shown: Shown, as_tiles: frozenset[str], common: Common) -> OfLevel:
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
    return OfLevel(as_tiles, drawing, known)
