"""Routing: a thousand links from nothing, and again after one of the nodes moved."""

import random
from collections.abc import Iterator

from msgspec.structs import replace

from designer.drawing.topology.orthogonal_path import cheapest_way
from designer.drawing.topology.topology import draw_topology
from designer.edit.layouts.arrange import arrange
from designer.model.design import Design, Link, Node
from tests.bench.layout import fabric
from tests.bench.timing import Row, milliseconds

LINKS, NODES = 1_000, 250


def rows() -> Iterator[Row]:
    design, scattered = tangle(near=True), tangle(near=False)
    yield Row(f"{LINKS:,} links of {NODES} nodes, cold", milliseconds(lambda: _cold(design), 3), promise_ms=1000.0)
    yield Row(f"{LINKS:,} links right across, cold", milliseconds(lambda: _cold(scattered), 3))
    tiers = arrange(fabric(128, 16, 8)).applied(fabric(128, 16, 8))
    yield Row("128 servers in tiers, cold", milliseconds(lambda: _cold(tiers), 3), promise_ms=1000.0)
    drawing = draw_topology(design)
    first = next(iter(design.nodes.values()))
    steps = iter(range(1, 10_000))

    def moved() -> Design:
        return replace(design, nodes={**design.nodes, first.id: replace(first, x=first.x + 0.5 * next(steps))})

    yield Row("a node was moved: released", milliseconds(lambda: draw_topology(moved())), promise_ms=200.0)
    yield Row("a node is dragged: each step", milliseconds(lambda: draw_topology(moved(), before=drawing)))


def _cold(design: Design) -> None:
    cheapest_way.cache_clear()
    draw_topology(design)


def tangle(*, near: bool) -> Design:
    """Nodes beside each other with crooked rows, each linked to some of its two dozen neighbours, or to any."""
    chance = random.Random(1)
    columns = 12
    places = [(i % columns, i // columns) for i in range(NODES)]
    chance.shuffle(places)
    nodes = {
        f"n{i}": Node(
            id=f"n{i}",
            kind="host",
            x=column * 300 + chance.randrange(8) * 8.0,
            y=row * 150 + chance.randrange(8) * 8.0,
            order=i,
        )
        for i, (column, row) in enumerate(places)
    }
    links: dict[str, Link] = {}
    for i in range(LINKS):
        a = chance.choice(list(nodes.values()))
        others = sorted(nodes.values(), key=lambda node: abs(node.x - a.x) + abs(node.y - a.y))[1:]
        b = chance.choice(others[:24] if near else others)
        links[f"l{i}"] = Link(id=f"l{i}", a=a.id, b=b.id, medium="fabric")
    return Design(nodes=nodes, links=links)
