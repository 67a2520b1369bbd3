"""The rack and the rack unit of a device by the design alone, for racks that have no place on a floor yet."""

import math
from typing import NamedTuple

from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.kinds import FLOOR_RACKS
from designer.model.rooms.rack_slots import all_rack_slots


class _Home(NamedTuple):
    """Places of the copies of a node: their rack, how many of them are in one, and what holds them there."""

    rack: str
    in_rack: int
    holder: str
    holders_in_rack: int


class RackHomes:
    """Racks of devices, each node looked up once."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._homes: dict[str, _Home | None] = {}
        self._units: dict[str, dict[tuple[str, int], int]] = {}

    def of(self, node_id: str, copy: int) -> tuple[str, float]:
        """Return (copy of the rack, lowest unit) of COPY of a node: ("rack[3]", 7); ("", NaN) outside of any rack."""
        if node_id not in self._homes:
            self._homes[node_id] = self._find(node_id)
        home = self._homes[node_id]
        if home is None:
            return "", math.nan
        if home.rack not in self._units:
            slots = all_rack_slots(self._design).get(home.rack)
            seats = slots.seats if slots is not None else ()
            self._units[home.rack] = {(seat.node, seat.copy): seat.unit for seat in seats if not seat.zero_u}
        within = copy % home.in_rack
        # Copies of a card share the unit of the server that they are in.
        holder = within * home.holders_in_rack // home.in_rack
        unit = self._units[home.rack].get((home.holder, holder), math.nan)
        return copy_id(home.rack, copy // home.in_rack), float(unit)

    def _find(self, node_id: str) -> _Home | None:
        nodes = self._design.nodes
        chain = [one for one in (node_id, *self._design.ancestors(node_id)) if one in nodes]
        depth = next((k for k, one in enumerate(chain) if nodes[one].kind in FLOOR_RACKS), -1)
        if depth < 0:
            return None
        rack, holder = chain[depth], chain[max(depth - 1, 0)]
        racks = max(self._design.total_copies(rack), 1)
        return _Home(
            rack,
            max(self._design.total_copies(node_id) // racks, 1),
            holder,
            max(self._design.total_copies(holder) // racks, 1),
        )
