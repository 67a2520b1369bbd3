"""Results that are found again as long as what they were worked out of is the very same."""

from collections.abc import Callable, Hashable
from operator import is_
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")
_KEPT: Final = 4
"""So many are kept: those of a design that is edited, of what it was before, and of what it is compared with."""


class Remembered(Generic[_T]):
    """The last results of a function of records that never change.

    Several threads may ask: what is known is another tuple whenever it changes, so that none sees half of a change.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._known: tuple[tuple[tuple[object, ...], Hashable, _T], ...] = ()

    def of(self, things: tuple[object, ...], key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what was made of the very same THINGS with an equal KEY, else what MAKE returns.

        The things are kept with it, so that no other can be taken for one of them.
        """
        every = self._known
        # Mostly it is one thing, the one of last time: asked thousands of times in an analysis.
        if every and len(things) == 1:
            known, named, result = every[0]
            if len(known) == 1 and known[0] is things[0] and named == key:
                return result
        for place, entry in enumerate(every):
            known, named, result = entry
            if named == key and len(known) == len(things) and all(map(is_, known, things)):
                if place:
                    self._known = (entry, *every[:place], *every[place + 1 :])
                return result
        result = make()
        self._known = ((things, key, result), *self._known)[: self._kept]
        return result
