"""Heat of a design and what takes it away, in one call."""

from collections.abc import Collection, Mapping, Sequence

from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.records import DeviceHeat, HeatResult, RackHeat
from designer.analysis.cooling.shares import heats_of, ratio_of
from designer.analysis.quantities import fact_of, role_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, total
from designer.model.kinds import AIR_HANDLERS

_NONE = leaf("nothing", 0.0, "W")
RackContents = Mapping[str, Sequence[tuple[Node, int]]]


def heat_result(
    design: Design,
    contents: RackContents,
    fail: Collection[str] = (),
    *,
    every: bool = False,
    loads_only: bool = False,
    left: Standing = ALL_STANDING,
) -> HeatResult:
    """Return the heat of DESIGN by device, what takes it away, and what is left when one thing fails.

    Args:
        design: The design.
        contents: What stands in one copy of each rack.
        fail: Ids that have failed.
        every: Whether the sweep of single failures is made however long it takes.
        loads_only: Whether the sweep is left out, for a quick look.
        left: What still stands: what is off gives no heat, and what is slowed less.
    """
    ratio = ratio_of(design)
    heats = heats_of(design, ratio)
    racks = _racks(design, heats, contents)
    if not any(role_of(node) == "cooling" for node in design.nodes.values()):
        return HeatResult(
            pressure_ratio=ratio,
            devices=heats,
            racks=racks,
            zones={},
            units={},
            dry=_dry(design, heats),
        )
    # What carries the heat is followed over arrays, which the sums of a design without coolers do without.
    from designer.analysis.cooling.heat_balance import heat_taken

    return heat_taken(design, heats, racks, ratio, fail, every=every, loads_only=loads_only, left=left)


def _dry(design: Design, heats: Mapping[str, DeviceHeat]) -> tuple[str, ...]:
    """Devices that need a coolant, where no cooler is drawn: those to which no coolant link leads."""
    linked = {end for link in design.links.values() if link.medium == "coolant" for end in (link.a, link.b)}
    return tuple(
        one
        for one, heat in heats.items()
        if heat.liquid_max_w.value and linked.isdisjoint((one, *design.ancestors(one)))
    )


def _racks(design: Design, heats: Mapping[str, DeviceHeat], contents: RackContents) -> dict[str, RackHeat]:
    made: dict[tuple[object, ...], RackHeat] = {}
    found: dict[str, RackHeat] = {}
    for rack_id, inside in contents.items():
        counted: dict[int, int] = {}
        by_id: dict[int, DeviceHeat] = {}
        doors: list[tuple[Node, int]] = []
        for node, number in inside:
            if node.id in heats:
                heat = heats[node.id]
                by_id[id(heat)] = heat
                counted[id(heat)] = counted.get(id(heat), 0) + number
            elif node.kind in AIR_HANDLERS:
                doors.append((node, number))
        # Racks with the same contents share one figure: halls have thousands of them.
        key = (tuple(counted.items()), tuple((node.id, number) for node, number in doors))
        if key not in made:
            made[key] = _rack(design, [(by_id[one], number) for one, number in counted.items()], doors)
        found[rack_id] = made[key]
    return found


def _rack(design: Design, inside: Sequence[tuple[DeviceHeat, int]], doors: Sequence[tuple[Node, int]]) -> RackHeat:
    def summed(label: str, name: str, unit: str) -> Figure:
        parts: list[tuple[Figure, int]] = [(getattr(heat, name), number) for heat, number in inside]
        terms = [
            product(f"{part.label}: all in one rack", (count_of("number", number), part), unit)
            for part, number in parts
            if part.value != 0
        ]
        return total(label, terms, unit) if terms else leaf(label, 0.0, unit, status="derived")

    limit = assumed(design, "rack_air_limit_w")
    if doors:
        taken = [
            product(
                f"{node.title}: heat removed",
                (count_of("number", number, node.id), fact_of(design, node, "cooling_capacity_w")),
                "W",
            )
            for node, number in doors
        ]
        limit = total("what the coolers in the rack remove", taken, "W")
    return RackHeat(
        air_typical_w=summed("heat into the air of one rack, typical", "air_typical_w", "W"),
        air_max_w=summed("heat into the air of one rack, maximum", "air_max_w", "W"),
        liquid_typical_w=summed("heat into the coolant of one rack, typical", "liquid_typical_w", "W"),
        liquid_max_w=summed("heat into the coolant of one rack, maximum", "liquid_max_w", "W"),
        airflow_cfm=summed("air through one rack", "airflow_cfm", "CFM"),
        limit_w=limit,
        door=bool(doors),
    )
