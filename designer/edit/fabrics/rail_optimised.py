"""Generator: a rail-optimised fabric: in each pod one leaf per rail, spines above that join the rails.

Source: NVIDIA DGX SuperPOD reference architecture, DGX H100, RA-11333-001 V11 (2023-09-22), compute fabric and
Table 4: 32 systems of 8 rails hang on 8 leaves; 8, 16, 24 and 32 leaves of 64 ports take 4, 8, 16 and 16 spines.
"""

from collections.abc import Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.fabrics.fabric_parameters import RATE
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.formulas.network.sizing import even_spines
from designer.model.design import Design
from designer.model.kinds import POD
from designer.model.records import RefusedInput
from designer.model.wording import counted

RAIL_PARAMETERS: Final = (
    Parameter(
        name="hosts", title="Hosts", help="A pod holds as many as a leaf has ports down.", default="128", most=100_000
    ),
    Parameter(name="rails", title="Rails", help="Network cards of a host, one to each rail.", default="8", most=64),
    Parameter(
        name="leaf_radix",
        title="Ports of a leaf",
        help="Half of them go down, half up.",
        default="64",
        least=2,
        most=4096,
    ),
    Parameter(
        name="spine_radix", title="Ports of a spine", help="All of them go down.", default="64", least=2, most=4096
    ),
    RATE,
)


def rail_optimised_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """Hosts in pods, card r of every host of a pod on leaf r of that pod; every leaf reaches every spine evenly.

    Pods are filled one after the other; the last holds what remains, on leaves of its own with all their uplinks.

    Raises:
        RefusedInput: a leaf has an odd number of ports, or two tiers do not reach that far.
    """
    hosts, rails, rate = int(values["hosts"]), int(values["rails"]), float(values["rate_gbps"])
    leaf_radix, spine_radix = int(values["leaf_radix"]), int(values["spine_radix"])
    if leaf_radix % 2:
        raise RefusedInput(
            f"leaf_radix is {leaf_radix}; it must be even, as half of a leaf's ports go down and half up."
        )
    down = leaf_radix // 2
    full, rest = divmod(hosts, down)
    pods = full + (1 if rest else 0)
    leaves = pods * rails
    spines = _spines(leaves, down, spine_radix, rails)
    plan = Plan(library)
    if spines:
        ports = (fabric_ports(spine_radix, rate),)
        plan.node("spine", "generic/switch", "Spine switch", copies=spines, ports=ports)
    parts = [("", full, down)] if full else []
    if rest:
        parts.append(("-last" if full else "", 1, rest))
    for suffix, copies, in_pod in parts:
        name = "Last pod" if suffix else "Pod"
        pod = plan.container(f"pod{suffix}", POD, name, copies=copies)
        leaf = plan.node(
            f"leaf{suffix}",
            "generic/switch",
            "Rail leaf",
            parent=pod,
            copies=rails,
            ports=(fabric_ports(leaf_radix, rate),),
        )
        host = plan.node(
            f"host{suffix}", "generic/host", "Host", parent=pod, copies=in_pod, ports=(fabric_ports(rails, rate),)
        )
        plan.link(f"rails{suffix}", host, leaf, "fabric", in_pod * rails, name="Rails")
        if spines:
            plan.link(f"uplinks{suffix}", leaf, "spine", "fabric", copies * rails * down, name="Uplinks")
    _views(plan, hosts, rails, leaves, spines)
    description = (
        f"{hosts} hosts with {rails} network cards each, one to each rail: {leaves} leaves and {spines} spines, "
        "after the compute fabric of NVIDIA's DGX SuperPOD H100 (RA-11333-001)."
    )
    return plan.design(f"Rail-optimised, {hosts} hosts", description, "rail-optimised", as_text(values))


def _spines(leaves: int, uplinks: int, spine_radix: int, rails: int) -> int:
    """The fewest spines that every leaf reaches by the same number of cables; 0 where there is one leaf."""
    if leaves == 1:
        return 0
    spines = even_spines(uplinks, -(-leaves * uplinks // spine_radix))
    if spines is None:
        raise RefusedInput(
            f"{leaves} leaves need spines of {leaves} ports when each leaf reaches every spine; with {spine_radix} "
            f"ports and {rails} rails {spine_radix // rails * uplinks} hosts are the most."
        )
    return spines


def _views(plan: Plan, hosts: int, rails: int, leaves: int, spines: int) -> None:
    one = "" if rails == 1 else "s"
    switches = counted(leaves + spines, "switch", "switches")
    plan.view("whole", "The whole design", f"{counted(hosts, 'host')}, joined by {switches}.", "")
    plan.view(
        "pod-view",
        "One pod",
        f"Each host has a cable to each of the {rails} rail leaves of its pod."
        if rails > 1
        else "Each host has one cable to the leaf of its pod.",
        "",
        focus=("pod",),
    )
    plan.view(
        "rails-view",
        "Hosts and rails",
        f"The same card of every host in a pod meets on the same leaf: {rails} rail{one}.",
        "",
        focus=("host", "leaf", "host-last", "leaf-last"),
    )
    plan.view(
        "spines-view",
        "Between rails and pods",
        f"The {spines} spines join the rails and the pods." if spines else "One leaf joins all hosts.",
        "",
        focus=("spine", "leaf", "leaf-last"),
    )
