"""Power of chillers: the heat that they carry over their COP, in the hours in which nothing else cools.

The heat falls on them by what each can carry. While outdoor air, dry coolers or towers cool alone, they stand still;
those hours are counted in the typical year of the climate that is chosen, by what stands beside the chillers.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from designer.analysis.quantities import Off, fact_of, name_of, running_of, summed
from designer.formulas.cooling.climates import CLIMATES
from designer.formulas.cooling.economizer import Economizer, hours_at_or_below
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, minimum, product, quotient, weakest
from designer.model.kinds import COOLING_TOWERS, DRY_COOLERS
from designer.model.records import Record

_ONE: Final = leaf("all of it", 1.0)
YEAR: Final = leaf("hours in a year", HOURS_PER_YEAR, "h/year")
_ECONOMIZERS: Final[dict[str, Economizer]] = {"air": "air", "dry": "dry", "tower": "tower"}
_WORDS: Final[dict[Economizer, str]] = {"air": "dry bulb", "dry": "dry bulb", "tower": "wet bulb"}


class ChillerDraw(Record, frozen=True, kw_only=True):
    """Power of all copies of a chiller, W.

    Attributes:
        mean_w: Mean of the year at typical load.
        max_w: When they run at their maximum.
        peak_w: When they carry the heat of the IT at its maximum; at most max_w.
    """

    mean_w: Figure
    max_w: Figure
    peak_w: Figure


def economizer_of(design: Design) -> Economizer | None:
    """Return what cools while the chillers stand still: as chosen, else by the towers or dry coolers that are drawn."""
    chosen = design.settings.choices.get("economizer", "")
    if chosen:
        return _ECONOMIZERS.get(chosen)
    kinds = {node.kind for node in design.nodes.values()}
    if not kinds.isdisjoint(COOLING_TOWERS):
        return "tower"
    return None if kinds.isdisjoint(DRY_COOLERS) else "dry"


def free_hours_of(design: Design) -> Figure:
    """Hours of a year in which no compressor runs, for the chillers of DESIGN."""
    label = "hours of free cooling"
    economizer = economizer_of(design)
    # In this order: set hours, no free cooling by choice, nothing that could cool freely, the climate, the assumption.
    if design.settings.assumptions.get("free_cooling_h") is not None:
        return assumed(design, "free_cooling_h")
    if design.settings.choices.get("economizer") == "none":
        return leaf(label, 0.0, "h/year", status="user", note="No free cooling, as chosen.")
    if economizer is None:
        return leaf(
            label,
            0.0,
            "h/year",
            status="derived",
            note="Neither a cooling tower nor a dry cooler is drawn beside the chillers, none is chosen.",
        )
    climate = CLIMATES.get(design.settings.choices.get("climate", ""))
    if climate is None:
        return assumed(design, "free_cooling_h")
    threshold = threshold_of(design, economizer)
    value, low, high = (
        hours_at_or_below(climate, economizer, float(at))
        for at in (threshold.or_zero, threshold.low or 0.0, threshold.high or 0.0)
    )
    words = _WORDS[economizer]
    found = leaf(
        label,
        value,
        "h/year",
        low=low,
        high=high,
        status=weakest(("derived", threshold.status)),
        formula=f"hours with at most {threshold.or_zero:g} °C {words} outdoors, counted in a typical year",
        note=f"{climate.title}, ASHRAE zone {climate.zone}: {climate.source}.",
    )
    return replace(found, terms=(threshold,))


def threshold_of(design: Design, economizer: Economizer) -> Figure:
    """The warmest outdoors that still cool without compressors, °C dry bulb, or wet bulb for towers."""
    if economizer == "air":
        return assumed(design, "air_supply_c")
    water = assumed(design, "chilled_water_c")
    approach = assumed(design, "tower_approach_c" if economizer == "tower" else "dry_approach_c")
    return difference("outdoors, at most", water, approach, "°C", "supply temperature − approach")


def cop_of(design: Design, node: Node) -> Figure:
    """Heat moved per power drawn of NODE: its COP, else its capacity over its power, else as assumed."""
    stated = fact_of(design, node, "cop")
    if stated.value:
        return stated
    capacity, power = fact_of(design, node, "cooling_capacity_w"), fact_of(design, node, "power_max_w")
    if capacity.value and power.value:
        return quotient(f"{name_of(design, node)}: COP", capacity, power, "", "heat it removes / maximum power")
    return assumed(design, "chiller_cop")


def chiller_draws(
    design: Design, chillers: Sequence[Node], heat_w: Figure, peak_heat_w: Figure, free_h: Figure, off: Off
) -> dict[str, ChillerDraw]:
    """Return the power of each of CHILLERS, by id.

    Args:
        design: The design.
        chillers: Its nodes of that kind.
        heat_w: The heat that they carry together, at typical load.
        peak_heat_w: The same with the IT at its maximum.
        free_h: Hours of the year in which they stand still.
        off: How many copies of each are off.
    """
    running = difference("hours in which chillers run", YEAR, free_h, "h/year")
    share = quotient("share of the year in which chillers run", running, YEAR, "")
    copies = {node.id: running_of(design, (node,), f"{node.title} in the design", off) for node in chillers}
    carried = {
        node.id: product(
            f"{node.title}: heat that all copies can carry",
            (copies[node.id], fact_of(design, node, "cooling_capacity_w")),
            "W",
        )
        for node in chillers
    }
    together = summed("heat that the chillers can carry", carried.values(), "W")
    draws: dict[str, ChillerDraw] = {}
    for node in chillers:
        # Shared by what each can carry; with one of them silent the shares are unknown, unless it is the only one.
        part = _ONE if len(chillers) == 1 else quotient("share of the heat", carried[node.id], together, "")
        if together.missing and len(chillers) > 1:
            part = leaf("share of the heat, as not all chillers say what they carry", None)
        most = _maximum(design, node, carried[node.id], copies[node.id])
        running, peak = (_running(design, node, heat, part, copies[node.id]) for heat in (heat_w, peak_heat_w))
        draws[node.id] = ChillerDraw(
            mean_w=product(
                f"{node.title}: mean power of the year",
                (running, share),
                "W",
                "power while running × share of the year",
            ),
            max_w=most,
            peak_w=minimum(f"{node.title}: power at design peak", (peak, most), "W", "heat / COP, at most its own"),
        )
    return draws


def _running(design: Design, node: Node, heat_w: Figure, part: Figure, copies: Figure) -> Figure:
    """Return the power of all copies of NODE while they carry their PART of HEAT_W."""
    name = f"{node.title}: power while running"
    typical = fact_of(design, node, "power_typical_w")
    if typical.known:
        return product(name, (copies, typical), "W")
    if part.known:
        heat = heat_w if part is _ONE else product(f"{node.title}: heat", (heat_w, part), "W", "heat × share of it")
        return quotient(name, heat, cop_of(design, node), "W", "heat / COP")
    load = (fact_of(design, node, "power_max_w"), assumed(design, "typical_load"))
    return product(name, (copies, product(f"{node.title}: power of one", load, "W")), "W")


def _maximum(design: Design, node: Node, carried: Figure, copies: Figure) -> Figure:
    most = fact_of(design, node, "power_max_w")
    label = f"{node.title}: maximum power, all copies"
    if not most.known and carried.known:
        return quotient(label, carried, cop_of(design, node), "W", "heat it removes / COP")
    return product(label, (copies, most), "W")
