"""Bands of the stack: the layer with its edge and icon at the left, its figures at the right."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.drawing.records import Band, Reading
from designer.drawing.theme_tokens import CARD_RADIUS, EDGE_WIDTH, ICON_SIZE, mixed
from designer.paint.brushes import NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write
from designer.paint.icons import icon_renderer
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_mark, pill, sign_colour

_EDGE_INSET: Final = 8.0
_ICON_X: Final = 20.0
_TEXT_X: Final = 52.0
_BAR_WIDTH: Final = 54.0
_BAR_HEIGHT: Final = 4.0
_ONE_LINE: Final = 44.0
"""Bands up to this high have their words on one line."""
_LOW: Final = 66.0
"""Bands up to this high have them in the middle."""
_FLAT: Final = 54.0
"""Bands up to this high have no room for bars."""
_TOP: Final = 30.0
"""Middle of the title, from the top of a band of several lines."""


def paint_band(painter: QPainter, band: Band, look: Look) -> None:
    """BAND, which its tiles and flows lie on."""
    theme, rect = look.theme, QRectF(*band.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    sign = sign_colour(band.emphasis) if band.emphasis else ""
    ground = mixed(theme.colour("canvas"), theme.colour("surface"), 0.5) if band.quiet else theme.colour("surface")
    edge = sign or theme.colour("muted" if band.marked else "border")
    painter.setPen(pen(edge, (1.75 if band.marked else 1.0) / min(look.scale, 1.0)))
    painter.setBrush(brush(ground))
    painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.layer(band.id)))
    painter.drawRect(QRectF(rect.x(), rect.y() + _EDGE_INSET, EDGE_WIDTH, rect.height() - 2 * _EDGE_INSET))
    _paint_title(painter, band, look, sign)
    for reading in band.readings:
        _paint_reading(painter, band, reading, look, sign)
    if band.hint:
        baseline = middle_baseline("body", band.rect.centre[1])
        muted = theme.colour("muted")
        write(painter, band.hint, "body", muted, rect.x() + band.hint_left, baseline, vector=look.vector)
    if band.emphasis:
        paint_mark(painter, band.emphasis, band.rect.right - 2, band.rect.y + 2)


def _paint_title(painter: QPainter, band: Band, look: Look, sign: str) -> None:
    theme, rect = look.theme, band.rect
    flat = rect.height <= _ONE_LINE
    centre = rect.centre[1] if rect.height <= _LOW else rect.y + _TOP
    icon = QRectF(rect.x + _ICON_X, centre - ICON_SIZE / 2, ICON_SIZE, ICON_SIZE)
    icon_renderer(band.icon, theme.layer(band.id)).render(painter, icon)
    x = rect.x + _TEXT_X
    title_ink = theme.colour("muted" if band.quiet else "text")
    if flat or not band.subtitle:
        write(painter, band.title, "strong", title_ink, x, middle_baseline("strong", centre), vector=look.vector)
        return
    write(painter, band.title, "strong", title_ink, x, centre - 2.5, vector=look.vector)
    style = "strong" if band.marked and not look.plain else "caption"
    write(painter, band.subtitle, style, sign or theme.colour("muted"), x, centre + 14.0, vector=look.vector)


def _paint_reading(painter: QPainter, band: Band, reading: Reading, look: Look, sign: str) -> None:
    theme = look.theme
    x = band.rect.x + reading.left
    centre = band.rect.y + min(band.rect.height / 2, 36.0)
    muted = theme.colour("muted")
    known = reading.text != "–"
    ink = sign if sign and reading.share is not None else theme.colour("text") if known else muted
    if band.rect.height <= _FLAT:
        write(painter, reading.caption, "caption", muted, x, centre - 6.0, vector=look.vector)
        write(painter, reading.text, "strong", ink, x, centre + 12.0, vector=look.vector)
        return
    write(painter, reading.caption, "caption", muted, x, centre - 14.0, vector=look.vector)
    write(painter, reading.text, "title", ink, x, centre + 7.0, vector=look.vector)
    if reading.share is None:
        return
    top = centre + 17.0
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.colour("surface_2")))
    pill(painter, QRectF(x, top, _BAR_WIDTH, _BAR_HEIGHT))
    filled = max(min(reading.share, 1.0), 0.0) * _BAR_WIDTH
    if filled >= 1.0:
        painter.setBrush(brush(sign or theme.layer(band.id)))
        pill(painter, QRectF(x, top, max(filled, _BAR_HEIGHT), _BAR_HEIGHT))
    if reading.share > 1.0:
        # Over the brim: a tick at the end of the bar, so that it is not told by colour alone.
        painter.setPen(pen(sign or theme.colour("text"), 1.5))
        painter.drawLine(QPointF(x + _BAR_WIDTH, top - 3.0), QPointF(x + _BAR_WIDTH, top + _BAR_HEIGHT + 3.0))
