"""Power of the optics and active cables that are bought, typical and at most."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.quantities import value_of
from designer.analysis.rooms.cable_records import Purchase
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, total
from designer.model.kinds import OPTICS
from designer.model.parts.part import Part
from designer.model.records import Record

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


class OpticsDraw(Record, frozen=True, kw_only=True):
    """Power of the optics and active cables in one copy of a device, on average over its copies.

    Attributes:
        typical_w: In use.
        max_w: At most.
        in_typical: Whether the typical power that is stated of the device holds them; None where nobody says.
        in_max: The same of its maximum.
    """

    typical_w: Figure
    max_w: Figure
    in_typical: bool | None = None
    in_max: bool | None = None


def is_active(part: Part) -> bool:
    """Return whether PART, a cable or an optic, draws power from the cage that it sticks in."""
    fact = part.facts.get("power_max_w")
    return part.kind in OPTICS or (fact is not None and fact.or_zero >= _LEAST_W)


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
        if is_active(part):
            quantities[part.id] = quantities.get(part.id, 0) + one.quantity
    typical: list[Figure] = []
    most: list[Figure] = []
    for part_id, quantity in quantities.items():
        part = parts[part_id]
        number = count_of(f"{part.name} in the design", quantity, part_id)
        usual, each = draws_of(design, part)
        most.append(product(f"{part.name}: all together", (number, each), "W"))
        typical.append(product(f"{part.name}: all together, typical", (number, usual), "W"))
    if not quantities:
        return OpticsPower(0, leaf("optics, typical power", 0.0, "W"), leaf("optics, maximum power", 0.0, "W"))
    return OpticsPower(
        sum(quantities.values()),
        total("optics, typical power", typical, "W", "sum over the parts of number × power of one"),
        total("optics, maximum power", most, "W", "sum over the parts of number × power of one"),
    )


def draws_of(design: Design, part: Part) -> tuple[Figure, Figure]:
    """Return what one optic or active cable PART draws, in use and at most, in W."""
    each, usual = part.fact("power_max_w", "W"), part.fact("power_typical_w", "W")
    if not usual.known:
        load = assumed(design, "typical_load")
        usual = product(f"{part.name}: typical power", (each, load), "W", "maximum power × typical load")
    return usual, each


def optics_of(
    design: Design,
    places: Iterable[Mapping[str, Mapping[str, float]]],
    purchases: Iterable[Purchase],
    parts: Mapping[str, Part],
) -> dict[str, OpticsDraw]:
    """Return what optics and active cables draw in one copy of each node, on average over its copies.

    Args:
        design: The design.
        places: How many of each part the copies of each node feed together, from routes and from assumed lengths.
        purchases: What is bought for cables, which tells the links.
        parts: The optics and cables by id, beside those of the design.
    """
    lit: dict[tuple[str, str], str] = {}
    for one in purchases:
        for link in (design.links[name] for name in one.links if name in design.links):
            for end in (link.a, link.b):
                lit.setdefault((end, one.part), link.id)
    numbers: dict[str, dict[str, float]] = {}
    for at in places:
        for node_id, counted in at.items():
            mine = numbers.setdefault(node_id, {})
            for part_id, number in counted.items():
                mine[part_id] = mine.get(part_id, 0.0) + number
    each: dict[str, tuple[Figure, Figure]] = {}
    alike: dict[tuple[object, ...], OpticsDraw] = {}
    found: dict[str, OpticsDraw] = {}
    for node_id, counted in numbers.items():
        node = design.nodes.get(node_id)
        copies = design.total_copies(node_id)
        if node is None or not copies:
            continue
        inside = _held(design, node)
        key = (inside, *((part_id, number / copies) for part_id, number in counted.items()))
        if key not in alike:
            typical: list[Figure] = []
            most: list[Figure] = []
            for part_id, number in counted.items():
                part = design.parts.get(part_id) or parts.get(part_id)
                if part is None:
                    continue
                if part_id not in each:
                    each[part_id] = draws_of(design, part)
                label = f"{part.name} in one device, on average"
                many = leaf(
                    label,
                    number / copies,
                    operation="routing",
                    status="derived",
                    subject=lit.get((node_id, part_id), ""),
                    note="Counted over the cages that its cables fill, all copies together.",
                )
                for terms, draw in zip((typical, most), each[part_id], strict=True):
                    terms.append(product(f"{part.name}: in one device", (many, draw), "W"))
            alike[key] = OpticsDraw(
                typical_w=total("optics in one device, typical", typical, "W"),
                max_w=total("optics in one device, maximum", most, "W"),
                in_typical=inside[0],
                in_max=inside[1],
            )
        found[node_id] = alike[key]
    return found


def _held(design: Design, node: Node) -> tuple[bool | None, bool | None]:
    """Return True, False or None (not said) for whether typical and maximum power of NODE hold its optics.

    A figure that follows from the other holds them as that does.
    """
    # What a part says of its own figure does not hold of another that was set in its place.
    typical, most = (
        None if power in node.facts and fact not in node.facts else value_of(design, node, fact)
        for power, fact in (("power_typical_w", "optics_in_typical"), ("power_max_w", "optics_in_max"))
    )
    if value_of(design, node, "power_typical_w") is None:
        typical = most
    elif value_of(design, node, "power_max_w") is None:
        most = typical
    return None if typical is None else typical >= 0.5, None if most is None else most >= 0.5
