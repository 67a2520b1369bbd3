"""A view that is pushed along is what it would be if all of it were painted anew, and hardly anything is."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint
from designer.ui.views.scroll_cache import ScrolledPaper

painted: list[Rect] = []


def part(painter: QPainter, visible: Rect) -> None:
    """A field of 40 by 40 squares, each of a colour of its own."""
    painted.append(visible)
    painter.fillRect(QRectF(*visible), QColor("white"))
    for number in range(1_600):
        x, y = number % 40 * 25.0, number // 40 * 25.0
        painter.fillRect(QRectF(x, y, 20, 20), QColor(number % 256, number * 7 % 256, number * 31 % 256))


def shown(paper: ScrolledPaper, view: Viewpoint, key: str = "a") -> QImage:
    image = QImage(200, 150, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paper.paint(painter, key, view, 1.0, part)
    painter.end()
    return image


def test_pushed_is_the_same_as_painted_anew_and_only_strips_are_painted(qapp):
    paper, view = ScrolledPaper(), Viewpoint()
    view.resize(200, 150)
    view.centre_on(500, 500)
    shown(paper, view)
    for dx, dy in ((7, 0), (-3, 12), (0, -40), (500, 3), (1, 1)):
        view.pan(dx, dy)
        painted.clear()
        pushed = shown(paper, view)
        if abs(dx) < 200:
            assert sum(rect.width * rect.height for rect in painted) < 0.5 * 200 * 150
        assert pushed == shown(ScrolledPaper(), view)


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
