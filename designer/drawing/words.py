"""Texts of tiles and frames: two short lines for engineers, or for people who are not."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from designer.model.design import Design, Node
from designer.model.kinds import ACCELERATORS, KINDS, RACK_SYSTEMS, RACKS
from designer.model.network.ports import rate_text
from designer.model.parts.part import NETWORK_MEDIA, Layer, Part, PortGroup
from designer.model.wording import counted

_PLAIN_TIERS: Final[Mapping[str, str]] = {
    "leaf": "Rack switches",
    "spine": "Core network",
    "core": "Backbone network",
}


class Words(NamedTuple):
    """The two lines of a tile."""

    title: str
    subtitle: str


def amount(value: float, unit: str) -> str:
    """A figure of three significant digits with its unit, in the prefix that reads best: 10.2 kW, 1.6 TB."""
    step = {"W": ("W", "kW", "MW", "GW"), "TB": ("TB", "PB", "EB")}.get(unit, (unit,))
    place = 0
    while abs(value) >= 1000 and place + 1 < len(step):
        value, place = value / 1000, place + 1
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {step[place]}"


def fact(node: Node, part: Part | None, name: str) -> float | None:
    """Fact NAME of one copy: the person's own value, else the part's; None when unknown."""
    if name in node.facts:
        return node.facts[name]
    quantity = part.facts.get(name) if part else None
    return quantity.value if quantity else None


def short_name(part: Part) -> str:
    """The name people use in passing: "H100" of "H100 SXM5 80GB", "TPU v5p"."""
    words = part.name.split(",")[0].split()
    for i, word in enumerate(words):
        if any(c.isdigit() for c in word):
            return word if i == 0 or (word[0].isupper() and len(word) > 2) else f"{words[i - 1]} {word}"
    return part.name


def accelerators_in(design: Design, part: Part | None) -> tuple[int, str]:
    """Return the number of accelerators in one copy of PART, and their short name; (0, "") when none."""
    for inside in part.contains if part else ():
        held = design.parts.get(inside.part)
        if held is not None and held.kind in ACCELERATORS:
            return inside.count, short_name(held)
    return 0, ""


def main_ports(groups: Sequence[PortGroup]) -> PortGroup | None:
    """The port group that makes a switch what it is: most ports, then the fastest, of those for a network."""
    network = [group for group in groups if any(medium in NETWORK_MEDIA for medium in group.media)]
    return max(network, key=lambda group: (group.count, group.rate_gbps or 0.0), default=None)


def full_words(design: Design, node: Node, taken: Mapping[tuple[str, str], int]) -> Words:
    """Name, and the figures that an engineer looks for first."""
    part = design.part_of(node)
    kind = KINDS.get(node.kind)
    role = kind.role if kind else "other"
    power = fact(node, part, "power_max_w")
    watts = f"{amount(power, 'W')} max" if power is not None else ""
    if role == "switch":
        return Words(node.title, _switch_words(design, node, taken) or watts or "Switch")
    if role == "host":
        count, name = accelerators_in(design, part)
        lead = f"{count} × {name}" if count else _ports_words(design, node)
        return Words(node.title, _joined(lead, watts) or (kind.title if kind else ""))
    if role == "accelerator":
        memory = fact(node, part, "memory_gb")
        return Words(node.title, _joined(f"{memory:g} GB" if memory is not None else "", watts) or "Accelerator")
    if role == "storage":
        read, capacity = fact(node, part, "read_gb_per_s"), fact(node, part, "capacity_tb")
        figures = _joined(
            f"{read:g} GB/s read" if read is not None else "", amount(capacity, "TB") if capacity is not None else ""
        )
        return Words(node.title, figures or _ports_words(design, node) or "Storage")
    if role == "power":
        rated = fact(node, part, "capacity_w")
        return Words(node.title, f"{amount(rated, 'W')} rated" if rated is not None else _kind_words(node, part))
    if role == "cooling":
        removed = fact(node, part, "cooling_capacity_w")
        return Words(node.title, f"removes {amount(removed, 'W')}" if removed is not None else _kind_words(node, part))
    people = fact(node, part, "users") if kind is not None and kind.workload == "users" else None
    return Words(node.title, f"{people:,.0f} people" if people else _joined(_kind_words(node, part), watts))


def _kind_words(node: Node, part: Part | None) -> str:
    kind = KINDS.get(node.kind)
    title = kind.title if kind else node.kind.replace("-", " ")
    if part is None and node.part:
        return f"{title} · part not in the design"
    return title


def _joined(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)


def _ports_words(design: Design, node: Node) -> str:
    group = main_ports(design.ports_of(node))
    if group is None:
        return ""
    return (
        f"{group.count} × {rate_text(group.rate_gbps)}" if group.rate_gbps is not None else counted(group.count, "port")
    )


def _switch_words(design: Design, node: Node, taken: Mapping[tuple[str, str], int]) -> str:
    group = main_ports(design.ports_of(node))
    if group is None:
        return ""
    return f"{_ports_words(design, node)} · {free_words(group.count, taken.get((node.id, group.name), 0))}"


def free_words(total: int, used: int) -> str:
    """Return the free ports in words: "32 free", "all used", "2 too many"."""
    if used > total:
        return f"{used - total:,} too many"
    return "all used" if used == total else f"{total - used:,} free"


def plain_words(design: Design, node: Node, tier: str, copies: int) -> Words:
    """Return words for anyone: "31 AI servers", "248 H100 accelerators"; COPIES stand in the whole picture."""
    part = design.part_of(node)
    kind = KINDS.get(node.kind)
    role = kind.role if kind else "other"
    if role == "switch":
        return Words(_plain_tier(tier), counted(copies, "switch", "switches"))
    one, many = (kind.plain or (kind.title, kind.plural)) if kind else (node.title, node.title)
    if role == "host":
        count, name = accelerators_in(design, part)
        if count:
            one, many = (one, many) if node.kind in RACK_SYSTEMS else ("AI server", "AI servers")
            return Words(counted(copies, one, many), f"{count * copies:,} {name} accelerators")
        return Words(counted(copies, one, many), "keep the rest running")
    if role == "accelerator" and part is not None:
        return Words(counted(copies, one, many), short_name(part))
    if role == "storage":
        capacity = fact(node, part, "capacity_tb")
        return Words(
            one, f"{amount(capacity * copies, 'TB')} of data" if capacity is not None else counted(copies, "unit")
        )
    if kind is not None and kind.counted:
        return Words(counted(copies, one, many), "")
    return Words(one if copies == 1 else many, counted(copies, "unit"))


def _plain_tier(tier: str) -> str:
    if tier in _PLAIN_TIERS:
        return _PLAIN_TIERS[tier]
    if tier.startswith("storage"):
        return "Storage network"
    if tier.startswith("management"):
        return "Control network"
    return "Backbone network" if tier else "Network"


def container_words(kind: str, racks: int, power_w: float | None, at_least: bool) -> str:
    """The figures of a container: "8 racks · 316 kW"."""
    counted = f"{racks:,} {'rack' if racks == 1 else 'racks'}" if racks and kind not in RACKS else ""
    watts = f"{'≥ ' if at_least else ''}{amount(power_w, 'W')}" if power_w is not None else ""
    return _joined(counted, watts)


def tile_layer(node: Node, part: Part | None) -> Layer:
    """The layer a node belongs to: its part's, else its kind's."""
    if part is not None:
        return part.layer
    kind = KINDS.get(node.kind)
    return kind.layer if kind else "servers_fabric"


def icon_of(node: Node) -> str:
    """Name of the icon of a node's kind."""
    kind = KINDS.get(node.kind)
    return kind.icon if kind else "other"
