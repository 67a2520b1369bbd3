"""Checks of the inputs of formulas: each returns the value or says in one sentence what is wrong."""

from collections.abc import Sequence
from math import isfinite


def finite(name: str, value: float) -> float:
    """VALUE if it is a finite number.

    Raises:
        ValueError: It is NaN or infinite.
    """
    if not isfinite(value):
        raise ValueError(f"{name} must be a finite number, not {value}.")
    return value


def positive(name: str, value: float) -> float:
    """VALUE if it is above 0.

    Raises:
        ValueError: It is 0, negative or not finite.
    """
    if finite(name, value) <= 0:
        raise ValueError(f"{name} must be above 0, not {value:g}.")
    return value


def not_negative(name: str, value: float) -> float:
    """VALUE if it is 0 or more.

    Raises:
        ValueError: It is negative or not finite.
    """
    if finite(name, value) < 0:
        raise ValueError(f"{name} must not be negative, and it is {value:g}.")
    return value


def between(name: str, value: float, least: float, most: float) -> float:
    """VALUE if it lies from LEAST to MOST, both included.

    Raises:
        ValueError: It lies outside or is not finite.
    """
    if not least <= finite(name, value) <= most:
        raise ValueError(f"{name} must be from {least:g} to {most:g}, not {value:g}.")
    return value


def share(name: str, value: float) -> float:
    """VALUE if it is a share from 0 to 1.

    Raises:
        ValueError: It lies outside 0 to 1 or is not finite.
    """
    return between(name, value, 0, 1)


def share_above_zero(name: str, value: float) -> float:
    """VALUE if it is a share above 0 and up to 1.

    Raises:
        ValueError: It is 0, outside 0 to 1 or not finite.
    """
    if not 0 < finite(name, value) <= 1:
        raise ValueError(f"{name} must be above 0 and at most 1, not {value:g}.")
    return value


def whole(name: str, value: float, least: int, most: int | None = None) -> int:
    """VALUE as an integer if it is a whole number of at least LEAST and at most MOST.

    Raises:
        ValueError: It has a fraction, lies outside or is not finite.
    """
    if finite(name, value) != int(value):
        raise ValueError(f"{name} must be a whole number, not {value:g}.")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value:g}.")
    if most is not None and value > most:
        raise ValueError(f"{name} must be at most {most}, not {value:g}.")
    return int(value)


def some(name: str, values: Sequence[float]) -> Sequence[float]:
    """VALUES if there is at least one.

    Raises:
        ValueError: The list is empty.
    """
    if not values:
        raise ValueError(f"{name} is empty: give at least one number.")
    return values
