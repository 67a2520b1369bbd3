"""One field of a node, a link, a phase or the settings, set from text: as `set` takes it and a sweep varies it."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.addresses import ADDRESSES, set_addresses
from designer.edit.links.links import LINK_FIELDS, set_link
from designer.edit.nodes.bulk_edit import fact_now
from designer.edit.nodes.nodes import set_choice, set_fact, set_node, swap_part
from designer.edit.phases import PHASE, set_phase
from designer.edit.settings import set_title_block
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.kinds import FACTS
from designer.model.records import RefusedInput
from designer.model.workloads.choices import CHOICES

_LINK_NUMBERS: Final[Mapping[str, str]] = {
    "cables": "",
    "capacity_gbps": "Gb/s",
    "capacity_back_gbps": "Gb/s",
    "length_m": "m",
}
_NODE_NUMBERS: Final[Mapping[str, str]] = {"copies": "", "price_usd": ""}
"""Fields that are numbers, with the unit of a bare one."""
_WHOLE: Final = frozenset({"cables", "copies"})
_LINK_OPTIONAL: Final = frozenset({"a_port", "b_port", "cable_part", "across"})
_NODE_TEXTS: Final = ("name", "note", "parent", "part")
_TITLE_BLOCK: Final = "title_block"
"""In place of an id: what drawing sheets say in their title block, kept in the settings of the design."""


def set_field(design: Design, library: Library, record_id: str, field: str, text: str) -> ChangeSet:
    """Return the edit that gives FIELD of RECORD_ID what TEXT says.

    Raises:
        RefusedInput: there is no such record or field, or the value is not allowed.
    """
    if record_id in design.links:
        return _edit_link(design, library, record_id, field, text)
    if record_id not in design.nodes:
        if record_id == _TITLE_BLOCK:
            return set_title_block(design, **{field: text})
        if record_id == ADDRESSES:
            return set_addresses(design, {field: text})
        if record_id.startswith(PHASE):
            return set_phase(design, record_id.removeprefix(PHASE), field, text)
        raise RefusedInput(f"There is no link or node {record_id!r} in this design.")
    return _edit_node(design, library, record_id, field, text)


def _edit_link(design: Design, library: Library, link_id: str, field: str, text: str) -> ChangeSet:
    link = design.links[link_id]
    if field not in LINK_FIELDS:
        raise RefusedInput(f"A link has no field {field!r}; it has {', '.join(sorted(LINK_FIELDS))}.")
    if field in _LINK_NUMBERS:
        now = getattr(link, field)
        now = link.capacity_gbps if now is None and field == "capacity_back_gbps" else now
        value: float | str | None = _number(text, field, _LINK_NUMBERS[field], now)
    else:
        value = None if not text and field in _LINK_OPTIONAL else text
    fields: dict[str, Any] = {field: value}
    return set_link(design, link_id, library=library, **fields)


def _edit_node(design: Design, library: Library, node_id: str, field: str, text: str) -> ChangeSet:
    node = design.nodes[node_id]
    if field in _NODE_NUMBERS:
        number = _number(text, field, _NODE_NUMBERS[field], getattr(node, field))
        return set_node(design, node_id, **{field: number})
    if field == "part":
        return swap_part(design, library, node_id, text)
    if field in _NODE_TEXTS:
        return set_node(design, node_id, **{field: None if field == "parent" and not text else text})
    if field in CHOICES:
        return set_choice(design, library, node_id, field, text)
    if field not in FACTS:
        names = ", ".join((*_NODE_NUMBERS, *_NODE_TEXTS))
        raise RefusedInput(f"A node has no field {field!r}; it has {names}, facts such as power_max_w, and choices.")
    return set_fact(design, node_id, field, _number(text, field, FACTS[field].unit, fact_now(design, node, field)))


def _number(text: str, field: str, unit: str, now: float | None) -> float | int | None:
    """Return what TEXT says for FIELD where NOW stands; None where it says nothing."""
    if not text:
        return None
    typed = read_typed(text, unit, field)
    return typed.count(now) if field in _WHOLE else typed.value(now)
