"""Heat followed copy by copy in plain Python: slow, and nothing shared with the analysis but words.

It takes coolant links that are drawn from what gives the cold to what takes it, and containers of one copy or several.
"""

from dataclasses import dataclass, field
from functools import cache

from designer.model.design import Design, Node
from designer.model.network.cable_spread import cable_ends

Copy = tuple[str, int]
COOLERS = {"crah", "cdu", "chiller"}


@dataclass
class Told:
    """What the oracle found."""

    uncooled: set[Copy] = field(default_factory=set)
    stopped: set[Copy] = field(default_factory=set)
    overloaded: set[Copy] = field(default_factory=set)
    kept: dict[Copy, float] = field(default_factory=dict)
    load: dict[Copy, float] = field(default_factory=dict)


def liquid_w(node: Node) -> float:
    """Heat of one copy that goes into a coolant."""
    return node.facts.get("power_max_w", 0.0) * node.facts.get("liquid_heat_share", 0.0)


def air_w(node: Node) -> float:
    """Heat of one copy that goes into the air."""
    return node.facts.get("power_max_w", 0.0) - liquid_w(node)


def follow(design: Design, gone: set[Copy], cut: frozenset[str] = frozenset()) -> Told:
    """What DESIGN keeps of its heat without the copies GONE and the links CUT."""
    sources: dict[Copy, list[Copy]] = {}
    linked: dict[Copy, int] = {}
    for link in design.links.values():
        for a, b in cable_ends(design, link):
            linked[link.b, b] = 1
            if link.id not in cut:
                sources.setdefault((link.b, b), []).append((link.a, a))

    @cache
    def works(one: Copy) -> bool:
        if one in gone:
            return False
        return one not in linked or any(works(source) for source in sources.get(one, ()))

    told = Told()
    copies = [(node.id, n) for node in design.nodes.values() for n in range(design.total_copies(node.id))]
    for one in copies:
        node = design.nodes[one[0]]
        if node.kind in COOLERS and one not in gone and not works(one):
            told.stopped.add(one)
        if node.kind not in COOLERS and one in linked and liquid_w(node) and one not in gone:
            if works(one):
                push(one, liquid_w(node), sources, works, told)
            else:
                told.uncooled.add(one)
    _air(design, copies, gone, sources, works, told)
    for one, load in told.load.items():
        node = design.nodes[one[0]]
        if node.kind in {"cdu", "chiller"} and load > node.facts.get("cooling_capacity_w", 1e30) * (1 + 1e-9):
            told.overloaded.add(one)
    return told


def push(one, watts, sources, works, told):
    """Share WATTS of ONE evenly over its live hoses, and so on upwards."""
    live = [source for source in sources.get(one, ()) if works(source)]
    for source in live:
        told.load[source] = told.load.get(source, 0.0) + watts / len(live)
        push(source, watts / len(live), sources, works, told)


def _air(design, copies, gone, sources, works, told):
    hot = {parent for one in copies if air_w(design.nodes[one[0]]) > 0 for parent in design.ancestors(one[0])}
    hot |= {
        parent
        for node in design.nodes.values()
        if node.kind not in COOLERS and "power_max_w" in node.facts
        for parent in design.ancestors(node.id)
    }

    def zone(one):
        """The copy of the container whose air a cooler serves."""
        return next((around(one, parent) for parent in design.ancestors(one[0]) if parent in hot), ("", 0))

    def around(one, parent):
        return parent, one[1] // (design.total_copies(one[0]) // design.total_copies(parent))

    served: dict[Copy, list[Copy]] = {}
    zones: set[str] = set()
    for one in copies:
        if design.nodes[one[0]].kind == "crah":
            zones.add(zone(one)[0])
            if one not in gone and works(one):
                served.setdefault(zone(one), []).append(one)
    heat: dict[Copy, float] = {}
    for one in copies:
        node = design.nodes[one[0]]
        if node.kind in COOLERS or one in gone:
            continue
        place = next((around(one, parent) for parent in design.ancestors(one[0]) if parent in zones), None)
        place = place or (("", 0) if "" in zones else None)
        if place:
            heat[place] = heat.get(place, 0.0) + air_w(node)
    depth = {name: len(list(design.ancestors(name))) + 1 if name else 0 for name in zones}
    for name in sorted(zones, key=lambda name: -depth[name]):
        for number in range(design.total_copies(name) if name else 1):
            here = (name, number)
            coolers = served.get(here, [])
            capacity = sum(design.nodes[one[0]].facts["cooling_capacity_w"] for one in coolers)
            taken = min(heat.get(here, 0.0), capacity)
            for one in coolers:
                watts = taken * design.nodes[one[0]].facts["cooling_capacity_w"] / capacity
                told.load[one] = told.load.get(one, 0.0) + watts
                push(one, watts, sources, works, told)
            rest = heat.get(here, 0.0) - taken
            outer = next((around(here, parent) for parent in design.ancestors(name) if parent in zones), None)
            outer = outer or (("", 0) if "" in zones and name else None)
            if outer:
                heat[outer] = heat.get(outer, 0.0) + rest
            elif rest > 1e-6:
                told.kept[here] = rest
