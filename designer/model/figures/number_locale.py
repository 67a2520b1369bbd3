"""Marks by which numbers are written for a country: that of decimals, that of thousands, and what parts cells."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.model.records import RefusedInput

_THIN: Final = "\u202f"


class Locale(NamedTuple):
    """Marks of one language.

    Attributes:
        decimal: Between units and tenths.
        thousands: Between groups of three digits.
        separator: Between the cells of a CSV: a semicolon where the comma marks decimals, as spreadsheets expect there.
    """

    decimal: str
    thousands: str
    separator: str

    def number(self, text: str) -> str:
        """Return TEXT, a number as "1,234.5", with the marks of this language."""
        return text.translate(str.maketrans({",": self.thousands, ".": self.decimal}))


_POINT: Final = Locale(".", ",", ",")
LOCALES: Final[Mapping[str, Locale]] = {
    "en": _POINT,
    "de": Locale(",", ".", ";"),
    "es": Locale(",", ".", ";"),
    "fr": Locale(",", _THIN, ";"),
    "it": Locale(",", ".", ";"),
    "nl": Locale(",", ".", ";"),
    "pl": Locale(",", _THIN, ";"),
    "pt": Locale(",", ".", ";"),
    "sv": Locale(",", _THIN, ";"),
    "de-ch": Locale(".", "’", ";"),
    "ja": _POINT,
    "zh": _POINT,
}
"""By the two letters of ISO 639, with the country where it writes otherwise.

Source: Unicode Common Locale Data Repository 46, "decimal" and "group" of each language's numbers; the separators of
cells are those that spreadsheets use with them.
"""


def locale_of(name: str) -> Locale:
    """Return the marks of NAME, "de" or "de-AT" or "de_AT".

    Raises:
        RefusedInput: no such language is known.
    """
    key = name.lower().replace("_", "-")
    found = LOCALES.get(key) or LOCALES.get(key.partition("-")[0])
    if found is None:
        raise RefusedInput(f"Numbers are not written as {name!r}; choose from {', '.join(LOCALES)}.")
    return found
