"""Contents of the layers of the stack: the parts of a design gathered into few tiles, and what those say."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from designer.analysis.quantities import accelerators_in, role_of
from designer.analysis.workloads.results import WorkloadsResult
from designer.drawing.records import Emphasis
from designer.drawing.topology.badges import FULL_FROM, NEARLY_FULL_FROM
from designer.drawing.words import accelerators_in as accelerators_inside
from designer.drawing.words import amount, fact, full_words, icon_of, main_ports, plain_words, short_name, tile_layer
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import NARROW_SPACE, number_text, percent_text, share_text
from designer.model.kinds import KINDS, RACKS
from designer.model.network.ports import rate_text
from designer.model.parts.part import Layer

INSIDE: Final = "inside:"
"""Begins the id of a tile that stands for chips inside machines."""


class Group(NamedTuple):
    """Nodes that one tile stands for.

    Attributes:
        id: Of its first node; of chips inside machines, `INSIDE` and the part.
        members: Ids of its nodes; of chips, the machines that hold them.
        copies: Of all members together, the containers around them counted.
        order: Place in design order.
        parts: How many different parts it gathers.
    """

    id: str
    layer: Layer
    kind: str
    title: str
    subtitle: str
    icon: str
    members: tuple[str, ...]
    copies: int
    order: int
    parts: int = 1


class Loads(NamedTuple):
    """The results of the analysis by node.

    Attributes:
        full: How full each is, by layer and node; may exceed 1. A machine counts in two: it holds chips.
        per_s: Requests a second at the peak.
        layer: The layer that runs full first.
        blamed: The node or link in it.
    """

    full: Mapping[tuple[Layer, str], float]
    per_s: Mapping[str, float]
    layer: Layer | Literal[""]
    blamed: str
    ranged: str = ""


class Outage(NamedTuple):
    """The things that have failed, and those that fall with them."""

    failed: Collection[str] = ()
    lost: Collection[str] = ()


class Saying(NamedTuple):
    """The text of a tile about its state."""

    subtitle: str
    emphasis: Emphasis
    note: str


def loads_of(design: Design, worked: WorkloadsResult | None) -> Loads:
    """Return the utilisation of every node that WORKED speaks of."""
    if worked is None:
        return Loads({}, {}, "", "")
    full: dict[tuple[Layer, str], float] = {}
    own: dict[str, Layer] = {node.id: tile_layer(node, design.part_of(node)) for node in design.nodes.values()}
    asked: list[tuple[Layer | None, str, Figure]] = [
        *((own.get(one.id), one.id, one.utilisation) for one in worked.services),
        *((own.get(one.id), one.id, one.utilisation) for one in worked.stores),
        *((own.get(one.id), one.id, one.utilisation) for one in worked.pipelines),
        *((own.get(one.id), one.id, one.utilisation) for one in worked.orchestration),
        *((one.layer, one.worst, one.utilisation) for one in worked.layers),
    ]
    # A node may be told of by several tables; the fullest of what they say counts.
    for layer, name, figure in asked:
        if layer is not None and name in own and figure.value is not None:
            full[layer, name] = max(full.get((layer, name), 0.0), figure.value)
    per_s = {one.id: one.demand_per_s.value for one in worked.services if one.demand_per_s.value}
    worst = next((one.utilisation for one in worked.layers if one.layer == worked.bottleneck), None)
    ranged = share_text(worst) if worst is not None else ""
    return Loads(full, per_s, worked.bottleneck, worked.bottleneck_id, ranged)


def groups_of(
    design: Design, hidden: Collection[Layer], room: Callable[[Layer], int], wanted: Collection[str]
) -> dict[Layer, list[Group]]:
    """The tiles of every layer, at most ROOM of one; nodes that are WANTED keep a tile before others do."""
    bands: dict[Layer, dict[str, list[Node]]] = {}
    for node in design.nodes_in_order():
        part = design.part_of(node)
        if role_of(node) == "container" and node.kind not in RACKS:
            continue
        layer = tile_layer(node, part)
        if layer in hidden:
            continue
        key = node.id if role_of(node) == "software" else node.part or node.kind
        bands.setdefault(layer, {}).setdefault(key, []).append(node)
    found: dict[Layer, list[Group]] = {}
    for layer, keyed in bands.items():
        # Joined by part first, then by kind, until the band has room.
        most = room(layer)
        if len(keyed) > most:
            keyed = _joined(keyed.values(), lambda node: node.part or node.kind)
        if len(keyed) > most:
            keyed = _joined(keyed.values(), lambda node: node.kind)
        found[layer] = [_group(design, layer, nodes) for nodes in keyed.values()]
    if "silicon" not in hidden:
        found["silicon"] = _with_chips(design, found.get("silicon", []))
    return {layer: _fitting(groups, room(layer), wanted) for layer, groups in found.items() if groups}


def _joined(lists: Iterable[Sequence[Node]], key: Callable[[Node], str]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for nodes in lists:
        found.setdefault(key(nodes[0]), []).extend(nodes)
    return found


def _group(design: Design, layer: Layer, nodes: Sequence[Node]) -> Group:
    first = nodes[0]
    part, kind = design.part_of(first), KINDS.get(first.kind)
    parts = len({node.part for node in nodes})
    titles = {node.title for node in nodes}
    if len(titles) == 1:
        title = first.title
    elif parts == 1 and part is not None:
        title = part.name
    else:
        title = kind.plural if kind else first.kind
    subtitle = f"{parts} different parts" if parts > 1 else _figures(design, first)
    return Group(
        first.id,
        layer,
        first.kind,
        title,
        subtitle,
        icon_of(first),
        tuple(node.id for node in nodes),
        sum(design.total_copies(node.id) for node in nodes),
        first.order,
        parts,
    )


def _figures(design: Design, node: Node) -> str:
    """The one figure of a part that matters here."""
    part = design.part_of(node)
    role = role_of(node)
    if role == "container":
        return ""
    if role == "switch":
        ports = main_ports(design.ports_of(node))
        rate = ports.rate_gbps if ports else None
        return f"{ports.count} × {rate_text(rate)}" if ports and rate is not None else "Switch"
    if role == "accelerator":
        memory = fact(node, part, "memory_gb")
        return f"{memory:g} GB each" if memory is not None else "Accelerator"
    kind = KINDS.get(node.kind)
    if role == "host":
        count, chip = accelerators_inside(design, part)
        power = fact(node, part, "power_max_w")
        watts = f"{amount(power, 'W')} max" if power is not None else ""
        words = " · ".join(word for word in (f"{count} × {chip}" if count else "", watts) if word)
        return words or (kind.title if kind else node.kind)
    if role == "storage" and not (fact(node, part, "read_gb_per_s") or fact(node, part, "capacity_tb")):
        return kind.title if kind else node.kind
    if role == "software" and part is not None and part.name != node.title:
        return part.name
    return full_words(design, node, {}).subtitle


def _with_chips(design: Design, placed: list[Group]) -> list[Group]:
    """Accelerators that are placed, and those inside machines, by part."""
    by_part = {design.nodes[group.id].part: place for place, group in enumerate(placed)}
    found = list(placed)
    for node in design.nodes_in_order():
        if role_of(node) == "accelerator":
            continue
        for chip, count in sorted(accelerators_in(design, design.part_of(node)).items()):
            copies = count * design.total_copies(node.id)
            if chip in by_part:
                before = found[by_part[chip]]
                found[by_part[chip]] = before._replace(
                    members=(*before.members, node.id), copies=before.copies + copies
                )
                continue
            part = design.parts[chip]
            memory = part.facts.get("memory_gb")
            by_part[chip] = len(found)
            found.append(
                Group(
                    INSIDE + chip,
                    "silicon",
                    part.kind,
                    short_name(part),
                    f"{memory.value:g} GB each" if memory and memory.value is not None else "Accelerator",
                    "accelerator",
                    (node.id,),
                    copies,
                    node.order,
                )
            )
    return found


def _fitting(groups: list[Group], most: int, wanted: Collection[str]) -> list[Group]:
    """At most MOST of GROUPS; what is left over stands in a last one."""
    if len(groups) <= most:
        return groups
    # Tiles that links or loads need stay; the rest becomes one tile "n more".
    ranked = sorted(groups, key=lambda group: not any(member in wanted for member in group.members))
    kept, rest = ranked[: most - 1], ranked[most - 1 :]
    more = rest[0]._replace(
        title=f"{len(rest)} more",
        subtitle=", ".join(dict.fromkeys(group.title for group in rest)),
        icon="other",
        members=tuple(member for group in rest for member in group.members),
        copies=1,
        parts=sum(group.parts for group in rest),
    )
    return sorted([*kept, more], key=lambda group: (group is more, groups.index(group) if group is not more else 0))


def saying(design: Design, group: Group, loads: Loads, outage: Outage, detail: Literal["plain", "full"]) -> Saying:
    """Return the text below the title of the tile of GROUP, and its emphasis."""
    # A failure outweighs all else that a tile could say.
    gone = [member for member in group.members if member in outage.failed]
    lost = [member for member in group.members if member in outage.lost]
    if gone and not group.id.startswith(INSIDE):
        return Saying("taken as failed", "failed", "Taken as failed.")
    if lost or gone:
        some = len(lost) + len(gone) < len(group.members)
        words = f"{len(lost) + len(gone)} of {len(group.members)} go down" if some else "goes down with it"
        return Saying(words, "failed", "It needs what has failed.")
    shares = [loads.full[group.layer, member] for member in group.members if (group.layer, member) in loads.full]
    share = max(shares, default=None)
    rate = 0.0 if group.layer == "silicon" else sum(loads.per_s.get(member, 0.0) for member in group.members)
    words = [rate_words(rate, detail)] if rate and (share is None or detail == "full") else []
    emphasis: Emphasis = ""
    note = ""
    if share is not None:
        words.append(f"{share_words(share)} busy")
    blamed = loads.layer == group.layer and loads.blamed in blamed_by(design, group)
    if blamed and share is None:
        words, note = ["fullest link", *words], "Its link runs full first."
    elif blamed and share is not None:
        emphasis = emphasis_of(share)
        note = f"Runs full first: {loads.ranged or share_words(share)} busy."
        words = [share_words(share), "bottleneck"] if emphasis else [f"{share_words(share)} busy", "fullest"]
    if not words:
        return Saying(_quiet_words(design, group, detail), emphasis, note)
    return Saying(" · ".join(words), emphasis, note)


def blamed_by(design: Design, group: Group) -> set[str]:
    """Ids whose being blamed marks GROUP: its nodes, and links that end at its switches."""
    found = set(group.members)
    switches = {member for member in group.members if role_of(design.nodes[member]) == "switch"}
    if switches:
        found |= {link.id for link in design.links.values() if link.a in switches or link.b in switches}
    return found


def _quiet_words(design: Design, group: Group, detail: Literal["plain", "full"]) -> str:
    if detail == "full" or group.parts > 1 or group.id.startswith(INSIDE):
        return group.subtitle
    node = design.nodes[group.id]
    return group.subtitle if role_of(node) == "software" else plain_words(design, node, "", group.copies).subtitle


def titled(design: Design, group: Group, detail: Literal["plain", "full"]) -> tuple[str, str]:
    """Title of GROUP, and how often it is there: "× 4"."""
    badge = f"× {group.copies:,}".replace(",", NARROW_SPACE) if group.copies > 1 else ""
    software = group.id in design.nodes and role_of(design.nodes[group.id]) in {"software", "container"}
    if detail == "full" or group.parts > 1 or software or group.id.startswith(INSIDE):
        return group.title, badge
    return plain_words(design, design.nodes[group.id], "", group.copies).title, ""


def emphasis_of(share: float) -> Emphasis:
    """Return the emphasis of a utilisation of SHARE."""
    return "error" if share >= FULL_FROM else "warn" if share >= NEARLY_FULL_FROM else ""


def rate_words(per_s: float, detail: Literal["plain", "full"] = "full") -> str:
    """Requests a second, or an hour where that is less than one in ten seconds."""
    number, unit = (number_text(per_s * 3600), "h") if per_s < 0.1 else (number_text(per_s), "s")
    return f"{number} {'requests' if detail == 'plain' else 'req'}/{unit}"


def share_words(share: float) -> str:
    """A share as a percentage; what is hardly there is not nothing."""
    return "< 0.1%" if 0 < share < 0.001 else percent_text(share)
