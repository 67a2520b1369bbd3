"""Rules about how the design hangs together: parts, containers, ends of links, hosts of chips."""

from collections.abc import Iterator
from datetime import date

from designer.analysis.quantities import is_rented, role_of
from designer.analysis.results import Results
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.registry import rule


@rule({"unknown-part": "error"}, layer="")
def unknown_part(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Nodes and cables whose part is not in the design."""
    users: dict[str, list[str]] = {}
    for node in design.nodes_in_order():
        if node.part and node.part not in design.parts:
            users.setdefault(node.part, []).append(node.id)
    for link in design.links.values():
        if link.cable_part and link.cable_part not in design.parts:
            users.setdefault(link.cable_part, []).append(link.id)
    for part, ids in users.items():
        yield Finding(
            rule="unknown-part",
            severity="error",
            message=f"The part {part} is not known here, but {listed(ids)} {'uses' if len(ids) == 1 else 'use'} it.",
            detail="Nothing can be said about its ports, power or price, so every total leaves it out. "
            "Swap it for a part of the catalog, or add it to your own parts.",
            ids=tuple(ids),
        )


@rule({"unknown-kind": "warning"}, layer="")
def unknown_kind(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Nodes of a kind that the analysis does not know."""
    odd = [node for node in design.nodes_in_order() if node.kind not in KINDS]
    if odd:
        yield Finding(
            rule="unknown-kind",
            severity="warning",
            message=f"{listed([node.title for node in odd])}: the kind {listed(sorted({n.kind for n in odd}))} "
            "is not known here.",
            detail="It is drawn, but neither its traffic nor its role in power and cooling can be judged.",
            ids=tuple(node.id for node in odd),
        )


@rule({"parent-cycle": "error", "missing-parent": "error"}, layer="")
def lost_parent(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Nodes whose container is not there, and containers that hold each other."""
    for node in design.nodes_in_order():
        if node.parent is not None and node.parent not in design.nodes:
            yield Finding(
                rule="missing-parent",
                severity="error",
                message=f"{node.title} stands in {node.parent}, which is not in the design.",
                detail="It is counted as if it stood in the open. Put it into a container or take it out.",
                ids=(node.id,),
                fix=Fix(label="Take it out", edit="take_out", arguments={"node_id": node.id}),
            )
    circles = {frozenset(circle) for node in design.nodes.values() if (circle := _circle(design, node))}
    for circle in sorted(sorted(circle) for circle in circles):
        yield Finding(
            rule="parent-cycle",
            severity="error",
            message=f"{listed(circle, 5)} {'stands in itself' if len(circle) == 1 else 'stand in each other'}.",
            detail="Copies cannot be counted in a circle. Take one of them out of its container.",
            ids=tuple(circle),
            fix=Fix(label=f"Take {circle[0]} out", edit="take_out", arguments={"node_id": circle[0]}),
        )


def _circle(design: Design, node: Node) -> list[str]:
    """Ids of the circle of containers that NODE is part of; empty when it is in none."""
    seen = [node.id]
    parent = node.parent
    while parent is not None and parent in design.nodes and parent not in seen:
        seen.append(parent)
        parent = design.nodes[parent].parent
    return seen if parent == node.id else []


@rule({"wrong-place": "warning"}, layer="")
def wrong_place(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Things that stand where they do not belong: a rack in a server."""
    for node in design.nodes_in_order():
        parent = design.nodes.get(node.parent) if node.parent else None
        kind = KINDS.get(node.kind)
        if parent is None or kind is None or parent.kind not in KINDS or parent.kind in kind.parents:
            continue
        if KINDS[parent.kind].role == "host" and kind.role in {"accelerator", "other"}:
            continue
        yield Finding(
            rule="wrong-place",
            severity="warning",
            message=f"{node.title} ({kind.title.lower()}) stands in {parent.title}, "
            f"and a {KINDS[parent.kind].title.lower()} does not hold one.",
            detail=f"A {kind.title.lower()} stands in the open"
            + (f" or in a {' or '.join(KINDS[k].title.lower() for k in kind.parents)}." if kind.parents else "."),
            ids=(node.id, parent.id),
            fix=Fix(label="Take it out", edit="take_out", arguments={"node_id": node.id}),
        )


@rule({"link-to-nowhere": "error"}, layer="")
def link_to_nowhere(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links with an end that is not there."""
    for link in design.links.values():
        gone = [end for end in dict.fromkeys((link.a, link.b)) if end not in design.nodes]
        if gone:
            yield Finding(
                rule="link-to-nowhere",
                severity="error",
                message=f"{_called(design, link)} leads to {listed(gone)}, which is not in the design.",
                detail="It carries nothing and its cables are not counted. Remove it, or draw it to a node.",
                ids=(link.id, *(end for end in (link.a, link.b) if end in design.nodes)),
                fix=Fix(label="Remove the link", edit="remove", arguments={"record_id": link.id}),
            )


def _called(design: Design, link: Link) -> str:
    """A link whose other end is not there."""
    there = [design.nodes[end].title for end in (link.a, link.b) if end in design.nodes]
    return f"The link {link.name}" if link.name else f"A link of {there[0]}" if there else "A link"


@rule({"link-to-itself": "warning"}, layer="")
def link_to_itself(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links of a single device to itself."""
    for link in design.links.values():
        if link.medium in RELATION_MEDIA or link.medium == "power":
            continue  # rings of services and of power have rules of their own
        if link.a == link.b and link.a in design.nodes and design.nodes[link.a].copies == 1:
            yield Finding(
                rule="link-to-itself",
                severity="warning",
                message=f"{f'The link {link.name}' if link.name else 'A link'} joins "
                f"{design.nodes[link.a].title} to itself.",
                detail="There is one of it, so the cable takes two of its ports and carries nothing.",
                ids=(link.id, link.a),
                fix=Fix(label="Remove the link", edit="remove", arguments={"record_id": link.id}),
            )


@rule({"chip-without-host": "warning"}, layer="silicon")
def chip_without_host(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Chips that stand alone: the server around them has to be built."""
    bare: list[Node] = []
    for node in design.nodes_in_order():
        # A rented accelerator comes with its machine.
        if role_of(node) != "accelerator" or is_rented(design.part_of(node)):
            continue
        around = (design.nodes[name] for name in design.ancestors(node.id) if name in design.nodes)
        if not any(role_of(ancestor) == "host" for ancestor in around):
            bare.append(node)
    if bare:
        number = sum(design.total_copies(node.id) for node in bare)
        yield Finding(
            rule="chip-without-host",
            severity="warning",
            message=f"{counted(number, 'accelerator')} ({listed([node.title for node in bare])}) "
            f"{'stands' if number == 1 else 'stand'} alone, in no server.",
            detail="Each counts with its own power and price, but a chip needs a host with processors, memory and "
            "network. Drop it onto a server, or take a server that contains it.",
            ids=tuple(node.id for node in bare),
        )


@rule({"too-few-endpoints": "note"}, layer="", reads=("network",))
def too_few_endpoints(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Designs in which nothing has anybody to talk to."""
    if results.network is not None:
        number = results.network.endpoints
    else:
        ends = [node for node in design.nodes_in_order() if node.kind in KINDS and KINDS[node.kind].endpoint]
        number = sum(design.total_copies(node.id) for node in ends)
    if number > 1:
        return
    yield Finding(
        rule="too-few-endpoints",
        severity="note",
        message="Nothing here sends traffic yet." if number == 0 else "Only one server here sends traffic.",
        detail="Bandwidth, bisection and bottlenecks need at least two servers or accelerators. "
        "Drag some from the palette, or raise the copies.",
    )
