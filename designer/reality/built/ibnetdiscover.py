"""Output of `ibnetdiscover` (infiniband-diags) on a fabric: its topology file, and its report of ports (-p).

The forms are those of ibnetdiscover(8), "Topology file format": a record for each switch, adapter and router, with a
line for each port that is joined, "[port]" then the identifier, port and description of the other end.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.built.records import Discovered, FoundDevice, FoundEnd, FoundKind
from designer.reality.built.sightings import MOST, Sightings

_RECORD: Final = re.compile(r'^(Switch|Ca|Rt)\s+\d+\s+"([SHR])-([0-9a-fA-F]+)"(.*)$')
_PORT: Final = re.compile(
    r'^\[(\d+)\](?:\[ext \d+\])?\s*(?:\([0-9a-fA-F]+\))?\s*"([SHR])-([0-9a-fA-F]+)"\s*\[(\d+)\](?:\[ext \d+\])?(.*)$'
)
_DESCRIPTION: Final = re.compile(r'#.*?"([^"]*)"')
_REPORT: Final = re.compile(
    r"^(CA|SW|RT)\s+\d+\s+(\d+)\s+0x([0-9a-fA-F]+)\s+\S+\s+\S+(?:\s+-\s+(CA|SW|RT)\s+\d+\s+(\d+)\s+0x([0-9a-fA-F]+)"
    r"\s+\(\s?'(.*)' - '(.*)'\s?\)|\s+'.*')\s*$"
)
_SYSTEM: Final = re.compile(r"^sysimgguid=0x([0-9a-fA-F]+)\s*$")
_SWITCH_NAME: Final = re.compile(r"^[^;:]*;([^;:]+)(?::([^;:/]+))?((?:/[^/;:]+)*)$")
_ADAPTER: Final = re.compile(
    r"^(\S+)\s+((?:mlx\d+_\d+|hca[-_ ]?\d+|ibp?\S+|roce\S*|ens\S*|qib\d+|hfi\d+\S*))$", re.IGNORECASE
)
_AGGREGATION: Final = re.compile(r"aggregation node", re.IGNORECASE)
_NAMELESS: Final = re.compile(
    r"mellanox technologies|^mt\d+|^infiniscale|^quantum$|^switch-?ib|connectx", re.IGNORECASE
)
_SPEED: Final = re.compile(r"\b(\d+)x ?([A-Z]DR(?:10)?)\b")
_LANE_GBPS: Final = {
    "SDR": 2.5,
    "DDR": 5,
    "QDR": 10,
    "FDR10": 10,
    "FDR": 14,
    "EDR": 25,
    "HDR": 50,
    "NDR": 100,
    "XDR": 200,
}
"""Gb/s of one lane as they are sold, one way (InfiniBand Trade Association, "InfiniBand Roadmap", 2024)."""
_KINDS: Final[dict[str, FoundKind]] = {"S": "switch", "R": "switch", "H": "host"}


class _Chip(NamedTuple):
    """A switch chip, adapter or router by what the file says of it.

    Attributes:
        letter: "S", "H" or "R".
        text: Its description.
    """

    letter: str
    guid: str
    text: str


def is_ibnetdiscover(text: str) -> bool:
    """Return True when TEXT looks like what ibnetdiscover prints."""
    head = text[:200_000].splitlines()
    return any(_RECORD.match(line) or _REPORT.match(line.strip()) for line in head)


def read_ibnetdiscover(text: str) -> Discovered:
    """The fabric that TEXT describes; adapters of one host are its ports.

    Raises:
        RefusedInput: no record of a switch or adapter is in it, or it was cut off within a line.
    """
    chips: dict[str, _Chip] = {}
    systems: dict[str, str] = {}
    joined = list(_told(text, chips, systems))
    if not chips:
        raise RefusedInput("It holds no switch and no adapter as ibnetdiscover writes them.")
    names = _names(chips, systems)
    sightings = Sightings()
    aggregation: set[str] = set()
    for (guid, port), (other, other_port), rate in joined:
        for end in (guid, other):
            if _AGGREGATION.search(chips[end].text):
                aggregation.add(end)
        if guid not in aggregation and other not in aggregation:
            sightings.see(_end(names[guid], port, chips[guid]), _end(names[other], other_port, chips[other]), rate)
    notes: list[str] = []
    if aggregation:
        words = counted(len(aggregation), "aggregation node")
        notes.append(f"{words}, which are inside of switches, were left out with their ports.")
    devices: dict[str, FoundDevice] = {}
    for guid, chip in chips.items():
        name = names[guid]
        if guid not in aggregation and name.device not in devices:
            devices[name.device] = FoundDevice(
                id=name.device,
                kind=_KINDS[chip.letter],
                model=name.model,
                guid=systems.get(guid, guid),
                named=name.named,
            )
    unnamed = sum(not device.named for device in devices.values())
    if unnamed:
        notes.append(
            f"{counted(unnamed, 'adapter or switch', 'adapters and switches')} without a name go by their GUID."
        )
    if sightings.loops:
        notes.append(f"{counted(sightings.loops, 'cable')} from a device to itself were left out.")
    guids = {guid: names[guid].device for guid in chips if guid not in aggregation}
    return Discovered(form="ibnetdiscover", devices=devices, cables=sightings.cables(), guids=guids, notes=tuple(notes))


_Side = tuple[str, int]


def _told(text: str, chips: dict[str, _Chip], systems: dict[str, str]) -> Iterator[tuple[_Side, _Side, float | None]]:
    """Yield (GUID, port) of both ends of each line of a port, and its Gb/s; CHIPS and SYSTEMS are filled on the way."""
    here, system = "", ""
    lines = text.splitlines()
    ports = 0
    for number, line in enumerate(lines, 1):
        # Most lines are of ports: they are tried first, and as many are read as a network may have.
        found = _PORT.match(line) if line.startswith("[") else None
        if found is not None:
            ports += 1
            if ports > MOST:
                raise RefusedInput(f"It tells of more than {MOST:,} neighbours.")
            if not here:
                raise RefusedInput(f"Line {number} tells of a port before any switch or adapter.")
            other = found[3].lower()
            _take(chips, _Chip(found[2], other, _description(found[5])))
            yield (here, int(found[1])), (other, int(found[4])), _rate(found[5])
        elif found := _SYSTEM.match(line):
            system = found[1].lower()
        elif found := _RECORD.match(line):
            here = found[3].lower()
            _take(chips, _Chip(found[2], here, _description(found[4])))
            if system:
                systems[here] = system
        elif found := _REPORT.match(line.strip()):
            # The report has the description of both ends at the end of the line, or no other end at all.
            if found[4]:
                sides = ((found[1], found[3], found[7]), (found[4], found[6], found[8]))
                for sort, guid, words in sides:
                    _take(chips, _Chip({"CA": "H", "SW": "S", "RT": "R"}[sort], guid.lower(), words))
                yield (found[3].lower(), int(found[2])), (found[6].lower(), int(found[5])), _rate(line)
        elif line.startswith("[") and number == len(lines):
            raise RefusedInput(f"It was cut off within line {number}.")
        elif not line.strip():
            system = ""


def _take(chips: dict[str, _Chip], chip: _Chip) -> None:
    known = chips.get(chip.guid)
    if known is None or (chip.text and not known.text):
        chips[chip.guid] = chip


def _description(rest: str) -> str:
    found = _DESCRIPTION.search(rest)
    return found[1].strip() if found else ""


def _rate(words: str) -> float | None:
    """Return the Gb/s in WORDS such as 4xNDR; None where none are said."""
    found = _SPEED.search(words)
    lane = _LANE_GBPS.get(found[2]) if found else None
    return None if found is None or lane is None else int(found[1][:3]) * lane


class _Name(NamedTuple):
    """Name of a chip's device.

    Attributes:
        adapter: Which adapter of the device it is; "" for a switch.
    """

    device: str
    adapter: str = ""
    model: str = ""
    named: bool = True


def _names(chips: dict[str, _Chip], systems: dict[str, str]) -> dict[str, _Name]:
    """The name of each chip by its GUID; where two would go by one, both go by their GUIDs."""
    found = {guid: _name(chip) for guid, chip in chips.items()}
    owners: dict[tuple[str, str], set[str]] = {}
    for guid, name in found.items():
        # Chips of one system may share a name; those of two systems would be one device that is none.
        owners.setdefault((name.device, name.adapter), set()).add(systems.get(guid, guid) if not name.adapter else guid)
    return {
        guid: name if len(owners[name.device, name.adapter]) == 1 else _Name(guid, model=name.model, named=False)
        for guid, name in found.items()
    }


def _name(chip: _Chip) -> _Name:
    text = " ".join(chip.text.split())
    if chip.letter == "H":
        adapter = _ADAPTER.match(text)
        if adapter is not None and not _NAMELESS.search(adapter[1]):
            return _Name(adapter[1], adapter[2])
        return _Name(chip.guid, model=text, named=False) if not text or _NAMELESS.search(text) else _Name(text)
    switch = _SWITCH_NAME.match(text)
    if switch is not None:
        # A chip of a fixed switch is "/U1"; those of a director carry their card before it, "/L03/U1".
        cards = [piece for piece in switch[3].split("/") if piece and not re.fullmatch(r"U\d+", piece)]
        return _Name("/".join([switch[1].strip(), *cards]), model=switch[2] or "")
    return _Name(chip.guid, model=text, named=False) if not text or _NAMELESS.search(text) else _Name(text)


def _end(name: _Name, port: int, chip: _Chip) -> FoundEnd:
    """Return the end of a cable; a port of an adapter goes by the adapter, with its number where it has several."""
    if chip.letter != "H" or not name.adapter:
        return FoundEnd(name.device, str(port))
    return FoundEnd(name.device, name.adapter if port == 1 else f"{name.adapter}/{port}")
