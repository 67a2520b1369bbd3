"""Cables out of what devices say of their neighbours: each cable once, though both of its ends may tell of it."""

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
    """

    first: str
    second: str
    told: tuple[str, str] = ("", "")

    @property
    def shown(self) -> "_Seen":
        """The telling with all that was said."""
        return _Seen(self.first or self.told[0], self.second or self.told[1])


class Sightings:
    """What devices tell of their neighbours, gathered to cables.

    A telling is by one end: it knows its own port for sure, and of the other what that was told.
    """

    def __init__(self) -> None:
        self._rates: dict[frozenset[str], float] = {}
        self._told: dict[tuple[FoundEnd, FoundEnd], int] = {}
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
        if rate_gbps is not None:
            pair = frozenset((local.device, remote.device))
            self._rates[pair] = min(rate_gbps, self._rates.get(pair, rate_gbps))
        self._told[key] = 1 if local.port and remote.port else self._told.get(key, 0) + 1

    def cables(self) -> tuple[FoundCable, ...]:
        """Return each cable once, in the order in which its devices were first seen together."""
        own: dict[str, set[str]] = {}
        for local, _ in self._told:
            if local.port:
                own.setdefault(local.device, set()).add(local.port)
        pairs: dict[tuple[str, str], tuple[list[_Seen], list[_Seen]]] = {}
        for (local, remote), times in self._told.items():
            known = own.get(remote.device)
            port = remote.port if known is None or remote.port in known else ""
            turned = local.device > remote.device
            first, second = (remote.device, local.device) if turned else (local.device, remote.device)
            seen = (
                _Seen(port, local.port, (remote.port, local.port))
                if turned
                else _Seen(local.port, port, (local.port, remote.port))
            )
            pairs.setdefault((first, second), ([], []))[turned].extend([seen] * times)
        return tuple(
            FoundCable(
                FoundEnd(first, seen.first), FoundEnd(second, seen.second), self._rates.get(frozenset((first, second)))
            )
            for (first, second), sides in pairs.items()
            for seen in self._joined(*sides)
        )

    def _joined(self, by_first: list[_Seen], by_second: list[_Seen]) -> list[_Seen]:
        """Tellings of both ends of a pair of devices, those of one cable made one."""
        rest = list(by_second)
        joined: list[_Seen] = []
        # From the surest to the least: both say the same, one port is called alike, nothing speaks against it.
        for alike in (_same, _one_port, _no_contradiction):
            alone: list[_Seen] = []
            for one in by_first:
                other = next((two for two in rest if alike(one, two)), None)
                if other is None:
                    alone.append(one)
                    continue
                rest.remove(other)
                self.disputed += alike is _one_port and bool(one.second and other.first)
                joined.append(_Seen(one.first or other.shown.first, other.second or one.shown.second))
            by_first = alone
        return joined + [one.shown for one in (*by_first, *rest)]


def _same(one: _Seen, two: _Seen) -> bool:
    return one[:2] == two[:2] and bool(one.first and one.second)


def _one_port(one: _Seen, two: _Seen) -> bool:
    return bool((one.first and one.first == two.first) or (one.second and one.second == two.second))


def _no_contradiction(one: _Seen, two: _Seen) -> bool:
    return all(not a or not b or a == b for a, b in zip(one[:2], two[:2], strict=True))
