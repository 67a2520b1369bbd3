"""Places of all nodes: tiles at their own places, containers around their contents, chips inside their hosts."""

from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

import numpy as np

from designer.drawing.records import Floats, Rect
from designer.drawing.tables import Rects
from designer.drawing.words import tile_layer
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
from designer.model.giving_way import give_way
from designer.model.kinds import CONTAINERS
from designer.model.parts.part import Layer

CHIP_HEIGHT: Final = 48.0
CHIP_GAP: Final = 8.0
_FAR: Final = 1e9
"""Places beyond are drawn at the rim: doubles stay exact there and painters stay finite."""


class Places(NamedTuple):
    """The drawn nodes and their rectangles.

    Attributes:
        tiles: Nodes drawn as tiles, back to front: by `front`, then in design order, chips after
            their host.
        frames: Containers drawn as frames, outermost first, with their depth.
        rects: Rectangle by id of what is drawn.
        drawn_as: Id of the tile or frame that stands for a node: itself, or the folded container around it. What is
            hidden is left out.
        contents: Ids of all nodes inside a container, folded ones too.
        copies: Copies of a node in the whole design.
    """

    tiles: list[Node]
    frames: list[tuple[Node, int]]
    rects: Rects
    drawn_as: dict[str, str]
    contents: dict[str, list[str]]
    copies: dict[str, int]


def is_container(node: Node) -> bool:
    """Return whether NODE is drawn as a frame."""
    return node.part is None and node.kind in CONTAINERS


class Standing(NamedTuple):
    """The positions in a design, whichever of its containers are drawn as tiles.

    Attributes:
        ordered: All nodes, back to front.
        parents: What each stands in, None for those on the open floor.
        children: What stands in each.
        visible: Ids of what no layer hides.
        rects: Of all that is visible.
        copies: Copies of a node in the whole design.
    """

    ordered: list[Node]
    parents: Mapping[str, str | None]
    children: Mapping[str, list[Node]]
    visible: Collection[str]
    rects: Mapping[str, Rect]
    copies: dict[str, int]


def standing(design: Design, hidden_layers: Collection[Layer] = ()) -> Standing:
    """Work out what stands in what, and where."""
    ordered = _ordered(design)
    parents = _sound_parents(design)
    depths = _depths(parents)
    children: dict[str, list[Node]] = {}
    for node in ordered:
        parent = parents[node.id]
        if parent is not None:
            children.setdefault(parent, []).append(node)
    # From the inside out: the rectangle of a container goes around those of its contents.
    inside_first = sorted(ordered, key=lambda node: -depths[node.id])
    copies = _total_copies(design, parents, inside_first)
    visible = _visible(design, inside_first, children, hidden_layers)
    rects: dict[str, Rect] = {}
    for node in inside_first:
        give_way()
        parent = parents[node.id]
        in_host = parent is not None and not is_container(design.nodes[parent])
        if node.id not in visible or in_host:
            continue
        inside = children.get(node.id)
        container = is_container(node)
        if inside and not container:
            inside = _chips(node, children)
        rects[node.id] = _rect(node, [child for child in inside if child.id in visible] if inside else [], rects)
        if container and node.folded:
            # A folded container takes the room of a tile, wherever its contents are.
            rects[node.id] = _folded(rects[node.id])
    return Standing(ordered, parents, children, visible, rects, copies)


def places(
    design: Design,
    hidden_layers: Collection[Layer] = (),
    as_tiles: Collection[str] = (),
    stands: Standing | None = None,
) -> Places:
    """Work out what is drawn, and where; the containers AS_TILES are one tile as large as their frame.

    STANDS is how the design stands, where that is known.
    """
    if stands is None:
        if (
            not hidden_layers
            and not as_tiles
            and not any(node.parent in design.nodes for node in design.nodes.values())
        ):
            return _open_floor(_ordered(design))
        stands = standing(design, hidden_layers)
    found = Places([], [], Rects.of({}), {}, {}, stands.copies)
    roots = [node for node in stands.ordered if stands.parents[node.id] is None]
    folded_away = set(_collect(found, roots, stands.children, stands.visible, frozenset(as_tiles)))
    kept = {one: rect for one, rect in stands.rects.items() if one not in folded_away}
    return found._replace(rects=Rects.of(kept))


def _ordered(design: Design) -> list[Node]:
    """All nodes of DESIGN, back to front."""
    ordered = design.nodes_in_order()
    if any(node.front for node in ordered):
        ordered.sort(key=lambda node: node.front)
    return ordered


def moved_places(before: Places, design: Design, moved: Collection[str]) -> Places | None:
    """PLACES of a design in which MOVED nodes alone stand elsewhere or have another size; None where that reaches far.

    The containers around them are drawn around them anew; folded containers, hosts with chips and hidden layers are
    not followed.
    """
    nodes = design.nodes
    depths: dict[str, int] = {}
    # Containers around what moved are worked out again, the innermost first; folds and cycles reach too far to patch.
    for one in moved:
        chain: list[str] = []
        step: str | None = one
        while step is not None and step in nodes:
            if step in chain or before.drawn_as.get(step) != step or nodes[step].folded:
                return None
            chain.append(step)
            step = nodes[step].parent
        depths |= {step: len(chain) - place for place, step in enumerate(chain)}
    inside: dict[str, list[Node]] = {}
    for node in nodes.values():
        if node.parent in depths:
            inside.setdefault(node.parent, []).append(node)
    # A host with chips inside is no container, and its chips would have to be placed anew.
    if any(not is_container(nodes[one]) for one in inside):
        return None
    rects: dict[str, Rect] = {child.id: before.rects[child.id] for held in inside.values() for child in held}
    for one in sorted(depths, key=depths.__getitem__, reverse=True):
        rects[one] = _rect(nodes[one], inside.get(one, []), rects)
    return before._replace(
        tiles=[nodes[node.id] for node in before.tiles],
        frames=[(nodes[node.id], depth) for node, depth in before.frames],
        rects=before.rects.with_changed({one: rects[one] for one in depths}),
    )


def extended_places(before: Places, old: Design, design: Design, new: Collection[str]) -> Places | None:
    """PLACES of a design with NEW parts behind all others, nothing in anything; None where it is not so."""
    added = [design.nodes[one] for one in new]
    # Only where all stands in the open, and the new parts come last in the painting order.
    if before.frames or len(before.tiles) != len(old.nodes) or any(one in old.nodes for one in new):
        return None
    if before.contents or any(node.part is None or node.parent is not None for node in added):
        return None
    added.sort(key=_in_pile)
    last = before.tiles[-1] if before.tiles else None
    if last is not None and added and _in_pile(added[0]) <= _in_pile(last):
        return None
    if any(node.parent is not None or node.part is None for node in before.tiles):
        return None
    ids = {node.id: node.id for node in added}
    return before._replace(
        tiles=before.tiles + added,
        rects=before.rects.with_more({node.id: _rect(node, [], {}) for node in added}),
        drawn_as=before.drawn_as | ids,
        copies=before.copies | {node.id: node.copies for node in added},
    )


def _in_pile(node: Node) -> tuple[int, int, str]:
    return node.front, node.order, node.id


def _open_floor(ordered: list[Node]) -> Places:
    """The common large case: nothing stands in anything."""
    ids = [node.id for node in ordered]
    rects = Rects(ids, _tile_rects(ordered))
    found = Places(ordered, [], rects, dict(zip(ids, ids, strict=True)), {}, {node.id: node.copies for node in ordered})
    containers = [node for node in ordered if node.part is None and is_container(node)]
    if not containers:
        return found
    areas = {node.id: _rect(node, [], {}) for node in containers}
    return found._replace(
        tiles=[node for node in ordered if not is_container(node)] + [node for node in containers if node.folded],
        frames=[(node, 0) for node in containers if not node.folded],
        rects=rects.with_changed(
            {node.id: _folded(areas[node.id]) if node.folded else areas[node.id] for node in containers}
        ),
    )


def _tile_rects(nodes: list[Node]) -> Floats:
    """(n, 4) what `_rect` answers for parts with nothing in them."""

    def column(value: Callable[[Node], float]) -> Floats:
        return np.fromiter(map(value, nodes), dtype=np.float64, count=len(nodes))

    # Coordinates are kept within what floats draw exactly; a size of 0 is the usual one.
    x, y = column(lambda node: node.x).clip(-_FAR, _FAR), column(lambda node: node.y).clip(-_FAR, _FAR)
    width = column(lambda node: node.width or TILE_WIDTH)
    return np.column_stack((x, y, width, column(lambda node: node.height or tile_height(node.kind))))


def _folded(rect: Rect) -> Rect:
    """A folded container is one tile at the corner where it was open."""
    return Rect(rect.x, rect.y, TILE_WIDTH, TILE_HEIGHT)


def _sound_parents(design: Design) -> dict[str, str | None]:
    """Parent by node id; None where the parent is not there or cannot hold it, and for one node of each cycle."""
    nodes = design.nodes
    found: dict[str, str | None] = {}
    for node in nodes.values():
        give_way()
        parent = node.parent if node.parent in nodes else None
        step, seen = parent, set[str]()
        # Up the chain of parents until its end, a node that is known to be sound, or the node itself: a cycle.
        while step is not None and step != node.id and step not in seen and step not in found:
            seen.add(step)
            step = nodes[step].parent if nodes[step].parent in nodes else None
        misplaced = parent is not None and is_container(node) and not is_container(nodes[parent])
        found[node.id] = None if step == node.id or misplaced else parent
    return found


def _depths(parents: Mapping[str, str | None]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for node_id in parents:
        chain: list[str] = []
        step: str | None = node_id
        while step is not None and step not in depths:
            chain.append(step)
            step = parents[step]
        depth = depths[step] if step is not None else -1
        for link in reversed(chain):
            depth += 1
            depths[link] = depth
    return depths


def _total_copies(design: Design, parents: Mapping[str, str | None], inside_first: list[Node]) -> dict[str, int]:
    copies: dict[str, int] = {}
    for node in reversed(inside_first):
        parent = parents[node.id]
        copies[node.id] = design.nodes[node.id].copies * (copies[parent] if parent is not None else 1)
    return copies


def _visible(
    design: Design, inside_first: list[Node], children: Mapping[str, list[Node]], hidden_layers: Collection[Layer]
) -> set[str]:
    """Ids that no layer hides; a container shows with anything in it, an empty one with its own layer."""
    hidden = frozenset(hidden_layers)
    visible: set[str] = set()
    for node in inside_first:
        give_way()
        inside = children.get(node.id)
        if inside and is_container(node):
            if any(child.id in visible for child in inside):
                visible.add(node.id)
        elif tile_layer(node, design.part_of(node)) not in hidden:
            visible.add(node.id)
    return visible


def _clamped(value: float) -> float:
    return value if -_FAR <= value <= _FAR else min(max(value, -_FAR), _FAR)


def _rect(node: Node, inside: list[Node], rects: dict[str, Rect]) -> Rect:
    x, y = _clamped(node.x), _clamped(node.y)
    if not is_container(node):
        width, height = node.width or TILE_WIDTH, node.height or tile_height(node.kind)
        if inside:
            _place_chips(inside, rects, x, y + tile_height(node.kind), width)
            bottom = max(rects[child.id].bottom for child in inside)
            height = bottom + CHIP_GAP + 4 - y
        return Rect(x, y, width, height)
    own = Rect(x, y, node.width or EMPTY_FRAME_WIDTH, node.height or EMPTY_FRAME_HEIGHT)
    if not inside:
        return own
    held = [rects[child.id] for child in inside]
    left, top = min([rect.x for rect in held]), min([rect.y for rect in held])
    right, bottom = max([rect.x + rect.width for rect in held]), max([rect.y + rect.height for rect in held])
    # Padding on all sides, and room for the caption above in place of the upper padding.
    around = Rect(left, top, right - left, bottom - top).grown(FRAME_PADDING)
    around = Rect(around.x, around.y + FRAME_PADDING - FRAME_HEADER, around.width, around.height)
    around = Rect(around.x, around.y, around.width, around.height + FRAME_HEADER - FRAME_PADDING)
    return around.united(own) if node.width is not None or node.height is not None else around


def _chips(host: Node, children: Mapping[str, list[Node]]) -> list[Node]:
    """Everything in the sockets of HOST, and in the sockets of that."""
    found: list[Node] = []
    waiting = list(reversed(children.get(host.id, [])))
    while waiting:
        chip = waiting.pop()
        found.append(chip)
        waiting.extend(reversed(children.get(chip.id, [])))
    return found


def _place_chips(inside: list[Node], rects: dict[str, Rect], x: float, y: float, width: float) -> None:
    """Chips in sockets lie below Y, where their host's own lines end, one under the other, wherever dropped."""
    for i, child in enumerate(inside):
        top = y + i * (CHIP_HEIGHT + CHIP_GAP)
        rects[child.id] = Rect(x + FRAME_PADDING, top, max(width - 2 * FRAME_PADDING, 1.0), CHIP_HEIGHT)


def _collect(
    found: Places,
    roots: list[Node],
    children: Mapping[str, list[Node]],
    visible: Collection[str],
    as_tiles: Collection[str],
) -> list[str]:
    """Fill FOUND depth first, so that what lies inside is painted over what is around it; what is folded away."""
    folded_away: list[str] = []
    waiting: list[tuple[Node, int, str | None, tuple[str, ...]]] = [(node, 0, None, ()) for node in reversed(roots)]
    while waiting:
        give_way()
        node, depth, folded_into, around = waiting.pop()
        for container in around:
            found.contents.setdefault(container, []).append(node.id)
        if node.id not in visible:
            # A chip in a hidden host is hidden with it.
            continue
        container = is_container(node)
        found.drawn_as[node.id] = folded_into or node.id
        inside_of = folded_into
        if folded_into is not None:
            folded_away.append(node.id)
        elif container and not node.folded and node.id not in as_tiles:
            found.frames.append((node, depth))
        else:
            found.tiles.append(node)
            if container:
                inside_of = node.id
        deeper = (*around, node.id) if container else around
        waiting.extend((child, depth + 1, inside_of, deeper) for child in reversed(children.get(node.id, ())))
    return folded_away
