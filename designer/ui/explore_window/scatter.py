"""The scatter of variants: two axes, points by class, the front as steps, what is asked, the best, the own design."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.explore_window.looks import class_looks, paint_mark
from designer.ui.explore_window.plot_frame import BOTTOM, LEFT, RIGHT, TOP, Sight, paint_axes
from designer.ui.explore_window.point_cloud import Layer, fitting_radius, nearest, paint_points
from designer.ui.explore_window.variant_words import end_words
from designer.ui.explore_window.variants import Axis, Mask, Own, Range, Variants
from designer.ui.widgets.announcing import announce
from designer.ui.widgets.theme import ink, type_font
from designer.ui.widgets.timers import after_pause

_RADIUS: Final = 4.0
_FADED: Final = 80
"""Opacity, of 255, of points that miss what is asked."""
_REACH: Final = 14.0
_DRAG: Final = 4.0
"""Pixels from which a press that moves is a drag."""
_REST_MS: Final = 120
"""After the last move soft edges come back, which are left out while points move."""
_LEGEND: Final = 26
EMPTY: Final = "Nothing to draw yet: variants appear here as they are worked out."
NO_NUMBERS: Final = "No variant has both figures: choose other axes."


@dataclass
class ScatterPicture:
    """All that the scatter shows.

    Attributes:
        variants: The rows; None without any.
        x: The axis across.
        y: The axis up.
        labels: Words of the classes.
        codes: (n,) class of each row; -1 is none.
        meeting: (n,) rows that meet what is asked.
        front: Rows that no other beats, from the left.
        best: Row that is ringed; -1 for none.
        own: The present design.
        front_words: Stand beside the front.
        title: Of the classes.
    """

    variants: Variants | None = None
    x: Axis | None = None
    y: Axis | None = None
    labels: tuple[str, ...] = ()
    codes: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    meeting: Mask = field(default_factory=lambda: np.empty(0, np.bool_))
    front: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    best: int = -1
    own: Own | None = None
    front_words: str = ""
    title: str = ""


class Scatter(QWidget):
    """Points are picked by click or arrow keys, panned by dragging, zoomed by the wheel, brushed with Shift.

    Attributes:
        picture: Shown now.
        chosen: Row that is picked; -1 for none.
        sight: Part of the axes that is in sight.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        picked: Callable[[int], object],
        wanted: Callable[[int], object],
        brushed: Callable[[Range, Range], object],
        moved: Callable[[], object],
        words_of: Callable[[int], str],
    ) -> None:
        """Make it; PICKED is told a row, WANTED one that is to be opened, BRUSHED both ranges, MOVED of the sight."""
        super().__init__(parent)
        self.picture = ScatterPicture()
        self.chosen = -1
        self.sight = Sight()
        self._picked, self._wanted, self._brushed, self._moved = picked, wanted, brushed, moved
        self._words_of = words_of
        self._layers: tuple[Layer, ...] = ()
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._sorted: tuple[NDArray[np.float64], NDArray[np.float64]] = (np.empty(0), np.empty(0))
        self._fitted = True
        self._press: QPointF | None = None
        self._last = QPointF()
        self._dragging = ""
        self._hovered = -1
        self._moving = after_pause(self, _REST_MS, self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName("Variants as points")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ---- What is shown ----

    def show_picture(self, picture: ScatterPicture) -> None:
        """Show PICTURE; what is in sight stays where a person moved it, as long as the axes are the same."""
        before, self.picture = self.picture, picture
        if picture.x is None or picture.y is None or picture.variants is None:
            self.chosen = -1
            self.update()
            return
        same = [axis.key for axis in (before.x, before.y) if axis is not None] == [picture.x.key, picture.y.key]
        if before.variants is not picture.variants or not same:
            # Rows from the top of the picture to its bottom: pixels are then written one after the other in memory,
            # which halves the time of a frame.
            self._order = np.argsort(-picture.y.values, kind="stable")
            self._sorted = (picture.x.values[self._order], picture.y.values[self._order])
        if not same or self._fitted:
            self.fit()
        if self.chosen >= len(picture.codes):
            self.chosen = -1
        self._layers = self._made_layers()
        self._describe()
        self.update()

    def _made_layers(self) -> tuple[Layer, ...]:
        """Return the points by class: those that miss what is asked faded and below."""
        codes, meeting = self.picture.codes[self._order], self.picture.meeting[self._order]
        made: list[Layer] = []
        # All faded points lie below all others, whatever their class.
        for solid in (False, True):
            for code, look in enumerate(class_looks(len(self.picture.labels))):
                rows = np.flatnonzero((codes == code) & (meeting == solid))
                colour = QColor(look.colour)
                rgb = (colour.red(), colour.green(), colour.blue(), 255 if solid else _FADED)
                made.append(Layer(rows, look.shape, rgb))
        return tuple(made)

    def recolour(self) -> None:
        """Take the colours of the current theme."""
        self._layers = self._made_layers()
        self.update()

    def fit(self) -> None:
        """See all points, and the own design."""
        x, y = self.picture.x, self.picture.y
        if x is None or y is None:
            return
        own = self.picture.own
        extra = [[] if own is None or key not in own.values else [own.values[key]] for key in (x.key, y.key)]
        both = np.isfinite(x.values) & np.isfinite(y.values)
        self.sight.fit(np.append(x.values[both], extra[0]), np.append(y.values[both], extra[1]))
        self._fitted = True
        self._moved()
        self.update()

    @property
    def is_fitted(self) -> bool:
        """Return True when nobody moved what is in sight."""
        return self._fitted

    def area(self) -> QRectF:
        """Return the pixels in which points lie."""
        legend = _LEGEND if self.picture.labels else 0
        room = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM - legend)
        return QRectF(room.topLeft(), QSize(max(int(room.width()), 40), max(int(room.height()), 40)))

    def place_of(self, row: int) -> QPointF | None:
        """Return the pixel of ROW; None where it is out of sight or unknown."""
        x, y = self.picture.x, self.picture.y
        if x is None or y is None or not 0 <= row < len(x.values):
            return None
        if not np.isfinite(x.values[row]) or not np.isfinite(y.values[row]):
            return None
        at = self.sight.place(float(x.values[row]), float(y.values[row]), self.area())
        return at if self.area().adjusted(-2, -2, 2, 2).contains(at) else None

    def row_at(self, at: QPointF) -> int:
        """Return the row whose point is nearest to the pixel AT, those that meet what is asked first; -1 for none."""
        if self.picture.x is None or not self.area().adjusted(-8, -8, 8, 8).contains(at):
            return -1
        x, y = self.sight.pixels(*self._sorted, self.area())
        here = (at.x(), at.y())
        # Of points that lie beside each other a person means the one that is not faded.
        found = nearest(x, y, self.picture.meeting[self._order], here, _REACH / 2)
        if found < 0:
            found = nearest(x, y, np.ones(len(x), np.bool_), here, _REACH)
        return int(self._order[found]) if found >= 0 else -1

    def choose(self, row: int) -> None:
        """Pick ROW and tell of it."""
        self.chosen = row
        self._describe()
        self.update()
        self._picked(row)

    def _describe(self) -> None:
        picture = self.picture
        if picture.x is None or picture.y is None:
            self.setAccessibleDescription(EMPTY)
            return
        said = f"{int(picture.meeting.sum()):,} of {len(picture.meeting):,} points meet what is asked."
        chosen = f" Chosen: {self._words_of(self.chosen)}." if self.chosen >= 0 else ""
        self.setAccessibleName(f"{picture.y.words.title} by {picture.x.words.title}")
        self.setAccessibleDescription(said + chosen + " Arrow keys go from point to point.")

    # ---- Hands ----

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press, self._last = event.position(), event.position()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        brush = shift or event.button() == Qt.MouseButton.RightButton
        self._dragging = "may brush" if brush else "may pan"

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is None:
            hovered = self.row_at(at)
            if hovered != self._hovered:
                self._hovered = hovered
                self.setCursor(Qt.CursorShape.PointingHandCursor if hovered >= 0 else Qt.CursorShape.ArrowCursor)
                self.setToolTip(localised(self._words_of(hovered) if hovered >= 0 else ""))
                self.update()
            return
        moved = at - self._press
        if self._dragging.startswith("may") and abs(moved.x()) + abs(moved.y()) >= _DRAG:
            self._dragging = self._dragging.removeprefix("may ")
        if self._dragging == "pan":
            self.pan(at.x() - self._last.x(), at.y() - self._last.y())
        self._last = at
        if self._dragging == "brush":
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, dragging, self._press, self._dragging = self._press, self._dragging, None, ""
        if press is None:
            return
        if dragging == "brush":
            area = self.area()
            first, last = self.sight.values(press, area), self.sight.values(event.position(), area)
            self._brushed(*(Range(min(pair), max(pair)) for pair in zip(first, last, strict=True)))
        elif dragging == "may pan":
            self.choose(self.row_at(event.position()))
        self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row >= 0:
            self._wanted(row)
        else:
            self.fit()

    def pan(self, across: float, down: float) -> None:
        """Move the points by ACROSS and DOWN pixels."""
        self.sight.pan(across, down, self.area())
        self._moving.start()
        self._fitted = False
        self._moved()
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """See FACTOR times nearer around AT, or around the middle."""
        self.sight.zoom(factor, at if at is not None else self.area().center(), self.area())
        self._moving.start()
        self._fitted = False
        self._moved()
        self.update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in steps:
            across, down = steps[key]
            if shift:
                self.pan(-40.0 * across, -40.0 * down)
            else:
                self._walk(across, down)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen >= 0:
            self._wanted(self.chosen)
        elif key == Qt.Key.Key_Escape and self.chosen >= 0:
            self.choose(-1)
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        """Go to the next point in a direction, among those that meet what is asked where there are any."""
        if self.picture.x is None or self.picture.y is None:
            return
        x, y = self.sight.pixels(self.picture.x.values, self.picture.y.values, self.area())
        # By keys one goes through what meets the goal; the mouse reaches the others.
        among = self.picture.meeting if self.picture.meeting.any() else np.ones(len(x), np.bool_)
        start = self.chosen if self.chosen >= 0 else self.picture.best
        if start < 0 or not np.isfinite(x[start] + y[start]):
            rows = np.flatnonzero(among & np.isfinite(x + y))
            if len(rows):
                self._go(int(rows[0]))
            return
        if self.chosen < 0:
            self._go(start)
            return
        ahead = (x - x[start]) * across + (y - y[start]) * down
        aside = np.abs((x - x[start]) * down) + np.abs((y - y[start]) * across)
        # A point straight ahead is nearer than one as far aside; points on the same pixel come by their numbers.
        cost = np.where(among & (ahead > 0.5) & np.isfinite(ahead), ahead + 2.0 * aside, np.inf)
        if len(cost) and np.isfinite(cost).any():
            self._go(int(np.argmin(cost)))

    def _go(self, row: int) -> None:
        self.choose(row)
        announce(self, self._words_of(row))

    # ---- Painting ----

    @override
    def sizeHint(self) -> QSize:
        return QSize(720, 560)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 220)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._moved()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture, area = self.picture, self.area()
        x, y = picture.x, picture.y
        if x is None or y is None or picture.variants is None:
            self._paint_hint(painter, EMPTY)
            return
        self._paint_goal(painter, area, picture.variants, x, y)
        paint_axes(painter, area, self.sight, x.words, y.words)
        if not (np.isfinite(x.values) & np.isfinite(y.values)).any():
            self._paint_hint(painter, NO_NUMBERS)
            return
        painter.save()
        painter.setClipRect(area.adjusted(-1, -1, 1, 1))
        front = self._paint_front(painter, area, x, y)
        painter.restore()
        painter.drawImage(area.topLeft(), self._points(area))
        if front is not None:
            self._paint_front_words(painter, area, front, y.direction > 0)
        self._paint_rings(painter)
        self._paint_own(painter, area, x, y)
        self._paint_legend(painter, area)
        if self._dragging == "brush" and self._press is not None:
            soft = ink("accent")
            soft.setAlpha(40)
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(soft)
            painter.drawRect(QRectF(self._press, self._last).normalized())
        if self.hasFocus():
            painter.setPen(QPen(ink("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_hint(self, painter: QPainter, words: str) -> None:
        painter.setPen(ink("muted"))
        room = self.rect().adjusted(40, 40, -40, -40)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), localised(words))

    def _points(self, area: QRectF) -> QImage:
        """Return all points as a picture as large as AREA, in pixels of the screen."""
        ratio = self.devicePixelRatioF()
        wide, high = max(int(area.width() * ratio), 1), max(int(area.height() * ratio), 1)
        image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        pixels = np.frombuffer(image.bits(), np.uint32).reshape(high, image.bytesPerLine() // 4)
        # The picture has the pixels of the screen, so that points are sharp at every scale.
        x, y = self.sight.pixels(*self._sorted, QRectF(0, 0, wide, high))
        radius = fitting_radius(len(x), _RADIUS * ratio)
        paint_points(pixels, x, y, self._layers, radius, rims=not self._moving.isActive())
        image.setDevicePixelRatio(ratio)
        return image

    def _paint_goal(self, painter: QPainter, area: QRectF, variants: Variants, x: Axis, y: Axis) -> None:
        """Tint the part of the plot that is asked for, and write what is asked at its edge."""
        across, up = (variants.asked.get(axis.key, Range()) for axis in (x, y))
        if not across.asks and not up.asks:
            return
        # Only the part of the goal that is in sight has edges to be drawn.
        low = (max(across.low, self.sight.low[0]), max(up.low, self.sight.low[1]))
        high = (min(across.high, self.sight.high[0]), min(up.high, self.sight.high[1]))
        if low[0] >= high[0] or low[1] >= high[1]:
            return
        tint = ink("ok")
        tint.setAlpha(18)
        room = QRectF(self.sight.place(low[0], high[1], area), self.sight.place(high[0], low[1], area))
        painter.fillRect(room, tint)
        painter.setPen(QPen(ink("ok"), 1.5, Qt.PenStyle.DashLine))
        painter.setFont(type_font("caption", weight=600))
        for value in (up.low, up.high):
            if self.sight.low[1] < value < self.sight.high[1]:
                level = self.sight.place(self.sight.low[0], value, area).y()
                painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))
                word = "or more" if value == up.low else "or less"
                below = QRectF(area.left(), level + 3, area.width() - 6, 16)
                painter.drawText(
                    below, Qt.AlignmentFlag.AlignRight, localised(f"you asked for {y.words.text(value)} {word}")
                )
        for value in (across.low, across.high):
            if self.sight.low[0] < value < self.sight.high[0]:
                at = self.sight.place(value, self.sight.low[1], area).x()
                painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))

    def _paint_front(self, painter: QPainter, area: QRectF, x: Axis, y: Axis) -> QPointF | None:
        """Paint the front, below the points on it, and return where its words stand; None where it has none."""
        rows = self.picture.front
        if not len(rows):
            return None
        across, down = self.sight.pixels(x.values[rows], y.values[rows], area)
        steps: list[QPointF] = []
        # Between two points of the front the one before holds: for more of y one has to go as far as the next x.
        holds = x.direction != y.direction or x.direction < 0
        for place, (px, py) in enumerate(zip(across, down, strict=True)):
            if place:
                corner = (px, down[place - 1]) if holds else (across[place - 1], py)
                steps.append(QPointF(*map(float, corner)))
            steps.append(QPointF(float(px), float(py)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink("text"), 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._moving.isActive())
        painter.drawPolyline(QPolygonF(steps))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return steps[len(steps) * 2 // 3] if self.picture.front_words and len(rows) > 1 else None

    def _paint_front_words(self, painter: QPainter, area: QRectF, at: QPointF, above: bool) -> None:
        """Write beside AT, on the side of the front where no point can be."""
        font = type_font("caption", weight=600)
        wide = QFontMetrics(font).horizontalAdvance(self.picture.front_words) + 12
        room = QRectF(at.x() - wide - 10, at.y() - 22 if above else at.y() + 8, wide, 18)
        room.moveLeft(min(max(room.left(), area.left() + 4), area.right() - wide))
        room.moveTop(min(max(room.top(), area.top()), area.bottom() - 18))
        back = ink("surface")
        back.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(room, 4, 4)
        painter.setFont(font)
        painter.setPen(ink("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, localised(self.picture.front_words))

    def _paint_rings(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, radius, name, wide in (
            (self.picture.best, 12.0, "accent", 2.5),
            (self.chosen, 9.0, "text", 2.0),
            (self._hovered, 8.0, "muted", 1.5),
        ):
            at = self.place_of(row)
            if at is not None:
                painter.setPen(QPen(ink(name), wide))
                painter.drawEllipse(at, radius, radius)

    def _paint_own(self, painter: QPainter, area: QRectF, x: Axis, y: Axis) -> None:
        own = self.picture.own
        if own is None or x.key not in own.values or y.key not in own.values:
            return
        at = self.sight.place(own.values[x.key], own.values[y.key], area)
        if not area.contains(at):
            return
        painter.setPen(QPen(ink("text"), 2.5))
        painter.setBrush(ink("surface"))
        side = 10.0
        corners = [QPointF(0, -side), QPointF(side, 0), QPointF(0, side), QPointF(-side, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
        end = f"{end_words(x.key)} " if x.key in own.at_least else ""
        words = f"yours, {end}{x.words.text(own.values[x.key])}"
        font = type_font("caption", weight=600)
        wide = QFontMetrics(font).horizontalAdvance(words) + 16
        room = QRectF(at.x() + 18, at.y() - 11, wide, 22)
        if room.right() > area.right():
            room.moveRight(at.x() - 18)
        painter.setPen(QPen(ink("border"), 1))
        painter.setBrush(ink("surface"))
        painter.drawRoundedRect(room, 11, 11)
        painter.setFont(font)
        painter.setPen(ink("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, localised(words))

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """Write the classes in one row below the axis, as many as there is room for."""
        if not self.picture.labels:
            return
        caption, strong = type_font("caption"), type_font("caption", weight=600)
        y = self.height() - _LEGEND / 2 - 2
        painter.setFont(caption)
        painter.setPen(ink("muted"))
        wide = QFontMetrics(caption).horizontalAdvance(self.picture.title)
        painter.drawText(
            QRectF(area.left(), y - 10, wide + 4, 20), Qt.AlignmentFlag.AlignVCenter, localised(self.picture.title)
        )
        x, metrics = area.left() + wide + 22, QFontMetrics(strong)
        painter.setFont(strong)
        for label, look in zip(self.picture.labels, class_looks(len(self.picture.labels)), strict=True):
            wide = metrics.horizontalAdvance(label)
            paint_mark(painter, QPointF(x, y), look, 5.0)
            painter.setPen(ink("text"))
            painter.drawText(QRectF(x + 11, y - 10, wide + 4, 20), Qt.AlignmentFlag.AlignVCenter, localised(label))
            x += wide + 36
