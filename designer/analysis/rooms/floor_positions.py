"""Position of every copy of what stands on the floor, and the facts that its size comes from."""

from collections.abc import Iterable

from designer.analysis.quantities import fact_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.kinds import CABINETS
from designer.model.rooms.floor_positions import MOST_STANDING, SIDES, Standing, standing, stands_on_floor, turned

__all__ = ["MOST_STANDING", "Standing", "footprint", "standing", "stands_on_floor", "turned"]


def footprint(design: Design, node: Node, contents: Iterable[Node]) -> tuple[Figure, Figure]:
    """Width and depth of one copy of NODE in mm: its own, else of the cabinet among its CONTENTS, else assumed."""
    cabinet = next((inside for inside in contents if inside.kind in CABINETS), None)
    found: list[Figure] = []
    for fact, assumption in SIDES.items():
        own = fact_of(design, node, fact)
        if not own.known and cabinet is not None:
            own = fact_of(design, cabinet, fact)
        found.append(own if own.known else assumed(design, assumption))
    return found[0], found[1]
