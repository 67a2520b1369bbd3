"""Units of a stage of the power chain that are enough: for its cables, for the whole site, and for a failure."""

from math import ceil

from designer.analysis.results import Results
from designer.model.design import Design
from designer.review.findings import Fix
from designer.review.power.hall_rules import site_units
from designer.review.power.unit_fixes import more_of

_SLACK = 1 - 1e-9


def carrying(design: Design, results: Results, node_id: str, full: float, mark: float = 1.0) -> Fix | None:
    """Return the fix of a stage of which each unit is FULL, a share: as many as carry it to the MARK, and the site.

    Where one stood alone, those left after the failure of one carry the load too: else what went dark with it would
    now go dark by an overload.
    """
    copies = design.nodes[node_id].copies
    left = ceil(full * copies * _SLACK) + (1 if copies == 1 else 0)
    of_mark, of_site = full / mark * copies, site_units(design, results, node_id)
    return more_of(design, node_id, max(left, ceil(of_mark * _SLACK), ceil(of_site * _SLACK)))


def second_of(design: Design, results: Results, node_id: str) -> Fix | None:
    """Return the fix of what stands there once, so that any one unit may fail: one more than carry the load."""
    node = design.nodes.get(node_id)
    if node is None or node.copies != 1:
        return None
    element = results.plant.elements.get(node_id) if results.plant is not None else None
    full = (element.utilisation.value or 0.0) if element is not None else 0.0
    return carrying(design, results, node_id, max(full, _SLACK))
