"""A widget that shows the slide of a presentation: for the audience, and small for the speaker."""

import time
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.records import Rect
from designer.drawing.slides.motion import between, flown, seen_of, shared_drawing
from designer.drawing.slides.page import HEIGHT, WIDTH, DrawingItem, SlidePage
from designer.model.figures.number_locale import localised
from designer.paint.slides.painter import drawing_scale, paint_slide
from designer.ui.present.show import Eye, Show
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.theme import ink
from designer.ui.widgets.timers import after_pause, every

MOVES_S: Final = 0.35
"""So long figures count and bars glide."""
FLIES_S: Final = 0.7
"""So long the eye flies from one view of a drawing to another."""
FADES_S: Final = 0.2
FRAME_MS: Final = 16
LATER_MS: Final = 250
RESTS_MS: Final = 3000
"""After so long without a move the mouse is hidden from the audience."""
_POINTER: Final = 11.0
"""Radius of the pointer of light, in units of the slide."""
_WHEEL: Final = 1.0015
"""Zoom of one unit of a wheel, of which a notch is 120."""


class SlideSurface(QWidget):
    """Shows the present slide of a show, or the next one."""

    def __init__(
        self, show: Show, parent: QWidget | None, *, ahead: int = 0, moves: bool = True, clicked: Run | None = None
    ) -> None:
        """Show the slide AHEAD of the present one; MOVES says whether figures count, slides fade and the eye flies."""
        super().__init__(parent)
        self._show, self._ahead, self._moves = show, ahead, moves
        self._clicked = clicked
        self._page: SlidePage | None = None
        self._before: SlidePage | None = None
        self._fading: QPixmap | None = None
        # Both ends of a flight over one drawing; None while there is none.
        self._flight: tuple[DrawingItem, DrawingItem] | None = None
        # The drawing as it was looked at last, from which a flight sets out.
        self._seen: DrawingItem | None = None
        self._begun = 0.0
        self._grabbed: QPointF | None = None
        self._frames = every(self, FRAME_MS, self.update)
        self._later = after_pause(self, LATER_MS, self.update)
        self._resting = after_pause(self, RESTS_MS, self._hide_mouse)
        self.setMouseTracking(not ahead)
        self.setMinimumSize(160, 90)
        connect_given((show.changed, self.follow))
        self.follow()

    @property
    def page(self) -> SlidePage | None:
        """Return the slide as it is painted now: on its way where figures count."""
        page, share = self._page, self._share
        if page is None or self._before is None or share >= 1.0:
            return page
        return between(self._before, page, _eased(share))

    @property
    def moving(self) -> bool:
        """Return whether something is on its way."""
        return self._frames.isActive()

    @property
    def place(self) -> QRectF:
        """Return where the slide is, in pixels of the widget."""
        scale = self._scale
        wide, high = WIDTH * scale, HEIGHT * scale
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    @property
    def _scale(self) -> float:
        return min(self.width() / WIDTH, self.height() / HEIGHT)

    @property
    def _share(self) -> float:
        lasts = FADES_S if self._fading is not None else FLIES_S if self._flight is not None else MOVES_S
        return min((time.perf_counter() - self._begun) / lasts, 1.0)

    def follow(self) -> None:
        """Show what is to be shown now."""
        show = self._show
        number = show.page + self._ahead
        page = show.pages[number] if number < len(show.pages) else None
        if page is not self._page:
            old, self._page = self.page, page
            self._before = self._fading = self._flight = None
            if self._moves and show.move != "jump" and old is not None and page is not None and self.isVisible():
                if show.move == "count" and old.id == page.id:
                    self._before = old
                elif show.move == "fade" and shared_drawing(old, page):
                    # One drawing on both: the eye flies there instead of a fade.
                    self._before = old
                    self._flight = (self._seen or old.drawings[0], page.drawings[0])
                else:
                    self._fading = self._painted(old)
                self._begun = time.perf_counter()
                self._frames.start()
        # What comes next is painted when what is shown now is there.
        if self._ahead:
            self._later.start()
        else:
            self.update()

    def tile_at(self, position: QPointF) -> str:
        """Return the id of what is drawn at POSITION, in pixels of the widget; "" for nothing."""
        item = self._drawing()
        if item is None:
            return ""
        at = self.to_slide(position)
        if not QRectF(*item.rect).contains(at):
            return ""
        scale = drawing_scale(item)
        x = item.sight.centre[0] + (at.x() - item.rect.centre[0]) / scale
        y = item.sight.centre[1] + (at.y() - item.rect.centre[1]) / scale
        tiles = [tile for tile in item.drawing.tiles if QRectF(*tile.rect).contains(x, y)]
        return tiles[-1].id if tiles else ""

    def to_slide(self, position: QPointF) -> QPointF:
        """Return POSITION of the widget in units of the slide."""
        place, scale = self.place, max(self._scale, 1e-6)
        return QPointF((position.x() - place.x()) / scale, (position.y() - place.y()) / scale)

    def zoom(self, factor: float, position: QPointF | None = None) -> None:
        """Look FACTOR times as near at the drawing, at what lies at POSITION; the middle where that is None."""
        x, y = self._shares(position) if position is not None else (0.5, 0.5)
        self._show.look(self._show.eye.zoomed(factor, x, y))

    def _shares(self, position: QPointF) -> tuple[float, float]:
        """Return POSITION as shares of what is seen of the drawing, else of the slide."""
        at, item = self.to_slide(position), self._drawing()
        rect = item.rect if item is not None else Rect(0.0, 0.0, WIDTH, HEIGHT)
        inside = QRectF(*rect).contains(at)
        return ((at.x() - rect.x) / rect.width, (at.y() - rect.y) / rect.height) if inside else (0.5, 0.5)

    def _drawing(self) -> DrawingItem | None:
        """Return the drawing on the slide as it is looked at; None where it has none."""
        found = self._page.drawings if self._page is not None else ()
        return _looked_at(found[0], self._show.eye) if found else None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        painter.end()
        if self._frames.isActive() and self._share >= 1.0:
            self._frames.stop()
            self._before = self._fading = self._flight = None

    def _paint(self, painter: QPainter) -> None:
        show = self._show
        if show.blank and not self._ahead:
            painter.fillRect(self.rect(), QColor(show.blank))
            return
        painter.fillRect(self.rect(), ink("surface"))
        page = self.page
        if page is None:
            self._paint_nothing(painter)
            return
        share = self._share
        self._paint_page(painter, page)
        if self._fading is not None and share < 1.0:
            painter.setOpacity(1.0 - _eased(share))
            painter.drawPixmap(0, 0, self._fading)
            painter.setOpacity(1.0)
        if show.pointer is not None and not self._ahead:
            self._paint_pointer(painter, show.pointer)

    def _paint_page(self, painter: QPainter, page: SlidePage) -> None:
        eye = self._show.eye if not self._ahead else Eye()
        painter.save()
        place = self.place
        painter.setClipRect(place)
        painter.translate(place.topLeft())
        scale = self._scale
        painter.scale(scale, scale)
        if eye.zoom > 1.0 and not page.drawings:
            # A slide without a drawing is looked at as a whole.
            painter.scale(eye.zoom, eye.zoom)
            painter.translate(WIDTH * (0.5 / eye.zoom - eye.x), HEIGHT * (0.5 / eye.zoom - eye.y))
        paint_slide(painter, page, zoom=scale * self.devicePixelRatioF(), draw=self._paint_drawing)
        painter.restore()

    def _paint_drawing(self, painter: QPainter, item: DrawingItem) -> None:
        """Paint a drawing from memory where it was painted before: it takes longer than all else on a slide."""
        if self._flight is not None and self._share < 1.0:
            self._paint_flight(painter, *self._flight)
            return
        item = _looked_at(item, self._show.eye if not self._ahead else Eye())
        pixmap = self._show.painted.of(item, id(self), self._scale * self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(*item.rect), pixmap, QRectF(pixmap.rect()))
        self._seen = item

    def _paint_flight(self, painter: QPainter, before: DrawingItem, after: DrawingItem) -> None:
        """Paint a drawing between two views of it: the pictures of both, each where it lies under the present sight.

        Both are in memory, so that a frame takes as long for a large drawing as for a small one.
        """
        share = _eased(self._share)
        now = flown(before, after, share)
        seen = seen_of(now)
        scale = now.rect.width / seen.width
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(QRectF(*now.rect), Qt.ClipOperation.IntersectClip)
        for end, opacity in ((before, 1.0), (after, share)):
            pixmap = self._show.painted.of(end, id(self), self._scale * self.devicePixelRatioF())
            part = seen_of(end)
            left, top = now.rect.x + (part.x - seen.x) * scale, now.rect.y + (part.y - seen.y) * scale
            place = QRectF(left, top, part.width * scale, part.height * scale)
            painter.setOpacity(opacity)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        painter.restore()

    def _painted(self, page: SlidePage) -> QPixmap:
        """Return PAGE as it is on the screen, to fade away."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(ink("surface"))
        painter = QPainter(pixmap)
        self._paint_page(painter, page)
        painter.end()
        return pixmap

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setPen(ink("muted"))
        words = "The end" if self._show.pages else "The slides are being made …"
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, localised(words))

    def _paint_pointer(self, painter: QPainter, pointer: tuple[float, float]) -> None:
        scale, place = self._scale, self.place
        middle = QPointF(place.x() + pointer[0] * scale, place.y() + pointer[1] * scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # A dot of light with a halo, and white inside: seen on red, too.
        for radius, colour in ((2.2, "#38FF3B30"), (1.0, "#FF3B30"), (0.35, "#FFFFFF")):
            painter.setBrush(QColor(colour))
            painter.drawEllipse(middle, radius * _POINTER * scale, radius * _POINTER * scale)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._ahead:
            self.zoom(_WHEEL ** event.angleDelta().y(), event.position())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        show, position = self._show, event.position()
        if self._ahead:
            return
        self.setCursor(Qt.CursorShape.BlankCursor if show.pointer is not None else Qt.CursorShape.ArrowCursor)
        self._resting.start()
        if show.pointer is not None:
            at = self.to_slide(position)
            show.point(at.x(), at.y())
        elif self._grabbed is not None and show.eye.zoom > 1.0 and event.buttons() & Qt.MouseButton.LeftButton:
            item = self._drawing()
            rect = item.rect if item is not None else Rect(0.0, 0.0, WIDTH, HEIGHT)
            moved, scale = self._grabbed - position, max(self._scale, 1e-6)
            self._grabbed = position
            show.look(show.eye.panned(moved.x() / scale / rect.width, moved.y() / scale / rect.height))

    def _hide_mouse(self) -> None:
        # The speaker's own picture has no clicks to answer, and keeps its mouse.
        if self._clicked is not None:
            self.setCursor(Qt.CursorShape.BlankCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grabbed = self._grabbed, None
        if self._clicked is not None and grabbed == event.position() and callable(self._clicked):
            self._clicked(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._show.look(Eye())


def _eased(share: float) -> float:
    """Return SHARE with a soft end."""
    return 1.0 - (1.0 - share) ** 3


def _looked_at(item: DrawingItem, eye: Eye) -> DrawingItem:
    """Return ITEM as it is seen from EYE."""
    if eye.zoom <= 1.0:
        return item
    # All of the place is filled when it is looked at from near, so the sight has its proportions.
    scale = drawing_scale(item)
    wide, high = item.rect.width / scale, item.rect.height / scale
    x, y = item.sight.centre
    left, top = x - wide / 2 + eye.x * wide, y - high / 2 + eye.y * high
    near = (wide / eye.zoom, high / eye.zoom)
    return item._replace(sight=Rect(left - near[0] / 2, top - near[1] / 2, *near), most=drawing_scale(item) * eye.zoom)
