"""Places in racks: what an edit does, what it refuses, and what holds after any sequence of them."""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.cooling.heat_load import cooling
from designer.analysis.power.draw import power
from designer.analysis.rooms.rack_fit import rack_load
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.edit.links import links
from designer.edit.nodes import nodes
from designer.edit.nodes.clipboard import copy_out, duplicate, paste_in
from designer.edit.racks import rack_fill, rack_places
from designer.edit.racks.rack_fill import FillLine, FillRule
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node, RackPlace
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import all_rack_slots, rack_slots, slot_problems
from tests.long_runs import runs
from tests.shipped import LIBRARY

DGX, LEAF, PDU, PANEL = "nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8886", "generic/blanking-panel-1u"


def rack(node_id: str, copies: int = 1, **facts: float) -> Node:
    return Node(id=node_id, kind="rack", name=node_id.upper(), copies=copies, facts={"rack_units": 42, **facts})


def device(node_id: str, part: str, parent: str | None, copies: int = 1, place: RackPlace | None = None) -> Node:
    kind = LIBRARY.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, name=node_id, parent=parent, copies=copies, rack=place)


def design_of(*drawn: Node) -> Design:
    return LIBRARY.embedded(Design(nodes={node.id: node for node in drawn}))


def put(design: Design, node_id: str, rack_id: str, u: int, **more: object) -> Design:
    place = RackPlace(u=u, **more)  # type: ignore[arg-type]  # sides and faces come from the cases below
    return rack_places.put_at(design, node_id, rack_id, place).applied(design)


def total(design: Design, part: str) -> int:
    return sum(design.total_copies(node.id) for node in design.nodes.values() if node.part == part)


def place_of(design: Design, node_id: str) -> RackPlace:
    place = design.nodes[node_id].rack
    assert place is not None
    return place


def test_put_and_refuse_with_the_nearest_free_place() -> None:
    design = design_of(rack("r"), device("dgx", DGX, "r", 2), device("leaf", LEAF, "r"))
    design = put(design, "dgx", "r", 1)
    assert place_of(design, "dgx").u == 1
    with pytest.raises(RefusedInput, match=r"dgx is at U9\. The nearest free place is U17\."):
        put(design, "leaf", "r", 15)
    with pytest.raises(RefusedInput, match=r"It needs U43 to U43; the rack ends at U42\. .* U42\."):
        put(design, "leaf", "r", 43)


def test_deeper_than_the_rack() -> None:
    design = design_of(rack("r", depth_mm=800), device("dgx", DGX, "r"))
    with pytest.raises(RefusedInput, match=r"^dgx is 897 mm deep and the rack 800 mm\.$"):
        put(design, "dgx", "r", 1)


def test_faces_share_units_where_their_depths_leave_room() -> None:
    design = design_of(rack("r"), device("leaf", LEAF, "r"), device("oob", "nvidia/sn2201", "r"))
    design = put(put(design, "leaf", "r", 40), "oob", "r", 40, face="rear")
    assert place_of(design, "oob").face == "rear"
    shallow = design_of(rack("r", depth_mm=1_000), device("leaf", LEAF, "r"), device("oob", "nvidia/sn2201", "r"))
    with pytest.raises(RefusedInput, match="leaf is at U40, from the front"):
        put(put(shallow, "leaf", "r", 40), "oob", "r", 40, face="rear")


def test_half_width_devices_stand_side_by_side() -> None:
    design = design_of(rack("r"), device("a", LEAF, "r"), device("b", LEAF, "r"), device("c", LEAF, "r"))
    design = put(put(design, "a", "r", 5, side="left"), "b", "r", 5, side="right")
    with pytest.raises(RefusedInput, match="is at U5"):
        put(design, "c", "r", 5)
    assert rack_slots(design, "r").used_u == 1.0
    load = cooling(design, power(design)).racks["r"]
    assert load.used_u.value == 2.0


def test_pdus_hang_beside_the_units_and_take_the_next_channel() -> None:
    design = design_of(rack("r"), device("pdu", PDU, "r", 3), device("more", PDU, "r"), device("z", PDU, "r"))
    design = put(design, "pdu", "r", 20)
    assert place_of(design, "pdu").zero_u
    channels = {(seat.face, seat.side) for seat in rack_slots(design, "r").seats}
    assert len(channels) == 3
    assert rack_slots(design, "r").used_u == 0
    design = rack_places.take_from_places(design, ["pdu"]).applied(design)
    assert rack_slots(design, "r").unplaced == ("more", "pdu", "z")
    design = rack_fill.place_unplaced(design, ["r"]).applied(design)
    seats = rack_slots(design, "r").seats
    assert Counter(seat.node for seat in seats) == {"pdu": 3, "more": 1}
    with pytest.raises(RefusedInput, match="hangs on the"):
        put(design, "z", "r", 1)


def test_out_of_one_of_eight_racks_sets_that_rack_apart() -> None:
    design = design_of(
        rack("r", 8),
        device("leaf", LEAF, "r", 1, RackPlace(u=42)),
        device("dgx", DGX, "r", 4, RackPlace(u=1)),
        rack("q"),
    )
    after = put(design, "leaf", "q", 10)
    assert after.nodes["r"].copies == 7
    assert [total(after, part) for part in (DGX, LEAF)] == [32, 8]
    (moved,) = [node for node in after.nodes.values() if node.parent == "q"]
    assert moved.rack == RackPlace(u=10)


def test_from_the_open_into_eight_racks_keeps_the_number_and_the_cables() -> None:
    design = design_of(rack("r", 8), device("dgx", DGX, None, 32), device("leaf", LEAF, None, 8))
    design = links.add_link(design, "dgx", "leaf", cables=256).applied(design)
    after = put(design, "dgx", "r", 1)
    assert after.nodes["dgx"].copies == 4
    assert after.total_copies("dgx") == 32
    (link,) = after.links.values()
    assert after.total_cables(link) == 256
    odd = design_of(rack("r", 8), device("dgx", DGX, None, 31))
    with pytest.raises(RefusedInput, match="would not hold the same"):
        put(odd, "dgx", "r", 1)


def test_swap_of_unlike_heights_stays_in_the_room_of_both() -> None:
    design = design_of(
        rack("r"),
        device("dgx", DGX, "r", 1, RackPlace(u=1)),
        device("leaf", LEAF, "r", 1, RackPlace(u=9)),
        device("top", LEAF, "r", 1, RackPlace(u=10)),
    )
    after = rack_places.swap_places(design, "dgx", "leaf").applied(design)
    assert (place_of(after, "leaf").u, place_of(after, "dgx").u) == (1, 2)
    assert rack_places.swap_places(after, "dgx", "leaf").applied(after).nodes == design.nodes


def test_step_goes_to_the_next_free_place() -> None:
    design = design_of(
        rack("r"),
        device("a", LEAF, "r", 1, RackPlace(u=1)),
        device("dgx", DGX, "r", 4, RackPlace(u=2)),
    )
    up = rack_places.step_up(design, "a", 1).applied(design)
    assert place_of(up, "a").u == 34
    with pytest.raises(RefusedInput, match="no free place for a below U1"):
        rack_places.step_up(design, "a", -1)


def test_pack_down_keeps_the_order_and_panels_come_last() -> None:
    design = design_of(
        rack("r"),
        device("a", LEAF, "r", 1, RackPlace(u=30)),
        device("panel", PANEL, "r", 3, RackPlace(u=2)),
        device("dgx", DGX, "r", 1, RackPlace(u=10)),
    )
    after = rack_fill.pack_down(design, "r").applied(design)
    assert {name: place_of(after, name).u for name in ("dgx", "a", "panel")} == {"dgx": 1, "a": 9, "panel": 10}
    with pytest.raises(RefusedInput, match="no gap to close"):
        rack_fill.pack_down(after, "r")


def test_fill_by_rule_takes_what_waits_and_closes_the_rest() -> None:
    design = design_of(rack("r", 8), device("dgx", DGX, None, 40), device("leaf", LEAF, "r", 3))
    rule = FillRule(lines=(FillLine(part=DGX, count=4), FillLine(part=LEAF, count=2, end="top")), blanking=PANEL)
    after = rack_fill.fill_by_rule(design, LIBRARY, ["r"], rule).applied(design)
    assert total(after, DGX) == 40
    slots = rack_slots(after, "r")
    assert Counter(after.nodes[seat.node].part for seat in slots.seats) == {DGX: 4, LEAF: 2, PANEL: 8}
    assert {seat.unit for seat in slots.seats if after.nodes[seat.node].part == LEAF} == {41, 42}
    assert slots.free_units() == []
    assert len(slots.unplaced) == 1
    again = rack_fill.fill_by_rule(after, LIBRARY, ["r"], rule).applied(after)
    assert Counter(again.nodes[s.node].part for s in rack_slots(again, "r").seats) == {DGX: 4, LEAF: 2, PANEL: 8}
    with pytest.raises(RefusedInput, match=r"R has no room for 6 × .*DGX H100"):
        rack_fill.fill_by_rule(design, LIBRARY, ["r"], FillRule(lines=(FillLine(part=DGX, count=6),)))


def test_fill_by_rule_with_gaps() -> None:
    design = design_of(rack("r"))
    rule = FillRule(lines=(FillLine(part=DGX, count=3, gap_u=2), FillLine(part=LEAF, count=2, end="top", gap_u=1)))
    after = rack_fill.fill_by_rule(design, LIBRARY, ["r"], rule).applied(design)
    units = {part: sorted(n.rack.u for n in after.nodes.values() if n.part == part and n.rack) for part in (DGX, LEAF)}
    assert units == {DGX: [1, 11, 21], LEAF: [40, 42]}


def test_half_a_place_is_refused_in_one_line_and_changes_nothing() -> None:
    design = design_of(rack("r"), device("dgx", DGX, "r", 1, RackPlace(u=1)))
    for edit in (
        lambda: rack_places.set_side(design, "dgx", "up"),
        lambda: rack_places.hang_beside(design, "dgx"),
        lambda: rack_places.put_at(design, "r", "r", RackPlace(u=1)),
        lambda: rack_places.put_at(design, "dgx", "dgx", RackPlace(u=1)),
        lambda: rack_places.swap_places(design, "dgx", "dgx"),
        lambda: rack_fill.place_unplaced(design),
        lambda: rack_fill.fill_by_rule(design, LIBRARY, ["r"], FillRule(lines=())),
        lambda: rack_fill.fill_by_rule(design, LIBRARY, ["r"], FillRule(lines=(FillLine(part=DGX, count=0),))),
    ):
        with pytest.raises(RefusedInput) as refused:
            edit()
        assert "\n" not in str(refused.value)


# Any sequence.


def start(rnd: Random) -> Design:
    drawn = [rack("r", rnd.choice([1, 1, 4])), rack("q", rnd.choice([1, 1, 4])), rack("s")]
    for number in range(rnd.randint(2, 7)):
        part = rnd.choice([DGX, LEAF, LEAF, PDU, "nvidia/sn4600c", "nvidia/sn2201", "generic/cable-manager-2u"])
        drawn.append(device(f"d{number}", part, rnd.choice(["r", "q", None]), rnd.choice([1, 1, 2, 4])))
    return design_of(*drawn)


def some_edit(design: Design, library: Library, rnd: Random) -> ChangeSet:
    devices = sorted(node.id for node in design.nodes.values() if node.kind != "rack")
    racks = sorted(node.id for node in design.nodes.values() if node.kind == "rack")
    one, other, home = rnd.choice(devices), rnd.choice(devices), rnd.choice(racks)
    place = RackPlace(
        u=rnd.randint(1, 44),
        face=rnd.choice(["front", "front", "rear"]),
        side=rnd.choice(["", "", "left", "right"]),
        zero_u=rnd.random() < 0.1,
    )
    match rnd.randint(0, 23):
        case 0 | 1 | 2:
            return rack_places.put_at(design, one, home, place)
        case 3:
            part = rnd.choice([DGX, LEAF, PDU])
            return rack_places.put_part(design, library, part, home, place, copies=rnd.randint(1, 2))
        case 4:
            return rack_places.swap_places(design, one, other)
        case 5:
            return rack_places.to_other_face(design, [one])
        case 6:
            return rack_places.set_side(design, one, rnd.choice(["", "left", "right"]))
        case 7:
            return rack_places.take_from_places(design, [one])
        case 8:
            return rack_places.step_up(design, one, rnd.choice([1, -1]))
        case 9:
            return rack_fill.pack_down(design, home)
        case 10:
            return rack_fill.place_unplaced(design)
        case 11:
            return rack_places.hang_beside(design, one, rnd.choice(["front", "rear"]), rnd.choice(["left", "right"]))
        case 12:
            return rack_fill.close_gaps(design, library, [home], PANEL)
        case 13:
            return rack_fill.place_first(design, one, home)
        case 14:
            return rack_fill.seat_nearest(design, one)
        case 15:
            return nodes.set_node(design, one, copies=rnd.randint(1, 3))
        case 16:
            return FIXES["seat_in_rack"](design, library, node_id=one)
        case 17:
            return FIXES["turn_in_rack"](design, library, node_id=one)
        case 18:
            return nodes.remove(design, [one])
        case 19:
            return duplicate(design, [one])
        case 20:
            return nodes.put_into(design, [one], home)
        case 21:
            part = rnd.choice([DGX, LEAF]) if design.nodes[one].kind in {"host", "switch"} else design.nodes[one].part
            return nodes.swap_part(design, library, one, part or LEAF)
        case 22:
            return paste_in(design, copy_out(design, [one]), 0.0, 0.0, home)
        case _:
            leaves = FillLine(part=LEAF, count=2, end="top", gap_u=rnd.randint(0, 1))
            lines = (FillLine(part=DGX, count=rnd.randint(1, 4)), leaves)
            rule = FillRule(lines=lines, blanking=rnd.choice(["", PANEL]))
            return rack_fill.fill_by_rule(design, library, [home], rule)


def check(design: Design) -> None:
    """Every device in one place, inside its rack, without overlap; the sums are those of what it holds."""
    results = cooling(design, power(design))
    for rack_id, slots in all_rack_slots(design).items():
        assert [p for p in slot_problems(design, slots) if p.trouble != "tight"] == []
        inside = [node for node in design.nodes.values() if node.parent == rack_id]
        placed = [node for node in inside if node.rack is not None]
        assert Counter(seat.node for seat in slots.seats) == {node.id: node.copies for node in placed}
        taken: Counter[tuple[str, str, int]] = Counter()
        for seat in slots.seats:
            assert 0 <= seat.low < seat.high <= slots.units
            if not seat.zero_u:
                for u in range(int(seat.low), int(seat.high)):
                    for half in ("left", "right") if not seat.side else (seat.side,):
                        taken[seat.face, half, u] += 1
        assert not taken or max(taken.values()) == 1
        load, found = results.racks[rack_id], rack_load(design, rack_id)
        weight = sum(n.copies * fact(design, n, "weight_kg") for n in inside)
        assert (load.weight_kg.value or 0) == pytest.approx(weight)
        assert found.kg == pytest.approx(weight)
        watts = sum(n.copies * draw(design, n) for n in inside)
        assert (load.max_w.value or 0) == pytest.approx(watts)
        assert found.watts == pytest.approx(watts)
        whole = sum(n.copies * height(design, n) for n in placed)
        assert slots.used_u + slots.blanked_u == pytest.approx(whole)
        waiting = sum(n.copies * height(design, n) for n in inside if n.rack is None)
        assert (load.used_u.value or 0) == pytest.approx(whole + waiting)


def fact(design: Design, node: Node, name: str) -> float:
    quantity = design.parts[node.part or ""].facts.get(name)
    return (quantity.value if quantity else None) or 0.0


def draw(design: Design, node: Node) -> float:
    return 0.0 if node.kind == "pdu" else fact(design, node, "power_max_w") or fact(design, node, "power_typical_w")


def height(design: Design, node: Node) -> float:
    halved = node.rack is not None and node.rack.side and not node.rack.zero_u
    return fact(design, node, "height_u") * (0.5 if halved else 1.0)


_SAME_NUMBER = ("Move", "Turn", "Close", "Place", "Take", "Give", "Pack", "Hang")
_FEWER = ("Set", "Remove", "Swap")


@given(st.integers(0, 2**32))
@settings(max_examples=runs(10, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence_of_rack_edits_keeps_every_device_in_one_place(seed: int) -> None:
    rnd = Random(seed)
    design = start(rnd)
    before: Counter[str] = Counter()
    for node in design.nodes.values():
        before[node.part or ""] += design.total_copies(node.id)
    for _ in range(12):
        try:
            edit = some_edit(design, LIBRARY, rnd)
        except RefusedInput:
            continue
        after = edit.applied(design)
        assert edit.inverted().applied(after) == design
        check(after)
        count: Counter[str] = Counter()
        for node in after.nodes.values():
            count[node.part or ""] += after.total_copies(node.id)
        exchanged = edit.label.startswith("Swap") and " and " in edit.label
        if exchanged or edit.label.startswith(_SAME_NUMBER):
            assert {p: n for p, n in count.items() if p != PANEL} == {p: n for p, n in before.items() if p != PANEL}
        # Into racks of another number, a device stands as often as they do.
        if not edit.label.startswith(_FEWER) and " into " not in edit.label:
            assert all(count[part] >= n for part, n in before.items() if part not in ("", PANEL))
        if not any(node.kind != "rack" for node in after.nodes.values()):
            break
        design, before = after, count


def test_a_duplicate_and_more_copies_find_a_free_place_or_wait_for_one() -> None:
    design = design_of(
        rack("r"), device("dgx", DGX, "r", 4, RackPlace(u=1)), device("leaf", LEAF, "r", 1, RackPlace(u=33))
    )
    # 42U: the four servers take U1 to U32 and the switch U33. A second switch goes beside it, four more servers wait.
    after = duplicate(design, ["leaf"]).applied(design)
    assert sorted(node.rack.u for node in after.nodes.values() if node.part == LEAF and node.rack) == [33, 34]
    more = duplicate(design, ["dgx"]).applied(design)
    assert [node.rack for node in more.nodes.values() if node.part == DGX] == [RackPlace(u=1), None]
    # Two switches from U33 on are as free as one; a fifth server would reach U40 over the switch, and none is free.
    assert nodes.set_node(design, "leaf", copies=2).applied(design).nodes["leaf"].rack == RackPlace(u=33)
    assert nodes.set_node(design, "dgx", copies=5).applied(design).nodes["dgx"].rack is None
    # Who says the place himself gets it; a finding tells what is wrong.
    assert nodes.set_node(design, "leaf", rack={"u": 30}).applied(design).nodes["leaf"].rack == RackPlace(u=30)


def test_refused_edits_leave_the_design_alone() -> None:
    design = design_of(rack("r"), device("dgx", DGX, "r", 6))
    with pytest.raises(RefusedInput, match="U1 to U48"):
        put(design, "dgx", "r", 1)
    assert nodes.set_node(design, "dgx", copies=5).applied(design).nodes["dgx"].copies == 5
