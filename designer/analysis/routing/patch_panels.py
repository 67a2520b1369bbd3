"""Patch panels and optical circuit switches looked through: cables that they join, end to end, are one link.

A panel processes nothing, so that a path from a switch over a cable, a panel and a cable to another switch is one hop.
The cables that land on one side of a panel take its ports in the order of the links and of their cables; the port map
of the panel (`model.network.port_map`) says which port leads to which. Panels may follow one another.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.failing import Failed
from designer.analysis.network.cabling import Flags, Ints, joint_arrays
from designer.analysis.sparse import connected_components, coo_array
from designer.model.design import Design, Link, Node
from designer.model.network.cable_spread import cable_ends, spread_problem
from designer.model.network.port_map import PORT_MAP, passes, passing_links, port_pairs, side_of, sides_of
from designer.model.parts.part import Medium
from designer.model.records import Arrays

_SIDES: Final[tuple[Literal["a", "b"], ...]] = ("a", "b")
_SEED: Final = 20261128


class Ends(Arrays, frozen=True):
    """Both ends of every physical cable of some links, number 2c and 2c + 1 being the ends a and b of cable c.

    Attributes:
        links: The links.
        link: Per cable, the position of its link.
        node: Per end, the position of its node in `nodes`.
        nodes: Ids of the nodes at the ends.
        copy: Per end, the flat copy of that node.
        panel: Per end, whether a panel is there.
        side: Per end at a panel, 0 for its front and 1 for its rear; -1 elsewhere.
        port: Per end at a panel, the number of its port from 1; 0 elsewhere.
        other: Per end at a panel, the end that its port leads to; -1 where none.
        alive: Per cable, whether it and what it hangs on have not failed.
    """

    links: tuple[Link, ...]
    link: Ints
    node: Ints
    nodes: tuple[str, ...]
    copy: Ints
    panel: Flags
    side: Ints
    port: Ints
    other: Ints
    alive: Flags


class Passages(NamedTuple):
    """Cables joined through panels, alike ones in one row.

    Attributes:
        node: Positions of the nodes at both ends in `Ends.nodes` (n, 2).
        copy: Flat copies of them (n, 2).
        link: Position of the slowest link of each (n,).
        cables: How many there are (n,).
        ride_row: Rows whose cables run along a further link (m,).
        ride_link: That link (m,).
        panel_row: Rows that go through a copy of a panel (k,).
        panel_node: The position of the panel in `Ends.nodes` (k,).
        panel_copy: Its flat copy (k,).
    """

    node: Ints
    copy: Ints
    link: Ints
    cables: Ints
    ride_row: Ints
    ride_link: Ints
    panel_row: Ints
    panel_node: Ints
    panel_copy: Ints


def ends_of(design: Design, links: Sequence[Link], failed: Failed | None = None) -> Ends:
    """The ends of every cable of LINKS, of one medium, which are those of all its links that touch panels."""
    failed = failed or Failed()
    names = tuple(dict.fromkeys(end for link in links for end in (link.a, link.b)))
    position = {name: n for n, name in enumerate(names)}
    columns: list[tuple[Ints, Ints]] = [_copies(design, link) for link in links]
    # Two ends for every cable, a then b: cable c has the ends 2 c and 2 c + 1.
    sizes = [a.size for a, _ in columns]
    link_of = np.repeat(np.arange(len(links)), sizes)
    cables = int(link_of.size)
    copy = np.zeros(2 * cables, dtype=np.int64)
    node = np.zeros(2 * cables, dtype=np.int64)
    side = np.full(2 * cables, -1, dtype=np.int64)
    alive = np.ones(cables, dtype=np.bool_)
    start = 0
    for link, (a, b) in zip(links, columns, strict=True):
        here = slice(start, start + a.size)
        for n, (end, copies) in enumerate(zip(_SIDES, (a, b), strict=True)):
            # The a ends or the b ends of this link's cables, every other one.
            name = link.a if end == "a" else link.b
            mine = slice(2 * start + n, 2 * (start + a.size), 2)
            copy[mine], node[mine] = copies, position[name]
            if passes(design, name):
                side[mine] = side_of(design, link, end)
            for span in failed.copies.get(name, ()):
                alive[here] &= (copies < span.start) | (copies >= span.stop)
        if {link.id, link.a, link.b} & failed.whole:
            alive[here] = False
        if gone := failed.cables.get(link.id):
            alive[start + _numbered(design, link, a, b, gone)] = False
        start += a.size
    panel = np.array([passes(design, name) for name in names], dtype=np.bool_)[node]
    # Port of each end at its panel, then the end that the panel joins it to; −1 where it joins to none.
    port = _ports(node, copy, side, panel)
    other = _partners(design, names, links[0].medium if links else "fabric", node, copy, side, port)
    return Ends(tuple(links), link_of, node, names, copy, panel, side, port, other, alive)


def _copies(design: Design, link: Link) -> tuple[Ints, Ints]:
    """The flat copies that every cable of LINK joins, cable by cable as the spread lays them (see model.spread)."""
    container = design.holder(link)
    groups = design.total_copies(container) if container else 1
    a_copies, b_copies = (design.total_copies(end) // groups for end in (link.a, link.b))
    each = design.each_group(link)
    if link.spread in {"even", "mesh"} or spread_problem(link.spread, link.cables, a_copies, b_copies, each):
        # A mesh goes round its copies as an even spread of that many cables does.
        cable = np.arange(link.cables, dtype=np.int64)
        i, j = cable * a_copies // link.cables, cable % b_copies
    else:
        i, j, count = joint_arrays(link.spread, link.cables, a_copies, b_copies, each)
        i, j = np.repeat(i, count), np.repeat(j, count)
    group = np.repeat(np.arange(groups), i.size)
    return group * a_copies + np.tile(i, groups), group * b_copies + np.tile(j, groups)


def _numbered(design: Design, link: Link, a: Ints, b: Ints, numbers: Collection[int]) -> Ints:
    """The places, among cables that join copies A to B, of those NUMBERS that `spread.cable_ends` counts them by."""
    ends = np.array(list(cable_ends(design, link)), dtype=np.int64).reshape(-1, 2)
    most = int(max(b.max(initial=0), ends[:, 1].max(initial=0))) + 1
    # Both lists hold the same pairs of copies; the n-th of a pair in one is the n-th of that pair in the other.
    drawn = np.argsort(a * most + b, kind="stable")
    counted = np.argsort(ends[:, 0] * most + ends[:, 1], kind="stable")
    return drawn[np.isin(counted, list(numbers))]


def _ports(node: Ints, copy: Ints, side: Ints, panel: Flags) -> Ints:
    """The number of the port of each end at a panel: the place among the cables on its side of its copy."""
    port = np.zeros(node.size, dtype=np.int64)
    at = np.flatnonzero(panel & (side >= 0))
    order = at[np.lexsort((at, side[at], copy[at], node[at]))]
    fresh = np.ones(order.size, dtype=np.bool_)
    fresh[1:] = (np.diff(node[order]) != 0) | (np.diff(copy[order]) != 0) | (np.diff(side[order]) != 0)
    # The place of the first end of each side is taken off the places of all its ends.
    first = np.maximum.accumulate(np.where(fresh, np.arange(order.size), 0))
    port[order] = np.arange(order.size) - first + 1
    return port


def partner_of(design: Design, node: Node, medium: Medium) -> Callable[[Ints, Ints], tuple[Ints, Ints]]:
    """Return what tells the side and number of the ports that given ones lead to, -1 where they lead nowhere.

    It takes sides and numbers of ports, two arrays of one length, and gives two such arrays.

    Raises:
        RefusedInput: the map of NODE cannot be read.
    """
    pairs = port_pairs(node.choices.get(PORT_MAP, ""))
    names = sides_of(design, node, medium)
    single = len(names) == 1
    half = next((group.count for group in design.ports_of(node) if group.name in names), 0) // 2 if single else 0

    def straight(side: Ints, number: Ints) -> tuple[Ints, Ints]:
        if not single:
            return 1 - side, number
        return side, np.where(number <= half, number + half, number - half)

    if pairs is None:
        return straight
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    most = int(table.max(initial=0)) + 1
    # Per side the port that each number leads to; of a single group both halves of the map are of one side.
    leads = np.full((2, most), -1, dtype=np.int64)
    leads[0, table[:, 0]] = table[:, 1]
    leads[0 if single else 1, table[:, 1]] = table[:, 0]

    def mapped(side: Ints, number: Ints) -> tuple[Ints, Ints]:
        to = np.where(number < most, leads[side, np.minimum(number, most - 1)], -1)
        return np.where(to < 0, -1, side if single else 1 - side), to

    return mapped


def _partners(
    design: Design, names: Sequence[str], medium: Medium, node: Ints, copy: Ints, side: Ints, port: Ints
) -> Ints:
    """The end that the port of each end leads to."""
    other = np.full(node.size, -1, dtype=np.int64)
    for n, name in enumerate(names):
        ends = np.flatnonzero((node == n) & (port > 0))
        if not ends.size or not passes(design, name):
            continue
        to_side, to_port = partner_of(design, design.nodes[name], medium)(side[ends], port[ends])
        most = int(max(port[ends].max(), to_port.max(initial=0))) + 1
        # One number for each port of each copy; those that lead somewhere are looked up among those that have a cable.
        own = (copy[ends] * 2 + side[ends]) * most + port[ends]
        wanted = np.where(to_port > 0, (copy[ends] * 2 + to_side) * most + to_port, -1)
        order = np.argsort(own)
        place = np.minimum(np.searchsorted(own[order], wanted), ends.size - 1)
        there = own[order][place] == wanted
        other[ends[there]] = ends[order][place[there]]
    return other


def passages_of(ends: Ends, gbps: Sequence[float]) -> Passages:
    """The cables of ENDS joined through panels from one machine or switch to another; GBPS are the rates of its links.

    A chain that ends at a port which leads nowhere, or that a failure breaks, is none.
    """
    cables = ends.alive.size
    whole = np.flatnonzero(ends.other >= 0)
    both = ends.alive[whole // 2] & ends.alive[ends.other[whole] // 2]
    one, another = whole[both] // 2, ends.other[whole[both]] // 2
    joined = coo_array((np.ones(one.size, np.int8), (one, another)), shape=(cables, cables))
    count, chain = connected_components(joined, directed=False)
    chain = np.asarray(chain, dtype=np.int64)
    # Chains with two ends at machines or switches are kept; the two stand one after the other in `last`.
    terminal = np.flatnonzero(~ends.panel & np.repeat(ends.alive, 2))
    met = np.bincount(chain[terminal // 2], minlength=count)
    last = terminal[np.lexsort((terminal, chain[terminal // 2]))]
    last = last[met[chain[last // 2]] == 2].reshape(-1, 2)
    kept = np.full(count, -1, dtype=np.int64)
    kept[chain[last[:, 0] // 2]] = np.arange(last.shape[0])
    inside = np.flatnonzero(kept[chain] >= 0)
    row = kept[chain[inside]]
    # The slowest cable of each chain gives it its rate; it runs from that cable's end a towards its end b.
    order = np.lexsort((inside, np.asarray(gbps)[ends.link[inside]], row))
    slowest = inside[order[np.searchsorted(row[order], np.arange(last.shape[0]))]]
    turned = (last[:, 0] == 2 * slowest + 1) | (last[:, 1] == 2 * slowest)
    last[turned] = last[turned][:, ::-1]
    return _alike(ends, last, slowest, inside, row)


def _alike(ends: Ends, last: Ints, slowest: Ints, inside: Ints, row: Ints) -> Passages:
    """Chains with the same ends, links and panels, counted together."""
    marks = np.random.default_rng(_SEED).integers(1, 2**40, size=(2, len(ends.links) + len(ends.nodes) + 1))
    stops = (2 * inside[:, None] + np.array([0, 1])).ravel()
    stop_row = np.repeat(row, 2)
    at_panel = ends.panel[stops]
    stops, stop_row = stops[at_panel], stop_row[at_panel]
    # One number for the links and panels of a chain, whatever their order: sums of random ones.
    sign = np.zeros(last.shape[0], dtype=np.int64)
    np.add.at(sign, row, marks[0, ends.link[inside]])
    np.add.at(sign, stop_row, marks[1, ends.node[stops]] * (ends.copy[stops] + 1))
    columns = np.stack([*ends.node[last].T, *ends.copy[last].T, ends.link[slowest], sign])
    _, first, which, many = np.unique(columns, axis=1, return_index=True, return_inverse=True, return_counts=True)
    # In the order in which they were drawn.
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    which, first, many = rank[which.ravel()], np.sort(first), many[np.argsort(first)]
    rides = np.unique(np.stack([which[row], ends.link[inside]]), axis=1)
    rides = rides[:, rides[1] != ends.link[slowest[first]][rides[0]]]
    through = np.unique(np.stack([which[stop_row], ends.node[stops], ends.copy[stops]]), axis=1)
    return Passages(
        node=ends.node[last[first]],
        copy=ends.copy[last[first]],
        link=ends.link[slowest[first]],
        cables=many.astype(np.int64),
        ride_row=rides[0],
        ride_link=rides[1],
        panel_row=through[0],
        panel_node=through[1],
        panel_copy=through[2],
    )


class Joined(NamedTuple):
    """Two nodes that panels join by cables, all copies together.

    Attributes:
        links: Every link on the way.
        panels: Every panel on the way.
    """

    a: str
    b: str
    cables: int
    links: frozenset[str]
    panels: frozenset[str]


def joined_nodes(design: Design, links: Sequence[Link]) -> list[Joined]:
    """Return the pairs of nodes that LINKS of one medium join through panels, where nothing has failed."""
    touching = passing_links(design, links)
    if not touching:
        return []
    ends = ends_of(design, touching)
    rows = passages_of(ends, [1.0] * len(touching))
    # Rows that are the same end to end are one pair: its links and panels are gathered by row first.
    links_on: list[set[str]] = [{touching[n].id} for n in rows.link.tolist()]
    panels_on: list[set[str]] = [set() for _ in links_on]
    for row, n in zip(rows.ride_row.tolist(), rows.ride_link.tolist(), strict=True):
        links_on[row].add(touching[n].id)
    for row, n in zip(rows.panel_row.tolist(), rows.panel_node.tolist(), strict=True):
        panels_on[row].add(ends.nodes[n])
    found: dict[tuple[str, str, frozenset[str], frozenset[str]], int] = {}
    for (a, b), cables, on, through in zip(rows.node.tolist(), rows.cables.tolist(), links_on, panels_on, strict=True):
        key = (ends.nodes[a], ends.nodes[b], frozenset(on), frozenset(through))
        found[key] = found.get(key, 0) + cables
    return [Joined(a, b, cables, on, through) for (a, b, on, through), cables in found.items()]


def far_ends(design: Design, links: Sequence[Link]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return what stands behind the panels at ends of LINKS: by (link, "a" or "b"), (node, the link that ends there).

    Of several that stand there the first that is drawn is told.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for medium in dict.fromkeys(link.medium for link in passing_links(design, links)):
        mine = [link for link in links if link.medium == medium]
        by_id = {link.id: link for link in mine}
        for joined in joined_nodes(design, mine):
            last = {end: link_id for link_id in joined.links for end in (by_id[link_id].a, by_id[link_id].b)}
            for link_id in joined.links:
                link = by_id[link_id]
                for end, own, other in (("a", link.a, link.b), ("b", link.b, link.a)):
                    if not passes(design, own):
                        continue
                    # A trunk between two panels has a machine or switch behind either.
                    trunk = joined.a if end == "a" else joined.b
                    far = trunk if passes(design, other) else joined.b if other == joined.a else joined.a
                    found.setdefault((link_id, end), (far, last[far]))
    return found


class Unjoined(NamedTuple):
    """Ports of a panel with a cable that leads no further.

    Attributes:
        ports: (side, number) of those of its first copy that has any, in order.
        cables: How many there are on all copies.
        unmapped: Whether the map itself leaves them out; else no cable is on the other side.
    """

    node: str
    ports: tuple[tuple[int, int], ...]
    cables: int
    unmapped: bool


def unjoined_ports(design: Design, links: Sequence[Link]) -> list[Unjoined]:
    """Ports of panels whose cables, of one medium, lead no further; those that the map leaves out told apart."""
    touching = passing_links(design, links)
    if not touching:
        return []
    ends = ends_of(design, touching)
    found: list[Unjoined] = []
    for n, name in enumerate(ends.nodes):
        loose = np.flatnonzero((ends.node == n) & ends.panel & (ends.other < 0))
        # Ends at panels that lead to no other end.
        if not loose.size:
            continue
        partner = partner_of(design, design.nodes[name], touching[0].medium)
        known = ends.side[loose] >= 0
        to = np.where(known, partner(np.maximum(ends.side[loose], 0), ends.port[loose])[1], -1)
        for unmapped in (True, False):
            mine = loose[(to < 0) == unmapped]
            if not mine.size:
                continue
            first = mine[ends.copy[mine] == ends.copy[mine].min()]
            ports = sorted(zip(ends.side[first].tolist(), ends.port[first].tolist(), strict=True))
            found.append(Unjoined(name, tuple((side, port) for side, port in ports), int(mine.size), unmapped))
    return found


def trunk_rates(design: Design, rates: Mapping[str, float | None], links: Sequence[Link]) -> dict[str, str]:
    """Return, for links between two panels of which nothing tells the rate, a link whose rate is passed on to them.

    It is the fastest link beside them, so that a trunk never slows what runs through it; fibre has no rate of its own.
    """
    touching = passing_links(design, links)
    open_ones = [
        one for one in touching if rates.get(one.id) is None and passes(design, one.a) and passes(design, one.b)
    ]
    found: dict[str, str] = {}
    known = {link.id: rate for link in touching if (rate := rates.get(link.id)) is not None}
    source = {link_id: link_id for link_id in known}
    # A rate moves on by one trunk a round, so that chains of panels are reached; no round without news goes on.
    for _ in open_ones:
        told = len(known)
        for link in open_ones:
            beside = [one.id for one in touching if one.id in known and {one.a, one.b} & {link.a, link.b}]
            if link.id not in known and beside:
                fastest = max(beside, key=lambda one: known[one])
                known[link.id], source[link.id] = known[fastest], source[fastest]
                found[link.id] = source[fastest]
        if len(known) == told:
            break
    return found
