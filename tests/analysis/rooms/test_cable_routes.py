"""Routes with lengths worked out by hand, and moves that come back to where they were."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.counts import counts
from designer.analysis.rooms.cable_routes import BETWEEN, INSIDE, TRAYS, UNKNOWN, WALLS, cable_routes, moved_routes
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace, Settings
from designer.model.network.cable_spread import cable_ends
from designer.model.rooms.room_plan import Point, RoomPlan, Tray, rectangle

PLAIN = {"cable_slack_share": 0.0, "cable_end_m": 0.0}


def tray(name: str, *corners: tuple[float, float], **fields: object) -> Tray:
    return Tray(**{"id": name, "line": tuple(Point(x_mm=x, y_mm=y) for x, y in corners), **fields})


def hall(
    *trays: Tray, places: dict[str, tuple[float, float]], links: tuple[Link, ...], assumptions: dict[str, float] = PLAIN
) -> Design:
    """One rack a name, 600 × 1200 mm, with a device of one unit in unit 11 in its middle: 10.5 units up."""
    nodes = {"hall": Node(id="hall", kind="room", plan=RoomPlan(outline=rectangle(30_000, 30_000), trays=trays))}
    for name, (x, y) in places.items():
        rack = f"rack-{name}"
        nodes[rack] = Node(id=rack, kind="rack", parent="hall", order=len(nodes), floor=FloorPlace(x_mm=x, y_mm=y))
        nodes[name] = Node(
            id=name, kind="switch", parent=rack, order=len(nodes), rack=RackPlace(u=11), facts={"height_u": 1.0}
        )
    return Design(settings=Settings(assumptions=assumptions), nodes=nodes, links={link.id: link for link in links})


def link(a: str, b: str, **fields: object) -> Link:
    return Link(**{"id": f"{a}-{b}", "a": a, "b": b, "medium": "fabric", **fields})


UP = 2_700 - 10.5 * 44.45
"""From the device to 2,700 mm."""


def test_along_the_walls_without_a_tray():
    routes = cable_routes(hall(places={"a": (0, 0), "b": (3_000, 4_000)}, links=(link("a", "b"),)))
    assert routes.way.tolist() == [WALLS]
    assert routes.length_m.tolist() == pytest.approx([(7_000 + 2 * UP) / 1_000])


def test_slack_and_ends_come_to_the_route():
    design = hall(
        places={"a": (0, 0), "b": (3_000, 4_000)},
        links=(link("a", "b"),),
        assumptions={"cable_slack_share": 0.1, "cable_end_m": 0.4, "cable_height_mm": 2_000.0},
    )
    up = 2_000 - 10.5 * 44.45
    assert cable_routes(design).length_m.tolist() == pytest.approx([(7_000 + 2 * up) / 1_000 * 1.1 + 0.8])


def test_by_the_tray_where_both_ends_reach_it():
    # The fronts are at y 1200, the tray 300 mm before them; from x 300 to x 9300.
    along = tray("t", (0, 1_500), (12_000, 1_500), above_mm=2_400.0)
    places = {"a": (0.0, 0.0), "b": (9_000.0, 0.0), "far": (0.0, 9_000.0)}
    routes = cable_routes(hall(along, places=places, links=(link("a", "b"), link("a", "far"))))
    assert routes.way.tolist() == [TRAYS, WALLS]
    assert routes.length_m[0] == pytest.approx((9_000 + 2 * 300 + 2 * (UP - 300)) / 1_000)
    assert routes.length_m[1] == pytest.approx((9_000 + 2 * UP) / 1_000)


def test_a_tray_for_other_media_is_passed_by_and_power_goes_only_where_it_is_named():
    links = (link("a", "b"), link("a", "b", id="store", medium="storage"), link("a", "b", id="feed", medium="power"))
    places = {"a": (0.0, 0.0), "b": (9_000.0, 0.0)}
    only_storage = tray("t", (0, 1_500), (12_000, 1_500), media=("storage",))
    assert cable_routes(hall(only_storage, places=places, links=links)).way.tolist() == [WALLS, TRAYS, WALLS]
    for_all = tray("t", (0, 1_500), (12_000, 1_500))
    assert cable_routes(hall(for_all, places=places, links=links)).way.tolist() == [TRAYS, TRAYS, WALLS]
    powered = tray("p", (0, 1_600), (12_000, 1_600), media=("power",))
    assert cable_routes(hall(for_all, powered, places=places, links=links)).way.tolist() == [TRAYS] * 3


def test_within_a_rack_it_goes_straight_up():
    nodes = {
        "rack": Node(id="rack", kind="rack", floor=FloorPlace(x_mm=0, y_mm=0)),
        "a": Node(id="a", kind="server", parent="rack", rack=RackPlace(u=1), facts={"height_u": 1.0}),
        "b": Node(id="b", kind="switch", parent="rack", rack=RackPlace(u=21), facts={"height_u": 1.0}),
        "c": Node(id="c", kind="switch", parent="rack", rack=RackPlace(u=21, face="rear"), facts={"height_u": 1.0}),
    }
    links = {"ab": link("a", "b", id="ab"), "ac": link("a", "c", id="ac")}
    routes = cable_routes(Design(settings=Settings(assumptions=PLAIN), nodes=nodes, links=links))
    assert routes.way.tolist() == [INSIDE, INSIDE]
    # Twenty units up; to the rear 1200 mm through the rack as well.
    assert routes.length_m.tolist() == pytest.approx([0.889, 2.089])


def test_between_rooms_it_is_unknown_until_both_rooms_have_a_place():
    rooms = {name: Node(id=name, kind="room", order=k) for k, name in enumerate(("one", "two"))}
    racks = {
        f"r{k}": Node(id=f"r{k}", kind="rack", parent=room, order=5 + k, floor=FloorPlace(x_mm=0, y_mm=0))
        for k, room in enumerate(rooms)
    }
    design = Design(
        settings=Settings(assumptions=PLAIN), nodes={**rooms, **racks}, links={"l": link("r0", "r1", id="l")}
    )
    assert cable_routes(design).way.tolist() == [UNKNOWN]
    assert np.isnan(cable_routes(design).length_m).all()
    own = replace(design, links={"l": link("r0", "r1", id="l", length_m=42.0)})
    assert cable_routes(own).length_m.tolist() == [42.0]
    placed = {
        "one": replace(rooms["one"], floor=FloorPlace(x_mm=0, y_mm=0)),
        "two": replace(rooms["two"], floor=FloorPlace(x_mm=20_000, y_mm=0)),
    }
    found = cable_routes(replace(design, nodes={**design.nodes, **placed}))
    assert found.way.tolist() == [BETWEEN]
    assert found.length_m.tolist() == pytest.approx([(20_000 + 2 * (2_700 - 21 * 44.45)) / 1_000])


def test_copies_of_a_room_have_the_same_routes():
    design = hall(places={"a": (0, 0), "b": (3_000, 4_000)}, links=(link("a", "b", cables=3),))
    twice = replace(design, nodes={**design.nodes, "hall": replace(design.nodes["hall"], copies=2)})
    one, two = cable_routes(design), cable_routes(twice)
    assert two.count.tolist() == [3, 3]
    assert two.length_m.tolist() == [*one.length_m.tolist()] * 2


def test_links_without_a_place_are_laid_out_only_where_every_cable_is_asked_for():
    design = hall(places={"a": (0, 0)}, links=(link("a", "lost", cables=4, length_m=7.0),))
    lost = Node(id="lost", kind="server", order=99)
    design = replace(design, nodes={**design.nodes, "lost": lost})
    assert cable_routes(design).link.size == 0
    every = cable_routes(design, every=True)
    assert (every.way.tolist(), every.count.tolist(), every.length_m.tolist()) == ([UNKNOWN], [4], [7.0])


@pytest.mark.parametrize("spread", ["even", "mesh", "pairwise", "block", "ring", "complete"])
@pytest.mark.parametrize(("copies", "cables"), [(1, 1), (2, 1), (2, 2), (3, 3)])
def test_the_cables_between_copies_of_one_node_join_those_that_they_are_drawn_to_join(spread, copies, cables):
    """One cable of a complete graph of two leads from the first to the second, not to the first again."""
    only = link("leaf", "leaf", spread=spread, cables=cables)
    design = Design(nodes={"leaf": Node(id="leaf", kind="switch", copies=copies)}, links={only.id: only})
    routes = cable_routes(design, every=True)
    assert laid_between(routes, np.arange(routes.count.size)) == Counter(cable_ends(design, only))


def laid_between(routes, rows):
    """How many cables ROWS lay between each pair of copies."""
    laid = Counter()
    for row in rows.tolist():
        laid[int(routes.seats.copy[routes.a[row]]), int(routes.seats.copy[routes.b[row]])] += int(routes.count[row])
    return laid


@st.composite
def rows_of_racks(draw: st.DrawFn) -> Design:
    """Racks in rows, with copies, and links of each spread between their devices; trays in some aisles."""
    nodes = {}
    trays = [tray(f"t{k}", (0, k * 2_400 + 1_500), (9_000, k * 2_400 + 1_500)) for k in range(draw(st.integers(0, 3)))]
    if trays:
        trays.append(tray("across", (3_000, 0), (3_000, 9_000)))
    nodes["hall"] = Node(id="hall", kind="room", plan=RoomPlan(trays=tuple(trays)), copies=draw(st.integers(1, 2)))
    for k in range(draw(st.integers(2, 4))):
        place = FloorPlace(
            x_mm=draw(st.integers(0, 8)) * 600.0, y_mm=k * 2_400.0, rotation_deg=draw(st.sampled_from((0.0, 180.0)))
        )
        floor = place if draw(st.booleans()) or k < 2 else None
        copies = draw(st.integers(1, 3))
        nodes[f"r{k}"] = Node(id=f"r{k}", kind="rack", parent="hall", copies=copies, order=k, floor=floor)
        nodes[f"d{k}"] = Node(
            id=f"d{k}",
            kind="server",
            parent=f"r{k}",
            copies=draw(st.integers(1, 3)),
            order=9 + k,
            rack=RackPlace(u=draw(st.integers(1, 20))),
        )
    ends = st.sampled_from([name for name in nodes if name.startswith("d")])
    links = {
        f"l{k}": Link(
            id=f"l{k}",
            a=draw(ends),
            b=draw(ends),
            medium=draw(st.sampled_from(("fabric", "power"))),
            cables=draw(st.integers(1, 12)),
            spread=draw(st.sampled_from(("even", "mesh", "pairwise", "block", "ring", "complete"))),
        )
        for k in range(draw(st.integers(1, 4)))
    }
    return Design(nodes=nodes, links=links)


@settings(deadline=None)
@given(rows_of_racks())
def test_every_cable_is_laid_once_between_the_copies_that_it_joins(design):
    routes = cable_routes(design, every=True)
    by_link = counts(design).cables_by_link
    for number, one in enumerate(routes.links):
        rows = np.flatnonzero(routes.link == number)
        assert routes.count[rows].sum() == by_link[one.id]
        assert laid_between(routes, rows) == Counter(cable_ends(design, one))


@settings(deadline=None)
@given(rows_of_racks(), st.integers(0, 3), st.integers(0, 9_000), st.integers(0, 9_000), st.sampled_from((0, 90, 180)))
def test_a_moved_rack_is_routed_as_if_all_were_and_back_again_as_it_was(design, number, x, y, turn):
    rack = design.nodes.get(f"r{number}")
    if rack is None or rack.floor is None:
        return
    before = cable_routes(design, every=True)
    place = replace(rack.floor, x_mm=float(x), y_mm=float(y), rotation_deg=float(turn))
    moved = replace(design, nodes={**design.nodes, rack.id: replace(rack, floor=place)})
    found = moved_routes(before, moved)
    assert found is not None
    anew = cable_routes(moved, every=True)
    np.testing.assert_array_equal(found[0].length_m, anew.length_m)
    np.testing.assert_array_equal(found[0].way, anew.way)
    back = moved_routes(found[0], design)
    assert back is not None
    np.testing.assert_array_equal(back[0].length_m, before.length_m)
    np.testing.assert_array_equal(back[0].at, before.at)


def test_any_other_change_is_no_move():
    design = hall(places={"a": (0, 0), "b": (3_000, 4_000)}, links=(link("a", "b"),))
    before = cable_routes(design)
    more = replace(design, links={"a-b": link("a", "b", cables=2)})
    assert moved_routes(before, more) is None
    higher = replace(design, nodes={**design.nodes, "a": replace(design.nodes["a"], rack=RackPlace(u=3))})
    assert moved_routes(before, higher) is None
    off = replace(design, nodes={**design.nodes, "rack-a": replace(design.nodes["rack-a"], floor=None)})
    assert moved_routes(before, off) is None
    same = moved_routes(before, replace(design))
    assert same is not None
    assert same[1].size == 0
