"""What is painted again after an edit: every pixel that differs lies in it, and it is not everything."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.topology.topology import draw_topology
from designer.edit.links.links import set_link
from designer.edit.marks.marks import add_note
from designer.edit.nodes.nodes import remove, set_node
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.paint.application import ensure_application
from designer.paint.changed_regions import changed_areas
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.prepared import prepared
from designer.paint.text_widths import text_widths
from designer.review.findings import Finding

SIDE = 1_200

EDITS: dict[str, Callable[[Design], ChangeSet]] = {
    "a tile moves": lambda design: set_node(design, "ddn", x=600.0, y=520.0),
    "a tile has another name": lambda design: set_node(design, "oob", name="Out of band"),
    "a tile has other copies": lambda design: set_node(design, "spine", copies=3),
    "a tile goes": lambda design: remove(design, ["oob"]),
    "a wire has another name": lambda design: set_link(design, "rails", name="All rails"),
    "a wire has other cables": lambda design: set_link(design, "arrays", cables=8),
}


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


def drawn(design: Design) -> Drawing:
    return draw_topology(design, widths=text_widths())


def pixels(drawing: Drawing, scale: float) -> np.ndarray:
    """(SIDE, SIDE) colours of the canvas from 100 pixels left of and above its origin on."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(100, 100)
    visible = Rect(-100, -100, SIDE / scale, SIDE / scale)
    paint_ground(painter, visible=visible, scale=scale, grid=False)
    paint_drawing(painter, drawing, visible=visible, scale=scale)
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(SIDE, SIDE).copy()


@pytest.mark.parametrize("scale", [0.5, 1.0])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_every_pixel_that_differs_is_in_an_area_and_most_are_in_none(
    superpod: Design, edit: Callable[[Design], ChangeSet], scale: float
):
    before, after = drawn(superpod), drawn(edit(superpod).applied(superpod))
    areas = changed_areas(before, after, scale)
    assert areas is not None
    differ = pixels(before, scale) != pixels(after, scale)
    assert differ.any()
    again = np.zeros_like(differ)
    for left, top, right, bottom in ((areas + 100) * scale).tolist():
        again[max(int(top), 0) : max(int(bottom) + 1, 0), max(int(left), 0) : max(int(right) + 1, 0)] = True
    assert not (differ & ~again).any()
    assert not again.all()


def test_the_same_drawing_is_painted_nowhere_again(superpod: Design):
    drawing = drawn(superpod)
    areas = changed_areas(drawing, drawing, 1.0)
    assert areas is not None
    assert areas.shape == (0, 4)
    # Drawn anew without an edit, it is another drawing that looks the same.
    same = changed_areas(drawing, drawn(superpod), 1.0)
    assert same is not None
    assert same.shape == (0, 4)


def test_a_finding_changes_its_tile_alone(superpod: Design):
    finding = Finding(rule="a", severity="error", message="No.", ids=("ddn",))
    before = drawn(superpod)
    after = draw_topology(superpod, widths=text_widths(), findings=(finding,))
    areas = changed_areas(before, after, 1.0)
    assert areas is not None
    tile = before.rect_of("ddn")
    middles = (areas[:, :2] + areas[:, 2:]) / 2
    assert middles == pytest.approx(np.tile(tile.centre, (len(areas), 1)), abs=4)


@pytest.mark.parametrize(
    "other",
    [
        lambda design: drawn(add_note(design, 0, 900, "Ask").applied(design)),
        lambda design: drawn(set_node(design, "su", folded=True).applied(design)),
        lambda design: draw_topology(design, widths=text_widths(), detail="plain"),
        lambda design: draw_topology(design, widths=text_widths(), overlay="power"),
        # Its tile lies in front of the others now.
        lambda design: drawn(set_node(design, "spine", order=20).applied(design)),
    ],
    ids=["a mark", "a folded container", "larger type", "an overlay", "another order"],
)
def test_what_may_look_different_everywhere_is_said_to(superpod: Design, other: Callable[[Design], Drawing]):
    assert changed_areas(drawn(superpod), other(superpod), 1.0) is None


@pytest.mark.parametrize("scale", [0.3, 1.0])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_labels_are_handed_on_where_they_are_the_same_ones(
    superpod: Design, edit: Callable[[Design], ChangeSet], scale: float
):
    before, same, after = drawn(superpod), drawn(superpod), drawn(edit(superpod).applied(superpod))
    labels = prepared(before).labels(scale, before)
    for other in (same, after):
        afresh = drawn(superpod) if other is same else drawn(edit(superpod).applied(superpod))
        changed_areas(before, other, scale)
        assert prepared(other).labels(scale, other) == prepared(afresh).labels(scale, afresh)
    assert prepared(same).labels(scale, same) is labels
