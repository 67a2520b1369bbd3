"""The drawing of a view on a slide or card, and the part of it that is in sight."""

from typing import Final

from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.view_request import ViewRequest

MARGIN: Final = 24.0
"""Around what is in sight, in canvas pixels."""


def drawn_sight(request: ViewRequest) -> tuple[Drawing, Rect]:
    """Return the drawing of the view of REQUEST and the part of it that is in sight."""
    view = request.view
    kind = VIEWS_BY_ID[view.shows]
    drawing = kind.draw(request)
    eye = view.camera if kind.keeps_camera and not drawing.whole else None
    if eye is not None:
        return drawing, Rect(eye.x, eye.y, eye.width, eye.height)
    if kind.of_room:
        return drawing, drawing.bounds
    return drawing, (drawing.around(view.focus) or drawing.bounds).grown(MARGIN)
