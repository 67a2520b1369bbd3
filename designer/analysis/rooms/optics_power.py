"""What the optics and active cables that are bought draw, typical and at most."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.rooms.cable_records import Purchase
from designer.model.assumptions import assumed
from designer.model.design import Design
from designer.model.figures import Figure, count_of, leaf, product, total
from designer.model.parts import Part

_LEAST_W: Final = 1.0
"""What draws less is copper: the fraction of a watt of its memory."""


class OpticsPower(NamedTuple):
    """All optics and active cables together.

    Attributes:
        number: How many there are.
        typical_w: In use; maximum × typical load where a part says its maximum alone.
        max_w: At most.
    """

    number: int
    typical_w: Figure
    max_w: Figure


def optics_power(design: Design, purchases: Sequence[Purchase], parts: Mapping[str, Part]) -> OpticsPower:
    """Return what the optics among PURCHASES draw; one whose power nobody states is named as missing.

    Args:
        design: The design, for its assumptions.
        purchases: Cables and optics that are bought.
        parts: Them by id.
    """
    quantities: dict[str, int] = {}
    for one in purchases:
        part = parts.get(one.part)
        if part is None:
            continue
        fact = part.facts.get("power_max_w")
        if part.kind == "optic" or (fact is not None and (fact.value or 0.0) >= _LEAST_W):
            quantities[part.id] = quantities.get(part.id, 0) + one.quantity
    load = assumed(design, "typical_load")
    typical: list[Figure] = []
    most: list[Figure] = []
    for part_id, quantity in quantities.items():
        part = parts[part_id]
        number = count_of(f"{part.name} in the design", quantity, part_id)
        each, usual = part.fact("power_max_w", "W"), part.fact("power_typical_w", "W")
        if not usual.known:
            usual = product(f"{part.name}: typical power", (each, load), "W", "maximum power × typical load")
        most.append(product(f"{part.name}: all together", (number, each), "W"))
        typical.append(product(f"{part.name}: all together, typical", (number, usual), "W"))
    if not quantities:
        return OpticsPower(0, leaf("optics, typical power", 0.0, "W"), leaf("optics, maximum power", 0.0, "W"))
    return OpticsPower(
        sum(quantities.values()),
        total("optics, typical power", typical, "W", "sum over the parts of number × power of one"),
        total("optics, maximum power", most, "W", "sum over the parts of number × power of one"),
    )
