"""The base of every record, and the identifiers and numbers that records may hold."""

import math
import re
from typing import Final

import msgspec

ID_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}")
MAX_COPIES: Final = 1_000_000
MAX_CABLES: Final = 10_000_000
MAX_QUANTITY: Final = 1e18
_TOO_LONG: Final = 10**20
"""A number from which its digits say nothing more to a person."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A value that never changes; edits make a new one.

    It is made of what was there before, so that none can be part of a ring of references: the collector, which looks
    for such rings, need not look at the hundred thousand records of a library, a design and its results.
    """


class Arrays(msgspec.Struct, frozen=True):
    """Arrays that belong together and never change; none of it is written to a file.

    A class of this kind is made in a tenth of the time that a data class takes, of which every start makes dozens.
    """


class RefusedInput(ValueError):
    """Input that cannot be accepted; the message is one plain line for a person."""


def require_id(text: str, what: str) -> str:
    """TEXT when it can serve as an id of WHAT.

    Raises:
        RefusedInput: it is empty, too long or holds characters that no id has.
    """
    if not ID_PATTERN.fullmatch(text) or ".." in text:
        shown = text if len(text) <= 40 else text[:37] + "..."
        raise RefusedInput(
            f"{what} id {shown!r} is not allowed: use 1 to 128 letters, digits and . _ : / + -, without spaces."
        )
    return text


def require_count(value: int, what: str, least: int = 1, most: int = MAX_COPIES) -> int:
    """VALUE when it is a whole number from LEAST to MOST.

    Raises:
        RefusedInput: it is outside.
    """
    if words := count_words(value, least, most):
        raise RefusedInput(f"{what} {words}")
    return value


def require_quantity(value: float, what: str, least: float = 0.0) -> float:
    """VALUE when it is finite, at least LEAST and of a believable size.

    Raises:
        RefusedInput: NaN, infinite, below LEAST or above 1e18.
    """
    if words := quantity_words(value, least):
        raise RefusedInput(f"{what} {words}")
    return value


def count_words(value: int, least: int = 1, most: int = MAX_COPIES) -> str:
    """Return why VALUE is no whole number from LEAST to MOST, after what it is of; "" where it is one."""
    if least <= value <= most:
        return ""
    told = f"is {value}" if abs(value) < _TOO_LONG else "has more than 20 digits"
    return f"{told}; it must be a whole number from {least} to {most:,}."


def quantity_words(value: float, least: float = 0.0) -> str:
    """Return why VALUE is no finite amount from LEAST to a believable size, after what it is of; "" where it is one."""
    if math.isfinite(value) and least <= value <= MAX_QUANTITY:
        return ""
    return f"is {value}; it must be a finite number from {least:g} to {MAX_QUANTITY:g}."
