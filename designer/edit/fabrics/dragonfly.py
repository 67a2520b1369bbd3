"""Generator: the dragonfly: groups of routers, each joined to every other by one cable or more.

Source: Kim, Dally, Scott and Abts, "Technology-driven, highly-scalable dragonfly topology", ISCA 2008: a routers in a
group, p terminals and h global channels on each, so the radix is p + a + h − 1, there are at most a·h + 1 groups, and
a·p·g terminals. In turn: the relative arrangement, by which any group can stand in the place of any other (C. Camarero,
E. Vallejo and R. Beivide, "Topological characterization of Hamming and dragonfly networks and its implications on
routing", ACM TACO 2014).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.fabrics.fabric_parameters import RATE
from designer.edit.fabrics.fat_tree import fabric_ports
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.machine import RECORD_BYTES, no_room
from designer.model.design import Design, Spread
from designer.model.kinds import POD
from designer.model.records import RefusedInput

IN_ORDER: Final = "In order"
IN_TURN: Final = "In turn"
EACH_TO_EACH: Final = "Each to each"
IN_A_RING: Final = "In a ring"
ROUTER_BY_ROUTER: Final = "Router by router"
ONE_GROUP: Final = "One group with copies"
DRAGONFLY_PARAMETERS: Final = (
    Parameter(name="a", title="Routers (a)", help="Of a group, all joined to each other.", default="4", most=64),
    Parameter(name="p", title="Hosts (p)", help="Of each router; balanced when a = 2p = 2h.", default="2", most=1024),
    Parameter(name="h", title="Global ports (h)", help="Of each router, to other groups.", default="2", most=64),
    Parameter(
        name="g", title="Groups (g)", help="At most a·h + 1 where one cable joins any two.", default="9", most=256
    ),
    Parameter(name="each", title="Cables a pair", help="Between two groups that are joined.", default="1", most=64),
    Parameter(
        name="groups",
        title="Groups joined",
        help="Each to each is the dragonfly; in a ring each group is joined to the next alone, router to like router.",
        default=EACH_TO_EACH,
        choices=(EACH_TO_EACH, IN_A_RING),
        words=True,
    ),
    Parameter(
        name="order",
        title="Global cables",
        help="A group reaches the others in their order, or in turn from itself on, the same for all groups.",
        default=IN_ORDER,
        choices=(IN_ORDER, IN_TURN),
        words=True,
    ),
    Parameter(
        name="drawn",
        title="Drawn",
        help="One group with copies takes three tiles for any number of groups; its global cables go in turn.",
        default=ROUTER_BY_ROUTER,
        choices=(ROUTER_BY_ROUTER, ONE_GROUP),
        words=True,
    ),
    RATE,
)


def dragonfly_design(library: Library, values: Mapping[str, Any]) -> Design:
    """Return a dragonfly with as many global cables as asked for between any two groups, or from each to the next.

    Drawn router by router, each router is a node of its own, and its hosts are one node of p copies. A group reaches
    the others in their order, with its first h cables from router 1, with the next h from router 2, and so on; or
    those after it in turn, its global cables spread evenly over its routers, as `model.network.cable_spread` says of
    links across the copies of a container. Drawn as one group with copies it is the latter in three tiles.

    Raises:
        RefusedInput: there are more groups than the global ports join, or more cables than memory holds.
    """
    shape = Dragonfly(
        *(int(values[name]) for name in ("a", "p", "h", "g", "each")),
        ring=values["groups"] == IN_A_RING,
        in_turn=values["order"] == IN_TURN or values["drawn"] == ONE_GROUP,
    )
    _require_ports(shape)
    plan, rate = Plan(library), float(values["rate_gbps"])
    if values["drawn"] == ONE_GROUP:
        _draw_one_group(plan, shape, rate)
        # Copies are cabled alike, which is in turn.
        values = {**values, "order": IN_TURN}
    else:
        _draw_routers(plan, shape, rate)
    a, p, g = shape.a, shape.p, shape.g
    named = "Dragonfly" if not shape.ring else "Dragonfly groups in a ring"
    description = (
        f"{named} with a = {a}, p = {p}, h = {shape.h} and g = {g} (Kim et al., ISCA 2008): {a * p * g} hosts on "
        f"routers of {shape.radix} ports."
    )
    return plan.design(f"Dragonfly, {a * p * g} hosts", description, "dragonfly", as_text(values))


class Dragonfly(NamedTuple):
    """Parameters of a dragonfly, by the letters of its paper.

    Attributes:
        a: Routers of a group.
        p: Hosts of a router.
        h: Global ports of a router.
        g: Groups.
        each: Cables between two groups that are joined.
        ring: Whether each group is joined to the next alone.
        in_turn: Whether global cables are laid alike for all groups.
    """

    a: int
    p: int
    h: int
    g: int
    each: int
    ring: bool
    in_turn: bool

    @property
    def radix(self) -> int:
        """Ports of a router."""
        return self.p + self.h + self.a - 1

    @property
    def global_cables(self) -> int:
        """Cables between groups."""
        joined = self.g * (self.g > 1) if self.ring else self.g * (self.g - 1) // 2
        return joined * self.each


def _require_ports(shape: Dragonfly) -> None:
    """Refuse a SHAPE whose routers have too few global ports."""
    a, h, g, each = shape.a, shape.h, shape.g, shape.each
    if shape.ring:
        needed = 2 * -(-each // a)
        if g > 1 and needed > h:
            cables = "1 cable" if each == 1 else f"{each} cables"
            raise RefusedInput(
                f"A ring of groups with {cables} to the next takes {needed} global ports of a router: "
                f"from the group before and to the next. With h = {h} take fewer cables or more routers."
            )
        return
    most = a * h // each
    if g > most + 1:
        by = "" if each == 1 else f" by {each} cables"
        raise RefusedInput(
            f"g is {g}; {a} routers with {h} global ports each join a group to {most} others{by}, so {most + 1} groups "
            "are the most."
        )


def _draw_one_group(plan: Plan, shape: Dragonfly, rate: float) -> None:
    """One group with its copies: its routers, their hosts, and the links within it and across its copies."""
    a, p, g = shape.a, shape.p, shape.g
    group = plan.container("group", POD, "Group", copies=g)
    ports, one = (fabric_ports(shape.radix, rate),), (fabric_ports(1, rate),)
    plan.node("router", "generic/switch", "Routers", parent=group, copies=a, ports=ports)
    plan.node("host", "generic/host", "Hosts", parent=group, copies=a * p, ports=one)
    plan.link("hosts", "host", "router", "fabric", a * p, spread="block", name="Host link")
    if a > 1:
        plan.link("local", "router", "router", "fabric", a * (a - 1) // 2, spread="complete", name="Local link")
    if g > 1:
        spread: Spread = "ring" if shape.ring else "complete"
        plan.link(
            "global",
            "router",
            "router",
            "fabric",
            shape.global_cables,
            spread=spread,
            across=group,
            name="Global link",
        )
    _views(plan, shape, "group", ("router", "host"), ("group",))


def _draw_routers(plan: Plan, shape: Dragonfly, rate: float) -> None:
    """Every router as a node, and every cable between two of them as a link."""
    a, p, g = shape.a, shape.p, shape.g
    between = g * a * (a - 1) // 2 + shape.global_cables
    # A router and its hosts with their link, and every cable between routers.
    if problem := no_room((between + 3 * g * a) * RECORD_BYTES):
        raise RefusedInput(
            f"This dragonfly has {between:,} cables between routers, each a link of its own, and {problem}; draw it "
            "as one group with copies, or take fewer groups or routers."
        )
    ports = (fabric_ports(shape.radix, rate),)
    for group in range(1, g + 1):
        pod = plan.container(f"group-{group}", POD, f"Group {group}")
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
    for group, other, pairs in _joined_groups(shape):
        for number, ((near, far), cables) in enumerate(pairs.items()):
            link_id = f"global-{group}-{other}" + (f"-{number + 1}" if number else "")
            plan.link(link_id, f"router-{group}-{near}", f"router-{other}-{far}", "fabric", cables)
    _views(plan, shape, "group-1", ("router-1-1", "host-1-1"), ("group-1", "group-2"))


def _joined_groups(shape: Dragonfly) -> Iterator[tuple[int, int, dict[tuple[int, int], int]]]:
    """Two groups that are joined, with the cables by the routers that these join, all counted from 1."""
    a, g, each = shape.a, shape.g, shape.each
    if shape.ring:
        for group in range(1, g + 1 if g > 1 else 1):
            routers = Counter(cable * a // each + 1 for cable in range(each))
            yield group, group % g + 1, {(router, router): cables for router, cables in routers.items()}
        return
    for group in range(1, g + 1):
        for other in range(group + 1, g + 1):
            # Seen from either side, the others are numbered without the group itself.
            on = other - group - 1
            places = (on, g - 2 - on) if shape.in_turn else (other - 2, group - 1)
            yield group, other, _between(places, shape)


def _between(places: tuple[int, int], shape: Dragonfly) -> dict[tuple[int, int], int]:
    """The cables between two groups, by the routers that they join; either has the other at one of PLACES."""
    found: dict[tuple[int, int], int] = {}
    for cable in range(shape.each):
        ports = [place * shape.each + cable for place in places]
        if shape.in_turn:
            near, far = (port * shape.a // ((shape.g - 1) * shape.each) + 1 for port in ports)
        else:
            near, far = (port // shape.h + 1 for port in ports)
        found[near, far] = found.get((near, far), 0) + 1
    return found


def _views(plan: Plan, shape: Dragonfly, group: str, router: tuple[str, ...], groups: tuple[str, ...]) -> None:
    a, p, g, each = shape.a, shape.p, shape.g, shape.each
    plan.view("whole", "The whole design", f"{a * p * g:,} hosts on {a * g:,} routers in {g} groups.", "")
    plan.view(
        "group-view",
        "One group",
        f"Inside a group every one of the {a} routers is joined to every other.",
        "",
        focus=(group,),
    )
    plan.view("router-view", "One router and its hosts", f"{p} hosts are on each router.", "", focus=router)
    joined = "One cable joins" if each == 1 else f"{each} cables join"
    plan.view(
        "groups-view",
        "Between groups",
        f"{joined} each group to the next."
        if shape.ring
        else f"{joined} any two groups: each path crosses at most one.",
        "",
        focus=groups,
    )
