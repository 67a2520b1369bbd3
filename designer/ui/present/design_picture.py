"""The drawing of a design inside a rectangle: for cards and slides."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from designer.analysis.results import Results
from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.slides.sight import drawn_sight
from designer.drawing.view_request import ViewRequest
from designer.model.design import Design, View
from designer.model.kinds import CONTAINERS
from designer.paint.painter import paint_drawing
from designer.paint.text_widths import text_widths
from designer.review.findings import Finding

_CAPTION_SHARE = 0.12
"""Of the height of a drawing with frames, left free above it on a card."""


def drawing_of(
    view: View, design: Design, results: Results | None = None, findings: tuple[Finding, ...] = ()
) -> tuple[Drawing, Rect]:
    """Return the drawing of VIEW and the part of it that is in sight."""
    return drawn_sight(ViewRequest(design, view, text_widths(), results, findings, for_slide=True))


def paint_into(
    painter: QPainter,
    drawing: Drawing,
    sight: Rect,
    room: QRectF,
    radius: float,
    *,
    most: float,
    zoom: float = 1.0,
) -> None:
    """Paint what is in SIGHT into ROOM, centred; MOST is the greatest scale, ZOOM that of the painter itself."""
    scale = min(room.width() / max(sight.width, 1.0), room.height() / max(sight.height, 1.0), most)
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(room, radius, radius)
    painter.setClipPath(clip)
    painter.fillRect(room, QColor(current_theme().colour("canvas")))
    painter.translate(room.center())
    painter.scale(scale, scale)
    x, y = sight.centre
    painter.translate(-x, -y)
    wide, high = room.width() / scale, room.height() / scale
    visible = Rect(x - wide / 2, y - high / 2, wide, high)
    paint_drawing(painter, drawing, visible=visible, scale=scale, zoom=zoom)
    painter.restore()


def card_picture(design: Design, size: QSize, ratio: float) -> QPixmap:
    """A small picture of DESIGN with rounded corners."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing, sight = drawing_of(_card_view(design), design)
    if design.marks or any(node.kind in CONTAINERS for node in design.nodes.values()):
        # Captions of frames stand above them, in letters that do not shrink with the drawing.
        above = _CAPTION_SHARE * sight.height
        sight = Rect(sight.x, sight.y - above, sight.width, sight.height + above)
    paint_into(painter, drawing, sight, QRectF(0, 0, size.width(), size.height()), 8, most=1.0, zoom=ratio)
    painter.end()
    return pixmap


def _card_view(design: Design) -> View:
    """Return what a card shows: a design laid out by hand as it is, of others what does not crowd a small picture."""
    if design.marks:
        return View(id="card", name="", detail="plain")
    return View(id="card", name="", detail="plain", hidden_layers=("facility",), hidden_media=("management", "power"))
