"""The boxes that tiles and frames take on the canvas, as the topology draws them."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.edit.layouts.blocks import Box, around
from designer.model.canvas_sizes import (
    EMPTY_FRAME_HEIGHT,
    EMPTY_FRAME_WIDTH,
    FRAME_HEADER,
    FRAME_PADDING,
    TILE_HEIGHT,
    TILE_WIDTH,
    tile_height,
)
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS

CHIP_PITCH: Final = 56.0
"""What a chip in a socket adds to its host's tile, in canvas pixels."""
_LAST_CHIP: Final = 4.0

Children = Mapping[str | None, Sequence[Node]]


def is_frame(node: Node) -> bool:
    """Return True when NODE is drawn as a frame around its contents."""
    return node.part is None and node.kind in CONTAINERS


def drawn_boxes(design: Design, *, folded: bool = False) -> dict[str, Box]:
    """The box of every tile and frame; chips in sockets are part of their host's.

    FOLDED containers are one tile, as they are drawn; without it they are taken as if they were open.
    """
    children = design.children()
    found: dict[str, Box] = {}
    order = [node for node in design.nodes_in_order() if node.parent not in design.nodes]
    for node in order:
        if is_frame(node):
            order.extend(children.get(node.id, ()))
    for node in reversed(order):
        if not is_frame(node):
            found[node.id] = tile_box(node, chips_in(node.id, children))
            continue
        inside = [found[child.id] for child in children.get(node.id, ())]
        box = frame_box(node, inside)
        found[node.id] = (
            Box(box.left, box.top, box.left + TILE_WIDTH, box.top + TILE_HEIGHT) if (folded and node.folded) else box
        )
    return found


def chips_in(host_id: str, children: Children) -> int:
    """Return how many chips are drawn in the sockets of a host, those in the sockets of chips too."""
    waiting = list(children.get(host_id, ()))
    for chip in waiting:
        waiting.extend(children.get(chip.id, ()))
    return len(waiting)


def tile_box(node: Node, chips: int) -> Box:
    """The box of a tile with CHIPS in its sockets."""
    height = node.height or tile_height(node.kind)
    if chips:
        height = tile_height(node.kind) + chips * CHIP_PITCH + _LAST_CHIP
    return Box(node.x, node.y, node.x + (node.width or TILE_WIDTH), node.y + height)


def frame_box(node: Node, inside: Sequence[Box]) -> Box:
    """The box of a frame around the boxes INSIDE it, and at least as large as was asked for."""
    own = Box(node.x, node.y, node.x + (node.width or EMPTY_FRAME_WIDTH), node.y + (node.height or EMPTY_FRAME_HEIGHT))
    if not inside:
        return own
    held = around(inside)
    frame = Box(
        held.left - FRAME_PADDING, held.top - FRAME_HEADER, held.right + FRAME_PADDING, held.bottom + FRAME_PADDING
    )
    return frame if node.width is None and node.height is None else around((frame, own))
