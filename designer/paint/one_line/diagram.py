"""The one-line diagram: sides, lines, symbols with their words, and loads, black where they are dark.

On the screen words that would be smaller than nine pixels are left out; hovering and the list beside tell them.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.drawing.one_line.cells import Breaker, CordMark, Line, LoadTile, Meter, OneLine, Symbol
from designer.drawing.racks.part_picture import part_picture
from designer.drawing.records import Frame, Rect
from designer.drawing.theme_tokens import CARD_RADIUS, mixed, type_scale
from designer.model.kinds import PLAIN_FRONT
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.look import Look
from designer.paint.marks.symbols import sign_colour
from designer.paint.one_line.symbols import LINE, line_pen, paint_breaker, paint_symbol
from designer.paint.prepared import Prepared
from designer.paint.racks.part_picture import paint_part_picture

_LEAST_PX: Final = 8.6
"""Smaller words are not painted on a screen."""
_RADIUS: Final = 8.0
_TRACK: Final = 0.18
_TICK: Final = 2.5
_CORD: Final = 8.0
_DARK: Final = ("#18202B", "#0A0D11")
"""Ground of what is dark, on light and on dark paper."""
_PALE: Final = "#FFB4AC"


def paint_one_line(painter: QPainter, drawing: OneLine, ready: Prepared, look: Look, visible: Rect) -> None:
    """All of DRAWING that VISIBLE shows."""
    for number in ready.frames_in(visible).tolist():
        _paint_frame(painter, drawing.frames[number], look)
    for region in drawing.regions:
        if region.rect.grown(8.0).meets(visible):
            _paint_region(painter, region.rect, region.title, look)
    _paint_chosen_wires(painter, drawing, ready, look, visible)
    for run in drawing.runs:
        painter.setPen(line_pen(run.side, live=run.live, known=run.known))
        painter.drawLine(QPointF(*run.points[0]), QPointF(*run.points[1]))
    painter.setPen(NO_PEN)
    for x, y, live in drawing.dots:
        painter.setBrush(brush(line_pen("", live=live).color().name()))
        painter.drawEllipse(QPointF(x, y), 3.0, 3.0)
    for breaker in drawing.breakers:
        if Rect(breaker.x - 20.0, breaker.y - 30.0, 90.0, 60.0).meets(visible):
            paint_breaker(painter, breaker)
            _write_lines(painter, breaker.lines, look)
    for symbol in drawing.symbols:
        place = drawing.rect_of(symbol.id) or symbol.rect
        if place.grown(14.0).meets(visible):
            _paint_equipment(painter, symbol, place, drawing.meters.get(symbol.id), look)
    for tile in drawing.loads:
        if tile.rect.grown(8.0).meets(visible):
            _paint_load(painter, tile, drawing, look)
    for cord in drawing.cords:
        _paint_cord(painter, cord, look)
    _write_lines(painter, drawing.note_lines, look)
    if drawing.key_at.width:
        _paint_key(painter, drawing.key_at, look)


def _shown(style: str, look: Look) -> bool:
    """Return whether words of STYLE are large enough to be read."""
    return look.vector or type_scale()[style].px * look.scale >= _LEAST_PX


def _write_lines(painter: QPainter, lines: tuple[Line, ...], look: Look, inks: dict[str, str] | None = None) -> None:
    for line in lines:
        if _shown(line.style, look):
            ink = (inks or {}).get(line.ink) or look.theme.colour(line.ink)
            baseline = middle_baseline(line.style, line.middle)
            write(painter, line.text, line.style, ink, line.x, baseline, vector=look.vector)


def _paint_frame(painter: QPainter, frame: Frame, look: Look) -> None:
    """A side: a soft region without a border, its name and what enters it."""
    theme, rect = look.theme, QRectF(*frame.rect)
    painter.setPen(pen(theme.colour("border"), 1.0) if theme.name == "print" else NO_PEN)
    painter.setBrush(
        brush(mixed(theme.colour("canvas"), theme.colour("muted"), 0.0 if theme.name == "print" else 0.07))
    )
    painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    if _shown("strong", look):
        x, y = rect.x() + 14.0, rect.y() + 15.0
        write(painter, frame.title, "strong", theme.colour("text"), x, middle_baseline("strong", y), vector=look.vector)
    if frame.subtitle and _shown("caption", look):
        ink = theme.colour("error" if frame.emphasis else "muted")
        x, y = rect.x() + 14.0 + written_width(frame.title, "strong") + 10.0, rect.y() + 15.5
        write(painter, frame.subtitle, "caption", ink, x, middle_baseline("caption", y), vector=look.vector)


def _paint_region(painter: QPainter, rect: Rect, title: Line | None, look: Look) -> None:
    theme = look.theme
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(brush(mixed(theme.colour("canvas"), theme.colour("surface"), 0.5)))
    painter.drawRoundedRect(QRectF(*rect), _RADIUS + 2.0, _RADIUS + 2.0)
    if title is not None:
        _write_lines(painter, (title,), look)


def _paint_chosen_wires(painter: QPainter, drawing: OneLine, ready: Prepared, look: Look, visible: Rect) -> None:
    """A halo along the lines that are selected or pointed at."""
    painter.setBrush(NO_BRUSH)
    for wire, path in ready.along(drawing, ready.wires_in(visible)):
        chosen = wire.id in look.selected or any(link in look.selected for link in wire.links)
        if chosen or wire.id == look.hovered:
            painter.strokePath(path, pen(look.theme.colour("accent"), LINE + 5.0, alpha=0.35 if chosen else 0.18))


def _paint_equipment(painter: QPainter, symbol: Symbol, place: Rect, meter: Meter | None, look: Look) -> None:
    chosen = symbol.id in look.selected
    if chosen or symbol.id == look.hovered:
        painter.setBrush(brush(look.theme.colour("accent"), 0.08))
        painter.setPen(pen(look.theme.colour("accent" if chosen else "muted"), 1.75 if chosen else 1.0))
        painter.drawRoundedRect(QRectF(*place.grown(3.0)), _RADIUS, _RADIUS)
    paint_symbol(painter, symbol, vector=look.vector)
    _write_lines(painter, symbol.lines, look)
    if meter is not None and symbol.meter.width:
        _paint_meter(painter, meter, symbol.meter, look)


def _paint_meter(painter: QPainter, meter: Meter, place: Rect, look: Look) -> None:
    """Paint the load bar: load over rating, with a tick at the load that may be carried for hours."""
    theme, rect = look.theme, QRectF(*place)
    radius = rect.height() / 2
    painter.setPen(NO_PEN)
    painter.setBrush(brush(mixed(theme.colour("surface"), theme.colour("muted"), _TRACK)))
    painter.drawRoundedRect(rect, radius, radius)
    share = min(meter.share, 1.0)
    ink = sign_colour(meter.emphasis) if meter.emphasis in {"warn", "error"} else theme.layer("facility")
    if share > 0:
        painter.setBrush(brush(ink))
        painter.drawRoundedRect(
            QRectF(rect.x(), rect.y(), max(rect.width() * share, rect.height()), rect.height()), radius, radius
        )
    x = rect.x() + rect.width() * meter.mark
    painter.setPen(pen(theme.colour("text"), 1.25))
    painter.drawLine(QPointF(x, rect.y() - _TICK), QPointF(x, rect.bottom() + _TICK))
    if _shown("caption", look):
        ink = ink if meter.emphasis in {"warn", "error"} else theme.colour("text")
        baseline = middle_baseline("caption", place.centre[1])
        write(painter, meter.text, "caption", ink, rect.right() + 7.0, baseline, vector=look.vector)


def _paint_load(painter: QPainter, tile: LoadTile, drawing: OneLine, look: Look) -> None:
    theme = look.theme
    shown = drawing.tiles[drawing.tile_index[tile.id]]
    chosen, rect = tile.id in look.selected, QRectF(*tile.rect)
    if tile.dark.width < tile.rect.width:
        painter.setPen(pen(theme.layer(shown.layer), 1.25))
        painter.setBrush(brush(theme.colour("surface")))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    if tile.dark.width:
        painter.setPen(pen(theme.colour("error"), 2.5))
        painter.setBrush(brush(_DARK[theme.name == "dark"]))
        painter.drawRoundedRect(QRectF(*tile.dark).adjusted(1.0, 1.0, -1.0, -1.0), _RADIUS, _RADIUS)
    if tile.plate.width:
        _paint_plate(painter, tile, drawing, look)
    _write_lines(painter, tile.lines, look)
    _write_lines(painter, tile.dark_lines, look, {"text": "#FFFFFF", "error": _PALE, "muted": "#C7CFDA"})
    if chosen or tile.id == look.hovered:
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(theme.colour("accent" if chosen else "muted"), 2.0 if chosen else 1.0))
        painter.drawRoundedRect(rect.adjusted(-2.0, -2.0, 2.0, 2.0), _RADIUS + 2.0, _RADIUS + 2.0)


def _paint_plate(painter: QPainter, tile: LoadTile, drawing: OneLine, look: Look) -> None:
    """The front of a device, where its part is known and has one."""
    part = drawing.parts.get(tile.part)
    if part is None or part.kind in PLAIN_FRONT:
        return
    picture = part_picture(part)
    if picture.to_scale:
        layer = drawing.tiles[drawing.tile_index[tile.id]].layer
        paint_part_picture(painter, picture, QRectF(*tile.plate), layer)


def _paint_cord(painter: QPainter, cord: CordMark, look: Look) -> None:
    """The letter of a side in a circle, where it can be read."""
    if not _shown("caption", look):
        return
    theme = look.theme
    ink = theme.colour("text") if cord.live else theme.colour("muted")
    painter.setPen(pen(mixed(theme.colour("canvas"), ink, 0.6), 1.0))
    painter.setBrush(brush(theme.colour("surface")))
    painter.drawEllipse(QPointF(cord.x, cord.y), _CORD, _CORD)
    x = cord.x - written_width(cord.side, "caption") / 2
    write(painter, cord.side, "caption", ink, x, middle_baseline("caption", cord.y), vector=look.vector)


def _paint_key(painter: QPainter, place: Rect, look: Look) -> None:
    """Paint the key of lines, breakers and bars, in as many rows as there are."""
    if not _shown("caption", look):
        return
    theme = look.theme
    x, y = place.x, place.y + 10.0
    for words, draw in _KEY:
        wide = 32.0 + written_width(words, "caption") + 18.0
        if x > place.x and x + wide > place.right:
            x, y = place.x, y + 20.0
        draw(painter, QPointF(x, y), look)
        baseline = middle_baseline("caption", y)
        write(painter, words, "caption", theme.colour("muted"), x + 32.0, baseline, vector=look.vector)
        x += wide


def _sample(side: str, *, live: bool) -> Callable[[QPainter, QPointF, Look], None]:
    def paint(painter: QPainter, at: QPointF, look: Look) -> None:
        painter.setPen(line_pen(side, live=live))
        painter.drawLine(at, QPointF(at.x() + 26.0, at.y()))

    return paint


def _sample_breaker(*, opened: bool) -> Callable[[QPainter, QPointF, Look], None]:
    def paint(painter: QPainter, at: QPointF, look: Look) -> None:
        paint_breaker(painter, Breaker(at.x() + 14.0, at.y(), 14.0, opened, False, "", (), ""))

    return paint


def _sample_meter(painter: QPainter, at: QPointF, look: Look) -> None:
    _paint_meter(painter, Meter("", 0.5, 0.8, ""), Rect(at.x(), at.y() - 3.0, 24.0, 6.0), look)


_KEY: Final[tuple[tuple[str, Callable[[QPainter, QPointF, Look], None]], ...]] = (
    ("side A", _sample("A", live=True)),
    ("side B", _sample("B", live=True)),
    ("no voltage", _sample("", live=False)),
    ("breaker closed", _sample_breaker(opened=False)),
    ("breaker open", _sample_breaker(opened=True)),
    ("load over rating, tick: what may be carried for hours", _sample_meter),
)
