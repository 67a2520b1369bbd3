"""The canvas with 10,000 nodes and 15,000 links, in software at 1600 × 1000, against one stock item for each."""

import os
import random
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QGraphicsScene

from designer.drawing.drawing import Drawing, Rect
from designer.drawing.looks import theme_named
from designer.drawing.topology import draw_topology
from designer.model.design import Design, Link, Node
from designer.model.parts import Part, PortGroup
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.text_widths import text_widths
from tests.bench.timing import Row, milliseconds

NODES, LINKS, COLUMNS = 10_000, 15_000, 100
WIDTH, HEIGHT = 1600, 1000


def rows() -> Iterator[Row]:
    application = QApplication.instance() or QApplication(["bench"])
    design = _design()
    widths = text_widths()
    drawing = draw_topology(design, widths=widths)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    whole = drawing.bounds.grown(40)
    fit = min(WIDTH / whole.width, HEIGHT / whole.height)
    scene = _stock(drawing)
    yield Row(
        "full repaint, everything in sight", milliseconds(lambda: _paint(image, drawing, whole, fit)),
        baseline_ms=milliseconds(lambda: _render(image, scene, whole)), baseline="stock items", promise_ms=50.0,
        least_ratio=4.0,
    )  # fmt: skip
    scene.clear()
    again = milliseconds(lambda: _paint(image, _anew(drawing), whole, fit))
    yield Row(
        "first show of the display list", again,
        baseline_ms=milliseconds(lambda: _render(image, _stock(drawing), whole), 3), baseline="stock items",
        least_ratio=4.0,
    )  # fmt: skip
    yield Row(
        "first show with making the display list",
        milliseconds(lambda: _paint(image, draw_topology(design, widths=widths), whole, fit)),
        promise_ms=1000.0,
    )
    for scale in (0.3, 0.5, 1.0):
        view = Rect(8000, 4000, WIDTH / scale, HEIGHT / scale)
        yield Row(
            f"pan, moving, at {scale:.0%}",
            milliseconds(lambda v=view, s=scale: _paint(image, drawing, v, s, moving=True)), promise_ms=16.0,
        )  # fmt: skip
        yield Row(
            f"repaint at rest, at {scale:.0%}", milliseconds(lambda v=view, s=scale: _paint(image, drawing, v, s)),
            promise_ms=50.0,
        )  # fmt: skip
    spots = [(8000 + 37.0 * i, 4000 + 23.0 * i) for i in range(100)]
    yield Row("100 picks", milliseconds(lambda: [drawing.hit(x, y) for x, y in spots]), promise_ms=100.0)
    del application


def _anew(drawing: Drawing) -> Drawing:
    """DRAWING without anything that was prepared for it."""
    return Drawing(drawing.frames, drawing.wires, drawing.tiles)


def _paint(image: QImage, drawing: Drawing, view: Rect, scale: float, *, moving: bool = False) -> None:
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-view.x, -view.y)
    theme = theme_named("light")
    paint_ground(painter, theme, visible=view, scale=scale)
    paint_drawing(painter, drawing, theme, visible=view, scale=scale, moving=moving)
    painter.end()


def _render(image: QImage, scene: QGraphicsScene, view: Rect) -> None:
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, WIDTH, HEIGHT), QRectF(*view))
    painter.end()


def _stock(drawing: Drawing) -> QGraphicsScene:
    scene = QGraphicsScene()
    for wire in drawing.wires:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = wire.points
        path = QPainterPath()
        path.moveTo(x0, y0)
        path.cubicTo(x1, y1, x2, y2, x3, y3)
        scene.addPath(path, QPen(QColor("#00629B")))
    for tile in drawing.tiles:
        scene.addRect(QRectF(*tile.rect), QPen(QColor("#DDE1E8")), QColor("#FFFFFF"))
        text = scene.addSimpleText(tile.title)
        text.setPos(tile.rect.x + 42, tile.rect.y + 20)
    return scene


def _design() -> Design:
    """Rows of switches and servers, each linked to a few of the row below."""
    chance = random.Random(1)
    ports = (
        PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=400),
        PortGroup(name="mgmt", media=("management",), count=1, rate_gbps=1),
    )
    parts = {
        kind: Part(id=kind, kind=kind, layer="servers_fabric", vendor="T", name=kind, ports=ports)
        for kind in ("switch", "server")
    }
    nodes: dict[str, Node] = {}
    for i in range(NODES):
        row, column = divmod(i, COLUMNS)
        kind = "server" if row % 3 else "switch"
        nodes[f"n{i}"] = Node(
            id=f"n{i}", kind=kind, part=kind, name=f"Node {i}", x=column * 280.0, y=row * 160.0, order=i,
            copies=1 + i % 3,
        )  # fmt: skip
    links: dict[str, Link] = {}
    for i in range(LINKS):
        start = chance.randrange(NODES - COLUMNS)
        row, column = divmod(start, COLUMNS)
        end = (row + 1) * COLUMNS + min(max(column + chance.randint(-3, 3), 0), COLUMNS - 1)
        links[f"l{i}"] = Link(id=f"l{i}", a=f"n{start}", b=f"n{end}", medium="fabric", cables=chance.randint(1, 4))
    return Design(nodes=nodes, links=links, parts=parts)
