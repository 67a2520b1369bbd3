"""Demands of groups of hosts over the rails in one unit of a pattern, and the pace that their cables set."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.collectives.attachments import Attached
from designer.analysis.collectives.core import Core, Flows
from designer.analysis.collectives.layouts import Pattern, Spread, edges_of
from designer.analysis.network.cabling import Flags, Floats, Ints

MOST_EDGES: Final = 6_000_000
"""Who sends to whom on which rail, at most; beyond it hosts that differ are not told apart."""


class Demand(NamedTuple):
    """Demand in one order of the hosts.

    Attributes:
        gbps: Of one accelerator when its own cables set the pace; 0 where two that exchange share no rail.
        flows: What is then sent from switch to switch.
        parted: Two hosts (positions) that share no rail, where there are any.
    """

    gbps: float
    flows: Flows
    parted: tuple[int, int] | None = None


def demand_of(
    hosts: Attached, core: Core, order: Ints, pattern: Pattern, spread: Spread, *, crossing: bool
) -> Demand | None:
    """Return what HOSTS, taken in ORDER, send in PATTERN when all groups of SPREAD run; None where it is too much.

    Every host sends as much for each of its accelerators; from host to host over the rails that both have, in
    proportion to what they carry. The slowest pair sets the pace.

    Args:
        hosts: How they hang on the fabric.
        core: What joins their switches.
        order: Positions of the hosts in the order that they are taken.
        pattern: What runs.
        spread: Where the groups stand.
        crossing: Whether data cross from rail to rail in the fabric, which all-to-all then does.
    """
    groups = spread.groups(order.size)
    # Groups of one host send nothing; the pace is that of the host alone.
    if not groups.size or groups.shape[1] < 2:
        line = float((hosts.gbps.sum(axis=1) / hosts.each).min())
        nothing = np.zeros(0, np.int64)
        return Demand(min(line, float(hosts.lane_gbps.min())), Flows(nothing, nothing, np.zeros(0)))
    # (groups, size): positions of the hosts, in the order taken.
    places = order[groups]
    alike = _alike(hosts, core)
    if pattern == "all-to-all":
        if crossing:
            return _across(hosts, core, places)
        if alike:
            return _alike_to_all(hosts, core, places)
        if groups.size * groups.shape[1] * hosts.gbps.shape[1] > MOST_EDGES:
            return None
    # (groups · edges,): every edge of the pattern in every group, sender and receiver as positions of hosts.
    edges = edges_of(pattern, groups.shape[1])
    start, end = places[:, edges.start].ravel(), places[:, edges.end].ravel()
    part = np.tile(edges.part, groups.shape[0])
    if alike:
        return _over_alike_rails(hosts, start, end, part)
    return _over_rails(hosts, core, start, end, part, shared=pattern == "all-to-all")


def one_rail(hosts: Attached) -> Attached:
    """Return HOSTS with all of their cables together, each host a vertex of its own."""
    return replace(
        hosts,
        switch=hosts.vertices[:, None],
        gbps=hosts.gbps.sum(axis=1, keepdims=True),
        stated=None,
        whole=True,
    )


def _over_alike_rails(hosts: Attached, start: Ints, end: Ints, part: Floats) -> Demand:
    """The same as `_over_rails` where all hosts have the same rails at the same rates, each hanging together."""
    used, each, size = hosts.gbps[0] > 0, float(hosts.each[0]), hosts.each.size
    share = hosts.gbps[0] / hosts.gbps[0].sum()
    busier = np.maximum(np.bincount(start, part, size), np.bincount(end, part, size))
    pace = _pace(hosts, busier[:, None] * each * share, start)
    # Per rail in use and edge, what goes from switch to switch; what stays on a switch loads nothing beyond.
    a, b = hosts.switch[:, used].T[:, start], hosts.switch[:, used].T[:, end]
    kept = a != b
    flow = (share[used] * each * pace)[:, None] * part
    return Demand(pace, Flows(a[kept], b[kept], flow[kept]))


def _over_rails(hosts: Attached, core: Core, start: Ints, end: Ints, part: Floats, *, shared: bool) -> Demand:
    """Return the demand from START to END (edges,), PART of what a host sends each; SHARED by whom the cards serve."""
    # Rails that both ends have, and that hang together (edges, rails).
    # The slower end of each rail, 0 on rails whose switches are in different islands.
    rate = np.minimum(hosts.gbps[start], hosts.gbps[end])
    rate *= core.island[hosts.switch[start]] == core.island[hosts.switch[end]]
    weight = rate if hosts.stated is None or not shared else np.where(rate > 0, hosts.stated[end], 0.0)
    whole = weight.sum(axis=1)
    lacking = np.flatnonzero(whole <= 0)
    nothing = Flows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    if lacking.size:
        pair = int(start[lacking[0]]), int(end[lacking[0]])
        # A host without any cable is to be named alone.
        lone = [host for host in pair if not hosts.gbps[host].any()]
        return Demand(0.0, nothing, (lone[0], lone[0]) if lone else pair)
    # (edges, rails): the share of each edge that takes each rail, in proportion to what it carries.
    share = weight / whole[:, None]
    # Per host and rail, what leaves and what comes in for one unit of an accelerator's rate.
    sent = (hosts.each[start] * part)[:, None] * share
    out, into = np.zeros(hosts.gbps.shape), np.zeros(hosts.gbps.shape)
    for rail in range(hosts.gbps.shape[1]):
        out[:, rail] = np.bincount(start, sent[:, rail], hosts.each.size)
        into[:, rail] = np.bincount(end, sent[:, rail], hosts.each.size)
    pace = _pace(hosts, np.maximum(out, into), start)
    # Gb/s of each edge on each rail at that pace.
    flow = sent.ravel() * pace
    kept = flow > 0
    flows = Flows(hosts.switch[start].ravel()[kept], hosts.switch[end].ravel()[kept], flow[kept])
    return Demand(pace, flows)


def _pace(hosts: Attached, busier: Floats, taking: Ints) -> float:
    """Gb/s of an accelerator at which no cable of a host is overfull when a unit puts BUSIER on it (hosts, rails)."""
    # Of each rail, how often BUSIER fits into its rate; idle rails bound nothing.
    most = np.divide(hosts.gbps, busier, out=np.full(busier.shape, np.inf), where=busier > 0)
    return min(float(most.min()), float(hosts.lane_gbps[taking].min()))


def _alike(hosts: Attached, core: Core) -> bool:
    """Return True when all hosts have the same rails at the same rates, each rail hanging together."""
    island = core.island[hosts.switch]
    same = (hosts.gbps == hosts.gbps[:1]).all() and (hosts.each == hosts.each[0]).all()
    stated = hosts.stated is None or bool((hosts.stated == hosts.stated[:1]).all())
    used: Flags = hosts.gbps[0] > 0
    return bool(same and stated and used.any() and (island[:, used] == island[:1, used]).all())


def _alike_to_all(hosts: Attached, core: Core, places: Ints) -> Demand:
    """All-to-all in groups of PLACES (groups, size) of hosts that are alike, switch to switch on each rail."""
    size, each = places.shape[1], float(hosts.each[0])
    used = hosts.gbps[0] > 0
    # (rails,): share of a host's traffic on each rail, by whom the cards serve where that is said, else by rate.
    weight = hosts.gbps[0] if hosts.stated is None else np.where(used, hosts.stated[0], 0.0)
    share = weight / weight.sum()
    taking = np.unique(places)
    # A host sends and takes the same on each rail; every host of a group does.
    busier = np.zeros(hosts.gbps.shape)
    busier[taking] = each * share
    pace = _pace(hosts, busier, taking)
    # Evenly to the size − 1 others of the group.
    found = list(_between(hosts.switch[places][:, :, used], pace * each * share[used] / (size - 1)))
    return Demand(pace, _joined(found))


def _between(switch: Ints, gbps: Floats) -> Iterator[Flows]:
    """Yield the flows between switches among hosts of each group, rail by rail.

    Args:
        switch: Where the hosts of each group hang (groups, size, rails).
        gbps: What one of them sends another (rails,).
    """
    for rail in range(switch.shape[2]):
        names, place = np.unique(switch[:, :, rail], return_inverse=True)
        # How many hosts of each group hang on each switch (switches, groups).
        group = np.repeat(np.arange(switch.shape[0]), switch.shape[1])
        count = np.zeros((names.size, switch.shape[0]))
        np.add.at(count, (place.ravel(), group), 1.0)
        # Hosts on one switch times hosts on another, summed over groups; what stays on one switch crosses nothing.
        flow = count @ count.T * gbps[rail]
        np.fill_diagonal(flow, 0.0)
        a, b = np.nonzero(flow)
        yield Flows(names[a], names[b], flow[a, b])


def _across(hosts: Attached, core: Core, places: Ints) -> Demand:
    """All-to-all in groups of PLACES (groups, size) from every card to every card of the other hosts."""
    groups, size = places.shape
    weight = np.where(hosts.gbps > 0, 1.0, 0.0) if hosts.stated is None else np.where(hosts.gbps > 0, hosts.stated, 0.0)
    whole = weight.sum(axis=1)
    nothing = Flows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    taking = np.unique(places)
    if (whole[taking] <= 0).any():
        lone = int(taking[whole[taking] <= 0][0])
        return Demand(0.0, nothing, (lone, lone))
    share = weight / np.maximum(whole, 1e-30)[:, None]
    island = np.where(weight > 0, core.island[hosts.switch], -1)[taking]
    held = np.unique(island[island >= 0])
    if held.size > 1:
        # Cards of different islands reach each other by no path.
        first = int(taking[(island == held[0]).any(axis=1)][0])
        other = int(taking[(island == held[1]).any(axis=1)][-1])
        return Demand(0.0, nothing, (first, other))
    sends = hosts.each[:, None] * share
    busier = np.zeros(hosts.gbps.shape)
    busier[taking] = sends[taking]
    pace = _pace(hosts, busier, taking)
    names, place = np.unique(hosts.switch[places], return_inverse=True)
    rails = hosts.gbps.shape[1]
    place = place.reshape(groups, size, rails)
    group = np.broadcast_to(np.arange(groups)[:, None, None], place.shape)
    out, into = np.zeros((names.size, groups)), np.zeros((names.size, groups))
    np.add.at(out, (place.ravel(), group.ravel()), sends[places].ravel())
    np.add.at(into, (place.ravel(), group.ravel()), share[places].ravel())
    flow = out @ into.T
    # What a host would send itself stays inside it.
    mine = (sends[places][:, :, :, None] * share[places][:, :, None, :]).ravel()
    a = np.broadcast_to(place[:, :, :, None], (groups, size, rails, rails)).ravel()
    b = np.broadcast_to(place[:, :, None, :], (groups, size, rails, rails)).ravel()
    np.subtract.at(flow, (a, b), mine)
    flow *= pace / (size - 1)
    np.fill_diagonal(flow, 0.0)
    a, b = np.nonzero(flow > 1e-12)
    return Demand(pace, Flows(names[a], names[b], flow[a, b]))


def _joined(flows: list[Flows]) -> Flows:
    return Flows(
        np.concatenate([one.start for one in flows]),
        np.concatenate([one.end for one in flows]),
        np.concatenate([one.gbps for one in flows]),
    )
