"""The one-line diagram: frames of the sides, wires with breakers, and tiles that say the less the smaller they are.

Words are as large on the screen as near by, however small the tiles become: what has no room is left out.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.one_line.one_line import Breaker, Meter, OneLine
from designer.drawing.one_line.words import Reading
from designer.drawing.records import Frame, Rect, Tile
from designer.drawing.text import elide
from designer.drawing.theme_tokens import CARD_RADIUS, mixed
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.icons import icon_renderer
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_mark, sign_colour
from designer.paint.prepared import Prepared
from designer.paint.text_widths import text_widths
from designer.paint.topology.cards import rounded_edge
from designer.paint.topology.wires import paint_wires

_RADIUS: Final = 7.0
_EDGE: Final = 4.0
_STEP: Final = 3.0
_SMALL_STEP: Final = 2.0
_PAD: Final = 10.0
_ICON: Final = 20.0
_FULL: Final = (148.0, 52.0)
"""Cards of this size on the screen have a symbol, two lines and a bar."""
_SMALL: Final = (44.0, 25.0)
"""These two lines and a bar."""
_LINE: Final = (34.0, 13.0)
"""These one line; what is smaller is a box."""
_BAR_FROM: Final = 18.0
_LEAST_NAME: Final = 30.0
_DIMMED: Final = 0.4
_TRACK: Final = 0.18
_ICON_FROM: Final = 118.0
_SMALL_ICON: Final = 16.0
_OUT: Final = ("Failed", "No power", "Dark")
_TICK: Final = 2.5
_CAPTION_PX: Final = 11.0
_LABEL_FROM: Final = 6.0
"""Breakers of this size on the screen have room for their amperes beside them."""
_KEY_ROW: Final = 15.0
_KEY_LEAST: Final = 0.45


def paint_one_line(painter: QPainter, drawing: OneLine, ready: Prepared, look: Look, visible: Rect) -> None:
    """All of DRAWING that VISIBLE shows."""
    size = 1.0 if look.vector else 1.0 / min(look.scale, 1.0)
    for number in ready.frames_in(visible).tolist():
        _paint_frame(painter, drawing.frames[number], look, size)
    paint_wires(painter, ready.along(drawing, ready.wires_in(visible)), look)
    for breaker in drawing.breakers:
        if Rect(breaker.x - 40.0, breaker.y - 10.0, 80.0, 20.0).meets(visible):
            _paint_breaker(painter, breaker, look, size)
    for number in ready.tiles_in(visible).tolist():
        tile = drawing.tiles[number]
        painter.save()
        painter.translate(tile.rect.x, tile.rect.y)
        painter.scale(size, size)
        card = QRectF(0.5, 0.5, tile.rect.width / size - 1.0, tile.rect.height / size - 1.0)
        _paint_tile(painter, tile, drawing.readings[tile.id], drawing.meters.get(tile.id), card, look)
        painter.restore()
    if drawing.key and look.scale >= _KEY_LEAST:
        _paint_key(painter, drawing, look, size)


# ---- Frames, breakers, key ----


def _paint_frame(painter: QPainter, frame: Frame, look: Look, size: float) -> None:
    theme, rect = look.theme, QRectF(*frame.rect)
    painter.setPen(pen(theme.colour("border"), size))
    painter.setBrush(brush(mixed(theme.colour("canvas"), theme.colour("surface"), 0.45)))
    painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    painter.save()
    painter.translate(rect.x(), rect.y())
    painter.scale(size, size)
    style = "strong" if rect.width() / size >= 2 * _FULL[0] else "caption"
    baseline = middle_baseline(style, min(18.0, 10.5 / size))
    write(painter, frame.title, style, theme.colour("text"), _PAD, baseline, vector=look.vector)
    x = _PAD + written_width(frame.title, style) + 8.0
    if frame.subtitle:
        write(painter, frame.subtitle, "caption", theme.colour("muted"), x, baseline, vector=look.vector)
    painter.restore()


def _paint_breaker(painter: QPainter, breaker: Breaker, look: Look, size: float) -> None:
    """A square on the line: filled while power passes, hollow when none does."""
    theme = look.theme
    side = breaker.size
    square = QRectF(breaker.x - side / 2, breaker.y - side / 2, side, side)
    ink = theme.colour("error") if breaker.open else theme.stroke("power", breaker.side).colour
    painter.setPen(pen(ink, min(1.25 * size, side / 3)))
    painter.setBrush(brush(theme.colour("canvas") if breaker.open else ink))
    painter.drawRect(square)
    if breaker.text and breaker.size / size >= _LABEL_FROM:
        x = breaker.x + side
        write(
            painter,
            breaker.text,
            "caption",
            theme.colour("muted"),
            x,
            middle_baseline("caption", breaker.y),
            vector=look.vector,
        )


def _paint_key(painter: QPainter, drawing: OneLine, look: Look, size: float) -> None:
    painter.save()
    painter.translate(*drawing.key_at)
    painter.scale(size, size)
    room = drawing.bounds.width / size
    lines: list[str] = []
    for phrase in drawing.key:
        joined = f"{lines[-1]}   {phrase}" if lines else phrase
        if lines and written_width(joined, "caption") <= room:
            lines[-1] = joined
        else:
            lines.append(phrase)
    for number, words in enumerate(lines[:2]):
        words = elide(words, "caption", room, text_widths())
        baseline = middle_baseline("caption", _KEY_ROW / 2 + _KEY_ROW * number)
        write(painter, words, "caption", look.theme.colour("muted"), 0.0, baseline, vector=look.vector)
    painter.restore()


# ---- Tiles ----


def _paint_tile(painter: QPainter, tile: Tile, reading: Reading, meter: Meter | None, card: QRectF, look: Look) -> None:
    width, height = card.width(), card.height()
    if tile.emphasis == "dimmed":
        painter.setOpacity(_DIMMED)
    _paint_card(painter, tile, card, look)
    # As much text as the card has room for at this scale.
    if width >= _FULL[0] and height >= _FULL[1]:
        _paint_full(painter, tile, reading, card, look)
    elif width >= _SMALL[0] and height >= _SMALL[1]:
        _paint_two_lines(painter, tile, reading, card, look)
    elif width >= _LINE[0] and height >= _LINE[1]:
        _paint_one_line_of_words(painter, tile, reading, card, look)
    if meter is not None and width >= _LINE[0] and height >= _BAR_FROM:
        _paint_meter(painter, meter, card, look, large=height >= _FULL[1])
    painter.setOpacity(1.0)
    if tile.emphasis in {"warn", "error", "failed"}:
        painter.save()
        painter.translate(card.right() - 2.0, card.top() + 2.0)
        if height < _FULL[1]:
            painter.scale(0.75, 0.75)
        paint_mark(painter, tile.emphasis, 0.0, 0.0)
        painter.restore()


def _paint_card(painter: QPainter, tile: Tile, card: QRectF, look: Look) -> None:
    theme = look.theme
    radius = min(_RADIUS, card.height() / 4)
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(brush(theme.colour("surface")))
    if card.height() >= _SMALL[1]:
        # Cards behind the first say that there are several copies.
        large = card.height() >= _FULL[1]
        for number in range(min(tile.copies - 1, 2 if large else 1), 0, -1):
            step = number * (_STEP if large else _SMALL_STEP)
            painter.drawRoundedRect(card.translated(step, -step), radius, radius)
    if tile.emphasis in {"warn", "error", "failed"}:
        sign = sign_colour(tile.emphasis)
        painter.setBrush(brush(mixed(theme.colour("surface"), sign, 0.07)))
        painter.setPen(pen(sign, 1.75, "dashed" if tile.emphasis == "failed" else "solid"))
    painter.drawRoundedRect(card, radius, radius)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.layer(tile.layer)))
    painter.drawPath(rounded_edge(round(card.height()), min(_EDGE, card.width() / 10), radius))
    if tile.id in look.selected or tile.id == look.hovered:
        chosen = tile.id in look.selected
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(theme.colour("accent" if chosen else "muted"), 2.0 if chosen else 1.0))
        painter.drawRoundedRect(card, radius, radius)


def _paint_full(painter: QPainter, tile: Tile, reading: Reading, card: QRectF, look: Look) -> None:
    """Symbol, name and share, load of capacity and losses."""
    theme = look.theme
    title, figures = ("title", "body") if look.plain else ("strong", "caption")
    upper = card.top() + card.height() * (0.27 if card.height() < 64 else 0.28)
    lower = card.top() + card.height() * (0.57 if card.height() < 64 else 0.56)
    icon = QRectF(_PAD + 2.0, (upper + lower) / 2 - _ICON / 2, _ICON, _ICON)
    icon_renderer(tile.icon, theme.colour("text")).render(painter, icon)
    x, right = icon.right() + 9.0, card.right() - _PAD
    if tile.emphasis in {"warn", "error", "failed"}:
        right -= 4.0
    if reading.share and not reading.state.startswith(_OUT):
        right = _paint_share(painter, tile, reading.share, title, look, right, upper) - 8.0
    room = card.right() - _PAD - x
    named = written_width(tile.title, title) + written_width(f"  {tile.badge}", title)
    shown = tile
    if tile.badge and named > right - x:
        # The name has the upper line alone.
        shown, behind = tile._replace(badge=""), written_width(tile.badge, figures)
        baseline = middle_baseline(figures, lower)
        write(painter, tile.badge, figures, theme.colour("accent"), x + room - behind, baseline, vector=look.vector)
        room -= behind + 6.0
    _paint_name(painter, shown, title, look, x, upper, right - x)
    words = _second_line(tile, reading, figures, room)
    ink = _ink_of(tile)
    baseline = middle_baseline(figures, lower)
    write(painter, elide(words, figures, room, text_widths()), figures, ink, x, baseline, vector=look.vector)


def _paint_two_lines(painter: QPainter, tile: Tile, reading: Reading, card: QRectF, look: Look) -> None:
    """The name, and below it the load; how full it is stands beside whichever leaves room."""
    theme, x, right = look.theme, card.left() + 8.0, card.right() - 5.0
    middle, step = card.top() + (card.height() - 4.0) / 2 - 0.5, 7.5 if card.height() >= 36.0 else 6.2
    upper, lower = middle - step, middle + step
    if card.width() >= _ICON_FROM:
        icon = QRectF(x, (upper + lower) / 2 - _SMALL_ICON / 2, _SMALL_ICON, _SMALL_ICON)
        icon_renderer(tile.icon, theme.colour("text")).render(painter, icon)
        x = icon.right() + 7.0
    state = reading.state.partition(":")[0].partition(", generator")[0]
    share = "" if state.startswith(_OUT) else reading.share
    tail = f"  {tile.badge}" if tile.badge else ""
    named, behind = written_width(tile.title, "caption"), written_width(tail, "caption")
    edge = right - (6.0 if tile.emphasis in {"warn", "error", "failed"} else 0.0)
    # The share stands beside the name where both fit, else beside the load below; the same for the number of copies.
    above = bool(share) and x + named + behind + 8.0 + written_width(share, "caption") <= edge
    if above:
        _paint_share(painter, tile, share, "caption", look, edge, upper)
    below = bool(tail) and not above and x + named + behind > edge
    shown = tile._replace(badge="") if below else tile
    _paint_name(painter, shown, "caption", look, x, upper, edge - x)
    if below:
        baseline = middle_baseline("caption", lower)
        behind = written_width(tile.badge, "caption")
        write(painter, tile.badge, "caption", theme.colour("accent"), right - behind, baseline, vector=look.vector)
        right -= behind + 3.0
    words = elide(state, "caption", max(right - x, 0.0), text_widths())
    if not state and share and not above:
        x = _paint_share(painter, tile, share, "caption", look, x, lower, from_left=True) + 6.0
    if not state:
        words = _load_words(reading, right - x)
    baseline = middle_baseline("caption", lower)
    write(painter, words, "caption", _ink_of(tile), x, baseline, vector=look.vector)


def _paint_one_line_of_words(painter: QPainter, tile: Tile, reading: Reading, card: QRectF, look: Look) -> None:
    """The name, and how full it is where there is room for both."""
    x, right = card.left() + 8.0, card.right() - 5.0
    if tile.emphasis in {"warn", "error", "failed"}:
        right -= 5.0
    centre = card.center().y() - (1.0 if card.height() >= _BAR_FROM else 0.0)
    share = "" if reading.state.startswith(_OUT) else reading.share
    behind = written_width(share, "caption")
    if share and right - x - behind >= _LEAST_NAME:
        _paint_share(painter, tile, share, "caption", look, right, centre)
        right -= behind + 5.0
    named = written_width(tile.title, "caption") + written_width(f"  {tile.badge}", "caption")
    shown = tile if named <= right - x else tile._replace(badge="")
    _paint_name(painter, shown, "caption", look, x, centre, right - x)


def _load_words(reading: Reading, room: float, style: str = "caption") -> str:
    """Load of capacity with the losses, as much of it as has room; a figure is never cut."""
    load = f"{reading.load} of {reading.of}" if reading.of else reading.load
    for words in (f"{load} · {reading.lost}" if reading.lost else load, load, reading.load):
        if written_width(words, style) <= room:
            return words
    return ""


def _second_line(tile: Tile, reading: Reading, style: str, room: float) -> str:
    """Return the second line of TILE: its state, with its load beside it where there is ROOM, else the load alone."""
    load = f"{reading.load} of {reading.of}" if reading.of else reading.load
    if reading.state:
        both = f"{reading.state} · {load}"
        full = reading.state.startswith(("Stands by", "Battery", "Changed"))
        return both if full and written_width(both, style) <= room else reading.state
    if not reading.of and tile.icon == "one-line-load":
        return f"{load} each" if tile.copies > 1 else load
    return _load_words(reading, room, style)


def _paint_share(
    painter: QPainter,
    tile: Tile,
    share: str,
    style: str,
    look: Look,
    x: float,
    centre: float,
    *,
    from_left: bool = False,
) -> float:
    """Paint SHARE of the limit, ending or beginning at X; return the position of its other end."""
    wide = written_width(share, style)
    left = x if from_left else x - wide
    ink = look.theme.colour("text")
    if tile.emphasis in {"warn", "error"}:
        ink = sign_colour(tile.emphasis)
    write(painter, share, style, ink, left, middle_baseline(style, centre), vector=look.vector)
    return left + wide if from_left else left


def _ink_of(tile: Tile) -> str:
    return sign_colour(tile.emphasis) if tile.emphasis in {"error", "failed"} else current_theme().colour("muted")


def _paint_name(painter: QPainter, tile: Tile, style: str, look: Look, x: float, centre: float, room: float) -> None:
    """The name, cut so that its ×N stays, struck through where all of it failed."""
    theme = look.theme
    tail = f"  {tile.badge}" if tile.badge else ""
    behind = written_width(tail, style)
    name = elide(tile.title, style, max(room - behind, 0.0), text_widths())
    baseline = middle_baseline(style, centre)
    ink = theme.colour("muted" if tile.struck else "text")
    write(painter, name, style, ink, x, baseline, vector=look.vector)
    end = x + written_width(name, style)
    if tile.struck:
        painter.setPen(pen(ink, 1.25))
        painter.drawLine(QPointF(x, centre), QPointF(end, centre))
    if behind <= room:
        write(painter, tail, style, theme.colour("accent"), end, baseline, vector=look.vector)


def _paint_meter(painter: QPainter, meter: Meter, card: QRectF, look: Look, *, large: bool) -> None:
    theme = look.theme
    high, inset = (5.0, _PAD + 2.0) if large else (3.0 if card.height() >= _SMALL[1] else 2.0, 9.0)
    rect = QRectF(
        inset, card.bottom() - (5.0 if large else 2.5) - high, card.width() - inset - (_PAD if large else 6.0), high
    )
    radius = high / 2
    painter.setPen(NO_PEN)
    painter.setBrush(brush(mixed(theme.colour("surface"), theme.colour("muted"), _TRACK)))
    painter.drawRoundedRect(rect, radius, radius)
    share = min(meter.share, 1.0)
    if share > 0:
        full = QRectF(rect.x(), rect.y(), max(rect.width() * share, high), high)
        ink = sign_colour(meter.emphasis) if meter.emphasis in {"warn", "error"} else theme.layer("facility")
        painter.setBrush(brush(ink))
        painter.drawRoundedRect(full, radius, radius)
    x = rect.x() + rect.width() * meter.mark
    tick = _TICK if large else 1.5
    painter.setPen(pen(theme.colour("text"), 1.25))
    painter.drawLine(QPointF(x, rect.y() - tick), QPointF(x, rect.bottom() + tick))
