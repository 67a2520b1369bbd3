"""Paint a slide that is laid out: 1920 × 1080 units, in the colours of the current theme."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Rect
from designer.drawing.slides.page import AreaItem, BoxItem, DrawingItem, LineItem, SignItem, SlidePage, TextItem
from designer.model.figures.number_locale import localised
from designer.paint.brushes import NO_BRUSH, NO_PEN, is_vector, pen
from designer.paint.fonts import font_of
from designer.paint.painter import paint_drawing

LETTERS: Final = 20.0 / 11.0
"""Units of a slide for a pixel of a window: letters of 11 pixels there are 20 units here."""
_HATCH: Final = 12.0
"""Between the slanted lines of an estimate, in units."""


def paint_slide(
    painter: QPainter,
    page: SlidePage,
    *,
    zoom: float = 1.0,
    draw: Callable[[QPainter, DrawingItem], None] | None = None,
) -> None:
    """Paint PAGE; PAINTER takes units of 1920 × 1080.

    Args:
        painter: Already scaled.
        page: What to paint.
        zoom: Device pixels for a unit, which decides how much of a drawing is shown.
        draw: Paints a drawing instead, such as from memory.
    """
    vector = is_vector(painter)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for item in page.items:
        if isinstance(item, TextItem):
            _paint_text(painter, item, vector=vector)
        elif isinstance(item, BoxItem):
            _paint_box(painter, item)
        elif isinstance(item, LineItem):
            _paint_line(painter, item)
        elif isinstance(item, AreaItem):
            _paint_area(painter, item)
        elif isinstance(item, SignItem):
            _paint_sign(painter, item, vector=vector)
        elif draw is not None:
            draw(painter, item)
        else:
            paint_slide_drawing(painter, item, zoom=zoom)
    painter.restore()


def ink_colour(name: str) -> str:
    """Return the colour that an item of a page calls NAME, as "#RRGGBB"."""
    theme = current_theme()
    if name.startswith("#"):
        return name
    if name.startswith("layer:"):
        return theme.layers[name.removeprefix("layer:")]  # type: ignore[index]
    return theme.colour(name)


@lru_cache(maxsize=64)
def _screen_font(style: str, px: float) -> QFont:
    """Return the face of STYLE with figures of one width, so that a number that counts does not tremble."""
    made = QFont(font_of(style, px))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _font(px: float, *, strong: bool, vector: bool) -> QFont:
    style = "strong" if strong else "body"
    return font_of(style, px) if vector else _screen_font(style, px)


def _paint_text(painter: QPainter, item: TextItem, *, vector: bool) -> None:
    painter.setFont(_font(item.px, strong=item.strong, vector=vector))
    painter.setPen(QColor(ink_colour(item.ink)))
    x, text = item.x, localised(item.text)
    if item.align != "left":
        wide = painter.fontMetrics().horizontalAdvance(text)
        x -= wide if item.align == "right" else wide / 2
    painter.drawText(QPointF(x, item.y), text)


def _paint_box(painter: QPainter, item: BoxItem) -> None:
    rect = QRectF(*item.rect)
    painter.setPen(NO_PEN)
    painter.setBrush(NO_BRUSH)
    if item.line:
        outline = QPen(QColor(ink_colour(item.line)), item.stroke)
        if item.dashed:
            outline.setDashPattern([3.0, 2.5])
        painter.setPen(outline)
    if item.fill:
        fill = QColor(ink_colour(item.fill))
        fill.setAlphaF(item.alpha)
        painter.setBrush(QBrush(fill))
    radius = min(item.radius, rect.width() / 2, rect.height() / 2)
    if radius:
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.drawRect(rect)
    if item.hatched:
        _hatch(painter, rect, radius, QColor(ink_colour(item.fill or "muted")).darker(135))


def _hatch(painter: QPainter, rect: QRectF, radius: float, ink: QColor) -> None:
    """Draw slanted lines: lines, not a pattern of Qt's, which a PDF would hold as pixels."""
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(rect, radius, radius)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 4.0))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += _HATCH
    painter.restore()


def _paint_line(painter: QPainter, item: LineItem) -> None:
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(ink_colour(item.ink), item.width, item.pattern))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in item.points]))


def _paint_area(painter: QPainter, item: AreaItem) -> None:
    fill = QColor(ink_colour(item.fill))
    fill.setAlphaF(item.alpha)
    painter.setPen(NO_PEN)
    painter.setBrush(QBrush(fill))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in item.points]))


def _paint_sign(painter: QPainter, item: SignItem, *, vector: bool) -> None:
    box = QRectF(*item.rect)
    middle, size = box.center(), box.height()
    if item.sign == "check":
        _paint_check(painter, box, vector=vector)
        return
    colour = QColor(ink_colour({"fits": "ok", "ask": "warn", "short": "error"}[item.sign]))
    stroke = QPen(colour, size / 10.0)
    stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.setBrush(NO_BRUSH)
    if item.sign == "fits":
        tick = ((-0.34, 0.02), (-0.1, 0.26), (0.36, -0.26))
        painter.drawPolyline(QPolygonF([middle + QPointF(x * size, y * size) for x, y in tick]))
        return
    low = 0.0
    if item.sign == "ask":
        painter.drawEllipse(middle, size * 0.44, size * 0.44)
    else:
        corners = ((0.0, -0.44), (0.48, 0.4), (-0.48, 0.4))
        painter.drawPolygon(QPolygonF([middle + QPointF(x * size, y * size) for x, y in corners]))
        low = size * 0.1
    painter.setFont(_font(round(size * 0.6), strong=True, vector=vector))
    sign = "?" if item.sign == "ask" else "!"
    wide = painter.fontMetrics().horizontalAdvance(sign)
    painter.drawText(QPointF(middle.x() - wide / 2, middle.y() + 0.22 * size + low), sign)


def _paint_check(painter: QPainter, box: QRectF, *, vector: bool) -> None:
    """Paint the mark of a title that a person has to look at: a pill with a question and the word."""
    pill = QRectF(box.left(), box.center().y() - 22.0, box.width(), 44.0)
    colour = QColor(ink_colour("warn"))
    fill = QColor(colour)
    fill.setAlphaF(0.12)
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(fill)
    painter.drawRoundedRect(pill, 22.0, 22.0)
    ring = Rect(pill.left() + 14.0, pill.center().y() - 13.0, 26.0, 26.0)
    _paint_sign(painter, SignItem("", ring, "ask"), vector=vector)
    painter.setFont(_font(22.0, strong=True, vector=vector))
    painter.setPen(colour)
    painter.drawText(QPointF(pill.left() + 50.0, pill.center().y() + 8.0), "check")


def drawing_scale(item: DrawingItem) -> float:
    """Return units of the page for one canvas pixel, with all that is in sight inside its place."""
    across = item.rect.width / max(item.sight.width, 1.0)
    down = item.rect.height / max(item.sight.height, 1.0)
    return min(across, down, item.most)


def paint_slide_drawing(painter: QPainter, item: DrawingItem, *, zoom: float = 1.0) -> None:
    """Paint a drawing into its place on a slide, cut at the round corners of that."""
    room = QRectF(*item.rect)
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(room, 20.0, 20.0)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.translate(room.center())
    # Labels that do not shrink with their drawing are written for a window: on a slide they are larger, save for the
    # stack, which draws itself with larger letters for a slide.
    letters = 1.0 if item.drawing.bands else LETTERS
    painter.scale(letters, letters)
    scale = drawing_scale(item) / letters
    painter.scale(scale, scale)
    x, y = item.sight.centre
    painter.translate(-x, -y)
    wide, high = room.width() / scale / letters, room.height() / scale / letters
    visible = Rect(x - wide / 2, y - high / 2, wide, high)
    # Of a room, words too small to be read are left out in a file, too, and no name of a rack is cut.
    afar = item.drawing.to_scale and is_vector(painter)
    paint_drawing(painter, item.drawing, visible=visible, scale=scale, zoom=zoom * letters, afar=afar)
    painter.restore()
