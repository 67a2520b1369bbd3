"""A design as its logical picture has it: containers of the building taken out, alike devices of one tier gathered.

It is worked out from the design each time and is no second truth: its ids are those of the first node and the first
link of each gathered set, and all members are kept.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from designer.edit.layouts.arrange import arrange
from designer.edit.layouts.drawn_boxes import is_frame
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS, POD
from designer.model.parts.part import Medium
from designer.model.record_limits import LONGEST_NAME
from designer.model.relations import RELATION_MEDIA

_PLANT: Final = frozenset({"power", "cooling"})
PLANT_MEDIA: Final[frozenset[Medium]] = frozenset({"power", "coolant", "feeds", "cools"})
"""Media that are left out with the plant."""


class Logical(NamedTuple):
    """A logical picture.

    Attributes:
        design: Laid out: pods, one node for each set of alike devices, one link for all that joins two sets.
        members: Ids of the real nodes that each node stands for, by its id; itself among them.
        stands_for: Id of the node that stands for a real one, by the id of that; what is left out is not in it.
        links: Ids of the real links that each link stands for, by its id.
    """

    design: Design
    members: Mapping[str, tuple[str, ...]]
    stands_for: Mapping[str, str]
    links: Mapping[str, tuple[str, ...]]


def logical(design: Design) -> Logical:
    """Return the logical picture of DESIGN.

    Rooms, rows, racks and sites go; pods, such as scalable units, stay around their contents. Power, cooling and their
    links go. Devices of one part in one pod that are joined to the same others by the same media, and not to each
    other, are one, counted in one copy of the pod; the cables between two such are counted in one copy of what holds
    both, as they are in the physical picture.
    """
    host = _hosts(design)
    # What stays: nodes that sit in no socket of another device and are no plant.
    shown = {one: node for one, node in design.nodes.items() if host[one] == one and _role(node) not in _PLANT}
    pod_of = {one: _pod(design, one) for one in shown}
    devices = [node for node in design.nodes_in_order() if node.id in shown and not is_frame(node)]
    joined = [
        link
        for link in design.links.values()
        if link.medium not in PLANT_MEDIA and host.get(link.a) in shown and host.get(link.b) in shown
    ]
    # Ends of each cable and relation, moved from chips and cards to the device that holds them.
    ends = {link.id: (host[link.a], host[link.b]) for link in joined}
    # Devices that become one node each.
    sets = _alike(design, devices, pod_of, [(ends[link.id], link.medium) for link in joined])
    stands_for: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    nodes: dict[str, Node] = {}
    for group in sets:
        first = group[0]
        members[first.id] = tuple(node.id for node in group)
        stands_for.update(dict.fromkeys(members[first.id], first.id))
        pod = pod_of[first.id]
        copies = sum(design.copies_within(node.id, pod) for node in group)
        nodes[first.id] = msgspec.structs.replace(
            first, parent=pod, copies=copies, x=0.0, y=0.0, pinned=False, name=common_name(group)[:LONGEST_NAME]
        )
    for pod in _with_pods(design, [pod_of[group[0].id] for group in sets]):
        node = design.nodes[pod]
        outer = _pod(design, pod)
        # Copies of the containers that are left out between two pods count for the inner one.
        copies = design.copies_within(pod, outer)
        nodes[pod] = msgspec.structs.replace(
            node,
            name=node.name[:LONGEST_NAME],  # an edit refuses a longer one, and tidying is an edit
            parent=outer,
            copies=copies,
            x=0.0,
            y=0.0,
            width=None,
            height=None,
            pinned=False,
            folded=False,
        )
        members[pod], stands_for[pod] = (pod,), pod
    # What sits in a socket is shown by what stands for its device.
    for one, at in host.items():
        if at in stands_for:
            stands_for[one] = stands_for[at]
    links, held = _links(design, joined, ends, stands_for, pod_of)
    flat = msgspec.structs.replace(
        design,
        nodes={node.id: nodes[node.id] for node in design.nodes_in_order() if node.id in nodes},
        links=links,
        marks={},
    )
    return Logical(arrange(flat).applied(flat), members, stands_for, held)


def _role(node: Node) -> str:
    kind = KINDS.get(node.kind)
    return kind.role if kind is not None else "other"


def _hosts(design: Design) -> dict[str, str]:
    """The device in whose socket each node sits, the outermost one; itself for most."""
    found: dict[str, str] = {}
    for one in design.nodes:
        at = one
        for around in design.ancestors(one):
            if is_frame(design.nodes[around]):
                break
            at = around
        found[one] = at
    return found


def _pod(design: Design, node_id: str) -> str | None:
    """The innermost pod around a node; None where it stands in none."""
    return next((one for one in design.ancestors(node_id) if design.nodes[one].kind == POD), None)


def _with_pods(design: Design, pods: Sequence[str | None]) -> list[str]:
    """PODS and the pods around them, in design order."""
    wanted: set[str] = set()
    for pod in pods:
        at = pod
        while at is not None and at not in wanted:
            wanted.add(at)
            at = _pod(design, at)
    return [node.id for node in design.nodes_in_order() if node.id in wanted]


def _alike(
    design: Design,
    devices: Sequence[Node],
    pod_of: Mapping[str, str | None],
    joined: Sequence[tuple[tuple[str, str], Medium]],
) -> list[list[Node]]:
    """DEVICES in sets that are drawn as one, each in design order.

    Devices of one pod, part and name begin with one colour; colours are parted by the colours that they are joined to
    until nothing changes (colour refinement, B. Weisfeiler and A. Leman, 1968). Devices of one colour that are joined
    to each other stay apart, for what matters between them is how they are joined.
    """
    # By device: (medium, device) at the other end of each of its links.
    near: dict[str, set[tuple[Medium, str]]] = {node.id: set() for node in devices}
    for (a, b), medium in joined:
        if a != b and a in near and b in near:
            # A relation has a direction; a cable has none.
            near[a].add((medium, b))
            near[b].add((medium, a))
    colour = _numbered(
        {node.id: (pod_of[node.id] or "", node.part or node.kind, base_name(node.name)) for node in devices}
    )
    while True:
        apart = {one for one, others in near.items() if any(colour[other] == colour[one] for _, other in others)}
        finer = _numbered(
            {
                one: (
                    number,
                    one if one in apart else "",
                    *sorted((medium, colour[other]) for medium, other in _set(near[one], colour)),
                )
                for one, number in colour.items()
            }
        )
        if len(set(finer.values())) == len(set(colour.values())):
            break
        colour = finer
    # Devices by their final colour: each list is drawn as one node.
    found: dict[int, list[Node]] = {}
    for node in devices:
        found.setdefault(colour[node.id], []).append(node)
    return list(found.values())


def _set(near: set[tuple[Medium, str]], colour: Mapping[str, int]) -> list[tuple[Medium, str]]:
    """One neighbour of each colour by each medium: how many there are does not part devices."""
    first: dict[tuple[Medium, int], str] = {}
    for medium, other in sorted(near):
        first.setdefault((medium, colour[other]), other)
    return [(medium, other) for (medium, _), other in first.items()]


def _numbered(keys: Mapping[str, tuple[object, ...]]) -> dict[str, int]:
    """A number for each different one of KEYS, in their order."""
    numbers: dict[tuple[object, ...], int] = {}
    return {one: numbers.setdefault(key, len(numbers)) for one, key in keys.items()}


def base_name(name: str) -> str:
    """NAME without the numbers that tell alike devices apart."""
    kept = "".join(" " if letter.isdigit() or letter in ".:#" else letter for letter in name)
    return " ".join(word for word in kept.split() if word.strip("-_"))


def common_name(group: Sequence[Node]) -> str:
    """Return the name that all of GROUP share."""
    first = group[0]
    if len({node.title for node in group}) == 1:
        return first.title
    return base_name(first.name) or first.title


def _links(
    design: Design,
    joined: Sequence[Link],
    ends: Mapping[str, tuple[str, str]],
    stands_for: Mapping[str, str],
    pod_of: Mapping[str, str | None],
) -> tuple[dict[str, Link], dict[str, tuple[str, ...]]]:
    """One link for all that join the same two sets by the same medium and feed, and the ids of those."""
    gathered: dict[tuple[str, str, Medium, str], list[Link]] = {}
    for link in joined:
        a, b = (stands_for[end] for end in ends[link.id])
        if a == b:
            continue
        key = (a, b, link.medium, link.side)
        if link.medium not in RELATION_MEDIA and (b, a, link.medium, link.side) in gathered:
            key = (b, a, link.medium, link.side)
        gathered.setdefault(key, []).append(link)
    links: dict[str, Link] = {}
    held: dict[str, tuple[str, ...]] = {}
    for (a, b, _, _), group in gathered.items():
        first = group[0]
        cables = sum(_cables(design, link, ends[link.id]) for link in group)
        same = ends[first.id] == (first.a, first.b) and (stands_for[first.a], stands_for[first.b]) == (a, b)
        links[first.id] = msgspec.structs.replace(
            first,
            a=a,
            b=b,
            cables=cables,
            spread="even",
            across=None,
            name=first.name if len({link.name for link in group}) == 1 else "",
            a_port=first.a_port if same else None,
            b_port=first.b_port if same else None,
        )
        held[first.id] = tuple(link.id for link in group)
    return links, held


def _cables(design: Design, link: Link, ends: tuple[str, str]) -> int:
    """Cables of LINK in one copy of the innermost pod around both its ends, or in the whole design."""
    if link.medium in RELATION_MEDIA:
        return link.cables
    around = set(design.ancestors(ends[1]))
    pod = next((one for one in design.ancestors(ends[0]) if one in around and design.nodes[one].kind == POD), None)
    return design.total_cables(link) // (design.total_copies(pod) if pod is not None else 1)
