"""Edits that put a node into a link: a – b becomes a – new – b, with the same cables at the same rate."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.ids import new_id
from designer.edit.links.rewire import cables_in, legal_spread
from designer.edit.nodes.nodes import add_node
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import fit, joined_ports, rate_text
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import counted


def insert_part(
    design: Design, library: Library, link_id: str, part_id: str, x: float, y: float, *, copies: int = 1
) -> ChangeSet:
    """Place a part in between the two ends of a link, as one edit.

    It stands in the innermost container around both ends that can hold it.

    Raises:
        RefusedInput: the part is unknown, a number is out of range, or its ports do not take the link; the reason
            names the port.
    """
    link = _link(design, link_id)
    draft = Draft(design)
    draft.embed(library, [part_id])
    part = draft.part(part_id)
    parent = parent_between(design, link, part.kind) if part is not None else None
    edit = add_node(design, library, part_id, x, y, copies=copies, parent=parent)
    after = edit.applied(design)
    (node_id,) = after.nodes.keys() - design.nodes.keys()
    return edit.then(insert_node(after, link_id, node_id))


def parent_between(design: Design, link: Link, kind: str) -> str | None:
    """Id of the innermost container around both ends of LINK that can hold KIND; None is the open canvas."""
    container = design.common_container(link.a, link.b)
    while container is not None:
        around = design.nodes[container]
        if kind in KINDS and around.kind in KINDS[kind].parents and around.kind in CONTAINERS:
            return container
        container = around.parent
    return None


def insert_node(design: Design, link_id: str, node_id: str) -> ChangeSet:
    """Lead a link through a node: its first half keeps its id, the second is new.

    Both halves have the cables, the medium and the rate of the link, and its spread where it comes out even.
    Lengths are forgotten, since nobody knows them; a chosen cable stays where its plugs still fit.

    Raises:
        RefusedInput: the link carries no cables, or the node has no free ports that take it at its rate.
    """
    link = _link(design, link_id)
    draft = Draft(design)
    node = draft.node(node_id)
    if node_id in (link.a, link.b):
        raise RefusedInput(f"{node.title} is an end of that link already.")
    if link.medium in RELATION_MEDIA:
        raise RefusedInput(f"Nothing fits into a “{link.medium.replace('_', ' ')}” link: it has no cables.")
    joined = joined_ports(design, link)
    if joined is None:
        raise RefusedInput(
            "The ports of that link are not known, so nothing can be put in between; choose its ports first."
        )
    # Both halves keep the rate of the link; what cannot is refused.
    halves = _halves(design, link, node, joined[0], joined[1], joined[2].rate_gbps)
    draft.put(*halves)
    ends = " and ".join(design.nodes[end].title for end in (link.a, link.b))
    return draft.finished(f"Insert {node.title} between {ends}")


class _Way(NamedTuple):
    """The two port groups of the node that the halves go to; the least one is taken."""

    overfull: bool
    adapters: int
    shared: bool
    place: int
    inner: PortGroup
    outer: PortGroup


def _halves(
    design: Design, link: Link, node: Node, a_group: PortGroup, b_group: PortGroup, rate: float | None
) -> tuple[Link, Link]:
    inner = list(_fitting(design, link, node, a_group, link.a, rate))
    outer = list(_fitting(design, link, node, b_group, link.b, rate))
    second_id = new_id(design, f"{node.id}-{link.b}")
    ways: list[_Way] = []
    tried: dict[int, tuple[Link, Link]] = {}
    needs = ""
    # Only links at the node use its ports, so only they are counted: a large design has many others.
    others = {one.id: one for one in design.links.values() if node.id in (one.a, one.b)}
    for place, ((first, first_adapts), (last, last_adapts)) in enumerate((x, y) for x in inner for y in outer):
        halves = _made(design, link, node, first, last, a_group, b_group, second_id)
        trial = msgspec.structs.replace(design, links={**others, **{half.id: half for half in halves}})
        taken = ports_taken(trial)
        full = next((group for group in (first, last) if taken.get((node.id, group.name), 0) > group.count), None)
        if full is not None:
            needs = needs or (
                f"{node.title} has {counted(full.count, 'port')} “{full.name}”, and "
                f"{counted(link.cables, 'cable')} on either side would take "
                f"{taken[node.id, full.name]:,} of each copy."
            )
        tried[place] = halves
        ways.append(_Way(full is not None, first_adapts + last_adapts, first.name == last.name, place, first, last))
    best = min(ways, key=lambda way: way[:4])
    if best.overfull:
        raise RefusedInput(needs)
    return tried[best.place]


def _fitting(
    design: Design, link: Link, node: Node, group: PortGroup, end: str, rate: float | None
) -> Iterator[tuple[PortGroup, bool]]:
    """Port groups of NODE that take the link from GROUP at its rate, and whether that takes an adapter.

    Raises:
        RefusedInput: none does.
    """
    reason, found = "", False
    for own in design.ports_of(node):
        verdict = fit(group, own, link.medium)
        # The first reason that is about this medium tells the most.
        if verdict.verdict == "no":
            reason = reason or (verdict.reason if link.medium in own.media else "")
        # A slower port would silently slow the link.
        elif rate is not None and verdict.rate_gbps not in (None, rate):
            reason = (
                f"Through {own.name} the link would run at {rate_text(verdict.rate_gbps)} instead of {rate_text(rate)}."
            )
        else:
            found = True
            yield own, verdict.verdict == "adapter"
    if not found:
        who = f"{node.title} does not go between"
        to = f"no port of it takes {link.medium.replace('_', ' ')} from {design.nodes[end].title}"
        raise RefusedInput(f"{who}: {to}. {reason}".strip())


def _made(
    design: Design,
    link: Link,
    node: Node,
    inner: PortGroup,
    outer: PortGroup,
    a_group: PortGroup,
    b_group: PortGroup,
    second_id: str,
) -> tuple[Link, Link]:
    first = _half(
        design,
        link,
        msgspec.structs.replace(link, b=node.id, a_port=a_group.name, b_port=inner.name),
        same_plug=inner.connector == b_group.connector,
    )
    last = _half(
        design,
        link,
        msgspec.structs.replace(link, id=second_id, a=node.id, a_port=outer.name, b_port=b_group.name, name=""),
        same_plug=outer.connector == a_group.connector,
    )
    return first, last


def _half(design: Design, whole: Link, half: Link, *, same_plug: bool) -> Link:
    half = msgspec.structs.replace(
        half, cables=cables_in(design, whole, half), length_m=None, cable_part=half.cable_part if same_plug else None
    )
    return legal_spread(design, half)


def _link(design: Design, link_id: str) -> Link:
    link = design.links.get(link_id)
    if link is None:
        raise RefusedInput(f"There is no link {link_id!r} in this design.")
    return link
