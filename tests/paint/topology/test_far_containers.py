"""Containers seen from far away as cards: which of their figures fit, and the signs that they bear."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, mixed, theme_named
from designer.drawing.topology.container_tile import EACH
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, Node
from designer.paint.application import ensure_application
from designer.paint.canvas_text import written_width
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.topology.container_tiles import (
    LEAST_HEIGHT_PX,
    LEAST_WIDTH_PX,
    figure_lines,
    name_lines,
    say_words,
)
from tests.paint.pixels import count

SCALE = 0.1
FIGURES = (f"32 H100{EACH}", f"41 kW{EACH}", f"$1.2 M{EACH}")


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


def tile(width: float, height: float, **fields) -> Tile:
    """A pod of WIDTH by HEIGHT screen pixels, 20 pixels from the corner of the picture."""
    shown = {
        "id": "pod",
        "rect": Rect(20 / SCALE, 20 / SCALE, width / SCALE, height / SCALE),
        "title": "Scalable unit",
        "subtitle": "",
        "badge": "",
        "icon": "pod",
        "layer": "facility",
        "copies": 1,
        "figures": FIGURES,
    }
    return Tile(**{**shown, **fields})


def painted(one: Tile, theme: ThemeName = "light", **options) -> QImage:
    image = QImage(300, 160, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    visible = Rect(0, 0, 300 / SCALE, 160 / SCALE)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=visible, scale=SCALE, grid=False)
        drawing = Drawing(tiles=[one])
        drawing.gathered = True
        paint_drawing(painter, drawing, visible=visible, scale=SCALE, **options)
    painter.end()
    return image


# What fits


def test_each_figure_has_a_line_of_its_own_where_there_are_enough():
    assert figure_lines(FIGURES, "caption", 400, 3) == list(FIGURES)


def test_figures_share_lines_where_there_are_too_few():
    (line,) = figure_lines(FIGURES, "caption", 400, 1)
    assert line == " · ".join(FIGURES)
    two = figure_lines(FIGURES, "caption", written_width(f"{FIGURES[0]} · {FIGURES[1]}", "caption"), 2)
    assert two == [f"{FIGURES[0]} · {FIGURES[1]}", FIGURES[2]]


def test_a_narrow_card_drops_each_before_it_drops_a_figure():
    room = written_width(FIGURES[0], "caption") - 1
    lines = figure_lines((FIGURES[0],), "caption", room, 1)
    assert lines == ["32 H100"]
    assert figure_lines((FIGURES[0],), "caption", written_width("32 H10", "caption"), 1) == []


@pytest.mark.parametrize("rows", [0, -1])
def test_without_a_line_nothing_is_said(rows: int):
    assert figure_lines(FIGURES, "caption", 400, rows) == []


@pytest.mark.parametrize("room", [20, 60, 100, 160, 300])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_no_line_is_wider_than_its_room(room: int, rows: int):
    lines = figure_lines(FIGURES, "caption", room, rows)
    assert len(lines) <= rows
    assert all(0 < written_width(line, "caption") <= room for line in lines)


def test_only_cards_that_are_large_enough_speak():
    tiles = Drawing(
        tiles=[
            tile(LEAST_WIDTH_PX + 1, LEAST_HEIGHT_PX + 1, id="large"),
            tile(LEAST_WIDTH_PX - 1, LEAST_HEIGHT_PX + 1, id="narrow"),
            tile(LEAST_WIDTH_PX + 1, LEAST_HEIGHT_PX - 1, id="low"),
            tile(200, 100, id="silent", figures=()),
        ]
    ).tiles
    assert say_words(tiles, SCALE).tolist() == [True, False, False, False]


# What is painted


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_card_has_the_colour_of_its_layer_at_its_edge_and_a_hint_of_it_inside(theme: ThemeName):
    look = theme_named(theme)
    image = painted(tile(220, 100), theme)
    assert QColor(image.pixel(22, 70)).name().upper() == look.layer("facility").upper()
    inside = mixed(look.colour("surface"), look.layer("facility"), 0.06)
    assert count(image, inside) > 220 * 100 / 2


def test_its_words_are_as_large_as_near_by(monkeypatch: pytest.MonkeyPatch):
    image = painted(tile(220, 100))
    ink = theme_named("light").colour("text")
    rows = [row for row in range(160) if count(image, ink, Rect(0, row, 300, 1))]
    # A title of the middle of the card: some pixels high, not a tenth of that.
    assert rows
    assert max(rows) - min(rows) >= 8


def test_several_copies_are_a_stack():
    inside = Rect(20, 10, 240, 8)
    border = theme_named("light").colour("border")
    assert count(painted(tile(220, 100)), border, inside) == 0
    assert count(painted(tile(220, 100, copies=2)), border, inside) > 100
    assert count(painted(tile(220, 100, copies=9)), border, inside) > 250


@pytest.mark.parametrize("emphasis", ["warn", "error", "failed"])
def test_what_is_wrong_has_a_mark_besides_its_colour(emphasis: str):
    corner = Rect(220, 10, 30, 24)
    plain, marked = painted(tile(220, 100)), painted(tile(220, 100, emphasis=emphasis))
    ink = theme_named("light").colour("warn" if emphasis == "warn" else "error")
    assert count(plain, ink) == 0
    assert count(marked, ink, corner) > 40


def test_the_chosen_card_is_outlined_in_the_accent():
    accent = theme_named("light").colour("accent")
    assert count(painted(tile(220, 100)), accent) == 0
    assert count(painted(tile(220, 100), selected=frozenset({"pod"})), accent) > 400


def test_a_dimmed_card_is_paler():
    edge = QColor(painted(tile(220, 100)).pixel(22, 70))
    pale = QColor(painted(tile(220, 100, emphasis="dimmed")).pixel(22, 70))
    assert pale.lightness() > edge.lightness() + 30


def test_heat_is_a_bar_as_long_as_its_share():
    def length(share: float) -> int:
        colour = theme_named("light").heat_colour(share)
        image = painted(tile(220, 100, heat=share))
        return max(count(image, colour, Rect(0, row, 300, 1)) for row in range(112, 122))

    assert length(1.0) == pytest.approx(200, abs=4)
    assert length(0.25) == pytest.approx(50, abs=4)


# Names and signs


def test_a_name_takes_two_lines_before_it_is_cut():
    one = tile(68, 100, title="Serving rack", badge="×2")
    room = written_width("Serving rack", "caption") - 4
    assert name_lines(one, room) == ("Serving", "rack ×2")
    assert name_lines(one, 300) == ()
    assert name_lines(one, written_width("Serving", "caption") - 1) == ()


def boxes(count_of: int, scale: float, **options) -> int:
    """How many pixels of COUNT_OF hosts seen from far away have the colour of the sign in their box."""
    # Hundreds lie on each other, so that all are in sight.
    nodes = {
        f"n{i}": Node(id=f"n{i}", kind="host", x=256.0 * (i % 5), y=(160.0 if count_of < 100 else 12.0) * (i // 5))
        for i in range(count_of)
    }
    drawing = draw_topology(Design(nodes=nodes))
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    visible = Rect(0, 0, 400 / scale, 200 / scale)
    with in_theme(theme_named("light")):
        paint_ground(painter, visible=visible, scale=scale, grid=False)
        paint_drawing(painter, drawing, visible=visible, scale=scale, **options)
    painter.end()
    return count(image, theme_named("light").colour("surface"))


def test_a_box_has_the_icon_of_its_kind_where_few_are_in_sight():
    assert boxes(10, 0.2) > 10
    # Too small to be told, while the view moves, and among hundreds it stays away.
    assert boxes(10, 0.08) == 0
    assert boxes(10, 0.2, moving=True) == 0
    assert boxes(300, 0.2) == 0
