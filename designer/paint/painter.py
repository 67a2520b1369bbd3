"""The one painter of drawings: canvas, slides, SVG, PNG and PDF all come from here.

Three degrees of nearness: far out (below 0.25) plain boxes and lines, painted in bulk; in the middle (below 0.5) boxes
with names in a size that can be read; near, everything. Containers that a drawing gathers into tiles say their figures
at both far degrees.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.drawing import Drawing
from designer.drawing.looks import Theme, mixed
from designer.drawing.one_line import OneLine
from designer.drawing.records import Rect, Tile
from designer.drawing.records_made import uninterrupted
from designer.drawing.shown_labels import FAR, NEAR
from designer.paint.bands import paint_band
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, is_vector, pen
from designer.paint.container_tiles import has_words, paint_container_tile
from designer.paint.flows import paint_flow_labels, paint_flows
from designer.paint.frames import paint_caption, paint_far_caption, paint_far_heat, paint_frame
from designer.paint.ground import paint_ground
from designer.paint.look import Look
from designer.paint.marks import Verdict, sign_colour
from designer.paint.marks_drawn import marks_below, paint_marks_above, paint_marks_below
from designer.paint.one_line import paint_one_line
from designer.paint.plugs import paint_plugs
from designer.paint.prepared import Prepared, prepared
from designer.paint.tiles import PORTS_FROM, paint_marks_far, paint_tile
from designer.paint.titles import paint_far_labels, paint_title_tile
from designer.paint.wires import paint_labels, paint_lines, paint_wires

__all__ = ["FAR", "NEAR", "paint_drawing", "paint_ground"]

_MOST_CURVES: Final = 600
"""More wires than this in sight are painted as straight lines while the view moves."""
_MOST_MARKS: Final = 400
_MOST_PLUGS: Final = 60
"""Of more wires than this in sight the plugs are left out while the view moves."""


def paint_drawing(
    painter: QPainter,
    drawing: Drawing,
    theme: Theme,
    *,
    visible: Rect,
    scale: float,
    moving: bool = False,
    selected: Set[str] = frozenset(),
    hovered: str = "",
    fits: Mapping[tuple[str, str], Verdict] | None = None,
) -> None:
    """Paint what VISIBLE shows of DRAWING; the ground below is `paint_ground`'s.

    Args:
        painter: Already scaled and moved, so that it takes canvas coordinates.
        drawing: What to paint.
        theme: The look.
        visible: The part of the canvas in sight; the rest is skipped.
        scale: Screen pixels for one canvas pixel, which decides how much is shown.
        moving: The view or something in it is on the move: no smooth edges.
        selected: Ids of tiles, frames and links to outline.
        hovered: Id of what the pointer is on.
        fits: While a cable is drawn: whether each port takes it, by (node, port group).
    """
    if drawing.to_scale:
        _paint_floor(painter, drawing, theme, visible=visible, scale=scale, moving=moving, selected=selected)
        return
    ready = prepared(drawing)
    look = Look(
        theme=theme,
        scale=max(scale, 1e-6),
        moving=moving,
        vector=is_vector(painter),
        plain=drawing.detail == "plain",
        heated=drawing.legend is not None,
        selected=selected,
        hovered=hovered,
        fits=fits,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not moving)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    with uninterrupted():
        if isinstance(drawing, OneLine):
            paint_one_line(painter, drawing, ready, look, visible)
        elif look.scale < FAR and not look.vector:
            _paint_far(painter, ready, look, visible)
        else:
            _paint_near(painter, ready, look, visible)
    painter.restore()


def _paint_floor(
    painter: QPainter, drawing: Drawing, theme: Theme, *, visible: Rect, scale: float, moving: bool,
    selected: Set[str],
) -> None:  # fmt: skip
    # Shapes on a floor are loaded only where there is one.
    from designer.drawing.floor import FloorDrawing
    from designer.paint.floor import paint_floor

    if isinstance(drawing, FloorDrawing):
        paint_floor(painter, drawing, theme, visible=visible, scale=scale, moving=moving, selected=selected)


def _paint_bands(painter: QPainter, drawing: Drawing, look: Look, visible: Rect) -> None:
    for band in drawing.bands:
        if band.rect.grown(12.0).meets(visible):
            paint_band(painter, band, look)


def _paint_near(painter: QPainter, ready: Prepared, look: Look, visible: Rect) -> None:
    drawing = ready.drawing
    near = look.scale >= NEAR or look.vector
    _paint_bands(painter, drawing, look, visible)
    below = marks_below(drawing, visible)
    numbers = ready.frames_in(visible).tolist()
    for number in numbers:
        paint_marks_below(painter, below, look, number)
        paint_frame(painter, drawing.frames[number], look, stacked=near)
    paint_marks_below(painter, below, look, len(drawing.frames))
    wires = ready.wires_in(visible).tolist()
    if look.moving and len(wires) > _MOST_CURVES:
        paint_lines(painter, ready, wires, look)
    else:
        paint_wires(painter, ready, wires, look)
    paint_flows(painter, drawing.flows, look)
    labels = ready.labels(look.scale if not look.vector else max(look.scale, NEAR))
    captions = {label.number: label for label in labels if label.kind == "caption"}
    counted = {label.number for label in labels if label.kind == "count"}
    for number in numbers:
        if near:
            named, count = number in captions, number in counted
            paint_caption(painter, drawing.frames[number], look, named=named, counted=count)
        elif number in captions:
            paint_far_caption(painter, captions[number], look)
    for number in numbers if not near else ():
        paint_far_heat(painter, drawing.frames[number], look)
    for number in ready.tiles_in(visible).tolist():
        if near:
            paint_tile(painter, drawing.tiles[number], look)
        elif drawing.tiles[number].figures:
            paint_container_tile(painter, drawing.tiles[number], look)
        else:
            paint_title_tile(painter, drawing.tiles[number], look)
    if look.scale >= PORTS_FROM and not look.plain and not (look.moving and len(wires) > _MOST_PLUGS):
        paint_plugs(painter, drawing, wires, look)
    if near:
        paint_labels(painter, (drawing.wires[number] for number in wires), look)
    elif not look.moving:
        paint_far_labels(painter, drawing, [label for label in labels if label.kind == "wire"], visible, look)
    if near:
        paint_flow_labels(painter, drawing.flows, look)
    paint_marks_above(painter, drawing.marks, look, visible)


def _paint_far(painter: QPainter, ready: Prepared, look: Look, visible: Rect) -> None:
    drawing = ready.drawing
    _paint_bands(painter, drawing, look, visible)
    below = marks_below(drawing, visible)
    for number in ready.frames_in(visible).tolist():
        paint_marks_below(painter, below, look, number)
        paint_frame(painter, drawing.frames[number], look, stacked=False)
        paint_far_heat(painter, drawing.frames[number], look)
    paint_marks_below(painter, below, look, len(drawing.frames))
    labels = ready.labels(look.scale)
    for label in labels:
        if label.kind == "caption" and label.rect.meets(visible):
            paint_far_caption(painter, label, look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    wires = ready.wires_in(visible).tolist()
    paint_lines(painter, ready, wires, look)
    paint_flows(painter, drawing.flows, look)
    numbers = ready.tiles_in(visible).tolist()
    said = [number for number in numbers if has_words(drawing.tiles[number], look.scale)]
    marked = _paint_boxes(painter, ready, [n for n in numbers if n not in set(said)] if said else numbers, look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not look.moving)
    for number in said:
        paint_container_tile(painter, drawing.tiles[number], look)
    if not look.moving:
        paint_far_labels(painter, drawing, [label for label in labels if label.kind == "wire"], visible, look)
    paint_marks_far(painter, marked[:_MOST_MARKS], look)
    paint_marks_above(painter, drawing.marks, look, visible)


def _paint_boxes(painter: QPainter, ready: Prepared, numbers: Sequence[int], look: Look) -> list[Tile]:
    """All tiles as filled boxes, one batch for each colour; gives back those with a mark to paint."""
    theme, rects, tiles = look.theme, ready.rects, ready.drawing.tiles
    groups: dict[str, list[QRectF]] = {}
    inks = {layer: mixed(theme.colour("surface"), ink, 0.6) for layer, ink in theme.layers.items()}
    marked: list[Tile] = []
    chosen: list[QRectF] = []
    if len(numbers) == len(tiles) and not look.selected:
        for fill, members in ready.fills.items():
            ink = inks[fill.layer] if fill.heat is None else theme.heat_colour(fill.heat)
            if fill.emphasis:
                ink = mixed(theme.colour("canvas"), ink, 0.4)
                if fill.emphasis != "dimmed":
                    marked.extend(tiles[number] for number in members)
                    ink = sign_colour(theme, fill.emphasis)
            groups.setdefault(ink, []).extend(members.values())
        numbers = ()
    for number in numbers:
        tile = tiles[number]
        ink = inks[tile.layer] if tile.heat is None else theme.heat_colour(round(tile.heat, 2))
        if tile.emphasis:
            ink = mixed(theme.colour("canvas"), ink, 0.4)
            if tile.emphasis != "dimmed":
                marked.append(tile)
                ink = sign_colour(theme, tile.emphasis)
        group = groups.get(ink)
        if group is None:
            group = groups[ink] = []
        group.append(rects[number])
        if look.selected and tile.id in look.selected:
            chosen.append(rects[number])
    painter.setPen(NO_PEN)
    for ink, group in groups.items():
        painter.setBrush(brush(ink))
        painter.drawRects(group)
    if chosen:
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(theme.colour("accent"), 2.0, cosmetic=True))
        painter.drawRects(chosen)
    return marked
