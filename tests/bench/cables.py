"""Cables of a hall of 2,000 racks: all routed anew, and again after one rack was moved, with the bill."""

from collections.abc import Iterator

import networkx as nx
import numpy as np
from msgspec.structs import replace

from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.results import Results
from designer.analysis.rooms.cable_routes import cable_routes
from designer.analysis.rooms.cables import CablePlan, cable_plan
from designer.catalog.reading import read_library
from designer.export.bills.bill import bill_of
from designer.export.cables.cable_schedule import CableSchedule
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from designer.model.rooms.room_plan import Point, RoomPlan, Tray, rectangle
from tests.bench.timing import Row, milliseconds

RACKS, PER_ROW, PER_LEAF = 2_000, 50, 25
_LIBRARY = read_library()


def hall() -> Design:
    """40 rows of 50 racks, each with a place of its own; a rack of leaves for 24 of servers; trays over every row."""
    trays = [
        _tray(f"row {row}", (0, row * 2_400 + 600), (PER_ROW * 600, row * 2_400 + 600))
        for row in range(RACKS // PER_ROW)
    ]
    trays += [_tray(f"cross {k}", (k * 7_500, 0), (k * 7_500, RACKS // PER_ROW * 2_400)) for k in range(5)]
    nodes = {
        "hall": Node(id="hall", kind="room", plan=RoomPlan(outline=rectangle(40_000, 100_000), trays=tuple(trays)))
    }
    links: dict[str, Link] = {}
    for k in range(RACKS):
        leaves = k % PER_LEAF == PER_LEAF - 1
        place = FloorPlace(x_mm=k % PER_ROW * 600.0, y_mm=k // PER_ROW * 2_400.0)
        nodes[f"r{k}"] = Node(id=f"r{k}", kind="rack", parent="hall", order=k, floor=place)
        nodes[f"d{k}"] = Node(
            id=f"d{k}",
            kind="switch" if leaves else "server",
            part="nvidia/qm9700" if leaves else "nvidia/dgx-h100",
            parent=f"r{k}",
            copies=16 if leaves else 4,
            order=RACKS + k,
            rack=RackPlace(u=3),
        )
        if not leaves:
            above = k - k % PER_LEAF + PER_LEAF - 1
            links[f"l{k}"] = Link(id=f"l{k}", a=f"d{k}", b=f"d{above}", medium="fabric", cables=31)
        else:
            for step in (1, 3):
                other = (k + PER_LEAF * step) % RACKS
                links[f"u{k}-{step}"] = Link(id=f"u{k}-{step}", a=f"d{k}", b=f"d{other}", medium="fabric", cables=8)
    return _LIBRARY.embedded(Design(nodes=nodes, links=links))


def _tray(name: str, one: tuple[float, float], other: tuple[float, float]) -> Tray:
    line = tuple(Point(x_mm=x, y_mm=y) for x, y in (one, other))
    return Tray(id=name, line=line, width_mm=900.0, depth_mm=150.0)


def rows() -> Iterator[Row]:
    design = hall()
    plan = cable_plan(design, _LIBRARY.parts)
    number = int(plan.routes.count.sum())
    assert number >= 60_000
    assert (plan.routes.length_m > 0).all()
    title = f"{RACKS:,} racks, {number:,} cables"
    _hold_against_networkx(plan)
    yield Row(f"route {title}", milliseconds(lambda: cable_routes(design)), promise_ms=1_000)
    yield Row(
        f"routes and types of {title}", milliseconds(lambda: cable_plan(design, _LIBRARY.parts)), promise_ms=1_000
    )
    yield from _moved(design, plan)
    schedule = CableSchedule(cable_plan(design, _LIBRARY.parts, every=True), _LIBRARY.parts)
    yield Row(f"list {title}", milliseconds(lambda: sum(1 for _ in schedule.lines()), 1))


def _moved(design: Design, plan: CablePlan) -> Iterator[Row]:
    """One rack somewhere else: lengths, types, trays, cost and bill."""
    drawn, counted = power(design), counts(design)
    rack = design.nodes["r77"]
    assert rack.floor is not None
    there = replace(design, nodes={**design.nodes, "r77": replace(rack, floor=replace(rack.floor, y_mm=80_000.0))})

    def fresh() -> None:
        moved = plan.moved(there)
        assert moved is not None
        priced = cost(there, drawn, counted, moved.result, _LIBRARY.parts)
        bill_of(there, Results(counts=counted, cost=priced, cables=moved.result))

    moved = plan.moved(there)
    assert moved is not None
    anew = cable_plan(there, _LIBRARY.parts)
    assert np.array_equal(moved.routes.length_m, anew.routes.length_m)
    assert not np.array_equal(moved.routes.length_m, plan.routes.length_m)
    assert moved.result == anew.result
    yield Row("one rack moved: lengths, types, trays, cost and bill", milliseconds(fresh), promise_ms=100)


def _hold_against_networkx(plan: CablePlan) -> None:
    """Every hundredth way between meetings of trays is as short as networkx finds it."""
    (trays,) = plan.routes.graphs
    graph = nx.Graph()
    for (a, b), length in zip(trays.ends.tolist(), trays.length.tolist(), strict=True):
        graph.add_edge(a, b, weight=length)
    access = plan.routes.at
    far = np.flatnonzero(access[:, 4] >= 0)[::100]
    edge_a, edge_b = access[far, 0].astype(np.int64), access[far, 2].astype(np.int64)
    ways = trays.ways(edge_a, access[far, 1], edge_b, access[far, 3])
    for place, row in enumerate(far.tolist()):
        here, there = nx.Graph(graph), (access[row, 1], access[row, 3])
        for name, edge, along in (("a", int(edge_a[place]), there[0]), ("b", int(edge_b[place]), there[1])):
            low, high = trays.ends[edge].tolist()
            here.add_edge(name, low, weight=along)
            here.add_edge(name, high, weight=trays.length[edge] - along)
        assert np.isclose(ways.length[place], nx.dijkstra_path_length(here, "a", "b"))
