"""Demand of software on the machines it runs on, held against what they have."""

from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.quantities import copies_of, fact_of, summed
from designer.analysis.workloads.data.store_rates import network_rate
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import Part

_BITS: Final = 8.0


def cores_of(design: Design, node: Node) -> Figure:
    """Cores of one copy of NODE; of a rented host its virtual processors."""
    cores = fact_of(design, node, "cpu_cores")
    return cores if cores.known else fact_of(design, node, "vcpus")


def short_machines(design: Design, graph: ServiceGraph, part: Part | None, hosts: Sequence[Node]) -> Iterator[str]:
    """One plain line for each of HOSTS and each thing of which PART asks more than one of them has.

    `cpu_cores`, `system_memory_gb` and `rate_gbps` of software are the least that each machine must have,
    `servers_least` how many of them there must be. What is not known of a host is passed over.
    """
    if part is None or not hosts:
        return
    least = {name: quantity.value for name, quantity in part.facts.items() if quantity.value is not None}
    for host in hosts:
        rate = network_rate(design, graph, [host]).value
        copies = copies_of(design, host).value
        has = (
            ("cpu_cores", "CPU cores", cores_of(design, host).value),
            ("system_memory_gb", "GB of memory", fact_of(design, host, "system_memory_gb").value),
            ("rate_gbps", "Gb/s of network", rate * _BITS / copies if rate is not None and copies else None),
        )
        for name, words, value in has:
            if name in least and value is not None and value < least[name]:
                yield (
                    f"{part.name} asks for at least {least[name]:,.6g} {words} in each machine; {host.title} has "
                    f"{value:,.6g}."
                )
    servers = summed("servers", [copies_of(design, host) for host in hosts], "").value
    if "servers_least" in least and servers is not None and servers < least["servers_least"]:
        yield f"{part.name} asks for at least {least['servers_least']:,.0f} servers; it runs on {servers:,.0f}."


def unknown(node: Node, label: str, unit: str, note: str = "") -> Figure:
    """A figure of NODE that nobody knows."""
    return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=note)
