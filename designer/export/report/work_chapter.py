"""The chapter of workloads: what is asked and answered, what is trained, and how sure its figures are."""

from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.report.confidence_rows import sure_rows
from designer.export.report.context import ReportContext, ended
from designer.export.report.work_words import what_it_does, what_was_logged
from designer.model.figures.figure_text import figure_text, percent_text
from designer.review.bottleneck_words import lost_in


def work_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of workloads; why there is none where nothing is asked and nothing is trained."""
    work, nodes = context.results.workloads, context.design.nodes
    if work is None:
        return "Its work was not worked out."
    asked = [load for load in work.services if load.offered_per_s.value and load.id in nodes]
    jobs = [job for job in work.training if job.id in nodes]
    engines = [engine for engine in work.serving if engine.id in nodes]
    done = tuple(what_it_does(context.design, work, lost_in(context.results)))
    if not (asked or jobs or engines or done):
        return "Nobody asks anything of it, and nothing is trained."
    slide = context.slide("delivers")
    claim = ended(slide.title) if slide is not None and (asked or jobs) else None
    blocks: list[Block] = []
    if done:
        blocks.append(Prose(said=done))
    if asked:
        rows = [
            (
                nodes[load.id].title,
                figure_text(load.offered_per_s, ranged=False).removesuffix(" 1/s"),
                figure_text(load.served_per_s, ranged=False).removesuffix(" 1/s"),
                percent_text(load.utilisation.value),
                figure_text(load.answer_s),
            )
            for load in asked
        ]
        columns = (
            ("Service", 0.32),
            ("asked a second", 0.17),
            ("answered a second", 0.18),
            ("full", 0.12),
            ("an answer takes", 0.21),
        )
        blocks.append(context.table("What is asked in the busiest hour", columns, [*rows], numbers=(1, 2, 3, 4)))
    if engines:
        rows = [
            (
                nodes[one.id].title,
                figure_text(one.accelerators, ranged=False),
                figure_text(one.replicas, ranged=False),
                figure_text(one.output_tokens_per_s).removesuffix(" 1/s"),
                one.bound or "–",
                one.reason or "",
            )
            for one in engines
        ]
        columns = (
            ("Engine", 0.2),
            ("accelerators", 0.13),
            ("replicas", 0.11),
            ("tokens a second", 0.16),
            ("runs out of", 0.14),
            ("why", 0.26),
        )
        blocks.append(context.table("Engines", columns, [*rows], numbers=(1, 2, 3)))
    if jobs:
        rows = [
            (
                nodes[job.id].title,
                figure_text(job.accelerators, ranged=False),
                figure_text(job.days),
                percent_text(job.mfu.value),
                percent_text(job.goodput.value),
                job.split or "–",
            )
            for job in jobs
        ]
        columns = (
            ("Training", 0.26),
            ("accelerators", 0.13),
            ("takes", 0.18),
            ("of the peak", 0.11),
            ("of the time kept", 0.13),
            ("split", 0.19),
        )
        blocks.append(context.table("What is trained", columns, [*rows], numbers=(1, 2, 3, 4)))
    if logged := tuple(what_was_logged(context.design, work)):
        blocks.append(Prose(said=logged))
    sure = [(one.label, one.number, one.detail) for one in sure_rows(context.design, context.results)]
    if sure:
        columns = (("Figure", 0.22), ("worked out", 0.24), ("how far it was off where it was measured", 0.54))
        blocks.append(context.table("How sure these figures are", columns, [*sure], numbers=(1,)))
    return ReportChapter(id="workloads", heading="Workloads", claim=claim, blocks=tuple(blocks))
