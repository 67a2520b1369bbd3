"""Snapping of things on the floor while they are dragged: to neighbours' edges, else tiles; with Alt, none."""

from typing import Final, NamedTuple

from designer.drawing.drawing import Floats
from designer.drawing.records import Rect
from designer.drawing.rooms.floor_shapes import MM
from designer.model.rooms.room_plan import RoomPlan
from designer.ui.canvas.interaction.snapping import snapped
from designer.ui.canvas.port import Guide

PLAIN_STEP_MM: Final = 100.0
"""Where there are no tiles."""


class FloorSnap(NamedTuple):
    """A corrected offset in units of the drawing, and the lines it aligns to."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


def step_of(plan: RoomPlan) -> float:
    """Distance of the places at which things come to rest, mm: half a tile, so that walls and doors fit too."""
    return plan.tile_mm / 2 if plan.tile_mm else PLAIN_STEP_MM


def point_mm(plan: RoomPlan, x: float, y: float, *, free: bool) -> tuple[float, float]:
    """A point of the drawing in mm of the room, on the nearest half tile unless it is FREE."""
    if free:
        return round(x * MM, 1), round(y * MM, 1)
    step = step_of(plan)
    return _near(x * MM, plan.tile_x_mm, step), _near(y * MM, plan.tile_y_mm, step)


def drag(plan: RoomPlan, rect: Rect, dx: float, dy: float, others: Floats, scale: float, *, free: bool) -> FloorSnap:
    """Offset (DX, DY) of RECT: drawn to its neighbours' edges, else with its corner to tiles; as it is when FREE."""
    if free:
        return FloorSnap(round(dx * MM) / MM, round(dy * MM) / MM)
    near = snapped(rect, dx, dy, others, scale)
    aligned_x = any(guide.x1 == guide.x2 for guide in near.guides)
    aligned_y = any(guide.y1 == guide.y2 for guide in near.guides)
    step = plan.tile_mm or PLAIN_STEP_MM
    x = near.dx if aligned_x else _near((rect.x + dx) * MM, plan.tile_x_mm, step) / MM - rect.x
    y = near.dy if aligned_y else _near((rect.y + dy) * MM, plan.tile_y_mm, step) / MM - rect.y
    return FloorSnap(x, y, near.guides)


def _near(value: float, origin: float, step: float) -> float:
    return origin + round((value - origin) / step) * step
