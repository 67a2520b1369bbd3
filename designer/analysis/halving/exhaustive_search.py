"""The smallest cut between balanced halves of a small network, by trying every side of its switches."""

from typing import Final

import numpy as np

from designer.analysis.halving.graph import first_of
from designer.analysis.network.cabling import Flags, Ints
from designer.analysis.network.fabric import Fabric

MOST_SWITCHES: Final = 13
_MOST_SORTS: Final = 64


def smallest_cut(fabric: Fabric, endpoints: Ints) -> Flags | None:
    """Return which of ENDPOINTS are in one half where the cut between balanced halves is the smallest there is.

    For each way to part the switches, the endpoints part best by what each is joined to on either side, so only the
    ways of the switches are tried. None where endpoints pass traffic on, weigh differently or the network is too large.
    """
    switches = np.flatnonzero(fabric.forwards & fabric.alive)
    if not 0 < switches.size <= MOST_SWITCHES or fabric.forwards[endpoints].any() or endpoints.size < 2:
        return None
    joined = np.zeros((fabric.size, fabric.size)) if fabric.size <= 2_000 else None
    if joined is None:
        return None
    np.add.at(joined, (fabric.tail, fabric.head), fabric.cables * fabric.to_head[fabric.link])
    np.add.at(joined, (fabric.head, fabric.tail), fabric.cables * fabric.to_tail[fabric.link])
    # Endpoints that are joined alike, out and in, are of one sort.
    both = np.concatenate([joined[np.ix_(endpoints, switches)], joined[np.ix_(switches, endpoints)].T], axis=1)
    rows, sort = np.unique(both, axis=0, return_inverse=True)
    counts = np.bincount(sort.ravel(), minlength=len(rows))
    if len(rows) > _MOST_SORTS:
        return None
    between = joined[np.ix_(switches, switches)]
    out, into = rows[:, : switches.size], rows[:, switches.size :]
    # The last switch stays on the far side: the other ways are the same halves turned round, where both ways are alike.
    ways = np.arange(1 << (switches.size - (0 if fabric.directed else 1)))
    near = ((ways[:, None] >> np.arange(switches.size)) & 1).astype(float)
    cut = np.einsum("wi,ij,wj->w", near, between, 1.0 - near)
    # What an endpoint of each sort costs on the near side, and how much more than on the far side.
    dear = (1.0 - near) @ out.T
    more = dear - near @ into.T
    order = np.argsort(more, axis=1, kind="stable")
    in_order = counts[order]
    before = np.cumsum(in_order, axis=1) - in_order
    least, wanted = np.inf, np.zeros(len(rows), dtype=np.int64)
    # An odd one is on the near side or on the far one.
    for half in {endpoints.size // 2, endpoints.size - endpoints.size // 2}:
        taken = np.clip(half - before, 0, in_order)
        cost = cut + (near @ into.T) @ counts + np.sum(np.take_along_axis(more, order, axis=1) * taken, axis=1)
        best = int(np.argmin(cost))
        if cost[best] < least:
            least = float(cost[best])
            wanted[order[best]] = taken[best]
    return first_of(sort.ravel().astype(np.int64), wanted)
