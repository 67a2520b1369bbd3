"""Generator: the dragonfly: groups of routers, each joined to every other by one cable or more.

Source: Kim, Dally, Scott and Abts, "Technology-driven, highly-scalable dragonfly topology", ISCA 2008: a routers in a
group, p terminals and h global channels on each, so the radix is p + a + h − 1, there are at most a·h + 1 groups, and
a·p·g terminals. In turn: the relative arrangement, by which any group can stand in the place of any other (C. Camarero,
E. Vallejo and R. Beivide, "Topological characterization of Hamming and dragonfly networks and its implications on
routing", ACM TACO 2014).
"""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.fat_tree import fabric_ports
from designer.edit.parameters import Parameter, as_text
from designer.edit.plan import Plan
from designer.machine import RECORD_BYTES, no_room
from designer.model.design import Design
from designer.model.records import RefusedInput

IN_ORDER: Final = "In order"
IN_TURN: Final = "In turn"
DRAGONFLY_PARAMETERS: Final = (
    Parameter(name="a", title="Routers (a)", help="Of a group, all joined to each other.", default="4", most=64),
    Parameter(name="p", title="Hosts (p)", help="Of each router; balanced when a = 2p = 2h.", default="2", most=1024),
    Parameter(name="h", title="Global ports (h)", help="Of each router, to other groups.", default="2", most=64),
    Parameter(
        name="g", title="Groups (g)", help="At most a·h + 1 where one cable joins any two.", default="9", most=256
    ),
    Parameter(name="each", title="Cables a pair", help="Between any two groups.", default="1", most=64),
    Parameter(
        name="order",
        title="Global cables",
        help="A group reaches the others in their order, or in turn from itself on, the same for all groups.",
        default=IN_ORDER,
        choices=(IN_ORDER, IN_TURN),
        words=True,
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


def dragonfly_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A dragonfly with as many global cables as asked for between any two groups.

    No two routers are cabled alike, so each is a node of its own; the hosts of a router are one node of p copies.
    A group reaches the others in their order, or those after it in turn: with its first h cables from router 1, with
    the next h from router 2, and so on.

    Raises:
        RefusedInput: there are more groups than the global ports join, or more cables than memory holds.
    """
    a, p, h, g, each = (int(values[name]) for name in ("a", "p", "h", "g", "each"))
    rate = float(values["rate_gbps"])
    most = a * h // each
    if g > most + 1:
        by = "" if each == 1 else f" by {each} cables"
        raise RefusedInput(
            f"g is {g}; {a} routers with {h} global ports each join a group to {most} others{by}, so {most + 1} groups "
            "are the most."
        )
    between = g * a * (a - 1) // 2 + g * (g - 1) // 2 * each
    # A router and its hosts with their link, and every cable between routers.
    if problem := no_room((between + 3 * g * a) * RECORD_BYTES):
        raise RefusedInput(
            f"This dragonfly has {between:,} cables between routers, each a link of its own as no two routers are "
            f"cabled alike, and {problem}; take fewer groups or routers."
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
            on = other - group - 1
            places = (on, g - 2 - on) if values["order"] == IN_TURN else (other - 2, group - 1)
            for number, ((near, far), cables) in enumerate(_between(places, each, h).items()):
                link_id = f"global-{group}-{other}" + (f"-{number + 1}" if number else "")
                plan.link(link_id, f"router-{group}-{near}", f"router-{other}-{far}", "fabric", cables)
    _views(plan, a, p, g, each)
    description = (
        f"Dragonfly with a = {a}, p = {p}, h = {h} and g = {g} (Kim et al., ISCA 2008): {a * p * g} hosts on routers "
        f"of {p + h + a - 1} ports."
    )
    return plan.design(f"Dragonfly, {a * p * g} hosts", description, "dragonfly", as_text(values))


def _between(places: tuple[int, int], each: int, h: int) -> dict[tuple[int, int], int]:
    """EACH cables between two groups, by the routers that they join; either has the other at one of PLACES."""
    found: dict[tuple[int, int], int] = {}
    for cable in range(each):
        near, far = ((place * each + cable) // h + 1 for place in places)
        found[near, far] = found.get((near, far), 0) + 1
    return found


def _views(plan: Plan, a: int, p: int, g: int, each: int) -> None:
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
        f"{'One cable joins' if each == 1 else f'{each} cables join'} any two groups: each path crosses at most one.",
        "",
        focus=("group-1", "group-2"),
    )
