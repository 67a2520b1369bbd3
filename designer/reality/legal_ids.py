"""Ids and names of others made such as a design may have."""

import re
from collections.abc import Iterable
from typing import Final

from designer.model.record_limits import LONGEST_NAME
from designer.model.records import ID_PATTERN

_ODD: Final = re.compile(r"[^A-Za-z0-9._:/+-]+")
_LEADING: Final = re.compile(r"^[._:/+-]+")
_LONGEST: Final = 128


class LegalIds:
    """Gives ids that a design may have, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with the ids TAKEN."""
        self._used = set(taken)
        self._numbers: dict[str, int] = {}

    def take(self, text: str, fallback: str) -> str:
        """TEXT as an id: odd characters become hyphens, FALLBACK stands for nothing, a number tells twins apart."""
        plain = text if is_legal(text) else _LEADING.sub("", re.sub(r"\.{2,}", ".", _ODD.sub("-", text))).rstrip("-")
        plain = plain[:_LONGEST] or fallback
        found, number = plain, self._numbers.get(plain, 1)
        while found in self._used:
            number += 1
            found = f"{plain[: _LONGEST - 1 - len(str(number))]}-{number}"
        self._numbers[plain] = number
        self._used.add(found)
        return found


def is_legal(text: str) -> bool:
    """Return True when TEXT can serve as an id as it is."""
    return ID_PATTERN.fullmatch(text) is not None and ".." not in text


def plain_name(text: str) -> str:
    """TEXT as a name: on one line, without what cannot be shown, cut where it is longer than a name may be."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: 10 * LONGEST_NAME])
    return " ".join(shown.split())[:LONGEST_NAME].strip()
