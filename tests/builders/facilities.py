"""Power, coolant and air of a few racks, with round figures: what feeds and cools them, and what fails."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from designer.model.design import Design, Link, Node, Settings
from designer.model.rooms.room_plan import RoomPlan, rectangle
from tests.builders.designs import design_of, link


def unit(node_id: str, kind: str, copies: int = 1, parent: str | None = None, **facts: float) -> Node:
    """Return a node with FACTS of its own."""
    return Node(id=node_id, kind=kind, copies=copies, parent=parent, facts=facts)


def feed(a: str, b: str, cables: int = 1, side: str = "") -> Link:
    """Return power cables from A to B."""
    return link(a, b, "power", cables, side=side)


def pipe(a: str, b: str, cables: int = 1) -> Link:
    """Return coolant pipes from A to B."""
    return link(a, b, "coolant", cables)


def walls(node_id: str, width_m: float, depth_m: float, height_m: float = 3.0) -> Node:
    """Return a room with four walls."""
    plan = RoomPlan(outline=rectangle(width_m * 1000, depth_m * 1000), height_mm=height_m * 1000)
    return Node(id=node_id, kind="room", plan=plan)


def _design(
    *inside: Node | Link, choices: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None, **set_: float
) -> Design:
    settings = Settings(assumptions=set_, choices=choices or {})
    return design_of(*(replace(one, **(more or {}).get(one.id, {})) for one in inside), settings=settings)


LIQUID_COOLED = {"liquid_heat_share": 0.8, "coolant_max_c": 45.0}
FACILITIES: Mapping[str, Design] = {
    # Two servers of 4 kW, typically 3, behind one PDU, UPS (95 %, 6 minutes) and utility.
    "one path": _design(
        unit("utility", "utility"),
        unit("ups", "ups", capacity_w=20_000.0, efficiency=0.95, battery_min=6.0),
        unit("pdu", "pdu", capacity_w=10_000.0),
        unit("host", "host", 2, power_max_w=4_000.0, power_typical_w=3_000.0),
        feed("utility", "ups"),
        feed("ups", "pdu"),
        feed("pdu", "host", 2),
    ),
    # Each of three racks has a PDU of either side; each side carries everything.
    "two sides": _design(
        unit("rack", "rack", 3),
        unit("host", "host", 2, "rack", power_max_w=4_000.0, power_typical_w=3_000.0),
        *(
            one
            for side in "ab"
            for one in (
                unit(f"utility-{side}", "utility"),
                unit(f"generator-{side}", "generator", capacity_w=40_000.0),
                unit(f"gear-{side}", "switchgear"),
                unit(f"ups-{side}", "ups", capacity_w=30_000.0, efficiency=0.9, battery_min=5.0),
                unit(f"pdu-{side}", "pdu", 1, "rack", capacity_w=9_000.0),
                feed(f"utility-{side}", f"gear-{side}"),
                feed(f"generator-{side}", f"gear-{side}"),
                feed(f"gear-{side}", f"ups-{side}"),
                feed(f"ups-{side}", f"pdu-{side}", 3),
                feed(f"pdu-{side}", "host", 2, side.upper()),
            )
        ),
    ),
    # Three UPSs of 10 kW work on one board and carry 16 kW: two are needed, the third is to spare.
    "one more": _design(
        unit("utility", "utility"),
        unit("ups", "ups", 3, capacity_w=10_000.0, battery_min=4.0),
        unit("board", "switchgear"),
        unit("pdu", "pdu", 2, capacity_w=8_500.0),
        unit("host", "host", 4, power_max_w=4_000.0),
        feed("utility", "ups", 3),
        feed("ups", "board", 3),
        feed("board", "pdu", 2),
        feed("pdu", "host", 4),
    ),
    # A breaker of 208 V and 30 A is asked for more than 80 % of it; a transformer before it loses 2 %.
    "too much": _design(
        unit("transformer", "transformer", capacity_va=20_000.0, efficiency=0.98),
        unit("panel", "rpp", volts=208.0, amps=30.0, phases=3.0),
        unit("host", "host", 3, power_max_w=4_000.0),
        feed("transformer", "panel"),
        feed("panel", "host", 3),
    ),
    # Air of a room: two coolers of 12 kW for 16 kW; one alone is too little.
    "air": _design(
        walls("hall", 5.0, 4.0),
        unit("rack", "rack", 2, "hall"),
        unit("host", "host", 2, "rack", power_max_w=4_000.0, airflow_cfm=500.0, weight_kg=30.0, inlet_max_c=35.0),
        unit("crah", "crah", 2, "hall", cooling_capacity_w=12_000.0, airflow_cfm=1_500.0, supply_c=20.0),
    ),
    # Liquid: 80 % of 10 kW a server goes into a loop with two coolant units, the rest into the air.
    "liquid": _design(
        unit("hall", "room"),
        unit("rack", "rack", 2, "hall"),
        unit(
            "host",
            "host",
            1,
            "rack",
            power_max_w=10_000.0,
            power_typical_w=8_000.0,
            liquid_heat_share=0.8,
            coolant_max_c=45.0,
        ),
        unit("crah", "crah", 1, "hall", cooling_capacity_w=5_000.0),
        unit("cdu", "cdu", 2, "hall", cooling_capacity_w=12_000.0, approach_c=4.0, coolant_volume_l=100.0),
        unit("tower", "cooling-tower", 1, cooling_capacity_w=50_000.0, supply_c=26.0),
        pipe("tower", "cdu", 2),
        pipe("cdu", "host", 2),
    ),
    # A plant: two chillers of 30 kW with a COP of 5 and a dry cooler behind them, fed from the utility with the hosts.
    "plant": _design(
        walls("hall", 10.0, 8.0),
        unit("rack", "rack", 4, "hall"),
        unit("host", "host", 1, "rack", power_max_w=10_000.0, power_typical_w=7_500.0),
        unit("crah", "crah", 3, "hall", cooling_capacity_w=20_000.0, power_max_w=1_000.0),
        unit("chiller", "chiller", 2, cooling_capacity_w=30_000.0, cop=5.0),
        unit("dry", "dry-cooler", 2, cooling_capacity_w=40_000.0, power_max_w=800.0),
        unit("utility", "utility"),
        unit("ups", "ups", 2, capacity_w=50_000.0, efficiency=0.96),
        pipe("dry", "chiller", 2),
        pipe("chiller", "crah", 3),
        feed("utility", "ups", 2),
        feed("ups", "host", 4),
        feed("utility", "crah", 3),
        feed("utility", "chiller", 2),
        feed("utility", "dry", 2),
        free_cooling_h=4_380.0,
        demand_usd_per_kw_month=10.0,
        electricity_usd_per_kwh=0.1,
        grid_kg_per_kwh=0.5,
        idle_share=0.5,
        utilisation=0.6,
    ),
}
