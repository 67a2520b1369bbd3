"""Merging one record: what a generator made, what a person made of it, and what the generator makes now."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar, cast

import msgspec

from designer.model.design import Design, Link, Node, View
from designer.model.figures.figure_text import number_text
from designer.model.records import Record

R = TypeVar("R", bound=Record)

PLACEMENT: Final = frozenset({"x", "y", "width", "height", "order", "folded", "pinned", "front"})
"""Where and how a thing lies on the canvas: kept, but no reason to keep a thing that is no longer made."""
_POSITION: Final = frozenset({"x", "y"})
_NEAR: Final = 1e-6
_TITLES: Final[Mapping[str, str]] = {
    "a": "first end",
    "b": "second end",
    "a_port": "port at the first end",
    "b_port": "port at the second end",
    "price_usd": "price",
    "capacity_gbps": "capacity",
    "capacity_back_gbps": "capacity the other way",
    "across": "groups that it joins",
    "length_m": "length",
    "cable_part": "kind of cable",
    "copies": "number of copies",
    "cables": "number of cables",
}
Say = Callable[[str], None]


def merged_record(base: R, mine: R, theirs: R, say: Say, skipped: Collection[str] = ()) -> R:
    """THEIRS with every field that the person changed from BASE to MINE; told through SAY where the two disagree.

    Facts and choices are merged one by one.

    Args:
        base: As the generator made it.
        mine: As it is now.
        theirs: As the generator makes it now.
        say: Takes one sentence per field in which the person's value stands against another of the generator.
        skipped: Fields that are the caller's business; they stay as in THEIRS.
    """
    fields: dict[str, Any] = {}
    if mine == base:
        return theirs
    for name in base.__struct_fields__:
        old, own, new = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        # A field that the person did not change is the generator's.
        if name in skipped or own == old:
            continue
        # Facts and choices are merged name by name.
        if isinstance(own, Mapping):
            fields[name] = _merged_mapping(_texts(old), _texts(own), _texts(new), say)
            continue
        fields[name] = own
        # Both changed it, and not to the same: the person's value wins, and it is said. Places differ all the time.
        if new not in (old, own) and name not in PLACEMENT:
            say(f"its {_TITLES.get(name, name.replace('_', ' '))} stays{_shown(own)}{_instead(new)}")
    return msgspec.structs.replace(theirs, **fields)


def _texts(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value)


def _merged_mapping(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object], say: Say
) -> dict[str, object]:
    result = dict(theirs)
    for key in {**base, **mine}:
        old, own, new = base.get(key), mine.get(key), theirs.get(key)
        if own == old:
            continue
        if own is None:
            result.pop(key, None)
        else:
            result[key] = own
        if new not in (old, own):
            say(f"its {key.replace('_', ' ')} stays{_shown(own)}{_instead(new)}")
    return result


def _shown(value: object) -> str:
    """VALUE after a word, where it can be said in one."""
    if isinstance(value, bool) or value is None:
        return " empty" if value is None else ""
    if isinstance(value, int | float):
        return f" {number_text(float(value))}"
    return f" {value!r}" if isinstance(value, str) and len(value) <= 60 else ""


def _instead(value: object) -> str:
    shown = _shown(value)
    return f" instead of{shown}" if shown else ""


def touched(base: Node | Link | View, mine: Node | Link | View, ignored: Collection[str] = PLACEMENT) -> bool:
    """Return True when the person changed more than the IGNORED fields."""
    return base != mine and any(
        getattr(base, name) != getattr(mine, name) for name in base.__struct_fields__ if name not in ignored
    )


def moved(base: Design, mine: Design, node_id: str) -> bool:
    """Return True when the person moved a node other than with what holds it."""
    old, own = base.nodes[node_id], mine.nodes[node_id]
    if old.parent != own.parent:
        return True
    before, now = _within(base, old), _within(mine, own)
    return abs(before[0] - now[0]) > _NEAR or abs(before[1] - now[1]) > _NEAR


def _within(design: Design, node: Node) -> tuple[float, float]:
    """Return the place of NODE from the corner of what holds it."""
    holder = design.nodes.get(node.parent) if node.parent else None
    return (node.x, node.y) if holder is None else (node.x - holder.x, node.y - holder.y)


def placed(nodes: Mapping[str, Node], base: Design, mine: Design, theirs: Design) -> dict[str, Node]:
    """NODES where they belong: those of the person as they lie in what holds them, all others as the generator says.

    A node that was put into something else by hand stays where it is on the canvas.
    """
    done: dict[str, Node] = {}

    def place(node_id: str) -> Node:
        if node_id in done:
            return done[node_id]
        node = nodes[node_id]
        done[node_id] = node  # a cycle of holders is refused later
        # By hand: what the generator does not make, and what the person put or moved somewhere.
        by_hand = node_id not in theirs.nodes or (
            node_id in mine.nodes and (node_id not in base.nodes or moved(base, mine, node_id))
        )
        source = mine if by_hand else theirs
        own = source.nodes[node_id]
        x, y = own.x, own.y
        # Inside of a holder that has moved, it moves along.
        if node.parent and node.parent in nodes and node.parent in source.nodes and node.parent == own.parent:
            holder, before = place(node.parent), source.nodes[node.parent]
            # Where the person put it into another holder, its place there is meant as it is.
            regrouped = by_hand and node_id in base.nodes and base.nodes[node_id].parent != own.parent
            if not regrouped and (holder.x, holder.y) != (before.x, before.y):
                x, y = holder.x + (x - before.x), holder.y + (y - before.y)
        done[node_id] = msgspec.structs.replace(node, x=x, y=y)
        return done[node_id]

    for node_id in nodes:
        place(node_id)
    return done
