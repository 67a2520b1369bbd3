"""The painted drawing, kept as a picture: moving the view moves the picture, and a quiet moment sharpens it."""

import time
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import Theme
from designer.paint.changed_regions import changed_areas
from designer.paint.marks.symbols import Verdict
from designer.paint.painter import paint_drawing, paint_ground
from designer.ui.canvas.viewpoint import Viewpoint

QUICK_MS: Final = 8.0
"""Drawings that take less than this are painted in full at every step."""
FADE_S: Final = 0.14
"""So long a picture takes to fade."""
DEAR_MS: Final = 12.0
"""Where a step of that takes more, it is left off."""
_MOST_MENDED: Final = 0.5
"""Share of the picture from which on it is painted as a whole."""


class Content(NamedTuple):
    """Content to paint, whatever is in sight."""

    drawing: Drawing
    theme: Theme
    selected: frozenset[str] = frozenset()
    hovered: str = ""
    fits: Mapping[tuple[str, str], Verdict] | None = None


class _View(NamedTuple):
    scale: float
    x: float
    y: float
    width: float
    height: float
    ratio: float


class _Fading(NamedTuple):
    picture: QPixmap
    view: _View
    begun: float


class Surface:
    """The last painted picture of the drawing, and how it is brought up to date."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._content: Content | None = None
        self._view: _View | None = None
        self._fading: _Fading | None = None
        self._sharp = False
        self._cost_ms = 0.0
        self._costed = -1

    @property
    def cost_ms(self) -> float:
        """Return the time of the last full painting, ms."""
        return self._cost_ms

    def paint(self, painter: QPainter, content: Content, viewpoint: Viewpoint, ratio: float, *, moving: bool) -> bool:
        """Paint CONTENT over the whole widget; the answer is whether it is as good as it gets."""
        view = _View(viewpoint.scale, viewpoint.x, viewpoint.y, viewpoint.width, viewpoint.height, ratio)
        sharp = self._paint_now(painter, content, view, moving=moving)
        if self._fading is not None:
            self._paint_fading(painter, view, self._fading)
        return sharp

    def _paint_now(self, painter: QPainter, content: Content, view: _View, *, moving: bool) -> bool:
        # A content that is painted quickly is painted anew at each step; only a slow one is moved as a picture.
        moving = moving and self._cost_ms > QUICK_MS
        same = self._picture is not None and _same(self._content, content)
        if not (same and view == self._view and (self._sharp or moving)):
            if moving and same and self._picture is not None and self._view is not None:
                # Another zoom: the old picture is stretched at once, and the sharp one follows at rest.
                if view.scale != self._view.scale or view[3:] != self._view[3:]:
                    self._paint_stretched(painter, content, view, self._view, self._picture)
                    return False
                # The same zoom: the picture is scrolled and only the strips that come in are painted.
                self._scroll(content, view, self._view, self._picture)
            elif not (not moving and view == self._view and self._sharp and self._mend(content, view)):
                self._paint_fresh(content, view, moving=moving)
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        return self._sharp

    @property
    def fading(self) -> bool:
        """Return True when the picture from before fades over the present one, which is to be painted again soon."""
        return self._fading is not None

    def fade(self) -> None:
        """From now on the present picture fades as the next one comes up."""
        if self._picture is not None and self._view is not None:
            self._fading = _Fading(QPixmap(self._picture), self._view, time.perf_counter())

    def _paint_fading(self, painter: QPainter, view: _View, fading: "_Fading") -> None:
        begun = time.perf_counter()
        share = (begun - fading.begun) / FADE_S
        if share < 1.0:
            before = fading.view
            painter.save()
            painter.setOpacity(1.0 - share)
            painter.scale(view.scale, view.scale)
            painter.translate(-view.x, -view.y)
            target = QRectF(before.x, before.y, before.width / before.scale, before.height / before.scale)
            painter.drawPixmap(target, fading.picture, QRectF(fading.picture.rect()))
            painter.restore()
        if share >= 1.0 or (time.perf_counter() - begun) * 1000 > DEAR_MS:
            self._fading = None

    def forget(self) -> None:
        """Paint everything anew next time."""
        self._picture = None

    def _paint_fresh(self, content: Content, view: _View, *, moving: bool) -> None:
        begun = time.perf_counter()
        picture = _blank(view)
        _paint_part(picture, content, view, QRectF(0, 0, view.width, view.height), moving=moving)
        self._picture, self._content, self._view, self._sharp = picture, content, view, not moving
        if not moving:
            cost, tiles = (time.perf_counter() - begun) * 1000, len(content.drawing.tiles)
            # The first painting makes icons and text as well; the quickest one tells what the next will take.
            self._cost_ms = min(cost, self._cost_ms) if tiles == self._costed else cost
            self._costed = tiles

    def _mend(self, content: Content, view: _View) -> bool:
        """Paint only what looks different from before, where that is little; the answer is whether it was."""
        before, picture = self._content, self._picture
        # Only the drawing differs: neither theme, outlines, hovering nor verdicts, which may lie anywhere.
        if before is None or picture is None or not _same(before, content._replace(drawing=before.drawing)):
            return False
        areas = changed_areas(before.drawing, content.drawing, view.scale)
        if areas is None:
            return False
        part = _around(areas, view)
        # From a share of the view on, painting all anew costs less than looking for what changed.
        if part.width() * part.height() > _MOST_MENDED * view.width * view.height:
            return False
        if not part.isEmpty():
            _paint_part(picture, content, view, part, moving=False)
        self._content = content
        return True

    def _scroll(self, content: Content, view: _View, before: _View, old: QPixmap) -> None:
        """Shift the picture and paint only what came into sight."""
        dx, dy = (before.x - view.x) * view.scale, (before.y - view.y) * view.scale
        whole_x, whole_y = round(dx * view.ratio), round(dy * view.ratio)
        picture = _blank(view)
        painter = QPainter(picture)
        painter.drawPixmap(QPointF(whole_x / view.ratio, whole_y / view.ratio), old)
        painter.end()
        # The rounded rest of a device pixel stays in the remembered view, so that it never adds up.
        placed = view._replace(
            x=before.x - whole_x / view.ratio / view.scale, y=before.y - whole_y / view.ratio / view.scale
        )
        for strip in _uncovered(view, whole_x / view.ratio, whole_y / view.ratio):
            _paint_part(picture, content, placed, strip, moving=True)
        self._picture, self._content, self._view, self._sharp = picture, content, placed, False

    @staticmethod
    def _paint_stretched(painter: QPainter, content: Content, view: _View, before: _View, old: QPixmap) -> None:
        painter.save()
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        visible = Rect(view.x, view.y, view.width / view.scale, view.height / view.scale)
        with in_theme(content.theme):
            paint_ground(painter, visible=visible, scale=view.scale, grid=False)
        target = QRectF(before.x, before.y, before.width / before.scale, before.height / before.scale)
        painter.drawPixmap(target, old, QRectF(old.rect()))
        painter.restore()


def _around(areas: Floats, view: _View) -> QRectF:
    """Return the rectangle around all AREAS of the canvas that are in sight, in whole pixels of the widget."""
    place = (view.x, view.y, view.x, view.y)
    # (areas, 4) pixels of the widget; clipped, as an area far outside would overflow the integers of a QRect.
    edges = ((areas - place) * view.scale).clip(-1.0, max(view.width, view.height) + 1.0)
    # Those that overlap the widget: their far edges are right of 0, their near ones left of its size.
    seen = (edges[:, 2:] > 0).all(axis=1) & (edges[:, :2] < (view.width, view.height)).all(axis=1)
    if not seen.any():
        return QRectF()
    left, top = np.floor(edges[seen, :2].min(axis=0)).tolist()
    right, bottom = np.ceil(edges[seen, 2:].max(axis=0)).tolist()
    return QRectF(left, top, right - left, bottom - top).intersected(QRectF(0, 0, view.width, view.height))


def _blank(view: _View) -> QPixmap:
    picture = QPixmap(max(round(view.width * view.ratio), 1), max(round(view.height * view.ratio), 1))
    picture.setDevicePixelRatio(view.ratio)
    return picture


def _paint_part(picture: QPixmap, content: Content, view: _View, part: QRectF, *, moving: bool) -> None:
    """Paint what PART of the widget shows."""
    painter = QPainter(picture)
    painter.setClipRect(part)
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    visible = Rect(
        view.x + part.x() / view.scale,
        view.y + part.y() / view.scale,
        part.width() / view.scale,
        part.height() / view.scale,
    )
    with in_theme(content.theme):
        paint_ground(painter, visible=visible, scale=view.scale)
        paint_drawing(
            painter,
            content.drawing,
            visible=visible,
            scale=view.scale,
            moving=moving,
            selected=content.selected,
            hovered=content.hovered,
            fits=content.fits,
        )
    painter.end()


def _uncovered(view: _View, dx: float, dy: float) -> list[QRectF]:
    whole = QRectF(0, 0, view.width, view.height).toAlignedRect()
    region = QRegion(whole).subtracted(QRegion(whole.translated(round(dx), round(dy))))
    rects: list[QRect] = list(region)  # type: ignore[call-overload]  # the stubs leave the iterator out
    return [QRectF(rect).adjusted(-1, -1, 1, 1) for rect in rects]


def _same(before: Content | None, after: Content) -> bool:
    return (
        before is not None
        and before.drawing is after.drawing
        and before.theme is after.theme
        and before.selected == after.selected
        and before.hovered == after.hovered
        and before.fits is after.fits
    )
