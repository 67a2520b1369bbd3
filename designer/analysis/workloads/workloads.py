"""From the users at the top to the machines at the bottom, in one call."""

from collections.abc import Collection, Iterable, Mapping
from math import inf
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.facility import Facility
from designer.analysis.chain.growth.limits_of import Work
from designer.analysis.chain.growth.outlook import LoadsAt, growth_outlook
from designer.analysis.chain.ledger.ledger import Ledger
from designer.analysis.chain.ledger.ranges import with_ranges
from designer.analysis.chain.ledger.records import Resource
from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.failing import failed_of
from designer.analysis.measured.logged_demand import logged_demands
from designer.analysis.network.network_context import survey_of
from designer.analysis.published.engines import chains_models
from designer.analysis.quantities import accelerators_in, fact_of, placed_nodes, role_of, summed
from designer.analysis.results import CostResult, NetworkResult, PowerResult
from designer.analysis.workloads.claims import (
    engine_beside_others,
    index_beside_others,
    shared,
    usable_accelerators,
    work_results,
)
from designer.analysis.workloads.data.data_versions import versioned_share
from designer.analysis.workloads.data.pipelines import pipeline
from designer.analysis.workloads.data.retrieval import retrieval
from designer.analysis.workloads.data.stores import stores
from designer.analysis.workloads.demand import Demand, Traffic, demand
from designer.analysis.workloads.goodput.serving_spot import spot_services
from designer.analysis.workloads.layers import blame, layer_loads
from designer.analysis.workloads.model_apis import model_api
from designer.analysis.workloads.orchestration import orchestration
from designer.analysis.workloads.results import (
    Bound,
    Flow,
    ModelApiResult,
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    TrainingResult,
    WorkloadsResult,
    WorkResult,
)
from designer.analysis.workloads.service_graph import ServiceGraph, down_with, resting_on, sort_of
from designer.analysis.workloads.serving.pair import paired
from designer.analysis.workloads.serving.result import serving_together
from designer.analysis.workloads.shares import Months, machine_month, share_of_machines
from designer.analysis.workloads.training.result import training
from designer.analysis.workloads.training.target import training_target
from designer.formulas.periods import SECONDS_PER_MONTH
from designer.model.assumptions.table import assumed
from designer.model.bulk_records import uninterrupted
from designer.model.design import Design, Node
from designer.model.figures.figure import (
    Figure,
    difference,
    known_like,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    total,
    unknown_like,
)
from designer.model.kinds import (
    APPLICATIONS,
    INFERENCE,
    KINDS,
    MODEL_APIS,
    ORCHESTRATORS,
    PIPELINES,
    TRAINING_JOBS,
    VECTOR_DATABASES,
)
from designer.model.parts.part import Layer

_HARDLY: Final = 1e-9
_ONE: Final = leaf("all", 1.0)
_MILLION: Final = leaf("tokens in a million", 1e6)
_CAPACITY: Final = leaf("capacity", None, "1/s")
_TIME: Final = leaf("time", None, "s")
_NO_FIRST: Final = leaf("first token", None, "s", note="It writes no tokens itself.")
_NO_TOKEN: Final = leaf("time per token", None, "s", note="It writes no tokens itself, or the time is not stated.")
_AWAY: Final = leaf("share that is turned away", 0.0, operation="routing")
_MONTH: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")


@uninterrupted()
def workloads(
    design: Design,
    power: PowerResult,
    cost: CostResult,
    network: NetworkResult | None = None,
    fail: Collection[str] = (),
    standing: Standing = ALL_STANDING,
    facility: Facility = Facility(),  # noqa: B008
    load: float = 1.0,
) -> WorkloadsResult:
    """Return what the services of DESIGN are asked, can do, take and cost.

    Machines that carry several pieces of work are shared by the capacity ledger: engines are worked out twice, first
    as if they had their machines for themselves, which tells what they ask for, then on what falls to them.

    Args:
        design: The design, with the parts it uses embedded.
        power: What it draws.
        cost: What it costs.
        network: What its network carries, when that was worked out.
        fail: Ids of nodes that have failed.
        standing: What is left of the machines.
        facility: What power and cooling carry, when that was worked out.
        load: By what the demand that is set is multiplied.
    """
    graph = needs_of(design).services
    down = down_with(graph, standing.failed, standing.alive, standing.broken)
    graph = graph._replace(alive=standing.alive, slowed=standing.slowed, down=down)
    asked = demand(design, graph, load)
    fabrics = WorkFabrics(survey_of(design, standing.gone or fail))
    clusters = tuple(orchestration(design, graph, node) for node in _of(design, graph, ORCHESTRATORS))
    engines = serving_together(design, graph, _of(design, graph, INFERENCE), asked.traffic, fabrics)
    apis = {node.id: model_api(design, node, asked.traffic[node.id]) for node in _of(design, graph, MODEL_APIS)}
    indexes = {
        node.id: retrieval(design, graph, node, asked.traffic[node.id], load, fabrics)
        for node in _of(design, graph, VECTOR_DATABASES)
    }
    targets = {
        node.id: target
        for node in _of(design, graph, TRAINING_JOBS)
        if (target := training_target(design, graph, node, fabrics)) is not None
    }
    needed = {job: target.needed for job, target in targets.items()}
    shares = shared(design, graph, engines, indexes, clusters, asked.traffic, needed)
    graph = graph._replace(usable=usable_accelerators(shares))
    sharing = [
        design.nodes[node_id]
        for node_id, engine in engines.items()
        if graph.usable.get(node_id, inf) < engine.accelerators.or_zero
    ]
    engines |= serving_together(design, graph, sharing, asked.traffic, fabrics)
    engines = {node_id: engine_beside_others(design, engine, shares) for node_id, engine in engines.items()}
    engines = paired(design, graph, engines, asked.traffic, fabrics)
    indexes = {node_id: index_beside_others(design, index, shares) for node_id, index in indexes.items()}
    pieces = {piece.id: piece for piece in work_results(design, graph, shares)}
    pipelines = tuple(pipeline(design, graph, node, fabrics, load) for node in _of(design, graph, PIPELINES))
    jobs = tuple(
        training(design, graph, node, power, cost, fabrics=fabrics, target=targets.get(node.id))
        for node in _of(design, graph, TRAINING_JOBS)
    )
    kept = stores(design, graph, jobs, pipelines)
    loads: dict[str, ServiceLoad] = {}
    found = _Found(design, graph, asked, Months(design, power), engines, apis, indexes, pieces, shares, loads)
    _fill(found)
    engines = {node_id: _priced(engine, loads[node_id], asked.traffic[node_id]) for node_id, engine in engines.items()}
    services = tuple(loads[node.id] for node in design.nodes_in_order() if node.id in loads)
    rows = with_ranges(shares.rows, _needs(engines, indexes))
    layers = layer_loads(
        design,
        graph,
        services,
        rows,
        cost,
        network,
        others=(*pipelines, *kept, *clusters),
        facility=facility.loads,
    )
    work = Work(design, graph, services, engines, indexes, pipelines, kept, clusters, facility, network, load)
    layer, worst = blame(layers)
    monthly, requests = _monthly(services, asked), _requests(design, graph, asked)
    answers = [load.latency_s for load in services if load.kind in APPLICATIONS] or [
        engine.answer_s for engine in engines.values()
    ]
    return WorkloadsResult(
        services=services,
        flows=tuple(_flows(design, graph, asked)),
        serving=tuple(engines.values()),
        model_apis=tuple(apis.values()),
        retrieval=tuple(indexes.values()),
        training=jobs,
        pipelines=pipelines,
        orchestration=clusters,
        layers=layers,
        bottleneck=layer,
        bottleneck_id=worst,
        answer_s=maximum("the slowest answer", answers, "s") if answers else leaf("the slowest answer", None, "s"),
        requests_per_month=requests,
        usd_per_month=monthly,
        usd_per_request=quotient("cost of a request", monthly, requests, "USD"),
        cycles=graph.cycles,
        lost_with={name: resting_on(graph, failed_of(design, [name]).nodes) for name in fail},
        notes=tuple(_notes(design, graph, asked)),
        stores=kept,
        work=tuple(pieces.values()),
        ledger=rows,
        idle_usd_per_month=_idle(design, graph, power, shares.unused),
        growth=growth_outlook(work, asked.traffic, _loads_at(found, fabrics)),
        on_spot=spot_services(design, graph, engines),
        tracked=_tracked(design, graph, jobs),
        versioned=versioned_share(design, graph),
        logged=logged_demands(design),
    )


def _idle(design: Design, graph: ServiceGraph, power: PowerResult, unused: Mapping[str, float]) -> Figure:
    """A month of the machines with accelerators on which nothing runs, and of the UNUSED parts of their copies."""
    hosts = [(node, part) for node, part in placed_nodes(design) if role_of(node) == "host"]
    computing = [node for node, part in hosts if graph.chips.get(node.id) or accelerators_in(design, part)]
    idle = [node for node in computing if node.id not in graph.guests]
    label = "idle machines, a month"
    terms = [machine_month(design, node, power) for node in idle]
    # Machines of which a part of the copies carries no work.
    for node in computing:
        if node.id in unused and node.id in graph.guests:
            part = leaf(
                f"part of {node.title} that nothing takes", unused[node.id], operation="routing", subject=node.id
            )
            terms.append(
                product(f"{node.title}: idle, a month", (machine_month(design, node, power), part), "USD/month")
            )
    if not terms:
        return leaf(label, 0.0, "USD/month", note="Something runs on every machine with accelerators.")
    return summed(label, terms, "USD/month")


def _tracked(design: Design, graph: ServiceGraph, jobs: Iterable[TrainingResult]) -> Figure:
    """Share of JOBS whose runs a tracker records."""
    label = "share of the training jobs that are tracked"
    ids = [job.id for job in jobs]
    if not ids:
        return leaf(label, None, note="Nothing is trained.")
    tracked = [job_id for job_id in ids if any(edge.medium == "tracks" for edge in graph.asks.get(job_id, ()))]
    return leaf(label, len(tracked) / len(ids), operation="routing", note="By `tracks` from a job to a tracker.")


def _priced(engine: ServingResult, load: ServiceLoad, traffic: Traffic) -> ServingResult:
    """ENGINE with what a request and a million tokens cost at the demand of a month, of which it serves its part."""
    if not traffic.asked:
        return engine
    engine = replace(
        engine, request_tokens=total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    )
    requests = product(f"{engine.id}: requests in a month", (traffic.average_per_s, _MONTH), "1/month")
    if load.turned_away.value:
        part = difference("share that is served", _ONE, load.turned_away, "")
        requests = product(f"{engine.id}: requests that are served in a month", (requests, part), "1/month")
        engine = replace(
            engine, first_token_s=load.first_token_s, answer_s=load.answer_s, token_s=_unbounded(load, "a token")
        )
    each = quotient("cost of a request", load.usd_per_month, requests, "USD")
    tokens = total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    million = quotient("cost of a million tokens", product("a million", (each, _MILLION), "USD"), tokens, "USD")
    return replace(engine, usd_per_request=each, usd_per_million_tokens=million)


def _unbounded(load: ServiceLoad, words: str) -> Figure:
    return leaf(f"{load.id}: {words}", None, "s", subject=load.id, note=load.reason)


def _of(design: Design, graph: ServiceGraph, kinds: frozenset[str]) -> Iterable[Node]:
    return (design.nodes[node_id] for node_id in graph.nodes if graph.kinds[node_id] in kinds)


class _Found(NamedTuple):
    """Findings while the services are gone through from the bottom up; `loads` grows."""

    design: Design
    graph: ServiceGraph
    asked: Demand
    months: Months
    engines: Mapping[str, ServingResult]
    apis: Mapping[str, ModelApiResult]
    indexes: Mapping[str, RetrievalResult]
    pieces: Mapping[str, WorkResult]
    shares: Ledger
    loads: dict[str, ServiceLoad]


def _fill(found: _Found) -> None:
    """Work out what every service is asked and can do, from the bottom up."""
    for node_id in reversed(found.graph.nodes):
        service = _load(found, found.design.nodes[node_id])
        if service is not None:
            found.loads[node_id] = service


def _loads_at(found: _Found, fabrics: WorkFabrics) -> LoadsAt:
    """Return a function from a growth of the set demand to the load of every service, on what each is granted now."""

    def at(growth: float) -> Mapping[str, ServiceLoad]:
        design, graph = found.design, found.graph
        asked = demand(design, graph, growth)
        nodes = [design.nodes[node_id] for node_id in found.engines]
        engines = serving_together(design, graph, nodes, asked.traffic, fabrics)
        engines = paired(design, graph, engines, asked.traffic, fabrics)
        grown = found._replace(asked=asked, engines=engines, loads={})
        _fill(grown)
        return grown.loads

    return at


def _needs(
    engines: Mapping[str, ServingResult], indexes: Mapping[str, RetrievalResult]
) -> dict[tuple[str, Resource], Figure]:
    """Return the needs of engines and indexes on the machines under them, with their range."""
    needs: dict[tuple[str, Resource], Figure] = {
        (name, "silicon"): engine.accelerators_needed for name, engine in engines.items()
    }
    needs.update({(name, "memory"): index.memory_gb for name, index in indexes.items()})
    return needs


def _load(found: _Found, node: Node) -> ServiceLoad | None:
    """Return the load and capacity of NODE; None for what no request reaches."""
    design, graph, title = found.design, found.graph, node.title
    if not _answers(found, node):
        return None
    traffic = found.asked.traffic[node.id]
    machines = share_of_machines(graph, node, found.months, found.shares)
    month = (
        machines if machines is not None else leaf(f"{title}: a month", 0.0, "USD/month", note="It runs on nothing.")
    )
    capacity: Figure | None = None
    latency: Figure | None = None
    first: Figure | None = None
    token: Figure | None = None
    full: Figure | None = None
    bound: Bound = ""
    reason = ""
    offered = traffic.peak_per_s
    if engine := found.engines.get(node.id):
        capacity, latency, bound, reason = engine.requests_per_s, engine.answer_s, engine.bound, engine.reason
        first, token = engine.first_token_s, engine.token_s
        if engine.pair is not None and engine.pair.limit == "network" and engine.pair.network_per_s is not None:
            carried = (capacity, engine.pair.network_per_s)
            capacity, bound = minimum(f"{title}: requests that it can answer", carried, "1/s"), "network"
    elif api := found.apis.get(node.id):
        month, reason, bound = api.usd_per_month, api.reason, api.bound
        capacity, latency, first = api.requests_per_s, api.answer_s, api.first_token_s
    elif index := found.indexes.get(node.id):
        capacity, latency = index.queries_per_s, index.query_s
        if index.memory_has_gb.known:
            full = quotient(f"{title}: memory in use", index.memory_gb, index.memory_has_gb, "")
        month = (
            total(f"{title}: a month", (month, index.usd_per_month), "USD/month") if machines else index.usd_per_month
        )
        reason = index.reason
        bound = "rate limit" if capacity.known else ""
        bound = "memory size" if index.fits is False else "network" if index.by_network else bound
    elif piece := found.pieces.get(node.id):
        capacity, reason = piece.answers_per_s, piece.lost_way
        if not traffic.asked:
            offered = fact_of(design, node, "answers_per_s")
    else:
        latency = _answer(design, graph, node, found.loads)
    capacity = unknown_like(_CAPACITY, f"{title}: capacity") if capacity is None else capacity
    if node.id in graph.down:
        capacity = leaf(f"{title}: capacity", 0.0, "1/s", subject=node.id, note="Nothing is left that could answer.")
        latency = leaf(f"{title}: time", None, "s", subject=node.id, note="Nothing is left that could answer.")
        first, token, bound = latency, latency, ""
    served, part = _served(found, node, offered, capacity)
    if part < 1.0 - _HARDLY:
        said = _overload_words(title, part, offered) if part else f"{title} answers nothing."
        reason = " ".join(filter(None, (reason, said)))
        latency = leaf(f"{title}: an answer", None, "s", subject=node.id, note=said)
        first = leaf(f"{title}: first token", None, "s", subject=node.id, note=said)
        token = leaf(f"{title}: time per token", None, "s", subject=node.id, note=said)
    elif latency is None:
        latency = unknown_like(_TIME, f"{title}: time")
    if first is None:
        first = unknown_like(_NO_FIRST, f"{title}: first token")
    if token is None:
        token = unknown_like(_NO_TOKEN, f"{title}: time per token")
    used = quotient(f"{title}: in use", offered, capacity, "", "requests at the peak / capacity")
    if full is not None:
        used = maximum(f"{title}: in use", (used, full), "")
    return ServiceLoad(
        id=node.id,
        kind=node.kind,
        layer=_layer_of(design, node),
        demand_per_s=traffic.peak_per_s,
        capacity_per_s=capacity,
        utilisation=used,
        latency_s=latency,
        usd_per_month=month,
        bound=bound,
        reason=reason,
        offered_per_s=offered,
        served_per_s=served,
        requests_per_s=_most(found, node, offered, capacity),
        turned_away=known_like(_AWAY, f"{title}: share that is turned away", 1.0 - part, node.id),
        first_token_s=first,
        answer_s=latency,
        token_s=token,
    )


def _answers(found: _Found, node: Node) -> bool:
    """Return True when requests reach NODE: a service, or what is counted by figures of its own."""
    counted = (found.engines, found.apis, found.indexes, found.pieces)
    return sort_of(node.kind) == "service" or any(node.id in some for some in counted)


def _served(found: _Found, node: Node, offered: Figure, capacity: Figure) -> tuple[Figure, float]:
    """Requests a second of OFFERED that NODE answers, and their part: the least of its own and what it asks serves."""
    part = 1.0
    if offered.value and capacity.value is not None:
        part = min(part, capacity.value / offered.value)
    # Those that can stand in for each other answer together: their part is a mean, weighted by what each is offered.
    for alike in _targets(found, node):
        rates = [found.loads[other].offered_per_s.or_zero for other in alike]
        whole = sum(rates)
        if whole:
            away = [found.loads[other].turned_away.or_zero for other in alike]
            answered = sum(rate * (1.0 - share) for rate, share in zip(rates, away, strict=True))
            part = min(part, answered / whole)
        elif all(other in found.graph.down for other in alike):
            part = 0.0
    if node.id in found.graph.down:
        part = 0.0
    value = None if offered.value is None else offered.value * part
    label = f"{node.title}: requests that are served"
    if part >= 1.0:
        return offered, 1.0
    return leaf(
        label, value, "1/s", operation="routing", subject=node.id, note="What is offered × what can be served."
    ), part


def _most(found: _Found, node: Node, offered: Figure, capacity: Figure) -> Figure:
    """The most that NODE could answer: its own capacity, and for an application that of what it asks."""
    if capacity.known or not offered.value:
        return capacity
    rooms: list[float] = []
    # What it asks bounds it: its requests may grow by the least room of those groups.
    for alike in _targets(found, node):
        loads = [found.loads[other] for other in alike]
        if any(load.requests_per_s.value is None for load in loads):
            continue
        whole = sum(load.offered_per_s.or_zero for load in loads)
        if whole:
            rooms.append(sum(load.requests_per_s.or_zero for load in loads) / whole)
    most = offered.value * min(rooms) if rooms else None
    return leaf(
        f"{node.title}: the most that it could answer",
        most,
        "1/s",
        operation="routing",
        subject=node.id,
        note="Its requests × the least room of what it asks; what has no limit is left out.",
    )


def _targets(found: _Found, node: Node) -> Iterable[list[str]]:
    """Return the ids that NODE asks, in groups of those that can stand in for each other."""
    edges = found.graph.asks.get(node.id)
    if edges is None:
        return ()
    groups: dict[str, list[str]] = {}
    for edge in edges:
        sort = sort_of(found.graph.kinds[edge.b])
        if edge.asks and edge.b in found.loads and sort in {"model", "retrieval", "service"}:
            groups.setdefault(sort if sort != "service" else edge.b, []).append(edge.b)
    return groups.values()


def _overload_words(title: str, part: float, offered: Figure) -> str:
    away = offered.or_zero * (1.0 - part)
    return (
        f"{title} serves {part:.0%} of what is asked and turns {away:,.3g} requests a second away, so that the wait "
        "grows without bound."
    )


def _answer(design: Design, graph: ServiceGraph, node: Node, below: Mapping[str, ServiceLoad]) -> Figure:
    """Time of an answer of an application: its calls one after another, each to the slowest that may take it."""
    terms: list[Figure] = []
    # Calls of one sort go one after another, each to the slowest that may take it: a bound from above.
    for sort, fact in (("model", "model_calls"), ("retrieval", "retrievals"), ("service", "")):
        edges = (edge for edge in graph.asks.get(node.id, ()) if edge.asks)
        asked = [edge.b for edge in edges if sort_of(graph.kinds[edge.b]) == sort]
        times = [below[other].latency_s for other in asked if other in below]
        if not times:
            continue
        slowest = times[0] if len(times) == 1 else maximum(f"the slowest {sort}", times, "s")
        if fact and fact in node.facts:
            slowest = product(f"{sort} calls, one after another", (fact_of(design, node, fact), slowest), "s")
            terms += _crossings(design, node, fact, asked)
        terms.append(slowest)
    label = f"{node.title}: an answer"
    return total(label, terms, "s", "sum of the calls") if terms else leaf(label, None, "s", note="It asks nothing.")


def _crossings(design: Design, node: Node, fact: str, asked: Iterable[str]) -> Iterable[Figure]:
    """Times over the network of the calls after the first, to engines that do not chain models on the server."""
    engines = [design.nodes[other] for other in asked]
    if node.facts[fact] <= 1 or all(chains_models(design, engine) is not False for engine in engines):
        return
    more = difference("calls after the first", fact_of(design, node, fact), _ONE, "")
    yield product("further calls cross the network", (more, assumed(design, "round_trip_s")), "s")


def _layer_of(design: Design, node: Node) -> Layer:
    part = design.part_of(node)
    return part.layer if part else KINDS[node.kind].layer


def _flows(design: Design, graph: ServiceGraph, asked: Demand) -> Iterable[Flow]:
    for edges in graph.asks.values():
        for edge in edges:
            per_s = asked.flows.get(edge.link) or leaf(f"{edge.a} → {edge.b}", None, "1/s")
            yield Flow(link=edge.link, a=edge.a, b=edge.b, medium=edge.medium, per_s=per_s)
    # All work of a cluster has the very same machines, of which there may be hundreds.
    machines: dict[int, frozenset[str]] = {}
    for link in design.links.values():
        if link.medium != "runs_on":
            continue
        hosts = graph.hosts.get(link.a, ())
        every = machines.get(id(hosts))
        if every is None:
            every = machines[id(hosts)] = frozenset(hosts)
        # The relation may be drawn from either end.
        guest = link.a if link.b in every else link.b
        if guest in asked.traffic:
            host = link.b if guest == link.a else link.a
            yield Flow(link=link.id, a=guest, b=host, medium="runs_on", per_s=asked.traffic[guest].peak_per_s)


def _monthly(services: Iterable[ServiceLoad], asked: Demand) -> Figure:
    terms = [load.usd_per_month for load in services if asked.traffic[load.id].asked]
    return (
        summed("what serves, a month", terms, "USD/month") if terms else leaf("what serves, a month", 0.0, "USD/month")
    )


def _requests(design: Design, graph: ServiceGraph, asked: Demand) -> Figure:
    """Requests of users in a month."""
    terms = [
        product(
            f"{design.nodes[node_id].title}: requests in a month",
            (asked.traffic[node_id].average_per_s, _MONTH),
            "1/month",
        )
        for node_id in graph.nodes
        if {"users", "requests_per_user_hour"} & set(design.nodes[node_id].facts)
    ]
    return summed("requests in a month", terms, "1/month") if terms else leaf("requests in a month", 0.0, "1/month")


def _notes(design: Design, graph: ServiceGraph, asked: Demand) -> Iterable[str]:
    for ring in graph.cycles:
        names = " → ".join(design.nodes[node_id].title for node_id in (*ring, ring[0]))
        yield f"These depend on each other in a ring, and demand goes round once: {names}."
    if graph.nodes and not any(traffic.asked for traffic in asked.traffic.values()):
        yield "Nothing is asked for yet: say on an application how many users it has and what they ask."
