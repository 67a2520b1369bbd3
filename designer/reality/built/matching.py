"""Which drawn device each found one is: by a map of names, by name, else by its neighbours."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, Literal

from designer.model.copy_ids import CopyId
from designer.model.kinds import SWITCH
from designer.model.wording import counted, listed
from designer.reality.built.naming_map import NamingMap, map_key
from designer.reality.built.records import Discovered, DrawnNetwork, FoundDevice, MatchedBy
from designer.reality.built.structure import Graph, Tell, matched_by_structure

How = Literal["auto", "names", "structure"]
_PIECE: Final = re.compile(r"[a-z]+|\d+")
_ENOUGH: Final = 0.5
"""Share of the named devices that names must find, for what is left to be taken as not drawn."""


class Matching:
    """The drawn devices of found ones.

    Attributes:
        device: Drawn device by the found one's id.
        by: How each was found.
        alike: Of those by neighbours, how many drawn devices would fit as well, itself among them.
        port: Drawn port that a map names for a whole found device, such as an adapter by its GUID.
        notes: What was guessed, in plain lines.
    """

    def __init__(self) -> None:
        self.device: dict[str, str] = {}
        self.by: dict[str, MatchedBy] = {}
        self.alike: dict[str, int] = {}
        self.port: dict[str, str] = {}
        self.notes: list[str] = []

    def copy(self) -> "Matching":
        """Return the same, to be taken further."""
        other = Matching()
        other.device, other.by, other.port = dict(self.device), dict(self.by), dict(self.port)
        other.alike, other.notes = dict(self.alike), list(self.notes)
        return other

    def take(self, found: str, device: str, by: MatchedBy) -> None:
        """Note that FOUND is the drawn DEVICE."""
        self.device[found] = device
        self.by[found] = by


def matchings(
    network: DrawnNetwork, found: Discovered, naming: NamingMap, how: How = "auto", tell: Tell | None = None
) -> Iterator[Matching]:
    """Yield which drawn device of NETWORK each device of FOUND is, as far as that can be told.

    Where neighbours decide, there are several answers, by how ports may be numbered: that by which the most cables are
    as drawn is the right one.

    Args:
        network: What is drawn.
        found: What was found.
        naming: Names of the person's own, which count before all others.
        how: "names" goes by names alone; "structure" by neighbours wherever names fail; "auto" does that where names
            find less than half of what was found, since a name that is unknown among known ones is a strange device.
        tell: Told how many devices are matched by neighbours, of how many.

    Raises:
        RefusedInput: TELL said not to go on.
    """
    names = _Names(network)
    matching = Matching()
    _by_map(matching, names, found, naming)
    _by_name(matching, names, found)
    named = [device for device in found.devices.values() if device.named]
    known = sum(device.id in matching.device for device in named)
    enough = bool(named) and known >= _ENOUGH * min(len(named), max(len(network.devices), 1))
    if not (how == "structure" or (how == "auto" and not enough)):
        yield matching
        return
    told = any(end.port for cable in found.cables for end in (cable.a, cable.b))
    # Of a port that is split, "3/2", the number of its part alone would be one of many.
    parts = frozenset(end.port for cable in network.cables for end in (cable.a, cable.b) if "/" in end.port)
    ways = (partial(_number, parts, 0), partial(_number, parts, 1), _no_number)
    for numbered in ways if told else (_no_number,):
        one = matching.copy()
        _by_structure(one, network, found, numbered, tell)
        yield one


class _Names:
    """Drawn devices by what they are called."""

    def __init__(self, network: DrawnNetwork) -> None:
        self.exact: dict[str, str | None] = {}
        self.pieces: dict[tuple[str, ...], str | None] = {}
        self.copies: dict[tuple[str, ...], dict[int, str]] = {}
        for device in network.devices.values():
            for name in device.called:
                _take(self.exact, name.casefold(), device.device)
            for name in device.called[1:]:
                _take(self.pieces, _pieces(name), device.device)
            self.copies.setdefault(_pieces(device.node), {})[device.copy] = device.device

    def of(self, name: str) -> str | None:
        """The device called NAME, whatever its capitals, signs and leading zeros are; None for none or several."""
        plain = name.strip().casefold()
        for one in (plain, plain.partition(".")[0]):
            if one in self.exact:
                return self.exact[one]
        # Copies in brackets count from 0: "leaf[3]" is called leaf-4 where that copy was set apart since.
        copy = CopyId.read(plain)
        if copy.copy is not None:
            return self.pieces.get((*_pieces(copy.id), str(copy.copy + 1)))
        for one in (plain, plain.partition(".")[0]):
            if (device := self.pieces.get(_pieces(one))) is not None:
                return device
        return None


def _take(names: dict[str, str | None] | dict[tuple[str, ...], str | None], key: object, device: str) -> None:
    table: dict[object, str | None] = names  # pyright: ignore[reportAssignmentType]
    table[key] = device if table.get(key, device) == device else None


def _pieces(name: str) -> tuple[str, ...]:
    """NAME as its words and numbers, without leading zeros: ("leaf", "1", "1") of "Leaf-1-01"."""
    return tuple(piece.lstrip("0") or "0" if piece.isdecimal() else piece for piece in _PIECE.findall(name.casefold()))


def _by_map(matching: Matching, names: _Names, found: Discovered, naming: NamingMap) -> None:
    if not naming.devices:
        return
    owners = {map_key(device): device for device in found.devices}
    owners |= {map_key(guid): device for guid, device in found.guids.items()}
    owners |= {map_key(device.guid): device.id for device in found.devices.values() if device.guid}
    strange: list[str] = []
    absent = 0
    for key, drawn in naming.devices.items():
        if key not in owners:
            absent += 1
            continue
        device, port = names.of(drawn), ""
        # "dgx[3] osfp 2": the name may have a port behind it, so the longest name that is known counts.
        words = drawn.split(" ")
        for size in range(len(words) - 1, 0, -1):
            if device is None and (device := names.of(" ".join(words[:size]))) is not None:
                port = " ".join(words[size:])
        if device is None:
            strange.append(drawn)
            continue
        matching.take(owners[key], device, "map")
        if port:
            matching.port[owners[key]] = port
    if strange:
        told = listed([repr(name[:60]) for name in strange])
        matching.notes.append(f"The map of names leads to what is not drawn: {told}.")
    if absent:
        matching.notes.append(f"{counted(absent, 'name')} of the map of names were not found.")


def _by_name(matching: Matching, names: _Names, found: Discovered) -> None:
    wanted: dict[str, list[tuple[bool, str]]] = {}
    open_devices = [device for device in found.devices.values() if device.id not in matching.device]
    for device in open_devices:
        exactly = names.exact.get(device.id.casefold())
        drawn = names.of(device.id) if device.named else exactly
        if drawn is not None:
            exact = exactly == drawn
            wanted.setdefault(drawn, []).append((exact, device.id))
    taken = set(matching.device.values())
    for drawn, found_ids in wanted.items():
        # Two that go by one name: the one that is called exactly so; else nobody can say.
        best = [name for exact, name in found_ids if exact] or [name for _, name in found_ids]
        if len(best) == 1 and drawn not in taken:
            matching.take(best[0], drawn, "name")
    _by_number(matching, names, [device for device in open_devices if device.id not in matching.device])


def _by_number(matching: Matching, names: _Names, found: Iterable[FoundDevice]) -> None:
    """Match "leaf07" with a copy of the node "leaf": copies count from 0 where a 0 is found, else from 1."""
    families: dict[tuple[str, ...], dict[int, str | None]] = {}
    for device in found:
        pieces = _pieces(device.id)
        if len(pieces) > 1 and pieces[-1].isdecimal() and len(pieces[-1]) < 10:
            family = families.setdefault(pieces[:-1], {})
            number = int(pieces[-1])
            family[number] = device.id if number not in family else None
    taken = set(matching.device.values())
    for stem, numbers in families.items():
        copies = names.copies.get(stem)
        if copies is None:
            continue
        first = 0 if 0 in numbers else 1 if len(copies) in numbers else None
        if first is None:
            continue
        for number, name in numbers.items():
            device = copies.get(number - first)
            if name is not None and device is not None and device not in taken:
                matching.take(name, device, "name")


def _by_structure(
    matching: Matching, network: DrawnNetwork, found: Discovered, numbered: Callable[[str], str], tell: Tell | None
) -> None:
    drawn_graph = Graph({name: device.kind for name, device in network.devices.items()})
    for cable in network.cables:
        drawn_graph.join(cable.a.device, cable.a.port, cable.b.device, cable.b.port)
    # An adapter without a name is a part of a device, not one: its place is told by its cable.
    whole = {device.id: device.kind for device in found.devices.values() if device.named or device.kind == SWITCH}
    if not whole:
        whole = {device.id: device.kind for device in found.devices.values()}
    found_graph = Graph(whole)
    for cable in found.cables:
        found_graph.join(cable.a.device, numbered(cable.a.port), cable.b.device, numbered(cable.b.port))
    known = {name: device for name, device in matching.device.items() if name in whole}
    added, finished = matched_by_structure(found_graph, drawn_graph, known, tell)
    for name, fitting in added.items():
        matching.take(name, fitting.device, "structure")
        matching.alike[name] = fitting.alike
    if added:
        words = counted(len(added), "device")
        alike = [fitting.alike for fitting in added.values() if fitting.alike > 1]
        sure = len(added) - len(alike)
        even = f", {len(alike):,} in one of up to {max(alike):,} alike, by the order of their names" if alike else ""
        matching.notes.append(
            f"{words} were matched by their neighbours, as their names are not those of the drawing: {sure:,} fit in "
            f"one place alone{even}."
        )
    if not finished:
        left = counted(len(whole) - len(added) - len(known), "device")
        matching.notes.append(
            f"The search by neighbours came to its bound, so that {left} were left without a match. A map of names for "
            "some of them (--map, Names…) leads on."
        )


def _number(parts: frozenset[str], more: int, port: str) -> str:
    """The number in the name of a PORT with MORE added, or cage and part where that is one of the drawn PARTS."""
    numbers = [int(number[:15]) for number in re.findall(r"\d+", port)[-2:]]
    if len(numbers) > 1 and (part := f"{numbers[0]}/{numbers[1] + more}") in parts:
        return part
    return str(numbers[-1] + more) if numbers else ""


def _no_number(_: str) -> str:
    return ""
