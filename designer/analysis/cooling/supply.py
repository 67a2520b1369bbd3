"""Supply temperatures of the air and the coolant that coolers give."""

from collections.abc import Sequence

from designer.analysis.power.chain import Chain
from designer.analysis.quantities import fact_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, maximum, total
from designer.model.kinds import COOLANT_UNITS, OUTDOORS


def supply_of(design: Design, chain: Chain, node_id: str) -> Figure:
    """Temperature of what a cooler gives: as stated; of a coolant unit, that of its water and its approach."""
    node = design.nodes[node_id]
    stated = fact_of(design, node, "supply_c")
    if stated.known or node.kind in OUTDOORS:
        return stated
    if node.kind not in COOLANT_UNITS:
        return assumed(design, "air_supply_c")
    approach = fact_of(design, node, "approach_c")
    above = [feed.source for feed in chain.directions.feeds if feed.fed == node_id]
    water = [one for source in above if (one := fact_of(design, design.nodes[source], "supply_c")).known]
    # Only where every source states its temperature is the warmest of them known.
    if approach.known and water and len(water) == len(above):
        warmest = water[0] if len(water) == 1 else maximum("warmest water that cools it", water, "°C")
        return total(f"{node.title}: supply temperature", (warmest, approach), "°C", "water + approach")
    return assumed(design, "coolant_supply_c")


def warmest_air(design: Design, coolers: Sequence[str]) -> Figure:
    """Warmest air that any of COOLERS gives; what is assumed where one does not say."""
    stated = [fact_of(design, design.nodes[one], "supply_c") for one in coolers]
    known = [one for one in stated if one.known]
    if len(known) < len(stated) or not known:
        return assumed(design, "air_supply_c")
    return known[0] if len(known) == 1 else maximum("warmest supply air", known, "°C")
