"""Frames that lost all that was in them: taken away with the proposal, so that no empty pod stays behind."""

from typing import Final

from designer.edit.make_real.records import NOTHING, Line, Made, Wishes
from designer.edit.nodes.nodes import remove
from designer.model.design import Design, Node
from designer.model.kinds import BUILDINGS, CONTAINERS, FLOOR_RACKS, KINDS
from designer.model.wording import counted, listed

KEY: Final = "emptied"


def remove_emptied(before: Design, after: Design, wishes: Wishes) -> Made:
    """Remove pods and rows of the sketch that held something and hold nothing any more.

    What was drawn empty is there on purpose and stays, as does what is pinned or has a name, a note, figures or a cable
    of its own. Rooms and racks stay too: they are places even without anything in them.

    Args:
        before: The sketch.
        after: The design with all that is added.
        wishes: Whether the line is wanted.
    """
    edit, gone = NOTHING.edit, list[str]()
    now = after
    while True:
        # A pod that held the last emptied pod alone is empty after it.
        emptied = [name for name in before.nodes if name in now.nodes and _is_emptied(before, now, name)]
        if not emptied:
            break
        gone += [now.nodes[name].title for name in emptied]
        edit = edit.then(remove(now, emptied))
        now = edit.applied(after)
    if not gone:
        return NOTHING
    taken = KEY not in wishes.left_out
    why = f"nothing is in {listed(gone)} any more: what was there stands in racks elsewhere"
    title = f"Remove {counted(len(gone), 'empty frame')}"
    line = Line(key=KEY, step="racks", title=title, why=why, count=len(gone), taken=taken)
    edit.label = title
    return Made(edit=edit if taken else NOTHING.edit, lines=(line,))


def _is_emptied(before: Design, now: Design, name: str) -> bool:
    node = now.nodes[name]
    if node.kind not in CONTAINERS or node.kind in BUILDINGS or node.kind in FLOOR_RACKS:
        return False
    if node.pinned or node.facts or node.note or _has_own_name(node):
        return False
    if any(name in (link.a, link.b) for link in now.links.values()):
        return False
    held = any(one.parent == name for one in before.nodes.values())
    return held and not any(one.parent == name for one in now.nodes.values())


def _has_own_name(node: Node) -> bool:
    """Return whether a person named NODE; the program calls it by its kind, with a number."""
    return node.name.rstrip("0123456789 ") not in {"", KINDS[node.kind].title}
