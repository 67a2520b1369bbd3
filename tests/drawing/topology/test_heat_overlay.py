"""Heat by power and cost: what each node takes of the scale, its figure, and the legend."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.drawing.theme_tokens import THEME_NAMES, theme_named
from designer.drawing.topology.topology import draw_topology
from designer.edit.templates.templates import build_template
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def superpod():
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


@pytest.fixture(scope="module")
def results(superpod):
    return analyze(superpod)


def by_title(drawing, title):
    return next(tile for tile in drawing.tiles if tile.title == title)


def test_power_is_that_of_one_and_the_hottest_rack_ends_the_scale(superpod, results):
    drawing = draw_topology(superpod, results=results, overlay="power")
    # Four DGX H100 at 10.2 kW make the hottest rack.
    assert (drawing.legend.title, drawing.legend.low, drawing.legend.high) == ("Power of one, at most", "0", "40.8 kW")
    server = by_title(drawing, "DGX H100")
    assert server.subtitle == "10.2 kW each"
    assert server.heat == pytest.approx(10.2 / 40.8)
    assert max(frame.heat for frame in drawing.frames if frame.heat is not None) == 1.0
    assert all(frame.heat is None for frame in drawing.frames if frame.kind != "rack")
    assert by_title(drawing, "Fabric manager").heat is None
    assert by_title(drawing, "Fabric manager").subtitle == "power unknown"
    assert by_title(drawing, "Rack PDU").heat is None


def test_cost_is_that_of_all_copies(superpod, results):
    drawing = draw_topology(superpod, results=results, overlay="cost")
    dearest = max((tile for tile in drawing.tiles if tile.heat is not None), key=lambda tile: tile.heat)
    assert dearest.title == "DGX H100"
    assert dearest.heat == 1.0
    assert dearest.subtitle.removeprefix("≥ ") == drawing.legend.high
    line = next(line for line in results.cost.lines if line.part == "nvidia/dgx-h100")
    servers = [tile for tile in drawing.tiles if tile.title == "DGX H100"]
    copies = {tile.id: superpod.total_copies(tile.id) for tile in servers}
    most = line.unit_usd.value * max(copies.values())
    for tile in servers:
        assert tile.heat == pytest.approx(line.unit_usd.value * copies[tile.id] / most)


def test_without_results_the_legend_says_so_and_nothing_is_tinted(superpod):
    for overlay in ("power", "cost", "utilisation"):
        drawing = draw_topology(superpod, overlay=overlay)
        assert not drawing.legend.known
        assert "being worked out" in drawing.legend.words
        assert all(tile.heat is None for tile in drawing.tiles)


def test_a_folded_rack_has_the_heat_of_what_is_in_it(superpod, results):
    rack = next(node for node in superpod.nodes.values() if node.kind == "rack" and node.copies > 1)
    design = replace(superpod, nodes={**superpod.nodes, rack.id: replace(rack, folded=True)})
    drawing = draw_topology(design, results=results, overlay="power")
    tile = drawing.tiles[drawing.tile_index[rack.id]]
    assert (tile.subtitle, tile.heat) == ("40.8 kW each", 1.0)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def deuteranope(colour):
    """How a person without the middle cones sees it (Machado, Oliveira, Fernandes 2009, severity 1)."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    rows = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
    return [x * r + y * g + z * b for x, y, z in rows]


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_scale_is_told_apart_without_red_or_green(name):
    heat = theme_named(name).heat
    seen = [deuteranope(colour) for colour in heat]
    for i, a in enumerate(seen):
        for b in seen[:i]:
            assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 30
    lights = [luminance(colour) for colour in heat]
    assert lights[0] < lights[2] > lights[4]
