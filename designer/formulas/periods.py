"""Lengths of a year and of its months, once: a year has 365 days, and a month is a twelfth of it."""

from typing import Final

MONTHS_PER_YEAR: Final = 12.0

HOURS_PER_YEAR: Final = 8760.0

HOURS_PER_MONTH: Final = HOURS_PER_YEAR / MONTHS_PER_YEAR
"""730; clouds bill a month so."""

DAYS_PER_MONTH: Final = HOURS_PER_MONTH / 24

MINUTES_PER_MONTH: Final = HOURS_PER_MONTH * 60

SECONDS_PER_MONTH: Final = HOURS_PER_MONTH * 3600
