"""What was painted last, kept so that a view that is pushed aside paints only the strips that come into sight."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from designer.drawing.records import Rect
from designer.ui.canvas.viewpoint import Viewpoint

_EVEN: Final = 0.02
"""A shift that is a whole number of pixels but for this much is one."""

Paint = Callable[[QPainter, Rect], None]
"""Paints a part of the drawing, with a painter in its units."""


class _Look(NamedTuple):
    """What a kept picture is of, so that it can not stand for another."""

    drawing: int
    scale: float
    width: int
    height: int
    ratio: float
    theme: str


class PictureStore:
    """The last picture of one view."""

    def __init__(self) -> None:
        self._look: _Look | None = None
        self._pixmap = QPixmap()
        self._corner = (0.0, 0.0)

    def forget(self) -> None:
        """The drawing is another one now."""
        self._look = None

    def picture(
        self, drawing: object, view: Viewpoint, size: QSize, ratio: float, theme: str, ground: str, paint: Paint
    ) -> QPixmap:  # fmt: skip
        """DRAWING as VIEW shows it, on GROUND, with as little painting as that takes."""
        look = _Look(id(drawing), view.scale, size.width(), size.height(), ratio, theme)
        whole = QRect(0, 0, size.width(), size.height())
        if look != self._look:
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._fill(view, [whole], ground, paint)
        else:
            strips = self._pushed(view, whole, ratio)
            self._fill(view, [whole] if strips is None else strips, ground, paint)
        self._look, self._corner = look, (view.x, view.y)
        return self._pixmap

    def stretched(self, view: Viewpoint) -> tuple[QPixmap, QPointF, float] | None:
        """The last picture, where it lies under VIEW and how much larger it is; None when there is none."""
        if self._look is None or self._pixmap.isNull():
            return None
        x, y = view.to_screen(*self._corner)
        return self._pixmap, QPointF(x, y), view.scale / self._look.scale

    def _pushed(self, view: Viewpoint, whole: QRect, ratio: float) -> list[QRect] | None:
        """Push the picture and say which strips are missing then; None when it can not be pushed."""
        exact = [(was - now) * view.scale * ratio for was, now in zip(self._corner, (view.x, view.y), strict=True)]
        across, down = (round(value) for value in exact)
        if max(abs(exact[0] - across), abs(exact[1] - down)) > _EVEN or ratio != int(ratio):
            return None
        wide, high = whole.width(), whole.height()
        dx, dy = across / ratio, down / ratio
        if abs(dx) >= wide or abs(dy) >= high or dx != int(dx) or dy != int(dy):
            return None
        if across or down:
            self._pixmap.scroll(across, down, self._pixmap.rect())
        dx, dy = int(dx), int(dy)
        strips = [
            QRect(0 if dx > 0 else wide + dx, 0, abs(dx), high),
            QRect(0, 0 if dy > 0 else high + dy, wide, abs(dy)),
        ]
        return [strip for strip in strips if not strip.isEmpty()]

    def _fill(self, view: Viewpoint, areas: list[QRect], ground: str, paint: Paint) -> None:
        for area in areas:
            painter = QPainter(self._pixmap)
            painter.setClipRect(area)
            painter.fillRect(area, ground)
            painter.scale(view.scale, view.scale)
            painter.translate(-view.x, -view.y)
            left, top = view.to_canvas(area.left(), area.top())
            paint(painter, Rect(left, top, area.width() / view.scale, area.height() / view.scale))
            painter.end()
