"""Words in the cell of a spreadsheet that can never become a formula."""

from typing import Final

_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠")
CELL_LETTERS: Final = 32_000
"""A spreadsheet's cell holds 32,767."""


def safe_cell(text: str) -> str:
    """Return TEXT, with an apostrophe before it where a spreadsheet would take it for a formula, trimmed or not."""
    text = text[:CELL_LETTERS]
    first = next((letter for letter in text if letter.isprintable() and not letter.isspace()), "")
    return f"'{text}" if first in _FORMULA_STARTS or text.startswith(("\t", "\r", "\n")) else text
