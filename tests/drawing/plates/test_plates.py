"""Plates: every kind and every part has one, what is counted is drawn, and nothing is drawn that nobody knows."""

from itertools import combinations
from math import ceil

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.drawing.plates.live_figures import LiveFigure
from designer.drawing.plates.plate_forms import plate_form, plate_ground
from designer.drawing.plates.plate_of import plate_of
from designer.drawing.plates.plate_shapes import DRAWERS, plate_shapes
from designer.drawing.plates.shapes import MOST_CELLS, PlateShape, in_use
from designer.drawing.records import Plate
from designer.drawing.text import approximate_width
from designer.drawing.topology.topology import draw_topology
from designer.edit.templates.templates import build_template
from designer.model.canvas_sizes import tile_height
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import NETWORK_MEDIA, Part

WIDTH = 204.0


def plate_of_part(library: Library, part: Part) -> Plate:
    design = library.embedded(Design(nodes={"n": Node(id="n", kind=part.kind, part=part.id)}))
    node = design.nodes["n"]
    return plate_of(design, node, design.ports_of(node), {}, None, tile_height(part.kind) - 56)


def corners(shape: PlateShape) -> list[tuple[float, float]]:
    if shape.points:
        return list(shape.points)
    return [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]


def test_each_kind_has_a_form_and_each_form_a_drawing():
    forms = {plate_form(kind) for kind in KINDS} | {"chain", "sign"}
    assert forms == set(DRAWERS)
    assert plate_form("of tomorrow") == "sign"


def test_hardware_is_steel_and_software_a_tint_and_what_is_rented_is_told_apart():
    grounds = {kind: plate_ground(kind) for kind in ("switch", "ups", "crah", "serving", "users", "instance")}
    assert grounds == {
        "switch": "steel",
        "ups": "steel",
        "crah": "steel",
        "serving": "tint",
        "users": "tint",
        "instance": "rented",
    }
    assert {plate_ground(one.id) for one in KINDS.values() if one.managed} == {"rented"}


@pytest.mark.parametrize("width", [84.0, WIDTH, 260.0])
@pytest.mark.parametrize("height", [24.0, 48.0, 96.0])
def test_every_part_of_the_catalog_has_a_plate_that_stays_inside_its_rectangle(width, height, library):
    for part in library.parts.values():
        plate = plate_of_part(library, part)._replace(height=height, share=0.95, reading="13.6", lit=True)
        shapes = plate_shapes(plate, width)
        assert shapes, part.id
        for shape in shapes:
            for x, y in corners(shape):
                assert -0.01 <= x <= width + 0.01, (part.id, shape)
                assert -0.01 <= y <= height + 0.01, (part.id, shape)


def test_kinds_look_different():
    plates = {form: Plate(form, "steel", 48.0, runs=((8, 4.0),), share=0.5, reading="1") for form in DRAWERS}
    drawn = {form: plate_shapes(plate, WIDTH) for form, plate in plates.items()}
    assert [pair for pair in combinations(drawn, 2) if drawn[pair[0]] == drawn[pair[1]]] == []


@pytest.mark.parametrize("name", ["dgx-superpod-h100", "leaf-spine", "ai-stack", "rail-optimised", "nvl72"])
def test_ports_are_filled_as_the_design_is_wired(name, library):
    design = build_template(name, library, {})
    drawing, taken = draw_topology(design), ports_taken(design)
    switches = [node for node in design.nodes.values() if node.kind == "switch"]
    assert switches
    for node in switches:
        tile = drawing.tiles[drawing.tile_index[node.id]]
        groups = [group for group in design.ports_of(node) if any(one in NETWORK_MEDIA for one in group.media)]
        assert tile.plate is not None
        used = sum(taken.get((node.id, one.name), 0) * (one.cages or one.count) / one.count for one in groups)
        cages = sum(one.cages or one.count for one in groups)
        assert sum(count for count, _ in tile.plate.runs) == cages
        assert sum(filled for _, filled in tile.plate.runs) == pytest.approx(used)
        if cages <= MOST_CELLS:
            shapes = plate_shapes(tile.plate, tile.rect.width - 20)
            assert in_use(shapes) == pytest.approx(used, abs=1e-6), node.id


@pytest.mark.parametrize("count", [1, 7, 48, 64, 129, 400, 5000])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
def test_however_many_ports_there_are_the_filled_part_is_the_used_part(count, share):
    plate = Plate("switch", "steel", 40.0, runs=((count, count * share),))
    shapes = [shape for shape in plate_shapes(plate, WIDTH) if shape.form == "box"]
    cells = {(round(shape.x, 3), round(shape.y, 3)) for shape in shapes}
    assert len(cells) <= MOST_CELLS
    # Cells are each the same number of ports, so the last may stand for fewer.
    assert in_use(shapes) == pytest.approx(share * len(cells))
    assert len(cells) == count or len(cells) == ceil(count / ceil(count / len(cells)))


def test_more_cables_than_ports_are_seen():
    over = plate_shapes(Plate("switch", "steel", 40.0, runs=((4, 5.0),)), WIDTH)
    assert [shape.ink for shape in over if shape.form == "box"] == ["hot"] * 4


def test_a_machine_has_a_module_for_each_accelerator(library):
    plate = plate_of_part(library, library.part("nvidia/dgx-h100"))
    shapes = plate_shapes(plate, WIDTH)
    assert plate.runs == ((8, 0.0),)
    assert sum(shape.ink == "recess" for shape in shapes) == 8
    assert sum(shape.ink == "dark" for shape in shapes) == 8


def test_lamps_are_lit_where_power_is_drawn_and_nothing_failed(superpod):
    def lit(design: Design, **more: object) -> bool:
        drawing = draw_topology(design, **more)
        plate = drawing.tiles[drawing.tile_index["dgx"]].plate
        assert plate is not None
        return plate.lit

    assert lit(superpod)
    bare = replace(superpod, links={one: link for one, link in superpod.links.items() if link.medium != "power"})
    assert not lit(bare)
    assert not lit(superpod, results=replace(analyze(superpod), failed=("dgx",)))


def test_what_the_analysis_knows_is_on_display_and_nothing_else(superpod):
    results = analyze(superpod)
    assert results.plant is not None
    element = results.plant.elements["pdu"]
    tiles = draw_topology(superpod, results=results).tiles
    pdu = next(tile for tile in tiles if tile.id == "pdu")
    assert pdu.plate is not None
    assert element.load_max_w.value is not None
    assert float(pdu.plate.reading) == pytest.approx(element.load_max_w.value / 1000, rel=0.005)
    assert pdu.plate.share == element.utilisation.value
    assert pdu.subtitle.endswith(f"{element.utilisation.value:.0%}")
    (told,) = [shape.text for shape in plate_shapes(pdu.plate, WIDTH) if shape.form == "text"]
    assert told == pdu.plate.reading
    bare = next(tile for tile in draw_topology(superpod).tiles if tile.id == "pdu")
    assert bare.plate is not None
    assert (bare.plate.reading, bare.plate.share) == ("", None)
    assert not [shape for shape in plate_shapes(bare.plate, WIDTH) if shape.form == "text"]


@pytest.mark.parametrize("form", [form for form in DRAWERS if form not in {"switch", "ports", "device", "card"}])
def test_nothing_is_filled_of_what_nobody_knows(form):
    unknown, full = (Plate(form, "tint", 48.0, share=share) for share in (None, 0.5))
    drawn = [
        sum(shape.width * shape.height for shape in plate_shapes(plate, WIDTH) if shape.ink in {"bay", "fill"})
        for plate in (unknown, full)
    ]
    assert drawn[0] <= drawn[1]
    if form in {"storage", "inference", "object_store", "ups", "chiller", "transformer"}:
        assert drawn[0] == 0 < drawn[1]


def test_bays_are_filled_as_far_as_the_room_is_used():
    for share in (0.0, 0.25, 0.8, 0.95, 1.3):
        shapes = plate_shapes(Plate("storage", "steel", 48.0, runs=((12, 0.0),), share=share), WIDTH)
        bays = [shape for shape in shapes if shape.ink == "recess"]
        filled = [shape for shape in shapes if shape.ink in {"bay", "hot"}]
        assert len(bays) == 12
        assert sum(one.height for one in filled) == pytest.approx(min(share, 1.0) * sum(one.height for one in bays))
        assert {one.ink for one in filled} == (set() if not share else {"hot"} if share >= 0.9 else {"bay"})


@pytest.mark.parametrize("reading", ["0.466", "13.6", "1,250"])
def test_words_on_a_plate_find_room(reading):
    for form in DRAWERS:
        plate = Plate(form, "steel", 48.0, runs=((1, 0.0),), share=0.5, reading=reading)
        for shape in plate_shapes(plate, WIDTH):
            if shape.form == "text":
                assert approximate_width(shape.text, "caption") <= shape.width, (form, shape.text)


def test_a_live_figure_is_short_where_a_tile_is_narrow(superpod, monkeypatch):
    figure = LiveFigure(0.62, "13.6 of 22 kW · 62%", "13.6", "13.6 kW")
    monkeypatch.setattr("designer.drawing.topology.topology.live_figures", lambda _: {"pdu": figure})

    def told(width: float) -> str:
        nodes = {**superpod.nodes, "pdu": replace(superpod.nodes["pdu"], width=width, copies=1)}
        drawing = draw_topology(replace(superpod, nodes=nodes))
        return drawing.tiles[drawing.tile_index["pdu"]].subtitle

    assert [told(width) for width in (224.0, 110.0, 80.0)] == ["13.6 of 22 kW · 62%", "13.6 of 22 kW", "13.6 kW"]
