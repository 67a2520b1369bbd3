"""Blocks of like racks put onto the free stretches of rows: which rows and columns each block takes."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.edit.rooms.floor_space import Row, Space, Stretch
from designer.model.design import FloorPlace

_TINY: Final = 1e-6


class Item(NamedTuple):
    """Like things that stand side by side: racks, or pods with their racks in a line."""

    node_id: str
    width: float
    depth: float
    copies: int


class Block(NamedTuple):
    """Place of an item: rows FIRST to FIRST + LINES - 1, PER_LINE copies on each from X on."""

    item: Item
    first: int
    lines: int
    per_line: int
    x: float

    def count_on(self, line: int) -> int:
        """Copies on one of its lines."""
        return min(self.per_line, self.item.copies - line * self.per_line)


class Packing:
    """Rows that fill up.

    Attributes:
        rows: All rows, with what is still free on them.
        blocks: What was put there.
    """

    def __init__(self, space: Space, depth: float, *, down: bool, shift: float) -> None:
        self.space = space
        self.pitch = space.pitch(depth)
        self.depth = depth
        self.rows = space.rows(depth, down=down, shift=shift)
        self.blocks: list[Block] = []

    def capacity(self, width: float) -> int:
        """Return how many more racks of WIDTH there is room for."""
        return sum(self._fitting(stretch, width) for row in self.rows for stretch in row.free)

    def put(self, item: Item) -> bool:
        """Find a place for all copies of ITEM, in as few lines as will do; False when there is none."""
        for lines in range(1, min(item.copies, len(self.rows)) + 1):
            per_line = math.ceil(item.copies / lines)
            if math.ceil(item.copies / per_line) != lines:
                continue
            for first in range(len(self.rows) - lines + 1):
                # Lines go on away from the fronts of the first one.
                if lines > 1 and not self.rows[first].down:
                    continue
                x = self._start(item, first, lines, per_line)
                if x is not None:
                    self._take(Block(item, first, lines, per_line, x))
                    return True
        return False

    def put_in_pieces(self, item: Item) -> bool:
        """Put ITEM row by row, each stretch as a block of its own; False when there is not room for all."""
        left = item.copies
        for number in range(len(self.rows)):
            for stretch in self.rows[number].free:
                count = min(left, self._fitting(stretch, item.width))
                if count:
                    piece = item._replace(copies=count)
                    self._take(Block(piece, number, 1, count, self.space.frame.snapped_x(stretch[0])))
                    left -= count
                if not left:
                    return True
        return not left

    def place_of(self, block: Block) -> tuple[float, float, FloorPlace]:
        """(x, y, place) of BLOCK in the room: its turning corner, and the whole place of a node in that room."""
        item, row = block.item, self.rows[block.first]
        frame = self.space.frame
        if row.down:
            corner, turn = frame.out(block.x, row.y), frame.turn
        else:
            # A row that looks up is turned by half a circle around its far corner.
            corner = frame.out(block.x + block.per_line * item.width, row.y + item.depth)
            turn = frame.turn + 180.0
        many = item.copies > 1
        return *corner, FloorPlace(
            x_mm=corner[0],
            y_mm=corner[1],
            rotation_deg=turn % 360.0,
            pitch_mm=item.width if many else None,
            per_line=block.per_line if block.lines > 1 else 0,
            line_pitch_mm=self.pitch if block.lines > 1 else None,
            face_to_face=block.lines > 1,
        )

    def taken(self) -> dict[int, list[Stretch]]:
        """Return the stretches that are taken of each row that holds something."""
        found: dict[int, list[Stretch]] = {}
        for block in self.blocks:
            for line in range(block.lines):
                stretch = (block.x, block.x + block.count_on(line) * block.item.width)
                found.setdefault(block.first + line, []).append(stretch)
        return found

    def _fitting(self, stretch: Stretch, width: float) -> int:
        start = self.space.frame.snapped_x(stretch[0])
        return max(0, int((stretch[1] - start + _TINY) // width)) if width > 0 else 0

    def _start(self, item: Item, first: int, lines: int, per_line: int) -> float | None:
        """The first x at which every line has room."""
        block = Block(item, first, lines, per_line, 0.0)
        # The leftmost place can only begin where a free stretch of some line begins.
        starts = sorted({stretch[0] for line in range(lines) for stretch in self.rows[first + line].free})
        for start in starts:
            x = self.space.frame.snapped_x(start)
            if all(
                # All lines of a block begin at the same x; each has to fit as many as stand on it.
                any(a - _TINY <= x and x + block.count_on(line) * item.width <= b + _TINY for a, b in row.free)
                for line, row in enumerate(self.rows[first : first + lines])
            ):
                return x
        return None

    def _take(self, block: Block) -> None:
        self.blocks.append(block)
        for line in range(block.lines):
            number = block.first + line
            row = self.rows[number]
            end = block.x + block.count_on(line) * block.item.width
            self.rows[number] = Row(row.y, row.down, _without(row.free, block.x, end))


def _without(free: Sequence[Stretch], start: float, end: float) -> tuple[Stretch, ...]:
    left: list[Stretch] = []
    for a, b in free:
        if b <= start or a >= end:
            left.append((a, b))
            continue
        left += [piece for piece in ((a, start), (end, b)) if piece[1] - piece[0] > _TINY]
    return tuple(left)


def best_packing(space: Space, width: float, depth: float) -> Packing:
    """Empty rows where most racks of WIDTH by DEPTH have room, among several places for the first row."""
    step = space.frame.step
    tries = max(1, min(12, math.ceil(space.pitch(depth) / step)))
    best: Packing | None = None
    for number in range(tries):
        for down in (True, False):
            packing = Packing(space, depth, down=down, shift=number * step)
            if best is None or packing.capacity(width) > best.capacity(width):
                best = packing
    assert best is not None
    return best
