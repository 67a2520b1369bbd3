"""Tidy: a whole design, or some of it, laid out in one of four styles, as one edit."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

import msgspec

from designer.edit.draft import Draft
from designer.edit.layouts.blocks import Box, Flow, PowerBeside, Spots
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame
from designer.edit.layouts.estimate import MOST_LINKS, tangle
from designer.edit.layouts.frame_marks import frames_again, set_apart
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
_TRIES: Final[tuple[PowerBeside, ...]] = ("always", "alone", "never")
"""Whether what feeds and cools stands beside the lowest row of a container, or below it."""
_ROUNDS: Final = 3
"""Each try is laid out so often, the later ones with an eye on where things outside of a container stood before."""
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
    places = _least_tangled(design, style, tops, pins, tell, whole=ids is None)
    # Frames that a person drew, such as the layers of a stack, go with what they hold.
    banded = ids is None and style == "tiers" and bool(design.marks)
    if banded:
        places |= set_apart(design, _moved(design, places))
    draft = Draft(design)
    for node_id, (x, y) in places.items():
        node = design.nodes[node_id]
        if (node.x, node.y) != (x, y):
            draft.put(msgspec.structs.replace(node, x=x, y=y))
    if banded:
        for mark in frames_again(design, _moved(design, places)):
            draft.put(mark)
    if ids is not None:
        what = f"Tidy {len(tops)} {'item' if len(tops) == 1 else 'items'} {_WORDS[style]}"
    return draft.finished(what)


def _least_tangled(
    design: Design, style: str, tops: Sequence[str], pins: Collection[str], tell: Tell, *, whole: bool
) -> Spots:
    """The places of TOPS with their contents; of a few ways to lay them out, those whose links are least tangled."""
    inside = contents(design, tops)
    links = [(link.a, link.b) for link in design.links.values() if link.a in inside and link.b in inside]
    framed = any(is_frame(design.nodes[node_id]) for node_id in inside)
    # Without containers all tries would be the same.
    tries = _TRIES if style == "tiers" and framed and len(links) <= MOST_LINKS else _TRIES[:1]
    groups = _by_parent(design, tops)
    steps = (sum(is_frame(design.nodes[node_id]) for node_id in inside) + len(groups)) * len(tries) * _ROUNDS
    told = _Told(tell, steps)
    drawn = drawn_boxes(design) if not whole else {}
    best: Spots = {}
    least = float("inf")
    for power_beside in tries:
        seen: Mapping[str, Box] = {}
        for _ in range(_ROUNDS if len(tries) > 1 else 1):
            nesting = Nesting(design, STYLES[style], pins, told.tell, seen=seen, power_beside=power_beside)
            places: Spots = {}
            for parent, group in groups.items():
                blocks = nesting.blocks(group)
                corner, taken = (0.0, 0.0), list[Box]()
                if not whole:
                    corner = _corner(group, drawn)
                    taken = _others(design, parent, group, drawn)
                places |= nesting.placed(blocks, corner, taken, inside=parent is not None)
            if len(tries) == 1:
                return places
            seen = drawn_boxes(_moved(design, places))
            tangled = tangle(seen, [one for one in seen if not is_frame(design.nodes[one])], links)
            if tangled < least:
                best, least = places, tangled
    return best


class _Told:
    """Counts the steps of several layouts."""

    def __init__(self, tell: Tell, steps: int) -> None:
        self._tell = tell
        self._done, self._steps = 0, steps

    def tell(self, name: str) -> None:
        """Say that one more container is done."""
        self._done += 1
        self._tell(min(self._done, self._steps), self._steps, name)


def _moved(design: Design, places: Spots) -> Design:
    nodes = dict(design.nodes)
    for node_id, (x, y) in places.items():
        nodes[node_id] = msgspec.structs.replace(nodes[node_id], x=x, y=y)
    return msgspec.structs.replace(design, nodes=nodes)


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
