"""Ids and names of others made such as a design may have."""

import re
from collections.abc import Container
from typing import Final

from designer.edit.fields import LONGEST_NAME
from designer.model.records import ID_PATTERN

_ODD: Final = re.compile(r"[^A-Za-z0-9._:/+-]+")
_LONGEST: Final = 128


def legal_id(text: str, used: Container[str], fallback: str) -> str:
    """TEXT as an id that is not in USED: odd characters become hyphens, a number is put behind what is taken."""
    if ID_PATTERN.fullmatch(text) and ".." not in text and text not in used:
        return text
    plain = re.sub(r"\.{2,}", ".", _ODD.sub("-", text)).lstrip("._:/+-").rstrip("-")[:_LONGEST]
    plain = plain or fallback
    if plain not in used:
        return plain
    number = 2
    while (found := f"{plain[: _LONGEST - 1 - len(str(number))]}-{number}") in used:
        number += 1
    return found


def plain_name(text: str) -> str:
    """TEXT as a name: on one line, without what cannot be shown, cut where it is longer than a name may be."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: 10 * LONGEST_NAME])
    return " ".join(shown.split())[:LONGEST_NAME].strip()
