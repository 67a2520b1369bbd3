"""Edits of nodes: place, change, move, resize, swap, remove; grouping and peeling are at hand here too."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import kind_title, named
from designer.edit.fields import changed, require_fact, require_place, require_text
from designer.edit.ids import chosen_id
from designer.edit.marks.arrow_ends import shifted
from designer.edit.nodes.grouping import group, put_into, ungroup
from designer.edit.nodes.split_copy import peel_copy
from designer.edit.racks.keep_rack_place import settle
from designer.edit.selection import contents, fresh_name, next_order, require_container, require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.workloads.choices import CHOICES, require_choice

__all__ = [
    "NODE_FIELDS",
    "add_container",
    "add_node",
    "group",
    "move_nodes",
    "peel_copy",
    "put_into",
    "remove",
    "resize_node",
    "set_choice",
    "set_fact",
    "set_node",
    "swap_part",
    "ungroup",
]

NODE_FIELDS: Final = frozenset(
    {
        "name",
        "copies",
        "parent",
        "kind",
        "order",
        "x",
        "y",
        "width",
        "height",
        "floor",
        "rack",
        "facts",
        "ports",
        "price_usd",
        "pinned",
        "folded",
        "note",
        "front",
    }
)


def add_node(
    design: Design,
    library: Library,
    part_id: str,
    x: float,
    y: float,
    *,
    copies: int = 1,
    parent: str | None = None,
    name: str = "",
    node_id: str | None = None,
) -> ChangeSet:
    """Place a part, embedding it with what is inside it and its sources.

    Raises:
        RefusedInput: the part is unknown, the parent cannot hold it, the id is taken, or a number is out of range.
    """
    draft = Draft(design)
    draft.embed(library, [part_id])
    part = _part(draft, part_id)
    node = Node(
        id=chosen_id(design, node_id, part.name, "Node"), kind=part.kind, part=part_id, order=next_order(design)
    )
    fields: dict[str, Any] = {"x": x, "y": y, "copies": copies, "name": name or fresh_name(design, part.name)}
    node = changed(node, fields, NODE_FIELDS, "A node")
    check_parent(draft, node, parent)
    draft.put(msgspec.structs.replace(node, parent=parent))
    many = f"{copies:,} × " if copies > 1 else ""
    return draft.finished(f"Add {many}{name or part.name}")


def add_container(
    design: Design,
    kind: str,
    x: float,
    y: float,
    *,
    name: str = "",
    node_id: str | None = None,
    parent: str | None = None,
) -> ChangeSet:
    """Place an empty site, room, row, rack or pod.

    Raises:
        RefusedInput: KIND is no container, or the parent cannot hold it.
    """
    require_container(kind)
    draft = Draft(design)
    node = Node(id=chosen_id(design, node_id, name or kind, "Node"), kind=kind, order=next_order(design))
    fields: dict[str, Any] = {"x": x, "y": y, "name": name or fresh_name(design, kind_title(kind))}
    node = changed(node, fields, NODE_FIELDS, "A node")
    check_parent(draft, node, parent)
    draft.put(msgspec.structs.replace(node, parent=parent))
    return draft.finished(f"Add {name or kind_title(kind).lower()}")


def set_choice(design: Design, library: Library, node_id: str, choice: str, value: str) -> ChangeSet:
    """Choose VALUE on a node (see choices.CHOICES), embedding the part that it names; "" goes back to the default.

    Raises:
        RefusedInput: there is no such choice for this kind, no such option or no such part.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    kind = CHOICES.get(choice)
    require_choice(choice, value)
    if kind is None or node.kind not in kind.kinds:
        raise RefusedInput(f"{node.title} has no {choice} to choose.")
    words = dict(kind.options).get(value, value) or "the default"
    if kind.part_kind and value:
        draft.embed(library, [value])
        words = _part(draft, value).name
        if _part(draft, value).kind != kind.part_kind:
            raise RefusedInput(f"{value} is no {kind.part_kind}; choose one from the catalog.")
    others = {name: old for name, old in node.choices.items() if name != choice}
    draft.put(msgspec.structs.replace(node, choices={**others, choice: value} if value else others))
    return draft.finished(f"Set {kind.title.lower()} of {node.title} to {words}")


def _part(draft: Draft, part_id: str) -> Part:
    part = draft.part(part_id)
    if part is None:
        raise RefusedInput(f"There is no part {part_id!r}.")
    return part


def set_node(design: Design, node_id: str, **fields: Any) -> ChangeSet:
    """Change fields of one node (see NODE_FIELDS); its part is changed by `swap_part`.

    Raises:
        RefusedInput: a field is unknown or its value is not allowed.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    if "kind" in fields:
        _check_kind_change(design, node, fields["kind"])
    after = changed(node, fields, NODE_FIELDS, "A node")
    for name in after.facts:
        require_fact(name, after.facts[name])
    if after.parent != node.parent or after.kind != node.kind:
        check_parent(draft, after, after.parent)
    draft.put(after)
    # Another kind may not be allowed to hold what stands inside.
    if after.kind != node.kind:
        for child in design.nodes.values():
            if child.parent == node_id:
                check_parent(draft, child, node_id)
    # Other copies or another size may not fit at the place in the rack.
    if "rack" not in fields and _may_move(node, after):
        settle(draft, [node_id])
    return draft.finished(_label(design, node, after, fields))


def _may_move(node: Node, after: Node) -> bool:
    """Return True when its place in a rack may no longer be free."""
    return (node.copies, node.parent, node.facts) != (after.copies, after.parent, after.facts)


def _check_kind_change(design: Design, node: Node, kind: Any) -> None:
    if node.part is not None or node.kind not in CONTAINERS:
        raise RefusedInput(f"{node.title} is what its part is; swap the part instead of its kind.")
    require_container(require_text(kind, "The kind"))


def _label(design: Design, node: Node, after: Node, fields: Mapping[str, Any]) -> str:
    who = node.title
    if set(fields) == {"name"}:
        return f"Rename {who} to {after.name}" if after.name else f"Take the name of {who} away"
    if set(fields) == {"copies"}:
        return f"Set {who} to ×{after.copies:,}"
    if set(fields) == {"folded"}:
        return f"Fold {who}" if after.folded else f"Unfold {who}"
    if set(fields) == {"pinned"}:
        return f"Pin {who}" if after.pinned else f"Unpin {who}"
    return f"Change {who}"


def set_fact(design: Design, node_id: str, fact: str, value: float | None) -> ChangeSet:
    """Give a node its own value of a fact; None goes back to the part's.

    Raises:
        RefusedInput: there is no such fact, or the value is not allowed.
    """
    node = Draft(design).node(node_id)
    facts = {name: old for name, old in node.facts.items() if name != fact}
    if value is not None:
        facts[fact] = require_fact(fact, value)
    elif fact not in node.facts:
        require_fact(fact, 0.0)
    return set_node(design, node_id, facts=facts)


def swap_part(design: Design, library: Library, node_id: str, part_id: str) -> ChangeSet:
    """Make a node another part, keeping its place, copies and links; port names that are gone are forgotten.

    Raises:
        RefusedInput: the node is a container, the part is unknown, or it cannot stand there.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    if node.part is None and node.kind in CONTAINERS:
        raise RefusedInput(f"{node.title} is a {kind_title(node.kind).lower()}; it has no part to swap.")
    draft.embed(library, [part_id])
    part = _part(draft, part_id)
    after = msgspec.structs.replace(node, part=part_id, kind=part.kind)
    old = design.part_of(node)
    # A name that was made from the part follows it; a name of the person's own stays.
    if old is not None and node.name.startswith(old.name):
        after = msgspec.structs.replace(after, name=part.name + node.name.removeprefix(old.name))
    check_parent(draft, after, after.parent)
    draft.put(after)
    for child in design.nodes.values():
        if child.parent == node_id:
            check_parent(draft, child, node_id)
    names = {group.name for group in after.ports or part.ports}
    for link in design.links.values():
        lost = {
            f"{end}_port": None
            for end in ("a", "b")
            if getattr(link, end) == node_id and getattr(link, f"{end}_port") not in names
        }
        if lost:
            draft.put(msgspec.structs.replace(link, **lost))
    settle(draft, [node_id])
    return draft.finished(f"Swap {node.title} for {part.name}")


def move_nodes(design: Design, ids: Collection[str], dx: float, dy: float) -> ChangeSet:
    """Move nodes with their contents, and marks, on the canvas.

    Raises:
        RefusedInput: one is not there, or would leave the canvas.
    """
    require_place(dx)
    require_place(dy)
    wanted = require_known(design, ids, marks=True)
    draft = Draft(design)
    for node_id in contents(design, wanted):
        node = design.nodes[node_id]
        draft.put(msgspec.structs.replace(node, x=node.x + dx, y=node.y + dy))
    for mark_id in wanted:
        if mark_id in design.marks:
            draft.put(shifted(design.marks[mark_id], dx, dy))
    return draft.finished(f"Move {named(design, wanted)}")


def resize_node(
    design: Design,
    node_id: str,
    width: float | None,
    height: float | None,
    *,
    x: float | None = None,
    y: float | None = None,
) -> ChangeSet:
    """Give a node its own size on the canvas; None goes back to its kind's (a container wraps its contents).

    Raises:
        RefusedInput: the size or place is not allowed.
    """
    draft = Draft(design)
    node = draft.node(node_id)
    fields: dict[str, Any] = {"width": width, "height": height}
    fields |= {name: value for name, value in (("x", x), ("y", y)) if value is not None}
    draft.put(changed(node, fields, NODE_FIELDS, "A node"))
    return draft.finished(f"Resize {node.title}")


def remove(design: Design, ids: Collection[str]) -> ChangeSet:
    """Remove nodes, links and marks; contents and links of what goes leave with it.

    Raises:
        RefusedInput: one is not there.
    """
    wanted = require_known(design, ids, links=True, marks=True)
    draft = Draft(design)
    for mark_id in wanted:
        if mark_id in design.marks:
            draft.drop_mark(mark_id)
    gone = contents(design, wanted)
    for node_id in gone:
        draft.drop_node(node_id)
    dropped = {record_id for record_id in wanted if record_id in design.links}
    dropped |= {link.id for link in design.links.values() if link.a in gone or link.b in gone}
    for link_id in dropped:
        draft.drop_link(link_id)
    # Views would look at what is gone.
    for view in design.views.values():
        if any(focused in gone for focused in view.focus):
            draft.put(msgspec.structs.replace(view, focus=tuple(f for f in view.focus if f not in gone)))
    return draft.finished(f"Remove {named(design, wanted)}")
