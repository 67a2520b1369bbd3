"""The canvas with 10,000 nodes and 15,000 links, in software at 1600 × 1000, against stock QGraphicsItems.

The baseline shows the same things as the display list, each as a stock item; a barer one, of a box with a name for a
node and a curve for a link, is told beside it. Hands at work follow, and 50,000 nodes.
"""

import ctypes
import gc
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
)

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import theme_named
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.wiring import wiring
from designer.drawing.words import full_words
from designer.model.canvas_sizes import TILE_HEIGHT, TILE_WIDTH
from designer.model.design import Design, Link, Node
from designer.model.network.ports import rate_text
from designer.model.parts.part import Part, PortGroup
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.text_widths import text_widths
from tests.bench.timing import Row, milliseconds, side_by_side

NODES, LINKS, COLUMNS = 10_000, 15_000, 100
MANY = 50_000
ROUNDS = 5
REPAINT_TIMES, SHOW_TIMES, MEMORY_TIMES = 4.0, 10.0, 8.0
PAN_MS, MANY_PAN_MS, PICK_MS, MANY_SHOW_MS = 16.0, 33.0, 1.0, 2000.0
WIDTH, HEIGHT = 1600, 1000


def rows() -> Iterator[Row]:
    application = QApplication.instance() or QApplication(["bench"])
    design = grid_design()
    widths = text_widths()
    drawing = draw_topology(design, widths=widths)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    whole = drawing.bounds.grown(40)
    fit = min(WIDTH / whole.width, HEIGHT / whole.height)
    for name, make in (("stock items", _stock), ("bare stock items: a box, a name, a curve", _bare)):
        scene = make(drawing)
        ours, stock = side_by_side(
            lambda: _paint(image, drawing, whole, fit), lambda s=scene: _render(image, s, whole), ROUNDS
        )
        promised = REPAINT_TIMES if make is _stock else None
        yield Row(
            "full repaint, everything in sight",
            ours,
            baseline_ms=stock,
            baseline=name,
            promise_ms=50.0,
            least_ratio=promised,
        )
        scene.clear()
        ours, stock = side_by_side(
            lambda: _paint(image, _anew(drawing), whole, fit), lambda m=make: _show(image, m(drawing), whole), 3
        )
        promised = SHOW_TIMES if make is _stock else None
        yield Row("first show of the display list", ours, baseline_ms=stock, baseline=name, least_ratio=promised)
    ours, stock = side_by_side(lambda: _first_show(image, design), lambda: _show(image, _stock_from(design), whole), 3)
    yield Row(
        "first show, from the design on",
        ours,
        baseline_ms=stock,
        baseline="stock items from the design",
        promise_ms=1000.0,
        least_ratio=SHOW_TIMES,
    )
    yield memory_row()
    for scale in (0.3, 0.5, 1.0):
        view = Rect(8000, 4000, WIDTH / scale, HEIGHT / scale)
        yield Row(
            f"repaint at rest, at {scale:.0%}",
            milliseconds(lambda v=view, s=scale: _paint(image, drawing, v, s)),
            promise_ms=50.0,
        )
    spots = [(8000 + 37.0 * i, 4000 + 23.0 * i) for i in range(100)]
    yield Row(
        "pick, of 100 the mean", milliseconds(lambda: [drawing.hit(x, y) for x, y in spots]) / 100, promise_ms=PICK_MS
    )
    from tests.bench.canvas_hands import hands

    yield from hands(NODES, PAN_MS)
    many = grid_design(MANY)
    first = milliseconds(lambda: _first_show(image, many), 2)
    yield Row(f"{MANY:,} nodes: first show, with the display list", first, promise_ms=MANY_SHOW_MS)
    yield from hands(MANY, MANY_PAN_MS, pans_only=True)
    del application


def memory_row() -> Row:
    """What the display list and its painting take, beside the items; each in a process of its own."""
    ours, stock = (_memory_mb(name) for name in ("ours_mb", "stock_mb"))
    return Row("memory, in MB instead of ms", ours, baseline_ms=stock, baseline="stock items", least_ratio=MEMORY_TIMES)


def ours_mb() -> float:
    """MB of 10^6 bytes that a painted display list takes more than its design, with all that a canvas keeps of it.

    That is what the next drawing begins with, and where to find a node or a link by its id.
    """
    application = QApplication.instance() or QApplication(["bench"])
    design, widths = grid_design(), text_widths()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    _first_show(image, grid_design(200))
    before, known = _resident_mb(), Known()
    drawing = draw_topology(design, widths=widths, known=known)
    whole = drawing.bounds.grown(40)
    _paint(image, drawing, whole, min(WIDTH / whole.width, HEIGHT / whole.height))
    assert "n1" in drawing.tile_index
    assert "l1" in drawing.wire_index
    after = _resident_mb()
    del application
    return after - before


def stock_mb() -> float:
    """The same of the items, over a display list that is there."""
    application = QApplication.instance() or QApplication(["bench"])
    drawing = draw_topology(grid_design(), widths=text_widths())
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    before = _resident_mb()
    scene = _stock(drawing)
    _render(image, scene, drawing.bounds.grown(40))
    after = _resident_mb()
    del application
    return after - before


def _memory_mb(function: str) -> float:
    said = f"from tests.bench.canvas import {function} as work; print(work())"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def _resident_mb() -> float:
    """What the process holds; what it has freed and not given back is nobody's."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _first_show(image: QImage, design: Design) -> None:
    drawing = draw_topology(design, widths=text_widths())
    whole = drawing.bounds.grown(40)
    _paint(image, drawing, whole, min(WIDTH / whole.width, HEIGHT / whole.height))


def _show(image: QImage, scene: QGraphicsScene, view: Rect) -> None:
    _render(image, scene, view)
    scene.clear()


def _anew(drawing: Drawing) -> Drawing:
    """DRAWING without anything that was prepared for it."""
    return Drawing(drawing.frames, drawing.wires, drawing.tiles)


def _paint(image: QImage, drawing: Drawing, view: Rect, scale: float, *, moving: bool = False) -> None:
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-view.x, -view.y)
    with in_theme(theme_named("light")):
        paint_ground(painter, visible=view, scale=scale)
        paint_drawing(painter, drawing, visible=view, scale=scale, moving=moving)
    painter.end()


def _render(image: QImage, scene: QGraphicsScene, view: Rect) -> None:
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, WIDTH, HEIGHT), QRectF(*view))
    painter.end()


def _bare(drawing: Drawing) -> QGraphicsScene:
    """Less than what is drawn: a box with a name for each node, a curve for each link."""
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


def _stock(drawing: Drawing) -> QGraphicsScene:
    """What the display list says, each thing as a stock item: cards with their edge, words, badge and ports; wires
    with their labels."""
    scene = QGraphicsScene()
    items = _StockItems(scene)
    for wire in drawing.wires:
        items.add_wire(wire.corners, wire.label, QRectF(*wire.label_rect) if wire.label_rect.width > 0 else None)
    for tile in drawing.tiles:
        dots = [QPointF(dot.x, dot.y) for dot in tile.ports]
        items.add_card(QRectF(*tile.rect), tile.title, tile.subtitle, tile.badge, dots)
    return scene


def _stock_from(design: Design) -> QGraphicsScene:
    """The same things straight from the design, as a program of stock items would make them: no display list, no
    routing but one jog, a label in the middle of its wire whatever stands there."""
    scene = QGraphicsScene()
    items, joined, letters = _StockItems(scene), wiring(design), QFontMetricsF(QFont())
    half, tall = TILE_WIDTH / 2, TILE_HEIGHT
    for link in design.links.values():
        a, b = design.nodes[link.a], design.nodes[link.b]
        rate = joined.joints[link.id].rate_gbps
        label = f"{link.cables} × {rate_text(rate) if rate is not None else 'cables'}"
        middle = (a.y + tall + b.y) / 2
        corners = [(a.x + half, a.y + tall), (a.x + half, middle), (b.x + half, middle), (b.x + half, b.y)]
        wide = letters.horizontalAdvance(label) + 18
        items.add_wire(corners, label, QRectF((a.x + b.x) / 2 + half - wide / 2, middle - 10, wide, 20))
    for node in design.nodes_in_order():
        words = full_words(design, node, joined.taken)
        right = node.x + TILE_WIDTH
        dots = [QPointF(right, node.y + 26 + 11 * place) for place, _ in enumerate(design.ports_of(node))]
        badge = f"×{node.copies}" if node.copies > 1 else ""
        items.add_card(QRectF(node.x, node.y, TILE_WIDTH, tall), words.title, words.subtitle, badge, dots)
    return scene


class _StockItems:
    """Cards and wires of stock items in one scene."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._quiet, self._line = QPen(QColor("#DDE1E8")), QPen(QColor("#00629B"))
        self._none = QPen(Qt.PenStyle.NoPen)
        self._surface, self._edge = QBrush(QColor("#FFFFFF")), QBrush(QColor("#00629B"))
        self._port = QBrush(QColor("#5B6472"))

    def add_wire(self, corners: Sequence[tuple[float, float]], label: str, around: QRectF | None) -> None:
        path = QPainterPath(QPointF(*corners[0]))
        for corner in corners[1:]:
            path.lineTo(*corner)
        item = self._scene.addPath(path, self._line)
        if around is not None:
            pill = QGraphicsRectItem(around, item)
            pill.setPen(self._quiet)
            pill.setBrush(self._surface)
            self._words(label, around.x() + 9, around.y() + 3, pill)

    def add_card(self, rect: QRectF, title: str, subtitle: str, badge: str, dots: Sequence[QPointF]) -> None:
        x, y = rect.x(), rect.y()
        card = self._scene.addRect(rect, self._quiet, self._surface)
        side = QGraphicsRectItem(QRectF(x, y, 4, rect.height()), card)
        side.setPen(self._none)
        side.setBrush(self._edge)
        icon = QGraphicsRectItem(QRectF(x + 14, y + 20, 20, 20), card)
        icon.setPen(self._line)
        self._words(title, x + 42, y + 14, card)
        self._words(subtitle, x + 42, y + 34, card)
        if badge:
            self._words(badge, rect.right() - 40, y + 14, card)
        for dot in dots:
            handle = QGraphicsEllipseItem(QRectF(dot.x() - 4, dot.y() - 4, 8, 8), card)
            handle.setPen(self._none)
            handle.setBrush(self._port)

    @staticmethod
    def _words(text: str, x: float, y: float, parent: QGraphicsItem) -> None:
        item = QGraphicsSimpleTextItem(text, parent)
        item.setPos(x, y)


def grid_design(count: int = NODES) -> Design:
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
    for i in range(count):
        row, column = divmod(i, COLUMNS)
        kind = "server" if row % 3 else "switch"
        nodes[f"n{i}"] = Node(
            id=f"n{i}",
            kind=kind,
            part=kind,
            name=f"Node {i}",
            x=column * 280.0,
            y=row * 160.0,
            order=i,
            copies=1 + i % 3,
        )
    links: dict[str, Link] = {}
    for i in range(count * LINKS // NODES):
        start = chance.randrange(count - COLUMNS)
        row, column = divmod(start, COLUMNS)
        end = (row + 1) * COLUMNS + min(max(column + chance.randint(-3, 3), 0), COLUMNS - 1)
        links[f"l{i}"] = Link(id=f"l{i}", a=f"n{start}", b=f"n{end}", medium="fabric", cables=chance.randint(1, 4))
    return Design(nodes=nodes, links=links, parts=parts)
