"""A drawing on a sheet: the picture fitted in, and below it a title block with a legend of what the lines mean."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Legend, Rect, Wire
from designer.drawing.text import clean, elide, wrapped
from designer.drawing.theme_tokens import type_scale
from designer.model.parts.part import Medium
from designer.model.relations import RELATIONS
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, is_vector, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.marks.symbols import FORK_RADIUS, paint_fork, paint_sample
from designer.paint.painter import paint_drawing

MARGIN: Final = 40.0
BLOCK_HEIGHT: Final = 64.0
_ROW_HEIGHT: Final = 24.0
"""Of the fields that people set of the title block; it stands in the margin below the drawing."""
_PAD: Final = 8.0
_MOST_LINES: Final = 2
_LINE_STEP: Final = 13.0
LEAST_WIDTH: Final = 640.0
MM_OF_FLOOR_UNIT: Final = 10.0
MM_PER_INCH: Final = 25.4
PIXELS_PER_INCH: Final = 96.0
LEAST_PT: Final = 7.0
"""Smallest words of a one-line diagram on paper, points."""
_OVERLAP: Final = (240.0, 140.0)
"""Of sheets beside and below each other, canvas pixels: a symbol with its words."""
_SAMPLE: Final = 26.0
_BREAKOUT: Final = "Breakout: one port, several cables"
_MEDIA: Final[dict[Medium, str]] = {
    "fabric": "Fabric",
    "storage": "Storage",
    "management": "Management",
    "nvlink": "NVLink",
    "pcie": "PCIe",
    "coolant": "Coolant",
    **{relation.id: relation.title for relation in RELATIONS.values()},
}


Block = tuple[tuple[str, str], ...]
"""Fields of a title block, each a caption and its words."""


class Titles(NamedTuple):
    """The texts of the title block."""

    title: str = ""
    subtitle: str = ""
    day: date | None = None
    block: Block = ()
    """What people set of the title block, each with its caption: ("Revision", "2"); () where nothing is set."""


def sheet_areas(drawing: Drawing, width: float, height: float) -> list[Rect]:
    """Return the parts of DRAWING that sheets of WIDTH by HEIGHT units hold with words that can be read on paper.

    One where all of it fits with its smallest words at LEAST_PT, and of a floor to scale, whose words do not shrink
    with it; else as many as are needed, row by row, overlapping so far that each piece is whole on one of them.
    """
    room = width - 2 * MARGIN, height - 2 * MARGIN - BLOCK_HEIGHT
    smallest = type_scale()["body" if drawing.detail == "plain" else "caption"].px * 72.0 / PIXELS_PER_INCH
    # A hair more, since a page is a whole number of dots.
    least = LEAST_PT * 1.005 / smallest
    if drawing.to_scale:
        return [drawing.bounds]
    return readable_areas(drawing, room[0] / least, room[1] / least)


def readable_areas(drawing: Drawing, width: float, height: float) -> list[Rect]:
    """Return the parts of DRAWING that sheets of WIDTH by HEIGHT canvas pixels hold, row by row, overlapping."""
    bounds = drawing.bounds
    if bounds.width <= width and bounds.height <= height:
        return [bounds]
    steps: list[list[float]] = []
    sizes: list[float] = []
    for start, length, most, overlap in zip(
        (bounds.x, bounds.y), (bounds.width, bounds.height), (width, height), _OVERLAP, strict=True
    ):
        count = max(math.ceil((length - overlap) / (most - overlap)), 1)
        # Shared alike: what is a little too wide for one sheet would else stand on both of two.
        size = (length + (count - 1) * overlap) / count
        sizes.append(size)
        steps.append([start + number * (size - overlap) for number in range(count)])
    return [Rect(x, y, *sizes) for y in steps[1] for x in steps[0]]


def sheet_size(drawing: Drawing) -> tuple[float, float]:
    """Width and height of a sheet that holds DRAWING at 100%, in canvas pixels."""
    bounds = drawing.bounds
    width = max(bounds.width + 2 * MARGIN, LEAST_WIDTH)
    return width, bounds.height + 2 * MARGIN + BLOCK_HEIGHT


def paint_sheet(
    painter: QPainter,
    drawing: Drawing,
    width: float,
    height: float,
    titles: Titles,
    *,
    pixels: float,
    area: Rect | None = None,
) -> None:
    """Paint a sheet of WIDTH by HEIGHT units, at PIXELS device pixels for a unit.

    Args:
        painter: Paints in units.
        drawing: What is on it.
        width: Of the sheet.
        height: The same.
        titles: Of its title block.
        pixels: Device pixels for a unit.
        area: The part of the drawing that is on this sheet of several; None for all of it.
    """
    painter.fillRect(QRectF(0, 0, width, height), brush(current_theme().colour("canvas")))
    room = Rect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN - BLOCK_HEIGHT)
    bounds = area or drawing.bounds
    scale = min(room.width / bounds.width, room.height / bounds.height, 1.5)
    (x, y), (centre_x, centre_y) = room.centre, bounds.centre
    painter.save()
    painter.translate(x, y)
    painter.scale(scale, scale)
    painter.translate(-centre_x, -centre_y)
    if area is not None:
        painter.setClipRect(QRectF(*area))
    if drawing.to_scale:
        if not drawing.raised:
            painter.setClipRect(QRectF(*bounds))
        paint_drawing(painter, drawing, visible=bounds, scale=scale)
    else:
        paint_drawing(painter, drawing, visible=bounds.grown(MARGIN / scale), scale=scale * pixels)
    painter.restore()
    _paint_block(painter, drawing, Rect(0, height - BLOCK_HEIGHT, width, BLOCK_HEIGHT), titles, scale)
    if titles.block:
        row = Rect(MARGIN, height - BLOCK_HEIGHT - _ROW_HEIGHT, width - 2 * MARGIN, _ROW_HEIGHT)
        _paint_row(painter, (*titles.block, ("Scale", _size_words(drawing, scale))), row)


def _size_words(drawing: Drawing, scale: float) -> str:
    """Return the scale in words: of a floor as plans say it, 1 : 50, of everything else as a share of its full size."""
    if not drawing.to_scale:
        return f"{scale:.0%} of full size"
    size = f"1 : {MM_OF_FLOOR_UNIT / (MM_PER_INCH / PIXELS_PER_INCH * scale):.0f}"
    return f"{size} along the walls and upwards" if drawing.raised else size


def _paint_block(painter: QPainter, drawing: Drawing, area: Rect, titles: Titles, scale: float) -> None:
    theme = current_theme()
    vector = is_vector(painter)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.drawLine(QPointF(MARGIN, area.y), QPointF(area.right - MARGIN, area.y))
    left = _paint_legend(painter, drawing, area, vector=vector)
    title = clean(titles.title or drawing.title)
    day = f"{titles.day.day} {titles.day:%B %Y}" if titles.day else ""
    second = " · ".join(word for word in (clean(titles.subtitle), day, _size_words(drawing, scale)) if word)
    room = max(left - MARGIN - 24, 80.0)
    middle = area.centre[1]
    write(
        painter,
        elide(title, "title", room, written_width),
        "title",
        theme.colour("text"),
        MARGIN,
        middle - 3,
        vector=vector,
    )
    lines = [second]
    if written_width(second, "caption") > room:
        # The scale goes below, else words wherever they break.
        lines = second.rsplit(" · ", 1)
    if any(written_width(line, "caption") > room for line in lines):
        lines = wrapped(second, "caption", room, written_width)
    if len(lines) > _MOST_LINES or any(written_width(line, "caption") > room for line in lines):
        lines = [elide(second, "caption", room, written_width)]
    for number, line in enumerate(lines):
        # A second line stands right below the first, still within the block.
        y = middle + 14 + number * _LINE_STEP
        write(painter, line, "caption", theme.colour("muted"), MARGIN, y, vector=vector)


def _paint_row(painter: QPainter, block: Sequence[tuple[str, str]], row: Rect) -> None:
    """Paint the fields of the title block that people set in a row of cells, as wide as what stands in each."""
    theme, vector = current_theme(), is_vector(painter)
    cells = [(caption, clean(words)) for caption, words in block]
    widths = [written_width(caption, "caption") + written_width(words, "strong") + 3 * _PAD for caption, words in cells]
    # What is too long for the row shares it with all, each by what it needs.
    share = min(row.width / sum(widths), 1.0)
    painter.setPen(pen(theme.colour("border"), 1.0))
    painter.setBrush(NO_BRUSH)
    painter.drawRect(QRectF(row.x, row.y, sum(widths) * share, row.height))
    x, baseline = row.x, middle_baseline("caption", row.centre[1])
    for (caption, words), width in zip(cells, widths, strict=True):
        wide = width * share
        if x > row.x:
            painter.setPen(pen(theme.colour("border"), 1.0))
            painter.drawLine(QPointF(x, row.y), QPointF(x, row.bottom))
        painter.save()
        # Squeezed, not cut: a name on paper is whole.
        painter.translate(x, 0.0)
        painter.scale(share, 1.0)
        write(painter, caption, "caption", theme.colour("muted"), _PAD, baseline, vector=vector)
        left = _PAD * 2 + written_width(caption, "caption")
        write(painter, words, "strong", theme.colour("text"), left, baseline, vector=vector)
        painter.restore()
        x += wide


def _paint_legend(painter: QPainter, drawing: Drawing, area: Rect, *, vector: bool) -> float:
    """Samples of the lines in use, from the right; the heat scale instead under an overlay. Gives the left end."""
    theme = current_theme()
    x, middle = area.right - MARGIN, area.centre[1]
    baseline = middle_baseline("caption", middle)
    if drawing.keyed:
        # It explains its lines itself.
        return x
    if drawing.legend is not None:
        return _paint_heat(painter, drawing.legend, x, middle, vector=vector)
    split = next((wire for wire in drawing.wires if wire.split), None)
    if split is not None and drawing.detail == "full":
        x -= written_width(_BREAKOUT, "caption")
        write(painter, _BREAKOUT, "caption", theme.colour("muted"), x, baseline, vector=vector)
        x -= 2 * FORK_RADIUS + 6
        ink = theme.stroke(split.medium).colour
        paint_fork(painter, ink, x + FORK_RADIUS, middle, 0.0)
        x -= 18
    for name, wire in reversed(_lines_in_use(drawing)):
        width = written_width(name, "caption")
        if x - width - _SAMPLE - 6 < area.x + area.width * 0.4:
            break
        x -= width
        write(painter, name, "caption", theme.colour("muted"), x, baseline, vector=vector)
        x -= _SAMPLE + 6
        stroke = theme.stroke(wire.medium, wire.side)
        paint_sample(painter, stroke, QPointF(x, middle), QPointF(x + _SAMPLE, middle))
        x -= 18
    return x


def _lines_in_use(drawing: Drawing) -> list[tuple[str, Wire]]:
    found: dict[str, Wire] = {}
    for wire in drawing.wires:
        name = _MEDIA.get(wire.medium) or f"Power {wire.side}".rstrip()
        found.setdefault(name, wire)
    order = [*_MEDIA.values(), "Power", "Power A", "Power B"]
    return sorted(found.items(), key=lambda item: order.index(item[0]))


def _paint_heat(painter: QPainter, legend: Legend, right: float, middle: float, *, vector: bool) -> float:
    """The scale with its ends: a wedge, because hot is also thick or long."""
    theme = current_theme()
    step, height = 28.0, 8.0
    left = right - step * len(theme.heat)
    count = len(theme.heat)
    painter.setPen(NO_PEN)
    for i, ink in enumerate(theme.heat):
        low, high = (height * (0.25 + 0.75 * place / count) for place in (i, i + 1))
        bottom = middle + 2
        painter.setBrush(brush(ink))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left + i * step, bottom),
                    QPointF(left + i * step, bottom - low),
                    QPointF(left + (i + 1) * step, bottom - high),
                    QPointF(left + (i + 1) * step, bottom),
                ]
            )
        )
    muted = theme.colour("muted")
    write(painter, legend.low, "caption", muted, left, middle + 15, vector=vector)
    high_end = right - written_width(legend.high, "caption")
    write(painter, legend.high, "caption", muted, high_end, middle + 15, vector=vector)
    start = left - 12 - written_width(legend.title, "caption")
    write(painter, legend.title, "caption", muted, start, middle_baseline("caption", middle - 2), vector=vector)
    return start
