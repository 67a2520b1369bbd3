"""The power chain as one of the views of a design."""

from typing import TYPE_CHECKING, Final

from designer.drawing.view_request import ViewRequest

if TYPE_CHECKING:
    from designer.drawing.drawing import Drawing
    from designer.drawing.one_line.cells import OneLine
    from designer.drawing.one_line.layout import Spacing

_WIDEST: Final = 1_500.0
"""Of a sheet of A3 with words of 7 points, canvas pixels."""


def draw_power_view(asked: ViewRequest) -> "Drawing":
    """Return the power chain, with what has failed in it."""
    from designer.analysis.chain.failure.remaining_facility import plant_left
    from designer.drawing.one_line.layout import NARROW, ROOMY
    from designer.drawing.one_line.one_line import draw_one_line

    results = asked.results
    failed = results.failed if results else ()
    plant = (results.plant if results else None) or plant_left(
        asked.design, failed, results.power.optics if results and results.power else None
    )
    before = plant_left(asked.design, ()) if failed else plant

    def drawn(spacing: "Spacing") -> "OneLine":
        return draw_one_line(
            asked.design,
            plant,
            failure=plant.failure if plant else None,
            failed=failed,
            before=before,
            widths=asked.widths,
            detail=asked.view.detail,
            spacing=spacing,
        )

    roomy = drawn(ROOMY)
    # What is wider than a sheet has its words broken to narrow lines, so that it takes fewer of them.
    return roomy if roomy.bounds.width <= _WIDEST else drawn(NARROW)
