"""Cables out of what devices say of their neighbours: each cable once, though both of its ends may tell of it."""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from designer.limits import LIMITS
from designer.model.records import RefusedInput
from designer.reality.built.records import FoundCable, FoundEnd

MOST: Final = LIMITS["discovered network"].items


class _Seen(NamedTuple):
    """Ports of one telling, the first device's before the second's.

    Attributes:
        told: Ports as they were told, where a name of the neighbour's port is none that the neighbour has for itself
            (the address of an adapter instead of the name of the interface).
        rate: In Gb/s, as it was told; None where it was not.
    """

    first: str
    second: str
    told: tuple[str, str] = ("", "")
    rate: float | None = None

    @property
    def shown(self) -> "_Seen":
        """The telling with all that was said."""
        return _Seen(self.first or self.told[0], self.second or self.told[1], rate=self.rate)

    def with_other(self, two: "_Seen") -> "_Seen":
        """Return this telling, by the first device, and TWO, by the second, of the same cable as one."""
        rates = [rate for rate in (self.rate, two.rate) if rate is not None]
        first, second = self.first or two.shown.first, two.second or self.shown.second
        return _Seen(first, second, rate=min(rates, default=None))


class Sightings:
    """Neighbours that devices tell of, gathered to cables.

    A telling is by one end: it knows its own port for sure, and of the other what that was told.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[FoundEnd, FoundEnd], list[float | None]] = {}
        self._count = 0
        self.loops = 0
        self.disputed = 0

    def see(self, local: FoundEnd, remote: FoundEnd, rate_gbps: float | None = None) -> None:
        """Take in that LOCAL says it has REMOTE as its neighbour, at RATE_GBPS where it says so.

        Raises:
            RefusedInput: there are more tellings than are read of one network.
        """
        self._count += 1
        if self._count > MOST:
            raise RefusedInput(f"It tells of more than {MOST:,} neighbours.")
        if local.device == remote.device:
            self.loops += 1
            return
        # A row that stands twice is one telling where it names both ports; without them it is a second cable.
        key = (local, remote)
        if local.port and remote.port:
            known = [rate for rate in (*self._told.get(key, ()), rate_gbps) if rate is not None]
            self._told[key] = [min(known, default=None)]
        else:
            self._told.setdefault(key, []).append(rate_gbps)

    def cables(self) -> tuple[FoundCable, ...]:
        """Return each cable once, in the order in which its devices were first seen together."""
        own: dict[str, set[str]] = {}
        for local, _ in self._told:
            if local.port:
                own.setdefault(local.device, set()).add(local.port)
        pairs: dict[tuple[str, str], tuple[list[_Seen], list[_Seen]]] = {}
        for (local, remote), rates in self._told.items():
            known = own.get(remote.device)
            port = remote.port if known is None or remote.port in known else ""
            turned = local.device > remote.device
            first, second = (remote.device, local.device) if turned else (local.device, remote.device)
            seen = (
                _Seen(port, local.port, (remote.port, local.port))
                if turned
                else _Seen(local.port, port, (local.port, remote.port))
            )
            pairs.setdefault((first, second), ([], []))[turned].extend(seen._replace(rate=rate) for rate in rates)
        return tuple(
            FoundCable(FoundEnd(first, seen.first), FoundEnd(second, seen.second), seen.rate)
            for (first, second), sides in pairs.items()
            for seen in self._joined(*sides)
        )

    def _joined(self, by_first: list[_Seen], by_second: list[_Seen]) -> list[_Seen]:
        """Tellings of both ends of a pair of devices, those of one cable made one."""
        joined: list[_Seen] = []
        # From the surest to the least: both say the same, one port is called alike, nothing speaks against it.
        for sure in (_both_ports, _first_port, _second_port):
            by_first, by_second = self._paired(by_first, by_second, sure, joined)
        free = deque(two for two in by_second if not (two.first and two.second))
        alone: list[_Seen] = []
        for one in by_first:
            # What names no port at one end may be what the other end tells of, port by port unknown.
            if free and _no_contradiction(one, free[0]):
                joined.append(one.with_other(free.popleft()))
            else:
                alone.append(one)
        whole = [two for two in by_second if two.first and two.second]
        return joined + [one.shown for one in (*alone, *whole, *free)]

    def _paired(
        self, by_first: list[_Seen], by_second: list[_Seen], key: Callable[[_Seen], object], joined: list[_Seen]
    ) -> tuple[list[_Seen], list[_Seen]]:
        """Join tellings of both ends that have one KEY, into JOINED, and return what is left of both."""
        waiting: dict[object, deque[int]] = {}
        for place, two in enumerate(by_second):
            if (name := key(two)) is not None:
                waiting.setdefault(name, deque()).append(place)
        taken: set[int] = set()
        alone: list[_Seen] = []
        for one in by_first:
            name = key(one)
            places = waiting.get(name) if name is not None else None
            if not places:
                alone.append(one)
                continue
            place = places.popleft()
            taken.add(place)
            two = by_second[place]
            self.disputed += key is not _both_ports and bool(one.second and two.first)
            joined.append(one.with_other(two))
        return alone, [two for place, two in enumerate(by_second) if place not in taken]


def _both_ports(one: _Seen) -> object:
    return (one.first, one.second) if one.first and one.second else None


def _first_port(one: _Seen) -> object:
    return one.first or None


def _second_port(one: _Seen) -> object:
    return one.second or None


def _no_contradiction(one: _Seen, two: _Seen) -> bool:
    return all(not a or not b or a == b for a, b in zip(one[:2], two[:2], strict=True))
