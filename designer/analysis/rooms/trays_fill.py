"""Fill of trays, and bends in them that are too tight for their cables."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import Final

import numpy as np

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.rooms.cable_choice import CableChoice, sort_of
from designer.analysis.rooms.cable_records import TightBend, TrayFill
from designer.analysis.rooms.cable_routes import TRAYS, CableRoutes
from designer.analysis.rooms.trays import TrayGraph
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product, quotient
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.rooms.room_plan import Tray

_STRAIGHT_DEG: Final = 5.0
"""A turn of less is none."""
_BY_SORT: Final = {"active optical": "fibre_cable_mm", "optics and fibre": "fibre_cable_mm"}


def diameters(
    design: Design, routes: CableRoutes, chosen: Ints, choices: list[CableChoice], parts: dict[str, Part]
) -> Floats:
    """Outer diameter of the cables of every row, mm: of the part where it says, else assumed by its sort (n,)."""
    known = [_diameter(design, choice, parts.get(choice.cable)) for choice in choices]
    usual = assumed(design, "copper_cable_mm").or_zero
    thick = assumed(design, "power_cable_mm").or_zero
    # By link, where no type is chosen: network cables are thin, power cables thick.
    media = np.array([usual if link.medium in NETWORK_MEDIA else thick for link in routes.links])
    by_link = media[routes.link] if routes.links else np.zeros(0)
    return np.where(chosen >= 0, np.array([*known, 0.0])[chosen], by_link)


def _diameter(design: Design, choice: CableChoice, part: Part | None) -> float:
    fact = part.facts.get("outer_diameter_mm") if part else None
    if fact is not None and fact.value:
        return fact.value
    sort = choice.sort if choice.sort != "own" else (sort_of(part) if part else None) or "optics and fibre"
    name = _BY_SORT.get(sort, "copper_cable_mm")
    if part is not None and "rj45" in part.tags:
        # Twisted pair is copper by sort, but thicker than a direct-attach cable.
        name = "twisted_pair_mm"
    return assumed(design, name).or_zero


@dataclass(slots=True)
class _Load:
    """Cables on each edge of one graph: through its whole length, and from where to where on a part of it."""

    area: Floats
    cables: Floats
    part_edge: list[Ints]
    part_from: list[Floats]
    part_to: list[Floats]
    part_area: list[Floats]
    part_cables: list[Floats]
    turns: list[tuple[Ints, Ints, Ints, Ints]]
    """Vertex before, where it turns, after, and the row."""


def tray_fills(routes: CableRoutes, diameter_mm: Floats) -> tuple[tuple[TrayFill, ...], tuple[TightBend, ...]]:
    """Return the fill of the trays, room by room, and the bends that are too tight for their cables.

    Copies of a room are alike; the first is taken. Rooms come in the order of the plan.

    Copies of a room are alike; the first is taken.
    """
    bends: dict[tuple[str, tuple[str, ...], int, int], TightBend] = {}
    trays: dict[tuple[str, str], Tray] = {}
    laid: dict[tuple[str, str], list[_Sections]] = {}
    rooms = routes.seats.standing.rooms
    for number, graph in enumerate(routes.graphs):
        rows = np.flatnonzero((routes.graph == number) & (routes.way == TRAYS))
        # Copies of a room are alike: the first one stands for all.
        rows = rows[routes.seats.room_copy[routes.a[rows]] == 0]
        if not rows.size:
            continue
        room = rooms[int(routes.seats.room[routes.a[rows[0]]])]
        load = _load(graph, routes, rows, diameter_mm)
        area, cables = _fullest(load)
        for bend in _bends(room, graph, routes, load, diameter_mm):
            # One bend is found once for each graph: the tightest need of the largest cable stays.
            key = (room, bend.trays, round(bend.x_mm), round(bend.y_mm))
            if key not in bends or bends[key].needed_mm < bend.needed_mm:
                bends[key] = bend
        mine: dict[tuple[str, str], _Sections] = {}
        for edge in np.flatnonzero(graph.tray >= 0).tolist():
            tray = graph.trays[int(graph.tray[edge])]
            # A section is known by its ends, rounded to 0.1 mm, so that graphs of different media meet in it.
            ends = tuple(np.round(graph.vertex[graph.ends[edge], :2].ravel(), 1).tolist())
            trays[room, tray.id] = tray
            mine.setdefault((room, tray.id), {})[ends] = (float(area[edge]), float(cables[edge]))
        for key, sections in mine.items():
            laid.setdefault(key, []).append(sections)
    # Media that lie in the same tray fill it together.
    made = tuple(_fill(routes.design, key[0], trays[key], _over_each_other(found)) for key, found in laid.items())
    return made, tuple(bends.values())


_Sections = dict[tuple[float, ...], tuple[float, float]]
"""Cross-section and number of cables at the fullest point of each section, by its ends."""


def _over_each_other(laid: list[_Sections]) -> list[tuple[float, float]]:
    """The sections of a tray with what all media lay there.

    Where media see other trays, and so other meetings, their fullest points are taken to be the same: never too little.
    """
    # With the same sections media add up section by section; else the fullest of each, an upper bound.
    if all(one.keys() == laid[0].keys() for one in laid):
        return [tuple(map(sum, zip(*(one[key] for one in laid), strict=True))) for key in laid[0]]  # type: ignore[misc]
    fullest = [max(one.values()) for one in laid]
    return [(sum(area for area, _ in fullest), sum(count for _, count in fullest))]


def _fill(design: Design, room: str, tray: Tray, sections: list[tuple[float, float]]) -> TrayFill:
    inside = product(
        f"cross-section of {tray.id}",
        (leaf("width", tray.width_mm, "mm", subject=room), leaf("depth", tray.depth_mm, "mm", subject=room)),
        "mm²",
    )
    shares: list[Figure] = []
    for used, _ in sections:
        shares.append(quotient(f"fill of a section of {tray.id}", _used(tray, used), inside, ""))
    fullest = max(range(len(sections)), key=lambda k: sections[k][0])
    used, cables = sections[fullest]
    return TrayFill(
        room=room,
        tray=tray.id,
        cables=round(cables),
        used_mm2=_used(tray, used),
        share=quotient(f"fill of {tray.id}", _used(tray, used), inside, "", "cables / (width × depth)"),
        limit=assumed(design, "tray_fill_share"),
        sections=tuple(shares),
    )


def _used(tray: Tray, area_mm2: float) -> Figure:
    return leaf(
        f"cables in {tray.id}",
        area_mm2,
        "mm²",
        operation="routing",
        note="π/4 × diameter² of every cable that lies there, side by side at its fullest point.",
    )


def _load(graph: TrayGraph, routes: CableRoutes, rows: Ints, diameter_mm: Floats) -> _Load:
    edges = len(graph.length)
    load = _Load(np.zeros(edges), np.zeros(edges), [], [], [], [], [], [])
    at = routes.at[rows]
    edge_a, edge_b = at[:, 0].astype(np.int64), at[:, 2].astype(np.int64)
    leave, enter = at[:, 4].astype(np.int64), at[:, 5].astype(np.int64)
    count = routes.count[rows].astype(np.float64)
    area = count * pi / 4 * diameter_mm[rows] ** 2
    alone = leave < 0
    _part(load, edge_a, at[:, 1], np.where(alone, at[:, 3], _place(graph, edge_a, leave)), area, count)
    far = np.flatnonzero(~alone)
    _part(load, edge_b[far], at[far, 3], _place(graph, edge_b[far], enter[far]), area[far], count[far])
    # Back from where the last edge is entered, one edge at a time, for all rows at once.
    edge_of = _EdgeOf(graph)
    here, after, row = enter[far], _other(graph, edge_b[far], enter[far]), rows[far]
    start, first, weight, number = leave[far], edge_a[far], area[far], count[far]
    while here.size:
        done = here == start
        back = np.where(done, _other(graph, first, here), 0)
        back[~done] = graph.before(start[~done], here[~done])
        load.turns.append((back, here, after, row))
        go = np.flatnonzero(~done)
        edge = edge_of(back[go], here[go])
        np.add.at(load.area, edge, weight[go])
        np.add.at(load.cables, edge, number[go])
        after, here, row = here[go], back[go], row[go]
        start, first, weight, number = start[go], first[go], weight[go], number[go]
    return load


class _EdgeOf:
    """The edge between two vertices."""

    def __init__(self, graph: TrayGraph) -> None:
        self._size = len(graph.vertex)
        low, high = graph.ends.min(axis=1), graph.ends.max(axis=1)
        key = low * self._size + high
        self._order = np.argsort(key)
        self._key = key[self._order]

    def __call__(self, one: Ints, other: Ints) -> Ints:
        key = np.minimum(one, other) * self._size + np.maximum(one, other)
        return self._order[np.searchsorted(self._key, key)]


def _place(graph: TrayGraph, edge: Ints, vertex: Ints) -> Floats:
    """Return the position along EDGE at which its end VERTEX is, mm."""
    return np.where(graph.ends[edge, 0] == vertex, 0.0, graph.length[edge])


def _other(graph: TrayGraph, edge: Ints, vertex: Ints) -> Ints:
    return np.where(graph.ends[edge, 0] == vertex, graph.ends[edge, 1], graph.ends[edge, 0])


def _part(load: _Load, edge: Ints, one: Floats, other: Floats, area: Floats, count: Floats) -> None:
    load.part_edge.append(edge)
    load.part_from.append(np.minimum(one, other))
    load.part_to.append(np.maximum(one, other))
    load.part_area.append(area)
    load.part_cables.append(count)


def _fullest(load: _Load) -> tuple[Floats, Floats]:
    """The cross-section of cables at the fullest point of every edge, and how many cables that are."""
    area, cables = load.area.copy(), load.cables.copy()
    edge = np.concatenate(load.part_edge)
    begin, end = np.concatenate(load.part_from), np.concatenate(load.part_to)
    weight, count = np.concatenate(load.part_area), np.concatenate(load.part_cables)
    spots = np.concatenate([begin, end])
    both = np.concatenate([edge, edge])
    # What ends at a spot makes room before the next begins there.
    begins = np.concatenate([np.ones(edge.size), np.zeros(edge.size)])
    order = np.lexsort((begins, spots, both))
    run = np.cumsum(np.concatenate([weight, -weight])[order])
    counted = np.cumsum(np.concatenate([count, -count])[order])
    # What begins on an edge ends on it, so the sums are back at 0 between edges.
    most, many = np.zeros(area.size), np.zeros(area.size)
    np.maximum.at(most, both[order], run)
    np.maximum.at(many, both[order], counted)
    return area + most, cables + many


def _bends(room: str, graph: TrayGraph, routes: CableRoutes, load: _Load, diameter_mm: Floats) -> Iterator[TightBend]:
    """Turns that are tighter than the thickest cable that takes them bends; a tray's corner is as wide as the tray."""
    if not load.turns:
        return
    ratio = assumed(routes.design, "bend_ratio").or_zero
    narrowest = min((tray.width_mm for tray in graph.trays), default=np.inf)
    if ratio * diameter_mm.max(initial=0.0) <= narrowest:
        return
    back, here, after, row = (np.concatenate(column) for column in zip(*load.turns, strict=True))
    # Most cables bend within any tray: only the others are looked at.
    thick = ratio * diameter_mm[row] > narrowest
    back, here, after, row = back[thick], here[thick], after[thick], row[thick]
    into = graph.vertex[here, :2] - graph.vertex[back, :2]
    out = graph.vertex[after, :2] - graph.vertex[here, :2]
    size = np.hypot(*into.T) * np.hypot(*out.T)
    flat = np.divide((into * out).sum(axis=1), size, out=np.ones(size.size), where=size > 0)
    turning = np.degrees(np.arccos(np.clip(flat, -1.0, 1.0))) > _STRAIGHT_DEG
    back, here, after, row = back[turning], here[turning], after[turning], row[turning]
    if not here.size:
        return
    edge_of = _EdgeOf(graph)
    first, last = graph.tray[edge_of(back, here)], graph.tray[edge_of(here, after)]
    widths = np.array([*(tray.width_mm for tray in graph.trays), np.inf])
    width = np.minimum(widths[first], widths[last])
    needed = ratio * diameter_mm[row]
    tight = np.flatnonzero(needed > width)
    tight = tight[np.argsort(-needed[tight], kind="stable")]
    count = len(graph.trays) + 1
    _, worst = np.unique((here[tight] * count + first[tight] + 1) * count + last[tight] + 1, return_index=True)
    for place in tight[worst].tolist():
        names = [graph.trays[k].id for k in (int(first[place]), int(last[place])) if k >= 0]
        x, y = graph.vertex[here[place], :2]
        yield TightBend(
            room=room,
            trays=tuple(dict.fromkeys(names)),
            x_mm=float(x),
            y_mm=float(y),
            width_mm=float(width[place]),
            needed_mm=float(needed[place]),
            link=routes.links[int(routes.link[row[place]])].id,
        )


def way_of(routes: CableRoutes, row: int) -> tuple[str, ...]:
    """Ids of the trays that a row goes along, in order; none where it goes along no tray."""
    if routes.way[row] != TRAYS:
        return ()
    graph = routes.graphs[int(routes.graph[row])]
    edge_a, _, edge_b, _, leave, enter = (round(float(one)) for one in routes.at[row])
    edges = [edge_b]
    edge_of, here = graph.edge_of, enter
    # Stored backwards, by the vertex before each: from where it leaves the trays to where it enters.
    while leave >= 0 and here != leave:
        before = int(graph.before(np.array([leave]), np.array([here]))[0])
        edges.append(edge_of[before, here])
        here = before
    edges.append(edge_a)
    names = [graph.trays[int(graph.tray[edge])].id for edge in reversed(edges) if graph.tray[edge] >= 0]
    # A tray crossed by others has several edges in a row: named once.
    return tuple(name for k, name in enumerate(names) if k == 0 or names[k - 1] != name)
