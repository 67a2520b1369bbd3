"""Battery times: how long the battery of a UPS carries its load."""

from designer.analysis.power.capacity import Capacity
from designer.analysis.quantities import fact_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, battery_time, leaf, product, quotient

_MINUTES = leaf("minutes in an hour", 60.0, "min/h")
_WATTS = leaf("watts in a kilowatt", 1000.0, "W/kW")
OWN = "ups_ride_through_min"
"""The assumption of a battery time; it counts only in a design that sets it."""


def full_load_time(design: Design, node: Node) -> Figure:
    """Minutes that its battery lasts at full load: stated, else the design's own assumption, else unknown."""
    stated = fact_of(design, node, "battery_min")
    if stated.known or OWN not in design.settings.assumptions:
        return stated
    return assumed(design, OWN)


def ride_through(
    design: Design, node: Node, capacity: Capacity, efficiency: Figure, typical_w: float, max_w: float
) -> Figure:
    """Minutes until the battery of a UPS is empty; unknown where neither time nor energy is said.

    The value is at maximum load; its range goes from an aged battery there to a good one at typical load.

    Args:
        design: The design.
        node: The UPS.
        capacity: What it may carry.
        efficiency: Of the UPS.
        typical_w: What it passes on.
        max_w: The same at maximum.
    """
    label = f"{node.title}: battery time at this load"
    passed = leaf(
        f"{node.title}: passed on",
        max_w,
        "W",
        low=min(typical_w, max_w),
        high=max_w,
        operation="routing",
        status="derived",
        formula="maximum; at the low end typical",
        subject=node.id,
    )
    left = assumed(design, "battery_capacity_left")
    energy = fact_of(design, node, "battery_kwh")
    if energy.known and not fact_of(design, node, "battery_min").known:
        if max_w <= 0:
            return leaf(label, None, "min", note="Nothing depends on it.")
        inside = product(f"{node.title}: energy to the load", (energy, efficiency, left), "kWh")
        kilowatts = quotient(f"{node.title}: passed on in kW", passed, _WATTS, "kW")
        return quotient(label, product("in minutes", (inside, _MINUTES), "kWh·min/h"), kilowatts, "min")
    full = full_load_time(design, node)
    if not full.known:
        return leaf(label, None, "min", note="Neither its battery time nor its energy is set.", subject=node.id)
    if not capacity.continuous_w.known:
        return product(f"{node.title}: battery time at full load", (full, left), "min")
    share = quotient(f"{node.title}: load over rated output", passed, capacity.continuous_w, "")
    return battery_time(label, full, share, assumed(design, "battery_exponent"), left)
