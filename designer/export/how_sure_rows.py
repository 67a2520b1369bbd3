"""The table of a report that says how sure its figures of performance are."""

from collections.abc import Iterator
from typing import Final

from designer.analysis.workload_results import WorkloadsResult
from designer.drawing.report_page import ReportSure
from designer.model.design import Design
from designer.model.figure_text import figure_text, milliseconds_text, percent_text
from designer.model.how_sure import HowSure

MOST: Final = 6
"""So many rows are shown; a page holds no more beside the cost."""


def sure_rows(design: Design, work: WorkloadsResult) -> tuple[ReportSure, ...]:
    """Return how sure the figures of the engines and training jobs of WORK are, the first of them in design order."""
    return tuple(_rows(design, work))[:MOST]


def _rows(design: Design, work: WorkloadsResult) -> Iterator[ReportSure]:
    several = len(work.serving) + len(work.training) > 1
    for engine in work.serving:
        of = f", {design.nodes[engine.id].title}" if several else ""
        for name, words, number in (
            ("token_s", "Time of a token", milliseconds_text(engine.token_s)),
            ("output_tokens_per_s", "Tokens a second", figure_text(engine.output_tokens_per_s).removesuffix(" 1/s")),
            ("first_token_s", "First token", figure_text(engine.first_token_s)),
        ):
            if name in engine.how_sure and getattr(engine, name).known:
                yield ReportSure(label=f"{words}{of}", number=number, detail=_detail(engine.how_sure[name]))
    for job in work.training:
        of = f", {design.nodes[job.id].title}" if several else ""
        if "days" in job.how_sure and job.days.known:
            yield ReportSure(label=f"Days{of}", number=figure_text(job.days), detail=_detail(job.how_sure["days"]))


def _detail(sure: HowSure) -> str:
    """The error in few words; that a figure lies outside of what was tested is said first."""
    tested = (
        f"Median error {percent_text(sure.median)}, 9 in 10 within {percent_text(sure.nine_in_ten)}, on {sure.rows:,} "
        f"{sure.tested_on}."
    )
    if not sure.outside:
        return tested
    wider = f", range {sure.widened:g} times wider" if sure.widened > 1 else ""
    return f"Outside of what was tested ({'; '.join(sure.outside)}){wider}. {tested}"
