"""Offers whose values have names: own or cloud, another topology for the same need, cables down to up. No Qt here."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from designer.catalog.library import Library
from designer.edit.templates.templates import TEMPLATES
from designer.explore.sweep.hosting import HOSTING, OWN, instances_for, owned_machines
from designer.explore.sweep.space import Option
from designer.explore.sweep.table import Value
from designer.model.design import Design, Link, Node
from designer.model.kinds import SWITCHES
from designer.ui.explore_window.offer import HOSTED, TOPOLOGY, Offer

_NAMED: Final = "Topology"
_RATIOS: Final = (1, 2, 4)
_MOST_SWITCHES: Final = 60
_SHOWN: Final = 2
"""Instances of clouds that are suggested beside one's own machines."""


def hosting_offer(design: Design, library: Library) -> Iterator[Offer]:
    """Yield own or cloud, where DESIGN owns machines with accelerators."""
    if not owned_machines(design):
        return
    instances = instances_for(design, library)
    names = [part.name for part in instances]
    called = (
        "Own",
        *(part.id if names.count(part.name) > 1 or "," in part.name else part.name for part in instances),
    )
    known = (OWN, *(part.id for part in instances))
    suggested = ", ".join(called[: 1 + _SHOWN])
    yield Offer(HOSTING, "Own or cloud", HOSTED, "Own", suggested, True, known, called)


def topology_offer(template: str, settings: Mapping[str, str]) -> Iterator[Offer]:
    """Yield the topologies that join as many hosts with as many ports as TEMPLATE with SETTINGS does."""
    values = {one.name: settings.get(one.name, one.default) for one in TEMPLATES[template].parameters}
    options = _alike(template, values)
    if len(options) > 1:
        names = tuple(option.name for option in options)
        yield Offer(_NAMED, _NAMED, TOPOLOGY, names[0], ", ".join(names), True, names, options=options)


def _alike(template: str, values: Mapping[str, str]) -> tuple[Option, ...]:
    """Return TEMPLATE with VALUES and what stands for it, each as large as the need or just larger."""
    rate = float(values.get("rate_gbps", "0"))
    single: Mapping[str, tuple[str, str]] = {"fat-tree": ("k", ""), "torus": ("x", ""), "dragonfly": ("a", "")}
    several = {
        "leaf-spine": ("nodes", "links_per_node"),
        "rail-optimised": ("hosts", "rails"),
        "dual-plane": ("hosts", "cards"),
    }
    if template in several:
        hosts, ports = (int(values[name]) for name in several[template])
        if template == "dual-plane":
            # Each card has a port on each of the planes.
            ports *= int(values["planes"])
    elif template in single:
        hosts, ports = _hosts_of(template, values), 1
    else:
        return ()
    if hosts < 1:
        return ()
    found: dict[str, dict[str, Value]] = {template: {}}
    found["leaf-spine"] = {"nodes": float(hosts), "links_per_node": float(ports), "rate_gbps": rate}
    if ports > 1:
        found["rail-optimised"] = {"hosts": float(hosts), "rails": float(ports), "rate_gbps": rate}
        if ports % 2 == 0:
            cards = float(ports // 2)
            found["dual-plane"] = {"hosts": float(hosts), "cards": cards, "planes": 2.0, "rate_gbps": rate}
    else:
        # A fat tree of k ports has k³ / 4 hosts (Al-Fares et al., SIGCOMM 2008).
        k = next(k for k in range(2, 1000, 2) if k**3 // 4 >= hosts)
        found["fat-tree"] = {"k": float(k), "rate_gbps": rate}
    # What is drawn now is made as it is, whatever else of it is set.
    found[template] = {}
    return tuple(
        Option(name=TEMPLATES[name].title, settings={"template": name, **sets})
        for name, sets in found.items()
        if name in TEMPLATES
    )


def _hosts_of(template: str, values: Mapping[str, str]) -> int:
    if template == "fat-tree":
        return int(values["k"]) ** 3 // 4
    if template == "torus":
        return int(values["x"]) * int(values["y"]) * int(values["z"]) if values["of"] == "Hosts" else 0
    if values.get("each", "1") != "1":
        return 0
    return int(values["a"]) * int(values["p"]) * int(values["g"])


def uplink_offers(design: Design) -> Iterator[Offer]:
    """Yield how many cables go down for one up, of each switch of DESIGN that joins devices to other switches.

    Where the switches above serve this one alone they become fewer with the cables.
    """
    cables_at: dict[str, list[Link]] = {}
    for link in design.links.values():
        for end in (link.a, link.b):
            cables_at.setdefault(end, []).append(link)
    switches = [node for node in design.nodes_in_order() if node.kind in SWITCHES]
    # Switches that are drawn one by one are no tier that a person would set by one row each.
    for node in switches if len(switches) <= _MOST_SWITCHES else ():
        cables = cables_at.get(node.id, [])
        ups = [link for link in cables if design.nodes[_other(link, node)].kind in SWITCHES]
        if len(ups) != 1:
            continue
        (up,) = ups
        above = design.nodes[_other(up, node)]
        down = sum(design.total_cables(link) for link in cables if link.medium == up.medium and link is not up)
        over = [link for link in cables_at[above.id] if link is not up]
        # What serves devices by itself is no tier above: two switches side by side.
        beside = any(
            link.medium == up.medium and design.nodes[_other(link, above)].kind not in SWITCHES for link in over
        )
        if down and not beside:
            yield from _ratios(design, node, up, above, over, down)


def _ratios(design: Design, node: Node, up: Link, above: Node, over: Sequence[Link], down: int) -> Iterator[Offer]:
    """Offer ratios of the cables DOWN of NODE to those of UP; OVER are the other links of the switch ABOVE."""
    copies, now = design.total_copies(node.id), design.total_cables(up)
    # A link that is drawn once in each of several pods holds the cables of one of them.
    each = now // up.cables
    alone = all(link.medium != up.medium for link in over)
    options: list[Option] = []
    for ratio in _RATIOS:
        # Each switch gets the same whole number of cables.
        cables = max(round(down / ratio / copies), 1) * copies
        if cables > max(now, down + copies) or cables % each:
            continue
        sets: dict[str, Value] = {f"{up.id}.cables": float(cables // each)}
        fewer = max(ceil(above.copies * cables / now), 1)
        # With the switches above go the cords and the cables of management that lead to them.
        if alone and all(link.cables * fewer % above.copies == 0 for link in over):
            sets[f"{above.id}.copies"] = float(fewer)
            sets.update({f"{link.id}.cables": float(link.cables * fewer // above.copies) for link in over})
        options.append(Option(name=f"{ratio} : 1", settings=sets))
    title = f"{node.title}, cables down to up"
    names = tuple(option.name for option in options)
    if len(names) > 1:
        present = f"{down / now:.3g} : 1"
        yield Offer(title, title, TOPOLOGY, present, ", ".join(names), True, names, options=tuple(options))


def _other(link: Link, node: Node) -> str:
    return link.b if link.a == node.id else link.a
