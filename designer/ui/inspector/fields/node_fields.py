"""Fields of placed parts and containers, in the order of the form."""

from collections.abc import Callable
from typing import Final

import msgspec

from designer.analysis.quantities import is_rented
from designer.edit.nodes.bulk_edit import (
    NewNumber,
    edit_each,
    fact_now,
    many_words,
    set_facts,
    set_numbers,
    set_texts,
    shared_facts,
)
from designer.edit.nodes.grouping import put_into
from designer.edit.nodes.nodes import set_node
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.figures.figure_text import number_text
from designer.model.figures.typed_arithmetic import Typed
from designer.model.kinds import CONTAINERS, FACTS, KINDS, RACKS, UPSS
from designer.model.parts.part import PortGroup
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.ui.inspector.effective_values import price_now
from designer.ui.inspector.field_spec import (
    ARITHMETIC,
    NOT_SET,
    FieldSpec,
    Options,
    Selected,
    choice,
    grouped_text,
    numbers,
    required,
)
from designer.ui.inspector.fields.rack_place_fields import RACK_PLACE_FIELDS
from designer.ui.inspector.fields.room_fields import ROOM_FIELDS

IN_THE_OPEN: Final = "-"
_UNSAID: Final = "-"
_BYPASS: Final = ((_UNSAID, "Not said"), ("1", "It has one"), ("0", "It has none"))
_BATTERY: Final = ("battery_min", "battery_kwh")
_RACK_LIMITS: Final = ("power_limit_w", "load_limit_kg", "rack_units", "depth_mm")
_POWER: Final = ("power_max_w", "power_typical_w")
_FAILURES: Final = ("mtbf_h", "repair_h")
_BEFORE_PORTS: Final = (*_RACK_LIMITS, *_POWER, "weight_kg")
_OWN: Final = "Your value of one, over the catalog's; empty goes back to that."


def kinds_of(at: Selected[Node]) -> frozenset[str]:
    """Return the kinds of what is selected."""
    return frozenset(node.kind for node in at.records)


def of_parts(at: Selected[Node]) -> list[Node]:
    """Return one of those that have part, facts and choices in common: thousands of nodes share a part."""
    return list(
        {
            (node.kind, node.part, tuple(node.facts.items()), tuple(node.choices.items())): node for node in at.records
        }.values()
    )


def is_bought(at: Selected[Node]) -> bool:
    """Return True when all are things that are bought or rented, and not only described."""
    return not any(KINDS[kind].described for kind in at.once(kinds_of) if kind in KINDS)


def is_generic(at: Selected[Node]) -> bool:
    """Return True when all are parts without a data sheet, which says nothing of their power and ports."""
    return is_bought(at) and all(node.part and node.part.startswith("generic/") for node in at.once(of_parts))


def _facts(at: Selected[Node]) -> frozenset[str]:
    """Return the facts that have a field of their own, besides those that are asked about its work."""
    kinds, node = at.once(kinds_of), at.alone
    offered = set(shared_facts(at.design, at.records)) if at.records else set[str]()
    offered |= set(_RACK_LIMITS) if kinds <= RACKS else set[str]()
    if kinds <= UPSS:
        offered = offered - {"bypass"} | set(_BATTERY)
    if len(kinds) == 1:
        offered -= {asked.name for asked in ASKED_FACTS.get(next(iter(kinds)), ())}
    if node is not None:
        # What the catalog says of one part stands below, among its facts; of many it stands nowhere else.
        offered -= {*_POWER, "weight_kg", *(_FAILURES if is_rented(at.design.part_of(node)) else ())}
        offered |= set(_POWER) if is_generic(at) else set[str]()
        offered |= FACTS.keys() & node.facts.keys() - {asked.name for asked in ASKED_FACTS.get(node.kind, ())}
        offered -= {"bypass"} if node.kind in UPSS else set[str]()
    return frozenset(offered)


def _fact(name: str) -> FieldSpec[Node]:
    kind = FACTS[name]
    return FieldSpec(
        key=f"fact:{name}",
        title=kind.title,
        unit=kind.unit,
        help=kind.help or _OWN,
        many=ARITHMETIC,
        kinds=lambda at: name in at.once(_facts),
        among=of_parts,
        read=lambda _, node: node.facts.get(name),
        empty=lambda design, node: _stated(design, node, name),
        write=numbers(kind.unit, kind.title, lambda at, new: set_facts(at.design, at.ids, name, new)),
    )


def _stated(design: Design, node: Node, name: str) -> str:
    """Return what the catalog says of a fact."""
    part = design.part_of(node)
    stated = part.facts.get(name) if part is not None else None
    return NOT_SET if stated is None or stated.value is None else number_text(stated.value, 9)


def _bypass(design: Design, node: Node) -> str:
    """Return one of three states: unsaid is not the same as without."""
    said = fact_now(design, node, "bypass")
    return _UNSAID if said is None else "1" if said >= 0.5 else "0"


def _set_bypass(at: Selected[Node], value: str) -> ChangeSet:
    said = None if value == _UNSAID else float(value)
    return set_facts(at.design, at.ids, "bypass", lambda _: said)


def _unnamed(_: Design, node: Node) -> str:
    """Return what a node without a name is called everywhere, see `Node.title`."""
    return node.id


def _places(at: Selected[Node]) -> Options:
    """Return the containers in which all may stand."""
    allowed = frozenset[str].intersection(
        *(frozenset(KINDS[kind].parents if kind in KINDS else CONTAINERS) for kind in at.once(kinds_of))
    )
    inside = set(at.ids)
    found = [(IN_THE_OPEN, "In the open")]
    for other in at.design.nodes_in_order():
        if other.kind in allowed and inside.isdisjoint((other.id, *at.design.ancestors(other.id))):
            found.append((other.id, other.title))
    return found


def _planned(design: Design, node: Node) -> str:
    """Return where the price comes from that counts without an own one."""
    part = design.part_of(node)
    if part is None:
        return "none"
    return "as in price book" if part.id in design.settings.prices.prices else "as in the catalog"


def _set_price(at: Selected[Node], new: NewNumber) -> ChangeSet:
    present = {node.id: price_now(at.design, node) for node in at.records}
    return set_numbers(at.design, at.ids, "price_usd", new, present)


def _has_ports(at: Selected[Node]) -> bool:
    parts = [at.design.part_of(node) for node in at.once(of_parts)]
    return is_generic(at) and all(part is not None and part.ports for part in parts)


def _first_ports(design: Design, node: Node) -> PortGroup | None:
    return next(iter(design.ports_of(node)), None)


def _set_ports(at: Selected[Node], change: Callable[[PortGroup], PortGroup]) -> ChangeSet:
    """Change the first ports of each."""

    def edit(design: Design, node_id: str) -> ChangeSet:
        first, *others = design.ports_of(design.nodes[node_id])
        return set_node(design, node_id, ports=(change(first), *others))

    return edit_each(at.design, at.ids, edit, f"Set the ports of {many_words(at.design, at.records)}")


def _set_port_count(at: Selected[Node], typed: Typed) -> ChangeSet:
    return _set_ports(at, lambda ports: msgspec.structs.replace(ports, count=typed.count(ports.count), cages=None))


def _set_port_rate(at: Selected[Node], new: NewNumber) -> ChangeSet:
    return _set_ports(at, lambda ports: msgspec.structs.replace(ports, rate_gbps=new(ports.rate_gbps)))


def _port_count(design: Design, node: Node) -> float | None:
    ports = _first_ports(design, node)
    return None if ports is None else float(ports.count)


def _port_rate(design: Design, node: Node) -> float | None:
    ports = _first_ports(design, node)
    return None if ports is None else ports.rate_gbps


NODE_FIELDS: Final[tuple[FieldSpec[Node], ...]] = (
    FieldSpec(
        key="name",
        title="Name",
        help="What it is called; empty for the name of its part. Of many, leaf-## numbers them in design order: "
        "leaf-01, leaf-02 …",
        read=lambda _, node: node.name,
        empty=_unnamed,
        write=lambda at, text: set_texts(at.design, at.ids, "name", text),
    ),
    FieldSpec(
        key="copies",
        title="Copies",
        help="How many there are, in one copy of what it stands in.",
        many=ARITHMETIC,
        read=lambda _, node: str(node.copies),
        write=required("", "Copies", lambda at, typed: set_numbers(at.design, at.ids, "copies", typed.count), sign="×"),
    ),
    FieldSpec(
        key="parent",
        title="Stands in",
        help="The site, room, row, rack or pod that holds it, or the host of a chip.",
        read=lambda _, node: node.parent or IN_THE_OPEN,
        editor=choice(_places),
        write=lambda at, value: put_into(at.design, at.ids, None if value == IN_THE_OPEN else value),
    ),
    *ROOM_FIELDS,
    *RACK_PLACE_FIELDS,
    *map(_fact, _BATTERY),
    FieldSpec(
        key="bypass",
        title="Bypass",
        help="Whether raw mains passes on when the UPS itself fails, by a static or maintenance bypass.",
        kinds=lambda at: at.once(kinds_of) <= UPSS,
        read=_bypass,
        editor=choice(lambda _: _BYPASS),
        write=_set_bypass,
    ),
    *map(_fact, _BEFORE_PORTS),
    FieldSpec(
        key="port_count",
        title="Ports",
        name="Number of ports",
        help="How many ports one of them has.",
        many=ARITHMETIC,
        kinds=_has_ports,
        read=_port_count,
        write=required("", "The number of ports", _set_port_count),
    ),
    FieldSpec(
        key="port_rate",
        title="Rate of a port",
        unit="Gb/s",
        help="What one port carries one way.",
        many=ARITHMETIC,
        kinds=_has_ports,
        read=_port_rate,
        write=numbers("Gb/s", "The rate of a port", _set_port_rate),
    ),
    *map(_fact, _FAILURES),
    *(_fact(name) for name in FACTS if name not in {*_BATTERY, *_BEFORE_PORTS, *_FAILURES}),
    FieldSpec(
        key="price_usd",
        title="Own price",
        name="Own price of one",
        unit="$",
        help="Your price of one in US dollars, over the catalog's and the price book's; empty for those.",
        many=ARITHMETIC,
        kinds=is_bought,
        read=lambda _, node: node.price_usd,
        text=grouped_text,
        empty=_planned,
        empties="as planned",
        write=numbers("", "The price", _set_price, sign="$"),
    ),
    FieldSpec(
        key="note",
        title="Note",
        help="Anything to remember about it.",
        read=lambda _, node: node.note,
        write=lambda at, text: set_texts(at.design, at.ids, "note", text),
    ),
)
