"""The chapter of phases: when each can run, its Gantt picture, what is waited for, money and power by quarter."""

from typing import Final

from designer.analysis.phases.records import PhaseSchedule
from designer.drawing.records import Rect
from designer.drawing.report_page import Block, Note, PagePicture, Prose, ReportChapter
from designer.drawing.slides.gantt import gantt_items, gantt_rows, gantt_words, key_words
from designer.export.deck.phase_slide import PHASE_COLUMNS, chance_words, phase_table
from designer.export.report.context import ReportContext, said
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import percent_text
from designer.review.phases.phase_words import (
    OWN_DAY,
    critical_words,
    lead_words,
    missing_words,
    ordered_words,
    own_days,
    supposed_words,
)

_WIDE: Final = 960.0
_PX: Final = 13.0
_ROW: Final = 27.0
_QUARTERS: Final = (
    ("Quarter", 0.12),
    ("paid", 0.14),
    ("P50", 0.12),
    ("P90", 0.12),
    ("paid until its end", 0.14),
    ("P90", 0.12),
    ("peak power P50", 0.12),
    ("P90", 0.12),
)
_ITEMS: Final = (
    ("Part", 0.23),
    ("phase", 0.1),
    ("ordered", 0.12),
    ("order by P50", 0.13),
    ("P90", 0.11),
    ("lead time", 0.22),
    ("critical", 0.09),
)
_MOST_ITEMS: Final = 8
"""Parts of each phase in the table: the latest, and those without a known time."""


def phases_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of phases; why there is none where none is planned."""
    found = context.results.phases
    if found is None:
        return "No phases are planned."
    blocks: list[Block] = [Prose(said=said(context.subtitle("timeline")))]
    high = gantt_rows(found) * _ROW + 3 * _PX
    blocks.append(
        PagePicture(
            gantt_items(found, Rect(0.0, 0.0, _WIDE, high), _PX),
            _WIDE,
            high,
            key_words(found),
            " ".join(gantt_words(found)),
        )
    )
    table = phase_table(context, found)
    blocks.append(context.table("Phases", PHASE_COLUMNS, [*table.rows], numbers=table.numbers))
    told = [f"{phase.title}: {words}" for phase in found.phases if (words := " ".join(filter(None, _waits(phase))))]
    if chances := chance_words(found):
        told.append(chances)
    blocks.append(Note(text=" ".join(told)))
    parts = [
        (
            one.name,
            phase.title,
            ordered_words(one),
            one.order_by.p50 if one.order_by else "–",
            one.order_by.p90 if one.order_by else "–",
            lead_words(one),
            percent_text(one.critical),
        )
        for phase in found.phases
        for one in phase.items[:_MOST_ITEMS]
    ]
    if parts:
        star = OWN_DAY if own_days(found) else ""
        blocks.append(context.table("What is ordered, the latest first", _ITEMS, parts, numbers=(6,), note=star))
    quarters = [
        (
            one.quarter,
            *(
                _money(context, usd)
                for usd in (
                    one.spend_usd,
                    one.spend_usd_p50,
                    one.spend_usd_p90,
                    one.spent_usd,
                    one.spent_usd_p90,
                )
            ),
            *(context.short(leaf("peak power", watts, "W")) for watts in (one.peak_w_p50, one.peak_w_p90)),
        )
        for one in found.quarters
    ]
    undated = _money(context, found.undated_usd)
    more = f"{undated} are paid at deliveries without a known time." if found.undated_usd else ""
    blocks.append(
        context.table("Money and peak power by quarter", _QUARTERS, quarters, numbers=tuple(range(1, 8)), note=more)
    )
    blocks.append(Note(text=" ".join(found.notes)))
    return ReportChapter(id="phases", heading="Phases", claim=context.title("timeline"), blocks=tuple(blocks))


def _waits(phase: PhaseSchedule) -> tuple[str, ...]:
    return critical_words(phase), missing_words(phase.missing), supposed_words(phase.supposed)


def _money(context: ReportContext, usd: float) -> str:
    return context.short(context.money(leaf("paid", usd, "USD")))
