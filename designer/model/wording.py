"""Words of sentences, once for all floors: numbers with their nouns, and lists."""

from collections.abc import Iterable
from typing import Literal


def noun(number: float, singular: str, plural: str = "") -> str:
    """Return the noun that goes with NUMBER, without it: cable, cables."""
    return singular if number == 1 else plural or singular + "s"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return NUMBER with its noun: 1 cable, 1,024 cables."""
    return f"{number:,} {noun(number, singular, plural)}"


def listed(names: Iterable[str], most: int | None = 3, last: Literal["and", "or"] = "and") -> str:
    """Return NAMES as a person lists them, each once: a, b and c.

    Args:
        names: What is listed, in this order; "" is left out.
        most: So many are named where there are more than one beyond them, and the rest is a number: a, b, c and 4 more.
            None names all.
        last: The word before the last one.
    """
    words = list(dict.fromkeys(filter(None, names)))
    if most is not None and len(words) > most + 1:
        words = [*words[:most], f"{len(words) - most:,} more"]
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
