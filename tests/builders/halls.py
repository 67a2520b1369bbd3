"""Rooms, and what stands on their floors."""

from typing import Any

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.model.design import Design, FloorPlace, Node, RackPlace
from designer.model.parts.part import Price
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, RoomPlan, Tray, rectangle
from tests.builders.designs import design_of, link
from tests.builders.racks import device, rack
from tests.shipped import LIBRARY


def hall(wide_mm: float = 20_000, deep_mm: float = 12_000, node_id: str = "hall", **plan: Any) -> Node:
    """Return a room of WIDE_MM × DEEP_MM with walls; PLAN are further fields of its plan, as trays and aisles."""
    return Node(id=node_id, kind="room", plan=RoomPlan(outline=rectangle(wide_mm, deep_mm), **plan))


def at(x_mm: float, y_mm: float, turn: float = 0.0, **place: float) -> FloorPlace:
    """Return the place of something on a floor, its corner at X_MM and Y_MM, turned by TURN degrees."""
    return FloorPlace(x_mm=x_mm, y_mm=y_mm, rotation_deg=turn, **place)


def line_of(tray_id: str, *corners: tuple[float, float], **fields: Any) -> Tray:
    """Return a tray along CORNERS, in mm."""
    return Tray(id=tray_id, line=tuple(Point(x_mm=x, y_mm=y) for x, y in corners), **fields)


CABLING: Library = Library(
    parts={
        name: replace(
            LIBRARY.parts[name],
            prices=(Price(low=usd * 0.5, typical=usd, high=usd * 2, basis="street"),),
            lengths=tuple(replace(one, price=None) for one in LIBRARY.parts[name].lengths),
        )
        for name, usd in (
            ("nvidia/mcp4y10-800g-dac", 200.0),
            ("nvidia/mca4j80-800g-acc", 600.0),
            ("nvidia/mma4z00-ns", 1_000.0),
            ("nvidia/mma4z00-ns-flt", 1_100.0),
            ("nvidia/mcp4y10-800g-dac-flt", 250.0),
            ("nvidia/mca4j80-800g-acc-ftf", 700.0),
            ("nvidia/mfa7u10-400g-aoc-split", 900.0),
            ("nvidia/mfp7e10-mmf", 50.0),
            ("generic/cat6a", 10.0),
        )
        if name in LIBRARY.parts
    }
)


def small_hall() -> Design:
    """Return a hall of 9 × 7 m: two racks with two servers of eight ports each, one with two leaves, one apart.

    Racks stand with their fronts at y 3.2 m, 0.8 m wide; a tray runs 0.3 m before them, another along the wall to the
    rack that stands apart. Leaves have a cable to each of four servers, a management switch and each other.
    """
    plan = {
        "trays": (
            line_of("main", (500, 3_500), (6_500, 3_500), width_mm=100.0, above_mm=2_500.0),
            line_of("power", (500, 1_900), (6_500, 1_900), media=("power",)),
        ),
        "doors": (Door(x_mm=9_000.0, y_mm=3_000.0, along_deg=90.0),),
        "columns": (Box(x_mm=5_900.0, y_mm=2_900.0, width_mm=400.0, depth_mm=400.0),),
        "keep_outs": (KeepOut(corners=rectangle(600.0, 600.0), why="stairs"),),
        "aisles": (
            Aisle(kind="cold", area=Box(x_mm=1_000.0, y_mm=3_200.0, width_mm=4_800.0, depth_mm=1_200.0)),
            Aisle(kind="hot", area=Box(x_mm=1_000.0, y_mm=800.0, width_mm=4_800.0, depth_mm=1_200.0), contained=True),
        ),
        "load_limit_kg_per_m2": 400.0,
    }
    return design_of(
        hall(9_000, 7_000, **plan),
        rack("compute", 1_000, 2_000, copies=2, facts={"width_mm": 800.0, "load_limit_kg": 300.0}),
        rack("network", 2_600, 2_000, facts={"width_mm": 800.0}),
        rack("apart", 7_000, 5_000, turn=90.0),
        device("box", "compute", 1, part="nvidia/dgx-h100", copies=2),
        device("leaf", "network", 40, kind="switch", part="nvidia/qm9700", copies=2),
        device("manager", "network", 38, kind="switch", part="nvidia/sn2201"),
        device("near", "network", 20, kind="storage", part="ddn/ai400x2"),
        device("store", "apart", 10, kind="storage", part="ddn/ai400x2"),
        device("strip", "compute", kind="pdu", part="apc/ap8886", rack=RackPlace(u=1, zero_u=True)),
        link("box", "leaf", cables=8),
        link("leaf", "leaf", cables=2, spread="ring"),
        link("box", "manager", "management", 4),
        link("store", "leaf", cables=2),
        link("near", "leaf", cables=4),
        link("near", "store", "management", 1, length_m=60.0),
        link("strip", "box", "power", 4),
        shipped=True,
    )
