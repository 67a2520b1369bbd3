"""What a floor is coloured by: each overlay's figure of a rack, in words and as a share, against hand-made racks."""

import pytest
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.drawing.rooms.floor_overlays import FLOOR_OVERLAYS, UNKNOWN, FloorOverlay, floor_heat, floor_loads
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from designer.model.parts.part import Part, Quantity
from designer.model.rooms.room_plan import RoomPlan, rectangle

RACKS = ("full", "half", "bare")


def part(name: str, kind: str, **facts: float) -> Part:
    held = {fact: Quantity(value=value) for fact, value in facts.items()}
    layer = "facility" if kind in {"crah", "cdu"} else "servers_fabric"
    return Part(id=f"t/{name}", kind=kind, layer=layer, vendor="T", name=name, facts=held)


PARTS = {
    one.id: one
    for one in (
        part("box", "server", power_max_w=10_000, power_typical_w=8_000, height_u=8, weight_kg=130, inlet_max_c=35),
        part("cool", "server", power_max_w=5_000, power_typical_w=4_000, height_u=4, weight_kg=50, inlet_max_c=27),
        part("riddle", "server"),
        part("fan", "crah", cooling_capacity_w=30_000, power_max_w=1_000),
    )
}


@pytest.fixture(scope="module")
def design() -> Design:
    """Three racks of 42 units: 40 kW in four boxes, 15 kW in a box and a cooler one, and one nobody knows."""

    def rack(name: str, x: float) -> Node:
        return Node(id=name, kind="rack", parent="hall", floor=FloorPlace(x_mm=x, y_mm=2_000), facts={"height_u": 42.0})

    nodes = (
        Node(id="hall", kind="room", plan=RoomPlan(outline=rectangle(9_000, 6_000), height_mm=3_000)),
        rack("full", 1_000),
        rack("half", 2_000),
        rack("bare", 3_000),
        Node(id="boxes", kind="server", part="t/box", parent="full", copies=4),
        Node(id="box", kind="server", part="t/box", parent="half"),
        Node(id="cool", kind="server", part="t/cool", parent="half"),
        Node(id="riddle", kind="server", part="t/riddle", parent="bare"),
        Node(id="fans", kind="crah", part="t/fan", parent="hall", copies=3),
    )
    links = (
        Link(id="one", a="boxes", b="box", medium="fabric", cables=8),
        Link(id="two", a="cool", b="riddle", medium="management", cables=2),
        Link(id="runs", a="cool", b="box", medium="runs_on", cables=9),
    )
    return Design(nodes={node.id: node for node in nodes}, links={link.id: link for link in links}, parts=PARTS)


@pytest.fixture(scope="module")
def results(design: Design) -> Results:
    return analyze(design, only=("power", "cooling"))


def test_power_is_that_of_all_in_a_rack(design: Design, results: Results):
    heat = floor_heat("power", design, (*RACKS, "fans"), results)
    assert heat.readings["full"] == "40 kW"
    assert heat.readings["half"] == "15 kW"
    assert heat.shares["full"] == 1.0
    assert heat.shares["half"] == pytest.approx(15 / 40)
    assert heat.legend is not None
    assert heat.legend.high == "40 kW"
    # Three coolers of 1 kW: as of a rack, it is that of one.
    assert heat.readings["fans"] == "1 kW"
    # Nobody says what it draws: neither 0 nor a place on the scale.
    assert heat.readings["bare"] == "not known"
    assert heat.short["bare"] == UNKNOWN
    assert "bare" not in heat.shares


def test_free_units_are_those_that_nothing_stands_in(design: Design, results: Results):
    heat = floor_heat("free", design, RACKS, results)
    assert (heat.readings["full"], heat.readings["half"]) == ("10 U", "30 U")
    assert heat.shares == pytest.approx({"full": 10 / 30, "half": 1.0})


def test_weight_is_that_of_what_stands_in_a_rack(design: Design, results: Results):
    heat = floor_heat("weight", design, RACKS, results)
    assert heat.readings == {"full": "520 kg", "half": "180 kg", "bare": "not known"}
    assert heat.shares == pytest.approx({"full": 1.0, "half": 180 / 520})


def test_a_sum_with_something_unknown_says_at_least(design: Design):
    riddle = Node(id="second", kind="server", part="t/riddle", parent="half")
    mixed = replace(design, nodes={**design.nodes, riddle.id: riddle})
    heat = floor_heat("weight", mixed, RACKS, analyze(mixed, only=("power", "cooling")))
    assert (heat.readings["half"], heat.short["half"]) == ("≥ 180 kg", "≥180")
    assert heat.readings["full"] == "520 kg"


def test_cables_are_counted_at_both_ends_and_what_runs_on_another_is_none(design: Design):
    heat = floor_heat("cables", design, RACKS, None)
    assert {name: heat.readings[name] for name in RACKS} == {"full": "8", "half": "10", "bare": "2"}


def test_the_warmest_inlet_of_a_rack_is_that_of_its_most_delicate_device(design: Design):
    heat = floor_heat("temperature", design, RACKS, None)
    assert heat.readings == {"full": "35 °C A2", "half": "27 °C", "bare": "not known"}
    assert heat.short == {"full": "A2", "half": "27°", "bare": UNKNOWN}
    # From 45 °C, which nothing is too warm for, to 25 °C, which a hot aisle hurts first.
    assert heat.shares == pytest.approx({"full": 0.5, "half": 0.9})


def test_the_air_goes_the_way_that_most_devices_blow(design: Design):
    texts = {"t/box": {"airflow": "front to rear"}, "t/cool": {"airflow": "rear to front"}}
    parts = {name: replace(one, texts=texts.get(name, {})) for name, one in design.parts.items()}
    seats = {"boxes": 1, "box": 1, "cool": 9}
    nodes = {
        name: replace(one, rack=RackPlace(u=seats[name])) if name in seats else one
        for name, one in design.nodes.items()
    }
    heat = floor_heat("air", replace(design, parts=parts, nodes=nodes), RACKS, None)
    # The half rack has one of each.
    assert heat.readings == {"full": "front to rear", "half": "not stated", "bare": "not stated"}
    assert heat.shares == {}


def test_cooling_is_heat_over_what_takes_it(design: Design, results: Results):
    heat = floor_heat("cooling", design, (*RACKS, "fans"), results)
    assert results.cooling is not None
    unit = results.cooling.heat.units["fans"]
    # 55 kW that are known on three coolers of 30 kW.
    assert unit.utilisation.value == pytest.approx(55 / 90)
    assert heat.shares["fans"] == pytest.approx(55 / 90)
    assert heat.readings["fans"].endswith(" of 30 kW")
    limit = results.cooling.heat.racks["half"].limit_w.value
    assert heat.shares["half"] == pytest.approx(15_000 / limit)
    assert heat.readings["half"] == "15 kW air"
    assert heat.readings["bare"] == "not known"
    assert heat.short["bare"] == UNKNOWN
    assert "bare" not in heat.shares


def test_a_share_ends_with_the_scale(design: Design, results: Results):
    heat = floor_heat("cooling", design, RACKS, results)
    assert results.cooling is not None
    limit = results.cooling.heat.racks["full"].limit_w.value
    assert heat.shares["full"] == min(40_000 / limit, 1.0)
    assert all(0 <= share <= 1 for share in heat.shares.values())


def test_what_fails_and_what_gets_too_warm_is_hot(design: Design):
    failed = analyze(design, only=("power", "cooling"), fail=("fans",))
    assert failed.cooling is not None
    failure = failed.cooling.heat.failure
    assert failure is not None
    assert set(failure.warm) >= {"boxes", "box"}
    heat = floor_heat("cooling", design, (*RACKS, "fans"), failed)
    # The racks around what gets too warm are marked with it.
    assert (heat.readings["full"], heat.shares["full"]) == ("too warm", 1.0)
    assert (heat.readings["half"], heat.shares["half"]) == ("too warm", 1.0)
    assert heat.readings["fans"] == "failed"


def test_copies_that_failed_are_counted(design: Design):
    failed = analyze(design, only=("power", "cooling"), fail=("fans[0]",))
    reading = floor_heat("cooling", design, ("fans",), failed).readings["fans"]
    assert reading.startswith("1 failed, ")


@pytest.mark.parametrize("overlay", ["power", "weight", "free", "cooling"])
def test_without_results_the_legend_says_so(design: Design, overlay: FloorOverlay):
    heat = floor_heat(overlay, design, RACKS, None)
    assert heat.legend is not None
    assert "still being worked out" in heat.legend.words
    assert (heat.shares, heat.readings) == ({}, {})


def test_each_overlay_that_is_offered_has_a_legend_of_its_own(design: Design, results: Results):
    legends = {name: floor_heat(name, design, RACKS, results).legend for name in FLOOR_OVERLAYS}
    assert legends.pop("") is None
    titles = [legend.title for legend in legends.values() if legend is not None]
    assert len(set(titles)) == len(legends)


def test_the_card_beside_the_pointer_leaves_out_what_is_not_known(design: Design, results: Results):
    assert floor_loads(design, design.nodes["full"], results) == ("Power 40 kW", "Weight 520 kg", "Free 10 U")
    assert floor_loads(design, design.nodes["bare"], results) == ()
    assert floor_loads(design, design.nodes["full"], None) == ()
