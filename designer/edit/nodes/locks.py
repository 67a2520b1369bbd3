"""Locking things in place: what is locked is moved neither by tidying nor by dragging."""

from collections.abc import Collection, Iterable

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import named
from designer.edit.selection import require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput


def set_locked(design: Design, ids: Collection[str], *, locked: bool) -> ChangeSet:
    """Lock nodes and marks in place, or let them go.

    Raises:
        RefusedInput: one of them is not there.
    """
    wanted = require_known(design, ids, marks=True)
    draft = Draft(design)
    for one in wanted:
        record = design.nodes.get(one) or design.marks[one]
        draft.put(msgspec.structs.replace(record, pinned=locked))
    return draft.finished(f"Lock {named(design, wanted)} in place" if locked else f"Unlock {named(design, wanted)}")


def deletable(design: Design, ids: Collection[str]) -> list[str]:
    """IDS that a deletion of all of them takes: a locked one goes only when it is named alone.

    Raises:
        RefusedInput: all of several are locked.
    """
    free = [one for one in ids if not is_locked(design, one)]
    if len(ids) > 1 and not free:
        raise RefusedInput("They are locked in place; unlock them first, or delete them one by one.")
    return free if len(ids) > 1 else list(ids)


def unlocked(design: Design, ids: Iterable[str]) -> list[str]:
    """Those of IDS that are nodes or marks and not locked."""
    return [one for one in ids if (one in design.nodes or one in design.marks) and not is_locked(design, one)]


def is_locked(design: Design, record_id: str) -> bool:
    """Return True when a node or mark is locked in place."""
    record = design.nodes.get(record_id) or design.marks.get(record_id)
    return record is not None and record.pinned
