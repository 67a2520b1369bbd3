"""Generator: the k-ary fat tree."""

from collections.abc import Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.formulas.network.sizing import fat_tree
from designer.model.design import Design
from designer.model.kinds import POD
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput

FAT_TREE_PARAMETERS: Final = (
    Parameter(
        name="k",
        title="Ports of a switch (k)",
        help="An even number: k pods, k³/4 hosts.",
        default="8",
        least=2,
        most=256,
    ),
    Parameter(
        name="rate_gbps",
        title="Rate of a port, Gb/s",
        help="The same for hosts and switches.",
        default="400",
        least=0.1,
        most=100_000,
        whole=False,
    ),
)


def fat_tree_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """A k-ary fat tree of k pods, each with k/2 edge and k/2 aggregation switches and k²/4 hosts.

    Aggregation switch j of each pod reaches cores j·k/2 to (j+1)·k/2 − 1, as in Al-Fares et al., SIGCOMM 2008.

    Raises:
        RefusedInput: k is odd.
    """
    k, rate = int(values["k"]), float(values["rate_gbps"])
    try:
        size = fat_tree(k)
    except ValueError as problem:
        raise RefusedInput(str(problem)) from None
    half = k // 2
    switch_ports = (fabric_ports(k, rate),)
    plan = Plan(library)
    plan.container("pod", POD, "Pod", copies=k)
    plan.node("core", "generic/switch", "Core switch", copies=size.core, ports=switch_ports)
    plan.node("aggregation", "generic/switch", "Aggregation switch", parent="pod", copies=half, ports=switch_ports)
    plan.node("edge", "generic/switch", "Edge switch", parent="pod", copies=half, ports=switch_ports)
    plan.node("host", "generic/host", "Host", parent="pod", copies=half * half, ports=(fabric_ports(1, rate),))
    plan.link("hosts", "host", "edge", "fabric", half * half)
    plan.link("edges", "edge", "aggregation", "fabric", half * half, spread="mesh")
    plan.link("cores", "aggregation", "core", "fabric", k * half * half)
    plan.view("whole", "The whole design", f"{size.hosts:,} hosts on {size.switches:,} switches, all alike.", "")
    plan.view(
        "pod-view",
        "One pod",
        f"Inside a pod every edge switch reaches all {half} switches above it.",
        "",
        focus=("pod",),
    )
    plan.view(
        "hosts-view", "Hosts and their switches", f"Each edge switch serves {half} hosts.", "", focus=("host", "edge")
    )
    plan.view(
        "core-view",
        "The core",
        f"{size.core:,} core switches join the {k} pods at full speed.",
        "",
        focus=("core", "aggregation"),
    )
    description = f"k-ary fat tree with k = {k} (Al-Fares et al., SIGCOMM 2008)."
    return plan.design(f"Fat tree, k = {k}", description, "fat-tree", as_text(values))


def fabric_ports(count: int, rate_gbps: float) -> PortGroup:
    """COUNT fabric ports of one rate, as generic parts carry them."""
    return PortGroup(name="ports", media=("fabric",), count=count, rate_gbps=rate_gbps)
