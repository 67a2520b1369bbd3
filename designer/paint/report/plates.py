"""Drawings in a report: as large as their words need, on the page, on one that lies on its side, or on several."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.report_page import Plate
from designer.drawing.theme_tokens import theme_named
from designer.paint.painter import paint_drawing
from designer.paint.report.flow import HIGH, INNER, LEFT, ROOM, WIDE, Flow
from designer.paint.report.letters import NOTE, Lines
from designer.paint.sheet import BLOCK_HEIGHT, LEAST_PT, MARGIN, sheet_areas

GROUND: Final = "#F5F6F8"
_MARGIN: Final = 10.0
_MOST: Final = 0.48
"""A drawing takes no more than this share of a page, unless it stands on one of its own."""
_LEAST: Final = 0.24
"""It is made as small as this where that much of the page is left, else it begins the next one."""
_GROWN: Final = 1.0
"""A small drawing is not blown up beyond this, in points for a pixel of the canvas."""
_SEEN_PX: Final = 9.0
"""Words that are smaller on a screen are not drawn; on paper those below _READ_PT are not."""
_READ_PT: Final = 1.03 * LEAST_PT
"""A little more than the least, since sizes of letters are rounded."""
_NAMED: Final = 0.42
"""Below this scale tiles have no names but those that are seen whole."""
_ABOVE: Final = 50.0
_AROUND: Final = _ABOVE + 46.0 + 11.0
"""Above a drawing on a page that lies; and there and below, with the foot and a line of caption."""
_PIXELS_IN_POINT: Final = 96.0 / 72.0


def sheets_of(drawing: Drawing) -> list[Rect]:
    """Return the parts of a drawing that has to be on lying pages of its own for its words; empty for all others."""
    if drawing.painted_as == "topology" and INNER / drawing.bounds.grown(_MARGIN).width * _SEEN_PX / _READ_PT < _NAMED:
        return [drawing.bounds]
    if not drawing.readable_on_paper:
        return []
    # A sheet has margins and a title block inside of its size; here they are outside of the room for the drawing.
    wide, high = (HIGH - 2 * LEFT) * _PIXELS_IN_POINT, (WIDE - _AROUND) * _PIXELS_IN_POINT
    return sheet_areas(drawing, wide + 2 * MARGIN, high + 2 * MARGIN + BLOCK_HEIGHT)


def set_plate(flow: Flow, block: Plate) -> None:
    """Set a drawing with its caption here, or on the next page where it has no room."""
    caption = Lines(block.caption, NOTE, INNER) if block.caption else None
    below = caption.height + 4.0 if caption else 0.0
    bounds = block.drawing.bounds.grown(_MARGIN)
    areas = sheets_of(block.drawing)
    if areas:
        _set_sheets(flow, block, areas)
        return
    wanted = min(INNER * bounds.height / bounds.width, bounds.height * _GROWN, ROOM * _MOST) + 2 * _MARGIN
    least = min(wanted, ROOM * _LEAST)
    if flow.room < least + below:
        flow.turn()
    high = min(wanted, flow.room - below - 1.0)
    flow.add(high + 4.0, partial(paint_plate, plate=block, x=LEFT, width=INNER, high=high))
    if caption is not None:
        flow.add(caption.height, lambda painter, y: caption.paint(painter, LEFT, y))
    flow.skip(9.0)


def paint_plate(painter: QPainter, y: float, *, plate: Plate, x: float, width: float, high: float) -> None:
    """Paint the whole of a drawing on a quiet ground."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    area = Rect(x, y, width, high)
    painter.drawRoundedRect(QRectF(*area), 6, 6)
    with in_theme(theme_named(plate.theme)):
        _paint_in(painter, plate.drawing, plate.drawing.bounds, area.grown(-_MARGIN))


def _paint_in(painter: QPainter, drawing: Drawing, part: Rect, area: Rect) -> None:
    """Paint PART of DRAWING into the middle of AREA, in points; words below _READ_PT are left out as those afar are."""
    scale = min(area.width / part.width, area.height / part.height, _GROWN)
    (x, y), (centre_x, centre_y) = area.centre, part.centre
    painter.save()
    painter.setClipRect(QRectF(*area.grown(_MARGIN)))
    painter.translate(x, y)
    painter.scale(scale, scale)
    painter.translate(-centre_x, -centre_y)
    if part != drawing.bounds:
        painter.setClipRect(QRectF(*part), Qt.ClipOperation.IntersectClip)
    paint_drawing(painter, drawing, visible=part, scale=scale * _SEEN_PX / _READ_PT, afar=True)
    painter.restore()


def _set_sheets(flow: Flow, block: Plate, areas: list[Rect]) -> None:
    for number, area in enumerate(areas):
        page = flow.lying()
        count = f" (sheet {number + 1} of {len(areas)})" if len(areas) > 1 else ""
        caption = Lines(f"{block.caption}{count}", NOTE, HIGH - 2 * LEFT)
        page.draws.append(_lying_sheet(block.drawing, area, caption))


def _lying_sheet(drawing: Drawing, part: Rect, caption: Lines) -> Callable[[QPainter], None]:
    def paint(painter: QPainter) -> None:
        top, room = _ABOVE, WIDE - _AROUND
        _paint_in(painter, drawing, part, Rect(LEFT, top, HIGH - 2 * LEFT, room))
        caption.paint(painter, LEFT, top + room + 3.0)

    return paint
