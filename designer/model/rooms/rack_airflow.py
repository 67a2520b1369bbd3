"""Direction of the air through what stands on the floor: in at the front and out at the rear, or against that."""

from collections.abc import Iterable

from designer.model.design import Design
from designer.model.kinds import RACKS
from designer.model.rooms.rack_slots import Box, RackSlots, all_rack_slots, box_of


def direction(box: Box, face: str) -> int:
    """Return the direction of a device's air through its rack; one that looks to the rear blows the other way."""
    return box.air if face == "front" else -box.air


def main_air(slots: RackSlots) -> int:
    """1 when most seats of a rack blow from front to rear, -1 the other way, 0 where none says or both are equal."""
    total = sum(direction(slots.boxes[seat.node], seat.face) for seat in slots.seats if not seat.zero_u)
    return (total > 0) - (total < 0)


def air_ways(design: Design, ids: Iterable[str]) -> dict[str, int]:
    """Return the direction of the air of each of IDS on the floor: 1 front to rear, -1 against that, 0 unsaid."""
    wanted = [one for one in ids if one in design.nodes]
    racks = [one for one in wanted if design.nodes[one].kind in RACKS]
    ways = {rack_id: main_air(slots) for rack_id, slots in all_rack_slots(design, racks).items()}
    return {one: ways[one] if one in ways else box_of(design, design.nodes[one]).air for one in wanted}
