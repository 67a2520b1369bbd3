"""Places on a tile: plate, name and figures stand below each other inside it, the name is told whole on two lines."""

import pytest
from msgspec.structs import replace

from designer.drawing.text import approximate_width, wrapped
from designer.drawing.theme_tokens import BADGE_HEIGHT
from designer.drawing.topology.anatomy import (
    badge_box,
    cut_name,
    head_height,
    line_baseline,
    name_baselines,
    name_room,
    plate_height,
    plate_rect,
)
from designer.drawing.topology.topology import draw_topology
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WORDS_HEIGHT, tile_height
from designer.model.design import Design, Node
from designer.model.kinds import KINDS


def test_a_plate_is_as_high_as_the_device_is():
    heights = {kind: tile_height(kind) for kind in ("switch", "storage", "server", "of tomorrow")}
    assert heights == {"switch": 96, "storage": 104, "server": 112, "of tomorrow": 104}
    assert max(tile_height(kind) for kind in KINDS) == TILE_HEIGHT
    assert all(tile_height(kind) % 8 == 0 for kind in KINDS)


def test_a_low_tile_has_no_plate():
    assert plate_height(64) == 0
    assert plate_height(80) == 24
    assert plate_height(200) == 144


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("plain", [False, True])
def test_plate_words_and_pill_stand_below_each_other_inside_the_tile(kind, plain):
    design = Design(nodes={"n": Node(id="n", kind=kind, copies=16, folded=True)})
    (tile,) = draw_topology(design, detail="plain" if plain else "full").tiles
    assert tile.plate is not None
    plate, pill = plate_rect(tile), badge_box(tile, 40.0)
    assert plate is not None
    assert head_height(tile) == tile.rect.height == plate.height + TILE_WORDS_HEIGHT
    (name,) = name_baselines(tile, plain=plain)
    # The highest letters of the name, 13 pixels or 16, begin below the plate; its lowest end above the line below.
    assert plate.bottom < name - (16 if plain else 13)
    assert name + 4 < line_baseline(tile, plain=plain) - (10 if plain else 8)
    assert line_baseline(tile, plain=plain) + 4 <= head_height(tile)
    assert plate.bottom + 8 < pill.y
    assert pill.bottom == pill.y + BADGE_HEIGHT < head_height(tile)
    assert pill.right < tile.rect.width


def test_chips_in_sockets_leave_the_plate_of_their_host_as_it_is():
    nodes = {
        "host": Node(id="host", kind="server"),
        **{f"c{i}": Node(id=f"c{i}", kind="accelerator", parent="host", order=1 + i) for i in range(4)},
    }
    drawing = draw_topology(Design(nodes=nodes))
    host = drawing.tiles[drawing.tile_index["host"]]
    assert head_height(host) == tile_height("server") < host.rect.height
    for chip in drawing.tiles[1:]:
        assert chip.plate is None
        assert chip.rect.y >= host.rect.y + head_height(host)


def test_a_long_name_takes_a_second_line_from_the_plate():
    name = "In-band management leaf switch of the second hall"
    design = Design(nodes={"n": Node(id="n", kind="switch", name=name)})
    (tile,) = draw_topology(design).tiles
    assert tile.title == name
    assert tile.plate is not None
    assert (tile.plate.height, tile.plate.name_rows) == (24, 2)
    assert head_height(tile) == tile.rect.height
    room = name_room(tile.rect.width, plated=True)
    lines = wrapped(tile.title, "strong", room, approximate_width)
    assert " ".join(lines) == name
    assert len(lines) == 2


@pytest.mark.parametrize("name", ["x" * 150, "word " * 30, "rack-a01-" * 12])
def test_what_two_lines_do_not_hold_is_cut_in_its_middle(name):
    name = name.strip()
    room = name_room(224, plated=True)
    said = cut_name(name, "strong", room, approximate_width)
    lines = wrapped(said, "strong", room, approximate_width)
    assert 1 <= len(lines) <= 2
    assert all(approximate_width(line, "strong") <= room for line in lines)
    assert "…" in said
    assert said[0] == name[0]
    assert said[-1] == name[-1]


def test_whole_figures_are_left_out_before_one_is_cut(superpod):
    narrow = replace(superpod, nodes={**superpod.nodes, "dgx": replace(superpod.nodes["dgx"], width=130.0)})
    drawing = draw_topology(narrow)
    assert drawing.tiles[drawing.tile_index["dgx"]].subtitle == "8 × H100"
