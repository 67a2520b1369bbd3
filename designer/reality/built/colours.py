"""Colour refinement of graphs: nodes of one colour have as many neighbours of each colour.

B. Weisfeiler, A. Leman, "The reduction of a graph to canonical form", 1968. After r rounds two nodes have one colour as
far as nothing within r steps of them tells them apart, so that early rounds are blind to what is further away.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 12
_Hashes = NDArray[np.uint64]
_Colours = NDArray[np.int64]


class Cabling:
    """Graphs side by side as arrays, to be coloured together.

    Attributes:
        names: Nodes of all graphs, in order: those of the first, then those of the second, and so on.
        ends: Places in `names` of both ends of each cable, each cable once in either direction, shape (2, n).
        labels: A hash of the ports of each, own and far; 0 where none is told.
        steps: Work of one round, as looks at a neighbour.
    """

    def __init__(self, graphs: Sequence[Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]], *, ports: bool) -> None:
        self.names = [(number, name) for number, graph in enumerate(graphs) for name in graph]
        place = {name: index for index, name in enumerate(self.names)}
        starts: list[int] = []
        stops: list[int] = []
        labels: list[int] = []
        known: dict[tuple[str, str], int] = {("", ""): 0}
        for number, graph in enumerate(graphs):
            for name, near in graph.items():
                here = place[number, name]
                for other, cables in near.items():
                    there = place[number, other]
                    for pair in cables:
                        starts.append(here)
                        stops.append(there)
                        labels.append(known.setdefault(pair, len(known)) if ports else 0)
        self.ends = np.array([starts, stops], dtype=np.int64).reshape(2, -1)
        self.labels = _mixed(np.array(labels, dtype=np.uint64))
        self.steps = len(starts)

    def rounds(self, start: _Colours, most: int = ROUNDS) -> Iterator[_Colours]:
        """Yield the colours after each round, from START on, until they tell no more; shape (names,).

        Colours are numbers from 0 that mean the same in all graphs of one round.
        """
        colours, count = start, len(np.unique(start))
        for _ in range(most):
            # (cables,) what each end sees at the other one; summed, as the order of neighbours means nothing.
            seen = _mixed(colours[self.ends[1]].astype(np.uint64) ^ self.labels)
            sums = np.zeros(len(colours), dtype=np.uint64)
            np.add.at(sums, self.ends[0], seen)
            # A factor keeps what a node is apart from what it sees.
            own = _mixed(colours.astype(np.uint64)) * np.uint64(31)
            colours = np.unique(_mixed(sums + own), return_inverse=True)[1]
            yield colours
            # No colour fell apart: none will in any later round either.
            before, count = count, int(colours.max(initial=-1)) + 1
            if count == before:
                return


def _mixed(values: _Hashes) -> _Hashes:
    """Return VALUES mixed so that sums of different ones differ.

    It is the finaliser of SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators", 2014).
    """
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
