"""The racks as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_rack_view(asked: ViewRequest) -> "Drawing":
    """Return the racks in focus, else all of them."""
    from designer.drawing.racks.elevations import RackPicture, draw_racks

    return RackPicture(asked.design, draw_racks(asked.design, asked.focus or None, results=asked.results))
