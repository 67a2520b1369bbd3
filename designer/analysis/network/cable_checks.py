"""Cables unlike the others of their design: ports that land elsewhere, uplinks that are uneven."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from designer.analysis.network.cabling import joint_arrays
from designer.analysis.network.endpoints import Ends, Roster
from designer.analysis.network.tiers import levels
from designer.analysis.quantities import role_of
from designer.model.design import Design, Link
from designer.model.network.ports import Fit, PortPairs
from designer.model.parts.part import NETWORK_MEDIA, Medium, PortGroup

MOST_JOINTS: Final = 100_000
"""Links that join more pairs of copies than this are not laid out; they fall evenly or they do not."""

Joined = tuple[PortGroup, PortGroup, Fit]
Vertex = tuple[str, int]
"""A switch and which copy of it, from 0."""


class Gap(NamedTuple):
    """Copies of a switch that have no cable to some switch above which they ought to reach.

    Attributes:
        lower: An example of them.
        upper: A switch above that it misses.
        missed: How many it misses.
        copies: How many copies of the lower switch miss one.
        peers: How many switches of the tier do reach it.
        cables: How many cables a peer has to it.
    """

    lower: Vertex
    upper: Vertex
    missed: int
    copies: int
    peers: int
    cables: int


class Uneven(NamedTuple):
    """Copies of a switch whose uplinks differ between the switches above.

    Attributes:
        lower: An example of them.
        most: The switch above with the most of its bandwidth.
        least: The one with the least.
        most_cables: Cables to the first.
        least_cables: Cables to the second.
        copies: How many copies of the lower switch are uneven.
        odd: The one switch above that differs from all others, where there is but one.
        usual_cables: Cables to each of the others.
    """

    lower: Vertex
    most: Vertex
    least: Vertex
    most_cables: int
    least_cables: int
    most_gbps: float
    least_gbps: float
    copies: int
    odd: Vertex | None
    usual_cables: int


@dataclass
class Wiring:
    """The network cables of one design with the ports that they join.

    Attributes:
        joined: The port groups of every network link, by its id; None where no ports are told.
        sorts: The pairs of port groups that occur at all, few of them.
    """

    design: Design
    roster: Roster
    joined: dict[str, Joined | None] = field(default_factory=dict[str, Joined | None])
    sorts: list[Joined] = field(default_factory=list[Joined])

    def rate(self, link: Link) -> float | None:
        """Return the Gb/s that one cable of LINK carries one way; None when nothing tells it."""
        joined = self.joined[link.id]
        if joined is not None and joined[2].verdict != "no" and joined[2].rate_gbps is not None:
            return joined[2].rate_gbps
        return link.capacity_gbps

    @cached_property
    def switches(self) -> set[str]:
        """Ids of the nodes that are switches."""
        return {node.id for node in self.design.nodes.values() if role_of(node) == "switch"}

    @cached_property
    def copies(self) -> dict[str, int]:
        """Return the number of copies in the whole design, by node id."""
        return {node_id: self.design.total_copies(node_id) for node_id in self.design.nodes}

    @cached_property
    def chosen(self) -> list[Link]:
        """The links for which a cable or optic is chosen."""
        return [link for link in self.roster.network_links if link.cable_part]

    @cached_property
    def bundles(self) -> list[list[Link]]:
        """Links between the same two nodes over the same medium, where there is more than one."""
        # Nested, not by triples: so many new tuples would set off the collector.
        first: dict[Medium, dict[str, dict[str, Link]]] = {}
        found: dict[tuple[str, str, Medium], list[Link]] = {}
        some = {medium for medium in NETWORK_MEDIA if not self.roster.joins_singly(medium)}
        for link in self.roster.network_links if some else ():
            if link.medium not in some:
                continue
            a, b = (link.a, link.b) if link.a < link.b else (link.b, link.a)
            from_a = first.setdefault(link.medium, {}).get(a)
            if from_a is None:
                from_a = first[link.medium][a] = {}
            before = from_a.setdefault(b, link)
            if before is not link:
                found.setdefault((a, b, link.medium), [before]).append(link)
        return list(found.values())

    @cached_property
    def trunks(self) -> dict[Medium, list[Ends]]:
        """The links between two switches with these, by medium."""
        return self._parted[0]

    @cached_property
    def drops(self) -> list[Ends]:
        """The links that have a switch at one end alone, with the owners of their ends."""
        return self._parted[1]

    @cached_property
    def _parted(self) -> tuple[dict[Medium, list[Ends]], list[Ends]]:
        trunks: defaultdict[Medium, list[Ends]] = defaultdict(list)
        drops: list[Ends] = []
        switches = self.switches
        for ends in self.roster.ends:
            link, a, b = ends
            if a in switches:
                if b not in switches:
                    drops.append(ends)
                elif a != b:
                    trunks[link.medium].append(ends)
            elif b in switches:
                drops.append(ends)
        return dict(trunks), drops

    @cached_property
    def uplinks(self) -> dict[Medium, "Uplinks"]:
        """The links from each tier of switches to those above, by medium."""
        return {medium: Uplinks(self, medium) for medium in self.trunks}


class Uplinks:
    """The cables of one medium from lower switches to higher ones, copy by copy.

    Attributes:
        level: Distance of every switch from the endpoints, 1 for a leaf.
        folded: The links of which an end has copies, by (lower, upper).
        cables: Per lower switch, how many cables it has to each switch above.
        gbps: What these carry together; NaN when that is unknown.
    """

    def __init__(self, wiring: Wiring, medium: Medium) -> None:
        self.level = levels(wiring.roster, medium)
        self.folded: dict[tuple[str, str], list[Link]] = {}
        self.cables: dict[Vertex, dict[Vertex, int]] = {}
        self.gbps: dict[Vertex, dict[Vertex, float]] = {}
        self._wiring = wiring
        self._medium: Medium = medium
        self._copies = known = wiring.copies
        level, joined = self.level, wiring.joined
        unknown = float("nan")
        # Between single switches first by their ids, whose hashes are known, then as copies.
        single: dict[str, tuple[dict[str, int], dict[str, float]]] = {}
        alone = all(copies == 1 for copies in known.values())
        # Links that follow each other mostly go up from one switch and join ports of one sort: those are at hand.
        last: object = self
        rated: float | None = None
        below, strands, rates = "", dict[str, int](), dict[str, float]()
        for link, a, b in wiring.trunks[medium]:
            low, high, cables = level.get(a), level.get(b), link.cables
            if low is None or high is None or low == high or cables < 1:
                continue
            lower, upper = (a, b) if low < high else (b, a)
            if alone or known[link.a] == known[link.b] == 1:
                pair = joined[link.id]
                # As `Wiring.rate` has it.
                if pair is not last:
                    last, rated = pair, pair[2].rate_gbps if pair is not None and pair[2].verdict != "no" else None
                rate = link.capacity_gbps if rated is None else rated
                gbps = unknown if rate is None else cables * rate
                if lower is not below:
                    below = lower
                    strands, rates = single.setdefault(lower, ({}, {}))
                if upper in strands:
                    strands[upper] += cables
                    rates[upper] += gbps
                else:
                    strands[upper], rates[upper] = cables, gbps
            else:
                self.folded.setdefault((lower, upper), []).append(link)
        only: dict[str, Vertex] = {node_id: (node_id, 0) for node_id in level}
        for lower, (strands, rates) in single.items():
            uppers = [only[upper] for upper in strands]
            self.cables[only[lower]] = dict(zip(uppers, strands.values(), strict=True))
            self.gbps[only[lower]] = dict(zip(uppers, rates.values(), strict=True))
        self._lay_folded()

    def _lay_folded(self) -> None:
        """Lay out the links between switches with copies."""
        wiring, level = self._wiring, self.level
        owners, unknown = wiring.roster.owners, float("nan")
        drawn = self._drawn() if self.folded else {}
        tiers = Counter(level[lower] for lower in drawn)
        for (lower, upper), links in self.folded.items():
            for link in links:
                # The one link of a tier that comes out even has nothing to tell, and may be of many thousand cables.
                if drawn[lower] == 1 and tiers[level[lower]] == 1 and _comes_out(wiring.design, link):
                    continue
                rate = wiring.rate(link)
                turned = owners[link.a] != lower
                for i, j, cables in self._joints(wiring.design, link, owners[link.a], owners[link.b]):
                    below, above = ((lower, j), (upper, i)) if turned else ((lower, i), (upper, j))
                    self._add(below, above, cables, unknown if rate is None else rate)

    def _drawn(self) -> Counter[str]:
        """Return how many links go up from each switch."""
        level = self.level
        ends = [(a, b) for link, a, b in self._wiring.trunks[self._medium] if link.cables > 0]
        ends = [(a, b) for a, b in ends if a in level and b in level and level[a] != level[b]]
        return Counter(min(pair, key=level.__getitem__) for pair in ends)

    def between(self, lower: str, upper: str) -> list[Link]:
        """The links between two switches."""
        ends = (lower, upper), (upper, lower)
        return [link for link, a, b in self._wiring.trunks[self._medium] if (a, b) in ends]

    def _add(self, below: Vertex, above: Vertex, cables: int, gbps: float) -> None:
        strands = self.cables.get(below)
        if strands is None:
            strands = self.cables[below] = {}
            self.gbps[below] = {}
        rates = self.gbps[below]
        strands[above] = strands.get(above, 0) + cables
        rates[above] = rates.get(above, 0.0) + cables * gbps

    def _joints(self, design: Design, link: Link, a: str, b: str) -> Iterator[tuple[int, int, int]]:
        """(copy of A, copy of B, cables) of LINK, A and B being the switches that its ends belong to."""
        known = self._copies
        a_all, b_all = known[link.a], known[link.b]
        container = design.holder(link)
        groups = design.total_copies(container) if container else 1
        within_a, within_b = a_all // groups, b_all // groups
        if groups * min(link.cables, within_a * within_b) > MOST_JOINTS:
            return
        laid = joint_arrays(link.spread, link.cables, within_a, within_b, design.each_group(link))
        i, j, cables = (column.tolist() for column in laid)
        a_cards, b_cards = a_all // known[a], b_all // known[b]
        for group in range(groups):
            for one, other, count in zip(i, j, cables, strict=True):
                yield (group * within_a + one) // a_cards, (group * within_b + other) // b_cards, count


def _comes_out(design: Design, link: Link) -> bool:
    """Return True when copies at one end of LINK reach the same copies at the other equally, or disjoint ones."""
    container = design.holder(link)
    a_copies, b_copies = (design.copies_within(end, container) for end in (link.a, link.b))
    # Each a-copy has OWN cables, laid round robin: whole rounds reach every b-copy alike; an OWN that divides the
    # b-copies gives each its own share of them.
    own, rest = divmod(link.cables, a_copies)
    return not rest and link.cables % b_copies == 0 and (own % b_copies == 0 or b_copies % own == 0)


def wiring_of(design: Design) -> Wiring:
    """The network cables of DESIGN; the last design's are kept, for the checks that follow each other."""
    return _wiring(_Same(design))


class _Same:
    """A design as a key: by itself, not by what it holds."""

    __slots__ = ("design",)

    def __init__(self, design: Design) -> None:
        self.design = design

    def __hash__(self) -> int:
        return id(self.design)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.design is self.design


@lru_cache(maxsize=1)
def _wiring(same: _Same) -> Wiring:
    design = same.design
    wiring = Wiring(design, Roster(design))
    pairs = PortPairs(design)
    # Most links of a design join the same two sorts of ports.
    wiring.joined |= pairs.of_all(wiring.roster.network_links)
    wiring.sorts += pairs.sorts()
    return wiring


# ---- Uplinks ----


def gaps(wiring: Wiring) -> Iterator[Gap]:
    """Switches that do not reach one above which their peers reach, one for each node."""
    for uplinks in wiring.uplinks.values():
        top = max(uplinks.level.values(), default=0)
        # Switches of one tier are compared with each other alone.
        by_level: dict[int, dict[Vertex, frozenset[Vertex]]] = {}
        for vertex, strands in uplinks.cables.items():
            by_level.setdefault(uplinks.level[vertex[0]], {})[vertex] = frozenset(strands)
        found: dict[str, Gap] = {}
        for level, reach in by_level.items():
            held = Counter(reach.values())
            missed = _missed(held)
            if top == 2 and level == 1:
                # Leaves of a two-tier fabric are all meant to reach every spine: there a majority is enough to tell.
                missed = _short_of_most(held) | missed
            for vertex, reached in reach.items():
                if reached not in missed:
                    continue
                whole = missed[reached]
                # One switch above that is missing, and a peer that has it, stand for all in the message.
                upper = min(whole - reached)
                before = found.get(vertex[0])
                copies = before.copies + 1 if before else 1
                peer = next(other for other, has in reach.items() if upper in has)
                cables = uplinks.cables[peer][upper]
                found[vertex[0]] = (
                    before
                    or Gap(
                        vertex,
                        upper,
                        len(whole - reached),
                        1,
                        sum(n for has, n in held.items() if upper in has),
                        cables,
                    )
                )._replace(copies=copies)
        yield from found.values()
        if top == 2:
            yield from _too_few(wiring, uplinks, found)


def _missed(held: Counter[frozenset[Vertex]]) -> dict[frozenset[Vertex], frozenset[Vertex]]:
    """Return, for each set of reached vertices, the larger set probably meant, of which at least half is reached."""
    if len(held) < 2:
        return {}
    # Sets by each vertex they hold: only a set that holds the rarest member of REACHED can contain REACHED.
    holders: dict[Vertex, list[frozenset[Vertex]]] = {}
    for reached in held:
        for upper in reached:
            holders.setdefault(upper, []).append(reached)
    found: dict[frozenset[Vertex], frozenset[Vertex]] = {}
    for reached, count in held.items():
        rarest = min((holders[upper] for upper in reached), key=len)
        # A set is a slip of a larger one that as many or more copies reach.
        larger = [w for w in rarest if reached < w and held[w] >= count and 2 * len(reached) >= len(w)]
        if larger:
            found[reached] = max(larger, key=lambda whole: (held[whole], -len(whole)))
    return found


def _short_of_most(held: Counter[frozenset[Vertex]]) -> dict[frozenset[Vertex], frozenset[Vertex]]:
    """Leaves of two tiers that reach most spines, but not all that three quarters of the leaves reach."""
    if len(held) < 2:
        return {}
    users: Counter[Vertex] = Counter()
    for reached, count in held.items():
        for upper in reached:
            users[upper] += count
    # What three quarters of the leaves reach is the plan; those that reach half of it, but not all, are slips.
    usual = frozenset(upper for upper, count in users.items() if 4 * count >= 3 * held.total())
    return {reached: reached | usual for reached in held if usual - reached and 2 * len(reached & usual) >= len(usual)}


def _too_few(wiring: Wiring, uplinks: Uplinks, found: dict[str, Gap]) -> Iterator[Gap]:
    """Leaves of two tiers, drawn as copies, that have fewer uplinks than there are spines."""
    reaches: dict[str, list[tuple[Vertex, frozenset[Vertex]]]] = {}
    for vertex, strands in uplinks.cables.items():
        if wiring.copies[vertex[0]] > 1:
            reaches.setdefault(vertex[0], []).append((vertex, frozenset(strands)))
    for (lower, upper), links in uplinks.folded.items():
        spines = wiring.copies[upper]
        if lower in found or lower not in reaches or len(links) != 1 or spines < 2 or uplinks.level[lower] != 1:
            continue
        reach = reaches[lower]
        # A leaf with other uplinks beside these may reach the rest another way.
        if any(to[0] != upper for _, reached in reach for to in reached):
            continue
        short = [(vertex, reached) for vertex, reached in reach if len(reached) < spines]
        # Copies that share no switch above are planes of their own; those that share some were to share all.
        holders: dict[Vertex, frozenset[Vertex]] = {}
        shares = any(holders.setdefault(to, reached) != reached for _, reached in reach for to in reached)
        if short and shares:
            vertex, reached = short[0]
            lacking = next((upper, copy) for copy in range(spines) if (upper, copy) not in reached)
            peers = sum(lacking in has for _, has in reach)
            yield Gap(vertex, lacking, spines - len(reached), len(short), peers, 1)


def uneven_uplinks(wiring: Wiring) -> Iterator[Uneven]:
    """Switches with more bandwidth to one switch above than to its like, one for each node."""
    for uplinks in wiring.uplinks.values():
        found: dict[str, Uneven] = {}
        sort = {node_id: (level, wiring.design.nodes[node_id].part) for node_id, level in uplinks.level.items()}
        for vertex, gbps in uplinks.gbps.items():
            # Nearly all are even, and that is told in one look.
            if len(set(gbps.values())) < 2:
                continue
            for alike in _alike(gbps, sort):
                before = found.get(vertex[0])
                found[vertex[0]] = (
                    before._replace(copies=before.copies + 1) if before else _uneven(uplinks, vertex, alike)
                )
                break
        yield from found.values()


def _uneven(uplinks: Uplinks, vertex: Vertex, alike: dict[Vertex, float]) -> Uneven:
    cables = uplinks.cables[vertex]
    most = max(alike, key=lambda upper: (alike[upper], upper))
    least = min(alike, key=lambda upper: (alike[upper], upper))
    (usual, usual_cables), times = Counter((gbps, cables[upper]) for upper, gbps in alike.items()).most_common(1)[0]
    odd = [upper for upper, gbps in alike.items() if gbps != usual]
    return Uneven(
        vertex,
        most,
        least,
        cables[most],
        cables[least],
        alike[most],
        alike[least],
        1,
        odd[0] if len(odd) == 1 and times > 1 else None,
        usual_cables,
    )


def _alike(gbps: dict[Vertex, float], sort: dict[str, tuple[int, str | None]]) -> Iterator[dict[Vertex, float]]:
    """Uplinks by sort of the switch above, where they differ; those of which something is unknown are left out."""
    found: dict[tuple[int, str | None], dict[Vertex, float]] = {}
    for upper, width in gbps.items():
        found.setdefault(sort[upper[0]], {})[upper] = width
    for alike in found.values():
        widths = set(alike.values())
        if len(widths) > 1 and all(width == width for width in widths):
            yield alike
