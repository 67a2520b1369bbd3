"""Numbers of devices that stay as they are when others come to stand beside them.

A number follows from the place of its node among those of its sort, in design order, and from its copy; never from how
many nodes or copies there are. So a leaf that is added, as a copy or as a node, renumbers no other.
"""

from collections.abc import Mapping
from typing import Final

from designer.model.design import Design
from designer.model.kinds import KINDS, SWITCHES

BLOCK: Final = 32
"""Copies of a node are numbered in blocks of so many."""
_NO_MACHINES: Final = frozenset({"container", "software", "power", "cooling"})
"""Roles of what is never on a network."""
_OF_FOUR: Final = 3
"""Of four blocks, three are for nodes with copies, and one for single devices."""


def cell(row: int, column: int) -> int:
    """Return the number of a cell of an endless table, each with its own, near cells before far ones.

    Cells are taken by the powers of two below their row and column: all with the same sum of both exponents follow each
    other, so that a number is at most about (row + 1) · (column + 1) · log2 of it, wherever the table ends. The dyadic
    form of the hyperbolic pairing function of A. L. Rosenberg, Efficient Pairing Functions, 2003.

    Args:
        row: From 0.
        column: From 0.
    """
    a, b = (row + 1).bit_length() - 1, (column + 1).bit_length() - 1
    both = a + b
    # Before the cells whose exponents have this sum come Σ (t + 1) · 2^t of them, for t below it.
    before = (both - 1) * (1 << both) + 1
    return before + (a << both) + ((row + 1 - (1 << a)) << b) + column + 1 - (1 << b)


def number_of(rank: int, copy: int, *, several: bool) -> int:
    """Return the number of a device.

    Args:
        rank: Place of its node among those of its sort, from 0.
        copy: Which copy of the node, from 0 through the whole design.
        several: Whether the node has more than one.
    """
    if several:
        block, place = cell(rank, copy // BLOCK), copy % BLOCK
        return (block // _OF_FOUR * (_OF_FOUR + 1) + block % _OF_FOUR) * BLOCK + place
    return (rank // BLOCK * (_OF_FOUR + 1) + _OF_FOUR) * BLOCK + rank % BLOCK


def ranks(design: Design, kept: Mapping[str, int]) -> dict[str, int]:
    """Return the place of every machine among those of its sort, switches by themselves, by node id.

    Args:
        design: The design.
        kept: Places that were kept, by node id; of two nodes with the same one, the first in design order has it.
    """
    sorts: dict[bool, list[str]] = {True: [], False: []}
    for node in design.nodes_in_order():
        kind = KINDS.get(node.kind)
        if kind is None or kind.role not in _NO_MACHINES:
            sorts[node.kind in SWITCHES].append(node.id)
    found: dict[str, int] = {}
    for mine in sorts.values():
        taken: set[int] = set()
        for node_id in mine:
            if (rank := kept.get(node_id)) is not None and rank not in taken:
                taken.add(rank)
                found[node_id] = rank
        # New ones are counted on after the last that is kept: a place that became free may still be in use.
        free = max(taken, default=-1) + 1
        for node_id in mine:
            if node_id not in found:
                found[node_id] = free
                free += 1
    return found
