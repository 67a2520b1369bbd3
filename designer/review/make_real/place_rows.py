"""Rows about a place, before and after: racks that stand, floor, cables with a length, lines with a price."""

import numpy as np

from designer.analysis.rooms.cable_records import CablesResult
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import FLOOR_RACKS, ROOMS
from designer.model.rooms.floor_positions import standing
from designer.review.effects.preview import State
from designer.review.effects.records import EffectRow

_M2 = 1e6


def place_rows(old: State, new: State) -> tuple[EffectRow, ...]:
    """Return rows of what stands where, for two states of a design."""
    figures = [_figures(state) for state in (old, new)]
    return tuple(
        EffectRow(key=key, title=title, before=before, after=after)
        for (key, title, before), (_, _, after) in zip(*figures, strict=True)
    )


def _figures(state: State) -> list[tuple[str, str, Figure | None]]:
    cables = state.results.cables
    lines = state.results.cost.lines if state.results.cost is not None else ()
    priced = sum(line.unit_usd.known for line in lines)
    return [
        ("racks", "Racks placed", leaf("racks placed", float(_racks(state.design)), "racks")),
        ("floor", "Floor", _floor(state.design)),
        ("cables_long", "Cables with a length", leaf("cables with a length", float(_measured(cables)), "cables")),
        ("cable_m", "Cable in all", cables.metres if cables is not None else None),
        ("priced", "Priced lines", leaf("priced lines", float(priced), f"of {len(lines)}")),
    ]


def _racks(design: Design) -> int:
    """Return how many racks have a place; plant that stands on a floor is none."""
    found = standing(design)
    racks = [design.nodes[name].kind in FLOOR_RACKS for name in found.ids]
    return int(np.count_nonzero(np.array(racks, dtype=bool)[found.node])) if racks else 0


def _measured(cables: CablesResult | None) -> int:
    return cables.cables - cables.unknown if cables is not None else 0


def _floor(design: Design) -> Figure | None:
    """Return the floor of all rooms that have walls, m²; None where there is none."""
    areas: list[float] = []
    for node in design.nodes.values():
        corners = node.plan.outline if node.kind in ROOMS and node.plan is not None else ()
        if len(corners) > 2:
            x = np.array([corner.x_mm for corner in corners])
            y = np.array([corner.y_mm for corner in corners])
            # Half the sum of the cross products of neighbouring corners (the shoelace formula).
            area = abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2
            areas.append(area / _M2 * design.total_copies(node.id))
    return leaf("floor", sum(areas), "m²") if areas else None
