"""Crossings and bends of every template in tiers, as the topology draws it, beside those of ELK layered.

The figures of ELK stand in `elk/figures.json`, with its version and the day; `elk/layered.cjs` makes them and says how.
`python -m tests.bench.tangles graphs FILE` writes the graphs for it, `figures FILE` reads what it found.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typing_extensions import override

from designer import clock
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.drawing.drawing import Drawing
from designer.drawing.topology.crossing_wires import Path as Route
from designer.drawing.topology.crossing_wires import bends, crossings
from designer.drawing.topology.topology import draw_topology
from designer.edit.layouts.tidy import tidy
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design
from tests.bench.timing import Row, milliseconds

FIGURES = Path(__file__).parent / "elk" / "figures.json"
MOST = 1.1
"""At most so many times the crossings, and the bends, of ELK, summed over all templates."""
LARGER = (("dgx-superpod-h100", "4"), ("dgx-superpod-h100", "16"))
"""Templates with so many scalable units besides their own default."""


@dataclass(frozen=True)
class Tangled(Row):
    """A row that compares counts too.

    Attributes:
        few: Whether the counts are as few as was promised.
    """

    few: bool = True

    @property
    @override
    def kept(self) -> bool:
        return super().kept and self.few


def cases(library: Library) -> Iterator[tuple[str, Design]]:
    """Each template but the empty one with its defaults, and the SuperPOD of 4 and 16 units."""
    for name in TEMPLATES:
        if name != "empty":
            yield name, build_template(name, library, {})
    for name, units in LARGER:
        yield f"{name} {units}", build_template(name, library, {"scale_units": units})


def routes_of(drawing: Drawing) -> list[Route]:
    """The corners of all wires."""
    return [drawing.wires.ways[row] for row in range(len(drawing.wires))]


def counted(routes: Sequence[Route]) -> tuple[int, int]:
    """Crossings and bends of ROUTES."""
    return int(crossings(routes).sum()) // 2, bends(routes)


@cache
def elk() -> dict[str, tuple[int, int]]:
    """Crossings and bends that ELK has, by template."""
    found = json.loads(FIGURES.read_text("utf-8"))["templates"]
    return {name: (one["crossings"], one["bends"]) for name, one in found.items()}


def rows() -> Iterator[Row]:
    ours, theirs = [0, 0], [0, 0]
    for name, design in cases(read_library()):
        tidied = tidy(design, "tiers").applied(design)
        found, known = counted(routes_of(draw_topology(tidied))), elk()[name]
        for place in (0, 1):
            ours[place] += found[place]
            theirs[place] += known[place]
        worse = " worse" if sum(found) > MOST * sum(known) else ""
        yield Row(
            f"{name}: {found[0]} × {found[1]} ⌐, ELK {known[0]} × {known[1]} ⌐{worse}",
            milliseconds(lambda d=design: tidy(d, "tiers"), 1),
        )
    few = all(one <= MOST * other for one, other in zip(ours, theirs, strict=True))
    yield Tangled(f"all: {ours[0]} × {ours[1]} ⌐, ELK {theirs[0]} × {theirs[1]} ⌐", 0.0, few=few)


def graphs() -> list[dict[str, Any]]:
    """The templates as ELK is asked: tiles by their sizes, containers, links between tiles."""
    found: list[dict[str, Any]] = []
    for name, design in cases(read_library()):
        drawing = draw_topology(design)
        tiles = {tile.id: tile.rect for tile in drawing.tiles}
        # A chip in a socket is part of its host's tile.
        host = {one: design.nodes[one].parent for one in tiles if design.nodes[one].parent in tiles}
        nodes = [
            {"id": one, "width": rect.width, "height": rect.height, "parent": design.nodes[one].parent}
            for one, rect in tiles.items()
            if one not in host
        ]
        nodes += [{"id": frame.id, "frame": True, "parent": design.nodes[frame.id].parent} for frame in drawing.frames]
        edges = [
            {"id": wire.id, "a": host.get(wire.a, wire.a), "b": host.get(wire.b, wire.b)} for wire in drawing.wires
        ]
        found.append({"name": name, "nodes": nodes, "edges": edges})
    return found


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """What ELK FOUND, counted as ours is."""
    templates: dict[str, dict[str, int]] = {}
    for graph in found["graphs"]:
        # ELK's sums are off by the last digits, so that what is upright would be neither upright nor level.
        routes = [tuple((round(x, 2), round(y, 2)) for x, y in section) for section in graph["sections"]]
        crossing, bent = counted(routes)
        templates[graph["name"]] = {"crossings": crossing, "bends": bent}
    return {
        "program": f"elkjs {found['version']}, layered, orthogonal routing, containers included, direction down",
        "retrieved": clock.today().isoformat(),
        "templates": templates,
    }


if __name__ == "__main__":
    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "graphs":
        path.write_text(json.dumps(graphs()), "utf-8")
    else:
        FIGURES.write_text(json.dumps(figures(json.loads(path.read_text("utf-8"))), indent=1) + "\n", "utf-8")
