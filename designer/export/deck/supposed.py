"""Figures that a supposition moves, each before and after: for the slides of a deck that is supposed."""

from collections.abc import Iterator
from typing import Final

from designer.analysis.results import Results
from designer.analysis.workloads.results import ServiceLoad
from designer.model.figures.figure_text import count_text, figure_text, number_text
from designer.model.money.pricing import PriceBook
from designer.review.headline_figures import BY_KEY, headline_value

MOST: Final = 4
"""Figures that have room on a slide."""
_KEYS: Final = ("tokens", "first_token", "days", "bisection", "accelerators", "facility", "buy", "run")
"""Headline figures in the order in which they are told: what is given before what it takes."""
NOTHING: Final = "no headline figure moves"


def moved_figures(before: Results | None, after: Results, book: PriceBook) -> tuple[str, ...]:
    """Return what differs between two results, a line each: "Between the halves 48 Tb/s → 42 Tb/s".

    Args:
        before: Of the design as drawn; None while it is not known, then nothing is told.
        after: As supposed.
        book: Money of the design.
    """
    if before is None:
        return ()
    rows = (*_at_work(before, after), *_answered(before, after), *_headlines(before, after, book))
    return tuple(f"{caption} {then} → {now}" for caption, then, now in rows if then != now)[:MOST]


def _at_work(before: Results, after: Results) -> Iterator[tuple[str, str, str]]:
    """Yield how many accelerators are left of what has failed."""
    then, now = _working(before), _working(after)
    if then is not None and now is not None and after.failed:
        yield "Accelerators at work", count_text(then), count_text(now)


def _working(results: Results) -> float | None:
    whole = results.counts.accelerators.value
    if whole is None:
        return None
    if not results.failed:
        return whole
    lost = results.resilience.lost_accelerators if results.resilience is not None else None
    return None if lost is None else whole - lost


def _answered(before: Results, after: Results) -> Iterator[tuple[str, str, str]]:
    """Yield how many requests a second are answered of the service that is asked first."""
    if before.workloads is None or after.workloads is None:
        return
    now = {load.id: load for load in after.workloads.services}
    for load in before.workloads.services:
        if load.offered_per_s.value and load.id in now:
            # One line is enough: the services behind it are asked no more than it is.
            yield "Answered a second", _served(load), _served(now[load.id])
            return


def _served(load: ServiceLoad) -> str:
    served, asked = load.served_per_s.value, load.offered_per_s.value
    told = number_text(served) if served is not None else "not known"
    return f"{told} of {number_text(asked)}" if asked is not None else told


def _headlines(before: Results, after: Results, book: PriceBook) -> Iterator[tuple[str, str, str]]:
    for key in _KEYS:
        then, now = headline_value(key, before, book), headline_value(key, after, book)
        if then is None or now is None or not (then.known or now.known):
            continue
        one = BY_KEY[key]
        yield one.plain, figure_text(then, ranged=one.ranged), figure_text(now, ranged=one.ranged)
