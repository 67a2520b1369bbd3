"""Every formula as a calculator: asked by name, with settings in text. Names and keys are stable."""

from collections.abc import Mapping
from typing import Final

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import (
    capacity,
    data,
    energy,
    goodput,
    money,
    network,
    power,
    reliability,
    serving,
    training,
)
from designer.formulas.calculators.record import (
    Calculator,
    Input,
    Output,
    Result,
    Settings,
    shorten,
)

CALCULATORS: Final[Mapping[str, Calculator]] = {
    calculator.name: calculator
    for subject in (network, reliability, goodput, power, energy, money, training, serving, data, capacity)
    for calculator in subject.CALCULATORS
}
"""All calculators by name, in the order in which they are listed."""


def find_calculator(name: str) -> Calculator:
    """The calculator NAME.

    Raises:
        CalculatorError: There is none of that name.
    """
    try:
        return CALCULATORS[name]
    except KeyError:
        raise CalculatorError(
            f"There is no calculator {shorten(name)!r}: there are {', '.join(CALCULATORS)}."
        ) from None


def run_calculator(name: str, settings: Mapping[str, str]) -> dict[str, Result]:
    """The outputs of the calculator NAME for SETTINGS, texts by key as in `--set key=value`.

    Lists are comma-separated; whole numbers may be written 8, 8.0 or 1e8.

    Raises:
        CalculatorError: There is no such calculator, a key is unknown or missing, or a value is out of range.
    """
    calculator = find_calculator(name)
    return calculator.answer(calculator.read(settings))


__all__ = [
    "CALCULATORS",
    "Calculator",
    "CalculatorError",
    "Input",
    "Output",
    "Result",
    "Settings",
    "find_calculator",
    "run_calculator",
]
