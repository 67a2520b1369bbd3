"""A design counted piece by piece, without the sums of the analysis: every copy by itself, every cable with both ends.

Nothing here folds copies or multiplies counts, so that a bill which does both can be held against it.
"""

import random
from collections import Counter
from collections.abc import Iterator
from math import ceil, gcd
from typing import NamedTuple

from designer.analysis.rooms.assumed_cables import assumed_cables
from designer.analysis.rooms.cable_buying import sockets_of
from designer.analysis.rooms.cable_choice import CableChoice, cable_parts, choose_cable
from designer.catalog.library import Library
from designer.export.cables.cable_schedule import cable_schedule
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace
from designer.model.kinds import KINDS
from designer.model.network.ports import joined_ports
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.relations import RELATION_MEDIA


class Cable(NamedTuple):
    """One cable: its link, and the copies that it joins, each with its port group."""

    link: str
    a: tuple[str, int, str]
    b: tuple[str, int, str]


def copies(design: Design) -> Iterator[Node]:
    """Yield every copy of every node, container by container, as often as it stands there."""
    inside: dict[str | None, list[Node]] = {}
    for node in design.nodes.values():
        inside.setdefault(node.parent if node.parent in design.nodes else None, []).append(node)

    def below(parent: str | None) -> Iterator[Node]:
        for node in inside.get(parent, ()):
            for _ in range(node.copies):
                yield node
                yield from below(node.id)

    yield from below(None)


def copies_in(design: Design, node_id: str, container: str | None) -> int:
    """Return how many copies of a node stand in one copy of CONTAINER."""
    count, one = 1, design.nodes[node_id]
    while True:
        count *= one.copies
        if one.parent is None or one.parent == container or one.parent not in design.nodes:
            return count
        one = design.nodes[one.parent]


def around(design: Design, node_id: str) -> list[str]:
    """Return the containers around a node, innermost first."""
    found: list[str] = []
    parent = design.nodes[node_id].parent
    while parent is not None and parent in design.nodes:
        found.append(parent)
        parent = design.nodes[parent].parent
    return found


def joints(link: Link, a_copies: int, b_copies: int) -> Iterator[tuple[int, int]]:
    """Yield the copies that each cable of LINK joins in one container, by the rule of its spread."""
    pairs = a_copies * b_copies
    if link.spread == "mesh" and link.cables % pairs == 0:
        for number in range(link.cables):
            yield number % pairs // b_copies, number % b_copies
    elif link.spread == "pairwise" and a_copies == b_copies and link.cables % a_copies == 0:
        for number in range(link.cables):
            yield number % a_copies, number % a_copies
    else:
        for number in range(link.cables):
            yield number * a_copies // link.cables, number % b_copies


def cables(design: Design) -> Iterator[Cable]:
    """Yield every physical cable of DESIGN."""
    for link in design.links.values():
        if link.medium in RELATION_MEDIA or link.a not in design.nodes or link.b not in design.nodes:
            continue
        over_b = around(design, link.b)
        common = next((one for one in around(design, link.a) if one in over_b), None)
        groups = 1 if common is None else copies_in(design, common, None)
        a_copies, b_copies = (copies_in(design, end, common) for end in (link.a, link.b))
        joined = joined_ports(design, link)
        a_group, b_group = (joined[0].name, joined[1].name) if joined else ("", "")
        for group in range(groups):
            for i, j in joints(link, a_copies, b_copies):
                a = (link.a, group * a_copies + i, a_group)
                yield Cable(link.id, a, (link.b, group * b_copies + j, b_group))


class Bought(NamedTuple):
    """What the cables of a design are: how many of each part, and how many have no type."""

    parts: Counter[str]
    open_ones: int


def bought_cables(design: Design, library: Library, measured: frozenset[str]) -> Bought:
    """Return cables and optics of DESIGN, counted cable by cable and cage by cage.

    Args:
        design: The design.
        library: What is on hand.
        measured: Links with a route; optics of cables without one are counted for themselves.
    """
    lines = list(cable_schedule(design, library.parts).lines())
    named = Counter((line.link, line.a.device, line.b.device) for line in lines)
    assert named == Counter((c.link, f"{c.a[0]}[{c.a[1]}]", f"{c.b[0]}[{c.b[1]}]") for c in cables(design))
    parts = cable_parts({**library.parts, **design.parts}.values())
    lengths = assumed_cables(design, None, library.parts).lengths
    found: Counter[str] = Counter()
    together: Counter[tuple[bool, str, float | None, int]] = Counter()
    cages: Counter[tuple[bool, str, str, str]] = Counter()
    choices: dict[tuple[str, int], CableChoice] = {}
    open_ones = 0
    for line in lines:
        link = design.links[line.link]
        by_route = line.link in measured and line.length_m is not None
        part, links, stock = (
            line.part,
            int(line.note.split()[2]) if line.note.startswith("one of ") else 1,
            line.stock_m,
        )
        optics = line.optic_a, line.optic_b
        if not part and line.length_m is None and link.medium in NETWORK_MEDIA:
            shared = gcd(named[line.link, line.a.device, line.b.device], 8)
            if (link.id, shared) not in choices:
                need = sockets_of(design, [link]).needs[0]
                choices[link.id, shared] = choose_cable(need, lengths[link.id].typical_m, parts, together=shared)
            choice = choices[link.id, shared]
            part, links, stock = choice.cable, choice.links, choice.stock_m
            optics = choice.optic_a, choice.optic_b
        if not part:
            open_ones += 1
            continue
        together[by_route, part, stock, links] += 1
        for end, optic in zip((line.a, line.b), optics, strict=True):
            if optic:
                cages[by_route, end.device, end.group, optic] += 1
    for (_, part, _, links), number in together.items():
        assert number % links == 0
        found[part] += number // links
    on_hand = {part.id: part for part in parts}
    for (_, _, _, optic), number in cages.items():
        found[optic] += ceil(number / fibres(on_hand[optic]))
    return Bought(found, open_ones)


def fibres(optic: Part) -> int:
    """Return how many fibre cables go into an optic."""
    return 2 if optic.texts.get("fibre", "").startswith(("two ", "2 ×")) else 1


def devices(design: Design) -> Counter[str]:
    """Return how many of each part are bought for the nodes of DESIGN, copy by copy.

    Left out: what is rented or paid by its use, what only says what is done, and chips that are part of their host.
    """
    found: Counter[str] = Counter()
    for node in copies(design):
        part = design.part_of(node)
        if node.part is None or (node.kind in KINDS and KINDS[node.kind].described and node.price_usd is None):
            continue
        if part is not None and (part.layer == "cloud" or not _sold(part)) and node.price_usd is None:
            continue
        host = design.nodes.get(node.parent or "")
        inside = design.part_of(host) if host is not None else None
        if inside is not None and KINDS[node.kind].role == "accelerator" and inside.contains:
            continue
        found[node.part] += 1
    return found


def _sold(part: Part) -> bool:
    """Whether a part is bought once: not where all its prices are for use."""
    return not part.prices or any(price.per in {"unit", "meter"} for price in part.prices)


def racks(design: Design) -> int:
    """Return how many racks are drawn without a cabinet, or a system that comes in one, anywhere inside."""
    with_cabinet = {
        outer for node in design.nodes.values() if KINDS[node.kind].cabinet for outer in around(design, node.id)
    }
    return sum(1 for node in copies(design) if node.kind == "rack" and node.id not in with_cabinet)


def pdus_by_rule(design: Design) -> int:
    """Return the PDUs of 22 kW that carry each rack on two sides, counted rack by rack; none where one is drawn."""
    if any(node.kind == "pdu" for node in design.nodes.values()):
        return 0
    inside: dict[str | None, list[Node]] = {}
    for node in design.nodes.values():
        inside.setdefault(node.parent, []).append(node)

    def below(parent: str) -> Iterator[Node]:
        for node in inside.get(parent, ()):
            for _ in range(node.copies):
                yield node
                yield from below(node.id)

    number = 0
    for rack in copies(design):
        if rack.kind != "rack":
            continue
        held = [node for node in below(rack.id) if node.part is not None or not KINDS[node.kind].container]
        watts = 0.0
        for node in held:
            part = design.parts.get(node.part or "")
            fact = part.facts.get("power_max_w") if part is not None else None
            watts += node.facts.get("power_max_w", (fact.value if fact is not None else None) or 0.0)
        if watts and not any(KINDS[node.kind].cabinet and KINDS[node.kind].endpoint for node in held):
            number += 2 * max(ceil(watts / 22_000), 1)
    return number


def random_design(seed: int, library: Library) -> Design:
    """Return a small design of racks in rooms with copies, devices and cables of all spreads, some with places."""
    pick = random.Random(seed)
    nodes = [Node(id="hall", kind="room", copies=pick.choice((1, 1, 2)), order=0)]
    placed = pick.random() < 0.6
    ends: list[str] = []
    kinds = ("nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn4600c", "apc/ap8886", "generic/host", "ddn/ai400x2")
    for k in range(pick.randint(1, 5)):
        floor = FloorPlace(x_mm=k * 800.0, y_mm=0.0) if placed and pick.random() < 0.8 else None
        parent = pick.choice(("hall", "hall", None))
        nodes.append(Node(id=f"r{k}", kind="rack", parent=parent, copies=pick.randint(1, 3), order=k, floor=floor))
        if pick.random() < 0.3:
            nodes.append(Node(id=f"c{k}", kind="rack-cabinet", part="generic/rack-48u", parent=f"r{k}", order=k))
        for j in range(pick.randint(1, 3)):
            part = pick.choice(kinds)
            node_id = f"n{k}{j}"
            place = RackPlace(u=1 + 10 * j) if pick.random() < 0.7 else None
            kind = library.parts[part].kind
            many = pick.randint(1, 4)
            nodes.append(Node(id=node_id, kind=kind, part=part, parent=f"r{k}", copies=many, order=j, rack=place))
            ends.append(node_id)
    links = [
        Link(
            id=f"l{k}",
            a=pick.choice(ends),
            b=pick.choice(ends),
            medium=pick.choice(("fabric", "fabric", "storage", "management", "power")),
            cables=pick.randint(1, 24),
            spread=pick.choice(("even", "mesh", "pairwise")),
            length_m=pick.choice((None, None, None, 1.5, 4.0, 45.0)),
            cable_part=pick.choice((None, None, "nvidia/mfp7e10-mmf", "nvidia/mfp7e30-smf", "generic/cat6a")),
        )
        for k in range(pick.randint(0, 7))
    ]
    return library.embedded(Design(nodes={n.id: n for n in nodes}, links={link.id: link for link in links}))
