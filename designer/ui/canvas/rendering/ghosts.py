"""Ghosts of what is moved or placed: the tiles as they look, a little see-through, with a dashed edge around each."""

from collections.abc import Collection
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from designer.catalog.library import Library
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import NODE_RADIUS
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.visible_labels import FAR
from designer.edit.nodes.nodes import add_node
from designer.edit.selection import contents
from designer.model.design import Design
from designer.paint.painter import paint_drawing
from designer.paint.text_widths import text_widths
from designer.ui.canvas.port import Preview
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.widgets.theme import ink, type_font

_SEE_THROUGH: Final = 0.78
_MOST_DASHED: Final = 40
_LEAST_WIDE_PX: Final = 60.0
_LEAST_HIGH_PX: Final = 18.0


def picture_of_part(design: Design, library: Library, part_id: str, copies: int) -> Drawing:
    """Return the tile of COPIES of a part at (0, 0), as it will look once it lies there, with the chips in it.

    Raises:
        RefusedInput: there is no such part.
    """
    alone = Design(parts=design.parts)
    edit = add_node(alone, library, part_id, 0.0, 0.0, copies=max(copies, 1))
    return draw_topology(edit.applied(alone), widths=text_widths())


def picture_of(design: Design, tops: Collection[str]) -> Drawing:
    """Return TOPS with what stands in them where they are, and nothing else."""
    held = contents(design, tops)
    nodes = {name: node for name, node in design.nodes.items() if name in held}
    alone = {
        name: node if node.parent in nodes else msgspec.structs.replace(node, parent=None)
        for name, node in nodes.items()
    }
    return draw_topology(Design(nodes=alone, parts=design.parts), widths=text_widths())


def paint_ghosts(painter: QPainter, view: Viewpoint, preview: Preview) -> None:
    """Paint the ghosts of PREVIEW: with their tiles where it has a picture of them, else as outlines."""
    if preview.picture is not None and view.scale >= FAR:
        for ghost in preview.ghosts:
            _paint_shade(painter, view.rect_to_screen(ghost), view.scale)
        _paint_picture(painter, view, preview.picture, preview.shift)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        fill = ink("accent_soft")
        fill.setAlphaF(0.75)
        painter.setBrush(fill)
    if len(preview.ghosts) > _MOST_DASHED:
        # Dashes and round corners of hundreds would take longer than a step of the pointer may.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(ink("accent"), 1.0))
        painter.drawRects([QRectF(*view.rect_to_screen(ghost)) for ghost in preview.ghosts])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return
    painter.setPen(QPen(ink("accent"), 1.5, Qt.PenStyle.DashLine))
    radius = max(NODE_RADIUS * view.scale, 3.0)
    for ghost in preview.ghosts:
        painter.drawRoundedRect(QRectF(*view.rect_to_screen(ghost)), radius, radius)
    if preview.label and (preview.picture is None or view.scale < FAR):
        for ghost in preview.ghosts:
            _write(painter, view.rect_to_screen(ghost), preview.label)


def _paint_shade(painter: QPainter, rect: Rect, scale: float) -> None:
    shade = QColor("#101828")
    shade.setAlphaF(0.12)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(QRectF(*rect).translated(0, 3), NODE_RADIUS * scale, NODE_RADIUS * scale)


def _paint_picture(painter: QPainter, view: Viewpoint, picture: Drawing, shift: tuple[float, float]) -> None:
    painter.save()
    painter.setOpacity(_SEE_THROUGH)
    painter.scale(view.scale, view.scale)
    painter.translate(QPointF(shift[0] - view.x, shift[1] - view.y))
    bounds = picture.bounds
    paint_drawing(painter, picture, visible=Rect(*bounds).grown(NODE_RADIUS), scale=view.scale, moving=True)
    painter.restore()


def _write(painter: QPainter, rect: Rect, label: str) -> None:
    """Write LABEL into a ghost that has no tile of its own, where there is room for words."""
    if rect.width < _LEAST_WIDE_PX or rect.height < _LEAST_HIGH_PX:
        return
    box, font = QRectF(*rect), type_font("strong")
    painter.setFont(font)
    painter.setPen(ink("text"))
    text = QFontMetricsF(font).elidedText(label, Qt.TextElideMode.ElideMiddle, box.width() - 24)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
