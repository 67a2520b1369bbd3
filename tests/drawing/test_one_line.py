"""The one-line diagram: sources on top, A left and B right, loads at the bottom, nothing on top of anything else."""

from itertools import combinations

import pytest

from designer.analysis.plant.plant import plant_result
from designer.drawing.one_line import HINT, OneLine, draw_one_line, one_line_words
from designer.drawing.records import Wire
from designer.model.design import Design
from tests.analysis.plant.drawn import drawn, feed, node, two_sides


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
        node("busway", "busway", volts=400.0, amps=100.0, phases=3.0), node("host", "host", power_max_w=20_000.0),
        feed("tap", "busway", "host"),
    )  # fmt: skip
    (meter,) = shown(design).meters
    assert meter.share == pytest.approx(20_000 / (3**0.5 * 400 * 100))
    assert meter.mark == pytest.approx(0.8)


def test_alike_elements_are_one_tile_with_their_number() -> None:
    racks = [node(f"pdu-{n}", "pdu", capacity_w=9000.0) for n in range(12)]
    hosts = [node(f"host-{n}", "host", power_max_w=1000.0) for n in range(12)]
    taps = [feed(f"tap-{n}", "busway", f"pdu-{n}") for n in range(12)]
    cords = [feed(f"cord-{n}", f"pdu-{n}", f"host-{n}") for n in range(12)]
    drawing = shown(drawn(node("busway", "busway"), *racks, *hosts, *taps, *cords))
    assert [(tile.id, tile.badge, len(tile.members)) for tile in drawing.tiles] == [
        ("busway", "", 1), ("pdu-0", "×12", 12), ("host-0", "×12", 12),
    ]  # fmt: skip
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
