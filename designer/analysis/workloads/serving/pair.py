"""Prefill and decode apart: the pool that reads prompts, the way of their cache, and the pool that writes answers.

The first token comes from the prefill pool, then the cache of its prompt goes over the drawn network to the decode
pool, which writes the rest. The cache is sent once the prompt is read; engines that send it layer by layer hide a part
of that, which is not counted. Under load, transfers share the network: alone / (1 − load), the mean of a server that
all share evenly (processor sharing, L. Kleinrock 1967).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.quantities import summed
from designer.analysis.workloads.data.data_network import DataWay, data_way
from designer.analysis.workloads.data.store_rates import hosts_of
from designer.analysis.workloads.demand import DECODE, Traffic, reads_only
from designer.analysis.workloads.host_network import network_of, scale_up_of
from designer.analysis.workloads.hosts import Machines, machines_of
from designer.analysis.workloads.results import PoolLimit, PoolPair, ServingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.workloads.choices import chosen

_ALL: Final = leaf("all of the network", 1.0)
_HARDLY: Final = 1e-9
_FULL: Final = "The drawn network between the pools carries less than the caches of the prompts that are asked."


def paired(
    design: Design,
    graph: ServiceGraph,
    engines: Mapping[str, ServingResult],
    traffic: Mapping[str, Traffic],
    fabrics: WorkFabrics,
) -> dict[str, ServingResult]:
    """Return ENGINES, those that write answers with the first token of the pools that read their prompts."""
    found = dict(engines)
    for node_id, engine in engines.items():
        if chosen(design.nodes[node_id], "prompts") != DECODE or not engine.fits or not engine.answer_s.known:
            continue
        pools = [engines[one] for one in _pools(design, graph, node_id) if one in engines]
        if pools:
            found[node_id] = _pair(design, graph, engine, pools, traffic, fabrics)
    return found


def _pools(design: Design, graph: ServiceGraph, node_id: str) -> Sequence[str]:
    """Ids of the engines that read prompts for NODE_ID, each once."""
    asked = (
        edge.b for edge in graph.asks.get(node_id, ()) if edge.asks and graph.kinds[edge.b] == graph.kinds[node_id]
    )
    return tuple(dict.fromkeys(one for one in asked if reads_only(design.nodes[one])))


def _pair(
    design: Design,
    graph: ServiceGraph,
    engine: ServingResult,
    pools: Sequence[ServingResult],
    traffic: Mapping[str, Traffic],
    fabrics: WorkFabrics,
) -> ServingResult:
    """ENGINE with what it has of POOLS."""
    node = design.nodes[engine.id]
    peak = traffic[engine.id].peak_per_s
    # The pools share the prompts evenly.
    each = peak if len(pools) == 1 else quotient("prompts for each pool", peak, count_of("pools", len(pools)), "1/s")
    ways = [_handed_on(design, graph, node, engine, pool, each, fabrics) for pool in pools]
    firsts = [
        total(
            "first token", (pool.first_token_s, way.time), "s", "first token of the prefill pool + its cache handed on"
        )
        for pool, way in zip(pools, ways, strict=True)
    ]
    first = firsts[0] if len(firsts) == 1 else maximum("first token, of the slowest pool", firsts, "s")
    first = _whole(first, node)
    read = summed("prompts that the pools read", [_part_of(pool, each, traffic[pool.id]) for pool in pools], "1/s")
    carried = [way.per_s for way in ways if way.per_s is not None]
    # Without the rate of each way, what the network carries in all is not known.
    network = summed("caches that the network carries", carried, "1/s") if len(carried) == len(ways) else None
    parts: dict[PoolLimit, Figure] = {"prefill": read, "decode": engine.requests_per_s}
    if network is not None:
        parts["network"] = network
    # The part that answers the least is the limit of both.
    limit: PoolLimit = min(parts, key=lambda name: _or_endless(parts[name]))
    reason = " ".join(dict.fromkeys(way.reason for way in ways if way.reason))
    both = minimum(f"{node.title}: requests of both pools", tuple(parts.values()), "1/s")
    if (reason and network is None) or not read.known or read.missing:
        limit, both = "", leaf(both.label, None, "1/s", subject=node.id, note=reason)
    pair = PoolPair(
        prefill=tuple(pool.id for pool in pools),
        cache_gb=ways[0].cache,
        handed_on_s=ways[0].time if len(ways) == 1 else maximum("handed on", [way.time for way in ways], "s"),
        network_gb_per_s=ways[0].rate if len(ways) == 1 else None,
        prefill_per_s=read,
        network_per_s=network,
        decode_per_s=engine.requests_per_s,
        requests_per_s=both,
        limit=limit,
        reason=reason,
    )
    answer = total("the whole answer", (first, engine.answer_s), "s", "first token + waiting + output × time per token")
    sure = pools[0].how_sure.get("first_token_s")
    how = {**engine.how_sure, **({"first_token_s": sure, "answer_s": sure} if sure is not None and first.known else {})}
    return replace(
        engine,
        first_token_s=first,
        answer_s=_whole(answer, node),
        pair=pair,
        how_sure=how,
        reason=" ".join(filter(None, (engine.reason, reason, *([_FULL] if _over(peak, network) else [])))),
    )


def _part_of(pool: ServingResult, here: Figure, traffic: Traffic) -> Figure:
    """Prompts a second that POOL reads for who asks HERE of its TRAFFIC; all of them where nobody else asks."""
    every, mine = traffic.peak_per_s.value, here.value
    if not every or mine is None or mine >= every * (1 - _HARDLY):
        return pool.requests_per_s
    part = leaf("part of its prompts that are read for this one", mine / every, operation="routing", subject=pool.id)
    return product("prompts that it reads for this one", (pool.requests_per_s, part), "1/s")


class _Way(NamedTuple):
    """Way of the caches of one prefill pool to the decode pool.

    Attributes:
        cache: GB of one prompt.
        time: Of one, in the busiest hour.
        rate: GB/s that the network carries between them; None where nothing drawn bounds it.
        per_s: Caches a second that it carries.
        reason: Why nothing can be told; "" where it can.
    """

    cache: Figure
    time: Figure
    rate: Figure | None
    per_s: Figure | None
    reason: str = ""


def _handed_on(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    engine: ServingResult,
    pool: ServingResult,
    peak: Figure,
    fabrics: WorkFabrics,
) -> _Way:
    """Return the way of the caches of POOL, PEAK a second, to ENGINE, the decode pool NODE."""
    other, cache = design.nodes[pool.id], engine.handed_on_gb
    blank = leaf("cache handed on", None, "s", subject=node.id)
    sending, taking = machines_of(design, graph, other), machines_of(design, graph, node)
    if sending is None or taking is None or not cache.known:
        return _Way(cache, blank, None, None)
    hosts = (hosts_of(design, graph, pool.id), hosts_of(design, graph, node.id))
    if pool.model and pool.model != engine.model:
        words = f"{other.title} reads prompts for another model than {node.title} serves."
        return _Way(cache, replace(blank, note=words), None, None, words)
    if {one.id for one in hosts[0]} & {one.id for one in hosts[1]}:
        return _inside(cache, pool, engine, taking, fabrics)
    way = data_way(design, graph, hosts[1], other, fabrics, "fabric")
    rates = [network_of(design, machines, fabrics, inside=False) for machines in (sending, taking)]
    if way.missing or any(rate.problem for rate in rates):
        words = f"No drawn network joins {other.title} to {node.title}, so the cache of a prompt cannot be handed on."
        nothing = leaf("caches that the network carries", 0.0, "1/s", subject=node.id, note=words)
        return _Way(cache, replace(blank, note=words), None, nothing, words)
    # As many accelerators send and take it as hold it, each over its part of the ports of its host.
    lines = [
        product(f"{title} of a replica, together", (one.handing, rate.line), "GB/s", "accelerators × rate of each")
        for title, one, rate in zip(("senders", "takers"), (pool, engine), rates, strict=True)
    ]
    alone = quotient("cache handed on, alone", cache, minimum("the slower side", lines, "GB/s"), "s")
    return _shared(cache, alone, way, peak)


def _shared(cache: Figure, alone: Figure, way: DataWay, peak: Figure) -> _Way:
    """The time of a cache that takes ALONE, while as many as PEAK a second share WAY."""
    rate = way.read_gb_per_s
    if rate is None or not rate.known:
        return _Way(cache, alone, rate, None)
    per_s = quotient("caches that the network carries", rate, cache, "1/s", "GB/s / GB of a cache")
    used = quotient("part of the network that the caches take", peak, per_s, "")
    if used.value is None:
        return _Way(cache, alone, rate, per_s)
    if used.value >= 1.0:
        return _Way(cache, leaf("cache handed on", None, "s", note=_FULL), rate, per_s)
    free = difference("part of the network that is free", _ALL, _settled(used), "")
    return _Way(cache, quotient("cache handed on", alone, free, "s", "alone / (1 − load)"), rate, per_s)


def _inside(
    cache: Figure, pool: ServingResult, engine: ServingResult, machines: Machines, fabrics: WorkFabrics
) -> _Way:
    """Both pools stand on the same MACHINES: the cache goes over the fast link between their accelerators."""
    fast = scale_up_of(machines, round(machines.accelerators.or_zero), fabrics).inside
    if not fast.known:
        words = "Both pools stand on the same machines, and the rate of the link between accelerators is not known."
        return _Way(cache, leaf("cache handed on", None, "s", note=words), None, None, words)
    side = minimum("accelerators that send or take", (pool.handing, engine.handing), "")
    return _Way(cache, quotient("cache handed on", cache, product("together", (side, fast), "GB/s"), "s"), None, None)


def _settled(figure: Figure) -> Figure:
    """FIGURE without its range: a load beyond 1 at its high end has no time at all."""
    return replace(figure, low=figure.value, high=figure.value)


def _whole(figure: Figure, node: Node) -> Figure:
    """FIGURE, a sum, but unknown as soon as one of its terms is: a first token is not "at least" without its wait."""
    if figure.known and not figure.missing:
        return figure
    note = next((term.note for term in figure.walk() if not term.known and term.note), "")
    return leaf(f"{node.title}: {figure.label}", None, figure.unit, subject=node.id, note=note)


def _or_endless(figure: Figure) -> float:
    return float("inf") if figure.value is None else figure.value


def _over(peak: Figure, network: Figure | None) -> bool:
    return network is not None and network.known and peak.or_zero >= network.or_zero
