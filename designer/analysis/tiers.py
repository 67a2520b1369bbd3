"""Which tier a switch stands in: its distance from the endpoints, counted along drawn links alone."""

from collections.abc import Iterable, Mapping
from typing import Final

from designer.analysis.endpoints import Roster
from designer.analysis.quantities import role_of
from designer.model.design import Design
from designer.model.parts import NETWORK_MEDIA, Medium

_NAMES: Final = ("leaf", "spine", "core")


def tier_names(design: Design) -> Mapping[str, str]:
    """The tier of every cabled network node by id.

    "endpoint", "host" and "storage" for those that send; "leaf", "spine", "core", "tier 4" ... for switches of
    the fabric, with the medium before it ("storage leaf") for those of another medium. A switch of two media
    has the name that it has in the fabric. What no endpoint reaches has no tier.
    """
    roster = Roster(design)
    names: dict[str, str] = {}
    for medium in NETWORK_MEDIA:
        for node_id, level in levels(roster, medium).items():
            names.setdefault(node_id, tier_name(medium, level))
    computing = set(roster.endpoints(NETWORK_MEDIA))
    for node_id in roster.cabled(NETWORK_MEDIA):
        role = role_of(design.nodes[node_id])
        if node_id in computing:
            names[node_id] = "endpoint"
        elif role in {"host", "storage"}:
            names[node_id] = role
    return {node_id: names[node_id] for node_id in roster.order if node_id in names}


def tier_name(medium: Medium, level: int) -> str:
    """What the tier at distance LEVEL is called; the first is the leaf."""
    name = _NAMES[level - 1] if level <= len(_NAMES) else f"tier {level}"
    return name if medium == "fabric" else f"{medium} {name}"


def levels(roster: Roster, medium: Medium, without: frozenset[str] = frozenset()) -> dict[str, int]:
    """Distance of every switch of MEDIUM from what it serves, 1 for a leaf; unreached switches are left out.

    The fabric serves its endpoints, the storage network its storage as well, the management network everything.
    A switch that only other hosts reach has its distance from those. A switch three or more steps away that has
    hosts or storage of its own and nothing beyond it is a leaf as well: a storage leaf under the spines.

    Args:
        roster: The design's nodes.
        medium: Whose links count.
        without: Ids of links and nodes that are not there.
    """
    media = (medium,)
    near: dict[str, set[str]] = {}
    for link in roster.links(media):
        a, b = roster.owners[link.a], roster.owners[link.b]
        if a != b and not without & {link.id, link.a, link.b, a, b}:
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
    switches = roster.switches(media)
    served: set[str] = set(roster.endpoints(media))
    if medium != "fabric":
        served |= set(roster.storage(media))
    if medium == "management":
        served |= near.keys() - switches
    found = _distances(near, switches, dict.fromkeys(_joined(near, switches, served), 1))
    hanging = _joined(near, switches, near.keys() - switches - served)
    found |= _distances(near, switches - found.keys(), {switch: 1 for switch in hanging if switch not in found})
    far_leaves = [
        switch
        for switch in hanging
        if found.get(switch, 0) >= 3 and all(found[n] < found[switch] for n in near[switch] if n in found)
    ]
    if far_leaves:
        found = _distances(near, switches, dict.fromkeys([*far_leaves, *(s for s in found if found[s] == 1)], 1))
    return {switch: found[switch] for switch in roster.order if switch in found}


def _joined(near: Mapping[str, set[str]], switches: set[str], nodes: Iterable[str]) -> set[str]:
    """The switches that one of NODES is cabled to."""
    return {other for node in nodes for other in near.get(node, ()) if other in switches}


def _distances(near: Mapping[str, set[str]], switches: set[str], start: dict[str, int]) -> dict[str, int]:
    """Steps through SWITCHES from the switches in START, which have theirs."""
    found = dict(start)
    front = list(start)
    while front:
        reached: list[str] = []
        for switch in front:
            for other in near[switch]:
                if other in switches and other not in found:
                    found[other] = found[switch] + 1
                    reached.append(other)
        front = reached
    return found
