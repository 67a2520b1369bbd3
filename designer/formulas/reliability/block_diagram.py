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
Bits = NDArray[np.uint8]

ALWAYS: Final = 0
"""The block of what never stops."""
_AT_ONCE: Final = 32_000_000
"""Worths of blocks that are held at a time, mostly a bit each."""


class Downfalls(NamedTuple):
    """Elements that are down in some states.

    Attributes:
        element: Numbers of elements, in the order of the diagram (n,).
        state: In which state each is down (n,).
        states: How many states there are.
    """

    element: NDArray[np.int64]
    state: NDArray[np.int64]
    states: int


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

    def worth(self, wanted: Sequence[int], down: Downfalls) -> Values:
        """Return the worth of the blocks WANTED in each state (wanted, states).

        Args:
            wanted: Numbers of blocks.
            down: Which elements are down in which state.
        """
        used = self._under(wanted)
        found = np.ones((len(wanted), down.states), dtype=np.float32)
        # In stretches of states, so that a large diagram in many states does not fill the memory.
        step = max(8, _AT_ONCE // max(1, len(used), len(self.elements)))
        order = np.argsort(down.state, kind="stable")
        state, element = down.state[order], down.element[order]
        for first in range(0, down.states, step):
            until = min(first + step, down.states)
            some = slice(*np.searchsorted(state, (first, until)).tolist())
            table = np.zeros((len(self.elements), until - first), dtype=np.bool_)
            table[element[some], state[some] - first] = True
            held = _Held(self.blocks, used, table)
            for place, block in enumerate(wanted):
                found[place, first:until] = held.worth(block)
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


class _Held:
    """Worths of blocks in some states: eight states to a byte where a block works or does not, else as shares."""

    def __init__(self, blocks: Sequence[Block], used: Sequence[int], down: States) -> None:
        self._states = down.shape[1]
        self._bits: dict[int, Bits] = {}
        self._shares: dict[int, Values] = {}
        works = np.packbits(~down, axis=1)
        always = np.full(works.shape[1], 255, dtype=np.uint8)
        for number in used:
            block = blocks[number]
            graded = any(part in self._shares for part in block.parts) if block.sort != "element" else False
            if block.sort == "always":
                self._bits[number] = always
            elif block.sort == "element":
                self._bits[number] = works[block.parts[0]]
            elif block.sort == "capped" or graded:
                self._shares[number] = self._graded(block)
            else:
                self._bits[number] = self._plain(block)

    def worth(self, block: int) -> Values:
        """Return the worth of BLOCK in each of the states."""
        if block in self._shares:
            return self._shares[block]
        return np.unpackbits(self._bits[block], count=self._states).astype(np.float32)

    def _plain(self, block: Block) -> Bits:
        if block.sort == "some":
            return np.packbits(self._working(block) >= block.needed)
        parts = [self._bits[part] for part in block.parts]
        return (np.bitwise_and if block.sort == "all" else np.bitwise_or).reduce(parts)

    def _graded(self, block: Block) -> Values:
        parts = [self.worth(part) for part in block.parts]
        if block.sort == "all":
            return np.minimum.reduce(parts)
        if block.sort == "any":
            return np.maximum.reduce(parts)
        if block.sort == "some":
            return np.asarray(np.sum([part > 0 for part in parts], axis=0) >= block.needed, dtype=np.float32)
        return np.minimum(np.sum(parts, axis=0, dtype=np.float32) / np.float32(block.needed), np.float32(1))

    def _working(self, block: Block) -> NDArray[np.int64]:
        found = np.zeros(self._states, dtype=np.int64)
        for part in block.parts:
            found += np.unpackbits(self._bits[part], count=self._states)
        return found
