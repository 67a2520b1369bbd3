"""The stack as one of the views of a design."""

from typing import TYPE_CHECKING, Final

from designer.drawing.text import ELLIPSIS
from designer.drawing.theme_tokens import type_scale
from designer.drawing.view_request import LEAST_LETTERS, MARGIN, ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing

_SLIDE_WIDTHS: Final = (870.0, 960.0, 1110.0, 1200.0)
"""Canvas pixels: narrow ones have large letters on a slide, wider ones room for names and a further column."""
_LEAN_WIDTHS: Final = (800.0, 860.0, 920.0, 980.0, 1040.0)
"""Where names alone are told."""
_SLIDE_ASPECT: Final = 2.25
"""Of the room of a picture on a slide."""


def draw_stack_view(asked: ViewRequest) -> "Drawing":
    """Return the stack, less the layers that the view hides."""
    from designer.drawing.stack.stack import STACK_WIDTH, draw_stack

    def drawn(width: float, lean: int = 0) -> "Drawing":
        return draw_stack(
            asked.design,
            widths=asked.widths,
            results=asked.results,
            hidden_layers=asked.view.hidden_layers,
            detail=asked.view.detail,
            width=width,
            tight=asked.for_slide,
            lean=lean,
        )

    if not asked.for_slide:
        return drawn(STACK_WIDTH)

    def order(one: "Drawing") -> tuple[int, float]:
        cut = sum(ELLIPSIS in f"{tile.title}{tile.subtitle}" for tile in one.tiles)
        return cut, max(one.bounds.width, one.bounds.height * _SLIDE_ASPECT)

    # Of those that cut the fewest names the one whose letters are largest.
    best = min(map(drawn, _SLIDE_WIDTHS), key=order)
    if asked.place is None or _letters(best, asked.place, "caption") >= LEAST_LETTERS:
        return best
    wide, high = asked.place
    for lean in (2, 1):
        slim = [drawn(width, lean) for width in _LEAN_WIDTHS]
        found = min(slim, key=lambda one: (order(one)[0], max(one.bounds.width / wide, one.bounds.height / high)))
        if _letters(found, asked.place, "strong") >= LEAST_LETTERS:
            return found
        best = found
    return best


def _letters(drawing: "Drawing", room: tuple[float, float], style: str) -> float:
    """Return how large letters of STYLE come out on a slide where DRAWING stands in ROOM, in its units."""
    bounds = drawing.bounds.grown(MARGIN)
    return type_scale()[style].px * min(room[0] / bounds.width, room[1] / bounds.height)
