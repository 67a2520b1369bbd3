"""The stack as one of the views of a design."""

from typing import TYPE_CHECKING, Final

from designer.drawing.text import ELLIPSIS
from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing

_SLIDE_WIDTHS: Final = (870.0, 960.0, 1110.0, 1200.0)
"""Canvas pixels: narrow ones have large letters on a slide, wider ones room for names and a further column."""
_SLIDE_ASPECT: Final = 2.25
"""Of the room of a picture on a slide."""


def draw_stack_view(asked: ViewRequest) -> "Drawing":
    """Return the stack, less the layers that the view hides."""
    from designer.drawing.stack.stack import STACK_WIDTH, draw_stack

    def drawn(width: float) -> "Drawing":
        return draw_stack(
            asked.design,
            widths=asked.widths,
            results=asked.results,
            hidden_layers=asked.view.hidden_layers,
            detail=asked.view.detail,
            width=width,
            tight=asked.for_slide,
        )

    if not asked.for_slide:
        return drawn(STACK_WIDTH)

    def order(one: "Drawing") -> tuple[int, float]:
        cut = sum(ELLIPSIS in f"{tile.title}{tile.subtitle}" for tile in one.tiles)
        return cut, max(one.bounds.width, one.bounds.height * _SLIDE_ASPECT)

    # Of those that cut the fewest names the one whose letters are largest.
    return min(map(drawn, _SLIDE_WIDTHS), key=order)
