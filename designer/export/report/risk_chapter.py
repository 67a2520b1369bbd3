"""The chapter of risks and findings: what one failure takes along, and everything that the review found."""

from typing import Final

from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.deck.records import Table
from designer.export.report.context import ReportContext, said
from designer.model.naming import title_of
from designer.review.effects.grouping import FindingGroup, grouped
from designer.review.findings import Severity

_TITLES: Final[dict[Severity, str]] = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_COLUMNS: Final = (("What", 0.46), ("why, and what to do", 0.54))


def risk_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of risks; why there is none where nothing is drawn."""
    if not context.design.nodes:
        return "Nothing is drawn that could fail."
    slide = context.slide("risk")
    groups = grouped(context.design, context.findings)
    blocks: list[Block] = []
    for table in slide.left if slide is not None else ():
        # Without failures the slide lists findings, which are told below with their reasons.
        if isinstance(table, Table) and len(table.header) > 1:
            columns = tuple(zip(table.header, table.widths, strict=True))
            blocks.append(context.table("One failure", columns, [*table.rows], numbers=table.numbers))
    points = _points(context)
    if points:
        blocks.append(
            context.table("There is only one of these", (("Without it", 0.34), ("what happens", 0.66)), points)
        )
    for severity, title in _TITLES.items():
        found = [group for group in groups if group.severity == severity]
        if found and (severity != "note" or context.level != "board"):
            blocks.append(context.table(title, _COLUMNS, [_row(group) for group in found]))
    if not groups:
        blocks.append(Prose(said=said(context.nothing_found)))
    return ReportChapter(id="risks", heading="Risks and findings", claim=context.title("risk"), blocks=tuple(blocks))


def _row(group: FindingGroup) -> tuple[str, ...]:
    return group.message, group.detail


def _points(context: ReportContext) -> list[tuple[str, ...]]:
    """Return what services hang on that there is only one of."""
    from designer.analysis.chain.point_words import stops_words, told_points

    resilience = context.results.resilience
    points = told_points(context.design, resilience.service_points) if resilience is not None else []
    return [(title_of(context.design, one.id), f"{stops_words(context.design, one.services)}.") for one in points]
