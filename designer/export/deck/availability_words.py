"""Sentences and rows on availability: what each piece of work gives over a year, what is lost, and what that costs."""

from collections.abc import Iterator
from math import floor, log10
from typing import Final

from designer.analysis.availability.records import AvailabilityResult, Ranged, WorkAvailability
from designer.export.deck.context import MOST_SUBTITLE, DeckContext, fitting
from designer.export.deck.records import Bound, Claim, Table
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import number_text
from designer.model.wording import counted, noun

ALL_MACHINES: Final = "machines"
COLUMNS: Final = (
    ("Over a year", 0.28),
    ("gives", 0.16),
    ("hours lost", 0.16),
    ("P10–P90", 0.2),
    ("costs a year", 0.2),
)
"""Columns of the table of work, with the share of the width of each."""
_BOUNDS: Final = {
    "gives": "gives, at most",
    "hours lost": "hours lost, at least",
    "costs a year": "costs a year, at least",
}
"""Heads of columns whose figures are bounds."""
_LIKELY: Final = "in eight years of ten"


def works_told(found: AvailabilityResult) -> list[WorkAvailability]:
    """Return the work that is told of, what loses the most first; all machines where nothing runs on them."""
    known = [one for one in found.works if one.work_lost.mean.value is not None]
    told = [one for one in known if one.id != ALL_MACHINES] or known
    return sorted(told, key=lambda one: -(one.work_lost.mean.value or 0.0))


def availability_claim(found: AvailabilityResult, work: WorkAvailability, most: int = MOST_SUBTITLE) -> Claim:
    """Return what WORK gives over a year, in a sentence of at most MOST characters where that can be."""
    place = found.works.index(work)
    lost, hours = work.work_lost.mean, work.down_h_per_year
    bound = (
        Bound(path=f"availability.works.{place}.work_lost.mean", value=lost.value),
        Bound(path=f"availability.works.{place}.down_h_per_year.mean", value=hours.mean.value),
        Bound(path="availability.unknown.#", value=float(len(found.unknown))),
    )
    # What nobody says how often it fails never does, so that more may be lost.
    at_most, at_least = ("at most ", "at least ") if found.unknown else ("", "")
    gives = f"{at_most}{lost_share_text(1 - (lost.value or 0.0))}"
    told = {
        "job": f"{work.title} makes progress for {gives} of the time",
        "machines": f"{work.title} give {gives} of the time that they could work",
    }.get(work.sort, f"{work.title} gives {gives} of what is asked")
    number = number_text(hours.mean.value or 0.0)
    said = f"{at_least}{number} hours a year are lost"
    spread = f"{said} ({_span(hours)} {_LIKELY})"
    return Claim(text=fitting(f"{told}: {spread}.", f"{told}: {said}.", most=most), bound=bound)


def cost_claims(context: DeckContext, found: AvailabilityResult) -> Iterator[Claim]:
    """Yield what an hour without each piece of work costs, and a year of what is lost; nothing where nobody says."""
    for work in works_told(found):
        place = found.works.index(work)
        hour, year = work.usd_per_hour, work.usd_per_year.mean
        if hour.value and year.value is not None:
            supposed = "is supposed to cost" if hour.status == "assumed" and work.sort != "job" else "costs"
            yield Claim(
                text=f"An hour without {work.title} {supposed} {_amount(context, hour.value)}, what is lost in a year "
                f"{'at least ' if found.unknown else ''}{_amount(context, year.value)}.",
                bound=(
                    Bound(path=f"availability.works.{place}.usd_per_hour", value=hour.value),
                    Bound(path=f"availability.works.{place}.usd_per_year.mean", value=year.value),
                ),
            )


def unknown_claim(found: AvailabilityResult) -> Claim | None:
    """Return how many parts have no rate of failure; None where all have one."""
    number = len(found.unknown)
    if not number:
        return None
    return Claim(
        text=f"{counted(number, 'part')} that machines need {noun(number, 'has', 'have')} no rate of failure and "
        f"{noun(number, 'is', 'are')} taken never to fail.",
        bound=(Bound(path="availability.unknown.#", value=float(number)),),
        stance="opposite",
    )


def availability_table(context: DeckContext, found: AvailabilityResult, most: int | None = None) -> Table:
    """Return the work as rows, what loses the most first, at most MOST of them."""
    rows = [
        (
            work.title,
            lost_share_text(1 - (work.work_lost.mean.value or 0.0)),
            number_text(work.down_h_per_year.mean.value or 0.0),
            _span(work.down_h_per_year),
            _amount(context, work.usd_per_year.mean.value),
        )
        for work in works_told(found)[:most]
    ]
    return Table(
        # As in the sentences: what nobody says how often it fails never does, so that more may be lost.
        header=tuple(_BOUNDS.get(title, title) if found.unknown else title for title, _ in COLUMNS),
        rows=tuple(rows),
        numbers=(1, 2, 3, 4),
        widths=tuple(share for _, share in COLUMNS),
        note=f"Over {found.draws:,} histories of failures and repairs, {found.years:g} "
        f"{noun(found.years, 'year', 'years')} each.",
    )


def lost_share_text(share: float) -> str:
    """Return a SHARE with two digits of what it lacks of the whole: 99.965%; "100%" where it lacks nothing."""
    lacks = 1 - share
    if lacks <= 0:
        return "100%"
    return f"{share:.{max(1, min(7, -floor(log10(lacks * 100)) + 1))}%}"


def _span(ranged: Ranged) -> str:
    if ranged.p10 is None or ranged.p90 is None:
        return "–"
    return f"{number_text(ranged.p10)}–{number_text(ranged.p90)}"


def _amount(context: DeckContext, usd: float | None) -> str:
    return "–" if usd is None else context.short(context.money(leaf("cost of downtime", usd, "USD")))
