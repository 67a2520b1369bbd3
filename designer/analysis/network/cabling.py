"""Cables of a link: the rate of one, how many there are, and on which copies they end."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, cast

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.model.design import WITHIN_ONE, Design, Link, Node, Spread
from designer.model.figures.figure import Figure, count_of, leaf, minimum, product, worked_out
from designer.model.naming import link_name
from designer.model.network.cable_spread import spread_problem, spread_unit
from designer.model.network.ports import Fit, joined_ports
from designer.model.parts.part import PortGroup

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Joined = tuple[PortGroup, PortGroup, Fit]
_NOT_YET: Final = cast("Joined", ())
"""Stands for what nobody has looked for."""

IN_BAND_GBPS: Final = 10.0
"""From this rate on a management port is taken to carry requests too; slower ones reach baseboard controllers alone."""
_MOST_KEPT_JOINTS: Final = 4_096
"""Cables and copies of a link, in all its groups, up to which its joints are kept."""
_RATE_FACTS: Final = ("rate_gbps", "switching_tbps")


class Cabling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The cables of one link.

    Attributes:
        link: The link as drawn.
        rate: What one cable carries one way, as a leaf figure, in the slower direction; unknown when nothing tells it.
        ahead: The same from a to b.
        back: The same from b to a.
        groups: Copies of the container that holds both ends.
        a_copies: Copies of a in one of those.
        b_copies: Copies of b in one of those.
        container: Title of that container, "" for the whole design.
        title: Name of the link, else what its ends are called.
        each_group: Copies of either end in one of the groups that it joins, see `Link.across`; 1 where it joins none.
    """

    link: Link
    rate: Figure
    ahead: Figure
    back: Figure
    groups: int
    a_copies: int
    b_copies: int
    container: str
    refused: str
    title: str
    each_group: int = 1

    @property
    def total(self) -> int:
        """Cables in the whole design."""
        return self.link.cables * self.groups

    @property
    def directed(self) -> bool:
        """Return True when the two directions of the link differ in rate."""
        return self.ahead.value != self.back.value

    @property
    def single(self) -> bool:
        """Return True when one copy stands at either end, in one place."""
        return self.groups == self.a_copies == self.b_copies == 1

    @property
    def pairs(self) -> int:
        """About how many pairs of copies they join, at most."""
        return self.groups * min(self.link.cables, self.a_copies * self.b_copies)

    def count(self, left: int | None = None) -> Figure:
        """Return the number of cables as a figure; LEFT of them when failures took some."""
        title = self.title
        if left is not None and left != self.total:
            return leaf(f"cables of {title} left", float(left), subject=self.link.id, note="The rest is failed.")
        cables = count_of(f"cables of {title}", self.link.cables, self.link.id)
        if self.groups == 1:
            return cables
        around = count_of(f"copies of {self.container}", self.groups, self.link.id)
        return product(f"cables of {title} in the design", (cables, around), "")

    def capacity(self, left: int | None = None, rate: Figure | None = None) -> Figure:
        """Return the Gb/s of all its cables together, one way: in the slower direction, or at RATE each."""
        rate = rate or self.rate
        label, count = f"capacity of {self.title}", self.count(left)
        # Plain numbers, the most of the cases, are multiplied without interval arithmetic.
        if count.exact and rate.exact:
            value = count.or_zero * rate.or_zero
            formula = f"{count.label} × {rate.label}"
            return worked_out("product", label, value, (count, rate), "Gb/s", formula)
        return product(label, (count, rate), "Gb/s")


def cablings_of(design: Design, links: Iterable[Link]) -> dict[str, Cabling]:
    """The cables of LINKS, whose two ends are there, by their ids; ports of alike links are looked up once."""
    ports = {node.id: id(design.ports_of(node)) for node in design.nodes.values()}
    known: dict[tuple[object, ...], Joined | None] = {}
    # Copies of each container, and what holds both of two: of the few parents, not of the many links.
    around: dict[str | None, int] = {None: 1}
    holding: dict[tuple[str | None, str | None], str | None] = {}
    found: dict[str, Cabling] = {}
    rates = _PortRates(design)
    for link in links:
        a, b = design.nodes[link.a], design.nodes[link.b]
        for node in (a, b):
            if node.parent not in around:
                around[node.parent] = design.total_copies(node.id) // node.copies
        parents = (a.parent, b.parent)
        if link.across is not None:
            container = design.holder(link)
        elif parents in holding:
            container = holding[parents]
        else:
            container = holding[parents] = design.holder(link)
        if container not in around:
            around[container] = design.total_copies(container or "")
        groups, a_copies, b_copies = around[container], around[a.parent] * a.copies, around[b.parent] * b.copies
        key = (ports[link.a], ports[link.b], link.a_port, link.b_port, link.medium, a.kind, b.kind)
        joined = known.get(key, _NOT_YET)
        if joined is _NOT_YET:
            joined = known[key] = joined_ports(design, link)
        plain = container is None and link.across is None and link.capacity_gbps is None
        rate = rates.between(link, joined) if plain and link.capacity_back_gbps is None else None
        if rate is not None:
            # Most links of a large network: nothing is set on them and no container holds both ends.
            found[link.id] = Cabling(
                link=link,
                rate=rate,
                ahead=rate,
                back=rate,
                groups=1,
                a_copies=a_copies,
                b_copies=b_copies,
                container="",
                refused="",
                title=link_name(design, link),
            )
            continue
        found[link.id] = _cabling(rates, link, joined, _Place(container, groups, a_copies, b_copies))
    return found


def cabling_of(design: Design, link: Link) -> Cabling:
    """The cables of LINK, whose two ends are there."""
    container = design.holder(link)
    groups = design.total_copies(container) if container else 1
    place = _Place(container, groups, design.total_copies(link.a), design.total_copies(link.b))
    return _cabling(_PortRates(design), link, joined_ports(design, link), place)


class _Place(NamedTuple):
    """Container of both ends of a link: its id, how many of it there are, and the copies of either end in all."""

    container: str | None
    groups: int
    a_copies: int
    b_copies: int


def _cabling(rates: "_PortRates", link: Link, joined: Joined | None, place: _Place) -> Cabling:
    ahead, back, refused = _rates(rates, link, joined)
    slower = ahead.value is not None and (back.value is None or back.value < ahead.value)
    return Cabling(
        link=link,
        rate=back if slower else ahead,
        ahead=ahead,
        back=back,
        groups=place.groups,
        a_copies=place.a_copies // place.groups,
        b_copies=place.b_copies // place.groups,
        container=rates.design.nodes[place.container].title if place.container else "",
        refused=refused,
        title=link_name(rates.design, link),
        each_group=rates.design.each_group(link) if link.across is not None else 1,
    )


def _rates(rates: "_PortRates", link: Link, joined: Joined | None) -> tuple[Figure, Figure, str]:
    """The rates of one cable of LINK each way with their reasons, and why its ports, JOINED, do not fit if so."""
    if link.capacity_back_gbps is None:
        ahead, refused = _rate(rates, link, joined, link.capacity_gbps, "")
        return ahead, ahead, refused
    design = rates.design
    ahead, refused = _rate(rates, link, joined, link.capacity_gbps, _way(design, link.a, link.b))
    back, _ = _rate(rates, link, joined, link.capacity_back_gbps, _way(design, link.b, link.a))
    return (ahead, ahead, refused) if ahead.value == back.value else (ahead, back, refused)


def _way(design: Design, start: str, end: str) -> str:
    return f", from {design.nodes[start].title} to {design.nodes[end].title}"


def _rate(
    rates: "_PortRates", link: Link, joined: Joined | None, capacity: float | None, way: str
) -> tuple[Figure, str]:
    """The rate of one cable of LINK, of which CAPACITY is set, in the direction WAY."""
    ports = rates.between(link, joined)
    if ports is not None:
        # A link can be slower than its ports, never faster.
        if capacity is None or capacity >= ports.or_zero:
            return ports, ""
        title = f"{link_name(rates.design, link)}{way}"
        own = leaf(
            f"capacity of one cable of {title}",
            capacity,
            "Gb/s",
            status="user",
            subject=link.id,
            note="Set on this link, which is slower than its ports.",
        )
        slower = minimum(f"rate of one cable of {title}", (ports, own), "Gb/s", "the smaller of ports and link")
        return replace(slower, subject=link.id), ""
    refused = joined[2].reason if joined and joined[2].verdict == "no" else ""
    label = f"rate of one cable of {link_name(rates.design, link)}{way}"
    if capacity is None:
        return leaf(label, None, "Gb/s", subject=link.id), refused
    return leaf(label, capacity, "Gb/s", status="user", subject=link.id, note="Set on this link."), refused


class _PortRates:
    """Rates of the ports of a design as leaf figures, each made once for all links that end there."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._known: dict[tuple[str, str, float | None], Figure] = {}

    def between(self, link: Link, joined: Joined | None) -> Figure | None:
        """Return what the ports that LINK joins carry; None where they do not fit or none of them tells a rate."""
        if not joined or joined[2].verdict == "no":
            return None
        a, b, found = joined
        gbps, a_gbps, b_gbps = found.rate_gbps, a.rate_gbps, b.rate_gbps
        if gbps is None:
            return None
        # The slower port is the one that decides; a side without a rate of its own does not.
        if b_gbps is None or (a_gbps is not None and a_gbps <= b_gbps):
            return self.of(link.a, a, gbps)
        return self.of(link.b, b, gbps)

    def of(self, node_id: str, group: PortGroup, gbps: float | None) -> Figure:
        """Return what GROUP of a node carries, GBPS; its part, or the person who set its ports, tells so."""
        key = (node_id, group.name, gbps)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._made(self.design.nodes[node_id], group, gbps)
        return found

    def _made(self, node: Node, group: PortGroup, gbps: float | None) -> Figure:
        part = self.design.part_of(node)
        if node.ports or part is None:
            label = f"rate of port {group.name} of {node.title}"
            return leaf(label, gbps, "Gb/s", status="user", subject=node.id, note="Set on this node.")
        facts = [part.facts[name] for name in _RATE_FACTS if name in part.facts] or list(part.facts.values())
        return leaf(
            f"rate of port {group.name} of {part.name}",
            gbps,
            "Gb/s",
            operation="fact",
            subject=part.id,
            sources=tuple(dict.fromkeys(source for fact in facts for source in fact.sources)),
            note="One way, as the port is rated.",
        )


def joint_arrays(spread: Spread, cables: int, a_copies: int, b_copies: int, each: int = 1) -> tuple[Ints, Ints, Ints]:
    """`spread.joints` as arrays, in its order: copy of a, copy of b, cables between them; EACH copies are one group.

    They are not to be changed: those of few cables are kept, as most links are laid in several places at every edit.
    """
    if cables + a_copies + b_copies > _MOST_KEPT_JOINTS:
        return _joint_arrays(spread, cables, a_copies, b_copies, each)
    return _kept_joints(spread, cables, a_copies, b_copies, each, 1)


def joint_arrays_of_groups(
    groups: int, spread: Spread, cables: int, a_copies: int, b_copies: int, each: int = 1
) -> tuple[Ints, Ints, Ints]:
    """The same for as many GROUPS, one after the other, each with the next A_COPIES of a and B_COPIES of b."""
    if groups == 1:
        return joint_arrays(spread, cables, a_copies, b_copies, each)
    if groups * (cables + a_copies + b_copies) > _MOST_KEPT_JOINTS:
        return _tiled(groups, a_copies, b_copies, joint_arrays(spread, cables, a_copies, b_copies, each))
    return _kept_joints(spread, cables, a_copies, b_copies, each, groups)


@lru_cache(maxsize=512)
def _kept_joints(
    spread: Spread, cables: int, a_copies: int, b_copies: int, each: int, groups: int
) -> tuple[Ints, Ints, Ints]:
    found = _joint_arrays(spread, cables, a_copies, b_copies, each)
    if groups > 1:
        found = _tiled(groups, a_copies, b_copies, found)
    for column in found:
        column.flags.writeable = False
    return found


def _tiled(groups: int, a_copies: int, b_copies: int, one: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    i, j, count = one
    group = np.repeat(np.arange(groups), i.size)
    return group * a_copies + np.tile(i, groups), group * b_copies + np.tile(j, groups), np.tile(count, groups)


def _joint_arrays(spread: Spread, cables: int, a_copies: int, b_copies: int, each: int) -> tuple[Ints, Ints, Ints]:
    if spread != "even" and spread_problem(spread, cables, a_copies, b_copies, each) is None:
        if each > 1 and spread in WITHIN_ONE:
            return _between_groups(spread, cables, a_copies // each, each)
        return _regular_arrays(spread, cables, a_copies, b_copies)
    if b_copies == 1 and cables % a_copies == 0:
        return np.arange(a_copies), np.zeros(a_copies, np.int64), np.full(a_copies, cables // a_copies)
    # Copy i has the cables from ceil(i·cables/A) up to ceil((i+1)·cables/A); they go round the copies of b.
    edges = -(-np.arange(a_copies + 1, dtype=np.int64) * cables // a_copies)
    start, own = edges[:-1] % b_copies, np.diff(edges)
    rounds, rest = own // b_copies, own % b_copies
    reached = np.where(rounds > 0, b_copies, rest)
    i = np.repeat(np.arange(a_copies), reached)
    place = np.arange(i.size) - np.repeat(np.cumsum(reached) - reached, reached)
    # Where they do not come round, those past the last copy of b stand before the others.
    past = np.where(rounds > 0, b_copies, np.maximum(start + rest - b_copies, 0))[i]
    j = np.where(place < past, place, start[i] + place - past)
    return i, j, rounds[i] + ((j - start[i]) % b_copies < rest[i])


def _between_groups(spread: Spread, cables: int, groups: int, each: int) -> tuple[Ints, Ints, Ints]:
    """The joints of GROUPS of EACH copies that are joined as wholes, laid as in `model.network.cable_spread`."""
    many = cables // spread_unit(spread, groups, groups)
    # First which groups are joined, as single copies would be, and how far on the second is.
    near, far, _ = _regular_arrays(spread, spread_unit(spread, groups, groups), groups, groups)
    on = (far - near) % groups
    cable = np.tile(np.arange(many), near.size)
    near, far, on = (np.repeat(column, many) for column in (near, far, on))
    ports = (groups - 1) * many if spread == "complete" else many
    first, second = ((on - 1) * many, (groups - on - 1) * many) if spread == "complete" else (0, 0)
    i, j = near * each + (first + cable) * each // ports, far * each + (second + cable) * each // ports
    # Cables of one pair of groups that join the same two copies follow each other.
    fresh = np.ones(i.size, dtype=np.bool_)
    fresh[1:] = (np.diff(i) != 0) | (np.diff(j) != 0) | (cable[1:] == 0)
    starts = np.flatnonzero(fresh)
    return i[starts], j[starts], np.diff(starts, append=i.size)


def _regular_arrays(spread: Spread, cables: int, a_copies: int, b_copies: int) -> tuple[Ints, Ints, Ints]:
    """The joints of a spread other than "even" that comes out."""
    each = cables // spread_unit(spread, a_copies, b_copies)
    if spread == "mesh":
        every = np.arange(a_copies * b_copies if cables else 0)
        return every // b_copies, every % b_copies, np.full(every.size, each)
    if spread == "block":
        # The first cable of every copy of either end: between two of these nothing changes.
        firsts = [-(-np.arange(copies, dtype=np.int64) * cables // copies) for copies in (a_copies, b_copies)]
        start = np.unique(np.concatenate(firsts))
        start = start[start < cables]
        return start * a_copies // cables, start * b_copies // cables, np.diff(start, append=cables)
    one = np.arange(a_copies)
    if spread == "complete":
        half = a_copies // 2
        # Each copy has a cable to the next half of the others; of an even number the last half of them one less.
        reached = np.where((a_copies % 2 == 1) | (one < half), half, half - 1)
        i = np.repeat(one, reached)
        step = np.arange(i.size) - np.repeat(np.cumsum(reached) - reached, reached) + 1
        return i, (i + step) % a_copies, np.full(i.size, each)
    return one, (one + 1) % a_copies if spread == "ring" else one, np.full(a_copies, each)


def sums(where: NDArray[np.signedinteger], weights: Ints | Floats, size: int) -> Floats:
    """Per place up to SIZE, the sum of the WEIGHTS that fall there."""
    return np.bincount(where, weights, size).astype(np.float64)


def titles(links: Mapping[str, Cabling], ids: tuple[str, ...], most: int = 3) -> str:
    """The names of links IDS in a sentence, the first MOST of them."""
    names = [links[link_id].link.name or link_id for link_id in ids[:most]]
    return ", ".join(names) + (f" and {len(ids) - most} more" if len(ids) > most else "")
