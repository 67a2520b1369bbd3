"""Pixels of painted drawings: layer edges, fills, marks, selection, and what is left out."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from designer.analysis.power.power_chain import plant_result
from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.one_line.one_line import draw_one_line
from designer.drawing.plates.plate_shapes import plate_shapes
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import EDGE_WIDTH, THEME_NAMES, theme_named
from designer.drawing.topology.anatomy import plate_rect
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.parts.part import PortGroup
from designer.paint.application import ensure_application
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.text_widths import text_widths
from designer.paint.topology.tiles import PORTS_FROM
from designer.review.findings import Finding
from tests.analysis.power.drawn import two_sides
from tests.paint import pixels

WIDTH, HEIGHT = 1120, 640


@pytest.fixture(autouse=True)
def _application():
    ensure_application()


def painted(drawing: Drawing, theme: str = "light", scale: float = 1.0, **options) -> QImage:
    """The canvas from its origin on, at SCALE."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    visible = Rect(0, 0, WIDTH / scale, HEIGHT / scale)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=visible, scale=scale, grid=False)
        paint_drawing(painter, drawing, visible=visible, scale=scale, **options)
    painter.end()
    return image


def colour_at(image: QImage, x: float, y: float) -> str:
    return image.pixelColor(int(x), int(y)).name().upper()


def pixels_of(image: QImage, area: Rect, colour: str) -> int:
    """How many pixels of AREA have COLOUR."""
    wanted = QColor(colour).rgb()
    part = image.copy(QRectF(*area).toRect())
    return sum(part.pixel(x, y) == wanted for x in range(part.width()) for y in range(part.height()))


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_tile_has_its_layer_as_its_left_edge_and_the_surface_inside(superpod, theme):
    look = theme_named(theme)
    drawing = draw_topology(superpod, widths=text_widths())
    image = painted(drawing, theme)
    for tile in drawing.tiles:
        middle = tile.rect.y + tile.rect.height / 2
        assert colour_at(image, tile.rect.x + EDGE_WIDTH / 2, middle) == look.layer(tile.layer)
        assert colour_at(image, tile.rect.x + 8, middle) == look.colour("surface")


def test_far_tiles_are_boxes_tinted_by_layer(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    image = painted(drawing, scale=0.2)
    storage, switch = (drawing.rect_of(name) for name in ("ddn", "store"))
    colours = {colour_at(image, rect.centre[0] * 0.2, rect.centre[1] * 0.2) for rect in (storage, switch)}
    assert len(colours) == 2
    assert theme_named("light").colour("canvas") not in colours


def test_names_can_be_read_in_the_middle_distance(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    image = painted(drawing, scale=0.4)
    rect = drawing.rect_of("leaf")
    area = Rect(rect.x * 0.4, rect.y * 0.4, rect.width * 0.4, rect.height * 0.4)
    ink = theme_named("light").colour("text")
    dark = sum(
        image.pixelColor(x, y).lightness() < QColor(ink).lightness() + 60
        for x in range(int(area.x), int(area.right))
        for y in range(int(area.y), int(area.bottom))
    )
    assert dark > 60


def test_the_selection_is_outlined_in_the_accent(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    accent = theme_named("light").colour("accent")
    area = drawing.rect_of("leaf").grown(2)
    assert pixels_of(painted(drawing), area, accent) == 0
    assert pixels_of(painted(drawing, selected=frozenset({"leaf"})), area, accent) > 200


def test_errors_and_warnings_have_a_mark_besides_their_colour(superpod):
    look = theme_named("light")
    findings = (
        Finding(rule="a", severity="error", message="No.", ids=("ddn",)),
        Finding(rule="b", severity="warning", message="Hm.", ids=("oob",)),
    )
    drawing = draw_topology(superpod, widths=text_widths(), findings=findings)
    image = painted(drawing)
    for node, name in (("ddn", "error"), ("oob", "warn")):
        rect = drawing.rect_of(node)
        corner = Rect(rect.right - 26, rect.y - 10, 20, 20)
        assert pixels_of(image, corner, look.colour(name)) > 90
        assert pixels_of(image, corner, look.colour("surface")) > 10


def test_the_mark_of_a_finding_covers_no_port(superpod):
    finding = Finding(rule="a", severity="error", message="No.", ids=("leaf",))
    drawings = [draw_topology(superpod, widths=text_widths(), findings=found) for found in ((), (finding,))]
    tile = drawings[0].tiles[drawings[0].tile_index["leaf"]]
    ink = theme_named("light").stroke(tile.ports[0].medium).colour
    # Ports are drawn from this scale on.
    x, y = tile.ports[0].x * PORTS_FROM, tile.ports[0].y * PORTS_FROM
    around = Rect(x - 7, y - 7, 14, 14)
    plain, marked = (pixels_of(painted(drawing, scale=PORTS_FROM), around, ink) for drawing in drawings)
    assert marked == plain > 5


def test_a_wire_ends_in_a_plug_where_ports_are_seen(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    wire = drawing.wires[drawing.wire_index["uplinks"]]
    ink = theme_named("light").stroke(wire.medium).colour
    (x, y), (to_x, to_y) = wire.points[0], wire.points[1]
    assert x == to_x
    beside = Rect(x - 12, y if to_y > y else y - 5, 24, 4)
    far_along = beside._replace(y=beside.y + (24 if to_y > y else -24))

    def wider(drawing: Drawing, scale: float) -> int:
        """How many pixels more the wire takes at its end than further along."""
        image = QImage(round(40 * scale), round(80 * scale), QImage.Format.Format_RGB32)
        image.fill(QColor(theme_named("light").colour("canvas")))
        painter = QPainter(image)
        painter.scale(scale, scale)
        corner = x - 20, y - 40
        painter.translate(-corner[0], -corner[1])
        paint_drawing(painter, drawing, visible=Rect(*corner, 40, 80), scale=scale)
        painter.end()
        ends, along = (
            Rect((area.x - corner[0]) * scale, (area.y - corner[1]) * scale, area.width * scale, area.height * scale)
            for area in (beside, far_along)
        )
        return pixels_of(image, ends, ink) - pixels_of(image, along, ink)

    assert wider(drawing, 1.5) > 8
    # Ports are detail: from the usual distance a wire just ends at the tile.
    assert wider(drawing, 1.0) <= 0
    assert wider(draw_topology(superpod, widths=text_widths(), detail="plain"), 1.5) <= 0


def plate_at(drawing: Drawing, node: str, scale: float, theme: str = "light") -> QImage:
    """The plate of NODE at SCALE."""
    tile = drawing.tiles[drawing.tile_index[node]]
    place = plate_rect(tile)
    assert place is not None
    image = QImage(round(place.width * scale), round(place.height * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-tile.rect.x - place.x, -tile.rect.y - place.y)
    with in_theme(theme_named(theme)):
        paint_drawing(painter, drawing, visible=tile.rect, scale=scale)
    painter.end()
    return image


def test_ports_in_use_are_lit_and_numbered_from_near_by(superpod):
    """A QM9700 storage switch shows its cages in two rows; each that is wired is lit."""
    drawing = draw_topology(superpod, widths=text_widths())
    plate = drawing.tiles[drawing.tile_index["store"]].plate
    assert plate is not None
    lit, used = theme_named("light").colour("port_lit"), sum(filled for _, filled in plate.runs)
    cells = [shape for shape in plate_shapes(plate, 204.0) if shape.ink == "lit"]
    area = sum(shape.width * shape.height for shape in cells)
    assert used > 0
    image = plate_at(drawing, "store", 1.0)
    whole = pixels_of(image, Rect(0, 0, image.width(), image.height()), lit)
    assert 0.5 * area < whole <= 1.1 * area
    # Numbers cover some of the light, from where they are large enough to be read.
    near = plate_at(drawing, "store", 3.0)
    numbered = pixels_of(near, Rect(0, 0, near.width(), near.height()), lit)
    assert 0.4 * area * 9 < numbered < 0.9 * area * 9


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_on_paper_a_plate_is_ink_and_has_no_fill(kind):
    """No square of 4 × 4 canvas pixels inside a plate is darker than a tint of 12%, as a fill would be."""
    ports = (PortGroup(name="p", media=("fabric",), count=8, rate_gbps=400.0),)
    nodes = {name: Node(id=name, kind=kind, x=300.0 * at, folded=True, ports=ports) for at, name in enumerate("ab")}
    link = Link(id="l", a="a", b="b", medium="fabric", cables=8, a_port="p", b_port="p")
    drawing = draw_topology(Design(nodes=nodes, links={"l": link}), widths=text_widths())
    image = plate_at(drawing, "a", 4.0, "print")
    parts = pixels.pixels_of(image).view(np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    # The largest of a square is the largest of its rows' largest: 32 steps for each pixel instead of 256.
    rows = sliding_window_view(parts.max(axis=2), 16, axis=1).max(axis=2)
    darkest = sliding_window_view(rows, 16, axis=0).max(axis=2).min()
    assert darkest >= 255 * 0.87


def test_marks_are_seen_from_afar(superpod):
    finding = Finding(rule="a", severity="error", message="No.", ids=("ddn",))
    drawing = draw_topology(superpod, widths=text_widths(), findings=(finding,))
    image = painted(drawing, scale=0.15)
    error = theme_named("light").colour("error")
    assert pixels_of(image, Rect(0, 0, WIDTH - 1, HEIGHT - 1), error) > 100


def test_what_is_out_of_sight_is_skipped(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    paint_drawing(painter, drawing, visible=Rect(-5000, -5000, 200, 200), scale=1.0)
    painter.end()
    assert pixels_of(image, Rect(0, 0, 200, 200), "#123456") == 200 * 200


def test_ports_that_fit_stand_out_and_the_rest_fades(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    fits = {(dot.node, dot.port): "no" for tile in drawing.tiles for dot in tile.ports}
    fits["leaf", "ports"] = "yes"
    look = theme_named("light")
    dot = drawing.tiles[drawing.tile_index["leaf"]].ports[0]
    near = painted(drawing, scale=PORTS_FROM, fits=fits)
    around = Rect(dot.x * PORTS_FROM - 10, dot.y * PORTS_FROM - 10, 20, 20)
    assert pixels_of(near, around, look.colour("accent")) > 30
    image = painted(drawing, fits=fits)
    faded = drawing.rect_of("ddn")
    assert colour_at(image, faded.x + 2, faded.centre[1]) != look.layer("data_storage")


def test_feed_b_is_dashed():
    nodes = {name: Node(id=name, kind="pdu", x=40, y=y, order=i) for i, (name, y) in enumerate((("a", 40), ("b", 400)))}
    ink = theme_named("light").layer("facility")
    counts = {}
    for side in ("A", "B"):
        link = Link(id="l", a="a", b="b", medium="power", side=side)
        drawing = draw_topology(Design(nodes=nodes, links={"l": link}), widths=text_widths(), detail="plain")
        counts[side] = pixels_of(painted(drawing), Rect(150, 106, 6, 290), ink)
    assert 0.3 < counts["B"] / counts["A"] < 0.8


@pytest.mark.parametrize("scale", [0.03, 0.2, 0.3, 0.49, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("moving", [False, True])
def test_every_nearness_paints_what_there_is(superpod, scale, moving):
    drawing = draw_topology(superpod, widths=text_widths())
    image = painted(drawing, scale=scale, moving=moving, selected=frozenset({"su", "rails", "dgx"}), hovered="leaf")
    empty = painted(Drawing(), scale=scale)
    assert image != empty


def test_a_scaled_screen_has_the_same_picture_in_more_pixels(superpod):
    drawing = draw_topology(superpod, widths=text_widths())
    look = theme_named("light")
    image = QImage(WIDTH * 2, HEIGHT * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    painter = QPainter(image)
    paint_ground(painter, visible=Rect(0, 0, WIDTH, HEIGHT), scale=1.0, grid=False)
    paint_drawing(painter, drawing, visible=Rect(0, 0, WIDTH, HEIGHT), scale=1.0)
    painter.end()
    rect = drawing.rect_of("leaf")
    assert colour_at(image, (rect.x + 2) * 2, rect.centre[1] * 2) == look.layer("servers_fabric")


def test_measured_words_are_those_that_are_painted():
    widths = text_widths()
    assert widths("", "body") == 0
    assert widths("Leaf", "hero") > widths("Leaf", "body") > widths("Leaf", "caption")
    assert widths("111", "body") == pytest.approx(widths("000", "body"), rel=0.02)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("scale", [0.35, 0.6, 1.0, 1.3])
def test_a_one_line_diagram_shows_its_bars_and_signs_at_every_distance(theme: str, scale: float):
    design = two_sides(ups_w=150_000.0)
    plant = plant_result(design)
    drawing = draw_one_line(design, plant)
    image = painted(drawing, theme, scale)
    look = theme_named(theme)

    def colours(rect: Rect) -> set[str]:
        xs = range(int(rect.x * scale), min(int(rect.right * scale) + 2, WIDTH))
        ys = range(int(rect.y * scale), min(int(rect.bottom * scale) + 2, HEIGHT))
        return {colour_at(image, x, y) for x in xs for y in ys}

    symbols = {symbol.id: symbol for symbol in drawing.symbols}
    # Its bar, full length, is in the colour of errors: it is overloaded.
    column = colours(symbols["ups-a"].meter)
    # A busbar is a solid block of ink at every distance.
    assert look.colour("text").upper() in colours(symbols["gear-a"].rect)
    assert look.colour("error").upper() in column
