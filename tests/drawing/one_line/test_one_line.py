"""The one-line diagram: sources on top, A left and B right, loads at the bottom, nothing on top of anything else."""

from itertools import combinations, pairwise

import pytest

from designer.analysis.chain.failure.remaining_facility import copies_left, plant_left
from designer.analysis.power.power_chain import plant_result
from designer.catalog.library import Library
from designer.drawing.one_line.cells import OneLine
from designer.drawing.one_line.layout import NARROW
from designer.drawing.one_line.one_line import HINT, MISSING, draw_one_line, one_line_words
from designer.drawing.one_line.stages import unit_of
from designer.drawing.records import Wire
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from tests.analysis.power.drawn import drawn, feed, node, two_sides


def shown(design: Design, *failed: str) -> OneLine:
    plant = plant_result(design, failed)
    before = plant_result(design) if failed else plant
    return draw_one_line(design, plant, failure=plant.failure if plant else None, failed=failed, before=before)


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
    assert {symbol.shape for symbol in drawing.symbols} == {"source", "generator", "bus", "ups", "busway", "panel"}
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
        symbol = next(one for one in drawing.symbols if one.id == wire.a)
        assert (x0, y0) == (symbol.rect.centre[0], symbol.rect.bottom)
        assert found[wire.b].rect.x < x1 < found[wire.b].rect.right
        region = next((one.rect for one in drawing.regions if one.id == wire.b), found[wire.b].rect)
        assert y1 == region.y
        # Lines run level or upright.
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(wire.corners))


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
        (MISSING, "", 0),
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
    assert (opened.open, opened.dead) == (True, True)


def test_a_breaker_of_which_nobody_says_a_rating_says_so() -> None:
    texts = {breaker.text for breaker in shown(two_sides()).breakers}
    assert texts == {"rating unknown"}


def test_a_generator_stands_by_behind_an_open_breaker_and_closes_it_when_it_runs() -> None:
    design = two_sides()

    def breaker(drawing: OneLine):
        x = next(wire.corners[-1][0] for wire in drawing.wires if wire.a == "generator-a")
        return next(one for one in drawing.breakers if one.x == x)

    assert (breaker(shown(design)).open, breaker(shown(design)).dead) == (True, False)
    assert not breaker(shown(design, "utility-a")).open


def words_of(drawing: OneLine, name: str) -> str:
    symbol = next(one for one in drawing.symbols if one.id == name)
    return " | ".join(line.text.replace("\u00a0", " ") for line in symbol.lines)


def test_the_2n_chain_with_ups_a_failed_by_hand(library: Library) -> None:
    # 40 racks of 4 DGX A100 at 6.5 kW are 1,040 kW; one side alone carries it, and enters
    # 1,040 / 0.975 (UPS) / 0.9964 (transformer) or less.
    design = build_template("power-chain", library, {})
    drawing = shown(design, "ups-a")
    states = {symbol.id: symbol.state for symbol in drawing.symbols}
    assert states["ups-a"] == "failed"
    assert (states["busway-a"], states["pdu-a"], states["utility-a"]) == ("dead", "dead", "")
    assert words_of(drawing, "ups-a").startswith("UPS A has failed")
    (load,) = drawing.loads
    assert load.dark.width == 0.0
    assert "on, from side B alone" in [line.text for line in load.lines]
    assert {frame.title: frame.subtitle for frame in drawing.frames}["Side A"] == "dead below UPS A"
    # What stands below the failed UPS has no voltage, what stands above it has.
    assert {run.live for run in drawing.runs if run.side == "A"} == {True, False}
    assert all(run.live for run in drawing.runs if run.side == "B")
    assert [(cord.side, cord.live) for cord in sorted(drawing.cords, key=lambda one: one.side)] == [
        ("A", False),
        ("B", True),
    ]


def test_what_goes_dark_is_black_with_its_kilowatts_by_hand(library: Library) -> None:
    # Busway B is there four times, and each feeds 10 of the 40 racks: 10 × 4 × 6.5 kW = 260 kW, 40 × 8 = 320 chips.
    design = build_template("power-chain", library, {})
    drawing = shown(design, "ups-a", "busway-b[0]")
    (load,) = drawing.loads
    assert 0.0 < load.dark.width < load.rect.width
    assert [line.text.replace("\u00a0", " ") for line in load.dark_lines] == [
        "DGX A100 ×40",
        "dark: 260 kW, 320 accelerators",
    ]
    assert load.lines[0].text.replace("\u00a0", " ") == "DGX A100 ×120"
    both = shown(design, "ups-a", "ups-b")
    assert both.loads[0].dark.width == both.loads[0].rect.width
    assert both.loads[0].dark_lines[-1].text.replace("\u00a0", " ") == "dark: 1.04 MW, 1 280 accelerators".replace(
        "1 280", "1\u202f280"
    )


def test_without_a_source_it_says_what_is_missing(library: Library) -> None:
    drawing = shown(build_template("dgx-superpod-h100", library, {}))
    # 7 DGX racks with 3 PDUs each, another with 3, and 5 racks with 2 each: 34 strips.
    assert words_of(drawing, MISSING) == "No source is drawn | for 34 PDUs: taken as fed"
    assert drawing.notes[0].startswith("Missing: what feeds Rack PDU 1–2, ")
    assert drawing.notes[1] == "On no feed: Fabric manager ×2."
    assert all(run.known == (run.points[0][1] > 60.0) for run in drawing.runs)


def test_a_ring_is_named_and_its_links_are_left_out() -> None:
    design = drawn(
        node("utility", "utility"),
        node("one", "ups"),
        node("other", "ups"),
        node("host", "host", power_max_w=1000.0),
        feed("in", "utility", "one"),
        feed("there", "one", "other"),
        feed("back", "other", "one"),
        feed("out", "other", "host"),
    )
    drawing = shown(design)
    assert "feed each other in a ring" in drawing.notes[0]
    assert "there and back" in drawing.notes[0]
    assert {wire.id for wire in drawing.wires} == {"in", "out"}


def test_alike_elements_can_be_drawn_one_by_one() -> None:
    racks = [node(f"pdu-{n}", "pdu", capacity_w=9000.0) for n in range(12)]
    taps = [feed(f"tap-{n}", "busway", f"pdu-{n}") for n in range(12)]
    design = drawn(node("utility", "utility"), node("busway", "busway"), *racks, feed("in", "utility", "busway"), *taps)
    plant = plant_result(design)
    folded = draw_one_line(design, plant)
    assert "pdu-0" in folded.folded
    opened = draw_one_line(design, plant, unfolded=("pdu-0",))
    assert {f"pdu-{n}" for n in range(12)} <= set(opened.tile_index)
    assert opened.opened == {"pdu-0": tuple(f"pdu-{n}" for n in range(12))}


def test_racks_are_drawn_one_by_one_by_their_names_and_states(library: Library) -> None:
    # 20 racks on 2 busways of a side: busway B 1 feeds racks 1 to 10.
    design = build_template("power-chain", library, {"racks": "20"})
    failed = ("ups-a", "busway-b[0]")
    plant, before = plant_left(design, failed), plant_left(design, ())
    assert plant is not None
    unit = unit_of(design, "pdu-a", plant.elements)
    assert unit == ("rack", 20, ("dgx", "pdu-a", "pdu-b"))
    apart = copies_left(design, unit.nodes, failed)
    drawing = draw_one_line(
        design, plant, failure=plant.failure, failed=failed, before=before, unfolded=("pdu-a",), apart=apart
    )
    found = tiles(drawing)
    assert [found[f"pdu-b@{copy}"].title for copy in (0, 19)] == ["Rack 1: Rack PDU B", "Rack 20: Rack PDU B"]
    assert {f"{node}@{copy}" for node in unit.nodes for copy in range(20)} <= set(found)
    assert "pdu-a" not in found
    titles = [region.title.text for region in drawing.regions if region.title is not None]
    assert set(titles) == {f"Rack {number}" for number in range(1, 21)}
    black = {load.id for load in drawing.loads if load.dark.width == load.rect.width}
    assert black == {f"dgx@{copy}" for copy in range(10)}
    assert plant.failure is not None
    assert sum(found[name].copies for name in black) == sum(plant.failure.dark.values()) == 40
    # Each rack's own cords lead to its own strips.
    fed = {(wire.a, wire.b) for wire in drawing.wires if wire.b.startswith("dgx@")}
    assert fed == {(f"pdu-{side}@{copy}", f"dgx@{copy}") for side in "ab" for copy in range(20)}
    assert set(drawing.opened["pdu-a"]) == {f"{node}@{copy}" for node in unit.nodes for copy in range(20)}
    # The names and lines of all pieces still lie apart.
    for one, other in combinations(drawing.tiles, 2):
        assert not one.rect.meets(other.rect), (one.id, other.id)


def test_copies_one_by_one_carry_what_all_of_them_carry(library: Library) -> None:
    design = build_template("power-chain", library, {"racks": "20"})
    plant = plant_left(design, ())
    assert plant is not None
    copies = copies_left(design, ("pdu-a", "dgx"))
    assert len(copies["pdu-a"]) == 20
    assert len(copies["dgx"]) == 80
    # 4 DGX A100 of 6.5 kW, half of each on side A.
    assert [round(one.max_w) for one in copies["pdu-a"]] == [13_000] * 20
    assert max(one.max_w for one in copies["pdu-a"]) == pytest.approx(plant.elements["pdu-a"].load_max_w.value)
    assert copies["pdu-a"][19].sources == ("busway-a[1]",)
    assert copies["dgx"][79].sources == ("pdu-a[19]", "pdu-b[19]")


def test_no_word_beside_a_symbol_or_a_breaker_is_parted(library: Library) -> None:
    """Tight, with letters of a good width: words are broken at spaces, also where one is wider than usual."""
    design = build_template("ai-stack", library, {})
    made = draw_one_line(design, plant_left(design, (), {}), widths=lambda text, style: 9.0 * len(text), spacing=NARROW)
    lines = [line.text for symbol in made.symbols for line in symbol.lines]
    words = {word for line in lines for word in line.split()}
    assert {"Transformer", "Switchgear", "Generator"} <= words
    ratings = {word for breaker in made.breakers for line in breaker.lines for word in line.text.split()}
    assert "unknown" in ratings
