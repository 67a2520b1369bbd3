"""Devices that feed the chosen optics and active cables: those in whose cages they stick."""

from collections.abc import Mapping

import numpy as np

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.cable_buying import Chooser, SeatOptics
from designer.analysis.rooms.cable_routes import CableRoutes
from designer.analysis.rooms.optics_power import is_active
from designer.model.kinds import OPTICS


def optics_at(
    routes: CableRoutes, chooser: Chooser, chosen: Ints, counted: SeatOptics
) -> Mapping[str, Mapping[str, float]]:
    """Return how many of each optic and active cable the copies of each node feed together, by node and part.

    Args:
        routes: The cables.
        chooser: Has the choices.
        chosen: Which of them each row of ROUTES takes (n,); -1 for none, and as in what is bought for unknown lengths.
        counted: Of `optics_by_seat` for the same.
    """
    found: dict[str, dict[str, float]] = {}

    def add(seats: Ints, number: Floats, part: str) -> None:
        for node_id, many in _by_node(routes, seats, number).items():
            at = found.setdefault(node_id, {})
            at[part] = at.get(part, 0.0) + many

    for k, part in enumerate(counted.parts):
        here = counted.code == k
        add(counted.seat[here], counted.number[here], part)
    for place in np.unique(chosen[chosen >= 0]).tolist():
        choice = chooser.choices[place]
        cable = chooser.parts.get(choice.cable)
        if cable is not None and cable.kind not in OPTICS and is_active(cable):
            here = chosen == place
            # Half of what a cable draws comes from the device at each end.
            half = routes.count[here] * choice.fibres / choice.links / 2.0
            add(routes.a[here], half, cable.id)
            add(routes.b[here], half, cable.id)
    return found


def _by_node(routes: CableRoutes, seats: Ints, number: Floats) -> dict[str, float]:
    """NUMBER (m,) of what sticks in SEATS (m,), by node; seats below 0 are ends of links counted as one row."""
    found: dict[str, float] = {}
    drawn = seats >= 0
    # By node, the sum of NUMBER over its seats; an ending that has no seat in space is found by its link below.
    sums = np.bincount(routes.seats.node[seats[drawn]], number[drawn], len(routes.seats.ids))
    for place in np.flatnonzero(sums).tolist():
        found[routes.seats.ids[place]] = float(sums[place])
    if not drawn.all():
        ends = {
            seat: node_id
            for link, a, b in zip(routes.link.tolist(), routes.a.tolist(), routes.b.tolist(), strict=True)
            if a < 0
            for seat, node_id in ((a, routes.links[link].a), (b, routes.links[link].b))
        }
        for seat, many in zip(seats[~drawn].tolist(), number[~drawn].tolist(), strict=True):
            found[ends[seat]] = found.get(ends[seat], 0.0) + many
    return found
