"""Layouts of the ranks of concurrent groups among the hosts of a job, and the edges of each pattern."""

from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Floats, Ints

Pattern = Literal["ring", "tree", "all-to-all"]
PATTERNS: Final[tuple[Pattern, ...]] = ("ring", "tree", "all-to-all")
EVERY: Final = 0
"""Size of a group of all hosts."""


class Spread(NamedTuple):
    """Groups of hosts that all run the same collective at once.

    The hosts of a job, in the order in which the scheduler gave them, are numbered from 0. A group takes SIZE of them,
    each STRIDE after the one before; STRIDE such groups fill SIZE × STRIDE hosts, and the next ones follow.

    Attributes:
        size: Hosts of a group; EVERY for one group of all.
        stride: From one host of a group to the next.
    """

    size: int = EVERY
    stride: int = 1

    @classmethod
    def of(cls, ranks: int, stride: int, domain: int, each: int) -> "Spread":
        """Return where groups of RANKS accelerators stand that are STRIDE accelerators apart.

        Placement is from the inside outwards, as Megatron-LM's: with tensor t, context c and data d the strides are
        1, t and t·c. Ranks of one domain do not leave it, so a group that a domain holds has size 1.

        Args:
            ranks: Accelerators of a group.
            stride: From one to the next, in accelerators.
            domain: Accelerators that the scale-up link joins.
            each: Accelerators of a host.
        """
        inside = min(ranks, max(1, domain // max(1, stride)))
        outside = -(-ranks // inside)
        # A domain may join several hosts; the same places of all domains then make a group.
        apart = max(stride, domain)
        if apart < each:
            return cls(-(-outside * apart // each), 1)
        return cls(outside, max(1, apart // each))

    def groups(self, hosts: int) -> Ints:
        """Return the places of each group (groups, size) among HOSTS; hosts that fill no group are left out."""
        size = hosts if self.size == EVERY else self.size
        block = size * self.stride
        blocks = hosts // block if block else 0
        # (blocks, stride, size): first the block, then the place in it, then the steps of the group.
        place = np.arange(blocks * block, dtype=np.int64).reshape(blocks, size, self.stride)
        return place.transpose(0, 2, 1).reshape(-1, size)


class Edges(NamedTuple):
    """Edges of a pattern in one group, each array (edges,).

    Attributes:
        start: Place of the sender in the group.
        end: Place of the receiver.
        part: Share of what the busiest member of the group sends.
    """

    start: Ints
    end: Ints
    part: Floats


def edges_of(pattern: Pattern, size: int) -> Edges:
    """Return who sends to whom in PATTERN among SIZE hosts, at least two.

    Ring: each to the next. Tree: two binary trees in which each host is a leaf of at least one, half of the data in
    each, parent and child both ways. All-to-all: an even share to each other host.

    Source: Sanders, Speck, Träff, "Two-tree algorithms for full bandwidth broadcast, reduction and scan", Parallel
    Computing 35(12), 2009, which NCCL's trees follow.
    """
    place = np.arange(size, dtype=np.int64)
    if pattern == "ring":
        return Edges(place, (place + 1) % size, np.ones(size))
    if pattern == "all-to-all":
        start, end = np.repeat(place, size), np.tile(place, size)
        apart = start != end
        return Edges(start[apart], end[apart], np.full(int(apart.sum()), 1 / max(1, size - 1)))
    # The first tree: place 0 is its root, every other place has a parent.
    child = np.arange(1, size, dtype=np.int64)
    parent = _parents(size)
    # The second tree is the first one shifted by one where the number is odd, else mirrored (Sanders et al.): a leaf of
    # one is inner in the other.
    if size % 2:
        other_child, other_parent = (child + 1) % size, (parent + 1) % size
    else:
        other_child, other_parent = size - 1 - child, size - 1 - parent
    down = np.concatenate([child, other_child])
    up = np.concatenate([parent, other_parent])
    # Both ways: up with what is reduced, down with the result.
    start, end = np.concatenate([down, up]), np.concatenate([up, down])
    busiest = np.bincount(start, minlength=size).max()
    return Edges(start, end, np.full(start.size, 1 / busiest))


def _parents(size: int) -> Ints:
    """Return the parent of each host from 1 on in the binary tree whose root is 0."""
    child = np.arange(1, size, dtype=np.int64)
    lowest = child & -child
    parent = (child ^ lowest) | (lowest << 1)
    # Where the tree is not full, the next one up that exists takes its place.
    return np.where(parent < size, parent, child ^ lowest)
