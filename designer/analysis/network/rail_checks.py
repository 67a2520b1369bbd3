"""Hosts that are cabled unlike their peers, and planes of a network that were to stay apart and do not."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from designer.analysis.network.cable_checks import Wiring
from designer.analysis.quantities import role_of
from designer.model.design import Link
from designer.model.parts.part import Medium, PortGroup

_RAILED: Final[frozenset[Medium]] = frozenset({"fabric", "storage"})

Entry = tuple[str, str, float]
"""(name of a port, leaf, cables of one copy of the host)."""


class Stray(NamedTuple):
    """A cable of a host that lands on another leaf than the same cable of its peers.

    Attributes:
        end: The node that has the port: the host, or a card in it.
        group: Its port group.
        got: The leaf that it lands on.
        wanted: The leaf of its peers.
        peers: How many hosts are cabled as wanted.
        sure: Whether most of the peers agree; False where two hosts merely differ.
    """

    host: str
    link: Link
    end: str
    group: PortGroup
    got: str
    wanted: str
    peers: int
    sure: bool


RawLanding = tuple[str, str, float, Link, str, PortGroup]
"""A `Landing` as it is gathered: thousands of named ones take longer than all that is done with them."""


class Landing(NamedTuple):
    """Landing of the cables of one link of a host.

    Attributes:
        port: Name of the port, with that of the card that has it.
        cables: Of one copy of the host.
    """

    port: str
    leaf: str
    cables: float
    link: Link
    end: str
    group: PortGroup

    @property
    def entry(self) -> Entry:
        """Return the three fields that are equal for hosts cabled alike."""
        return self.port, self.leaf, self.cables


class Meeting(NamedTuple):
    """A switch in which two planes meet.

    Attributes:
        switch: Its node.
        a: A link by which the one plane comes to it; None where only its place in the network tells.
        b: A link by which the other does.
        direct: Whether both links end in the switch and are marked as of a plane themselves.
    """

    switch: str
    a: Link | None
    b: Link | None
    direct: bool


# ---- Rails ----


def strays(wiring: Wiring) -> list[Stray]:
    """Cables of hosts that land on another leaf than those of their peers.

    Ports are told apart where a group has one port; of a larger group only how many cables go to each leaf counts,
    since nothing says which port is which. Peers are hosts of one part with the same ports in use.
    """
    peers: dict[object, dict[str, list[RawLanding]]] = {}
    pattern: dict[str, tuple[Entry, ...]] = {}
    # One tuple for all that are alike, by the order in which they are drawn, with a number for the ports in use:
    # most hosts are cabled in one order of their ports, and a long tuple works its hash out each time.
    in_order: dict[tuple[Entry, ...], tuple[tuple[Entry, ...], int]] = {}
    known: dict[tuple[Entry, ...], tuple[tuple[Entry, ...], int]] = {}
    numbers: dict[tuple[tuple[str, float], ...], int] = {}
    nodes = wiring.design.nodes
    for medium, of_host in _landings(wiring).items():
        for host, landings in of_host.items():
            as_drawn = tuple([landing[:3] for landing in landings])
            sort = in_order.get(as_drawn)
            if sort is None:
                entries = tuple(sorted(as_drawn))
                if entries not in known:
                    names = tuple(sorted((port, cables) for port, _, cables in entries))
                    known[entries] = entries, numbers.setdefault(names, len(numbers))
                sort = in_order[as_drawn] = known[entries]
            pattern[host], number = sort
            node = nodes[host]
            peers.setdefault((node.kind, node.part, medium, number), {})[host] = landings
    found: list[Stray] = []
    for hosts in peers.values():
        if len(hosts) > 1:
            found += _among(hosts, {host: pattern[host] for host in hosts})
    return found


def _landings(wiring: Wiring) -> dict[Medium, dict[str, list[RawLanding]]]:
    """Return the links from each host to switches, by medium and host."""
    nodes, copies = wiring.design.nodes, wiring.copies
    by_medium: dict[Medium, dict[str, list[RawLanding]]] = {medium: {} for medium in sorted(_RAILED)}
    hosts = {node.id for node in nodes.values() if role_of(node) in {"host", "accelerator"}}
    joins, total_cables = wiring.joined, wiring.design.total_cables
    last, medium, single, landings = "", "", True, list[RawLanding]()
    for link, a, b in wiring.drops:
        joined = joins[link.id]
        if joined is None:
            continue
        if a in hosts:
            host, end, group, leaf = a, link.a, joined[0], b
        elif b in hosts:
            host, end, group, leaf = b, link.b, joined[1], a
        else:
            continue
        if host is not last or link.medium != medium:
            # The links of a host mostly follow each other: what is known of it is at hand.
            last, medium, single = host, link.medium, copies[host] == 1
            landings = by_medium[medium].setdefault(host, []) if medium in by_medium else []
        name = group.name if end == host else f"{nodes[end].title} {group.name}"
        cables = link.cables if single else total_cables(link) / copies[host]
        landings.append((name, leaf, cables, link, end, group))
    return by_medium


def _among(hosts: dict[str, list[RawLanding]], pattern: dict[str, tuple[Entry, ...]]) -> Iterator[Stray]:
    """Strays among HOSTS, whose ports in use are alike, each with the pattern of its cables."""
    # Alike ones are one and the same tuple, see `strays`.
    same = Counter(map(id, pattern.values()))
    if len(same) < 2:
        return
    by_id = {id(entries): entries for entries in pattern.values()}
    held = Counter({entries: same[one] for one, entries in by_id.items()})
    if len(hosts) == 2:
        (first, landings), (second, others) = hosts.items()
        if _leaves(pattern[first]) == _leaves(pattern[second]):
            yield from _moved(second, others, landings, 1, sure=False)
        return
    users: dict[Entry, set[tuple[Entry, ...]]] = {}
    for entries, count in held.items():
        if count > 1:
            for entry in entries:
                users.setdefault(entry, set()).add(entries)
    slips: dict[tuple[Entry, ...], tuple[Entry, ...]] = {}
    example = {entries: host for host, entries in reversed(pattern.items())}
    for entries, count in held.items():
        near = {other for entry in entries for other in users.get(entry, ()) if held[other] >= 2 * count}
        near |= {other for other in held if held[other] >= 2 * count} if len(held) == 2 else set()
        alike = [other for other in near if _is_slip(entries, other)]
        if alike:
            slips[entries] = max(alike, key=lambda other, own=entries: (_shared(own, other), held[other], other))
    for host, entries in pattern.items() if slips else ():
        if entries in slips:
            usual = slips[entries]
            yield from _moved(host, hosts[host], hosts[example[usual]], held[usual], sure=True)


def _leaves(entries: Iterable[Entry]) -> list[tuple[str, float]]:
    return sorted((leaf, cables) for _, leaf, cables in entries)


def _shared(entries: tuple[Entry, ...], other: tuple[Entry, ...]) -> int:
    return (Counter(entries) & Counter(other)).total()


def _is_slip(entries: tuple[Entry, ...], usual: tuple[Entry, ...]) -> bool:
    """Return True when ENTRIES are meant as USUAL: the same leaves, some of them only, or most of them."""
    own, peers = {leaf for _, leaf, _ in entries}, {leaf for _, leaf, _ in usual}
    return own <= peers or 2 * _shared(entries, usual) > len(usual)


def _moved(host: str, raw: list[RawLanding], peer: list[RawLanding], peers: int, *, sure: bool) -> Iterator[Stray]:
    """Yield the landings of HOST that PEER does not have, each with one that PEER has in its place."""
    landings = [Landing(*one) for one in raw]
    # A multiset of what the peer has: what both have is taken out, and the rest is plugged elsewhere.
    wanted = Counter(Landing(*one).entry for one in peer)
    rest: list[Landing] = []
    for landing in landings:
        if wanted[landing.entry]:
            wanted[landing.entry] -= 1
        else:
            rest.append(landing)
    by_port: dict[tuple[str, float], deque[str]] = {}
    for name, leaf, cables in wanted.elements():
        by_port.setdefault((name, cables), deque()).append(leaf)
    # Each landing that is too many meets one that is missing at the same port with as many cables.
    for landing in rest:
        wanted_leaf = by_port[landing.port, landing.cables].popleft()
        yield Stray(host, landing.link, landing.end, landing.group, landing.leaf, wanted_leaf, peers, sure)


# ---- Planes ----


def meetings(wiring: Wiring) -> list[Meeting]:
    """Switches in which two planes meet.

    Where network links are marked A and B, what both reach; elsewhere a fabric that falls into two without one switch,
    each half with leaves and spines of its own and a cable from every host.
    """
    # Where sides are marked, they say which plane a cable belongs to; else planes are told from the shape of the
    # network.
    marked = [link for link in wiring.roster.network_links if link.side]
    if {"A", "B"} <= {link.side for link in marked}:
        media: set[Medium] = {link.medium for link in marked}
        return [found for medium in sorted(media) for found in _marked(wiring, medium)]
    return [Meeting(switch, None, None, direct=False) for medium in wiring.trunks for switch in _waists(wiring, medium)]


def _marked(wiring: Wiring, medium: Medium) -> Iterator[Meeting]:
    owners, switches = wiring.roster.owners, wiring.switches
    came: dict[str, dict[str, Link]] = {"A": {}, "B": {}}
    for link in wiring.roster.links((medium,)):
        for end in (owners[link.a], owners[link.b]):
            if link.side and end in switches:
                came[link.side].setdefault(end, link)
    direct = [switch for switch in came["A"] if switch in came["B"]]
    for switch in direct:
        yield Meeting(switch, came["A"][switch], came["B"][switch], direct=True)
    near: dict[str, list[tuple[str, Link]]] = {}
    for link, a, b in wiring.trunks.get(medium, ()):
        if not link.side:
            near.setdefault(a, []).append((b, link))
            near.setdefault(b, []).append((a, link))
    # Both planes go up by the switches that are not marked, step by step, and stop where they meet.
    met = set(direct)
    fronts = {side: [switch for switch in reached if switch not in met] for side, reached in came.items()}
    while any(fronts.values()):
        reached = {side: _next(front, near, came[side], met) for side, front in fronts.items()}
        for side, links in reached.items():
            came[side] |= links
        for switch in dict.fromkeys([*reached["A"], *reached["B"]]):
            if switch in came["A"] and switch in came["B"]:
                met.add(switch)
                yield Meeting(switch, came["A"][switch], came["B"][switch], direct=False)
        fronts = {side: [switch for switch in links if switch not in met] for side, links in reached.items()}


def _next(
    front: list[str], near: dict[str, list[tuple[str, Link]]], came: dict[str, Link], met: set[str]
) -> dict[str, Link]:
    found: dict[str, Link] = {}
    for switch in front:
        if switch in met:
            continue
        for other, link in near.get(switch, ()):
            if other not in came and other not in met:
                found.setdefault(other, link)
    return found


def _waists(wiring: Wiring, medium: Medium) -> Iterator[str]:
    """Switches without which MEDIUM falls into two planes, as `meetings` says."""
    level = wiring.uplinks[medium].level
    if medium not in _RAILED or max(level.values(), default=0) < 2:
        return
    switches = wiring.switches
    among = {one: others & switches for one, others in wiring.roster.neighbours(medium).items() if one in switches}
    near = {one: others for one, others in among.items() if others}
    cuts = cut_vertices(near)
    landings = _landings(wiring).get(medium, {}) if cuts else {}
    hosts = [{leaf for _, leaf, *_ in landed} for landed in landings.values()]
    for switch in cuts:
        # Two halves, each with leaves and with switches above them: only then were two planes meant.
        halves = _parts(near, switch)
        if len(halves) != 2 or any({1, 2} - {min(level.get(one, 0), 2) for one in half} for half in halves):
            continue
        # Each host has to have leaves in both halves, else the switch is an ordinary waist.
        touched = [{n for leaf in leaves for n in (0, 1) if leaf in halves[n]} for leaves in hosts]
        if any(touched) and all(len(sides) == 2 for sides in touched if sides):
            yield switch


def _thinned(near: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """NEAR with two of all switches that have the same neighbours: more of them hold nothing more together."""
    twins: Counter[frozenset[str]] = Counter()
    kept: set[str] = set()
    for switch, others in near.items():
        alike = frozenset(others)
        twins[alike] += 1
        if twins[alike] <= 2:
            kept.add(switch)
    return {switch: near[switch] & kept for switch in near if switch in kept}


def _parts(near: dict[str, set[str]], without: str) -> list[set[str]]:
    """The pieces into which the island of WITHOUT falls when it is gone."""
    found: list[set[str]] = []
    for start in sorted(near[without]):
        if any(start in part for part in found):
            continue
        part, front = {start}, [start]
        while front:
            for other in near[front.pop()]:
                if other != without and other not in part:
                    part.add(other)
                    front.append(other)
        found.append(part)
    return found


def cut_vertices(near: Mapping[str, set[str]]) -> list[str]:
    """The vertices without which an island of NEAR, who is joined to whom, falls apart (Hopcroft and Tarjan, 1973)."""
    # Depth first, without recursion: fabrics are deeper than Python's stack allows.
    near = _thinned(near)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    found: dict[str, None] = {}
    for root in near:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        waiting = [(root, "", iter(near[root]))]
        below_root = 0
        # The vertex that is visited, from where it was reached, and the neighbours that are left.
        while waiting:
            here, parent, others = waiting[-1]
            other = next(others, None)
            if other is None:
                waiting.pop()
                if parent:
                    # LOW is the earliest vertex that can be reached without the one above.
                    low[parent] = min(low[parent], low[here])
                    # The root is a cut vertex where two subtrees hang on it, others where a subtree cannot get above
                    # them.
                    if parent == root:
                        below_root += 1
                    elif low[here] >= number[parent]:
                        found[parent] = None
            elif other not in number:
                number[other] = low[other] = len(number)
                waiting.append((other, here, iter(near[other])))
            elif other != parent:
                low[here] = min(low[here], number[other])
        if below_root > 1:
            found[root] = None
    return list(found)
