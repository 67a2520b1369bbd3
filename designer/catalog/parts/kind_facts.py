"""Facts that matter for a part of each kind: those that parts of the kind use and results ask for."""

from designer.model.kinds import FACTS, KINDS


def facts_of_kind(kind: str) -> tuple[str, ...]:
    """Names of the facts that a form for a part of KIND offers first, the weightiest first; () where none matter."""
    return KINDS[kind].facts if kind in KINDS else ()


def other_facts(kind: str) -> tuple[str, ...]:
    """Names of all further facts, which a part of KIND may have too."""
    offered = frozenset(facts_of_kind(kind))
    return tuple(name for name in FACTS if name not in offered)
