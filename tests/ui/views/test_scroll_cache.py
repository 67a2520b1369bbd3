"""A view that is pushed along is what it would be if all of it were painted anew, and hardly anything is."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.views.scroll_cache import AHEAD_PX, ScrolledPaper

painted: list[Rect] = []


def part(painter: QPainter, visible: Rect) -> None:
    """A field of 40 by 40 squares, each of a colour of its own."""
    painted.append(visible)
    painter.fillRect(QRectF(*visible), QColor("white"))
    for number in range(1_600):
        x, y = number % 40 * 25.0, number // 40 * 25.0
        painter.fillRect(QRectF(x, y, 20, 20), QColor(number % 256, number * 7 % 256, number * 31 % 256))


def shown(paper: ScrolledPaper, view: Viewpoint, key: str = "a", ratio: float = 1.0) -> QImage:
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    paper.paint(painter, key, view, ratio, part)
    painter.end()
    return image


def looking(width: float, height: float) -> Viewpoint:
    view = Viewpoint()
    view.resize(width, height)
    view.centre_on(500, 500)
    return view


def test_pushed_is_the_same_as_painted_anew_and_only_strips_are_painted(qapp):
    paper, view = ScrolledPaper(), looking(600, 450)
    shown(paper, view)
    for dx, dy in ((7, 0), (-3, 12), (0, -40), (900, 3), (1, 1), (-700, -500), (0, 0)):
        view.pan(dx, dy)
        painted.clear()
        pushed = shown(paper, view)
        if abs(dx) < 600:
            assert sum(rect.width * rect.height for rect in painted) < 0.5 * 600 * 450
        assert pushed == shown(ScrolledPaper(), view)


@pytest.mark.parametrize(("dx", "dy"), [(4, 3), (-4, 3), (4, -3), (-1, -6), (0, 5)])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_few_of_many_small_steps_paint_anything_and_no_seam_is_left(qapp, dx, dy, ratio):
    paper, view = ScrolledPaper(), looking(300, 225)
    shown(paper, view, ratio=ratio)
    busy = 0
    for step in range(120):
        view.pan(dx, dy)
        painted.clear()
        pushed = shown(paper, view, ratio=ratio)
        busy += bool(painted)
        if step % 12 == 11:
            assert pushed == shown(ScrolledPaper(), view, ratio=ratio)
    assert 0 < busy <= 120 * (abs(dx) + abs(dy)) * ratio / AHEAD_PX + 2


def test_a_way_back_paints_nothing(qapp):
    paper, view = ScrolledPaper(), looking(300, 225)
    shown(paper, view)
    for step in (9, -9, -9, 9):
        view.pan(step, step)
        shown(paper, view)
    painted.clear()
    for step in (9, -9, -9, 9):
        view.pan(step, step)
        assert shown(paper, view) == shown(ScrolledPaper(), view)
        painted.pop()
    assert painted == []


def test_another_scale_or_another_drawing_is_painted_whole(qapp):
    paper, view = ScrolledPaper(), Viewpoint()
    view.resize(200, 150)
    shown(paper, view)
    for key, factor in (("b", 1.0), ("b", 2.0)):
        view.zoom_at(100, 75, factor)
        painted.clear()
        assert shown(paper, view, key) == shown(ScrolledPaper(), view, key)
        assert painted[0].width == 200 / view.scale
    assert QPointF(*view.to_screen(view.x, view.y)) == QPointF(0, 0)
