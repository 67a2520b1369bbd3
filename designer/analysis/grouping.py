"""Copies that hang on the same cables, taken together: a fabric with one vertex for all of them.

It changes no answer: such copies send, receive and lose alike, and pass nothing on.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from designer.analysis.cabling import Flags, Floats, Ints, sums
from designer.analysis.fabric import Fabric


@dataclass(frozen=True, slots=True)
class Grouped:
    """A fabric with alike copies merged.

    Attributes:
        at: Merged vertex of every vertex of the fabric.
        members: How many vertices each merged vertex stands for.
        forwards: Per merged vertex, whether it passes on what others send.
        u: Per edge, its lower merged vertex.
        v: Per edge, its higher merged vertex.
        cables: Per edge, all cables between the two, of every member.
        edge: Per pair of the fabric, the edge that it belongs to.
    """

    at: Ints
    members: Ints
    forwards: Flags
    u: Ints
    v: Ints
    cables: Floats
    edge: Ints

    @property
    def size(self) -> int:
        """Merged vertices."""
        return self.members.size

    def matrix(self) -> csr_array:
        """Cables between merged vertices, both ways."""
        u, v = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        both = coo_array((np.concatenate([self.cables, self.cables]), (u, v)), shape=(self.size, self.size))
        return csr_array(both)


def grouped(fabric: Fabric, sort: Ints) -> Grouped:
    """FABRIC with the copies merged that are of one sort and have equal cables to the same switches.

    Args:
        fabric: The network copy by copy.
        sort: Per vertex, a number; vertices of different numbers stay apart.
    """
    at, members, forwards = _merge(fabric, sort)
    ends = np.sort(np.stack([at[fabric.tail], at[fabric.head]]), axis=0)
    size = members.size
    key, edge = np.unique(ends[0] * size + ends[1], return_inverse=True)
    return Grouped(
        at=at, members=members, forwards=forwards, u=key // size, v=key % size,
        cables=sums(edge, fabric.cables, key.size), edge=edge,
    )  # fmt: skip


def _merge(fabric: Fabric, sort: Ints) -> tuple[Ints, Ints, Flags]:
    """Merged vertex of each vertex, and the size and nature of each merged vertex."""
    start = np.concatenate([fabric.tail, fabric.head])
    other = np.concatenate([fabric.head, fabric.tail])
    alike = ~fabric.forwards
    # Only what hangs on forwarding vertices alone: a direct cable to another host tells copies apart.
    alike[start[~fabric.forwards[other]]] = False
    cables = np.concatenate([fabric.cables, fabric.cables])
    gbps = np.tile(fabric.gbps[fabric.link], 2).view(np.int64)
    mine = alike[start]
    start, rows = start[mine], np.stack([other[mine], cables[mine], gbps[mine]], axis=1)
    order = np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], start))
    start, rows = start[order], np.ascontiguousarray(rows[order])
    bounds = np.searchsorted(start, np.arange(fabric.size + 1))
    at = np.empty(fabric.size, dtype=np.int64)
    known: dict[tuple[int, bool, bytes], int] = {}
    count = 0
    for vertex in range(fabric.size):
        if alike[vertex]:
            cabled = rows[bounds[vertex] : bounds[vertex + 1]].tobytes()
            place = known.setdefault((int(sort[vertex]), bool(fabric.alive[vertex]), cabled), count)
        else:
            place = count
        at[vertex] = place
        count += place == count
    members = np.bincount(at, minlength=count)
    forwards = np.zeros(count, dtype=np.bool_)
    forwards[at] = fabric.forwards
    return at, members, forwards
