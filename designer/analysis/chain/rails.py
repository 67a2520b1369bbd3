"""Rates of hosts that send along the rails of a fabric: what leaves by one card arrives by the same card.

Collective libraries lead one ring over each rail, moving data to the right card inside the host first. A rail that one
host has lost is then lost to all, and the others are as full as before; hashing over all equal paths would crowd what
is left of the lost rail's neighbours instead.
"""

from typing import Final, NamedTuple

import numpy as np

from designer.analysis.chain.shifts import slowest_each_way
from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.copy_groups import grouped
from designer.analysis.network.ecmp import PairDemand, ecmp_loads
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.traffic_patterns import rails_of
from designer.analysis.sparse import coo_array, csc_array

_SAME: Final = 1e-9


class RailUse(NamedTuple):
    """Rate of a host along its rails.

    Attributes:
        rails: Rails that all hosts have left.
        of: Rails as drawn.
        gbps: What a host gets over them, one way.
        link: The link that holds them up; "" where their own cables do.
    """

    rails: int
    of: int
    gbps: float
    link: str


def rail_use(whole: Fabric, fabric: Fabric, vertices: Ints) -> RailUse | None:
    """Return the rate of VERTICES, hosts on FABRIC, along the rails of WHOLE, the same before any failure.

    Every host sends to all others equally often on every rail that all of them have left. None where there are no
    rails, where none is left, or where one has no path from switch to switch.
    """
    rails, _ = rails_of(whole, vertices)
    if rails is None:
        return None
    switch, pair = rails
    left = cables_left(whole, fabric, pair).all(axis=0)
    if not left.any():
        return None
    # The slowest cable of a rail sets its pace, in its slower direction: every host gets on it what it sends.
    rates = whole.gbps[whole.link[pair]].min(axis=0)
    network = grouped(fabric, np.full(fabric.size, -1, dtype=np.int64))
    rows: list[Ints] = []
    columns: list[Ints] = []
    sent: list[Floats] = []
    for rail in np.flatnonzero(left).tolist():
        # Per switch of the rail, how many of the hosts hang on it; what they send each other stays inside it.
        where, hosts = np.unique(network.at[switch[:, rail]], return_counts=True)
        # (switches, switches) Gb/s: each host sends its rate evenly to the others, so a pair of switches gets the
        # product of their hosts.
        flow = np.outer(hosts, hosts) * float(rates[rail]) / (vertices.size - 1)
        np.fill_diagonal(flow, 0.0)
        rows.append(np.repeat(where, where.size))
        columns.append(np.tile(where, where.size))
        sent.append(flow.ravel().astype(np.float64))
    table = (np.concatenate(sent), (np.concatenate(rows), np.concatenate(columns)))
    pairs = csc_array(coo_array(table, shape=(network.size, network.size)))
    loads = ecmp_loads(network, PairDemand((pairs,)))
    if loads.lost > _SAME * max(loads.total, 1.0):
        return None
    # (edges,): load of the fuller direction over the rate of all cables of the edge, the slowest cable taken for all.
    up, down = slowest_each_way(fabric, network)
    use = np.maximum(loads.up.sum(axis=0) / up, loads.down.sum(axis=0) / down) / np.maximum(network.cables, 1.0)
    worst, together = float(use.max(initial=0.0)), float(rates[left].sum())
    if worst <= 1 + _SAME:
        return RailUse(int(left.sum()), left.size, together, "")
    full = np.unique(fabric.link[use[network.edge] >= worst * (1 - _SAME)])
    return RailUse(int(left.sum()), left.size, together / worst, min(fabric.links[n] for n in full.tolist()))


def cables_left(whole: Fabric, fabric: Fabric, pair: Ints) -> Flags:
    """Of each cable, by the PAIR of WHOLE that it belongs to, whether it is left in FABRIC; shape as PAIR."""
    size, links = whole.size, len(whole.links)
    key = (fabric.tail * size + fabric.head) * links + fabric.link
    order = np.argsort(key, kind="stable")
    wanted = (whole.tail * size + whole.head) * links + whole.link
    place = np.minimum(np.searchsorted(key[order], wanted), max(key.size - 1, 0))
    living = np.zeros(wanted.size, dtype=np.int64)
    if key.size:
        found = order[place]
        living = np.where(key[found] == wanted, fabric.cables[found], 0)
    # Of several cables of a host that join the same two copies, the last ones are the lost ones.
    turn = np.zeros_like(pair)
    for column in range(1, pair.shape[1]):
        turn[:, column] = np.where(pair[:, column] == pair[:, column - 1], turn[:, column - 1] + 1, 0)
    return turn < living[pair]
