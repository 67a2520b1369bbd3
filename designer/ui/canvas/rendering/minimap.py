"""Minimap with the zoom, which floats over the canvas."""

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.ui.canvas.rendering.map_boxes import boxes_image
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import ink, type_font

MAP_WIDTH: Final = 136
MAP_HEIGHT: Final = 84
_MANY: Final = 2000
_STRIDE: Final = 0.2
"""Share of the sight that an arrow key moves it by."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOMS: Final = {"+": "in", "=": "in", "-": "out", "0": "actual"}


class Minimap(QWidget):
    """All of the drawing in small, with a frame around what is in sight."""

    moved = Signal(float, float)
    """A place on the canvas that should come to the middle."""

    zoom_wanted = Signal(str)
    """"in", "out", "actual" or "fit"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawing = Drawing()
        self._sight = Rect(0, 0, 1, 1)
        self._picture: QPixmap | None = None
        self.setFixedSize(MAP_WIDTH, MAP_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Map of the design")
        self.setAccessibleDescription("Arrow keys move what is in sight, plus and minus zoom, Home shows everything.")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Click or drag to go there")
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._picture = None

    def show_drawing(self, drawing: Drawing) -> None:
        """Show DRAWING."""
        if drawing is not self._drawing:
            self._drawing = drawing
            self._picture = None
            self.update()

    def show_sight(self, sight: Rect) -> None:
        """Frame what is in sight."""
        if sight != self._sight:
            before = self._world()
            self._sight = sight
            if self._world() != before:
                self._picture = None
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._painted()
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent"), 1.5))
        soft = ink("accent")
        soft.setAlphaF(0.06)
        painter.setBrush(soft)
        sight = self._to_map(self._sight)
        inside = sight.intersected(QRectF(1, 1, self.width() - 2, self.height() - 2))
        if not inside.isEmpty():
            painter.drawRoundedRect(inside, 3, 3)
        if self.hasFocus():
            painter.setPen(QPen(ink("accent"), 1.5, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.75, 0.75, self.width() - 1.5, self.height() - 1.5), 4, 4)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            across, down = _ARROWS[Qt.Key(key)]
            x, y = self._sight.centre
            self.moved.emit(x + across * self._sight.width * _STRIDE, y + down * self._sight.height * _STRIDE)
        elif event.text() in _ZOOMS:
            self.zoom_wanted.emit(_ZOOMS[event.text()])
        elif key == Qt.Key.Key_Home:
            self.zoom_wanted.emit("fit")
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # Arrows, Home, plus and minus are the map's own before any shortcut of the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            if plain and (event.key() in _ARROWS or event.key() == Qt.Key.Key_Home or event.text() in _ZOOMS):
                event.accept()
                return True
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        scale, left, top = self._scale()
        self.moved.emit((event.position().x() - left) / scale, (event.position().y() - top) / scale)
        event.accept()

    def _world(self) -> Rect:
        return self._drawing.bounds.grown(64)

    def _scale(self) -> tuple[float, float, float]:
        world = self._world()
        scale = min((self.width() - 8) / world.width, (self.height() - 8) / world.height)
        left = (self.width() - world.width * scale) / 2 - world.x * scale
        top = (self.height() - world.height * scale) / 2 - world.y * scale
        return scale, left, top

    def _to_map(self, rect: Rect) -> QRectF:
        scale, left, top = self._scale()
        return QRectF(rect.x * scale + left, rect.y * scale + top, rect.width * scale, rect.height * scale)

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        scale, left, top = self._scale()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(self._drawing.tiles) < _MANY)
        painter.setPen(QPen(ink("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for frame in self._drawing.frames[:500]:
            painter.drawRoundedRect(self._to_map(frame.rect), 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        fill = ink("muted")
        fill.setAlphaF(0.55)
        painter.setBrush(fill)
        boxes = self._drawing.boxes * scale
        if len(boxes) >= _MANY:
            placed = (boxes + np.array((left, top, left, top))) * ratio
            image = boxes_image(placed, picture.width(), picture.height(), fill)
            if image is not None:
                image.setDevicePixelRatio(ratio)
                painter.drawImage(0, 0, image)
                painter.end()
                return picture
        rects = [
            QRectF(x + left, y + top, max(right - x, 1.5), max(bottom - y, 1.5))
            for x, y, right, bottom in boxes.tolist()
        ]
        if len(rects) < 400:
            for rect in rects:
                painter.drawRoundedRect(rect, 1.5, 1.5)
        elif rects:
            painter.drawRects(rects)
        painter.end()
        return picture


class MapPane(QFrame):
    """The minimap in a card, with the zoom below it."""

    zoom_wanted = Signal(str)
    """"in", "out", "actual" or "fit"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "float")
        self.minimap = Minimap(self)
        down = QVBoxLayout(self)
        down.setContentsMargins(4, 4, 4, 4)
        down.setSpacing(0)
        self.minimap.zoom_wanted.connect(self.zoom_wanted)
        down.addWidget(self.minimap)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.out = self._button("−", "Zoom out", "out")
        self.zoom = self._button("100%", "Zoom, click for 100%", "actual")
        self.zoom.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.zoom.setMinimumWidth(64)  # "99.9%" in any font, so that the pane does not change its width with the zoom
        self.closer = self._button("+", "Zoom in", "in")
        for button in (self.out, self.zoom, self.closer):
            row.addWidget(button)
        down.addLayout(row)

    def layout_anew(self) -> None:
        """Measure it anew after the map came or went."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def _button(self, text: str, name: str, wanted: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setFont(type_font("caption", weight=600))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setProperty("wanted", wanted)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedHeight(32)
        button.setMinimumWidth(32)
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        self.zoom_wanted.emit(str(self.sender().property("wanted")))

    def show_zoom(self, scale: float) -> None:
        """Show the zoom in percent."""
        text = f"{scale:.0%}" if scale >= 0.1 else f"{scale * 100:.1f}%"
        if text != self.zoom.text():
            self.zoom.setText(text)
            self.zoom.setAccessibleName(f"Zoom {text}, click for 100%")
