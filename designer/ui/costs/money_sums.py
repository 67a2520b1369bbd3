"""The sums of the money window as a process of its own does them; no Qt here, so that it starts fast."""

from collections.abc import Sequence

from designer import clock
from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.growth import growth
from designer.analysis.money.records import Alternatives, Growth
from designer.analysis.results import Results
from designer.analysis.uncertainty import Spread, monte_carlo
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.ui.jobs.background_process import Progress


def compare(
    _: Progress,
    design: Design,
    library: Library,
    results: Results,
    instances: Sequence[str],
    apis: Sequence[str],
    months: int,
) -> Alternatives:
    """Own, cloud and tokens for the work of DESIGN.

    Raises:
        RefusedInput: an instance or a model API cannot be compared.
    """
    return alternatives(
        design, library, results, instances=instances, apis=apis, months=months, start=clock.today().isoformat()
    )


def follow(_: Progress, design: Design, results: Results, months: int) -> Growth:
    """The bill of DESIGN over MONTHS."""
    return growth(design, results, months, clock.today().isoformat())


def draw(_: Progress, figure: Figure, draws: int, seed: int) -> Spread | None:
    """Return the spread of FIGURE over DRAWS; None where it is unknown."""
    return monte_carlo(figure, draws=draws, seed=seed)
