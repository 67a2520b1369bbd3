"""The topology as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_topology_view(asked: ViewRequest) -> "Drawing":
    """Return the topology with its findings, less what the view hides."""
    from designer.drawing.topology.topology import draw_topology

    return draw_topology(
        asked.design,
        widths=asked.widths,
        results=asked.results,
        overlay=asked.overlay,
        hidden_layers=asked.view.hidden_layers,
        hidden_media=asked.view.hidden_media,
        detail=asked.view.detail,
        findings=asked.findings,
    )
