"""The picture of the canvas is mended where a drawing changed, and equals one that is painted anew."""

import pytest
from PySide6.QtGui import QImage, QPainter

from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.drawing.topology import labels, routes
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.topology import draw_topology
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import add_node, move_nodes, remove, set_node
from designer.edit.nodes.stacking_order import bring_to_front
from designer.edit.templates.templates import build_template
from designer.paint.text_widths import text_widths
from designer.review.findings import Finding
from designer.ui.canvas.rendering.surface import Content, Surface
from designer.ui.canvas.viewpoint import Viewpoint

LIBRARY = read_library()
WIDE, HIGH = 700, 460


def shown(surface, drawing, look):
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert surface.paint(painter, Content(drawing, theme_named("light")), look, 1.0, moving=False)
    painter.end()
    return image


@pytest.fixture
def fresh(monkeypatch):
    """How often a picture was painted as a whole."""
    painted = []
    whole = Surface._paint_fresh

    def counted(self, content, view, **more):
        painted.append(content)
        whole(self, content, view, **more)

    monkeypatch.setattr(Surface, "_paint_fresh", counted)
    return painted


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("scale", [0.1, 0.31, *(pytest.param(one, marks=pytest.mark.long) for one in (0.7, 1.0))])
@pytest.mark.usefixtures("qapp")
def test_a_mended_picture_is_the_one_that_is_painted_anew(scale, large, fresh, monkeypatch):
    if large:
        monkeypatch.setattr(routes, "MOST_SOUGHT", 0)
        monkeypatch.setattr(labels, "_MOST_SEARCHED", 0)
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "2"})
    node = next(one for one in design.nodes.values() if one.kind == "switch").id
    link = next(one for one in design.links.values() if node in (one.a, one.b)).id
    known, surface, look, said = Known(), Surface(), Viewpoint(), ()
    drawing = draw_topology(design, widths=text_widths(), known=known)
    look.resize(WIDE, HIGH)
    look.scale = scale
    look.centre_on(*drawing.rect_of(node).centre)
    shown(surface, drawing, look)
    mended = 0
    for edit in (
        lambda now: move_nodes(now, [node], 16.0, 24.0),
        lambda now: set_link(now, link, cables=3),
        lambda now: add_node(now, LIBRARY, "generic/host", *look.to_canvas(40.0, 40.0)),
        None,
        lambda now: set_node(now, node, name="Another"),
        lambda now: remove(now, [link]),
        lambda now: bring_to_front(now, [node]),
        lambda now: move_nodes(now, [node], -16.0, 0.0),
    ):
        if edit is None:
            said = (Finding(rule="x", severity="error", message="It is broken.", ids=(node,)),)
        else:
            design = edit(design).applied(design)
        drawing = draw_topology(design, widths=text_widths(), known=known, findings=said)
        before = len(fresh)
        found = shown(surface, drawing, look)
        mended += len(fresh) == before
        assert found == shown(Surface(), drawing, look)
    assert mended >= (2 if scale < 0.2 else 4)
