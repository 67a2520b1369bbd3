"""Blocks that a layout places, each a node with its contents, and the boxes that they take."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

from designer.model.canvas_sizes import GRID, TILE_HEIGHT, TILE_WIDTH

TILE_GAP: Final = 40.0
FRAME_GAP: Final = 56.0
ROW_GAP: Final = 88.0
LINE_GAP: Final = 40.0
PIN_GAP: Final = 16.0
"""Least distance to what is pinned, and to what is not laid out."""

Spots = dict[str, tuple[float, float]]
"""Upper left corners by id."""


class Box(NamedTuple):
    """Left, top, right, bottom, in canvas pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", gap: float) -> bool:
        """Return True when OTHER is nearer than GAP."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def shifted(self, dx: float, dy: float) -> "Box":
        """The same box elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def at(self, x: float, y: float) -> "Box":
        """The same box with its upper left corner at (X, Y)."""
        return self.shifted(x - self.left, y - self.top)


class Block:
    """A node with its contents: its size, and where everything lies from its own upper left corner.

    It is large where it is more than a tile.

    A fixed block holds something pinned: its places are those of the canvas, and so is `box`.
    """

    __slots__ = ("box", "fixed", "height", "id", "large", "places", "width")

    def __init__(self, block_id: str, box: Box, places: Spots, *, fixed: bool = False) -> None:
        self.id = block_id
        self.box = box
        self.places = places
        self.fixed = fixed
        # In canvas pixels, on the grid: the same whether it is pinned or not. They are asked for a million times.
        self.width = on_grid(box.right - box.left)
        self.height = on_grid(box.bottom - box.top)
        self.large = self.height > TILE_HEIGHT or self.width > TILE_WIDTH


class Joint(NamedTuple):
    """A link between two blocks: where from the left edge of each its tile has its middle, in canvas pixels."""

    a: str
    a_at: float
    b: str
    b_at: float


class Outside(NamedTuple):
    """A tile outside the container that a tile in it is linked to.

    Attributes:
        id: Of the tile there.
        x: Its middle from the left edge of what stands in the container, in canvas pixels.
        above: Whether it stands above the middle of the container.
        block: The block here.
        at: Where from the left edge of the block the tile that is linked to it has its middle.
    """

    id: str
    x: float
    above: bool
    block: str
    at: float


PowerBeside = Literal["always", "alone", "never"]


class Level(NamedTuple):
    """Blocks that stand in one container, or in the open, and how they belong together.

    Attributes:
        blocks: In design order.
        tier: Row by id: the higher the farther up.
        column: Place in the row by id: the lower the farther left.
        near: Ids that a block is linked to, in design order.
        inside: Whether a container is around them.
        joints: The links between them.
        outside: What they are linked to outside, as far as it is known where that stands.
        power_beside: Whether in a container what feeds and cools stands beside the lowest row, not below it: always,
            where each feeds one block alone, or never.
    """

    blocks: Sequence[Block]
    tier: Mapping[str, float]
    column: Mapping[str, float]
    near: Mapping[str, Sequence[str]]
    inside: bool
    joints: Sequence[Joint] = ()
    outside: Sequence[Outside] = ()
    power_beside: PowerBeside = "always"

    def of(self, ids: Iterable[str]) -> "Level":
        """The level of some of its blocks alone."""
        wanted = set(ids)
        return self._replace(blocks=[block for block in self.blocks if block.id in wanted])

    def parts(self) -> list["Level"]:
        """Its connected parts, each a level, in design order."""
        here = {block.id for block in self.blocks}
        part_of: dict[str, int] = {}
        parts: list[list[Block]] = []
        for block in self.blocks:
            if block.id not in part_of:
                part_of[block.id] = len(parts)
                reached = [block.id]
                # The list grows while it is walked: breadth first without a queue.
                for one in reached:
                    for other in self.near.get(one, ()):
                        if other in here and other not in part_of:
                            part_of[other] = len(parts)
                            reached.append(other)
                parts.append([])
            # By one walk over all blocks, as a hall may hold thousands that nothing joins.
            parts[part_of[block.id]].append(block)
        return [self._replace(blocks=part) for part in parts]


Flow = Callable[[Level], Spots]
"""A style: where the upper left corner of every block goes, when nothing is pinned."""


def on_grid(value: float) -> float:
    """VALUE rounded up to the grid; what is off by the rounding of sums counts as on it."""
    return ceil(value / GRID - 1e-6) * GRID


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds BOXES."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def box_of(spots: Mapping[str, tuple[float, float]], blocks: Sequence[Block]) -> Box:
    """The box around BLOCKS at SPOTS; empty at the origin for none."""
    if not blocks:
        return Box(0.0, 0.0, 0.0, 0.0)
    return around(block.box.at(*spots[block.id]) for block in blocks)


def from_origin(spots: Spots) -> Spots:
    """SPOTS moved so that the leftmost is at 0 and the topmost at 0."""
    if not spots:
        return spots
    left = min(x for x, _ in spots.values())
    top = min(y for _, y in spots.values())
    return {block_id: (x - left, y - top) for block_id, (x, y) in spots.items()}
