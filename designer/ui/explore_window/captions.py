"""Words for what a sweep varies and finds: titles and units of figures, names and values of parameters."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.explore.pareto import HIGHER, LOWER
from designer.explore.sweep.figures import higher_is_better
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import CURRENCIES, Shown, number_text, shown
from designer.review.headline_figures import BY_KEY
from designer.ui.widgets.charts.chart_scale import amount_text

_HEADLINES: Final[Mapping[str, str]] = {
    "cost.capex_usd": "buy",
    "cost.monthly_usd": "month",
    "cost.tco_usd": "ownership",
    "cost.usd_per_gpu_hour": "accelerator_hour",
    "counts.accelerators.total": "accelerators",
    "cooling.heat_w": "heat",
    "cooling.airflow_cfm": "airflow",
    "network.bisection_gbps": "bisection",
    "network.worst": "busiest",
    "power.it_w": "it",
    "power.it_w.max": "it_max",
    "power.facility_w": "facility",
}
"""Keys of `analyze --json` under which headline figures stand too."""
_TITLES: Final[Mapping[str, str]] = {
    "availability.machines.served": "Availability of machines",
    "counts.cables.total": "Cables",
    "counts.nodes.total": "Devices and services",
    "cost.opex_usd_per_year": "To run, a year",
    "energy.usd_per_year": "Price of energy, a year",
    "energy.co2e_t_per_year": "Carbon, a year",
    "energy.kwh_per_year.facility": "Energy, a year",
    "energy.water_m3_per_year": "Water, a year",
    "findings.error": "Errors found",
    "findings.warning": "Warnings found",
    "power.cooling_w": "Power of cooling",
    "power.losses_w": "Losses of power",
    "power.pue": "PUE",
    "power.facility_max_w": "Whole site, maximum",
    "workloads.usd_per_request": "Cost of a request",
    "workloads.usd_per_month": "Cost of the work, a month",
    "workloads.answer_s": "A whole answer",
}
_NOUNS: Final[Mapping[str, str]] = {
    "accelerators": "accelerators",
    "bisection": "bisection bandwidth",
    "buy": "price",
    "days": "of training",
    "facility": "power",
    "it": "IT power",
    "heat": "heat",
    "tokens": "tokens a second",
    "energy.co2e_t_per_year": "carbon",
    "energy.kwh_per_year.facility": "energy",
    "energy.water_m3_per_year": "water",
}
"""What figures are called in a sentence, by the key of the headline figure or their own."""
_BARE: Final = frozenset({"", "1/s"})
"""Units that the noun says: so many more tokens a second."""
_WITH_UNIT: Final = frozenset({"W", "VA", "Gb/s", "GB", "TB", "kWh", "kWh/year", "%"})
_SIZES: Final = (("G", 1e9), ("M", 1e6), ("k", 1e3))


NUMBER_OF: Final = "Number of "
PART_OF: Final = "Part of "
IN_EACH: Final = " in each "
"""What a column begins with that says how many of something there are, or which part it is."""


class FigureWords(NamedTuple):
    """Words of one figure or one number that varies.

    Attributes:
        title: For people.
        unit: As a Figure has it; "" for a plain number.
        direction: LOWER or HIGHER where one is better; 0 where none is.
        noun: Behind "12 kW less" or "at the same"; "" where only the title says it.
    """

    title: str
    unit: str = ""
    direction: int = 0
    noun: str = ""

    @property
    def is_money(self) -> bool:
        """Return True when it is an amount of money."""
        return self.unit.partition("/")[0] in CURRENCIES

    def pieces(self, value: float) -> Shown:
        """Return VALUE parted into number and unit as people read it."""
        if not math.isfinite(value):
            return shown(None)
        return shown(Figure(value=value, unit=self.unit, low=value, high=value), ranged=False)

    def text(self, value: float) -> str:
        """Return VALUE with its unit in one line; "unknown" where it is."""
        return self.pieces(value).text

    def gain(self, amount: float, *, more: bool) -> str:
        """Return AMOUNT by which one is better than another: "2 M$ cheaper", "12 kW less power"."""
        pieces = self.pieces(amount)
        if self.is_money:
            return f"{pieces.text} cheaper"
        word = "more" if more else "less"
        if not self.noun:
            return f"{self.name} {pieces.text} {'higher' if more else 'lower'}"
        return f"{pieces.number if self.unit in _BARE else pieces.text} {word} {self.noun}"

    @property
    def name(self) -> str:
        """Return what it is called inside a sentence; names such as "IT" and "PUE" keep their letters."""
        if self.noun and self.noun != "of training":
            return self.noun
        return self.title if self.title[1:2].isupper() else self.title[:1].lower() + self.title[1:]

    def tick(self, value: float) -> str:
        """Return VALUE in a few letters for an axis: money and power with their unit, other numbers as 1.2 k."""
        if self.is_money or self.unit in _WITH_UNIT:
            return amount_text(value, self.unit)
        for letter, size in _SIZES:
            # Four digits are as short as they are.
            if abs(value) >= max(size, 1e4):
                return f"{number_text(value / size)} {letter}"
        return number_text(value)


def plain_number(value: float) -> str:
    """Return VALUE of a parameter: whole where it is, else with three digits."""
    return number_text(value, 6 if float(value).is_integer() else 3)


def parameter_title(name: str) -> str:
    """Return NAME of a parameter as a title: a large letter and no underscores."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def figure_words(key: str, unit: str) -> FigureWords:
    """Return the words of the figure KEY, a dotted key of `analyze --json`, in UNIT: those of the headline figures."""
    headline = BY_KEY.get(key.removeprefix("headlines.")) or BY_KEY.get(_HEADLINES.get(key, ""))
    direction = HIGHER if higher_is_better(key) else LOWER
    if headline is not None:
        return FigureWords(headline.title, unit, direction, _NOUNS.get(headline.key, ""))
    title = _TITLES.get(key) or parameter_title(key.rpartition(".")[2])
    return FigureWords(title, unit, direction, _NOUNS.get(key, ""))
