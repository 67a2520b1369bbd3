"""Reachability: who meets whom on a network, and whom a loss cuts off.

Two endpoints meet where both have a cable to switches that hang together, or where a cable joins them; hosts pass
nothing on for others (but in a ring or torus of hosts alone). A loss cuts somebody off where two that met before do
not meet any more. Cut off are then the least that has to be left aside so that all others meet as before (a cover of
the pairs that were parted, by weight), and whoever meets nobody any more.

The parts of a network are what switches that hang together reach; an endpoint on two of them is on both, and no bridge.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import MOST_KEPT, ranked
from designer.analysis.network.fabric import Fabric
from designer.analysis.sparse import connected_components, coo_array, csr_array
from designer.model.identity_cache import Remembered

_EXACT: Final = 20
"""Up to so many kinds of endpoints that lose one another, the least cover is looked for by branching."""
MOST_KINDS: Final = 3_000
"""With more kinds of endpoints those are cut off that miss the part with the most of them."""
_STARTS: Final = 16
_FEW: Final = 600
"""Up to so many vertices and edges together, islands are found one edge after the other."""
_SMALL: Final = 60_000
"""Products of kinds, kinds and parts up to which full tables are quicker than sparse ones."""


class Memberships(NamedTuple):
    """Memberships of endpoints in parts of a network: every pair of vertex and part once, as two columns.

    Attributes:
        vertex: Vertex of the network.
        part: Number of the part.
        parts: How many numbers there are.
    """

    vertex: Ints
    part: Ints
    parts: int


def components(tail: Ints, head: Ints, size: int) -> tuple[int, Ints]:
    """Return the number of islands that the edges TAIL – HEAD leave among SIZE vertices, and each vertex's island."""
    if tail.size + size <= _FEW:
        return _islands_of_few(tail.tolist(), head.tolist(), size)
    joined = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(size, size))
    count, found = connected_components(joined, directed=False)
    return int(count), np.asarray(found, dtype=np.int64)


def _islands_of_few(tail: Sequence[int], head: Sequence[int], size: int) -> tuple[int, Ints]:
    """Return what `components` does, for so few edges that making a matrix takes longer than looking at each."""
    root = list(range(size))
    for one, other in zip(tail, head, strict=True):
        while root[one] != one:
            root[one] = one = root[root[one]]
        while root[other] != other:
            root[other] = other = root[root[other]]
        # The first vertex of an island is its root.
        root[max(one, other)] = min(one, other)
    island: list[int] = []
    count = 0
    for vertex, above in enumerate(root):
        if above == vertex:
            island.append(count)
            count += 1
        else:
            island.append(island[above])
    return count, np.array(island, dtype=np.int64)


def parts_of(fabric: Fabric, tail: Ints, head: Ints) -> tuple[int, Ints]:
    """Return the number of parts of what forwards over the pairs TAIL – HEAD, and the part of each such vertex."""
    inner = fabric.forwards[tail] & fabric.forwards[head]
    return components(tail[inner], head[inner], fabric.size)


def forwarding(is_switch: Flags, is_end: Flags, tail: Ints, head: Ints) -> Flags:
    """Return a flag for each vertex that passes on for others when just TAIL – HEAD is there (vertices,).

    Switches do, and endpoints of islands without any.
    """
    count, island = components(tail, head, is_switch.size)
    switched = np.zeros(count, dtype=np.bool_)
    switched[island[is_switch]] = True
    cabled = np.zeros(is_switch.size, dtype=np.bool_)
    cabled[tail] = cabled[head] = True
    return is_switch | (is_end & cabled & ~switched[island])


def memberships(fabric: Fabric, ends: Ints, tail: Ints | None = None, head: Ints | None = None) -> Memberships:
    """Return which of ENDS are on which part of FABRIC, of which the pairs TAIL – HEAD are there: all, unless told.

    Parts are those of what forwards; after them comes one for each cable between two endpoints that pass nothing on,
    and one for each endpoint that has no cable.
    """
    if tail is None and head is None and fabric.tail.size <= MOST_KEPT:
        # Several ask this of the very same fabric.
        return _whole.of((fabric,), ends.tobytes(), lambda: _memberships(fabric, ends, fabric.tail, fabric.head))
    tail = fabric.tail if tail is None else tail
    head = fabric.head if head is None else head
    return _memberships(fabric, ends, tail, head)


_whole: Final = Remembered[Memberships]()


def _memberships(fabric: Fabric, ends: Ints, tail: Ints, head: Ints) -> Memberships:
    hanging, part_of = parts_of(fabric, tail, head)
    forwards = fabric.forwards
    # A cable from an endpoint to what forwards makes it a member of the part of its far end.
    up, down = ~forwards[tail] & forwards[head], forwards[tail] & ~forwards[head]
    # A cable between two endpoints is a part of its own, numbered after those of what forwards.
    direct = np.flatnonzero(~forwards[tail] & ~forwards[head] & (tail != head))
    own = np.flatnonzero(forwards)
    member = np.concatenate([own, tail[up], head[down], tail[direct], head[direct]])
    numbers = hanging + np.arange(direct.size)
    of = np.concatenate([part_of[own], part_of[head[up]], part_of[tail[down]], numbers, numbers])
    is_end = np.zeros(fabric.size, dtype=np.bool_)
    is_end[ends] = True
    member, of = member[is_end[member]], of[is_end[member]]
    # What is left flagged has no cable at all: each such endpoint is on a part of its own.
    is_end[member] = False
    alone = np.flatnonzero(is_end)
    first = hanging + direct.size
    width = max(1, first + alone.size)
    # One number for each pair of vertex and part: sorted and each once, then taken apart again.
    keys, _ = ranked(np.concatenate([member * width + of, alone * width + first + np.arange(alone.size)]))
    return Memberships(keys // width, keys % width, width)


def reaching(one: Memberships, wanted: Flags) -> Flags:
    """Return per vertex, as WANTED is told, whether it is on a part that one of WANTED is on as well."""
    held = np.zeros(one.parts, dtype=np.bool_)
    held[one.part[wanted[one.vertex]]] = True
    found = np.zeros(wanted.size, dtype=np.bool_)
    found[one.vertex[held[one.part]]] = True
    return found


class Kinds(NamedTuple):
    """Endpoints that are on the same parts, taken together.

    Attributes:
        of: The kind of each endpoint.
        first: An endpoint of each kind.
        sizes: How many are of each.
    """

    of: Ints
    first: Ints
    sizes: Ints


def kinds_of(size: int, *columns: tuple[Ints, Ints]) -> Kinds:
    """Return the kinds of SIZE endpoints that have the same parts in each of COLUMNS (endpoint, part), both sorted."""
    kind = np.zeros(size, dtype=np.int64)
    for end, part in columns:
        width = int(part.max(initial=0)) + 2
        start = np.searchsorted(end, np.arange(size + 1))
        number = np.diff(start)
        for place in range(int(number.max(initial=0))):
            # The part at this place of each endpoint's list, 0 where that is shorter.
            there = number > place
            here = np.zeros(size, dtype=np.int64)
            here[there] = part[start[:-1][there] + place] + 1
            _, kind = ranked(kind * width + here)
    count = int(kind.max(initial=-1)) + 1
    first = np.zeros(count, dtype=np.int64)
    first[kind[::-1]] = np.arange(size)[::-1]
    return Kinds(kind, first, np.bincount(kind, minlength=count))


def cut_off(before: Memberships, after: Memberships, standing: Ints, weights: Floats) -> Ints:
    """Return which of STANDING are cut off when they are on the parts AFTER instead of those BEFORE.

    Args:
        before: On which parts the endpoints were.
        after: On which they are; a part may have split, and an endpoint may have lost one.
        standing: Vertices of the endpoints that have not failed.
        weights: Weight of each vertex of the network.

    Returns:
        Vertices, those of the least weight.
    """
    size = standing.size
    nobody = np.zeros(0, dtype=np.int64)
    if size < 2:
        return nobody
    had, has = (_shared(one, standing, weights.size) for one in (before, after))
    if has[0].size and np.bincount(has[1]).max() == size:
        return nobody  # all are on one part
    # Endpoints on the very same parts before and after are one kind: thousands of hosts come down to a few rows.
    kinds = kinds_of(size, had, has)
    weight = sums(kinds.of, weights[standing], kinds.sizes.size)
    gone = _kinds_gone(kinds, weight, had, has)
    return standing[gone[kinds.of]]


def _shared(one: Memberships, standing: Ints, vertices: int) -> tuple[Ints, Ints]:
    """Places in STANDING and their parts, those left out that just one of them is on; numbered anew."""
    place = np.full(vertices, -1, dtype=np.int64)
    # Vertices into places among those that stand; parts on which one alone is left join nobody.
    place[standing] = np.arange(standing.size)
    end = place[one.vertex]
    counted = np.bincount(one.part[end >= 0], minlength=one.parts)
    number = np.cumsum(counted > 1) - 1
    kept = (end >= 0) & (counted[one.part] > 1)
    end, part = end[kept], number[one.part[kept]]
    order = np.argsort(end, kind="stable")
    return end[order], part[order]


def _kinds_gone(kinds: Kinds, weight: Floats, had: tuple[Ints, Ints], has: tuple[Ints, Ints]) -> Flags:
    """Return a flag for each kind that is cut off (kinds,)."""
    parts = max(int(part.max(initial=-1)) + 1 for _, part in (had, has))
    # Small: dense tables of kinds × parts, which are quicker than sparse ones.
    if kinds.sizes.size**2 * parts <= _SMALL:
        was, now = _table(kinds, had), _table(kinds, has)
        lone = (was.sum(axis=1) > 0) & (now.sum(axis=1) == 0)
        # Pairs that shared a part before and share none now.
        return _parted(kinds, weight, lone, (was @ was.T > 0) & (now @ now.T == 0), now)
    was, now = _matrix(kinds, had), _matrix(kinds, has)
    met = np.asarray(was.sum(axis=1)).ravel() > 0
    meets = np.asarray(now.sum(axis=1)).ravel() > 0
    gone = met & ~meets
    # Too many kinds to compare pair by pair: whoever is off the heaviest part counts as cut off, an upper bound.
    if kinds.sizes.size > MOST_KINDS:
        heaviest = [int(np.argmax(now.T @ weight))] if now.nnz else []
        return gone | (met & (np.asarray(now.tocsc()[:, heaviest].sum(axis=1)).ravel() == 0))
    return _parted(kinds, weight, gone, ((was @ was.T).toarray() > 0) & ((now @ now.T).toarray() == 0), now)


def _parted(kinds: Kinds, weight: Floats, gone: Flags, lost: Flags, now: csr_array | Ints) -> Flags:
    """Return which kinds are cut off: those that are GONE, and of those that LOST each other the lightest."""
    np.fill_diagonal(lost, val=False)
    # Who meets nobody is cut off anyway, and need not be chosen.
    lost[gone] = lost[:, gone] = False
    one, other = np.nonzero(lost)
    # Pairs that lost each other, in groups that have no pair in common: each is decided by itself.
    _, group = components(one, other, lost.shape[0])
    touched = np.flatnonzero(lost.any(axis=1))
    for number in np.unique(group[touched]).tolist():
        members = touched[group[touched] == number]
        kept = _kept(lost[np.ix_(members, members)], weight[members], kinds.sizes[members], now, members)
        gone[members[~kept]] = True
    return gone


def _matrix(kinds: Kinds, rows: tuple[Ints, Ints]) -> csr_array:
    """Kinds × parts: 1 where a kind is on a part."""
    kind, part = _places(kinds, rows)
    shape = (kinds.sizes.size, int(rows[1].max(initial=-1)) + 1)
    return csr_array((np.ones(kind.size, np.int32), (kind, part)), shape=shape)


def _table(kinds: Kinds, rows: tuple[Ints, Ints]) -> Ints:
    """Return what `_matrix` does, as a full table."""
    found = np.zeros((kinds.sizes.size, int(rows[1].max(initial=-1)) + 1), dtype=np.int64)
    found[_places(kinds, rows)] = 1
    return found


def _places(kinds: Kinds, rows: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return kind and part of each pair of ROWS, of one endpoint of each kind, each pair once."""
    end, part = rows
    is_first = np.zeros(kinds.of.size, dtype=np.bool_)
    is_first[kinds.first] = True
    taken = is_first[end]
    return kinds.of[end[taken]], part[taken]


def _kept(lost: Flags, weight: Floats, count: Ints, now: csr_array | Ints, members: Ints) -> Flags:
    """Of MEMBERS, which lose one another as LOST says, the heaviest of whom none loses another."""
    size = members.size
    if size <= _EXACT:
        chosen = _heaviest(lost, weight, count)
        return np.array([bool(chosen >> place & 1) for place in range(size)], dtype=np.bool_)
    # One part after the other, the heaviest first, with whom else can stay: exact where the parts share nobody.
    full = now.toarray() if isinstance(now, csr_array) else now
    on_part = np.asarray(full, dtype=np.int64)[members]
    heavy = np.argsort(-(on_part.T @ weight), kind="stable")[:_STARTS]
    by_weight = np.argsort(-weight, kind="stable").tolist()
    best, most = np.zeros(size, dtype=np.bool_), -1.0
    for part in heavy.tolist():
        kept: Flags = np.greater(on_part[:, part], 0)
        blocked: Flags = np.asarray(lost[kept].any(axis=0), dtype=np.bool_)
        for place in by_weight:
            if not kept[place] and not blocked[place]:
                kept[place] = True
                blocked |= lost[place]
        if float(weight[kept].sum()) > most:
            best, most = kept, float(weight[kept].sum())
    return best


def _heaviest(lost: Flags, weight: Floats, count: Ints) -> int:
    """The heaviest set, as bits, of which no two lose each other; of equal ones that with the most endpoints."""
    size = weight.size
    # Row PLACE as bits: which others cannot stand with it.
    bits = [sum(1 << other for other in np.flatnonzero(lost[place]).tolist()) for place in range(size)]
    worth = [(float(weight[place]), int(count[place])) for place in range(size)]

    @cache
    # Branches on the place with the most conflicts: without it or with it. A set without conflicts stays whole.
    def best(left: int) -> tuple[float, int, int]:
        places = [place for place in range(size) if left >> place & 1]
        hub = max(places, key=lambda place: (bits[place] & left).bit_count(), default=-1)
        if hub < 0 or not bits[hub] & left:
            return sum(worth[place][0] for place in places), sum(worth[place][1] for place in places), left
        without = best(left & ~(1 << hub))
        taken = best(left & ~bits[hub] & ~(1 << hub))
        taken = taken[0] + worth[hub][0], taken[1] + worth[hub][1], taken[2] | 1 << hub
        return max(taken, without)

    return best((1 << size) - 1)[2]
