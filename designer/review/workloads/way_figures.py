"""Headline figures of each way of a comparison, the same as those of the design as it is drawn."""

from msgspec.structs import replace

from designer.analysis.money.records import Alternative, Alternatives
from designer.analysis.results import Results
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure
from designer.model.money.pricing import PriceBook
from designer.review.headline_figures import HeadlineFigure, headline_sure, headline_values


def given_by(row: Alternative, results: Results) -> tuple[tuple[HeadlineFigure, Figure, HowSure | None], ...]:
    """Return what ROW gives, each with how sure it is; what it does not do, or nobody can tell, is left out.

    Args:
        row: A way.
        results: Of the design that it is compared with.
    """
    if results.workloads is None or not (row.serving or row.training):
        return ()
    work = replace(results.workloads, serving=row.serving, training=row.training)
    own = replace(results, workloads=work)
    return tuple(
        (one, figure, headline_sure(one.key, own) if figure.known else None)
        for one, figure in headline_values("compare", own, PriceBook())  # times and rates: no currency enters
        if figure is not None
    )


def all_given(found: Alternatives, results: Results) -> tuple[HeadlineFigure, ...]:
    """Return the figures that at least one way of FOUND is known to give, in order."""
    every = {one.key: one for row in found.rows for one, figure, _ in given_by(row, results) if figure.known}
    return tuple(one for one, _ in headline_values("compare", results, PriceBook()) if one.key in every)
