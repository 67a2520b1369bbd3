"""Sentences about phases, the same for the command line, the window, the report and the deck."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from designer.analysis.phases.records import Moment, PhaseItem, PhaseSchedule, PhasesResult
from designer.edit.phases import weeks_text
from designer.model.figures.figure_text import figure_text, percent_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.wording import counted, listed

_MOST_NAMED: Final = 3
OWN_DAY: Final = "* On a day of its own, apart from the rest of its phase."
EARLIEST: Final = "at the earliest"
"""What dates wear where something has no known time."""
SPREAD_NOTE: Final = (
    "P50 and P90: the day by which it runs, and what is paid at the most, in 50 and in 90 of 100 draws of all times "
    "and prices. Order by: the latest day of an order that is early enough in as many draws."
)


def day_words(day: str) -> str:
    """Return an ISO DAY as people write it: "3 March 2028"."""
    one = date.fromisoformat(day)
    return f"{one.day} {one:%B %Y}"


def running_words(phase: PhaseSchedule) -> str:
    """Return when PHASE can run, in one sentence."""
    return f"{phase.title} can run {_days(phase.running, at_least=phase.at_least)}."


def all_running_words(found: PhasesResult) -> str:
    """Return when all phases can run, in one sentence."""
    every = found.phases[0].title if len(found.phases) == 1 else f"All {len(found.phases)} phases"
    return f"{every} can run {_days(found.running, at_least=found.at_least)}."


def _days(moment: Moment, *, at_least: bool) -> str:
    late = "" if moment.p50 == moment.p90 else f" (P50), {day_words(moment.p90)} (P90)"
    return f"from {day_words(moment.p50)}{late}{f', {EARLIEST}' if at_least else ''}"


def critical_words(phase: PhaseSchedule) -> str:
    """Return what PHASE waits for; "" where it waits for nothing that is known."""
    if not phase.critical:
        return ""
    return f"It waits for {phase.critical} in {percent_text(phase.critical_share)} of the draws."


def missing_words(names: Sequence[str]) -> str:
    """Return what has no known time; "" where all has one."""
    return f"No time is known of {_some(names)}." if names else ""


def supposed_words(names: Sequence[str]) -> str:
    """Return whose time is supposed, as nobody was asked; "" where none is."""
    return f"Supposed are the times of {_some(names)}: ask for them." if names else ""


def _some(names: Sequence[str]) -> str:
    told = list(names[:_MOST_NAMED])
    more = len(names) - len(told)
    return listed([*told, counted(more, "more")] if more else told).replace(" mores", " more")


def delay_words(found: PhasesResult, book: PriceBook) -> str:
    """Return what a month of delay costs; "" where nothing of it is known."""
    figure = in_currency(found.delay_usd_per_month, book)
    if not figure.value:
        return ""
    instead = f", with {found.rented_as} rented on demand instead" if found.rented_as else ""
    amount = figure_text(figure, ranged=False).replace(" / month", "").replace("≥", "at least").strip()
    return f"Each month of delay costs {amount}{instead}."


def lead_words(item: PhaseItem) -> str:
    """Return the delivery time of ITEM in words: "20/26/40 weeks", "17/36/70 weeks, supposed", or "unknown"."""
    if item.lead is None:
        return "unknown"
    return f"{weeks_text(item.lead)} weeks{', supposed' if item.supposed else ''}"


def own_days(found: PhasesResult) -> bool:
    """Return whether anything is ordered on a day of its own, so that a table needs `OWN_DAY` below it."""
    return any(item.own_day for phase in found.phases for item in phase.items)


def ordered_words(item: PhaseItem) -> str:
    """Return the ISO day on which ITEM is ordered; a star tells a day of its own."""
    return f"{item.ordered} *" if item.own_day else item.ordered
