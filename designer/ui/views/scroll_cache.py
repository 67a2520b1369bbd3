"""Picture that was painted last, pushed along with the view: only what comes into sight is painted while it moves."""

from collections.abc import Callable, Hashable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint

PaintPart = Callable[[QPainter, Rect], None]
"""Paints what of the drawing lies in a rectangle, with a painter that takes the drawing's units."""


AHEAD_PX: Final = 24
"""Device pixels that are painted beyond an edge over which the view moves, so that most steps paint nothing."""


class _Key(NamedTuple):
    """Whatever makes a painting another one, but for where one looks."""

    key: Hashable
    scale: float
    size: tuple[float, float, float]


class ScrolledPaper:
    """The last painting of one view, with a margin around it that is painted as the view comes near.

    Strips along a vertical and a horizontal edge are seldom painted in one step: a strip costs what it touches far
    more than how wide it is, so that a wide one now and then takes less time than a narrow one at each step.
    """

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._key: _Key | None = None
        self._x = self._y = 0.0
        # What is painted, in device pixels from the corner of the picture.
        self._painted = QRect()

    def forget(self) -> None:
        """Paint everything anew next time."""
        self._picture = self._key = None

    def paint(self, painter: QPainter, key: Hashable, view: Viewpoint, ratio: float, part: PaintPart) -> None:
        """Paint what VIEW shows over the whole widget.

        Args:
            painter: Of the widget.
            key: Whatever changes what is painted, but for the view.
            view: Where one looks.
            ratio: Device pixels for a pixel.
            part: Paints what comes into sight.
        """
        now = _Key(key, view.scale, (view.width, view.height, ratio))
        sight = self._sight(view, ratio)
        if self._picture is None or self._key != now or not sight.intersects(self._painted):
            self._begin(now, view, ratio)
            sight = self._sight(view, ratio)
        elif not self._frame().contains(sight):
            self._move_paper(sight, view.scale * ratio)
            sight = self._sight(view, ratio)
        for strip in self._missing(sight):
            self._paint_strip(strip, view.scale, ratio, part)
        if self._picture is not None:
            painter.drawPixmap(QPointF(-sight.x() / ratio, -sight.y() / ratio), self._picture)

    def stretched(self, view: Viewpoint) -> tuple[QPixmap, QPointF, float] | None:
        """The last painting, where it lies under VIEW and how much larger it is there; None when there is none."""
        if self._picture is None or self._key is None:
            return None
        return self._picture, QPointF(*view.to_screen(self._x, self._y)), view.scale / self._key.scale

    def _sight(self, view: Viewpoint, ratio: float) -> QRect:
        """Return the device pixels of the picture that VIEW shows."""
        left, top = ((one - own) * view.scale * ratio for one, own in ((view.x, self._x), (view.y, self._y)))
        wide, high = _device_size(view, ratio)
        # Far off, it is none of the picture; a QRect holds no larger numbers.
        left, top = (min(max(one, -_FAR_PX), _FAR_PX) for one in (left, top))
        return QRect(round(left), round(top), wide, high)

    def _frame(self) -> QRect:
        return QRect() if self._picture is None else QRect(0, 0, self._picture.width(), self._picture.height())

    def _begin(self, key: _Key, view: Viewpoint, ratio: float) -> None:
        """Take a new picture, of which nothing is painted, with VIEW in its middle."""
        wide, high = _device_size(view, ratio)
        self._picture = _blank(wide + 2 * AHEAD_PX, high + 2 * AHEAD_PX, ratio)
        self._key = key
        self._x, self._y = (one - AHEAD_PX / (view.scale * ratio) for one in (view.x, view.y))
        self._painted = QRect()

    def _move_paper(self, sight: QRect, scale: float) -> None:
        """Lay what is painted into a new picture in which SIGHT has a margin on the side to which it moves."""
        old, frame = self._picture, self._frame()
        if old is None:
            return
        # Along each axis that SIGHT has left, it lands as far from the opposite edge as both margins are wide.
        by = QPoint(
            _back(sight.left(), sight.right(), frame.width()), _back(sight.top(), sight.bottom(), frame.height())
        )
        ratio = old.devicePixelRatio()
        self._picture = _blank(frame.width(), frame.height(), ratio)
        moved = QPainter(self._picture)
        moved.drawPixmap(QPointF(by.x() / ratio, by.y() / ratio), old)
        moved.end()
        self._x, self._y = self._x - by.x() / scale, self._y - by.y() / scale
        self._painted = self._painted.translated(by).intersected(frame)

    def _missing(self, sight: QRect) -> Iterator[QRect]:
        """Yield what has to be painted so that SIGHT is whole, with what lies ahead of it; it counts as painted."""
        frame, painted = self._frame(), self._painted
        if painted.isEmpty():
            self._painted = sight
            yield sight
            return
        wanted = QRect(painted)
        if sight.left() < painted.left():
            wanted.setLeft(max(sight.left() - AHEAD_PX, 0))
        if sight.right() > painted.right():
            wanted.setRight(min(sight.right() + AHEAD_PX, frame.right()))
        if wanted != painted:
            yield from _beyond(wanted, painted)
            painted = QRect(wanted)
        if sight.top() < painted.top():
            wanted.setTop(max(sight.top() - AHEAD_PX, 0))
        if sight.bottom() > painted.bottom():
            wanted.setBottom(min(sight.bottom() + AHEAD_PX, frame.bottom()))
        yield from _beyond(wanted, painted)
        self._painted = wanted

    def _paint_strip(self, strip: QRect, scale: float, ratio: float, part: PaintPart) -> None:
        if self._picture is None:
            return
        painter = QPainter(self._picture)
        shown = QRectF(strip.x() / ratio, strip.y() / ratio, strip.width() / ratio, strip.height() / ratio)
        # Smooth edges at a seam are painted with what lies on the other side of it.
        if strip != self._painted:
            shown = shown.adjusted(-1, -1, 1, 1)
        painter.setClipRect(shown)
        painter.scale(scale, scale)
        painter.translate(-self._x, -self._y)
        x, y = self._x + shown.x() / scale, self._y + shown.y() / scale
        part(painter, Rect(x, y, shown.width() / scale, shown.height() / scale))
        painter.end()


_FAR_PX: Final = 1e8


def _device_size(view: Viewpoint, ratio: float) -> tuple[int, int]:
    return max(round(view.width * ratio), 1), max(round(view.height * ratio), 1)


def _blank(wide: int, high: int, ratio: float) -> QPixmap:
    picture = QPixmap(wide, high)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _back(low: int, high: int, room: int) -> int:
    """Return how far a picture ROOM pixels wide is moved so that LOW to HIGH has its margin ahead."""
    if low < 0:
        return room - 1 - high
    return -low if high >= room else 0


def _beyond(wanted: QRect, painted: QRect) -> Iterator[QRect]:
    """Yield the rectangles of WANTED outside of PAINTED."""
    yield from list(QRegion(wanted).subtracted(QRegion(painted)))  # type: ignore[call-overload]  # no iterator in the stubs
