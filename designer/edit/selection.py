"""Selection that an edit is about: the named records, what stands inside them, and the outermost of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from designer.model.design import Design
from designer.model.kinds import CONTAINERS
from designer.model.records import RefusedInput


def require_container(kind: str) -> str:
    """KIND when it is a kind of container.

    Raises:
        RefusedInput: it is not.
    """
    if kind not in CONTAINERS:
        raise RefusedInput(f"{kind!r} is no kind of container; there are {', '.join(CONTAINERS)}.")
    return kind


def next_order(design: Design) -> int:
    """The place in design order after all others."""
    return max((node.order for node in design.nodes.values()), default=-1) + 1


def next_front(design: Design) -> int:
    """The place in the pile of marks in front of all others, and of the equipment."""
    return max(max((mark.front for mark in design.marks.values()), default=-1), -1) + 1


def fresh_name(design: Design, name: str) -> str:
    """NAME, with a number behind it when a node is called so already."""
    names = {node.name for node in design.nodes.values()}
    number, candidate = 1, name
    while candidate in names:
        number += 1
        candidate = f"{name} {number}"
    return candidate


def held_by(design: Design) -> dict[str, list[str]]:
    """Ids of the nodes that stand in each node, by its id."""
    inside: dict[str, list[str]] = {}
    for node in design.nodes.values():
        if node.parent is not None:
            inside.setdefault(node.parent, []).append(node.id)
    return inside


def amount_in(design: Design, ids: Collection[str]) -> int:
    """Return the number of records that an edit of IDS is about: these, and the nodes that stand in them."""
    return len({*ids, *contents(design, ids)})


def contents(design: Design, ids: Collection[str], inside: Mapping[str, Sequence[str]] | None = None) -> set[str]:
    """IDS of nodes and everything that stands inside them; INSIDE is `held_by` of the design, where that is known."""
    if inside is None:
        inside = held_by(design)
    found: set[str] = set()
    waiting = [node_id for node_id in ids if node_id in design.nodes]
    while waiting:
        node_id = waiting.pop()
        if node_id not in found:
            found.add(node_id)
            waiting.extend(inside.get(node_id, ()))
    return found


def require_known(design: Design, ids: Iterable[str], *, links: bool = False, marks: bool = False) -> list[str]:
    """IDS once each, when all of them are nodes (or, with LINKS, links; with MARKS, marks).

    Raises:
        RefusedInput: one is not there.
    """
    wanted = list(dict.fromkeys(ids))
    for record_id in wanted:
        known = record_id in design.nodes or (links and record_id in design.links)
        if not known and not (marks and record_id in design.marks):
            raise RefusedInput(f"There is no {record_id!r} in this design.")
    return wanted


def outermost(design: Design, ids: Collection[str]) -> list[str]:
    """Those of IDS that stand in no other of them, in design order; marks, which stand in nothing, come last."""
    chosen = set(ids)
    holders = {design.nodes[one].parent for one in chosen if one in design.nodes}
    # What the containers of many nodes stand in is looked up once for each container.
    inside: dict[str | None, set[str]] = {
        holder: {around for around in (holder, *design.ancestors(holder)) if around in chosen}
        for holder in holders
        if holder is not None
    }
    # In a circle a thing stands in itself; that alone does not make it stand in another of them.
    tops = [one for one in chosen if one not in design.nodes or not inside.get(design.nodes[one].parent, set()) - {one}]
    nodes = [node_id for node_id in tops if node_id not in design.marks]
    marks = sorted(one for one in tops if one in design.marks)
    return sorted(nodes, key=lambda node_id: (design.nodes[node_id].order, node_id)) + marks
