"""Units taken and free, whatever a file says about places: wrong ones are data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.design import Design, Node, RackPlace
from designer.model.rooms.rack_slots import (
    MOST_SEATS,
    Box,
    all_rack_slots,
    box_of,
    box_of_part,
    nearest_free,
    rack_slots,
    slot_problems,
    takes_place,
    why_not,
)
from tests.shipped import LIBRARY

DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"


def rack(**facts: float) -> Node:
    return Node(id="r", kind="rack", name="R", facts=facts)


def device(node_id: str, part: str, place: RackPlace | None, copies: int = 1, **facts: float) -> Node:
    kind = LIBRARY.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, parent="r", copies=copies, rack=place, facts=facts)


def design_of(*drawn: Node) -> Design:
    return LIBRARY.embedded(Design(nodes={node.id: node for node in drawn}))


def troubles(design: Design) -> list[tuple[str, tuple[str, ...]]]:
    return [(p.trouble, p.nodes) for p in slot_problems(design, rack_slots(design, "r"))]


def test_copies_sit_on_top_of_each_other() -> None:
    slots = rack_slots(design_of(rack(rack_units=42), device("dgx", DGX, RackPlace(u=3), 4)), "r")
    assert [seat.unit for seat in slots.seats] == [3, 11, 19, 27]
    assert slots.free_units() == [1, 2, *range(35, 43)]
    assert slots.used_u == 32


def test_units_and_depth_come_from_the_rack_then_the_cabinet_then_an_assumption() -> None:
    cabinet = Node(id="cab", kind="rack-cabinet", part="apc/ar3100", parent="r")
    own = rack_slots(design_of(rack(rack_units=48, depth_mm=900), cabinet), "r")
    assert (own.units, own.depth_mm, own.units_known, own.depth_known) == (48, 900, True, True)
    held = rack_slots(design_of(rack(), cabinet), "r")
    assert (held.units, held.depth_mm) == (42, 1070)
    bare = rack_slots(design_of(rack()), "r")
    assert (bare.units, bare.depth_mm, bare.units_known, bare.depth_known) == (42, 1200, False, False)


def test_a_device_of_unknown_height_takes_one_unit_and_is_named() -> None:
    slots = rack_slots(design_of(rack(), device("h", "generic/host", RackPlace(u=1), 2)), "r")
    assert slots.guessed == ("h",)
    assert slots.free_units()[0] == 3


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (RackPlace(u=5), RackPlace(u=5), [("overlap", ("a", "b"))]),
        (RackPlace(u=5), RackPlace(u=6), []),
        (RackPlace(u=5, side="left"), RackPlace(u=5, side="right"), []),
        (RackPlace(u=5, side="left"), RackPlace(u=5, side="left"), [("overlap", ("a", "b"))]),
        (RackPlace(u=5, side="left"), RackPlace(u=5), [("overlap", ("a", "b"))]),
        (RackPlace(u=5), RackPlace(u=5, face="rear"), [("overlap", ("a", "b"))]),
        # Left of the front is right of the rear, so these two do not lie behind each other.
        (RackPlace(u=5, side="left"), RackPlace(u=5, face="rear", side="left"), []),
        (RackPlace(u=5, side="left"), RackPlace(u=5, face="rear", side="right"), [("overlap", ("a", "b"))]),
        (RackPlace(u=0), RackPlace(u=43), [("outside", ("a",)), ("outside", ("b",))]),
    ],
)
def test_who_meets_whom(first: RackPlace, second: RackPlace, said: list[tuple[str, tuple[str, ...]]]) -> None:
    # 660 mm each, so two of them do not stand behind each other in 1,200 mm.
    design = design_of(rack(rack_units=42), device("a", LEAF, first), device("b", LEAF, second))
    assert troubles(design) == said


def test_two_short_devices_share_a_unit_from_both_faces() -> None:
    design = design_of(
        rack(), device("a", "nvidia/sn2201", RackPlace(u=5)), device("b", "nvidia/sn2201", RackPlace(u=5, face="rear"))
    )
    assert troubles(design) == []


def test_the_own_depth_of_a_node_counts_over_its_part() -> None:
    assert troubles(design_of(rack(depth_mm=1200), device("a", LEAF, RackPlace(u=1), depth_mm=1300.0))) == [
        ("too deep", ("a",))
    ]


def test_more_0u_copies_than_there_are_places() -> None:
    hung = RackPlace(u=1, face="rear", side="left", zero_u=True)
    assert troubles(design_of(rack(), device("p", "apc/ap8886", hung, 4))) == []
    assert troubles(design_of(rack(), device("p", "apc/ap8886", hung, 5))) == [("side taken", ("p",))]


def test_what_takes_a_place() -> None:
    kinds = ("server", "switch", "pdu", "accessory", "storage", "ups", "cdu", "patch-panel")
    assert all(takes_place(Node(id="x", kind=kind)) for kind in kinds)
    others = ("rack", "room", "rack-cabinet", "accelerator", "cable", "optic", "model", "rack-system", "no-such-kind")
    assert not any(takes_place(Node(id="x", kind=kind)) for kind in others)


@pytest.mark.parametrize(
    ("words", "air"),
    [
        ("front to rear", 1),
        ("Front-to-back", 1),
        ("rear-to-front", -1),
        ("by model to the ports or away", 0),
        ("front to rear (-F) or rear to front (-R)", 0),
        ("", 0),
        ("side-to-rear", 0),
    ],
)
def test_which_way_the_air_goes(words: str, air: int) -> None:
    import msgspec

    part = msgspec.structs.replace(LIBRARY.parts[LEAF], texts={"airflow": words})
    assert box_of_part(part, {}, "x", "switch").air == air


def test_nearest_free_prefers_the_lower_of_two_equally_near() -> None:
    slots = rack_slots(design_of(rack(), device("a", LEAF, RackPlace(u=10))), "r")
    box = box_of_part(LIBRARY.parts[LEAF], {}, "x", "switch")
    assert nearest_free(slots, box, RackPlace(u=10), 1) == RackPlace(u=9)
    assert nearest_free(slots, box, RackPlace(u=99), 1) == RackPlace(u=42)
    assert nearest_free(slots, box, RackPlace(u=10), 43) is None


PLACES = st.builds(
    RackPlace,
    u=st.integers(-5, 120),
    face=st.sampled_from(["front", "rear"]),
    side=st.sampled_from(["", "left", "right"]),
    zero_u=st.booleans(),
)
DEVICES = st.lists(
    st.tuples(
        st.sampled_from([DGX, LEAF, "apc/ap8886", "generic/host", "generic/blanking-panel-1u"]),
        st.one_of(st.none(), PLACES),
        st.sampled_from([1, 2, 7, 1_000_000]),
        st.sampled_from([None, 0.0, 0.5, 3.0, 500.0]),
    ),
    max_size=6,
)


@given(DEVICES, st.sampled_from([None, 0.0, 1.0, 42.0, 1e9]))
def test_any_places_are_answered_and_free_units_are_free(
    drawn: list[tuple[str, RackPlace | None, int, float | None]], units: float | None
) -> None:
    devices = [
        device(f"d{i}", part, place, copies, **({} if height is None else {"height_u": height}))
        for i, (part, place, copies, height) in enumerate(drawn)
    ]
    design = design_of(rack(**({} if units is None else {"rack_units": units})), *devices)
    slots = all_rack_slots(design)["r"]
    list(slot_problems(design, slots))
    assert len(slots.seats) <= MOST_SEATS * len(devices)
    assert 1 <= slots.units <= 100
    short = Box("x", 1.0, None, True, 0, 0.0, False, False)
    for unit in slots.free_units():
        assert not why_not(design, slots, short, RackPlace(u=unit), 1)
    for node in devices:
        box = box_of(design, node)
        place = nearest_free(slots, box, node.rack or RackPlace(u=1), 1)
        if place is not None:
            assert slots.blocking(box, place, 1) is None
