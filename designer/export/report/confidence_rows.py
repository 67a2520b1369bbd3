"""The table of a report that says how sure its figures of performance are."""

from collections.abc import Iterator
from typing import NamedTuple

from designer.analysis.results import Results
from designer.analysis.workloads.results import WorkloadsResult
from designer.model.design import Design
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import figure_text, milliseconds_text, shown
from designer.model.money.pricing import PriceBook
from designer.review.headline_figures import headline_sure, headline_values


class SureRow(NamedTuple):
    """A figure of performance with its range, and what is known of its error."""

    label: str
    number: str
    detail: str


def sure_rows(design: Design, results: Results) -> tuple[SureRow, ...]:
    """Return how sure the figures of the work of RESULTS are: the headline figures, then each engine and job by itself.

    What a headline tells already, of a single engine or job, is not told again.
    """
    return (*_headlines(results), *(_rows(design, results.workloads) if results.workloads is not None else ()))


def _headlines(results: Results) -> Iterator[SureRow]:
    for one, figure in headline_values("how sure", results, PriceBook()):  # times and rates: no currency enters
        sure = headline_sure(one.key, results)
        if figure is not None and figure.known and sure is not None:
            yield SureRow(label=one.title, number=_number(figure), detail=_detail(sure))


def _number(figure: Figure) -> str:
    """FIGURE with its range; the time per token with its middle too, for it is what engines are compared by."""
    if figure.unit != "ms":
        return figure_text(figure).removesuffix(" 1/s")
    return f"{figure_text(figure, ranged=False)} ({shown(figure).number})"


def _rows(design: Design, work: WorkloadsResult) -> Iterator[SureRow]:
    for engine in work.serving if len(work.serving) > 1 else ():
        of = f", {design.nodes[engine.id].title}"
        for name, words, number in (
            ("token_s", "Time per token", milliseconds_text(engine.token_s)),
            ("output_tokens_per_s", "Tokens a second", figure_text(engine.output_tokens_per_s).removesuffix(" 1/s")),
            ("first_token_s", "First token", figure_text(engine.first_token_s)),
        ):
            if name in engine.how_sure and getattr(engine, name).known:
                yield SureRow(label=f"{words}{of}", number=number, detail=_detail(engine.how_sure[name]))
    for job in work.training if len(work.training) > 1 else ():
        of = f", {design.nodes[job.id].title}"
        if "days" in job.how_sure and job.days.known:
            yield SureRow(
                label=f"Training project{of}", number=figure_text(job.days), detail=_detail(job.how_sure["days"])
            )


def _detail(sure: HowSure) -> str:
    """The error in few words; that a figure lies outside of what was tested is said first."""
    if not sure.outside:
        return f"{sure.tested}."
    wider = f", range {sure.widened:g} times wider" if sure.widened > 1 else ""
    return f"Outside of what was tested ({'; '.join(sure.outside)}){wider}. {sure.tested}."
