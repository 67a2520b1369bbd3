"""Matching of two graphs whose nodes are called differently and that are nearly the same.

Nodes are told apart by colour refinement (`colours`). A colour that one node of either graph has is a match. Where
colours tell no more, the neighbours that are matched already vote: this also carries over faults, which a colour does
not (percolation from matched neighbours, as in E. Kazemi et al., "Growing a graph matching from a handful of seeds",
2015). What even votes leave open are nodes that stand for each other; they are paired in the order of their names.
"""

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from designer.model.records import RefusedInput
from designer.reality.built.colours import ROUNDS, Cabling

_PASSES: Final = 10
_TRIED: Final = 8
_MOST_STEPS: Final = 12_000_000
"""Looks at a neighbour, in all: ten seconds or so. What is not matched by then stays open."""
_ARRAY_SPEED: Final = 20
"""So many looks of a refinement, which are of whole arrays, take the time of one that is not."""
_TOLD_EACH: Final = 500
STOPPED: Final = "It was stopped."

Tell = Callable[[int, int], bool]
"""Called with how many devices are matched, of how many; the answer is whether to go on."""


class Fitting(NamedTuple):
    """A drawn device that a found one is, by its neighbours.

    Attributes:
        alike: How many drawn devices, itself among them, the drawing does not tell from it by neighbours and ports.
    """

    device: str
    alike: int


class Graph:
    """A graph of devices with cables.

    Attributes:
        kinds: By device; "" fits any.
        near: Neighbours of each device with the ports of each cable, (own, theirs).
        ports: Whether any port is told.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = dict(kinds)
        self.near: dict[str, dict[str, list[tuple[str, str]]]] = {name: {} for name in kinds}
        self.ports = False

    def join(self, a: str, a_port: str, b: str, b_port: str) -> None:
        """Take in a cable; one to a device that is not there is left out."""
        if a in self.near and b in self.near:
            self.near[a].setdefault(b, []).append((a_port, b_port))
            self.near[b].setdefault(a, []).append((b_port, a_port))
            self.ports = self.ports or bool(a_port or b_port)


def matched_by_structure(
    found: Graph, drawn: Graph, known: Mapping[str, str], tell: Tell | None = None
) -> tuple[dict[str, Fitting], bool]:
    """Return which device of DRAWN each of FOUND is, beyond those KNOWN, and whether the search came to its end.

    Args:
        found: What was found; what nothing tells is left out of the answer.
        drawn: What is drawn.
        known: Drawn devices of found ones that are sure.
        tell: Told how far it is.

    Raises:
        RefusedInput: TELL said not to go on.
    """
    search = _Search(found, drawn, known, tell)
    search.run()
    search.improve()
    alike = _alike(drawn, known, ports=found.ports)
    added = {name: Fitting(one, alike[one]) for name, one in search.matched.items() if name not in known}
    return added, search.has_time


def _alike(drawn: Graph, known: Mapping[str, str], *, ports: bool) -> dict[str, int]:
    """Count the devices of DRAWN that have the last colour of each; those that are KNOWN have one of their own."""
    cabling = Cabling([drawn.near], ports=ports)
    fixed = set(known.values())
    numbers: dict[object, int] = {}
    start = [
        numbers.setdefault(name if name in fixed else ("kind", drawn.kinds[name]), len(numbers))
        for _, name in cabling.names
    ]
    colours = np.array(start, dtype=np.int64)
    for after in cabling.rounds(colours, 4 * ROUNDS):
        colours = after
    sizes = np.bincount(colours)[colours] if len(colours) else colours
    return {name: int(size) for (_, name), size in zip(cabling.names, sizes, strict=True)}


class _Best(NamedTuple):
    """The drawn devices that most votes for a found one are for, and how many."""

    weight: int
    devices: tuple[str, ...]


class _Search:
    """Matched devices of two graphs, more of them with each step."""

    def __init__(self, found: Graph, drawn: Graph, known: Mapping[str, str], tell: Tell | None) -> None:
        self._found, self._drawn, self._tell = found, drawn, tell
        self.matched: dict[str, str] = {}
        self._open = dict.fromkeys(sorted(found.kinds, key=_natural))
        self._order = {name: place for place, name in enumerate(self._open)}
        self._free = dict.fromkeys(drawn.kinds)
        told = all(found.kinds.values())
        self._kinds = told and all(drawn.kinds.values())
        self._steps = 0
        self._known = frozenset(known)
        # Votes of each open name for each free device, and the same from the other side.
        self._votes: dict[str, dict[str, int]] = {}
        self._wanted: dict[str, dict[str, int]] = {}
        self._best: dict[str, _Best] = {}
        self._dirty: dict[str, None] = {}
        self._heap: list[tuple[int, int, str]] = []
        graphs = [found.near, drawn.near]
        self._cabling = Cabling(graphs, ports=False)
        self._ported = Cabling(graphs, ports=True) if found.ports else None
        self._classes: list[tuple[list[str], list[str]]] = []
        self._deep: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._refined = -1
        for name, device in known.items():
            if name in self._open and device in self._free:
                self._take(name, device)
            else:
                self.matched[name] = device

    @property
    def has_time(self) -> bool:
        """Return True as long as the search is within its bound."""
        return self._steps < _MOST_STEPS

    def run(self) -> None:
        """Match what can be matched: by colours, by votes, by what stands for each other, from one on a new place."""
        self.by_colour()
        while self._open and self._free and self.has_time:
            if self._by_sure_votes() or self._by_colour_anew() or self._by_tie() or self._seed():
                continue
            return

    def _take(self, name: str, device: str) -> None:
        """Match NAME with DEVICE; what is joined to both gets votes for each other."""
        self.matched[name] = device
        del self._open[name]
        del self._free[device]
        for other in self._votes.pop(name, ()):
            self._wanted[other].pop(name, None)
            # Who else wants that device may be the only one now.
            self._dirty.update(dict.fromkeys(self._wanted[other]))
        self._best.pop(name, None)
        for other in self._wanted.pop(device, ()):
            del self._votes[other][device]
            self._dirty[other] = None
        if self._tell is not None and len(self.matched) % _TOLD_EACH == 0:
            self._report()
        # Only what is still open gets votes: what is matched has its device, and no other device is free for it.
        drawn = [(one, cables) for one, cables in self._drawn.near.get(device, {}).items() if one in self._free]
        for neighbour, cables in self._found.near[name].items():
            if neighbour not in self._open:
                continue
            ports = {own for own, _ in cables if own}
            votes = self._votes.setdefault(neighbour, {})
            self._steps += len(drawn)
            for one, there in drawn:
                if self._fits(neighbour, one):
                    weight = 2 * min(len(cables), len(there)) + sum(own in ports for own, _ in there)
                    votes[one] = self._wanted.setdefault(one, {})[neighbour] = votes.get(one, 0) + weight
            self._dirty[neighbour] = None

    def _report(self) -> None:
        whole = min(len(self._found.kinds), len(self._drawn.kinds))
        if self._tell is not None and not self._tell(len(self.matched), whole):
            raise RefusedInput(STOPPED)

    # Colours.

    def by_colour(self) -> bool:
        """Match what has a colour of its own in both graphs, the latest round first: it has seen the most."""
        self._report()
        # Ports tell more, where the numbers of both sides are the same.
        taken = self._by_rounds(self._ported)[1] if self._ported is not None else 0
        rounds, more = self._by_rounds(self._cabling)
        self._refined = len(self.matched)
        count = len(self._found.kinds)
        names = self._cabling.names
        self._deep = (
            {name: int(colour) for (_, name), colour in zip(names[:count], rounds[-1][:count], strict=True)},
            {name: int(colour) for (_, name), colour in zip(names[count:], rounds[-1][count:], strict=True)},
        )
        return bool(taken + more)

    def _by_rounds(self, cabling: Cabling) -> tuple[list[NDArray[np.int64]], int]:
        """Match by the rounds of colours of CABLING, and return these with how many were matched."""
        rounds = [self._start()]
        rounds += cabling.rounds(rounds[0])
        self._steps += cabling.steps * len(rounds) // _ARRAY_SPEED
        count, names = len(self._found.kinds), cabling.names
        taken = 0
        for colours in reversed(rounds):
            for place, other in _single_pairs(colours, count):
                name, device = names[place][1], names[other][1]
                if name in self._open and device in self._free and self._fits(name, device):
                    self._take(name, device)
                    taken += 1
        return rounds, taken

    def _by_colour_anew(self) -> bool:
        """Colour anew where more is matched than at the last time; of a large graph only after much more of it."""
        new = len(self.matched) - self._refined
        much = self._cabling.steps * ROUNDS // _ARRAY_SPEED // 200
        return new > much and self.by_colour()

    def _start(self) -> NDArray[np.int64]:
        """Colours to begin with: one for each match, else one for each kind."""
        numbers: dict[object, int] = {}
        taken = set(self.matched.values())
        found = [
            ("is", self.matched[name]) if name in self.matched else self._kind(self._found, name)
            for name in self._found.kinds
        ]
        drawn = [("is", name) if name in taken else self._kind(self._drawn, name) for name in self._drawn.kinds]
        return np.array([numbers.setdefault(key, len(numbers)) for key in (*found, *drawn)], dtype=np.int64)

    def _kind(self, graph: Graph, name: str) -> tuple[str, str]:
        return ("kind", graph.kinds[name] if self._kinds else "")

    def _fits(self, name: str, device: str) -> bool:
        kinds = self._found.kinds[name], self._drawn.kinds[device]
        return kinds[0] == kinds[1] or not all(kinds)

    # Votes.

    def _by_sure_votes(self) -> bool:
        """Match those that want each other more than any other, all at once; the answer is whether there were any."""
        dirty, self._dirty = self._dirty, {}
        for name in dirty:
            self._best.pop(name, None)
        names = [name for name in dirty if name in self._open and self._votes.get(name)]
        for name in names:
            votes = self._votes[name]
            self._steps += len(votes)
            most = max(votes.values())
            best = _Best(most, tuple(sorted(device for device, weight in votes.items() if weight == most)))
            self._best[name] = best
            heapq.heappush(self._heap, (-most, self._order[name], name))
        # All are weighed up before the first is matched, so that the order of names decides nothing.
        sure: list[tuple[str, str]] = []
        for name in names:
            best = self._best[name]
            if len(best.devices) == 1 and self._wants_most(best.devices[0]) == [name]:
                sure.append((name, best.devices[0]))
        for name, device in sure:
            if name in self._open and device in self._free:
                self._take(name, device)
        return bool(sure)

    def _wants_most(self, device: str) -> list[str]:
        wanted = self._wanted.get(device, {})
        self._steps += len(wanted)
        most = max(wanted.values(), default=0)
        return [name for name, weight in wanted.items() if weight == most]

    def _by_tie(self) -> bool:
        """Match the strongest of what votes leave even: devices between which no neighbour tells a difference."""
        while self._heap:
            # What is on the heap may be long out of date: only what is still so counts.
            weight, _, name = heapq.heappop(self._heap)
            best = self._best.get(name)
            if best is None or name not in self._open or best.weight != -weight:
                continue
            even = [
                one
                for one in sorted(self._wanted[best.devices[0]], key=self._order.__getitem__)
                if self._best.get(one) == best
            ]
            devices = self._alike_devices(name, best)
            # Those with the very same neighbours stand for each other whatever comes; of others one alone is taken,
            # as it may say which the next one is.
            near = self._found.near[name].keys()
            twins = [one for one in even if one == name or self._found.near[one].keys() == near]
            if len(twins) > len(devices):
                twins = [name]
            for one, device in zip(twins, devices, strict=False):
                self._take(one, device)
            return True
        return False

    def _alike_devices(self, name: str, best: _Best) -> list[str]:
        """The devices of BEST, in design order, those of the colour of NAME where there are any, first."""
        colour = self._deep[0].get(name)
        chosen = set(best.devices)
        ordered = best.devices if len(chosen) < 2 else tuple(one for one in self._free if one in chosen)
        same = [one for one in ordered if self._deep[1].get(one) == colour]
        return same or list(ordered)

    def _seed(self) -> bool:
        """Match the first of the smallest class that both graphs have alike, where nothing is matched near by."""
        both: dict[int, tuple[list[str], list[str]]] = {}
        for name in self._open:
            both.setdefault(self._deep[0][name], ([], []))[0].append(name)
        for device in self._free:
            both.setdefault(self._deep[1][device], ([], []))[1].append(device)
        self._steps += len(self._open) + len(self._free)
        classes = [(a, b) for a, b in both.values() if a and b and self._fits(a[0], b[0])]
        if classes:
            # As many on both sides come first: there, either pairing is as right as the other.
            ours, theirs = min(classes, key=lambda one: (len(one[0]) != len(one[1]), len(one[0])))
            lone = not any(self._found.near[name] for name in ours)
            pairs = list(zip(ours, theirs, strict=False)) if lone else [(ours[0], theirs[0])]
        else:
            pairs = self._nearest_pair()
        for name, device in pairs:
            self._take(name, device)
        return bool(pairs)

    def _nearest_pair(self) -> list[tuple[str, str]]:
        """The first open name with the free device whose number of neighbours comes nearest; none where none fits."""
        for name in self._open:
            size = len(self._found.near[name])
            fitting = [device for device in self._free if self._fits(name, device)]
            self._steps += len(self._free)
            if fitting:
                return [(name, min(fitting, key=lambda device: abs(size - len(self._drawn.near[device]))))]
        return []

    # What was matched, looked at again.

    def improve(self) -> None:
        """Exchange matches of two devices as long as more cables agree by it; a fault may have led the votes astray."""
        holder = {device: name for name, device in self.matched.items()}
        bound = self._steps + _MOST_STEPS // 2
        for _ in range(_PASSES):
            better = False
            for name in self._found.kinds:
                device = self.matched.get(name)
                if device is None or name in self._known or self._steps > bound or self._all_agree(name, device):
                    continue
                votes = self._all_votes(name)
                here = votes[device]
                for other, weight in votes.most_common(_TRIED):
                    # It must win for itself before what the other loses counts.
                    if weight <= here or not self._fits(name, other):
                        break
                    second = holder.get(other)
                    if second in self._known:
                        continue
                    if second is not None:
                        theirs = self._all_votes(second)
                        if not self._fits(second, device) or weight + theirs[device] <= here + theirs[other]:
                            continue
                    self.matched[name], holder[other] = other, name
                    if second is not None:
                        self.matched[second], holder[device] = device, second
                    else:
                        del holder[device]
                    better = True
                    break
            if not better:
                return

    def _all_agree(self, name: str, device: str) -> bool:
        """Return True when each cable of NAME goes where DEVICE is joined, in the same ports as far as any are told."""
        near = self._drawn.near.get(device, {})
        self._steps += len(near)
        for neighbour, cables in self._found.near[name].items():
            drawn = near.get(self.matched.get(neighbour, ""))
            if drawn is None or len(drawn) < len(cables):
                return False
            theirs = {other for _, other in drawn}
            if any(other and other not in theirs for _, other in cables):
                return False
        return True

    def _all_votes(self, name: str) -> Counter[str]:
        """Votes for each drawn device, matched ones too: two for each cable that would agree, one for its port."""
        votes: Counter[str] = Counter()
        for neighbour, cables in self._found.near[name].items():
            place = self.matched.get(neighbour)
            if place is None or place not in self._drawn.near:
                continue
            ports = {theirs for _, theirs in cables if theirs}
            self._steps += len(self._drawn.near[place])
            for device, drawn in self._drawn.near[place].items():
                votes[device] += 2 * min(len(cables), len(drawn)) + sum(own in ports for own, _ in drawn)
        return votes


def _single_pairs(colours: NDArray[np.int64], count: int) -> list[tuple[int, int]]:
    """Places of those that alone have their colour among the first COUNT and among the others."""
    most = int(colours.max(initial=-1)) + 1
    ours, theirs = colours[:count], colours[count:]
    single = (np.bincount(ours, minlength=most) == 1) & (np.bincount(theirs, minlength=most) == 1)
    # (colours,) the place of the last of each colour: of a single one its only one.
    first, second = np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.int64)
    first[ours], second[theirs] = np.arange(count), np.arange(count, len(colours))
    return [(int(first[one]), int(second[one])) for one in np.flatnonzero(single)]


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """NAME as a key by which leaf-2 comes before leaf-10."""
    pieces: Iterable[str] = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(piece), "") if piece.isdecimal() and len(piece) < 16 else (-1, piece) for piece in pieces)
