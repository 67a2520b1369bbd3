"""Cables whose ends are exchanged among each other, out of those that are missing and those that are extra.

Where every port is told, missing and extra cables are two matchings of the same ports: together they fall apart into
ways and circles on which missing and extra cables take turns. A circle is an exchange: as many cables, other partners.
Where a port is not told, any port of that device will do, and the shortest circles are taken first.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from designer.reality.built.ports import Plug

_LONGEST: Final = 6
"""Cables of one exchange: more would be a recabling, and read better one by one."""
_MOST_STEPS: Final = 3_000_000
_MOST_OF_ONE: Final = 64
"""Circles that are looked at of those that begin with one cable."""
_MOST_LOOKS: Final = 3_000
_MOST_SEARCHED: Final = 150


class Loose(NamedTuple):
    """A cable that agrees with none of the other side; a plug without a port may be any of its device."""

    a: Plug
    b: Plug


class Exchange(NamedTuple):
    """Drawn cables with exchanged ends, and the found ones that stand in their place.

    Attributes:
        alike: Whether each keeps its first end and got the second one of another, as when plugs of one switch or rack
            are exchanged; what else comes to the same is less likely.
    """

    drawn: tuple[int, ...]
    found: tuple[int, ...]
    alike: bool = True


def exchanges(drawn: Mapping[int, Loose], found: Mapping[int, Loose]) -> list[Exchange]:
    """Return the exchanges among the DRAWN cables that were not found and the FOUND ones that are not drawn.

    Args:
        drawn: Both plugs of each, by a number.
        found: The same; of these a plug may have no port.
    """
    search = _Search(drawn, found)
    # Short circles first, and of each length those where ports tell before those where only devices do.
    for length in range(2, _LONGEST + 1):
        for certain in (True, False):
            search.take_all(length, certain=certain)
    return search.taken


class _Search:
    """Circles of cables, each cable in one at most."""

    def __init__(self, drawn: Mapping[int, Loose], found: Mapping[int, Loose]) -> None:
        self._drawn, self._found = drawn, found
        self._drawn_at: dict[str, dict[int, None]] = {}
        self._found_at: dict[str, dict[int, None]] = {}
        for table, cables in ((self._drawn_at, drawn), (self._found_at, found)):
            for number, cable in cables.items():
                for plug in cable:
                    table.setdefault(plug[0], {})[number] = None
        self._used_drawn: set[int] = set()
        self._used_found: set[int] = set()
        self._steps = 0
        self.taken: list[Exchange] = []

    def take_all(self, length: int, *, certain: bool) -> None:
        """Take as many circles of LENGTH drawn cables as there is room for; with CERTAIN those that ports bear out."""
        circles: dict[tuple[frozenset[int], frozenset[int]], Exchange] = {}
        for start, cable in self._drawn.items():
            if start in self._used_drawn or self._steps > _MOST_STEPS:
                continue
            for circle in islice(self._circles(cable, [start], [], cable.b, length, certain, alike=True), _MOST_OF_ONE):
                key = frozenset(circle.drawn), frozenset(circle.found)
                if circle.alike or key not in circles:
                    circles[key] = circle
        for circle in _packed(list(circles.values())):
            self._used_drawn.update(circle.drawn)
            self._used_found.update(circle.found)
            self.taken.append(circle)

    def _circles(
        self,
        first: Loose,
        drawn: list[int],
        found: list[int],
        here: Plug,
        length: int,
        certain: bool,
        *,
        alike: bool,
    ) -> Iterator[Exchange]:
        """Yield circles that begin with the drawn cable FIRST and have come to the plug HERE of the last one."""
        for number in self._found_at.get(here[0], ()):
            self._steps += 1
            if number in self._used_found or number in found:
                continue
            for near, far in _both_ways(self._found[number]):
                if not _meet(here, near, certain):
                    continue
                if len(drawn) == length:
                    # The last found cable closes the circle at the plug where the first drawn one began.
                    if _meet(first.a, far, certain):
                        yield Exchange(tuple(drawn), (*found, number), alike)
                    continue
                for after in self._drawn_at.get(far[0], ()):
                    self._steps += 1
                    if after in self._used_drawn or after in drawn or self._steps > _MOST_STEPS:
                        continue
                    for start, end in _both_ways(self._drawn[after]):
                        if _meet(start, far, certain):
                            kept = alike and start == self._drawn[after].a
                            ways = [*drawn, after], [*found, number]
                            yield from self._circles(first, *ways, end, length, certain, alike=kept)


def _both_ways(cable: Loose) -> Iterator[tuple[Plug, Plug]]:
    yield cable.a, cable.b
    yield cable.b, cable.a


def _meet(drawn: Plug, found: Plug, certain: bool) -> bool:
    """Return True when a found plug may be the DRAWN one; with CERTAIN only where its port says so."""
    if drawn[0] != found[0]:
        return False
    return drawn == found or (not certain and not found[2])


def _packed(circles: list[Exchange]) -> list[Exchange]:
    """As many of CIRCLES as can stand side by side, none of which share a cable."""
    against: list[set[int]] = [set() for _ in circles]
    owners: dict[tuple[str, int], list[int]] = {}
    for place, circle in enumerate(circles):
        for key in [*(("drawn", one) for one in circle.drawn), *(("found", one) for one in circle.found)]:
            for other in owners.setdefault(key, []):
                against[place].add(other)
                against[other].add(place)
            owners[key].append(place)
    chosen: list[Exchange] = []
    seen: set[int] = set()
    for start in range(len(circles)):
        if start in seen:
            continue
        # Those that stand in each other's way, directly or through others, are decided together.
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            place = waiting.pop()
            group.append(place)
            fresh = against[place] - seen
            seen |= fresh
            waiting += fresh
        likely = {place for place in group if circles[place].alike}
        chosen += [circles[place] for place in sorted(_most(sorted(group), against, likely))]
    return chosen


def _most(group: list[int], against: list[set[int]], likely: set[int]) -> list[int]:
    """The largest part of GROUP of which none is AGAINST another, with the most LIKELY ones among equals.

    For a large group it is the first that comes near it.
    """
    best: list[int] = []
    looks = 0
    if len(group) > _MOST_SEARCHED:
        # Too many to weigh up: those with the fewest against them first.
        for place in sorted(group, key=lambda one: (one not in likely, len(against[one]))):
            if not against[place] & set(best):
                best.append(place)
        return best

    def search(left: list[int], taken: list[int]) -> None:
        nonlocal best, looks
        looks += 1
        if (len(taken), len(likely.intersection(taken))) > (len(best), len(likely.intersection(best))):
            best = taken
        if not left or len(taken) + len(left) < len(best) or looks > _MOST_LOOKS:
            return
        # The one with the fewest against it first: it costs the others least.
        open_places = set(left)
        first = min(left, key=lambda place: len(against[place] & open_places))
        search([place for place in left if place != first and place not in against[first]], [*taken, first])
        if against[first] & open_places:
            search([place for place in left if place != first], taken)

    search(group, [])
    return best
