"""Matching of two graphs whose nodes are called differently and that are nearly the same.

Nodes are told apart by colour refinement: two have one colour as long as they have as many neighbours of each colour
(B. Weisfeiler, A. Leman, "The reduction of a graph to canonical form", 1968). A colour that one node of either graph
has is a match. Where colours tell no more, the neighbours that are matched already vote: this also carries over faults,
which a colour does not. What even votes leave open are nodes that stand for each other; they are paired in the order of
their names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

_ROUNDS: Final = 12
_PASSES: Final = 10
_TRIED: Final = 8
_MOST_STEPS: Final = 20_000_000
"""Looks at a neighbour, in all: some seconds. What is not matched by then stays open."""


class Graph:
    """A graph of devices with cables.

    Attributes:
        kinds: By device; "" fits any.
        near: Neighbours of each device with the ports of each cable, (own, theirs).
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = dict(kinds)
        self.near: dict[str, dict[str, list[tuple[str, str]]]] = {name: {} for name in kinds}

    def join(self, a: str, a_port: str, b: str, b_port: str) -> None:
        """Take in a cable; one to a device that is not there is left out."""
        if a in self.near and b in self.near:
            self.near[a].setdefault(b, []).append((a_port, b_port))
            self.near[b].setdefault(a, []).append((b_port, a_port))


def matched_by_structure(found: Graph, drawn: Graph, known: Mapping[str, str]) -> dict[str, str]:
    """Return which device of DRAWN each of FOUND is, beyond those KNOWN; what nothing tells is left out."""
    search = _Search(found, drawn, known)
    while search.more():
        if not (search.by_colour() or search.by_votes() or search.seed()):
            break
    search.improve()
    return {name: device for name, device in search.matched.items() if name not in known}


class _Search:
    """Matched devices of two graphs, more of them with each step."""

    def __init__(self, found: Graph, drawn: Graph, known: Mapping[str, str]) -> None:
        self._found, self._drawn = found, drawn
        self.matched = dict(known)
        self._open = dict.fromkeys(sorted((name for name in found.kinds if name not in known), key=_natural))
        taken = set(known.values())
        self._free = dict.fromkeys(name for name in drawn.kinds if name not in taken)
        told = all(found.kinds[name] for name in found.kinds)
        self._kinds = told and all(drawn.kinds.values())
        self._steps = 0
        self._known = frozenset(known)
        self._classes: dict[int, tuple[list[str], list[str]]] = {}

    def more(self) -> bool:
        """Return True while there is something to match, and time."""
        return bool(self._open and self._free) and self._steps < _MOST_STEPS

    def _take(self, name: str, device: str) -> None:
        self.matched[name] = device
        del self._open[name]
        del self._free[device]

    def by_colour(self) -> bool:
        """Match what has a colour of its own in both graphs."""
        ours, theirs = self._colours()
        both: dict[int, tuple[list[str], list[str]]] = {}
        for name in self._open:
            both.setdefault(ours[name], ([], []))[0].append(name)
        for name in self._free:
            both.setdefault(theirs[name], ([], []))[1].append(name)
        self._classes = both
        single = [(a[0], b[0]) for a, b in both.values() if len(a) == len(b) == 1]
        for name, device in single:
            self._take(name, device)
        return bool(single)

    def _colours(self) -> tuple[dict[str, int], dict[str, int]]:
        """Colours of all devices of both graphs, by numbers that mean the same in both."""
        numbers: dict[object, int] = {}

        def number(key: object) -> int:
            return numbers.setdefault(key, len(numbers))

        by_device = {device: name for name, device in self.matched.items()}
        ours = {
            name: number(("is", self.matched[name]) if name in self.matched else self._kind(self._found, name))
            for name in self._found.kinds
        }
        theirs = {
            name: number(("is", name) if name in by_device else self._kind(self._drawn, name))
            for name in self._drawn.kinds
        }
        before = 0
        for turn in range(_ROUNDS):
            ours, theirs = (
                {
                    name: colours[name]
                    if name in fixed
                    else number(
                        (turn, colours[name], tuple(sorted((colours[n], len(c)) for n, c in graph.near[name].items())))
                    )
                    for name in graph.kinds
                }
                for graph, colours, fixed in ((self._found, ours, self.matched), (self._drawn, theirs, by_device))
            )
            self._steps += sum(map(len, self._found.near.values())) + sum(map(len, self._drawn.near.values()))
            count = len({*ours.values(), *theirs.values()})
            if count == before:
                break
            before = count
        return ours, theirs

    def _kind(self, graph: Graph, name: str) -> tuple[str, str]:
        return ("kind", graph.kinds[name] if self._kinds else "")

    def _fits(self, name: str, device: str) -> bool:
        kinds = self._found.kinds[name], self._drawn.kinds[device]
        return kinds[0] == kinds[1] or not all(kinds)

    def by_votes(self) -> bool:
        """Match what the neighbours that are matched agree on."""
        ballots = {name: votes for name in self._open if (votes := self._votes(name))}
        if not ballots:
            return False
        wanted: dict[str, Counter[str]] = {}
        for name, votes in ballots.items():
            for device, weight in votes.items():
                wanted.setdefault(device, Counter())[name] = weight
        sure: list[tuple[str, str]] = []
        tied: dict[tuple[str, ...], list[str]] = {}
        for name, votes in ballots.items():
            best = _best(votes)
            if len(best) == 1 and _best(wanted[best[0]]) == [name]:
                sure.append((name, best[0]))
            else:
                tied.setdefault(tuple(sorted(best)), []).append(name)
        for name, device in sure:
            self._take(name, device)
        if sure:
            return True
        # Devices between which no neighbour tells a difference stand for each other, as far as they do for all.
        strongest = max(tied, key=lambda devices: max(max(ballots[name].values()) for name in tied[devices]))
        devices = [device for device in self._free if device in set(strongest)]
        names = tied[strongest]
        alike = len(names) <= len(devices) and not any(other in self._found.near[names[0]] for other in names[1:])
        pairs = list(zip(names, devices, strict=False)) if alike else [(names[0], devices[0])]
        for name, device in pairs:
            self._take(name, device)
        return True

    def _votes(self, name: str) -> Counter[str]:
        """Votes for each drawn device that is free and that NAME may be, as `_all_votes` counts them."""
        votes = self._all_votes(name)
        return Counter({one: count for one, count in votes.items() if one in self._free and self._fits(name, one)})

    def improve(self) -> None:
        """Exchange matches of two devices as long as more cables agree by it; a fault may have led the votes astray."""
        holder = {device: name for name, device in self.matched.items()}
        for _ in range(_PASSES):
            better = False
            for name in self._found.kinds:
                device = self.matched.get(name)
                if device is None or name in self._known or self._steps > _MOST_STEPS:
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

    def _all_votes(self, name: str) -> Counter[str]:
        """Votes for each drawn device, matched ones too: two for each cable that would agree, one for its port."""
        votes: Counter[str] = Counter()
        for neighbour, cables in self._found.near[name].items():
            place = self.matched.get(neighbour)
            if place is None or place not in self._drawn.near:
                continue
            ports = {theirs for _, theirs in cables if theirs}
            for device, drawn in self._drawn.near[place].items():
                self._steps += 1
                votes[device] += 2 * min(len(cables), len(drawn)) + sum(own in ports for own, _ in drawn)
        return votes

    def seed(self) -> bool:
        """Match the first of the smallest class that both graphs have alike, where nothing is matched near by."""
        classes = [(a, b) for a, b in self._classes.values() if a and b]
        if not classes:
            pairs = [(name, device) for name in self._open for device in self._free if self._fits(name, device)][
                :200_000
            ]
            if not pairs:
                return False
            name, device = min(
                pairs, key=lambda pair: abs(len(self._found.near[pair[0]]) - len(self._drawn.near[pair[1]]))
            )
        else:
            ours, theirs = min(classes, key=lambda one: (len(one[0]) != len(one[1]), len(one[0])))
            name, device = ours[0], theirs[0]
        self._take(name, device)
        return True


def _best(votes: Mapping[str, int]) -> list[str]:
    most = max(votes.values())
    return [name for name, weight in votes.items() if weight == most]


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """NAME as a key by which leaf-2 comes before leaf-10."""
    pieces: Iterable[str] = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(piece), "") if piece.isdecimal() and len(piece) < 16 else (-1, piece) for piece in pieces)
