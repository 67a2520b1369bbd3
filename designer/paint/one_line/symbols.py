"""Symbols of a one-line diagram after IEC 60617, drawn by us: sources, transformers, breakers, bars, UPSs and switches.

https://webstore.iec.ch/publication/2723 (IEC 60617 DB, graphical symbols for diagrams).
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from designer.drawing.current_theme import current_theme
from designer.drawing.one_line.cells import Breaker, Symbol
from designer.drawing.theme_tokens import mixed
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, colour, pen
from designer.paint.canvas_text import middle_baseline, write, written_width

LINE: Final = 2.0
"""Width of lines with voltage, canvas pixels."""
_BAR: Final = 5.0
_CROSS: Final = 9.0
_DASH: Final = (6.0, 2.6)
"""Of side B, in widths of the line: longer than any other dash of a drawing."""
_DOTS: Final = (1.0, 2.4)


def line_pen(side: str, *, live: bool, known: bool = True, width: float = LINE) -> QPen:
    """Return the pen of a line: A solid, B in long dashes, without voltage dotted grey."""
    theme = current_theme()
    ink = theme.colour("text") if live else mixed(theme.colour("canvas"), theme.colour("muted"), 0.75)
    if not known:
        return pen(theme.colour("warn"), 1.0, "dashed")
    made = QPen(colour(ink), width)
    made.setCapStyle(pen(ink, width).capStyle())
    if not live:
        made.setDashPattern(list(_DOTS))
    elif side == "B":
        made.setDashPattern(list(_DASH))
    return made


def symbol_ink(symbol: Symbol) -> str:
    """Return the colour of a symbol: red where it failed, grey without voltage."""
    theme = current_theme()
    if symbol.state in {"failed", "some-failed"}:
        return theme.colour("error")
    if symbol.shape == "missing":
        return theme.colour("warn")
    return (
        mixed(theme.colour("canvas"), theme.colour("muted"), 0.75) if symbol.state == "dead" else theme.colour("text")
    )


def paint_symbol(painter: QPainter, symbol: Symbol, *, vector: bool) -> None:
    """Paint SYMBOL without its words, crossed where it failed."""
    theme, rect, ink = current_theme(), QRectF(*symbol.rect), symbol_ink(symbol)
    fill = theme.colour("surface")
    if symbol.state == "failed":
        fill = mixed(fill, theme.colour("error"), 0.12)
    if symbol.shape not in {"bus", "transfer"} and len(symbol.inputs) > 1:
        _paint_collector(painter, symbol, ink)
    if symbol.copies > 1 and symbol.shape in {"ups", "panel", "busway", "transfer"}:
        # A second outline behind says that there are several.
        painter.setPen(pen(ink, 1.0))
        painter.setBrush(brush(fill))
        painter.drawRoundedRect(rect.translated(4.0, -4.0), 3.0, 3.0)
    painter.setPen(pen(ink, LINE))
    painter.setBrush(brush(fill))
    _SHAPES[symbol.shape](painter, symbol, rect, ink, vector)
    if symbol.state in {"failed", "some-failed"}:
        _paint_cross(painter, rect, 3.0 if symbol.state == "failed" else 1.75)


def _paint_collector(painter: QPainter, symbol: Symbol, ink: str) -> None:
    """The bar that joins several lines above a symbol."""
    middle, y = symbol.rect.centre[0], symbol.rect.y - 14.0
    painter.setPen(pen(ink, 3.0))
    painter.drawLine(QPointF(min(*symbol.inputs, middle) - 4.0, y), QPointF(max(*symbol.inputs, middle) + 4.0, y))
    painter.setPen(pen(ink, LINE))
    painter.drawLine(QPointF(middle, y), QPointF(middle, symbol.rect.y))


def _paint_cross(painter: QPainter, rect: QRectF, width: float) -> None:
    around = rect.adjusted(-6.0, -6.0, 6.0, 6.0)
    painter.setPen(pen(current_theme().colour("error"), width))
    painter.drawLine(around.topLeft(), around.bottomRight())
    painter.drawLine(around.bottomLeft(), around.topRight())


def _sine(painter: QPainter, centre: QPointF, wide: float, high: float) -> None:
    path = QPainterPath(QPointF(centre.x() - wide / 2, centre.y()))
    path.cubicTo(
        QPointF(centre.x() - wide / 4, centre.y() - 2 * high),
        QPointF(centre.x() + wide / 4, centre.y() + 2 * high),
        QPointF(centre.x() + wide / 2, centre.y()),
    )
    painter.setBrush(NO_BRUSH)
    painter.drawPath(path)


def _direct(painter: QPainter, centre: QPointF, wide: float) -> None:
    """The sign of direct current: two bars."""
    for shift in (-2.5, 2.5):
        painter.drawLine(
            QPointF(centre.x() - wide / 2, centre.y() + shift), QPointF(centre.x() + wide / 2, centre.y() + shift)
        )


def _source(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    painter.drawEllipse(rect)
    _sine(painter, rect.center(), rect.width() * 0.55, rect.height() * 0.22)


def _generator(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    painter.drawEllipse(rect)
    middle = QPointF(rect.center().x(), rect.center().y() + 8.0)
    _sine(painter, middle, 13.0, 3.2)
    x = rect.center().x() - written_width("G", "strong") / 2
    write(painter, "G", "strong", ink, x, middle_baseline("strong", rect.center().y() - 4.5), vector=vector)


def _transformer(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    size = rect.width() * 0.95
    x = rect.center().x() - size / 2
    upper = QRectF(x, rect.y(), size, size)
    lower = QRectF(x, rect.bottom() - size, size, size)
    painter.drawEllipse(upper)
    painter.drawEllipse(lower)
    painter.setBrush(NO_BRUSH)
    painter.drawEllipse(upper)


def _bus(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawRoundedRect(rect, _BAR / 2, _BAR / 2)


def _ups(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    """Rectifier, battery and inverter side by side."""
    painter.drawRoundedRect(rect, 3.0, 3.0)
    third = rect.width() / 3
    painter.setPen(pen(ink, 1.25))
    for number in (1, 2):
        x = rect.x() + number * third
        painter.drawLine(QPointF(x, rect.y()), QPointF(x, rect.bottom()))
    high, y = rect.height() * 0.25, rect.center().y()
    first, battery, last = (rect.x() + third * (number + 0.5) for number in range(3))
    _sine(painter, QPointF(first, y - high), 14.0, 3.4)
    _direct(painter, QPointF(first, y + high), 13.0)
    _direct(painter, QPointF(last, y - high), 13.0)
    _sine(painter, QPointF(last, y + high), 14.0, 3.4)
    # A cell: a long thin plate and a short thick one, on their line.
    painter.drawLine(QPointF(battery - 9.0, y), QPointF(battery - 2.5, y))
    painter.drawLine(QPointF(battery - 2.5, y - 7.0), QPointF(battery - 2.5, y + 7.0))
    painter.drawLine(QPointF(battery + 2.5, y), QPointF(battery + 9.0, y))
    painter.setPen(pen(ink, 2.5))
    painter.drawLine(QPointF(battery + 2.5, y - 3.5), QPointF(battery + 2.5, y + 3.5))


def _transfer(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    """Contacts at the top, and a blade from the foot to the one that carries."""
    foot = QPointF(rect.center().x(), rect.bottom() - 8.0)
    painter.setBrush(brush(ink))
    painter.drawLine(QPointF(foot.x(), rect.bottom()), foot)
    painter.drawEllipse(foot, 2.5, 2.5)
    top = rect.y() + 10.0
    for number, x in enumerate(symbol.inputs):
        painter.drawLine(QPointF(x, rect.y()), QPointF(x, top))
        painter.drawEllipse(QPointF(x, top), 2.5, 2.5)
        if number == symbol.live:
            painter.drawLine(foot, QPointF(x, top))
    if symbol.live is None:
        painter.drawLine(foot, QPointF(foot.x() + 10.0, top + 6.0))


def _busway(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    """A rail with its feed box on top."""
    painter.drawRoundedRect(rect.adjusted(0.0, 8.0, 0.0, 0.0), 2.0, 2.0)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawRect(QRectF(rect.center().x() - 10.0, rect.y(), 20.0, 8.0))


def _panel(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    """A box with outlets."""
    painter.drawRoundedRect(rect, 3.0, 3.0)
    painter.setPen(pen(ink, 1.25))
    for number in range(3):
        painter.drawEllipse(QPointF(rect.x() + rect.width() * (number + 1) / 4, rect.center().y()), 4.5, 4.5)


def _missing(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    painter.setPen(pen(ink, LINE, "dashed"))
    painter.drawEllipse(rect)
    x = rect.center().x() - written_width("?", "title") / 2
    write(painter, "?", "title", ink, x, middle_baseline("title", rect.center().y()), vector=vector)


def _load(painter: QPainter, symbol: Symbol, rect: QRectF, ink: str, vector: bool) -> None:
    painter.drawRoundedRect(rect, 6.0, 6.0)


_SHAPES: Final = {
    "source": _source,
    "generator": _generator,
    "transformer": _transformer,
    "bus": _bus,
    "ups": _ups,
    "transfer": _transfer,
    "busway": _busway,
    "panel": _panel,
    "load": _load,
    "missing": _missing,
}


def paint_breaker(painter: QPainter, breaker: Breaker) -> None:
    """Paint a breaker on its line: a cross on the fixed contact, the blade straight when closed, tilted when open."""
    theme = current_theme()
    ink = mixed(theme.colour("canvas"), theme.colour("muted"), 0.75) if breaker.dead else theme.colour("text")
    top, foot = breaker.y - breaker.height / 2, breaker.y + breaker.height / 2
    half = _CROSS / 2
    painter.setPen(pen(ink, 1.75))
    painter.drawLine(QPointF(breaker.x - half, top - half), QPointF(breaker.x + half, top + half))
    painter.drawLine(QPointF(breaker.x - half, top + half), QPointF(breaker.x + half, top - half))
    tip = QPointF(breaker.x - breaker.height * 0.45, top + 3.0) if breaker.open else QPointF(breaker.x, top)
    painter.setPen(pen(ink, LINE))
    painter.drawLine(QPointF(breaker.x, foot), tip)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawEllipse(QPointF(breaker.x, foot), 2.5, 2.5)
