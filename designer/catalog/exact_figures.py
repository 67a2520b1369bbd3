"""Published figures with every digit that was published, and their ranges, as people read them."""

from typing import Final

from designer.model.figure_text import NARROW_SPACE, UNKNOWN
from designer.model.parts import Quantity

_STEPS: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_STEPPED: Final = frozenset({"W", "VA"})


def exact_number(value: float) -> str:
    """VALUE with all its digits, ten at most, thousands parted by a narrow space."""
    plain = f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.10g}"
    return plain.replace(",", NARROW_SPACE)


def exact_text(value: float | None, unit: str) -> str:
    """VALUE with all its digits and its UNIT; watts and volt-amperes in thousands."""
    if value is None:
        return UNKNOWN
    number, shown = _stepped((value,), unit)
    return " ".join(word for word in (exact_number(number[0]), shown) if word)


def quantity_words(quantity: Quantity, unit: str) -> tuple[str, str]:
    """Number and unit of QUANTITY: ("250 (200–300)", "kW"); ("unknown", "") where it is not known."""
    if quantity.value is None:
        return UNKNOWN, ""
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    (value, low, high), shown = _stepped((quantity.value, low, high), unit)
    span = f" ({exact_number(low)}–{exact_number(high)})" if low != high else ""
    return f"{exact_number(value)}{span}", shown


def _stepped(values: tuple[float, ...], unit: str) -> tuple[tuple[float, ...], str]:
    """VALUES in the thousands of UNIT that suit the first of them."""
    if unit in _STEPPED:
        for factor, sign in _STEPS:
            if abs(values[0]) >= factor:
                return tuple(value / factor for value in values), f"{sign}{unit}"
    return values, unit
