"""The logical picture as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_logical_view(asked: ViewRequest) -> "Drawing":
    """Return the logical picture with its findings, less what the view hides."""
    from designer.drawing.logical.logical import draw_logical

    return draw_logical(
        asked.design,
        widths=asked.widths,
        results=asked.results,
        overlay=asked.overlay,
        hidden_layers=asked.view.hidden_layers,
        hidden_media=asked.view.hidden_media,
        detail=asked.view.detail,
        findings=asked.findings,
    )
