"""What a painter made for one drawing goes over to the next, and the picture is the same as without."""

import pytest
from PySide6.QtGui import QImage, QPainter

from designer.drawing.topology.incremental import Known
from designer.drawing.topology.topology import draw_topology
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import add_node, move_nodes, remove
from designer.edit.templates.templates import build_template
from designer.paint.painter import paint_drawing
from designer.paint.prepared import prepared
from designer.paint.text_widths import text_widths
from tests.shipped import LIBRARY


def picture(drawing, scale):
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    area = drawing.bounds.grown(40.0)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-area.x, -area.y)
    paint_drawing(painter, drawing, visible=area, scale=scale)
    painter.end()
    return image


@pytest.mark.parametrize("scale", [0.1, 0.3, 0.6])
def test_the_same_picture_after_edits(scale):
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "2"})
    node = next(one for one in design.nodes.values() if one.kind == "switch").id
    link = next(one for one in design.links.values() if node in (one.a, one.b)).id
    known = Known()
    drawing = draw_topology(design, widths=text_widths(), known=known)
    picture(drawing, scale)
    for edit in (
        lambda now: move_nodes(now, [node], 16.0, 24.0),
        lambda now: set_link(now, link, cables=3),
        lambda now: add_node(now, LIBRARY, "generic/host", 40.0, 40.0),
        lambda now: remove(now, [link]),
        lambda now: move_nodes(now, [node], -16.0, 0.0),
    ):
        design = edit(design).applied(design)
        before = drawing
        drawing = draw_topology(design, widths=text_widths(), known=known)
        assert prepared(before) is not prepared(drawing)
        assert picture(drawing, scale) == picture(draw_topology(design, widths=text_widths()), scale)
