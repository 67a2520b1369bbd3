"""Names that find no room on paper: a number stands in their place, and a list says them in full.

On a screen a name is cut in its middle and its tip says all of it; paper has no tip. Whoever writes pages opens
`on_paper`, within which nothing is cut.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final


class NamesInFull:
    """Names under each number, from 1, in the order in which it was met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> str:
        """Return what stands in the place of TEXT: "[3]"."""
        return f"[{self._numbers.setdefault(text, len(self._numbers) + 1)}]"

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return (mark, text) of all of them."""
        return tuple((f"[{number}]", text) for text, number in self._numbers.items())


_CURRENT: Final[ContextVar[NamesInFull | None]] = ContextVar("names_in_full", default=None)


def names_in_full() -> NamesInFull | None:
    """Return the list of the pages that are being made; None where nothing is made for paper."""
    return _CURRENT.get()


@contextmanager
def on_paper() -> Generator[NamesInFull]:
    """Make pages inside the block: what finds no room there goes to the list that this yields."""
    made = NamesInFull()
    before = _CURRENT.set(made)
    try:
        yield made
    finally:
        _CURRENT.reset(before)
