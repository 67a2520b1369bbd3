"""Picture that was painted last, pushed along with the view: only what comes into sight is painted while it moves."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint

PaintPart = Callable[[QPainter, Rect], None]
"""Paints what of the drawing lies in a rectangle, with a painter that takes the drawing's units."""


class _Seen(NamedTuple):
    key: Hashable
    scale: float
    size: tuple[float, float, float]
    x: float
    y: float


class ScrolledPaper:
    """The last painting of one view."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._seen: _Seen | None = None

    def forget(self) -> None:
        """Paint everything anew next time."""
        self._picture = self._seen = None

    def paint(self, painter: QPainter, key: Hashable, view: Viewpoint, ratio: float, part: PaintPart) -> None:
        """Paint what VIEW shows over the whole widget.

        Args:
            painter: Of the widget.
            key: Whatever changes what is painted, but for the view.
            view: Where one looks.
            ratio: Device pixels for a pixel.
            part: Paints what comes into sight.
        """
        now = _Seen(key, view.scale, (view.width, view.height, ratio), view.x, view.y)
        before, old = self._seen, self._picture
        whole = QRectF(0, 0, view.width, view.height)
        picture = QPixmap(max(round(view.width * ratio), 1), max(round(view.height * ratio), 1))
        picture.setDevicePixelRatio(ratio)
        if before is None or old is None or before[:3] != now[:3]:
            _paint(picture, now, whole, part)
        else:
            shift_x = round((before.x - now.x) * now.scale * ratio) / ratio
            shift_y = round((before.y - now.y) * now.scale * ratio) / ratio
            # The rounded rest of a device pixel stays in the remembered place, so that it never adds up.
            now = now._replace(x=before.x - shift_x / now.scale, y=before.y - shift_y / now.scale)
            shifted = QPainter(picture)
            shifted.drawPixmap(QPointF(shift_x, shift_y), old)
            shifted.end()
            frame = whole.toAlignedRect()
            region = QRegion(frame).subtracted(QRegion(frame.translated(round(shift_x), round(shift_y))))
            strips: list[QRect] = list(region)  # type: ignore[call-overload]  # the stubs leave the iterator out
            for strip in strips:
                _paint(picture, now, QRectF(strip).adjusted(-1, -1, 1, 1), part)
        self._picture, self._seen = picture, now
        painter.drawPixmap(0, 0, picture)

    def stretched(self, view: Viewpoint) -> tuple[QPixmap, QPointF, float] | None:
        """The last painting, where it lies under VIEW and how much larger it is there; None when there is none."""
        if self._picture is None or self._seen is None:
            return None
        return self._picture, QPointF(*view.to_screen(self._seen.x, self._seen.y)), view.scale / self._seen.scale


def _paint(picture: QPixmap, seen: _Seen, strip: QRectF, part: PaintPart) -> None:
    painter = QPainter(picture)
    painter.setClipRect(strip)
    painter.scale(seen.scale, seen.scale)
    painter.translate(-seen.x, -seen.y)
    part(
        painter,
        Rect(
            seen.x + strip.x() / seen.scale,
            seen.y + strip.y() / seen.scale,
            strip.width() / seen.scale,
            strip.height() / seen.scale,
        ),
    )
    painter.end()
