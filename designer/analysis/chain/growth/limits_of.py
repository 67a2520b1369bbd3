"""The limits that growth runs into: what there is of each resource, what of its demand is fixed and what grows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Final, NamedTuple

from designer.analysis.chain.facility import Facility
from designer.analysis.results import NetworkResult
from designer.analysis.workloads.data.data_paths import pipeline_path
from designer.analysis.workloads.data.pipelines import growing_share, needed_rate
from designer.analysis.workloads.data.store_rates import is_least
from designer.analysis.workloads.results import (
    OrchestrationResult,
    PipelineResult,
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    StoreLoad,
)
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, evaluate, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import KINDS, USERS
from designer.model.parts.part import Layer

_NOTHING: Final = leaf("nothing", 0.0)
_NEVER_GROWS: Final = leaf("what grows with the demand", 0.0)


class Work(NamedTuple):
    """Results of the layers from which the limits are read.

    Attributes:
        design: The design.
        graph: Its services.
        services: What each is asked and can do, at `load`.
        engines: How the models are served.
        indexes: What the vector databases take.
        pipelines: Whether the data keep up.
        stores: What is asked of the stores.
        clusters: What the orchestrators manage.
        facility: What power and cooling carry.
        network: What the network carries, where that was worked out.
        load: By what the demand that is set is multiplied.
    """

    design: Design
    graph: ServiceGraph
    services: Sequence[ServiceLoad]
    engines: Mapping[str, ServingResult] = {}
    indexes: Mapping[str, RetrievalResult] = {}
    pipelines: Sequence[PipelineResult] = ()
    stores: Sequence[StoreLoad] = ()
    clusters: Sequence[OrchestrationResult] = ()
    facility: Facility = Facility()
    network: NetworkResult | None = None
    load: float = 1.0


class Limit(NamedTuple):
    """A resource whose demand may grow.

    Attributes:
        id: Id of the node or link that is full.
        layer: Its layer.
        bound: What it runs out of, in a few words; one id has each bound once.
        has: What there is.
        fixed: Demand that does not grow.
        variable: Demand at a growth of 1 that grows with it.
        lifted: Id of the node whose machines lift it.
        sort: What can be added to it: "service", "store", "data", "power", "network", "fixed", or "promise" for what
            users are promised to wait at most.
    """

    id: str
    layer: Layer
    bound: str
    has: Figure
    fixed: Figure
    variable: Figure
    lifted: str = ""
    sort: str = "service"

    @property
    def key(self) -> str:
        """A name of its own."""
        return f"{self.id}|{self.bound}"


def limits_of(work: Work) -> list[Limit]:
    """Return the limits of WORK of which both what there is and what is asked are known.

    Machines and what feeds and cools them carry their maxima already: they are filled by machines that are added, not
    by the demand. Memory, room, pods and the traffic of training stay as they are as the users grow. What has failed,
    or has nothing left to run on, is held by no limit of growth.
    """
    found = [*_services(work), *_data(work), *_stores(work), *_standing(work), *_facility(work)]
    down = work.graph.down
    return [
        one
        for one in found
        if one.has.known
        and one.fixed.known
        and one.variable.known
        and (not down or (one.id not in down and one.lifted not in down))
    ]


def break_figure(design: Design, limit: Limit) -> Figure | None:
    """Return the growth at which LIMIT is full, with its range; None where it never is.

    (what there is − what is fixed) / what grows, 0 where the fixed part alone is too much.

    Source: the definition of load growth; interval arithmetic over its inputs.
    """
    label = f"growth at which {title_of(design, limit.id)} is full"
    if not limit.variable.value:
        over = limit.fixed.or_zero > limit.has.or_zero
        note = "What does not grow takes more than there is."
        return leaf(label, 0.0, "", operation="routing", subject=limit.id, note=note) if over else None
    left = limit.has
    if limit.fixed.value:
        rest = difference("left for what grows", limit.has, limit.fixed, limit.has.unit)
        left = maximum("left for what grows, if anything", (_NOTHING, rest), limit.has.unit)
    return quotient(label, left, limit.variable, "", "what is left of it / what the demand that is set takes")


class Ends(NamedTuple):
    """The growth at which a limit is full: the numbers of its figure, without its words.

    Attributes:
        value: With the middles of all ranges.
        low: At their worse ends; None where it is not known.
        high: At their better ends.
    """

    value: float | None
    low: float | None
    high: float | None


def break_ends(design: Design, limit: Limit) -> Ends | None:
    """Return the numbers of `break_figure`, all that is looked at of most limits; None where it is never full."""
    has, variable = limit.has, limit.variable
    # Load that does not grow is taken off first, which the figure does with all its steps.
    if limit.fixed.value or not variable.value:
        found = break_figure(design, limit)
        return None if found is None else Ends(found.value, found.low, found.high)
    # Plain numbers, the most of the cases, need no intervals.
    if has.low == has.value == has.high and variable.low == variable.value == variable.high and has.value is not None:
        low = value = high = has.value / variable.value
    else:
        ends = (has.low, has.value, has.high), (variable.low, variable.value, variable.high)
        low, value, high = evaluate("quotient", ends)
    return Ends(value, low, high) if value is None or isfinite(value) else Ends(None, None, None)


def title_of(design: Design, name: str) -> str:
    """Return what a node or link is called."""
    node, link = design.nodes.get(name), design.links.get(name)
    return node.title if node else (link.name or link.id) if link else name


def layer_of(design: Design, node_id: str) -> Layer:
    """Return the layer of a node: of its part, else of its kind; of a link that of servers and fabric."""
    node = design.nodes.get(node_id)
    if node is None:
        return "servers_fabric"
    part = design.part_of(node)
    return part.layer if part else KINDS[node.kind].layer


def _services(work: Work) -> Iterator[Limit]:
    for one in work.services:
        if not one.offered_per_s.value or one.capacity_per_s.value is None or one.kind in USERS:
            continue
        asked = one.offered_per_s
        if work.load != 1.0:
            asked = quotient("requests at the demand that is set", asked, leaf("growth now", work.load), "1/s")
        bound = one.bound or ("accelerators" if one.id in work.engines else "requests")
        yield Limit(one.id, one.layer, bound, one.capacity_per_s, _NOTHING, asked, one.id)


def _grown(work: Work) -> dict[str, tuple[Figure, Figure]]:
    """(fixed, growing) GB/s of each pipeline that says what it moves, at the demand that is set."""
    found: dict[str, tuple[Figure, Figure]] = {}
    for line in work.pipelines:
        node = work.design.nodes[line.id]
        if "tb_per_day" not in node.facts:
            continue
        share = growing_share(work.design, node)
        whole = needed_rate(work.design, node)
        rest = difference("share that stays", leaf("all", 1.0), share, "")
        found[line.id] = (
            product(f"{node.title}: what stays", (whole, rest), "GB/s"),
            product(f"{node.title}: what grows", (whole, share), "GB/s"),
        )
    return found


def _data(work: Work) -> Iterator[Limit]:
    for line in work.pipelines:
        parts = _grown(work).get(line.id)
        if parts is None or not line.has_gb_per_s.known:
            continue
        has, slowest = _ceiling(line)
        if has is not None:
            bound = f"GB/s at {title_of(work.design, slowest)}" if slowest else "GB/s"
            yield Limit(line.id, layer_of(work.design, line.id), bound, has, *parts, slowest, "data")


def _ceiling(line: PipelineResult) -> tuple[Figure | None, str]:
    """Return the most that a pipeline can move and the id of the step that holds it.

    None where all its stores scale.
    """
    terms = [term for term in line.has_gb_per_s.terms if term.known]
    certain = [term for term in terms if not is_least(term)]
    if len(certain) == len(terms):
        return line.has_gb_per_s, line.slowest
    if not certain:
        return None, ""
    # A store that only tells what one prefix is certain of gives more where the data are spread over several.
    least = minimum("the slowest of what does not scale", certain, "GB/s")
    return least, line.slowest if least.value == line.has_gb_per_s.value else ""


def _stores(work: Work) -> Iterator[Limit]:
    growing = _grown(work)
    paths = {line: pipeline_path(work.design, work.graph, work.design.nodes[line]) for line in growing}
    for store in work.stores:
        layer = layer_of(work.design, store.id)
        for bound, asked, has in (
            ("reading", store.read_asked, store.read_has),
            ("writing", store.write_asked, store.write_has),
        ):
            # A store that is only certain of so much has no limit that growth could run into.
            if not asked.value or is_least(has):
                continue
            terms: list[Figure] = []
            for line, (_, grows) in growing.items():
                ways = paths[line].reads if bound == "reading" else paths[line].writes
                if store.id in ways and grows.value:
                    alike = leaf("stores that share it", float(len(ways)))
                    terms.append(grows if len(ways) == 1 else quotient(f"{line}: its part", grows, alike, "GB/s"))
            variable = total(f"what grows of {bound}", terms, "GB/s") if terms else _NEVER_GROWS
            fixed = asked
            if terms:
                # What grows with users at the present load; the rest of what is asked stays as it is.
                now = product("what grows, now", (variable, leaf("growth now", work.load)), "GB/s")
                fixed = maximum("what stays", (_NOTHING, difference("the rest", asked, now, "GB/s")), "GB/s")
            yield Limit(store.id, layer, bound, has, fixed, variable, store.id, "store")
        yield Limit(store.id, layer, "room", store.has_tb, store.used_tb, _NEVER_GROWS, store.id, "store")


def _standing(work: Work) -> Iterator[Limit]:
    """Yield the limits of what does not grow with the users: named only where it is too little already."""
    for index in work.indexes.values():
        layer = layer_of(work.design, index.id)
        yield Limit(index.id, layer, "memory", index.memory_has_gb, index.memory_gb, _NEVER_GROWS, index.id, "fixed")
    for cluster in work.clusters:
        layer = layer_of(work.design, cluster.id)
        yield Limit(cluster.id, layer, "pods", cluster.pods_most, cluster.pods, _NEVER_GROWS, cluster.id, "fixed")
        yield Limit(cluster.id, layer, "machines", cluster.nodes_most, cluster.nodes, _NEVER_GROWS, "", "fixed")
    network = work.network
    if network is not None and network.traffic == "training" and network.bottlenecks:
        worst = network.bottlenecks[0]
        whole = leaf("all that it carries", 1.0)
        layer: Layer = "servers_fabric"
        yield Limit(worst.id, layer, "Gb/s", whole, worst.utilisation, _NEVER_GROWS, worst.id, "network")


def _facility(work: Work) -> Iterator[Limit]:
    for one in work.facility.loads:
        has, load = one.capacity_w, one.load_w
        if not has.value:
            continue
        used = one.utilisation
        if load.value and used.value and abs(load.value - used.value * has.value) > 1e-6 * load.value:
            # A phase, a bank or its supplies are fuller than the whole: what counts is the whole at that fullness.
            has = quotient("what it carries until its fullest part is full", load, used, "W")
        if one.copies > 1:
            count = leaf("copies that share the load", float(one.copies), subject=one.id)
            has, load = product("capacity of all", (has, count), "W"), product("load of all", (load, count), "W")
        yield Limit(one.id, layer_of(work.design, one.id), one.bound, has, load, _NEVER_GROWS, one.id, "power")


def machines_grown(work: Work, limits: Iterable[Limit], breaks: Mapping[str, Ends]) -> Iterator[tuple[Limit, Figure]]:
    """Yield pieces of the facility with the growth at which the machines that the demand then takes overload them.

    Past its own break at g a service takes machines in proportion: Σ max(0, growth / g − 1) × what all machines of
    that service put on the piece, over all services; the growth at which this fills what is left.

    Source: our own rule, linear growth of what is full.

    Args:
        work: What was worked out.
        limits: All limits.
        breaks: Growth at which each service is full, by the key of its limit.
    """
    limits = list(limits)
    if not any(limit.sort == "power" for limit in limits):
        return
    machines = _weights(
        work, [one for one in limits if one.sort == "service" and one.key in breaks and breaks[one.key].value]
    )
    for limit in limits:
        if limit.sort != "power":
            continue
        piece = (limit.id, limit.bound)
        adds = {
            key: sum(count * work.facility.drags(host).get(piece, 0.0) for host, count in hosts)
            for key, hosts in machines.items()
        }
        adds = {key: watts for key, watts in adds.items() if watts}
        # What is full before any growth is a break of its own.
        if not adds or limit.fixed.value is None or limit.has.value is None or limit.fixed.value > limit.has.value:
            continue
        ends = [
            _full_at(limit, [(_end(breaks[key], end), watts) for key, watts in adds.items()], end)
            for end in ("value", "low", "high")
        ]
        yield (
            limit,
            leaf(
                f"growth at which the machines that it takes overload {title_of(work.design, limit.id)}",
                ends[0],
                "",
                low=min(ends[0], ends[1]),
                high=max(ends[0], ends[2]),
                operation="routing",
                subject=limit.id,
                note="With machines added in proportion once what runs on them is full.",
            ),
        )


def _weights(work: Work, services: Iterable[Limit]) -> dict[str, list[tuple[str, float]]]:
    """(machine, how many of them) of each service, machines of several services shared evenly."""
    below = {one.key: work.graph.hosts.get(one.id, ()) for one in services}
    carried: dict[str, int] = {}
    for hosts in below.values():
        for host in hosts:
            carried[host] = carried.get(host, 0) + 1
    # A machine under several services counts for each with its part.
    each = {host: work.design.total_copies(host) / number for host, number in carried.items()}
    return {key: [(host, each[host]) for host in hosts] for key, hosts in below.items()}


def _full_at(limit: Limit, adds: Iterable[tuple[float, float]], end: str) -> float:
    """Growth at which Σ max(0, growth / g − 1) × W reaches what is left, at one END of the ranges."""
    opposite = {"value": "value", "low": "high", "high": "low"}[end]
    left = max(0.0, _end(limit.has, end) - _end(limit.fixed, opposite))
    slope, used, reached = 0.0, 0.0, 0.0
    for at, watts in sorted((max(at, 1e-9), watts) for at, watts in adds):
        if slope and used + slope * (at - reached) >= left:
            break
        used += slope * (at - reached) if slope else 0.0
        reached, slope = at, slope + watts / at
    return reached + (left - used) / slope


def _end(figure: Figure | Ends, end: str) -> float:
    found = {"low": figure.low, "high": figure.high}.get(end)
    return figure.value or 0.0 if found is None else found
