"""Rent the machines of a design in place of owning them, so that own and cloud stand in one sweep.

Machines with accelerators become instances of a cloud with at least as many accelerators in all; what runs on them runs
there. Their cables go, and with them the switches that lead to nothing else, the power strips that feed nothing else,
and racks that are empty then. Work, storage, other hosts, and the plant of the hall stay as they are drawn.
"""

from collections.abc import Collection, Iterator
from math import ceil
from typing import Final

from msgspec.structs import replace

from designer.analysis.quantities import accelerators_in
from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.nodes.nodes import remove
from designer.model.design import Design, Link, Node
from designer.model.kinds import BEARING, CONTAINERS, INSTANCES, KINDS, RACK_POWER, STORAGES, SWITCHES
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA

HOSTING: Final = "hosting"
OWN: Final = "own"


def owned_machines(design: Design) -> list[Node]:
    """Return the nodes of DESIGN that are machines of one's own with accelerators."""
    found = [node for node in design.nodes_in_order() if node.kind in BEARING and node.kind not in INSTANCES]
    return [node for node in found if _accelerators(design, design.part_of(node))]


def instances_for(design: Design, library: Library) -> list[Part]:
    """Return the instances of clouds that can take the place of what DESIGN owns, those with the same chips first.

    Of two alike the one with more chips comes first, so that a machine of eight becomes one of eight.
    """
    shelf = _shelf(design, library)
    chips = {chip for node in owned_machines(design) for chip in accelerators_in(design, design.part_of(node))}
    rented = [part for part in library.parts.values() if part.kind in INSTANCES and accelerators_in(shelf, part)]
    return sorted(
        rented,
        key=lambda part: (
            not chips.intersection(accelerators_in(shelf, part)),
            -min(sum(accelerators_in(shelf, part).values()), 8),
            part.id,
        ),
    )


def hosted(design: Design, library: Library, where: str) -> Design:
    """Return DESIGN with its machines of its own (WHERE is "own"), or with instances of the part WHERE.

    Raises:
        RefusedInput: it owns no machines with accelerators, or WHERE is no instance of a cloud with accelerators.
    """
    if where == OWN:
        return design
    machines = owned_machines(design)
    part = library.parts.get(where)
    each = sum(accelerators_in(_shelf(design, library), part).values())
    if part is None or part.kind not in INSTANCES or not each:
        raise RefusedInput(f"{HOSTING} is own or an instance of a cloud with accelerators, not {where[:80]!r}.")
    if not machines:
        raise RefusedInput(f"{HOSTING} takes a design with machines of its own; this one has none with accelerators.")
    draft = Draft(design)
    draft.embed(library, [part.id])
    lost: set[str] = set()
    for node in machines:
        wanted = design.total_copies(node.id) * _accelerators(design, design.part_of(node))
        draft.put(_rented(node, part, ceil(wanted / each)))
        for link in _cables_at(design, node.id):
            draft.drop_link(link.id)
            lost.update((link.a, link.b))
    around = {node.parent for node in machines if node.parent is not None}
    return _without_idle(draft.finished("Rent the machines").applied(design), lost, around)


def _rented(node: Node, part: Part, copies: int) -> Node:
    """Return NODE, with its id and name and what runs on it, as COPIES of the rented PART."""
    return Node(
        id=node.id, kind=part.kind, part=part.id, name=part.name, copies=copies, order=node.order, x=node.x, y=node.y
    )


def _accelerators(design: Design, part: Part | None) -> int:
    return sum(accelerators_in(design, part).values())


def _shelf(design: Design, library: Library) -> Design:
    """Return DESIGN with all parts of LIBRARY, in which the chips of any of them can be counted."""
    return replace(design, parts={**library.parts, **design.parts})


def _cables_at(design: Design, node_id: str) -> Iterator[Link]:
    return (link for link in design.links.values() if node_id in (link.a, link.b) and link.medium not in RELATION_MEDIA)


def _without_idle(design: Design, lost: set[str], around: Collection[str]) -> Design:
    """Return DESIGN without the gear that only served machines that are gone.

    Args:
        design: Without them.
        lost: Ids of nodes that lost a cable.
        around: Ids of places that they stood in.
    """
    gone = _idle_network(design, lost)
    # Strips that fed only what is gone; a strip that feeds a switch which stays is kept.
    for node in design.nodes.values():
        if node.kind in RACK_POWER:
            ends = {link.b if link.a == node.id else link.a for link in _cables_at(design, node.id)}
            fed = {end for end in ends - gone if not _is_power(design, end)}
            if (node.id in lost or ends & gone) and not fed:
                gone.add(node.id)
    places = set(around) | {parent for one in gone if (parent := design.nodes[one].parent) is not None}
    while places:
        place = places.pop()
        inside = {node.id for node in design.nodes.values() if node.parent == place}
        if place in gone or design.nodes[place].kind not in CONTAINERS or inside - gone:
            continue
        gone.add(place)
        if (outer := design.nodes[place].parent) is not None:
            places.add(outer)
    return remove(design, sorted(gone)).applied(design) if gone else design


def _is_power(design: Design, node_id: str) -> bool:
    return KINDS[design.nodes[node_id].kind].role == "power"


def _idle_network(design: Design, lost: Collection[str]) -> set[str]:
    """Return the switches of networks that serve nothing now, of those that LOST a cable, and what only manages them.

    A network is what cables of one medium join. One of the fabric serves accelerators and storage: a host on it on
    which nothing runs manages it, and goes with it.
    """
    ends: dict[tuple[str, str], set[str]] = {}
    for link in design.links.values():
        if link.medium not in RELATION_MEDIA and not (_is_power(design, link.a) or _is_power(design, link.b)):
            ends.setdefault((link.medium, link.a), set()).add(link.b)
            ends.setdefault((link.medium, link.b), set()).add(link.a)
    used = {link.b for link in design.links.values() if link.medium == "runs_on"}
    idle: set[tuple[str, str]] = set()
    for medium, start in sorted(ends):
        if start not in lost or (medium, start) in idle or design.nodes[start].kind not in SWITCHES:
            continue
        network, waiting = {start}, [start]
        while waiting:
            for other in ends.get((medium, waiting.pop()), set()) - network:
                network.add(other)
                waiting.append(other)
        served = {one for one in network if design.nodes[one].kind in (*BEARING, *STORAGES)}
        if medium == "fabric":
            served = {one for one in served if one in used or design.nodes[one].kind in STORAGES}
        if not served:
            idle |= {(medium, one) for one in network}
    # A switch that is on another network too stays for that one.
    in_idle = {one for _, one in idle}
    busy = {one for medium, one in ends if (medium, one) not in idle and design.nodes[one].kind in SWITCHES}
    return {one for one in in_idle if one not in busy}
