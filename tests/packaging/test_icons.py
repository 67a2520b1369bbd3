"""Every icon that the product names is there, is drawn in one hand, and paints something."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from designer.locations import RESOURCES
from designer.model.kinds import KINDS
from designer.ui.commands.registry import COMMANDS
from designer.ui.widgets.part_words import LAYER_ICONS

ICONS = RESOURCES / "icons"
LINE_ICONS = sorted(path for path in ICONS.glob("*.svg") if path.name != "stackwright.svg")
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse"}


def ink(path: Path, size: int) -> set[tuple[int, int]]:
    """The pixels that the icon covers at SIZE."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    renderer = QSvgRenderer(QByteArray(path.read_text("utf-8").replace("currentColor", "#000000").encode()))
    assert renderer.isValid()
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    # Bytes of a pixel as blue, green, red and alpha; (size, size) from top and left.
    alpha = np.frombuffer(picture.constBits(), np.uint8).reshape(size, size, 4)[:, :, 3]
    return {(x, y) for y, x in np.argwhere(alpha > 60).tolist()}


def test_each_kind_has_its_icon() -> None:
    assert {kind.icon for kind in KINDS.values()} - {path.stem for path in LINE_ICONS} == set()


def test_each_command_and_layer_has_its_icon() -> None:
    named = {command.icon for command in COMMANDS if command.icon} | set(LAYER_ICONS.values())
    assert len(named) > 20
    assert named - {path.stem for path in LINE_ICONS} == set()


def test_line_icons_are_drawn_in_one_hand() -> None:
    wanted = {
        "viewBox": "0 0 20 20",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.5",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    assert len(LINE_ICONS) > 100
    for path in LINE_ICONS:
        root = ET.fromstring(path.read_text("utf-8"))
        assert {name: root.get(name) for name in wanted} == wanted, path.stem
        assert {re.sub(r"\{.*\}", "", element.tag) for element in root.iter()} <= SHAPES, path.stem
        inside = [name for element in root.iter() if element is not root for name in element.attrib]
        assert {"fill", "stroke", "stroke-width", "style", "href"}.isdisjoint(inside), path.stem


def test_line_icons_paint_inside_their_square() -> None:
    for path in LINE_ICONS:
        covered = ink(path, 40)
        assert len(covered) > 40, path.stem
        # Half a unit of air on every side, so that no stroke is cut.
        assert {(x, y) for x, y in covered if x in (0, 39) or y in (0, 39)} == set(), path.stem


def test_no_two_line_icons_look_the_same() -> None:
    seen: dict[frozenset[tuple[int, int]], str] = {}
    twins = [
        (path.stem, twin)
        for path in LINE_ICONS
        if (twin := seen.setdefault(frozenset(ink(path, 20)), path.stem)) != path.stem
    ]
    assert twins == []


def test_the_product_icon_has_the_colours_of_the_layers() -> None:
    picture = QImage(str(ICONS / "stackwright-256.png"))
    assert (picture.width(), picture.height()) == (256, 256)
    bars = [picture.pixelColor(128, 32 + 48 * number).name() for number in range(5)]
    drawn = re.findall(r'fill="(#[0-9A-F]{6})"', (ICONS / "stackwright.svg").read_text("utf-8"))
    assert bars == [colour.lower() for colour in drawn]
    tokens = (RESOURCES / "look" / "tokens.json").read_text("utf-8")
    assert [colour for colour in drawn if colour not in tokens] == []
