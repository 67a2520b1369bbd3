"""Links of a design, once for the whole drawing: drawn ends, rates, labels, and ports in use.

The look-ups of port pairs are kept by the identity of the port tables, because thousands of nodes share a part.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from designer.model.copy_counts import CopyCounts
from designer.model.design import WITHIN_ONE, Design, Link, Node
from designer.model.giving_way import give_way
from designer.model.network.cable_spread import ports_used
from designer.model.network.ports import (
    Fit,
    both_rates_text,
    bound_each_way,
    bound_gbps,
    pair_of_link,
    ports_needed,
    rate_text,
)
from designer.model.parts.part import Layer, Medium, Part, PortGroup
from designer.model.relations import RELATION_MEDIA, RELATIONS

_WORDS: Mapping[Medium, str] = {
    "power": "power",
    "coolant": "coolant",
    "nvlink": "NVLink",
    "pcie": "PCIe",
    **{relation.id: relation.verb for relation in RELATIONS.values()},
}
_LAYERS: Mapping[Medium, Layer] = {
    "storage": "data_storage",
    "power": "facility",
    "coolant": "facility",
    "nvlink": "silicon",
    "pcie": "silicon",
    "asks": "serving_apps",
    "runs_on": "serving_apps",
    "depends_on": "serving_apps",
    "reads": "data_storage",
    "writes": "data_storage",
    "tracks": "training",
    "feeds": "facility",
    "cools": "facility",
}
_Pair = tuple[PortGroup, PortGroup, Fit] | None


class Joint(NamedTuple):
    """Ports that a link joins, the rate of one of its cables, and the cables of a split port at each end.

    Attributes:
        rate_gbps: In the faster direction.
        each_way: From a to b and from b to a, where the two differ.
    """

    a_port: str
    b_port: str
    rate_gbps: float | None
    a_ways: int = 1
    b_ways: int = 1
    each_way: tuple[float | None, float | None] | None = None


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

    The fullest copy of an end with A copies has ceil(cables / A) cables, unless copies of one end are joined with each
    other (`model.network.cable_spread`). What links that are alike have in common is worked out once.
    """
    pairs: dict[tuple[object, ...], _Pair] = {}
    alike: dict[tuple[object, ...], tuple[Joint, tuple[tuple[str, int], ...]]] = {}
    joints: dict[str, Joint] = {}
    taken: dict[tuple[str, str], int] = {}
    nodes, parts, copies = design.nodes, design.parts, CopyCounts(design)
    for link in design.links.values():
        give_way()
        a, b = nodes.get(link.a), nodes.get(link.b)
        if a is None or b is None:
            continue
        a_table, b_table = _ports(a, parts), _ports(b, parts)
        # Links between the same sorts of ports are alike: each sort is joined once, however many links there are of it.
        kind = (id(a_table), id(b_table), link.a_port, link.b_port, link.medium, a.kind, b.kind)
        fullest = _fullest(design, link, copies.at_ends(link, a, b))
        key = (kind, fullest, link.capacity_gbps, link.capacity_back_gbps)
        found = alike.get(key)
        if found is None:
            if kind not in pairs:
                pairs[kind] = pair_of_link(design, link, a_table, b_table)
            found = alike[key] = _joined(link, pairs[kind], fullest)
        joint, used = found
        joints[link.id] = joint
        # A link without joined ports uses none, so USED may be empty.
        for end, (port, count) in zip((link.a, link.b), used, strict=False):
            taken[end, port] = taken.get((end, port), 0) + count
    return Wiring(joints, taken)


def _ports(node: Node, parts: Mapping[str, Part]) -> tuple[PortGroup, ...]:
    if node.ports:
        return node.ports
    part = parts.get(node.part) if node.part else None
    return part.ports if part is not None else ()


def rewired(before: Wiring, old: Design, design: Design, changed: Collection[str]) -> Wiring:
    """The wiring of DESIGN, which differs from OLD in the links CHANGED, and in nodes that no old link ends at."""
    joints, taken = dict(before.joints), dict(before.taken)
    both = ((old, CopyCounts(old), -1), (design, CopyCounts(design), 1))
    alike: dict[tuple[object, ...], tuple[Joint, tuple[tuple[str, int], ...]]] = {}
    for link_id in changed:
        for held, copies, sign in both:
            link = held.links.get(link_id)
            if sign < 0:
                joints.pop(link_id, None)
            if link is None or link.a not in held.nodes or link.b not in held.nodes:
                continue
            a, b = held.nodes[link.a], held.nodes[link.b]
            a_table, b_table = _ports(a, held.parts), _ports(b, held.parts)
            kind = (id(a_table), id(b_table), link.a_port, link.b_port, link.medium, a.kind, b.kind)
            fullest = _fullest(held, link, copies.at_ends(link, a, b))
            # What links that are alike have in common is worked out once.
            key = (kind, fullest, link.capacity_gbps, link.capacity_back_gbps)
            found = alike.get(key)
            if found is None:
                pair = pair_of_link(held, link, a_table, b_table)
                found = alike[key] = _joined(link, pair, fullest)
            joint, used = found
            if sign > 0:
                joints[link_id] = joint
            for end, (port, count) in zip((link.a, link.b), used, strict=False):
                taken[end, port] = taken.get((end, port), 0) + sign * count
    return Wiring(joints, taken)


def _fullest(design: Design, link: Link, copies: tuple[int, int]) -> tuple[int, int]:
    """Return the cables on the fullest copy of either end of LINK, of whose ends there are so many COPIES."""
    if _within_one(link):
        return ports_used(design, link)
    return -(-link.cables // copies[0]), -(-link.cables // copies[1])


def _within_one(link: Link) -> bool:
    """Return whether the copies of one end share cables in a way of their own, so that it has to be asked for."""
    return link.spread in WITHIN_ONE or (link.medium == "coolant" and link.spread == "mesh")


def _joined(link: Link, pair: _Pair, fullest: tuple[int, int]) -> tuple[Joint, tuple[tuple[str, int], ...]]:
    """Return the joint of LINK over PAIR, and at each end the port group and how many of its ports are needed.

    FULLEST tells how many cables the fullest copy of either end has.
    """
    if pair is None:
        return Joint("", "", bound_gbps(link, None), each_way=_each_way(link, None)), ()
    a_group, b_group, how = pair
    ports = how.rate_gbps if how.verdict != "no" else None
    rate, ways = bound_gbps(link, ports), _each_way(link, ports)
    return Joint(a_group.name, b_group.name, rate, how.a_ways, how.b_ways, ways), (
        (a_group.name, ports_needed(fullest[0], how.a_ways)),
        (b_group.name, ports_needed(fullest[1], how.b_ways)),
    )


def _each_way(link: Link, ports_gbps: float | None) -> tuple[float | None, float | None] | None:
    if link.capacity_back_gbps is None:
        return None
    ways = bound_each_way(link, ports_gbps)
    return ways if ways[0] != ways[1] else None


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


def bundle_label(
    bundle: Bundle,
    cables: int,
    rate_gbps: float | None,
    ways: int = 1,
    each_way: tuple[float | None, float | None] | None = None,
) -> str:
    """Return the label of a wire: "256 × 400G", "24 × power A", "runs on"; "8 × 400G (2×400)" for a breakout.

    "1 × 100G/20G" where it carries more from its a to its b than back (EACH_WAY).
    """
    medium = bundle.medium
    if medium in RELATION_MEDIA:
        return _WORDS[medium]
    if each_way is not None:
        what = both_rates_text(*each_way)
    elif rate_gbps is not None:
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


HOTTEST_WIDTH: Final = 12.0
"""Of the wire that is over full and the fullest of all."""
_STEPS_GBPS: Final = (1e3, 1e4, 1e5)


def wire_width(medium: Medium, total_gbps: float | None) -> float:
    """Stroke width in canvas pixels: 2, 4, 6 or 8 by what the wire carries, a step for each tenfold from 1 Tb/s on."""
    if medium == "power":
        return 2.0
    if medium in {"coolant", "nvlink"}:
        return 3.0
    if medium in RELATION_MEDIA:
        return 2.0
    if total_gbps is None or total_gbps <= 0:
        return 1.5
    if medium == "management":
        return 1.5
    return 2.0 + 2.0 * sum(total_gbps >= step for step in _STEPS_GBPS)
