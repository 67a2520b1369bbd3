"""Blocks from the inside out: contents first, the frame around them, and what is pinned where it stands."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from designer.edit.layouts.blocks import (
    PIN_GAP,
    Block,
    Box,
    Flow,
    Joint,
    Level,
    Outside,
    PowerBeside,
    Spots,
    around,
    box_of,
    from_origin,
    on_grid,
)
from designer.edit.layouts.drawn_boxes import CHIP_PITCH, chips_in, frame_box, is_frame, tile_box
from designer.edit.layouts.pins import anchored, beside, nearest_free, settled
from designer.edit.layouts.ranks import rank_nodes
from designer.edit.selection import contents
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING, TILE_WIDTH
from designer.model.design import Design, Node

Tell = Callable[[int, int, str], object]
"""How many of how many, and the name of the one at hand."""


class Nesting:
    """One layout of a design: where everything goes, from the innermost containers outwards."""

    def __init__(
        self,
        design: Design,
        flow: Flow,
        pins: Collection[str],
        tell: Callable[[str], object],
        *,
        seen: Mapping[str, Box] | None = None,
        power_beside: PowerBeside = "always",
    ) -> None:
        """Begin a layout.

        Args:
            design: What is laid out.
            flow: The style.
            pins: Ids that stay where they are, beside those that are pinned in the design.
            tell: Called with the name of each container that is done.
            seen: Where tiles and frames stood in an earlier try, so that blocks in a container can stand towards what
                they are linked to outside it.
            power_beside: See `Level`.
        """
        self._seen = seen or {}
        self._power_beside: PowerBeside = power_beside
        self._design = design
        self._flow = flow
        self._tell = tell
        self._children = design.children()
        self._ranks = rank_nodes(design, self._children)
        self._order = {node.id: place for place, node in enumerate(design.nodes_in_order())}
        self._pinned = {node.id for node in design.nodes.values() if node.pinned} | set(pins)
        self._pinned_tiles = {
            node_id: tile_box(design.nodes[node_id], chips_in(node_id, self._children))
            for node_id in self._pinned
            if node_id in design.nodes and not is_frame(design.nodes[node_id]) and not self._in_socket(node_id)
        }
        self._frames_settled: dict[str, Box] = {}
        self._ends = _ends(design)

    def blocks(self, ids: Sequence[str]) -> list[Block]:
        """IDS, each laid out with everything inside it."""
        return [self._block(node_id) for node_id in ids]

    def placed(
        self, blocks: Sequence[Block], corner: tuple[float, float], taken: Sequence[Box], *, inside: bool
    ) -> Spots:
        """Return the places of BLOCKS and their contents, from CORNER on when nothing is fixed, clear of TAKEN."""
        spots = self._flowed(blocks, inside=inside)
        self._tell("")
        fixed = [block.box for block in blocks if block.fixed]
        if fixed:
            spots = anchored(blocks, spots)
            spots |= settled(blocks, spots, [*fixed, *taken])
        else:
            box = box_of(spots, blocks)
            place = nearest_free(box.at(on_grid(corner[0]), on_grid(corner[1])), taken)
            spots = {block_id: (x + place.left, y + place.top) for block_id, (x, y) in spots.items()}
        return _with_contents(blocks, spots)

    def _in_socket(self, node_id: str) -> bool:
        parent = self._design.nodes[node_id].parent
        return parent is not None and parent in self._design.nodes and not is_frame(self._design.nodes[parent])

    def _flowed(self, blocks: Sequence[Block], *, inside: bool) -> Spots:
        """BLOCKS where the style wants them, from (0, 0) on."""
        return from_origin(self._flow(self._level(blocks, inside=inside))) if blocks else {}

    def _level(self, blocks: Sequence[Block], *, inside: bool) -> Level:
        here = {block.id for block in blocks}
        # Neighbours by id among the blocks of this level, in design order, so that the result is always the same.
        near = {
            block.id: sorted(
                (other for other in self._ranks.neighbours.get(block.id, ()) if other in here and other != block.id),
                key=self._order.__getitem__,
            )
            for block in blocks
        }
        ordered = sorted(blocks, key=lambda block: self._order[block.id])
        parent = self._design.nodes[blocks[0].id].parent if blocks else None
        ends = self._ends.get(parent if parent in self._design.nodes else None, _Ends([], []))
        at = {block.id: block for block in blocks}
        return Level(
            ordered,
            self._ranks.tier,
            self._ranks.column,
            near,
            inside,
            [
                Joint(a, self._middle(at[a], a_end), b, self._middle(at[b], b_end))
                for a, a_end, b, b_end in ends.inner
                if a in at and b in at
            ],
            self._joined_outside(parent, ends.outer, at) if parent in self._seen else (),
            self._power_beside,
        )

    def _middle(self, block: Block, end: str) -> float:
        """Return how far from the left edge of BLOCK the tile END in it has its middle."""
        node = self._design.nodes[end]
        left = block.places.get(end, (0.0, 0.0))[0] - (block.box.left if block.fixed and end in block.places else 0.0)
        if end == block.id and not block.places:
            return block.width / 2
        return left + (node.width or TILE_WIDTH) / 2

    def _joined_outside(
        self, parent: str | None, ends: Sequence[tuple[str, str, str]], at: Mapping[str, Block]
    ) -> list[Outside]:
        """Return the tiles outside PARENT that the blocks AT are linked to, from the places where all stood before."""
        frame = self._seen[parent or ""]
        left, middle = frame.left + FRAME_PADDING, (frame.top + frame.bottom) / 2
        found: list[Outside] = []
        for block_id, end, other in ends:
            box = self._seen.get(other)
            if block_id in at and box is not None:
                x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                found.append(Outside(other, x - left, y < middle, block_id, self._middle(at[block_id], end)))
        return found

    def _block(self, node_id: str) -> Block:
        node = self._design.nodes[node_id]
        if not is_frame(node):
            return self._device(node)
        inside = self.blocks([child.id for child in self._children.get(node_id, ())])
        made = self._loose_frame(node, inside)
        if made is None:
            made = self._fixed_frame(node, inside)
            self._frames_settled[node_id] = made.box
        self._tell(node.title)
        return made

    def _device(self, node: Node) -> Block:
        """A tile, grown by what sits in its sockets; that goes with it wherever it is pinned."""
        box = tile_box(node, chips_in(node.id, self._children))
        if node.id in self._pinned:
            return Block(node.id, box, {}, fixed=True)
        places = {node.id: (0.0, 0.0)}
        chips = [node.id]
        for one in chips:
            chips.extend(child.id for child in self._children.get(one, ()))
        # Chips stand in a column at the lower edge, upwards from the last.
        for at, chip in enumerate(chips[1:]):
            if chip not in self._pinned:
                places[chip] = (FRAME_PADDING, on_grid(box.bottom - box.top) - (len(chips) - 1 - at) * CHIP_PITCH)
        return Block(node.id, Box(0.0, 0.0, on_grid(box.right - box.left), on_grid(box.bottom - box.top)), places)

    def _loose_frame(self, node: Node, inside: Sequence[Block]) -> Block | None:
        """A frame around its contents, to be put anywhere; None when it, or something in it, is pinned."""
        if node.id in self._pinned or any(block.fixed for block in inside):
            return None
        spots = self._flowed(inside, inside=True)
        spots = {block_id: (x + FRAME_PADDING, y + FRAME_HEADER) for block_id, (x, y) in spots.items()}
        box = frame_box(msgspec.structs.replace(node, x=0.0, y=0.0), _boxes(inside, spots))
        places = {node.id: (0.0, 0.0)} | _with_contents(inside, spots)
        return Block(node.id, Box(0.0, 0.0, on_grid(box.right), on_grid(box.bottom)), places)

    def _fixed_frame(self, node: Node, inside: Sequence[Block]) -> Block:
        """A frame that is pinned, or that holds something pinned, on the canvas."""
        pinned = node.id in self._pinned
        spots: Spots = {}
        if any(block.fixed for block in inside):
            spots = self._around_pins(node, inside)
        elif inside:
            spots = self._flowed(inside, inside=True)
            spots = {
                block_id: (x + node.x + FRAME_PADDING, y + node.y + FRAME_HEADER) for block_id, (x, y) in spots.items()
            }
        box = frame_box(node if pinned else _unplaced(node, inside, spots), _boxes(inside, spots))
        places = _with_contents(inside, spots)
        if not pinned:
            places[node.id] = (box.left, box.top)
        return Block(node.id, box, places, fixed=True)

    def _around_pins(self, node: Node, inside: Sequence[Block]) -> Spots:
        """Places in a frame with pinned contents: at their places by style, else beside the pins, where it is free."""
        taken = self._outside(node)
        fixed = [block for block in inside if block.fixed]
        free = [block for block in inside if not block.fixed]
        stay = {block.id: (block.box.left, block.box.top) for block in fixed}
        spots = anchored(inside, self._flowed(inside, inside=True))
        # First the style's own places, moved to the pins; what meets something is moved aside.
        first = stay | settled(inside, spots, [*(block.box for block in fixed), *_grown(taken)])
        if not _meets_any(frame_box(_unplaced(node, inside, first), _boxes(inside, first)), taken) or not free:
            return first
        # Where the frame would then cover what stands outside, the free ones go together beside the pins.
        together = self._flowed(free, inside=True)
        size = box_of(together, free)
        for dx, dy in beside([block.box for block in fixed], size):
            spots = stay | {block_id: (x + dx, y + dy) for block_id, (x, y) in together.items()}
            if not _meets_any(frame_box(_unplaced(node, inside, spots), _boxes(inside, spots)), taken):
                return spots
        # Nowhere free: the overlap stays and can be seen.
        return first

    def _outside(self, node: Node) -> list[Box]:
        """Return the boxes that are fixed already and stand neither in NODE nor around it."""
        within = contents(self._design, [node.id])
        found = [box for node_id, box in self._pinned_tiles.items() if node_id not in within]
        return found + [box for node_id, box in self._frames_settled.items() if node_id not in within]


class _Ends(NamedTuple):
    """The links at the blocks of one container.

    Attributes:
        inner: Of those between two of them: block and tile at either end.
        outer: Of those to the outside: the block, its tile, and the tile outside.
    """

    inner: list[tuple[str, str, str, str]]
    outer: list[tuple[str, str, str]]


def _ends(design: Design) -> dict[str | None, _Ends]:
    """The links at the blocks of each container, by its id; None is the open."""
    around = {node_id: [node_id, *design.ancestors(node_id)] for node_id in design.nodes}
    found: dict[str | None, _Ends] = {}
    for link in design.links.values():
        a_side, b_side = around.get(link.a), around.get(link.b)
        if a_side is None or b_side is None or link.a == link.b:
            continue
        # From the outermost container inwards, both ends stand in the same ones for so many steps.
        common = 0
        while common < min(len(a_side), len(b_side)) and a_side[-1 - common] == b_side[-1 - common]:
            common += 1
        for side, here, there in ((a_side, link.a, link.b), (b_side, link.b, link.a)):
            for place in range(len(side) - common - 1):
                found.setdefault(side[place + 1], _Ends([], [])).outer.append((side[place], here, there))
        if common < len(a_side) and common < len(b_side):
            parent = a_side[len(a_side) - common] if common else None
            inner = found.setdefault(parent, _Ends([], [])).inner
            inner.append((a_side[-1 - common], link.a, b_side[-1 - common], link.b))
    return found


def _unplaced(node: Node, inside: Sequence[Block], spots: Spots) -> Node:
    """NODE with its corner where the frame around its contents has it, so that its own size counts from there."""
    if not inside:
        return node
    held = around(_boxes(inside, spots))
    return msgspec.structs.replace(node, x=held.left - FRAME_PADDING, y=held.top - FRAME_HEADER)


def _boxes(blocks: Sequence[Block], spots: Spots) -> list[Box]:
    return [block.box.at(*spots[block.id]) for block in blocks]


def _with_contents(blocks: Sequence[Block], spots: Spots) -> Spots:
    """The places of BLOCKS at SPOTS with all that is in them; those of fixed ones are final already."""
    places: Spots = {}
    for block in blocks:
        left, top = (0.0, 0.0) if block.fixed else spots[block.id]
        places |= {node_id: (x + left, y + top) for node_id, (x, y) in block.places.items()}
    return places


def _meets_any(box: Box, taken: Sequence[Box]) -> bool:
    return any(box.meets(other, PIN_GAP) for other in taken)


def _grown(boxes: Sequence[Box]) -> list[Box]:
    """BOXES with room around them for the rim and the caption of a frame."""
    return [
        Box(b.left - FRAME_PADDING, b.top - FRAME_PADDING, b.right + FRAME_PADDING, b.bottom + FRAME_HEADER)
        for b in boxes
    ]
