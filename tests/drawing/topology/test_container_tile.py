import itertools

import pytest

from designer.drawing.topology.container_tile import far_levels
from designer.drawing.topology.places import places
from designer.drawing.topology.topology import draw_topology
from designer.edit.templates.templates import TEMPLATES, build_template
from tests.campus import campus

DESIGNS = [("dgx-superpod-h100", {"scale_units": units}) for units in ("1", "4", "64")] + [
    (name, {}) for name in TEMPLATES if name not in ("empty", "dgx-superpod-h100")
]


@pytest.fixture(scope="module")
def grounds(library):
    return campus(library)


def levels_of(design):
    return far_levels(design, places(design))


def test_a_campus_has_a_level_for_racks_pods_rooms_and_sites(grounds):
    levels = levels_of(grounds)
    kinds = [{grounds.nodes[one].kind for one in level.as_tiles} for level in levels]
    assert kinds == [{"rack"}, {"rack", "pod"}, {"rack", "pod", "room"}, {"rack", "pod", "room", "site"}]
    assert all(near.below > far.below for near, far in itertools.pairwise(levels))


def test_a_site_says_its_accelerators_and_what_it_draws(grounds):
    drawing = draw_topology(grounds, as_tiles=levels_of(grounds)[-1].as_tiles)
    assert [tile.title for tile in drawing.tiles] == ["Site 1", "Site 2"]
    # 2 halls of 2 pods of 4 racks of 3 servers with 8 H100 and 10.2 kW each, and 6 switches of 1.72 kW.
    assert drawing.tiles[0].figures[0] == "384 H100"
    assert drawing.tiles[0].figures[1] == "500 kW"


def test_links_between_tiles_are_bundled_with_count_and_rate(grounds):
    drawing = draw_topology(grounds, as_tiles=levels_of(grounds)[-1].as_tiles)
    (wire,) = drawing.wires
    assert {wire.a, wire.b} == {"s0", "s1"}
    assert wire.label == "16 × 400G"
    assert set(wire.links) == {"s0r0spine.s1r0spine", "s0r1spine.s1r1spine"}
    racks = draw_topology(grounds, as_tiles=levels_of(grounds)[0].as_tiles)
    labels = {wire.label for wire in racks.wires if "s0r0p0k0" in (wire.a, wire.b)}
    # Three servers with two cables each; the folded tile says it by device.
    assert labels == {"3×2×400G"}


@pytest.mark.parametrize(("name", "settings"), DESIGNS)
def test_every_level_of_every_template_stands_where_the_frames_stood(library, name, settings):
    design = build_template(name, library, settings)
    near = draw_topology(design)
    for level in levels_of(design):
        far = draw_topology(design, as_tiles=level.as_tiles)
        outermost = [one for one in level.as_tiles if far.drawn_as.get(one, one) == one and one in far.tile_index]
        assert outermost
        for one in outermost:
            tile = far.tiles[far.tile_index[one]]
            assert tile.rect == near.rect_of(one)
            assert tile.figures
            hit = far.hit(*tile.rect.centre)
            assert hit is not None
            assert (hit.kind, hit.id) == ("tile", one)
        drawn = {tile.id for tile in far.tiles} | {frame.id for frame in far.frames}
        # Whatever stands in a container is drawn as a container that is drawn itself.
        for node in design.nodes:
            assert far.drawn_as.get(node, node) in drawn
        assert {end for wire in far.wires for end in (wire.a, wire.b)} <= drawn


@pytest.mark.parametrize(("name", "settings"), DESIGNS)
def test_no_cable_between_two_tiles_is_lost(library, name, settings):
    design = build_template(name, library, settings)
    for level in levels_of(design):
        far = draw_topology(design, as_tiles=level.as_tiles)
        shown = {link for wire in far.wires for link in (wire.links or (wire.id,))}
        for link in design.links.values():
            a, b = far.drawn_as.get(link.a, link.a), far.drawn_as.get(link.b, link.b)
            assert (link.id in shown) == (a != b or link.a == link.b)


def test_several_alike_say_what_one_has(library):
    design = build_template("dgx-superpod-h100", library, {"scale_units": "64"})
    far = draw_topology(design, as_tiles=levels_of(design)[1].as_tiles)
    unit = next(tile for tile in far.tiles if tile.title == "Scalable unit")
    assert unit.badge == "×64"
    assert unit.figures[0] == "256 H100 each"


def test_a_container_wider_than_the_screen_is_no_tile(library):
    wide = campus(library, sites=1, rooms=1, pods=1, racks=40)
    (_, pods, *_) = levels_of(wide)
    width = places(wide).rects["s0r0p0"].width
    assert pods.below * width <= 340.0 + 1e-6


def test_a_design_without_containers_has_no_levels(library):
    design = build_template("leaf-spine", library, {})
    assert far_levels(design, places(design)) == ()
