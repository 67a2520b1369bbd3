"""The pieces of a network: which copies of machines reach each other, over which switches.

Switches pass on what others send, hosts do not (but in a ring or torus of hosts alone). So two machines reach each
other where both have a cable to switches that hang together, or where a cable joins them. A host with a cable to each
of two planes is in both, and no bridge between them.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from designer.analysis.network.cabling import Flags, Ints
from designer.analysis.network.fabric import Fabric, living_joints, vertices_of
from designer.analysis.network.network_context import Survey
from designer.analysis.reach.reachability import memberships, parts_of
from designer.analysis.reach.records import Piece, PieceNode, Pieces
from designer.analysis.sparse import csr_array
from designer.model.parts.part import Medium

LISTED: Final = 50
_SPANS: Final = 4
_BLOCK: Final = 512
"""Rows of pairs of machines that are looked at together."""


def pieces_of(survey: Survey, medium: Medium, machines: Collection[str]) -> Pieces | None:
    """Return the pieces that the copies of MACHINES are in, on the network of MEDIUM.

    A link of which nothing tells the rate joins its ends all the same; one of 0 Gb/s does not.

    Args:
        survey: The design as its networks see it; what has failed is no machine and joins nothing.
        medium: The network.
        machines: Ids of owners on it.

    Returns:
        The pieces; None where the network is too large to lay out copy by copy.
    """
    fabric = survey.fabric((medium,))
    if fabric is None:
        return None
    ends = fabric.vertices(machines)
    if ends.size < 2:
        return Pieces(medium=medium, count=int(ends.size))
    tail, head = _joined(survey, fabric, medium)
    member, part, count = memberships(fabric, ends, tail, head)
    place = np.full(fabric.size, -1, dtype=np.int64)
    place[ends] = np.arange(ends.size)
    # Machines × parts: which machine is on which part of the network that hangs together.
    of = csr_array((np.ones(member.size, np.int32), (place[member], part)), shape=(ends.size, count))
    if int(of.sum(axis=0).max()) == ends.size:
        return Pieces(medium=medium, count=1)
    largest = _largest(of)
    of = csr_array(of[:, largest])
    if largest.size == 1 or _all_meet(of, int(ends.size)):
        return Pieces(medium=medium, count=1)
    sizes = np.asarray(of.sum(axis=0), dtype=np.int64).ravel()
    # The most machines first, of as many in design order.
    shown = np.argsort(-sizes, kind="stable")[:LISTED]
    columns = of.tocsc()
    _, part_of = parts_of(fabric, tail, head)
    switches = _by_part(fabric.vertices(survey.roster.switches((medium,))), part_of)
    listed = tuple(
        _piece(survey, fabric, ends[np.sort(columns[:, [n]].nonzero()[0])], switches.get(int(largest[n])))
        for n in shown.tolist()
    )
    return Pieces(medium=medium, count=int(largest.size), listed=listed)


def _joined(survey: Survey, fabric: Fabric, medium: Medium) -> tuple[Ints, Ints]:
    """The two ends of every pair of joined vertices, those of links without a known rate among them."""
    tails, heads = [fabric.tail], [fabric.head]
    position = {node_id: n for n, node_id in enumerate(fabric.nodes)}
    for link_id in survey.unrated((medium,)):
        cabling = survey.cablings[link_id]
        if not cabling.link.cables:
            continue
        joints = living_joints(cabling, survey.failed)
        tails.append(vertices_of(survey.roster, cabling.link.a, joints.a, fabric.first, position))
        heads.append(vertices_of(survey.roster, cabling.link.b, joints.b, fabric.first, position))
    return np.concatenate(tails), np.concatenate(heads)


def _largest(of: csr_array) -> Ints:
    """Columns of OF (machines × parts) that no other column holds: of equal ones the first, empty ones left out."""
    sizes = np.asarray(of.sum(axis=0), dtype=np.int64).ravel()
    both = (of.T @ of).tocoo()
    row, column = both.coords
    # Part `row` lies within `column` where they share all of its machines.
    inside = (row != column) & (both.data == sizes[row])
    inside &= (sizes[column] > sizes[row]) | (column < row)
    kept = sizes > 0
    kept[row[inside]] = False
    return np.flatnonzero(kept)


def _all_meet(of: csr_array, machines: int) -> bool:
    """Return True when any two MACHINES, rows of OF, are on one part together, though no part has all of them."""
    count = np.asarray(of.sum(axis=1)).ravel()
    if count.min() < 2:
        return False  # who is on one part alone misses those that are not on it
    # Machines on the same parts are one row.
    row, column = of.nonzero()
    order = np.lexsort((column, row))
    row, column = row[order], column[order]
    starts = np.searchsorted(row, np.arange(machines + 1)).tolist()
    first_of = {column[a:b].tobytes(): n for n, (a, b) in enumerate(pairwise(starts))}
    chosen = np.array(sorted(first_of.values()), dtype=np.int64)
    size = int(chosen.size)
    # (size, machines): picks the first machine of each kind, so that KINDS is (kinds, parts).
    pick = csr_array((np.ones(size, np.int32), (np.arange(size), chosen)), shape=(size, machines))
    kinds = csr_array(pick @ of)
    # Rows of pairs that share a part: all of them are there where any two meet.
    for n in range(0, size, _BLOCK):
        block = csr_array(
            (np.ones(min(_BLOCK, size - n), np.int32), _places(n, min(_BLOCK, size - n))), shape=(_BLOCK, size)
        )
        # Every pair of these rows has to share a part: the product has as many entries as there are pairs.
        if (block @ kinds @ kinds.T).nnz < min(_BLOCK, size - n) * size:
            return False
    return True


def _places(first: int, count: int) -> tuple[Ints, Ints]:
    """Rows and columns of a matrix that picks COUNT rows from FIRST on."""
    return np.arange(count), np.arange(first, first + count)


def _by_part(vertices: Ints, part_of: Ints) -> dict[int, Ints]:
    """VERTICES by the part that each is of."""
    # Sorted by part, each part is one run.
    order = vertices[np.argsort(part_of[vertices], kind="stable")]
    numbers, starts = np.unique(part_of[order], return_index=True)
    return dict(zip(numbers.tolist(), np.split(order, starts[1:]), strict=True)) if order.size else {}


def _piece(survey: Survey, fabric: Fabric, machines: Ints, switches: Ints | None) -> Piece:
    inside = survey.roster.accelerators
    nodes = tuple(_nodes(survey, fabric, machines))
    return Piece(
        machines=nodes,
        switches=() if switches is None else tuple(_nodes(survey, fabric, switches)),
        endpoints=int(machines.size),
        accelerators=sum(node.copies * inside.get(node.id, 0) for node in nodes),
    )


def _nodes(survey: Survey, fabric: Fabric, vertices: Ints) -> Iterator[PieceNode]:
    """The copies that VERTICES are, node by node."""
    node_of: Ints = fabric.node_of()[vertices]
    for place in np.unique(node_of).tolist():
        node_id = fabric.nodes[place]
        copies = np.sort(vertices[node_of == place]) - int(fabric.first[place])
        # A run ends where the next copy is not the next number.
        ends: Flags = np.append(np.diff(copies) > 1, True)
        starts = np.append(True, ends[:-1])
        spans = list(zip(copies[starts].tolist(), copies[ends].tolist(), strict=True))
        yield PieceNode(
            id=node_id,
            copies=int(copies.size),
            spans=tuple(spans[:_SPANS]),
            whole=int(copies.size) == survey.design.total_copies(node_id),
        )
