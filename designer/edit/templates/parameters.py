"""Parameters of generators: their ranges, and reading them from text."""

import math
from collections.abc import Mapping
from typing import Any

from designer.model.records import Record, RefusedInput


class Parameter(Record, frozen=True, kw_only=True):
    """One thing that a generator takes: a number, or one of a few words.

    Attributes:
        name: Key of `--set`.
        title: For people.
        help: What it is, in plain words.
        default: As text.
        choices: The allowed values as text; empty when any number from `least` to `most` goes.
        least: Smallest value.
        most: Greatest value.
        whole: Whether it must be a whole number.
        words: Whether its choices are words instead of numbers.
        reason: Why only the choices are allowed.
    """

    name: str
    title: str
    help: str
    default: str
    choices: tuple[str, ...] = ()
    least: float = 1.0
    most: float = 1_000_000.0
    whole: bool = True
    words: bool = False
    reason: str = ""


def read_settings(title: str, parameters: tuple[Parameter, ...], settings: Mapping[str, str]) -> dict[str, Any]:
    """Values of all PARAMETERS, numbers or words, defaults where SETTINGS do not say.

    Raises:
        RefusedInput: a setting is unknown, no number, or out of range.
    """
    known = {parameter.name for parameter in parameters}
    for name in settings:
        if name not in known:
            there = f"there are {', '.join(sorted(known))}" if known else "it has none"
            raise RefusedInput(f"{title} has no parameter {name!r}; {there}.")
    return {parameter.name: read_value(parameter, settings.get(parameter.name)) for parameter in parameters}


def read_value(parameter: Parameter, text: str | None) -> float | int | str:
    """The number or word that TEXT gives for PARAMETER; its default when None.

    Raises:
        RefusedInput: it is no number, out of range or none of the choices.
    """
    said = parameter.default if text is None else str(text).strip()
    if parameter.words:
        word = next((choice for choice in parameter.choices if choice.casefold() == said.casefold()), None)
        if word is None:
            raise RefusedInput(f"{parameter.name} can be {', '.join(parameter.choices)}, not {said!r}.")
        return word
    kind = "a whole number" if parameter.whole else "a number"
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or (parameter.whole and value != int(value)):
        raise RefusedInput(f"{parameter.name} is {said!r}; it must be {kind}.")
    if parameter.choices and value not in {float(choice) for choice in parameter.choices}:
        reason = f": {parameter.reason}" if parameter.reason else ""
        raise RefusedInput(f"{parameter.name} can be {', '.join(parameter.choices)}, not {said}{reason}.")
    if not parameter.least <= value <= parameter.most:
        raise RefusedInput(
            f"{parameter.name} is {said}; it must be {kind} from {parameter.least:g} to {parameter.most:,.0f}."
        )
    return int(value) if parameter.whole else value


def as_text(values: Mapping[str, float | int | str]) -> dict[str, str]:
    """VALUES as a design remembers them."""
    return {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in values.items()}
