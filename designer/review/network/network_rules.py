"""Rules about the network: who is joined, where bandwidth is short, what hangs on one thing."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from designer.analysis.chain.point_words import (
    cut_off_words,
    lost_storage_words,
    point_sentence,
    services_of,
    told_points,
)
from designer.analysis.quantities import copies_of, fact_of, is_rented, placed_nodes, role_of
from designer.analysis.reach.records import Pieces
from designer.analysis.reach.words import pieces_words
from designer.analysis.results import Results, Tier
from designer.catalog.library import Library
from designer.edit.fabrics.second_way import second_switch
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import product, total
from designer.model.kinds import FILE_SYSTEMS
from designer.model.naming import link_name
from designer.model.network.ports import best_pair
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed
from designer.review.findings import Finding, Fix
from designer.review.network.joining_fixes import joining_fixes
from designer.review.network.port_rules import around, has_room
from designer.review.registry import rule
from designer.review.words import quantity, rate

TOLERATED_OVERSUBSCRIPTION = 1.05
"""Above this a tier is said to be short of uplinks; rounding to whole switches stays below."""

_SERVICE_POINTS = 2
_LISTED = 10
_TOO_FULL = 1.0001

READ_PER_ACCELERATOR_GB_PER_S = 15 / 256
"""NVIDIA DGX SuperPOD storage guidance, "good": 15 GB/s of reads for a scalable unit of 32 × 8 accelerators."""


@rule({"no-network": "warning"}, layer="servers_fabric")
def no_network(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Servers, switches and storage that no network cable reaches."""
    joined = {
        end
        for link in design.links.values()
        if link.medium in NETWORK_MEDIA and link.a in design.nodes and link.b in design.nodes
        for end in (link.a, link.b)
    }
    lonely = [node for node in _networked(design) if node.id not in joined]
    if lonely:
        yield Finding(
            rule="no-network",
            severity="warning",
            fix=_to_the_network(design, lonely),
            message=f"{listed([node.title for node in lonely])} {'has' if len(lonely) == 1 else 'have'} "
            "no network cable.",
            detail="Nothing can reach it over fabric, storage or management. Draw a link to a switch."
            if len(lonely) == 1
            else "Nothing can reach them over fabric, storage or management. Draw links to a switch.",
            ids=tuple(node.id for node in lonely),
        )


def _to_the_network(design: Design, lonely: Sequence[Node]) -> Fix | None:
    """One device to the only switch that has room for it, else all to switches that have, or to a new one."""
    only = _to_the_switch(design, lonely[0]) if len(lonely) == 1 else None
    # Without a single switch it is not known yet what the network is to be.
    if only is not None or not any(role_of(node) == "switch" for node in design.nodes.values()):
        return only
    names = "it" if len(lonely) == 1 else f"all {len(lonely)}"
    return Fix(
        label=f"Join {names} to switches with free ports, or to a new management switch",
        edit="join_lonely",
        arguments={"node_ids": " ".join(node.id for node in lonely)},
    )


def _to_the_switch(design: Design, node: Node) -> Fix | None:
    """All ports of NODE to the only switch that has room for them."""
    fits: list[tuple[Node, int]] = []
    for switch in design.nodes.values():
        if role_of(switch) != "switch" or switch.id == node.id:
            continue
        pair = best_pair(design.ports_of(node), design.ports_of(switch), "fabric")
        cables = pair[0].count * node.copies if pair else 0
        link = Link(id="a cable that is not there yet", a=node.id, b=switch.id, medium="fabric", cables=cables)
        if cables and has_room(design, link):
            fits.append((switch, cables))
    if len(fits) != 1:
        return None
    switch, cables = fits[0]
    return Fix(
        label=f"Join it to {switch.title} with {counted(cables, 'cable')}",
        edit="add_link",
        arguments={"a": node.id, "b": switch.id, "cables": cables},
    )


def _networked(design: Design) -> Iterator[Node]:
    """Nodes that have network ports and are not somebody else's."""
    for node, part in placed_nodes(design):
        if role_of(node) not in {"host", "switch", "storage"} or is_rented(part):
            continue
        if any(medium in NETWORK_MEDIA for group in design.ports_of(node) for medium in group.media):
            yield node


@rule({"fabric-in-pieces": ("error", "warning")}, layer="servers_fabric", reads=("failed", "network"))
def islands(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """A fabric in pieces that cannot reach each other, counted copy by copy."""
    network = results.network
    if network is None:
        return
    before = f"With {listed(list(results.failed))} out of service, the" if results.failed else "The"
    if network.pieces is not None and network.pieces.apart:
        yield Finding(
            rule="fabric-in-pieces",
            severity="error",
            message=f"{before} fabric is in {network.pieces.count:,} pieces that cannot reach each other: "
            f"{pieces_words(design, network.pieces)}.",
            detail="What one sends another has no path, so no job can span them and the throughput of the whole is 0. "
            "Join them: draw links between their switches, or a switch above them that all have cables to.",
            ids=_in_pieces(network.pieces),
            fix=_way(design, results, network.pieces, 0),
            other_fix=_way(design, results, network.pieces, 1),
        )
    elif network.outlying is not None and network.outlying.apart:
        yield Finding(
            rule="fabric-in-pieces",
            severity="warning",
            message=f"{before} machines on the fabric are in {network.outlying.count:,} pieces that cannot reach each "
            f"other: {pieces_words(design, network.outlying)}.",
            detail="The accelerators reach each other, but not all of the other machines and stores reach them. "
            "Draw a link between their switches. On purpose? Then leave it.",
            ids=_in_pieces(network.outlying),
            fix=_way(design, results, network.outlying, 0),
            other_fix=_way(design, results, network.outlying, 1),
        )


def _way(design: Design, results: Results, pieces: Pieces, number: int) -> Fix | None:
    """Return way NUMBER to join PIECES; None where there are fewer, or what is apart has only failed."""
    ways = () if results.failed else joining_fixes(design, pieces)
    return ways[number] if number < len(ways) else None


def _in_pieces(pieces: Pieces) -> tuple[str, ...]:
    """Ids of what is in PIECES, those of the smallest first, so that the canvas goes to what is left out."""
    smallest_first = sorted(pieces.listed, key=lambda piece: piece.endpoints)
    nodes = (node.id for piece in smallest_first for node in (*piece.machines, *piece.switches))
    return tuple(dict.fromkeys(nodes))


@rule({"no-management-network": "note"}, layer="servers_fabric")
def no_management(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Designs with management ports and no management network."""
    if any(link.medium == "management" for link in design.links.values()):
        return
    waiting = [
        node for node in _networked(design) if any("management" in group.media for group in design.ports_of(node))
    ]
    if waiting:
        yield Finding(
            rule="no-management-network",
            severity="note",
            message="There is no management network yet.",
            detail=f"{listed([node.title for node in waiting])} can be installed and switched off only over one. "
            "Add a 1G Ethernet switch and draw management links to it.",
            ids=tuple(node.id for node in waiting),
        )


@rule({"no-storage": "note"}, layer="data_storage", reads=("counts",))
def no_storage(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Accelerators that have nothing to read from."""
    owned = (results.counts.accelerators.value or 0) - results.counts.accelerators_rented
    stores = (node for node, _ in placed_nodes(design) if role_of(node) == "storage" or node.kind in FILE_SYSTEMS)
    if owned > 0 and next(stores, None) is None:
        yield Finding(
            rule="no-storage",
            severity="note",
            message=f"{counted(round(owned), 'accelerator')}, and no storage is drawn for them to read from.",
            detail="Training data and checkpoints need a shared store. Drag one from the palette.",
        )


@rule({"storage-too-slow": "warning"}, layer="data_storage", reads=("counts",))
def storage_too_slow(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Storage that reads more slowly than its accelerators are usually served."""
    stores = [node for node, part in placed_nodes(design) if role_of(node) == "storage" and not is_rented(part)]
    owned = (results.counts.accelerators.value or 0) - results.counts.accelerators_rented
    read = total(
        "storage reads",
        [
            product(node.title, (copies_of(design, node), fact_of(design, node, "read_gb_per_s")), "GB/s")
            for node in stores
        ],
        "GB/s",
    )
    need = owned * READ_PER_ACCELERATOR_GB_PER_S
    if not stores or read.value is None or read.at_least or read.value >= need:
        return
    yield Finding(
        rule="storage-too-slow",
        severity="warning",
        message=f"The storage reads {quantity(read.value)} GB/s; {counted(round(owned), 'accelerator')} are usually "
        f"given {quantity(need)} GB/s.",
        detail="NVIDIA's guidance for a DGX SuperPOD is 15 GB/s of reads for 256 accelerators (good), 40 (better) or "
        "125 (best). With less, accelerators wait for data. Add storage nodes.",
        ids=tuple(node.id for node in stores),
    )


@rule({"oversubscribed": "warning"}, layer="servers_fabric", reads=("network",))
def oversubscribed(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Tiers with more bandwidth below than above; management networks are so on purpose."""
    if results.network is None:
        return
    for medium in dict.fromkeys(tier.medium for tier in results.network.tiers):
        tiers = [tier for tier in results.network.tiers if tier.medium == medium]
        # The tier above each tier, since the cables between them are what is widened.
        above = {lower.name: upper for lower, upper in pairwise(tiers)}
        for tier in tiers:
            ratio = tier.oversubscription.value
            if medium == "management" or ratio is None or ratio <= TOLERATED_OVERSUBSCRIPTION:
                continue
            yield Finding(
                rule="oversubscribed",
                severity="warning",
                message=f"The {tier.name} switches have {quantity(round(ratio, 2))} times as much bandwidth below "
                f"them as above ({rate(tier.down_gbps.value or 0)} to {rate(tier.up_gbps.value or 0)}).",
                detail="When all servers send at once, each gets only "
                f"1/{quantity(round(ratio, 2))} of its speed across this tier. Add cables to the uplinks, or "
                "switches above. On purpose? Then leave it.",
                ids=(*tier.nodes, *(link.id for link in _uplinks(design, tier, above.get(tier.name)))),
                fix=_more_uplinks(design, _uplinks(design, tier, above.get(tier.name)), ratio),
            )


def _uplinks(design: Design, tier: Tier, above: Tier | None) -> list[Link]:
    if above is None:
        return []
    low, high = set(tier.nodes), set(above.nodes)
    return [
        link
        for link in design.links.values()
        if link.medium == tier.medium and ((link.a in low and link.b in high) or (link.b in low and link.a in high))
    ]


def _more_uplinks(design: Design, uplinks: list[Link], ratio: float) -> Fix | None:
    return _more_cables(design, uplinks[0], ratio) if len(uplinks) == 1 else None


def _more_cables(design: Design, link: Link, factor: float) -> Fix | None:
    """FACTOR times the cables of LINK, where the ports have room for them."""
    if link.a not in design.nodes or link.b not in design.nodes or not 1 < factor <= 64:
        return None
    container = design.holder(link)
    step = math.lcm(design.copies_within(link.a, container), design.copies_within(link.b, container))
    step = step if 0 < step <= link.cables else 1
    cables = -(-math.ceil(link.cables * factor - 1e-9) // step) * step
    if not has_room(design, msgspec.structs.replace(link, cables=cables)):
        return None
    return Fix(
        label=f"Make {link_name(design, link)} {counted(cables, 'cable')}",
        edit="set_cables",
        arguments={"link_id": link.id, "cables": cables},
    )


@rule({"link-overloaded": "warning"}, layer="servers_fabric", reads=("network",))
def link_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Links that are asked to carry more than they can."""
    if results.network is None:
        return
    full = sorted(
        (load for load in results.network.links if (load.utilisation.value or 0) > _TOO_FULL),
        key=lambda load: (-(load.utilisation.value or 0), load.id),
    )
    for load in full[:_LISTED]:
        link = design.links.get(load.id)
        times = load.utilisation.value or 0
        end = design.nodes.get(load.towards)
        way = f", towards {end.title}," if end is not None else ""
        yield Finding(
            rule="link-overloaded",
            severity="warning",
            message=f"{link_name(design, link) if link else load.id} is asked{way} for "
            f"{quantity(round(times, 2))} times what it carries under {results.network.traffic} traffic.",
            detail=f"{rate(load.load_gbps.value or 0)} are wanted, and its cables carry "
            f"{rate(load.capacity_gbps.value or 0)} {'that' if way else 'one'} way. Traffic slows down to fit. Add "
            "cables, or faster ones.",
            ids=(load.id, load.a, load.b),
            fix=_more_cables(design, link, times) if link else None,
        )
    if len(full) > _LISTED:
        yield Finding(
            rule="link-overloaded",
            severity="warning",
            message=f"{counted(len(full) - _LISTED, 'more link')} {'is' if len(full) == _LISTED + 1 else 'are'} asked "
            "for more than they carry.",
            detail="The fullest are listed each for itself.",
            ids=tuple(load.id for load in full[_LISTED:]),
        )


@rule({"node-overloaded": "warning"}, layer="servers_fabric", reads=("network",))
def node_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Nodes, such as storage, that are asked for more than they give."""
    if results.network is None:
        return
    for neck in results.network.bottlenecks[:_LISTED]:
        times = neck.utilisation.value or 0
        if neck.kind == "node" and times > _TOO_FULL:
            node = design.nodes.get(neck.id)
            yield Finding(
                rule="node-overloaded",
                severity="warning",
                message=f"{node.title if node else neck.id} is asked for {quantity(round(times, 2))} times what it "
                f"gives under {results.network.traffic} traffic.",
                detail=neck.reason,
                ids=(neck.id,),
            )


@rule({"single-point-of-failure": ("warning", "note")}, layer="servers_fabric", reads=("resilience",))
def single_point_of_failure(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Single elements whose loss cuts others off."""
    if results.resilience is None:
        return
    points = results.resilience.single_points_of_failure
    for point in points[:_LISTED]:
        node, link = design.nodes.get(point.id), design.links.get(point.id)
        name = node.title if node else link_name(design, link) if link else point.id
        lost = point.lost_accelerators
        gone = counted(lost, "accelerator") if lost else f"{rate(point.lost_gbps.value or 0)} of traffic"
        gone = f"{gone} {'is' if lost < 2 else 'are'} cut off{lost_storage_words(point)}"
        if point.medium != "fabric":
            gone = cut_off_words(point)
        # Without its management a machine goes on; without its storage it soon waits.
        felt = (lost or point.accelerators_without_storage) and point.medium != "management"
        yield Finding(
            rule="single-point-of-failure",
            severity="warning" if felt else "note",
            message=f"If {'one cable of ' if point.kind == 'link' else ''}{name} fails, {gone}.",
            detail="There is no second way around it. Add a second one, and a cable from each server to both.",
            ids=(point.id,),
            fix=_second_way(design, point.id),
        )
    if len(points) > _LISTED:
        yield Finding(
            rule="single-point-of-failure",
            severity="note",
            message=f"{counted(len(points) - _LISTED, 'more element')} would cut something off by failing.",
            detail="The worst are listed each for itself.",
            ids=tuple(point.id for point in points[_LISTED:]),
        )


def _second_way(design: Design, record_id: str) -> Fix | None:
    """Return the fix by a second switch, or by a second cable each; None where ports are too few or it is neither."""
    link = design.links.get(record_id)
    if link is not None:
        cables = 2 * link.cables
        if not has_room(design, msgspec.structs.replace(link, cables=cables)):
            return None
        label = f"Set {link_name(design, link)} to {counted(cables, 'cable')}"
        return Fix(label=label, edit="set_cables", arguments={"link_id": record_id, "cables": cables})
    node = design.nodes.get(record_id)
    if node is None or role_of(node) != "switch":
        return None
    try:
        # The edit itself is tried, on no more links than touch it and what hangs on it.
        touching = {end for one in design.links.values() if record_id in (one.a, one.b) for end in (one.a, one.b)}
        second_switch(around(design, touching), Library(), node_id=record_id)
    except RefusedInput:
        return None
    return Fix(
        label=f"Add a second {node.title}, with a cable from everything to both",
        edit="second_switch",
        arguments={"node_id": record_id},
    )


@rule({"services-hang-on-it": "note"}, layer="servers_fabric", reads=("resilience",))
def services_hang_on_it(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Yield what stands there once and takes services along, in any layer; the place it stands in is left out."""
    if results.resilience is None:
        return
    points = told_points(design, results.resilience.service_points)
    points = sorted(points, key=lambda point: -len(services_of(design, point.services)))
    for point in points[:_SERVICE_POINTS]:
        yield Finding(
            rule="services-hang-on-it",
            severity="note",
            message=point_sentence(design, point),
            detail="There is only one of it, and nothing stands in for it. Add a second one, or accept it.",
            ids=(point.id,),
        )
    if len(points) > _SERVICE_POINTS:
        more = len(points) - _SERVICE_POINTS
        yield Finding(
            rule="services-hang-on-it",
            severity="note",
            message=f"Services depend on {counted(more, 'more thing')}, each of which exists only once."
            if more > 1
            else "Services depend on one more thing that exists only once.",
            detail="The tab Failures ranks them all.",
            ids=tuple(point.id for point in points[_SERVICE_POINTS:]),
        )
