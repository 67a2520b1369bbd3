"""Reserve of machines under Kubernetes for kubelet and system, where nobody set it.

Kubernetes itself leaves it to whoever sets up the machines; the managed services publish what they keep. Cores are the
same in all of them. Memory is by tiers at Google and Microsoft, and by pods at Amazon, which is less on large machines:
a cluster of one's own is taken to keep the former, and its range goes down to the latter.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from designer.analysis.quantities import fact_of
from designer.analysis.workloads.machine_needs import cores_of
from designer.formulas.workloads.kubelet import kubelet_cores, kubelet_memory_gib, kubelet_memory_of_pods_gib
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf

_GB_PER_GIB: Final = 1.073741824
_PODS: Final = 110.0
"""Pods of a machine at most where the part does not say, which is what Kubernetes is made for."""
_BY_PODS: Final = 2.0
# A cluster asks for each of its hundreds of machines, most of which are alike.
_cores: Final = lru_cache(maxsize=256)(kubelet_cores)
_memory_gib: Final = lru_cache(maxsize=256)(kubelet_memory_gib)
_memory_of_pods_gib: Final = lru_cache(maxsize=256)(kubelet_memory_of_pods_gib)


class Kept(NamedTuple):
    """Reserve of one copy of a machine; unknown where nobody says what it has."""

    cores: Figure
    memory_gb: Figure


def kubelet_keeps(design: Design, node: Node, host: Node) -> Kept | None:
    """Return what one copy of HOST keeps under NODE, an orchestrator; None where that leaves machines whole."""
    part = design.part_of(node)
    rule = part.fact("kubelet_keeps", "").value if part is not None else None
    if not rule:
        return None
    has, memory = cores_of(design, host).value, fact_of(design, host, "system_memory_gb").value
    cores = leaf(
        f"{host.title}: cores kept for kubelet and system",
        None if has is None else _cores(has),
        status="derived",
        subject=host.id,
        formula="6% of the first core, 1% of the second, 0.5% of the next two, 0.25% of the rest",
        note="As GKE, EKS and AKS publish it.",
    )
    return Kept(cores, _memory(node, host, memory, fact_of(design, node, "pods_per_node_most").value, rule))


def _memory(node: Node, host: Node, memory: float | None, pods: float | None, rule: float) -> Figure:
    label = f"{host.title}: memory kept for kubelet and system"
    if memory is None:
        return leaf(label, None, "GB", subject=host.id)
    by_pods = min(memory, _memory_of_pods_gib(_PODS if pods is None else pods) * _GB_PER_GIB)
    if rule >= _BY_PODS:
        formula = "255 MiB + 11 MiB × pods at most + 100 MiB for eviction"
        return leaf(label, by_pods, "GB", status="derived", subject=host.id, formula=formula, note="As EKS counts it.")
    by_tiers = _memory_gib(memory / _GB_PER_GIB) * _GB_PER_GIB
    return leaf(
        label,
        by_tiers,
        "GB",
        low=min(by_pods, by_tiers),
        high=by_tiers,
        status="derived",
        subject=host.id,
        formula="25% of the first 4 GiB, 20% of 4, 10% of 8, 6% of 112, 2% of the rest; + 100 MiB for eviction",
        note=f"As GKE publishes it; EKS keeps less of large machines. {node.title} says nothing else.",
    )
