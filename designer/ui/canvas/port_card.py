"""Card of one port group: what is free and used, and by which links; on a card, and in one line."""

from designer.model.design import Design, Link, Node
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import joined_ports, rate_text
from designer.model.parts.part import PortGroup
from designer.model.wording import counted
from designer.ui.canvas.port import Card

MOST_LINKS = 6


def chosen_port_card(design: Design, node_id: str, port: str) -> Card | None:
    """The card of a chosen port group; None when it is gone."""
    node, group = _found(design, node_id, port)
    if node is None or group is None:
        return None
    links = links_at(design, node, port)
    lines = [_state(design, node, group)]
    lines += [_line(design, node, link) for link in links[:MOST_LINKS]]
    if len(links) > MOST_LINKS:
        lines.append(f"and {counted(len(links) - MOST_LINKS, 'more link')}")
    if not links:
        lines.append("No link ends here yet.")
    return Card(f"{port} · {_what(group)}", tuple(lines))


def port_words(design: Design, node_id: str, port: str) -> str:
    """The same in one line, for the status line and a screen reader."""
    node, group = _found(design, node_id, port)
    if node is None or group is None:
        return ""
    links = links_at(design, node, port)
    ends = "; ".join(_line(design, node, link) for link in links[:MOST_LINKS]) or "no link"
    return f"Port {port} of {node.title}: {_what(group)}, {_state(design, node, group)}: {ends}"


def links_at(design: Design, node: Node, port: str) -> list[Link]:
    """The links that use a port group of a node, those with most cables first."""
    found: list[Link] = []
    for link in design.links.values():
        if node.id not in (link.a, link.b):
            continue
        # Links without ports at either end use none of this group.
        joined = joined_ports(design, link)
        if joined is None:
            continue
        if (link.a == node.id and joined[0].name == port) or (link.b == node.id and joined[1].name == port):
            found.append(link)
    return sorted(found, key=lambda link: (-link.cables, link.id))


def _found(design: Design, node_id: str, port: str) -> tuple[Node | None, PortGroup | None]:
    node = design.nodes.get(node_id)
    groups = design.ports_of(node) if node is not None else ()
    return node, next((group for group in groups if group.name == port), None)


def _what(group: PortGroup) -> str:
    rate = f" × {rate_text(group.rate_gbps)}" if group.rate_gbps is not None else ""
    return f"{group.count:,}{rate}" + (f" {group.connector}" if group.connector else "")


def _state(design: Design, node: Node, group: PortGroup) -> str:
    used = ports_taken(design, (node.id,)).get((node.id, group.name), 0)
    free = group.count - used
    left = f"{-free:,} too many" if free < 0 else "none free" if free == 0 else f"{free:,} free"
    return f"{used:,} used, {left}" + (" on the fullest copy" if design.total_copies(node.id) > 1 else "")


def _line(design: Design, node: Node, link: Link) -> str:
    other = design.nodes.get(link.b if link.a == node.id else link.a)
    name = f"{link.name}: " if link.name else ""
    cables = f"{link.cables:,} cable{'s' if link.cables != 1 else ''}"
    return f"{name}{cables} to {other.title if other is not None else 'nothing'}"
