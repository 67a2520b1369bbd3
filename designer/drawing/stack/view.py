"""The stack as one of the views of a design."""

from typing import TYPE_CHECKING, Final

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing

_SLIDE_WIDTH: Final = 960.0
"""Canvas pixels: narrow, so that its letters are large on a slide."""


def draw_stack_view(asked: ViewRequest) -> "Drawing":
    """Return the stack, less the layers that the view hides."""
    from designer.drawing.stack.stack import STACK_WIDTH, draw_stack

    return draw_stack(
        asked.design,
        widths=asked.widths,
        results=asked.results,
        hidden_layers=asked.view.hidden_layers,
        detail=asked.view.detail,
        width=_SLIDE_WIDTH if asked.for_slide else STACK_WIDTH,
    )
