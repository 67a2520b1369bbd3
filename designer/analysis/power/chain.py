"""The power chain with all copies laid out as arrays: every copy is a vertex, cables between two copies are an edge."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing, fitted
from designer.analysis.power.bypass import has_bypass
from designer.analysis.power.directions import Directions, directions
from designer.analysis.power.draw import drawing_nodes, slowed_draw
from designer.analysis.quantities import accelerators_in, fact_of, role_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import GENERATORS, SEPARATELY_DERIVED, TRANSFER, UPSS
from designer.model.network.cable_spread import joints
from designer.model.records import RefusedInput

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

COLUMNS: Final = ("typical", "typical_low", "typical_high", "max", "max_low", "max_high", "unknown")
"""What a device draws, as the columns of `Chain.draws`; the last is above 0 where some of it is not known."""
TYPICAL: Final = COLUMNS.index("typical")
MAX: Final = COLUMNS.index("max")
MOST: Final = 2_000_000
"""So many copies of devices and equipment are laid out at most, and so many cables."""
DrawsOf = Callable[
    [Design, Mapping[str, int], Mapping[str, int], int], tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]
]
"""From a design, the first vertex and the copies of each node and the number of all vertices: what each draws, by
COLUMNS; what is not known of it; accelerators in each; and ids of what draws and hangs on nothing."""


@dataclass(frozen=True)
class Chain:
    """The drawn power chain.

    Attributes:
        order: Ids of the nodes that take part, in design order.
        first: Number of the first copy of each node; copies follow each other.
        copies: Copies of each node in the whole design.
        owner: Place in `order` of every vertex.
        source: Of every edge, the vertex that feeds; edges are sorted by the level of what is fed, then by what is
            fed, then by which input a transfer switch prefers.
        fed: Of every edge, the vertex that is fed.
        cables: Of every edge.
        link: Of every edge, the place of its link in `links`.
        groups: Where the edges of each fed vertex begin.
        slices: Edges of each level, as (first group, group after the last, first edge, edge after the last).
        roots: Vertices that nothing feeds.
        standby: Generators.
        batteries: UPSs.
        bypasses: UPSs that are said to pass raw mains on when they fail.
        switches: Vertices that take one input at a time.
        devices: Vertices that are no power equipment.
        efficiency: Power out per power in.
        efficiencies: The same by node, with its reason.
        draws: What each vertex draws itself, in watts, by COLUMNS.
        missing: What is not known of the draws.
        accelerators: In each vertex.
        supplies: Power supplies in each vertex, 0 where unknown.
        supply_w: What one of them is rated for, 0 where unknown.
        unfed: Nodes that draw power and hang on nothing.
    """

    design: Design
    directions: Directions
    order: tuple[str, ...]
    first: Mapping[str, int]
    copies: Mapping[str, int]
    owner: Ints
    source: Ints
    fed: Ints
    cables: Ints
    link: Ints
    links: tuple[str, ...]
    groups: Ints
    slices: tuple[tuple[int, int, int, int], ...]
    roots: Flags
    standby: Flags
    batteries: Flags
    bypasses: Flags
    switches: Flags
    devices: Flags
    efficiency: Floats
    efficiencies: Mapping[str, Figure]
    draws: Floats
    missing: tuple[str, ...]
    accelerators: Ints
    supplies: Floats
    supply_w: Floats
    unfed: tuple[str, ...]

    @property
    def vertices(self) -> int:
        """Return the number of copies of everything."""
        return len(self.owner)

    @cached_property
    def group(self) -> Ints:
        """The group of each edge, the run of edges that feed one vertex (edges,)."""
        return np.repeat(np.arange(len(self.groups)), np.diff(np.append(self.groups, len(self.fed))))

    def range_of(self, node_id: str) -> range:
        """Vertices of a node."""
        return range(self.first[node_id], self.first[node_id] + self.copies[node_id])

    def name(self, vertex: int) -> str:
        """Id of a vertex: that of its node, with its number where there are several copies."""
        node_id = self.order[int(self.owner[vertex])]
        return node_id if self.copies[node_id] == 1 else f"{node_id}[{vertex - self.first[node_id]}]"


def chain_of(design: Design, ways: Directions | None = None, left: Standing = ALL_STANDING) -> Chain:
    """The power chain of DESIGN.

    Args:
        design: The design, with cords for its relations.
        ways: Its power links with their directions, where they are at hand.
        left: What still stands, and what its optics draw.

    Raises:
        RefusedInput: there are more cables than can be laid out.
    """

    def draws(
        design: Design, first: Mapping[str, int], copies: Mapping[str, int], count: int
    ) -> tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]:
        return _draws(design, first, copies, count, left)

    return lay_out(design, ways or directions(design), draws, lambda node: role_of(node) == "power", "power chain")


def lay_out(
    design: Design,
    ways: Directions,
    draws_of: DrawsOf,
    passes_on: Callable[[Node], bool],
    called: str,
    also: Collection[str] = (),
) -> Chain:
    """Return the chain of what hangs on each other by the links of WAYS, with all copies laid out.

    Args:
        design: The design.
        ways: Links with their directions.
        draws_of: What every vertex draws itself.
        passes_on: Whether a node is equipment that passes on what it gets; all others are devices.
        called: What the whole is called where it is refused.
        also: Nodes that take part though no link leads there.

    Raises:
        RefusedInput: there are more cables than can be laid out.
    """
    ends = {end for feed in ways.feeds for end in (feed.source, feed.fed)}
    ends |= {node_id for ring in ways.loops for node_id in ring} | set(also)
    order = tuple(node.id for node in design.nodes_in_order() if node.id in ends)
    copies = {node_id: design.total_copies(node_id) for node_id in order}
    cables = sum(design.total_cables(design.links[feed.link]) for feed in ways.feeds)
    if sum(copies.values()) > MOST or cables > MOST:
        raise RefusedInput(f"The {called} has more than {MOST:,} copies or cables, too many to lay out.")
    first: dict[str, int] = {}
    count = 0
    for node_id in order:
        first[node_id] = count
        count += copies[node_id]
    # (vertices,): the node of each copy, as its place in ORDER; what is known by node spreads to copies by it.
    owner = np.repeat(np.arange(len(order)), [copies[node_id] for node_id in order])
    source, fed, counts, link, links = _edges(design, ways, first)
    # Level 0 is what nothing feeds; every edge leads to a higher level, so levels can be worked through in order.
    level = np.array([ways.levels.get(node_id, 0) for node_id in order], dtype=np.int64)[owner]
    # Edges in the order of the level they feed, then of what they feed, so that all that feeds one vertex is one run.
    sides = np.array([{"A": 0, "B": 1}.get(design.links[one].side, 2) for one in links], dtype=np.int64)
    ranks = np.lexsort((link, sides[link], fed, level[fed])) if len(link) else np.zeros(0, dtype=np.int64)
    source, fed, counts, link = source[ranks], fed[ranks], counts[ranks], link[ranks]
    # Where each of these runs begins: sums and maxima over what feeds a vertex are then one `reduceat`.
    groups = np.flatnonzero(np.concatenate(([True], fed[1:] != fed[:-1]))) if len(fed) else np.zeros(0, np.int64)
    roots = np.ones(count, dtype=np.bool_)
    roots[fed] = False
    nodes = [design.nodes[node_id] for node_id in order]
    efficiencies = {node.id: efficiency_of(design, node) for node in nodes}
    draws, missing, accelerators, unfed = draws_of(design, first, copies, count)

    # From nodes to their copies.
    def spread(values: list[bool]) -> Flags:
        return np.array(values, dtype=np.bool_)[owner]

    return Chain(
        design=design,
        directions=ways,
        order=order,
        first=first,
        copies=copies,
        owner=owner,
        source=source,
        fed=fed,
        cables=counts,
        link=link,
        links=links,
        groups=groups,
        slices=_slices(level[fed[groups]], groups, len(fed)),
        roots=roots,
        standby=spread([node.kind in GENERATORS for node in nodes]),
        batteries=spread([node.kind in UPSS for node in nodes]),
        bypasses=spread([node.kind in UPSS and bool(has_bypass(design, node)) for node in nodes]),
        switches=spread([node.kind in TRANSFER for node in nodes]),
        devices=spread([not passes_on(node) for node in nodes]),
        efficiency=np.array([efficiencies[node.id].value or 1.0 for node in nodes], dtype=np.float64)[owner],
        efficiencies=efficiencies,
        draws=draws,
        missing=missing,
        accelerators=accelerators,
        supplies=_facts(design, nodes, "psu_count", owner),
        supply_w=_facts(design, nodes, "psu_rating_w", owner),
        unfed=unfed,
    )


def efficiency_of(design: Design, node: Node) -> Figure:
    """Power out per power in of one stage."""
    stated = fact_of(design, node, "efficiency")
    if role_of(node) == "power" and stated.value:
        return stated
    if node.kind in SEPARATELY_DERIVED:
        return assumed(design, f"{node.kind}_efficiency")
    return leaf(f"{node.title}: no losses stated", 1.0, subject=node.id)


def _facts(design: Design, nodes: list[Node], name: str, owner: Ints) -> Floats:
    return np.array([fact_of(design, node, name).or_zero for node in nodes], dtype=np.float64)[owner]


def _edges(
    design: Design, ways: Directions, first: Mapping[str, int]
) -> tuple[Ints, Ints, Ints, Ints, tuple[str, ...]]:
    sources: list[Ints] = []
    feds: list[Ints] = []
    counts: list[Ints] = []
    numbers: list[Ints] = []
    # The cables inside one copy of the container that holds both ends, repeated for all of its copies.
    for number, feed in enumerate(ways.feeds):
        link = design.links[feed.link]
        container = design.holder(link)
        around = design.total_copies(container) if container else 1
        each = design.copies_within(link.a, container), design.copies_within(link.b, container)
        within = np.array(joints(link.spread, link.cables, *each, design.each_group(link)), dtype=np.int64).reshape(
            -1, 3
        )
        # (containers, pairs): flat numbers of the copies at both ends, shifted by the copies that one container holds.
        steps = np.arange(around)[:, None]
        a = (first[link.a] + steps * each[0] + within[:, 0]).ravel()
        b = (first[link.b] + steps * each[1] + within[:, 1]).ravel()
        sources.append(b if feed.turned else a)
        feds.append(a if feed.turned else b)
        counts.append(np.tile(within[:, 2], around))
        numbers.append(np.full(len(a), number, dtype=np.int64))
    nothing = [np.zeros(0, dtype=np.int64)]
    source, fed, cables, link = (np.concatenate(nothing + found) for found in (sources, feds, counts, numbers))
    return source, fed, cables, link, tuple(feed.link for feed in ways.feeds)


def _slices(levels: Ints, groups: Ints, edges: int) -> tuple[tuple[int, int, int, int], ...]:
    """Edges level by level; LEVELS are those of the groups."""
    if not len(groups):
        return ()
    # A run of groups on one level is one slice: nothing in it feeds another of it.
    starts = np.flatnonzero(np.concatenate(([True], levels[1:] != levels[:-1])))
    stops = [*starts[1:].tolist(), len(groups)]
    ends = np.concatenate((groups, [edges]))
    return tuple(
        (int(start), int(stop), int(groups[start]), int(ends[stop])) for start, stop in zip(starts, stops, strict=True)
    )


def with_left(chain: Chain, left: Standing) -> Chain:
    """CHAIN with what its devices draw of what is LEFT: nothing where they are off, less where they are slowed."""
    draws, missing, accelerators, unfed = _draws(chain.design, chain.first, chain.copies, chain.vertices, left)
    return replace(chain, draws=draws, missing=missing, accelerators=accelerators, unfed=unfed)


def _draws(
    design: Design,
    first: Mapping[str, int],
    copies: Mapping[str, int],
    count: int,
    left: Standing,
) -> tuple[Floats, tuple[str, ...], Ints, tuple[str, ...]]:
    """Draws and accelerators of every vertex: a node's own, and those of nodes inside it that have no cord."""
    draws = np.zeros((count, len(COLUMNS)))
    chips = np.zeros(count, dtype=np.int64)
    missing: dict[str, None] = {}
    unfed: list[str] = []
    for node in drawing_nodes(design):
        target = node.id if node.id in first else next((one for one in design.ancestors(node.id) if one in first), None)
        if target is None:
            unfed.append(node.id)
            continue
        draw = slowed_draw(design, node, left)
        unknown = (*draw.typical_w.missing, *draw.max_w.missing)
        missing |= dict.fromkeys(unknown)
        number: int | Ints = design.total_copies(node.id) // copies[target]
        off = left.off.get(node.id)
        if off is not None:
            # How many of it are on in each copy of what has the cord.
            number = (~fitted(off, copies[target] * number)).reshape(copies[target], number).sum(axis=1)
        own = slice(first[target], first[target] + copies[target])
        draws[own, -1] += bool(unknown) * (np.asarray(number) > 0)
        for column, figure in ((0, draw.typical_w), (MAX, draw.max_w)):
            for step, value in enumerate((figure.value, figure.low, figure.high)):
                draws[own, column + step] += number * (value or 0.0)
        chips[own] += number * sum(accelerators_in(design, design.part_of(node)).values())
    return draws, tuple(missing), chips, tuple(unfed)
