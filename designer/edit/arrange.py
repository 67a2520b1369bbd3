"""A tidy layout in tiers: switches above what they serve, power below, storage beside; containers around contents.

Works on any design; positions fall on the 8 px grid, nothing overlaps, pinned nodes stay where they are.
"""

from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

import msgspec

from designer.edit.draft import Draft
from designer.edit.selection import contents, outermost, require_known
from designer.edit.tiers import Ranks, rank_nodes
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS
from designer.model.sizes import (
    EMPTY_FRAME_HEIGHT,
    EMPTY_FRAME_WIDTH,
    FRAME_HEADER,
    FRAME_PADDING,
    GRID,
    TILE_HEIGHT,
    TILE_WIDTH,
)

TILE_GAP: Final = 40.0
FRAME_GAP: Final = 56.0
ROW_GAP: Final = 88.0
LINE_GAP: Final = 40.0
WINDOW: Final = (1400.0, 875.0)
"""A usual canvas, in screen pixels."""
READABLE: Final = 0.8
"""Scale from which on nothing is gained by fitting better."""
WORTH_CUTTING: Final = 1.6
"""How much larger a row cut into lines must come out."""
CHIP_HEIGHT: Final = 56.0
"""What a chip in a socket adds to its host's tile."""


class _Box(NamedTuple):
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box", gap: float) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def shifted(self, dx: float, dy: float) -> "_Box":
        return _Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


class _Block:
    """A node with its contents: its size, and where everything lies from its own upper left corner.

    A fixed block holds something pinned: its places are those of the canvas, and so is `box`.
    """

    def __init__(self, node_id: str, box: _Box, places: dict[str, tuple[float, float]], *, fixed: bool) -> None:
        self.id = node_id
        self.box = box
        self.places = places
        self.fixed = fixed

    @property
    def width(self) -> float:
        return self.box.right - self.box.left

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top


def needs_places(design: Design) -> bool:
    """Whether the design carries no layout: all its devices lie on one spot, as those of a plain text design do."""
    spots = {(node.x, node.y) for node in design.nodes.values() if node.kind not in CONTAINERS}
    devices = sum(node.kind not in CONTAINERS for node in design.nodes.values())
    return devices > 1 and len(spots) == 1


def arrange(design: Design, ids: Collection[str] | None = None) -> ChangeSet:
    """Lay the design out, or only some nodes with their contents, which keep their upper left corner.

    Raises:
        RefusedInput: one of IDS is not there.
    """
    if ids is None:
        tops = [node.id for node in design.nodes_in_order() if node.parent not in design.nodes]
        corner = (0.0, 0.0)
    else:
        tops = outermost(design, require_known(design, ids))
        inside = [design.nodes[node_id] for node_id in contents(design, tops)]
        corner = (min((n.x for n in inside), default=0.0), min((n.y for n in inside), default=0.0))
    children = design.children()
    ranks = rank_nodes(design, children)
    blocks = [_block(node_id, design, children, ranks) for node_id in tops]
    fixed = [block for block in blocks if block.fixed]
    places: dict[str, tuple[float, float]] = {}
    for block in fixed:
        places |= block.places
    flowed, box = _flow([block for block in blocks if not block.fixed], ranks, design, inside=False)
    dx, dy = _free_spot(box, [block.box for block in fixed], corner)
    places |= {node_id: (x + dx, y + dy) for node_id, (x, y) in flowed.items()}
    draft = Draft(design)
    for node_id, (x, y) in places.items():
        node = design.nodes[node_id]
        if not node.pinned and (node.x, node.y) != (x, y):
            draft.put(msgspec.structs.replace(node, x=x, y=y))
    return draft.finished("Arrange" if ids is None else f"Arrange {len(tops)} items")


def _block(node_id: str, design: Design, children: Mapping[str | None, Sequence[Node]], ranks: Ranks) -> _Block:
    """NODE_ID laid out with everything inside it."""
    node = design.nodes[node_id]
    inside = [_block(child.id, design, children, ranks) for child in children.get(node_id, ())]
    if node.kind not in CONTAINERS:
        return _device(node, inside)
    flowed, box = _flow([block for block in inside if not block.fixed], ranks, design, inside=True)
    fixed = [block for block in inside if block.fixed]
    pad_top = FRAME_HEADER
    if not fixed and not node.pinned:
        width = max(box.right + 2 * FRAME_PADDING, EMPTY_FRAME_WIDTH, node.width or 0.0)
        height = max(box.bottom + pad_top + FRAME_PADDING, EMPTY_FRAME_HEIGHT, node.height or 0.0)
        places = {inner: (x + FRAME_PADDING, y + pad_top) for inner, (x, y) in flowed.items()}
        places[node_id] = (0.0, 0.0)
        return _Block(node_id, _Box(0.0, 0.0, _on_grid(width), _on_grid(height)), places, fixed=False)
    corner = (node.x + FRAME_PADDING, node.y + pad_top) if not fixed else None
    dx, dy = _free_spot(box, [block.box for block in fixed], corner)
    places = {inner: (x + dx, y + dy) for inner, (x, y) in flowed.items()}
    boxes = [block.box for block in fixed]
    if flowed:
        boxes.append(box.shifted(dx, dy))
    for block in fixed:
        places |= block.places
    around = _around(boxes) if boxes else _Box(node.x, node.y, node.x + TILE_WIDTH, node.y + TILE_HEIGHT)
    frame = _Box(
        around.left - FRAME_PADDING, around.top - pad_top, around.right + FRAME_PADDING, around.bottom + FRAME_PADDING
    )
    if not node.pinned:
        places[node_id] = (frame.left, frame.top)
    return _Block(node_id, frame, places, fixed=True)


def _device(node: Node, inside: list[_Block]) -> _Block:
    """A tile, grown by what sits in its sockets."""
    width, height = _on_grid(node.width or TILE_WIDTH), _on_grid(node.height or TILE_HEIGHT)
    left, top = (node.x, node.y) if node.pinned else (0.0, 0.0)
    places = {} if node.pinned else {node.id: (left, top)}
    bottom = top + height
    for block in inside:
        if block.fixed:
            places |= block.places
            continue
        chips = max(block.height - TILE_HEIGHT, 0.0)
        places |= {inner: (x + left + FRAME_PADDING, y + bottom) for inner, (x, y) in block.places.items()}
        bottom += CHIP_HEIGHT + chips
    if inside:
        bottom = _on_grid(bottom + GRID)
    return _Block(node.id, _Box(left, top, left + width, bottom), places, fixed=node.pinned)


def _flow(
    blocks: list[_Block], ranks: Ranks, design: Design, *, inside: bool
) -> tuple[dict[str, tuple[float, float]], _Box]:  # fmt: skip
    """BLOCKS in rows by tier, highest first, from (0, 0); their places and the box around them.

    Args:
        blocks: What to place.
        ranks: Rows and columns.
        design: The design.
        inside: Whether it is the inside of a container: there power stands beside switches, out of the way of the
            cables that run down from them.
    """
    rows: dict[float, list[_Block]] = {}
    for block in blocks:
        rows.setdefault(ranks.tier[block.id], []).append(block)
    ordered: list[list[_Block]] = []
    above: dict[str, float] = {}
    for tier in sorted(rows, reverse=True):
        row = _ordered(rows[tier], ranks, above, design)
        above |= {block.id: place / max(len(row) - 1, 1) for place, block in enumerate(row)}
        if inside and tier < 0 and ordered and max(rows) >= 1:
            ordered[-1] = [*ordered[-1], *row]
        else:
            ordered.append(row)
    return _stacked(_best_lines(ordered))


def _best_lines(rows: list[list[_Block]]) -> list[tuple[list[_Block], float]]:
    """ROWS cut into lines, with the gap above each, so that all of it can be read in a window.

    Rows are left whole unless cutting them makes everything much larger in the window: wires to a second line cross
    the first.
    """
    largest = max((block.width for row in rows for block in row), default=0.0)
    widest = max((_length(row) for row in rows), default=0.0)
    best, scale = _lines(rows, widest)
    scale *= WORTH_CUTTING
    while widest > largest and scale < READABLE * WORTH_CUTTING:
        widest *= 0.85
        lines, found = _lines(rows, widest)
        if found > scale:
            best, scale = lines, found
    return best


def _lines(rows: list[list[_Block]], widest: float) -> tuple[list[tuple[list[_Block], float]], float]:
    """ROWS cut into lines of about WIDEST with the gap above each, and the scale at which they fill a window."""
    lines = [
        (line, ROW_GAP if place == 0 else LINE_GAP) for row in rows for place, line in enumerate(_wrapped(row, widest))
    ]
    width = max((_length(line) for line, _ in lines), default=0.0)
    height = sum(max(block.height for block in line) + gap for line, gap in lines)
    return lines, min(WINDOW[0] / (width or 1.0), WINDOW[1] / (height or 1.0), READABLE)


def _stacked(lines: list[tuple[list[_Block], float]]) -> tuple[dict[str, tuple[float, float]], _Box]:
    """LINES under each other, each in the middle."""
    full = max((_length(line) for line, _ in lines), default=0.0)
    places: dict[str, tuple[float, float]] = {}
    bottom = 0.0
    for line, gap in lines:
        y = bottom + gap if places else 0.0
        x = _on_grid((full - _length(line)) / 2)
        between = _gap(line)
        for block in line:
            places |= {inner: (x + dx, y + dy) for inner, (dx, dy) in block.places.items()}
            x += block.width + between
        bottom = y + max(block.height for block in line)
    return places, _Box(0.0, 0.0, full, bottom)


def _ordered(
    row: list[_Block], ranks: Ranks, above: Mapping[str, float], design: Design
) -> list[_Block]:  # fmt: skip
    """ROW from left to right: by what it carries, then under its neighbours in the rows above, then design order."""

    def key(block: _Block) -> tuple[float, float, int, str]:
        near = [above[other] for other in ranks.neighbours.get(block.id, ()) if other in above]
        column = ranks.column[block.id]
        return column, sum(near) / len(near) if near else 0.5, design.nodes[block.id].order, block.id

    return sorted(row, key=key)


def _wrapped(row: list[_Block], widest: float) -> list[list[_Block]]:
    """ROW cut into lines no longer than WIDEST, and of about equal length."""
    length, gap = _length(row), _gap(row)
    if length <= widest or len(row) < 2:
        return [row]
    target = max(length / ceil(length / widest), *(block.width for block in row))
    lines: list[list[_Block]] = [[]]
    so_far = 0.0
    for block in row:
        if lines[-1] and so_far + block.width > min(widest, target + block.width / 2):
            lines.append([])
            so_far = 0.0
        lines[-1].append(block)
        so_far += block.width + gap
    return lines


def _gap(line: Sequence[_Block]) -> float:
    return FRAME_GAP if any(block.height > TILE_HEIGHT or block.width > TILE_WIDTH for block in line) else TILE_GAP


def _length(line: Sequence[_Block]) -> float:
    return sum(block.width for block in line) + _gap(line) * max(len(line) - 1, 0)


def _around(boxes: Sequence[_Box]) -> _Box:
    return _Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _free_spot(box: _Box, taken: Sequence[_Box], corner: tuple[float, float] | None) -> tuple[float, float]:
    """Where to put BOX so that it meets none of TAKEN: at CORNER, else right of, below, left of or above them."""
    if not taken:
        return tuple(_on_grid(value) for value in corner) if corner else (0.0, 0.0)  # type: ignore[return-value]
    around = _around(taken)
    width, height = box.right - box.left, box.bottom - box.top
    spots = [
        (around.right + FRAME_GAP, around.top),
        (around.left, around.bottom + ROW_GAP),
        (around.left - FRAME_GAP - width, around.top),
        (around.left, around.top - ROW_GAP - height),
    ]
    if corner is not None:
        spots.insert(0, corner)
    for x, y in spots:
        place = _on_grid(x), _on_grid(y)
        if not any(box.shifted(*place).meets(other, GRID) for other in taken):
            return place
    return _on_grid(spots[-4][0]), _on_grid(spots[-4][1])


def _on_grid(value: float) -> float:
    """VALUE rounded up to the grid."""
    return ceil(value / GRID) * GRID
