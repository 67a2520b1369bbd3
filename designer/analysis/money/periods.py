"""A year of money and the month of it: the one place that divides by twelve."""

from typing import Final

from designer.formulas.periods import HOURS_PER_YEAR, MONTHS_PER_YEAR
from designer.model.figures.figure import Figure, leaf, quotient

HOURS: Final = leaf("hours in a year", HOURS_PER_YEAR, "h")
TWELVE: Final = leaf("months in a year", MONTHS_PER_YEAR)


def month_of(label: str, year: Figure, how: str = "") -> Figure:
    """Return LABEL, the USD/month that the USD/year of YEAR come to; HOW says the sum in words."""
    return quotient(label, year, TWELVE, "USD/month", how)
