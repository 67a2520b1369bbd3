"""Put together what machines need: as cut sets here, as a block diagram where histories are drawn."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from designer.formulas.workloads.goodput.cut_sets import NEVER, Family, needs_all, needs_any, needs_some, of_element

T = TypeVar("T")
"""What stands for how something works: a family of cut sets, or the number of a block."""


class Logic(Protocol[T]):
    """A way to put together what a machine needs."""

    @property
    def never(self) -> T:
        """Return what never stops."""
        ...

    def element(self, name: str) -> T:
        """Return what stops when the element NAME fails."""
        ...

    def all_of(self, parts: Iterable[T]) -> T:
        """Return what needs all of PARTS."""
        ...

    def any_of(self, parts: Iterable[T]) -> T:
        """Return what needs one of PARTS."""
        ...

    def some_of(self, parts: Sequence[T], needed: int) -> T:
        """Return what needs NEEDED of PARTS."""
        ...

    def slowed_by(self, parts: Sequence[T], needed: float) -> T:
        """Return what goes on with any of PARTS, slowed where fewer than NEEDED are left."""
        ...


class CutSets:
    """Needs as families of cut sets, up to three elements together."""

    never: Family = NEVER

    def element(self, name: str) -> Family:
        """Return the family of what stops when NAME does."""
        return of_element(name)

    def all_of(self, parts: Iterable[Family]) -> Family:
        """Return the cut sets of what needs all of PARTS."""
        return needs_all(parts)

    def any_of(self, parts: Iterable[Family]) -> Family:
        """Return the cut sets of what needs one of PARTS."""
        return needs_any(parts)

    def some_of(self, parts: Sequence[Family], needed: int) -> Family:
        """Return the cut sets of what needs NEEDED of PARTS."""
        return needs_some(parts, needed)

    def slowed_by(self, parts: Sequence[Family], needed: float) -> Family:
        """Return the cut sets of what goes on with any of PARTS, however slow."""
        return needs_some(parts, 1)
