"""What failures take along by themselves: the accelerators in what has failed, and those it cuts off."""

from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from designer.analysis.cabling import Flags, Floats, Ints
from designer.analysis.counts import accelerators_in
from designer.analysis.fabric import Fabric
from designer.analysis.grouping import ranked
from designer.analysis.quantities import drawn_chips, role_of
from designer.analysis.survey import Survey, survey_of
from designer.model.parts import Medium

_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)


def accelerators_lost(survey: Survey) -> int | None:
    """Accelerators that failed themselves or no longer reach the most of those they reached before.

    None when the network is too large to be laid out copy by copy.
    """
    if not survey.failed:
        return 0
    after = survey.fabric(_FABRIC)
    before = survey_of(survey.design).fabric(_FABRIC)
    if after is None or before is None:
        return None
    return _failed_themselves(survey) + _cut_off(survey, before, after)


def _failed_themselves(survey: Survey) -> int:
    design, failed, lost = survey.design, survey.failed, 0
    drawn = drawn_chips(design)
    for node_id, node in design.nodes.items():
        if node_id in drawn:
            continue
        each = sum(accelerators_in(design, design.part_of(node)).values())
        if not each and role_of(node) == "accelerator":
            each = 1
        if each and node_id in failed.nodes:
            lost += each * design.total_copies(node_id)
        elif each and node_id in failed.copies:
            lost += each * len(set[int]().union(*failed.copies[node_id]))
    return lost


def _cut_off(survey: Survey, before: Fabric, after: Fabric) -> int:
    roster = survey.roster
    inside = np.array([roster.accelerators.get(i, 0) for i in after.nodes], dtype=np.int64)[after.node_of()]
    endpoints = after.vertices(roster.endpoints(_FABRIC))
    if not endpoints.size:
        return 0
    _, island = components(before.tail, before.head, before.size)
    weights = np.zeros(after.size)
    weights[endpoints] = np.maximum(inside[endpoints], 1)
    gone = stranded(after, weights, island) & ~stranded(before, weights, island)
    return int(inside[endpoints][gone[endpoints]].sum())


def components(tail: Ints, head: Ints, size: int) -> tuple[int, Ints]:
    """How many islands the edges TAIL – HEAD leave among SIZE vertices, and the island of each vertex."""
    joined = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(size, size))
    count, found = connected_components(joined, directed=False)
    return int(count), np.asarray(found, dtype=np.int64)


def stranded(fabric: Fabric, weights: Floats, island: Ints) -> Flags:
    """Per vertex, whether it misses the part of its ISLAND that joins the most; hosts do not forward for others."""
    passes = fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
    count, part = components(fabric.tail[passes], fabric.head[passes], fabric.size)
    own = np.flatnonzero(fabric.forwards)
    to_head = ~fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
    to_tail = fabric.forwards[fabric.tail] & ~fabric.forwards[fabric.head]
    vertex = np.concatenate([own, fabric.tail[to_head], fabric.head[to_tail]])
    reached = part[np.concatenate([own, fabric.head[to_head], fabric.tail[to_tail]])]
    # As one number each, sorted: rows, and a million such numbers by their hash, take ten times as long.
    key, _ = ranked(vertex * max(1, count) + reached)
    pairs = np.stack([key // max(1, count), key % max(1, count)], axis=1)
    joined = np.bincount(pairs[:, 1], weights=weights[pairs[:, 0]], minlength=count)
    ends = np.bincount(pairs[:, 1], weights=weights[pairs[:, 0]] > 0, minlength=count)
    pairs = pairs[ends[pairs[:, 1]] > 1]  # who is alone reaches nobody
    # The heaviest part of every island: sorted by weight, the last one written stays.
    order = pairs[np.argsort(joined[pairs[:, 1]], kind="stable")]
    heaviest = np.full(int(island.max(initial=0)) + 1, -1, dtype=np.int64)
    heaviest[island[order[:, 0]]] = order[:, 1]
    stranded = np.ones(fabric.size, dtype=np.bool_)
    stranded[pairs[:, 0][pairs[:, 1] == heaviest[island[pairs[:, 0]]]]] = False
    return stranded
