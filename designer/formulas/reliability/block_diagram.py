"""Reliability block diagrams: what works of elements in series, in parallel, k of n and by capacity.

A diagram is written from the elements up. Each block has a number, and its worth in a state is a share from 0
(stopped) to 1 (all of it works), worked out for many states at once; blocks come after what they are made of, so a
ring cannot be written.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.formulas.checks import positive, whole

Values = NDArray[np.float32]
States = NDArray[np.bool_]

ALWAYS: Final = 0
"""The block of what never stops."""
_AT_ONCE: Final = 8_000_000
"""Worths of blocks that are held at a time, 4 bytes each."""


class Block(NamedTuple):
    """One block.

    Attributes:
        sort: "always", "element", "all" (the least of its parts), "any" (the best of them), "some" (1 where enough of
            its parts work) or "capped" (what the parts carry together, at most 1).
        parts: Numbers of its parts; of an element its place among the elements.
        needed: Of how many parts the work is done; a whole number for "some".
    """

    sort: str
    parts: tuple[int, ...] = ()
    needed: float = 0.0


class BlockDiagram:
    """Blocks over named elements; what is written twice is one block.

    Attributes:
        elements: Names of the elements, in the order in which they were met.
        blocks: All blocks, parts before what is made of them.
    """

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.blocks: list[Block] = [Block("always")]
        self._known: dict[Block, int] = {self.blocks[0]: ALWAYS}
        self._place: dict[str, int] = {}

    def element(self, name: str) -> int:
        """Return the block of the element NAME."""
        if name not in self._place:
            self._place[name] = len(self.elements)
            self.elements.append(name)
        return self._block(Block("element", (self._place[name],)))

    def all_of(self, parts: Iterable[int]) -> int:
        """Return the block that needs all of PARTS: in series."""
        kept = sorted({*parts} - {ALWAYS})
        return ALWAYS if not kept else kept[0] if len(kept) == 1 else self._block(Block("all", tuple(kept)))

    def any_of(self, parts: Iterable[int]) -> int:
        """Return the block that needs one of PARTS, the best of them: in parallel; without parts it never stops."""
        kept = sorted({*parts})
        if not kept or ALWAYS in kept:
            return ALWAYS
        return kept[0] if len(kept) == 1 else self._block(Block("any", tuple(kept)))

    def some_of(self, parts: Sequence[int], needed: int) -> int:
        """Return the block that works while NEEDED of PARTS do; a part that stands there twice counts twice.

        Raises:
            ValueError: NEEDED is not from 0 to their number.
        """
        if whole("needed", needed, 0, len(parts)) == 0:
            return ALWAYS
        if needed == len(parts):
            return self.all_of(parts)
        return self.any_of(parts) if needed == 1 else self._block(Block("some", tuple(sorted(parts)), float(needed)))

    def capped(self, parts: Sequence[int], needed: float) -> int:
        """Return the block that carries what PARTS carry together, over the NEEDED of them that carry all of it.

        Raises:
            ValueError: NEEDED is not above 0.
        """
        positive("needed", needed)
        if not parts or all(part == ALWAYS for part in parts):
            return ALWAYS
        return self._block(Block("capped", tuple(sorted(parts)), float(needed)))

    def _block(self, block: Block) -> int:
        found = self._known.get(block)
        if found is None:
            found = self._known[block] = len(self.blocks)
            self.blocks.append(block)
        return found

    def worth(self, wanted: Sequence[int], down: States) -> Values:
        """Return the worth of the blocks WANTED in each state (wanted, states).

        Args:
            wanted: Numbers of blocks.
            down: Which elements are down (elements, states), in the order of `elements`.
        """
        used = self._under(wanted)
        row = {block: place for place, block in enumerate(used)}
        states = down.shape[1]
        found = np.ones((len(wanted), states), dtype=np.float32)
        # In stretches of states, so that a large diagram in many states does not fill the memory.
        step = max(1, _AT_ONCE // max(1, len(used)))
        for first in range(0, states, step):
            some = slice(first, min(first + step, states))
            held = self._held(used, row, down[:, some])
            for place, block in enumerate(wanted):
                found[place, some] = held[row[block]]
        return found

    def _under(self, wanted: Sequence[int]) -> list[int]:
        """WANTED and all that they are made of, parts first."""
        seen: set[int] = set()
        waiting = [*wanted]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                if self.blocks[one].sort != "element":
                    waiting += self.blocks[one].parts
        return sorted(seen)

    def _held(self, used: Sequence[int], row: dict[int, int], down: States) -> Values:
        held = np.ones((len(used), down.shape[1]), dtype=np.float32)
        for place, number in enumerate(used):
            block = self.blocks[number]
            if block.sort == "always":
                continue
            if block.sort == "element":
                held[place] = ~down[block.parts[0]]
                continue
            parts = held[[row[part] for part in block.parts]]
            match block.sort:
                case "all":
                    np.minimum.reduce(parts, axis=0, out=held[place])
                case "any":
                    np.maximum.reduce(parts, axis=0, out=held[place])
                case "some":
                    held[place] = (parts > 0).sum(axis=0) >= block.needed
                case _:
                    held[place] = np.minimum(parts.sum(axis=0) / np.float32(block.needed), 1)
        return held
