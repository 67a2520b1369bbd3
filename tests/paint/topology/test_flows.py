"""Drawn flows as pixels: an ink of their own over the wires, a head where they end, words on pills."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, Node, Settings
from designer.model.network.flow_asks import FlowAsk
from designer.paint.application import ensure_application
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.pictures import write_svg
from designer.paint.text_widths import text_widths
from tests.paint.pixels import near


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


DESIGN = Design(
    settings=Settings(flows=(FlowAsk(source=("a",), target=("b",), gbps=400),)),
    nodes={
        "a": Node(id="a", kind="host", x=40, y=200),
        "b": Node(id="b", kind="host", x=760, y=200),
    },
)


def drawn(design: Design = DESIGN, *, flows: bool = True) -> Drawing:
    return draw_topology(design, flows=flows, widths=text_widths())


def painted(drawing: Drawing, theme: ThemeName = "light", scale: float = 1.0, **options) -> QImage:
    image = QImage(1_040, 480, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    visible = Rect(0, 0, 1_040 / scale, 480 / scale)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=visible, scale=scale, grid=False)
        paint_drawing(painter, drawing, visible=visible, scale=scale, **options)
    painter.end()
    return image


def columns_of(image: QImage, colour: str, away_most: int = 0) -> list[int]:
    """The column of every pixel of COLOUR, or of about it: smooth edges mix it with what lies behind."""
    return np.nonzero(near(image, colour, away_most))[1].tolist()


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_flow_has_an_ink_that_nothing_else_has(theme: ThemeName):
    ink = theme_named(theme).colour("flow")
    assert columns_of(painted(drawn(flows=False), theme), ink) == []
    found = columns_of(painted(drawn(), theme), ink)
    (arrow,) = drawn().flows
    assert min(found) == pytest.approx(arrow.points[0][0], abs=8)
    assert max(found) == pytest.approx(arrow.points[3][0], abs=8)


def test_a_head_stands_where_it_ends_and_a_ring_where_it_begins():
    (arrow,) = drawn().flows
    start, tip = round(arrow.points[0][0]), round(arrow.points[3][0])
    bare = drawn()
    bare.flows = (arrow._replace(label=""),)
    image = painted(bare)
    high = Counter(columns_of(image, theme_named("light").colour("flow"), 120))
    shaft = max(high[x] for x in range(start + 30, tip - 30))
    assert max(high[x] for x in range(tip - 14, tip)) > shaft + 1
    # The ring has the ground inside.
    middle = image.pixelColor(start, round(arrow.points[0][1]))
    assert middle.name().upper() == theme_named("light").colour("canvas").upper()


def test_the_shaft_is_dashed():
    (arrow,) = drawn().flows
    ink = theme_named("light").colour("flow")
    bare = drawn()
    bare.flows = (arrow._replace(label=""),)
    columns = set(columns_of(painted(bare), ink, 120))
    between = range(int(arrow.points[0][0]) + 20, int(arrow.points[3][0]) - 20)
    gaps = [x for x in between if x not in columns]
    assert 0.1 * len(between) < len(gaps) < 0.6 * len(between)


def test_far_away_it_is_not_thinner_than_it_can_be_seen():
    ink = theme_named("light").colour("flow")
    image = painted(drawn(), scale=0.3)
    (arrow,) = drawn().flows
    long = (arrow.points[3][0] - arrow.points[0][0]) * 0.3
    # More than a pixel high in each column of a dash, though 2.5 at this scale are less than one.
    assert len(columns_of(image, ink, 200)) > long


def test_the_chosen_flow_is_lined_with_the_accent():
    accent = theme_named("light").colour("accent")
    (arrow,) = drawn().flows
    assert columns_of(painted(drawn()), accent) == []
    # Its pill has an edge in the accent.
    assert len(columns_of(painted(drawn(), selected=frozenset({arrow.id})), accent)) > 60


def test_what_is_offered_stands_on_a_pill(tmp_path: Path):
    write_svg(tmp_path / "flows.svg", drawn())
    assert "400 Gb/s" in (tmp_path / "flows.svg").read_text(encoding="utf-8")
    (arrow,) = drawn().flows
    rect = arrow.label_rect
    image = painted(drawn())
    surface = theme_named("light").colour("surface")
    corner = image.pixelColor(round(rect.x + 5), round(rect.centre[1]))
    assert corner.name().upper() == surface.upper()


def test_a_flow_without_a_label_has_no_pill():
    silent = drawn()
    (arrow,) = silent.flows
    silent.flows = (arrow._replace(label=""),)
    rect = arrow.label_rect
    spot = round(rect.x + 5), round(rect.centre[1])
    surface = theme_named("light").colour("surface")
    assert painted(drawn()).pixelColor(*spot).name().upper() == surface.upper()
    assert painted(silent).pixelColor(*spot).name().upper() != surface.upper()


def test_two_flows_are_two_arrows():
    twice = replace(DESIGN, settings=Settings(flows=DESIGN.settings.flows * 2))
    ink = theme_named("light").colour("flow")
    assert len(columns_of(painted(drawn(twice)), ink)) > 1.6 * len(columns_of(painted(drawn()), ink))
