"""How full trays are and where cables bend, by hand."""

from math import pi

import pytest
from msgspec.structs import replace

from designer.analysis.rooms.cables import cable_plan
from designer.analysis.rooms.trays_fill import way_of
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace, Settings
from designer.model.parts.part import Part, PortGroup, Quantity
from designer.model.rooms.room_plan import Point, RoomPlan, Tray


def tray(name: str, *corners: tuple[float, float], **fields: object) -> Tray:
    return Tray(**{"id": name, "line": tuple(Point(x_mm=x, y_mm=y) for x, y in corners), **fields})


PORTS = (PortGroup(name="p", media=("fabric",), count=64, connector="RJ45", rate_gbps=1.0),)
CABLE = Part(
    id="cat",
    kind="cable",
    layer="servers_fabric",
    vendor="test",
    name="cat",
    tags=("rj45",),
    texts={"ends": "RJ45 to RJ45"},
    facts={"rate_gbps": Quantity(value=10.0), "reach_m": Quantity(value=100.0)},
)


def hall(
    *trays: Tray, links: dict[str, tuple[str, str, int]], at: dict[str, tuple[float, float]], **assumed: float
) -> Design:
    nodes = {"hall": Node(id="hall", kind="room", plan=RoomPlan(trays=trays))}
    for name, (x, y) in at.items():
        nodes[f"r{name}"] = Node(id=f"r{name}", kind="rack", parent="hall", floor=FloorPlace(x_mm=x, y_mm=y))
        nodes[name] = Node(id=name, kind="switch", parent=f"r{name}", rack=RackPlace(u=5), ports=PORTS)
    made = {k: Link(id=k, a=a, b=b, medium="fabric", cables=n) for k, (a, b, n) in links.items()}
    return Design(settings=Settings(assumptions={"twisted_pair_mm": 10.0, **assumed}), nodes=nodes, links=made)


def fills(design: Design) -> dict[str, tuple[int, list[float]]]:
    result = cable_plan(design, {"cat": CABLE}).result
    return {one.tray: (one.cables, [section.value for section in one.sections]) for one in result.trays}


AREA = pi / 4 * 100
"""Of a cable 10 mm thick."""


def test_cables_fill_the_tray_between_their_racks_and_most_where_they_lie_beside_each_other():
    # Fronts at y 1200; racks at x 300, 3300 and 6300 along the tray.
    at = {"a": (0.0, 0.0), "b": (3_000.0, 0.0), "c": (6_000.0, 0.0)}
    along = tray("t", (0, 1_300), (9_000, 1_300), width_mm=100.0, depth_mm=50.0)
    assert fills(hall(along, links={"l": ("a", "c", 4)}, at=at)) == {"t": (4, [pytest.approx(4 * AREA / 5_000)])}
    both = {"l": ("a", "c", 4), "m": ("a", "b", 6)}
    assert fills(hall(along, links=both, at=at)) == {"t": (10, [pytest.approx(10 * AREA / 5_000)])}
    in_turn = {"l": ("a", "b", 4), "m": ("b", "c", 6)}
    assert fills(hall(along, links=in_turn, at=at)) == {"t": (6, [pytest.approx(6 * AREA / 5_000)])}


def test_sections_lie_between_meetings_and_routes_name_their_trays():
    at = {"a": (0.0, 0.0), "b": (0.0, 6_000.0), "c": (6_000.0, 0.0)}
    trays = (
        tray("north", (0, 1_300), (9_000, 1_300), width_mm=100.0, depth_mm=50.0),
        tray("south", (0, 7_300), (9_000, 7_300), width_mm=100.0, depth_mm=50.0),
        tray("across", (2_000, 1_000), (2_000, 9_000), width_mm=200.0, depth_mm=50.0),
    )
    design = hall(*trays, links={"l": ("a", "b", 4), "m": ("a", "c", 2)}, at=at)
    assert fills(design) == {
        "north": (6, [pytest.approx(6 * AREA / 5_000), pytest.approx(2 * AREA / 5_000)]),
        "south": (4, [pytest.approx(4 * AREA / 5_000), 0.0]),
        "across": (4, [0.0, pytest.approx(4 * AREA / 10_000), 0.0]),
    }
    routes = cable_plan(design, {"cat": CABLE}).routes
    assert way_of(routes, 0) == ("north", "across", "south")
    assert way_of(routes, 1) == ("north",)


def test_a_tray_of_two_media_holds_the_cables_of_both():
    at = {"a": (0.0, 0.0), "b": (3_000.0, 0.0)}
    along = tray("t", (0, 1_300), (9_000, 1_300), width_mm=100.0, depth_mm=50.0)
    other = tray("s", (0, 5_300), (9_000, 5_300), media=("storage",))
    design = hall(along, other, links={"l": ("a", "b", 4)}, at=at, copper_cable_mm=20.0)
    both = Link(id="s", a="a", b="b", medium="storage", cables=1)
    design = replace(design, links={**design.links, "s": both})
    assert fills(design)["t"] == (5, [pytest.approx((4 + 4) * AREA / 5_000)])


def test_a_corner_that_is_narrower_than_the_cable_bends_is_told_and_a_wide_one_is_not():
    at = {"a": (0.0, 0.0), "b": (8_000.0, 4_000.0)}
    corners = ((0, 1_300), (9_000, 1_300), (9_000, 5_300))
    narrow = cable_plan(
        hall(tray("t", *corners, width_mm=90.0), links={"l": ("a", "b", 1)}, at=at), {"cat": CABLE}
    ).result
    (bend,) = narrow.bends
    assert (bend.trays, bend.x_mm, bend.y_mm, bend.width_mm, bend.needed_mm, bend.link) == (
        ("t",),
        9_000,
        1_300,
        90,
        100,
        "l",
    )
    wide = hall(tray("t", *corners, width_mm=100.0), links={"l": ("a", "b", 1)}, at=at)
    assert cable_plan(wide, {"cat": CABLE}).result.bends == ()


def test_copies_of_a_room_do_not_fill_its_trays_twice():
    at = {"a": (0.0, 0.0), "b": (3_000.0, 0.0)}
    along = tray("t", (0, 1_300), (9_000, 1_300))
    design = hall(along, links={"l": ("a", "b", 4)}, at=at)
    twice = replace(design, nodes={**design.nodes, "hall": replace(design.nodes["hall"], copies=2)})
    assert fills(twice) == fills(design)
