"""Designs with patch panels, and what they must come to when every panel is looked through by hand."""

from msgspec.structs import replace

from designer.model.design import Design, Link, Node
from designer.model.parts.part import PortGroup

RATE = 400.0


def ports(name: str, count: int, rate: float | None = None) -> PortGroup:
    return PortGroup(name=name, media=("fabric",), count=count, rate_gbps=rate)


def switch(name: str, copies: int = 1, rate: float = RATE) -> Node:
    return Node(id=name, kind="switch", copies=copies, ports=(ports("p", 1024, rate),))


def host(name: str, copies: int = 1, each: int = 1) -> Node:
    return Node(id=name, kind="host", copies=copies, ports=(ports("nic", each, RATE),))


def panel(name: str, copies: int = 1, count: int = 256, port_map: str = "", kind: str = "patch-panel") -> Node:
    sides = (ports("front", count), ports("rear", count))
    return Node(id=name, kind=kind, copies=copies, ports=sides, choices={"port_map": port_map} if port_map else {})


def cables(name: str, a: str, b: str, count: int = 1, spread: str = "even", **more: object) -> Link:
    return Link(id=name, a=a, b=b, medium="fabric", cables=count, spread=spread, **more)  # type: ignore[arg-type]


def design(*records: Node | Link) -> Design:
    nodes = [one for one in records if isinstance(one, Node)]
    links = [one for one in records if isinstance(one, Link)]
    return Design(
        nodes={node.id: replace(node, order=n) for n, node in enumerate(nodes)}, links={link.id: link for link in links}
    )


def leaf_spine(*, panels: int, **more: str) -> Design:
    """Four leaves with 16 hosts each under two spines, 16 uplinks a leaf; through PANELS where there are any."""
    hosts = (host("host", 64), switch("leaf", 4), switch("spine", 2), cables("access", "host", "leaf", 64, "block"))
    if not panels:
        return design(*hosts, cables("up", "leaf", "spine", 64))
    through = (cables("up", "leaf", "panel", 64), cables("top", "panel", "spine", 64))
    return design(*hosts, panel("panel", panels, **more), *through)
