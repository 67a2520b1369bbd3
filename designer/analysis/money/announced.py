"""Announced changes of prices in the months to come: which price holds in which month."""

from collections.abc import Iterable
from datetime import date

from designer.analysis.workloads.results import AnnouncedPrice
from designer.model.figures.figure import Figure


def months_until(start: str, day: str) -> int:
    """Return the number of the first month that begins on DAY or later; month 0 begins on START (ISO days).

    What is announced for a day within a month counts from the next month on.
    """
    first, then = date.fromisoformat(start), date.fromisoformat(day)
    months = (then.year - first.year) * 12 + then.month - first.month
    return max(months + (then.day > first.day), 0)


def price_of_month(now: Figure, announced: Iterable[AnnouncedPrice], start: str, month: int) -> tuple[Figure, int]:
    """Return what a month at today's demand costs in MONTH, and since which month that price holds.

    Args:
        now: At today's price.
        announced: What it costs after each announced change, by its day.
        start: ISO day on which month 0 begins; "" where nobody says, and then today's price holds throughout.
        month: Number of the month, from 0.
    """
    price, since = now, 0
    for change in sorted(announced, key=lambda one: one.day) if start else ():
        begins = months_until(start, change.day)
        if begins <= month and change.usd_per_month.known:
            price, since = change.usd_per_month, begins
    return price, since
