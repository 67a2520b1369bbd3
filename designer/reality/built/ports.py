"""Which drawn port each found one is: by a map, by its very name, else by the rule that most cables bear out.

Devices number their ports in many ways: from 0, by cage and lane, by the slot of an adapter. Of each sort of name on
each drawn node the rule is taken by which the most cables lead where they are drawn; where no rule holds for two thirds
of them, the ports of that node are not compared, and a note says so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from designer.reality.built.naming_map import NamingMap
from designer.reality.built.records import Discovered, DrawnNetwork, FoundEnd

Plug = tuple[str, str, str]
"""A drawn port: device, port group, number in the group."""
_LEAST_SHARE: Final = 2 / 3
_LEAST_RANKED: Final = 4
_ASKED: Final = 2_000
"""Cables of one sort that are asked which rule holds."""
_DIGITS: Final = re.compile(r"\d+")
_NAMED: Final = re.compile(r"(.*?\D)\s*(\d+(?:/\d+)?)")

Rule = Callable[[list[int]], str]


def _last(numbers: list[int]) -> str:
    return str(numbers[-1])


def _last_from_zero(numbers: list[int]) -> str:
    return str(numbers[-1] + 1)


def _last_but_one(numbers: list[int]) -> str:
    return str(numbers[-2]) if len(numbers) > 1 else ""


def _part(numbers: list[int]) -> str:
    return f"{numbers[-2]}/{numbers[-1]}" if len(numbers) > 1 else ""


def _part_from_zero(numbers: list[int]) -> str:
    return f"{numbers[-2]}/{numbers[-1] + 1}" if len(numbers) > 1 else ""


def _twin_cage(numbers: list[int]) -> str:
    return str(2 * (numbers[-2] - 1) + numbers[-1]) if len(numbers) > 1 else ""


_RULES: Final[tuple[Rule, ...]] = (_last, _part, _last_from_zero, _part_from_zero, _last_but_one, _twin_cage)
"""From names to numbers: "swp3", "swp3/2", "mlx5_0", "swp3s0", "Ethernet3/1", "sw2p1" (two ports in each cage)."""


class _Sort(NamedTuple):
    """A sort of port names on a drawn node: "swp#" of the node leaf."""

    node: str
    stem: str


class PortNames:
    """Drawn ports of found ones.

    Attributes:
        unread: Names of drawn nodes of which the ports could not be compared.
        unread_ends: Ends of cables elsewhere in ports whose names no rule reads.
    """

    def __init__(self, network: DrawnNetwork, found: Discovered, device: Mapping[str, str], naming: NamingMap) -> None:
        self._device = device
        self._naming = naming
        self._at: dict[str, dict[tuple[str, str], str]] = {}
        for cable in network.cables:
            for end, other in ((cable.a, cable.b), (cable.b, cable.a)):
                self._at.setdefault(end.device, {})[end.group, end.port] = other.device
        self._by_name: dict[str, dict[str, tuple[str, str]]] = {
            name: {_plain(f"{group} {port}"): (group, port) for group, port in ports}
            for name, ports in self._at.items()
        }
        self._groups: dict[str, dict[str, str]] = {
            name: {_plain(group): group for group in dict.fromkeys(group for group, _ in ports) if group}
            for name, ports in self._at.items()
        }
        self._nodes = {name: one.node for name, one in network.devices.items()}
        self._read: dict[tuple[str, str], tuple[str, str]] = {}
        self.unread: list[str] = []
        self.unread_ends = 0
        self._learn(network, found)

    def plug(self, end: FoundEnd) -> Plug | None:
        """Return the drawn port that END is; None where its device is not drawn or its port cannot be told."""
        device = self._device.get(end.device)
        if device is None:
            return None
        mapped = self._naming.ports.get((end.device.casefold(), end.port.casefold()))
        name = self._very_name(device, mapped or end.port) or self._read.get((device, end.port))
        return None if name is None else (device, *name)

    def _very_name(self, device: str, port: str) -> tuple[str, str] | None:
        """Return the drawn port that is called PORT; also one that no drawn cable is in."""
        name = self._by_name.get(device, {}).get(_plain(port))
        if name is not None or (found := _NAMED.fullmatch(port.strip())) is None:
            return name
        group = self._groups.get(device, {}).get(_plain(found[1]))
        return None if group is None else (group, found[2])

    def _learn(self, network: DrawnNetwork, found: Discovered) -> None:
        ends: dict[_Sort, list[_Told]] = {}
        named: Counter[str] = Counter()
        for cable in found.cables:
            for end, other in ((cable.a, cable.b), (cable.b, cable.a)):
                device = self._device.get(end.device)
                if device is None or device not in self._at or not end.port:
                    continue
                if self._very_name(device, end.port) is not None:
                    named[self._nodes[device]] += 1
                    continue
                sort = _Sort(self._nodes[device], _DIGITS.sub("#", end.port.casefold()))
                ends.setdefault(sort, []).append(_Told(device, end.port, self._device.get(other.device)))
        unread: Counter[str] = Counter()
        for sort, told in ends.items():
            ways = self._best(told, network.groups.get(sort.node, ()))
            if ways is None:
                unread[sort.node] += len(told)
                continue
            # A switch may count on through ports of another sort: what leads to no drawn port is read once more.
            rest = [one for one in told if ways.get(one.port) not in self._at[one.device]]
            again = self._best(rest, network.groups.get(sort.node, ())) if len(rest) > 1 else None
            beyond = {(one.device, one.port) for one in rest} if again is not None else set[tuple[str, str]]()
            for one in told:
                table = again if again is not None and (one.device, one.port) in beyond else ways
                if (name := table.get(one.port)) is not None:
                    self._read[one.device, one.port] = name
                    named[sort.node] += 1
        # Where most ports are read, a few that are not are told by their number.
        self.unread = [node for node, count in unread.items() if count > named[node]]
        self.unread_ends = sum(count for node, count in unread.items() if count <= named[node])

    def _best(self, told: "list[_Told]", groups: Sequence[tuple[str, int]]) -> "_Ways | None":
        """Return the rule that most of TOLD bear out, as what it makes of each name; None where a third does not."""
        judged = [one for one in told if one.far is not None][:_ASKED]
        best: tuple[int, _Ways] | None = None
        for ways in self._candidates(told, groups):
            right = sum(
                (name := ways.get(port)) is not None and self._at[d].get(name) == far for d, port, far in judged
            )
            if best is None or right > best[0]:
                best = right, ways
        return best[1] if best is not None and judged and best[0] >= _LEAST_SHARE * len(judged) else None

    def _candidates(self, told: "list[_Told]", groups: Sequence[tuple[str, int]]) -> "Iterator[_Ways]":
        """Yield what each rule makes of the names of TOLD: for each port group, counted through all, by their order."""
        labels = dict.fromkeys(one.port for one in told)
        numbers = {label: [int(number[:9]) for number in _DIGITS.findall(label)] for label in labels}
        devices = dict.fromkeys(one.device for one in told)
        used = dict.fromkeys(group for device in devices for group, _ in self._at[device])
        for rule in _RULES:
            read = {label: rule(found) for label, found in numbers.items() if found}
            for group in used:
                # A number that no drawn port has is a port all the same: a cable in it is in the wrong one.
                yield {label: (group, name) for label, name in read.items() if name}
        if len(groups) > 1:
            for first in (1, 0):
                through = {
                    number: (group, str(place))
                    for number, (group, place) in enumerate(
                        ((group, place) for group, count in groups for place in range(1, count + 1)), first
                    )
                }
                yield {label: through[found[-1]] for label, found in numbers.items() if found and found[-1] in through}
        # Nothing in the numbers: the names in their order, one for one with the drawn ports. Few may be in the order
        # of the drawing by chance.
        ordered = sorted(labels, key=_natural)
        for group in used if len(ordered) >= _LEAST_RANKED else ():
            ports = sorted({port for device in devices for g, port in self._at[device] if g == group}, key=_natural)
            yield dict(zip(ordered, ((group, port) for port in ports), strict=False))


class _Told(NamedTuple):
    """A port that was found on a drawn device, and the drawn device that its cable leads to; None for none."""

    device: str
    port: str
    far: str | None


_Ways = dict[str, tuple[str, str]]
"""The drawn port, by group and number, of each name."""


@lru_cache(100_000)
def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9/]+", "", text.casefold())


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    pieces = re.findall(r"\d+|\D+", text.casefold())
    return tuple((int(piece[:15]), "") if piece.isdecimal() else (-1, piece) for piece in pieces)
