"""Generator: a leaf–spine fabric of two or three tiers, sized as the calculator sizes it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.fabrics.fabric_parameters import LEAF_RADIX, OVERSUBSCRIPTION, RATE, SPINE_RADIX
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.formulas.network.sizing import LeafSpine, leaf_down_ports, leaf_spine
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted

LEAF_SPINE_PARAMETERS: Final = (
    Parameter(name="nodes", title="Hosts", help="Systems on the fabric.", default="32", most=100_000),
    Parameter(
        name="links_per_node", title="Links of a host", help="Fabric ports of each host.", default="8", most=1024
    ),
    LEAF_RADIX,
    SPINE_RADIX,
    OVERSUBSCRIPTION,
    Parameter(
        name="extra_links",
        title="Extra links",
        help="Of other devices on the leaves, such as fabric managers.",
        default="0",
        least=0,
        most=10_000,
    ),
    RATE,
)


class _Part(NamedTuple):
    """Hosts that hang on leaves of their own: suffix of ids, hosts, leaves, extra links."""

    suffix: str
    hosts: int
    leaves: int
    extra: int


def leaf_spine_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """Hosts on leaves, leaves on spines, spines on cores where two tiers do not reach.

    Raises:
        RefusedInput: the numbers give no fabric.
    """
    hosts, links = int(values["nodes"]), int(values["links_per_node"])
    leaf_radix, spine_radix = int(values["leaf_radix"]), int(values["spine_radix"])
    extra, rate = int(values["extra_links"]), float(values["rate_gbps"])
    try:
        size = leaf_spine(hosts, links, leaf_radix, spine_radix, extra, float(values["oversubscription"]))
        down = leaf_down_ports(leaf_radix, float(values["oversubscription"]))
    except ValueError as problem:
        raise RefusedInput(str(problem)) from None
    plan = Plan(library)
    leaf_ports, spine_ports = (fabric_ports(leaf_radix, rate),), (fabric_ports(spine_radix, rate),)
    if size.core:
        plan.node("core", "generic/switch", "Core switch", copies=size.core, ports=spine_ports)
    if size.spine:
        plan.node("spine", "generic/switch", "Spine switch", copies=size.spine, ports=spine_ports)
    # Alike leaves are one node with copies; leaves with fewer hosts, or with the other devices, stand apart.
    for part in _parts(hosts, links, size, down, extra):
        leaf, host = f"leaf{part.suffix}", f"host{part.suffix}"
        plan.node(leaf, "generic/switch", "Leaf switch", copies=part.leaves, ports=leaf_ports)
        if part.hosts:
            plan.node(host, "generic/host", "Host", copies=part.hosts, ports=(fabric_ports(links, rate),))
            plan.link(f"rails{part.suffix}", host, leaf, "fabric", part.hosts * links)
        if part.extra:
            plan.node("extra", "generic/host", "Other devices", ports=(fabric_ports(part.extra, rate),))
            plan.link("extra-links", "extra", leaf, "fabric", part.extra)
        if size.spine:
            # All other ports of a leaf go up.
            plan.link(f"uplinks{part.suffix}", leaf, "spine", "fabric", part.leaves * (leaf_radix - down))
    if size.core:
        plan.link("core-links", "spine", "core", "fabric", size.spine_core_cables)
    _views(plan, hosts, links, size)
    tiers = {1: "one leaf", 2: "two tiers", 3: "three tiers"}[size.tiers]
    description = f"{hosts} hosts with {links} links each on {tiers}, sized by ports."
    return plan.design(f"Leaf and spine, {hosts} hosts", description, "leaf-spine", as_text(values))


def _parts(hosts: int, links: int, size: LeafSpine, down: int, extra: int) -> list[_Part]:
    """The hosts as one part; as two where the extra links would overfill the first leaves.

    Cables that do not divide fall on the first leaves, both those of the hosts and the extra ones. So a part of
    the hosts is hung on fewer leaves that have room for the extra links, as NVIDIA leaves one system out of the
    scalable unit that takes the fabric managers.
    """
    whole = _Part("", hosts, size.leaf, extra)
    if not extra or _fullest(whole, links) <= down:
        return [whole]
    # With as many leaves as a host has links, or a multiple, each link of a host goes to a leaf of its own.
    handy = sorted(range(1, size.leaf), key=lambda leaves: (leaves % links != 0, leaves < links, leaves))
    for leaves in handy:
        fewer = (leaves * down - extra) // links
        for last in (fewer, fewer - 1):
            parts = [_Part("", hosts - last, size.leaf - leaves, 0), _Part("-last", last, leaves, extra)]
            if 0 <= last < hosts and all(_fullest(part, links) <= down for part in parts):
                return parts
    return [whole]


def _fullest(part: _Part, links: int) -> int:
    """Down ports that the fullest leaf of PART needs."""
    return -(-part.hosts * links // part.leaves) + -(-part.extra // part.leaves)


def _views(plan: Plan, hosts: int, links: int, size: LeafSpine) -> None:
    switches = size.leaf + size.spine + size.core
    joined = counted(switches, "switch", "switches")
    plan.view("whole", "The whole design", f"{counted(hosts, 'host')}, joined by {joined}.", "")
    plan.view(
        "hosts-view",
        "Hosts and leaves",
        f"Every host has {links} cables to the leaf switches.",
        "",
        focus=("host", "host-last", "leaf", "leaf-last", "extra"),
    )
    plan.view(
        "spines-view",
        "Leaves and spines",
        f"Each leaf reaches every one of the {size.spine} spines by the same number of cables."
        if size.tiers == 2
        else "The switches above the leaves.",
        "",
        focus=("leaf", "leaf-last", "spine"),
    )
    plan.view(
        "top-view",
        "The top of the network",
        "What happens here is felt by every host.",
        "",
        focus=("core", "spine") if size.core else ("spine", "leaf"),
    )
