"""Generator: the dragonfly: groups of routers, each group joined to every other by one cable.

Source: Kim, Dally, Scott and Abts, "Technology-driven, highly-scalable dragonfly topology", ISCA 2008: a routers in a
group, p terminals and h global channels on each, so the radix is p + a + h − 1, there are at most a·h + 1 groups, and
a·p·g terminals.
"""

from collections.abc import Mapping
from typing import Final

from designer.catalog.library import Library
from designer.edit.fat_tree import fabric_ports
from designer.edit.parameters import Parameter, as_text
from designer.edit.plan import Plan
from designer.model.design import Design
from designer.model.records import RefusedInput

DRAGONFLY_PARAMETERS: Final = (
    Parameter(name="a", title="Routers (a)", help="Of a group, all joined to each other.", default="4", most=64),
    Parameter(name="p", title="Hosts (p)", help="Of each router; balanced when a = 2p = 2h.", default="2", most=1024),
    Parameter(name="h", title="Global ports (h)", help="Of each router, to other groups.", default="2", most=64),
    Parameter(
        name="g", title="Groups (g)", help="At most a·h + 1, so that one cable joins any two.", default="9", most=256
    ),
    Parameter(
        name="rate_gbps",
        title="Rate of a port, Gb/s",
        help="The same everywhere.",
        default="400",
        least=0.1,
        most=100_000,
        whole=False,
    ),
)
MOST_CABLINGS: Final = 2_000
"""Links between routers that are drawn one by one."""


def dragonfly_design(library: Library, values: Mapping[str, float | int]) -> Design:
    """A dragonfly with one global cable between any two groups.

    No two routers are cabled alike, so each is a node of its own; the hosts of a router are one node of p copies.
    Group i reaches the others in their order: its first h by router 1, the next h by router 2, and so on.

    Raises:
        RefusedInput: there are more groups than the global ports join, or more cables than can be drawn singly.
    """
    a, p, h, g = (int(values[name]) for name in ("a", "p", "h", "g"))
    rate = float(values["rate_gbps"])
    if g > a * h + 1:
        raise RefusedInput(
            f"g is {g}; {a} routers with {h} global ports each join a group to {a * h} others, so {a * h + 1} groups "
            "are the most."
        )
    between = g * a * (a - 1) // 2 + g * (g - 1) // 2
    if between > MOST_CABLINGS:
        raise RefusedInput(
            f"This dragonfly has {between:,} cables between routers, each a link of its own as no two routers are "
            f"cabled alike; {MOST_CABLINGS:,} are the most, so take fewer groups or routers."
        )
    plan = Plan(library)
    ports = (fabric_ports(p + h + a - 1, rate),)
    for group in range(1, g + 1):
        pod = plan.container(f"group-{group}", "pod", f"Group {group}")
        for router in range(1, a + 1):
            tail = f"{group}-{router}"
            plan.node(f"router-{tail}", "generic/switch", f"Router {group}.{router}", parent=pod, ports=ports)
            plan.node(
                f"host-{tail}",
                "generic/host",
                f"Hosts {group}.{router}",
                parent=pod,
                copies=p,
                ports=(fabric_ports(1, rate),),
            )
            plan.link(f"hosts-{tail}", f"host-{tail}", f"router-{tail}", "fabric", p)
            for other in range(1, router):
                plan.link(f"local-{group}-{other}-{router}", f"router-{group}-{other}", f"router-{tail}", "fabric", 1)
    for group in range(1, g + 1):
        for other in range(group + 1, g + 1):
            # Seen from either side, the others are numbered without the group itself.
            near, far = (other - 2) // h + 1, (group - 1) // h + 1
            plan.link(f"global-{group}-{other}", f"router-{group}-{near}", f"router-{other}-{far}", "fabric", 1)
    _views(plan, a, p, g)
    description = (
        f"Dragonfly with a = {a}, p = {p}, h = {h} and g = {g} (Kim et al., ISCA 2008): {a * p * g} hosts on routers "
        f"of {p + h + a - 1} ports."
    )
    return plan.design(f"Dragonfly, {a * p * g} hosts", description, "dragonfly", as_text(values))


def _views(plan: Plan, a: int, p: int, g: int) -> None:
    plan.view("whole", "The whole design", f"{a * p * g:,} hosts on {a * g:,} routers in {g} groups.", "")
    plan.view(
        "group-view",
        "One group",
        f"Inside a group every one of the {a} routers is joined to every other.",
        "",
        focus=("group-1",),
    )
    plan.view(
        "router-view",
        "One router and its hosts",
        f"{p} hosts hang on each router.",
        "",
        focus=("router-1-1", "host-1-1"),
    )
    plan.view(
        "groups-view",
        "Between groups",
        "One cable joins any two groups, so every path crosses at most one.",
        "",
        focus=("group-1", "group-2"),
    )
