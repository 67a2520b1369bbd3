"""Static bypass of a UPS: the path of raw mains when the UPS itself fails."""

from designer.analysis.quantities import fact_of
from designer.model.design import Design, Node


def has_bypass(design: Design, node: Node) -> bool | None:
    """Return True when raw mains passes on when this UPS itself fails; None where nobody says."""
    said = fact_of(design, node, "bypass").value
    return None if said is None else said >= 0.5
