"""The drawing of a view on a slide or card, and the part of it that is in sight."""

from typing import Final

from designer.drawing.design_views import VIEWS_BY_ID
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.view_request import MARGIN, ViewRequest
from designer.model.design import View

_DRAWN_WHOLE: Final = frozenset({"topology", "topology-logical"})
"""Views of which a focus is a part that is in sight, where of others it is what is drawn."""


def drawn_sight(request: ViewRequest) -> tuple[Drawing, Rect]:
    """Return the drawing of the view of REQUEST and the part of it that is in sight."""
    drawing = VIEWS_BY_ID[request.view.shows].draw(request)
    return drawing, sight_of(request.view, drawing)


def sight_of(view: View, drawing: Drawing) -> Rect:
    """Return the part of DRAWING, made for VIEW or one drawn alike, that is in sight."""
    kind = VIEWS_BY_ID[view.shows]
    eye = view.camera if kind.keeps_camera and not drawing.whole else None
    if eye is not None:
        return Rect(eye.x, eye.y, eye.width, eye.height)
    if kind.of_room:
        return drawing.bounds
    return (drawing.around(view.focus) or drawing.bounds).grown(MARGIN)


def drawn_alike(view: View) -> View:
    """Return a view with all of VIEW that decides what is drawn: two that have the same one share a drawing."""
    focus = () if view.shows in _DRAWN_WHOLE else view.focus
    return View(
        id="drawn",
        name="",
        shows=view.shows,
        focus=focus,
        hidden_layers=view.hidden_layers,
        hidden_media=view.hidden_media,
        detail=view.detail,
        quarter=view.quarter,
    )
