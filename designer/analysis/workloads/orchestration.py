"""A cluster against the limits of its orchestrator, and what the orchestrator itself takes of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from designer.analysis.quantities import copies_of, fact_of, quantity_of, role_of
from designer.analysis.workloads.data.data_paths import edges_of
from designer.analysis.workloads.kubelet import Kept, kubelet_keeps
from designer.analysis.workloads.machine_needs import cores_of, unknown
from designer.analysis.workloads.results import OrchestrationResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import ORCHESTRATORS, TRAINING_JOBS, kinds_with
from designer.model.parts.part import Part

PODS_OF: Final = kinds_with(lambda kind: kind.pods)
"""Kinds whose copies are pods where nobody says how many there are."""
Keeps = Sequence[tuple[Node, Kept | None]]
"""Machines with what one copy of each keeps for kubelet and system."""
_NOTEBOOKS: Final = {"cpu_cores": "notebook_cpu_cores", "system_memory_gb": "notebook_memory_gb"}
_SIZING_TEXTS: Final = ("control_plane", "etcd", "large")


def orchestration(design: Design, graph: ServiceGraph, node: Node) -> OrchestrationResult:
    """The machines, pods and jobs of NODE, an orchestrator, against its limits."""
    hosts = managed_hosts(design, graph, node)
    part = design.part_of(node)
    nodes = _count(design, hosts, f"{node.title}: machines that it manages", "Nothing is linked to it, nor drawn.")
    nodes_most = fact_of(design, node, "nodes_most")
    pods, pods_most = _pods(design, graph, node, hosts, nodes)
    shares = [
        quotient(f"{node.title}: share of its {words}", asked, most, "")
        for words, asked, most in (("machines", nodes, nodes_most), ("pods", pods, pods_most))
    ]
    set_all = {"vcpus_each", "memory_each_gb"} <= node.facts.keys()
    keeps = [] if set_all else [(host, kubelet_keeps(design, node, host)) for host in hosts]
    cores = _reserved(design, node, keeps, nodes, "vcpus_each", "cpu_cores", "cores")
    memory = _reserved(design, node, keeps, nodes, "memory_each_gb", "system_memory_gb", "GB")
    cores_has = _summed_over(design, hosts, "cores", "")
    memory_has = _summed_over(design, hosts, "memory", "GB")
    return OrchestrationResult(
        id=node.id,
        nodes=nodes,
        nodes_most=nodes_most,
        pods=pods,
        pods_most=pods_most,
        utilisation=maximum(f"{node.title}: the fuller of its limits", shares, ""),
        cores_reserved=cores,
        cores_has=cores_has,
        memory_reserved_gb=memory,
        memory_has_gb=memory_has,
        reserved=_reserved_words(part, cores, memory),
        reason=" ".join(
            _reasons(design, node, (nodes, nodes_most), (pods, pods_most), (cores, cores_has), (memory, memory_has))
        ),
    )


def managed_hosts(design: Design, graph: ServiceGraph, node: Node) -> tuple[Node, ...]:
    """The machines that are linked to NODE, in what is linked to it, or to an orchestrator below it; else all."""
    found = list(_linked_hosts(design, graph, node.id))
    if not found:
        found = [other.id for other in design.nodes_in_order() if role_of(other) == "host"]
    return tuple(design.nodes[host] for host in dict.fromkeys(found))


def _linked_hosts(design: Design, graph: ServiceGraph, node_id: str) -> Iterator[str]:
    # Along relations and places, but only through containers and other orchestrators that it asks.
    waiting, seen = [node_id], {node_id}
    while waiting:
        here = waiting.pop()
        near = [*graph.hosts.get(here, ()), *graph.guests.get(here, ())]
        near += [edge.b if edge.a == here else edge.a for edge in edges_of(graph, here)]
        for other in near:
            if other in seen:
                continue
            role = role_of(design.nodes[other])
            if role == "container":
                seen.add(other)
                yield from _hosts_inside(design.children(), other)
            elif role == "host":
                seen.add(other)
                yield other
            elif design.nodes[other].kind in ORCHESTRATORS and any(
                edge.b == other for edge in graph.asks.get(here, ())
            ):
                seen.add(other)
                waiting.append(other)


def _hosts_inside(children: dict[str | None, list[Node]], container: str) -> Iterator[str]:
    waiting, seen = [container], {container}
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child.id in seen:
                continue
            seen.add(child.id)
            waiting.append(child.id)
            if role_of(child) == "host":
                yield child.id


def _pods(
    design: Design, graph: ServiceGraph, node: Node, hosts: tuple[Node, ...], nodes: Figure
) -> tuple[Figure, Figure]:
    """Return the pods that it runs, and those it may run at most; jobs where it states a limit of those alone."""
    part = design.part_of(node)
    counts_jobs = part is not None and "jobs_most" in part.facts and "pods_most" not in part.facts
    kinds = TRAINING_JOBS if counts_jobs else PODS_OF
    if "pods" in node.facts:
        asked = fact_of(design, node, "pods")
    else:
        near = [edge.b if edge.a == node.id else edge.a for edge in edges_of(graph, node.id)]
        # Machines with the same guests have the very same tuple of them, which is gone through once.
        for guests in {id(some): some for below in (node, *hosts) if (some := graph.guests.get(below.id))}.values():
            near += guests
        guests = [design.nodes[other] for other in dict.fromkeys(near) if graph.kinds[other] in kinds]
        words = "jobs" if counts_jobs else "pods, one for each copy of what runs on them"
        asked = _count(design, guests, f"{node.title}: {words}", "Nothing that is drawn runs on them.")
    if counts_jobs:
        return asked, fact_of(design, node, "jobs_most")
    whole, each = fact_of(design, node, "pods_most"), fact_of(design, node, "pods_per_node_most")
    limits = [whole] if whole.known else []
    if each.known:
        limits.append(product("pods of all machines", (nodes, each), "", "machines × pods on one"))
    label = f"{node.title}: pods at most"
    return asked, minimum(label, limits, "") if limits else unknown(node, "pods at most", "")


def _count(design: Design, nodes: Iterable[Node], label: str, note: str) -> Figure:
    nodes = list(nodes)
    return quantity_of(design, nodes, label) if nodes else leaf(label, 0.0, note=note)


def _reserved(design: Design, node: Node, keeps: Keeps, machines: Figure, own: str, stated: str, words: str) -> Figure:
    """Return the reserve kept from the work: as set for each machine, else as its part states and machines keep."""
    unit = "GB" if words == "GB" else ""
    part = design.part_of(node)
    label = f"{node.title}: {words} for its own services"
    if own in node.facts:
        return product(label, (machines, fact_of(design, node, own)), unit)
    if part is None:
        return unknown(node, f"{words} for its own services", unit)
    own_services = product(label, (copies_of(design, node), part.fact(stated, unit)), unit)
    more = [_notebooks(design, node, part, stated, words, unit), *_kept(design, keeps, unit)]
    terms = [one for one in (own_services, *more) if one is not None and one.known]
    if not terms:
        return own_services
    return terms[0] if len(terms) == 1 else total(label, terms, unit)


def _kept(design: Design, keeps: Keeps, unit: str) -> Iterator[Figure]:
    """Yield the reserve of each host of KEEPS, all copies together."""
    for host, kept in keeps:
        if kept is not None:
            each = kept.memory_gb if unit else kept.cores
            yield product(f"{each.label}, all copies", (copies_of(design, host), each), unit)


def _notebooks(design: Design, node: Node, part: Part, stated: str, words: str, unit: str) -> Figure | None:
    """Return the notebooks' share of the people who experiment; None where it has none, or nobody runs any."""
    each = part.fact(_NOTEBOOKS[stated], unit)
    if "experiments_users" not in node.facts or not each.known:
        return None
    people = fact_of(design, node, "experiments_users")
    return product(f"{node.title}: {words} of notebooks", (people, each), unit, "people × what a notebook takes")


def _summed_over(design: Design, hosts: tuple[Node, ...], words: str, unit: str) -> Figure:
    terms = [
        product(
            f"{words} of {host.title}",
            (
                copies_of(design, host),
                fact_of(design, host, "system_memory_gb") if unit else cores_of(design, host),
            ),
            unit,
        )
        for host in hosts
    ]
    if not terms:
        return leaf(f"{words} of the machines", None, unit, note="There are no machines.")
    return total(f"{words} of the machines", terms, unit)


def _reserved_words(part: Part | None, cores: Figure, memory: Figure) -> str:
    words = " and ".join(
        f"{figure.value:,.6g} {unit}" for figure, unit in ((cores, "cores"), (memory, "GB of memory")) if figure.known
    )
    sentences = [f"It takes {words}"] if words else []
    texts = part.texts if part else {}
    sentences += [f"{name.replace('_', ' ').capitalize()}: {texts[name]}" for name in _SIZING_TEXTS if name in texts]
    if not sentences:
        return "What it takes for itself is not stated."
    return ". ".join(sentences) + "."


def _reasons(
    design: Design,
    node: Node,
    machines: tuple[Figure, Figure],
    pods: tuple[Figure, Figure],
    cores: tuple[Figure, Figure],
    memory: tuple[Figure, Figure],
) -> Iterator[str]:
    part = design.part_of(node)
    name = part.name if part else node.title
    if not machines[0].value:
        yield "There are no machines for it to manage."
    for words, (asked, most) in (("machines", machines), ("pods or jobs", pods)):
        if asked.value is not None and most.value is not None and asked.value > most.value:
            yield f"{name} takes at most {most.value:,.0f} {words}; there are {asked.value:,.0f}."
    for words, (taken, has) in (("cores", cores), ("GB of memory", memory)):
        if taken.value is not None and has.value is not None and not has.missing and taken.value > has.value:
            yield f"Its own services take {taken.value:,.6g} {words}; the machines have {has.value:,.6g}."
