"""The way of every cable from device to device, and how long it is.

From its port a cable goes up or down to the tray, along the trays by the shortest way, and to its other port. Where no
tray is in reach, or the trays do not join, it goes along the walls at the assumed height; within one rack it goes
straight up or down. To the route come slack and an end at both ports. Alike cables, between the same two copies, are
one row with their number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from msgspec.structs import replace
from msgspec.structs import replace as changed

from designer.analysis.network.cabling import Flags, Floats, Ints, joint_arrays_of_groups
from designer.analysis.rooms.device_positions import Seats, moved_seats, seats
from designer.analysis.rooms.floor_positions import Standing, standing, turned
from designer.analysis.rooms.trays import TrayGraph, tray_graph
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Medium
from designer.model.records import Arrays
from designer.model.relations import RELATION_MEDIA
from designer.model.rooms.room_plan import Tray

UNKNOWN, INSIDE, TRAYS, WALLS, BETWEEN = range(5)
"""How a cable goes: nobody knows, within a rack, by trays, along the walls, from room to room along the walls."""
MOST_ROWS: Final = 2_000_000
"""So many rows are laid out at most; the links beyond are left out, and said to be."""
_FIRST: Final[Ints] = np.zeros(1, dtype=np.int64)
_NONE: Final[Ints] = np.zeros(0, dtype=np.int64)
_APART: Final = frozenset({"power", "coolant"})
"""Media that go only on trays that name them, so that power is kept from data."""
_MM: Final = 1000.0


class CableRoutes(Arrays, frozen=True):
    """All cables of the links that were asked for, a row for the alike ones between two copies, n of them.

    Attributes:
        design: As it was laid out.
        links: The links, in the order of the design.
        link: Place in `links` (n,).
        count: Cables of the row (n,).
        a: Row of `seats` at the a end (n,).
        b: Row of `seats` at the b end (n,).
        way: UNKNOWN, INSIDE, TRAYS, WALLS or BETWEEN (n,).
        drawn_m: Length along the route with slack and ends; NaN where it is not known (n,).
        length_m: The person's own length of the link, else `drawn_m` (n,).
        graphs: The trays of each room and medium.
        graph: Place in `graphs`; -1 for none (n,).
        at: Edge and mm along it where the cable joins the trays at a and at b, and the vertices between which it
            follows the shortest way, -1 for neither (n, 6).
        left_out: Links that were too many to lay out.
    """

    design: Design
    seats: Seats
    links: tuple[Link, ...]
    link: Ints
    count: Ints
    a: Ints
    b: Ints
    way: Ints
    drawn_m: Floats
    length_m: Floats
    graphs: tuple[TrayGraph, ...]
    graph: Ints
    at: Floats
    left_out: tuple[str, ...]

    @property
    def placed(self) -> Flags:
        """Return a flag for each row that has a route (n,)."""
        return self.way != UNKNOWN


def cable_routes(
    design: Design,
    *,
    every: bool = False,
    stands: Standing | None = None,
    only: Collection[str] | None = None,
    most: int = MOST_ROWS,
) -> CableRoutes:
    """The routes of the cables of DESIGN.

    Args:
        design: The design.
        every: Whether links without a place at both ends are laid out too, for a list of all cables.
        only: Ids of the links to lay out; None is all.
        most: Rows that are laid out at most.
        stands: Where everything stands, where that is known already.
    """
    stands = standing(design) if stands is None else stands
    links = [
        link
        for link in design.links.values()
        if link.medium not in RELATION_MEDIA
        and link.a in design.nodes
        and link.b in design.nodes
        and (only is None or link.id in only)
    ]
    if not every:
        near = _Near(design, stands)
        links = [link for link in links if near.has_place(link.a) and near.has_place(link.b)]
    laid, left_out = _lay(design, links, most)
    seated = seats(design, (end for link in laid.links for end in (link.a, link.b)), stands)
    start_a = np.array([seated.start[link.a] for link in laid.links], dtype=np.int64)
    start_b = np.array([seated.start[link.b] for link in laid.links], dtype=np.int64)
    rows = laid.link.size
    graphs = _Graphs(design, stands)
    nothing = np.full(rows, np.nan)
    routes = CableRoutes(
        design=design,
        seats=seated,
        links=tuple(laid.links),
        # Flat seat of each row's end: the first seat of its node plus its copy.
        link=laid.link,
        count=laid.count,
        a=start_a[laid.link] + laid.a,
        b=start_b[laid.link] + laid.b,
        way=np.full(rows, UNKNOWN),
        drawn_m=nothing,
        length_m=nothing.copy(),
        graphs=graphs.graphs,
        graph=np.full(rows, -1),
        at=np.full((rows, 6), -1.0),
        left_out=left_out,
    )
    routes = replace(routes, graph=graphs.of_rows(routes))
    return _routed(routes, np.arange(rows))


class _Near:
    """Nodes that have a place on a floor, or are inside of what has one."""

    def __init__(self, design: Design, stands: Standing) -> None:
        self._design, self._stands = design, frozenset(stands.ids)
        self._known: dict[str, bool] = {}

    def has_place(self, node_id: str) -> bool:
        if node_id not in self._known:
            around = (node_id, *self._design.ancestors(node_id))
            self._known[node_id] = any(one in self._stands for one in around)
        return self._known[node_id]


# ---- Laying cables out ----


@dataclass(slots=True)
class _Laid:
    links: list[Link]
    link: Ints
    a: Ints
    b: Ints
    count: Ints


def _lay(design: Design, links: Sequence[Link], most: int) -> tuple[_Laid, tuple[str, ...]]:
    """The rows of LINKS, in the order of `spread.cable_ends`."""
    kept: list[Link] = []
    # Lists, not arrays: most links of a drawn design are one row, and appending is quicker than many small arrays.
    left_out: list[str] = []
    rows: list[tuple[Ints, Ints, Ints]] = []
    laid = 0
    chains: dict[str, tuple[str, ...]] = {}
    copies: dict[str | None, int] = {None: 1}

    def total(node_id: str | None) -> int:
        if node_id not in copies:
            copies[node_id] = design.total_copies(node_id or "")
        return copies[node_id]

    def around(node_id: str) -> tuple[str, ...]:
        if node_id not in chains:
            chains[node_id] = tuple(one for one in design.ancestors(node_id) if one in design.nodes)
        return chains[node_id]

    for link in links:
        # The innermost container of both ends: the pattern of cables is the same in each of its copies.
        outer = around(link.a)
        container = next((one for one in around(link.b) if one in outer), None)
        if link.across is not None:
            container = design.holder(link)
        groups, a_all, b_all = total(container), total(link.a), total(link.b)
        a_copies, b_copies = a_all // groups, b_all // groups
        pairs = groups * min(link.cables, a_copies * b_copies)
        if link.cables < 1 or a_copies < 1 or b_copies < 1:
            continue
        if laid + pairs > most:
            left_out.append(link.id)
            continue
        kept.append(link)
        # One cable joins the first copies, except of a complete graph of two, where it joins the first to the second.
        if pairs == 1 and link.spread != "complete":
            rows.append((_FIRST, _FIRST, np.array([link.cables], dtype=np.int64)))
        else:
            # The joints inside one copy of the container, repeated for all of its copies with the numbers shifted.
            each = design.each_group(link)
            rows.append(joint_arrays_of_groups(groups, link.spread, link.cables, a_copies, b_copies, each))
        laid += rows[-1][0].size
    number = np.repeat(np.arange(len(kept)), [ones.size for ones, _, _ in rows])
    ones, others, counts = (
        np.concatenate([_NONE, *(columns[side] for columns in rows)]).astype(np.int64) for side in range(3)
    )
    return _Laid(kept, number, ones, others, counts), tuple(left_out)


# ---- Trays ----


def carries(tray: Tray, medium: Medium) -> bool:
    """Return True when TRAY may carry MEDIUM; power and coolant go only where they are named."""
    return medium in tray.media if tray.media or medium in _APART else True


class _Graphs:
    """The trays of each room for each medium, those that are the same once."""

    def __init__(self, design: Design, stands: Standing) -> None:
        # Media that use the same trays of a room share one graph, the costly part.
        found: dict[tuple[int, tuple[str, ...]], int] = {}
        made: list[TrayGraph] = []
        media: set[Medium] = {link.medium for link in design.links.values() if link.medium not in RELATION_MEDIA}
        self._media: list[Medium] = sorted(media)
        # (rooms + 1, media): the number of the graph, −1 without trays; the last row is of what stands in no room.
        self._table = np.full((len(stands.rooms) + 1, max(len(self._media), 1)), -1)
        for number, room_id in enumerate(stands.rooms):
            plan = design.nodes[room_id].plan if room_id in design.nodes else None
            for place, medium in enumerate(self._media):
                trays = [tray for tray in plan.trays if carries(tray, medium)] if plan else []
                if not trays:
                    continue
                key = (number, tuple(tray.id for tray in trays))
                if key not in found:
                    found[key] = len(made)
                    made.append(tray_graph(trays))
                self._table[number, place] = found[key]
        self.graphs = tuple(made)

    def of_rows(self, routes: CableRoutes) -> Ints:
        """Return the number of the tray graph of each row (n,); the last row of the table is for what is in no room."""
        medium = np.array([self._media.index(link.medium) for link in routes.links], dtype=np.int64)
        return self._table[routes.seats.room[routes.a], medium[routes.link]] if routes.link.size else routes.graph


# ---- Routes ----


def _routed(routes: CableRoutes, rows: Ints) -> CableRoutes:
    """ROUTES with the routes of ROWS worked out from where their seats are."""
    design, seated = routes.design, routes.seats
    slack, end, height, reach = (
        assumed(design, name).or_zero
        for name in ("cable_slack_share", "cable_end_m", "cable_height_mm", "tray_reach_mm")
    )
    a, b = routes.a[rows], routes.b[rows]
    # (rows, 3) mm in the coordinates of the room.
    from_, to = seated.place[a], seated.place[b]
    one_room = (seated.room[a] == seated.room[b]) & (seated.room_copy[a] == seated.room_copy[b])
    both = (seated.rack[a] >= 0) & (seated.rack[b] >= 0)
    # Along the walls, up to the height of cables and down again, is the way that needs no tray.
    way = np.where(both & one_room, WALLS, UNKNOWN)
    aside = np.abs(to[:, :2] - from_[:, :2]).sum(axis=1)
    climbed = np.abs(to[:, 2] - from_[:, 2])
    length = np.where(both & one_room, aside + np.abs(height - from_[:, 2]) + np.abs(height - to[:, 2]), np.nan)
    # Inside one rack the cable goes straight, without the climb to the height of cables.
    inside = both & (seated.rack[a] == seated.rack[b])
    way[inside], length[inside] = INSIDE, (aside + climbed)[inside]
    apart = np.flatnonzero(both & ~one_room)
    if apart.size:
        between = _between_rooms(routes, a[apart], b[apart], height)
        way[apart] = np.where(np.isnan(between), UNKNOWN, BETWEEN)
        length[apart] = between
    at = np.full((rows.size, 6), -1.0)
    # Trays replace the way along the walls where they join both ends.
    graph = routes.graph[rows]
    for number, trays in enumerate(routes.graphs):
        here = np.flatnonzero((way == WALLS) & (graph == number))
        if not here.size:
            continue
        found, places = _by_trays(trays, seated, a[here], b[here], reach)
        joined = np.isfinite(found)
        way[here[joined]], length[here[joined]], at[here[joined]] = TRAYS, found[joined], places[joined]
    # From mm to m, with the slack for bends and a service loop at either end.
    drawn = length / _MM * (1.0 + slack) + 2 * end
    # A length that is set on the link wins over the drawn one.
    own = np.array([np.nan if link.length_m is None else link.length_m for link in routes.links])
    told = own[routes.link[rows]] if routes.links else np.zeros(0)
    # Rows that were not routed now keep what they had.
    whole = (routes.way.copy(), routes.drawn_m.copy(), routes.length_m.copy(), routes.at.copy())
    for column, fresh in zip(whole, (way, drawn, np.where(np.isnan(told), drawn, told), at), strict=True):
        column[rows] = fresh
    return replace(routes, way=whole[0], drawn_m=whole[1], length_m=whole[2], at=whole[3])


def _by_trays(trays: TrayGraph, seated: Seats, a: Ints, b: Ints, reach_mm: float) -> tuple[Floats, Floats]:
    """Lengths by TRAYS, infinite where they do not join both ends, and where the cables join them."""
    # Cables that start at the same spot reach the trays at the same place: each spot is looked up once.
    spots, first, back = np.unique(
        np.concatenate([seated.spot[a], seated.spot[b]]), return_index=True, return_inverse=True
    )
    seat = np.concatenate([a, b])[first]
    access = trays.reached(seated.place[seat, :2], reach_mm)
    ours, theirs = back.ravel()[: a.size], back.ravel()[a.size :]
    length, at = np.full(a.size, np.inf), np.full((a.size, 6), -1.0)
    # Rows of which both ends reach a tray; for them the shortest way between the two places along the trays.
    near = np.flatnonzero((access.edge[ours] >= 0) & (access.edge[theirs] >= 0))
    ours, theirs = ours[near], theirs[near]
    if not near.size or not spots.size:
        return length, at
    ways = trays.ways(access.edge[ours], access.along[ours], access.edge[theirs], access.along[theirs])
    up = np.abs(access.height[ours] - seated.place[a[near], 2])
    down = np.abs(access.height[theirs] - seated.place[b[near], 2])
    # Aside and up to the tray, along it, down and aside to the other end.
    length[near] = access.aside[ours] + up + ways.length + down + access.aside[theirs]
    at[near] = np.column_stack(
        [access.edge[ours], access.along[ours], access.edge[theirs], access.along[theirs], ways.leave, ways.enter]
    )
    return length, at


def _between_rooms(routes: CableRoutes, a: Ints, b: Ints, height: float) -> Floats:
    """Along the walls from one room to another, mm; NaN unless both have places of their own, one of each."""
    seated, rooms = routes.seats, routes.seats.standing.rooms
    # (rooms, 2) mm: the corner of each room on the ground; NaN without a place, or where copies stand at several.
    corner, turn = np.full((len(rooms), 2), np.nan), np.zeros(len(rooms))
    for number, room_id in enumerate(rooms):
        room = routes.design.nodes.get(room_id)
        if room is not None and room.floor is not None and routes.design.total_copies(room_id) == 1:
            corner[number], turn[number] = (room.floor.x_mm, room.floor.y_mm), room.floor.rotation_deg
    # Places in the room, turned and moved as the room is: both ends in the coordinates of the site.
    ends = [corner[seated.room[rows]] + turned(seated.place[rows, :2], turn[seated.room[rows]]) for rows in (a, b)]
    climbed = sum(np.abs(height - seated.place[rows, 2]) for rows in (a, b))
    return np.abs(ends[1] - ends[0]).sum(axis=1) + climbed


# ---- Moving ----


def moved_routes(before: CableRoutes, design: Design) -> tuple[CableRoutes, Ints] | None:
    """BEFORE as DESIGN has it, where racks were moved on the floor and nothing else that routes depend on; else None.

    Only what touches a moved rack is routed again; its rows are told beside.
    """
    racks = _moved(before.design, design)
    if racks is None:
        return None
    if not racks:
        return replace(before, design=design), np.zeros(0, dtype=np.int64)
    seated = moved_seats(design, before.seats, racks)
    if seated is None:
        return None
    stands = seated.standing
    nodes = [stands.ids.index(rack) for rack in racks]
    # (rack copies,): True for those that moved; a row is touched when either end is in one of them.
    away = np.isin(stands.node, nodes)
    touched = (seated.rack >= 0) & away[seated.rack]
    rows = np.flatnonzero(touched[before.a] | touched[before.b])
    return _routed(replace(before, design=design, seats=seated), rows), rows


def _moved(before: Design, after: Design) -> list[str] | None:
    """The nodes of which only the place on the floor differs; None where anything else does."""
    if before.parts is not after.parts and dict(before.parts) != dict(after.parts):
        # Everything that a route rests on has to be the same, beside places on the floor.
        return None
    if dict(before.settings.assumptions) != dict(after.settings.assumptions):
        return None
    if before.links is not after.links and not _same(before.links, after.links):
        return None
    if before.nodes.keys() != after.nodes.keys():
        return None
    found: list[str] = []
    for node_id, node in after.nodes.items():
        old: Node = before.nodes[node_id]
        if old is node or old == node:
            continue
        # The node with the new place equals the new node: nothing else about it differs.
        if old.floor is None or node.floor is None or changed(old, floor=node.floor) != node:
            return None
        found.append(node_id)
    return found


def _same(before: Mapping[str, Link], after: Mapping[str, Link]) -> bool:
    return before.keys() == after.keys() and all(
        before[one] is link or before[one] == link for one, link in after.items()
    )
