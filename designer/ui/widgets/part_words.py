"""Words for a part, node or link in one line: "8 × H100 · 10.2 kW · 8U"."""

import re
from collections.abc import Mapping
from typing import Final

from designer.drawing import layer_words
from designer.model.design import Design, Link, Node
from designer.model.device_names import device_names
from designer.model.figures.figure_text import count_text, number_text, quantity_text
from designer.model.kinds import ACCELERATORS, CABLING, FLOOR_RACKS, KINDS, MODELS
from designer.model.network.ports import both_rates_text, rate_text, rates_each_way
from designer.model.parts.part import LAYERS, NETWORK_MEDIA, Layer, Part, PortGroup
from designer.model.relations import RELATION_MEDIA, RELATIONS
from designer.model.wording import noun

LAYER_TITLES: Final = layer_words.LAYER_TITLES
LAYERS_DOWN: Final[tuple[Layer, ...]] = tuple(reversed(LAYERS))
LAYER_ICONS: Final = layer_words.LAYER_ICONS
MEDIUM_TITLES: Final[Mapping[str, str]] = {
    "fabric": "Compute fabric",
    "storage": "Storage",
    "management": "Management",
    "nvlink": "NVLink",
    "pcie": "PCIe",
    "power": "Power",
    "coolant": "Coolant",
    **{relation.id: relation.title for relation in RELATIONS.values()},
}
STATUS_TITLES: Final[Mapping[str, str]] = {
    "sourced": "sourced",
    "user": "set by you",
    "derived": "derived",
    "assumed": "assumption",
    "estimate": "estimate",
    "unverified": "unverified",
}


def part_line(part: Part, parts: Mapping[str, Part]) -> str:
    """The few facts that tell PART from its neighbours; PARTS knows what is inside it."""
    words: list[str] = []
    for inside in part.contains[:1]:
        inner = parts.get(inside.part)
        words.append(f"{inside.count} × {short_name(inner.name) if inner else inside.part.partition('/')[2]}")
    kind = KINDS.get(part.kind)
    if kind is not None and kind.role == "switch" and part.ports:
        words.append(ports_line(max(part.ports, key=_network_ports)))
    if part.kind in MODELS:
        # A dense model uses all of its parameters: both figures would be the same.
        words += [part.vendor, _billions(part, "params", " parameters")]
        if part.facts.get("active_params") != part.facts.get("params"):
            words.append(_billions(part, "active_params", " active"))
    if part.kind in ACCELERATORS:
        words.append(_fact(part, "memory_gb", "GB"))
    if kind is not None and kind.role == "storage":
        words += [_fact(part, "read_gb_per_s", "GB/s", " read"), _fact(part, "capacity_tb", "TB")]
    if kind is not None and kind.role == "cooling":
        words.append(_fact(part, "cooling_capacity_w", "W", " of heat"))
    if kind is not None and kind.role == "power":
        words.append(_fact(part, "capacity_w", "W") or _fact(part, "capacity_va", "VA"))
    words.append(_fact(part, "power_max_w", "W"))
    height = part.facts.get("height_u")
    if height is not None and height.value:
        words.append(f"{height.value:g}U")
    if part.kind in CABLING:
        words.append(_fact(part, "reach_m", "m"))
    # Three facts fit into the line; the first ones tell the most.
    words = [word for word in words if word]
    return " · ".join(words[:3]) or (kind.title if kind else part.kind)


def _billions(part: Part, name: str, tail: str) -> str:
    fact = part.facts.get(name)
    return f"{number_text(fact.value / 1e9)} B{tail}" if fact is not None and fact.value else ""


def _network_ports(group: PortGroup) -> int:
    return group.count if set(group.media) & set(NETWORK_MEDIA) and group.rate_gbps else 0


_PACKAGE: Final = re.compile(r"SXM\d?|OAM|PCIe|NVIDIA|Instinct|\d+GB|\d+GiB")


def short_name(name: str) -> str:
    """The name of a chip without its package and memory: H100."""
    kept = [word for word in name.partition(",")[0].split() if not _PACKAGE.fullmatch(word)]
    return " ".join(kept) or name


def _fact(part: Part, name: str, unit: str, after: str = "") -> str:
    quantity = part.facts.get(name)
    if quantity is None or quantity.value is None:
        return ""
    return quantity_text(quantity.value, unit) + after


def ports_line(group: PortGroup) -> str:
    """Ports of a group: 64 × 400G."""
    return f"{count_text(group.count)} × {rate_text(group.rate_gbps)}" if group.rate_gbps else count_text(group.count)


def usefulness(part: Part) -> tuple[int, bool, str]:
    """Order of parts when nothing is searched: what designs start from comes first."""
    rank = KINDS[part.kind].browse_rank if part.kind in KINDS else None
    return len(KINDS) if rank is None else rank, not part.name.startswith("DGX"), part.name


def node_line(design: Design, node: Node) -> str:
    """Return what NODE is and how many of it there are: "Switch · 8 placed"."""
    kind = KINDS.get(node.kind)
    total = design.total_copies(node.id)
    title = kind.title if kind else node.kind
    said = f"{title} · {count_text(total)} {'stand there' if kind and kind.container else 'placed'}"
    return f"{said}: {device_names(design).span(node.id)}" if node.kind in FLOOR_RACKS and total > 1 else said


def link_title(design: Design, link: Link) -> str:
    """The cables of LINK: 256 × 400G."""
    cables = design.total_cables(link) if link.a in design.nodes and link.b in design.nodes else None
    count = "?" if cables is None else count_text(cables)
    if link.medium in RELATION_MEDIA:
        return MEDIUM_TITLES[link.medium]
    rate = both_rates_text(*rates_each_way(design, link))
    return f"{count} × {rate}" if rate else f"{count} {noun(cables or 0, 'cable')}"


def ends_text(design: Design, link: Link) -> str:
    """Both ends of LINK: leaf → spine."""
    return " → ".join(design.nodes[end].title if end in design.nodes else end for end in (link.a, link.b))
