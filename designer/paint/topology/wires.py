"""Wires and their labels."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from designer.drawing.drawing import Drawing
from designer.drawing.records import Wire
from designer.drawing.tables import Ints
from designer.drawing.theme_tokens import Pattern, mixed
from designer.drawing.topology.badges import FULL_FROM
from designer.drawing.topology.wiring import HOTTEST_WIDTH
from designer.paint.brushes import NO_BRUSH, brush, pen
from designer.paint.canvas_text import middle_baseline, write, written_width
from designer.paint.look import Look
from designer.paint.marks.symbols import paint_forks, paint_mark, pill
from designer.paint.prepared import lines_path

Style = tuple[str, float, Pattern, float]
"""Colour, width, pattern, opacity: wires of one style are painted together."""
_HALO: Final = 5.0
_COOL: Final = 0.35
_FLOW_INK: Final = 0.55
_THIN: Final = 2.0
_HEAT_LEAST: Final = 2.0
_HEAT_MORE: Final = 5.0
_FULL_TINT: Final = 0.08


def style_of(wire: Wire, look: Look) -> Style:
    """Return colour, width in canvas pixels, pattern and opacity of WIRE in LOOK."""
    theme = look.theme
    stroke = theme.stroke(wire.medium, wire.side)
    alpha = _COOL if wire.emphasis == "dimmed" else 1.0
    width = wire.width * (1.25 if look.plain else 1.0)
    if wire.emphasis == "failed":
        return theme.colour("error"), max(width, 2.0), "dotted", 1.0
    if wire.flow:
        # Paler than the tiles, and without a seam where one piece of a way meets the next.
        ink = mixed(theme.colour("surface"), theme.layer(wire.layer), _FLOW_INK)
        return ink, width, "dashed" if wire.medium == "runs_on" and width < _THIN else "solid", alpha
    if wire.heat is not None:
        # Thick as well as red: full is seen without colours.
        thick = _HEAT_LEAST + _HEAT_MORE * min(max(wire.heat, 0.0), 1.0)
        if wire.width == HOTTEST_WIDTH:
            return theme.colour("error"), HOTTEST_WIDTH, stroke.pattern, alpha
        return theme.heat_colour(round(wire.heat, 2)), thick, stroke.pattern, alpha
    if look.heated:
        return theme.colour("muted"), min(width, 1.5), stroke.pattern, _COOL
    if wire.emphasis == "error":
        return theme.colour("error"), max(width, 2.0), stroke.pattern, 1.0
    return stroke.colour, width, stroke.pattern, alpha


def paint_wires(painter: QPainter, wires: Iterable[tuple[Wire, QPainterPath]], look: Look) -> None:
    """WIRES along their paths, those that are selected or pointed at with a halo."""
    painter.setBrush(NO_BRUSH)
    for wire, path in wires:
        ink, width, pattern, alpha = style_of(wire, look)
        chosen = is_chosen(wire, look)
        if chosen or wire.id == look.hovered:
            accent = look.theme.colour("accent")
            painter.strokePath(path, pen(accent, width + _HALO, alpha=0.35 if chosen else 0.18))
        if pattern == "double":
            painter.strokePath(path, pen(ink, width, alpha=alpha))
            painter.strokePath(path, pen(look.theme.colour("canvas"), width / 3))
            continue
        painter.strokePath(path, pen(ink, width, pattern, alpha))
        if wire.split and not look.plain:
            paint_forks(painter, wire, ink)


def is_chosen(wire: Wire, look: Look) -> bool:
    """Return whether WIRE, or a link bundled in it, is selected."""
    return wire.id in look.selected or any(link in look.selected for link in wire.links)


def paint_lines(painter: QPainter, drawing: Drawing, numbers: Ints, look: Look, *, thick: bool = True) -> None:
    """Wires as straight lines without round corners, all of one style at once: for far away and while moving."""
    wires = drawing.wires

    def stroke(wire: Wire) -> tuple[float, int, str]:
        """Return opacity, width in pixels and colour of WIRE; sorted by these, thick wires come after thin ones."""
        ink, width, _, alpha = style_of(wire, look)
        return alpha, max(round(width * look.scale), 1) if thick else 1, ink

    for (alpha, size, ink), rows in wires.grouped(numbers, stroke):
        _stroke_lines(painter, drawing, rows, pen(ink, 1.0, alpha=alpha, cosmetic=True), size)
    chosen = wires.among(numbers, look.selected)
    if len(chosen):
        _stroke_lines(painter, drawing, chosen, pen(look.theme.colour("accent"), 1.0, cosmetic=True), 2)


def _stroke_lines(painter: QPainter, drawing: Drawing, numbers: Ints, ink: QPen, size: int) -> None:
    """Wires NUMBERS as lines of SIZE pixels: side by side, because thin lines are painted many times as fast."""
    ways, bent = drawing.wires.ways, drawing.wires.ways.counts[numbers] == 0
    path = lines_path(ways.chosen(numbers[~bent]), drawing.curves[numbers[bent]])
    pixel = painter.deviceTransform()
    painter.save()
    for step in range(size):
        painter.strokePath(path, ink)
        if step < size - 1:
            painter.translate(1.0 / pixel.m11(), 1.0 / pixel.m22())
    painter.restore()


def paint_labels(painter: QPainter, wires: Iterable[Wire], look: Look) -> None:
    """The labels of WIRES on their pills."""
    theme = look.theme
    quiet, surface = pen(theme.colour("border"), 1.0), brush(theme.colour("surface"))
    muted = theme.colour("muted")
    for wire in wires:
        if not wire.label or wire.label_rect.width <= 0:
            continue
        rect = QRectF(*wire.label_rect)
        if not wire.emphasis and not look.selected and (wire.heat is None or wire.heat < FULL_FROM):
            painter.setPen(quiet)
            painter.setBrush(surface)
            pill(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5))
            _write_label(painter, wire.label, muted, rect, look)
            continue
        full = wire.emphasis in {"error", "failed"} or (wire.heat is not None and wire.heat >= FULL_FROM)
        chosen = is_chosen(wire, look)
        edge = "error" if full else "warn" if wire.emphasis == "warn" else "border"
        painter.setPen(pen(theme.colour("accent" if chosen else edge), 1.0))
        ground = theme.colour("surface")
        painter.setBrush(brush(mixed(ground, theme.colour("error"), _FULL_TINT) if full else ground))
        pill(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5))
        _write_label(painter, wire.label, theme.colour("error" if full else "text" if chosen else "muted"), rect, look)
        if wire.emphasis in {"warn", "error", "failed"}:
            painter.save()
            painter.translate(rect.right(), rect.top())
            painter.scale(0.75, 0.75)
            paint_mark(painter, wire.emphasis, 0.0, 0.0)
            painter.restore()


def _write_label(painter: QPainter, text: str, ink: str, rect: QRectF, look: Look) -> None:
    x = rect.center().x() - written_width(text, "caption") / 2
    write(painter, text, "caption", ink, x, middle_baseline("caption", rect.center().y()), vector=look.vector)
