"""Hops between two selections, and the latency of a message over them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.limits.cuts import copy_of
from designer.analysis.limits.records import Path, Paths, PathStep
from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.network.ecmp import shortest_ways
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.flow_asks import chosen_vertices, media_joining, require_known
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.quantities import fact_of
from designer.analysis.rooms.link_length import link_lengths
from designer.formulas.network.latency import GROUP_INDEX, propagation_ns
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, maximum, minimum, product, quotient, total
from designer.model.naming import link_name
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import require_quantity

MESSAGE_BYTES: Final = 4096.0
_MOST_TARGETS: Final = 256
_CELLS: Final = 8_000_000
_SHOWN: Final = 8
_BITS: Final = leaf("bits in a byte", 8.0, "b/B", operation="fact", subject="unit")
_METRE: Final = leaf(
    "time of light over a metre of fibre",
    float(f"{propagation_ns(1.0):.4g}"),
    "ns/m",
    operation="fact",
    subject="fibre",
    note=f"Group index {GROUP_INDEX:g} of a single-mode fibre / the speed of light; copper takes about as long.",
)
_FACT: Final = "port_latency_ns"


class _Hop(NamedTuple):
    """One step of all shortest paths: pairs of the fabric taken, and the vertices that they reach.

    Attributes:
        ahead: Per pair, whether it is taken from its tail to its head.
    """

    pairs: Ints
    ahead: Flags
    vertices: Ints


def paths_between(
    design: Design,
    from_ids: Sequence[str],
    to_ids: Sequence[str],
    fail: Collection[str] = (),
    *,
    message_bytes: float = MESSAGE_BYTES,
) -> Paths:
    """Hops and latency of the shortest paths from FROM_IDS to TO_IDS; the two may be the same, copy to other copy.

    A hop takes the port-to-port latency of the node that it enters, where that is stated (a switch without one is
    named as unknown; a host without one counts for nothing), the time to put the message on the cable, and the time
    that light takes along the longest cable that the hop may take: as long as is set, by its route, or as the size
    of the rack or room says (`link_lengths`); a cable of no known length is named as unknown.

    Args:
        design: The design.
        from_ids: Nodes, containers or single copies.
        to_ids: The same.
        fail: What has failed.
        message_bytes: Size of the message.

    Raises:
        RefusedInput: an id is not known, or the size is no number from 0 up.
    """
    sources, targets = require_known(design, from_ids, "a source"), require_known(design, to_ids, "a target")
    require_quantity(message_bytes, "The size of the message")
    survey = survey_of(design, fail)
    media = media_joining(survey, sources, targets)
    notes = list(survey.notes())
    fabric = survey.fabric(media)
    if fabric is None:
        notes.append("The network is too large to lay out copy by copy, so its paths are not known.")
        return _none(sources, targets, media, message_bytes, notes)
    start, end = chosen_vertices(survey, fabric, sources), chosen_vertices(survey, fabric, targets)
    for ids, vertices in ((sources, start), (targets, end)):
        if not vertices.size:
            notes.append(f"{' and '.join(ids)} is not on the {', '.join(media)} network, so no path leads there.")
    # Hops are a (vertices, targets) matrix: as many targets as the cells that it may have.
    most = max(1, min(_MOST_TARGETS, _CELLS // max(1, fabric.size)))
    if end.size > most:
        notes.append(f"Hops are counted to {most:,} of {end.size:,} copies at the far end, evenly chosen.")
        end = end[np.linspace(0, end.size - 1, most).astype(np.int64)]
    if not start.size or not end.size:
        return _none(sources, targets, media, message_bytes, notes)
    network = _one_by_one(fabric)
    # (vertices, targets): hops to each target, negative where there is no way.
    steps = shortest_ways(network, network.matrix(), end).steps.astype(np.int64)
    apart = start[:, None] != end[None, :]
    hops = steps[start]
    # Of the pairs of different copies, those with a path.
    joined = apart & (hops > 0)
    counted = Counter(hops[joined].tolist())
    ends: list[Path | None] = [None, None]
    if counted:
        # One pair that is nearest and one that is farthest, worked out hop by hop.
        for n, wanted in enumerate((min(counted), max(counted))):
            row, column = (int(place[0]) for place in np.nonzero(joined & (hops == wanted)))
            ends[n] = _path(survey, fabric, int(start[row]), int(end[column]), steps[:, column], message_bytes)
    return Paths(
        source=sources,
        target=targets,
        media=media,
        message_bytes=message_bytes,
        nearest=ends[0],
        farthest=ends[1],
        hops=dict(sorted(counted.items())),
        apart=int((apart & (hops < 0)).sum()),
        notes=tuple(notes),
    )


def _none(
    sources: tuple[str, ...], targets: tuple[str, ...], media: tuple[Medium, ...], size: float, notes: list[str]
) -> Paths:
    return Paths(
        source=sources,
        target=targets,
        media=media,
        message_bytes=size,
        nearest=None,
        farthest=None,
        hops={},
        apart=0,
        notes=tuple(notes),
    )


def _one_by_one(fabric: Fabric) -> Grouped:
    """FABRIC with every vertex for itself."""
    ends = np.sort(np.stack([fabric.tail, fabric.head]), axis=0)
    # One edge for each pair of joined vertices, however many links join them: u · size + v names it.
    key, edge = np.unique(ends[0] * max(1, fabric.size) + ends[1], return_inverse=True)
    each = np.bincount(edge, fabric.cables, key.size).astype(np.float64)
    size = max(1, fabric.size)
    every = np.arange(fabric.size)
    return Grouped(every, np.ones(fabric.size, np.int64), fabric.forwards, key // size, key % size, each, edge)


def _path(survey: Survey, fabric: Fabric, start: int, end: int, steps: Ints, size: float) -> Path:
    hops = list(_hops(fabric, start, end, steps))
    node_of = fabric.node_of()
    rows = tuple(
        PathStep(
            links=tuple(dict.fromkeys(fabric.links[n] for n in fabric.link[hop.pairs].tolist())),
            beyond=_beyond(fabric, hop.pairs),
            nodes=tuple(dict.fromkeys(fabric.nodes[n] for n in node_of[hop.vertices].tolist())),
            cables=int(fabric.cables[hop.pairs].sum()),
        )
        for hop in hops
    )
    waits = [wait for row in rows if (wait := _wait(survey, row)) is not None]
    metres = link_lengths(survey.design, [link_id for row in rows for link_id in (*row.links, *row.beyond)])
    waits += [_flight(survey, metres, row, n) for n, row in enumerate(rows, 1)]
    message = product("bits of the message", (leaf("size of the message", size, "B", status="user"), _BITS), "b")
    wires = [
        quotient(f"message on hop {n}", message, _rate(survey, fabric, hop, n), "ns") for n, hop in enumerate(hops, 1)
    ]
    # A switch that forwards while a message still arrives waits for the slowest hop alone, the others overlap with it.
    slowest = maximum("message on the slowest hop", wires, "ns")
    stored = total(
        "latency, store and forward",
        [*waits, *wires],
        "ns",
        "sum over the hops of port latency + length × time of a metre + message / rate",
    )
    through = total(
        "latency, cut through",
        [*waits, slowest],
        "ns",
        "sum over the hops of port latency + length × time of a metre, + message / slowest rate",
    )
    return Path(
        source=copy_of(fabric, node_of, start),
        target=copy_of(fabric, node_of, end),
        hops=len(rows),
        ways=_ways(fabric, start, end, hops),
        steps=rows,
        store_and_forward_ns=stored,
        cut_through_ns=through,
    )


def _beyond(fabric: Fabric, pairs: Ints) -> tuple[str, ...]:
    """Links that follow behind panels on the way of PAIRS."""
    if fabric.through is None:
        return ()
    here = np.isin(fabric.through.ride_pair, pairs)
    return tuple(dict.fromkeys(fabric.links[n] for n in fabric.through.ride_link[here].tolist()))


def _hops(fabric: Fabric, start: int, end: int, steps: Ints) -> Iterator[_Hop]:
    """The steps of all shortest paths from START to END."""
    # Hosts pass nothing on, but the one at the end takes it in.
    passes = fabric.forwards.copy()
    passes[end] = True
    front = np.zeros(fabric.size, dtype=np.bool_)
    front[start] = True
    # LEFT hops remain after this one: the front moves over cables that lead exactly one hop nearer.
    for left in range(int(steps[start]) - 1, -1, -1):
        nearer = (steps == left) & passes
        ahead = front[fabric.tail] & nearer[fabric.head]
        back = front[fabric.head] & nearer[fabric.tail]
        pairs = np.flatnonzero(ahead | back)
        front = np.zeros(fabric.size, dtype=np.bool_)
        front[fabric.head[ahead]] = True
        front[fabric.tail[back]] = True
        yield _Hop(pairs, ahead[pairs], np.flatnonzero(front))


def _ways(fabric: Fabric, start: int, end: int, hops: Sequence[_Hop]) -> int:
    """Shortest paths, cable by cable."""
    # (vertices,): paths from START that come to each; times the cables of a pair, since each cable is a path of its
    # own.
    count: Floats = np.zeros(fabric.size)
    count[start] = 1.0
    for hop in hops:
        after = np.zeros(fabric.size)
        tail, head = fabric.tail[hop.pairs], fabric.head[hop.pairs]
        np.add.at(after, head, count[tail] * fabric.cables[hop.pairs])
        np.add.at(after, tail, count[head] * fabric.cables[hop.pairs])
        # What the hop did not reach on a shortest path is dropped.
        inside = np.zeros(fabric.size, dtype=np.bool_)
        inside[hop.vertices] = True
        count = np.where(inside, after, 0.0)
    return int(count[end])


def _wait(survey: Survey, row: PathStep) -> Figure | None:
    """Port-to-port latency of the slowest node that a hop may enter; None where only hosts without one are."""
    design, switches = survey.design, survey.roster.switches(NETWORK_MEDIA)
    found: list[Figure] = []
    for node_id in row.nodes:
        figure = fact_of(design, design.nodes[node_id], _FACT)
        # Only switches are expected to have a port latency; a host without one adds nothing.
        if figure.known or node_id in switches:
            found.append(figure)
    if len(found) < 2:
        return found[0] if found else None
    names = ", ".join(design.nodes[i].title for i in row.nodes[:_SHOWN])
    return maximum(f"port latency of the slowest of {names}", found, "ns")


def _flight(survey: Survey, metres: Mapping[str, Figure], row: PathStep, number: int) -> Figure:
    """Return the ns that light takes along the longest cable of a hop, and those behind its panels."""
    lengths = [metres[link_id] for link_id in row.links]
    names = ", ".join(link_name(survey.design, survey.design.links[link_id]) for link_id in row.links[:_SHOWN])
    longest = lengths[0] if len(lengths) == 1 else maximum(f"longest cable of hop {number}: {names}", lengths, "m")
    if row.beyond:
        behind = [metres[link_id] for link_id in row.beyond]
        longest = total(f"cables of hop {number} through panels", (longest, *behind), "m")
    return product(f"light on hop {number}", (longest, _METRE), "ns")


def _rate(survey: Survey, fabric: Fabric, hop: _Hop, number: int) -> Figure:
    """Rate of the slowest cable of a hop, the way that it is taken, in Gb/s, which is bits in a ns."""
    # The hop may run over several links, each in the direction in which it is taken.
    ways = dict.fromkeys(zip(fabric.link[hop.pairs].tolist(), hop.ahead.tolist(), strict=True))
    cablings = {way: survey.cablings[fabric.links[way[0]]] for way in ways}
    rates = list(dict.fromkeys(one.ahead if ahead else one.back for (_, ahead), one in cablings.items()))
    if len(rates) == 1:
        return rates[0]
    links = list(dict.fromkeys(fabric.links[link] for link, _ in ways))
    names = ", ".join(link_name(survey.design, survey.design.links[link_id]) for link_id in links[:_SHOWN])
    return minimum(f"slowest cable of hop {number}: {names}", rates, "Gb/s")
