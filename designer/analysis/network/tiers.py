"""Tier of a switch: its distance from the endpoints, counted along drawn links alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from designer.analysis.network.endpoints import Roster
from designer.analysis.quantities import role_of
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.network.port_map import passing_links
from designer.model.parts.part import NETWORK_MEDIA, Medium

if TYPE_CHECKING:
    from designer.analysis.routing.patch_panels import Joined

_NAMES: Final = ("leaf", "spine", "core")
_NONE: Final = frozenset[str]()


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
    """Return the name of the tier at distance LEVEL; the first is the leaf."""
    name = _NAMES[level - 1] if level <= len(_NAMES) else f"tier {level}"
    return name if medium == "fabric" else f"{medium} {name}"


def levels(roster: Roster, medium: Medium, without: frozenset[str] = frozenset()) -> dict[str, int]:
    """Distance of every switch of MEDIUM from its endpoints, 1 for a leaf; unreached switches are left out.

    Hosts that are no endpoints, and storage, do not make a leaf of the switch that they hang on, except where no
    endpoint reaches it, or where it is three or more steps away with nothing beyond it: then it is a leaf of its
    own branch (storage leaves under the spines), and the switches between it and the top count from there.

    Args:
        roster: The design's nodes.
        medium: Whose links count.
        without: Ids of links and nodes that are not there.
    """
    media = (medium,)
    # Panels pass light through: neighbours are what they join.
    through = _through_panels(roster, medium)
    near = _near(roster, medium, through, without) if through or without else roster.neighbours(medium)
    switches = roster.switches(media)
    served = set(roster.endpoints(media))
    # Leaves first, one above endpoints; then from there upwards.
    found = _distances(near, switches, dict.fromkeys(_joined(near, switches, served), 1))
    # Switches with other machines, out of reach of the endpoints, have tiers of their own.
    hanging = _joined(near, switches, near.keys() - switches - served)
    found |= _distances(near, switches - found.keys(), {switch: 1 for switch in hanging if switch not in found})
    # Far from endpoints yet with devices below and nothing further up: counted from there, as a branch.
    branches = [
        switch
        for switch in roster.order
        if switch in hanging and found[switch] >= 3 and all(found.get(n, 0) < found[switch] for n in near[switch])
    ]
    _count_from(near, found, branches)
    return {switch: found[switch] for switch in roster.order if switch in found}


def _near(roster: Roster, medium: Medium, through: "list[Joined]", without: frozenset[str]) -> Mapping[str, set[str]]:
    """Return the neighbours on MEDIUM with what panels join THROUGH them, and WITHOUT some links and nodes."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    owners = roster.owners
    # What panels join, end to end, counts as a cable between both ends.
    for one in through:
        a, b = owners[one.a], owners[one.b]
        if a != b and not (without and without & {*one.links, *one.panels, one.a, one.b, a, b}):
            near[a].add(b)
            near[b].add(a)
    for link in roster.links((medium,)):
        a, b = owners[link.a], owners[link.b]
        if a != b and not (without and without & {link.id, link.a, link.b, a, b}):
            near[a].add(b)
            near[b].add(a)
    return near


def _through_panels(roster: Roster, medium: Medium) -> "list[Joined]":
    """Return the pairs of nodes that panels join on the network of MEDIUM."""
    if not any((kind := KINDS.get(node.kind)) and kind.passes for node in roster.design.nodes.values()):
        return []
    links = tuple(roster.links((medium,)))
    if not passing_links(roster.design, links):
        return []
    from designer.analysis.routing.patch_panels import joined_nodes  # SciPy takes a while to load

    return joined_nodes(roster.design, links)


def _count_from(near: Mapping[str, set[str]], found: dict[str, int], branches: list[str]) -> None:
    """Let the switches of BRANCHES be leaves, and those above them count from there as far as that is consistent."""
    found |= dict.fromkeys(branches, 1)
    front, level = branches, 1
    while front:
        level += 1
        above = dict.fromkeys(other for switch in front for other in near[switch] if found.get(other, 0) > level)
        # One joined to a switch of that level already stands above it: the branch ends there.
        front = [switch for switch in above if all(found.get(other) != level for other in near[switch])]
        found |= dict.fromkeys(front, level)


def _joined(near: Mapping[str, set[str]], switches: set[str], nodes: Iterable[str]) -> set[str]:
    """The switches that one of NODES is cabled to."""
    found: set[str] = set()
    for node in nodes:
        found |= near.get(node, _NONE)
    return found & switches


def _distances(near: Mapping[str, set[str]], switches: set[str], start: dict[str, int]) -> dict[str, int]:
    """Steps through SWITCHES from the switches in START, which have theirs."""
    found = dict(start)
    front = list(start)
    while front:
        reached: list[str] = []
        for switch in front:
            # Whole sets at a time, for a switch has many neighbours.
            new = (near[switch] & switches).difference(found)
            found |= dict.fromkeys(new, found[switch] + 1)
            reached += new
        front = reached
    return found
