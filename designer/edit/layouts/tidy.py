"""Tidy: a whole design, or some of it, laid out in one of four styles, as one edit."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

import msgspec

from designer.edit.draft import Draft
from designer.edit.layouts.blocks import Box, Flow, Spots
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame
from designer.edit.layouts.grid import in_grid
from designer.edit.layouts.nesting import Nesting, Tell
from designer.edit.layouts.radial import in_rings
from designer.edit.layouts.tiers import in_tiers
from designer.edit.layouts.tree import as_tree
from designer.edit.selection import contents, outermost, require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput

Style = Literal["tiers", "tree", "radial", "grid"]
STYLES: Final[Mapping[str, Flow]] = {"tiers": in_tiers, "tree": as_tree, "radial": in_rings, "grid": in_grid}
_WORDS: Final = {"tiers": "in tiers", "tree": "as a tree", "radial": "in rings", "grid": "in a grid"}


def _silent(done: int, total: int, name: str) -> None:
    """Tell nobody."""


def tidy(
    design: Design,
    style: str = "tiers",
    ids: Collection[str] | None = None,
    pins: Collection[str] = (),
    tell: Tell = _silent,
) -> ChangeSet:
    """Lay the design out in STYLE, containers around their contents; nothing overlaps, what is pinned stays.

    Places fall on the 8 px grid, unless a pin puts them beside it. The same design gives the same places, and
    tidying again moves nothing.

    Args:
        design: What to lay out.
        style: One of STYLES.
        ids: Lay out these alone, with their contents, from their upper left corner on and clear of what stands beside
            them; None is the whole design.
        pins: Ids that stay where they are, beside those that are pinned in the design.
        tell: Called as containers are done.

    Raises:
        RefusedInput: there is no such style, or one of the ids is not there.
    """
    if style not in STYLES:
        raise RefusedInput(f"There is no layout {style!r}; there are {', '.join(STYLES)}.")
    require_known(design, pins)
    what = f"Tidy {_WORDS[style]}"
    if ids is None and (freed := _without_pins(design, pins)) is not design and not tidy(freed, style):
        return Draft(design).finished(what)  # the pins are where they would be anyway
    if ids is None:
        tops = [node.id for node in design.nodes_in_order() if node.parent not in design.nodes]
    else:
        tops = outermost(design, require_known(design, ids))
    frames = sum(is_frame(design.nodes[node_id]) for node_id in contents(design, tops))
    groups = _by_parent(design, tops)
    nesting = Nesting(design, STYLES[style], pins, tell, frames + len(groups))
    drawn = drawn_boxes(design) if ids is not None else {}
    places: Spots = {}
    for parent, group in groups.items():
        blocks = nesting.blocks(group)
        corner, taken = (0.0, 0.0), list[Box]()
        if ids is not None:
            corner = _corner(group, drawn)
            taken = _others(design, parent, group, drawn)
        places |= nesting.placed(blocks, corner, taken, inside=parent is not None)
    draft = Draft(design)
    for node_id, (x, y) in places.items():
        node = design.nodes[node_id]
        if (node.x, node.y) != (x, y):
            draft.put(msgspec.structs.replace(node, x=x, y=y))
    if ids is not None:
        what = f"Tidy {len(tops)} {'item' if len(tops) == 1 else 'items'} {_WORDS[style]}"
    return draft.finished(what)


def _without_pins(design: Design, pins: Collection[str]) -> Design:
    """DESIGN with nothing pinned; itself where nothing is and PINS are none."""
    pinned = [node for node in design.nodes.values() if node.pinned]
    if not pinned and not pins:
        return design
    return msgspec.structs.replace(
        design, nodes={**design.nodes, **{node.id: msgspec.structs.replace(node, pinned=False) for node in pinned}}
    )


def _by_parent(design: Design, tops: Sequence[str]) -> dict[str | None, list[str]]:
    """TOPS by what they stand in; chips in sockets lie where their host has them and are left out."""
    groups: dict[str | None, list[str]] = {}
    for node_id in tops:
        parent = design.nodes[node_id].parent
        known = parent if parent in design.nodes else None
        if known is None or is_frame(design.nodes[known]):
            groups.setdefault(known, []).append(node_id)
    return groups


def _corner(ids: Sequence[str], drawn: Mapping[str, Box]) -> tuple[float, float]:
    return min(drawn[node_id].left for node_id in ids), min(drawn[node_id].top for node_id in ids)


def _others(design: Design, parent: str | None, ids: Sequence[str], drawn: Mapping[str, Box]) -> list[Box]:
    """The boxes of what stands beside IDS and is not laid out."""
    chosen = set(ids)
    return [
        drawn[node.id]
        for node in design.nodes_in_order()
        if (node.parent if node.parent in design.nodes else None) == parent
        and node.id not in chosen
        and node.id in drawn
    ]
