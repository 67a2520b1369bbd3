"""Fields of what is asked of a workload, of a machine and of how it is paid: choices, then facts."""

from typing import Final

from designer.edit.nodes.bulk_edit import set_choices, set_facts
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure_text import number_text
from designer.model.kinds import KINDS
from designer.model.network.card_map import GPU_CARDS
from designer.model.workloads.asked_facts import ASKED_FACTS, AskedFact
from designer.model.workloads.choices import CHOICES, ChoiceKind, choices_for
from designer.ui.inspector.effective_values import fact_asked_now
from designer.ui.inspector.field_spec import (
    ARITHMETIC,
    NOT_SET,
    FieldSpec,
    Selected,
    choice,
    grouped_text,
    line,
    numbers,
    part_of_kind,
)
from designer.ui.inspector.fields.node_fields import kinds_of, of_parts

_ASKED_ALONE: Final = {GPU_CARDS: "How it sends", "overload": "When something fails"}
"""Headings above a choice that is the only one of its kind."""


def work_heading(kind: str) -> str:
    """Return what stands above the fields that nodes of KIND are asked."""
    if kind in ASKED_FACTS:
        return "What is asked of it"
    choices = choices_for(kind)
    usual = "How its ports are joined" if kind in KINDS and KINDS[kind].passes else "How it is paid"
    return _ASKED_ALONE.get(choices[0].name, usual) if len(choices) == 1 else usual


def _choice(kind: ChoiceKind) -> FieldSpec[Node]:
    by_part, empty = kind.part_kind, kind.unset or NOT_SET
    if by_part:
        empty = f"Choose a {kind.title.lower()}…"
    return FieldSpec(
        key=kind.name,
        title=kind.title,
        help=kind.help or "Empty or the first of the list is what holds when nothing is chosen.",
        kinds=lambda at: at.once(kinds_of) <= kind.kinds,
        among=of_parts,
        read=lambda _, node: node.choices.get(kind.name, "") or kind.default,
        empty=lambda _design, _node: empty,
        editor=part_of_kind(by_part) if by_part else choice(lambda _: kind.options) if kind.options else line,
        write=lambda at, value: set_choices(at.design, at.library, at.ids, kind.name, value),
    )


def _asked(kind: str, asked: AskedFact) -> FieldSpec[Node]:
    return FieldSpec(
        key=f"fact:{asked.name}",
        title=asked.title,
        unit=asked.unit,
        help=asked.words or "Yours; empty for what stands there then.",
        many=ARITHMETIC,
        kinds=lambda at: at.once(kinds_of) == frozenset((kind,)),
        shown=lambda at: _counts(at, asked),
        among=of_parts,
        read=lambda _, node: node.facts.get(asked.name),
        text=grouped_text,
        empty=lambda design, node: supposed(design, node, asked),
        write=numbers(
            asked.unit,
            asked.title,
            lambda at, new: set_facts(
                at.design,
                at.ids,
                asked.name,
                new,
                {node.id: fact_asked_now(at.design, node, asked) for node in at.records},
            ),
            share=asked.share,
        ),
    )


def _counts(at: Selected[Node], asked: AskedFact) -> bool:
    """Return True when the question makes sense of one of them with what else is answered."""
    if asked.when is None:
        return True
    name, value = asked.when
    return any(node.choices.get(name) == value for node in at.once(of_parts))


def supposed(design: Design, node: Node, asked: AskedFact) -> str:
    """Return what an empty field says: what the part states, what is assumed, or that nobody has said it."""
    part = design.part_of(node)
    stated = part.facts.get(asked.name) if part is not None else None
    if stated is not None and stated.value is not None:
        return number_text(stated.value, 6)
    if asked.assumption:
        value = assumed(design, asked.assumption).value
        return f"{number_text(value)} assumed" if value is not None else NOT_SET
    return asked.supposed or NOT_SET


WORK_FIELDS: Final[tuple[FieldSpec[Node], ...]] = (
    *map(_choice, CHOICES.values()),
    *(_asked(kind, asked) for kind, every in ASKED_FACTS.items() for asked in every),
)
