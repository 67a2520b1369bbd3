"""The painter of tiles, frames and wires: the topology, the stack, and views without a painter of their own.

Four degrees of nearness: far out (below 0.22) plain boxes and lines, painted in bulk; below 0.4 a sign, a number and
perhaps a name for each tile; below 0.82, where letters of the usual size would be smaller than 9 pixels, plates with
names and labels in a size that can be read; near, everything. Containers that a drawing gathers into tiles say their
figures at the far degrees.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing, Floats
from designer.drawing.records import Rect, Tile
from designer.drawing.tables import Ints, Tiles
from designer.drawing.theme_tokens import mixed
from designer.drawing.topology.visible_labels import FAR, NEAR, ShownLabel
from designer.model.bulk_records import uninterrupted
from designer.paint.brushes import NO_BRUSH, NO_PEN, brush, is_vector, pen
from designer.paint.icons import icon_renderer
from designer.paint.look import Look
from designer.paint.marks.drawn_marks import marks_below, paint_far_title, paint_marks_above, paint_marks_below
from designer.paint.marks.symbols import sign_colour
from designer.paint.painting import Painting
from designer.paint.prepared import Prepared, prepared
from designer.paint.stack_bands import paint_band
from designer.paint.topology.container_tiles import paint_container_tile, say_words
from designer.paint.topology.flows import paint_flow_labels, paint_flows
from designer.paint.topology.frames import paint_caption, paint_far_caption, paint_far_heat, paint_fold, paint_frame
from designer.paint.topology.plugs import paint_arrow_heads, paint_plugs
from designer.paint.topology.tiles import PORTS_FROM, paint_marks_far, paint_tile
from designer.paint.topology.titles import paint_far_labels, paint_small_tile
from designer.paint.topology.wires import paint_labels, paint_lines, paint_wires

FOLDS_FROM: Final = 0.5
"""Scale from which frames show how they are folded, and how many there are behind them."""
_MOST_CURVES: Final = 600
"""More wires than this in sight are painted as straight lines while the view moves."""
_MOST_MARKS: Final = 400
_MOST_SIGNS: Final = 200
"""Of more boxes than this in sight, icons are left out."""
_SIGN_PX: Final = 15.0
_LEAST_SIGN_PX: Final = 9.0
_RIM: Final = 4.0
"""Screen pixels by which the rim of a caption, and the accents of its letters, may reach beyond its place."""
_MOST_PLUGS: Final = 60
"""Of more wires than this in sight the plugs are left out while the view moves."""


@contextmanager
def begun(painter: QPainter, drawing: Drawing, asked: Painting) -> Generator[tuple[Prepared, Look]]:
    """Begin to paint a drawing of tiles and wires; what PAINTER was like comes back at the end.

    Yields:
        What the painter knows of DRAWING, and how it is looked at: on slides and cards never from so far that names go.
    """
    scale = asked.scale if asked.zoom is None else max(asked.scale * asked.zoom, FAR)
    look = Look(
        theme=current_theme(),
        scale=max(scale, 1e-6),
        moving=asked.moving,
        vector=is_vector(painter),
        entire=is_vector(painter) and not asked.afar,
        plain=drawing.detail == "plain",
        heated=drawing.legend is not None,
        selected=asked.selected,
        hovered=asked.hovered,
        fits=asked.fits,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not asked.moving)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    with uninterrupted():
        yield prepared(drawing), look
    painter.restore()


def paint_topology(painter: QPainter, drawing: Drawing, asked: Painting) -> None:
    """Paint frames, wires and tiles that ASKED shows: the topology, and whatever has no painter of its own."""
    with begun(painter, drawing, asked) as (ready, look):
        if look.scale < FAR and not look.entire:
            _paint_far(painter, drawing, ready, look, asked.visible)
        else:
            _paint_near(painter, drawing, ready, look, asked.visible)


def _paint_bands(painter: QPainter, drawing: Drawing, look: Look, visible: Rect) -> None:
    for band in drawing.bands:
        if band.rect.grown(12.0).meets(visible):
            paint_band(painter, band, look)


def _paint_near(painter: QPainter, drawing: Drawing, ready: Prepared, look: Look, visible: Rect) -> None:
    near = look.scale >= NEAR or look.entire
    _paint_bands(painter, drawing, look, visible)
    below = marks_below(drawing, visible)
    numbers = ready.frames_in(visible).tolist()
    for number in numbers:
        paint_marks_below(painter, below, look, number)
        paint_frame(painter, drawing.frames[number], look, stacked=look.scale >= FOLDS_FROM or look.entire)
    paint_marks_below(painter, below, look, len(drawing.frames))
    numbered = ready.wires_in(visible)
    lines = look.moving and len(numbered) > _MOST_CURVES
    wires = ready.along(drawing, numbered) if near or not lines else []
    if lines:
        paint_lines(painter, drawing, numbered, look)
    else:
        paint_wires(painter, wires, look)
    paint_flows(painter, drawing.flows, look)
    scale = max(look.scale, NEAR) if look.entire else look.scale
    labels = ready.labels(scale, drawing, wires=not look.moving)
    captions = {label.number: label for label in labels if label.kind == "caption"}
    counted = {label.number for label in labels if label.kind == "count"}
    for number in numbers if near else ():
        named, count = number in captions, number in counted
        paint_caption(painter, drawing.frames[number], look, named=named, counted=count)
    if not near:
        _paint_far_captions(painter, captions.values(), look, visible)
        _paint_far_titles(painter, drawing, labels, look, visible)
        for number in numbers if look.scale >= FOLDS_FROM else ():
            paint_fold(painter, drawing.frames[number], look)
        for number in numbers:
            paint_far_heat(painter, drawing.frames[number], look)
    for number in ready.tiles_in(visible).tolist():
        tile = drawing.tiles[number]
        if near:
            paint_tile(painter, tile, look)
        elif tile.figures:
            paint_container_tile(painter, tile, look)
        else:
            paint_small_tile(painter, tile, look)
    if look.scale >= PORTS_FROM and not look.plain and not (look.moving and len(numbered) > _MOST_PLUGS):
        paint_plugs(painter, drawing.tiles, (wire for wire, _ in wires), look)
    paint_arrow_heads(painter, drawing.tiles, (wire for wire, _ in wires), look)
    if near:
        paint_labels(painter, (wire for wire, _ in wires), look)
    elif not look.moving:
        paint_far_labels(painter, drawing, [label for label in labels if label.kind == "wire"], visible, look)
    if near:
        paint_flow_labels(painter, drawing.flows, look)
    paint_marks_above(painter, drawing.marks, look, visible)


def _paint_far(painter: QPainter, drawing: Drawing, ready: Prepared, look: Look, visible: Rect) -> None:
    _paint_bands(painter, drawing, look, visible)
    below = marks_below(drawing, visible)
    for number in ready.frames_in(visible).tolist():
        paint_marks_below(painter, below, look, number)
        paint_frame(painter, drawing.frames[number], look, stacked=False)
        paint_far_heat(painter, drawing.frames[number], look)
    paint_marks_below(painter, below, look, len(drawing.frames))
    labels = ready.labels(look.scale, drawing, wires=not look.moving)
    _paint_far_captions(painter, (label for label in labels if label.kind == "caption"), look, visible)
    _paint_far_titles(painter, drawing, labels, look, visible)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    paint_lines(painter, drawing, ready.wires_in(visible), look)
    paint_flows(painter, drawing.flows, look)
    numbers = ready.tiles_in(visible)
    saying = say_words(drawing.tiles, look.scale)[numbers]
    _paint_boxes(painter, drawing.tiles, numbers[~saying], look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not look.moving)
    if not look.moving and len(numbers[~saying]) <= _MOST_SIGNS:
        for number in numbers[~saying].tolist():
            _paint_box_sign(painter, drawing.tiles[number], look)
    for number in numbers[saying].tolist():
        paint_container_tile(painter, drawing.tiles[number], look)
    if not look.moving:
        paint_far_labels(painter, drawing, [label for label in labels if label.kind == "wire"], visible, look)
    marked = numbers[~saying & drawing.tiles.with_look(_is_marked)[numbers]][:_MOST_MARKS]
    paint_marks_far(painter, [drawing.tiles[number] for number in marked.tolist()], look)
    paint_marks_above(painter, drawing.marks, look, visible)


def _paint_far_captions(painter: QPainter, captions: Iterable[ShownLabel], look: Look, visible: Rect) -> None:
    """Paint the CAPTIONS in sight; each stands above its frame, which may be out of sight."""
    for label in captions:
        if label.rect.grown(_RIM / look.scale).meets(visible):
            paint_far_caption(painter, label, look)


def _paint_far_titles(
    painter: QPainter, drawing: Drawing, labels: Iterable[ShownLabel], look: Look, visible: Rect
) -> None:
    """Paint the titles of frames that people drew, as far as LABELS have places for them."""
    for label in labels:
        if label.kind == "mark" and label.rect.grown(_RIM / look.scale).meets(visible):
            paint_far_title(painter, drawing.marks[label.number], label.rect, look)


def _is_marked(look: Tile) -> bool:
    return look.emphasis not in {"", "dimmed"}


def _paint_boxes(painter: QPainter, tiles: Tiles, numbers: Ints, look: Look) -> None:
    """Tiles as filled boxes, one batch for each colour, those that are selected with an outline."""
    painter.setPen(NO_PEN)
    for ink, rows in tiles.grouped(numbers, lambda tile: _box_ink(tile, look)):
        painter.setBrush(brush(ink))
        painter.drawRects(_rects(tiles.rects[rows]))
    chosen = tiles.among(numbers, look.selected)
    if len(chosen):
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(look.theme.colour("accent"), 2.0, cosmetic=True))
        painter.drawRects(_rects(tiles.rects[chosen]))


def _paint_box_sign(painter: QPainter, tile: Tile, look: Look) -> None:
    """Paint the icon of the kind of TILE into its box, where it is large enough to be told."""
    rect = tile.rect
    size = min(rect.height - 3.0 / look.scale, _SIGN_PX / look.scale)
    if size * look.scale < _LEAST_SIGN_PX or size > rect.width:
        return
    (x, y), ink = rect.centre, look.theme.colour("surface")
    icon_renderer(tile.icon, ink).render(painter, QRectF(x - size / 2, y - size / 2, size, size))


def _rects(table: Floats) -> list[QRectF]:
    return list(map(QRectF, *table.T.tolist()))


def _box_ink(tile: Tile, look: Look) -> str:
    """Return the colour that fills a box that looks like TILE."""
    theme = look.theme
    if _is_marked(tile):
        return sign_colour(tile.emphasis)
    layer = mixed(theme.colour("surface"), theme.layer(tile.layer), 0.6)
    ink = layer if tile.heat is None else theme.heat_colour(round(tile.heat, 2))
    return mixed(theme.colour("canvas"), ink, 0.4) if tile.emphasis else ink
