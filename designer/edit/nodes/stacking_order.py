"""Stacking order of things that overlap: bring to front, send to back, among those in one container."""

from collections.abc import Collection

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import named
from designer.edit.selection import outermost, require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.records import RefusedInput


def bring_to_front(design: Design, ids: Collection[str]) -> ChangeSet:
    """Put nodes in front of all that stands beside them, marks in front of everything; they keep their order.

    Raises:
        RefusedInput: nothing is named, or one of them is not there.
    """
    return _restacked(design, ids, front=True)


def send_to_back(design: Design, ids: Collection[str]) -> ChangeSet:
    """Put nodes behind all that stands beside them, marks behind everything; containers stay behind their contents.

    Raises:
        RefusedInput: nothing is named, or one of them is not there.
    """
    return _restacked(design, ids, front=False)


def _restacked(design: Design, ids: Collection[str], *, front: bool) -> ChangeSet:
    tops = outermost(design, require_known(design, ids, marks=True))
    if not tops:
        raise RefusedInput(f"Select what to {'bring to front' if front else 'send to back'} first.")
    draft = Draft(design)
    _restack_marks(draft, [one for one in tops if one in design.marks], front=front)
    groups: dict[str | None, list[Node]] = {}
    for node_id in tops:
        if node_id in design.marks:
            continue
        node = design.nodes[node_id]
        groups.setdefault(node.parent, []).append(node)
    chosen = set(tops)
    for parent, moved in groups.items():
        others = [node.front for node in design.nodes.values() if node.parent == parent and node.id not in chosen]
        moved.sort(key=lambda node: (node.front, node.order, node.id))
        if not others or (moved[0].front > max(others) if front else moved[-1].front < min(others)):
            continue
        limit = max(others) + 1 if front else min(others) - len(moved)
        # Ties are broken by design order, so each gets a place of its own.
        for at, node in enumerate(moved):
            draft.put(msgspec.structs.replace(node, front=limit + at))
    who = named(design, tops)
    return draft.finished(f"Bring {who} to the front" if front else f"Send {who} to the back")


def _restack_marks(draft: Draft, ids: Collection[str], *, front: bool) -> None:
    marks = draft.before.marks
    moved = sorted((marks[one] for one in ids), key=lambda mark: (mark.front, mark.id))
    others = [mark.front for mark in marks.values() if mark.id not in ids]
    if not moved:
        return
    first, last = moved[0].front, moved[-1].front
    # In front or behind already: no edit.
    if first >= 0 and first > max(others, default=-1) if front else last < 0 and last < min(others, default=0):
        return
    # From zero on in front of the drawing, below zero behind it.
    start = max(others, default=-1) + 1 if front else min((*others, 0)) - len(moved)
    for at, mark in enumerate(moved):
        draft.put(msgspec.structs.replace(mark, front=max(start, 0) + at if front else start + at))
