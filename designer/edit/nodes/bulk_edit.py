"""One edit over many nodes or links: numbers, texts, choices and media, and the look that one gives to others."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.edit_labels import kind_title
from designer.edit.fields import changed, require_fact
from designer.edit.links.links import LINK_FIELDS, set_link
from designer.edit.nodes.nodes import NODE_FIELDS, set_choice, set_fact, set_node
from designer.edit.racks.keep_rack_place import settle
from designer.edit.selection import require_known
from designer.model.changes import ChangeSet, merged
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, FACTS, KINDS, RACKS
from designer.model.parts.part import Medium
from designer.model.records import Record, RefusedInput
from designer.model.rooms.rack_slots import box_of
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


def edit_each(
    design: Design, ids: Iterable[str], edit: Callable[[Design, str], ChangeSet], label: str = ""
) -> ChangeSet:
    """Make EDIT of each of IDS, one after the other, as one step called LABEL; of one alone it keeps its own label.

    Raises:
        RefusedInput: it is refused for one of them, whose name stands before the reason; then none changes.
    """
    now, steps, chosen = design, list[ChangeSet](), tuple(ids)
    for one in chosen:
        record = design.nodes.get(one) or design.links.get(one)
        with _naming(design, record if len(chosen) > 1 else None):
            steps.append(edit(now, one))
        now = steps[-1].applied(now)
    return merged(steps, label if len(chosen) > 1 else "")


def set_numbers(
    design: Design,
    ids: Iterable[str],
    field: NodeNumber | LinkNumber,
    new: NewNumber,
    present: Mapping[str, float | None] | None = None,
) -> ChangeSet:
    """Give a number of one or many nodes or links a new value, each by its own present one.

    Args:
        design: The design.
        ids: The nodes or links.
        field: The number.
        new: Answers the new value where a present one stands.
        present: By id, what stands where a record has no value of its own; None for nothing.

    Raises:
        RefusedInput: one of them is not there, or its new value is not allowed; then none changes.
    """
    draft, moved = Draft(design), list[str]()
    chosen = _records(design, ids)
    for record in chosen:
        now = _number_now(record, field) if present is None else present.get(record.id)
        with _naming(design, record if len(chosen) > 1 else None):
            fields: dict[str, Any] = {field: _new_value(new, now, whole=field in {"copies", "cables"})}
            if len(chosen) == 1:
                return (set_node if isinstance(record, Node) else set_link)(design, record.id, **fields)
            if isinstance(record, Node):
                draft.put(changed(record, fields, NODE_FIELDS, "A node"))
            else:
                draft.put(changed(record, fields, LINK_FIELDS, "A link"))
        if field == "copies" and fields["copies"] != now:
            moved.append(record.id)
    # More copies may not fit at the places in their racks.
    settle(draft, moved)
    return draft.finished(f"Set {_TITLES[field].lower()} of {many_words(design, chosen)}")


def _number_now(record: Node | Link, field: NodeNumber | LinkNumber) -> float | None:
    """Return the present FIELD of RECORD; a capacity the other way that is not told is that of the first way."""
    now: float | None = getattr(record, field)
    return record.capacity_gbps if now is None and isinstance(record, Link) and field == "capacity_back_gbps" else now


def set_facts(
    design: Design,
    ids: Iterable[str],
    fact: str,
    new: NewNumber,
    present: Mapping[str, float | None] | None = None,
) -> ChangeSet:
    """Give one or many nodes their own value of a fact, each by its present one; None goes back to the part's.

    Args:
        design: The design.
        ids: The nodes.
        fact: Its name.
        new: Answers the new value where a present one stands.
        present: By id, what holds now where that is not what `fact_now` finds, such as an assumption.

    Raises:
        RefusedInput: there is no such fact or node, or a new value is not allowed; then none changes.
    """
    draft, moved = Draft(design), list[str]()
    chosen = _nodes(design, ids)
    kind = FACTS.get(fact)
    if kind is None:
        raise RefusedInput(f"There is no fact called {fact!r}.")
    for node in chosen:
        now = fact_now(design, node, fact) if present is None else present.get(node.id)
        with _naming(design, node if len(chosen) > 1 else None):
            value = _new_value(new, now)
            if len(chosen) == 1:
                return set_fact(design, node.id, fact, value)
            facts = {name: old for name, old in node.facts.items() if name != fact}
            if value is not None:
                facts[fact] = require_fact(fact, value)
        after = msgspec.structs.replace(node, facts=facts)
        draft.put(after)
        if node.rack is not None and box_of(design, after) != box_of(design, node):
            moved.append(node.id)
    # What is higher or wider now may not fit at its place in the rack.
    settle(draft, moved)
    return draft.finished(f"Set {kind.title.lower()} of {many_words(design, chosen)}")


def set_texts(design: Design, ids: Iterable[str], field: Literal["name", "note"], text: str) -> ChangeSet:
    """Give one or many nodes or links a text; many get names by a pattern: "leaf-##" numbers them leaf-01, leaf-02 ...

    Raises:
        RefusedInput: one of them is not there, the text is too long, or many would have the same name.
    """
    draft = Draft(design)
    chosen = sorted(_records(design, ids), key=lambda one: (one.order if isinstance(one, Node) else 0, one.id))
    given: dict[str, Any] = {field: text}
    if len(chosen) == 1:
        return (set_node if isinstance(chosen[0], Node) else set_link)(design, chosen[0].id, **given)
    numbered = field == "name" and _PLACES.search(text)
    if field == "name" and text and not numbered:
        raise RefusedInput(f"{len(chosen)} things would all be called {text!r}; write {text}-# to number them.")
    for number, record in enumerate(chosen, 1):
        given = {field: _numbered(text, number) if numbered else text}
        if isinstance(record, Node):
            draft.put(changed(record, given, NODE_FIELDS, "A node"))
        else:
            draft.put(changed(record, given, LINK_FIELDS, "A link"))
    return draft.finished(f"Set {_TITLES[field].lower()} of {many_words(design, chosen)}")


def _numbered(pattern: str, number: int) -> str:
    return _PLACES.sub(lambda places: f"{number:0{len(places[0])}d}", pattern)


def set_choices(design: Design, library: Library, ids: Iterable[str], choice: str, value: str) -> ChangeSet:
    """Choose VALUE on one or many nodes (see choices.CHOICES); "" goes back to the default.

    Raises:
        RefusedInput: there is no such choice for one of them, no such option or no such part.
    """
    draft = Draft(design)
    chosen = _nodes(design, ids)
    if len(chosen) == 1:
        return set_choice(design, library, chosen[0].id, choice, value)
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
            raise RefusedInput(f"{node.title} has no {kind.title.lower()} to choose.")
        others = {name: old for name, old in node.choices.items() if name != choice}
        draft.put(msgspec.structs.replace(node, choices={**others, choice: value} if value else others))
    return draft.finished(f"Set {kind.title.lower()} of {many_words(design, chosen)}")


def set_media(design: Design, ids: Iterable[str], medium: Medium) -> ChangeSet:
    """Let another medium run through many links, each by the first ports that fit.

    Raises:
        RefusedInput: one of them is not there, or nothing of it fits that medium; then none changes.
    """
    chosen = _links(design, ids)
    label = f"Set the medium of {many_words(design, chosen)}"
    return edit_each(design, [link.id for link in chosen], partial(_set_medium, medium=medium), label)


def _set_medium(design: Design, link_id: str, medium: Medium) -> ChangeSet:
    return set_link(design, link_id, medium=medium)


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
        name=node.title,
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
    return draft.finished(f"Give {many_words(design, chosen)} the look of {look.name}")


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
    """Puts the name of a record, where there is one, before what is refused about it."""

    def __init__(self, design: Design, record: Node | Link | None) -> None:
        self._design = design
        self._record = record

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if isinstance(problem, RefusedInput) and self._record is not None:
            raise RefusedInput(f"{_title(self._design, self._record)}: {problem}") from None


def _new_value(new: NewNumber, present: float | None, *, whole: bool = False) -> float | int | None:
    value = new(present)
    if whole and value is not None and not float(value).is_integer():
        raise RefusedInput(f"{value:g} is not a whole number.")
    return int(value) if whole and value is not None else value


def _title(design: Design, record: Node | Link) -> str:
    return record.title if isinstance(record, Node) else record.name or record.id


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


def many_words(design: Design, records: Sequence[Node | Link]) -> str:
    """Return RECORDS in the words of a label: the one by its name, many by their kind and number."""
    if len(records) == 1:
        return _title(design, records[0])
    kinds = {record.kind if isinstance(record, Node) else "link" for record in records}
    word = "items" if len(kinds) > 1 else "links" if kinds == {"link"} else f"× {kind_title(kinds.pop())}"
    return f"{len(records):,} {word}"
