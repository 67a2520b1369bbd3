"""Words over the canvas: the note beside the pointer, and the hint on an empty canvas."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from designer.drawing.current_theme import current_theme
from designer.drawing.theme_tokens import Theme, theme_named
from designer.ui.canvas.port import Card
from designer.ui.widgets.theme import ink, type_font

NOTE_WIDTH: Final = 300.0
_TONES: Final = {"ok": "ok", "copy": "accent", "info": "warn", "no": "error"}


def paint_note(painter: QPainter, card: Card, x: float, y: float, room: QRectF, *, answers: bool = False) -> None:
    """A note with its corner near (X, Y), kept inside ROOM; one that ANSWERS a gesture stands out: dark on light."""
    # An answer wears the colours of the opposite look, so that it is never taken for a part of the drawing.
    theme = _opposite() if answers else current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    strong, caption = type_font("strong"), type_font("caption")
    strong_size, caption_size = QFontMetricsF(strong), QFontMetricsF(caption)
    indent = 22.0 if card.mood else 0.0
    most = NOTE_WIDTH - 24 - indent
    flags = int(Qt.TextFlag.TextWordWrap)
    # Texts are measured first, as wide as is allowed at most: the box is then only as wide as they need.
    title = strong_size.boundingRect(QRectF(0, 0, most, 1000), flags, card.title) if card.title else QRectF()
    lines = [(line, caption_size.boundingRect(QRectF(0, 0, most, 1000), flags, line)) for line in card.lines if line]
    width = max([title.width(), *(size.width() for _, size in lines)], default=0.0) + 24 + indent + 1
    height = title.height() + sum(size.height() + 2 for _, size in lines) + 16 + (2 if card.title and lines else 0)
    # Right of and below the pointer; at the edges it is pushed in, and above the pointer where there is no room below.
    left = min(max(x + 16, room.left() + 8), room.right() - width - 8)
    top = y + 18 if y + 18 + height <= room.bottom() - 8 else y - height - 14
    # Half pixels, so that the border of one pixel is sharp.
    box = QRectF(round(left) + 0.5, round(max(top, room.top() + 8)) + 0.5, round(width), round(height))
    shade = QColor("#101828")
    shade.setAlphaF(0.2 if answers else 0.08)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(box.translated(0, 2), 8, 8)
    painter.setPen(Qt.PenStyle.NoPen if answers else QPen(ink("border"), 1))
    painter.setBrush(ink("text" if answers else "surface"))
    painter.drawRoundedRect(box, 8, 8)
    _paint_sign(painter, theme, card.mood, box.left() + 19, box.top() + 8 + strong_size.height() / 2)
    at = box.top() + 8
    text_left = box.left() + 12 + indent
    if card.title:
        painter.setFont(strong)
        painter.setPen(QColor(theme.colour("text")))
        painter.drawText(QRectF(text_left, at, most + 1, title.height()), flags, card.title)
        at += title.height() + 2
    painter.setFont(caption)
    painter.setPen(QColor(theme.colour("muted" if card.title else "text")))
    for line, size in lines:
        painter.drawText(QRectF(text_left, at, most + 1, size.height()), flags, line)
        at += size.height() + 2


def _opposite() -> Theme:
    return theme_named("light" if current_theme().name == "dark" else "dark")


def _paint_sign(painter: QPainter, theme: Theme, mood: str, x: float, y: float) -> None:
    if not mood:
        return
    colour = QColor(theme.colour(_TONES[mood]))
    painter.setPen(QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mood == "ok":
        painter.drawPolyline([QPointF(x - 4.5, y), QPointF(x - 1.5, y + 3.2), QPointF(x + 4.5, y - 3.6)])
        return
    if mood == "copy":
        painter.drawLine(QPointF(x - 4.5, y), QPointF(x + 4.5, y))
        painter.drawLine(QPointF(x, y - 4.5), QPointF(x, y + 4.5))
        return
    painter.drawEllipse(QPointF(x, y), 5.5, 5.5)
    if mood == "info":
        painter.drawPoint(QPointF(x, y - 2.6))
        painter.drawLine(QPointF(x, y), QPointF(x, y + 2.8))
        return
    painter.drawLine(QPointF(x - 3.6, y + 3.6), QPointF(x + 3.6, y - 3.6))


def paint_hint(painter: QPainter, room: QRectF) -> None:
    """Paint what to do with an empty canvas."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = room.center()
    box = QRectF(centre.x() - 112, centre.y() - 92, 224, 64)
    painter.setPen(QPen(ink("border"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 8, 8)
    plus = ink("muted")
    painter.setPen(QPen(plus, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    middle = box.center()
    painter.drawLine(QPointF(middle.x() - 7, middle.y()), QPointF(middle.x() + 7, middle.y()))
    painter.drawLine(QPointF(middle.x(), middle.y() - 7), QPointF(middle.x(), middle.y() + 7))
    painter.setFont(type_font("title"))
    painter.setPen(ink("text"))
    wide = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    line = QRectF(room.left(), centre.y() - 8, room.width(), 24)
    painter.drawText(line, wide, "Drag a part here, or press / and type its name")
    painter.setFont(type_font("body"))
    painter.setPen(ink("muted"))
    painter.drawText(line.translated(0, 28), wide, "Then pull a wire from any edge of one tile onto another.")
