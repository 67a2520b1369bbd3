"""Signs of what hands may do or are about to: a lit link, distances, handles, ends of links."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTransform

from designer.drawing.theme_tokens import PORT_RADIUS
from designer.model.figures.number_locale import localised
from designer.paint.marks.symbols import paint_port
from designer.paint.prepared import wire_path
from designer.paint.topology.tiles import PORTS_FROM
from designer.ui.canvas.canvas_model import Stage
from designer.ui.canvas.interaction.hit_testing import link_ends
from designer.ui.canvas.interaction.plugs import plugs_of
from designer.ui.canvas.port import Gap
from designer.ui.canvas.rendering.edge_handles import THICK_PX, EdgeHandle, edge_handles, handled
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.theme import ink, type_font

_LEAST_GAP_PX: Final = 6.0
_TICK_PX: Final = 4.0
NAMES_FROM: Final = 1.4
"""Scale from which the names of ports fit beside them."""


def paint_lit_link(painter: QPainter, stage: Stage, link_id: str) -> None:
    """The link that would take what is dragged: a glow along its wire."""
    wire = stage.wire_of(link_id)
    if wire is None:
        return
    view = stage.viewpoint
    path = QTransform(view.scale, 0, 0, view.scale, -view.x * view.scale, -view.y * view.scale).map(wire_path(wire))
    glow = ink("accent")
    glow.setAlphaF(0.22)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((glow, 12.0), (ink("accent"), 2.5)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def paint_gap(painter: QPainter, view: Viewpoint, gap: Gap) -> None:
    """A distance: a line from edge to edge with its length in a pill; filled where another is as long."""
    x1, y1 = view.to_screen(gap.x1, gap.y1)
    x2, y2 = view.to_screen(gap.x2, gap.y2)
    level = y1 == y2
    if max(abs(x2 - x1), abs(y2 - y1)) < _LEAST_GAP_PX:
        return
    colour = ink("accent")
    painter.setPen(QPen(colour, 1))
    start, end = QPointF(round(x1) + 0.5, round(y1) + 0.5), QPointF(round(x2) + 0.5, round(y2) + 0.5)
    painter.drawLine(start, end)
    across = QPointF(0, _TICK_PX) if level else QPointF(_TICK_PX, 0)
    for point in (start, end):
        painter.drawLine(point - across, point + across)
    font = type_font("caption", weight=600)
    size = QFontMetricsF(font)
    width, height = size.horizontalAdvance(gap.text) + 10, size.height() + 2
    middle = QPointF((x1 + x2) / 2, (y1 + y2) / 2)
    # A pill longer than the distance goes beside the line, so that both ends stay to be seen.
    if (abs(x2 - x1) if level else abs(y2 - y1)) < (width if level else height) + 4:
        middle += QPointF(0, -height) if level else QPointF(width / 2 + 8, 0)
    pill = QRectF(round(middle.x() - width / 2) + 0.5, round(middle.y() - height / 2) + 0.5, width, height)
    painter.setBrush(colour if gap.same else ink("surface"))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(ink("surface" if gap.same else "accent"))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), localised(gap.text))


def paint_edge_handles(painter: QPainter, stage: Stage) -> None:
    """The handles of what is under the pointer or selected; the one that a press would take is filled."""
    view = stage.viewpoint
    hot = QPointF(*view.to_screen(*stage.hot_edge)) if stage.hot_edge is not None else None
    accent, surface = ink("accent"), ink("surface")
    for node_id in handled(stage):
        handles = edge_handles(stage, node_id)
        taken = _nearest(handles, stage.hot_edge) if node_id == stage.hot_node else None
        for handle in handles:
            box = QRectF(*view.rect_to_screen(handle.rect))
            painter.setPen(QPen(surface, 5.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, THICK_PX / 2, THICK_PX / 2)
            painter.setPen(QPen(accent, 2.0))
            painter.setBrush(accent if handle is taken else surface)
            painter.drawRoundedRect(box, THICK_PX / 2, THICK_PX / 2)
    if hot is not None:
        painter.setPen(QPen(surface, 1.5))
        painter.setBrush(accent)
        painter.drawEllipse(hot, 4.5, 4.5)


def _nearest(handles: Sequence[EdgeHandle], place: tuple[float, float] | None) -> EdgeHandle | None:
    if place is None or not handles:
        return None
    return min(handles, key=lambda one: math.hypot(one.edge[0] - place[0], one.edge[1] - place[1]))


def paint_link_ends(painter: QPainter, stage: Stage) -> None:
    """Grips at both ends of the one selected link."""
    painter.setPen(QPen(ink("accent"), 2))
    painter.setBrush(ink("surface"))
    for x, y in link_ends(stage).values():
        painter.drawEllipse(QPointF(*stage.viewpoint.to_screen(x, y)), 5, 5)


def paint_shown_ports(painter: QPainter, stage: Stage) -> None:
    """Paint the ports of what is selected, or of both ends of a wire from a port, where the drawing leaves them out."""
    preview, view, drawing = stage.shown_preview, stage.viewpoint, stage.drawing
    wire = preview.wire if preview is not None else None
    # While things are moved or placed, nobody looks for a port.
    if view.scale >= PORTS_FROM or (preview is not None and wire is None):
        return
    ends = (wire.source, preview.target) if preview is not None and wire is not None else stage.selected[:1]
    tiles = [drawing.drawn_as.get(one, one) for one in ends if one]
    shown = [drawing.tiles[drawing.tile_index[one]] for one in tiles if one in drawing.tile_index]
    painter.save()
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    for tile in shown:
        if not stage.shows_ports(tile.id):
            continue
        for dot in tile.ports:
            fit = preview.fits.get((dot.node, dot.port)) if preview is not None and preview.fits is not None else None
            paint_port(painter, dot, fit.verdict if fit is not None else None, wide=True)
    painter.restore()


def paint_chosen_port(painter: QPainter, stage: Stage) -> None:
    """A ring around the port whose free and used are shown, and around the plugs in it."""
    place = stage.port_place(*stage.chosen_port) if stage.chosen_port is not None else None
    if place is None:
        return
    places = [place, *plugs_of(stage.design, stage.drawing, *stage.chosen_port)] if stage.chosen_port else []
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for at in (QPointF(*stage.viewpoint.to_screen(*one)) for one in places):
        painter.setPen(QPen(ink("surface"), 4))
        painter.drawEllipse(at, 8, 8)
        painter.setPen(QPen(ink("accent"), 2))
        painter.drawEllipse(at, 8, 8)


def paint_port_names(painter: QPainter, stage: Stage) -> None:
    """Paint the names of the ports of the tile under the pointer beside them, where there is room for words."""
    drawing, view = stage.drawing, stage.viewpoint
    number = drawing.tile_index.get(stage.hovered)
    if number is None or view.scale < NAMES_FROM or stage.chosen_port is not None:
        return
    dots = drawing.tiles[number].ports
    if not dots:
        return
    font = type_font("caption")
    size = QFontMetricsF(font)
    words = [f"{dot.port}  {dot.free:,} free" if dot.free > 0 else dot.port for dot in dots]
    (x, top), (_, bottom) = view.to_screen(dots[0].x, dots[0].y), view.to_screen(dots[-1].x, dots[-1].y)
    wide, high = max(map(size.horizontalAdvance, words)) + 14, size.height()
    card = QRectF(
        round(x + PORT_RADIUS * view.scale) + 6.5,
        round(top - high / 2) - 2.5,
        round(wide),
        round(bottom - top + high) + 5,
    )
    painter.setPen(QPen(ink("border"), 1))
    painter.setBrush(ink("surface"))
    painter.drawRoundedRect(card, 5, 5)
    painter.setFont(font)
    for dot, text in zip(dots, words, strict=True):
        y = view.to_screen(dot.x, dot.y)[1]
        painter.setPen(ink("text" if dot.free > 0 else "muted"))
        place = QRectF(card.left() + 7, y - high / 2, wide, high)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), localised(text))
