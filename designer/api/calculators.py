"""The calculators for scripts: one formula by itself."""

from pathlib import Path
from typing import Any

from designer.api.reviewing import switched_on
from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import CALCULATORS, find_calculator
from designer.formulas.calculators.record import Calculator, Result, shorten
from designer.model.figures.figure import document_of, leaf
from designer.model.records import RefusedInput


def calculate(name: str, **values: str | float) -> dict[str, Any]:
    """Work out one formula by itself, and return what `calc NAME --json` prints under `outputs`.

    Raises:
        RefusedInput: there is no such calculator or input, or it cannot answer.
    """
    try:
        calculator = known_calculator(name)
        answers = calculator.answer(calculator.read({key: str(value) for key, value in values.items()}))
    except CalculatorError as problem:
        raise RefusedInput(str(problem)) from problem
    units = {output.name: output.unit for output in calculator.outputs}
    return {key: calculator_figure(key, value, units[key]) for key, value in answers.items()}


def known_calculator(name: str, rules: Path | None = None) -> Calculator:
    """Return the calculator NAME: one of the program, else one of a plug-in that is switched on.

    Args:
        name: What it is called.
        rules: A folder of plug-ins that are switched on for this call.

    Raises:
        CalculatorError: there is none of that name; the message says which plug-in could not be asked.
        RefusedInput: the folder cannot be read.
    """
    if name in CALCULATORS:
        return CALCULATORS[name]
    own, problems = own_calculators(rules)
    if name in own:
        return own[name]
    if problems:
        raise CalculatorError(f"There is no calculator {shorten(name)!r}. {' '.join(problems)}")
    return find_calculator(name)


def own_calculators(rules: Path | None = None) -> tuple[dict[str, Calculator], tuple[str, ...]]:
    """Return the calculators of plug-ins that are switched on, by name, and a line for each that is left out.

    Raises:
        RefusedInput: the folder RULES cannot be read.
    """
    plugins = switched_on(rules)
    if not plugins:
        return {}, ()
    from designer.formulas.plugin_calculators import plugin_calculators  # few have any

    return plugin_calculators(plugins)


def calculator_figure(name: str, value: Result, unit: str) -> dict[str, Any]:
    """Return an answer of a calculator as a figure; whole numbers stay whole and a list is one figure."""
    if isinstance(value, list):
        return {"value": value, "unit": unit, "low": None, "high": None, "missing": []}
    return document_of(leaf(name, value, unit))
