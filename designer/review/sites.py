"""Sentences about the same design in several places."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from designer.analysis.energy.sites import SiteYear
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.model.wording import listed

NO_POWER: Final = "Nothing that is drawn has a known power yet: place a server, then its year appears here."


class Best(NamedTuple):
    """The places at which the least of something is taken.

    Attributes:
        words: What is least: "Least carbon".
        year: The year at the place of the least.
        key: Where `sites --json` has its figure.
        figure: What it takes, money in USD.
        text: The whole sentence, with the place of the most.
    """

    words: str
    year: SiteYear
    key: str
    figure: Figure
    text: str


def _carbon_key(year: SiteYear) -> str:
    return "co2e_t_per_year" if year.carbon_t is None else "co2e_t_per_year_by_hour"


_QUESTIONS: Final[tuple[tuple[str, Callable[[SiteYear], Figure], Callable[[SiteYear], str]], ...]] = (
    ("Least energy", lambda year: year.energy.facility_kwh, lambda _: "kwh_per_year.facility"),
    ("Least carbon", lambda year: year.carbon, _carbon_key),
    ("Least water", lambda year: year.energy.water_m3_per_year, lambda _: "water_m3_per_year"),
    ("Cheapest electricity", lambda year: year.usd_per_year, lambda _: "usd_per_year"),
)


def bests(years: Sequence[SiteYear], prices: PriceBook) -> tuple[Best, ...]:
    """Return in which of YEARS the least is taken, for each figure that tells places apart; money in that of PRICES."""
    found: list[Best] = []
    for words, figure_of, key_of in _QUESTIONS:
        known = [(year, figure) for year in years if (figure := figure_of(year)).value is not None]
        values = [figure.value or 0.0 for _, figure in known]
        # Where all are alike, or only one is known, there is no best place.
        if len(known) < 2 or max(values) - min(values) <= 1e-9 * max(map(abs, values)):
            continue
        best, figure = min(known, key=lambda pair: pair[1].value or 0.0)
        worst, most = max(known, key=lambda pair: pair[1].value or 0.0)
        text = (
            f"{words}: {best.place.title}, {_words(in_currency(figure, prices))} a year; "
            f"most in {worst.place.title}, {_words(in_currency(most, prices))}."
        )
        found.append(Best(words, best, key_of(best), figure, text))
    return tuple(found)


def best_line(years: Sequence[SiteYear], prices: PriceBook) -> tuple[str, ...]:
    """Return the sentences of `bests`."""
    return tuple(best.text for best in bests(years, prices))


def site_notes(years: Sequence[SiteYear]) -> tuple[str, ...]:
    """Return what was simplified or is not known of YEARS, in plain words."""
    found: list[str] = []
    energies = [year.energy.facility_kwh.value for year in years]
    if not any(energies):
        return (NO_POWER,)
    if len(years) > 1 and len(set(energies)) == 1 and energies[0]:
        found.append(
            "Energy is the same everywhere: no compressors are drawn that a cold climate could spare, or nothing is "
            "drawn or chosen that cools without them."
        )
    unpriced = [
        year.place.title for year in years if year.usd_per_year.value is None and year.place.usd_per_kwh is None
    ]
    if unpriced:
        found.append(f"No price of electricity is at hand for {listed(unpriced)}.")
    flat = [year.place.title for year in years if year.hours is None]
    if flat:
        found.append(f"No hours are at hand for {listed(flat)}: carbon is that of the grid's average of the year.")
    if any(year.hours is not None for year in years):
        found.append(
            "Hours are those of the average day of each month: a typical year of weather, or the mean of five years, "
            "beside the mix of generation of 2022, or of 2022 to 2024. The average of the grid over the year is that "
            "of the design's own table of grids."
        )
    found += dict.fromkeys(note for year in years for note in year.energy.notes)
    return tuple(found)


def _words(figure: Figure) -> str:
    pieces = shown(figure, ranged=False)
    unit = re.sub(r" ?/ ?year$", "", pieces.unit)
    return f"{pieces.signed_number} {unit}".rstrip()
