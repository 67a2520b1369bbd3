"""All that is bought for a design, line by line: what the capital cost is the sum of."""

from collections.abc import Mapping

from designer.analysis.purchases.cables import assumed_lines, bought_lines, open_lines
from designer.analysis.purchases.devices import device_lines
from designer.analysis.purchases.racks import rack_lines
from designer.analysis.purchases.spares import with_spares
from designer.analysis.results import CostLine
from designer.analysis.rooms.cable_records import AssumedCables, CablesResult
from designer.model.design import Design
from designer.model.parts.part import Part
from designer.model.relations import RELATION_MEDIA


def goods_lines(
    design: Design,
    routed: CablesResult | None = None,
    parts: Mapping[str, Part] | None = None,
    assumed: AssumedCables | None = None,
) -> tuple[CostLine, ...]:
    """Return what is bought for DESIGN: devices, racks, panels, cables, optics and cords, each once.

    Args:
        design: The design.
        routed: Cables and optics that were chosen by the routes, where racks have places.
        parts: Parts on hand beside those of the design, of which cables without a route are chosen.
        assumed: Cables without a route, when they are at hand.
    """
    parts = parts or {}
    lines = [*device_lines(design), *rack_lines(design)]
    lines.extend(bought_lines(design, routed.purchases if routed is not None else (), parts))
    if any(link.medium not in RELATION_MEDIA for link in design.links.values()):
        # The arrays take a moment to load, so only where there are cables.
        from designer.analysis.rooms.assumed_cables import chooser_of

        if assumed is None:
            assumed = cables_without_route(design, routed, parts)
        lines.extend(assumed_lines(design, assumed, parts))
        lines.extend(open_lines(design, routed, assumed, chooser_of(design, parts)))
    return tuple(with_spares(design, lines))


def cables_without_route(design: Design, routed: CablesResult | None, parts: Mapping[str, Part]) -> AssumedCables:
    """Return the cables of DESIGN that ROUTED does not hold, chosen from PARTS at the lengths that are assumed."""
    if not any(link.medium not in RELATION_MEDIA for link in design.links.values()):
        return AssumedCables()
    # The arrays take a moment to load, so only where there are cables.
    from designer.analysis.rooms.assumed_cables import assumed_cables

    return assumed_cables(design, routed, parts)
