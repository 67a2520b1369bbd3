"""Traffic of hosts in patterns of their own: writes to storage, to and from outside, rings, rails, drawn flows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, grouped
from designer.analysis.network.ecmp import Demand, Loads, PairDemand, ecmp_loads
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.flow_asks import chosen_vertices, owners_of
from designer.analysis.network.link_loads import offered, offered_each
from designer.analysis.network.network_context import Survey
from designer.analysis.network.traffic import Traffic
from designer.analysis.quantities import role_of
from designer.analysis.sparse import coo_array, csc_array
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import COMPONENTS, INSTANCES, PASSING
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Medium
from designer.model.wording import counted

_BUILT_IN: Final = COMPONENTS | frozenset(PASSING)
_OUTSIDE_ROLES: Final = frozenset({"other", "power", "software"})
_MOST_RAIL_CABLES: Final = 4_000_000


def checkpoint_writes(
    survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], storage_nodes: Sequence[str]
) -> Traffic:
    """Every endpoint writes at its line rate, an even share to every copy of the storage."""
    endpoints, storage = fabric.vertices(endpoint_nodes), fabric.vertices(storage_nodes)
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[endpoints], sort[storage] = 0, 1
    network = grouped(fabric, sort)
    line = fabric.line_gbps()[endpoints]
    demand = _evenly(network, endpoints, line, storage)
    return _laid(fabric, network, (demand,), (offered(survey, fabric, endpoint_nodes),), int(np.count_nonzero(line)))


def silent(fabric: Fabric, label: str) -> Traffic:
    """Nothing on FABRIC, at no cost however large it is: all of it is one vertex."""
    none = np.zeros((1, 1))
    one = Grouped(
        at=np.zeros(fabric.size, np.int64),
        members=np.array([fabric.size]),
        forwards=np.ones(1, np.bool_),
        u=np.zeros(1, np.int64),
        v=np.zeros(1, np.int64),
        cables=np.ones(1),
        edge=np.zeros(fabric.tail.size, np.int64),
    )
    return Traffic(fabric, one, (leaf(label, 0.0, "Gb/s", operation="routing"),), Loads(none, none, 0.0, 0.0), 0)


def outside_nodes(survey: Survey, media: Sequence[Medium]) -> tuple[str, ...]:
    """Cabled nodes that stand for what is outside.

    Appliances, feeds, services and unknown kinds; rented instances where some hosts are the person's own.
    """
    nodes, roster = survey.design.nodes, survey.roster
    cabled = [i for i in roster.order if i in roster.cabled(media)]
    found = [i for i in cabled if role_of(nodes[i]) in _OUTSIDE_ROLES and nodes[i].kind not in _BUILT_IN]
    hosts = [i for i in cabled if role_of(nodes[i]) == "host"]
    # Rented instances are outside of a design with machines of its own.
    if any(nodes[i].kind not in INSTANCES for i in hosts):
        found += [i for i in hosts if nodes[i].kind in INSTANCES]
    return tuple(i for i in cabled if i in found)


def north_south(survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], outside: Sequence[str]) -> Traffic:
    """Every endpoint sends its line rate evenly to the copies of OUTSIDE, and asks as much of them."""
    away = chosen_vertices(survey, fabric, outside)
    inside = np.setdiff1d(fabric.vertices(endpoint_nodes), away)
    # Endpoints and what stands outside are never merged with each other.
    sort = np.full(fabric.size, -1, dtype=np.int64)
    sort[inside], sort[away] = 0, 1
    network = grouped(fabric, sort)
    line, asked = fabric.line_gbps()[inside], fabric.line_gbps(into=True)[inside]
    out = _evenly(network, inside, line, away)
    # The way back is no mirror of the way out: each endpoint asks for what its own cables can take in.
    back = Demand(
        np.bincount(network.at[away], minlength=network.size)[None, :] / max(1, away.size),
        sums(network.at[inside], asked, network.size),
    )
    offers = tuple(
        leaf(
            f"offered by {who}",
            float(rates.sum()),
            "Gb/s",
            operation="routing",
            note="The line rate of the endpoints on this network, one way.",
        )
        for who, rates in (("the endpoints to outside", line), ("outside to the endpoints", asked))
    )
    return _laid(fabric, network, (out, back), offers, int(np.count_nonzero(line)))


def all_reduce_ring(
    survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], *, gbps: float | None = None
) -> Traffic:
    """One ring through all endpoints in design order: each sends its line rate, or GBPS, to the next one."""
    endpoints = fabric.vertices(endpoint_nodes)
    line = fabric.line_gbps()[endpoints] if gbps is None else np.full(endpoints.size, gbps)
    if endpoints.size < 2:
        line = line * 0.0
    alike = grouped(fabric, _sorted_by(fabric, endpoints)).at[endpoints].astype(np.float64)
    # Alike are only those that send to and take from alike ones: others may take other cables, or have no path.
    ends = (line, np.roll(line, 1), np.roll(alike, -1), np.roll(alike, 1))
    network = grouped(fabric, _sorted_by(fabric, endpoints, *ends))
    pairs = _pairs(network, endpoints, np.roll(endpoints, -1), line)
    return _laid(
        fabric,
        network,
        (PairDemand((pairs,)),),
        (offered(survey, fabric, endpoint_nodes) if gbps is None else offered_each(fabric, endpoint_nodes, gbps),),
        int(np.count_nonzero(line)),
    )


def all_reduce_rails(survey: Survey, fabric: Fabric, endpoint_nodes: Sequence[str], notes: list[str]) -> Traffic:
    """One ring for each rail, through that cable of every endpoint; none, with the reason in NOTES, without rails.

    Rail n is the n-th cable of every endpoint, its links taken in design order. What it carries leaves by that cable
    and arrives by that cable; from switch to switch it takes all shortest paths.
    """
    endpoints = fabric.vertices(endpoint_nodes)
    rails, problem = rails_of(fabric, endpoints)
    if rails is None:
        notes.append(f"There are no rails to reduce over: {problem}")
        return silent(fabric, "offered over the rails")
    network = grouped(fabric, _sorted_by(fabric, endpoints))
    switch, pair = rails
    # (endpoints, rails): Gb/s of each cable out of its endpoint and into it, by the end at which the endpoint stands.
    link, from_tail = fabric.link[pair], fabric.tail[pair] == endpoints[:, None]
    out = np.where(from_tail, fabric.to_head[link], fabric.to_tail[link])
    into = np.where(from_tail, fabric.to_tail[link], fabric.to_head[link])
    # Each rail is a ring in design order: from the switch of one endpoint to that of the next; the last meets the
    # first.
    start, end = switch.ravel(), np.roll(switch, -1, axis=0).ravel()
    # A step of the ring runs at the slower of leaving one endpoint and entering the next.
    rate = np.minimum(out, np.roll(into, -1, axis=0)).ravel()
    # Where both cables end on the same switch, the step loads no cable between switches.
    apart = start != end
    pairs = _pairs(network, start[apart], end[apart], rate[apart])
    own = _on_own_cables(fabric, network, endpoints, pair, rate.reshape(pair.shape))
    rails = f"{counted(pair.shape[1], 'rail')} through {counted(endpoints.size, 'endpoint')}"
    words = leaf(
        "offered by the rails",
        float(rate.sum()),
        "Gb/s",
        operation="routing",
        note=f"{rails}, each at the rate of its cables.",
    )
    return _laid(fabric, network, (PairDemand((pairs,)),), (words,), int(endpoints.size), own)


def asked_flows(survey: Survey, fabric: Fabric, asks: Sequence[FlowAsk], notes: list[str]) -> Traffic:
    """The flows ASKS, each spread evenly over the copies at its ends."""
    line = fabric.line_gbps()
    ends: list[tuple[Ints, Ints, Floats]] = []
    offers: list[Figure] = []
    for ask in asks:
        source, target = chosen_vertices(survey, fabric, ask.source), chosen_vertices(survey, fabric, ask.target)
        # Copies that stand at both ends of a flow send nothing to themselves.
        target = np.setdiff1d(target, source)
        if not source.size or not target.size:
            notes.append(
                f"{ask.title} carries nothing: an end of it is not on the {' and '.join(fabric.media)} network."
            )
            source = target = np.zeros(0, np.int64)
        offers.append(
            offered(survey, fabric, owners_of(survey, ask.source))
            if ask.gbps is None and source.size and _whole(survey, fabric, ask.source, source)
            else leaf(f"offered by {ask.title}", _offer(ask, line[source], source), "Gb/s", status="user")
        )
        each = line[source] if ask.gbps is None else np.full(source.size, ask.gbps / max(1, source.size))
        ends.append((source, target, each))
    rows = np.zeros((2 * len(ends) + 1, fabric.size))
    for place, (source, target, each) in enumerate(ends):
        rows[2 * place, source] = each
        rows[2 * place + 1, target] = 1.0
    network = grouped(fabric, _alike(rows))
    demands = tuple(_evenly(network, source, each, target) for source, target, each in ends)
    active = [vertices for end in ends for vertices in end[:2]]
    count = np.unique(np.concatenate(active)).size if active else 0
    return _laid(fabric, network, demands, tuple(offers), int(count))


def _whole(survey: Survey, fabric: Fabric, ids: Sequence[str], source: Ints) -> bool:
    """Return True when IDS take whole nodes, so that their line rate is that of their drawn links."""
    return fabric.vertices(owners_of(survey, ids)).size == source.size


def _offer(ask: FlowAsk, line: Floats, source: Ints) -> float:
    if not source.size:
        return 0.0
    return float(line.sum()) if ask.gbps is None else ask.gbps


def _evenly(network: Grouped, senders: Ints, gbps: Floats, receivers: Ints) -> Demand:
    """Each of SENDERS spreads its GBPS evenly over RECEIVERS."""
    sends = sums(network.at[senders], gbps / max(1, receivers.size), network.size)
    return Demand(sends[None, :], np.bincount(network.at[receivers], minlength=network.size).astype(np.float64))


def _pairs(network: Grouped, start: Ints, end: Ints, gbps: Floats) -> csc_array:
    sent = gbps > 0
    table = (gbps[sent], (network.at[start[sent]], network.at[end[sent]]))
    return csc_array(coo_array(table, shape=(network.size, network.size)))


def _sorted_by(fabric: Fabric, vertices: Ints, *values: Floats) -> Ints:
    """A number for each vertex of the fabric: equal for those of VERTICES with equal VALUES."""
    rows = np.zeros((len(values) + 1, fabric.size))
    rows[0, vertices] = 1.0
    for row, value in enumerate(values):
        rows[row + 1, vertices] = value
    return _alike(rows)


def _alike(rows: Floats) -> Ints:
    sort = np.zeros(rows.shape[1], dtype=np.int64)
    for row in rows:
        # One row after the other: sorting whole columns takes seconds for a million vertices.
        values, place = np.unique(row, return_inverse=True)
        _, sort = np.unique(sort * values.size + place, return_inverse=True)
    return np.asarray(sort, dtype=np.int64)


def _laid(
    fabric: Fabric,
    network: Grouped,
    demands: Sequence[Demand | PairDemand],
    offers: tuple[Figure, ...],
    endpoints: int,
    own: Loads | None = None,
) -> Traffic:
    found = [ecmp_loads(network, demand) for demand in demands]
    # An empty row first, so that no demand at all concatenates too.
    none = np.zeros((0, network.u.size))
    up, down = (np.concatenate([none, *(getattr(one, way) for one in found)]) for way in ("up", "down"))
    total = sum(one.total for one in found)
    if own is not None:
        up, down, total = up + own.up, down + own.down, own.total
    loads = Loads(
        up, down, sum(one.lost for one in found), total, next((one.sampled for one in found if one.sampled), None)
    )
    return Traffic(fabric, network, offers, loads, endpoints, tuple(demands), own)


def rails_of(fabric: Fabric, endpoints: Ints) -> tuple[tuple[Ints, Ints] | None, str]:
    """Switch and pair of the n-th cable of every endpoint, shape (endpoints, rails), or why there are none."""
    if endpoints.size < 2:
        return None, "it takes two endpoints on the fabric."
    # Row of each endpoint, −1 for other vertices; then both ends of each pair, with the vertex across.
    place = np.full(fabric.size, -1, dtype=np.int64)
    place[endpoints] = np.arange(endpoints.size)
    ends = np.concatenate([fabric.tail, fabric.head])
    other = np.concatenate([fabric.head, fabric.tail])
    every = np.tile(np.arange(fabric.tail.size), 2)
    mine = place[ends] >= 0
    if not fabric.forwards[other[mine]].all() or fabric.forwards[endpoints].any():
        return None, "some endpoints are joined to each other without a switch."
    count = fabric.cables[every[mine]]
    if count.sum() > _MOST_RAIL_CABLES:
        return None, "there are too many cables to tell them apart one by one."
    # One row a cable instead of one a joined pair.
    row, switch, pair = (np.repeat(column, count) for column in (place[ends[mine]], other[mine], every[mine]))
    # By endpoint, then by link in design order, then by pair: the n-th row of an endpoint is its n-th rail.
    order = np.lexsort((pair, fabric.link[pair], row))
    row, switch, pair = row[order], switch[order], pair[order]
    each = np.bincount(row, minlength=endpoints.size)
    if each.min() != each.max():
        return None, f"the endpoints have from {each.min():,} to {each.max():,} cables; rails need the same number."
    if each[0] < 2:
        return None, f"each endpoint has {'one cable' if each[0] else 'no cable'}; rails need two or more."
    # As many cables for each endpoint, so the columns fold into (endpoints, rails).
    switch, pair = switch.reshape(endpoints.size, -1), pair.reshape(endpoints.size, -1)
    if (switch == switch[:, :1]).all():
        return None, "all cables of an endpoint end on one switch."
    return (switch, pair), ""


def _on_own_cables(fabric: Fabric, network: Grouped, endpoints: Ints, pair: Ints, rate: Floats) -> Loads:
    """Return the loads on the cables of the ENDPOINTS: out by one's own rate, in by that of the one before."""
    edge = network.edge[pair]
    # From the endpoint is up its edge where the endpoint is the lower merged vertex.
    from_lower = network.at[endpoints][:, None] == network.u[edge]
    into = np.roll(rate, 1, axis=0)
    size = network.u.size
    up = sums(edge.ravel(), np.where(from_lower, rate, into).ravel(), size)
    down = sums(edge.ravel(), np.where(from_lower, into, rate).ravel(), size)
    return Loads(up[None, :], down[None, :], 0.0, float(rate.sum()))
