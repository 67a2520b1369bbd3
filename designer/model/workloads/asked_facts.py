"""Facts of a workload that are asked of a node now, and those that are needed and stated nowhere."""

from collections.abc import Mapping
from typing import Final

from designer.model.design import Node
from designer.model.kinds import KINDS
from designer.model.kinds.asked import AskedFact as AskedFact
from designer.model.parts.part import Part

ASKED_FACTS: Final[Mapping[str, tuple[AskedFact, ...]]] = {kind.id: kind.asked for kind in KINDS.values() if kind.asked}
"""By kind; a kind that is not here is asked nothing."""


def facts_asked(node: Node) -> tuple[AskedFact, ...]:
    """Return the facts that NODE is asked now, in the order of a form.

    Those that its choices make idle are left out.
    """
    return tuple(
        asked
        for asked in ASKED_FACTS.get(node.kind, ())
        if asked.when is None or node.choices.get(asked.when[0]) == asked.when[1]
    )


def facts_missing(node: Node, part: Part | None) -> tuple[AskedFact, ...]:
    """Facts that are needed and that neither NODE nor its PART states."""
    stated = {*node.facts, *(part.facts if part is not None else ())}
    return tuple(asked for asked in facts_asked(node) if asked.needed and asked.name not in stated)
