"""The slide of phases: when all can run, with its Gantt picture, and the table of phases beside the report's."""

from designer.analysis.phases.records import PhasesResult
from designer.export.deck.context import MOST_SUBTITLE, DeckContext, fitting
from designer.export.deck.records import Bound, Claim, DeckSlide, Gantt, Table
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import percent_text
from designer.review.phases.phase_words import EARLIEST, critical_words, day_words, missing_words, supposed_words

PHASE_COLUMNS = (
    ("Phase", 0.2),
    ("ordered", 0.12),
    ("runs P50", 0.14),
    ("P90", 0.14),
    ("to buy", 0.13),
    ("peak power", 0.12),
    ("a month late", 0.15),
)
"""Columns of the table of phases, with the share of the width of each."""
_EVEN = 0.5
_MOST_YEARS = 7


def phase_slide(context: DeckContext, found: PhasesResult) -> DeckSlide:
    """Return the slide of phases that are planned."""
    late = any(phase.chance_of_wanted is not None and phase.chance_of_wanted < _EVEN for phase in found.phases)
    one = len(found.phases) == 1
    every = f"{found.phases[0].title}" if one else f"All {len(found.phases)} phases"
    mark = f" {EARLIEST}" if found.at_least else ""
    day = day_words(found.running.p50)
    bound = (
        Bound(path="phases.phases.#", value=float(len(found.phases))),
        Bound(path="phases.delay_usd_per_month", value=found.delay_usd_per_month.value),
    )
    title = Claim(
        text=fitting(f"{every} can run from {day}{mark}", f"All can run from {day}{mark}"),
        bound=bound,
        stance="opposite" if late else "said",
    )
    notes = [
        sentence
        for phase in found.phases
        for sentence in (critical_words(phase), missing_words(phase.missing), supposed_words(phase.supposed))
    ]
    return DeckSlide(
        id="timeline",
        title=title,
        subtitle=Claim(text=_subtitle(context, found), bound=bound),
        left=(
            Gantt(phases=found, alt="Gantt picture of the phases: bars to P50, whiskers to P90."),
            years_table(context, found),
        ),
        notes="\n".join((*filter(None, notes), *found.notes)),
    )


def years_table(context: DeckContext, found: PhasesResult) -> Table:
    """Return what is paid until the end of each year, and the peak power then: a column for each of the first years."""
    # The last quarter of each year tells its end.
    ends = {one.quarter[:4]: one for one in found.quarters}
    years = list(ends)[:_MOST_YEARS]
    paid = {"P50": [ends[year].spent_usd_p50 for year in years], "P90": [ends[year].spent_usd_p90 for year in years]}
    rows = [
        (f"Paid until its end, {chance}", *(context.short(context.money(leaf("paid", one, "USD"))) for one in usd))
        for chance, usd in paid.items()
    ]
    rows.append(("Peak power, P50", *(context.short(leaf("peak power", ends[year].peak_w_p50, "W")) for year in years)))
    share = 0.24
    return Table(
        header=("Year", *years),
        rows=tuple(rows),
        numbers=tuple(range(1, len(years) + 1)),
        widths=(share, *[(1.0 - share) / max(len(years), 1)] * len(years)),
    )


def _subtitle(context: DeckContext, found: PhasesResult) -> str:
    sure = f"Nine draws of ten run by {day_words(found.running.p90)}"
    cost = context.money(found.delay_usd_per_month)
    # Where nothing is bought, a delay costs nothing that is known here.
    if not cost.value:
        return f"{sure}."
    amount = context.words(cost, ranged=False).replace(" a month", "").replace(" / month", "")
    return fitting(f"{sure}; each month of delay costs {amount}.", f"{sure}.", most=MOST_SUBTITLE)


def phase_table(context: DeckContext, found: PhasesResult) -> Table:
    """Return the phases as rows, for the report."""
    rows = [
        (
            phase.title,
            day_words(phase.order_date),
            _day(phase.running.p50, at_least=phase.at_least),
            _day(phase.running.p90, at_least=phase.at_least),
            context.short(context.money(phase.capex_usd), ranged=False),
            context.short(phase.power_max_w, ranged=False),
            context.short(context.money(phase.delay_usd_per_month), ranged=False),
        )
        for phase in found.phases
    ]
    return Table(
        header=tuple(title for title, _ in PHASE_COLUMNS),
        rows=tuple(rows),
        numbers=(4, 5, 6),
        widths=tuple(share for _, share in PHASE_COLUMNS),
    )


def chance_words(found: PhasesResult) -> str:
    """Return with which chance each phase runs by the day on which it is wanted; "" where no day is."""
    told = [
        f"{phase.title} runs by {day_words(phase.wanted)} in {percent_text(phase.chance_of_wanted)} of the draws."
        for phase in found.phases
        if phase.chance_of_wanted is not None
    ]
    return " ".join(told)


def _day(day: str, *, at_least: bool) -> str:
    return f"≥ {day_words(day)}" if at_least else day_words(day)
