"""Copies that hang on the same cables, taken together: a fabric with one vertex for all of them.

It changes no answer: such copies send, receive and lose alike, and pass nothing on.
"""

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.fabric import Fabric
from designer.analysis.sparse import coo_array, csr_array
from designer.model.identity_cache import Remembered
from designer.model.records import Arrays

_Number = TypeVar("_Number", np.int64, np.float64)


class Grouped(Arrays, frozen=True):
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
        # Each edge stands once as (u, v): put in again as (v, u), so that a product with the matrix sums over both
        # ends.
        u, v = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        both = coo_array((np.concatenate([self.cables, self.cables]), (u, v)), shape=(self.size, self.size))
        return csr_array(both)


def grouped(fabric: Fabric, sort: Ints) -> Grouped:
    """FABRIC with the copies merged that are of one sort and have equal cables to the same switches.

    Args:
        fabric: The network copy by copy.
        sort: Per vertex, a number; vertices of different numbers stay apart.

    What was merged of the very same fabric is kept: several traffics are laid on it.
    """
    if fabric.tail.size > MOST_KEPT:
        return _grouped(fabric, sort)
    return _merged.of((fabric,), sort.tobytes(), lambda: _grouped(fabric, sort))


MOST_KEPT: Final = 100_000
"""Pairs of a fabric up to which what is worked out of it is kept with it; larger ones take too much memory."""
_merged: Final = Remembered[Grouped]()


def _grouped(fabric: Fabric, sort: Ints) -> Grouped:
    at, members, forwards = _merge(fabric, sort)
    tail, head = at[fabric.tail], at[fabric.head]
    size = members.size
    key, edge = ranked(np.minimum(tail, head) * size + np.maximum(tail, head))
    return Grouped(
        at=at,
        members=members,
        forwards=forwards,
        u=key // size,
        v=key % size,
        cables=sums(edge, fabric.cables, key.size),
        edge=edge,
    )


def capacity_each_way(fabric: Fabric, network: Grouped) -> tuple[Floats, Floats]:
    """Of each edge of NETWORK, what its cables carry together from `u` to `v`, and from `v` to `u`, in Gb/s."""
    along = network.at[fabric.tail] == network.u[network.edge]
    ahead, back = (fabric.cables * each[fabric.link] for each in (fabric.to_head, fabric.to_tail))
    up, down = np.where(along, ahead, back), np.where(along, back, ahead)
    return sums(network.edge, up, network.u.size), sums(network.edge, down, network.u.size)


def ranked(values: NDArray[_Number]) -> tuple[NDArray[_Number], Ints]:
    """The different VALUES in order, and the place of each among them; quick where they are nearly sorted."""
    # A stable sort is near linear on values that are nearly sorted already.
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    # True where a value differs from the one before it: its running sum is the place among the different values.
    fresh = np.ones(values.size, dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    rank = np.empty(values.size, dtype=np.int64)
    # Back from sorted order to the order in which the values came.
    rank[order] = np.cumsum(fresh) - 1
    return ordered[fresh], rank


def _merge(fabric: Fabric, sort: Ints) -> tuple[Ints, Ints, Flags]:
    """Merged vertex of each vertex, and the size and nature of each merged vertex."""
    # Only what hangs on forwarding vertices alone: a direct cable to another host tells copies apart.
    alike = ~fabric.forwards
    among = alike[fabric.tail] & alike[fabric.head]
    alike[fabric.tail[among]] = alike[fabric.head[among]] = False
    places = np.flatnonzero(alike)
    first = np.arange(fabric.size)
    if places.size:
        first[places] = _first_alike(fabric, sort, alike, places)
    kept = first == np.arange(fabric.size)
    at = (np.cumsum(kept) - 1)[first]
    count = int(kept.sum())
    members = np.bincount(at, minlength=count)
    forwards = np.zeros(count, dtype=np.bool_)
    forwards[at] = fabric.forwards
    return at, members, forwards


def _first_alike(fabric: Fabric, sort: Ints, alike: Flags, places: Ints) -> Ints:
    """For each of PLACES, those that are ALIKE, the first vertex that has the same cables, sort and life."""
    at_tail, at_head = np.flatnonzero(alike[fabric.tail]), np.flatnonzero(alike[fabric.head])
    pairs = np.concatenate([at_tail, at_head])
    start = np.concatenate([fabric.tail[at_tail], fabric.head[at_head]])
    end = np.concatenate([fabric.head[at_tail], fabric.tail[at_head]])
    rates, rate = ranked(np.concatenate([fabric.to_head, fabric.to_tail]))
    ahead, back = rate[fabric.link[pairs]], rate[fabric.link[pairs] + len(fabric.links)]
    # By what goes out of a copy and what comes into it, which are one number where no link has two rates.
    out = np.where(np.arange(pairs.size) < at_tail.size, ahead, back)
    into = ahead + back - out
    _, cables = ranked(fabric.cables[pairs])
    kinds, kind = ranked((cables * rates.size + out) * rates.size + into)
    cabled = end * kinds.size + kind
    order = np.lexsort((cabled, start))
    cabled = cabled[order]
    degree = np.bincount(start, minlength=fabric.size)
    begins = np.cumsum(degree) - degree
    found = places.copy()
    for number in np.unique(degree[places]).tolist():
        mine = np.flatnonzero(degree[places] == number)
        vertices = places[mine]
        rows = cabled[begins[vertices][:, None] + np.arange(number)]
        columns = np.concatenate([rows.T, [sort[vertices], fabric.alive[vertices]]])
        ordered = np.lexsort(columns)
        differs = (np.diff(columns[:, ordered], axis=1) != 0).any(axis=0)
        heads = np.concatenate([[0], np.flatnonzero(differs) + 1])
        found[mine[ordered]] = np.repeat(vertices[ordered[heads]], np.diff(heads, append=vertices.size))
    return found
