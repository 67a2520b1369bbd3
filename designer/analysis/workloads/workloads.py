"""From the users at the top to the machines at the bottom, in one call."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.failing import failed_of
from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.results import CostResult, NetworkResult, PowerResult
from designer.analysis.survey import survey_of
from designer.analysis.workload_results import (
    Bound,
    Flow,
    ModelApiResult,
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    WorkloadsResult,
)
from designer.analysis.workloads.demand import Demand, Traffic, demand
from designer.analysis.workloads.layers import blame, layer_loads
from designer.analysis.workloads.model_apis import SECONDS_PER_MONTH, model_api
from designer.analysis.workloads.orchestration import orchestration
from designer.analysis.workloads.pipelines import pipeline
from designer.analysis.workloads.retrieval import retrieval
from designer.analysis.workloads.service_graph import ServiceGraph, resting_on, service_graph, sort_of
from designer.analysis.workloads.serving import serving
from designer.analysis.workloads.shares import share_of_machines
from designer.analysis.workloads.stores import stores
from designer.analysis.workloads.training import training
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf, maximum, product, quotient, total
from designer.model.kinds import KINDS
from designer.model.parts import Layer

_MILLION: Final = leaf("tokens in a million", 1e6)
_MONTH: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")


def workloads(
    design: Design,
    power: PowerResult,
    cost: CostResult,
    network: NetworkResult | None = None,
    fail: Collection[str] = (),
) -> WorkloadsResult:
    """What the services of DESIGN are asked, can do, take and cost.

    Args:
        design: The design, with the parts it uses embedded.
        power: What it draws.
        cost: What it costs.
        network: What its network carries, when that was worked out.
        fail: Ids of nodes that have failed.
    """
    graph = service_graph(design)
    asked = demand(design, graph)
    fabrics = WorkFabrics(survey_of(design, fail))
    engines = {
        node.id: serving(design, graph, node, asked.traffic[node.id], fabrics) for node in _of(design, graph, "serving")
    }
    apis = {node.id: model_api(design, node, asked.traffic[node.id]) for node in _of(design, graph, "model-api")}
    indexes = {
        node.id: retrieval(design, graph, node, asked.traffic[node.id])
        for node in _of(design, graph, "vector-database")
    }
    pipelines = tuple(pipeline(design, graph, node, fabrics) for node in _of(design, graph, "pipeline"))
    clusters = tuple(orchestration(design, graph, node) for node in _of(design, graph, "orchestrator"))
    jobs = tuple(
        training(design, graph, node, power, cost, fabrics=fabrics) for node in _of(design, graph, "training-job")
    )
    kept = stores(design, graph, jobs, pipelines)
    loads: dict[str, ServiceLoad] = {}
    for node_id in reversed(graph.nodes):
        node = design.nodes[node_id]
        load = _load(design, graph, asked.traffic[node_id], node, power, engines, apis, indexes, loads)
        if load is not None:
            loads[node_id] = load
    engines = {node_id: _priced(engine, loads[node_id], asked.traffic[node_id]) for node_id, engine in engines.items()}
    services = tuple(loads[node.id] for node in design.nodes_in_order() if node.id in loads)
    layers = layer_loads(
        design,
        graph,
        services,
        tuple(engines.values()),
        cost,
        network,
        others=(*pipelines, *kept, *clusters),
    )
    layer, worst = blame(layers)
    monthly, requests = _monthly(services, asked), _requests(design, graph, asked)
    answers = [load.latency_s for load in services if load.kind == "application"] or [
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
    )


def _priced(engine: ServingResult, load: ServiceLoad, traffic: Traffic) -> ServingResult:
    """ENGINE with what a request and a million tokens cost at the demand of a month."""
    if not traffic.asked:
        return engine
    requests = product(f"{engine.id}: requests in a month", (traffic.average_per_s, _MONTH), "1/month")
    each = quotient("cost of a request", load.usd_per_month, requests, "USD")
    tokens = total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    million = quotient("cost of a million tokens", product("a million", (each, _MILLION), "USD"), tokens, "USD")
    return replace(engine, usd_per_request=each, usd_per_million_tokens=million)


def _of(design: Design, graph: ServiceGraph, kind: str) -> Iterable[Node]:
    return (design.nodes[node_id] for node_id in graph.nodes if graph.kinds[node_id] == kind)


def _load(
    design: Design,
    graph: ServiceGraph,
    traffic: Traffic,
    node: Node,
    power: PowerResult,
    engines: Mapping[str, ServingResult],
    apis: Mapping[str, ModelApiResult],
    indexes: Mapping[str, RetrievalResult],
    below: Mapping[str, ServiceLoad],
) -> ServiceLoad | None:
    """What NODE is asked and can do; None for what no request reaches."""
    title = node.title
    machines = share_of_machines(design, graph, node, power)
    month = (
        machines if machines is not None else leaf(f"{title}: a month", 0.0, "USD/month", note="It runs on nothing.")
    )
    capacity, latency = leaf(f"{title}: capacity", None, "1/s"), leaf(f"{title}: time", None, "s")
    full: Figure | None = None
    bound: Bound = ""
    reason = ""
    if engine := engines.get(node.id):
        capacity, latency, bound, reason = engine.requests_per_s, engine.answer_s, engine.bound, engine.reason
    elif api := apis.get(node.id):
        month, reason = api.usd_per_month, api.reason
    elif index := indexes.get(node.id):
        reads = fact_of(design, node, "reads_per_s")
        if reads.known:
            capacity = product(f"{title}: queries that it can answer", (copies_of(design, node), reads), "1/s")
        if index.memory_has_gb.known:
            full = quotient(f"{title}: memory in use", index.memory_gb, index.memory_has_gb, "")
        month = (
            total(f"{title}: a month", (month, index.usd_per_month), "USD/month") if machines else index.usd_per_month
        )
        reason, bound = index.reason, "memory size" if index.fits is False else ""
    elif sort_of(node.kind) == "service":
        latency = _answer(design, graph, node, below)
    else:
        return None
    used = quotient(f"{title}: in use", traffic.peak_per_s, capacity, "", "requests at the peak / capacity")
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
    )


def _answer(design: Design, graph: ServiceGraph, node: Node, below: Mapping[str, ServiceLoad]) -> Figure:
    """Time of an answer of an application: its calls one after another, each to the slowest that may take it."""
    terms: list[Figure] = []
    for sort, fact in (("model", "model_calls"), ("retrieval", "retrievals"), ("service", "")):
        asked = [edge.b for edge in graph.asks.get(node.id, ()) if sort_of(graph.kinds[edge.b]) == sort]
        times = [below[other].latency_s for other in asked if other in below]
        if not times:
            continue
        slowest = times[0] if len(times) == 1 else maximum(f"the slowest {sort}", times, "s")
        if fact and fact in node.facts:
            slowest = product(f"{sort} calls, one after another", (fact_of(design, node, fact), slowest), "s")
        terms.append(slowest)
    label = f"{node.title}: an answer"
    return total(label, terms, "s", "sum of the calls") if terms else leaf(label, None, "s", note="It asks nothing.")


def _layer_of(design: Design, node: Node) -> Layer:
    part = design.part_of(node)
    return part.layer if part else KINDS[node.kind].layer


def _flows(design: Design, graph: ServiceGraph, asked: Demand) -> Iterable[Flow]:
    for edges in graph.asks.values():
        for edge in edges:
            per_s = asked.flows.get(edge.link) or leaf(f"{edge.a} → {edge.b}", None, "1/s")
            yield Flow(link=edge.link, a=edge.a, b=edge.b, medium=edge.medium, per_s=per_s)
    for link in design.links.values():
        guest = link.a if link.b in graph.hosts.get(link.a, ()) else link.b
        if link.medium == "runs_on" and guest in asked.traffic:
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
        yield "Nobody asks anything yet: say on an application how many users it has and what they ask."
