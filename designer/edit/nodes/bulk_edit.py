"""One edit over many nodes or links: numbers, texts, choices and media, and the look that one gives to others."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.edit_labels import called, kind_title
from designer.edit.fields import changed, require_fact
from designer.edit.links.links import LINK_FIELDS, set_link
from designer.edit.nodes.nodes import NODE_FIELDS
from designer.edit.selection import require_known
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, FACTS, KINDS, RACKS
from designer.model.parts.part import Medium
from designer.model.records import Record, RefusedInput
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.model.workloads.choices import CHOICES, require_choice

NewNumber = Callable[[float | None], float | None]
"""The new value where a present one stands; None is "not said", before as after."""
NodeNumber = Literal["copies", "price_usd"]
LinkNumber = Literal["cables", "length_m", "capacity_gbps", "capacity_back_gbps"]
_TITLES: Final[Mapping[str, str]] = {
    "copies": "Copies",
    "price_usd": "Own price",
    "cables": "Cables",
    "length_m": "Length",
    "capacity_gbps": "Capacity of a cable",
    "capacity_back_gbps": "Capacity of a cable the other way",
    "name": "Name",
    "note": "Note",
}
_PLACES: Final = re.compile(r"#+")


def fact_now(design: Design, node: Node, fact: str) -> float | None:
    """Return FACT of one copy of NODE: the person's own value, else the part's; None where neither tells."""
    if fact in node.facts:
        return node.facts[fact]
    part = design.part_of(node)
    quantity = part.facts.get(fact) if part else None
    return quantity.value if quantity is not None else None


def set_numbers(design: Design, ids: Iterable[str], field: NodeNumber | LinkNumber, new: NewNumber) -> ChangeSet:
    """Give a number of many nodes or links a new value, each by its own present one.

    Raises:
        RefusedInput: one of them is not there, or its new value is not allowed; then none changes.
    """
    draft = Draft(design)
    chosen = _records(design, ids)
    for record in chosen:
        value = _new_value(design, record, new, _number_now(record, field), whole=field in {"copies", "cables"})
        fields: dict[str, Any] = {field: value}
        with _naming(design, record):
            if isinstance(record, Node):
                draft.put(changed(record, fields, NODE_FIELDS, "A node"))
            else:
                draft.put(changed(record, fields, LINK_FIELDS, "A link"))
    return draft.finished(f"Set {_TITLES[field].lower()} of {_many(design, chosen)}")


def _number_now(record: Node | Link, field: NodeNumber | LinkNumber) -> float | None:
    """Return the present FIELD of RECORD; a capacity the other way that is not told is that of the first way."""
    now: float | None = getattr(record, field)
    return record.capacity_gbps if now is None and isinstance(record, Link) and field == "capacity_back_gbps" else now


def set_facts(design: Design, ids: Iterable[str], fact: str, new: NewNumber) -> ChangeSet:
    """Give many nodes their own value of a fact, each by its present one; None goes back to the part's.

    Raises:
        RefusedInput: there is no such fact or node, or a new value is not allowed; then none changes.
    """
    draft = Draft(design)
    chosen = _nodes(design, ids)
    kind = FACTS.get(fact)
    if kind is None:
        raise RefusedInput(f"There is no fact called {fact!r}.")
    for node in chosen:
        value = _new_value(design, node, new, fact_now(design, node, fact))
        facts = {name: old for name, old in node.facts.items() if name != fact}
        if value is not None:
            with _naming(design, node):
                facts[fact] = require_fact(fact, value)
        draft.put(msgspec.structs.replace(node, facts=facts))
    return draft.finished(f"Set {kind.title.lower()} of {_many(design, chosen)}")


def set_texts(design: Design, ids: Iterable[str], field: Literal["name", "note"], text: str) -> ChangeSet:
    """Give many nodes the same note, or names by a pattern: "leaf-##" numbers them leaf-01, leaf-02 ...

    Raises:
        RefusedInput: one of them is not there, the text is too long, or many would have the same name.
    """
    draft = Draft(design)
    chosen = sorted(_nodes(design, ids), key=lambda node: (node.order, node.id))
    numbered = field == "name" and _PLACES.search(text)
    if field == "name" and text and not numbered and len(chosen) > 1:
        raise RefusedInput(f"{len(chosen)} things would all be called {text!r}; write {text}-# to number them.")
    for number, node in enumerate(chosen, 1):
        given = _numbered(text, number) if numbered else text
        draft.put(changed(node, {field: given}, NODE_FIELDS, "A node"))
    return draft.finished(f"Set {_TITLES[field].lower()} of {_many(design, chosen)}")


def _numbered(pattern: str, number: int) -> str:
    return _PLACES.sub(lambda places: f"{number:0{len(places[0])}d}", pattern)


def set_choices(design: Design, library: Library, ids: Iterable[str], choice: str, value: str) -> ChangeSet:
    """Choose VALUE on many nodes (see choices.CHOICES); "" goes back to the default.

    Raises:
        RefusedInput: there is no such choice for one of them, no such option or no such part.
    """
    draft = Draft(design)
    chosen = _nodes(design, ids)
    require_choice(choice, value)
    kind = CHOICES[choice]
    if kind.part_kind and value:
        draft.embed(library, [value])
        # The choice names a part: the right kind of part is required after it is embedded.
        part = draft.part(value)
        if part is None or part.kind != kind.part_kind:
            raise RefusedInput(f"{value} is no {kind.part_kind}; choose one from the catalog.")
    for node in chosen:
        if node.kind not in kind.kinds:
            raise RefusedInput(f"{called(design, node)} has no {kind.title.lower()} to choose.")
        others = {name: old for name, old in node.choices.items() if name != choice}
        draft.put(msgspec.structs.replace(node, choices={**others, choice: value} if value else others))
    return draft.finished(f"Set {kind.title.lower()} of {_many(design, chosen)}")


def set_media(design: Design, ids: Iterable[str], medium: Medium) -> ChangeSet:
    """Let another medium run through many links, each by the first ports that fit.

    Raises:
        RefusedInput: one of them is not there, or nothing of it fits that medium; then none changes.
    """
    chosen = _links(design, ids)
    now, steps = design, list[ChangeSet]()
    for link in chosen:
        with _naming(design, link):
            steps.append(set_link(now, link.id, medium=medium))
        now = steps[-1].applied(now)
    return merged(steps, f"Set the medium of {_many(design, chosen)}")


class Look(Record, frozen=True, kw_only=True):
    """Look of a node that the format painter carries to others.

    Attributes:
        name: What the first one is called, in messages.
        kind: Of the first one; facts, choices and price go to nodes of the same kind alone.
        note: Given when it is not empty.
    """

    name: str
    kind: str
    width: float | None = None
    height: float | None = None
    facts: Mapping[str, float] = {}
    choices: Mapping[str, str] = {}
    price_usd: float | None = None
    note: str = ""


def look_of(design: Design, node_id: str) -> Look:
    """The look and choices of a node.

    Raises:
        RefusedInput: there is none.
    """
    node = Draft(design).node(node_id)
    return Look(
        name=called(design, node),
        kind=node.kind,
        width=node.width,
        height=node.height,
        facts=node.facts,
        choices=node.choices,
        price_usd=node.price_usd,
        note=node.note,
    )


def give_look(design: Design, library: Library, ids: Iterable[str], look: Look) -> ChangeSet:
    """Give nodes the size of LOOK, and those of its kind its own facts, choices, price and note as well.

    Raises:
        RefusedInput: one of them is not there, nothing is named, or a part that was chosen is gone.
    """
    draft = Draft(design)
    chosen = _nodes(design, ids)
    parts = [value for name, value in look.choices.items() if value and name in CHOICES and CHOICES[name].part_kind]
    if parts and any(node.kind == look.kind for node in chosen):
        draft.embed(library, parts)
    for node in chosen:
        fields: dict[str, Any] = {"width": look.width, "height": look.height}
        if node.kind == look.kind:
            fields |= {"facts": dict(look.facts), "price_usd": look.price_usd, "note": look.note or node.note}
            node = msgspec.structs.replace(node, choices=look.choices)
        draft.put(changed(node, fields, NODE_FIELDS, "A node"))
    return draft.finished(f"Give {_many(design, chosen)} the look of {look.name}")


def shared_facts(design: Design, nodes: Sequence[Node]) -> tuple[str, ...]:
    """Facts that a form offers for NODES together: limits of racks, what their work is asked, and what parts have.

    Where they are of several kinds only what every one of them has, and what one has of its own, are offered.
    """
    if not nodes:
        return ()
    kinds = {node.kind for node in nodes}
    offered: list[str] = []
    if kinds <= RACKS:
        offered += ["power_limit_w", "load_limit_kg", "rack_units"]
    if len(kinds) == 1 and nodes[0].kind in ASKED_FACTS:
        offered += [asked.name for asked in ASKED_FACTS[nodes[0].kind]]
    # Facts of machines make no sense for containers and services.
    if not kinds & set(CONTAINERS) and not kinds & set(ASKED_FACTS):
        usual = ("power_max_w", "power_typical_w", "weight_kg")
        # Only facts that all of them have, since a common field must mean the same for each.
        offered += [name for name in usual if all(fact_now(design, node, name) is not None for node in nodes)]
        if all(node.part and node.part.startswith("generic/") for node in nodes):
            offered += usual[:2]
    if all(kind in KINDS and KINDS[kind].fails for kind in kinds):
        offered += ["mtbf_h", "repair_h"]
    offered += sorted({name for node in nodes for name in node.facts if name in FACTS})
    return tuple(dict.fromkeys(offered))


class _naming:  # noqa: N801 - used as a statement
    """Puts the name of a record before what is refused about it."""

    def __init__(self, design: Design, record: Node | Link) -> None:
        self._design = design
        self._record = record

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if isinstance(problem, RefusedInput):
            raise RefusedInput(f"{_title(self._design, self._record)}: {problem}") from None


def _new_value(
    design: Design, record: Node | Link, new: NewNumber, present: float | None, *, whole: bool = False
) -> float | int | None:
    with _naming(design, record):
        value = new(present)
        if whole and value is not None and not float(value).is_integer():
            raise RefusedInput(f"{value:g} is not a whole number.")
    return int(value) if whole and value is not None else value


def _title(design: Design, record: Node | Link) -> str:
    return called(design, record) if isinstance(record, Node) else record.name or record.id


def _records(design: Design, ids: Iterable[str]) -> list[Node | Link]:
    wanted = require_known(design, ids, links=True)
    if not wanted:
        raise RefusedInput("Select what to change first.")
    return [design.nodes[one] if one in design.nodes else design.links[one] for one in wanted]


def _nodes(design: Design, ids: Iterable[str]) -> list[Node]:
    wanted = require_known(design, ids)
    if not wanted:
        raise RefusedInput("Select what to change first.")
    return [design.nodes[one] for one in wanted]


def _links(design: Design, ids: Iterable[str]) -> list[Link]:
    found = [record for record in _records(design, ids) if isinstance(record, Link)]
    if not found:
        raise RefusedInput("Select the links to change first.")
    return found


def _many(design: Design, records: Sequence[Node | Link]) -> str:
    """The one by its name, many by their kind and number."""
    if len(records) == 1:
        return _title(design, records[0])
    kinds = {record.kind if isinstance(record, Node) else "link" for record in records}
    word = "items" if len(kinds) > 1 else "links" if kinds == {"link"} else f"× {kind_title(kinds.pop())}"
    return f"{len(records):,} {word}"
