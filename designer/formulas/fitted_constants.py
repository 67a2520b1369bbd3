"""A constant that was fitted to measurements, or set from a source, with all that a reader needs to judge it."""

from collections.abc import Mapping

from msgspec import Struct


class FittedConstant(Struct, frozen=True):
    """One constant of a formula.

    Attributes:
        value: The value that the formula uses.
        unit: Its unit; "1" for a plain share or factor.
        meaning: What it stands for.
        source: Where it comes from: the rows that it was fitted to, or the page that states it.
        spread: Low and high end of what the sources allow; None where that is not known.
    """

    value: float
    unit: str
    meaning: str
    source: str
    spread: tuple[float, float] | None = None


def constant_values(table: Mapping[str, FittedConstant]) -> dict[str, float]:
    """Return the values of TABLE by name, as the formulas take them."""
    return {name: constant.value for name, constant in table.items()}
