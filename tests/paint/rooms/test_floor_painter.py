"""A room painted to scale: what is outlined, coloured and marked, and what is said from afar and near by."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.records import Rect
from designer.drawing.rooms.floor import FloorDrawing, draw_floor
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.model.design import Design, FloorPlace, Node, RackPlace
from designer.model.parts.part import Part, Quantity
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.paint.application import ensure_application
from designer.paint.painter import paint_ground
from designer.paint.rooms.floor import paint_floor
from tests.paint.pixels import count, differing, near

LIGHT = theme_named("light")
PARTS = {
    "t/box": Part(
        id="t/box",
        kind="server",
        layer="servers_fabric",
        vendor="T",
        name="Box",
        facts={"inlet_max_c": Quantity(value=35), "height_u": Quantity(value=8)},
        texts={"airflow": "front to rear"},
    )
}


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


def rack(name: str, x: float, y: float = 2_000, turn: float = 0.0, **fields) -> Node:
    place = FloorPlace(x_mm=x, y_mm=y, rotation_deg=turn)
    return Node(**{"id": name, "name": name.title(), "kind": "rack", "parent": "hall", "floor": place, **fields})


def hall(*racks: Node) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(outline=rectangle(6_000, 6_000)))
    return Design(nodes={"hall": room, **{node.id: node for node in racks}}, parts=PARTS)


def with_box(design: Design, *racks: str, texts: dict[str, str] | None = None) -> Design:
    """DESIGN with a box of 8 units in each of RACKS."""
    boxes = {
        f"in {name}": Node(id=f"in {name}", kind="server", part="t/box", parent=name, rack=RackPlace(u=1))
        for name in racks
    }
    parts = {"t/box": replace(PARTS["t/box"], texts=texts)} if texts is not None else PARTS
    return replace(design, nodes={**design.nodes, **boxes}, parts=parts)


def painted(drawing: FloorDrawing, theme: ThemeName = "light", scale: float = 1.0, **options) -> QImage:
    """The room of 600 by 600 centimetres at SCALE."""
    side = round(600 * scale)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    visible = Rect(0, 0, 600, 600)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=visible, scale=scale, grid=False)
        paint_floor(painter, drawing, visible=visible, scale=scale, **options)
    painter.end()
    return image


def around(drawing: FloorDrawing, place: int, more: float = 4.0) -> Rect:
    left, top, right, bottom = drawing.feet[place].tolist()
    return Rect(left, top, right - left, bottom - top).grown(more)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_rack_is_the_surface_with_its_front_drawn_strong(theme: ThemeName):
    look = theme_named(theme)
    drawing = draw_floor(hall(rack("a", 1_000)))
    image = painted(drawing, theme)
    assert image.pixelColor(105, 210).name().upper() == look.colour("surface").upper()
    front, rear = Rect(104, 318, 52, 4), Rect(104, 198, 52, 4)
    assert count(image, look.colour("text"), front) > 40
    assert count(image, look.colour("text"), rear) == 0


def test_the_chosen_rack_and_the_one_under_the_pointer_are_outlined():
    drawing = draw_floor(hall(rack("a", 1_000), rack("b", 3_000), rack("t", 4_500, turn=30)))
    accent = LIGHT.colour("accent")
    plain = painted(drawing)
    assert [count(plain, accent, around(drawing, place)) for place in range(3)] == [0, 0, 0]
    chosen = painted(drawing, selected=frozenset({"b", "t"}))
    assert count(chosen, accent, around(drawing, 0)) == 0
    assert count(chosen, accent, around(drawing, 1)) > 300
    assert count(chosen, accent, around(drawing, 2)) > 50
    # A thin edge is smoothed away from the pure colour unless the view moves.
    pointed = painted(drawing, hovered=0, moving=True)
    assert count(pointed, accent, around(drawing, 0)) > 150
    assert count(pointed, accent, around(drawing, 1)) == 0


def test_a_rack_in_the_way_of_another_has_a_sign_besides_its_colour():
    fine = draw_floor(hall(rack("a", 1_000), rack("b", 3_000)))
    wrong = draw_floor(hall(rack("a", 1_000), rack("b", 1_300)))
    error = LIGHT.colour("error")
    assert wrong.troubled.all()
    assert count(painted(fine), error, Rect(0, 0, 600, 600)) == 0
    sign = Rect(150, 192, 16, 20)
    assert count(painted(wrong), error, sign) > 60
    # Too far away for a sign, the edge remains.
    assert count(painted(wrong, scale=0.2), error, Rect(0, 0, 120, 120)) > 10


@pytest.mark.parametrize("turn", [0.0, 30.0])
def test_heat_fills_as_much_of_a_rack_as_its_share_from_the_front_on(turn: float):
    cables = [rack("a", 1_000, turn=turn), rack("b", 3_000, turn=turn)]
    drawing = draw_floor(with_box(hall(*cables), "a", "b"), overlay="cables")
    filled = {}
    for share in (0.25, 1.0):
        drawing = draw_floor(with_box(hall(*cables), "a", "b"), overlay="cables")
        drawing.shares[:] = share
        colour = LIGHT.heat_colour(share)
        filled[share] = count(painted(drawing), colour, around(drawing, 0, 20))
        assert count(painted(drawing), colour, around(drawing, 1, 20)) == pytest.approx(filled[share], abs=60)
    # 86% of the width by 86% of the depth, less the words on it, and a quarter of that.
    assert filled[1.0] == pytest.approx(60 * 120 * 0.86**2, rel=0.35)
    assert filled[0.25] < filled[1.0] / 2
    drawing = draw_floor(hall(*cables), overlay="temperature")
    assert all(count(painted(drawing), LIGHT.heat_colour(step / 24), around(drawing, 0)) == 0 for step in (0, 12, 24))


@pytest.mark.parametrize(("words", "cold_below"), [("front to rear", True), ("rear to front", False)])
def test_air_has_a_cold_and_a_hot_side_and_an_arrow(words: str, cold_below: bool):
    """The front of a rack that is not turned is below, towards larger y."""
    drawing = draw_floor(with_box(hall(rack("a", 1_000)), "a", texts={"airflow": words}), overlay="air")
    image = painted(drawing)
    above, below = Rect(102, 202, 56, 24), Rect(102, 294, 56, 24)
    cold, hot = (below, above) if cold_below else (above, below)
    assert count(image, LIGHT.heat_colour(0.0), cold) > 0.7 * cold.width * cold.height
    assert count(image, LIGHT.heat_colour(1.0), hot) > 0.7 * hot.width * hot.height
    assert count(image, LIGHT.heat_colour(1.0), cold) == count(image, LIGHT.heat_colour(0.0), hot) == 0


def test_without_a_word_a_rack_is_cold_at_its_front_and_anything_else_is_not_coloured():
    other = Node(id="ups", kind="ups", parent="hall", floor=FloorPlace(x_mm=3_000, y_mm=2_000))
    drawing = draw_floor(with_box(hall(rack("a", 1_000), other), "a", texts={}), overlay="air")
    assert drawing.ways.tolist() == [1, 0]
    image = painted(drawing)
    cold, hot = LIGHT.heat_colour(0.0), LIGHT.heat_colour(1.0)
    assert count(image, cold, Rect(102, 294, 56, 24)) > 500
    assert [count(image, colour, around(drawing, 1)) for colour in (cold, hot)] == [0, 0]


def dark(image: QImage, area: Rect) -> int:
    """Return how many pixels of AREA are of about the ink of words."""
    ink = near(image, LIGHT.colour("muted"), 120)
    return int(ink[int(area.y) : int(area.bottom), int(area.x) : int(area.right)].sum())


def test_names_are_on_racks_near_by_and_beside_each_other_from_afar():
    design = hall(*(rack(f"rack {number}", 600 + 600 * number) for number in range(6)))
    drawing = draw_floor(design)
    near = painted(drawing, scale=1.0)
    inside = [Rect(62 + 60 * number, 204, 56, 110) for number in range(6)]
    assert all(dark(near, area) > 20 for area in inside)
    # At a fifth the racks are 12 pixels wide: no name fits on one.
    far = painted(drawing, scale=0.2)
    bare = draw_floor(design)
    bare.blocks = ()
    assert far != painted(bare, scale=0.2)


def test_a_long_name_stays_on_its_rack():
    name = "The northern rack of the storage of the second scalable unit"
    drawing = draw_floor(hall(replace(rack("a", 1_000), name=name)))
    plain = draw_floor(hall(rack("a", 1_000)))
    one, other = painted(drawing, scale=1.0), painted(plain, scale=1.0)
    rows, columns = np.nonzero(differing(one, other))
    assert len(rows) > 100
    assert 98 <= columns.min() < columns.max() <= 162
    assert 198 <= rows.min() < rows.max() <= 322


def test_while_it_moves_edges_are_not_smoothed():
    drawing = draw_floor(hall(rack("t", 2_000, turn=30)))
    accent = LIGHT.colour("accent")
    still = painted(drawing, selected=frozenset({"t"}))
    moving = painted(drawing, selected=frozenset({"t"}), moving=True)
    area = around(drawing, 0)
    # Smooth edges are mixed with what lies behind them, hard ones are of the pure colour.
    assert count(moving, accent, area) > count(still, accent, area)
