"""In which row and column of a tidy layout a node stands, told from its kind and its links alone."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.relations import RELATION_MEDIA

ENDPOINTS: Final = 0.0
POWER: Final = -1.0
COOLING: Final = -2.0
SERVICES: Final = 50.0
"""Row of software: above everything that it runs on; who needs another stands above it."""
_CLOUD: Final = 3.0
"""Column of what is rented beside frames."""
_BANDS: Final[Mapping[str, int]] = {"data_storage": 0, "training": 1}
"""Which layer of software stands lowest; all others stand above them."""
_STAGES: Final = 8
"""More stages of power or cooling than there are: their rows lie between those of the kinds."""
_COLUMNS: Final[Mapping[str, float]] = {"management": 0.0, "fabric": 1.0, "": 1.0, "storage": 2.0}


class Ranks(NamedTuple):
    """Rows and columns of a layout, containers included.

    Attributes:
        tier: Row: the higher the farther up.
        column: Place in the row: the lower the farther left.
        neighbours: Ids that a node is linked to, links of contents counted for their containers.
    """

    tier: Mapping[str, float]
    column: Mapping[str, float]
    neighbours: Mapping[str, set[str]]


def rank_nodes(design: Design, children: Mapping[str | None, Sequence[Node]]) -> Ranks:
    """Rows and columns of every node.

    A switch stands in the row of its distance from the accelerated servers (from all hosts where there are
    none). A container stands in the row of the highest switch inside it, so that racks of spines come above the
    units that they join.
    """
    distance = _distances(design)
    tier: dict[str, float] = {}
    column: dict[str, float] = {}
    carried = _carried(design)
    services, stages = _services(design, carried), _stages(design)
    banded = _banded(design)
    for node in design.nodes.values():
        if node.kind not in CONTAINERS:
            tier[node.id] = _tier(node, distance, services, stages)
            column[node.id] = _column(node, carried.get(node.id))
            if banded and _layer(design, node) == "cloud":
                column[node.id] = _CLOUD
    waiting = [node for node in design.nodes.values() if node.kind in CONTAINERS]
    for node in sorted(waiting, key=lambda one: -sum(1 for _ in design.ancestors(one.id))):
        tier[node.id], column[node.id] = _of_container(children.get(node.id, ()), tier, column)
    return Ranks(tier, column, _neighbours(design))


def _role(node: Node) -> str:
    kind = KINDS.get(node.kind)
    return kind.role if kind else "other"


def _accelerated(design: Design, node: Node) -> bool:
    """Return True when NODE is an accelerator, contains some, or rents them."""
    if _role(node) == "accelerator":
        return True
    waiting = [node.part] if node.part else []
    # Parts may contain each other in a damaged library.
    seen: set[str] = set()
    while waiting:
        part = design.parts.get(waiting.pop())
        if part is None or part.id in seen:
            continue
        seen.add(part.id)
        if part.kind in KINDS and KINDS[part.kind].role == "accelerator":
            return True
        waiting.extend(inside.part for inside in part.contains)
    return False


def _distances(design: Design) -> dict[str, int]:
    """Steps over network links from the endpoints, by node id; what they do not reach is left out."""
    near: dict[str, list[str]] = {}
    for link in design.links.values():
        if link.medium in NETWORK_MEDIA and link.a in design.nodes and link.b in design.nodes:
            near.setdefault(link.a, []).append(link.b)
            near.setdefault(link.b, []).append(link.a)
    cabled = [design.nodes[node_id] for node_id in near]
    # The endpoints are the accelerated ones; without them hosts, and without these whatever is no switch.
    ends = [node.id for node in cabled if _accelerated(design, node)]
    ends = ends or [node.id for node in cabled if _role(node) == "host"]
    ends = ends or [node.id for node in cabled if _role(node) != "switch"]
    found = dict.fromkeys(ends, 0)
    queue = deque(ends)
    while queue:
        here = queue.popleft()
        for other in near[here]:
            if other not in found:
                found[other] = found[here] + 1
                queue.append(other)
    # Far from the endpoints, yet with devices of its own beneath: such a switch is a leaf all the same.
    leaves = [
        node_id for node_id, steps in found.items() if steps >= 3 and _serves(design, near[node_id], found, steps)
    ]
    return found | dict.fromkeys(leaves, 1)


def _serves(design: Design, near: Iterable[str], found: Mapping[str, int], steps: int) -> bool:
    """Return True when a switch STEPS away has storage or hosts beyond it and no other switch: a leaf of its own."""
    beyond = [_role(design.nodes[other]) for other in near if found.get(other, 0) > steps]
    return bool(beyond) and "switch" not in beyond


def _tier(node: Node, distance: Mapping[str, int], services: Mapping[str, int], stages: Mapping[str, float]) -> float:
    if node.id in services:
        return SERVICES + services[node.id]
    match _role(node):
        case "switch":
            return float(max(distance.get(node.id, 1), 1))
        case "power":
            # The nearer to the racks, the higher: the utility stands lowest.
            return POWER - (_STAGES - stages[node.id]) / (2 * _STAGES)
        case "cooling":
            return COOLING - (_STAGES - stages[node.id]) / (2 * _STAGES)
        case _:
            return ENDPOINTS


def _services(design: Design, carried: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Rows of software and of stores without a cable, the lowest 0: each stands above all that it needs.

    The longest path of needs below a node gives its row; one that is needed more than it needs is then drawn up to
    those that need it, as balancing does in the network simplex method (E. R. Gansner, E. Koutsofios, S. C. North and
    K.-P. Vo, "A technique for drawing directed graphs", IEEE Transactions on Software Engineering 19, 1993, section 2).
    """
    related = {end for link in design.links.values() if link.medium in RELATION_MEDIA for end in (link.a, link.b)}
    ids = [
        node.id
        for node in design.nodes_in_order()
        if _role(node) == "software" or (_role(node) == "storage" and node.id in related and node.id not in carried)
    ]
    known = set(ids)
    needs: dict[str, list[str]] = {one: [] for one in ids}
    needed: dict[str, list[str]] = {one: [] for one in ids}
    for link in design.links.values():
        if link.medium in RELATION_MEDIA and link.a in known and link.b in known and link.a != link.b:
            needs[link.a].append(link.b)
            needed[link.b].append(link.a)
    found: dict[str, int] = {}
    order: list[str] = []
    for start in ids:
        waiting = [(start, False)]
        open_: set[str] = set()
        # Depth first without recursion; a need that closes a circle does not count.
        while waiting:
            one, back = waiting.pop()
            if back:
                below = [found[other] for other in needs[one] if other in found]
                found[one] = max(below, default=-1) + 1
                order.append(one)
            elif one not in found and one not in open_:
                open_.add(one)
                waiting.append((one, True))
                waiting.extend((other, False) for other in needs[one])
    for one in reversed(order):
        if len(needed[one]) > len(needs[one]):
            found[one] = max(found[one], min(found[other] for other in needed[one]) - 1)
    # Frames drawn around layers stay what they are: then each layer stands above the one that it is built on.
    if _banded(design):
        for one in ids:
            found[one] += len(ids) * _BANDS.get(_layer(design, design.nodes[one]), len(_BANDS))
    return found


def _banded(design: Design) -> bool:
    """Return whether a person drew frames, such as the layers of a stack, around the equipment."""
    return any(mark.kind == "frame" for mark in design.marks.values())


def _layer(design: Design, node: Node) -> str:
    part, kind = design.part_of(node), KINDS.get(node.kind)
    if part is not None:
        return part.layer
    return kind.layer if kind is not None else ""


def _stages(design: Design) -> dict[str, float]:
    """Return how near to the racks a part of the power chain or of the cooling stands, by node id."""
    found: dict[str, float] = {}
    beside: dict[str, list[str]] = {}
    for link in design.links.values():
        if link.medium == "power":
            beside.setdefault(link.a, []).append(link.b)
            beside.setdefault(link.b, []).append(link.a)
    for node in design.nodes.values():
        kind = KINDS.get(node.kind)
        if kind is not None and _role(node) in {"power", "cooling"}:
            stage = kind.power_stage if _role(node) == "power" else kind.cooling_stage
            found[node.id] = float(_STAGES - 1 if stage is None else stage)
            if stage is None and _role(node) == "power":
                found.pop(node.id)
    # What may stand anywhere, such as a transfer switch, stands below what it feeds.
    for node in design.nodes.values():
        if _role(node) == "power" and node.id not in found:
            near = [found[other] for other in beside.get(node.id, ()) if other in found]
            found[node.id] = max(near, default=3.0) - 0.5
    return found


def _carried(design: Design) -> dict[str, Counter[str]]:
    """Cables of each network medium at each node."""
    found: dict[str, Counter[str]] = {}
    for link in design.links.values():
        if link.medium in NETWORK_MEDIA:
            for end in (link.a, link.b):
                found.setdefault(end, Counter())[link.medium] += link.cables
    return found


def _column(node: Node, carried: Counter[str] | None) -> float:
    if _role(node) == "storage":
        return _COLUMNS["storage"]
    if not carried:
        return _COLUMNS[""]
    if "fabric" in carried:
        return _COLUMNS["fabric"]
    return _COLUMNS[carried.most_common(1)[0][0]]


def _of_container(
    inside: Iterable[Node], tier: Mapping[str, float], column: Mapping[str, float]
) -> tuple[float, float]:
    """Row and column of a container: its highest row, and the column of what stands there, the fabric first."""
    nodes = [node.id for node in inside if node.id in tier]
    if not nodes:
        return ENDPOINTS, _COLUMNS[""]
    highest = max(tier[node_id] for node_id in nodes)
    columns = {column[node_id] for node_id in nodes if tier[node_id] == highest}
    return highest, _COLUMNS["fabric"] if _COLUMNS["fabric"] in columns else max(columns)


def _neighbours(design: Design) -> dict[str, set[str]]:
    """Return the neighbours of each node by links.

    A link between contents joins every container around them as well.
    """
    around = {node_id: [node_id, *design.ancestors(node_id)] for node_id in design.nodes}
    found: dict[str, set[str]] = {}
    for link in design.links.values():
        a_side, b_side = around.get(link.a, ()), around.get(link.b, ())
        for one in a_side:
            found.setdefault(one, set()).update(b_side)
        for one in b_side:
            found.setdefault(one, set()).update(a_side)
    return found
