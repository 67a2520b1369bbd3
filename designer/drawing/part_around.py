"""The part of a design around what an edit changes: of a large design all that can be seen in one picture."""

from collections.abc import Container, Sequence
from typing import Final

from msgspec.structs import replace

from designer.edit.selection import contents
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node

MOST_APART: Final = 4_000.0
"""Canvas pixels between what one picture shows."""
MOST_AROUND: Final = 200
_DRAWN: Final = ("nodes", "links")


def changed_ids(changes: ChangeSet, *designs: Design) -> tuple[str, ...]:
    """Return the ids of nodes and links in CHANGES that one of DESIGNS has; () where they are too many to be seen."""
    found = [record for table, record in changes.changes if table in _DRAWN]
    known = tuple(one for one in found if any(one in design.nodes or one in design.links for design in designs))
    return known if len(known) <= MOST_AROUND else ()


def part_around(design: Design, ids: Sequence[str]) -> Design:
    """Return the part of DESIGN around IDS: these, what is in them and around them, and the links between them.

    Of a link its ends are shown, where they are not far off the rest.
    """
    return _part(design, _kept(design, ids))


def parts_around(first: Design, second: Design, ids: Sequence[str]) -> tuple[Design, Design]:
    """Return the same part of two designs, around IDS of either of them."""
    kept = _kept(first, ids) | _kept(second, ids)
    return _part(first, kept), _part(second, kept)


def _kept(design: Design, ids: Sequence[str]) -> set[str]:
    wanted = contents(design, [one for one in ids if one in design.nodes])
    near = [design.nodes[one] for one in wanted]
    ends = [end for one in ids if one in design.links for end in (design.links[one].a, design.links[one].b)]
    for end in ends:
        node = design.nodes.get(end)
        if node is not None and (not near or any(_apart(node, other) <= MOST_APART for other in near)):
            near.append(node)
    kept = {node.id for node in near}
    return kept | {above for one in kept for above in design.ancestors(one)}


def _part(design: Design, kept: Container[str]) -> Design:
    nodes = {one: node for one, node in design.nodes.items() if one in kept}
    links = {one: link for one, link in design.links.items() if link.a in nodes and link.b in nodes}
    return replace(design, nodes=nodes, links=links, marks={})


def _apart(a: Node, b: Node) -> float:
    return max(abs(a.x - b.x), abs(a.y - b.y))
