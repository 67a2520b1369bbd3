"""Claims of each piece of work of a design on the machines under it, for the capacity ledger."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from designer.analysis.chain.ledger.ledger import Asking, Ledger, ledger
from designer.analysis.chain.ledger.records import Resource
from designer.analysis.quantities import copies_of, value_of
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.kubelet import Kept, kubelet_keeps
from designer.analysis.workloads.results import OrchestrationResult, RetrievalResult, ServingResult, WorkResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, known_like, leaf, product
from designer.model.kinds import KINDS
from designer.model.workloads.choices import chosen

_ROUTED: Final = leaf("accelerators", 0.0, operation="routing")
_ANSWERED: Final = leaf(
    "answers a second",
    0.0,
    "1/s",
    operation="routing",
    note="What it answers on all that it asks for × the part of that which it gets.",
)
_HARDLY: Final = 1e-6
"""Part of an accelerator below which a difference is rounding."""


def shared(
    design: Design,
    graph: ServiceGraph,
    engines: Mapping[str, ServingResult],
    indexes: Mapping[str, RetrievalResult],
    clusters: Iterable[OrchestrationResult],
    traffic: Mapping[str, Traffic],
    targets: Mapping[str, Figure] | None = None,
) -> Ledger:
    """Return how the machines of DESIGN are shared.

    Args:
        design: The design.
        graph: Its services.
        engines: What each engine would take if it had its machines for itself.
        indexes: What each index takes.
        clusters: What each orchestrator keeps for its own services.
        traffic: What each service is asked.
        targets: Accelerators that training jobs take for their targets, by job; unknown for all that are left.
    """
    askings = [
        asking
        for node_id in graph.nodes
        if (asking := _asking(design, graph, design.nodes[node_id], engines, indexes, traffic, targets or {}))
        is not None
    ]
    place = {node.id: number for number, node in enumerate(design.nodes_in_order())}
    askings.sort(key=lambda one: place[one.id])
    return ledger(
        design,
        askings,
        graph.chips,
        graph.alive,
        _reserves(design, graph, clusters),
        _headroom(design, graph),
        graph.slowed,
    )


def _asking(
    design: Design,
    graph: ServiceGraph,
    node: Node,
    engines: Mapping[str, ServingResult],
    indexes: Mapping[str, RetrievalResult],
    traffic: Mapping[str, Traffic],
    targets: Mapping[str, Figure],
) -> Asking | None:
    """Return the claim of NODE; None for what asks for nothing that is counted, or runs on nothing."""
    hosts = graph.hosts.get(node.id, ())
    kind = KINDS.get(node.kind)
    if not hosts or kind is None or not kind.work or kind.work == "manager" or node.id in graph.down:
        return None
    share = node.facts.get("share")
    elastic = kind.work == "elastic"
    demand: dict[Resource, float | None] = {}
    resident: frozenset[Resource] = frozenset()
    floors: dict[Resource, float] = {}
    if engine := engines.get(node.id):
        demand["silicon"] = engine.accelerators_needed.or_zero
        least, least_gb = engine.least_accelerators.value, engine.least_gb.value
        if least is not None and least_gb is not None:
            demand["accelerator_memory"] = least_gb
            resident = frozenset({"accelerator_memory"})
            if share is None and traffic[node.id].asked:
                # Whole accelerators, those of one replica first; a share may be a slice of one.
                floors["silicon"] = least
                demand["silicon"] = max(demand["silicon"], least)
    elif index := indexes.get(node.id):
        demand["memory"] = index.memory_gb.or_zero
        resident = frozenset({"memory"})
    elif "accelerators_asked" in node.facts or node.facts.get("elastic"):
        elastic = bool(node.facts.get("elastic"))
        asked = node.facts.get("accelerators_asked")
        demand["silicon"] = None if asked is None else asked * design.total_copies(node.id) * _part_asked(node, traffic)
    elif elastic and _trains(node):
        target = targets.get(node.id)
        demand["silicon"] = target.value if target is not None else None
    for resource, fact in (("cores", "vcpus_each"), ("memory", "memory_each_gb")):
        if fact in node.facts and resource not in resident:
            amount = copies_of(design, node).or_zero * node.facts[fact]
            demand["cores" if resource == "cores" else "memory"] = amount
    return Asking(
        id=node.id,
        hosts=hosts,
        demand=demand,
        elastic=elastic,
        resident=resident,
        share=share,
        weight=node.facts.get("share_weight") or 1.0,
        floors=floors,
        hosts_most=node.facts.get("hosts_asked"),
        over_racks=chosen(node, "hosts_order") == "racks",
    )


def _part_asked(node: Node, traffic: Mapping[str, Traffic]) -> float:
    """Of all that NODE asks for, the part that its requests take; all of it where nobody sends it any."""
    most, peak = node.facts.get("answers_per_s"), traffic[node.id].peak_per_s.value
    return peak / most if traffic[node.id].asked and most and peak is not None else 1.0


def _trains(node: Node) -> bool:
    """Return True when NODE takes accelerators: a job that is described, not a pipeline that moves data."""
    kind = KINDS.get(node.kind)
    return kind is not None and kind.described


def _reserves(
    design: Design, graph: ServiceGraph, clusters: Iterable[OrchestrationResult]
) -> dict[tuple[str, Resource], float]:
    """Return the reserve of orchestrators on each machine: kubelet and system by what it has, the rest by copies."""
    found: dict[tuple[str, Resource], float] = {}
    kept: dict[tuple[str, Resource], float] = {}
    for cluster in clusters:
        hosts = graph.hosts.get(cluster.id, ())
        machines = sum(design.total_copies(host) for host in hosts)
        keeps = {host: kubelet_keeps(design, design.nodes[cluster.id], design.nodes[host]) for host in hosts}
        reserved: tuple[tuple[Resource, Figure], ...] = (
            ("cores", cluster.cores_reserved),
            ("memory", cluster.memory_reserved_gb),
        )
        for resource, amount in reserved:
            if not amount.value or not machines:
                continue
            own = _of_kubelet(design, cluster.id, keeps, resource)
            spread = max(0.0, amount.value - sum(own.values()))
            for host in hosts:
                key = (host, resource)
                found[key] = found.get(key, 0.0) + spread * design.total_copies(host) / machines
                # A machine has one kubelet, however many clusters are drawn above it.
                kept[key] = max(kept.get(key, 0.0), own.get(host, 0.0))
    return {key: amount + kept[key] for key, amount in found.items()}


def _of_kubelet(design: Design, cluster: str, keeps: Mapping[str, Kept | None], resource: Resource) -> dict[str, float]:
    """Return what all copies of each machine KEEP for kubelet and system; nothing where it was set for CLUSTER."""
    node = design.nodes[cluster]
    if ("vcpus_each" if resource == "cores" else "memory_each_gb") in node.facts:
        return {}
    found: dict[str, float] = {}
    for host, each in keeps.items():
        if each is not None:
            value = (each.cores if resource == "cores" else each.memory_gb).value
            found[host] = (value or 0.0) * design.total_copies(host)
    return found


def _headroom(design: Design, graph: ServiceGraph) -> dict[str, float]:
    """Share of each machine that is kept free: its own, and those of the orchestrators over it, each once."""
    # All work of a cluster has the very same tuple of machines, which is gone through once.
    machines = {host for hosts in {id(some): some for some in graph.hosts.values()}.values() for host in hosts}
    found = {host: design.nodes[host].facts.get("headroom_share", 0.0) for host in machines}
    # Each orchestrator over a machine keeps a share of its own; together they can keep no more than all.
    for node_id, hosts in graph.hosts.items():
        node = design.nodes[node_id]
        share = node.facts.get("headroom_share")
        kind = KINDS.get(node.kind) if share else None
        if share and kind is not None and kind.work == "manager":
            found |= {host: min(1.0, found[host] + share) for host in hosts}
    return {host: share for host, share in found.items() if share}


def usable_accelerators(shares: Ledger) -> dict[str, float]:
    """Return the accelerators that each piece of work can use: none where its memory finds no room."""
    unfit = {work for work, _ in shares.missing}
    return {
        # Whole ones that are added up of parts are whole again.
        work: 0.0 if work in unfit else float(round(amount)) if abs(amount - round(amount)) < _HARDLY else amount
        for (work, resource), amount in shares.usable.items()
        if resource == "silicon"
    }


def engine_beside_others(design: Design, engine: ServingResult, shares: Ledger) -> ServingResult:
    """Return ENGINE as the ledger leaves it: without room, with what is missing, or held back by cores and memory."""
    # What the ledger says is missing for the model to fit beside the other work.
    gb = shares.missing.get((engine.id, "accelerator_memory"), 0.0)
    chips = shares.missing.get((engine.id, "silicon"), 0.0)
    if not gb and not chips:
        return _slowed(engine, shares) if engine.fits is not False else _answers_nothing(design, engine)
    if gb:
        lacking = f"{gb:,.4g} GB of accelerator memory are missing"
    else:
        several = "accelerator is" if chips <= 1.0 else "accelerators are"
        lacking = f"{chips:,.4g} {several} missing, whole ones unless shares are set"
    reason = f"Its model does not fit{_beside(design, engine.id, 'accelerator_memory', shares)}: {lacking}."
    return _answers_nothing(design, replace(engine, fits=False, reason=reason, bound="memory size"))


def _answers_nothing(design: Design, engine: ServingResult) -> ServingResult:
    """ENGINE, whose model does not fit, with no requests answered."""
    title = design.nodes[engine.id].title
    nothing = leaf(f"{title}: requests that it can answer", 0.0, "1/s", subject=engine.id, note=engine.reason)
    return replace(engine, requests_per_s=nothing, output_tokens_per_s=replace(nothing, label="tokens written"))


def _slowed(engine: ServingResult, shares: Ledger) -> ServingResult:
    """ENGINE with as much of its accelerators as its cores and its memory keep up with."""
    part = shares.beside(engine.id, "silicon")
    asked, usable = shares.demands.get(engine.id, {}).get("silicon"), shares.usable.get((engine.id, "silicon"))
    if part >= 1.0 or not asked or not usable or part * asked >= usable:
        return engine
    kept = leaf(
        "part of its accelerators that cores and memory keep up with",
        part * asked / usable,
        operation="routing",
        subject=engine.id,
        note="The least of its demands that it gets holds for all of them; see the ledger.",
    )
    said = f"It gets {part:.0%} of the cores or memory that it asks for, and answers accordingly less."
    return replace(
        engine,
        reason=" ".join(filter(None, (engine.reason, said))),
        requests_per_s=product(engine.requests_per_s.label, (engine.requests_per_s, kept), "1/s"),
        output_tokens_per_s=product(engine.output_tokens_per_s.label, (engine.output_tokens_per_s, kept), "1/s"),
    )


def index_beside_others(design: Design, index: RetrievalResult, shares: Ledger) -> RetrievalResult:
    """Return INDEX, said not to fit with what is missing where the ledger finds no room for it."""
    gb = shares.missing.get((index.id, "memory"), 0.0)
    if not gb or index.fits is False:
        return index
    reason = f"The index does not fit{_beside(design, index.id, 'memory', shares)}: {gb:,.4g} GB of memory are missing."
    return replace(index, fits=False, reason=" ".join(filter(None, (reason, index.reason))))


def _beside(design: Design, work: str, resource: Resource, shares: Ledger) -> str:
    """Names of the others that hold RESOURCE of the machines of WORK, as " beside …"; "" where there are none."""
    names = dict.fromkeys(
        design.nodes[grant.id].title
        for row in shares.rows
        if row.resource == resource and any(grant.id == work for grant in row.grants)
        for grant in row.grants
        if grant.id != work and grant.granted.value
    )
    return f" beside {', '.join(names)}" if names else ""


def work_results(design: Design, graph: ServiceGraph, shares: Ledger) -> Iterator[WorkResult]:
    """Return what each piece of work by its own figures asks for, gets and answers, in design order."""
    for node in design.nodes_in_order():
        if "accelerators_asked" not in node.facts and "elastic" not in node.facts:
            continue
        key: tuple[str, Resource] = (node.id, "silicon")
        asked, granted = shares.demands.get(node.id, {}).get("silicon"), shares.granted.get(key, 0.0)
        wanted = value_of(design, node, "accelerators_asked")
        usable = shares.usable.get(key, 0.0)
        fraction = min(1.0, usable / wanted, shares.beside(node.id, "silicon")) if wanted else None
        answers = value_of(design, node, "answers_per_s")
        title = node.title
        yield WorkResult(
            id=node.id,
            asked=leaf(f"{title}: accelerators that it asks for", wanted if asked is None else asked, subject=node.id),
            granted=known_like(_ROUTED, f"{title}: accelerators that it gets", granted, node.id),
            fraction=known_like(
                _ROUTED, f"{title}: part of its demand that it gets", shares.fraction(node.id), node.id
            ),
            answers_per_s=leaf(
                f"{title}: answers a second", None, "1/s", operation="routing", subject=node.id, note=_ANSWERED.note
            )
            if answers is None or fraction is None
            else known_like(_ANSWERED, f"{title}: answers a second", answers * fraction, node.id),
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
