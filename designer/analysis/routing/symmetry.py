"""Symmetry of a fabric: permutations of its vertices that change nothing, each one verified.

Fabrics are drawn in turns: copies of pods, rows and layers of a torus, groups of a dragonfly. So the candidates are
turns of the design order: the vertices of one colour, in order, are taken as `outer` blocks of `turns` equal parts,
and every part moves to the place of the next. A candidate counts only if it maps every edge to one with as many
cables, and every vertex to one that sends and receives as much: colours alone prove nothing, since refinement cannot
tell regular graphs apart (METHOD_CUTS 3.1 and 3.2; B. Weisfeiler, A. Leman 1968).
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.sparse import connected_components, coo_array, csr_array
from designer.model.records import Arrays

_Words = NDArray[np.uint64]

_MOST_COLOURS: Final = 48
"""With more colours than this a fabric is drawn too unevenly for turns of its order."""
_MOST_ROUNDS: Final = 64
_MOST_LOOKS: Final = 4_000
_MOST_PROOFS: Final = 6
"""Turns of a colour that are looked at for one fabric, and full proofs that are tried for one turn."""
_SAMPLE: Final = 48
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


class Orbits(Arrays, frozen=True):
    """Sets of vertices and arcs that can be turned into each other.

    Attributes:
        vertex: Per merged vertex, the number of its orbit.
        arc: Per edge from its u to its v, and then per edge from its v to its u, the number of its orbit.
    """

    vertex: Ints
    arc: Ints

    def even(self, up: Floats, down: Floats) -> tuple[Floats, Floats]:
        """Return UP and DOWN, per group and edge, with the sum of each orbit of arcs evenly on all its arcs."""
        edges = up.shape[1]
        size = np.bincount(self.arc).astype(np.float64)
        both = np.concatenate([up, down], axis=1)
        # Alike arcs carry the same when all traffic is laid: the mean of the orbit.
        for row in both:
            row[:] = (np.bincount(self.arc, weights=row, minlength=size.size) / size)[self.arc]
        return both[:, :edges], both[:, edges:]


def orbits_of(network: Grouped, weights: Floats) -> Orbits | None:
    """Return the orbits of NETWORK under verified turns; None where none is found.

    Args:
        network: The fabric, with alike copies merged.
        weights: (rows, vertices): numbers of each vertex that a permutation must keep.
    """
    search = _Search(network, weights)
    generators = list(search.generators())
    if not generators:
        return None
    size, edges = network.size, network.u.size
    vertex = _components(size, [(np.arange(size), turned) for turned, _ in generators])
    moves: list[tuple[Ints, Ints]] = []
    for turned, edge in generators:
        # An edge whose ends change their order is gone through the other way round.
        flipped = turned[network.u] > turned[network.v]
        up = np.where(flipped, edge + edges, edge)
        moves.append((np.arange(2 * edges), np.concatenate([up, np.where(flipped, edge, edge + edges)])))
    return Orbits(vertex, _components(2 * edges, moves))


def _components(size: int, moves: list[tuple[Ints, Ints]]) -> Ints:
    """The number of the set of each of SIZE things that MOVES take into each other."""
    # Things that a move takes into each other are in one set; the sets are connected components.
    start, end = (np.concatenate([move[n] for move in moves]) for n in (0, 1))
    moved = start != end
    joined = coo_array((np.ones(int(moved.sum()), np.int8), (start[moved], end[moved])), shape=(size, size))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)


class _Search:
    """The search for turns of one fabric.

    What hangs on a single switch and passes nothing on follows that switch; all other vertices make up the core.
    """

    def __init__(self, network: Grouped, weights: Floats) -> None:
        self.network = network
        size = network.size
        self.weights = np.concatenate([weights, network.members[None, :], network.forwards[None, :]]).astype(np.float64)
        degree = np.bincount(network.u, minlength=size) + np.bincount(network.v, minlength=size)
        # Hanging vertices, the switch of each, and the cables to it.
        self.hangs = (degree == 1) & ~network.forwards
        u_hangs, v_hangs = self.hangs[network.u], self.hangs[network.v]
        self.hangs[network.u[u_hangs & v_hangs]] = self.hangs[network.v[u_hangs & v_hangs]] = False
        u_hangs, v_hangs = self.hangs[network.u], self.hangs[network.v]
        self.holder = np.full(size, -1, dtype=np.int64)
        self.holder[network.u[u_hangs]] = network.v[u_hangs]
        self.holder[network.v[v_hangs]] = network.u[v_hangs]
        self.access = np.zeros(size)
        self.access[network.u[u_hangs]] = network.cables[u_hangs]
        self.access[network.v[v_hangs]] = network.cables[v_hangs]
        self.keys = network.u * size + network.v
        inner = ~u_hangs & ~v_hangs
        # Both directions of every edge of the core, in order of their start.
        self.tail = np.concatenate([network.u[inner], network.v[inner]])
        self.head = np.concatenate([network.v[inner], network.u[inner]])
        self.cables = np.tile(network.cables[inner], 2)

    def generators(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield verified permutations, as the new vertex of each vertex and the new edge of each edge."""
        colour = self._colours()
        if colour is None:
            return
        size = self.network.size
        self.colour = colour
        count = int(colour.max(initial=-1)) + 1
        self.classes = [np.flatnonzero(colour == n) for n in range(count)]
        self.samples, self.near = self._samples(count)
        label = np.arange(size)
        self.looks = 0
        for first in sorted(range(count), key=lambda n: -self.classes[n].size):
            for outer, turns in _shapes(self.classes[first].size):
                members = self.classes[first]
                # Every part to the place of the next; where that joins nothing new, a longer turn has covered it
                # already.
                moved = _turned(members, outer, turns)
                if np.array_equal(label[members], label[moved]):
                    continue
                if self.looks > _MOST_LOOKS:
                    return
                found = self._extended(first, outer, turns)
                if found is not None:
                    yield found
                    label = _components(size, [(np.arange(size), label_start(label)), (np.arange(size), found[0])])
                    if np.all(label[members] == label[members[0]]):
                        break

    def _colours(self) -> Ints | None:
        """Colour the core by refinement from what its vertices weigh and what depends on them; None if too uneven."""
        size = self.network.size
        # Unsigned 64-bit sums wrap around on purpose: they are hashes.
        own = _hashed(self.weights)
        hanging = np.flatnonzero(self.hangs)
        hung = np.zeros(size, dtype=np.uint64)
        with np.errstate(over="ignore"):
            # What hangs on a vertex goes into its colour, so that machines need no rows of their own.
            np.add.at(hung, self.holder[hanging], _mixed(own[hanging] + _word(self.access[hanging])))
            colour = _mixed(own + _mixed(hung))
            core = np.flatnonzero(~self.hangs)
            around = csr_array(
                (_mixed(_word(self.cables)), (self.tail, self.head)), shape=(size, size), dtype=np.uint64
            )
            # Refinement: the colours around each vertex, weighted by cables, until no class splits any more.
            kinds = np.unique(colour[core]).size
            for _ in range(_MOST_ROUNDS):
                if kinds > _MOST_COLOURS:
                    return None
                colour = _mixed(colour + _mixed(np.asarray(around @ colour)))
                finer = np.unique(colour[core]).size
                if finer == kinds:
                    break
                kinds = finer
        if core.size == 0 or kinds > _MOST_COLOURS or kinds == core.size:
            return None
        found = np.full(size, -1, dtype=np.int64)
        found[core] = np.unique(colour[core], return_inverse=True)[1].ravel()
        return found

    def _samples(self, count: int) -> tuple[dict[tuple[int, int], Ints], list[list[int]]]:
        """Some arcs between any two colours, and the colours next to each."""
        # Arcs sorted by the colours at their ends; of each pair of colours a few at random.
        pair = self.colour[self.tail] * count + self.colour[self.head]
        order = np.argsort(pair, kind="stable")
        kinds, first, many = np.unique(pair[order], return_index=True, return_counts=True)
        samples: dict[tuple[int, int], Ints] = {}
        near: list[list[int]] = [[] for _ in range(count)]
        random = np.random.default_rng(1)
        for kind, start, number in zip(kinds.tolist(), first.tolist(), many.tolist(), strict=True):
            chosen = random.integers(0, number, _SAMPLE) if number > _SAMPLE else np.arange(number)
            a, b = divmod(kind, count)
            samples[a, b] = order[start + chosen]
            near[a].append(b)
        return samples, near

    def _extended(self, first: int, outer: int, turns: int) -> tuple[Ints, Ints] | None:
        """The turn of colour FIRST with turns of the other colours that make it change nothing; None without such."""
        turned = np.arange(self.network.size)
        turned[self.classes[first]] = _turned(self.classes[first], outer, turns)
        if not self._suits(turned, first, {first}):
            return None
        # The other colours in the order in which they are next to one that is settled.
        order = self._reached(first)
        proofs = 0

        def extend(place: int, done: set[int]) -> tuple[Ints, Ints] | None:
            nonlocal proofs
            if place == len(order):
                proofs += 1
                return self._proved(turned)
            colour = order[place]
            members = self.classes[colour]
            # Each colour stays, or turns with as many parts as the first; samples rule most choices out at once.
            for choice in (None, *(shape for shape in _shapes(members.size) if shape[1] == turns)):
                turned[members] = members if choice is None else _turned(members, *choice)
                if self.looks <= _MOST_LOOKS and self._suits(turned, colour, done | {colour}):
                    found = extend(place + 1, done | {colour})
                    # A whole proof looks at every edge: after a few that failed, this turn is given up.
                    if found is not None or proofs >= _MOST_PROOFS:
                        return found
            return None

        return extend(0, {first})

    def _reached(self, first: int) -> list[int]:
        """The other colours in order of their distance from FIRST."""
        order, seen = [first], {first}
        for colour in order:
            fresh = [other for other in self.near[colour] if other not in seen]
            seen.update(fresh)
            order.extend(fresh)
        # A turn leaves what it does not reach as it is.
        return order[1:]

    def _suits(self, turned: Ints, colour: int, done: set[int]) -> bool:
        """Return True when sampled arcs between COLOUR and those DONE go to arcs of as many cables."""
        self.looks += 1
        for other in self.near[colour]:
            if other in done:
                arcs = self.samples[colour, other]
                if not np.array_equal(
                    self._cables(turned[self.tail[arcs]], turned[self.head[arcs]]), self.cables[arcs]
                ):
                    return False
        return True

    def _cables(self, start: Ints, end: Ints) -> Floats:
        """The cables between each of START and of END; 0 where there are none."""
        # KEYS are those of the edges, lower vertex first, in order.
        wanted = np.minimum(start, end) * self.network.size + np.maximum(start, end)
        place = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
        return np.where(self.keys[place] == wanted, self.network.cables[place], 0.0)

    def _proved(self, core: Ints) -> tuple[Ints, Ints] | None:
        """CORE with what depends on it, and where each edge goes, if it maps the whole fabric on itself."""
        network, turned = self.network, core.copy()
        hanging = np.flatnonzero(self.hangs)
        if hanging.size:
            # What hangs on a switch goes to what weighs the same on the switch that this one goes to.
            kind = np.unique(np.stack([*self.weights[:, hanging], self.access[hanging]]), axis=1, return_inverse=True)
            kinds = kind[1].ravel()
            here = np.lexsort((hanging, kinds, self.holder[hanging]))
            back = np.empty(network.size, dtype=np.int64)
            back[core] = np.arange(network.size)
            there = np.lexsort((hanging, kinds, back[self.holder[hanging]]))
            turned[hanging[here]] = hanging[there]
        if not np.array_equal(self.weights[:, turned], self.weights):
            return None
        u, v = turned[network.u], turned[network.v]
        wanted = np.minimum(u, v) * network.size + np.maximum(u, v)
        edge = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
        if np.array_equal(self.keys[edge], wanted) and np.array_equal(network.cables[edge], network.cables):
            return turned, edge
        return None


def label_start(label: Ints) -> Ints:
    """Per place, the first place that has the same LABEL."""
    return np.unique(label, return_index=True)[1][np.unique(label, return_inverse=True)[1].ravel()]


def _shapes(size: int) -> list[tuple[int, int]]:
    """(outer blocks, turns) that SIZE places can be taken as, the most turns first."""
    # Divisors of the size, ascending.
    divisors = [n for n in range(1, int(size**0.5) + 1) if size % n == 0]
    divisors += [size // n for n in reversed(divisors) if n * n != size]
    return [
        (outer, turns) for turns in reversed(divisors) if turns > 1 for outer in divisors if size % (outer * turns) == 0
    ]


def _turned(members: Ints, outer: int, turns: int) -> Ints:
    """Return the images of MEMBERS when each of TURNS parts of each of OUTER blocks goes to the place of the next."""
    return np.roll(members.reshape(outer, turns, -1), -1, axis=1).ravel()


def _word(numbers: Floats) -> _Words:
    """The bits of NUMBERS."""
    return (np.ascontiguousarray(numbers, dtype=np.float64) + 0.0).view(np.uint64)


def _mixed(words: _Words) -> _Words:
    """WORDS with their bits mixed, so that sums of them tell what was added (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = (words + _ODD) * _MIX
        return (mixed ^ (mixed >> np.uint64(29))) * _ODD


def _hashed(rows: Floats) -> _Words:
    """One word for each column of ROWS."""
    found = np.zeros(rows.shape[1], dtype=np.uint64)
    with np.errstate(over="ignore"):
        for row in rows:
            found = _mixed(found + _word(row))
    return found
