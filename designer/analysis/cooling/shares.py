"""Heat of one copy of a device to the air and to a coolant, the air it takes, and how warm that may be."""

from collections.abc import Mapping

from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing, fitted
from designer.analysis.cooling.records import DeviceHeat
from designer.analysis.power.draw import drawing_nodes, loss_share_of, slowed_draw
from designer.analysis.quantities import fact_of, name_of, placed_nodes, role_of
from designer.formulas.cooling.heat import allowable_c, pressure_ratio
from designer.formulas.cooling.heat_removal import airflow_cfm
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, product, quotient, total
from designer.model.kinds import LOSING_INDOORS

_ONE = leaf("1", 1.0)
_NO_HEAT = leaf("no heat", 0.0, "W")
_PER_WATT = leaf("CFM·°F per W", airflow_cfm(1.0, 1.0) / 1000, "CFM·°F/W", note="3412 / (1.085 × 1000), sea level.")


def ratio_of(design: Design) -> Figure:
    """Air pressure at the site over that at sea level: as it is set, else by the altitude that is set."""
    own = design.settings.assumptions
    altitude = own.get("altitude_m")
    if "pressure_ratio" in own or altitude is None:
        return assumed(design, "pressure_ratio")
    return leaf(
        f"air pressure ratio at {altitude:,.0f} m",
        pressure_ratio(altitude),
        operation="assumption",
        status="derived",
        subject="altitude_m",
        formula="(1 − 2.25577·10⁻⁵·h)^5.25588",
        note="ISO 2533, standard atmosphere.",
    )


def liquid_share_of(design: Design, node: Node) -> Figure:
    """Share of the heat of NODE that a liquid takes.

    Where the part does not say: an assumption if it has a coolant inlet, else none, by air alone.
    """
    share = fact_of(design, node, "liquid_heat_share")
    if share.known:
        return share
    if role_of(node) != "cooling" and any("coolant" in group.media for group in design.ports_of(node)):
        return assumed(design, "liquid_heat_share")
    return leaf(
        share.label,
        0.0,
        operation="assumption",
        status="assumed",
        subject=share.subject,
        note="The part does not say; taken as cooled by air alone.",
    )


def carried_cfm(design: Design, label: str, air: Figure, ratio: Figure) -> Figure:
    """Air that carries AIR watts away at the assumed rise."""
    rise = product("air temperature rise × pressure ratio", (assumed(design, "air_delta_t_f"), ratio), "°F")
    needed = product("air heat × 3.145", (air, _PER_WATT), "CFM·°F")
    return quotient(label, needed, rise, "CFM", "3412 × kW of air heat / (1.085 × ΔT °F) / pressure ratio")


def heat_of(design: Design, node: Node, ratio: Figure, left: Standing = ALL_STANDING) -> DeviceHeat:
    """Heat of one copy of NODE that is on, with LEFT."""
    name, draw, share = name_of(design, node), slowed_draw(design, node, left), liquid_share_of(design, node)
    if share.value == 0:
        air = draw.typical_w, draw.max_w
        liquid = _NO_HEAT, _NO_HEAT
    else:
        rest = difference("share that air takes", _ONE, share, "", "1 − liquid share")
        air = tuple(product(f"{name}: heat into the air", (watts, rest), "W") for watts in (draw.typical_w, draw.max_w))
        liquid = tuple(
            product(f"{name}: heat into a coolant", (watts, share), "W") for watts in (draw.typical_w, draw.max_w)
        )
    stated = fact_of(design, node, "airflow_cfm")
    if stated.known:
        flow = quotient(f"{name}: airflow at this altitude", stated, ratio, "CFM", "stated airflow / pressure ratio")
    else:
        flow = carried_cfm(design, f"{name}: airflow", air[1], ratio)
    return DeviceHeat(
        air_typical_w=air[0],
        air_max_w=air[1],
        liquid_typical_w=liquid[0],
        liquid_max_w=liquid[1],
        airflow_cfm=flow,
        inlet_max_c=inlet_of(design, node),
    )


def inlet_of(design: Design, node: Node) -> Figure:
    """Warmest air that one of NODE takes at the altitude of the site."""
    stated = fact_of(design, node, "inlet_max_c")
    altitude = assumed(design, "altitude_m")
    if stated.value is None or not altitude.value:
        return stated
    less = stated.value - allowable_c(stated.value, altitude.value)
    derating = leaf(
        f"derating at {altitude.value:,.0f} m",
        less,
        "°C",
        operation="assumption",
        status="derived",
        subject="altitude_m",
        formula="1 °C for every 300 m above 900 m; 175 m for class A3, 125 m for A4",
        note="ASHRAE Thermal Guidelines, 5th edition (2021).",
    )
    return difference(f"{name_of(design, node)}: warmest inlet at this altitude", stated, derating, "°C")


def heats_of(design: Design, ratio: Figure, left: Standing = ALL_STANDING) -> dict[str, DeviceHeat]:
    """Heat of one copy of everything that draws, coolers left out, and of UPSs and PDUs, in design order.

    Args:
        design: The design.
        ratio: Air pressure over that at sea level.
        left: What still stands.
    """
    alike: dict[tuple[object, ...], DeviceHeat] = {}
    found: dict[str, DeviceHeat] = {}
    for node in drawing_nodes(design):
        if role_of(node) == "cooling":
            continue
        named = node.title if node.facts or node.id in left.slowed else ""
        # Devices with the same optics have the very same record of them.
        told = left.slowed.get(node.id), id(left.optics.get(node.id))
        key = (node.part or node.id, tuple(sorted(node.facts.items())), node.ports, named, told)
        if key not in alike:
            alike[key] = heat_of(design, node, ratio, left)
        found[node.id] = alike[key]
    return found | _losses(design, found, ratio, left)


def _losses(design: Design, found: Mapping[str, DeviceHeat], ratio: Figure, left: Standing) -> dict[str, DeviceHeat]:
    """Heat that UPSs and PDUs lose, shared by all of a kind: the load × (1 / efficiency − 1), those of PDUs first."""
    counted = _counted(design, found, left)
    passed: list[list[Figure]] = [[], []]
    losing: dict[str, DeviceHeat] = {}
    # PDUs hang on UPSs, so that their losses pass through these and are lost in part once more.
    for kind in reversed(LOSING_INDOORS):
        nodes = [node for node, _ in placed_nodes(design) if node.kind == kind]
        share = loss_share_of(design, (kind,), assume=False) if nodes else None
        if share is None or not share.value:
            continue
        copies = float(sum(_on(design, node.id, left) for node in nodes))
        if not copies:
            continue
        number = leaf(f"number of {kind}s", copies)
        lost: list[Figure] = []
        for column in (0, 1):
            loads = [
                product("load, all together", (leaf("number", float(number)), _all_of(heat, column)), "W")
                for heat, number in counted
            ]
            through = total("what depends on them", (*loads, *passed[column]), "W")
            all_lost = product(f"losses of the {kind}s", (through, share), "W", "load × (1 / efficiency − 1)")
            passed[column].append(all_lost)
            lost.append(quotient(f"losses of one {kind}", all_lost, number, "W"))
        flow = carried_cfm(design, f"airflow of one {kind}", lost[1], ratio)
        for node in nodes:
            losing[node.id] = DeviceHeat(
                air_typical_w=lost[0],
                air_max_w=lost[1],
                liquid_typical_w=_NO_HEAT,
                liquid_max_w=_NO_HEAT,
                airflow_cfm=flow,
                inlet_max_c=inlet_of(design, node),
            )
    return losing


def _on(design: Design, node_id: str, left: Standing) -> int:
    """Return the number of copies of NODE_ID that are on."""
    flags = left.off.get(node_id)
    copies = design.total_copies(node_id)
    return copies if flags is None else copies - int(fitted(flags, copies).sum())


def _counted(design: Design, found: Mapping[str, DeviceHeat], left: Standing) -> list[tuple[DeviceHeat, int]]:
    """Unlike heats with how many devices have each."""
    numbers: dict[int, tuple[DeviceHeat, int]] = {}
    for node_id, heat in found.items():
        before = numbers.get(id(heat), (heat, 0))[1]
        numbers[id(heat)] = heat, before + _on(design, node_id, left)
    return list(numbers.values())


def _all_of(heat: DeviceHeat, column: int) -> Figure:
    air, liquid = (
        (heat.air_typical_w, heat.liquid_typical_w),
        (heat.air_max_w, heat.liquid_max_w),
    )[column]
    if liquid is _NO_HEAT:
        return air
    return total("heat of one", (air, liquid), "W")
