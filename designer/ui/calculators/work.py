"""Work of the calculators in a thread: the own ones are asked for, and a formula is worked out."""

from collections.abc import Mapping
from typing import NamedTuple

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators import CALCULATORS
from designer.formulas.calculators.ranges import Answer, ranged_answer
from designer.formulas.calculators.record import Calculator
from designer.formulas.plugin_calculators import plugin_calculators
from designer.plugins.consent import active_plugins
from designer.plugins.running import lasting_host


class Known(NamedTuple):
    """Calculators, and a line for each of a plug-in that is left out."""

    calculators: tuple[Calculator, ...]
    problems: tuple[str, ...] = ()


class Worked(NamedTuple):
    """Outcome of a formula: what comes out, or why nothing does."""

    answers: Mapping[str, Answer]
    problem: str = ""


def built_in() -> Known:
    """Return the calculators of the program."""
    return Known(tuple(CALCULATORS.values()))


def all_known() -> Known:
    """Return the calculators of the plug-ins that are switched on, then those of the program."""
    try:
        own, problems = plugin_calculators(active_plugins(), lasting_host())
    except OSError as problem:
        return Known(built_in().calculators, (f"Plug-ins cannot be listed: {problem.strerror or problem}.",))
    return Known((*own.values(), *CALCULATORS.values()), problems)


def worked_out(calculator: Calculator, settings: Mapping[str, str]) -> Worked:
    """Return what CALCULATOR makes of SETTINGS; a plug-in's runs in the process of plug-ins and has its time."""
    try:
        return Worked(ranged_answer(calculator, settings))
    except CalculatorError as problem:
        return Worked({}, str(problem))
