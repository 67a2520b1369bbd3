from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile, Wire


def tile(name: str, x: float) -> Tile:
    return Tile(name, Rect(x, 0, 100, 50), name, "", "", "server", "servers_fabric", 1)


def wire(name: str, a: str, b: str) -> Wire:
    points = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0))
    return Wire(name, a, b, points, "fabric", "servers_fabric", "", Rect(0, 0, 0, 0), 1.0)


def test_a_crop_keeps_what_the_area_touches_and_the_wires_between() -> None:
    #   a --ab-- b --bc-- c      the area touches a and b
    drawing = Drawing(
        tiles=(tile("a", 0), tile("b", 200), tile("c", 400)), wires=(wire("ab", "a", "b"), wire("bc", "b", "c"))
    )
    cropped = drawing.cropped(Rect(50, 10, 200, 10))
    assert [one.id for one in cropped.tiles] == ["a", "b"]
    assert [one.id for one in cropped.wires] == ["ab"]


def test_around_is_the_rectangle_of_all_that_is_drawn() -> None:
    drawing = Drawing(tiles=(tile("a", 0), tile("b", 200)))
    assert drawing.around(("a", "b", "not-there")) == Rect(0, 0, 300, 50)
    assert drawing.around(("not-there",)) is None
