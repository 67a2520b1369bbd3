"""What each piece of work of a design asks of the machines under it, for the capacity ledger."""

from collections.abc import Iterable, Iterator, Mapping

from designer.analysis.chain.ledger import Asking, Ledger, ledger
from designer.analysis.chain.ledger_records import Resource
from designer.analysis.quantities import copies_of, fact_of
from designer.analysis.workload_results import OrchestrationResult, RetrievalResult, ServingResult, WorkResult
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures import Figure, leaf
from designer.model.kinds import KINDS


def shared(
    design: Design,
    graph: ServiceGraph,
    engines: Mapping[str, ServingResult],
    indexes: Mapping[str, RetrievalResult],
    clusters: Iterable[OrchestrationResult],
    traffic: Mapping[str, Traffic],
) -> Ledger:
    """Return how the machines of DESIGN are shared.

    Args:
        design: The design.
        graph: Its services.
        engines: What each engine would take if it had its machines for itself.
        indexes: What each index takes.
        clusters: What each orchestrator keeps for its own services.
        traffic: What each service is asked.
    """
    askings = [
        asking
        for node_id in graph.nodes
        if (asking := _asking(design, graph, design.nodes[node_id], engines, indexes, traffic)) is not None
    ]
    place = {node.id: number for number, node in enumerate(design.nodes_in_order())}
    askings.sort(key=lambda one: place[one.id])
    return ledger(design, askings, graph.chips, graph.alive, _reserves(design, graph, clusters))


def _asking(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    engines: Mapping[str, ServingResult],
    indexes: Mapping[str, RetrievalResult],
    traffic: Mapping[str, Traffic],
) -> Asking | None:
    """What NODE asks for; None for what asks for nothing that is counted, or runs on nothing."""
    hosts = graph.hosts.get(node.id, ())
    kind = KINDS.get(node.kind)
    if not hosts or kind is None or not kind.work or kind.work == "manager" or node.id in graph.down:
        return None
    share = node.facts.get("share")
    elastic = kind.work == "elastic"
    demand: dict[Resource, float | None] = {}
    resident: frozenset[Resource] = frozenset()
    if engine := engines.get(node.id):
        demand["silicon"] = engine.accelerators_needed.value or 0.0
    elif index := indexes.get(node.id):
        demand["memory"] = index.memory_gb.value or 0.0
        resident = frozenset({"memory"})
    elif "accelerators_asked" in node.facts or node.facts.get("elastic"):
        elastic = bool(node.facts.get("elastic"))
        asked = node.facts.get("accelerators_asked")
        demand["silicon"] = None if asked is None else asked * design.total_copies(node.id) * _part_asked(node, traffic)
    elif elastic and _trains(node):
        demand["silicon"] = None
    for resource, fact in (("cores", "vcpus_each"), ("memory", "memory_each_gb")):
        if fact in node.facts:
            amount = (copies_of(design, node).value or 0.0) * node.facts[fact]
            demand["cores" if resource == "cores" else "memory"] = amount
    return Asking(node.id, hosts, demand, elastic, resident, share)


def _part_asked(node: Node, traffic: Mapping[str, Traffic]) -> float:
    """Of all that NODE asks for, the part that its requests take; all of it where nobody sends it any."""
    most, peak = node.facts.get("answers_per_s"), traffic[node.id].peak_per_s.value
    return peak / most if traffic[node.id].asked and most and peak is not None else 1.0


def _trains(node: Node) -> bool:
    """Whether NODE takes accelerators: a job that is described, not a pipeline that moves data."""
    kind = KINDS.get(node.kind)
    return kind is not None and kind.described


def _reserves(
    design: Design, graph: ServiceGraph, clusters: Iterable[OrchestrationResult]
) -> dict[tuple[str, Resource], float]:
    """What orchestrators keep of each machine, spread over their machines by copies."""
    found: dict[tuple[str, Resource], float] = {}
    for cluster in clusters:
        hosts = graph.hosts.get(cluster.id, ())
        machines = sum(design.total_copies(host) for host in hosts)
        reserved: tuple[tuple[Resource, Figure], ...] = (
            ("cores", cluster.cores_reserved),
            ("memory", cluster.memory_reserved_gb),
        )
        for resource, amount in reserved:
            if not amount.value or not machines:
                continue
            for host in hosts:
                key = (host, resource)
                found[key] = found.get(key, 0.0) + amount.value * design.total_copies(host) / machines
    return found


def work_results(design: Design, graph: ServiceGraph, shares: Ledger) -> Iterator[WorkResult]:
    """Return what each piece of work by its own figures asks for, gets and answers, in design order."""
    for node in design.nodes_in_order():
        if not {"accelerators_asked", "elastic"} & set(node.facts):
            continue
        key: tuple[str, Resource] = (node.id, "silicon")
        asked, granted = shares.asked.get(key), shares.granted.get(key, 0.0)
        wanted = fact_of(design, node, "accelerators_asked").value
        usable = shares.usable.get(key, 0.0)
        fraction = min(1.0, usable / wanted) if wanted else None
        answers = fact_of(design, node, "answers_per_s").value
        title = node.title
        yield WorkResult(
            id=node.id,
            asked=leaf(f"{title}: accelerators that it asks for", wanted if asked is None else asked, subject=node.id),
            granted=leaf(f"{title}: accelerators that it gets", granted, operation="routing", subject=node.id),
            fraction=leaf(
                f"{title}: part of its demand that it gets",
                shares.fraction(node.id),
                operation="routing",
                subject=node.id,
            ),
            answers_per_s=leaf(
                f"{title}: answers a second",
                None if answers is None or fraction is None else answers * fraction,
                "1/s",
                operation="routing",
                subject=node.id,
                note="What it answers on all that it asks for × the part of that which it gets.",
            ),
            lost_way=lost_way(design, graph, node.id),
        )


def lost_way(design: Design, graph: ServiceGraph, node_id: str) -> str:
    """Return why NODE_ID runs on nothing, or on less than is drawn, as the way that leads nowhere; "" where it runs."""
    way = graph.lost_ways.get(node_id)
    if way is None:
        return ""
    names = " → ".join(design.nodes[one].title for one in way)
    if len(set(way)) < len(way):
        return f"What it runs on leads round in a ring: {names}."
    return f"What it runs on leads to nothing that could carry it: {names}."
