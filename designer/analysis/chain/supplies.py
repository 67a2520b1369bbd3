"""`feeds` and `cools` relations as the cords, hoses and places that the power chain and the cooling work with.

A relation says that power or cooling reaches something without the single cords and pipes. Every copy of what gives
reaches every copy of what is given, as a bus or a shared header would.
"""

from collections.abc import Collection, Iterator
from typing import Final

from msgspec.structs import replace

from designer.analysis.quantities import is_rented, role_of
from designer.model.design import Design, Link, Node
from designer.model.kinds import OUTDOORS
from designer.model.parts.part import Medium

_CORDED: Final = frozenset({"accelerator", "host", "switch", "storage", "power", "cooling", "other"})
"""Roles of what can hang on a cord of its own."""
_MARK: Final = "→"
"""Between the id of a relation with a container and the id of what stands inside."""


def draws_power(design: Design) -> bool:
    """Return whether any power is drawn, by cords or by `feeds`."""
    return any(link.medium in {"power", "feeds"} for link in design.links.values())


def with_supplies(design: Design) -> Design:
    """Return DESIGN with its `feeds` and `cools` relations as power and coolant links, or itself where it has none.

    A relation with a container is one link for each thing inside that takes power, or heat by liquid. An air handler
    that cools a container stands in it, which is how its air is followed.
    """
    supplying = [link for link in design.links.values() if link.medium in {"feeds", "cools"}]
    if not supplying:
        return design
    children = design.children()
    links = {link.id: link for link in design.links.values() if link.medium not in {"feeds", "cools"}}
    nodes = dict(design.nodes)
    for link in supplying:
        giver, given = design.nodes.get(link.a), design.nodes.get(link.b)
        if giver is None or given is None:
            continue
        # Air needs no pipe: what moves air is put in the room that it cools, where the heat balance finds it.
        if link.medium == "cools" and _moves_air(design, giver):
            if role_of(given) == "container":
                nodes[giver.id] = replace(nodes[giver.id], parent=given.id)
            elif given.parent is not None:
                nodes[giver.id] = replace(nodes[giver.id], parent=given.parent)
            continue
        medium: Medium = "power" if link.medium == "feeds" else "coolant"
        # A container has no inlet: each outermost device inside gets a header of its own, its id naming both.
        for target in _targets(design, children, given, giver.id):
            link_id = link.id if target is given else f"{link.id}{_MARK}{target.id}"
            links[link_id] = _header(design, link, link_id, giver, target, medium)
    return replace(design, nodes=nodes, links=links)


def supplied_ids(design: Design, fail: Collection[str]) -> tuple[str, ...]:
    """Return FAIL with each relation to a container as the links that stand for it in DESIGN `with_supplies`."""
    found: list[str] = []
    for name in fail:
        standing = [link_id for link_id in design.links if link_id.startswith(f"{name}{_MARK}")]
        found += standing or [name]
    return tuple(found)


def _header(design: Design, link: Link, link_id: str, giver: Node, target: Node, medium: Medium) -> Link:
    """One cord or hose from every copy of GIVER to every copy of TARGET."""
    container = design.common_container(giver.id, target.id)
    pairs = design.copies_within(giver.id, container) * design.copies_within(target.id, container)
    return Link(
        id=link_id,
        a=giver.id,
        b=target.id,
        medium=medium,
        cables=pairs,
        spread="mesh",
        name=link.name,
        side=link.side,
    )


def _targets(design: Design, children: dict[str | None, list[Node]], given: Node, giver_id: str) -> Iterator[Node]:
    """GIVEN, or what depends on it where it is a container: the outermost devices inside."""
    if role_of(given) != "container":
        yield given
        return
    # From the container inwards, without going into devices; the giver itself may stand inside.
    waiting, seen = [given.id], {given.id}
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child.id in seen or child.id == giver_id:
                continue
            seen.add(child.id)
            role = role_of(child)
            if role == "container":
                waiting.append(child.id)
            elif role in _CORDED and not is_rented(design.part_of(child)):
                yield child


def _moves_air(design: Design, cooler: Node) -> bool:
    """Return True when COOLER gives cold air into a room: it has no coolant outlet to hang hoses on."""
    if cooler.kind in OUTDOORS:
        return False
    return not any("coolant" in port.media and port.role != "in" for port in design.ports_of(cooler))
