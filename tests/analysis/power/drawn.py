"""Small power chains for tests."""

from collections.abc import Mapping
from typing import Any

from designer.model.design import Design, Link, Node, Settings


def node(node_id: str, kind: str, copies: int = 1, parent: str | None = None, **facts: float) -> Node:
    """A node with facts of its own."""
    return Node(id=node_id, kind=kind, copies=copies, parent=parent, facts=facts)


def feed(link_id: str, a: str, b: str, cables: int = 1, **more: Any) -> Link:
    """A power link from what feeds to what is fed."""
    return Link(id=link_id, a=a, b=b, medium="power", cables=cables, **more)


def drawn(*records: Node | Link, assumptions: Mapping[str, float] | None = None) -> Design:
    """A design of RECORDS in the order given."""
    nodes = [record for record in records if isinstance(record, Node)]
    numbered = {
        one.id: Node(**{**{name: getattr(one, name) for name in one.__struct_fields__}, "order": number})
        for number, one in enumerate(nodes)
    }
    links = {record.id: record for record in records if isinstance(record, Link)}
    return Design(settings=Settings(assumptions=assumptions or {}), nodes=numbered, links=links)


def two_sides(racks: int = 40, draw_w: float = 10_000.0, ups_w: float = 500_000.0) -> Design:
    """2N: each rack has a PDU of either side, and each side carries everything alone."""
    records: list[Node | Link] = [node("rack", "rack", racks)]
    records.append(node("host", "host", 1, "rack", power_max_w=draw_w))
    for side in ("a", "b"):
        records += [
            node(f"utility-{side}", "utility"),
            node(f"generator-{side}", "generator", capacity_w=600_000.0),
            node(f"gear-{side}", "switchgear"),
            node(f"ups-{side}", "ups", capacity_w=ups_w, battery_min=8.0),
            node(f"busway-{side}", "busway", 4),
            node(f"pdu-{side}", "pdu", 1, "rack", capacity_w=17_000.0),
            feed(f"service-{side}", f"utility-{side}", f"gear-{side}"),
            feed(f"standby-{side}", f"generator-{side}", f"gear-{side}"),
            feed(f"in-{side}", f"gear-{side}", f"ups-{side}"),
            feed(f"out-{side}", f"ups-{side}", f"busway-{side}", 4),
            feed(f"tap-{side}", f"busway-{side}", f"pdu-{side}", racks),
            feed(f"cord-{side}", f"pdu-{side}", "host", 1, side=side.upper()),
        ]
    return drawn(*records)
