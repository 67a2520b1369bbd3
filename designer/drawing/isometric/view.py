"""The isometric picture of a room as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_isometric_view(asked: ViewRequest) -> "Drawing":
    """Return the room in focus, turned as the view says, with what has failed in it."""
    from designer.drawing.isometric.isometric import draw_isometric

    return draw_isometric(
        asked.design,
        asked.room,
        results=asked.results,
        overlay=asked.floor_overlay,
        quarter=asked.view.quarter,
        failed=asked.results.failed if asked.results else (),
    )
