"""The power chain as one of the views of a design."""

from typing import TYPE_CHECKING

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing


def draw_power_view(asked: ViewRequest) -> "Drawing":
    """Return the power chain, with what has failed in it."""
    from designer.analysis.chain.failure.remaining_facility import plant_left
    from designer.drawing.one_line.one_line import draw_one_line

    results = asked.results
    failed = results.failed if results else ()
    plant = (results.plant if results else None) or plant_left(
        asked.design, failed, results.power.optics if results and results.power else None
    )
    return draw_one_line(
        asked.design,
        plant,
        failure=plant.failure if plant else None,
        failed=failed,
        before=plant_left(asked.design, ()) if failed else plant,
        widths=asked.widths,
        detail=asked.view.detail,
    )
