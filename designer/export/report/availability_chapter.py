"""The chapter of availability: what fails, how often, what of it is lost over a year, and what that costs."""

from typing import Final

from designer.drawing.report_page import Block, Note, Prose, ReportChapter
from designer.export.deck.availability_words import (
    COLUMNS,
    availability_claim,
    availability_table,
    cost_claims,
    unknown_claim,
    works_told,
)
from designer.export.report.context import ReportContext, said
from designer.model.figures.figure_text import number_text

_CUTS: Final = (("What has to fail", 0.46), ("alike", 0.14), ("takes machines", 0.2), ("hours a year", 0.2))
_MOST_CUTS: Final = 10
_LONG: Final = 400
"""Characters of a sentence of the report, which may be longer than a line of a slide."""


def availability_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of availability; why there is none where no machine is drawn or too much fails."""
    found = context.results.availability
    if found is None:
        return "No machine is drawn that could fail."
    told = works_told(found)
    if not told:
        return " ".join(found.notes) or "Nothing of it is known."
    first, *others = (availability_claim(found, work, _LONG) for work in told)
    blocks: list[Block] = [Prose(said=said(*others, *cost_claims(context, found), unknown_claim(found)))]
    table = availability_table(context, found)
    blocks.append(context.table("Over a year", COLUMNS, [*table.rows], numbers=table.numbers, note=table.note))
    cuts = {cut.words: cut for work in told for cut in work.cut_sets if cut.hours_per_year.value}
    worst = sorted(cuts.values(), key=lambda cut: -(cut.hours_per_year.value or 0.0))[:_MOST_CUTS]
    if worst:
        rows = [
            (cut.words, f"{cut.number:,}", f"{cut.hosts:,}", number_text(cut.hours_per_year.value or 0.0))
            for cut in worst
        ]
        blocks.append(context.table("What takes machines, and how often", _CUTS, rows, numbers=(1, 2, 3)))
    notes = dict.fromkeys((*found.notes, *(f"{work.title}: {note}" for work in told for note in work.notes)))
    blocks.append(Note(text=" ".join(notes)))
    return ReportChapter(id="availability", heading="What fails, and how often", claim=first, blocks=tuple(blocks))
