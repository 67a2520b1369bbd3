"""Figures as people read them: three significant digits, a fitting unit, ranges and "at least"."""

import math
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.wording import listed, noun

NARROW_SPACE: Final = "\u202f"
UNKNOWN: Final = "unknown"

# Unit of a figure -> (unit to show, power of ten that it stands for), smallest first.
_LADDERS: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "W": (("W", 0), ("kW", 3), ("MW", 6), ("GW", 9)),
    "VA": (("VA", 0), ("kVA", 3), ("MVA", 6)),
    "Gb/s": (("Gb/s", 0), ("Tb/s", 3), ("Pb/s", 6)),
    "GB": (("GB", 0), ("TB", 3), ("PB", 6)),
    "TB": (("TB", 0), ("PB", 3), ("EB", 6)),
    "µs": (("µs", 0), ("ms", 3), ("s", 6)),
    "kWh": (("kWh", 0), ("MWh", 3), ("GWh", 6)),
    "kWh/year": (("kWh/year", 0), ("MWh/year", 3), ("GWh/year", 6)),
    "TFLOP/s": (("TFLOP/s", 0), ("PFLOP/s", 3), ("EFLOP/s", 6)),
}
CURRENCY_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
"""How currencies are written that have a sign of their own; the others are written by their code."""
CURRENCIES: Final = frozenset(
    {
        "AED",
        "ARS",
        "AUD",
        "BDT",
        "BGN",
        "BHD",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "GEL",
        "GHS",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JOD",
        "JPY",
        "KES",
        "KRW",
        "KWD",
        "KZT",
        "LKR",
        "MAD",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NZD",
        "OMR",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "UYU",
        "VND",
        "ZAR",
    }
)
"""Codes of ISO 4217 in which money is read and shown; those without a sign of their own are written out: 1.2 M CHF."""
_MONEY_STEPS: Final = (("", 0), ("k", 3), ("M", 6), ("G", 9))
_RATE_DIGITS: Final = 6
SIGNS: Final = {"at least": "≥", "at most": "≤", "about": "≈"}
"""What stands for the words where there is no room for them."""
_EXACT_UNITS: Final = frozenset({"", "U", "cables", "copies"})


SIZE_WORDS: Final = {"k": "thousand", "M": "million", "G": "billion"}
"""Letters before a currency, as people who are not engineers read them."""
CURRENCY_WORDS: Final = {"USD": "dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen"}
"""Currencies in a sentence; those that are not here are written by their code."""


class Shown(NamedTuple):
    """A figure split for typesetting: "at least", "6.6–9.9", "M$"."""

    prefix: str
    number: str
    unit: str

    @property
    def sign(self) -> str:
        """The prefix as a sign, for where words have no room: ≥, ≤ or ≈."""
        return SIGNS.get(self.prefix, "")

    @property
    def signed_number(self) -> str:
        """The number with the sign before it: ≥ 6.6–9.9."""
        return f"{self.sign} {self.number}" if self.prefix else self.number

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(piece for piece in self if piece)


def number_text(value: float, digits: int = 3) -> str:
    """VALUE with DIGITS significant digits, without trailing zeros, thousands parted by a narrow space."""
    return _plain(value, decimals_for(value, digits))


def decimals_for(value: float, digits: int = 3) -> int:
    """Decimals that show VALUE with DIGITS significant digits; negative when digits before the point are rounded."""
    if value == 0 or not math.isfinite(value):
        return 0
    return digits - 1 - math.floor(math.log10(abs(value)))


def count_text(value: float) -> str:
    """A whole number in full: 1 204."""
    return f"{round(value):,}".replace(",", NARROW_SPACE)


def counted_text(number: int, singular: str, plural: str = "") -> str:
    """A whole number in full, with its noun: 1 204 cables."""
    return f"{count_text(number)} {noun(number, singular, plural)}"


def shown(figure: Figure | None, *, ranged: bool = True, digits: int = 3) -> Shown:
    """FIGURE split for typesetting.

    Args:
        figure: The figure; None counts as unknown.
        ranged: Whether its range is shown instead of its middle, where the two differ: P10 to P90 where all ranges were
            drawn, else its corners.
        digits: Significant digits; below three, whole numbers stay whole: 175, 46–107.
    """
    if figure is None or figure.value is None:
        return Shown("", UNKNOWN, "")
    prefix = gaps(figure).bound
    low, high = shown_ends(figure) if ranged else (figure.value, figure.value)
    unit, power = _scale(figure.unit, max(abs(low), abs(high)))
    if low == high and _is_rate(figure.unit):
        return Shown(prefix, number_text(low, _RATE_DIGITS), unit)
    factor = 10.0**power
    if figure.unit in _EXACT_UNITS and low == high and float(low).is_integer() and abs(low) < 1e9:
        return Shown(prefix, count_text(low), unit)
    return Shown(prefix, _span(low / factor, high / factor, digits), unit)


def spoken_text(text: str) -> str:
    """TEXT with its signs as the words that they stand for, for screen readers."""
    for words, sign in SIGNS.items():
        text = text.replace(sign, words)
    return text


def figure_text(figure: Figure | None, *, ranged: bool = True) -> str:
    """FIGURE in one line: "at least 6.6–9.9 M$"."""
    return shown(figure, ranged=ranged).text


def quantity_text(value: float | None, unit: str, low: float | None = None, high: float | None = None) -> str:
    """A catalog fact in one line."""
    if value is None:
        return UNKNOWN
    return figure_text(Figure(value=value, unit=unit, low=value if low is None else low, high=high or value))


def percent_text(share: float | None) -> str:
    """A share as a percentage: 38%."""
    if share is None:
        return UNKNOWN
    percent = share * 100
    return f"{percent:.1f}%" if 0 < percent < 9.95 else f"{percent:,.0f}%".replace(",", NARROW_SPACE)


def share_text(figure: Figure) -> str:
    """A share as a percentage with its range in brackets, where it has one: 50% (25–113%)."""
    if figure.value is None:
        return UNKNOWN
    middle, low, high = (percent_text(share) for share in (figure.value, *shown_ends(figure)))
    return middle if low == high else f"{middle} ({low.removesuffix('%')}–{high})"


def ranged_text(figure: Figure, digits: int = 3) -> str:
    """A number with its range in brackets, a digit shorter, where it has one: 2.4 (0.99–5.4); without its unit."""
    if figure.value is None:
        return UNKNOWN
    middle, (low, high) = (
        number_text(figure.value, digits),
        (number_text(end, digits - 1) for end in shown_ends(figure)),
    )
    return middle if low == high else f"{middle} ({low}–{high})"


def milliseconds_text(figure: Figure) -> str:
    """A time of FIGURE, in s, as milliseconds with its range in brackets: 28.7 ms (21.8–39.0)."""
    if figure.value is None:
        return UNKNOWN
    middle, (low, high) = number_text(figure.value * 1e3), shown_ends(figure)
    return f"{middle} ms" if low == high else f"{middle} ms ({_span(low * 1e3, high * 1e3)})"


def ratio_text(ratio: float | None) -> str:
    """An oversubscription: 1.5 : 1."""
    return UNKNOWN if ratio is None else f"{number_text(ratio)} : 1"


def cornered(figure: Figure) -> Figure:
    """FIGURE with the range that all ranges at their ends at once give, as its "Why?" shows it."""
    return figure if figure.likely is None else replace(figure, likely=None)


def likely_text(figure: Figure) -> str:
    """Between what eight of ten draws of all ranges lie, in a sentence; "" where none were drawn."""
    if figure.likely is None:
        return ""
    low, high = figure.likely
    span = figure_text(replace(figure, missing=(), value=min(max(figure.value or 0.0, low), high)))
    words = f"Eight of ten draws of all ranges at once lie in {span}; the range here has all of them at their ends."
    return f"{words} {planned_at_an_end(figure)}".strip()


def planned_at_an_end(figure: Figure) -> str:
    """Return why the plan of FIGURE lies outside what eight of ten draws give, in a sentence; "" where it lies inside.

    A planning value at the low end of its own range can only become more, so that nearly all draws lie above it.
    """
    if figure.likely is None or figure.value is None or figure.likely[0] <= figure.value <= figure.likely[1]:
        return ""
    below = figure.value < figure.likely[0]
    leaves = {
        one.label: one for one in figure.walk() if not one.terms and one.low != one.high and one.value is not None
    }
    # Only leaves that are planned at the end of their range can explain it, the widest first.
    ends = [one for one in leaves.values() if one.value == (one.low if below else one.high)]
    ends.sort(key=lambda one: -((one.high or 0.0) - (one.low or 0.0)))
    end, side = ("low", "below") if below else ("high", "above")
    named = listed(one.label for one in ends)
    told = f"it is planned at the {end} end of {named}" if named else f"more may be {'added' if below else 'saved'}"
    return f"The plan itself lies {side} them: {told}."


def shown_ends(figure: Figure) -> tuple[float, float]:
    """Return the ends of the range that FIGURE is shown with: P10 and P90 where they were drawn, else low and high."""
    value = figure.value or 0.0
    if figure.likely is not None:
        # A planning value at the end of its own range lies beyond P10 or P90: what is shown reaches to it.
        return min(figure.likely[0], value), max(figure.likely[1], value)
    return (value if figure.low is None else figure.low), (value if figure.high is None else figure.high)


def _scale(unit: str, size: float) -> tuple[str, int]:
    base, _, rest = unit.partition("/")
    ladder = _LADDERS.get(unit) or _money_ladder(base)
    if ladder is None:
        return unit, 0
    chosen = ladder[0]
    for step in ladder:
        # 999.5 and more would show as 1000 with three digits, so it takes the next unit.
        if size >= 0.9995 * 10.0 ** step[1]:
            chosen = step
    money = base in CURRENCIES
    name = chosen[0] + (f" / {rest.replace('/', '/ ')}" if rest and money else "")
    return name, chosen[1]


def _is_rate(unit: str) -> bool:
    """Return True when UNIT is that of an exchange rate: USD/EUR."""
    base, _, rest = unit.partition("/")
    return base in CURRENCIES and rest in CURRENCIES


def _money_ladder(currency: str) -> tuple[tuple[str, int], ...] | None:
    """$, k$, M$, G$; written-out currencies are parted from the letter: CHF, k CHF, M CHF, G CHF."""
    if currency not in CURRENCIES:
        return None
    sign = CURRENCY_SIGNS.get(currency, "")
    return tuple((letter + sign if sign else f"{letter} {currency}".strip(), power) for letter, power in _MONEY_STEPS)


def _span(low: float, high: float, digits: int = 3) -> str:
    decimals = decimals_for(max(abs(low), abs(high)), digits)
    if digits < 3:
        decimals = max(decimals, 0)
    if low == high:
        return _plain(high, decimals)
    low_text, high_text = _rounded(low, decimals), _rounded(high, decimals)
    if low_text == high_text:
        return _trimmed(high_text)
    while "." in low_text and low_text.endswith("0") and high_text.endswith("0"):
        low_text, high_text = low_text[:-1], high_text[:-1]
    return f"{low_text.rstrip('.')}–{high_text.rstrip('.')}"


def _rounded(value: float, decimals: int) -> str:
    value = round(value, decimals)
    return f"{value:,.{max(decimals, 0)}f}".replace(",", NARROW_SPACE)


def _plain(value: float, decimals: int) -> str:
    return _trimmed(_rounded(value, decimals))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
