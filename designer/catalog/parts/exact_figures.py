"""Published figures with every digit that was published, and their ranges, as people read them."""

from collections.abc import Sequence
from typing import Final

from designer.model.figures.figure_text import NARROW_SPACE, UNKNOWN
from designer.model.parts.part import Quantity

_STEPS: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_STEPPED: Final = frozenset({"W", "VA"})


def exact_number(value: float) -> str:
    """VALUE with all its digits, ten at most, thousands parted by a narrow space."""
    value = float(value)
    plain = f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.10g}"
    return plain.replace(",", NARROW_SPACE)


def exact_text(value: float | None, unit: str) -> str:
    """VALUE with all its digits and its UNIT; watts and volt-amperes in thousands."""
    if value is None:
        return UNKNOWN
    factor, shown = _step(abs(value), unit)
    return " ".join(word for word in (exact_number(value / factor), shown) if word)


def quantity_words(quantity: Quantity, unit: str) -> tuple[str, str]:
    """Number and unit of QUANTITY: ("250 (200–300)", "kW"); ("unknown", "") where it is not known."""
    if quantity.value is None:
        return UNKNOWN, ""
    factor, shown = _step(abs(quantity.value), unit)
    return _number_words(quantity, factor), shown


def quantities_words(quantities: Sequence[Quantity | None], unit: str) -> tuple[tuple[str, ...], str]:
    """Numbers of one row in a unit that they share, that of the greatest; "" where there is no quantity."""
    most = max((abs(one.value) for one in quantities if one is not None and one.value is not None), default=0.0)
    factor, shown = _step(most, unit)
    return tuple(_number_words(one, factor) if one is not None else "" for one in quantities), shown


def _number_words(quantity: Quantity, factor: float) -> str:
    if quantity.value is None:
        return UNKNOWN
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    span = f" ({exact_number(low / factor)}–{exact_number(high / factor)})" if low != high else ""
    return f"{exact_number(quantity.value / factor)}{span}"


def _step(size: float, unit: str) -> tuple[float, str]:
    """Return the number to divide by, and the unit then, for a figure of SIZE."""
    if unit in _STEPPED:
        for factor, sign in _STEPS:
            if size >= factor:
                return factor, f"{sign}{unit}"
    return 1.0, unit
