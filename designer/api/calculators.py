"""The calculators for scripts: one formula by itself."""

from typing import Any

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import find_calculator
from designer.formulas.calculators.record import Result
from designer.model.figures.figure import document_of, leaf
from designer.model.records import RefusedInput


def calculate(name: str, **values: str | float) -> dict[str, Any]:
    """Work out one formula by itself, and return what `calc NAME --json` prints under `outputs`.

    Raises:
        RefusedInput: there is no such calculator or input, or it cannot answer.
    """
    try:
        calculator = find_calculator(name)
        answers = calculator.answer(calculator.read({key: str(value) for key, value in values.items()}))
    except CalculatorError as problem:
        raise RefusedInput(str(problem)) from problem
    units = {output.name: output.unit for output in calculator.outputs}
    return {key: calculator_figure(key, value, units[key]) for key, value in answers.items()}


def calculator_figure(name: str, value: Result, unit: str) -> dict[str, Any]:
    """Return an answer of a calculator as a figure; whole numbers stay whole and a list is one figure."""
    if isinstance(value, list):
        return {"value": value, "unit": unit, "low": None, "high": None, "missing": []}
    return document_of(leaf(name, value, unit))
