"""The terms of the glossary that say what chosen things of a design are."""

from collections.abc import Iterable

from designer.catalog.glossary import Term, shipped_glossary
from designer.model.design import Design
from designer.model.kinds import KINDS


def kind_terms(design: Design, ids: Iterable[str]) -> tuple[Term, ...]:
    """Return the terms of the kinds of those IDS of DESIGN that are nodes, each once."""
    glossary = shipped_glossary()
    kinds = dict.fromkeys(design.nodes[one].kind for one in ids if one in design.nodes)
    found = (glossary.named(KINDS[kind].title) for kind in kinds)
    return tuple(term for term in found if term is not None)
