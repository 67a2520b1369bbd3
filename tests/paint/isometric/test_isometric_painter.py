"""The room as a picture: heat, failures, devices near by, what is chosen, and the parts of the room itself."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.isometric.isometric import IsometricDrawing, draw_isometric
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.model.design import Design, FloorPlace, Node, RackPlace
from designer.model.parts.part import Part, Quantity
from designer.model.rooms.room_plan import Aisle, Box, Door, Point, RoomPlan, Tray, rectangle
from designer.paint.application import ensure_application
from designer.paint.isometric.isometric import paint_isometric, paint_picture
from designer.paint.isometric.look import shades
from designer.paint.painter import paint_ground
from tests.paint.pixels import colours, count, differing

LIGHT = theme_named("light")
PARTS = {
    "t/box": Part(
        id="t/box",
        kind="server",
        layer="servers_fabric",
        vendor="T",
        name="Box",
        facts={"height_u": Quantity(value=8), "power_max_w": Quantity(value=9_000)},
    )
}


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


def hall(*nodes: Node, **plan: object) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(**{"outline": rectangle(8_000, 6_000), **plan}))
    return Design(nodes={"hall": room, **{node.id: node for node in nodes}}, parts=PARTS)


def rack(name: str, x: float, y: float = 2_000, turn: float = 0.0) -> Node:
    place = FloorPlace(x_mm=x, y_mm=y, rotation_deg=turn)
    return Node(id=name, name=name.title(), kind="rack", parent="hall", floor=place)


def box(inside: str, unit: int = 1) -> Node:
    name = f"box {unit} in {inside}"
    return Node(id=name, kind="server", part="t/box", parent=inside, rack=RackPlace(u=unit))


def painted(
    drawing: IsometricDrawing,
    theme: ThemeName = "light",
    scale: float = 1.0,
    around: Rect | None = None,
    *,
    names: bool = False,
    **options,
) -> QImage:
    area = around or drawing.bounds
    image = QImage(round(area.width * scale), round(area.height * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-area.x, -area.y)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=area, scale=scale, grid=False)
        paint = paint_isometric if names or "selected" in options or "hovered" in options else paint_picture
        paint(painter, drawing, visible=area, scale=scale, **options)
    painter.end()
    return image


def sight_of(drawing: IsometricDrawing, place: int = 0, more: float = 4.0) -> Rect:
    left, top, right, bottom = drawing.sights[place].tolist()
    return Rect(left, top, right - left, bottom - top).grown(more)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_the_roof_of_a_rack_has_its_heat_and_its_front_a_column_as_tall_as_its_share(theme: ThemeName):
    drawing = draw_isometric(hall(rack("a", 2_000), box("a")), overlay="cables")
    tall = {}
    for share in (0.25, 1.0):
        drawing.painted.clear()
        drawing.shares[:] = share
        image = painted(drawing, theme, around=sight_of(drawing))
        colour = theme_named(theme).heat_colour(share)
        tall[share] = count(image, colour)
    # The roof is as large in both; the column differs.
    assert tall[0.25] > 1_000
    assert tall[1.0] > tall[0.25] + 2_000


def test_what_nobody_knows_has_no_heat():
    drawing = draw_isometric(hall(rack("a", 2_000)), overlay="temperature")
    image = painted(drawing, around=sight_of(drawing))
    assert [count(image, LIGHT.heat_colour(step / 8)) for step in range(9)] == [0] * 9


def test_what_has_failed_is_crossed_out_on_its_roof():
    design = hall(rack("a", 2_000), rack("b", 4_000), box("a"), box("b"))
    fine, failed = draw_isometric(design), draw_isometric(design, failed=("a",))
    assert failed.dark.tolist() == [True, False]
    error = LIGHT.colour("error")
    assert count(painted(fine, around=sight_of(fine, 0)), error) == 0
    assert count(painted(failed, around=sight_of(failed, 0)), error) > 60
    assert count(painted(failed, around=sight_of(failed, 1)), error) == 0


def test_a_device_that_failed_is_a_sign_on_its_rack():
    design = hall(rack("a", 2_000), box("a", 1), box("a", 20))
    partly = draw_isometric(design, failed=("box 1 in a",))
    assert (partly.partly.tolist(), partly.dark.tolist()) == ([True], [False])
    area = sight_of(partly, more=20)
    inks = (LIGHT.colour("error"), LIGHT.colour("warn"))
    before = painted(draw_isometric(design), around=area, names=True)
    after = painted(partly, around=area, names=True)
    assert max(count(after, ink) - count(before, ink) for ink in inks) > 40


def test_devices_are_told_apart_only_from_near_enough():
    drawing = draw_isometric(hall(rack("a", 2_000), *(box("a", unit) for unit in (1, 9, 17))))
    area = sight_of(drawing)
    far, near, nearest = (colours(painted(drawing, scale=scale, around=area)) for scale in (0.1, 1.0, 3.0))
    assert far < near < nearest


def test_what_is_behind_is_seen_when_the_room_is_turned():
    design = hall(rack("a", 2_000), box("a"))
    shown = [painted(draw_isometric(design, quarter=quarter), scale=0.5) for quarter in range(4)]
    assert len({bytes(image.constBits()) for image in shown}) == 4


def test_while_many_move_their_devices_are_left_out(monkeypatch: pytest.MonkeyPatch):
    drawing = draw_isometric(hall(rack("a", 2_000), *(box("a", unit) for unit in (1, 9, 17))))
    area = sight_of(drawing)
    monkeypatch.setattr("designer.paint.isometric.isometric._MANY", 0)
    still, moving = painted(drawing, around=area), painted(drawing, around=area, moving=True)
    assert colours(moving) < colours(still)


def test_the_chosen_racks_are_outlined_even_behind_others():
    design = hall(rack("front", 2_000, 3_000), rack("behind", 2_000, 1_700), box("front"), box("behind"))
    drawing = draw_isometric(design)
    accent = LIGHT.colour("accent")
    plain = painted(drawing)
    assert count(plain, accent) == 0
    one = count(painted(drawing, selected=frozenset({"behind"})), accent)
    assert one > 200
    # Neighbours have one edge around both: longer than one, shorter than two apart.
    assert one < count(painted(drawing, selected=frozenset({"front", "behind"})), accent) < 2.2 * one
    assert count(painted(drawing, hovered=0), accent) > 100


def test_a_cabinet_that_is_no_rack_bears_the_icon_of_its_kind():
    place = FloorPlace(x_mm=2_000, y_mm=2_000)
    cooler = Node(id="crah", kind="crah", parent="hall", floor=place)
    drawing = draw_isometric(hall(cooler))
    assert drawing.standees[0].icon
    area = sight_of(drawing)
    # Too small for its icon from afar; near by the icon has the ink of its layer.
    bare = draw_isometric(hall(cooler))
    bare.standees = tuple(one._replace(icon="") for one in bare.standees)
    assert painted(drawing, scale=0.1, around=area) == painted(bare, scale=0.1, around=area)
    assert painted(drawing, scale=1.0, around=area) != painted(bare, scale=1.0, around=area)


# The room


def changed(one: Design, other: Design, scale: float = 0.5, quarter: int = 0) -> int:
    """How many pixels of the pictures of two designs differ, over the bounds of the first."""
    first, second = (draw_isometric(design, quarter=quarter) for design in (one, other))
    area = first.bounds
    a, b = painted(first, scale=scale, around=area), painted(second, scale=scale, around=area)
    return int(differing(a, b).sum())


@pytest.mark.parametrize(
    "plan",
    [
        {"columns": (Box(x_mm=5_000, y_mm=2_000, width_mm=600, depth_mm=600),)},
        {"doors": (Door(x_mm=3_000, y_mm=0),)},
        {"trays": (Tray(id="t", line=(Point(x_mm=500, y_mm=1_000), Point(x_mm=7_000, y_mm=1_000)), above_mm=2_400),)},
    ],
    ids=["a column", "a door", "a tray"],
)
def test_each_part_of_a_room_is_seen(plan: dict[str, object]):
    assert changed(hall(**plan), hall()) > 100


def test_the_rungs_of_a_ladder_are_seen_near_by_and_not_from_afar():
    line = (Point(x_mm=500, y_mm=1_000), Point(x_mm=7_000, y_mm=1_000))
    ladder, plate = (hall(trays=(Tray(id="t", line=line, above_mm=2_400, form=form),)) for form in ("ladder", "tray"))
    assert changed(ladder, plate, scale=0.5) > 100
    assert changed(ladder, plate, scale=0.08) == 0


def test_a_contained_aisle_has_a_roof_between_its_racks():
    racks = (rack("a", 2_000, 1_000, 180.0), rack("b", 2_000, 3_400))

    def with_aisle(*, contained: bool) -> Design:
        area = Box(x_mm=2_000, y_mm=2_200, width_mm=600, depth_mm=1_200)
        return hall(*racks, aisles=(Aisle(kind="cold", area=area, contained=contained),))

    assert changed(with_aisle(contained=True), with_aisle(contained=False)) > 200
    # Without racks beside it there is nothing that a roof could rest on: the same marks on the floor, and no more.
    alone = Aisle(kind="cold", area=Box(x_mm=6_000, y_mm=4_000, width_mm=600, depth_mm=1_200), contained=True)
    drawing = draw_isometric(hall(rack("a", 1_000, 1_000), aisles=(alone,)))
    high = [drawing.eye.placed(np.array([(630.0, 460.0)]), up)[0] for up in (0.0, 190.0)]
    above = Rect(high[1][0] - 10, high[1][1] - 10, 20, 20)
    bare = draw_isometric(hall(rack("a", 1_000, 1_000)))
    assert painted(drawing, around=above) == painted(bare, around=above)


def test_a_person_stands_in_the_room_for_scale():
    drawing = draw_isometric(hall(rack("a", 2_000)))
    (person,) = [solid for solid in drawing.solids if solid.kind == "figure"]
    x, y = drawing.eye.placed(person.corners.mean(axis=0)).tolist()
    area = Rect(x - 40, y - person.high * 1.05, 80, person.high * 1.1)
    figure = count(painted(drawing, around=area), shades("light").figure)
    assert figure > 0.1 * area.width * area.height
