"""Edits of what stands in what: group, ungroup, put into."""

from collections.abc import Collection

import msgspec

from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import kind_title, named
from designer.edit.ids import new_id
from designer.edit.links.flows import rename_ends
from designer.edit.racks.keep_rack_place import settle
from designer.edit.selection import fresh_name, next_order, outermost, require_container, require_known
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS
from designer.model.records import RefusedInput


def group(design: Design, ids: Collection[str], kind: str, name: str = "") -> ChangeSet:
    """Put nodes into a new container around them, inside the innermost container that holds them all.

    Raises:
        RefusedInput: nothing is named, or one of them cannot stand in a container of KIND.
    """
    require_container(kind)
    tops = outermost(design, require_known(design, ids))
    if not tops:
        raise RefusedInput("Select what to group first.")
    nodes = [design.nodes[node_id] for node_id in tops]
    draft = Draft(design)
    frame = Node(
        id=new_id(design, name or kind),
        kind=kind,
        name=name or fresh_name(design, kind_title(kind)),
        order=next_order(design),
        x=min(node.x for node in nodes) - FRAME_PADDING,
        y=min(node.y for node in nodes) - FRAME_HEADER,
    )
    parent = _shared_parent(design, tops)
    check_parent(draft, frame, parent)
    draft.put(msgspec.structs.replace(frame, parent=parent))
    for node in nodes:
        check_parent(draft, node, frame.id)
        draft.put(msgspec.structs.replace(node, parent=frame.id))
    return draft.finished(f"Group {named(design, tops)} into {name or 'a ' + kind_title(kind).lower()}")


def _shared_parent(design: Design, ids: list[str]) -> str | None:
    """The innermost container around all of IDS."""
    shared = list(design.ancestors(ids[0]))
    for node_id in ids[1:]:
        around = set(design.ancestors(node_id))
        shared = [container for container in shared if container in around]
    return shared[0] if shared else None


def ungroup(design: Design, node_id: str) -> ChangeSet:
    """Take a container away and leave its contents where they are.

    The copies of the container multiply the contents and the cables between them, so that the counts stay.

    Raises:
        RefusedInput: it is no container, holds nothing, or its contents cannot stand in what is around it.
    """
    draft = Draft(design)
    frame = draft.node(node_id)
    if frame.kind not in CONTAINERS:
        raise RefusedInput(f"{frame.title} is no group; only sites, rooms, rows, racks and pods are.")
    children = [node for node in design.nodes.values() if node.parent == node_id]
    if not children:
        raise RefusedInput(f"{frame.title} holds nothing; remove it instead.")
    for child in children:
        check_parent(draft, child, frame.parent)
        # Copies of the frame were copies of its contents: the total stays the same.
        draft.put(msgspec.structs.replace(child, parent=frame.parent, copies=child.copies * frame.copies))
    for link in design.links.values():
        if frame.copies > 1 and design.joined_groups(link) == node_id:
            raise RefusedInput(
                f"Link {link.name or link.id} joins the copies of {frame.title} to each other; take it away "
                "or let it join single copies first."
            )
        # Links inside of a frame with copies count once for each of them, and so do their cables.
        if frame.copies > 1 and design.holder(link) == node_id:
            draft.put(msgspec.structs.replace(link, cables=link.cables * frame.copies))
    draft.drop_node(node_id)
    # What ends at the frame itself, such as a relation, has nothing to end at.
    for link in design.links.values():
        if node_id in (link.a, link.b):
            draft.drop_link(link.id)
    for view in design.views.values():
        if node_id in view.focus:
            inside = tuple(child.id for child in children)
            focus = tuple(one for focused in view.focus for one in (inside if focused == node_id else (focused,)))
            draft.put(msgspec.structs.replace(view, focus=tuple(dict.fromkeys(focus))))
    rename_ends(draft, {node_id: tuple(child.id for child in children)})
    return draft.finished(f"Ungroup {frame.title}")


def put_into(design: Design, ids: Collection[str], parent: str | None) -> ChangeSet:
    """Put nodes into a container (or a chip into its host); None takes them out into the open.

    Raises:
        RefusedInput: one of them is not there, or cannot stand in PARENT.
    """
    tops = outermost(design, require_known(design, ids))
    draft = Draft(design)
    for node_id in tops:
        check_parent(draft, draft.node(node_id), parent)
        draft.put(msgspec.structs.replace(draft.node(node_id), parent=parent))
    settle(draft, [node_id for node_id in tops if design.nodes[node_id].parent != parent])
    if parent is None:
        return draft.finished(f"Take {named(design, tops)} out")
    return draft.finished(f"Put {named(design, tops)} into {design.nodes[parent].title}")
