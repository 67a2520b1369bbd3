"""What the links of a design are, once for the whole drawing: drawn ends, rates, labels, and ports in use.

The look-ups of port pairs are kept by the identity of the port tables, because thousands of nodes share a part.
"""

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from designer.model.design import Design, Link
from designer.model.parts import Layer, Medium, PortGroup
from designer.model.ports import Fit, best_pair, fit, ports_needed, rate_text

_WORDS: Mapping[Medium, str] = {
    "power": "power", "coolant": "coolant", "nvlink": "NVLink", "pcie": "PCIe", "runs_on": "runs on",
    "depends_on": "depends on",
}  # fmt: skip
_LAYERS: Mapping[Medium, Layer] = {
    "storage": "data_storage", "power": "facility", "coolant": "facility", "nvlink": "silicon", "pcie": "silicon",
    "runs_on": "serving_apps", "depends_on": "serving_apps",
}  # fmt: skip
_Pair = tuple[PortGroup, PortGroup, Fit] | None


class Joint(NamedTuple):
    """Which ports a link joins, the rate of one of its cables, and into how many cables a port is split at each end."""

    a_port: str
    b_port: str
    rate_gbps: float | None
    a_ways: int = 1
    b_ways: int = 1


class Wiring(NamedTuple):
    """Port pairs by link id, and logical ports in use on the fullest copy by (node, port group)."""

    joints: Mapping[str, Joint]
    taken: Mapping[tuple[str, str], int]


class Bundle(NamedTuple):
    """Links drawn as one wire: all with the same drawn ends, medium and feed."""

    a: str
    b: str
    medium: Medium
    side: str
    links: tuple[Link, ...]


def wiring(design: Design) -> Wiring:
    """The joined ports of every link whose ends are there.

    The fullest copy of an end with A copies has ceil(cables / A) cables, by each way of spreading
    (see model.spread).
    """
    pairs: dict[tuple[int, int, str | None, str | None, Medium], _Pair] = {}
    joints: dict[str, Joint] = {}
    taken: dict[tuple[str, str], int] = {}
    nodes, parts = design.nodes, design.parts
    tables: dict[str, tuple[PortGroup, ...]] = {}
    for node in nodes.values():
        part = parts.get(node.part) if node.part else None
        tables[node.id] = node.ports or (part.ports if part else ())
    for link in design.links.values():
        a_table, b_table = tables.get(link.a), tables.get(link.b)
        if a_table is None or b_table is None:
            continue
        key = (id(a_table), id(b_table), link.a_port, link.b_port, link.medium)
        if key not in pairs:
            pairs[key] = _pair(a_table, b_table, link)
        joint, used = _joined(design, link, pairs[key])
        joints[link.id] = joint
        for end, count in used:
            taken[end] = taken.get(end, 0) + count
    return Wiring(joints, taken)


def rewired(before: Wiring, old: Design, design: Design, changed: Collection[str]) -> Wiring:
    """The wiring of DESIGN, which differs from OLD in the links CHANGED, and in nodes that no old link ends at."""
    joints, taken = dict(before.joints), dict(before.taken)
    for link_id in changed:
        for held, sign in ((old, -1), (design, 1)):
            link = held.links.get(link_id)
            if sign < 0:
                joints.pop(link_id, None)
            if link is None or link.a not in held.nodes or link.b not in held.nodes:
                continue
            tables = held.ports_of(held.nodes[link.a]), held.ports_of(held.nodes[link.b])
            joint, used = _joined(held, link, _pair(*tables, link))
            if sign > 0:
                joints[link_id] = joint
            for end, count in used:
                taken[end] = taken.get(end, 0) + sign * count
    return Wiring(joints, taken)


def _joined(design: Design, link: Link, pair: _Pair) -> tuple[Joint, tuple[tuple[tuple[str, str], int], ...]]:
    """The joint of LINK over PAIR, and the logical ports that it takes on the fullest copy of each end."""
    if pair is None:
        return Joint("", "", link.capacity_gbps), ()
    a_group, b_group, how = pair
    rate = how.rate_gbps if how.verdict != "no" and how.rate_gbps is not None else link.capacity_gbps
    joint = Joint(a_group.name, b_group.name, rate, how.a_ways, how.b_ways)
    a_copies, b_copies = _copies(design, link)
    return joint, (
        ((link.a, a_group.name), ports_needed(-(-link.cables // a_copies), how.a_ways)),
        ((link.b, b_group.name), ports_needed(-(-link.cables // b_copies), how.b_ways)),
    )


def _pair(a_table: tuple[PortGroup, ...], b_table: tuple[PortGroup, ...], link: Link) -> _Pair:
    a_groups = _chosen(a_table, link.a_port)
    b_groups = _chosen(b_table, link.b_port)
    pair = best_pair(a_groups, b_groups, link.medium)
    if pair is None and link.a_port and link.b_port and a_groups and b_groups:
        return a_groups[0], b_groups[0], fit(a_groups[0], b_groups[0], link.medium)
    return pair


def _chosen(table: tuple[PortGroup, ...], port: str | None) -> tuple[PortGroup, ...]:
    return tuple(group for group in table if group.name == port) if port else table


def _copies(design: Design, link: Link) -> tuple[int, int]:
    a, b = design.nodes[link.a], design.nodes[link.b]
    if a.parent == b.parent:
        return a.copies, b.copies
    container = design.common_container(link.a, link.b)
    return design.copies_within(link.a, container), design.copies_within(link.b, container)


def bundle_rate(bundle: Bundle, joints: Mapping[str, Joint]) -> tuple[int, float | None, float | None]:
    """(cables, rate of one when all are alike, what all carry together one way in Gb/s) of BUNDLE."""
    if len(bundle.links) == 1:
        link = bundle.links[0]
        rate = joints[link.id].rate_gbps if link.id in joints else link.capacity_gbps
        return link.cables, rate, None if rate is None else rate * link.cables
    cables = sum(link.cables for link in bundle.links)
    rates = {joints[link.id].rate_gbps if link.id in joints else link.capacity_gbps for link in bundle.links}
    if len(rates) == 1:
        rate = rates.pop()
        return cables, rate, None if rate is None else rate * cables
    known = [
        joint.rate_gbps * link.cables
        for link in bundle.links
        if (joint := joints.get(link.id)) is not None and joint.rate_gbps is not None
    ]
    return cables, None, sum(known) if known else None


def bundle_split(bundle: Bundle, joints: Mapping[str, Joint]) -> str:
    """At which ends of BUNDLE one port is split into several cables: "a", "b", "ab" or ""."""
    if len(bundle.links) == 1:
        joint = joints.get(bundle.links[0].id)
        if joint is None:
            return ""
        return ("a" if joint.a_ways > 1 else "") + ("b" if joint.b_ways > 1 else "")
    a = b = False
    for link in bundle.links:
        joint = joints.get(link.id)
        if joint is None or (joint.a_ways == 1 and joint.b_ways == 1):
            continue
        here, there = joint.a_ways > 1, joint.b_ways > 1
        # A bundle may gather links that were drawn from either end.
        if link.a == bundle.links[0].a or link.b == bundle.links[0].b:
            a, b = a or here, b or there
        else:
            a, b = a or there, b or here
    return ("a" if a else "") + ("b" if b else "")


def split_ways(bundle: Bundle, joints: Mapping[str, Joint]) -> int:
    """Into how many cables a port at an end of BUNDLE is split; 1 where none is, or where its links differ."""
    ways = {max(joints[link.id].a_ways, joints[link.id].b_ways) for link in bundle.links if link.id in joints}
    return ways.pop() if len(ways) == 1 else 1


def bundle_label(bundle: Bundle, cables: int, rate_gbps: float | None, ways: int = 1) -> str:
    """What the wire's label says: "256 × 400G", "24 × power A", "runs on"; "8 × 400G (2×400)" for a breakout."""
    medium = bundle.medium
    if medium in {"runs_on", "depends_on"}:
        return _WORDS[medium]
    if rate_gbps is not None:
        what = rate_text(rate_gbps)
    else:
        what = _WORDS.get(medium) or ("cables" if cables != 1 else "cable")
    if medium == "power" and bundle.side:
        what += f" {bundle.side}"
    if ways > 1 and rate_gbps is not None:
        what += f" ({ways}×{rate_text(rate_gbps).removesuffix('G')})"
    return f"{cables:,} {what}" if what.startswith("cable") else f"{cables:,} × {what}"


def wire_layer(medium: Medium) -> Layer:
    """The layer a wire of MEDIUM is drawn in."""
    return _LAYERS.get(medium, "servers_fabric")


def wire_width(medium: Medium, total_gbps: float | None) -> float:
    """Stroke width in canvas pixels, 1 to 8, by the logarithm of what the wire carries (100 Gb/s is 1, 1 Pb/s is 8)."""
    if medium == "power":
        return 2.0
    if medium in {"coolant", "nvlink"}:
        return 3.0
    if medium in {"runs_on", "depends_on"} or total_gbps is None or total_gbps <= 0:
        return 1.5
    width = min(max(1.0 + 7.0 * math.log10(total_gbps / 100.0) / 4.0, 1.0), 8.0)
    return min(width, 1.5) if medium == "management" else width
