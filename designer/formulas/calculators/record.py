"""The record of a calculator, and reading its settings from text."""

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Literal

from msgspec import Struct

from designer.formulas.calculator_error import CalculatorError

Kind = Literal["number", "integer", "text", "list"]
Value = float | int | str | list[float]
Result = float | int | list[float]

LARGEST_INTEGER = 10**15
"""Above this a float no longer tells whole numbers apart with certainty."""

LONGEST_LIST = 100_000
"""Numbers in a list: as many as are answered well within half a second."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class Input(Struct, frozen=True):
    """One input of a calculator.

    Attributes:
        name: Key under which it is set.
        unit: Its unit, empty for a bare number.
        help: What it is, in plain words.
        kind: How its text is read.
        default: Value where it is not set; a list is empty then.
        required: Whether it must be set.
        choices: The texts that it may have; empty for any.
        may_be_empty: Whether a list may have no number.
    """

    name: str
    unit: str
    help: str
    kind: Kind = "number"
    default: float | int | str | None = None
    required: bool = True
    choices: tuple[str, ...] = ()
    may_be_empty: bool = False


class Output(Struct, frozen=True):
    """One output of a calculator.

    Attributes:
        name: Key of the result.
        unit: Its unit, empty for a bare number.
        help: What it is, in plain words.
    """

    name: str
    unit: str
    help: str


class Settings(Struct, frozen=True):
    """The values of a calculator's inputs, read, checked for kind and completed by defaults.

    Attributes:
        values: Value by key; None where an optional input was not set.
    """

    values: Mapping[str, Value | None]

    def given(self, name: str) -> bool:
        """Return whether the input NAME has a value."""
        return self.values[name] is not None

    def number(self, name: str) -> float:
        """The input NAME as a number."""
        value = self.values[name]
        assert isinstance(value, (int, float)), name
        return value

    def integer(self, name: str) -> int:
        """The input NAME as a whole number."""
        value = self.values[name]
        assert isinstance(value, int), name
        return value

    def text(self, name: str) -> str:
        """The input NAME as text."""
        value = self.values[name]
        assert isinstance(value, str), name
        return value

    def numbers(self, name: str) -> list[float]:
        """The input NAME as a list of numbers."""
        value = self.values[name]
        assert isinstance(value, list), name
        return value


class Calculator(Struct, frozen=True):
    """A formula that can be asked by itself.

    Attributes:
        name: What it is called by.
        subject: Heading under which it is listed.
        summary: What it answers, in one sentence.
        formula: The formula in one line.
        source: Where the formula is published.
        validity: Where it holds, in one sentence.
        inputs: Its inputs, in order.
        outputs: Its outputs, in order.
        compute: The function behind it.
    """

    name: str
    subject: str
    summary: str
    formula: str
    source: str
    validity: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    compute: Callable[[Settings], Mapping[str, Result]]

    def read(self, settings: Mapping[str, str]) -> Settings:
        """The values of SETTINGS, completed by the defaults.

        Raises:
            CalculatorError: A key is unknown or missing, or its text cannot be read.
        """
        known = [item.name for item in self.inputs]
        for key in settings:
            if key not in known:
                raise CalculatorError(f"{self.name} has no input {shorten(key)!r}; it has {', '.join(known)}.")
        missing = [item.name for item in self.inputs if item.required and item.name not in settings]
        if missing:
            raise CalculatorError(f"{self.name} needs {' and '.join(missing)}: set it with --set {missing[0]}=VALUE.")
        return Settings({item.name: _value_of(item, settings.get(item.name)) for item in self.inputs})

    def answer(self, settings: Settings) -> dict[str, Result]:
        """The outputs for SETTINGS, in order.

        Raises:
            CalculatorError: An input is out of range or a result too large to be written.
        """
        too_large = f"{self.name} cannot answer: a result is too large to be written, so check the inputs."
        try:
            found = self.compute(settings)
        except (OverflowError, ZeroDivisionError):
            raise CalculatorError(too_large) from None
        except ValueError as error:
            raise CalculatorError(str(error)) from None
        results = {output.name: found[output.name] for output in self.outputs}
        # An infinite or unknown result is no answer that could be written down.
        for result in results.values():
            if not all(isfinite(value) for value in (result if isinstance(result, list) else [result])):
                raise CalculatorError(too_large)
        return results


def integer(name: str, unit: str, text: str, default: int | None = None, *, optional: bool = False) -> Input:
    """A whole-number input; with DEFAULT or OPTIONAL it need not be set."""
    return Input(name, unit, text, "integer", default, default is None and not optional)


def number(name: str, unit: str, text: str, default: float | None = None, *, optional: bool = False) -> Input:
    """A number input; with DEFAULT or OPTIONAL it need not be set."""
    return Input(name, unit, text, "number", default, default is None and not optional)


def numbers(name: str, unit: str, text: str, *, optional: bool = False) -> Input:
    """A list input; where OPTIONAL it may be empty and need not be set."""
    return Input(name, unit, text, "list", required=not optional, may_be_empty=optional)


def choice(name: str, text: str, choices: tuple[str, ...]) -> Input:
    """A text input that must be one of CHOICES."""
    return Input(name, "", text, "text", choices=choices)


def shorten(text: str) -> str:
    """TEXT on one line of at most 40 characters, to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}..."


def _value_of(item: Input, text: str | None) -> Value | None:
    """The value of ITEM in TEXT, its default where TEXT is None."""
    if text is None:
        return [] if item.kind == "list" else item.default
    if item.kind == "text":
        return _chosen(item, text)
    if item.kind == "list":
        return _numbers(item, text)
    value = _number(item, text)
    if item.kind == "number":
        return value
    if value != int(value):
        raise CalculatorError(f"{item.name} must be a whole number, not {shorten(text)}.")
    if abs(value) > LARGEST_INTEGER:
        raise CalculatorError(f"{item.name} is too large: {shorten(text)} is above {LARGEST_INTEGER:.0e}.")
    return int(value)


def _chosen(item: Input, text: str) -> str:
    """TEXT without spaces around it, if it is one of the choices of ITEM."""
    value = text.strip()
    if item.choices and value not in item.choices:
        # The choices are said whole, so that of a long list the typed word has less room.
        typed = shorten(text) if len(item.choices) <= 12 else shorten(text)[:24]
        raise CalculatorError(f"{item.name} must be one of {', '.join(item.choices)}, not {typed!r}.")
    return value


def _numbers(item: Input, text: str) -> list[float]:
    """The comma-separated numbers of TEXT."""
    if not text.strip():
        if item.may_be_empty:
            return []
        raise CalculatorError(f"{item.name} is empty: give numbers separated by commas.")
    parts = text.split(",")
    if len(parts) > LONGEST_LIST:
        raise CalculatorError(f"{item.name} has {len(parts)} numbers, and at most {LONGEST_LIST} are read.")
    return [_number(item, part) for part in parts]


def _number(item: Input, text: str) -> float:
    """The finite number of TEXT."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        raise CalculatorError(f"{item.name} must be a number, not {shorten(text)!r}.")
    value = float(written) + 0.0  # -0.0 becomes 0.0
    if not isfinite(value):
        raise CalculatorError(f"{item.name} is too large: {shorten(text)}.")
    return value
