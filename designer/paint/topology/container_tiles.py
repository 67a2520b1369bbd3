"""Containers seen from far away: a card with name and figures, in type as large on the screen as near by."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.records import Tile
from designer.drawing.tables import Bools, Tiles
from designer.drawing.text import ELLIPSIS, elide_name, wrapped
from designer.drawing.theme_tokens import mixed
from designer.drawing.topology.container_tile import EACH
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.icons import icon_renderer
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_heat_bar, paint_mark, sign_colour
from designer.paint.text_widths import text_widths
from designer.paint.topology.cards import rounded_edge

LEAST_WIDTH_PX: Final = 30.0
LEAST_HEIGHT_PX: Final = 14.0
"""Smaller ones, in screen pixels, are boxes without words."""
_RADIUS: Final = 6.0
_EDGE: Final = 4.0
_STEP: Final = 3.0
_TEXT_X: Final = 10.0
_ROW: Final = 15.0
_ICON: Final = 18.0
_ICON_FROM: Final = (120.0, 34.0)
_LARGE_FROM: Final = (200.0, 76.0)
_TINT: Final = 0.06
_NAME_ROWS: Final = 2


def say_words(tiles: Tiles, scale: float) -> Bools:
    """For each of TILES whether it is a container with figures that is large enough on the screen to say them."""
    large = (tiles.rects[:, 2] * scale >= LEAST_WIDTH_PX) & (tiles.rects[:, 3] * scale >= LEAST_HEIGHT_PX)
    return large & tiles.with_look(_has_figures)


def _has_figures(tile: Tile) -> bool:
    return bool(tile.figures)


def paint_container_tile(painter: QPainter, tile: Tile, look: Look) -> None:
    """TILE as a card of its own kind: a stack when there are several, its figures below its name."""
    scale = look.scale
    painter.save()
    painter.translate(tile.rect.x, tile.rect.y)
    painter.scale(1.0 / scale, 1.0 / scale)
    if tile.emphasis == "dimmed":
        painter.setOpacity(0.35)
    card = QRectF(0.5, 0.5, tile.rect.width * scale - 1.0, tile.rect.height * scale - 1.0)
    _paint_card(painter, tile, card, look)
    _paint_words(painter, tile, card, look)
    if tile.heat is not None:
        paint_heat_bar(painter, tile.heat, _TEXT_X, card.bottom() - 2.0, card.width() - 2 * _TEXT_X)
    if tile.emphasis in {"warn", "error", "failed"}:
        paint_mark(painter, tile.emphasis, card.right() - 2.0, 2.0)
    painter.restore()


def _paint_card(painter: QPainter, tile: Tile, card: QRectF, look: Look) -> None:
    theme = look.theme
    floor = mixed(theme.colour("surface"), theme.layer(tile.layer), _TINT)
    border = pen(theme.colour("border"), 1.0)
    painter.setPen(border)
    painter.setBrush(brush(theme.colour("surface")))
    for step in range(min(tile.copies - 1, 2), 0, -1):
        painter.drawRoundedRect(card.translated(step * _STEP, -step * _STEP), _RADIUS, _RADIUS)
    painter.setBrush(brush(floor))
    if tile.emphasis in {"warn", "error", "failed"}:
        pattern = "dashed" if tile.emphasis == "failed" else "solid"
        painter.setPen(pen(sign_colour(tile.emphasis), 1.75, pattern))
    painter.drawRoundedRect(card, _RADIUS, _RADIUS)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(theme.layer(tile.layer)))
    painter.drawPath(rounded_edge(round(card.height()), _EDGE, _RADIUS))
    if tile.id in look.selected or tile.id == look.hovered:
        chosen = tile.id in look.selected
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(theme.colour("accent" if chosen else "muted"), 2.0 if chosen else 1.0))
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)


def _paint_words(painter: QPainter, tile: Tile, card: QRectF, look: Look) -> None:
    theme = look.theme
    large = card.width() >= _LARGE_FROM[0] and card.height() >= _LARGE_FROM[1]
    title, figures, row = ("title", "body", 20.0) if large else ("strong", "caption", _ROW)
    x = _TEXT_X
    if card.width() >= _ICON_FROM[0] and card.height() >= _ICON_FROM[1]:
        icon = QRectF(x, card.center().y() - _ICON / 2, _ICON, _ICON)
        icon_renderer(tile.icon, theme.colour("text")).render(painter, icon)
        x += _ICON + 8.0
    room = card.width() - x - 6.0
    rows = int((card.height() - 4.0) // row)
    if rows <= 1:
        right = _paint_name(painter, tile, "caption", x, card.center().y(), room) + 8.0
        beside = " ".join(figure_lines(tile.figures, "caption", card.right() - 6.0 - right, 1))
        baseline = middle_baseline("caption", card.center().y())
        write(painter, beside, "caption", theme.colour("muted"), right, baseline, vector=look.vector)
        return
    whole = name_lines(tile, room) if rows > 2 else ()
    lines = figure_lines(tile.figures, figures, room, rows - max(len(whole), 1))
    top = card.center().y() - row * len(lines) / 2
    if written_width(f"{tile.title}  {tile.badge}", title) > room:
        title = "strong" if large else "caption"
    if whole:
        top -= row * (len(whole) - 1) / 2
        ink = theme.colour("muted" if tile.struck else "text")
        for number, words in enumerate(whole):
            baseline = middle_baseline("caption", top + row * number)
            write(painter, words, "caption", ink, x, baseline, vector=look.vector)
        top += row * (len(whole) - 1)
    else:
        _paint_name(painter, tile, title, x, top, room)
    for number, words in enumerate(lines, 1):
        baseline = middle_baseline(figures, top + row * number)
        write(painter, words, figures, theme.colour("muted"), x, baseline, vector=look.vector)


def name_lines(tile: Tile, room: float) -> tuple[str, ...]:
    """The name with ×N on two lines, where it is cut on one and finds room whole on them; none else."""
    said = f"{tile.title} {tile.badge}".strip()
    if written_width(f"{tile.title}  {tile.badge}".strip(), "caption") <= room:
        return ()
    lines = wrapped(said, "caption", room, text_widths())
    fits = len(lines) == _NAME_ROWS and all(written_width(line, "caption") <= room for line in lines)
    return tuple(lines) if fits else ()


def _paint_name(painter: QPainter, tile: Tile, style: str, x: float, centre: float, room: float) -> float:
    """The name, cut so that its ×N stays; the answer is where that ends."""
    theme = current_theme()
    tail = f"  {tile.badge}" if tile.badge else ""
    behind = written_width(tail, style)
    name = elide_name(tile.title, style, max(room - behind, 0.0), text_widths())
    name = "" if name == ELLIPSIS else name
    baseline = middle_baseline(style, centre)
    write(painter, name, style, theme.colour("muted" if tile.struck else "text"), x, baseline, vector=False)
    end = x + written_width(name, style)
    if behind <= room:
        write(painter, tail, style, theme.colour("accent"), end, baseline, vector=False)
    return end + behind


def figure_lines(figures: tuple[str, ...], style: str, room: float, rows: int) -> list[str]:
    """FIGURES on at most ROWS lines of ROOM pixels: each on its own, else as many as fit side by side."""
    if rows <= 0:
        return []
    bare = [words if written_width(words, style) <= room else words.removesuffix(EACH) for words in figures]
    fitting = [words for words in bare if written_width(words, style) <= room]
    if len(fitting) <= rows:
        return fitting
    lines = [""] * rows
    for words in fitting:
        for number in range(rows):
            joined = f"{lines[number]} · {words}" if lines[number] else words
            if written_width(joined, style) <= room:
                lines[number] = joined
                break
    return [line for line in lines if line]
