"""A drawing of a deck in PPTX: a box for each tile, connectors that stay attached, and as many slides as it needs.

Text in a box is never smaller than ten points. A drawing whose boxes are too small for that on one slide is cut into
parts, each on a slide of its own.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from designer.drawing.drawing import Drawing
from designer.drawing.records import Frame, Rect, Tile
from designer.export.deck.pptx_sheet import BODY_PT, LEAST_PT, LETTER, SMALL_PT, PptxSheet, lines_of, rgb
from designer.model.wording import counted, noun

_MOST_IN_PX: Final = 1 / 72
_CAPTION: Final = 0.24
"""Inches above a frame for its name."""
_MARGIN: Final = 0.06
_LINE: Final = 1.2
_CUTS: Final = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (3, 3), (4, 3), (4, 4))
"""Columns and rows of parts that are tried, one after the other."""
_FRAME_FILL: Final = "F1F4F8"
_FOOT: Final = 0.3


class DrawingPart(NamedTuple):
    """A part of a drawing that stands on one slide: its tiles, the frames around them, and what they take, px."""

    tiles: tuple[Tile, ...]
    frames: tuple[Frame, ...]
    bounds: Rect


def parts_of_drawing(drawing: Drawing, wide: float, high: float) -> tuple[DrawingPart, ...]:
    """Return DRAWING in the fewest parts in which all names can be read on a place of WIDE × HIGH inches."""
    found: tuple[DrawingPart, ...] = ()
    # The last cut stands where even that is not enough; names that still do not fit are those of the shapes.
    for columns, rows in _CUTS:
        found = _cut(drawing, columns, rows)
        if all(_is_legible(part, wide, high) for part in found):
            break
    return found


def _cut(drawing: Drawing, columns: int, rows: int) -> tuple[DrawingPart, ...]:
    bounds = drawing.bounds
    cells: dict[tuple[int, int], list[Tile]] = {}
    for tile in drawing.tiles:
        x, y = tile.rect.centre
        # By its middle, so that each tile is in one part alone.
        column = min(int((x - bounds.x) / max(bounds.width, 1.0) * columns), columns - 1)
        row = min(int((y - bounds.y) / max(bounds.height, 1.0) * rows), rows - 1)
        cells.setdefault((row, column), []).append(tile)
    return tuple(_part(drawing, cells[key], whole=columns == rows == 1) for key in sorted(cells))


def _part(drawing: Drawing, tiles: Sequence[Tile], *, whole: bool) -> DrawingPart:
    around = _around([tile.rect for tile in tiles])
    frames: list[Frame] = []
    for frame in drawing.frames:
        if whole:
            frames.append(frame)
        elif frame.rect.meets(around):
            # The piece of the frame that lies behind the tiles of this part.
            edge = around.grown(24.0)
            left, top = max(frame.rect.x, edge.x), max(frame.rect.y, edge.y)
            right, bottom = min(frame.rect.right, edge.right), min(frame.rect.bottom, edge.bottom)
            frames.append(frame._replace(rect=Rect(left, top, right - left, bottom - top)))
    return DrawingPart(tuple(tiles), tuple(frames), _around([around, *(frame.rect for frame in frames)]))


def _around(rects: Sequence[Rect]) -> Rect:
    left, top = min(one.x for one in rects), min(one.y for one in rects)
    return Rect(left, top, max(one.right for one in rects) - left, max(one.bottom for one in rects) - top)


def _scale(part: DrawingPart, wide: float, high: float) -> float:
    """Return inches for a canvas pixel."""
    above = _CAPTION if part.frames else 0.0
    bounds = part.bounds
    return min(wide / max(bounds.width, 1.0), (high - above - _FOOT) / max(bounds.height, 1.0), _MOST_IN_PX)


def _is_legible(part: DrawingPart, wide: float, high: float) -> bool:
    scale = _scale(part, wide, high)
    return all(_size(_words(tile), tile.rect.width * scale, tile.rect.height * scale) for tile in part.tiles)


def _words(tile: Tile) -> str:
    return f"{tile.title} {tile.badge}".strip()


def _size(text: str, wide: float, high: float) -> float:
    """Return the largest size at which TEXT stands in a box of WIDE × HIGH inches, in points; 0 where none does."""
    size = SMALL_PT + 1
    while size >= LEAST_PT:
        longest = max(map(len, text.split()), default=1) * LETTER * size / 72
        inside = wide - 2 * _MARGIN
        if longest <= inside and lines_of(text, inside, size) * size * _LINE / 72 <= high:
            return size
        size -= 1
    return 0.0


def write_part(
    sheet: PptxSheet, drawing: Drawing, part: DrawingPart, left: float, top: float, wide: float, high: float
) -> None:
    """Write PART of DRAWING into a place of WIDE × HIGH inches at LEFT, TOP."""
    scale = _scale(part, wide, high)
    above = _CAPTION if part.frames else 0.0
    bounds = part.bounds
    x0 = left + (wide - bounds.width * scale) / 2 - bounds.x * scale
    y0 = top + above + max(high - above - _FOOT - bounds.height * scale, 0.0) / 2 - bounds.y * scale

    def place(rect: Rect) -> tuple[float, float, float, float]:
        return x0 + rect.x * scale, y0 + rect.y * scale, rect.width * scale, rect.height * scale

    shapes: dict[str, Any] = {}
    ground: Any = None
    for frame in part.frames:
        x, y, across, down = place(frame.rect)
        shapes[frame.id] = sheet.box(x, y, across, down, fill=_FRAME_FILL, name=frame.title or frame.id)
        if frame.title and len(frame.title) * LETTER * LEAST_PT / 72 <= across:
            sheet.text(frame.title, x, y - _CAPTION + 0.02, across, _CAPTION - 0.02, LEAST_PT, ink="muted")
    for tile in part.tiles:
        x, y, across, down = place(tile.rect)
        box = sheet.box(x, y, across, down, fill="FFFFFF", name=tile.title or tile.id)
        _outline(sheet, box, tile)
        _write_name(sheet, box, tile, across, down)
        shapes[tile.id] = box
        ground = box.element if ground is None else ground
    outside = 0
    for wire in drawing.wires:
        a, b = shapes.get(wire.a), shapes.get(wire.b)
        if a is not None and b is not None and a is not b:
            line = _connect(sheet, a, b, sheet.theme.layer(wire.layer).lstrip("#"), wire.width)
            if ground is not None:
                # Behind the boxes: a line between two of them may pass a third.
                ground.addprevious(line.element)
        elif (a is None) != (b is None):
            outside += 1
    if outside:
        words = f"{counted(outside, 'connection')} of these parts {noun(outside, 'goes', 'go')} on to other slides."
        sheet.text(words, left, top + high - 0.24, wide, 0.24, LEAST_PT, ink="muted")


def _outline(sheet: PptxSheet, box: Any, tile: Tile) -> None:
    from pptx.util import Pt

    box.line.color.rgb = rgb(sheet.theme.layer(tile.layer).lstrip("#"))
    box.line.width = Pt(1.25)


def _write_name(sheet: PptxSheet, box: Any, tile: Tile, wide: float, high: float) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches

    words = _words(tile)
    size = _size(words, wide, high)
    if not size:
        # It stands in the shape's own name, where a reader of the file finds it.
        return
    sheet.write(box.text_frame, words, min(size, BODY_PT), sheet.code("text"), bold=True)
    frame = box.text_frame
    frame.margin_left = frame.margin_right = Inches(_MARGIN)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _connect(sheet: PptxSheet, a: Any, b: Any, colour: str, width: float) -> Any:
    """Join two boxes by a line that follows them: from the sides that look at each other."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Pt

    line = sheet.slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
    # Connection sites of a rectangle: 0 top, 1 left, 2 bottom, 3 right.
    ax, ay = a.left + a.width / 2, a.top + a.height / 2
    bx, by = b.left + b.width / 2, b.top + b.height / 2
    # Boxes above each other are joined by top and bottom wherever there is room between them.
    beside = max(a.top, b.top) < min(a.top + a.height, b.top + b.height)
    sides = ((3, 1) if bx > ax else (1, 3)) if beside else ((2, 0) if by > ay else (0, 2))
    line.begin_connect(a, sides[0])
    line.end_connect(b, sides[1])
    line.line.color.rgb = rgb(colour)
    line.line.width = Pt(min(max(width / 2, 1.0), 3.0))
    return line
