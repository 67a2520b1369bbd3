"""Losses with one copy of a patch panel or optical circuit switch: all that runs through it."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.halving.records import Halves
from designer.analysis.network.cabling import Flags, Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import flow_between, max_flow
from designer.analysis.reach.reachability import cut_off, memberships, reaching
from designer.analysis.resilience.connectivity import Weight, keep_worst
from designer.analysis.resilience.losses import Kind, Loss

_MOST: Final = 64
"""So many copies of panels are tried, those with the most cables first."""


def _copies(fabric: Fabric) -> Iterator[tuple[str, Ints]]:
    """Every copy of a panel with the pairs that go through it, those with the most cables first."""
    through = fabric.through
    if through is None:
        return
    # Copies by the cables through them, as many as may be tried.
    panels, place = np.unique(through.panel, return_inverse=True)
    cables = np.bincount(place.ravel(), fabric.cables[through.panel_pair], panels.size)
    node_of = fabric.node_of()
    for n in np.argsort(-cables, kind="stable")[:_MOST].tolist():
        yield fabric.nodes[int(node_of[panels[n]])], through.panel_pair[place.ravel() == n]


def untried(fabric: Fabric) -> int:
    """Return how many copies of panels are too many to be tried."""
    return 0 if fabric.through is None else max(0, np.unique(fabric.through.panel).size - _MOST)


def without(fabric: Fabric, pairs: Ints) -> Fabric:
    """FABRIC without PAIRS; what runs through its panels is then told no more."""
    kept = np.ones(fabric.tail.size, dtype=np.bool_)
    kept[pairs] = False
    columns = (fabric.tail[kept], fabric.head[kept], fabric.cables[kept], fabric.link[kept])
    tail, head, cables, link = columns
    return replace(fabric, tail=tail, head=head, cables=cables, link=link, through=None)


def panels_cut_off(fabric: Fabric, endpoints: Ints, inside: Ints, stores: Flags) -> dict[tuple[Kind, str], Weight]:
    """Return, by panel, the ENDPOINTS that the worst of its copies cuts off, the accelerators INSIDE and their Gb/s.

    STORES tells per vertex whether accelerators read from it.
    """
    found: dict[tuple[Kind, str], Weight] = {}
    if fabric.through is None:
        return found
    line, weights = fabric.line_gbps(), np.maximum(inside, 1).astype(np.float64)
    before = memberships(fabric, endpoints)
    reading = reaching(before, stores)
    for panel, pairs in _copies(fabric):
        after = memberships(without(fabric, pairs), endpoints)
        gone = cut_off(before, after, endpoints, weights)
        stranded = inside[reading & ~reaching(after, stores)].sum()
        if gone.size:
            lost = (float(gone.size), float(inside[gone].sum()), float(line[gone].sum()), float(stranded))
            keep_worst(found, ("node", panel), lost)
    return found


def panel_flows(fabric: Fabric, halves: Halves, before: float) -> dict[str, Loss]:
    """Return, by panel, what is left of the flow BEFORE between HALVES when the worst of its copies is lost."""
    found: dict[str, Loss] = {}
    for panel, pairs in _copies(fabric):
        left = min(before, max_flow(flow_between(without(fabric, pairs), halves.near, halves.far)))
        if panel not in found or left < found[panel].flow:
            found[panel] = Loss(panel, "node", left)
    return found
