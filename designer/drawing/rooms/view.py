"""The floor of a room as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_floor_view(asked: ViewRequest) -> "Drawing":
    """Return the room in focus, with what is wrong in it marked."""
    from designer.analysis.rooms.floor_problems import floor_problems
    from designer.drawing.rooms.floor import draw_floor
    from designer.model.rooms.floor_positions import standing
    from designer.review.rooms.floor_rules import rack_weights

    found = standing(asked.design)
    return draw_floor(
        asked.design,
        asked.room,
        results=asked.results,
        overlay=asked.floor_overlay,
        problems=floor_problems(asked.design, found, rack_weights(asked.results)),
        found=found,
    )
