"""Power followed copy by copy and cable by cable in plain Python: slow, and nothing shared with the analysis but words.

It only takes links that are drawn from what feeds to what is fed.
"""

from dataclasses import dataclass, field
from functools import cache

from designer.model.design import Design
from designer.model.network.cable_spread import cable_ends

EFFICIENCY = {"ups": 0.965, "transformer": 0.99}
POWER = {"utility", "generator", "transformer", "switchgear", "ups", "ats", "sts", "busway", "rpp", "pdu"}
Copy = tuple[str, int]


@dataclass
class Told:
    """What the oracle found: names of copies."""

    dark: set[Copy] = field(default_factory=set)
    overloaded: set[Copy] = field(default_factory=set)
    load: dict[Copy, float] = field(default_factory=dict)
    lost_w: float = 0.0
    top_w: float = 0.0


def follow(design: Design, gone: set[Copy], diversity: float = 1.0) -> Told:
    """Dark and overloaded copies of DESIGN without those GONE, and what every copy carries."""
    inputs: dict[Copy, list[tuple[Copy, int, int]]] = {}
    everything: set[Copy] = set()
    for number, link in enumerate(link for link in design.links.values() if link.medium == "power"):
        everything |= {(end, copy) for end in (link.a, link.b) for copy in range(design.total_copies(end))}
        side = {"A": 0, "B": 1, "": 2}[link.side]
        for a, b in cable_ends(design, link):
            inputs.setdefault((link.b, b), []).append(((link.a, a), side, number))

    def passes(one: Copy) -> bool:
        return bool(design.nodes[one[0]].facts.get("bypass"))

    @cache
    def state(one: Copy) -> int:
        if one in gone and not passes(one):
            return 0
        above = max((state(source) for source, _, _ in inputs.get(one, [])), default=None)
        if design.nodes[one[0]].kind == "generator":
            return max(1, above or 0)
        return 2 if above is None else above

    def cords(one: Copy) -> list[Copy]:
        """Where it draws from, each cable once."""
        live = [entry for entry in inputs.get(one, []) if state(entry[0])]
        if design.nodes[one[0]].kind in POWER:
            live = [entry for entry in live if state(entry[0]) == state(one)]
        if design.nodes[one[0]].kind in {"ats", "sts"} and live:
            first = min(live, key=lambda entry: (entry[1], entry[2], entry[0]))
            live = [entry for entry in live if entry[0] == first[0] and entry[2] == first[2]]
        return [source for source, _, _ in live]

    told = Told()
    outputs: dict[Copy, float] = dict.fromkeys(everything, 0.0)
    for device in everything:
        node = design.nodes[device[0]]
        if node.kind in POWER:
            continue
        if not state(device):
            if device not in gone:
                told.dark.add(device)
                told.lost_w += node.facts.get("power_max_w", 0.0)
            continue
        push(design, device, node.facts.get("power_max_w", 0.0), cords, outputs, told, gone)
    for one, load in told.load.items():
        node = design.nodes[one[0]]
        if node.kind not in POWER:
            continue
        if one not in inputs:
            told.top_w += load
        carried = outputs[one] if "capacity_w" in node.facts else load
        carried *= 1.0 if node.kind == "pdu" else diversity
        if carried > node.facts.get("capacity_w", float("inf")) * (1 + 1e-9):
            told.overloaded.add(one)
    return told


def push(
    design: Design, one: Copy, watts: float, cords, outputs: dict[Copy, float], told: Told, gone: set[Copy]
) -> None:
    """Let ONE draw WATTS more, and all that feeds it with it."""
    told.load[one] = told.load.get(one, 0.0) + watts
    sources = cords(one)
    for source in sources:
        share = watts / len(sources)
        outputs[source] += share
        node = design.nodes[source[0]]
        efficiency = node.facts.get("efficiency", EFFICIENCY.get(node.kind, 1.0))
        if source in gone:  # On its bypass.
            efficiency = 1.0
        push(design, source, share / efficiency, cords, outputs, told, gone)
