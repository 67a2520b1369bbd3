"""Answers to a query in a design: every node and link for which its condition holds."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final

from designer.analysis.money.prices import unit_price
from designer.analysis.quantities import fact_of
from designer.analysis.results import RackLoad, Results
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS, RACK
from designer.model.naming import link_name
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import NETWORK_MEDIA
from designer.review.findings import SEVERITIES, Finding
from designer.review.query import (
    EVERYTHING,
    FIELDS,
    LINKS,
    NODES,
    UNKNOWN,
    Both,
    Comparison,
    Condition,
    Either,
    Not,
    Query,
    fields_of,
)

OK: Final = "ok"


class Subject:
    """A design with what is known about it; what is worked out for one query is at hand for the next.

    Args:
        design: The design.
        results: What the analysis says; None when it has not said anything.
        findings: What the review says.
    """

    def __init__(self, design: Design, results: Results | None = None, findings: Sequence[Finding] = ()) -> None:
        self.design = design
        self.results = results
        self.findings = tuple(findings)

    def answer(self, query: Query) -> tuple[str, ...]:
        """Ids of the nodes, in design order, and of the links for which QUERY holds.

        An unknown number is neither more nor less than anything; "= unknown" finds it.
        """
        asked = {FIELDS[name].of for name in fields_of(query.where)} if query.where is not None else set[str]()
        found: list[str] = []
        # A question about fields of links alone can hold for no node, and the other way round.
        if query.what != LINKS and "links" not in asked:
            found += [
                node.id
                for node in self.design.nodes_in_order()
                if query.what in (EVERYTHING, NODES, node.kind)
                and (query.where is None or self._holds(query.where, node))
            ]
        if query.what in (EVERYTHING, LINKS) and "nodes" not in asked:
            found += [
                link.id
                for link in sorted(self.design.links.values(), key=lambda one: one.id)
                if query.where is None or self._holds(query.where, link)
            ]
        return tuple(found)

    def _holds(self, condition: Condition, record: Node | Link) -> bool:
        match condition:
            case Comparison():
                return self._compares(condition, record)
            case Not():
                return not self._holds(condition.of, record)
            case Both():
                return all(self._holds(one, record) for one in condition.of)
            case Either():
                return any(self._holds(one, record) for one in condition.of)

    def _compares(self, asked: Comparison, record: Node | Link) -> bool:
        field = FIELDS[asked.field]
        if field.sort == "text":
            return _text_holds(asked, self.texts(field.name, record))
        value = self.number(field.name, record)
        if asked.text == UNKNOWN:
            return (value is None) == (asked.sign == "=")
        if value is None or asked.number is None:
            return False
        return _number_holds(asked.sign, value, asked.number)

    def texts(self, field: str, record: Node | Link) -> tuple[str, ...]:
        """The texts that FIELD of a record is; any of them may be meant."""
        if field == "status":
            return (self._status.get(record.id, OK),)
        if isinstance(record, Link):
            return self._link_texts(field, record)
        part = self.design.part_of(record)
        kind = KINDS.get(record.kind)
        match field:
            case "name":
                return (record.title,)
            case "kind":
                return (record.kind, *((kind.title, kind.plural) if kind else ()))
            case "part":
                return tuple(text for text in (record.part or "", part.name if part else "") if text)
            case "vendor":
                return (part.vendor,) if part else ()
            case "layer":
                layer = part.layer if part else kind.layer if kind else ""
                return (layer, layer.replace("_", " "))
            case "note":
                return (record.note,)
            case "rack" | "in":
                return self._around(record.id, RACK if field == "rack" else "")
            case _:
                return (record.id,)

    def _link_texts(self, field: str, link: Link) -> tuple[str, ...]:
        ends = [self.design.nodes[end] for end in (link.a, link.b) if end in self.design.nodes]
        match field:
            case "name":
                return (link_name(self.design, link),)
            case "kind":
                return ("link", "links")
            case "medium":
                return (link.medium, link.medium.replace("_", " "))
            case "part":
                part = self.design.parts.get(link.cable_part or "")
                return tuple(text for text in (link.cable_part or "", part.name if part else "") if text)
            case "to":
                return tuple(text for end in ends for text in (end.id, end.title, *self.texts("kind", end)))
            case "in":
                around = self.design.holder(link)
                return self._named(around, "") + self._around(around, "") if around else ()
            case _:
                return (link.id,)

    def _around(self, node_id: str, kind: str) -> tuple[str, ...]:
        return tuple(text for around in self.design.ancestors(node_id) for text in self._named(around, kind))

    def _named(self, node_id: str, kind: str) -> tuple[str, ...]:
        node = self.design.nodes.get(node_id)
        if node is None or (kind and node.kind != kind):
            return ()
        return (node.id, node.title) if kind else (node.id, node.title, node.kind)

    def number(self, field: str, record: Node | Link) -> float | None:
        """The number that FIELD of a record is; None where nothing tells it."""
        if field == "findings":
            return float(self._counts.get(record.id, 0))
        if field == "utilisation":
            return self._fullness.get(record.id)
        return self._link_number(field, record) if isinstance(record, Link) else self._node_number(field, record)

    def _link_number(self, field: str, link: Link) -> float | None:
        match field:
            case "cables":
                return float(self.design.total_cables(link))
            case "length":
                return link.length_m
            case _:
                return self._capacities.get(link.id)

    def _node_number(self, field: str, node: Node) -> float | None:
        match field:
            case "copies":
                return float(node.copies)
            case "power":
                return self._power(node)
            case "price":
                if node.price_usd is not None:
                    return node.price_usd
                part = self.design.part_of(node)
                return unit_price(part, part.name, part.id, self.design.settings.prices).figure.value if part else None
            case "weight":
                rack = self._racks.get(node.id)
                return rack.weight_kg.value if rack else fact_of(self.design, node, "weight_kg").value
            case "height":
                rack = self._racks.get(node.id)
                return rack.used_u.value if rack else fact_of(self.design, node, "height_u").value
            case "ports":
                return float(self._network_ports(node)) if self.design.ports_of(node) else None
            case _:
                ports = self._network_ports(node)
                return self._taken.get(node.id, 0) / ports if ports else None

    def _power(self, node: Node) -> float | None:
        rack = self._racks.get(node.id)
        if rack is not None:
            return rack.max_w.value
        power = self.results.power.by_node.get(node.id) if self.results and self.results.power else None
        if power is None or power.typical_w.value is None:
            return None
        return power.typical_w.value / self.design.total_copies(node.id)

    def _network_ports(self, node: Node) -> int:
        return sum(
            group.count for group in self.design.ports_of(node) if any(one in NETWORK_MEDIA for one in group.media)
        )

    @cached_property
    def _taken(self) -> Mapping[str, int]:
        """Network ports in use on the fullest copy, by node."""
        network = {
            (node.id, group.name)
            for node in self.design.nodes.values()
            for group in self.design.ports_of(node)
            if any(one in NETWORK_MEDIA for one in group.media)
        }
        found: dict[str, int] = {}
        for key, taken in ports_taken(self.design).items():
            if key in network:
                found[key[0]] = found.get(key[0], 0) + taken
        return found

    @cached_property
    def _racks(self) -> Mapping[str, RackLoad]:
        return self.results.cooling.racks if self.results and self.results.cooling else {}

    @cached_property
    def _fullness(self) -> Mapping[str, float]:
        """Utilisation of links, and of nodes that of their fullest link."""
        found: dict[str, float] = {}
        for load in self.results.network.links if self.results and self.results.network else ():
            share = load.utilisation.value
            if share is not None:
                for record_id in (load.id, load.a, load.b):
                    found[record_id] = max(found.get(record_id, 0.0), share)
        return found

    @cached_property
    def _capacities(self) -> Mapping[str, float]:
        network = self.results.network if self.results else None
        return {
            load.id: load.capacity_gbps.value
            for load in (network.links if network else ())
            if load.capacity_gbps.value is not None
        }

    @cached_property
    def _status(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for severity in reversed(SEVERITIES):
            for finding in self.findings:
                if finding.severity == severity:
                    found.update(dict.fromkeys(finding.ids, severity))
        return found

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for finding in self.findings:
            for record_id in set(finding.ids):
                found[record_id] = found.get(record_id, 0) + 1
        return found


def _text_holds(asked: Comparison, texts: Sequence[str]) -> bool:
    wanted = asked.text.casefold()
    if asked.sign in ("=", "!="):
        return any(text.casefold() == wanted for text in texts) == (asked.sign == "=")
    return any(wanted in text.casefold() for text in texts) == (asked.sign == "~")


_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "=": lambda value, asked: abs(value - asked) <= 1e-9 * max(abs(value), abs(asked)),
    "!=": lambda value, asked: abs(value - asked) > 1e-9 * max(abs(value), abs(asked)),
    "<": lambda value, asked: value < asked,
    "<=": lambda value, asked: value <= asked,
    ">": lambda value, asked: value > asked,
    ">=": lambda value, asked: value >= asked,
}


def _number_holds(sign: str, value: float, asked: float) -> bool:
    return _COMPARED[sign](value, asked)
