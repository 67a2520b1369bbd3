"""Small cooled designs for tests."""

from typing import Any

from designer.analysis.cooling.records import HeatResult
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from designer.model.rooms.room_plan import RoomPlan, rectangle


def pipe(link_id: str, a: str, b: str, cables: int = 1, **more: Any) -> Link:
    """A coolant link from what gives the cold to what takes it."""
    return Link(id=link_id, a=a, b=b, medium="coolant", cables=cables, **more)


def room(node_id: str, width_mm: float, depth_mm: float, height_mm: float = 3_000.0) -> Node:
    """A room with four walls."""
    plan = RoomPlan(outline=rectangle(width_mm, depth_mm), height_mm=height_mm)
    return Node(id=node_id, kind="room", plan=plan)


def heat(design: Design, *fail: str) -> HeatResult:
    """What is said of the heat of DESIGN when FAIL has failed."""
    found = analyze(design, only=("cooling",), fail=fail).cooling
    assert found is not None
    return found.heat
