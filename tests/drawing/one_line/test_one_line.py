"""The one-line diagram: sources on top, A left and B right, loads at the bottom, nothing on top of anything else."""

from itertools import combinations

import pytest

from designer.analysis.power.power_chain import plant_result
from designer.drawing.one_line.layout import AIRY, READABLE, Grid, sizes_for
from designer.drawing.one_line.one_line import HINT, OneLine, draw_one_line, one_line_words
from designer.drawing.records import Wire
from designer.edit.links.links import set_link
from designer.model.design import Design
from tests.analysis.power.drawn import drawn, feed, node, two_sides


def shown(design: Design, *failed: str) -> OneLine:
    plant = plant_result(design, failed)
    return draw_one_line(design, plant, failure=plant.failure if plant else None, failed=failed)


def tiles(drawing: OneLine):
    return {tile.id: tile for tile in drawing.tiles}


def test_nothing_is_drawn_where_no_power_is() -> None:
    drawing = shown(drawn(node("host", "host", power_max_w=500.0)))
    assert drawing.tiles == ()
    assert one_line_words(drawing) == HINT


def test_sources_stand_above_what_they_feed_and_a_left_of_b() -> None:
    design = two_sides()
    drawing = shown(design)
    found = tiles(drawing)
    plant = plant_result(design)
    assert plant is not None
    for name, element in plant.elements.items():
        assert all(found[one].rect.bottom < found[name].rect.y for one in element.sources), name
    for name in ("utility", "ups", "pdu"):
        assert found[f"{name}-a"].rect.right < found[f"{name}-b"].rect.x
    assert max(tile.rect.y for tile in drawing.tiles) == found["host"].rect.y
    assert [frame.title for frame in drawing.frames] == ["Side A", "Side B"]


@pytest.mark.parametrize("racks", [1, 40])
def test_no_tile_lies_on_another_and_every_wire_ends_at_its_tiles(racks: int) -> None:
    drawing = shown(two_sides(racks))
    for one, other in combinations(drawing.tiles, 2):
        assert not one.rect.meets(other.rect), (one.id, other.id)
    found = tiles(drawing)
    for wire in drawing.wires:
        assert isinstance(wire, Wire)
        (x0, y0), (x1, y1) = wire.corners[0], wire.corners[-1]
        assert (x0, y0) == (found[wire.a].rect.centre[0], found[wire.a].rect.bottom)
        assert found[wire.b].rect.x < x1 < found[wire.b].rect.right
        assert y1 == found[wire.b].rect.y


def test_bars_are_load_over_rating_with_a_tick_at_80_percent() -> None:
    design = drawn(
        node("busway", "busway", volts=400.0, amps=100.0, phases=3.0),
        node("host", "host", power_max_w=20_000.0),
        feed("tap", "busway", "host"),
    )
    (meter,) = shown(design).meters.values()
    assert meter.share == pytest.approx(20_000 / (3**0.5 * 400 * 100))
    assert meter.mark == pytest.approx(0.8)


def test_alike_elements_are_one_tile_with_their_number() -> None:
    racks = [node(f"pdu-{n}", "pdu", capacity_w=9000.0) for n in range(12)]
    hosts = [node(f"host-{n}", "host", power_max_w=1000.0) for n in range(12)]
    taps = [feed(f"tap-{n}", "busway", f"pdu-{n}") for n in range(12)]
    cords = [feed(f"cord-{n}", f"pdu-{n}", f"host-{n}") for n in range(12)]
    drawing = shown(drawn(node("busway", "busway"), *racks, *hosts, *taps, *cords))
    assert [(tile.id, tile.badge, len(tile.members)) for tile in drawing.tiles] == [
        ("busway", "", 1),
        ("pdu-0", "×12", 12),
        ("host-0", "×12", 12),
    ]
    assert drawing.rect_of("pdu-7") == drawing.rect_of("pdu-0")


def test_what_failed_what_is_dark_and_what_is_overloaded_is_told_apart() -> None:
    design = two_sides(ups_w=390_000.0)
    found = tiles(shown(design, "ups-a"))
    assert (found["ups-a"].emphasis, found["ups-a"].struck, found["ups-a"].subtitle) == ("failed", True, "Failed")
    assert found["pdu-a"].subtitle == "No power"
    assert found["ups-b"].emphasis == "error"
    assert found["ups-b"].subtitle.startswith("Overloaded: 400 kW of 390 kW")
    assert found["host"].emphasis == ""
    both = tiles(shown(design, "ups-a", "busway-b[0]"))
    assert both["host"].subtitle == "Dark 10 of 40"
    assert both["busway-b"].subtitle == "1 failed"


def test_readings_say_load_capacity_share_losses_and_what_a_failure_does() -> None:
    design = two_sides(ups_w=390_000.0)
    calm = shown(design).readings
    # Half of 400 kW on each side; 160 kW of it typical, and 1/0.965 - 1 of that is lost.
    assert calm["ups-a"] == ("200 kW", "390 kW", "51%", "5.8 kW lost", "")
    assert calm["generator-a"] == ("600 kW", "", "", "", "Stands by")
    assert calm["host"].load == "10 kW"
    failed = shown(design, "ups-a").readings
    assert (failed["ups-a"].state, failed["pdu-a"].state) == ("Failed", "No power")
    assert failed["ups-b"].share == "103%"
    dark = shown(design, "utility-a", "generator-a").readings
    assert dark["ups-a"].state.startswith("Battery")
    bridged = shown(design, "utility-a").readings
    assert bridged["ups-a"].state.endswith("generator in 10 s")


def test_a_ups_on_its_bypass_is_marked_failed_and_still_feeds() -> None:
    design = drawn(
        node("utility", "utility"),
        node("ups", "ups", bypass=1.0, capacity_w=5000.0),
        node("host", "host", 3, power_max_w=1000.0),
        feed("in", "utility", "ups"),
        feed("out", "ups", "host", 3),
    )
    drawing = shown(design, "ups")
    tile = tiles(drawing)["ups"]
    assert (tile.emphasis, tile.struck, tile.subtitle) == ("failed", False, "On bypass: 3 kW of raw mains")
    assert "ups" in drawing.meters
    assert all(wire.emphasis == "" for wire in drawing.wires)
    assert tiles(drawing)["host"].emphasis == ""


def test_breakers_are_closed_while_power_passes_and_say_their_rating() -> None:
    design = drawn(
        node("ups", "ups"),
        node("busway", "busway", volts=400.0, amps=630.0, phases=3.0),
        node("host", "host", power_max_w=2000.0),
        feed("tap", "ups", "busway"),
        feed("cord", "busway", "host"),
    )
    (closed,) = shown(design).breakers
    assert (closed.open, closed.text) == (False, "630 A")
    busway = shown(design).rect_of("busway")
    assert busway is not None
    assert closed.y < busway.y
    (opened,) = shown(design, "ups").breakers
    assert opened.open


@pytest.mark.parametrize(("room", "high"), [(368.0, 313.0), (628.0, 480.0), (1500.0, 900.0)])
def test_a_drawing_for_the_screen_fits_at_its_own_size(room: float, high: float) -> None:
    design = two_sides()
    for link in tuple(design.links.values()):
        design = set_link(design, link.id, side="A" if link.id.endswith("-a") else "B").applied(design)
    plant = plant_result(design)
    sizes = sizes_for(shown(design).grid, room, high, AIRY.across)
    drawing = draw_one_line(design, plant, sizes=sizes)
    assert drawing.bounds.width <= room + 1.0
    assert drawing.bounds.height <= high + 1.0
    assert sizes.width >= READABLE[0] - 4.0
    assert sizes.height >= READABLE[1] - 2.0
    for one, other in combinations(drawing.tiles, 2):
        assert not one.rect.meets(other.rect), (one.id, other.id)


def test_nothing_to_place_has_sizes_too() -> None:
    assert sizes_for(Grid(1, 1, 1), 0.0, 0.0, 1).width > 0.0
