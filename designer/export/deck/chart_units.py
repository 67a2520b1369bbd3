"""Units of a chart: one for all of its amounts, in which the largest has few digits."""

from typing import Final

from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import shown

_SIZES: Final = {"k": 1e3, "M": 1e6, "G": 1e9}


def scaled(figure: Figure, unit: str) -> tuple[str, float]:
    """Return a unit in which FIGURE, the largest of a chart, has few digits, and what amounts are divided by.

    Args:
        figure: Its value, not its range, decides.
        unit: Where FIGURE has none of its own.
    """
    text = shown(Figure(value=figure.value, unit=figure.unit, low=figure.value, high=figure.value))
    return text.unit or unit, _SIZES.get(text.unit[:1], 1.0) if len(text.unit) > 1 else 1.0
