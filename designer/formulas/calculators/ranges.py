"""Answers of a calculator to ranges: what comes out at their ends and in their middle."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from designer.formulas.calculator_error import CalculatorError
from designer.formulas.calculators.record import Calculator, Input, Result, Settings

SIGN: Final = ".."
"""Between the ends of a range: 20..30."""
MOST_RANGES: Final = 4
"""Inputs with a range in one question: all their ends are gone through, which doubles with each."""


class Answer(NamedTuple):
    """One output.

    Attributes:
        value: With each range at its middle.
        low: Least value over all ends and the middle; None where no input has a range, and of a list.
        high: Greatest one.
    """

    value: Result
    low: float | None = None
    high: float | None = None


def has_range(settings: Mapping[str, str]) -> bool:
    """Return True when a text of SETTINGS is a range."""
    return any(SIGN in text for text in settings.values())


def ranged_answer(calculator: Calculator, settings: Mapping[str, str]) -> dict[str, Answer]:
    """Return the outputs of CALCULATOR for SETTINGS, whose numbers may be ranges, "20..30".

    The formula is worked out at the middle of all ranges and at every combination of their ends: low and high are the
    least and the greatest of these. Where a formula turns around between the ends it goes further than that.

    Raises:
        CalculatorError: a text cannot be read, an input is out of range, or more than `MOST_RANGES` have a range.
    """
    ends = {name: _ends(calculator, name, text) for name, text in settings.items() if SIGN in text}
    if len(ends) > MOST_RANGES:
        raise CalculatorError(f"{len(ends)} inputs have a range, and at most {MOST_RANGES} can.")
    if not ends:
        return {name: Answer(value) for name, value in calculator.answer(calculator.read(settings)).items()}
    plain = {name: text for name, text in settings.items() if name not in ends}
    first = calculator.read({**plain, **{name: text for name, (text, _) in ends.items()}})
    last = calculator.read({**plain, **{name: text for name, (_, text) in ends.items()}})
    middle, *others = (calculator.answer(one) for one in _settings(calculator, tuple(ends), first, last))
    found: dict[str, Answer] = {}
    for name, value in middle.items():
        values = [one for answer in (middle, *others) if not isinstance(one := answer[name], list)]
        found[name] = Answer(value, min(values), max(values)) if values else Answer(value)
    return found


def _ends(calculator: Calculator, name: str, text: str) -> tuple[str, str]:
    item = next((one for one in calculator.inputs if one.name == name), None)
    low, _, high = text.partition(SIGN)
    if item is not None and item.kind not in ("number", "integer"):
        raise CalculatorError(f"{name} takes no range.")
    return low, high


def _settings(calculator: Calculator, names: tuple[str, ...], first: Settings, last: Settings) -> Iterator[Settings]:
    """Yield the middle of the ranges of NAMES, which begin as in FIRST and end as in LAST, then all their ends."""
    kinds: dict[str, Input] = {one.name: one for one in calculator.inputs}
    middle: dict[str, float | int] = {}
    for name in names:
        low, high = first.number(name), last.number(name)
        if low > high:
            raise CalculatorError(f"The range of {name} begins above its end.")
        middle[name] = round((low + high) / 2) if kinds[name].kind == "integer" else (low + high) / 2
    yield Settings({**first.values, **middle})
    for corner in product((first, last), repeat=len(names)):
        ends = {name: side.values[name] for name, side in zip(names, corner, strict=True)}
        yield Settings({**first.values, **ends})
