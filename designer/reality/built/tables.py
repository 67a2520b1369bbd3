"""Tables of neighbours: CSV with a heading for each end, and what switches print for `show lldp neighbors`."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.catalog.files.table_text import parsed_table
from designer.model.records import RefusedInput

_LOCAL: Final = (
    "local device",
    "local host",
    "local hostname",
    "local system",
    "local system name",
    "local switch",
    "local node",
    "local name",
    "device a",
    "a device",
    "side a device",
    "termination a device",
    "host a",
    "node a",
    "from device",
    "source device",
    "source host",
    "source",
    "from",
    "hostname",
    "host",
    "switch",
    "device",
    "node",
    "system name",
    "a",
)
_LOCAL_PORT: Final = (
    "local port",
    "local interface",
    "local intf",
    "local int",
    "local port id",
    "localport",
    "port a",
    "a port",
    "interface a",
    "a interface",
    "side a name",
    "side a port",
    "termination a",
    "from port",
    "source port",
    "source interface",
    "interface",
    "port",
    "ifname",
    "intf",
)
_REMOTE: Final = (
    "remote device",
    "remote host",
    "remotehost",
    "remote hostname",
    "remote system",
    "remote system name",
    "remote switch",
    "remote node",
    "remote name",
    "neighbor",
    "neighbour",
    "neighbor device",
    "neighbor device id",
    "neighbor name",
    "neighbor system name",
    "neighbor hostname",
    "neighbour device",
    "neighbour name",
    "peer",
    "peer device",
    "peer host",
    "peer hostname",
    "device b",
    "b device",
    "side b device",
    "termination b device",
    "host b",
    "node b",
    "to device",
    "destination device",
    "destination host",
    "destination",
    "target",
    "to",
    "system name",
    "device id",
    "chassis id",
    "remote chassis id",
    "b",
)
_REMOTE_PORT: Final = (
    "remote port",
    "remote interface",
    "remote intf",
    "remoteport",
    "remote port id",
    "neighbor port",
    "neighbor port id",
    "neighbor interface",
    "neighbour port",
    "neighbour interface",
    "peer port",
    "peer interface",
    "port b",
    "b port",
    "interface b",
    "b interface",
    "side b name",
    "side b port",
    "termination b",
    "to port",
    "destination port",
    "destination interface",
    "target port",
    "port id",
    "port description",
    "port descr",
)
"""Headings that mean an end, the surest first."""
_RATE: Final = (
    "speed",
    "link speed",
    "port speed",
    "local speed",
    "oper speed",
    "operational speed",
    "negotiated speed",
    "current speed",
    "rate",
    "link rate",
    "data rate",
    "bandwidth",
)
"""Headings that mean a rate; a unit may stand behind them: "speed gbps"."""
_RATED: Final = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*(k|m|g|t)?(?:b(?:ps|/s|it/s|its/s)?|bit/s)?", re.IGNORECASE)
_MOST_GBPS: Final = 1600.0
"""A port has no more: 1.6 Tb/s of eight lanes (IEEE P802.3dj)."""
_IN_GBPS: Final = {"": 1e-9, "k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3}
_UNITS: Final = {"gbps": "g", "gb": "g", "gbit": "g", "mbps": "m", "mb": "m", "mbit": "m", "kbps": "k", "bps": ""}
_PROMPT: Final = re.compile(
    r"^\s*(?:\S+@)?([A-Za-z0-9][\w.-]*?)(?:\([^)]*\))?(?::[^\s#>$]*)?[#>$]\s*(?:sudo\s+)?(?:net |nv )?show\b.*lldp",
    re.I,
)
_TITLES: Final = re.compile(r"\b(neighbou?r|remote|port id|device id|system name)", re.I)
_RULE: Final = re.compile(r"^[\s\-=+|]+$")
_BOUGHT: Final = re.compile(r"\r?\n\s*\r?\nWhat is bought[,;]*\r?\n")


class TableRow(NamedTuple):
    """A row: both ends of a cable; "" for what is not told.

    Attributes:
        medium: Of the cable, where a column says it.
        rate_gbps: At which it runs, where a column says it.
    """

    local: str
    local_port: str
    remote: str
    remote_port: str
    medium: str = ""
    rate_gbps: float | None = None


def rows_of_csv(text: str, name: str, local: str = "") -> list[TableRow]:
    """The rows of the CSV TEXT of a file NAME, told by the device LOCAL where no column says who tells.

    Raises:
        RefusedInput: it is no table, or has no columns for both ends.
    """
    # A cable schedule of this program goes on with what is bought, whose rows are no cables.
    table = parsed_table(_BOUGHT.split(text, maxsplit=1)[0], name)
    return _rows(table.headings, table.rows, local)


def rows_of_print(text: str, local: str = "") -> list[TableRow]:
    """The rows of a table in columns of spaces, as a switch prints it; LOCAL is who tells where no prompt says so.

    Raises:
        RefusedInput: it has no headings of both ends.
    """
    lines = text.splitlines()
    rows: list[TableRow] = []
    place, teller, seen = 0, local, False
    while place < len(lines):
        line = lines[place]
        place += 1
        if found := _PROMPT.match(line):
            teller = found[1]
            continue
        headings = _heading_columns(line)
        if headings is None:
            continue
        body: list[list[str]] = []
        while place < len(lines) and lines[place].strip() and not _PROMPT.match(lines[place]):
            if not _RULE.match(lines[place]):
                body.append(_cells(lines[place], headings))
            place += 1
        seen = True
        rows += _rows([name for name, _ in headings], body, teller)
    if not seen:
        raise RefusedInput("It is no table of neighbours: no line of headings names a neighbour and its port.")
    return rows


def _heading_columns(line: str) -> list[tuple[str, int]] | None:
    """The headings of LINE with where they begin; None where it is no line of headings."""
    found = [(piece[0].strip(), piece.start()) for piece in re.finditer(r"\S+(?: \S+)*", line)]
    if len(found) < 2 or not _TITLES.search(line):
        return None
    try:
        _places([name for name, _ in found], teller="x")
    except RefusedInput:
        return None
    return found


def _cells(line: str, headings: Sequence[tuple[str, int]]) -> list[str]:
    """The cells of LINE: cut where columns begin, or by runs of spaces where there are as many."""
    pieces = re.split(r"\s{2,}", line.strip())
    if len(pieces) == len(headings):
        return pieces
    starts = [start for _, start in headings]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())


def _places(headings: Sequence[str], teller: str) -> tuple[int, int, int, int]:
    """Return the columns of both devices and ports; -1 where there is none."""
    names = [_plain(heading) for heading in headings]
    taken: set[int] = set()

    def column(wanted: tuple[str, ...]) -> int:
        found = next((names.index(name) for name in wanted if name in names and names.index(name) not in taken), -1)
        taken.add(found)
        return found

    # The far end first: "device id" and "port id" are its, "device" and "port" may be of either.
    remote = column(_REMOTE)
    remote_port = column(_REMOTE_PORT)
    local_port = column(_LOCAL_PORT)
    here = column(_LOCAL)
    if remote < 0 and here >= 0 and teller:
        remote, here = here, -1
    if remote < 0 or (here < 0 and not teller):
        raise RefusedInput(
            "A table of neighbours needs a column for each end, such as local_device, local_port, remote_device and "
            "remote_port; without the first, name the file after the device that tells."
        )
    return here, local_port, remote, remote_port


def _rows(headings: Sequence[str], rows: Sequence[Sequence[str]], teller: str) -> list[TableRow]:
    here, local_port, remote, remote_port = _places(headings, teller)
    names = [_plain(heading) for heading in headings]
    medium = names.index("medium") if "medium" in names else -1
    rate, told_unit = _rate_column(names)
    unit = _bare_unit([row[rate] for row in rows if rate < len(row)]) if rate >= 0 and told_unit is None else told_unit

    def cell(row: Sequence[str], place: int) -> str:
        return row[place].strip()[:200] if 0 <= place < len(row) else ""

    return [
        TableRow(
            cell(row, here) or teller,
            cell(row, local_port),
            cell(row, remote),
            cell(row, remote_port),
            cell(row, medium).casefold(),
            rate_of(cell(row, rate), unit or ""),
        )
        for row in rows
        if any(row)
    ]


def _rate_column(names: Sequence[str]) -> tuple[int, str | None]:
    """Return the column of rates, -1 for none, and the unit in its heading: "k", "m", "g", "" for bit/s, else None."""
    for wanted in _RATE:
        for place, name in enumerate(names):
            stem, _, last = name.rpartition(" ")
            if name == wanted or (stem == wanted and last in _UNITS):
                return place, None if name == wanted else _UNITS[last]
    return -1, None


def rate_of(text: str, unit: str = "g") -> float | None:
    """Return the Gb/s in TEXT: 400G, 25 Gbps, 1000M; a bare number is in UNIT. Nothing (0, auto, down) is None."""
    found = _RATED.fullmatch(text.replace(",", "").strip()[:40])
    if found is None:
        return None
    return float(found[1]) * _IN_GBPS[found[2].casefold() if found[2] else unit] or None


def _bare_unit(cells: Sequence[str]) -> str:
    """Return the unit of the numbers without one in a column of rates.

    They are Gb/s as ports are called where none is more than a port has; else Mb/s, as Linux says it, or bit/s, as SNMP
    does. 1000 is a port of 1 Gb/s: none has 1000 Gb/s.
    """
    # One unit for the whole column: a management port of 1000 beside 400000 is told in Mb/s as that is.
    numbers = [float(found[1]) for cell in cells if (found := _RATED.fullmatch(cell.strip()[:40])) and not found[2]]
    most = max(numbers, default=0.0)
    return "g" if most <= _MOST_GBPS and most != 1000 else "m" if most <= _MOST_GBPS * 1000 else ""


def rows_of_cells(headings: Sequence[str], rows: Sequence[Sequence[str]], local: str = "") -> list[TableRow]:
    """The rows of a table that is read already, told by LOCAL where no column says who tells.

    Raises:
        RefusedInput: it has no columns for both ends.
    """
    return _rows(headings, rows, local)
