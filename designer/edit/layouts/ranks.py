"""In which row and column of a tidy layout a node stands, told from its kind and its links alone."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from designer.model.design import Design, Node
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.parts.part import NETWORK_MEDIA

ENDPOINTS: Final = 0.0
POWER: Final = -1.0
COOLING: Final = -2.0
SERVICES: Final = 50.0
"""Row of software: above everything that it runs on; who asks stands above whom it asks, see Kind.layout_row."""
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
    for node in design.nodes.values():
        if node.kind not in CONTAINERS:
            tier[node.id] = _tier(node, distance)
            column[node.id] = _column(node, carried.get(node.id))
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


def _tier(node: Node, distance: Mapping[str, int]) -> float:
    match _role(node):
        case "switch":
            return float(max(distance.get(node.id, 1), 1))
        case "power":
            return POWER
        case "cooling":
            return COOLING
        case "software":
            return SERVICES + (KINDS[node.kind].layout_row if node.kind in KINDS else 0.0)
        case _:
            return ENDPOINTS


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
